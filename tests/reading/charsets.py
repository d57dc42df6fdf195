"""Letters of every charset: read exactly where that can be decided, called a guess where it cannot."""

import base64
import codecs
import json
import string
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes

from mailbot.mail import words
from mailbot.mail.charset import decode
from mailbot.mail.charset_names import codec
from mailbot.mail.headers import read_headers
from mailbot.mail.limits import exceeded
from mailbot.mail.mime import Part, read_tree
from mailbot.steps.parse import parse
from tests.corpora.shelf import raw, shelf
from tests.reading import charset_sets
from tests.reading.charset_sets import Case
from tests.reading.figure import Figure, at_least, share

AREA = "charsets"
SETS: tuple[tuple[str, Callable[[], Iterator[Case]], float], ...] = (
    ("declared, by its name or an odd one", charset_sets.declared_rightly, 1.0),
    ("not declared, but clear from the bytes", charset_sets.not_declared, 1.0),
    ("another one declared, which the bytes deny", charset_sets.declared_wrongly, 1.0),
    ("Windows' letters called ISO 8859", charset_sets.by_whatwg, 1.0),
    ("not declared, one byte a letter: guessed by the language", charset_sets.undeclared_legacy, 0.9),
    ("the same, the texts of the language set", charset_sets.undeclared_letters, 0.95),
    ("the same, only forty letters of it", charset_sets.undeclared_short, 0.8),
)
NO_MAILS = {".json", ".md", ".yml", ".yaml", ".py"}
LINE = 45  # bytes of an encoded word: cut anywhere, as careless mailers do


def figures() -> Iterator[Figure]:
    """Measure."""
    for what, cases, least in SETS:
        yield _measured(what, cases(), least)
    yield encoded_words()
    yield raw_headers()
    yield file_names()
    yield from corpora()
    yield stalwart()


def opinions() -> Iterator[Figure]:
    """Let charset-normalizer alone, and the declared codec alone, read the same bytes."""
    for what, cases, _ in SETS:
        found = list(cases())
        right = sum(_by_library(case.content) == case.text for case in found)
        yield Figure(AREA, what, "", f"charset-normalizer {share(right, len(found))}", met=True)
        plain = sum(_by_codec(case) == case.text for case in found)
        yield Figure(AREA, what, "", f"bytes.decode(declared, else utf-8) {share(plain, len(found))}", met=True)


def encoded_words() -> Figure:
    """Headers in encoded words, cut in the middle of a letter."""
    wrong, total = [], 0
    for language, text, label, content in charset_sets.encodings():
        if label.startswith(("utf-16", "iso-2022", "hz", "utf-7")):
            continue  # no mailer cuts these: their state ends with the word
        for kind in "BQ":
            total += 1
            read = words.decoded(_in_words(content, label, kind))
            if read != text:
                wrong.append(f"{language} in {label}, {kind}: {read[:60]}")
    return Figure(
        AREA,
        "encoded words cut in the middle of a letter, exact",
        "100 %",
        share(total - len(wrong), total),
        not wrong,
        tuple(wrong),
    )


def raw_headers() -> Figure:
    """Headers in bytes as they are: UTF-8, and western Windows."""
    wrong, total = [], 0
    for language, text, label, content in charset_sets.encodings():
        western = label == "windows-1252" and language.rstrip("+") in charset_sets.WESTERN
        if label == "utf-8" or western:
            total += 1
            read = read_headers(b"Subject: " + content + b"\r\n").text("subject")
            wrong += [f"{language} in {label}: {read[:60]}"] if read != text else []
    return Figure(
        AREA, "headers in raw bytes, exact", "100 %", share(total - len(wrong), total), not wrong, tuple(wrong)
    )


def file_names() -> Figure:
    """File names in the pieces of RFC 2231, in encoded words, and raw."""
    wrong, total = [], 0
    for language, text, label, content in charset_sets.encodings():
        if not label.startswith(
            ("utf-8", "iso-8859-1", "windows-125", "koi8-r", "gb18030", "shift_jis", "big5", "euc")
        ):
            continue
        name = f"{text.split('.')[0][:40].strip().replace(':', '')}.pdf"
        try:
            letters = name.encode(charset_sets.LABELS[label])
        except (UnicodeError, KeyError):
            continue
        if letters.isascii() or content.isascii():
            continue
        for kind, header in _named(letters, label):
            total += 1
            mail = b"MIME-Version: 1.0\r\nContent-Type: application/pdf\r\n" + header + b"\r\n\r\nx\r\n"
            read = read_tree(mail).root.name
            wrong += [f"{language} in {label}, {kind}: {read[:60]!r}"] if read != name.replace("?", "_") else []
    return Figure(
        AREA,
        "names of files (RFC 2231 whole and in pieces, encoded words)",
        "100 %",
        share(total - len(wrong), total),
        not wrong,
        tuple(wrong),
    )


def corpora() -> Iterator[Figure]:
    """Every text part of every mail of the corpora."""
    parts = lost = flagged = compared = 0
    silent, differing = [], []
    for path in _mails():
        for part in _texts(path.read_bytes()):
            parts += 1
            text, guessed = part.read()
            flagged += guessed
            lost += bool(part.content.strip(b"\0\xef\xbb\xbf \r\n\t")) and not text.strip("\0\ufeff")
            silent += [str(path.name)] if "\ufffd" in text and not guessed else []
            other = _second_opinion(part)
            if other is not None:
                compared += 1
                if not guessed and _plain(other) != _plain(text):
                    differing.append(f"{path.parent.name}/{path.name}: {part.charset}")
    yield Figure(
        AREA,
        "corpora: text parts lost",
        "0",
        f"{lost} of {parts:,}, {flagged} called guessed",
        parts > 500 and not lost,
    )
    yield Figure(
        AREA,
        "corpora: U+FFFD without being called guessed",
        "0",
        f"{len(silent)} of {parts:,}",
        parts > 500 and not silent,
        tuple(silent),
    )
    yield Figure(
        AREA,
        "corpora: as the declared codec strictly decodes, where we call nothing guessed",
        ">= 99 %",
        share(compared - len(differing), compared),
        at_least(compared - len(differing), compared, 0.99),
        tuple(differing),
    )


def stalwart() -> Figure:
    """The first text body of each of stalwart's mails, whole, in ours; files and pages count as ours too."""
    missing, total = [], 0
    for path in sorted(shelf("parsing/stalwart").rglob("*.eml")):
        theirs = _plain(_their_words(path.with_suffix(".json")))
        if theirs:
            total += 1
            mail = parse(raw(path.read_bytes()))
            ours = _plain("".join([mail.text, mail.html, *(part.text for part in mail.attachments)]))
            missing += [f"{path.parent.name}/{path.name}: {theirs[:80]}"] if theirs not in ours else []
    reached = share(total - len(missing), total)
    met = at_least(total - len(missing), total, 0.85)
    return Figure(AREA, "stalwart's text bodies, whole in ours", ">= 85 %", reached, met, tuple(missing))


def _their_words(path: Path) -> str:
    read = json.loads(path.read_text()) if path.is_file() else {}
    for place in read.get("text_body", []):
        body = read["parts"][place]["body"] if place < len(read["parts"]) else {}
        if isinstance(body, dict) and isinstance(body.get("Text"), str):
            return str(body["Text"])
    return ""


def _measured(what: str, cases: Iterable[Case], least: float) -> Figure:
    total, wrong, unflagged = 0, [], []
    for case in cases:
        total += 1
        text, guessed = decode(case.content, case.declared)
        wrong += [f"{case.name}: {text[:60]!r}"] if text != case.text else []
        unflagged += (
            [f"{case.name}: guessed {guessed}"] if case.flagged is not None and guessed is not case.flagged else []
        )
    to_reach = f">= {least:.0%} exact, every guess called one"
    reached = f"{share(total - len(wrong), total)}, {len(unflagged)} wrongly called"
    met = at_least(total - len(wrong), total, least) and not unflagged
    return Figure(AREA, what, to_reach, reached, met, (*wrong, *unflagged))


def _in_words(content: bytes, label: str, kind: str) -> str:
    pieces = [content[start : start + LINE] for start in range(0, len(content), LINE)]
    if kind == "B":
        return " ".join(f"=?{label}?B?{base64.b64encode(piece).decode()}?=" for piece in pieces)
    return " ".join(f"=?{label}?Q?{_q(piece)}?=" for piece in pieces)


def _q(piece: bytes) -> str:
    plain = string.ascii_letters + string.digits
    return "".join(chr(byte) if chr(byte) in plain else "_" if byte == ord(" ") else f"={byte:02X}" for byte in piece)


def _named(letters: bytes, label: str) -> Iterator[tuple[str, bytes]]:
    """Write a file's name in the ways mailers have."""
    escaped = "".join(f"%{byte:02X}" for byte in letters).encode()
    charset = label.encode()
    begin = b"Content-Disposition: attachment; filename"
    yield "RFC 2231", begin + b"*=" + charset + b"''" + escaped
    pieces = [escaped[start : start + 30] for start in range(0, len(escaped), 30)]
    first, *rest = pieces
    lines = [b"*0*=" + charset + b"''" + first, *(b"*%d*=%s" % (number, piece) for number, piece in enumerate(rest, 1))]
    yield "RFC 2231 in pieces", (b"Content-Disposition: attachment;\r\n filename" + b";\r\n filename".join(lines))
    yield "encoded words", begin + b'="' + _in_words(letters, label, "B").encode() + b'"'


def _mails() -> Iterator[Path]:
    for name in ("parsing", "bounces", "replies/talon"):
        for path in sorted(shelf(name).rglob("*")):
            if path.is_file() and path.suffix not in NO_MAILS and "LICENSE" not in path.name:
                yield path


def _texts(content: bytes) -> Iterator[Part]:
    if not exceeded(content):
        waiting = [read_tree(content).root]
        while waiting:
            part = waiting.pop()
            waiting += part.children
            if part.type.startswith("text/") and not part.children:
                yield part


def _second_opinion(part: Part) -> str | None:
    """Decode by the standard library's codec of the declared name, where it has one and it fits."""
    try:
        name = codecs.lookup(part.charset or "us-ascii").name
        return part.content.decode(name)
    except (LookupError, ValueError):
        return None


def _plain(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())


def _by_library(content: bytes) -> str:
    best = from_bytes(content).best()
    return str(best) if best else ""


def _by_codec(case: Case) -> str:
    try:
        return case.content.decode(codec(case.declared) or "utf-8", "replace")
    except (LookupError, UnicodeError):
        return ""
