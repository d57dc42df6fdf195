"""Header values that are safe to send: one line, no controls, nothing hidden in an encoded word."""

import re
import unicodedata
from email.errors import HeaderParseError
from email.header import decode_header

from mailbot.errors import UnsafeLetter

_ENCODED_WORD = re.compile(r"=\?[^?]*\?[bqBQ]\?")
_NOT_ALLOWED = frozenset({"Cc", "Cs", "Zl", "Zp"})  # controls, lone surrogates, line and paragraph separator
_BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?:[A-Za-z0-9-]+\.)*[A-Za-z0-9-]+"
)
_ADDRESS_LIMIT = 254  # RFC 5321 section 4.5.3.1.3 less the brackets
_LOCAL_LIMIT = 64


def safe(name: str, value: str) -> str:
    """Return a value that may stand in a header; raise UnsafeLetter if it could become more than one line."""
    plain = value.isascii() and value.isprintable()
    bad = None if plain else next((character for character in value if _unsafe(character)), None)
    if bad is not None:
        raise UnsafeLetter(f"{name}: U+{ord(bad):04X} may not stand in a header")
    if _ENCODED_WORD.search(value):
        # However deep it is encoded: the library would decode it, and a line end inside would begin a new header.
        raise UnsafeLetter(f"{name}: an encoded word would be read as other words than the approved ones")
    return value


def safe_address(name: str, value: str) -> str:
    """Return one plain address, its domain in ASCII; raise UnsafeLetter if it is anything else."""
    safe(name, value)
    local, at, domain = value.rpartition("@")
    try:
        address = f"{local}{at}{domain.encode('idna').decode('ascii')}" if not domain.isascii() else value
    except UnicodeError:
        raise UnsafeLetter(f"{name}: {value!r} has no domain the post could find") from None
    if not _ADDRESS.fullmatch(address) or len(address) > _ADDRESS_LIMIT or len(local) > _LOCAL_LIMIT:
        raise UnsafeLetter(f"{name}: {value!r} is not one plain address")
    return address


def decoded_words(value: str) -> str:
    """Decode encoded words once; what cannot be decoded stays."""
    try:
        return "".join(_text(part, charset) for part, charset in decode_header(value))
    except (HeaderParseError, ValueError):
        return value


def _text(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "latin-1", "replace")
    except (LookupError, ValueError):
        return part.decode("latin-1")


def _unsafe(character: str) -> bool:
    return character in _BIDI or unicodedata.category(character) in _NOT_ALLOWED
