"""What stands right above a letter of ours in an answer: who wrote it and when, in whatever language a program says so."""

import re
from collections.abc import Mapping, Sequence

from mailbot.mail.quoting import DATED, DISCLAIMER, LABELS, ORIGINAL, RULE, TIMED, Line

MOST_INTRODUCING = 6  # lines of an introduction
LONGEST_INTRODUCTION = 240  # characters of one of its lines that are looked at
LABELLED = re.compile(
    rf"(?i)^[\s>*_|\W]{{0,8}}(?:(?:{'|'.join(LABELS.values())})|[^\W\d][\w .'-]{{0,24}})\s?[*_]{{0,2}}[:：]"
)
UNCLOSED = re.compile(rf"(?i)^[\s>*_|\W]{{0,8}}(?:{'|'.join(LABELS.values())})\b")


def original(text: str) -> bool:
    """Whether a line is a title like "Original Message", with or without dashes."""
    return bool(ORIGINAL.match(f"--{text[:LONGEST_INTRODUCTION].strip()}--"))


def introducing(bare: Sequence[Line], known: Mapping[int, bool], at: int) -> set[int]:
    """Return the lines above the beginning of our letter that say who wrote it, and when."""
    above: set[int] = set()
    timed = addressed = False
    at = next((i for i in range(at - 1, -1, -1) if not bare[i].blank and not DISCLAIMER.match(bare[i].text[:300])), -1)
    closed = at >= 0 and bare[at].text.rstrip().endswith((":", "："))
    while at >= 0 and len(above) < MOST_INTRODUCING:
        text = bare[at].text[:LONGEST_INTRODUCTION]
        here = bool(TIMED.search(text)), "@" in text or (closed and bool(DATED.search(text)))
        unclosed = (not above or any(here)) and UNCLOSED.match(text)
        labelled = bool(LABELLED.match(text) or unclosed or RULE.match(text) or original(text))
        # Once the time and an address are there, only labels belong to it; above that somebody may be speaking.
        if not (at in known or labelled or (any(here) and not (timed and addressed))):
            break
        above.add(at)
        timed, addressed = timed or here[0], addressed or here[1]
        at -= 1
    return above if timed and addressed else set()
