"""A letter becomes bytes: from plain values, one reader, nothing in it that was not asked for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.generator import BytesGenerator
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from hashlib import sha256
from html import escape
from io import BytesIO
from textwrap import wrap
from typing import Protocol

from mailbot.mail.header import safe, safe_address

_IDS = frozenset({"message-id", "in-reply-to", "references"})
_LAST = "Content-Language"  # the library moves headers of this kind into a part while it builds parts
_REFERENCES_CHARACTERS = 1500  # longer chains break in other people's programs; the first and the newest are kept
_LINE = 990  # RFC 5322 section 2.1.1 allows 998
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Enclosed(Protocol):
    """A file that goes along."""

    @property
    def name(self) -> str:
        """As the reader sees it."""

    @property
    def type(self) -> str:
        """Its media type."""

    @property
    def content(self) -> bytes:
        """Its bytes."""


@dataclass(frozen=True, slots=True)
class Posted:
    """All that a letter's bytes are made of. Ids are without brackets; there is one reader and no other recipient."""

    sender: str
    sender_name: str
    reader: str
    subject: str
    text: str
    message_id: str
    date: datetime
    html: str = field(default="", repr=False)  # a fragment or a whole page
    reply_to: str = ""  # with the reader's own tag
    in_reply_to: str = ""  # only ids this reader has seen
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosed, ...] = ()
    language: str = "en"
    automatic: bool = False  # left by policy, no person approved it: other machines must not answer
    loop_mark: str = ""  # names this installation, so that we know our mail when it comes back


class _LetterPolicy(EmailPolicy):
    """SMTP's rules, but ids are never touched: the library would encode a long one and break threading."""

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() in _IDS:
            lines = value.split()
            return f"{name}: {f'{self.linesep} '.join(lines)}{self.linesep}".encode("ascii")
        if not _is_plain(name, value):
            return super().fold_binary(name, value)
        # At its blanks; the library would leave the first line of a long subject empty (RFC 5322 section 3.2.2).
        lines = wrap(f"{name}: {value}", 78, break_long_words=False, break_on_hyphens=False)
        return (f"{self.linesep} ".join(lines) + self.linesep).encode("ascii")


def _is_plain(name: str, value: str) -> bool:
    return (
        name.lower() == "subject"
        and value.isascii()
        and "=?" not in value
        and all(len(word) < _LINE for word in value.split())
    )


_POLICY = _LetterPolicy(linesep="\r\n", max_line_length=78, cte_type="7bit")


def compose(letter: Posted) -> bytes:
    """Return the bytes of a letter; the same values give the same bytes. Raise UnsafeLetter if a header is not safe."""
    message = EmailMessage(policy=_POLICY)
    listed = headers(letter)
    for name, value in listed:
        if name != _LAST:
            message[name] = value
    message.set_content(plain(letter.text), charset="utf-8", cte=_encoding(plain(letter.text)))
    if letter.html:
        page = _page(letter)
        message.add_alternative(page, subtype="html", charset="utf-8", cte=_encoding(page))
    for enclosed in letter.enclosures:
        maintype, _, subtype = safe("Content-Type", enclosed.type).partition("/")
        name = safe("file name", enclosed.name)
        message.add_attachment(enclosed.content, maintype=maintype, subtype=subtype or "octet-stream", filename=name)
    message[_LAST] = dict(listed)[_LAST]
    _set_boundaries(message, letter)
    return _written(message)


def headers(letter: Posted) -> tuple[tuple[str, str | Address], ...]:
    """Return the headers a letter has, in their order, all of them checked. There are no others."""
    sender = Address(_line("From", letter.sender_name), addr_spec=safe_address("From", letter.sender))
    listed: tuple[tuple[str, str | Address], ...] = (
        ("Date", format_datetime(letter.date.astimezone(UTC))),
        ("From", sender),
        ("To", Address(addr_spec=safe_address("To", letter.reader))),
        ("Reply-To", safe_address("Reply-To", letter.reply_to) if letter.reply_to else ""),
        ("Subject", _line("Subject", letter.subject)),
        ("Message-ID", _bracketed("Message-ID", (letter.message_id,))),
        ("In-Reply-To", _bracketed("In-Reply-To", (letter.in_reply_to,))),
        ("References", _bracketed("References", _shortened(letter.references))),
        ("Auto-Submitted", "auto-generated" if letter.automatic else ""),
        ("X-Auto-Response-Suppress", "All" if letter.automatic else ""),
        ("X-Mailbot", safe("X-Mailbot", letter.loop_mark)),
        (_LAST, safe(_LAST, letter.language or "en")),
    )
    return tuple((name, value) for name, value in listed if value)


def plain(text: str) -> str:
    """Return the words as they are sent: line ends made one kind, controls taken out, one newline at the end."""
    lines = re.sub(r"\r\n?|[\u2028\u2029]", "\n", text).split("\n")
    return "\n".join(_CONTROLS.sub("", line).rstrip() for line in lines).rstrip("\n") + "\n"


def _line(name: str, value: str) -> str:
    # Blanks at an end or in a row do not survive folding, and nobody means anything by them.
    return " ".join(safe(name, value).split())


def _page(letter: Posted) -> str:
    body = plain(letter.html)
    if re.match(r"\s*<(!doctype|html)\b", body, re.IGNORECASE):
        return body
    head = f'<html lang="{escape(letter.language)}"><head><meta charset="utf-8"><title>{escape(letter.subject)}</title></head>'
    return f"<!DOCTYPE html>\n{head}\n<body>\n{body}</body></html>\n"


def _encoding(text: str) -> str:
    # Never 8bit: the bytes are fixed before we know what the next server can carry.
    short = all(len(line) <= _LINE for line in text.split("\n"))
    return "7bit" if text.isascii() and short else "quoted-printable"


def _bracketed(name: str, ids: Sequence[str]) -> str:
    written = " ".join(f"<{each}>" for each in ids if each)
    if any(character in each or not each.isascii() for each in ids for character in "<> \t"):
        safe(name, written)
        ids = tuple(each for each in ids if each.isascii() and not set(each) & set("<> \t"))
        return _bracketed(name, ids)  # a stranger's id that cannot be written is left out
    return safe(name, written)


def _shortened(references: Sequence[str]) -> tuple[str, ...]:
    kept: list[str] = []
    room = _REFERENCES_CHARACTERS - sum(len(each) + 3 for each in references[:1])
    for each in reversed(references[1:]):
        room -= len(each) + 3
        if room < 0:
            break
        kept.append(each)
    return (*references[:1], *reversed(kept))


def _set_boundaries(message: EmailMessage, letter: Posted) -> None:
    """Name the parts' borders after the letter, so that the same letter is the same bytes."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        name = sha256(f"{letter.message_id}/{number}".encode()).hexdigest()[:32]
        part.set_boundary(f"={name}=")


def _written(message: EmailMessage) -> bytes:
    out = BytesIO()
    BytesGenerator(out, mangle_from_=False, policy=_POLICY).flatten(message)
    return out.getvalue()
