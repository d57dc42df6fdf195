"""A decision carried out: letters by themselves or held, holes as tasks, notices to the right people, addresses."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from mailbot.errors import HoleInLetter, UnsafeLetter
from mailbot.flow.carry import carry_out, order_of
from mailbot.mail.envelope import LetterKind
from mailbot.mail.token import token_hash
from mailbot.mediation.approval import DraftState
from mailbot.mediation.decision import Decision, LetterOrder, Notice, NoticeKind, Plain
from mailbot.mediation.events import LetterDropped, TaskRaised
from mailbot.mediation.evolve import evolve
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.ports import AddDraft, AddToOutbox, Rendered
from tests.flow.office import LEE, MIA, PEOPLE, TIM, Office, valued
from tests.make import ORDER, SELLER, attachment, valuation


def asks(letter: Letter = Letter.CLAIM_NOTICE, reader: Side = Side.SELLER, **changes: Any) -> LetterOrder:
    return replace(LetterOrder(letter, reader, ("a test",), step="seller_first_answer"), **changes)


# --- by itself, or not


async def test_what_the_policy_lets_go_is_queued_as_it_is_drafted() -> None:
    office = Office()
    await office.drafted()
    (row,) = office.queued()
    draft = await office.memory.draft(row.draft_id or "")
    assert draft is not None
    assert (draft.letter, draft.state, draft.decided_by) == (Letter.CLAIM_RECEIVED, DraftState.APPROVED, "policy")
    assert b"Auto-Submitted: auto-" in row.envelope.content
    asked = [words for words in office.told(MIA.address) if "claim_received" in words.splitlines()[0]]
    assert asked == []


async def test_what_a_person_approved_is_not_marked_as_a_machines() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft)
    (row,) = [row for row in office.queued() if row.draft_id == draft.id]
    assert b"auto-submitted: auto" not in row.envelope.content.lower()


class Leaking:
    """Letters that tell what they must not."""

    def __init__(self, letters: Any, words: str, subject: str = "") -> None:
        self._letters, self._words, self._subject = letters, words, subject

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered:
        made: Rendered = self._letters.render(letter, language, view, client_id)
        return replace(made, text=f"{made.text}\n{self._words}", subject=self._subject or made.subject)

    def languages(self) -> tuple[str, ...]:
        return ("en",)


async def test_a_letter_the_guard_stops_does_not_go_by_itself() -> None:
    office = Office()
    office.writes_with(letters=Leaking(office.letters, f"Write to {SELLER}."))
    await office.orders()
    await office.claims()
    await office.walk.empty()
    assert office.queued() == []
    held = {draft.letter: draft for draft in await office.memory.drafts(DraftState.PENDING)}
    assert held[Letter.CLAIM_RECEIVED].guard_hits
    assert held[Letter.CLAIM_RECEIVED].decided_by == ""
    asked = [row.envelope.reader for row in office.queued(LetterKind.INTERNAL)]
    assert asked.count(MIA.address) == asked.count(LEE.address) == 2


async def test_a_letter_that_cannot_be_written_safely_is_held_with_the_reason() -> None:
    office = Office()
    office.writes_with(letters=Leaking(office.letters, "", subject="two\r\nBcc: eve@else.example"))
    await office.orders()
    await office.claims()
    await office.walk.empty()
    assert office.queued() == []
    held = await office.memory.drafts(DraftState.PENDING)
    assert len(held) == 2
    assert all("it cannot be written safely" in draft.guard_hits[0] for draft in held)
    heads = [row.envelope.content.partition(b"\r\n\r\n")[0] for row in office.queued(LetterKind.INTERNAL)]
    assert not [head for head in heads if b"\nBcc" in head]


async def test_an_unsafe_letter_cannot_be_approved() -> None:
    office = Office()
    office.writes_with(letters=Leaking(office.letters, "", subject="two\r\nBcc: eve@else.example"))
    draft = await office.drafted()
    with pytest.raises(UnsafeLetter):
        await office.give(draft)
    assert office.queued() == []


# --- holes


class WithHole(Leaking):
    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered:
        if letter is Letter.EVIDENCE_REQUEST:
            raise HoleInLetter("'deadline' is empty")
        return super().render(letter, language, view, client_id)


async def test_a_letter_with_a_hole_is_a_task_and_the_rest_goes_on() -> None:
    office = Office()
    office.writes_with(letters=WithHole(office.letters, ""))
    await office.orders()
    await office.claims()
    assert await office.walk.empty() == 1
    assert [draft.letter for draft in await office.memory.drafts()] == [Letter.CLAIM_RECEIVED]
    (task,) = office.dispute.open_tasks
    assert task.kind == "hole_in_letter"
    assert task.reason == "evidence_request to the buyer was not drafted: 'deadline' is empty"
    assert Letter.EVIDENCE_REQUEST not in {one.letter for one in office.dispute.open_letters}
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert [type(event) for event in events[-2:]] == [LetterDropped, TaskRaised]
    assert office.dispute.version == len(events)


async def test_the_mediator_hears_of_a_hole() -> None:
    office = Office()
    office.writes_with(letters=WithHole(office.letters, ""))
    await office.orders()
    await office.claims()
    await office.walk.empty()
    (told,) = [words for words in office.told(MIA.address) if "was not drafted" in words]
    assert "'deadline' is empty" in told
    (task,) = office.dispute.open_tasks
    assert (task.side, task.follow_up_at is None) == (Side.BUYER, False)
    await office.answered(Side.BUYER, "The photo.\n", attachments=(attachment(),))
    await office.walk.empty()
    assert len(office.dispute.open_tasks) == 1


# --- who is told


@pytest.mark.parametrize(
    ("role", "people", "told"),
    [
        ("mediator", PEOPLE, ["mia@mailbot.example"]),
        ("mediator", (replace(MIA, active=False), LEE, TIM), ["lee@mailbot.example"]),
        ("mediator", (LEE, TIM), ["lee@mailbot.example"]),
        ("lead", PEOPLE, ["lee@mailbot.example"]),
        ("lead", (MIA, replace(LEE, clients=("other",))), []),
        ("account_manager", PEOPLE, ["acc@mailbot.example"]),
    ],
)
async def test_a_notice_goes_to_who_is_in_charge_or_holds_the_role(role: str, people: Any, told: list[str]) -> None:
    office = Office(people=people)
    dispute = await office.on_file(*valued())
    file = await office.desk.file(dispute.id)
    decision = Decision(dispute, notices=(Notice(role, NoticeKind.TASK, "Something must be done."),))
    writes = await carry_out(office.desk, decision, file)
    rows = [write.row for write in writes if isinstance(write, AddToOutbox)]
    assert [row.envelope.reader for row in rows] == told
    assert all(row.kind is LetterKind.INTERNAL for row in rows)
    assert all(b"Something must be done." in row.envelope.content for row in rows)
    assert len(writes) == len(rows)  # without an event nothing of the dispute is written


# --- addresses to answer to


async def test_each_approver_gets_an_address_of_their_own_of_which_only_the_hash_is_kept() -> None:
    office = Office()
    office.rules(second_pair=("evidence_request",))
    draft = await office.drafted()
    rows = [row.envelope.content.decode() for row in office.queued(LetterKind.INTERNAL)]
    secrets = [text.partition("Reply-To:")[2].partition("+")[2].partition("@")[0] for text in rows]
    assert len(set(secrets)) == 2
    tokens = office.memory.kept.tokens
    assert {tokens[token_hash(secret)].person_id for secret in secrets} == {"mia", "lee"}
    assert {one.content_hash for one in tokens.values()} == {draft.content_hash}
    assert not any(secret in repr(office.memory.kept.tokens) for secret in secrets)


async def test_the_approval_mail_shows_the_letter_the_reasons_and_the_last_words() -> None:
    office = Office()
    draft = await office.drafted()
    (told,) = office.told(MIA.address)
    for shown in (draft.text.splitlines()[0], *draft.why, "3 TV-43 are missing", "APPROVE", draft.address, ORDER):
        assert shown in told
    assert "72 hours" in told


# --- plans


async def test_a_letter_ordered_again_is_the_next_revision_of_what_waits() -> None:
    office = Office()
    dispute = await office.on_file(*valued())
    for _ in range(2):
        file = await office.desk.file(dispute.id)
        await office.memory.commit(*await carry_out(office.desk, Decision(dispute, letters=(asks(),)), file))
    drafts = [(draft.revision, draft.state) for draft in await office.memory.drafts()]
    assert drafts == [(1, DraftState.SUPERSEDED), (2, DraftState.PENDING)]


async def test_a_letter_given_up_takes_its_draft_with_it() -> None:
    office = Office()
    draft = await office.drafted()
    dispute = office.dispute
    gone = LetterDropped(office.clock.now(), draft.letter, draft.reader, "no longer needed")
    file = await office.desk.file(dispute.id)
    await office.memory.commit(*await carry_out(office.desk, Decision(evolve(dispute, gone), (gone,)), file))
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    assert kept.state is DraftState.SUPERSEDED


async def test_an_order_survives_its_draft() -> None:
    office = Office()
    dispute = await office.on_file(*valued())
    file = await office.desk.file(dispute.id)
    first = asks(details={"questions": ("is it so?",)}, attach=("valuation_sheet",), carried=("claim",))
    writes = await carry_out(office.desk, Decision(dispute, letters=(first,)), file)
    (draft,) = [write.draft for write in writes if isinstance(write, AddDraft)]
    again = order_of(draft)
    assert replace(again, attach=()) == replace(first, attach=())
    writes = await carry_out(office.desk, Decision(dispute, letters=(again,)), file)
    (afresh,) = [write.draft for write in writes if isinstance(write, AddDraft)]
    assert [one.name for one in afresh.enclosures] == [one.name for one in draft.enclosures]


async def test_files_are_made_for_the_order_they_are_about() -> None:
    office = Office()
    dispute = await office.on_file(*valued())
    file = await office.desk.file(dispute.id)
    order = asks(attach=("claim_sheet", "valuation_sheet"))
    writes = await carry_out(office.desk, Decision(dispute, letters=(order,)), file)
    (made,) = [write.draft.enclosures for write in writes if isinstance(write, AddDraft)]
    assert [one.name for one in made] == [f"claim_sheet-{ORDER}.xlsx", f"valuation_sheet-{ORDER}.xlsx"]
    assert str(valuation().total).encode() in made[1].content


async def test_a_blank_claim_sheet_is_kept_between_revisions() -> None:
    office = Office()
    first = await office.drafted()
    assert [one.name for one in first.enclosures] == [f"claim_sheet-{ORDER}.xlsx"]
    made: list[str] = []
    office.tools.sheets.claim_sheet = lambda *_: made.append("again") or b""  # type: ignore[method-assign,func-returns-value]
    await office.answered(Side.BUYER, "One more thing.\n")
    await office.walk.empty()
    again = await office.pending()
    assert again.revision == 2
    assert again.enclosures == first.enclosures
    assert made == []
