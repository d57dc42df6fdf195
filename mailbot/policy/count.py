"""The count of a deadline as a sentence that a reader can check with a calendar."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Final

from babel.dates import format_date, format_time, get_day_names, get_timezone_name
from babel.lists import format_list

from mailbot.policy.rules import Unit


@dataclass(frozen=True, slots=True)
class Count:
    """What the sentence is made of; moments are local."""

    start: datetime
    day0: date
    first: date  # day 1
    end: datetime
    days: int
    unit: Unit
    day_n: date | None = None  # the last day counted; the end may have moved on from it
    weekend: frozenset[int] = frozenset()  # days of the week left out, Monday is 0
    holidays: tuple[tuple[date, str], ...] = ()  # without a name: an extra day off
    paused: tuple[date, ...] = ()


_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "long": "EEEE d MMMM y",
        "short": "EEEE d MMMM",
        "day0": "Day 0 is {day}",
        "moved": "Day 0 is {day}, because the count began after {cutoff} or on a day off ({start})",
        "day1": "{day} is day 1",
        "day_n": "{day} is day 1 and {last} day {days}",
        "not_counted": "not counted: {days}",
        "stood": "{day} (the clock stood)",
        "extra": "extra day off",
        "moment": "{day}, {time} {zone}",
        "moved_on": "day {days} is a day off, so the end moves to the next working day",
        "ends": "ends {day}, {time} {zone}",
        "hours": "{days} hours from {start}, {time} {zone}",
        "stood_hours": "the time in which the clock stood ({days}) is not counted",
    },
    "es": {
        "long": "EEEE d 'de' MMMM 'de' y",
        "short": "EEEE d 'de' MMMM",
        "day0": "El día 0 es el {day}",
        "moved": "El día 0 es el {day}, porque el cómputo empezó después de las {cutoff} o en un día no laborable ({start})",
        "day1": "el {day} es el día 1",
        "day_n": "el {day} es el día 1 y el {last} el día {days}",
        "not_counted": "no se cuentan: {days}",
        "stood": "{day} (el plazo estaba suspendido)",
        "extra": "día libre adicional",
        "moment": "{day} a las {time}, {zone}",
        "moved_on": "el día {days} no es laborable y el plazo pasa al siguiente día laborable",
        "ends": "termina el {day} a las {time}, {zone}",
        "hours": "{days} horas desde el {start}, {time} {zone}",
        "stood_hours": "no se cuenta el tiempo en que el plazo estaba suspendido ({days})",
    },
}


def in_words(count: Count, language: str = "en") -> str:
    """Return the count as one sentence; a language without words of its own gets English."""
    speech = _Speech(language if language in _WORDS else "en")
    return "; ".join(part for part in speech.parts(count) if part)


def moment_in_words(local: datetime, language: str = "en") -> str:
    """Return a moment with its date, its time of day and what people call its zone."""
    return _Speech(language if language in _WORDS else "en").moment(local)


class _Speech:
    def __init__(self, language: str) -> None:
        self._language = language
        self._words = _WORDS[language]

    def parts(self, count: Count) -> tuple[str, ...]:
        if count.unit == "hours":
            return self._from(count), self._stood(count), self._ends(count)
        return self._day0(count), self._day1(count), self._not_counted(count), self._moved_on(count), self._ends(count)

    def moment(self, local: datetime) -> str:
        return self._words["moment"].format(day=self._long(local), time=self._clock(local), zone=self._zone(local))

    def _day0(self, count: Count) -> str:
        day = self._long(count.day0)
        if count.start.date() == count.day0:
            return self._words["day0"].format(day=day)
        return self._words["moved"].format(day=day, cutoff=self._clock(count.end), start=self._moment(count.start))

    def _day1(self, count: Count) -> str:
        if count.days <= 1 or count.day_n is None:
            return self._words["day1"].format(day=self._short(count.first))
        return self._words["day_n"].format(day=self._short(count.first), last=self._short(count.day_n), days=count.days)

    def _not_counted(self, count: Count) -> str:
        names = get_day_names(locale=self._language)
        days = [names[day] for day in sorted(count.weekend)]
        days += [f"{self._short(day)} ({name or self._words['extra']})" for day, name in count.holidays]
        days += [self._words["stood"].format(day=self._short(day)) for day in count.paused]
        return self._words["not_counted"].format(days=format_list(days, locale=self._language)) if days else ""

    def _moved_on(self, count: Count) -> str:
        moved = count.day_n is not None and count.day_n != count.end.date()
        return self._words["moved_on"].format(days=count.days) if moved else ""

    def _from(self, count: Count) -> str:
        return self._words["hours"].format(
            days=count.days, start=self._long(count.start), time=self._clock(count.start), zone=self._zone(count.start)
        )

    def _stood(self, count: Count) -> str:
        days = ", ".join(self._short(day) for day in count.paused)
        return self._words["stood_hours"].format(days=days) if days else ""

    def _ends(self, count: Count) -> str:
        return self._words["ends"].format(
            day=self._long(count.end), time=self._clock(count.end), zone=self._zone(count.end)
        )

    def _moment(self, moment: datetime) -> str:
        return f"{self._short(moment)}, {self._clock(moment)}"

    def _long(self, day: date) -> str:
        return _dated(day.year, day.month, day.day, self._words["long"], self._language)

    def _short(self, day: date) -> str:
        return _dated(day.year, day.month, day.day, self._words["short"], self._language)

    def _clock(self, moment: datetime) -> str:
        return format_time(moment.time(), "HH:mm", locale=self._language)

    def _zone(self, moment: datetime) -> str:
        if str(moment.tzinfo) in ("UTC", "Etc/UTC"):
            return "UTC"
        return _zone_name(moment.tzinfo, self._language)


@lru_cache(maxsize=1024)  # a day's letters name the same few dates
def _dated(year: int, month: int, day: int, form: str, language: str) -> str:
    return format_date(date(year, month, day), form, locale=language)


@lru_cache(maxsize=128)
def _zone_name(zone: tzinfo | None, language: str) -> str:
    return get_timezone_name(zone, locale=language)
