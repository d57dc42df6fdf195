"""The labelled mails under ``intents/``: who was asked what, the words, and what a careful reader finds in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.reading.figure import is_aside
from tests.steps.interpret.scoring import SENT, Labelled, Wanted, wanted

SHELF = Path(__file__).parent / "intents"
DIVIDER = "----"
SUBJECT = "Re: [D-7Q2M] your order"
SEED = 7
HEADERS = frozenset({"asked", "find", "subject", "files", "debatable"})
CONTEXTS = frozenset({*SENT, "-"})


@dataclass(frozen=True, slots=True)
class IntentMail:
    """One mail of the set. ``aside``: belongs to the third that nobody tunes to."""

    id: str  # file:number, counted from 1
    mail: Labelled
    aside: bool
    debatable: str = ""  # why another careful reader might label it otherwise


def intent_mails(shelf: Path = SHELF) -> tuple[IntentMail, ...]:
    """Read every mail of the set, in the order of files and blocks."""
    return tuple(_mail(name, block, aside=is_aside(name, SEED)) for name, block in _blocks(shelf))


@cache
def tuning_set() -> tuple[IntentMail, ...]:
    """Give the two thirds that may be looked at."""
    return tuple(each for each in intent_mails() if not each.aside)


def _blocks(shelf: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(shelf.glob("*.txt")):
        parts = f"\n{path.read_text(encoding='utf-8')}\n".split(f"\n{DIVIDER}\n")
        for number, block in enumerate(parts[1:], 1):
            yield f"{path.stem}:{number}", block


def _mail(name: str, block: str, *, aside: bool) -> IntentMail:
    head, _, body = block.partition("\n\n")
    headers = dict(_header(name, line) for line in head.strip().splitlines())
    if headers["asked"] not in CONTEXTS:
        raise ValueError(f"{name}: asked {headers['asked']!r} is not known")
    mail = Labelled(
        headers["asked"],
        headers.get("subject", SUBJECT),
        body.strip("\n"),
        tuple(headers.get("files", "").split()),
        _truth(name, headers["find"]),
    )
    return IntentMail(name, mail, aside, headers.get("debatable", ""))


def _header(name: str, line: str) -> tuple[str, str]:
    key, mark, value = line.partition(":")
    if not mark or key not in HEADERS:
        raise ValueError(f"{name}: not a header: {line!r}")
    return key, value.strip()


def _truth(name: str, words: str) -> tuple[Wanted, ...]:
    labels = words.split()
    if not labels or ("none" in labels and len(labels) > 1):
        raise ValueError(f"{name}: labels {words!r}: say each intent, or none alone")
    return tuple(wanted(word) for word in labels if word != "none")
