"""Why a file could not be read, in words; a letter has words of its own for each, by its name."""

from dataclasses import dataclass
from enum import StrEnum

MOST_ROWS = 50_000  # of a sheet


class Refusal(StrEnum):
    """The reason as a person reads it."""

    LOCKED = "it is protected by a password"
    DAMAGED = "it is damaged"
    EMPTY = "it is empty"
    TOO_LARGE = "it unpacks to far more than it should"
    TOO_MANY_ROWS = f"it has more than {MOST_ROWS:,} rows"
    HIDDEN = "it has no sheet that can be seen"
    SEALED = "it is encrypted, and we have no key for it"
    NO_READER = "files of this kind cannot be opened here"


def refusal_of(words: str) -> Refusal | None:
    """Return the refusal that a problem in words is; None if it is something else."""
    return next((each for each in Refusal if each == words), None)


@dataclass(frozen=True, slots=True)
class UnreadFile:
    """A file that somebody sent and we could not read; ``reason`` is a refusal's name in lower case."""

    name: str
    reason: str
    why: str = ""  # the reason as a person reads it
