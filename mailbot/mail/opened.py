"""A mail's bytes opened as far as anybody could: every header, part, file in a file, and encoding."""

import re
import zlib
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Parsed
from functools import lru_cache
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from mailbot.mail.header import decoded_words
from mailbot.mail.wording import kept

_MEMBERS = 200
_MEMBER_BYTES = 2_000_000
_DEPTH = 2
_TAG = re.compile(r"(<[^<>]*>)")
_MARKUP = re.compile(r"\ufeff?\s*<[!?a-zA-Z]")
_BASE64_SHORTEST = 20
_BASE64 = bytes(
    code if chr(code).isascii() and (chr(code).isalnum() or chr(code) in "+/-_") else 32 for code in range(256)
)
_URL_SAFE = bytes.maketrans(b"-_", b"+/")
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2})*")
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_PDF_STREAMS = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read one piece of a mail. ``prose``: words and figures meant for a reader, no bytes of a file."""

    where: str
    text: str
    prose: bool = True


@lru_cache(maxsize=4)
def parsed_letter(content: bytes) -> Parsed:
    """Parse a letter's bytes; the same bytes are looked at several times in a row, and never changed."""
    return message_from_bytes(content)


def opened(content: bytes) -> tuple[Reading, ...]:
    """Return all that can be read in a mail's bytes, each reading once."""
    readings: dict[tuple[str, bool], Reading] = {}
    for part in parsed_letter(content).walk():
        for reading in (*_headers(part), *_part(part)):
            if (reading.text, reading.prose) not in readings:
                hidden = (Reading(reading.where, text, reading.prose or told) for text, told in _hidden(reading.text))
                for each in (reading, *hidden):
                    readings.setdefault((each.text, each.prose), each)
    return tuple(readings.values())


def _headers(part: Parsed) -> Iterator[Reading]:
    for name, value in part.items():
        prose = name.lower() == "subject"
        line = str(value)
        yield Reading(f"header {name}", line, prose=prose)
        if "=?" in line:
            yield Reading(f"header {name}", decoded_words(decoded_words(line)), prose=prose)
    if file_name := part.get_filename():
        yield Reading("a file name", file_name)


def _part(part: Parsed) -> Iterator[Reading]:
    if part.is_multipart():
        for text in (part.preamble, part.epilogue):
            if text and isinstance(text, str):
                yield Reading("words between the parts", text)
        return
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return
    name = part.get_filename()
    if part.get_content_maintype() == "text" or not name:
        charset = str(part.get_param("charset") or "utf-8")
        yield from _text(name or f"the {part.get_content_subtype()} part", _decoded(content, charset))
    else:
        yield from _readings_of(name, content)


@lru_cache(maxsize=128)  # more than there are letters under way at once
def _readings_of(name: str, content: bytes) -> tuple[Reading, ...]:
    """Read a file once: the same enclosure is looked at when drafted, approved and sent."""
    return tuple(_file(name, content, 0))


def _decoded(content: bytes, charset: str) -> str:
    try:
        return content.decode(charset)
    except (LookupError, ValueError):
        return content.decode("utf-8", "replace")


def _text(where: str, text: str) -> Iterator[Reading]:
    return (Reading(where, words, prose) for words, prose in _worded(text))


@kept
def _worded(text: str) -> tuple[tuple[str, bool], ...]:
    """Return how a text may be read."""
    plain = () if _MARKUP.match(text) else ((text, True),)
    if "<" not in text and "&" not in text:
        return plain
    pieces = _TAG.split(text)  # words and tags in turn
    tags = " ".join(dict.fromkeys(pieces[1::2]))
    apart, together = unescape(" ".join(pieces[::2])), unescape("".join(pieces[::2]))
    return (*plain, (apart, True), (together, True), (unescape(tags), False))


def _file(where: str, content: bytes, depth: int) -> Iterator[Reading]:
    if content.startswith(b"PK") and depth < _DEPTH:
        yield from _zip(where, content, depth)
    elif content.startswith(b"%PDF"):
        yield from _pdf(where, content)
    elif b"\0" not in content[:_MEMBER_BYTES]:
        yield from _text(where, content.decode("utf-8", "replace"))
    else:
        yield from _binary(where, content)


def _binary(where: str, content: bytes) -> Iterator[Reading]:
    yield Reading(where, content.decode("latin-1"), prose=False)
    for start in (0, 1):
        yield Reading(where, content[start:].decode("utf-16-le", "ignore"), prose=False)
    yield Reading(where, content.decode("utf-16-be", "ignore"), prose=False)


def _zip(where: str, content: bytes, depth: int) -> Iterator[Reading]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            yield Reading(where, archive.comment.decode("utf-8", "replace"))
            for member in archive.infolist()[:_MEMBERS]:
                yield Reading(where, f"{member.filename} {member.comment.decode('utf-8', 'replace')}", prose=False)
                with archive.open(member) as file:
                    yield from _file(f"{where}/{member.filename}", file.read(_MEMBER_BYTES), depth + 1)
    except (BadZipFile, OSError, ValueError, RuntimeError, NotImplementedError, EOFError, zlib.error):
        yield from _binary(where, content)


def _pdf(where: str, content: bytes) -> Iterator[Reading]:
    yield Reading(where, content.decode("latin-1"), prose=False)
    for stream in _PDF_STREAM.findall(content)[:_PDF_STREAMS]:
        try:
            text = zlib.decompressobj().decompress(stream, _MEMBER_BYTES).decode("latin-1")
        except zlib.error:
            continue
        yield Reading(where, text, prose=False)
        yield Reading(where, "".join(re.findall(r"\(((?:[^()\\]|\\.)*)\)", text)))


@kept
def _hidden(text: str) -> tuple[tuple[str, bool], ...]:
    """Return what percent signs and base64 inside a text would be decoded to, and whether that is prose in any case."""
    if len(text) > _MEMBER_BYTES:
        return ()
    found = [(each, True) for each in _from_base64(text)]
    if "%" in text:
        decoded = _PERCENT.sub(lambda hex_: bytes.fromhex(hex_[0].replace("%", "")).decode("utf-8", "replace"), text)
        if decoded != text:
            found.insert(0, (decoded, False))
    return tuple(found)


def _from_base64(text: str) -> Iterator[str]:
    runs = text.encode("ascii", "replace").translate(_BASE64).split()
    if max(map(len, runs), default=0) < _BASE64_SHORTEST:
        return
    for run in runs:
        if len(run) < _BASE64_SHORTEST:
            continue
        try:
            decoded = b64decode(run.translate(_URL_SAFE) + b"=" * (-len(run) % 4)).decode("utf-8")
        except (NotBase64, ValueError):
            continue
        if decoded.isprintable() or "\n" in decoded:
            yield decoded
