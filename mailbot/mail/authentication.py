"""Whether the sender is who From says."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from mailbot.mail.address import ascii_domain
from mailbot.mail.headers import Headers
from mailbot.mail.results import Result, Results, read_results, words_outside

NAME = "authentication-results"
UNNAMED = "unnamed"  # for trusted_server: our border names itself nowhere, as Microsoft's does
_LMTP = re.compile(r"(?:utf8)?lmtps?a?")  # RFC 3848, RFC 6531
_OF_DMARC = frozenset({"header.from", "reason", "action"})  # and policy.*: whatever else stands there, a stranger wrote
_DOMAINS_OF_DKIM = ("header.d", "header.i")


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

    # The authserv-id our border writes into Authentication-Results; several with a space between, "*.mx.test" for
    # all in a domain, "unnamed" if it writes none (Microsoft's), "" if it writes no such header.
    trusted_server: str
    verify_dkim: bool = False
    unproven_is_enough: bool = False
    received_above: int = 0  # Received lines our own servers write above it (an LMTP hop is seen without this)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the headers of our server say about DMARC."""

    result: str = ""  # lower case; "" if they say nothing, or not exactly one thing
    domain: str = ""  # header.from
    address: str = ""  # the same with its local part, where the server writes it
    fault: str = ""  # why they cannot be believed, in words
    broken: frozenset[str] = frozenset()  # domains in whose name there is a signature that fails, and none that holds


@dataclass(frozen=True, slots=True)
class Claim:
    """One header that speaks in our server's name."""

    above_border: bool  # whether only our own servers can have written it
    said: Results


def claims(headers: Headers, trust: TrustSettings) -> tuple[Claim, ...]:
    """Every Authentication-Results in our server's name, and above the border what cannot be read and so might be."""
    names = _names(trust.trusted_server)
    if not names:
        return ()
    found: list[Claim] = []
    for place, (name, value) in enumerate(headers.fields):
        if name == NAME and _could_be(value, names):
            said = read_results(value)
            above = stands_above_border(headers, place, trust.received_above)
            # Below the border only a name makes it a claim: there anybody may write one without, or an unreadable one.
            if _is_named(said, names) or (above and (said.fault or (not said.server and UNNAMED in names))):
                found.append(Claim(above, said))
    return tuple(found)


def stands_above_border(headers: Headers, place: int, received_above: int) -> bool:
    """Whether a field stands where only our own servers write: above the Received line of our border."""
    received = [index for index, (name, _) in enumerate(headers.fields) if name == "received"]
    above = [index for index in received if index < place]
    allowed = received_above
    if above and len(received) > 1 and _by_lmtp(headers.fields[above[0]][1]):
        allowed += 1  # the last hop, into the mailbox, is always ours
    return len(above) <= allowed


def _by_lmtp(received: str) -> bool:
    """Whether a Received line is of a hop by LMTP: ``[from HOST] by HOST [via LINK] with LMTP`` (RFC 5321 section 4.4).

    Only the place behind ``by`` is our server's: a stranger's greeting, certificate and return path stand around it.
    """
    words = words_outside(received)
    words = words[2:] if words[:1] == ["from"] else words
    if words[:1] != ["by"]:
        return False
    words = words[4:] if words[2:3] == ["via"] else words[2:]
    return words[:1] == ["with"] and bool(_LMTP.fullmatch("".join(words[1:2])))


def verdict(said: Sequence[Results]) -> Verdict:
    """Judge what our server said, in one header or in one for each method; of DMARC it must speak exactly once."""
    fault = next((each.fault for each in said if each.fault), "")
    results = [result for each in said for result in each.results]
    found = [result for result in results if result.method == "dmarc"]
    if any(result.value == "fail" for result in found):
        return Verdict("fail", fault=fault)
    if fault:
        return Verdict(fault=fault)
    if len(found) != 1:
        return Verdict(fault="says nothing about DMARC" if not found else "speaks of DMARC more than once")
    checked = {result.method: result for result in results if result.method in {"spf", "dkim"}}
    passed = any(result.method in checked and result.value == "pass" for result in results)
    # DMARC passes by one of these. Where our server says so elsewhere that neither did, somebody else may have spoken.
    if checked and not passed and (len(checked) > 1 or len(said) > 1):
        return Verdict(found[0].value, fault="contradicts itself")
    return _of_dmarc(found[0], results)


def _of_dmarc(found: Result, results: Sequence[Result]) -> Verdict:
    sent = found.every("header.from")
    if len(sent) != 1:
        return Verdict(found.value, fault="does not name exactly one domain")
    strange = (
        (name not in _OF_DMARC and not name.startswith("policy.")) or (name != "header.from" and "@" in value)
        for name, value in found.properties
    )
    if any(strange):
        return Verdict(found.value, fault="holds words that are not its own")
    address = sent[0].strip().removeprefix("<").removesuffix(">")
    domain = ascii_domain(address.rpartition("@")[2])
    return Verdict(found.value, domain, address if "@" in address else "", broken=_broken(results))


def _broken(results: Sequence[Result]) -> frozenset[str]:
    """In whose name signatures fail while none holds. DMARC passes such a mail by SPF, but somebody changed it."""
    signed = [(result.value, _signer(result)) for result in results if result.method == "dkim"]
    return frozenset(domain for value, domain in signed if value == "fail") - {
        domain for value, domain in signed if value == "pass"
    }


def _signer(result: Result) -> str:
    named = [value for name in _DOMAINS_OF_DKIM for value in result.every(name)]
    return ascii_domain(named[0].rpartition("@")[2]) if named else ""


def _names(trusted_server: str) -> tuple[str, ...]:
    return tuple(name.rstrip(".") for name in trusted_server.lower().replace(",", " ").split() if name.strip("."))


def _could_be(value: str, names: Sequence[str]) -> bool:
    """Tell quickly what cannot be ours: a name that stands nowhere in it."""
    lower = value.lower()
    return any(name == UNNAMED or name.removeprefix("*") in lower for name in names)


def _is_named(said: Results, names: Sequence[str]) -> bool:
    return said.server != "" and any(
        said.server == name or (name.startswith("*.") and said.server.endswith(name[1:])) for name in names
    )
