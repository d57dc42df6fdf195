"""The header block of a mail, split as our mail server splits it: on CRLF and LF and nothing else."""

import re
from dataclasses import dataclass

from mailbot.mail import words
from mailbot.mail.charset import decode_together

NAME = re.compile(rb"[!-9;-~]+")
BLANK_LINE = re.compile(rb"\n\r?\n")
BARE_CR = re.compile(rb"\r(?!\n)")


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in their order: name in lower case, value unfolded and not yet decoded."""

    fields: tuple[tuple[str, str], ...]
    faults: tuple[str, ...] = ()
    quarantine: str = ""  # why nothing in this block may be believed

    def every(self, name: str) -> tuple[str, ...]:
        """Return all values of a header."""
        return tuple(value for found, value in self.fields if found == name)

    def first(self, name: str) -> str:
        """Return the first value, "" if there is none."""
        return next((value for found, value in self.fields if found == name), "")

    def text(self, name: str) -> str:
        """Return the first value as a person reads it."""
        return words.decoded(self.first(name))

    def __contains__(self, name: str) -> bool:
        return any(found == name for found, _ in self.fields)


def block_end(content: bytes) -> int:
    """Where the header block ends (its blank line not included)."""
    if content.startswith((b"\n", b"\r\n")):
        return 0
    blank = BLANK_LINE.search(content)
    return blank.start() + 1 if blank else len(content)


def read_headers(block: bytes) -> Headers:
    """Read a header block. A line that is no header ends it, as in mail servers."""
    fields: list[tuple[str, bytes]] = []
    faults: list[str] = []
    for number, line in enumerate(_lines(block)):
        if line[:1] in {b" ", b"\t"} and fields:
            fields[-1] = (fields[-1][0], fields[-1][1] + line)
            continue
        name, colon, value = line.partition(b":")
        if not colon or not NAME.fullmatch(name.rstrip(b" \t")):
            if number == 0 and line.startswith((b"From ", b">From ")):  # an mbox line
                continue
            faults.append("A line in the header block is no header; what follows it was not read.")
            break
        if name[-1:] in {b" ", b"\t"}:
            faults.append("A header has a space before its colon.")
        fields.append((name.rstrip(b" \t").decode("ascii").lower(), value))
    values = decode_together([value.strip(b" \t") for _, value in fields])
    named = tuple((name, value) for (name, _), value in zip(fields, values, strict=True))
    return Headers(named, tuple(dict.fromkeys(faults)), _hostile(block))


def _lines(block: bytes) -> list[bytes]:
    lines = block.split(b"\n")
    if lines and not lines[-1]:
        lines.pop()
    return [line.removesuffix(b"\r") for line in lines]


def _hostile(block: bytes) -> str:
    # Servers and readers split such a block differently, so a header may have been smuggled past ours.
    if b"\0" in block:
        return "The header block holds a NUL byte."
    if BARE_CR.search(block):
        return "The header block holds a bare carriage return."
    return ""
