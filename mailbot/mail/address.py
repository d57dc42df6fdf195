"""Mailboxes in headers: one strict reading for who wrote, one generous for whom it was sent to."""

import re
import unicodedata
from dataclasses import dataclass
from string import ascii_uppercase

from mailbot.mail import words

TOKEN = re.compile(r'(\s+)|("(?:[^"\\]|\\.)*")|(\[[^\[\]\\\s]*\])|([^\s"(),:;<>@\[\]\\]+)|([,:;<>@])')
DOMAIN = re.compile(r"[^\W_](?:[\w-]*[^\W_])?(?:\.[^\W_](?:[\w-]*[^\W_])?)*")
OUTSIDE_COMMENTS = re.compile(r'(?:[^"\\(]|\\.|"(?:[^"\\]|\\.)*")*', re.DOTALL)
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ufffd]")
NAMED = re.compile(r'"(?:[^"\\]|\\.)*"(?!@)')
_DEVIATING = frozenset("ßς")
QUOTED_LOCAL = re.compile(r'"([^\s<>(),:;"@\[\]\\]{1,64})"@')  # quoted without need (RFC 5321 section 4.1.2)
LOOSE = re.compile(r'[^\s<>(),:;"@\[\]\\]{1,64}@[^\s<>(),:;"@\[\]\\]{1,255}')

_SMALL = {ord(letter): letter.lower() for letter in ascii_uppercase}


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name shown with it."""

    address: str  # its domain in lower case
    name: str

    @property
    def domain(self) -> str:
        """What follows the @, as DNS knows it."""
        return ascii_domain(self.address.rpartition("@")[2])


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a header does not name exactly one mailbox, in words."""

    what: str


def sole_mailbox(value: str) -> Mailbox | Fault:
    """Read a header that must hold exactly one mailbox, without any repair (RFC 5322 section 3.4)."""
    if CONTROL.search(value):
        return Fault("it holds invisible or control characters")
    bare, comment = _uncommented(value)
    tokens = _tokens(bare) if bare is not None else None
    if tokens is None:
        return Fault("its quotes or brackets do not match")
    marks = [token for token in tokens if token in {",", ":", ";", "<", ">"}]
    if marks == ["<", ">"] and tokens[-1].strip() in {">", ""}:
        return _named(tokens, comment)
    if marks:
        return Fault("it does not name exactly one address")
    address = _addr_spec(_trimmed(tokens))
    return address if isinstance(address, Fault) else Mailbox(address, words.decoded(comment))


def addresses(value: str) -> tuple[str, ...]:
    """Every address in a header, in lower case, read generously."""
    bare = QUOTED_LOCAL.sub(r"\1@", NAMED.sub(" ", value))
    return tuple(dict.fromkeys(hit.rstrip(".").lower() for hit in LOOSE.findall(bare)))


def canonical(address: str) -> str:
    """Return what all spellings of one mailbox have in common: no capitals, the domain as DNS knows it.

    Only ASCII capitals are folded: a letter that merely looks like one, as the Kelvin sign does, is another letter.
    """
    local, at, domain = address.strip().rpartition("@")
    return f"{local.translate(_SMALL)}{at}{domain.lower() if domain.isascii() else ascii_domain(domain)}"


def same_mailbox(one: str, other: str) -> bool:
    """Whether two addresses name one mailbox, however each is spelled."""
    return canonical(one) == canonical(other)


def spellings(address: str) -> tuple[str, ...]:
    """Return the ways in which one mailbox may stand on file: its domain as DNS has it, and in its own letters."""
    one = canonical(address)
    local, at, domain = one.rpartition("@")
    try:
        own = domain.encode("ascii").decode("idna")
    except UnicodeError:
        own = domain
    return tuple(dict.fromkeys((one, f"{local}{at}{own}")))


def ascii_domain(domain: str) -> str:
    """Return a domain as DNS knows it (IDNA), lower case."""
    lower = domain.lower()
    if lower.isascii():
        return lower
    try:
        if _DEVIATING.isdisjoint(lower):
            return lower.encode("idna").decode("ascii").lower()
        # The codec is of IDNA 2003, which writes ß as ss: another domain, and maybe another owner (RFC 5894 section 7.2).
        return ".".join(label if label.isascii() else f"xn--{_punycode(label)}" for label in lower.split("."))
    except UnicodeError:
        return lower


def _punycode(label: str) -> str:
    return unicodedata.normalize("NFC", label).encode("punycode").decode("ascii")


def _tokens(value: str) -> list[str] | None:
    tokens = []
    end = 0
    for hit in TOKEN.finditer(value):
        if hit.start() != end:
            return None
        tokens.append(hit[0])
        end = hit.end()
    return tokens if end == len(value) else None


def _uncommented(value: str) -> tuple[str | None, str]:
    """Split off comments (nested, quoted pairs inside); None if one does not close."""
    kept: list[str] = []
    comments: list[str] = []
    at = 0
    while at < len(value):
        words = OUTSIDE_COMMENTS.match(value, at)
        kept.append(words[0] if words else "")
        at = words.end() if words else at
        if at < len(value):
            end = _comment_end(value, at)
            if end is None:
                return None, ""
            comments.append(value[at + 1 : end - 1])
            at = end
    return " ".join(kept), " ".join(comments)


def _comment_end(value: str, at: int) -> int | None:
    depth = 0
    for hit in re.compile(r"\\.|[()]", re.DOTALL).finditer(value, at):
        depth += {"(": 1, ")": -1}.get(hit[0], 0)
        if not depth:
            return hit.end()
    return None


def _named(tokens: list[str], comment: str) -> Mailbox | Fault:
    opening = tokens.index("<")
    address = _addr_spec(_trimmed(tokens[opening + 1 : tokens.index(">")]))
    if isinstance(address, Fault):
        return address
    phrase = "".join(tokens[:opening]).strip()
    # Some mailers repeat the address as its own name, unquoted or between '. The same twice misleads nobody.
    if "@" in tokens[:opening] and phrase.strip("'").lower() != address.lower():
        return Fault("a second address stands where the name should")
    return Mailbox(address, words.decoded(_unquoted(phrase) or comment))


def _addr_spec(tokens: list[str]) -> str | Fault:
    if len(tokens) != 3 or tokens[1] != "@":  # noqa: PLR2004 - local part, @, domain
        return Fault("it holds no plain address")
    local, _, domain = tokens
    if not _dotted(local) and not (local.startswith('"') and "@" not in local):
        return Fault("the part before the @ is not well formed")
    if not domain.startswith("[") and not DOMAIN.fullmatch(domain):
        return Fault("the domain is not well formed")
    return f"{local}@{domain.lower()}"


def _dotted(local: str) -> bool:
    return not local.startswith(('"', "[", ".", "=?")) and not local.endswith(".") and ".." not in local


def _trimmed(tokens: list[str]) -> list[str]:
    while tokens and not tokens[0].strip():
        tokens = tokens[1:]
    while tokens and not tokens[-1].strip():
        tokens = tokens[:-1]
    return tokens


def _unquoted(phrase: str) -> str:
    return re.sub(r'"((?:[^"\\]|\\.)*)"', lambda hit: re.sub(r"\\(.)", r"\1", hit[1]), phrase)
