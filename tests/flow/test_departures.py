"""What the fate of a letter means: sent, refused, unknown, come back."""

from dataclasses import replace

import pytest

from mailbot.mail.bounce import Bounced
from mailbot.mail.envelope import LetterKind, OutboxRow, Outcome, Receipt, SendState
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.events import DeadlineMoved
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.ports import AppendEvents
from tests.flow.office import Office
from tests.make import BUYER


async def approved(office: Office) -> tuple[Draft, OutboxRow]:
    draft = await office.drafted()
    await office.give(draft)
    (row,) = [row for row in office.queued() if row.draft_id == draft.id]
    return draft, row


async def test_a_letter_that_left_starts_its_clock() -> None:
    office = Office()
    draft, row = await approved(office)
    assert office.dispute.deadlines == ()
    await office.send(seconds=91)
    (clock,) = office.dispute.deadlines
    assert draft.deadline is not None
    assert (clock.side, clock.due_at) == (Side.BUYER, draft.deadline.due_at)
    (letter,) = [one for one in office.dispute.letters if one.letter is draft.letter]
    assert (letter.message_id, letter.text) == (row.envelope.message_id, draft.text)
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    assert kept.state is DraftState.SENT


async def test_a_letter_that_left_late_gives_the_lost_days_back() -> None:
    office = Office()
    _, row = await approved(office)
    office.clock.forward(days=3)
    await office.memory.commit(*await office.departures.on_left(row))
    events = [one.event for one in await office.memory.events(office.dispute.id)]
    (moved,) = [event for event in events if isinstance(event, DeadlineMoved)]
    assert moved.reason == "the letter left later than it was drafted"


async def test_told_twice_counts_once() -> None:
    office = Office()
    draft, row = await approved(office)
    await office.memory.commit(*await office.departures.on_left(row))
    before = office.dispute
    again = await office.departures.on_left(row)
    assert not [write for write in again if isinstance(write, AppendEvents)]
    assert office.dispute == before
    assert draft.id == row.draft_id


async def test_a_letter_the_post_refuses_is_a_task_and_the_clock_stands() -> None:
    office = Office()
    await approved(office)
    await office.send(seconds=1)
    office.postman.receipts.append(Receipt(Outcome.REFUSED, "550 5.1.1 no such user"))
    await office.send(seconds=91)
    (task,) = [task for task in office.dispute.open_tasks if task.kind == "bounce"]
    assert "550 5.1.1 no such user" in task.reason
    assert BUYER in task.reason
    assert any("came back" in words for words in office.told("mia@mailbot.example"))


async def test_a_letter_of_unknown_fate_is_a_question_to_the_mediator() -> None:
    office = Office()
    draft, row = await approved(office)
    before = office.dispute
    await office.memory.commit(*await office.departures.on_unknown(row))
    assert office.dispute == before
    told = office.told("mia@mailbot.example")[-1]
    assert f"<{row.envelope.message_id}>" in told
    assert f"mailbot resend {row.id}" in told
    assert draft.letter in told


@pytest.mark.parametrize("lost", ["kind", "draft_id", "draft"])
async def test_our_own_mails_and_rows_without_a_draft_mean_nothing(lost: str) -> None:
    office = Office()
    _, row = await approved(office)
    if lost == "kind":
        row = replace(row, kind=LetterKind.INTERNAL)
    elif lost == "draft_id":
        row = replace(row, draft_id=None)
    else:
        row = replace(row, draft_id="gone")
    assert await office.departures.on_left(row) == ()
    assert await office.departures.on_refused(row, "550") == ()
    assert await office.departures.on_unknown(row) == ()


def report(row: OutboxRow, **changes: object) -> Bounced:
    back = Bounced(row.envelope.reader, "5.1.1", hard=True, reason="no such user", message_id=row.envelope.message_id)
    return replace(back, **changes)  # type: ignore[arg-type]


async def test_a_report_stops_the_clock_of_the_letter_it_names_once() -> None:
    office = Office()
    _, row = await approved(office)
    await office.send(seconds=91)
    for _ in range(2):
        await office.memory.commit(*(await office.departures.came_back(report(row)) or ()))
    assert [(one.side, one.address) for one in office.dispute.bounces] == [(Side.BUYER, BUYER)]
    (clock,) = office.dispute.deadlines
    assert clock.stopped_at is not None
    assert office.dispute.phase is Phase.EVIDENCE


async def test_a_report_without_words_shows_its_code() -> None:
    office = Office()
    _, row = await approved(office)
    await office.send(seconds=91)
    await office.memory.commit(*(await office.departures.came_back(report(row, reason="")) or ()))
    assert [one.reason for one in office.dispute.bounces] == ["5.1.1"]


async def test_delayed_is_not_failed() -> None:
    office = Office()
    _, row = await approved(office)
    await office.send(seconds=91)
    assert await office.departures.came_back(report(row, delayed=True)) == ()
    assert office.dispute.bounces == ()


async def test_a_report_that_names_nothing_of_ours() -> None:
    office = Office()
    _, row = await approved(office)
    assert await office.departures.came_back(report(row, message_id="")) is None
    assert await office.departures.came_back(report(row, message_id="x@else.example")) is None


async def test_a_report_about_a_mail_to_our_own_people_means_nothing_to_a_dispute() -> None:
    office = Office()
    await office.drafted()
    (asked,) = office.queued(LetterKind.INTERNAL, "mia@")
    assert await office.departures.came_back(report(asked)) == ()
    assert asked.state is SendState.QUEUED
