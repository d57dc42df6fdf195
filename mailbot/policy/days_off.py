"""Which days a client does not work, and what they are called."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Final

import holidays

from mailbot.policy.rules import Calendar

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@lru_cache(maxsize=64)
def _holidays(country: str, subdivision: str | None, observed: bool) -> Mapping[date, str]:  # noqa: FBT001 - a cache key
    found: Mapping[date, str] = holidays.country_holidays(country, subdiv=subdivision, observed=observed)
    return found


def holiday(calendar: Calendar, day: date) -> str | None:
    """Return what the day is called if the client keeps it as a holiday, else None; an extra day off has no name."""
    if day.isoformat() in calendar.extra:
        return ""
    if day.isoformat() in calendar.except_:
        return None
    return _holidays(calendar.country, calendar.subdivision, calendar.observed).get(day)


def is_weekend(calendar: Calendar, day: date) -> bool:
    """Whether the client never works on this day of the week."""
    return WEEKDAYS[day.weekday()] not in calendar.workdays


def is_workday(calendar: Calendar, day: date) -> bool:
    """Whether the client works on this day."""
    return not is_weekend(calendar, day) and holiday(calendar, day) is None
