"""The ARC validation and signing suite, read without a YAML library: mails in block scalars, and their DNS."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_TEST = re.compile(r"^  (\S+):\s*$")
_MESSAGE = re.compile(r"^    message: +\|-?\s*$")
_RECORD = re.compile(r"^  (\S+_domainkey\S*):\s*(?:>-|\|-?)?\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Case:
    """One mail of the suite."""

    name: str
    content: bytes
    records: dict[str, bytes] = field(default_factory=dict)

    def lookup(self, name: str) -> bytes | None:
        """Answer as the suite's DNS."""
        return self.records.get(name.rstrip("."))


def cases(folder: Path) -> Iterator[Case]:
    """Yield every mail of every file."""
    for path in sorted(folder.glob("*.yml")):
        lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
        records = _records(lines)
        name = ""
        for number, line in enumerate(lines):
            if test := _TEST.match(line):
                name = test[1]
            if _MESSAGE.match(line):
                content = "\r\n".join(_indented(lines[number + 1 :], 6))
                yield Case(f"{path.stem}/{name}", content.encode(), records)


def _records(lines: list[str]) -> dict[str, bytes]:
    records = {}
    for number, line in enumerate(lines):
        if hit := _RECORD.match(line):
            records[hit[1]] = "".join([hit[2], *(each.strip() for each in _indented(lines[number + 1 :], 4))]).encode()
    return records


def _indented(lines: list[str], depth: int) -> Iterator[str]:
    for line in lines:
        if line.strip() and not line.startswith(" " * depth):
            return
        yield line[depth:]
