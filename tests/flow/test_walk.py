"""The walk: whole or not at all, each mail once, each sender's in order, and whatever fails, the next goes on."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from structlog.testing import capture_logs

from mailbot.errors import StaleDispute, TemporaryFailure
from mailbot.flow.walk import ATTEMPTS_MAX
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.bounce import Bounced
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind
from mailbot.mail.token import reply_token
from mailbot.mediation.approval import DraftState
from mailbot.mediation.events import EvidenceReceived, MachineAnswered, StatementMade
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.placement import Place
from mailbot.ports import AppendEvents, MarkRaw, NoteSender, RawState, Write
from tests.fakes import Faulty
from tests.flow.office import DESK, THREE_MISSING, Office, offers, valued
from tests.make import BUYER, CLIENT, ORDER, attachment, order, sender

DAEMON = sender(address="mailer-daemon@post.example", name="Mail Delivery System", trust=Trust.UNPROVEN)


class Recorded:
    """A store that remembers its commits."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.commits: list[tuple[Write, ...]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def commit(self, *writes: Write) -> None:
        await self._store.commit(*writes)
        self.commits.append(writes)


async def test_a_claim_becomes_a_dispute_with_its_drafts_in_one_commit() -> None:
    office = Office()
    await office.orders()
    raw = await office.claims()
    seen = Recorded(office.memory)
    office.on(seen)
    assert await office.walk.empty() == 1
    dispute = office.dispute
    assert dispute.phase is Phase.EVIDENCE
    assert dispute.client_id == CLIENT
    assert dispute.mediator == office.desk.mediator_for(CLIENT, ORDER).id
    assert [one.words.strip() for one in dispute.statements] == ["Order PS-1001: 3 TV-43 are missing."]
    drafts = {one.letter: one.state for one in await office.memory.drafts()}
    assert drafts == {
        Letter.CLAIM_RECEIVED: DraftState.APPROVED,
        Letter.EVIDENCE_REQUEST: DraftState.PENDING,
    }
    counting, whole = [writes for writes in seen.commits if writes]
    assert [type(write) for write in counting] == [MarkRaw]
    kinds = {type(write).__name__ for write in whole}
    assert kinds == {"SaveMessage", "AppendEvents", "AddReplyToken", "AddDraft", "AddToOutbox", "AddToken", "MarkRaw"}
    assert office.state(raw) is RawState.WALKED


async def test_both_sides_get_a_reply_address_at_the_opening() -> None:
    office = Office()
    await office.drafted()
    assert sorted(side for _, side in office.memory.kept.reply_tokens.values()) == [Side.BUYER, Side.SELLER]


async def test_an_answer_is_placed_by_its_token_and_moves_its_dispute() -> None:
    office = Office()
    await office.on_file(*valued())
    raw = await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),))
    await office.walk.empty()
    record = office.memory.kept.messages[f"m{raw}"]
    assert (record.side, record.placement.place) == (Side.SELLER, Place.PLACED)
    assert office.dispute.phase is Phase.SHUTTLE
    assert (await office.pending()).letter is Letter.OFFER_TO_BUYER


async def test_the_reader_is_told_whose_words_it_reads_and_what_we_had_sent() -> None:
    office = Office()
    await office.on_file(*valued())
    await office.answered(Side.SELLER, "We pay 150.\n")
    await office.walk.empty()
    _, context = office.reader.asked[-1]
    assert context.side is Side.SELLER
    assert [one.letter for one in context.sent] == [Letter.CLAIM_NOTICE]
    assert context.order is None  # a claim sheet is the buyer's to fill in


async def test_one_mail_seen_twice_is_followed_once() -> None:
    office = Office()
    await office.on_file(*valued())
    raw = await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),))
    await office.walk.empty()
    before = office.dispute
    (first,) = [one for one in await office.memory.drafts() if one.reader is Side.BUYER]
    await office.memory.commit(MarkRaw(raw, RawState.WAITING, 0))  # as if the commit had been lost on the way back
    await office.walk.empty()
    assert office.dispute == before
    assert office.state(raw) is RawState.WALKED
    drafts = [one for one in await office.memory.drafts() if one.reader is Side.BUYER]
    assert [one.id for one in drafts] == [first.id]


async def test_a_first_mail_seen_twice_opens_one_dispute() -> None:
    office = Office()
    await office.drafted()
    before = office.dispute
    party_letters = len(office.queued())
    await office.memory.commit(MarkRaw(1, RawState.WAITING, 0))
    await office.walk.empty()
    assert office.dispute == before
    assert len(office.queued()) == party_letters


async def test_two_who_walk_at_once_follow_each_mail_once() -> None:
    office = Office()
    await office.on_file(*valued())
    for number in range(5):
        await office.answered(Side.SELLER, f"We pay {150 + number}.\n", intents=(offers(str(150 + number)),))
    done = await asyncio.gather(office.walk.empty(), office.walk.empty())
    assert sum(done) == 5
    assert len(office.reader.asked) == 5
    assert {office.state(raw) for raw in office.memory.kept.raw} == {RawState.WALKED}
    assert {office.attempts(raw) for raw in office.memory.kept.raw} == {1}


async def test_mails_of_one_sender_are_followed_in_the_order_they_came() -> None:
    office = Office()
    await office.on_file(*valued())
    for number in range(6):
        await office.answered(Side.SELLER, f"word {number}\n")
    slow = office.reader.understand

    async def slower_at_first(message: Any, context: Any) -> Any:
        await asyncio.sleep(0.002 * (6 - int(message.new_text.split()[1])))
        return await slow(message, context)

    office.reader.understand = slower_at_first  # type: ignore[method-assign]
    await office.walk.empty()
    words = [one.words.strip() for one in office.dispute.statements if one.side is Side.SELLER]
    assert words == [f"word {number}" for number in range(6)]


async def test_senders_are_followed_side_by_side() -> None:
    office = Office()
    await office.orders()
    both = asyncio.Barrier(2)
    for number in (1, 2):
        other = order(number=f"PS-200{number}", buyer=replace(order().buyer, addresses=(f"b{number}@x.example",)))
        await office.orders(other)
        clues = (Clue(ClueKind.ORDER, other.number),)
        whose = sender(address=f"b{number}@x.example")
        await office.came(f"claim {number}\n", clues=clues, sender=whose, intents=(THREE_MISSING,))
    plain = office.reader.understand

    async def together(message: Any, context: Any) -> Any:
        async with asyncio.timeout(2):
            await both.wait()  # only passes if the other mail is under way too
        return await plain(message, context)

    office.reader.understand = together  # type: ignore[method-assign]
    assert await office.walk.empty() == 2
    assert len(office.memory.kept.disputes) == 2


async def test_both_parties_of_one_dispute_at_once_lose_nothing() -> None:
    """Somebody always gets in between: the walk starts over on fresh state."""
    office = Office()
    await office.on_file(*valued())
    for number in range(4):
        await office.answered(Side.SELLER, f"seller {number}\n")
        await office.answered(Side.BUYER, f"buyer {number}\n")
    await office.walk.empty()
    heard = sorted(one.words.strip() for one in office.dispute.statements[1:])
    assert heard == sorted(f"{side} {number}" for side in Side for number in range(4))
    assert {office.attempts(raw) for raw in office.memory.kept.raw} == {1}


class SomebodyInBetween(Recorded):
    """Refuses the first units that touch a dispute, as if somebody had been quicker."""

    def __init__(self, store: Any, times: int) -> None:
        super().__init__(store)
        self.left = times

    async def commit(self, *writes: Write) -> None:
        if self.left and any(isinstance(write, AppendEvents) for write in writes):
            self.left -= 1
            raise StaleDispute("moved on")
        await super().commit(*writes)


async def test_a_stale_dispute_is_walked_again() -> None:
    office = Office()
    await office.orders()
    raw = await office.claims()
    office.on(SomebodyInBetween(office.memory, 4))
    assert await office.walk.empty() == 1
    assert office.dispute.phase is Phase.EVIDENCE
    assert office.attempts(raw) == 1


async def test_a_dispute_that_never_comes_to_rest_counts_as_an_attempt() -> None:
    office = Office()
    await office.orders()
    raw = await office.claims()
    office.on(SomebodyInBetween(office.memory, 1000))
    assert await office.walk.empty() == 0
    assert office.attempts(raw) == 1
    assert office.state(raw) is RawState.WAITING


# --- a mail that breaks something


class Poisonous:
    """A reader that breaks on a word."""

    def __init__(self, reader: Any, at: str = "understand") -> None:
        self._reader, self._at = reader, at
        self.tried: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    async def read(self, raw: Any) -> Any:
        if self._at == "read":
            self._bite(raw.content.decode())
        return await self._reader.read(raw)

    async def understand(self, message: Any, context: Any) -> Any:
        self._bite(message.new_text)
        return await self._reader.understand(message, context)

    def _bite(self, text: str) -> None:
        if "poison" in text:
            self.tried.append(text)
            raise ValueError(f"could not cope with {text}")


@pytest.mark.parametrize("at", ["read", "understand"])
async def test_a_mail_that_breaks_something_is_set_aside_after_three_attempts_and_the_next_goes_on(at: str) -> None:
    office = Office()
    await office.on_file(*valued())
    bad = await office.answered(Side.SELLER, "poison and a secret\n")
    good = await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),))
    reader: Any = Poisonous(office.reader, at)
    office.reader = reader
    office.on(office.memory)
    assert await office.walk.empty() == 1 or office.attempts(bad) > 1
    assert office.state(good) is RawState.WALKED
    for _ in range(5):
        await office.walk.empty()
    assert len(reader.tried) == ATTEMPTS_MAX
    assert office.state(bad) is RawState.QUARANTINED
    (entry,) = await office.memory.quarantine()
    assert entry.raw_id == bad
    assert "ValueError" in entry.reason
    assert "secret" not in entry.reason


async def test_attempts_are_counted_before_the_mail_is_read() -> None:
    office = Office()
    await office.orders()
    raw = await office.claims()
    seen: list[int] = []
    plain = office.reader.read

    async def reading(mail: Any) -> Any:
        seen.append(office.attempts(raw))
        return await plain(mail)

    office.reader.read = reading  # type: ignore[method-assign]
    await office.walk.empty()
    assert seen == [1]


async def test_a_mail_that_killed_the_program_each_time_is_not_read_again() -> None:
    office = Office()
    await office.orders()
    raw = await office.claims()
    await office.memory.commit(MarkRaw(raw, RawState.WAITING, ATTEMPTS_MAX))
    await office.walk.empty()
    assert office.reader.asked == []
    assert office.state(raw) is RawState.QUARANTINED
    (entry,) = await office.memory.quarantine()
    assert "ended the program" in entry.reason


async def test_what_went_wrong_is_logged_by_place_and_never_by_the_words() -> None:
    office = Office()
    await office.on_file(*valued())
    await office.answered(Side.SELLER, "poison and a secret\n")
    office.reader = Poisonous(office.reader)  # type: ignore[assignment]
    office.on(office.memory)
    with capture_logs() as logs:
        await office.walk.empty()
    (told,) = [line for line in logs if line["event"] == "mail not walked"]
    assert told["trouble"] == "ValueError"
    assert "secret" not in str(logs)
    assert "test_walk.py" in told["at"]


# --- the world fails


class Away(Recorded):
    """A store that is away whenever a mail's place is looked up, as long as the test says so."""

    away = True

    async def look_up(self, *words: Any) -> Any:
        if self.away:
            raise TemporaryFailure("the database is away")
        return await self._store.look_up(*words)


async def test_a_failing_world_is_not_the_mails_fault_and_the_mail_waits() -> None:
    office = Office()
    await office.orders()
    raw = await office.claims()
    store = Away(office.memory)
    office.on(store)
    for _ in range(2 * ATTEMPTS_MAX):
        with pytest.raises(TemporaryFailure):
            await office.walk.empty()
        assert office.state(raw) is RawState.WAITING
    store.away = False
    assert await office.walk.empty() == 1
    assert await office.memory.quarantine() == ()
    assert office.dispute.phase is Phase.EVIDENCE


async def test_one_mail_that_was_tried_before_costs_no_other_its_attempts() -> None:
    office = Office()
    await office.on_file(*valued())
    raws = [await office.answered(Side.SELLER, f"word {number}\n") for number in range(3)]
    await office.memory.commit(MarkRaw(raws[1], RawState.WAITING, 2))
    seen = Recorded(office.memory)
    office.on(seen)
    await office.walk.empty()
    counted = [[write.raw_id for write in unit if write.state is RawState.WAITING] for unit in marks(seen)]
    assert [unit for unit in counted if unit] == [[raws[0]], [raws[1]], [raws[2]]]


def marks(seen: Recorded) -> list[list[MarkRaw]]:
    return [[write for write in unit if isinstance(write, MarkRaw)] for unit in seen.commits]


async def test_when_the_world_fails_nothing_is_left_running() -> None:
    office = Office()
    await office.on_file(*valued())
    for number in range(40):
        await office.answered(Side.SELLER, f"word {number}\n")
    before = len(asyncio.all_tasks())
    office.on(Faulty(office.memory, 5))
    with pytest.raises(TemporaryFailure):
        await office.walk.empty()
    assert len(asyncio.all_tasks()) == before


Scene = Callable[[Office], Any]


async def a_claim(office: Office) -> None:
    await office.orders()
    await office.claims()


async def an_offer(office: Office) -> None:
    await office.on_file(*valued())
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),))


async def a_newer_mail_while_a_draft_waits(office: Office) -> None:
    await office.drafted()
    await office.answered(Side.BUYER, "One more thing.\n", attachments=(attachment(),))


async def a_stranger(office: Office) -> None:
    await office.orders()
    await office.came("Where is my money?\n", sender=sender(address="who@else.example"))


async def a_forger(office: Office) -> None:
    await office.on_file(*valued())
    forged = sender(trust=Trust.FORGED, reason="dmarc=fail")
    await office.answered(Side.BUYER, "I accept.\n", sender=forged)


async def a_bounce(office: Office) -> None:
    draft = await office.drafted()
    await office.give(draft)
    await office.send(seconds=91)
    sent = next(row.envelope for row in office.memory.kept.outbox.values() if row.draft_id == draft.id)
    bounced = Bounced(BUYER, "5.1.1", hard=True, delayed=False, message_id=sent.message_id, reason="no such user")
    report = Automatic(AutomaticKind.BOUNCE, None, "a report")
    await office.came("failed\n", bounces=(bounced,), automatic=report, sender=DAEMON)


async def a_verdict(office: Office) -> None:
    draft = await office.drafted()
    (asked,) = office.queued(LetterKind.INTERNAL, "mia@")
    address = next(line for line in asked.envelope.content.decode().splitlines() if line.startswith("Reply-To:"))
    token = address.partition("+")[2].partition("@")[0]
    mia = sender(address="mia@mailbot.example", name="Mia")
    await office.came("APPROVE\n", sender=mia, clues=(Clue(ClueKind.TOKEN, token),), message_id="v1@mailbot.example")
    assert draft.state is DraftState.PENDING


SCENES: tuple[Scene, ...] = (
    a_claim,
    an_offer,
    a_newer_mail_while_a_draft_waits,
    a_stranger,
    a_forger,
    a_bounce,
    a_verdict,
)


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
async def test_failure_at_any_await_of_the_store_and_then_again_ends_as_without(scene: Scene) -> None:
    clean = Office()
    await scene(clean)
    counter = Faulty(clean.memory, 0)
    clean.on(counter)
    await clean.walk.empty()
    assert counter.calls >= 5
    for at in range(1, counter.calls + 1):
        office = Office()
        await scene(office)
        office.on(Faulty(office.memory, at))
        with pytest.raises(TemporaryFailure):
            await office.walk.empty()
        office.on(office.memory)
        await office.walk.empty()
        assert end_of(office) == end_of(clean), f"failed at call {at}"


class DiesAfter:
    """A store whose process dies right after a commit: all is kept, and nobody hears of it."""

    def __init__(self, store: Any, at: int) -> None:
        self._store, self.left = store, at

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    async def commit(self, *writes: Write) -> None:
        await self._store.commit(*writes)
        self.left -= 1
        if self.left == 0:
            raise TemporaryFailure("the connection went, the unit was kept")


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
@pytest.mark.parametrize("at", [1, 2])
async def test_a_commit_that_was_kept_and_not_answered_ends_as_without(scene: Scene, at: int) -> None:
    clean, office = Office(), Office()
    for each in (clean, office):
        await scene(each)
    await clean.walk.empty()
    office.on(DiesAfter(office.memory, at))
    with pytest.raises(TemporaryFailure):
        await office.walk.empty()
    office.on(office.memory)
    await office.walk.empty()
    assert end_of(office) == end_of(clean)


def end_of(office: Office) -> dict[str, Any]:
    """All that matters of what is kept; names differ from run to run, so they are left out."""
    kept = office.memory.kept
    return {
        "mails": [state for _, state, _ in kept.raw.values()],
        "messages": [(one.id, one.side, one.placement.place) for one in kept.messages.values()],
        "events": [[type(row.event).__name__ for row in log] for log in kept.events.values()],
        "phases": [one.phase for one in kept.disputes.values()],
        "drafts": sorted((one.letter, one.revision, one.state, one.text.count("\n")) for one in kept.drafts.values()),
        "outbox": sorted((row.kind, row.envelope.reader, row.state) for row in kept.outbox.values()),
        "tokens": sorted((one.person_id, one.revision, one.burned_at is None) for one in kept.tokens.values()),
        "reply tokens": len(kept.reply_tokens),
        "quarantine": [(one.raw_id, one.reason) for one in kept.quarantine.values()],
        "asked": sorted(kept.asked),
    }


# --- mails that are no party's word


async def test_a_stranger_is_asked_which_order_once_a_day() -> None:
    office = Office()
    await office.orders()
    stranger = sender(address="who@else.example", name="Who")
    for number in range(3):
        await office.came(f"Where is my money? {number}\n", sender=stranger)
    await office.walk.empty()
    (asked,) = office.queued(LetterKind.INTERNAL, "who@else.example")
    assert ORDER.encode() not in asked.envelope.content
    assert len(await office.memory.quarantine()) == 3
    office.clock.forward(hours=25)
    await office.came("Still me.\n", sender=stranger)
    await office.walk.empty()
    assert len(office.queued(LetterKind.INTERNAL, "who@else.example")) == 2


@pytest.mark.parametrize(("trust", "named"), [(Trust.PROVEN, True), (Trust.UNPROVEN, False)])
async def test_nobody_puts_words_into_our_mail_to_an_address_that_is_not_theirs(*, trust: Trust, named: bool) -> None:
    office = Office()
    await office.orders()
    name = "Cheap watches at shop.example"
    await office.came("Hello?\n", sender=sender(address="who@else.example", name=name, trust=trust))
    await office.walk.empty()
    (asked,) = office.queued(LetterKind.INTERNAL, "who@else.example")
    assert (name.encode() in asked.envelope.content) is named


async def test_who_is_asked_once_is_not_asked_again_under_another_spelling() -> None:
    office = Office()
    await office.orders()
    for address in ("who@else.example", "Who@else.example", "WHO@ELSE.EXAMPLE"):
        await office.came(f"I am {address}\n", sender=sender(address=address))
    await office.walk.empty()
    assert len(office.queued(LetterKind.INTERNAL)) == 1


async def test_nobody_is_asked_about_a_mail_that_lay_in_an_old_mailbox() -> None:
    office = Office()
    await office.orders()
    await office.came("Hello?\n", sender=sender(address="who@else.example"))
    office.clock.forward(days=4)
    await office.walk.empty()
    assert office.queued(LetterKind.INTERNAL) == []
    assert len(await office.memory.quarantine()) == 1


async def test_a_stranger_nobody_can_write_to_waits_in_quarantine_all_the_same() -> None:
    office = Office()
    await office.orders()
    raw = await office.came("Hello?\n", sender=sender(address="no address"))
    await office.walk.empty()
    assert office.state(raw) is RawState.QUARANTINED
    assert office.queued(LetterKind.INTERNAL) == []


async def test_a_stranger_is_asked_in_their_own_language_if_we_write_it() -> None:
    office = Office()
    await office.orders()
    await office.came("¿Dónde está mi dinero?\n", sender=sender(address="quien@else.example"), language="es")
    await office.came("Wo ist mein Geld?\n", sender=sender(address="wer@else.example"), language="de")
    await office.walk.empty()
    assert [language for letter, language, *_ in office.letters.rendered if letter is Letter.WHICH_ORDER] == [
        "es",
        "en",
    ]


async def test_a_forged_answer_is_set_aside_and_the_mediator_is_told() -> None:
    office = Office()
    await a_forger(office)
    before = office.dispute
    await office.walk.empty()
    assert office.dispute == before
    (entry,) = await office.memory.quarantine()
    assert entry.reason.startswith("forged")


async def test_an_answer_from_an_unknown_address_is_set_aside_with_a_proposal() -> None:
    office = Office()
    await office.on_file(*valued())
    await office.answered(Side.SELLER, "We accept.\n", sender=sender(address="cousin@seller.example"))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    assert (entry.suggested_dispute, entry.suggested_side) == (office.dispute.id, Side.SELLER)
    told, approval = office.told("mia@mailbot.example")
    assert f"mailbot quarantine place {entry.id}\r\n" in told
    assert "(seller)" in told
    assert (await office.pending(Side.SELLER)).letter is Letter.WHO_WROTE
    assert "cousin@seller.example" in approval


async def test_an_out_of_office_answer_is_no_answer() -> None:
    office = Office()
    await office.on_file(*valued())
    away = Automatic(AutomaticKind.OUT_OF_OFFICE, date(2026, 6, 2), "it says so")
    await office.answered(Side.SELLER, "I accept everything while away.\n", automatic=away, intents=(offers("9"),))
    await office.walk.empty()
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert any(isinstance(event, MachineAnswered) for event in events)
    assert not [event for event in events if isinstance(event, StatementMade) and event.side is Side.SELLER]
    assert office.dispute.offers == ()
    assert office.queued() == []


async def test_mail_of_a_list_is_a_partys_word() -> None:
    office = Office()
    await office.on_file(*valued())
    listed = Automatic(AutomaticKind.LIST, None, "List-Id")
    await office.answered(Side.SELLER, "We pay 150.\n", automatic=listed, intents=(offers("150"),))
    await office.walk.empty()
    assert [one.side for one in office.dispute.statements] == [Side.BUYER, Side.SELLER]


async def test_a_delivery_report_reaches_the_letter_it_names_and_is_never_answered() -> None:
    office = Office()
    await a_bounce(office)
    await office.walk.empty()
    assert [bounce.side for bounce in office.dispute.bounces] == [Side.BUYER]
    assert "bounce" in {task.kind for task in office.dispute.open_tasks}
    assert office.queued() == []
    (told,) = [words for words in office.told("mia@mailbot.example") if "came back" in words]
    assert "no such user" in told


async def test_a_report_on_several_recipients_of_one_letter_counts_once_and_for_the_worst() -> None:
    office = Office()
    await a_bounce(office)
    (content, (read, clues)) = next(
        (content, found) for content, found in office.reader.mails.items() if found[0].bounces
    )
    (failed,) = read.bounces
    others = (
        replace(failed, address="first@elsewhere.example", delayed=True, hard=False),
        replace(failed, address="second@elsewhere.example", hard=False, reason="mailbox full"),
    )
    office.reader.mails[content] = (replace(read, bounces=(*others, failed)), clues)
    await office.walk.empty()
    assert await office.memory.quarantine() == ()
    assert [(bounce.side, bounce.hard) for bounce in office.dispute.bounces] == [(Side.BUYER, True)]


async def test_what_a_partys_machine_says_of_a_closed_mailbox_is_not_the_partys_word() -> None:
    office = Office()
    await office.on_file(*valued())
    sounds = Bounced(BUYER, "", hard=True, delayed=False, message_id="", reason="was not delivered to Ana")
    kind = Automatic(AutomaticKind.BOUNCE, None, "it sounds like one", otherwise=AutomaticKind.AUTO_REPLY)
    raw = await office.answered(Side.BUYER, "Your mail was not delivered to Ana.\n", bounces=(sounds,), automatic=kind)
    await office.walk.empty()
    assert office.memory.kept.messages[f"m{raw}"].placement.place is Place.PLACED
    assert len(office.dispute.statements) == 1
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert any(isinstance(event, MachineAnswered) for event in events)


async def test_a_party_that_passes_a_mail_on_with_its_complaint_has_sent_no_delivery_report() -> None:
    office = Office()
    await office.orders()
    sounds = Bounced("", "", hard=True, delayed=False, message_id="", reason="could not be delivered to our dock")
    kind = Automatic(AutomaticKind.BOUNCE, None, "it sounds like one")
    passed_on = attachment(name="Your order.eml", type="message/rfc822")
    words: dict[str, Any] = {"bounces": (sounds,), "automatic": kind, "attachments": (passed_on,)}
    raw = await office.came("It could not be delivered to our dock.\n", clues=(Clue(ClueKind.ORDER, ORDER),), **words)
    await office.walk.empty()
    assert office.memory.kept.messages[f"m{raw}"].placement.place is Place.NEW_DISPUTE


async def test_a_delivery_report_about_nothing_of_ours_is_only_noted() -> None:
    office = Office()
    await office.orders()
    bounced = Bounced("x@else.example", "5.1.1", hard=True, delayed=False, message_id="not-ours@x.example", reason="")
    raw = await office.came("failed\n", bounces=(bounced,), sender=DAEMON)
    await office.walk.empty()
    assert office.state(raw) is RawState.WALKED
    assert office.memory.kept.messages[f"m{raw}"].placement.place is Place.NOTED


async def test_a_buyer_who_writes_of_pallets_that_came_back_has_sent_no_delivery_report() -> None:
    office = Office()
    await office.orders()
    sounds = Bounced("", "", hard=True, delayed=False, message_id="", reason="could not be delivered to our dock")
    told = "Two pallets could not be delivered to our dock.\n"
    kind = Automatic(AutomaticKind.BOUNCE, None, "it sounds like one")
    raw = await office.came(told, bounces=(sounds,), automatic=kind, clues=(Clue(ClueKind.ORDER, ORDER),))
    await office.walk.empty()
    assert office.memory.kept.messages[f"m{raw}"].placement.place is Place.NEW_DISPUTE


async def test_a_real_report_is_one_even_from_a_buyers_address() -> None:
    office = Office()
    await office.orders()
    bounced = Bounced("x@else.example", "5.1.1", hard=True, delayed=False, message_id="", reason="")
    part = attachment(name="unnamed.delivery-status", type="message/delivery-status")
    raw = await office.came("failed\n", bounces=(bounced,), attachments=(part,), clues=(Clue(ClueKind.ORDER, ORDER),))
    await office.walk.empty()
    assert office.memory.kept.messages[f"m{raw}"].placement.place is Place.NOTED


@pytest.mark.parametrize(("enough", "place"), [(True, Place.PLACED), (False, Place.SUGGESTED)])
async def test_where_unproven_is_enough_an_order_number_places(*, enough: bool, place: Place) -> None:
    office = Office(unproven_is_enough=enough)
    await office.drafted()
    unproven = sender(trust=Trust.UNPROVEN, reason="no word of our server")
    raw = await office.came(
        "more\n", sender=unproven, clues=(Clue(ClueKind.ORDER, ORDER),), message_id="m9@buyer.example"
    )
    await office.walk.empty()
    assert office.memory.kept.messages[f"m{raw}"].placement.place is place


async def test_a_letter_never_answers_a_mail_that_was_set_aside() -> None:
    office = Office()
    await office.drafted()
    (dispute,) = office.memory.kept.disputes.values()
    token = Clue(ClueKind.TOKEN, reply_token(office.desk.identity.keys, dispute.id, Side.BUYER))
    other = sender(address="desk@seller.example")
    raw = await office.came("what is this?\n", sender=other, clues=(token,), message_id="s1@seller.example")
    await office.walk.empty()
    assert office.state(raw) is RawState.QUARANTINED
    folder = await office.memory.folder(dispute.id)
    assert folder is not None
    assert "s1@seller.example" not in [name for _, _, name in folder.mails]


async def test_a_machine_that_belongs_nowhere_is_only_noted() -> None:
    office = Office()
    await office.orders()
    away = Automatic(AutomaticKind.OUT_OF_OFFICE, None, "it says so")
    raw = await office.came("I am away.\n", automatic=away, sender=sender(address="who@else.example"))
    await office.walk.empty()
    assert office.state(raw) is RawState.WALKED
    assert office.queued(LetterKind.INTERNAL) == []
    assert await office.memory.quarantine() == ()


async def test_a_token_nobody_made_is_a_strangers_mail() -> None:
    office = Office()
    await office.orders()
    raw = await office.came(
        "APPROVE\n", clues=(Clue(ClueKind.TOKEN, "a" * 26),), sender=sender(address="eve@else.example")
    )
    await office.walk.empty()
    assert office.state(raw) is RawState.QUARANTINED


# --- trust, evidence


@pytest.mark.parametrize(("enough", "offered"), [(True, 1), (False, 0)])
async def test_an_unproven_offer_binds_only_where_the_settings_say_so(*, enough: bool, offered: int) -> None:
    office = Office(unproven_is_enough=enough)
    await office.on_file(*valued())
    unproven = sender(address="desk@seller.example", trust=Trust.UNPROVEN, reason="no DMARC")
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),), sender=unproven)
    await office.walk.empty()
    assert len(office.dispute.offers) == offered
    assert len(office.dispute.suggestions) == 1 - offered


async def test_files_are_kept_as_evidence_once() -> None:
    office = Office()
    await office.drafted()
    for number in (1, 2):
        await office.answered(Side.BUYER, f"The photo, time {number}.\n", attachments=(attachment(),))
    await office.walk.empty()
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert [event.file_name for event in events if isinstance(event, EvidenceReceived)] == ["pallet.jpg"]


async def test_a_newer_mail_of_the_reader_brings_the_waiting_draft_up_afresh() -> None:
    office = Office()
    first = await office.drafted()
    await office.answered(Side.BUYER, "And one more thing.\n")
    await office.walk.empty()
    again = await office.pending()
    assert (again.id, again.revision, again.caucus_at) == (first.id, 2, 2)
    old = await office.memory.draft(first.id, 1)
    assert old is not None
    assert (old.state, old.reason) == (DraftState.SUPERSEDED, "a newer mail of the buyer came")
    assert "And one more thing." in office.told("mia@mailbot.example")[-1]


async def test_a_mail_of_the_other_side_leaves_the_waiting_draft_alone() -> None:
    office = Office()
    first = await office.drafted()
    await office.answered(Side.SELLER, "What is this about?\n")
    await office.walk.empty()
    assert await office.pending() == first


async def test_a_mail_that_says_nothing_understood_is_asked_back() -> None:
    office = Office()
    await office.on_file(*valued())
    unclear = Intent(IntentKind.UNCLEAR, "hm", Certainty.UNSURE)
    await office.answered(Side.SELLER, "hm\n", intents=(unclear,))
    await office.walk.empty()
    draft = await office.pending(Side.SELLER)
    assert draft.letter is Letter.PLEASE_CLARIFY
    assert "quote: hm" in draft.text


async def test_an_order_of_a_client_without_a_policy_is_set_aside_after_three_attempts() -> None:
    office = Office()
    await office.orders(order(client_id="nobody"))
    raw = await office.claims()
    for _ in range(ATTEMPTS_MAX):
        await office.walk.empty()
    assert office.state(raw) is RawState.QUARANTINED


async def test_our_address_answers_for_both_sides() -> None:
    office = Office()
    assert office.desk.identity.addresses == (DESK,)
    await office.memory.commit(NoteSender("a@b.example", office.clock.now()))
    assert await office.walk.empty() == 0
