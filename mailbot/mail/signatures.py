"""Whose DKIM signatures on a mail hold (RFC 6376), DNS asked through a function that is given."""

from collections.abc import Callable

import dkim

from mailbot.mail.address import ascii_domain

MOST_SIGNATURES = 5

TextRecord = Callable[[str], bytes | None]  # a DNS name -> its TXT record


def signers(content: bytes, lookup: TextRecord) -> tuple[str, ...]:
    """Return the domains that signed the whole mail, From included."""
    try:
        mail = dkim.DKIM(content, timeout=3)
        total = sum(name.lower() == b"dkim-signature" for name, _ in mail.headers)
    except (dkim.DKIMException, IndexError):  # a first line that begins with a blank continues no header
        return ()
    found = (_signer(mail, index, lookup) for index in range(min(total, MOST_SIGNATURES)))
    return tuple(domain for domain in found if domain)


def _signer(mail: dkim.DKIM, index: int, lookup: TextRecord) -> str:
    try:
        holds = mail.verify(idx=index, dnsfunc=lambda name, timeout=5: lookup(_text(name)))  # noqa: ARG005 - the library's call
    except Exception:  # noqa: BLE001 - anything in a stranger's signature or its record may break the library: it does not hold
        return ""
    fields = mail.signature_fields
    # With l= anybody can add words below what was signed (RFC 6376 section 8.2).
    return ascii_domain(_text(fields[b"d"])) if holds and b"l" not in fields else ""


def _text(value: bytes | str) -> str:
    return value.decode("ascii", "replace") if isinstance(value, bytes) else value
