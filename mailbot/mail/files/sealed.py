"""What is signed or encrypted: S/MIME that only wraps its content, and PGP armour within a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

_SIGNED_DATA: Final = bytes.fromhex("2a864886f70d010702")  # 1.2.840.113549.1.7.2, RFC 5652 section 5.1
_SEQUENCE: Final = 0x30
_IDENTIFIER: Final = 0x06
_CONTEXT_0: Final = 0xA0
_OCTETS: Final = 0x04
_OCTETS_IN_PIECES: Final = 0x24
_LONG: Final = 0x80
_LENGTH_BYTES: Final = 4
_PIECES: Final = 100_000

_BEGIN: Final = re.compile(
    r"^-----BEGIN PGP (SIGNED MESSAGE|MESSAGE|SIGNATURE|PUBLIC KEY BLOCK)-----[ \t]*$", re.MULTILINE
)
_ARMOUR_HEADERS: Final = re.compile(r"(?:[A-Za-z]{1,20}: [^\n]{0,200}\n){0,10}[ \t]*\n")


class _Broken(ValueError):
    """No BER that we can follow."""


@dataclass(frozen=True, slots=True)
class Armour:
    """What PGP stood in a text."""

    text: str  # the words alone
    signature: str = ""  # blocks of signatures and keys, whole
    message: str = ""  # encrypted blocks, whole


def signed_content(content: bytes) -> bytes | None:
    """Return what an S/MIME file signs, if it only wraps it (RFC 5652 section 5.1, RFC 8551 3.5.2); None if encrypted."""
    try:
        start, _ = _enter(content, 0, _SEQUENCE)
        at, end = _enter(content, start, _IDENTIFIER)
        if content[at:end] != _SIGNED_DATA:
            return None
        at, _ = _enter(content, end, _CONTEXT_0)
        at, _ = _enter(content, at, _SEQUENCE)
        for _ in range(2):  # the version and the digest algorithms
            at = _after(content, at)
        at, _ = _enter(content, at, _SEQUENCE)
        at = _after(content, at)  # the type of the content
        at, _ = _enter(content, at, _CONTEXT_0)
        return b"".join(_octets(content, at))
    except (_Broken, IndexError):
        return None


def _head(content: bytes, at: int) -> tuple[int, int, int]:
    """Return an element's tag, where its content begins and how long it is; -1 if it ends where it says (X.690 8.1)."""
    tag, length = content[at], content[at + 1]
    if length < _LONG:
        return tag, at + 2, length
    count = length & 0x7F
    if count > _LENGTH_BYTES:
        raise _Broken
    start = at + 2 + count
    return tag, start, int.from_bytes(content[at + 2 : start], "big") if count else -1


def _enter(content: bytes, at: int, wanted: int) -> tuple[int, int]:
    tag, start, length = _head(content, at)
    if tag != wanted or start + max(length, 0) > len(content):
        raise _Broken
    return start, start + length if length >= 0 else len(content)


def _after(content: bytes, at: int) -> int:
    _, start, length = _head(content, at)
    if length < 0:
        raise _Broken
    return start + length


def _octets(content: bytes, at: int) -> Iterator[bytes]:
    tag, start, length = _head(content, at)
    if tag == _OCTETS and length >= 0:
        yield content[start : start + length]
    elif tag == _OCTETS_IN_PIECES:
        end = start + length if length >= 0 else len(content)
        for _ in range(_PIECES):
            if start >= end or content[start] != _OCTETS:
                return
            _, piece, size = _head(content, start)
            if size < 0:
                raise _Broken
            yield content[piece : piece + size]
            start = piece + size
    else:
        raise _Broken


def without_armour(text: str) -> Armour:
    """Part the words from PGP's lines around them (RFC 9580 sections 6.2 and 7)."""
    words: list[str] = []
    signatures: list[str] = []
    messages: list[str] = []
    at, signed = 0, False
    while (begin := _BEGIN.search(text, at)) is not None:
        words.append(_undashed(text[at : begin.start()], dashed=signed))
        signed = begin[1] == "SIGNED MESSAGE"
        if signed:
            headers = _ARMOUR_HEADERS.match(text, begin.end() + 1)
            at = headers.end() if headers else min(begin.end() + 1, len(text))
            continue
        last = f"-----END PGP {begin[1]}-----"
        end = text.find(last, begin.end())
        at = end + len(last) if end >= 0 else len(text)
        (messages if begin[1] == "MESSAGE" else signatures).append(text[begin.start() : at])
    words.append(_undashed(text[at:], dashed=signed))
    return Armour("".join(words), "\n".join(signatures), "\n".join(messages))


def _undashed(text: str, *, dashed: bool) -> str:
    return re.sub(r"^- ", "", text, flags=re.MULTILINE) if dashed else text
