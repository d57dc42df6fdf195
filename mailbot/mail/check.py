"""The final bytes are read again and compared with what was asked for, before anybody may have them."""

import re
from collections.abc import Iterator
from email.message import Message as Parsed
from email.utils import getaddresses

from mailbot.errors import UnsafeLetter
from mailbot.mail.compose import Posted, compose, headers, plain
from mailbot.mail.envelope import Envelope
from mailbot.mail.header import decoded_words
from mailbot.mail.message_id import ids_in
from mailbot.mail.opened import parsed_letter

_LINE_LIMIT = 998
_MIME = ("Content-Type", "Content-Transfer-Encoding", "MIME-Version")
_MAY_STAND = frozenset(
    name.lower()
    for name in (
        *("Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Content-Language"),
        *("Auto-Submitted", "X-Auto-Response-Suppress", "X-Mailbot", *_MIME),
    )
)
_ONCE = frozenset({"date", "from", "to", "subject", "message-id"})
_ACTIVE = re.compile(  # inside a tag
    r"<(?:\s*(?:script|iframe|object|embed|link|form|img|video|audio|svg)\b|[^<>]*(?:\bsrc\s*=|\bon\w+\s*=))[^<>]*>",
    re.IGNORECASE,
)


def sealed(letter: Posted, bounce_address: str = "") -> Envelope:
    """Compose a letter and read it again; raise UnsafeLetter if it is not the letter that was asked for."""
    content = compose(letter)
    faults = check_bytes(content, letter)
    if faults:
        raise UnsafeLetter("; ".join(faults))
    return Envelope(bounce_address or letter.sender, letter.reader, letter.message_id, content)


def check_bytes(content: bytes, letter: Posted) -> tuple[str, ...]:
    """Return all in which the bytes differ from the letter, in words; empty if they may go."""
    parsed = parsed_letter(content)
    return (*_form(content, parsed), *_header_faults(parsed, letter), *_part_faults(parsed, letter))


def check_envelope(envelope: Envelope) -> tuple[str, ...]:
    """Return what is wrong with bytes of which we know only the envelope, in words; empty if they may go."""
    parsed = parsed_letter(envelope.content)
    faults = list(_form(envelope.content, parsed))
    if _addresses(parsed, "To") != [envelope.reader.lower()]:
        faults.append("To does not name the one reader")
    if ids_in(parsed.get("Message-ID", "")) != (envelope.message_id,):
        faults.append("the Message-ID is another")
    return tuple(faults)


def _form(content: bytes, parsed: Parsed) -> Iterator[str]:
    bare = content.replace(b"\r\n", b"")
    if b"\r" in bare or b"\n" in bare or b"\0" in bare:
        yield "a bare CR, LF or NUL"
    if max(map(len, content.split(b"\r\n"))) > _LINE_LIMIT:
        yield f"a line of more than {_LINE_LIMIT} bytes"
    names = [name.lower() for name in parsed.keys()]  # noqa: SIM118 - keys() repeats a name that stands twice
    yield from (f"{name} may not stand in a letter" for name in dict.fromkeys(names) if name not in _MAY_STAND)
    yield from (f"{name} stands {names.count(name)} times" for name in sorted(_ONCE) if names.count(name) != 1)
    twice = (name for name in dict.fromkeys(names) if name not in _ONCE and names.count(name) > 1)
    yield from (f"{name} stands twice" for name in twice)


def _header_faults(parsed: Parsed, letter: Posted) -> Iterator[str]:
    expected = headers(letter)
    names = [name for name in parsed.keys() if name not in _MIME]  # noqa: SIM118 - keys() repeats a name
    if names != [name for name, _ in expected]:
        yield f"the headers are {', '.join(names)}"
    for name, value in expected:
        found = _unfolded(parsed.get(name, ""))
        if name in ("From", "To", "Reply-To"):
            wanted = _wanted(letter, name)
            same = [found.lower()] == wanted or _addresses(parsed, name) == wanted
        elif name in ("In-Reply-To", "References", "Message-ID"):
            same = found.split() == str(value).split()
        else:
            same = decoded_words(found) == str(value)
        if not same:
            yield f"{name} reads {found!r}"


def _wanted(letter: Posted, name: str) -> list[str]:
    wanted = {"From": letter.sender, "To": letter.reader, "Reply-To": letter.reply_to}[name]
    local, _, domain = wanted.rpartition("@")
    return [f"{local}@{domain.encode('idna').decode('ascii')}".lower()]


def _addresses(parsed: Parsed, name: str) -> list[str]:
    return [address.lower() for _, address in getaddresses([_unfolded(value) for value in parsed.get_all(name, [])])]


def _unfolded(value: str) -> str:
    return re.sub(r"\r?\n(?=[ \t])", "", value)


def _part_faults(parsed: Parsed, letter: Posted) -> Iterator[str]:
    parts = [part for part in parsed.walk() if not part.is_multipart()]
    files = [part for part in parts if part.get_content_disposition() == "attachment"]
    texts = [part for part in parts if part not in files]
    if [part.get_content_type() for part in texts] != ["text/plain", *(["text/html"] if letter.html else [])]:
        yield "its parts are not the text and its HTML"
        return
    if _words(texts[0]) != plain(letter.text):
        yield "the text is not the approved one"
    if letter.html:
        yield from _html_faults(_words(texts[1]), plain(letter.html))
    if [part.get_payload(decode=True) for part in files] != [enclosed.content for enclosed in letter.enclosures]:
        yield "the enclosures are not the approved ones"


def _html_faults(found: str, wanted: str) -> Iterator[str]:
    if wanted not in found:
        yield "the HTML is not the approved one"
    if _ACTIVE.search(found):
        yield "the HTML would load or run something"


def _words(part: Parsed) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes), "only a multipart has no bytes"
    return content.decode("utf-8", "replace").replace("\r\n", "\n")
