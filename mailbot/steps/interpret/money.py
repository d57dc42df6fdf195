"""Sums of money in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from mailbot.steps.interpret.numbers import NUMBER_WORDS, SMALL, decimal_of, in_words

_DOLLARS: Final = frozenset({"USD", "CAD", "AUD", "NZD", "MXN", "ARS", "CLP", "COP", "SGD", "HKD"})
_SIGNS: Final = {
    "€": "EUR",
    "£": "GBP",
    "us$": "USD",
    "u$s": "USD",
    "usd$": "USD",
    "c$": "CAD",
    "ca$": "CAD",
    "mx$": "MXN",
}
_WORDS: Final = {"euro": "EUR", "euros": "EUR", "eur": "EUR", "gbp": "GBP", "pounds": "GBP", "usd": "USD", "cad": "CAD"}
_MORE_WORDS: Final = {
    "mxn": "MXN",
    "pesos": "MXN",
    "aud": "AUD",
    "us dollars": "USD",
    "dolares americanos": "USD",
    "quid": "GBP",
}
_CODES: Final = _WORDS | _MORE_WORDS
_MONEY_WORDS: Final = r"us dollars|dolares americanos|dollars?|dlls|dls|bucks?|dolar(?:es)?|euros?|usd|eur|gbp|cad|aud|mxn|pesos|pounds|quid"
_FIGURES: Final = r"\d{1,3} \d{3}(?:[.,]\d{2})?(?![\d])|\d[\d.,']{0,20}"
_SUM = re.compile(
    r"(?P<sign>usd ?\$|us\$|u\$s|c\$|ca\$|mx\$|[$€£]|(?<![\w])(?:usd|eur|gbp|cad|aud|mxn)(?![a-z]))? ?"
    rf"(?:(?<![\w.,#])|(?<=usd)|(?<=eur)|(?<=gbp)|(?<=cad)|(?<=mxn))(?P<figures>{_FIGURES})"
    r"(?P<times> ?k(?![\w])| mil(?![\w])| grand(?![\w])| thousand(?![\w]))?"
    rf"(?: ?(?P<word>[$€£]|(?:de )?(?:{_MONEY_WORDS})(?![\w])))?"
)
_NUMBER_WORD: Final = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_IN_WORDS = re.compile(
    rf"(?<![\w])(?P<words>(?:{_NUMBER_WORD})(?:[ -](?:{_NUMBER_WORD}|and|y)(?![\w])){{0,8}}) (?P<word>{_MONEY_WORDS})(?![\w])"
)
_DIGIT_WORD: Final = "one|two|three|four|five|six|seven|eight|nine"
_TENS_WORD: Final = "ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
# "three seventy five" is 375 where sums are spoken of, "two oh five" 205.
_SPOKEN = re.compile(
    rf"(?<![\w])(?P<hundreds>{_DIGIT_WORD})[ -](?:(?P<tens>{_TENS_WORD})(?:[ -](?P<ones>{_DIGIT_WORD}))?|(?:oh|o) (?P<oh>{_DIGIT_WORD}))(?![\w])(?! (?:hundred|thousand|grand))"
)
_BARE_WORDS = re.compile(
    rf"(?<![\w])(?P<words>(?:(?:an?|{_DIGIT_WORD}|ten|eleven|twelve|fifteen) (?:hundred|thousand|grand)|(?:dos|tres|cuatro|seis|sete|ocho|nove)cientos|quinientos|mil (?=\w{{3,7}}cientos)|ciento (?=\w))(?:[ -](?:(?:and|y) )?(?:{_NUMBER_WORD})(?![\w])){{0,8}})(?![\w])"
)
_NOT_MONEY = re.compile(
    r" ?(?:%|percent|por ?ciento|units?|unidades|uds?|pcs|pieces?|piezas|items?|articulos|pallets?|palets?|tarimas|boxes|cajas"
    r"|cartons|days?|dias|hours?|horas|weeks?|semanas|business|of the|of them|de las|de los|x |/|:\d|-\d|(?:st|nd|rd|th)(?![\w])|lbs?(?![\w])|kg|am|pm)"
)
_DAY_OF = re.compile(
    r"(?<![\w])(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.? $"
)
_THOUSAND = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of money as written; ``currency`` None: a bare number."""

    amount: Decimal
    currency: str | None
    start: int
    end: int
    sure: bool  # whether there is only one way to read it


def sums_in(plain: str, currency: str, language: str | None, *, bare: bool = False) -> tuple[Sum, ...]:
    """Find sums in folded text; ``bare`` takes numbers without a currency too, where no other unit follows them."""
    found = [*_in_figures(plain, currency, language, bare=bare), *_in_words(plain, currency)]
    if bare:
        taken = [(each.start, each.end) for each in found]
        found += [
            each for each in _spoken(plain) if all(each.end <= start or end <= each.start for start, end in taken)
        ]
    return tuple(sorted(found, key=lambda each: each.start))


def _in_figures(plain: str, currency: str, language: str | None, *, bare: bool) -> Iterator[Sum]:
    for match in _SUM.finditer(plain):
        code = _currency(match["sign"] or match["word"], currency)
        times = match["times"]
        other_unit = _NOT_MONEY.match(plain, match.end())
        if (code is None and not (bare or times)) or (other_unit and not code):
            continue
        figures = match["figures"]
        if code is None and (
            " " in figures or _DAY_OF.search(plain, max(0, match.start("figures") - 12), match.start("figures"))
        ):
            continue
        value = decimal_of(figures, code or currency, language)
        if value is not None:
            amount = _whole(value[0] * _THOUSAND) if times else value[0]
            start = match.start("sign") if match["sign"] else match.start("figures")
            end = match.start() + len(match.group().rstrip(" .,'"))
            yield Sum(amount, code, start, end, value[1])


def _in_words(plain: str, currency: str) -> Iterator[Sum]:
    for match in _IN_WORDS.finditer(plain):
        amount = in_words(match["words"].replace("-", " ").split())
        if amount is not None and not plain[: match.start()].rstrip()[-1:].isdigit():
            yield Sum(Decimal(amount), _currency(match["word"], currency), match.start(), match.end(), sure=True)


def _spoken(plain: str) -> Iterator[Sum]:
    """Yield what number words say without a currency: "two hundred sixty", "three seventy five"."""
    whole = []
    for match in _BARE_WORDS.finditer(plain):
        amount = in_words(match["words"].replace("-", " ").split())
        if amount is not None and not _NOT_MONEY.match(plain, match.end()):
            whole.append(match.span())
            yield Sum(Decimal(amount), None, match.start(), match.end(), sure=True)
    for match in _SPOKEN.finditer(plain):
        if not any(start < match.end() and match.start() < end for start, end in whole) and not _NOT_MONEY.match(
            plain, match.end()
        ):
            low = [match["tens"], match["ones"] or match["oh"]]
            amount = 100 * SMALL[match["hundreds"]] + (in_words([word for word in low if word]) or 0)
            yield Sum(Decimal(amount), None, match.start(), match.end(), sure=False)


def _whole(amount: Decimal) -> Decimal:
    """Write 1500.0 as 1500."""
    return amount.quantize(Decimal(1)) if amount == amount.to_integral_value() else amount


def _currency(mark: str | None, currency: str) -> str | None:
    """Return the ISO 4217 code of a sign or word; a dollar is the order's own dollar."""
    if mark is None:
        return None
    mark = mark.removeprefix("de ").replace(" ", "") if "$" in mark else mark.removeprefix("de ")
    if mark in _SIGNS or mark in _CODES:
        return _SIGNS.get(mark) or (currency if mark == "pesos" and currency in _DOLLARS - {"USD"} else _CODES[mark])
    return currency if currency in _DOLLARS else "USD"


def same(one: Sum, amount: Decimal, currency: str) -> bool:
    """Whether a sum is this amount; a bare number takes any currency."""
    return one.amount == amount and one.currency in (None, currency)
