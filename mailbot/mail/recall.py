"""Where a text repeats what we sent: found word by word, whatever prefixes, line breaks or blanks came between."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

# An address of a page is one word, and so is a figure with its points and commas.
WORD = re.compile(r"(?:https?://|mailto:)[^\s<>\"]{1,2000}|\d[\d.,]*\d|[^\W_]+")
REWRITTEN = re.compile(
    r"(?i)[?&](?:url|a|u)=(https?(?:%3a|:)[^&\s]+)|__(https?:[^\s]+?)__;"
)  # by gateways that watch links
PERCENT = re.compile(r"%([0-9A-Fa-f]{2})")
SEED_WORDS = 4  # a run is looked for from here
SHORTEST_RUN = 5
SHORTEST_START = 2  # of a line into which somebody typed
LINKS = ("http://", "https://", "mailto:")
MOST_WORDS = 20_000
MOST_PLACES = 100  # where a seed stands in our letters
NEAR = 80  # words of a letter that may be left out, and its quote still goes on
OVERLAP = 12  # words typed before the very same words of ours


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of ours as its reader got it."""

    letter_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Repeat:
    """A stretch ``text[start:end]`` that repeats a letter, from its word ``place`` on.

    Under SHORTEST_RUN words it is a whole line that goes on where the run before it ended.
    """

    start: int
    end: int
    words: int
    letter_id: str
    place: int = 0

    def goes_on(self, before: "Repeat") -> bool:
        """Whether it stands behind another stretch in the letter as it does in the text."""
        return self.letter_id == before.letter_id and self.place >= before.place + before.words


class _Run(NamedTuple):
    at: int  # in their words
    length: int
    number: int  # of the letter
    place: int  # in its words

    @property
    def stop(self) -> int:
        return self.at + self.length

    @property
    def reach(self) -> int:
        return self.place + self.length

    def goes_on(self, before: "_Run") -> bool:
        return self.number == before.number and self.place >= before.reach


class _Word(NamedTuple):
    key: str
    start: int
    end: int  # past the link's target that a program wrote behind it


def repeats(text: str, sent: Sequence[Sent]) -> tuple[Repeat, ...]:
    """Find the runs of our words, from left to right, without overlap."""
    words = _words(text)
    theirs = [word.key for word in words]
    ours = [_keys(letter.text) for letter in sent]
    grams = _grams(theirs)
    sought = set(grams)
    seeds: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, spoken in enumerate(ours):
        for at, seed in enumerate(_grams(spoken)):
            if seed in sought:
                seeds[seed].append((number, at))
    breaks = {word.start for word, after in pairwise(words) if text.find("\n", word.end, after.start) >= 0}
    runs = _untangled(
        list(_runs(theirs, grams, ours, seeds, {at for at, word in enumerate(words) if word.start in breaks}))
    )
    whole: list[_Run] = []
    for number, run in enumerate(runs):
        if number == 0 or not run.goes_on(runs[number - 1]):
            whole += _led_in(run, whole[-1].stop if whole else 0, words, ours[run.number], breaks)
        right = runs[number + 1] if number + 1 < len(runs) else None
        whole += _filled(run, right, words, ours[run.number], breaks)
    return tuple(
        Repeat(words[run.at].start, words[run.stop - 1].end, run.length, sent[run.number].letter_id, run.place)
        for run in whole
    )


def _runs(
    theirs: list[str],
    grams: list[tuple[str, ...]],
    ours: list[list[str]],
    seeds: dict[tuple[str, ...], list[tuple[int, int]]],
    breaks: set[int],
) -> Iterator[_Run]:
    known = _shares(len(ours), seeds)
    last: _Run | None = None
    at = 0
    while at < len(grams):
        places = seeds.get(grams[at], ())[:MOST_PLACES]
        run = _going_on(theirs, at, ours, places, last) or _longest(theirs, at, ours, places, known)
        alone = run is not None and at - 1 in breaks and run.stop - 1 in breaks
        if run is not None and (run.length >= SHORTEST_RUN or alone):
            yield run
            last = run
            at = run.stop
        else:
            at += 1


def _going_on(
    theirs: list[str], at: int, ours: list[list[str]], places: Sequence[tuple[int, int]], last: _Run | None
) -> _Run | None:
    """Return the run with which the letter that was being quoted goes on, at its nearest place."""
    for number, place in places:
        if last is not None and number == last.number and 0 <= place - last.reach <= NEAR:
            length = _common(theirs, at, ours[number], place)
            if length >= SHORTEST_RUN:
                return _Run(at, length, number, place)
    return None


def _longest(
    theirs: list[str], at: int, ours: list[list[str]], places: Sequence[tuple[int, int]], known: list[float]
) -> _Run | None:
    """Return the longest run; of several, that of the likeliest letter, then of the newest."""
    runs = (_Run(at, _common(theirs, at, ours[number], place), number, place) for number, place in places)
    return max(runs, key=lambda run: (run.length, known[run.number], run.number), default=None)


def _shares(letters: int, seeds: dict[tuple[str, ...], list[tuple[int, int]]]) -> list[float]:
    """How much of each letter the text repeats, what stands in many letters counting little."""
    known = [0.0] * letters
    for places in seeds.values():
        worth = 1 / len(places) ** 2
        for number, _ in places:
            known[number] += worth
    return known


def _untangled(runs: list[_Run]) -> list[_Run]:
    """Where a reader typed words of ours right before those very words, the first ones are his."""
    kept: list[_Run] = []
    for run in runs:
        left = kept[-1] if kept else None
        twice = left.reach - run.place if left is not None and left.number == run.number else 0
        if left is not None and 0 < twice <= min(OVERLAP, left.length - 1) and run.place > left.place:
            kept[-1] = left._replace(length=left.length - twice)
        kept.append(run)
    return kept


def _led_in(right: _Run, floor: int, words: list[_Word], ours: list[str], breaks: set[int]) -> Iterator[_Run]:
    """Find the short lines before a run, "Hello Ana" at its letter's beginning, above what a reader wrote below them."""
    if right.at and words[right.at - 1].start not in breaks:
        return
    found: list[_Run] = []
    at, place = right.at, right.place
    while at > max(floor, right.at - NEAR) and place > 0:
        start = next((i for i in range(at - 1, floor, -1) if words[i - 1].start in breaks), floor)
        long = at - start >= SHORTEST_START and place >= at - start
        if long and [word.key for word in words[start:at]] == ours[place - (at - start) : place]:
            place -= at - start
            found.append(_Run(start, at - start, right.number, place))
        at = start
    yield from reversed(found)


def _filled(left: _Run, right: _Run | None, words: list[_Word], ours: list[str], breaks: set[int]) -> Iterator[_Run]:
    """Add the short lines of ours between two runs: each goes on exactly where the last one ended."""
    yield left
    on = right is not None and right.goes_on(left)
    spoken = ours[left.reach : right.place if right is not None and on else left.reach + NEAR]
    stop = min(right.at if right is not None else len(words), left.stop + NEAR)
    at, reach = left.stop, 0
    while at < stop and reach < len(spoken):
        end = next((i + 1 for i in range(at, stop) if words[i].start in breaks), stop)
        line = [word.key for word in words[at:end]]
        # Lists lose their numbers in some programs.
        skip = 1 if spoken[reach].isdigit() and line[0] != spoken[reach] else 0
        head = _common(line, 0, spoken, reach + skip)
        begun = on and words[at - 1].start not in breaks  # the line of the run itself, into which somebody typed
        if head == len(line) or begun or (on and head >= SHORTEST_START):
            reach += skip if head else 0
            if head:
                yield _Run(at, head, left.number, left.reach + reach)
                reach += head
            tail = next((n for n in range(len(line) - head - 1, 0, -1) if line[-n:] == spoken[reach : reach + n]), 0)
            if tail:
                yield _Run(end - tail, tail, left.number, left.reach + reach)
                reach += tail
        at = end


def _common(theirs: list[str], at: int, ours: list[str], place: int) -> int:
    length = 0
    most = min(len(theirs) - at, len(ours) - place)
    while length < most and theirs[at + length] == ours[place + length]:
        length += 1
    return length


def _grams(words: Sequence[str]) -> list[tuple[str, ...]]:
    return list(zip(*(words[skip:] for skip in range(SEED_WORDS)), strict=False))


def _keys(text: str) -> list[str]:
    """Return the words of a letter of ours, in which no program has written anything."""
    words = WORD.findall(text.casefold())[:MOST_WORDS]
    return [_page(word) if word.startswith(LINKS) else word for word in words]


def _words(text: str) -> list[_Word]:
    found: list[_Word] = []
    for hit in WORD.finditer(text):
        word, start, end = hit[0].casefold(), hit.start(), hit.end()
        if word.startswith(LINKS):
            if found and text[start - 1] == "<":
                # Behind what is shown, programs write where it leads.
                found[-1] = found[-1]._replace(end=end)
                continue
            word = _page(hit[0])
        found.append(_Word(word, start, end))
        if len(found) >= MOST_WORDS:
            break
    return found


def _page(address: str) -> str:
    """Return what an address leads to, past a gateway that watches links."""
    hit = REWRITTEN.search(address)
    page = PERCENT.sub(lambda code: chr(int(code[1], 16)), hit[1] or hit[2]) if hit else address
    return page.rstrip(".,;:!?)]'*/").casefold()
