"""A reply's blocks become the bytes of a mail, as its program writes them."""

from base64 import encodebytes
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from email import quoprimime
from email.header import Header
from email.utils import format_datetime
from hashlib import sha256
from typing import Final

from tests.reading import client_letters as ours
from tests.reading.client_html import rich
from tests.reading.client_letters import Letter
from tests.reading.client_page import Block
from tests.reading.client_styles import Style
from tests.reading.client_text import plain

_LINE: Final = 900


def headers(style: Style, letter: Letter, subject: str, message_id: str, at: datetime) -> Iterator[tuple[str, str]]:
    """Return the headers of an answer in their order."""
    yield "From", f"{ours.READER_NAME} <{ours.READER}>"
    yield "To", f"{ours.DESK_NAME} <{ours.DESK}>"
    yield "Subject", Header(subject, "utf-8" if not subject.isascii() else "us-ascii", header_name="Subject").encode()
    yield "Date", format_datetime(at)
    yield "Message-ID", f"<{message_id}>"
    if style.references != "nothing":
        yield "In-Reply-To", f"<{letter.message_id}>"
    if style.references in {"all", "parent"}:
        ids = (*letter.references, letter.message_id) if style.references == "all" else (letter.message_id,)
        yield "References", "\n ".join(f"<{each}>" for each in ids)
    if style.mailer:
        name, _, value = style.mailer.partition(": ")
        yield name, value
    yield "MIME-Version", "1.0"


def mail(style: Style, document: Sequence[Block], head: Sequence[tuple[str, str]]) -> bytes:
    """Write a document as the program does: its parts, charset, transfer encoding."""
    text = plain(_marked(document, style), style.plain)
    charset = next((each for each in style.charsets if _fits(text, each)), "utf-8")
    flowed = "; format=flowed" if style.plain.flowed else ""
    parts: list[bytes] = []
    if style.parts != "html":
        parts.append(_part(f"text/plain; charset={charset}{flowed}", text, charset, style.encoding))
    if style.parts != "text":
        page = rich(document, style.rich, charset)
        parts.append(_part(f"text/html; charset={charset}", page, charset, style.encoding))
    header = "".join(f"{name}: {value}\n" for name, value in head).encode("ascii")
    if style.parts != "both":
        return (header + parts[0]).replace(b"\n", b"\r\n")
    border = sha256(header).hexdigest()[:20].encode()
    joined = b"".join(b"--%s\n%s\n" % (border, part) for part in parts)
    kind = b'Content-Type: multipart/alternative; boundary="%s"\n\n' % border
    return (header + kind + joined + b"--%s--\n" % border).replace(b"\n", b"\r\n")


def _marked(document: Sequence[Block], style: Style) -> Sequence[Block]:
    """Set the invisible mark that iPhones put before the first words of a quote."""
    at = next((i for i, block in enumerate(document) if block.depth and block.kind != "line"), None)
    if not style.plain.first or at is None:
        return document
    (first, *rest), *cells = document[at].cells
    marked = replace(first, text=style.plain.first + first.text)
    return (*document[:at], replace(document[at], cells=((marked, *rest), *cells)), *document[at + 1 :])


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _part(kind: str, text: str, charset: str, encoding: str) -> bytes:
    content = text.encode(charset, "xmlcharrefreplace")
    long = any(len(line) > _LINE for line in content.split(b"\n"))
    if encoding in {"7bit", "8bit"} and (long or (encoding == "7bit" and not content.isascii())):
        encoding = "quoted-printable"
    if encoding == "base64":
        content = encodebytes(content)
    elif encoding == "quoted-printable":
        content = quoprimime.body_encode(content.decode("latin-1")).encode("ascii")
    return f"Content-Type: {kind}\nContent-Transfer-Encoding: {encoding}\n\n".encode("ascii") + content
