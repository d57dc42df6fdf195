"""Compressed time: a clock that goes on by itself and can be put forward."""

from datetime import UTC, datetime, timedelta

from mailbot.ports import Clock

STARTS_AT = datetime(2026, 6, 2, 15, 30, tzinfo=UTC)  # Tuesday morning on the west coast


class DemoClock:
    """Real time since the start, from another day on, plus all leaps."""

    def __init__(self, real: Clock, starts_at: datetime = STARTS_AT) -> None:
        self._real = real
        self._began = real.now()
        self._starts_at = starts_at
        self._leapt = timedelta()

    def now(self) -> datetime:
        """Return the demonstration's now, aware, in UTC."""
        return self._starts_at + (self._real.now() - self._began) + self._leapt

    def leap(self, span: timedelta) -> None:
        """Put the clock forward."""
        self._leapt += span

    def leap_to(self, moment: datetime) -> None:
        """Put the clock forward to a moment, never back."""
        self.leap(max(timedelta(), moment - self.now()))
