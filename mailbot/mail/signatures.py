"""Whose DKIM signatures on a mail hold (RFC 6376), DNS asked through a function that is given."""

from collections.abc import Callable

import dkim

from mailbot.mail.address import ascii_domain

MOST_SIGNATURES = 5
_READ = frozenset({b"subject"})  # it may name a dispute; From is in every signature

TextRecord = Callable[[str], bytes | None]  # a DNS name -> its TXT record


def signers(content: bytes, lookup: TextRecord) -> tuple[str, ...]:
    """Return the domains that signed the whole mail, From and Subject included."""
    try:
        mail = dkim.DKIM(content, timeout=3)
        total = sum(name.lower() == b"dkim-signature" for name, _ in mail.headers)
    except (dkim.DKIMException, IndexError):  # a first line that begins with a blank continues no header
        return ()
    found = (_signer(mail, index, lookup) for index in range(min(total, MOST_SIGNATURES)))
    return tuple(domain for domain in found if domain)


def _signer(mail: dkim.DKIM, index: int, lookup: TextRecord) -> str:
    record = b""

    def key(name: bytes | str, timeout: int = 5) -> bytes | None:  # noqa: ARG001 - the library's call
        nonlocal record
        record = lookup(_text(name)) or b""
        return record or None

    try:
        holds = mail.verify(idx=index, dnsfunc=key)
    except Exception:  # noqa: BLE001 - anything in a stranger's signature or its record may break the library: it does not hold
        return ""
    fields = mail.signature_fields
    # With l= anybody can add words below what was signed (RFC 6376 section 8.2), with SHA-1 perhaps others (RFC 8301).
    if not holds or b"l" in fields or fields[b"a"].endswith(b"-sha1") or _testing(record):
        return ""
    signed = {name.strip().lower() for name in fields[b"h"].split(b":")}
    there = {name.strip().lower() for name, _ in mail.headers}
    return ascii_domain(_text(fields[b"d"])) if _READ & there <= signed else ""


def _testing(record: bytes) -> bool:
    """Whether a key is only tried out: its mail is to count as not signed (RFC 6376 section 3.6.1)."""
    tags = (tag.partition(b"=") for tag in record.split(b";"))
    return any(name.strip() == b"t" and b"y" in map(bytes.strip, flags.split(b":")) for name, _, flags in tags)


def _text(value: bytes | str) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else value
