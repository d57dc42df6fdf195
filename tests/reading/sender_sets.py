"""The sets of tests/reading/senders as mails: forged and genuine headers, letters written as the files explain."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from mailbot.mail.address import ascii_domain

FOLDER = Path(__file__).parent / "senders"
OURS = "mx.ours.test"
BORDER = f"Received: from out.elsewhere.test by {OURS} with ESMTPS id 1; Tue, 2 Jun 2026 09:00:00 +0000"
EVIL = "attacker@evil.test"
VICTIMS = {"party": "victim@client.test", "mediator": "anna.weiss@desk.test", "unknown": "nobody@stranger.test"}

_ESCAPE = re.compile(r"\\(?:([rnt0])|u([0-9a-f]{4})|x([0-9a-f]{2}))")
_MANY = re.compile(r"\{(\d+):(.*?)\}")
_LETTERS = {"r": "\r", "n": "\n", "t": "\t", "0": "\0"}


@dataclass(frozen=True, slots=True)
class Border:
    """How a server that vouches for its senders is set up, and what it writes."""

    trusted_server: str
    received_above: int
    lines: str


def records(name: str) -> tuple[str, ...]:
    """Every line of a file that is no comment."""
    lines = (FOLDER / name).read_text(encoding="utf-8").split("\n")
    return tuple(line for line in lines if line and not line.startswith("#"))


def block(record: str, **places: str) -> bytes:
    """Write a record out as header lines."""
    text = record
    for name, value in places.items():
        text = text.replace(f"{{{name.replace('_', ' ')}}}", value)
    text = _MANY.sub(lambda hit: hit[2] * int(hit[1]), text)
    return _ESCAPE.sub(_letter, text).encode("utf-8", "surrogateescape") + b"\r\n"


def forged_from() -> Iterator[tuple[str, str, bytes]]:
    """Yield what each forgery of From is called, whom it wants to be taken for, and its header lines."""
    passed = f"Authentication-Results: {OURS}; dmarc=pass header.from=evil.test\r\n{BORDER}\r\n".encode()
    for record in records("from_forged.txt"):
        for role, victim in VICTIMS.items():
            yield f"{role}: {record[:150]}", victim, passed + block(record, **_places(victim))


def forged_results() -> Iterator[tuple[str, bytes]]:
    """Yield each mail that speaks in our server's name, From a victim."""
    for record in records("results_forged.txt"):
        for role, victim in VICTIMS.items():
            domain = victim.partition("@")[2]
            good = f"dmarc=pass header.from={domain}"
            passed = f"Authentication-Results: {OURS}; {good}"
            places = {"border": BORDER, "passed": passed, "good": good, "ours": OURS} | _places(victim)
            yield f"{role}: {record[:200]}", block(record, **places) + f"From: Victim <{victim}>\r\n".encode()


def genuine_from() -> Iterator[tuple[str, str]]:
    """Yield From lines and the mailbox in each; "refused" for those that are not well formed."""
    for record in records("from_genuine.txt"):
        line, _, address = record.rpartition(" => ")
        yield line, address


def borders() -> Iterator[Border]:
    """Yield what servers write."""
    for record in records("results_genuine.txt"):
        server, above, lines = record.split(" | ", 2)
        yield Border(server, int(above), lines)


def genuine(border: Border, line: str, address: str) -> bytes:
    """Write the headers of a genuine mail."""
    domain = ascii_domain(address.rpartition("@")[2])
    # A server that writes a mailbox quotes what no word may hold.
    return block(border.lines, address=address, domain=domain, border=BORDER) + block(line)


def _places(victim: str) -> dict[str, str]:
    local, _, domain = victim.partition("@")
    return {"victim": victim, "local": local, "domain": domain, "evil": EVIL, "evil_domain": "evil.test"}


def _letter(hit: re.Match[str]) -> str:
    if hit[1]:
        return _LETTERS[hit[1]]
    return chr(int(hit[2], 16)) if hit[2] else bytes([int(hit[3], 16)]).decode("utf-8", "surrogateescape")
