"""Encoded words in headers (RFC 2047) -> text, by our own charset ladder."""

import base64
import binascii
import re

from mailbot.mail.charset import decode

WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]{0,4000})\?=")
# Everything some reader may take for a line break, and all other controls (C0, C1, U+2028, U+2029).
CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def decoded(value: str) -> str:
    """Decode the encoded words of a header; what does not decode stays as it is. One line, no controls."""
    if "=?" not in value:
        return cleaned(value)
    pieces: list[str] = []
    run: list[tuple[str, bytes]] = []
    end = 0
    for word in WORD.finditer(value):
        gap = value[end : word.start()]
        # White space between two encoded words is not shown (RFC 2047 section 6.2).
        if gap.strip() or not run:
            pieces += [_joined(run), gap]
            run = []
        run.append(_bytes_of(word))
        end = word.end()
    return cleaned("".join([*pieces, _joined(run), value[end:]]))


def cleaned(value: str) -> str:
    """One line without controls."""
    return CONTROLS.sub(" ", value).strip()


def _bytes_of(word: re.Match[str]) -> tuple[str, bytes]:
    charset = word[1].partition("*")[0].lower()  # RFC 2231 section 5: a language may follow
    text = word[3].encode("utf-8", "replace")
    return charset, _base64(text) if word[2] in "bB" else _q(text)


def _q(text: bytes) -> bytes:
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda hit: bytes([int(hit[1], 16)]), text.replace(b"_", b" "))


def _base64(text: bytes) -> bytes:
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    letters = letters[: len(letters) - (len(letters) % 4 == 1)]
    try:
        return base64.b64decode(letters + b"=" * (-len(letters) % 4))
    except binascii.Error:
        return text


def _joined(run: list[tuple[str, bytes]]) -> str:
    # Mailers split a letter of several bytes over two words: join the bytes before decoding.
    pieces: list[str] = []
    start = 0
    for index in range(1, len(run) + 1):
        if index == len(run) or run[index][0] != run[start][0]:
            content = b"".join(content for _, content in run[start:index])
            pieces.append(decode(content, run[start][0])[0])
            start = index
    return "".join(pieces)
