"""Each event row holds a hash over itself and the row before: a log cannot be altered unseen."""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

FIRST = ""  # what the first row of a log stands on


class Link(NamedTuple):
    """What the hash of an event row is over."""

    dispute_id: str
    sequence: int
    kind: str
    body: str


def link_hash(before: str, link: Link) -> str:
    """Return the hash of a row, hex; lengths keep its parts apart."""
    parts = (before, link.dispute_id, str(link.sequence), link.kind, link.body)
    digest = sha256()
    for part in parts:
        content = part.encode()
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()


def broken_at(rows: Sequence[tuple[Link, str]]) -> int | None:
    """Return the sequence of the first row that does not follow from those before; None if all do."""
    before = FIRST
    for expected, (link, kept) in enumerate(rows, start=1):
        if link.sequence != expected or link_hash(before, link) != kept:
            return expected
        before = kept
    return None
