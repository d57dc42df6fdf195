"""Numbers, written in figures or in words, as English and Spanish writers put them."""

from decimal import Decimal
from typing import Final

SMALL: Final[dict[str, int]] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "twenty": 20,
    "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "dozen": 12, "couple": 2,
    "un": 1, "una": 1, "uno": 1, "dos": 2, "tres": 3, "cuatro": 4, "cinco": 5, "seis": 6, "siete": 7, "ocho": 8,
    "nueve": 9, "diez": 10, "once": 11, "doce": 12, "trece": 13, "catorce": 14, "quince": 15, "veinte": 20,
    "treinta": 30, "cuarenta": 40, "cincuenta": 50, "sesenta": 60, "docena": 12, "par": 2,
}  # fmt: skip
HUNDREDS: Final[dict[str, int]] = {
    "hundred": 100, "cien": 100, "ciento": 100, "doscientos": 200, "trescientos": 300, "cuatrocientos": 400,
    "quinientos": 500, "seiscientos": 600, "setecientos": 700, "ochocientos": 800, "novecientos": 900,
}  # fmt: skip
_TENS: Final[dict[str, int]] = {"seventy": 70, "eighty": 80, "ninety": 90, "setenta": 70, "ochenta": 80, "noventa": 90}
_THOUSAND: Final = frozenset({"thousand", "grand", "mil"})
NUMBER_WORDS: Final = frozenset(SMALL) | frozenset(HUNDREDS) | frozenset(_TENS) | _THOUSAND

# Currencies whose writers put a comma before the cents and a point between thousands.
_COMMA_CENTS: Final = frozenset({"EUR", "ARS", "CLP", "COP", "BRL", "UYU", "PYG", "DKK", "SEK", "NOK", "PLN", "CZK"})
_GROUP = 3
_CENTS = 2


def small_number(word: str) -> int | None:
    """Return what a word or figure counts, up to sixty in words; None if it is no number."""
    if word.isdecimal():
        return int(word) if len(word) <= 7 else None  # noqa: PLR2004 - more is an order number
    return SMALL.get(word)


def in_words(words: list[str]) -> int | None:
    """Return what number words count together: "two hundred and fifty" is 250."""
    total = run = 0
    for word in words:
        if word in ("and", "y"):
            continue
        if word == "hundred":
            run = max(run, 1) * 100
        elif word in _THOUSAND:
            total, run = total + max(run, 1) * 1000, 0
        else:
            run += SMALL.get(word) or HUNDREDS.get(word) or _TENS.get(word, 0)
    return (total + run) or None


def decimal_of(figures: str, currency: str, language: str | None) -> tuple[Decimal, bool] | None:
    """Read figures with points and commas. The flag says whether there is only one way to read them."""
    figures = figures.replace("'", "").replace(" ", "").strip(".,")
    marks = [sign for sign in figures if sign in ".,"]
    if not marks:
        return Decimal(figures), True
    if len(set(marks)) > 1:
        return _with_both(figures)
    if len(marks) > 1:
        return _grouped(figures, marks[0])
    return _with_one(figures, marks[0], currency, language)


def _with_both(figures: str) -> tuple[Decimal, bool] | None:
    """Points and commas: the last is the decimal mark; thousands must come in threes."""
    last = max(figures.rfind("."), figures.rfind(","))
    whole, cents = figures[:last], figures[last + 1 :]
    groups = whole.replace(".", ",").split(",")
    if figures[last] in whole or any(len(group) != _GROUP for group in groups[1:]):
        return None
    return Decimal("".join(groups) + "." + cents), len(cents) <= _CENTS


def _grouped(figures: str, mark: str) -> tuple[Decimal, bool] | None:
    first, *groups = figures.split(mark)
    if len(first) > _GROUP or any(len(group) != _GROUP for group in groups):
        return None
    return Decimal(first + "".join(groups)), True


def _with_one(figures: str, mark: str, currency: str, language: str | None) -> tuple[Decimal, bool] | None:
    whole, rest = figures.split(mark)
    if len(rest) <= _CENTS:
        return Decimal(f"{whole}.{rest}"), True
    if len(rest) != _GROUP or len(whole) > _GROUP or whole == "0":
        return None
    spanish_way = language == "es" and currency in _COMMA_CENTS
    return Decimal(whole + rest), spanish_way if mark == "." else currency not in _COMMA_CENTS
