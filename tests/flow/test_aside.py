"""A mail that was set aside: placed, answered or discarded by a person, each once and on record."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from mailbot.errors import NotFound, RefusedMove, StaleDispute
from mailbot.flow.aside import Answer, answer, discard, entry_named, open_by_hand, place_by_hand
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.envelope import LetterKind
from mailbot.mediation.events import Event, MachineAnswered, MailSorted, Sorting
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Place
from mailbot.ports import QuarantineEntry, SaveOrders
from tests.flow.office import LEE, MIA, Office, offers, valued
from tests.make import BUYER, ORDER, SELLER, order, sender


async def set_aside(
    office: Office, text: str = "We pay 150.\n", events: Sequence[Event] = (), **changes: Any
) -> QuarantineEntry:
    """A mail of the seller's cousin waits in quarantine."""
    await office.on_file(*(events or valued()))
    words: dict[str, Any] = {
        "sender": sender(address="cousin@seller.example"),
        "intents": (offers("150"),),
        **changes,
    }
    await office.answered(Side.SELLER, text, **words)
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    return entry


async def test_a_mail_placed_by_hand_is_read_and_followed_and_binds_nobody_unknown() -> None:
    office = Office()
    entry = await set_aside(office)
    told = await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    assert told == f"{entry.id} is placed: {office.dispute.id}, seller."
    record = office.memory.kept.messages[f"m{entry.raw_id}"]
    assert (record.side, record.placement.place) == (Side.SELLER, Place.PLACED)
    assert record.placement.why.startswith("placed by mia; it was set aside: unknown sender")
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
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    assert [offer.by for offer in office.dispute.offers] == [Side.SELLER]


async def test_unproven_is_enough_for_a_mail_placed_by_hand_where_the_settings_say_so() -> None:
    office = Office(unproven_is_enough=True)
    unproven = sender(address=SELLER, trust=Trust.UNPROVEN)
    entry = await set_aside(office, sender=unproven, quarantine="looked odd")
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    assert [offer.by for offer in office.dispute.offers] == [Side.SELLER]


async def test_a_machines_mail_placed_by_hand_is_still_a_machines() -> None:
    office = Office()
    entry = await set_aside(office)
    away = Automatic(AutomaticKind.OUT_OF_OFFICE, None, "it says so")
    office.reader.mails = {
        content: (replace(read, automatic=away), clues) for content, (read, clues) in office.reader.mails.items()
    }
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert any(isinstance(event, MachineAnswered) for event in events)
    assert office.dispute.suggestions == ()


async def test_a_mail_is_placed_once() -> None:
    office = Office()
    entry = await set_aside(office)
    where = (office.dispute.id, Side.SELLER)
    await place_by_hand(office.desk, office.reader, entry.id, "mia", where)
    with pytest.raises(NotFound, match="no open quarantine entry"):
        await place_by_hand(office.desk, office.reader, entry.id, "mia", where)
    with pytest.raises(NotFound):
        await place_by_hand(office.desk, office.reader, "q999", "mia", where)


async def test_two_who_place_at_once_place_once() -> None:
    office = Office()
    entry = await set_aside(office)
    plain = office.reader.understand

    async def and_lee_meanwhile(message_: Any, context: Any) -> Any:
        office.reader.understand = plain  # type: ignore[method-assign]
        await discard(office.desk, entry.id, "lee")
        return await plain(message_, context)

    office.reader.understand = and_lee_meanwhile  # type: ignore[method-assign]
    with pytest.raises(StaleDispute):
        await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    assert office.dispute.suggestions == ()  # lee had discarded it


@pytest.mark.parametrize("by", ["eve", ""])
async def test_nobody_unknown_places_or_discards(by: str) -> None:
    office = Office()
    entry = await set_aside(office)
    before = office.dispute
    with pytest.raises(RefusedMove):
        await place_by_hand(office.desk, office.reader, entry.id, by, (office.dispute.id, Side.SELLER))
    with pytest.raises(RefusedMove):
        await discard(office.desk, entry.id, by)
    assert office.dispute == before
    assert await entry_named(office.desk, entry.id) == entry


async def test_who_may_not_see_the_client_places_nothing_there() -> None:
    office = Office()
    entry = await set_aside(office)
    office.desk = replace(office.desk, people=(replace(MIA, clients=("other",)), LEE))
    with pytest.raises(RefusedMove):
        await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))


async def test_who_may_not_see_where_a_mail_seems_to_belong_takes_it_nowhere_else() -> None:
    office = Office()
    entry = await set_aside(office)
    other = order(client_id="other", number="PS-2002")
    await office.memory.commit(SaveOrders((other,)))
    office.desk = replace(office.desk, people=(replace(MIA, clients=("other",)), LEE))
    with pytest.raises(RefusedMove, match="does not work for client"):
        await open_by_hand(office.desk, office.reader, entry.id, "mia", "PS-2002")
    assert len(office.memory.kept.disputes) == 1


async def test_a_mail_nobody_could_read_can_be_placed_as_what_can_be_read_now() -> None:
    office = Office()
    await office.on_file(*valued())
    raw = await office.came("words\n", sender=sender(address="who@else.example"))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.BUYER))
    assert [one.message_id for one in office.dispute.statements][-1] == f"m{raw}"


async def test_a_discarded_mail_is_kept_and_nothing_follows() -> None:
    office = Office()
    entry = await set_aside(office)
    before = office.dispute
    assert await discard(office.desk, entry.id, "mia") == f"{entry.id} is closed; the mail is kept."
    assert replace(office.dispute, version=before.version, changed_at=before.changed_at) == before
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
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    assert "question" in {task.kind for task in office.dispute.open_tasks}


async def test_each_move_is_on_record_in_the_dispute_it_seems_to_belong_to() -> None:
    for sorting in Sorting:
        office = Office()
        entry = await set_aside(office)
        await {
            Sorting.PLACED: lambda office=office, entry=entry: place_by_hand(
                office.desk, office.reader, entry.id, "mia"
            ),
            Sorting.ANSWERED: lambda office=office, entry=entry: answer(
                office.desk, office.reader, entry.id, "mia", Answer()
            ),
            Sorting.DISCARDED: lambda office=office, entry=entry: discard(office.desk, entry.id, "mia"),
        }[sorting]()
        (event,) = [
            row.event for row in await office.memory.events(office.dispute.id) if isinstance(row.event, MailSorted)
        ]
        assert (event.entry, event.sorting, event.by, event.sender) == (entry.id, sorting, "mia", entry.sender)
        assert event.reason == entry.reason
        (kept,) = await office.memory.quarantine(open_only=False)
        assert kept.resolution == sorting


async def test_a_mail_is_placed_where_it_is_suggested_if_nowhere_else() -> None:
    office = Office()
    entry = await set_aside(office)
    assert await place_by_hand(office.desk, office.reader, entry.id, "mia") == (
        f"{entry.id} is placed: {office.dispute.id}, seller."
    )


@pytest.mark.parametrize("spelled", [BUYER, BUYER.upper()])
async def test_a_mail_of_one_side_is_never_placed_as_the_others(spelled: str) -> None:
    office = Office()
    entry = await set_aside(office, sender=sender(address=spelled))  # with the seller's reply address
    assert entry.suggested_side is Side.SELLER
    before = office.dispute
    with pytest.raises(RefusedMove, match=f"on file for the buyer.*quarantine place {entry.id} {before.id} buyer"):
        await place_by_hand(office.desk, office.reader, entry.id, "mia")
    assert office.dispute == before
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (before.id, Side.BUYER))
    assert office.dispute.statements[-1].side is Side.BUYER


async def test_a_partys_address_speaks_however_it_is_spelled() -> None:
    office = Office()
    entry = await set_aside(office, sender=sender(address=SELLER.upper()), quarantine="looked odd")
    await place_by_hand(office.desk, office.reader, entry.id, "mia", (office.dispute.id, Side.SELLER))
    assert [offer.by for offer in office.dispute.offers] == [Side.SELLER]


async def test_the_sellers_mail_opens_no_dispute_in_the_buyers_name() -> None:
    office = Office()
    await office.orders()
    await office.came("3 units are missing\n", sender=sender(address=SELLER))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    with pytest.raises(RefusedMove, match="the seller's"):
        await open_by_hand(office.desk, office.reader, entry.id, "mia", ORDER)
    assert office.memory.kept.disputes == {}


async def test_a_forged_mail_opens_no_dispute() -> None:
    office = Office()
    await office.orders()
    await office.came("3 units are missing\n", sender=sender(address=BUYER, trust=Trust.FORGED))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    with pytest.raises(RefusedMove, match="forged"):
        await open_by_hand(office.desk, office.reader, entry.id, "mia", ORDER)
    assert office.memory.kept.disputes == {}


async def test_where_nothing_is_suggested_the_place_must_be_named() -> None:
    office = Office()
    await office.on_file(*valued())
    await office.came("words\n", sender=sender(address="who@else.example"))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    with pytest.raises(RefusedMove, match="name the dispute and the side"):
        await place_by_hand(office.desk, office.reader, entry.id, "mia")


async def test_a_mail_from_an_unknown_address_opens_a_dispute_whose_letters_go_to_the_buyer_on_file() -> None:
    office = Office()
    await office.orders()
    raw = await office.came("3 units are missing\n", sender=sender(address="private@else.example"))
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    told = await open_by_hand(office.desk, office.reader, entry.id, "mia", ORDER)
    assert told.startswith(f"{entry.id} opened D-")
    (dispute,) = office.memory.kept.disputes.values()
    assert [one.message_id for one in dispute.statements] == [f"m{raw}"]
    assert {draft.reader for draft in await office.memory.drafts()} <= {Side.BUYER}
    assert "private@else.example" not in {
        row.envelope.reader for row in await office.memory.outbox() if row.kind is LetterKind.PARTY
    }
    with pytest.raises(NotFound):
        await open_by_hand(office.desk, office.reader, entry.id, "mia", ORDER)


async def test_an_order_that_has_a_dispute_gets_no_second_one() -> None:
    office = Office()
    entry = await set_aside(office)
    with pytest.raises(RefusedMove, match=f"quarantine place {entry.id} {office.dispute.id} buyer"):
        await open_by_hand(office.desk, office.reader, entry.id, "mia", ORDER)
    with pytest.raises(NotFound, match="no order is on file as X-1"):
        await open_by_hand(office.desk, office.reader, entry.id, "mia", "X-1")
