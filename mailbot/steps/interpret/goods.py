"""The goods of an order as a buyer's words name them: by SKU, or by words of their description."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import Final

from mailbot.claims.manifest import Line, Manifest
from mailbot.steps.interpret.numbers import NUMBER_WORDS
from mailbot.steps.interpret.words import fold

TOKEN = re.compile(r"[^\W_]+")
_NAME_ENDS = re.compile(r",| - |\(|\||/| with | w | para | con | for ")
_WITHIN = re.compile(r" ?[-'\"]? ?|\.")  # between two words of one name
_WITHIN_CODE = re.compile(r"[-_./ ]")
_CODE_WORDS: Final = 5
_SPACED_CODE: Final = 5  # letters; a shorter code is not read over a space: "TV 55" is no TV-55
_SHORTEST: Final = 3
_NAME_REACHES: Final = 90  # letters
_ENOUGH: Final = 4  # one line in so many makes a Spanish manifest
_LINKS: Final = frozenset({"of", "de", "del"})
_SPANISH: Final = frozenset({"de", "del", "con", "para", "y", "sin", "la", "el"})
# Words that tell goods apart but name none.
_MARKS: Final = frozenset({
    "large", "medium", "small", "big", "mini", "black", "white", "red", "blue", "green", "grey", "gray",
    "silver", "gold", "pink", "new", "refurbished", "king", "queen", "twin", "full", "size", "left", "right",
    "grande", "mediano", "chico", "pequeno", "negro", "blanco", "rojo", "azul", "verde", "gris", "plata",
    "dorado", "nuevo", "plateado",
})  # fmt: skip
# Words of a name that say too little to stand for it alone.
_VAGUE: Final = frozenset({
    "box", "case", "set", "pair", "piece", "unit", "item", "pack", "kit", "bag", "machine", "maker", "tool",
    "part", "lot", "pallet", "carton", "product", "good", "line", "store", "control", "home", "charge", "cover",
    "light", "table", "cable", "caja", "juego", "par", "pieza", "unidad", "articulo", "paquete", "maquina",
    "producto", "bolsa", "mesa", "luz",
})  # fmt: skip


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """Return a folded word without its plural, alike for both languages."""
    if len(word) < _SHORTEST:
        return word
    if not word.isalpha():
        return word.removesuffix("s")  # "v11s"
    bare = word[:-1] if word.endswith("s") and not word.endswith("ss") else word
    bare = bare.removesuffix("e")
    ends = {"y": "i", "z": "c"}
    return bare[:-1] + ends[bare[-1]] if bare and bare[-1] in ends else bare


_MARK_STEMS: Final = frozenset(map(stem, _MARKS))
_VAGUE_STEMS: Final = frozenset(map(stem, _VAGUE))


@dataclass(frozen=True, slots=True)
class Mention:
    """Where words name goods; no ``sku`` where two lines fit equally."""

    start: int
    end: int
    sku: str = ""
    quantity: int | None = None  # on the manifest
    coded: bool = False


@dataclass(frozen=True, slots=True)
class _Known:
    """A line of the manifest by its words."""

    sku: str
    quantity: int
    name: tuple[str, ...]  # stems, in order
    head: str  # the stem that may stand for all
    marks: frozenset[str]

    def fit(self, stems: frozenset[str], plurals: frozenset[str], marks: frozenset[str]) -> tuple[int, ...] | None:
        """Return how well words name this line; None if they do not."""
        got = [each for each in dict.fromkeys(self.name) if each in stems]
        whole = len(got) == len(set(self.name))
        if not whole and not any(self._stands_alone(each, plurals) for each in got) and not self._says_enough(got):
            return None
        return (len(got), self.head in got, len(marks & self.marks), whole)

    def _says_enough(self, got: list[str]) -> bool:
        return len(got) > 1 and any(each not in _VAGUE_STEMS for each in got)

    def _stands_alone(self, word: str, plurals: frozenset[str]) -> bool:
        if word in _VAGUE_STEMS:
            return False
        return word == self.head or word in plurals or (not word.isalpha() and len(word) >= _SHORTEST)


@dataclass(frozen=True, slots=True)
class Goods:
    """All lines of an order, ready to be looked up."""

    codes: Mapping[str, tuple[str, int | None]]  # letters and digits of a SKU -> SKU, quantity
    begins: frozenset[str]  # how a code begins: its first letter, its first two
    lines: Mapping[str, tuple[_Known, ...]]  # by every stem of their names
    joined: Mapping[str, tuple[str, ...]]  # two words of a name written as one
    marks: frozenset[str]

    def mentions(self, plain: str) -> tuple[Mention, ...]:
        """Return the goods a folded text names, in order."""
        if not self.codes and not self.lines:
            return ()
        tokens = list(TOKEN.finditer(plain))
        coded = list(self._coded(plain, tokens))
        taken = {place for each in coded for place in range(each.start, each.end)}
        free = [token for token in tokens if token.start() not in taken]
        named = [each for run in self._runs(plain, free) if (each := self._named(run)) is not None]
        whole = _brought_together(plain, sorted([*coded, *named], key=lambda each: each.start))
        return tuple(_with_its_name(plain, each) for each in whole)

    def _coded(self, plain: str, tokens: list[re.Match[str]]) -> Iterator[Mention]:
        free_from = 0
        for at, token in enumerate(tokens):
            if token.start() < free_from or token.group()[:2] not in self.begins:
                continue
            found = next(self._codes_from(plain, tokens[at : at + _CODE_WORDS]), None)
            if found is not None:
                free_from = found.end
                yield found

    def _codes_from(self, plain: str, tokens: list[re.Match[str]]) -> Iterator[Mention]:
        """Yield the codes that begin with the first of these tokens, the longest first."""
        for last in reversed(range(len(tokens))):
            code = "".join(token.group() for token in tokens[: last + 1])
            known = self.codes.get(code)
            between = [plain[left.end() : right.start()] for left, right in pairwise(tokens[: last + 1])]
            spaced = " " in between and len(code) < _SPACED_CODE
            if known and not spaced and all(map(_WITHIN_CODE.fullmatch, between)):
                yield Mention(tokens[0].start(), tokens[last].end(), *known, coded=True)

    def _runs(self, plain: str, tokens: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
        """Yield the longest stretches of words that are all of descriptions."""
        run: list[re.Match[str]] = []
        for at, token in enumerate(tokens):
            following = tokens[at + 1] if at + 1 < len(tokens) else None
            if run and not _WITHIN.fullmatch(plain[run[-1].end() : token.start()]):
                yield run
                run = []
            if self._belongs(token.group(), following.group() if following else "", begun=bool(run)):
                run.append(token)
            elif run:
                yield run
                run = []
        if run:
            yield run

    def _belongs(self, word: str, following: str, *, begun: bool) -> bool:
        after = stem(following)
        if word in _LINKS:
            return begun and (after in self.lines or after in self.marks)
        if word.isdecimal() or word in NUMBER_WORDS:
            return word in self.marks and after in self.marks
        root = stem(word)
        if root in self.lines or root in self.joined or root in self.marks:
            return True
        return bool(following) and stem(word + following) in self.lines

    def _named(self, run: list[re.Match[str]]) -> Mention | None:
        words = [token.group() for token in run]
        pairs = [left + right for left, right in pairwise(words)]
        roots = [stem(word) for word in [*words, *pairs]]
        stems = frozenset(part for root in roots for part in self.joined.get(root, (root,)))
        plurals = frozenset(stem(word) for word in words if word.endswith("s"))
        plurals |= {part for root in roots for part in self.joined.get(root, ())}
        marks = (stems | set(words)) & self.marks
        fits = {
            line.sku: (fit, line)
            for root in stems
            for line in self.lines.get(root, ())
            if (fit := line.fit(stems, plurals, marks)) is not None
        }
        if not fits:
            return None
        best = max(fit for fit, _ in fits.values())
        lines = [line for fit, line in fits.values() if fit == best]
        place = (run[0].start(), run[-1].end())
        return Mention(*place, lines[0].sku, lines[0].quantity) if len(lines) == 1 else Mention(*place)


_ITS_NAME = re.compile(
    r"(?:(?<=\d )|(?<=\dx ))(?:[^\W\d_]{1,20} ){1,4}[(\[](?:sku ?)?$|(?<![^\W_])[^\W\d_]{1,20} [(\[](?:sku ?)?$"
)
_BESIDE = re.compile(r"[\s()\[\]:|#.,-]{0,4}(?:(?:sku|model|item|ref|modelo|clave)[\s.:#]{0,3})?")


def _brought_together(plain: str, mentions: list[Mention]) -> tuple[Mention, ...]:
    """Make one of a code and the words beside it: "kettles (SA-120)"."""
    kept: list[Mention] = []
    for each in mentions:
        last = kept[-1] if kept else None
        if last is not None and _same(plain[last.end : each.start], last, each):
            one = last if last.coded or not each.coded else each
            kept[-1] = Mention(last.start, each.end, one.sku, one.quantity, coded=True)
        else:
            kept.append(each)
    return tuple(kept)


def _with_its_name(plain: str, mention: Mention) -> Mention:
    """Take the words before a code in brackets with it, whatever they call the goods: "5 hervidores (SA-120)"."""
    from_ = max(0, mention.start - _NAME_REACHES)
    found = _ITS_NAME.search(plain[from_ : mention.start]) if mention.coded else None
    return replace(mention, start=from_ + found.start()) if found else mention


def _same(gap: str, last: Mention, each: Mention) -> bool:
    if not _BESIDE.fullmatch(gap) or last.coded == each.coded:
        return False
    return last.sku == each.sku or not (last.sku and each.sku) or "," not in gap


def _code(sku: str) -> str:
    return "".join(TOKEN.findall(fold(sku)))


def _codes(manifest: Manifest, skus: tuple[str, ...]) -> dict[str, tuple[str, int | None]]:
    quantities: dict[str, int | None] = dict.fromkeys(skus)
    for line in manifest.lines:
        quantities[line.sku] = (quantities.get(line.sku) or 0) + line.quantity
    return {
        code: (sku, quantity)
        for sku, quantity in quantities.items()
        if len(code := _code(sku)) >= _SHORTEST and any(sign.isdecimal() for sign in code) and not _too_plain(code)
    }


def _too_plain(code: str) -> bool:
    return code.isdecimal() and len(code) <= _SHORTEST  # a bare number that short is a count


def _in_spanish(line: Line) -> bool:
    said = line.description.lower()
    return any(letter in said for letter in "áéíóúñ") or not _SPANISH.isdisjoint(TOKEN.findall(said))


def _known(line: Line, *, spanish: bool) -> _Known:
    plain = fold(line.description)
    end = _NAME_ENDS.search(plain)
    words = TOKEN.findall(plain[: end.start()] if end and end.start() else plain)
    rest = TOKEN.findall(plain[end.start() :]) if end and end.start() else []
    name: list[str] = []
    marks = set(rest)
    for at, word in enumerate(words):
        sized = at > 0 and (words[at - 1].isdecimal())
        if word[0].isdecimal() or sized or stem(word) in _MARK_STEMS:
            marks.add(word)
            marks |= {words[at - 1] + word} if sized else set()
        elif word not in _SPANISH and word not in NUMBER_WORDS:
            name.append(stem(word))
    letters = [each for each in name if each.isalpha()]
    head = (letters[0] if spanish else letters[-1]) if letters else ""
    return _Known(line.sku, line.quantity, tuple(name), head, frozenset(marks | {stem(mark) for mark in marks}))


@lru_cache(maxsize=64)
def goods_of(manifest: Manifest, skus: tuple[str, ...]) -> Goods:
    """Index an order's goods; ``skus`` are known besides its manifest."""
    marked = sum(map(_in_spanish, manifest.lines))
    spanish = marked * _ENOUGH >= len(manifest.lines)
    known = [_known(line, spanish=spanish or _in_spanish(line)) for line in manifest.lines]
    by_sku: dict[str, _Known] = {}
    for line in known:
        by_sku.setdefault(line.sku, line)
    lines: defaultdict[str, list[_Known]] = defaultdict(list)
    joined: dict[str, tuple[str, ...]] = {}
    codes = _codes(manifest, skus)
    for line in by_sku.values():
        for root in set(line.name):
            lines[root].append(line)
        for left, right in pairwise(line.name):
            joined[left + right] = (left, right)
    return Goods(
        codes,
        frozenset(code[:length] for code in codes for length in (1, 2)),
        {root: tuple(those) for root, those in lines.items()},
        joined,
        frozenset(mark for line in known for mark in line.marks),
    )
