"""By when somebody owes something."""

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.mediation.party import Side
from mailbot.policy.calendar import Pause
from mailbot.policy.rules import Unit


@dataclass(frozen=True, slots=True)
class Deadline:
    """A promise printed in a letter. All moments are UTC; ``working`` is the printed count, word for word."""

    side: Side
    step: str  # a key of policy.steps
    due_at: datetime
    grace_until: datetime  # consequences wait until here; the printed date does not move
    reminders_at: tuple[datetime, ...]
    working: str
    started_at: datetime
    zone: str
    reminded: int = 0  # how many reminders were ordered
    final_notice: bool = False
    stopped_at: datetime | None = None  # the clock stands since then
    stopped_for: str = ""
    pauses: tuple[Pause, ...] = ()  # when it stood before
    days: int = 0  # as counted, an extension included
    unit: Unit = "business"
    day0: date | None = None
    skipped: tuple[date, ...] = ()  # days off inside the span
    extended: bool = False

    @property
    def next_at(self) -> datetime | None:
        """When this deadline next wants attention; None while its clock stands."""
        if self.stopped_at is not None:
            return None
        if self.reminded < len(self.reminders_at):
            return self.reminders_at[self.reminded]
        return self.grace_until if self.final_notice else min(self.due_at, self.grace_until)
