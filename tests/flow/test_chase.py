"""What the clock brings: only what is due, once, and nothing that an answer in the mailbox makes pointless."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from mailbot.errors import NotFound, SettingsError, StaleDispute, TemporaryFailure
from mailbot.flow.chase import Chaser
from mailbot.mail.envelope import LetterKind
from mailbot.mediation.approval import DraftState
from mailbot.mediation.events import DeadlineMoved, ReminderOrdered
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.ports import AddToQuarantine, AppendEvents, Write
from tests.fakes import Faulty
from tests.flow.office import SELLER, Office, offers, valued
from tests.flow.test_walk import Recorded, end_of
from tests.make import later, quarantined, raw_mail, sender


async def asked(office: Office) -> None:
    """The evidence request has left; the buyer owes an answer."""
    draft = await office.drafted()
    await office.give(draft)
    await office.send(seconds=91)


async def ordered(office: Office) -> list[str]:
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    return [type(event).__name__ for event in events if isinstance(event, ReminderOrdered)]


async def letters(office: Office) -> list[Letter]:
    return [draft.letter for draft in await office.memory.drafts(DraftState.PENDING)]


async def test_nothing_due_touches_nothing() -> None:
    office = Office()
    await asked(office)
    seen = Recorded(office.memory)
    office.on(seen)
    assert await office.chaser.sweep() == 0
    assert seen.commits == []


async def test_a_reminder_is_drafted_when_it_is_due_and_once() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)
    assert await office.chaser.sweep() == 1
    assert await letters(office) == [Letter.REMINDER]
    assert await office.chaser.sweep() == 0
    assert await letters(office) == [Letter.REMINDER]
    (reminder,) = await office.memory.drafts(DraftState.PENDING)
    (running,) = office.dispute.deadlines
    assert reminder.deadline is not None
    assert reminder.deadline.due_at == running.due_at
    assert len(office.queued(LetterKind.INTERNAL, "mia@")) == 1


async def test_after_an_outage_there_is_one_reminder_not_a_pile() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=6, hours=23)  # both reminders are overdue
    await office.chaser.sweep()
    await office.chaser.sweep()
    assert await letters(office) == [Letter.REMINDER]


async def test_the_mailbox_is_looked_at_before_anybody_is_reminded() -> None:
    office = Office()
    await office.on_file(*valued())
    content = b"mail 77: We pay 150."
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),), content=content)
    office.memory.kept.cursors.clear()
    office.memory.kept.raw.clear()  # it lies in the mailbox still, and is not in the store
    office.mailbox.receive(content, later(days=3, hours=1))
    office.clock.forward(days=3, hours=2)
    assert office.memory.kept.raw == {}
    await office.chaser.sweep()
    assert office.dispute.phase is Phase.SHUTTLE
    assert Letter.REMINDER not in await letters(office)


async def test_a_mailbox_that_is_away_puts_the_sweep_off() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)
    office.mailbox.fails.append(TemporaryFailure("no route"))
    with pytest.raises(TemporaryFailure):
        await office.chaser.sweep()
    assert await letters(office) == []
    await office.chaser.sweep()
    assert await letters(office) == [Letter.REMINDER]


async def test_without_a_mailbox_the_clock_still_runs() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)
    chaser = Chaser(office.desk, office.walk, office.approval, None)
    assert await chaser.sweep() == 1


async def test_nothing_follows_for_a_party_whose_mail_waits_in_quarantine() -> None:
    office = Office()
    await office.on_file(*valued())
    office.memory.kept.raw[99] = (raw_mail(id=99), None, 0)  # type: ignore[assignment]
    entry = quarantined(raw_id=99, suggested_dispute=office.dispute.id, suggested_side=Side.SELLER)
    await office.memory.commit(AddToQuarantine(entry))
    office.clock.forward(days=30)
    await office.chaser.sweep()
    assert office.dispute.phase is Phase.SELLER_ACCOUNT
    assert Letter.FINAL_NOTICE not in await letters(office)


async def test_an_open_draft_is_dated_afresh_before_anything_else() -> None:
    office = Office()
    draft = await office.drafted()
    office.clock.forward(days=3)
    await office.chaser.sweep()
    again = await office.memory.draft(draft.id)
    assert again is not None
    assert again.revision == 2


async def test_a_draft_nobody_approves_becomes_a_task() -> None:
    office = Office()
    await office.drafted()
    office.clock.forward(days=5)
    await office.chaser.sweep()
    assert "overdue_drafts" in {task.kind for task in office.dispute.open_tasks}
    office.clock.forward(days=10)
    await office.chaser.sweep()
    assert any("not done since" in words for words in office.told("lee@mailbot.example"))


async def test_the_whole_silence_of_a_buyer_ends_in_the_policys_consequence() -> None:
    office = Office()
    await asked(office)
    for _ in range(14):
        office.clock.forward(days=1)
        await office.chaser.sweep()
        for draft in await office.memory.drafts(DraftState.PENDING):
            await office.give(draft)
        await office.send(seconds=91)
    assert office.dispute.phase is Phase.CLOSED
    names = [letter.letter for letter in office.dispute.letters]
    assert names == [
        Letter.CLAIM_RECEIVED,
        Letter.EVIDENCE_REQUEST,
        Letter.REMINDER,
        Letter.REMINDER,
        Letter.FINAL_NOTICE,
        Letter.CLOSED_NO_ANSWER,
    ]
    events = [row.event for row in await office.memory.events(office.dispute.id)]
    assert not [event for event in events if isinstance(event, DeadlineMoved)]


class QuickerHand(Recorded):
    """Somebody changes every dispute between the look and the commit."""

    async def commit(self, *writes: Write) -> None:
        if any(isinstance(write, AppendEvents) for write in writes):
            raise StaleDispute("moved on")
        await super().commit(*writes)


async def test_a_dispute_that_moved_meanwhile_is_left_to_the_next_sweep() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)
    office.on(QuickerHand(office.memory))
    assert await office.chaser.sweep() == 0
    assert await letters(office) == []
    office.on(office.memory)
    assert await office.chaser.sweep() == 1


async def test_a_dispute_whose_order_is_gone_does_not_stop_the_others() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)
    office.memory.kept.orders.clear()
    with pytest.raises(NotFound):
        await office.desk.file(office.dispute.id)
    assert await office.chaser.sweep() == 0


async def test_a_dispute_whose_policy_is_gone_does_not_stop_the_others() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)

    def gone(version: str) -> Any:
        raise SettingsError(f"no policy {version}")

    plain, office.policies.by_version = office.policies.by_version, gone  # type: ignore[method-assign]
    with capture_logs() as logs:
        assert await office.chaser.sweep() == 0
    assert [line["event"] for line in logs] == ["chase put off"]
    office.policies.by_version = plain  # type: ignore[method-assign]
    assert await office.chaser.sweep() == 1


async def test_two_sweeps_at_once_remind_once() -> None:
    office = Office()
    await asked(office)
    office.clock.forward(days=4)
    done = await asyncio.gather(office.chaser.sweep(), office.chaser.sweep())
    assert sum(done) == 1
    assert await letters(office) == [Letter.REMINDER]
    assert len(office.queued(LetterKind.INTERNAL, "mia@")) == 1


async def test_failure_at_any_await_of_a_sweep_and_then_again_ends_as_without() -> None:
    async def scene() -> Office:
        office = Office()
        await asked(office)
        office.clock.forward(days=4)
        return office

    clean = await scene()
    counter = Faulty(clean.memory, 0)
    clean.on(counter)
    await clean.chaser.sweep()
    for at in range(1, counter.calls + 1):
        office = await scene()
        office.on(Faulty(office.memory, at))
        with pytest.raises(TemporaryFailure):
            await office.chaser.sweep()
        office.on(office.memory)
        await office.chaser.sweep()
        assert end_of(office) == end_of(clean), f"failed at call {at}"


async def test_an_answer_cancels_the_chase_in_the_commit_that_keeps_it() -> None:
    office = Office()
    await office.on_file(*valued())
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),))
    seen = Recorded(office.memory)
    office.on(seen)
    await office.walk.empty()
    assert office.dispute.deadlines == ()
    (unit,) = [writes for writes in seen.commits if any(isinstance(write, AppendEvents) for write in writes)]
    (kept,) = [write for write in unit if isinstance(write, AppendEvents)]
    assert kept.dispute.deadline(Side.SELLER) is None
    office.clock.forward(days=3)
    assert Letter.REMINDER not in await letters(office)


async def test_the_seller_is_reminded_at_its_own_address() -> None:
    office = Office()
    await office.on_file(*valued())
    office.clock.forward(days=3, hours=1)
    await office.chaser.sweep()
    reminder = await office.pending(Side.SELLER)
    assert (reminder.letter, reminder.address) == (Letter.REMINDER, SELLER)
    assert sender().address not in reminder.text
