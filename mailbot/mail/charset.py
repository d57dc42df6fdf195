"""Bytes of a stranger's text -> text: what is declared, else what fits, else a guess that is marked as one."""

import codecs
import re
from collections.abc import Sequence

from mailbot.mail.charset_guess import guess, guess_together
from mailbot.mail.charset_names import MANY_BYTES, WIDE, codec, is_ascii_name, is_seven_bit

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_META_WITHIN = 2048  # WHATWG HTML says 1024; mail programs write long comments first
_JAPANESE = re.compile(rb"\x1b\$[@B]((?:[!-~]{2})*)(?=\x1b|[^!-~]|\Z)")
_KANA = re.compile(rb"\x1b\(I([!-_]*)")
_C1 = re.compile(r"[\x80-\x9f]")
_CHINESE_IN_SEVEN = re.compile(rb"~\{(?:[!-}][!-~])+~\}")
# What a legacy charset of many bytes would have to write by chance to look like UTF-8 throughout.
_TOO_MANY_FOR_CHANCE = 4
_SPARSE = 40  # a stray NUL in so many bytes makes no UTF-16
_ONE_SIDED = 3  # but Chinese and Korean letters hold NULs of their own
_NOT_PRINTED = re.compile(r"[\s\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\xad\0]")


def decode(content: bytes, declared: str = "") -> tuple[str, bool]:
    """Return the text and whether its encoding had to be guessed. Never fails."""
    name = codec(declared)
    if content.isascii() and not is_seven_bit(name) and b"\x1b" not in content and b"\0" not in content:
        return _plain(content, name, declared)
    text, guessed = _by_mark(content, name) or _by_declaration(content, name, declared) or _by_fit(content, name)
    # A letter that was lost, by us or before us, is never passed on silently.
    return text, guessed or "\ufffd" in text


def decode_together(pieces: Sequence[bytes]) -> tuple[str, ...]:
    """Decode pieces by one writer that declare nothing: a header block's values. What must be guessed is guessed once."""
    unclear = {place for place, piece in enumerate(pieces) if not piece.isascii() and _strict(piece, "utf-8") is None}
    guessed = iter(guess_together([pieces[place] for place in sorted(unclear)]) if unclear else ())
    return tuple(next(guessed) if place in unclear else decode(piece)[0] for place, piece in enumerate(pieces))


def _plain(content: bytes, name: str, declared: str) -> tuple[str, bool]:
    if b"~{" in content and (not name or is_ascii_name(declared)) and _CHINESE_IN_SEVEN.search(content):
        text = _strict(content, "hz")
        if text is not None:
            return text, True
    return content.decode("ascii"), False


def _by_mark(content: bytes, name: str) -> tuple[str, bool] | None:
    """Read what begins with a byte order mark."""
    for mark, of_mark in _BOMS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(of_mark, "replace")
            return text, bool(name) and name.replace("_", "-")[:6] != of_mark[:6] and not content[len(mark) :].isascii()
    return None


def _by_declaration(content: bytes, name: str, declared: str) -> tuple[str, bool] | None:
    """Read by what is declared; None where nothing is, or it does not fit."""
    if name in WIDE:
        return _wide(content, name)
    if is_seven_bit(name):
        text = _seven(content, name)
        return (text, False) if text is not None else None
    if b"\0" in content and _side(content):
        return None
    if content.isascii():
        return None if not name or b"\x1b$" in content else (content.decode("ascii"), False)
    utf8 = _strict(content, "utf-8")
    if utf8 is not None and (name not in MANY_BYTES or _letters(content) >= _TOO_MANY_FOR_CHANCE):
        return utf8, bool(name) and name != "utf-8"
    followed = name and name != "utf-8" and not is_ascii_name(declared)
    return _in_one(content, name) if followed else None


def _wide(content: bytes, name: str) -> tuple[str, bool] | None:
    """Read UTF-16 or 32 without a mark: little-endian, if its NULs do not tell; UTF-8 where a program only thinks in it."""
    if b"\0" not in content:
        utf8 = _strict(content, "utf-8")
        if utf8 is not None:
            return utf8, True
    text = _strict(content, _side(content) or {"utf-16": "utf-16-le", "utf-32": "utf-32-le"}.get(name, name))
    return (text, False) if text is not None else None


def _in_one(content: bytes, name: str) -> tuple[str, bool] | None:
    text = _related(content, name)
    if text is not None and name.startswith("iso8859") and _C1.search(text):
        # Windows' quotes and dashes in what calls itself ISO 8859: nobody writes controls.
        return _C1.sub(lambda hit: hit[0].encode("latin-1").decode("cp1252", "replace"), text), True
    return (text, False) if text is not None else None


def _by_fit(content: bytes, name: str) -> tuple[str, bool]:
    """Read by what fits."""
    side = _side(content) if b"\0" in content else ""
    text = _strict(content, side) if side else None
    if text is not None:
        return text, True
    if b"\x1b$" in content:
        for seven in ("iso2022_kr", "iso2022_jp_3") if b"\x1b$)C" in content else ("iso2022_jp_3",):
            text = _seven(content, seven)
            if text is not None:
                return text, bool(name) or seven != "iso2022_jp_3"
    if content.isascii():
        return content.decode("ascii"), b"\x1b$" in content or b"\0" in content
    meta = _META.search(content[:_META_WITHIN]) if not name and b"<" in content[:_META_WITHIN] else None
    said = codec(meta[1].decode("ascii", "replace")) if meta else ""
    text = _related(content, said) if said and not is_seven_bit(said) else None
    return (text, False) if text is not None else (guess(content, name), True)


def _side(content: bytes) -> str:
    """Tell UTF-16 by where the NULs of its plain letters stand; "" if it is none."""
    first, second = content[0::2].count(0), content[1::2].count(0)
    many, few, name = (second, first, "utf-16-le") if second > first else (first, second, "utf-16-be")
    if len(content) % 2 or many * _SPARSE < len(content) or few * _ONE_SIDED > many:
        return ""
    text = _strict(content, name)
    return name if text is not None and _NOT_PRINTED.sub("", text).isprintable() else ""


def _letters(content: bytes) -> int:
    """Count the letters of UTF-8 beyond ASCII."""
    return sum(byte >= 0xC0 for byte in content)  # noqa: PLR2004 - a leading byte


def _related(content: bytes, name: str) -> str | None:
    """Decode by a charset or by those that extend it differently."""
    for each in (name, *{"big5hkscs": ("cp950",), "euc_jp": ("euc_jisx0213",)}.get(name, ())):
        text = _strict(content, each)
        if text is not None:
            return text
    return None


def _seven(content: bytes, name: str) -> str | None:
    if name != "iso2022_jp_3":
        return _strict(content, name)
    for each in ("iso2022_jp", "iso2022_jp_2", "iso2022_jp_3"):
        text = _strict(content, each)
        if text is not None:
            return text
    # Windows writes its own letters (circled numbers, half-width kana) into the same frame.
    framed = _JAPANESE.sub(lambda hit: bytes(byte | 0x80 for byte in hit[1]), content)
    framed = _KANA.sub(lambda hit: b"".join(bytes([0x8E, byte | 0x80]) for byte in hit[1]), framed)
    return _strict(re.sub(rb"\x1b\([BJ]", b"", framed), "euc_jisx0213")


def _strict(content: bytes, name: str) -> str | None:
    try:
        return content.decode(name)
    except (UnicodeError, ValueError):
        return None
