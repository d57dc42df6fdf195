"""Deadlines: when a number of days or hours ends, counted as design section 23 rules, with the count in words."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from mailbot.policy.count import Count, in_words
from mailbot.policy.days_off import holiday, is_weekend, is_workday
from mailbot.policy.rules import Calendar, Unit

__all__ = ["Due", "Pause", "due", "grace_until", "is_workday", "reminders"]

Pause = tuple[datetime, datetime]  # the clock stood from the first moment up to the second

_MORNING = time(8)  # the last day's reminder leaves then, not at midnight
_APART = timedelta(hours=12)  # two reminders closer than this are one: nobody is chased twice within a day
_DAY = timedelta(days=1)
_LONGEST = 3660  # days; no count goes on for ten years


@dataclass(frozen=True, slots=True)
class Due:
    """A computed deadline. ``skipped`` are the days off inside the span; ``working`` is the count to print."""

    due_at: datetime  # UTC
    working: str
    day0: date
    skipped: tuple[date, ...]
    days: int
    unit: Unit
    zone: str
    paused: tuple[date, ...]  # days on which the clock stood
    count: Count  # what the working says, for other languages


def due(
    calendar: Calendar,
    days: int,
    unit: Unit,
    start: datetime,
    pauses: Sequence[Pause] = (),
    language: str = "en",
) -> Due:
    """Count ``days`` (or hours) from ``start``; days on which the clock stood are not counted."""
    return _due(calendar, days, unit, start, tuple(pauses), language)


@lru_cache(maxsize=256)  # one mail asks for the same count several times: when decided, drafted and followed up
def _due(calendar: Calendar, days: int, unit: Unit, start: datetime, pauses: tuple[Pause, ...], language: str) -> Due:
    if unit == "hours":
        return _hours(calendar, days, start, pauses, language)
    zone = ZoneInfo(calendar.zone)
    stood = _days_of(pauses, zone)
    day0 = _first_day(calendar, start.astimezone(zone)) if unit == "business" else start.astimezone(zone).date()
    counted = _business(calendar) if unit == "business" else _every_day
    day_n = _last_day(day0, days, lambda day: counted(day) and day not in stood)
    last = day_n
    if not is_workday(calendar, last):
        last = _last_day(last, 1, lambda day: is_workday(calendar, day) and day not in stood)
    span = _Span(calendar, unit, day0, day_n, stood)
    end = datetime.combine(last, cutoff(calendar), zone)
    count = span.count(start.astimezone(zone), end, days)
    working = in_words(count, language)
    skipped = tuple(day for day in _days_after(day0, last) if not is_workday(calendar, day))
    return Due(end.astimezone(UTC), working, day0, skipped, days, unit, calendar.zone, span.paused, count)


def reminders(deadline: Due, start: datetime) -> tuple[datetime, ...]:
    """Return half time and the morning of the last day (UTC), as far as they lie between start and end and apart."""
    half = start.astimezone(UTC) + (deadline.due_at - start) / 2
    last_day = _last_morning(deadline)
    found = [last_day] if start < last_day else []
    if not found or half + _APART <= last_day:
        found.insert(0, half)
    return tuple(moment for moment in found if start < moment < deadline.due_at)


def grace_until(due_at: datetime, grace_hours: int) -> datetime:
    """Return the moment up to which an answer is still in time; it is never printed."""
    return due_at + timedelta(hours=grace_hours)


def cutoff(calendar: Calendar) -> time:
    """Return the local time at which a working day ends."""
    return time.fromisoformat(calendar.cutoff)


@dataclass(frozen=True, slots=True)
class _Span:
    """The days from day 0 to the last day counted."""

    calendar: Calendar
    unit: Unit
    day0: date
    day_n: date
    stood: frozenset[date]

    @property
    def left_out(self) -> tuple[date, ...]:
        """Days off that are not counted; of calendar days all are."""
        if self.unit == "calendar":
            return ()
        return tuple(day for day in _days_after(self.day0, self.day_n) if not is_workday(self.calendar, day))

    @property
    def paused(self) -> tuple[date, ...]:
        """Days not counted only because the clock stood."""
        return tuple(
            day for day in _days_after(self.day0, self.day_n) if day in self.stood and day not in self.left_out
        )

    def count(self, start: datetime, end: datetime, days: int) -> Count:
        """Return what the printed sentence is made of."""
        not_counted = {*self.left_out, *self.paused}
        named = [(day, holiday(self.calendar, day)) for day in self.left_out if not is_weekend(self.calendar, day)]
        return Count(
            start=start,
            day0=self.day0,
            first=next((day for day in _days_after(self.day0, self.day_n) if day not in not_counted), self.day_n),
            end=end,
            days=days,
            unit=self.unit,
            day_n=self.day_n,
            weekend=frozenset(day.weekday() for day in self.left_out if is_weekend(self.calendar, day)),
            holidays=tuple((day, name or "") for day, name in named),
            paused=self.paused,
        )


def _hours(calendar: Calendar, hours: int, start: datetime, pauses: Sequence[Pause], language: str) -> Due:
    """Elapsed hours: the clocks' change makes them neither longer nor shorter; standing time is added."""
    end = start.astimezone(UTC) + timedelta(hours=hours)
    merged = _merged(pauses)
    for begin, until in merged:
        stopped_from = max(begin, start)
        if stopped_from < end and until > stopped_from:
            end += until - stopped_from
    zone = ZoneInfo(calendar.zone)
    local = start.astimezone(zone)
    stood = _days_of([pause for pause in merged if pause[0] < end and pause[1] > start], zone)
    count = Count(local, local.date(), local.date(), end.astimezone(zone), hours, "hours", paused=tuple(sorted(stood)))
    return Due(end, in_words(count, language), local.date(), (), hours, "hours", calendar.zone, count.paused, count)


def _first_day(calendar: Calendar, local: datetime) -> date:
    """Return day 0: the event's own day if it is a working day and not past the cut-off, else the next one."""
    day = local.date()
    if is_workday(calendar, day) and local.time() <= cutoff(calendar):
        return day
    return _last_day(day, 1, _business(calendar))


def _last_day(day: date, days: int, counted: Callable[[date], bool]) -> date:
    left = days
    for _ in range(_LONGEST):
        if left == 0:
            return day
        day += _DAY
        left -= counted(day)
    raise ValueError("the count does not end within ten years: does the calendar have working days?")


def _business(calendar: Calendar) -> Callable[[date], bool]:
    return lambda day: is_workday(calendar, day)


def _every_day(_: date) -> bool:
    return True


def _days_after(first: date, last: date) -> Iterator[date]:
    while first < last:
        first += _DAY
        yield first


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    """Join overlapping pauses, so that each moment stands still once; in UTC, where a span is what elapsed."""
    merged: list[Pause] = []
    spans = [(begin.astimezone(UTC), until.astimezone(UTC)) for begin, until in pauses]
    for begin, until in sorted(span for span in spans if span[0] < span[1]):
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((begin, until))
    return merged


def _days_of(pauses: Sequence[Pause], zone: ZoneInfo) -> frozenset[date]:
    """Return every local date on which the clock stood, even in part; a pause up to midnight leaves the new day free."""
    stood: set[date] = set()
    for begin, until in _merged(pauses):
        first = begin.astimezone(zone).date()
        last = (until.astimezone(UTC) - timedelta.resolution).astimezone(zone).date()
        stood |= {first, *_days_after(first, last)}
    return frozenset(stood)


def _last_morning(deadline: Due) -> datetime:
    if deadline.unit == "hours":
        return deadline.due_at - _DAY
    end = deadline.due_at.astimezone(ZoneInfo(deadline.zone))
    morning = datetime.combine(end.date(), _MORNING, end.tzinfo)
    return (morning if morning < end else datetime.combine(end.date(), time(0), end.tzinfo)).astimezone(UTC)
