"""Where a text repeats what we sent: found word by word, whatever prefixes, line breaks or blanks came between."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+")
SEED_WORDS = 4  # a run is looked for from here
SHORTEST_RUN = 5
MOST_WORDS = 20_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of ours as its reader got it."""

    letter_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A stretch ``text[start:end]`` that repeats a letter."""

    start: int
    end: int
    words: int
    letter_id: str


def repeats(text: str, sent: Sequence[Sent]) -> tuple[Repeat, ...]:
    """Find the longest runs of our words, from left to right, without overlap."""
    words = _words(text)
    spoken = [(letter, [word for word, _, _ in _words(letter.text)]) for letter in sent]
    seeds: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    for number, (_, ours) in enumerate(spoken):
        for at in range(len(ours) - SEED_WORDS + 1):
            seeds.setdefault(tuple(ours[at : at + SEED_WORDS]), []).append((number, at))
    theirs = [word for word, _, _ in words]
    return tuple(_runs(words, theirs, spoken, seeds)) if seeds else ()


def _runs(
    words: list[tuple[str, int, int]],
    theirs: list[str],
    spoken: list[tuple[Sent, list[str]]],
    seeds: dict[tuple[str, ...], list[tuple[int, int]]],
) -> Iterator[Repeat]:
    at = 0
    while at < len(theirs):
        places = seeds.get(tuple(theirs[at : at + SEED_WORDS]), [])[:20]
        lengths = [(_common(theirs, at, spoken[number][1], place), number) for number, place in places]
        length, number = max(lengths, default=(0, 0), key=lambda found: (found[0], -found[1]))
        if length >= SHORTEST_RUN:
            yield Repeat(words[at][1], words[at + length - 1][2], length, spoken[number][0].letter_id)
            at += length
        else:
            at += 1


def _common(theirs: list[str], at: int, ours: list[str], place: int) -> int:
    length = 0
    most = min(len(theirs) - at, len(ours) - place)
    while length < most and theirs[at + length] == ours[place + length]:
        length += 1
    return length


def _words(text: str) -> list[tuple[str, int, int]]:
    found = []
    for hit in WORD.finditer(text):
        found.append((hit[0].casefold(), hit.start(), hit.end()))
        if len(found) >= MOST_WORDS:
            break
    return found
