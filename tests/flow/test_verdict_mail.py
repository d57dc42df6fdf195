"""A verdict by mail counts only with the secret address and its proven owner together; whatever else came is told."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind
from mailbot.mail.message import Span, SpanKind
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Place
from mailbot.ports import RawState
from mailbot.steps.verdict import MARKERS
from tests.flow.office import LEE, MIA, PEOPLE, Office
from tests.make import sender

MIAS = sender(address=MIA.address, name="Mia")


def token_of(office: Office, person: Any = MIA) -> str:
    """The newest one-time address this person was sent."""
    asked = [row.envelope for row in office.queued(LetterKind.INTERNAL, person.address)]
    asked = [envelope for envelope in asked if b"Subject: Approve?" in envelope.content]
    head = asked[-1].content.decode().splitlines()
    (reply_to,) = [line for line in head if line.startswith("Reply-To:")]
    return reply_to.partition("+")[2].partition("@")[0]


async def says(office: Office, text: str = "APPROVE\n", *, token: str = "", **changes: Any) -> str:
    """Mail a verdict; return what its owner was told of it, "" if nothing."""
    before = len(office.told(MIA.address))
    clues = (Clue(ClueKind.TOKEN, token or token_of(office)),)
    words: dict[str, Any] = {"sender": MIAS, "message_id": f"v{len(office.memory.kept.raw)}@mailbot.example", **changes}
    raw = await office.came(text, clues=clues, **words)
    await office.walk.empty()
    assert office.state(raw) is RawState.WALKED
    assert office.memory.kept.messages[f"m{raw}"].placement.place is Place.NOTED
    answers = [words for words in office.told(MIA.address)[before:] if "Your verdict" in words]
    assert len(answers) <= 1
    return answers[0] if answers else ""


def nothing_left(office: Office, draft: Draft) -> bool:
    return not [row for row in office.memory.kept.outbox.values() if row.draft_id == draft.id]


# --- what counts


async def test_approve_sends_the_letter_and_says_so() -> None:
    office = Office()
    draft = await office.drafted()
    told = await says(office)
    assert "Approved: evidence_request to the buyer leaves in 90 s" in told
    (row,) = [row for row in office.queued() if row.draft_id == draft.id]
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    assert (kept.state, kept.decided_by, kept.reason) == (DraftState.APPROVED, "mia", "mail")
    assert row.envelope.reader == draft.address


async def test_the_answer_goes_to_the_person_on_file_and_stands_below_their_mail() -> None:
    office = Office()
    await office.drafted()
    await says(office, message_id="hers@mailbot.example")
    answer = office.queued(LetterKind.INTERNAL, MIA.address)[-1].envelope
    assert b"In-Reply-To: <hers@mailbot.example>" in answer.content
    assert b"Auto-Submitted: auto-" in answer.content


async def test_reject_with_its_reason() -> None:
    office = Office()
    draft = await office.drafted()
    told = await says(office, "REJECT they settled by phone\n")
    assert "will not be sent" in told
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    assert (kept.state, kept.reason) == (DraftState.REJECTED, "they settled by phone")
    assert nothing_left(office, draft)


async def test_change_comes_back_with_an_address_of_its_own_and_that_one_counts() -> None:
    office = Office()
    draft = await office.drafted()
    first = token_of(office)
    told = await says(office, "CHANGE\n\nDear Ana,\n\nplease send photos.\n")
    assert "revision 2" in told
    again = await office.pending()
    assert again.text == "Dear Ana,\n\nplease send photos."
    assert token_of(office) != first
    assert nothing_left(office, draft)
    assert "used before" in await says(office, token=first)
    assert "Approved" in await says(office)


async def test_a_second_persons_yes_by_mail() -> None:
    office = Office()
    office.rules(second_pair=("evidence_request",))
    draft = await office.drafted()
    lees = token_of(office, LEE)
    assert "Kept as the first approval" in await says(office)
    assert nothing_left(office, draft)
    await says(office, token=lees, sender=sender(address=LEE.address, name="Lee"))
    assert not nothing_left(office, draft)


@pytest.mark.parametrize(("enough", "counts"), [(True, True), (False, False)])
async def test_without_proof_only_where_the_settings_say_so(*, enough: bool, counts: bool) -> None:
    office = Office(unproven_is_enough=enough)
    draft = await office.drafted()
    told = await says(office, sender=replace(MIAS, trust=Trust.UNPROVEN, reason="no DMARC"))
    assert nothing_left(office, draft) is not counts
    assert ("nothing proves" in told) is not counts


# --- what does not


async def test_a_token_works_once() -> None:
    office = Office()
    draft = await office.drafted()
    token = token_of(office)
    await says(office, token=token)
    assert "Nothing was sent: this reply address has been used before" in await says(office, token=token)
    assert len([row for row in office.queued() if row.draft_id == draft.id]) == 1


async def test_a_mail_that_says_nothing_does_not_use_the_address_up() -> None:
    office = Office()
    await office.drafted()
    assert "Nothing was sent: its first line is 'Hm?'" in await says(office, "Hm?\n")
    assert "Approved" in await says(office)


async def test_two_verdicts_at_once_count_once() -> None:
    office = Office()
    draft = await office.drafted()
    clues = (Clue(ClueKind.TOKEN, token_of(office)),)
    for number in (1, 2):
        await office.came(f"APPROVE{'!' if number == 2 else ''}\n", clues=clues, sender=MIAS)
    await office.walk.empty()
    assert len([row for row in office.queued() if row.draft_id == draft.id]) == 1
    answers = [words for words in office.told(MIA.address) if "Your verdict" in words]
    assert sorted("Approved" in words for words in answers) == [False, True]


async def test_a_verdict_by_mail_and_one_by_command_at_once_count_once() -> None:
    office = Office()
    draft = await office.drafted()
    await office.came("APPROVE\n", clues=(Clue(ClueKind.TOKEN, token_of(office)),), sender=MIAS)
    await asyncio.gather(office.walk.empty(), office.give(draft), return_exceptions=True)
    assert len([row for row in office.queued() if row.draft_id == draft.id]) == 1


async def test_an_address_out_of_date() -> None:
    office = Office()
    draft = await office.drafted()
    office.clock.forward(hours=office.desk.approval_hours)
    assert "Nothing was sent: this reply address is out of date" in await says(office)
    assert nothing_left(office, draft)


async def test_an_address_nobody_was_given_is_answered_by_nobody() -> None:
    office = Office()
    draft = await office.drafted()
    raw = await office.came("APPROVE\n", clues=(Clue(ClueKind.TOKEN, "q" * 26),), sender=MIAS)
    await office.walk.empty()
    assert office.memory.kept.messages[f"m{raw}"].placement.place is not Place.NOTED
    assert nothing_left(office, draft)


@pytest.mark.parametrize(
    ("whose", "why"),
    [
        (sender(address="eve@else.example"), "does not come from Mia's registered address"),
        (sender(address=LEE.address), "does not come from Mia's registered address"),
        (replace(MIAS, trust=Trust.UNPROVEN, reason="no DMARC"), "nothing proves that the mail comes from mia@"),
        (replace(MIAS, trust=Trust.FORGED, reason="dmarc=fail"), "nothing proves"),
        (sender(address=""), "does not come from"),
    ],
)
async def test_anybody_else_with_the_address_sends_nothing_and_hears_nothing(whose: Any, why: str) -> None:
    office = Office()
    draft = await office.drafted()
    assert why in await says(office, sender=whose)
    assert nothing_left(office, draft)
    assert (await office.pending()).state is DraftState.PENDING
    readers = {row.envelope.reader for row in office.memory.kept.outbox.values()}
    assert readers <= {MIA.address, draft.address}
    assert "Approved" in await says(office)  # the owner's address still works


async def test_who_forwards_it_for_the_mediator_is_not_the_mediator() -> None:
    office = Office()
    draft = await office.drafted()
    text = "Fwd: see below\n\nFrom: Mia\nAPPROVE\n"
    spans = (Span(SpanKind.NEW, 0, 16), Span(SpanKind.FORWARDED, 16, len(text)))
    await says(office, text, sender=sender(address="eve@else.example"), spans=spans)
    assert nothing_left(office, draft)
    assert "its first line is" in await says(office, text, spans=spans)  # nor if she forwards somebody's APPROVE
    assert nothing_left(office, draft)


@pytest.mark.parametrize("kind", [AutomaticKind.OUT_OF_OFFICE, AutomaticKind.AUTO_REPLY, AutomaticKind.LIST])
async def test_a_machine_approves_nothing_and_is_not_answered(kind: AutomaticKind) -> None:
    office = Office()
    draft = await office.drafted()
    assert await says(office, "APPROVE\n", automatic=Automatic(kind, None, "it says so")) == ""
    assert nothing_left(office, draft)
    assert "Approved" in await says(office)


async def test_a_quoted_approve_is_no_approve() -> None:
    office = Office()
    draft = await office.drafted()
    text = f"I am away until Monday.\n\n> {MARKERS['en']}\n> Answer with:\n>     APPROVE\n"
    spans = (Span(SpanKind.NEW, 0, 25), Span(SpanKind.QUOTED, 25, len(text)))
    assert "I am away until Monday." in await says(office, text, spans=spans)
    assert nothing_left(office, draft)


async def test_nothing_above_the_line_is_no_verdict() -> None:
    office = Office()
    draft = await office.drafted()
    text = f"> {MARKERS['en']}\n> APPROVE\n"
    assert "no words of its own" in await says(office, text, spans=(Span(SpanKind.QUOTED, 0, len(text)),))
    assert nothing_left(office, draft)


async def test_text_and_html_that_disagree_say_nothing() -> None:
    office = Office()
    draft = await office.drafted()
    told = await says(office, "APPROVE\n", html="<p>REJECT no</p>")
    assert "do not say the same" in told
    assert nothing_left(office, draft)
    assert "Approved" in await says(office, "APPROVE\n", html="<p>APPROVE</p>")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("APPROVED by me\n", "its first line is"),
        ("APPROVE\nbut change the date first\n", "other words stand below APPROVE"),
        ("REJECT\n", "REJECT needs a reason"),
        ("CHANGE\n", "no new text stands below CHANGE"),
    ],
)
async def test_what_is_not_quite_a_verdict_is_told_how(text: str, why: str) -> None:
    office = Office()
    draft = await office.drafted()
    told = await says(office, text)
    assert why in told
    assert "The first line must be APPROVE" in told
    assert nothing_left(office, draft)


async def test_what_approval_refuses_is_told_with_its_reason_and_the_address_lives_on() -> None:
    office = Office()
    office.rules(never_by_mail=("evidence_request",))
    draft = await office.drafted()
    assert "Nothing was sent: evidence_request is never approved by mail" in await says(office)
    office.rules(never_by_mail=())
    assert "Approved" in await says(office)
    assert not nothing_left(office, draft)


async def test_an_address_of_an_older_revision() -> None:
    office = Office()
    draft = await office.drafted()
    old = token_of(office)
    await office.answered(Side.BUYER, "One more thing.\n")
    await office.walk.empty()
    told = await says(office, token=old)
    assert "newer revision of this draft (2)" in told
    assert nothing_left(office, draft)


async def test_a_date_that_moved_brings_a_fresh_draft_by_mail_too() -> None:
    office = Office()
    draft = await office.drafted()
    office.clock.forward(days=2, hours=23)
    told = await says(office)
    assert "revision 2 with the new date is drafted" in told
    assert nothing_left(office, draft)
    assert "Approved" in await says(office)


async def test_who_left_approves_nothing_and_is_told_nothing() -> None:
    office = Office()
    draft = await office.drafted()
    token = token_of(office)
    office.desk = replace(office.desk, people=PEOPLE[1:])
    office.on(office.memory)
    assert await says(office, token=token) == ""
    assert nothing_left(office, draft)


async def test_who_is_no_longer_active_approves_nothing() -> None:
    office = Office()
    draft = await office.drafted()
    token = token_of(office)
    office.desk = replace(office.desk, people=(replace(MIA, active=False), *PEOPLE[1:]))
    office.on(office.memory)
    await says(office, token=token)
    assert nothing_left(office, draft)


async def test_a_draft_that_is_gone_is_told_too() -> None:
    office = Office()
    await office.drafted()
    token = token_of(office)
    office.memory.kept.drafts.clear()
    told = await says(office, token=token)
    assert "Nothing was sent: there is no draft" in told


async def test_the_address_a_party_was_given_is_no_address_for_verdicts() -> None:
    office = Office()
    draft = await office.drafted()
    raw = await office.answered(Side.BUYER, "APPROVE\n", sender=MIAS)
    await office.walk.empty()
    assert office.state(raw) is RawState.QUARANTINED
    assert nothing_left(office, draft)
