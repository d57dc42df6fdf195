"""RTF made harmless for its reader, whose own patterns for links and fonts take the square of a line and more.

The links are written as words beforehand and the table of fonts is written anew, so that these patterns find nothing
that takes long (Rich Text Format 1.9.1: "Fields", "Font Table").
"""

import re
from typing import Final

_LINK: Final = re.compile(
    r'(?i)\{\\field\s{0,9}\{\\\*\\fldinst\s{0,9}\{?[^{}"]{0,200}HYPERLINK\s{1,9}"([^"{}\n]{1,1000})"[^{}]{0,200}\}{1,2}'
)
_LENGTH: Final = re.compile(r"(?i)\\bin\d{10,}")  # of a picture, longer than any file
_FIELD: Final = re.compile(r"(?i)\{\\field\{")
_TABLE: Final = re.compile(r"\{[^{}]*\\fonttbl")
_BRACE: Final = re.compile(r"[{}]")
_FONT: Final = re.compile(r"\\f(\d{1,6})")
_CHARSET: Final = re.compile(r"\\fcharset(\d{1,3})(?!\d)")
_FONTS: Final = 1_000
_ENTRY_LETTERS: Final = 2_000


def tamed(text: str) -> str:
    """Return RTF that says the same and holds no field or table of fonts that a careless pattern would get lost in."""
    text = _LENGTH.sub(r"\\bin0", text)
    text = _FIELD.sub(r"{\\field {", _LINK.sub(r"{\\field (\1) ", text))
    start = _TABLE.search(text)
    if start is None:
        return text
    end = _closed(text, start.end())
    return f"{text[: start.start()]}{_table(text[start.end() : end])}{text[end:]}"


def _closed(text: str, at: int) -> int:
    """Return where the group ends in which ``at`` stands."""
    depth = 1
    for brace in _BRACE.finditer(text, at):
        depth += 1 if brace[0] == "{" else -1
        if depth == 0:
            return brace.end()
    return len(text)


def _table(written: str) -> str:
    """Write a table of fonts with nothing in it but numbers and charsets, each font on its own line."""
    fonts = []
    for entry in written.split(";", _FONTS)[:_FONTS]:
        named, charset = _FONT.search(entry[:_ENTRY_LETTERS]), _CHARSET.search(entry[:_ENTRY_LETTERS])
        if named and charset:
            fonts.append(rf"{{\f{named[1]}\fcharset{charset[1]} a;}}")
    return "\n".join([r"{\fonttbl", *fonts, "}"])
