"""One figure of the reading table: what was measured, what was to be reached, what was."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A line of the table. ``cases`` names what fell short or is in doubt, one line each, for ``--show``."""

    what: str  # the first column: "new words", "bounces" ...
    measure: str  # on which set, counted how
    to_reach: str
    reached: str  # with the counts it is made of: "24 of 25 = 96.0 %"
    met: bool
    cases: tuple[str, ...] = ()


def share(part: int, whole: int) -> str:
    """Say a share with the counts it is made of."""
    return f"{part:,} of {whole:,} = {part / whole:.1%}" if whole else "none measured"


def at_least(part: int, whole: int, least: float) -> bool:
    """Whether a share is reached; never by an empty set."""
    return whole > 0 and part / whole >= least


def share_of(what: str, measure: str, counts: tuple[int, int], least: float, cases: Sequence[str]) -> Figure:
    """Make a figure of so many of so many, of which at least a share is to be reached."""
    part, whole = counts
    return Figure(
        what,
        measure,
        f">= {least:.0%}".replace("%", " %"),
        share(part, whole),
        at_least(part, whole, least),
        tuple(cases),
    )


def is_aside(name: str, seed: int) -> bool:
    """Whether a case belongs to the third set aside; adding others moves none."""
    return hashlib.sha256(f"{seed}:{name}".encode()).digest()[0] % 3 == 0


def third_aside(names: Sequence[str], seed: int) -> frozenset[str]:
    """Draw the third that is set aside before tuning; the same seed draws the same."""
    return frozenset(random.Random(seed).sample(sorted(names), len(names) // 3))
