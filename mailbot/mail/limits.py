"""How much one mail may ask of us, counted on the raw bytes before any parser sees them."""

import re
from dataclasses import dataclass

from mailbot.mail.headers import block_end

MEGABYTE = 1024 * 1024
ADDRESS_HEADERS = re.compile(
    rb"(?:from|sender|reply-to|to|cc|bcc|resent-to|resent-cc|resent-from)[ \t]*:", re.IGNORECASE
)
FOLD = re.compile(rb"\r?\n(?=[ \t])")
BOUNDARY = re.compile(rb"boundary(?:\*\d*)?\*?[ \t]*=[ \t]*(?:\"([^\"\r\n]*)\"?|([^\s;]+))", re.IGNORECASE)
SEGMENT = re.compile(rb"\*\d+\*?[ \t]*=")
NESTED_MAIL = re.compile(rb"^content-type:\s*message/(?:rfc822|global|news)", re.IGNORECASE | re.MULTILINE)
COMMAS_AN_ADDRESS = 4  # names hold commas too


@dataclass(frozen=True, slots=True)
class Limits:
    """The most we read of one mail."""

    mail_bytes: int = 25 * MEGABYTE
    block_bytes: int = 128 * 1024
    header_bytes: int = 16 * 1024
    headers: int = 500
    addresses: int = 100
    encoded_words: int = 200
    nesting: int = 20
    parts: int = 200
    segments: int = 50  # RFC 2231 continuations in one header block
    edges: int = 100_000  # lines that begin like a boundary, of any part or none
    words_bytes: int = 4 * MEGABYTE  # of all texts and pages of a mail together, before they are decoded
    text_letters: int = 1_000_000  # of the text that is shown and understood: 500 pages
    text_lines: int = 20_000


LIMITS = Limits()


def exceeded(content: bytes, limits: Limits = LIMITS) -> str:
    """Say in words which limit a mail breaks; "" if none. Linear in its size."""
    if len(content) > limits.mail_bytes:
        return f"The mail is larger than {limits.mail_bytes // MEGABYTE} MB."
    if content.count(b"\n--") > limits.edges:
        return f"More than {limits.edges:,} lines of the mail look like the edge of a part."
    end = block_end(content)
    return _block_exceeds(content[:end], limits) or _Structure(limits, content, end).exceeds()


def shortened(text: str, limits: Limits = LIMITS) -> str:
    """Return as much of a text as one mail may hold; the caller says so if that is less."""
    text = text[: limits.text_letters]
    return "\n".join(text.split("\n", limits.text_lines)[: limits.text_lines])


def _block_exceeds(block: bytes, limits: Limits) -> str:
    if len(block) > limits.block_bytes:
        return f"A header block is larger than {limits.block_bytes // 1024} KB."
    if block.count(b"=?") > limits.encoded_words * 2:  # each may be seen twice: "=?" also ends "...=?="
        return f"A header block holds more than {limits.encoded_words} encoded words."
    if len(SEGMENT.findall(block)) > limits.segments:
        return f"A header is cut in more than {limits.segments} segments."
    lines = FOLD.sub(b"", block).split(b"\n")
    if len(lines) > limits.headers:
        return f"There are more than {limits.headers} headers."
    if max(map(len, lines)) > limits.header_bytes:
        return f"A header is larger than {limits.header_bytes // 1024} KB."
    return _addresses_exceed(lines, limits)


def _addresses_exceed(lines: list[bytes], limits: Limits) -> str:
    lists = [line for line in lines if ADDRESS_HEADERS.match(line)]
    named = sum(line.count(b"@") for line in lists)
    commas = sum(line.count(b",") for line in lists)
    if named > limits.addresses or commas > limits.addresses * COMMAS_AN_ADDRESS:
        return f"The mail names more than {limits.addresses} addresses."
    return ""


class _Structure:
    """Follows the boundary lines of a mail once, without decoding anything."""

    def __init__(self, limits: Limits, content: bytes, end: int) -> None:
        self.limits, self.content, self.at = limits, content, max(end - 1, 0)
        self.open: list[bytes] = []  # boundaries we are inside; b"" for a nested mail
        self.parts = 0
        self.found = self._enter(content[:end])

    def exceeds(self) -> str:
        """Say which limit of structure is broken."""
        if self.found:
            return self.found
        while (dashes := self.content.find(b"\n--", self.at)) >= 0:
            line_end = self.content.find(b"\n", dashes + 1)
            self.at = len(self.content) if line_end < 0 else line_end
            line = self.content[dashes + 3 : min(self.at, dashes + 300)].rstrip()
            found = self._part(line)
            if found:
                return found
        return ""

    def _part(self, line: bytes) -> str:
        closing = line.endswith(b"--") and line[:-2] in self.open
        token = line[:-2] if closing else line
        if token not in self.open or not token:
            return ""
        while self.open[-1] != token:
            self.open.pop()
        if closing:
            self.open.pop()
            return ""
        self.parts += 1
        if self.parts > self.limits.parts:
            return f"The mail has more than {self.limits.parts} parts."
        return self._read_block()

    def _read_block(self) -> str:
        """Read the header block that begins after the line feed we stand on."""
        start = self.at + 1
        window = self.content[start : start + self.limits.block_bytes + 4]
        block = window[: block_end(window)]
        self.at = max(self.at, start + len(block) - 1)
        return (_block_exceeds(block, self.limits) if block else "") or self._enter(block)

    def _enter(self, block: bytes) -> str:
        """Go into what a header block opens: a multipart, or a mail in the mail with a block of its own."""
        pieces = [quoted or plain for quoted, plain in BOUNDARY.findall(FOLD.sub(b"", block))]
        if pieces:
            self.open.append(b"".join(pieces).rstrip())
        nested = NESTED_MAIL.search(block) is not None
        if nested:
            self.open.append(b"")
        if len(self.open) > self.limits.nesting:
            return f"The mail is nested more than {self.limits.nesting} deep."
        blank = self.content.find(b"\n", self.at + 1) if nested else -1
        if blank < 0:
            return ""
        self.at = blank
        return self._read_block()
