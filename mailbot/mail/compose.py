"""A letter becomes bytes: from plain values, one reader, nothing in it that was not asked for."""

import re
from base64 import encodebytes
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.header import Header
from email.message import Message
from email.quoprimime import body_encode
from email.utils import format_datetime, formataddr
from hashlib import sha256
from html import escape
from textwrap import wrap
from typing import Protocol

from mailbot.mail.header import safe, safe_address

_IDS = frozenset({"message-id", "in-reply-to", "references"})
_LAST = "Content-Language"  # the library moves headers of this kind into a part while it builds parts
_REFERENCES_CHARACTERS = 1500  # longer chains break in other people's programs; the first and the newest are kept
_CRLF = "\r\n"
_WIDTH = 78
_LINE = 990  # RFC 5322 section 2.1.1 allows 998
_LINE_ENDS = re.compile(r"\r\n?|[\u2028\u2029]")
_UNCLEAN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")  # whatever the two would change
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


def compose(letter: Posted) -> bytes:
    """Return the bytes of a letter; the same values give the same bytes. Raise UnsafeLetter if a header is not safe.

    Written here, part by part: the library's writer parses every header again and takes ten times as long; its
    *reader* then checks every letter (see ``check``).
    """
    *listed, language = [_folded(name, value) for name, value in headers(letter)]
    words = _text_part("plain", plain(letter.text))
    body = _multipart(letter, "alternative", (words, _text_part("html", _page(letter)))) if letter.html else words
    if letter.enclosures:
        body = _multipart(letter, "mixed", (body, *(_file_part(enclosed) for enclosed in letter.enclosures)))
    return _CRLF.join([*listed, "MIME-Version: 1.0", language, body]).encode("ascii")


def headers(letter: Posted) -> tuple[tuple[str, str], ...]:
    """Return the headers a letter has, in their order, all of them checked. There are no others."""
    sender = formataddr((_line("From", letter.sender_name), safe_address("From", letter.sender)))
    listed: tuple[tuple[str, str], ...] = (
        ("Date", format_datetime(letter.date.astimezone(UTC))),
        ("From", sender),
        ("To", safe_address("To", letter.reader)),
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
    clean = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text)) if _UNCLEAN.search(text) else text
    return "\n".join(map(str.rstrip, clean.split("\n"))).rstrip("\n") + "\n"


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


def _text_part(subtype: str, text: str) -> str:
    encoding = _encoding(text)
    if encoding == "quoted-printable":
        text = body_encode(text.encode("utf-8").decode("latin-1"))
    head = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head + text.replace("\n", "\r\n")


def _file_part(enclosed: Enclosed) -> str:
    maintype, _, subtype = safe("Content-Type", enclosed.type).partition("/")
    name = safe("file name", enclosed.name)
    part = Message()
    part["Content-Type"] = f"{maintype}/{subtype or 'octet-stream'}"
    part["Content-Transfer-Encoding"] = "base64"
    part.add_header("Content-Disposition", "attachment", filename=name if name.isascii() else ("utf-8", "", name))
    head = "".join(f"{key}: {value}\r\n" for key, value in part.items())
    return head + "\r\n" + encodebytes(enclosed.content).decode("ascii").replace("\n", "\r\n")


def _multipart(letter: Posted, subtype: str, parts: Sequence[str]) -> str:
    """Join parts. Their border is always the same, unless it stands in the letter: so the same letter is the same bytes."""
    border = f"=_{subtype}"
    if any(border in part for part in parts):
        border = f"={sha256(f'{letter.message_id}/{subtype}'.encode()).hexdigest()[:32]}="
    joined = "".join(f"--{border}\r\n{part}\r\n" for part in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{border}"\r\n\r\n{joined}--{border}--\r\n'


def _folded(name: str, value: str) -> str:
    """Write a header in lines of 78, broken at blanks; ids are never touched, or threading breaks."""
    if name.lower() in _IDS:
        return f"{name}: {f'{_CRLF} '.join(value.split())}"
    if not value.isascii() or "=?" in value:
        name_only, _, address = value.rpartition(" <") if name == "From" else (value, "", "")
        words = Header(name_only.strip('"'), "utf-8", header_name=name).encode(linesep="\r\n")
        return f"{name}: {words} <{address}" if address else f"{name}: {words}"
    line = f"{name}: {value}"
    if len(line) <= _WIDTH:
        return line
    return f"{_CRLF} ".join(wrap(line, _WIDTH, break_long_words=False, break_on_hyphens=False))
