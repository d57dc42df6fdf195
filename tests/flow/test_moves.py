"""A person's own moves: in a dispute, and with what was set aside."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.errors import NotFound, RefusedMove, StaleDispute
from mailbot.flow.moves import discard, entry_named, move_dispute, place_by_hand
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mediation.decision import MediatorMoved, MoveKind
from mailbot.mediation.events import MachineAnswered
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.placement import Place
from mailbot.ports import QuarantineEntry
from tests.flow.office import LEE, MIA, Office, offers, valued
from tests.make import SELLER, sender


async def set_aside(office: Office, text: str = "We pay 150.\n", **changes: Any) -> QuarantineEntry:
    """A mail of the seller's cousin waits in quarantine."""
    await office.on_file(*valued())
    words: dict[str, Any] = {
        "sender": sender(address="cousin@seller.example"),
        "intents": (offers("150"),),
        **changes,
    }
    await office.answered(Side.SELLER, text, **words)
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    return entry


async def suggested(office: Office) -> None:
    """The seller seems to offer something, but nothing proves that it was the seller."""
    await office.on_file(*valued())
    unproven = sender(address=SELLER, trust=Trust.UNPROVEN, reason="no DMARC")
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),), sender=unproven)
    await office.walk.empty()
    assert office.dispute.offers == ()
    assert len(office.dispute.suggestions) == 1


async def move(office: Office, kind: MoveKind, by: str = "mia", **changes: Any) -> str:
    return await move_dispute(office.desk, office.dispute.id, replace(MediatorMoved(by, kind), **changes))


# --- moves


async def test_a_confirmed_suggestion_counts_as_said() -> None:
    office = Office()
    await suggested(office)
    told = await move(office, MoveKind.CONFIRM, number=1)
    assert told == f"Done: confirm in {office.dispute.id}. Drafted: offer_to_buyer to the buyer."
    assert [str(offer.amount.amount) for offer in office.dispute.offers] == ["150.00"]
    assert office.dispute.suggestions == ()
    assert (await office.pending()).letter is Letter.OFFER_TO_BUYER


async def test_a_dismissed_suggestion_counts_for_nothing() -> None:
    office = Office()
    await suggested(office)
    assert await move(office, MoveKind.DISMISS, number=1) == f"Done: dismiss in {office.dispute.id}."
    assert office.dispute.offers == ()
    assert office.dispute.suggestions == ()


async def test_confirming_twice_counts_once() -> None:
    office = Office()
    await suggested(office)
    await move(office, MoveKind.CONFIRM, number=1)
    with pytest.raises(RefusedMove):
        await move(office, MoveKind.CONFIRM, number=1)
    assert len(office.dispute.offers) == 1


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("eve", "'eve' does not work for client"),
        ("tim", "mia is in charge of"),
        ("acc", "mia is in charge of"),
    ],
)
async def test_only_who_is_in_charge_or_a_lead_moves(by: str, why: str) -> None:
    office = Office()
    await suggested(office)
    before = office.dispute
    with pytest.raises(RefusedMove, match=why):
        await move(office, MoveKind.CONFIRM, by, number=1)
    assert office.dispute == before
    await move(office, MoveKind.CONFIRM, "lee", number=1)


async def test_who_left_moves_nothing() -> None:
    office = Office()
    await suggested(office)
    office.desk = replace(office.desk, people=(replace(MIA, active=False), LEE))
    with pytest.raises(RefusedMove):
        await move(office, MoveKind.CONFIRM, number=1)


async def test_a_move_that_is_not_open_says_why() -> None:
    office = Office()
    await suggested(office)
    with pytest.raises(RefusedMove, match=r"no suggestion 7|suggestion 7"):
        await move(office, MoveKind.CONFIRM, number=7)
    with pytest.raises(RefusedMove, match="no deadline"):
        await move(office, MoveKind.EXTEND, side=Side.BUYER, number=2)
    with pytest.raises(NotFound):
        await move_dispute(office.desk, "D-NOPE", MediatorMoved("mia", MoveKind.HOLD))


async def test_hold_stops_what_waits_and_resume_goes_on() -> None:
    office = Office()
    await office.drafted()
    await move(office, MoveKind.HOLD, reason="a call came in")
    assert office.dispute.phase is Phase.HOLD
    waiting = {draft.letter for draft in await office.memory.drafts() if draft.state == "pending"}
    assert Letter.EVIDENCE_REQUEST not in waiting
    await move(office, MoveKind.RESUME)
    assert office.dispute.phase is not Phase.HOLD


async def test_an_extension_is_a_letter_first() -> None:
    office = Office()
    await office.on_file(*valued())
    before = office.dispute.deadline(Side.SELLER)
    told = await move(office, MoveKind.EXTEND, side=Side.SELLER, number=2)
    assert "Drafted: extension to the seller." in told
    assert office.dispute.deadline(Side.SELLER) == before


# --- quarantine


async def test_a_mail_placed_by_hand_is_read_and_followed_and_binds_nobody_unknown() -> None:
    office = Office()
    entry = await set_aside(office)
    told = await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")
    assert told == f"{entry.id} is placed: {office.dispute.id}, seller."
    record = office.memory.kept.messages[f"m{entry.raw_id}"]
    assert (record.side, record.placement.place, record.placement.why) == (Side.SELLER, Place.PLACED, "placed by mia")
    assert [one.words.strip() for one in office.dispute.statements[1:]] == ["We pay 150."]
    assert office.dispute.offers == ()  # who placed it does not vouch for who wrote it
    assert len(office.dispute.suggestions) == 1
    assert await office.memory.quarantine() == ()
    (kept,) = await office.memory.quarantine(open_only=False)
    assert (kept.resolved_by, kept.resolution) == ("mia", "placed")


async def test_a_partys_own_proven_mail_placed_by_hand_binds() -> None:
    office = Office()
    entry = await set_aside(office, sender=sender(address=SELLER), quarantine="looked odd")
    office.reader.mails = {
        content: (replace(read, quarantine=""), clues) for content, (read, clues) in office.reader.mails.items()
    }
    await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")
    assert [offer.by for offer in office.dispute.offers] == [Side.SELLER]


async def test_unproven_is_enough_for_a_mail_placed_by_hand_where_the_settings_say_so() -> None:
    office = Office(unproven_is_enough=True)
    unproven = sender(address=SELLER, trust=Trust.UNPROVEN)
    entry = await set_aside(office, sender=unproven, quarantine="looked odd")
    await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")
    assert [offer.by for offer in office.dispute.offers] == [Side.SELLER]


async def test_a_machines_mail_placed_by_hand_is_still_a_machines() -> None:
    office = Office()
    entry = await set_aside(office)
    away = Automatic(AutomaticKind.OUT_OF_OFFICE, None, "it says so")
    office.reader.mails = {
        content: (replace(read, automatic=away), clues) for content, (read, clues) in office.reader.mails.items()
    }
    await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert any(isinstance(event, MachineAnswered) for event in events)
    assert office.dispute.suggestions == ()


async def test_a_mail_is_placed_once() -> None:
    office = Office()
    entry = await set_aside(office)
    where = (office.dispute.id, Side.SELLER)
    await place_by_hand(office.desk, office.reader, entry.id, where, "mia")
    with pytest.raises(NotFound, match="no open quarantine entry"):
        await place_by_hand(office.desk, office.reader, entry.id, where, "mia")
    with pytest.raises(NotFound):
        await place_by_hand(office.desk, office.reader, "q999", where, "mia")


async def test_two_who_place_at_once_place_once() -> None:
    office = Office()
    entry = await set_aside(office)
    plain = office.reader.understand

    async def and_lee_meanwhile(message_: Any, context: Any) -> Any:
        office.reader.understand = plain  # type: ignore[method-assign]
        await discard(office.desk, entry.id, "lee")
        return await plain(message_, context)

    office.reader.understand = and_lee_meanwhile  # type: ignore[method-assign]
    before = office.dispute
    with pytest.raises(StaleDispute):
        await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")
    assert office.dispute == before


@pytest.mark.parametrize("by", ["eve", ""])
async def test_nobody_unknown_places_or_discards(by: str) -> None:
    office = Office()
    entry = await set_aside(office)
    before = office.dispute
    with pytest.raises(RefusedMove):
        await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), by)
    with pytest.raises(RefusedMove):
        await discard(office.desk, entry.id, by)
    assert office.dispute == before
    assert await entry_named(office.desk, entry.id) == entry


async def test_who_may_not_see_the_client_places_nothing_there() -> None:
    office = Office()
    entry = await set_aside(office)
    office.desk = replace(office.desk, people=(replace(MIA, clients=("other",)), LEE))
    with pytest.raises(RefusedMove):
        await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")


async def test_a_mail_nobody_could_read_can_be_placed_as_what_can_be_read_now() -> None:
    office = Office()
    await office.on_file(*valued())
    raw = await office.came("words\n", sender=sender(address="who@else.example"))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.BUYER), "mia")
    assert [one.message_id for one in office.dispute.statements][-1] == f"m{raw}"


async def test_a_discarded_mail_is_kept_and_nothing_follows() -> None:
    office = Office()
    entry = await set_aside(office)
    before = office.dispute
    assert await discard(office.desk, entry.id, "mia") == f"{entry.id} is closed; the mail is kept."
    assert office.dispute == before
    assert await office.memory.quarantine() == ()
    assert (await office.memory.raw_mail(entry.raw_id)).content
    with pytest.raises(NotFound):
        await discard(office.desk, entry.id, "mia")


async def test_once_dealt_with_the_clock_runs_on() -> None:
    office = Office()
    entry = await set_aside(office)
    office.clock.forward(days=3, hours=2)
    await office.chaser.sweep()
    assert not [draft for draft in await office.memory.drafts() if draft.letter is Letter.REMINDER]
    await discard(office.desk, entry.id, "mia")
    await office.chaser.sweep()
    assert [draft.reader for draft in await office.memory.drafts() if draft.letter is Letter.REMINDER] == [Side.SELLER]


async def test_a_question_in_a_placed_mail_is_a_task() -> None:
    office = Office()
    asks = Intent(IntentKind.ASKS, "who pays the freight?", Certainty.PLAIN)
    entry = await set_aside(office, "Who pays the freight?\n", intents=(asks,))
    await place_by_hand(office.desk, office.reader, entry.id, (office.dispute.id, Side.SELLER), "mia")
    assert "question" in {task.kind for task in office.dispute.open_tasks}
