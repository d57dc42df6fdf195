"""What a mail system says in its own words when it returns a letter: for whom, and why."""

import re
from dataclasses import dataclass

from mailbot.mail.address import LOOSE, addresses
from mailbot.mail.refusal import REPLY, STATUS

DAEMON = re.compile(
    r"(?i)^\W*(?:mailer-?daemon|postmaster|mail-?delivery\b|mdaemon|microsoftexchange\w*|bounces?[@+=-])"
)
# Where the returned letter begins: a rule that says so, or its headers.
RETURNED_LETTER = re.compile(
    r"(?im)^[> ]*(?:received|message-id|return-path|mime-version):.*|^.{0,12}(?:original message|returned message|unsent message|copy of (?:the|your|a) message|below this line).*$"
)
LETTER_TO = re.compile(r"(?im)^[> \t]{0,8}to:[ \t]*([^\n]{1,500})")
LETTER_ID = re.compile(r"(?im)^[> \t]{0,8}message-id:\s*<([^<>\s]{1,500})>")
# A line that begins with the address it speaks of: "<a@b>:", "a@b: 550 ...", "* a@b", "1. a@b", ">>> a@b <a@b>".
AT_START = re.compile(
    r"(?i)(?:[ \t>*•\"'<\[(-]|\d\.|rfc822;){0,20}([^\s<>(),:;\"'@\[\]\\*]{1,64}@[^\s<>(),:;\"@\[\]\\]{1,255})"
)
NOT_THEIRS = re.compile(
    r"(?i)(?:contact|assistance|help|support|questions?|mail from|envelope-from|sender|from:|^\s*to:|message-id:|<-|generated from|see|postmaster|ask)[^\n]{0,60}$"
)
LINES = 400
BEFORE = 80  # letters before an address that say whose it is
LINE = 1000
EXCERPT = 400
SECTION = 3000


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of one recipient."""

    address: str
    words: str


def own_words(text: str) -> str:
    """Return what the server says itself, without the letter it returns."""
    return RETURNED_LETTER.split(text, maxsplit=1)[0].strip() or text


def said(text: str, reported_to: frozenset[str]) -> tuple[Said, ...]:
    """Find the recipients a report names, each with what is said of it; who gets the report is asked last."""
    own = own_words(text)
    starts, others = _named(own)
    leading = [spot for spot in starts if spot[0] not in reported_to]
    found = leading or [spot for spot in others if spot[0] not in reported_to][:1] or starts[:1]
    first = dict(reversed(found))
    ordered = sorted(first.items(), key=lambda spot: spot[1])
    ends = [*(at for _, at in ordered[1:]), len(own)][: len(ordered)]
    return tuple(Said(address, reason(own, at, end)) for (address, at), end in zip(ordered, ends, strict=True))


def reason(own: str, at: int, end: int) -> str:
    """Return why: the lines with codes between two places, else that piece, else all that the server says."""
    piece = own[at : min(end, at + SECTION)]
    lines = [line for line in piece.split("\n") if STATUS.search(line) or REPLY.search(line)]
    if lines:
        following = piece[piece.index(lines[0]) :]  # Postfix folds the reply over several lines
        return following[:EXCERPT]
    return piece[:EXCERPT] if len(piece.split()) > 3 else own[:EXCERPT]  # noqa: PLR2004 - an address and a word or two


def letter_recipients(text: str) -> tuple[str, ...]:
    """Return to whom the returned letter was written, by its own headers in the text."""
    letter = RETURNED_LETTER.search(text)
    hit = LETTER_TO.search(text, letter.start()) if letter else None
    return addresses(hit[1]) if hit else ()


def _named(own: str) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    starts: list[tuple[str, int]] = []
    others: list[tuple[str, int]] = []
    at = 0
    for line in own.split("\n")[:LINES]:
        start = AT_START.match(line[:LINE])
        for hit in LOOSE.finditer(line[:LINE]):
            address = hit[0].strip(".'*").lower()
            before = line[max(hit.start() - BEFORE, 0) : hit.start()]
            if DAEMON.match(address) or NOT_THEIRS.search(before) or not _is_address(address):
                continue
            leads = start is not None and start.end() == hit.end()
            (starts if leads else others).append((address, at))
        at += len(line) + 1
    return starts, others


def _is_address(address: str) -> bool:
    domain = address.rpartition("@")[2]
    return "." in domain and not domain.startswith(".")
