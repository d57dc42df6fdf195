"""Words of a policy file that stand for something in the world: zones, countries, currencies, days and hours."""

from datetime import date, time
from difflib import get_close_matches
from functools import cache
from typing import Final
from zoneinfo import available_timezones

import holidays
from babel import Locale

_MINUTES: Final = len("17:00")


def zone(name: str) -> str:
    """Return an IANA time zone's name, or raise ValueError."""
    return _one_of(name, _zones(), "an IANA time zone, such as America/Los_Angeles")


def country(code: str) -> str:
    """Return a country whose holidays are known, or raise ValueError."""
    return _one_of(code, _countries(), "a country code of two letters, such as US")


def subdivision(country_code: str, code: str) -> str:
    """Return a part of a country that has holidays of its own, or raise ValueError."""
    known = holidays.list_supported_countries(include_aliases=True).get(country_code, [])
    return _one_of(code, frozenset(known), f"a part of {country_code} that has holidays of its own")


def currency(code: str) -> str:
    """Return an ISO 4217 code, or raise ValueError."""
    return _one_of(code, frozenset(Locale("en").currencies), "a currency code of three letters, such as USD")


def iso_date(text: str) -> str:
    """Return a date as YYYY-MM-DD, or raise ValueError."""
    return date.fromisoformat(text).isoformat()


def time_of_day(text: str) -> str:
    """Return a time as HH:MM, or raise ValueError."""
    if len(text) != _MINUTES:
        raise ValueError('expected a time of day, such as "17:00"')
    return time.fromisoformat(text).isoformat("minutes")


def nearest(word: str, known: frozenset[str]) -> str | None:
    """Return the known word most like this one, if one is like it."""
    by_lower = {known_word.lower(): known_word for known_word in sorted(known)}
    return next((by_lower[like] for like in get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)), None)


def _one_of(word: str, known: frozenset[str], expected: str) -> str:
    if word in known:
        return word
    like = nearest(word, known)
    raise ValueError(f"expected {expected}" + (f"; the nearest is {like!r}" if like else ""))


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


@cache
def _countries() -> frozenset[str]:
    return frozenset(holidays.list_supported_countries(include_aliases=True))
