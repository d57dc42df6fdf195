"""A mail as it is built here: header lines in their order and a body, written out byte by byte.

The library's writer is not used: it would tidy up what programs and forgers do not, and its bytes change with its version.
"""

import base64
import quopri
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WORD_BYTES = 42  # of one encoded word (RFC 2047 section 2)


@dataclass(frozen=True, slots=True)
class Mail:
    """Header lines from the top down, values as they stand on the wire, and the words."""

    headers: tuple[tuple[str, str], ...]
    body: str
    page: str = ""  # the same words as HTML, in a multipart/alternative
    photo: bytes = b""
    transfer: str = "8bit"
    report: str = ""  # fields of a delivery or read report
    kind: str = ""  # its report-type
    raw: bytes = b""  # the whole mail, where it cannot be built otherwise

    def first(self, name: str) -> str:
        """Return a header's first value, "" if it is not there."""
        return next((value for found, value in self.headers if found.lower() == name.lower()), "")

    def put(self, name: str, value: str) -> "Mail":
        """Set a header in its place, or as the last one; an empty value takes it out."""
        kept = tuple((found, old) for found, old in self.headers if found.lower() != name.lower() or value)
        if not value:
            return replace(self, headers=kept)
        if all(found.lower() != name.lower() for found, _ in kept):
            return replace(self, headers=(*kept, (name, value)))
        return replace(
            self, headers=tuple((found, value if found.lower() == name.lower() else old) for found, old in kept)
        )

    def top(self, *lines: tuple[str, str]) -> "Mail":
        """Put lines above all others, as each server on the way does."""
        return replace(self, headers=(*lines, *self.headers))


def encoded(text: str) -> str:
    """Return a header value as it is sent: ASCII, or encoded words in base64."""
    if text.isascii():
        return text
    words, part = [], ""
    for letter in text:
        if len((part + letter).encode()) > _WORD_BYTES:
            words.append(part)
            part = ""
        part += letter
    words.append(part)
    return "\r\n ".join(f"=?utf-8?B?{base64.b64encode(word.encode()).decode()}?=" for word in words)


def wire_domain(address: str) -> str:
    """Return an address with its domain as DNS has it."""
    local, _, domain = address.rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}"


def ids(values: Sequence[str], fold: bool = True) -> str:  # noqa: FBT001, FBT002 - how it is written
    """Write Message-IDs into one header."""
    return ("\r\n " if fold else " ").join(f"<{value}>" for value in values)


def date(at: datetime, hours: int = 0) -> str:
    """Write a moment as RFC 5322 has it, in any locale."""
    local = at.astimezone(UTC) + timedelta(hours=hours)
    day = f"{_DAYS[local.weekday()]}, {local.day} {_MONTHS[local.month - 1]} {local.year}"
    return f"{day} {local:%H:%M:%S} {hours:+03d}00"


def written(mail: Mail) -> bytes:
    """Return the bytes as our server has them."""
    if mail.raw:
        return mail.raw
    lines = [f"{name}: {value}" for name, value in mail.headers]
    part = _words("plain", mail.body, mail.transfer)
    if mail.page:
        part = _joined("alternative", (part, _words("html", mail.page, mail.transfer)), "alt")
    if mail.photo:
        part = _joined("mixed", (part, _photo(mail.photo)), "mix")
    if mail.kind:
        machine = f"Content-Type: message/{mail.kind}\r\n\r\n{mail.report}".encode()
        part = _joined(f"report; report-type={mail.kind}", (part, machine), "rep")
    return "\r\n".join([*lines, "MIME-Version: 1.0", ""]).encode("utf-8", "surrogateescape") + part


def _words(subtype: str, text: str, transfer: str) -> bytes:
    content = text.encode()
    if transfer == "base64":
        content = base64.encodebytes(content)
    elif transfer == "quoted-printable":
        content = quopri.encodestring(content)
    head = f"Content-Type: text/{subtype}; charset=utf-8\r\nContent-Transfer-Encoding: {transfer}\r\n\r\n"
    return head.encode() + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")


def _photo(content: bytes) -> bytes:
    head = "Content-Type: image/jpeg; name=IMG_2041.jpeg\r\nContent-Transfer-Encoding: base64\r\n"
    head += "Content-Disposition: attachment; filename=IMG_2041.jpeg\r\n\r\n"
    return head.encode() + base64.encodebytes(content).replace(b"\n", b"\r\n")


def _joined(subtype: str, parts: Sequence[bytes], border: str) -> bytes:
    head = f'Content-Type: multipart/{subtype}; boundary="=_{border}_"\r\n\r\n'.encode()
    middle = b"".join(f"--=_{border}_\r\n".encode() + part + b"\r\n" for part in parts)
    return head + middle + f"--=_{border}_--\r\n".encode()
