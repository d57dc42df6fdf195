"""The tree of a mail's parts, by fast-mail-parser, and by the standard library's compat32 where that one fails."""

import email
import email.policy
import re
from dataclasses import dataclass, replace
from email.errors import MessageError
from email.message import Message as LibraryMessage
from unicodedata import category

from fast_mail_parser import DecodeError, ParseError, PyLazyMimePart, parse_email_tree

from mailbot.mail import words
from mailbot.mail.charset import decode
from mailbot.mail.parameters import encoded_parameter

PLAIN_ENCODINGS = frozenset({"", "7bit", "8bit", "binary", "quoted-printable", "base64"})
CHARSET = re.compile(r"charset\s*=\s*(?:\"([^\"]{0,60})\"|([^\s;\"]{1,60}))", re.IGNORECASE)
PARAMETER = r"(?:^|;)\s*{}\s*=\s*(?:\"([^\"]*)\"|([^\s;]+))"
# A picture written into a page: RFC 2397.
DATA = re.compile(rb"data:[\w/+.;=-]{1,100};base64,[A-Za-z0-9+/=%]{100,}")
MOST_PARTS = 200
MOST_SLOW_LINES = 500_000  # that the slow library reads; 25 MB of base64 are 340,000
WIDEST = 4  # bytes of a letter
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Part:
    """One node of the tree, its bytes free of transfer encoding."""

    type: str  # lower case, "text/plain" if none is declared
    content_type: str  # the whole header, for its parameters
    name: str  # the file's, cleaned; "" if none
    disposition: str  # "inline", "attachment" or ""
    content: bytes
    children: tuple["Part", ...] = ()
    problem: str = ""

    @property
    def charset(self) -> str:
        """The declared one, "" if none."""
        found = CHARSET.search(self.content_type)
        return (found[1] or found[2] or "") if found else ""

    @property
    def text(self) -> str:
        """The content as text, whatever it takes."""
        return self.read()[0]

    def beginning(self, most_bytes: int) -> tuple["Part", bool]:
        """Return as much of it as ends with a line, and whether that is all; of a long page, its pictures go first."""
        content = self.content
        if len(content) > most_bytes and self.type == "text/html":
            content = DATA.sub(b"data:,", content)
        whole = len(content) <= most_bytes
        return replace(self, content=content if whole else _beginning(content, most_bytes)), whole

    def read(self) -> tuple[str, bool]:
        """Return the content as text with plain line ends, and whether its charset was guessed."""
        text, guessed = decode(self.content, self.charset)
        return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").removeprefix("\ufeff"), guessed

    def parameter(self, name: str) -> str:
        """Return a parameter of Content-Type."""
        found = re.search(PARAMETER.format(re.escape(name)), self.content_type, re.IGNORECASE)
        return (found[1] or found[2] or "") if found else ""


@dataclass(frozen=True, slots=True)
class Tree:
    """The root, and what had to be said about reading it."""

    root: Part
    problems: tuple[str, ...] = ()


def read_tree(content: bytes) -> Tree:
    """Read the structure of a mail. Never fails: what cannot be read comes back as one part of text, with a problem."""
    try:
        root = _from_fast(parse_email_tree(content, mode="lazy"), 0)
    except (ParseError, ValueError):
        root = None
    if root is None and content.count(b"\n") > MOST_SLOW_LINES:
        return _unread(content)
    if root is None:
        try:
            root = _from_library(email.message_from_bytes(content, policy=email.policy.compat32), 0)
        except (ValueError, LookupError, RecursionError, AttributeError, TypeError, IndexError, KeyError):
            return _unread(content)
    if _count(root) > MOST_PARTS:
        return Tree(replace(root, children=()), (f"The mail has more than {MOST_PARTS} parts.",))
    return Tree(root)


def _unread(content: bytes) -> Tree:
    text = Part("text/plain", "text/plain", "", "", content)
    return Tree(text, ("The structure of this mail cannot be read; all of it is shown as text.",))


def file_name(raw: str) -> str:
    """Return a file name that is only a name: no folders, controls, invisible letters or leading dots."""
    decoded = words.decoded(raw)
    # Odd blanks look like none or like a common one; the wide one of Chinese and Japanese is itself.
    odd = {letter for letter in decoded if category(letter) == "Zs"} - {"\u3000"}
    shown = (" " if letter in odd else letter for letter in decoded if _is_seen(letter))
    text = re.split(r"[/\\]", "".join(shown))[-1].strip().lstrip(".").strip()
    return re.sub(r'[<>:"|?*]', "_", text)[:200]


def _beginning(content: bytes, most_bytes: int) -> bytes:
    """Cut before a line end, so that no letter is cut in two; where bytes are no lines (UTF-16), at a whole letter."""
    line_end = content.rfind(b"\n", 0, most_bytes)
    cut = most_bytes - most_bytes % WIDEST
    return content[:cut] if line_end <= 0 or b"\0" in content[:most_bytes] else content[:line_end]


def _is_seen(letter: str) -> bool:
    """Whether it is no control, format sign (soft hyphen, joiner, change of direction), surrogate or stand-in."""
    return category(letter) not in {"Cc", "Cf", "Cs"} and letter != "\ufffd"


def _from_fast(part: PyLazyMimePart, depth: int) -> Part | None:
    """Copy a node; None where the library did worse than the standard one would."""
    headers = {name.lower(): values[0] for name, values in part.headers.items() if values}
    encoding = headers.get("content-transfer-encoding", "").partition(";")[0].strip().lower()
    container = part.content_type.lower().startswith("multipart/")
    if encoding not in PLAIN_ENCODINGS or depth > DEEPEST or (container and not part.children):
        return None
    if "\ufffd" in (part.filename or ""):  # a letter cut between two encoded words: it lost both halves
        return None
    try:
        content = part.content or b""
    except DecodeError:
        return None
    children = [_from_fast(child, depth + 1) for child in part.children]
    if any(child is None for child in children):
        return None
    return Part(
        type=part.content_type.lower() or "text/plain",
        content_type=headers.get("content-type", ""),
        name=file_name(_written_name(headers) or part.filename or ""),
        disposition=(part.disposition or "").lower(),
        content=content,
        children=tuple(child for child in children if child is not None),
    )


def _written_name(headers: dict[str, str]) -> str:
    """Return a file's name that is written in pieces or in other letters: libraries decode each piece by itself."""
    disposed = encoded_parameter(headers.get("content-disposition", ""), "filename")
    return disposed or encoded_parameter(headers.get("content-type", ""), "name")


def _from_library(part: "LibraryMessage[str, str]", depth: int) -> Part:
    inner = part.get_payload() if part.is_multipart() else ()
    children = tuple(
        _from_library(child, depth + 1) for child in inner if isinstance(child, LibraryMessage) and depth < DEEPEST
    )
    type_ = part.get_content_type()
    content = b"" if part.is_multipart() else part.get_payload(decode=True)
    nested = type_.startswith("message/") and children
    if nested and isinstance(inner, list):
        content = b"\n".join(_bytes(child) for child in inner)
    problem = (
        ""
        if not part.defects or part.is_multipart()
        else "A part of this mail is damaged; what could be read is shown."
    )
    return Part(
        type="text/plain" if type_.startswith("multipart/") and not children else type_,
        content_type=str(part.get("content-type", "")),
        name=file_name(_written_name({name.lower(): str(value) for name, value in part.items()}) or _name(part)),
        disposition=(part.get_content_disposition() or ""),
        content=content if isinstance(content, bytes) else b"",
        children=children if type_.startswith(("multipart/", "message/rfc822", "message/global")) else (),
        problem=problem,
    )


def _bytes(part: object) -> bytes:
    """Write a mail in the mail again; as it stands where the library finds a header in a header (a bare CR made it)."""
    if not isinstance(part, LibraryMessage):
        return b""
    try:
        return part.as_bytes()
    except (MessageError, ValueError, LookupError, TypeError, RecursionError):
        head = "".join(f"{name}: {value}\n" for name, value in part.raw_items())
        payload = part.get_payload()
        if isinstance(payload, str):
            return head.encode("utf-8", "surrogateescape") + b"\n" + payload.encode("utf-8", "surrogateescape")
        return head.encode("utf-8", "surrogateescape") + b"\n" + b"\n".join(map(_bytes, payload or ()))


def _name(part: "LibraryMessage[str, str]") -> str:
    try:
        return part.get_filename("") or ""
    except (LookupError, ValueError, TypeError):
        return ""


def _count(part: Part) -> int:
    return 1 + sum(map(_count, part.children))
