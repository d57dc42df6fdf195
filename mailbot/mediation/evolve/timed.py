"""What a dispute is after something happened to a deadline or a clock."""

from dataclasses import replace
from typing import assert_never

from mailbot.mediation.deadline import Deadline
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import (
    ClockRestarted,
    ClockStopped,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    FinalNoticeOrdered,
    ReminderOrdered,
    Timed,
)
from mailbot.mediation.party import Side


def timed(dispute: Dispute, event: Timed) -> Dispute:
    """Keep deadlines and clocks."""
    match event:
        case DeadlineMoved(deadline=deadline) | ClockRestarted(deadline=deadline):
            return install(dispute, deadline)
        case DeadlineMet() | DeadlineDropped():
            return _ended(dispute, event)
        case ReminderOrdered() | FinalNoticeOrdered() | ClockStopped():
            running = dispute.deadline(event.side)
            return dispute if running is None else install(dispute, _chased(running, event))
        case _:
            assert_never(event)


def install(dispute: Dispute, deadline: Deadline) -> Dispute:
    """Let a deadline live, in the place of that side's former one."""
    others = tuple(other for other in dispute.deadlines if other.side is not deadline.side)
    return replace(dispute, deadlines=(*others, deadline))


def _chased(deadline: Deadline, event: ReminderOrdered | FinalNoticeOrdered | ClockStopped) -> Deadline:
    match event:
        case ReminderOrdered(count=count):
            return replace(deadline, reminded=count)
        case FinalNoticeOrdered(grace_until=grace_until):
            return replace(deadline, final_notice=True, grace_until=grace_until or deadline.grace_until)
        case ClockStopped(at=at, reason=reason):
            return replace(deadline, stopped_at=at, stopped_for=reason)
        case _:
            assert_never(event)


def _ended(dispute: Dispute, event: DeadlineMet | DeadlineDropped) -> Dispute:
    """Take a deadline away; one that ended unanswered is kept for a reopening."""
    ended = dispute.deadline(event.side)
    kept = (ended,) if ended is not None and isinstance(event, DeadlineDropped) else ()
    return replace(
        dispute,
        deadlines=_not_of(dispute.deadlines, event.side),
        dropped_deadlines=_not_of(dispute.dropped_deadlines, event.side) + kept,
    )


def _not_of(deadlines: tuple[Deadline, ...], side: Side) -> tuple[Deadline, ...]:
    return tuple(deadline for deadline in deadlines if deadline.side is not side)
