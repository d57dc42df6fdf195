"""The grammar of what an IMAP server says: FETCH and SEARCH answers, refusals, folder names."""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from mailbot.errors import PermanentFailure, TemporaryFailure, WorldFailure

# A response as the connection hands it on: a line, then a literal and the rest of the line, for each literal.
Part = bytes | bytearray

_TOKEN = re.compile(
    rb'\s*(?:(?P<paren>[()])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<atom>(?:[^\s()"\[]|\[[^\]]*\])+))', re.DOTALL
)
_LITERAL_MARK = re.compile(rb"\{\d+\+?\}$")
_CODE = re.compile(r"\[([A-Z0-9-]+)[^\]]*\]")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MOMENT = re.compile(r"\s*(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d\d:\d\d:\d\d [+-]\d{4})")

_PASSING = {"UNAVAILABLE", "THROTTLED", "OVERQUOTA", "INUSE", "LIMIT", "SERVERBUG", "CLOSED", "CONTACTADMIN"}
_LASTING = {
    "AUTHENTICATIONFAILED": "check user and password",
    "AUTHORIZATIONFAILED": "this login may not open that mailbox",
    "EXPIRED": "the password has expired: set a new one",
    "PRIVACYREQUIRED": "the server wants TLS: set security to 'tls' or 'starttls'",
    "WEBALERT": "sign in with a web browser once: the provider wants it",
    "NONEXISTENT": "there is no such folder",
    "NOPERM": "this login may not do that in this folder",
    "TRYCREATE": "there is no such folder",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a FETCH answer told of one mail; None where it said nothing."""

    uid: int
    size_bytes: int | None = None
    received_at: datetime | None = None
    content: bytes | None = None


def read_fetch(lines: Iterable[Part]) -> tuple[Fetched, ...]:
    """Every mail in the answer that names its UID; anything else in it is passed over."""
    found = (_fetched(parts) for parts in _responses(lines))
    return tuple(one for one in found if one is not None)


def read_search(lines: Iterable[Part]) -> tuple[int, ...]:
    """Read the numbers of all SEARCH lines, ascending."""
    numbers: set[int] = set()
    for line in lines:
        if line[:6].upper() == b"SEARCH":
            numbers.update(int(word) for word in bytes(line).split()[1:] if word.isdigit())
    return tuple(sorted(numbers))


def read_number(lines: Iterable[Part], code: bytes) -> int | None:
    """Find the number of a response code such as ``[UIDVALIDITY 7]``."""
    for line in lines:
        if match := re.search(rb"\[" + code + rb" (\d+)\]", bytes(line), re.IGNORECASE):
            return int(match[1])
    return None


def refusal(what: str, result: str, text: str, *, signing_in: bool = False) -> WorldFailure:
    """Say what error a NO or BAD amounts to, with its cure."""
    code = match[1].upper() if (match := _CODE.search(text.upper())) else ""
    words = f"{what}: the server says {result} {text.strip()}".rstrip()
    if "not connected" in text.lower():  # Exchange's "User is authenticated but not connected"
        return TemporaryFailure(words)
    if code in _LASTING:
        return PermanentFailure(f"{words} ({_LASTING[code]})")
    if code in _PASSING or not signing_in:
        return TemporaryFailure(words)
    return PermanentFailure(f"{words} (check user and password)")


def utf7(folder: str) -> str:
    """Spell a folder name as IMAP does (RFC 3501, 5.1.3), without quotes."""
    return "".join(run.replace("&", "&-") if plain else "&" + _base64(run) + "-" for plain, run in _runs(folder))


def _base64(run: str) -> str:
    return b64encode(run.encode("utf-16-be")).decode("ascii").rstrip("=").replace("/", ",")


def _runs(text: str) -> Iterator[tuple[bool, str]]:
    for match in re.finditer(r"[\x20-\x7e]+|[^\x20-\x7e]+", text):
        yield " " <= match[0][0] <= "~", match[0]


def _responses(lines: Iterable[Part]) -> Iterator[list[Part]]:
    """Lines and literals, gathered into responses."""
    current: list[Part] = []
    for part in lines:
        follows = isinstance(part, bytearray) or (bool(current) and isinstance(current[-1], bytearray))
        if current and not follows:
            yield current
            current = []
        current.append(part)
    if current:
        yield current


def _fetched(parts: list[Part]) -> Fetched | None:
    head = re.match(rb"\d+ FETCH ", bytes(parts[0]), re.IGNORECASE)
    if head is None:
        return None
    tokens = _tokens([bytes(parts[0])[head.end() :], *parts[1:]])
    items = dict(_items(tokens))
    uid = _number(items.get(b"UID"))
    if uid is None:
        return None
    return Fetched(uid, _number(items.get(b"RFC822.SIZE")), _moment(items.get(b"INTERNALDATE")), _body(items))


def _tokens(parts: list[Part]) -> Iterator[tuple[str, bytes]]:
    for part in parts:
        if isinstance(part, bytearray):
            yield "value", bytes(part)
            continue
        for match in _TOKEN.finditer(_LITERAL_MARK.sub(b"", part)):
            kind = match.lastgroup or "atom"
            text = match[kind]
            yield ("value", re.sub(rb"\\(.)", rb"\1", text)) if kind == "quoted" else (kind, text)


def _items(tokens: Iterator[tuple[str, bytes]]) -> Iterator[tuple[bytes, bytes | None]]:
    """Name and value, pair by pair, at the first level; a list counts as None."""
    depth, name = 0, None
    for kind, text in tokens:
        if kind == "paren":
            depth += 1 if text == b"(" else -1
            if depth == 1 and text == b")":
                name = None  # a list was the value
        elif depth == 1:
            if name is None:
                name = text.upper()
            else:
                yield name, None if kind == "atom" and text.upper() == b"NIL" else text
                name = None


def _number(text: bytes | None) -> int | None:
    return int(text) if text is not None and text.isdigit() else None


def _body(items: dict[bytes, bytes | None]) -> bytes | None:
    return next((value for name, value in items.items() if name.startswith((b"BODY[", b"RFC822.HEADER"))), None)


def _moment(text: bytes | None) -> datetime | None:
    """Read an INTERNALDATE, whatever the process's locale."""
    match = _MOMENT.fullmatch((text or b"").decode("ascii", "replace"))
    if match is None or match[2].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(match[2].lower()) + 1
    try:
        moment = datetime.fromisoformat(f"{match[3]}-{month:02}-{match[1]:0>2}T{match[4].replace(' ', '')}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
