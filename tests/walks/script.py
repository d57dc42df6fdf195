"""The grammar of a walk: a party's words, then, indented, what follows.

    # Comment.
    clock 2026-06-02 08:30            (Los Angeles)
    clock +2 days
    buyer RD-20418                    opens with a fresh mail about ...; later turns answer the last letter
      | more lines of the mail
      + sheet RV-300 3 missing 100    files that go along
      + file photo-pallet.jpg
        sent claim_received to buyer  what must follow, all of it, in this order
    mediator approves evidence_request
        sent evidence_request to buyer

Turns: ``buyer``, ``seller``, ``stranger``, ``bounce SIDE``, ``away SIDE until DATE``, ``mediator VERB ...``, ``clock``.
Words in brackets change a turn: ``buyer (unproven, fresh, below, no token, from someone@else.example) text``.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

_TURN = re.compile(r"(?P<who>[a-z]+)(?: \((?P<how>[^)]*)\))?(?: (?P<what>.*))?")


@dataclass
class Turn:
    """One line of a dialogue with what goes along and what must follow."""

    line: int
    who: str
    what: str
    how: tuple[str, ...] = ()
    files: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)
    last: int = 0  # the last line of the turn itself

    def has(self, word: str) -> bool:
        return any(item.startswith(word) for item in self.how)

    def value(self, word: str) -> str:
        return next((item.removeprefix(word).strip() for item in self.how if item.startswith(word)), "")


def turns_of(path: Path) -> list[Turn]:
    """Read a walk."""
    turns: list[Turn] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if line.startswith("    "):
            turns[-1].expected.append(bare)
        elif line.startswith("  | ") or line.rstrip() == "  |":
            turns[-1].what += "\n" + line[4:]
            turns[-1].last = number
        elif line.startswith("  + "):
            turns[-1].files.append(line[4:].strip())
            turns[-1].last = number
        else:
            found = _TURN.fullmatch(bare)
            assert found is not None, f"{path.name}, line {number}: {bare!r} is no turn"
            how = tuple(item.strip() for item in (found["how"] or "").split(",") if item.strip())
            turns.append(Turn(number, found["who"], found["what"] or "", how, last=number))
    return turns
