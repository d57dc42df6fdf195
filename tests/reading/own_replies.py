"""Thousands of answers to our own letters, every program in every language, each in the ways people answer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from tests.reading.client_letters import Letter, letters
from tests.reading.client_styles import STYLES, Style
from tests.reading.clients import LANGUAGES, Manner, Reply, Words, askings, reply

LETTERS_KNOWN: Final = 9  # of a dispute that has gone on for a while
_OFFERS: Final = ("offer_to_buyer", "final_notice", "settlement_terms", "release_request")
_COMMANDS: Final = {
    "en": ("ACCEPT", "DECLINE", "COUNTER 250.00", "COUNTER 0.00", "CONFIRM", "YES 2", "MORE TIME 3"),
    "es": ("ACEPTO", "RECHAZO", "CONTRAOFERTA 250.00", "CONTRAOFERTA 0.00", "CONFIRMO", "SÍ 2", "MÁS TIEMPO 3"),
}


@dataclass(frozen=True, slots=True)
class Case:
    """A reply, and which letters we had sent by then."""

    style: str
    language: str
    way: str
    reply: Reply
    sent: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class _Answer:
    letters: tuple[Letter, ...]  # quoted; the first one is answered
    words: Words
    manner: Manner = field(default_factory=Manner)


@dataclass(frozen=True, slots=True)
class _Turn:
    """What a way of answering may draw on; ``number`` differs from case to case, so that words do."""

    number: int
    ours: tuple[Letter, ...]
    says: tuple[str, ...]
    short: tuple[str, ...]
    commands: tuple[str, ...]
    old: str

    def letter(self, kinds: tuple[str, ...] = ()) -> Letter:
        """Return a letter of some kinds, or of all."""
        fit = [letter for letter in self.ours if not kinds or letter.kind.value in kinds]
        return fit[self.number % len(fit)]

    def lines(self, letter: Letter, most: int) -> tuple[tuple[str, str], ...]:
        """Answer some lines of a letter, each by a few words."""
        asked = askings(letter)[:most]
        return tuple((line, self.short[(self.number + at) % len(self.short)]) for at, line in enumerate(asked))

    def sentences(self, count: int) -> tuple[str, ...]:
        """Return some paragraphs."""
        return tuple(self.says[(self.number + at) % len(self.says)] for at in range(count))


def _above(turn: _Turn) -> _Answer:
    return _Answer((turn.letter(),), Words(turn.sentences(1 + turn.number % 3)))


def _below(turn: _Turn) -> _Answer:
    return _Answer((turn.letter(),), Words(turn.sentences(2)), Manner(place="bottom"))


def _gateways(turn: _Turn) -> _Answer:
    manner = Manner(
        banner=True,
        safelinks=True,
        disclaimer=turn.number % 2 == 0,
        signed=turn.number % 3 == 0,
        external=turn.number % 5 < 2,
    )
    return _Answer((turn.letter(),), Words(turn.sentences(2)), manner)


def _command(turn: _Turn) -> _Answer:
    command = turn.commands[turn.number % len(turn.commands)]
    return _Answer((turn.letter(_OFFERS),), Words((command, *turn.sentences(turn.number % 2))))


def _command_below(turn: _Turn) -> _Answer:
    command = turn.commands[turn.number % len(turn.commands)]
    return _Answer((turn.letter(_OFFERS),), Words((command,)), Manner(place="bottom"))


def _command_between(turn: _Turn) -> _Answer:
    """Type the very line that our letter shows, below the sentence that asks for it."""
    letter = turn.letter(("offer_to_buyer",))
    asking = next(line for line in askings_all(letter) if line.endswith(":") and "reply" in line + "reply")
    return _Answer((letter,), Words(under=((asking, turn.commands[turn.number % 4]),)))


def _between(turn: _Turn) -> _Answer:
    letter = turn.letter()
    return _Answer((letter,), Words(under=turn.lines(letter, 4)))


def _between_and_above(turn: _Turn) -> _Answer:
    letter = turn.letter()
    manner = Manner(inside=turn.number % 2 == 1, safelinks=True, banner=turn.number % 3 == 1)
    return _Answer((letter,), Words(turn.sentences(1), under=turn.lines(letter, 3)), manner)


def _asked_only(turn: _Turn) -> _Answer:
    letter = turn.letter()
    return _Answer((letter,), Words(under=turn.lines(letter, 3)), Manner(keep="asked"))


def _typed_behind(turn: _Turn) -> _Answer:
    letter = turn.letter()
    return _Answer((letter,), Words(turn.sentences(turn.number % 2), into=turn.lines(letter, 3)))


def _typed_amid(turn: _Turn) -> _Answer:
    letter = turn.letter()
    return _Answer((letter,), Words(into=turn.lines(letter, 2), middle=True))


def _numbered(turn: _Turn) -> _Answer:
    listed = "\n".join(f"{at + 1}. {turn.short[(turn.number + at) % len(turn.short)]}" for at in range(3))
    return _Answer(
        (turn.letter(("sheet_errors", "evidence_request", "please_clarify", "which_order")),), Words((listed,))
    )


def _two_letters(turn: _Turn) -> _Answer:
    first, second = turn.letter(), turn.ours[(turn.number * 5 + 3) % len(turn.ours)]
    second = turn.ours[(turn.number * 5 + 4) % len(turn.ours)] if first is second else second
    return _Answer((first, second), Words(turn.sentences(2)))


def _nested(turn: _Turn) -> _Answer:
    return _Answer((turn.letter(),), Words(turn.sentences(2), earlier=(turn.old,)))


def _cut_short(turn: _Turn) -> _Answer:
    return _Answer((turn.letter(),), Words(turn.sentences(1)), Manner(keep="start"))


def _our_sentence_again(turn: _Turn) -> _Answer:
    """Say a sentence of ours again, with one's own words around it."""
    letter = turn.letter()
    sentence = " ".join(askings_all(letter)[1].split()[:14])
    return _Answer((letter,), Words((f"{turn.says[0]} «{sentence}» {turn.short[0]}", *turn.sentences(1))))


def askings_all(letter: Letter) -> tuple[str, ...]:
    """Return every paragraph of a letter in one line each."""
    return tuple(" ".join(paragraph.split()) for paragraph in letter.text.split("\n\n") if paragraph.strip())


WAYS: Final[dict[str, Callable[[_Turn], _Answer]]] = {
    "above": _above,
    "below": _below,
    "gateways": _gateways,
    "command": _command,
    "command below": _command_below,
    "command between": _command_between,
    "between": _between,
    "between and above": _between_and_above,
    "asked only": _asked_only,
    "typed behind our words": _typed_behind,
    "typed amid our words": _typed_amid,
    "numbered": _numbered,
    "two letters": _two_letters,
    "nested": _nested,
    "cut short": _cut_short,
    "our sentence again": _our_sentence_again,
}


def cases(every: int = 1) -> Iterator[Case]:
    """Make the cases, or every so many of them; always the same."""
    number = 0
    for style in STYLES:
        for language in LANGUAGES:
            for way in WAYS:
                number += 1
                if (number + number // len(WAYS)) % every == 0:  # each row begins elsewhere, so that no way is left out
                    yield _case(number, style, language, way)


def _case(number: int, style: Style, language: str, way: str) -> Case:
    speech = LANGUAGES[language]
    own = "es" if language == "es" else "en"
    turn = _Turn(
        number * 7 // 3, letters(own), tuple(speech["says"]), tuple(speech["short"]), _COMMANDS[own], speech["old"]
    )
    answer = WAYS[way](turn)
    made = reply(style, language, answer.letters, answer.words, answer.manner)
    return Case(style.name, language, way, made, _known(turn, answer.letters))


def _known(turn: _Turn, quoted: tuple[Letter, ...]) -> tuple[Letter, ...]:
    """Return the letters of a dispute by then: the quoted ones among others, the oldest first."""
    others = [turn.ours[(turn.number + at * 2) % len(turn.ours)] for at in range(LETTERS_KNOWN)]
    known = {letter.letter_id: letter for letter in (*quoted, *others)}
    kept = list(known.values())[:LETTERS_KNOWN]
    return tuple(sorted(kept, key=lambda letter: letter.at))
