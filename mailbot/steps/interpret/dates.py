"""Dates and spans of time, as parties write them."""

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Final

from mailbot.steps.interpret.numbers import small_number
from mailbot.steps.interpret.words import any_of

_SPAN = re.compile(
    r"(?<![\w])(?P<count>\d{1,3}|an?|one|two|three|four|five|six|seven|ten|couple(?: of)?|few|una?|dos|tres|cuatro|cinco|seis|siete|diez|unos|otra|another)"
    r"(?: more| extra| additional| mas| full)? (?P<business>business |working )?(?P<unit>hours?|horas?|days?|weeks?|months?|dias?|semanas?|mes(?:es)?)(?: (?P<habiles>habiles|laborables))?(?![\w])"
)
_DAYS: Final = {"d": 1, "w": 7, "s": 7, "m": 30}
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("monday", "lunes"),
            ("tuesday", "martes"),
            ("wednesday", "miercoles"),
            ("thursday", "jueves"),
            ("friday", "viernes"),
            ("saturday", "sabado"),
            ("sunday", "domingo"),
        )
    )
    for name in names
}
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan", "enero", "ene"),
            ("february", "feb", "febrero"),
            ("march", "mar", "marzo"),
            ("april", "apr", "abril", "abr"),
            ("may", "mayo"),
            ("june", "jun", "junio"),
            ("july", "jul", "julio"),
            ("august", "aug", "agosto", "ago"),
            ("september", "sept", "sep", "septiembre", "setiembre"),
            ("october", "oct", "octubre"),
            ("november", "nov", "noviembre"),
            ("december", "dec", "diciembre", "dic"),
        ),
        1,
    )
    for name in names
}
_WEEKDAY = any_of("(" + "|".join(_WEEKDAYS) + ")")
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_MONTH = re.compile(
    rf"(?<![\w])(?P<day>\d{{1,2}})(?:st|nd|rd|th)? (?:of |de )?(?P<month>{_NAMES})(?![\w])(?:,? (?:de |del )?(?P<year>20\d\d))?"
)
_MONTH_DAY = re.compile(
    rf"(?<![\w])(?P<month>{_NAMES})\.? (?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\w])(?:,? (?P<year>20\d\d))?"
)
_THE_DAY = re.compile(
    r"(?<![\w])(?:till|until|by|before|to|hasta|para|antes del?) (?:the |el )(\d{1,2})(?:st|nd|rd|th)?(?![\w])(?! (?:of|de|days|dias|units))"
)
_ISO = re.compile(r"(?<![\d])(20\d\d)-(\d\d)-(\d\d)(?![\d])")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})[/.](\d{1,2})(?:[/.](20\d\d|\d\d))?(?![\d/])")
_TOMORROW = any_of("tomorrow", "(?<!la )manana")
_END_OF_WEEK = any_of("end of (?:the |this )?week", "fin de (?:la )?semana", "finales de semana")
_END_OF_MONTH = any_of("end of (?:the |this )?month", "(?:fin|final|finales) de(?: este)? mes")
_NEXT_WEEK = any_of("next week", "la (?:proxima|siguiente) semana", "la semana (?:que viene|proxima)")
_FRIDAY: Final = 4
_A_YEAR: Final = 12


def until_in(plain: str, today: date | None, language: str | None = "en") -> tuple[date | None, str]:
    """Return by when, and the span in days as written ("3 days"); (None, "") if the words hold neither."""
    span = _SPAN.search(plain)
    if span:
        return _after(span, today)
    if today is None:
        return None, ""
    found = date_in(plain, today, language)
    return found, found.isoformat() if found else ""


def _after(span: re.Match[str], today: date | None) -> tuple[date | None, str]:
    word = span["count"].removesuffix(" of")
    count = {"few": 3, "unos": 3, "otra": 1, "another": 1}.get(word) or small_number(word) or 1
    days = -(-count // 24) if span["unit"][0] == "h" else count * _DAYS[span["unit"][0]]
    business = bool(span["business"] or span["habiles"])
    detail = f"{days} {'business ' if business else ''}days"
    if today is None:
        return None, detail
    return (_business_days(today, days) if business else today + timedelta(days=days)), detail


def _business_days(start: date, days: int) -> date:
    """Count Monday to Friday; the client's own calendar rules the deadline, this is what was asked for."""
    end = start
    for _ in range(min(days, 400)):
        end += timedelta(days=1)
        while end.weekday() > _FRIDAY:
            end += timedelta(days=1)
    return end


def date_in(plain: str, today: date, language: str | None) -> date | None:
    """Return the one date the words name, counted from ``today``; None if there is none, or two readings."""
    if found := _ISO.search(plain):
        return _made(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.search(plain) or _MONTH_DAY.search(plain):
        return _coming(today, _MONTHS[found["month"]], int(found["day"]), found["year"])
    if found := _SLASHED.search(plain):
        return _slashed(found, today, language)
    if found := _THE_DAY.search(plain):
        return _next_day(today, int(found[1]))
    if _TOMORROW.search(plain):
        return today + timedelta(days=1)
    return _weekday(plain, today)


def _next_day(today: date, day: int) -> date | None:
    """Return the next day of that number: "till the 10th"."""
    if day >= today.day:
        return _made(today.year, today.month, day)
    month = today.month % _A_YEAR + 1
    return _made(today.year + (month == 1), month, day)


def _weekday(plain: str, today: date) -> date | None:
    if found := _WEEKDAY.search(plain):
        ahead = (_WEEKDAYS[found[1]] - today.weekday() - 1) % 7 + 1
        return today + timedelta(days=ahead)
    if _END_OF_WEEK.search(plain):
        return today + timedelta(days=(_FRIDAY - today.weekday()) % 7)
    if _END_OF_MONTH.search(plain):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if _NEXT_WEEK.search(plain):
        return today + timedelta(days=7 - today.weekday() + _FRIDAY)
    return None


def _slashed(found: re.Match[str], today: date, language: str | None) -> date | None:
    """English writers put the month first, Spanish ones the day; where only one order is a date, that one."""
    one, two = int(found[1]), int(found[2])
    month, day = (two, one) if language == "es" or one > _A_YEAR else (one, two)
    if month > _A_YEAR:
        month, day = day, month
    year = found[3] and ("20" + found[3])[-4:]
    return _coming(today, month, day, year)


def _coming(today: date, month: int, day: int, year: str | None) -> date | None:
    """Return that day, of the year named or else the next time it comes."""
    if year:
        return _made(int(year), month, day)
    made = _made(today.year, month, day)
    return made if made is None or made >= today else _made(today.year + 1, month, day)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
