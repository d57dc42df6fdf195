"""Column types that mean the same on both engines, whatever a stranger's mail puts into them."""

import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import zstandard
from sqlalchemy import DateTime, Dialect, LargeBinary, String, Text
from sqlalchemy.types import TypeDecorator, TypeEngine
from typing_extensions import override

T = TypeVar("T")

KEY_LENGTH = 500  # PostgreSQL cannot index a value over 2,704 bytes
_LEVEL = 1  # a mail shrinks almost as far as at 19, fifteen times as fast as with zlib; photos cost next to nothing


class Ready(bytes):
    """Bytes that were packed before they came here."""

    __slots__ = ()


def storable(text: str) -> str:
    """Return the text without what no database takes: NUL and lone surrogates."""
    if text.isascii() and "\x00" not in text:
        return text
    return text.replace("\x00", "\ufffd").encode("utf-8", "replace").decode()


def key(text: str) -> str:
    """Return what a long or strange value is looked up by."""
    return storable(text)[:KEY_LENGTH]


def folded(text: str) -> str:
    """Return a key that is the same in capitals and small letters: addresses, order numbers."""
    return key(text.strip().lower())


def pack(content: bytes) -> bytes:
    """Compress with Zstandard (RFC 8878)."""
    return content if isinstance(content, Ready) else Ready(zstandard.compress(content, _LEVEL))


def unpack(content: bytes) -> bytes:
    """Return what was packed; the first stores packed with zlib (RFC 1950)."""
    return zstandard.decompress(content) if content.startswith(zstandard.FRAME_HEADER) else zlib.decompress(content)


def utc(moment: datetime) -> datetime:
    """Only a moment whose place in time is known is kept."""
    assert moment.tzinfo is not None, "a moment has its zone"
    return moment.astimezone(UTC)


def from_row(moment: datetime) -> datetime:
    """SQLite keeps no zone; everything in it is UTC."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class Through(TypeDecorator[T]):
    """A column whose values go through a function each way."""

    impl: TypeEngine[Any] | type[TypeEngine[Any]] = Text
    cache_ok: bool | None = True

    def __init__(
        self,
        kind: TypeEngine[Any],
        into: Callable[[T], T],
        out: Callable[[T], T] | None = None,
    ) -> None:
        super().__init__()
        self.kind, self.into, self.out = kind, into, out
        self.impl = kind

    @override
    def copy(self, **kw: Any) -> "Through[T]":
        return Through(self.kind, self.into, self.out)

    @override
    def process_bind_param(self, value: T | None, dialect: Dialect) -> T | None:
        return None if value is None else self.into(value)

    @override
    def process_result_value(self, value: T | None, dialect: Dialect) -> T | None:
        return value if value is None or self.out is None else self.out(value)


Moment = Through(DateTime(timezone=True), utc, from_row)
Key = Through(String(KEY_LENGTH), key)  # looked up: cut in the column and in the question alike
Folded = Through(String(KEY_LENGTH), folded)
Words = Through(Text(), storable)  # any length, from anybody
Packed = Through(LargeBinary(), pack, unpack)
