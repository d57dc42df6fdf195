from dataclasses import replace

import pytest

from mailbot.errors import StaleDispute
from mailbot.mediation.events import LetterOrdered
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import OfferState
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.ports import AppendEvents, Store
from tests import make
from tests.adapters.contract.keeping import another, grown, keep_dispute


async def test_a_dispute_comes_back_as_its_events_left_it(store: Store) -> None:
    dispute = make.dispute(
        claim=make.claim(),
        valuation=make.valuation(),
        offers=(make.offer(), make.offer(number=2, state=OfferState.REPLACED)),
        deadlines=(make.deadline(),),
        confirmed=frozenset({Side.BUYER}),
        heat={Side.BUYER: 2, Side.SELLER: 0},
        marks=("chargeback announced",),
    )
    await store.commit(AppendEvents(dispute, 0, (make.opened(),)))
    assert await store.dispute(dispute.id) == dispute
    assert await store.dispute("D-NONE") is None


async def test_the_log_counts_from_one_without_a_gap(store: Store) -> None:
    dispute = await keep_dispute(store)
    second = grown(dispute, make.statement(), make.entered())
    await store.commit(second)
    await store.commit(grown(second.dispute, make.entered(Phase.EVIDENCE)))
    log = await store.events(dispute.id)
    assert [row.sequence for row in log] == [1, 2, 3, 4]
    assert [row.event for row in log] == [make.opened(), make.statement(), make.entered(), make.entered(Phase.EVIDENCE)]
    assert len({row.hash for row in log}) == 4
    assert await store.events("D-NONE") == ()


async def test_a_stale_dispute_is_not_saved(store: Store) -> None:
    dispute = await keep_dispute(store)
    await store.commit(grown(dispute, make.statement()))
    with pytest.raises(StaleDispute):
        await store.commit(grown(dispute, make.entered()))
    with pytest.raises(StaleDispute):
        await store.commit(AppendEvents(dispute, 0, (make.opened(),)))
    with pytest.raises(StaleDispute):
        await store.commit(grown(make.dispute(id="D-NONE", version=3), make.entered()))
    assert len(await store.events(dispute.id)) == 2


async def test_an_order_has_one_open_dispute_at_a_time(store: Store) -> None:
    dispute = await keep_dispute(store)
    with pytest.raises(StaleDispute):
        await another(store, "D-TWO", make.ORDER)
    closed = grown(dispute, make.entered(Phase.CLOSED), phase=Phase.CLOSED, outcome=Outcome.SETTLED)
    assert await store.open_dispute_of(make.CLIENT, make.ORDER) == dispute.id
    await store.commit(closed)
    assert await store.open_dispute_of(make.CLIENT, make.ORDER) is None
    await another(store, "D-TWO", make.ORDER)
    assert await store.open_dispute_of(make.CLIENT, make.ORDER) == "D-TWO"
    assert await store.open_dispute_of("other", make.ORDER) is None


async def test_lists_show_where_disputes_stand(store: Store) -> None:
    dispute = await keep_dispute(store, deadlines=(make.deadline(),))
    await another(store, "D-TWO", "RD-1", client_id="returns-depot", opened_at=make.later(hours=-1))
    first, second = await store.disputes()
    assert (first.id, second.id) == ("D-TWO", dispute.id)
    assert (second.phase, second.outcome, second.mediator, second.version) == (Phase.INTAKE, None, "mia", 1)
    assert second.waiting_on == ("buyer",)
    assert second.next_due_at == make.deadline().next_at
    assert (second.opened_at, second.changed_at) == (make.NOW, make.NOW)
    assert await store.disputes("returns-depot") == (first,)
    assert await store.disputes("nobody") == ()


async def test_what_is_due_comes_in_the_order_it_fell_due(store: Store) -> None:
    for number, days in enumerate((3, 1, 2)):
        due = make.deadline(reminders_at=(), due_at=make.later(days=days), grace_until=make.later(days=days, hours=12))
        await another(store, f"D-{number}", f"PS-{number}", deadlines=(due,))
    await another(store, "D-STILL", "PS-9", deadlines=(replace(make.deadline(), stopped_at=make.NOW),))
    assert await store.disputes_due(make.later(days=2), 10) == ("D-1", "D-2")
    assert await store.disputes_due(make.later(days=9), 2) == ("D-1", "D-2")
    assert await store.disputes_due(make.NOW, 10) == ()


async def test_a_met_deadline_is_due_no_more(store: Store) -> None:
    dispute = await keep_dispute(store, deadlines=(make.deadline(),))
    await store.commit(grown(dispute, make.statement(), deadlines=()))
    assert await store.disputes_due(make.later(days=99), 10) == ()


async def test_a_long_file_comes_back_whole(store: Store) -> None:
    dispute = await keep_dispute(store)
    ordered = LetterOrdered(make.NOW, Letter.REMINDER, Side.BUYER, ("they were silent", "§ 3, 1/2 ½ \x00"))
    events = [replace(make.statement(), words="ü" * 20_000)] * 30 + [ordered]
    write = grown(dispute, *events)
    await store.commit(write)
    assert [row.event for row in await store.events(dispute.id)] == [make.opened(), *events]
