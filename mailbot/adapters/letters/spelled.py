"""Sums in words, as written terms state them: three hundred fifty-six and 77/100 US dollars."""

from decimal import ROUND_DOWN, Decimal
from typing import Final

from babel.numbers import get_currency_name, get_currency_precision

from mailbot.adapters.letters.faults import HoleError
from mailbot.adapters.letters.words import Words

_GROUPS: Final = ((1_000_000_000, "billion"), (1_000_000, "million"), (1_000, "thousand"))
_HUNDRED: Final = 100


def spelled(amount: Decimal, currency: str, words: Words) -> str:
    """Return a sum in words, its small coins as a fraction, with the currency's name."""
    whole = int(amount.to_integral_value(ROUND_DOWN))
    places = get_currency_precision(currency)
    coins = int((amount - whole).scaleb(places))
    fraction = f"{coins:0{places}d}/{10**places}" if places else ""
    pattern = str(words.called("pattern" if places else "pattern_whole", "numbers"))
    name = get_currency_name(currency, whole, locale=words.locale)
    return pattern.format(number=_number(whole, words), fraction=fraction, currency=name)


def _number(number: int, words: Words) -> str:
    if number < 0:
        raise HoleError("a sum below zero in words")
    for size, name in _GROUPS:
        if number >= size:
            return _joined(_group(number // size, name, words), number % size, words)
    return _below_thousand(number, words)


def _group(count: int, name: str, words: Words) -> str:
    if count == 1:
        return words.called(f"one_{name}", "numbers")
    return words.called(f"many_{name}", "numbers").format(count=_before_noun(_number(count, words), words))


def _before_noun(number: str, words: Words) -> str:
    """Shorten a number that counts thousands where the language does: veintiuno, veintiún mil."""
    for end, short in words.sections["numbers"].get("before", {}).items():
        if number.endswith(end):
            return number.removesuffix(end) + str(short)
    return number


def _below_thousand(number: int, words: Words) -> str:
    exact = words.hint(str(number), "numbers")
    if exact:
        return exact
    if number > _HUNDRED:
        hundreds = words.hint(f"{number // _HUNDRED}xx", "numbers") or words.called(
            f"{number // _HUNDRED}00", "numbers"
        )
        return _joined(hundreds, number % _HUNDRED, words)
    tens, ones = words.called(str(number // 10 * 10), "numbers"), words.called(str(number % 10), "numbers")
    return words.called("tens", "numbers").format(tens=tens, ones=ones)


def _joined(first: str, rest: int, words: Words) -> str:
    return f"{first} {_number(rest, words)}" if rest else first
