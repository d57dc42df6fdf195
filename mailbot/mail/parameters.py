"""Parameters of a header in pieces and in other letters (RFC 2231), and as mailers write them against it (RFC 2047)."""

import re

from mailbot.mail import words
from mailbot.mail.charset import decode

_PARAMETER = re.compile(
    r';\s*([^\s=;"*]{1,60})(?:\*(\d{1,3}))?(\*)?\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;"\s]*))', re.DOTALL
)
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_MOST_PIECES = 100


def encoded_parameter(header: str, name: str) -> str:
    """Return a parameter that is written in pieces or in other letters; "" if it is not.

    A letter of several bytes may be cut between two pieces, so the bytes are joined before they are decoded.
    """
    found = [hit for hit in _PARAMETER.finditer(header) if hit[1].lower() == name][:_MOST_PIECES]
    numbered = [(int(hit[2] or 0), hit) for hit in found if hit[2] or hit[3]]
    pieces = sorted(numbered, key=lambda one: one[0])  # by number alone: a piece may come twice
    if not pieces:
        plain = found[0][4] or found[0][5] or "" if found else ""
        return words.decoded(re.sub(r"\\(.)", r"\1", plain)) if "=?" in plain else ""
    charset, content = "", b""
    for number, (_, hit) in enumerate(pieces):
        piece = re.sub(r"\\(.)", r"\1", hit[4]) if hit[4] is not None else hit[5]
        if hit[3] and number == 0 and piece.count("'") >= 2:  # noqa: PLR2004 - charset'language'text
            charset, _, piece = piece.split("'", 2)
        letters = piece.encode("utf-8", "surrogateescape")
        content += _ESCAPE.sub(lambda code: bytes([int(code[1], 16)]), letters) if hit[3] else letters
    return decode(content, charset)[0]
