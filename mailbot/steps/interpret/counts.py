"""How many: the numbers of a sentence that count goods, not sums, sizes, dates or orders."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mailbot.steps.interpret.goods import Mention
from mailbot.steps.interpret.numbers import SMALL, in_words, small_number

_COUNT = re.compile(
    r"(?<![\w$€£.,#-])(\d{1,3}(?:,\d{3})(?![\d,])|\d{1,6}(?=x(?![\w]))|\d{1,6}|[a-z]{2,11})(?:(?![\w%]|[.,]\d)|(?=x(?![\w])))"
)
_WORD_COUNTS: Final = frozenset(SMALL) - {"a", "an", "un", "una", "uno", "par", "once"}
_NOT_GOODS_AFTER = re.compile(
    r" ?(?:dollars|dolares|usd|eur|euros|bucks|pesos|%|percent|por ?ciento|days|dias|weeks|semanas|hours|am|pm|k(?![\w]))"
    r'|[ -]?(?:inch(?:es)?|in|cups?|litros?|liters?|litres?|ml|cm|mm|kg|lbs?|oz|gb|tb|watts?|volts?|v|w|l|pulgadas?|tazas?|")(?![\w])'
)
_NOT_GOODS_BEFORE = re.compile(
    r"(?:[$€£] ?|usd ?|order ?(?:no\.?|number|nr)? ?|orden ?|pedido ?(?:no\.?|numero)? ?|#|sku ?|lot ?|lote ?|model ?|line ?|pallets? |tarimas? |january |may |june |july )$"
)
_FAR: Final = 60  # letters; further off a number counts something else
_GONE_BEFORE = re.compile(r"(?:missing|short(?: by| of)?|faltan|faltaron|falta|lack(?:ing)?|lost) $")
_GONE_AFTER = re.compile(r" (?:\w{1,14} ){0,2}(?:(?:are|is|were|was) )?(?:missing|short(?![\w])|faltantes|never)")
_GOT = re.compile(
    r"only|count|got|received|found|solo|solamente|nada mas|unicamente|llegaron|recibi|conte|delivered|came|arrived"
)
_OUT_OF = re.compile(
    r"(?:\w{1,12} ){0,2}(?:of|out of|instead of|not|de|de los|de las|en lugar de|en vez de)(?: the| los| las)?"
)

TOKEN_OR_SIGN = re.compile(r"\d{1,3}(?:,\d{3})+(?![\d])|\d+x?(?![\w])|[^\W_]+|[^\s\w]")
_FILLERS: Final = frozenset({
    "of", "the", "these", "those", "our", "my", "your", "out", "total", "x", "pcs", "pc", "pieces", "piece", "units", "unit", "ea",
    "each", "sku", "skus", "model", "item", "items", "other", "more", "whole", "complete", "extra", "additional", "asin", "upc", "ref",
    "de", "del", "los", "las", "el", "la", "mis", "nuestros", "nuestras", "unidades", "unidad", "piezas", "pieza", "pzas", "pza",
    "pzs", "uds", "ud", "articulos", "clave", "codigo", "modelo", "couple", "pair", "dozen", "only", "just", "about", "×", "*", "-",
    "(", "[",
})  # fmt: skip
_AFTER: Final = _FILLERS | frozenset({
    "qty", "quantity", "cant", "cantidad", "are", "is", "were", "was", "came", "arrived", "them", "we", "have", "had", "count", "by",
    "up", "son", "esta", "estan", "estaban", "vienen", "venian", "llegaron", "que", "se", "nos", "me", ":", "|", ",", ")", "]", "=",
    "–",
})  # fmt: skip
_SIZES: Final = frozenset(
    {"inch", "inches", "in", "pulgadas", "gb", "tb", "l", "liter", "litre", "litros", "cup", "cups", "tazas", "w", "v"}
)
_ALL: Final = frozenset({"all", "every", "todos", "todas", "toda", "todo"})
_ONE: Final = frozenset({"a", "an", "un", "una", "uno", "one"})
_JOINTS: Final = frozenset(
    {"and", "y", "e", "also", "plus", "tambien", "another", "otros", "otras", "too", "all"} | set("&+;.•#/")
)
_WALK: Final = 9  # words between a number and its goods, at most


@dataclass(frozen=True, slots=True)
class Count:
    """A number that counts, and where it stands."""

    start: int
    end: int
    number: int


def counts_in(plain: str) -> tuple[Count, ...]:
    """Return all numbers that may count goods."""
    return tuple(
        Count(found.start(), found.end(), number)
        for found in _COUNT.finditer(plain)
        if (number := _number(plain, found)) is not None
    )


def _number(plain: str, found: re.Match[str]) -> int | None:
    word = found[1].replace(",", "")
    if not (word.isdecimal() or word in _WORD_COUNTS):
        return None
    if _NOT_GOODS_AFTER.match(plain, found.end()) or _NOT_GOODS_BEFORE.search(plain[: found.start()]):
        return None
    return small_number(word)


def units_near(plain: str, start: int, end: int) -> int | None:
    """Return the count nearest to the words of a claim; "31 of 40" came lacks 9."""
    counts = counts_in(plain)
    beside = [
        each.number for each in counts if _GONE_BEFORE.search(plain[: each.start]) or _GONE_AFTER.match(plain, each.end)
    ]
    if beside:
        return beside[0]
    if _GOT.match(plain[start:end]):
        return rest_of(plain, counts)
    near = [(max(start - each.end, each.start - end, 0), each.number) for each in counts]
    away, number = min(near, default=(_FAR + 1, 0))
    return number if away <= _FAR else None


def says_what_came(words: str) -> bool:
    """Whether the words of a claim count what arrived, not what lacks."""
    return _GOT.match(words) is not None


def rest_of(plain: str, counts: tuple[Count, ...]) -> int | None:
    """Return what lacks where the words say what came: "31 of 40" lacks 9."""
    for came, whole in pairwise(counts):
        if _OUT_OF.fullmatch(plain[came.end : whole.start].strip()) and came.number < whole.number:
            return whole.number - came.number
    return None


def is_filler(word: str) -> bool:
    """Whether a word in a list of goods says nothing besides goods and numbers."""
    plain = word.removesuffix("x").removeprefix("x").replace(",", "")
    return word in _AFTER or word in _JOINTS or small_number(plain) is not None or in_words([word]) is not None


_THE_WHOLE = re.compile(
    r"[\W_]{0,4}(?:from |out )?(?:of|de)(?: (?:the|our|los|las|nuestr[oa]s))?(?: [^\W_]{1,12}){0,3} "
)


def units_before(plain: str, since: int, mention: Mention) -> int | None:
    """Return the count that stands before goods: "3 of the 12 vacuums", "two blenders", "all the kettles"."""
    words = [token.group() for token in TOKEN_OR_SIGN.finditer(plain, since, mention.start)]
    if since > 0 and since < mention.start and (plain[since].isalnum() and plain[since - 1].isalnum()):
        words = words[1:]  # a word cut in two
    numbers = list(_walked(reversed(words[-_WALK:])))
    if _THE_WHOLE.fullmatch(plain[: mention.start]):
        return None  # "of the 18 fryers, 4 ..."
    if len(numbers) > 1 and ("of" in words or "de" in words):
        return min(numbers[:2])
    if numbers:
        return numbers[0]
    near = [word for word in words[-3:] if word not in _FILLERS]
    return mention.quantity if near and near[-1] in _ALL and mention.quantity else None


def _walked(backwards: Iterator[str]) -> Iterator[int]:
    """Yield the numbers that only fillers part from the goods, the nearest first."""
    run: list[str] = []
    sized = False
    for word in backwards:
        if sized or word in _SIZES or word == '"':
            sized = not sized  # "55 inch": the number before a size counts nothing
            continue
        figure = word.removesuffix("x").replace(",", "")
        spelled = in_words([word]) if word not in ("and", "y") else None
        if figure.isdecimal():
            yield from _spelled(run)
            run = []
            if len(figure) > 6:  # noqa: PLR2004 - an order number
                return
            yield int(figure)
        elif spelled is not None or (word in ("and", "y") and run):
            run.insert(0, word)
        else:
            yield from _spelled(run)
            run = []
            if word not in _FILLERS:
                return
    yield from _spelled(run)


def _spelled(run: list[str]) -> Iterator[int]:
    """Yield what number words count; "a dozen" is twelve, a bare "a" one."""
    words = [word for word in run if word not in ("and", "y")]
    if len(words) > 1:
        words = [word for word in words if word not in _ONE]
    if words and (number := in_words(words)):
        yield number


def units_after(plain: str, mention: Mention, until: int, kind_starts: frozenset[int]) -> int | None:
    """Return the count that stands after goods: "RV-300: 3 missing", "vacuums x3", "RV-300 | 12 | 3"."""
    numbers: list[int] = []
    fault_said = False
    for token in list(TOKEN_OR_SIGN.finditer(plain, mention.end, until))[:_WALK]:
        word = token.group().removesuffix("x").removeprefix("x").replace(",", "")
        number = small_number(word) if word not in _ONE else None
        if token.start() in kind_starts and number is None:
            fault_said = True
        elif number is not None:
            if not _counts_these(plain, token.end(), kind_starts, len(plain) if fault_said else until):
                break
            numbers.append(number)
        elif token.group() not in _AFTER or (fault_said and token.group() == ","):
            break
    if len(numbers) > 1 and numbers[0] == mention.quantity and numbers[1] <= numbers[0]:
        return numbers[1]
    return numbers[0] if numbers else None


def _counts_these(plain: str, end: int, kind_starts: frozenset[int], until: int) -> bool:
    """Whether what follows a number is not another noun it counts."""
    if _NOT_GOODS_AFTER.match(plain, end):
        return False
    following = TOKEN_OR_SIGN.search(plain, end, until)
    return (
        following is None
        or following.group() in _AFTER
        or following.start() in kind_starts
        or not following.group()[0].isalpha()
    )
