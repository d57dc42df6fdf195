"""Deadlines and clocks."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.mediation.deadline import Deadline
from mailbot.mediation.party import Side


@dataclass(frozen=True, slots=True)
class DeadlineMet:
    """A party answered; ``late``: after the last day, which still counts while nothing followed from it."""

    at: datetime
    side: Side
    step: str
    late: bool = False


@dataclass(frozen=True, slots=True)
class DeadlineDropped:
    """A deadline no longer matters: phase left, dispute closed."""

    at: datetime
    side: Side
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """A deadline got a new end: an extension, or the time that was left after a stop."""

    at: datetime
    deadline: Deadline
    reason: str


@dataclass(frozen=True, slots=True)
class ReminderOrdered:
    """A reminder was ordered, number ``count`` of this deadline."""

    at: datetime
    side: Side
    step: str
    count: int


@dataclass(frozen=True, slots=True)
class FinalNoticeOrdered:
    """The last day passed without an answer; grace runs, up to ``grace_until`` if the notice itself was late."""

    at: datetime
    side: Side
    step: str
    grace_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A party's clock stands: a bounce is open, the dispute is on hold, we owe."""

    at: datetime
    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class ClockRestarted:
    """A party's clock runs again, with its new end."""

    at: datetime
    side: Side
    deadline: Deadline


Timed = (
    DeadlineMet | DeadlineDropped | DeadlineMoved | ReminderOrdered | FinalNoticeOrdered | ClockStopped | ClockRestarted
)
