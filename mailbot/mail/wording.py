"""Text made comparable: words, runs of them, figures and telephone numbers, whatever they are dressed in."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, wraps
from typing import TypeVar

RUN = 6  # so many words in a row are a quotation
_READ_CHARACTERS = 200_000
_WORD = re.compile(r"\w+")
_NO_WORD = re.compile(r"[\W_]+")
_NO_ASCII_WORD = {code: None for code in range(128) if not chr(code).isalnum()}
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]")
_CURRENCY = r"(?:[$€£¥]|us\$|usd|eur|gbp|cad|mxn|aud)"
_COUNTED = (
    r"(?:units?|pcs|pieces?|pallets?|box(?:es)?|cartons?|items?|cases?|days?|hours?|weeks?|months?|inch(?:es)?|in|lbs?|kg|"
    r"unidades?|piezas?|pal[eé]s?|cajas?|art[ií]culos?|d[ií]as?|horas?|semanas?|mes(?:es)?)"
)
_FIGURE = re.compile(
    r"(?P<number>\d{1,3}(?:[.,'’]\d{3})+(?:[.,]\d{1,2})?|\d{1,9}(?:[.,]\d{1,2})?)"
    rf"(?:\s?(?P<share>%)|(?P<thousand>k)\b|\s?(?P<after>{_CURRENCY}|dollars?|euros?|bucks|d[oó]lares)(?!\w)"
    rf"|\s?(?P<counted>{_COUNTED})\b)?(?!\w|[-/:]\d|[.,]\d)"
)
_BEFORE = re.compile(rf"(?:^|\W)({_CURRENCY})\s?$")
_PART_OF_A_NAME = re.compile(r"(?:[\w.,/:#]|\w-)$")  # or of a date, a time, an order number
_PHONE = re.compile(r"(?<![\w.,+-])(?:\+|00)?\(?\d[\d\s().·-]{5,20}\d(?![\w-])")
_DATE = re.compile(r"\d{4}[-.]\d{1,2}[-.]\d{1,2}|\d{1,2}[-.]\d{1,2}[-.]\d{4}")
_PHONE_DIGITS = range(7, 16)
_SAME_PHONE = 9  # the last digits: with or without the country's code
_YEARS = range(1990, 2101)
_MONEY_FROM = 100  # a bare number below this counts something else


_KEPT_CHARACTERS = 10_000
_KEPT_TEXTS = 256

Result = TypeVar("Result")


def kept(function: Callable[[str], Result]) -> Callable[[str], Result]:
    """Remember what a pure function made of short texts: much of a letter and of a workbook is in all of them."""
    remembered = lru_cache(maxsize=_KEPT_TEXTS)(function)

    @wraps(function)
    def either(text: str) -> Result:
        return (remembered if len(text) <= _KEPT_CHARACTERS else function)(text)

    return either


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a text: what it may be worth (two readings of 1.250), and whether it looks like money."""

    written: str
    values: tuple[Decimal, ...]
    share: bool  # a percentage
    money: bool  # a currency, cents or thousands stand with it
    counted: bool  # a unit that is no money stands behind it

    @property
    def tells(self) -> bool:
        """Whether somebody who said it may have named a sum or a share."""
        bare = any(value >= _MONEY_FROM and value not in _YEARS for value in self.values)
        return self.share or self.money or (bare and not self.counted)


def folded(text: str) -> str:
    """Return text as it is compared: compatibility forms made one, no case, nothing invisible."""
    if text.isascii():
        return text.casefold()
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).casefold()


@kept
def squeezed(text: str) -> str:
    """Return only the letters and digits of folded text."""
    return text.translate(_NO_ASCII_WORD) if text.isascii() else _NO_WORD.sub("", text)


def words(text: str) -> list[str]:
    """Return the words of folded text."""
    return _WORD.findall(text)


@lru_cache(maxsize=512)
def runs(text: str) -> frozenset[str]:
    """Return all runs of six words of any text."""
    return frozenset(runs_of(words(folded(text[:_READ_CHARACTERS]))))


def runs_of(listed: list[str]) -> Iterator[str]:
    """Return the run of six words that begins at each word."""
    return map(" ".join, zip(*(listed[start:] for start in range(RUN)), strict=False))


@lru_cache(maxsize=512)
def figures(text: str) -> tuple[Figure, ...]:
    """Return the numbers of folded text that are no part of a date, time or name."""
    found = (
        _figure(each, text[max(0, each.start() - 5) : each.start()])
        for each in _FIGURE.finditer(text[:_READ_CHARACTERS])
    )
    return tuple(figure for figure in found if figure is not None)


def _figure(found: re.Match[str], before: str) -> Figure | None:
    number = found["number"]
    currency = _BEFORE.search(before)
    if currency is None and _PART_OF_A_NAME.search(before):
        return None
    money = bool(currency or found["after"] or found["thousand"] or re.search(r"[.,'’]", number))
    factor = 1000 if found["thousand"] else 1
    values = tuple(dict.fromkeys(value * factor for value in _values(number)))
    written = f"{currency[1]}{found[0]}" if currency else found[0]
    return Figure(written.strip(), values, bool(found["share"]), money, bool(found["counted"]))


def _values(number: str) -> Iterator[Decimal]:
    whole, mark, last = re.fullmatch(r"(.*?)(?:([.,])(\d{1,2}))?", number, re.DOTALL).groups()  # type: ignore[union-attr]
    digits = re.sub(r"\D", "", whole)
    yield Decimal(f"{digits}.{last}" if mark else digits).normalize()
    if not mark and re.fullmatch(r"\d+[.,]\d{3}", number):
        yield Decimal(number.replace(",", ".")).normalize()  # three decimals, as some currencies have


@lru_cache(maxsize=512)
def phones(text: str) -> frozenset[str]:
    """Return the last digits of what is written like a telephone number."""
    digits = (re.sub(r"\D", "", found) for found in _PHONE.findall(text[:_READ_CHARACTERS]) if _is_phone(found))
    return frozenset(each[-_SAME_PHONE:] for each in digits if len(each) in _PHONE_DIGITS)


def _is_phone(found: str) -> bool:
    if _DATE.match(found):
        return False
    groups = re.findall(r"\d+", found)
    return found.startswith(("+", "00", "(")) or len(groups) > 2 or len(groups[0]) > _SAME_PHONE  # noqa: PLR2004 - two groups may be a span
