"""Words made comparable: folded, quotes blanked, cut into sentences. Positions stay those of the text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

_MARKS: Final = {"’": "'", "‘": "'", "´": "'", "`": "'", "“": '"', "”": '"', "«": '"', "»": '"', "„": '"'}
_SPACES: Final = {
    "–": "-",
    "—": "-",
    "−": "-",
    "…": ".",
    "\u00a0": " ",
    "\u202f": " ",
    "\u2009": " ",
    "\t": " ",
    "\r": " ",
}
_SIGNS: Final = _MARKS | _SPACES
_LONGEST: Final = 800  # letters; nobody breathes that long
_END = re.compile(r"[.!?;]{1,20}(?=[\s\"')\]]|$)|:(?= {0,3}¿)|\n")
_ABBREVIATION = re.compile(r"\b(?:nr|nro|num|approx|aprox|vs|mr|mrs|ms|sr|sra|dr|st|inc|ltd|qty|pcs|pls|e\.g|i\.e)\.$")
_NUMBER_SIGN = re.compile(r"no\. ?\d")  # "order no. 12"
_QUOTE = re.compile(r'(?<![\w])"[^"\n]{2,300}"')
_QUOTED_LINE = re.compile(r"(?m)^[ ]{0,3}>[^\n]{0,2000}$")


# Faces that mock or scold change what the words beside them mean; other pictures say nothing.
_FACES: Final = frozenset("🙄😂🤣😏🤡🙃😒🤔😡🤬😠🖕👎😤🤨🤥😜😉")
_PICTURES: Final = frozenset({"So", "Sk", "Mn", "Cf"})


@lru_cache(maxsize=4096)
def _folded(letter: str) -> str:
    """Return one plain lower-case letter for one letter."""
    if letter in _SIGNS:
        return _SIGNS[letter]
    if letter.isascii():
        return letter.lower()
    if letter > "\u200c" and letter not in _FACES and unicodedata.category(letter) in _PICTURES:
        return " "
    lower = unicodedata.normalize("NFD", letter)[0].lower()
    return lower if len(lower) == 1 else letter


def fold(text: str) -> str:
    """Return the text in lower case without accents, letter for letter: positions do not move."""
    if text.isascii():
        return text.lower().replace("\t", " ").replace("\r", " ").replace("`", "'")
    return "".join(map(_folded, text))


def without_quotes(plain: str) -> str:
    """Blank what stands in quotation marks or behind ``>``: another's words, or words only named."""
    blank = _QUOTED_LINE.sub(lambda found: " " * len(found.group()), plain)
    return _QUOTE.sub(lambda found: " " * len(found.group()), blank)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text that ends with a stop or a line."""

    said: str  # the exact words
    plain: str  # folded, same length
    number: int
    from_subject: bool = False

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        return "?" in self.plain[-4:] or self.plain.startswith("¿")

    def words(self, start: int, end: int) -> str:
        """Return the exact words of a stretch."""
        return self.said[start:end].strip()


def _stretches(plain: str) -> Iterator[tuple[int, int]]:
    for start, end in _stops(plain):
        while end - start > _LONGEST:
            middle = plain.rfind(" ", start + 1, start + _LONGEST)
            middle = middle if middle > start else start + _LONGEST
            yield start, middle
            start = middle  # noqa: PLW2901 - the rest of the same stretch
        yield start, end


def _stops(plain: str) -> Iterator[tuple[int, int]]:
    start = 0
    for found in _END.finditer(plain):
        numbers = found.group() == "." and _NUMBER_SIGN.match(plain, found.start() - 2)
        if numbers and plain[start : found.start() - 2].strip():  # else it is a no: "No. 250 and no less."
            continue
        if found.group()[0] == "." and _ABBREVIATION.search(plain[max(start, found.end() - 8) : found.end()]):
            continue
        yield start, found.end()
        start = found.end()
    yield start, len(plain)


def sentences(said: str, plain: str, first: int = 0, *, from_subject: bool = False) -> tuple[Sentence, ...]:
    """Cut a text into sentences; its folded form (same length) rules where."""
    cut: list[Sentence] = []
    for start, end in _stretches(plain):
        left = start + len(plain[start:end]) - len(plain[start:end].lstrip())
        stretch = plain[left:end].rstrip()
        if stretch:
            whole = said[left : left + len(stretch)]
            cut.append(Sentence(whole, stretch, first + len(cut), from_subject))
    return tuple(cut)


def any_of(*phrases: str) -> re.Pattern[str]:
    """Compile alternatives of whole words; phrases are patterns without open-ended gaps."""
    return re.compile(r"(?<![\w])(?:" + "|".join(phrases) + r")(?![\w])")
