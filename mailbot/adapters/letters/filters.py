"""How plain values are put into words: money, moments, shares, lists, in one language."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any, Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone_name
from babel.lists import format_list
from babel.numbers import format_currency, format_percent

from mailbot.adapters.letters.spelled import spelled
from mailbot.adapters.letters.words import Words

_UNFIT: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_MARKUP: Final = re.compile(r"([!-/:-@\[-`{-~])")


def one_line(text: str) -> str:
    """Return text as one line without what a reader cannot see."""
    return " ".join(_UNFIT.sub(" ", text).split())


@lru_cache(maxsize=2048)
def as_text(text: str) -> str:
    """Return text that Markdown takes for text, whatever stands in it."""
    return _MARKUP.sub(r"\\\1", one_line(text))


@cache
def zone_name(zone: str, locale: Locale) -> str:
    """Return what people call a zone: Pacific Time."""
    if zone in {"UTC", "Etc/UTC"}:
        return "UTC"
    return get_timezone_name(ZoneInfo(zone), width="long", locale=locale, zone_variant="generic")


def filters(words: Words) -> Mapping[str, Callable[..., Any]]:
    """Return all that a template may put behind a bar, for one language."""
    formats, locale = words.sections["formats"], words.locale

    def money(value: Mapping[str, str]) -> str:
        return format_currency(Decimal(value["amount"]), value["currency"], locale=locale)

    def moment(value: str, zone: str) -> str:
        local = datetime.fromisoformat(value).astimezone(ZoneInfo(zone))
        written = format_datetime(local, formats["moment"], locale=locale)
        return str(formats["zoned"]).format(moment=written, zone=zone_name(zone, locale))

    def day(value: str) -> str:
        return format_date(date.fromisoformat(value[:10]), formats["date"], locale=locale)

    def days(values: Iterable[str]) -> str:
        names = [format_date(date.fromisoformat(value[:10]), formats["short"], locale=locale) for value in values]
        return format_list(names, locale=locale)

    def percent(value: str) -> str:
        return format_percent(Decimal(value), formats["percent"], locale=locale)

    def in_words(value: Mapping[str, str]) -> str:
        return spelled(Decimal(value["amount"]), value["currency"], words)

    def listed(values: Iterable[str], section: str = "") -> str:
        names = [words.called(value, section) if section else value for value in values]
        return format_list(names, locale=locale)

    return {
        "money": money,
        "moment": moment,
        "date": day,
        "dates": days,
        "percent": percent,
        "spelled": in_words,
        "listed": listed,
        "label": words.called,
        "hint": words.hint,
        "counted": words.counted,
        "rule": words.rule,
        "spoken": lambda deadline: deadline.get("working_in") == words.language,
        "lines": lambda text: tuple(line for line in text.splitlines() if line.strip()),
        "capital": lambda text: text[:1].upper() + text[1:],
        "length": len,
    }
