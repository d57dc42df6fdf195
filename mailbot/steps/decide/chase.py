"""Time passing: reminders, the final notice, the end of a step, and what people on our side left undone."""

from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import LetterOrder, NoticeKind, Plain
from mailbot.mediation.dispute import Task
from mailbot.mediation.escalation import above, task_follow_up
from mailbot.mediation.events import Escalated, FinalNoticeOrdered, ReminderOrdered, Rung, TaskDone
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide.timeout import time_is_up
from mailbot.steps.decide.turn import Turn


def chase(turn: Turn, unread: frozenset[Side]) -> None:
    """Do what is due; nothing at all towards a side of whom mail waits unread."""
    turn.came = ("The clock: nothing came in",)
    for side in Side:
        deadline = turn.dispute.deadline(side)
        if deadline is not None and deadline.stopped_at is None and side not in unread:
            _chase(turn, deadline)
    for task in turn.dispute.open_tasks:
        if task.follow_up_at is not None and task.follow_up_at <= turn.now:
            _follow_up(turn, task)
    _overdue_letters(turn)
    _overdue_suggestions(turn)


def _chase(turn: Turn, deadline: Deadline) -> None:
    if turn.now < deadline.due_at:
        _remind(turn, deadline)
    elif not deadline.final_notice:
        _final_notice(turn, deadline)
    elif turn.now >= deadline.grace_until and not _writing_to(turn, deadline.side):
        time_is_up(turn, deadline)


def _remind(turn: Turn, deadline: Deadline) -> None:
    """Order one reminder, however many moments for one have passed."""
    count = sum(1 for moment in deadline.reminders_at if moment <= turn.now)
    if count <= deadline.reminded:
        return
    last = count == len(deadline.reminders_at)
    turn.record(ReminderOrdered(turn.now, deadline.side, deadline.step, count))
    reason = f"{'last' if last else 'half'} reminder of {deadline.step} to the {deadline.side}"
    turn.escalate(Rung.LAST_REMINDER if last else Rung.REMINDER, reason)
    details: dict[str, Plain] = {"number": count}
    keep = turn.dispute.deadline(deadline.side)
    why = (f"No answer yet; due {deadline.due_at:%a %d %b %Y %H:%M} UTC",)
    turn.write(LetterOrder(Letter.REMINDER, deadline.side, why, keep=keep, details=details))


def _final_notice(turn: Turn, deadline: Deadline) -> None:
    """Say that the last day has passed; grace counts from here if we are late ourselves."""
    late = deadline.grace_until - deadline.due_at + turn.now
    grace_until = max(deadline.grace_until, late)
    turn.record(FinalNoticeOrdered(turn.now, deadline.side, deadline.step, grace_until))
    turn.escalate(Rung.FINAL_NOTICE, f"{deadline.step} of the {deadline.side} passed without an answer")
    turn.drop(Letter.REMINDER, deadline.side, "the last day has passed")
    keep = turn.dispute.deadline(deadline.side)
    why = (f"The last day passed without an answer; consequences wait until {grace_until:%a %d %b %Y %H:%M} UTC",)
    if turn.dispute.phase is Phase.PERFORMANCE:
        for reader in Side:
            kept = keep if reader is deadline.side else None
            turn.write(LetterOrder(Letter.PAYMENT_LATE, reader, why, keep=kept))
    else:
        turn.write(LetterOrder(Letter.FINAL_NOTICE, deadline.side, why, keep=keep))


def _writing_to(turn: Turn, side: Side) -> bool:
    """Whether a letter to them waits with us: our own delay costs no party anything."""
    return any(letter.reader is side for letter in turn.dispute.open_letters)


def _follow_up(turn: Turn, task: Task) -> None:
    """Tell the next rung about a task nobody did; at the top of the ladder it stays there."""
    rung = above(task.rung)
    if rung is None:
        return
    again = task_follow_up(turn.policy, turn.now) if above(rung) is not None else None
    reason = f"task {task.number} not done since {task.at:%a %d %b %Y}: {task.reason}"
    turn.record(Escalated(turn.now, rung, reason, task.number, again))
    turn.tell(str(rung), NoticeKind.ESCALATION, reason)


def _overdue_letters(turn: Turn) -> None:
    """Make a task of a draft that nobody has approved in time."""
    waiting = [
        one for one in turn.dispute.open_letters if one.follow_up_at is not None and one.follow_up_at <= turn.now
    ]
    if waiting and not any(task.kind == OVERDUE for task in turn.dispute.open_tasks):
        names = ", ".join(f"{one.letter} to the {one.reader}" for one in waiting)
        turn.raise_task(OVERDUE, f"drafts wait for a verdict: {names}")


def _overdue_suggestions(turn: Turn) -> None:
    """Make a task of what a party said and nobody has confirmed or dismissed: its clock stands meanwhile."""
    waiting = [one for one in turn.dispute.suggestions if one.follow_up_at is not None and one.follow_up_at <= turn.now]
    if waiting and not any(task.kind == UNDECIDED for task in turn.dispute.open_tasks):
        names = ", ".join(f"{one.number}: the {one.side} {one.intent.kind}" for one in waiting)
        turn.raise_task(UNDECIDED, f"suggestions wait for `confirm` or `dismiss`: {names}")


def done_by_itself(turn: Turn) -> None:
    """End the task about suggestions with the last of them."""
    for task in turn.dispute.open_tasks:
        if task.kind == UNDECIDED and not turn.dispute.suggestions:
            turn.record(TaskDone(turn.now, task.number, "mailbot"))


OVERDUE = "overdue_drafts"
UNDECIDED = "overdue_suggestions"
