"""Whether the sender is who From says."""

import re
from dataclasses import dataclass
from enum import StrEnum

from authres import AuthenticationResultsHeader
from authres.core import AuthResError

from mailbot.mail.address import ascii_domain
from mailbot.mail.headers import Headers

NAME = "authentication-results"
_OTHER = re.compile(r"\A\s*+(?!dmarc)[a-z]++=[a-z]++(?:\s++[a-z]++\.[a-z-]++=[^\s;=]++)*+\s*+", re.IGNORECASE)
_MAY_HIDE = re.compile(r'[\\"()]')
LMTP = re.compile(r"\swith\s+(?:UTF8)?LMTPS?A?\b", re.IGNORECASE)


class Trust(StrEnum):
    """Our word on a sender."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who From says it is, and whether that is so."""

    address: str  # lower-case domain; "" if there is not exactly one
    name: str
    trust: Trust
    reason: str  # in words a mediator understands


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """What our own server writes and how much of it we need."""

    trusted_server: str  # authserv-id our border writes into Authentication-Results; "" if it writes none
    verify_dkim: bool = False
    unproven_is_enough: bool = False
    received_above: int = 0  # Received lines our own servers write above it (an LMTP hop is seen without this)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one Authentication-Results header says about DMARC."""

    result: str = ""  # lower case; "" if it says nothing, or not exactly one thing
    domain: str = ""  # header.from
    fault: str = ""  # why the header cannot be believed, in words


def claims(headers: Headers, server: str) -> tuple[tuple[int, str], ...]:
    """Every Authentication-Results that could be read as our server's, with its place among the fields."""
    ours = server.lower().rstrip(".")
    if not ours:
        return ()
    fields = enumerate(headers.fields)
    return tuple((place, value) for place, (name, value) in fields if name == NAME and ours in value.lower())


def stands_above_border(headers: Headers, place: int, received_above: int) -> bool:
    """Whether a field stands where only our own servers write: above the Received line of our border."""
    received = [index for index, (name, _) in enumerate(headers.fields) if name == "received"]
    above = [index for index in received if index < place]
    allowed = received_above
    if above and len(received) > 1 and LMTP.search(headers.fields[above[0]][1]):
        allowed += 1  # the last hop, into the mailbox, is always ours
    return len(above) <= allowed


def verdict(value: str, server: str) -> Verdict | None:
    """Read one header strictly (RFC 8601); None if it is another server's."""
    try:
        header = AuthenticationResultsHeader.parse_value(_dot_stripped(_of_dmarc(value), server))
    except (AuthResError, ValueError, IndexError, RecursionError):
        return Verdict(fault="cannot be read without guessing")
    if header.authserv_id is None or header.authserv_id.lower() != server.lower().rstrip("."):
        return None
    found = [result for result in header.results if result.method.lower() == "dmarc"]
    if len(found) != 1:
        return Verdict(fault="says nothing about DMARC" if not found else "speaks of DMARC more than once")
    domains = [
        str(detail.value).strip()
        for detail in found[0].properties
        if (detail.type.lower(), detail.name.lower()) == ("header", "from")
    ]
    if len(domains) != 1:
        return Verdict(found[0].result.lower(), fault="does not name exactly one domain")
    return Verdict(found[0].result.lower(), ascii_domain(domains[0]))


def _of_dmarc(value: str) -> str:
    """Leave out what it plainly says of other methods: that decides nothing, and reading it takes most of the time.

    Where no quotation or comment can hold a semicolon, each one ends a result (RFC 8601 section 2.2).
    """
    ours, *results = value.split(";")
    telling = [each for each in results if not _OTHER.fullmatch(each)]
    return value if _MAY_HIDE.search(value) or not telling else ";".join([ours, *telling])


def _dot_stripped(value: str, server: str) -> str:
    ours = server.rstrip(".")
    start = value.lstrip()
    return (
        start[: len(ours)] + start[len(ours) + 1 :]
        if start.lower().startswith(f"{ours.lower()}.") and _ends_at(start, ours)
        else value
    )


def _ends_at(value: str, server: str) -> bool:
    return value[len(server) + 1 : len(server) + 2] in {"", " ", "\t", ";"}
