"""Who wrote: From as it stands, believed as far as our own mail server vouches for it."""

from collections.abc import Callable

from mailbot.mail import authentication
from mailbot.mail.address import Fault, Mailbox, sole_mailbox
from mailbot.mail.authentication import Sender, Trust, TrustSettings
from mailbot.mail.headers import Headers

LONGEST_FROM = 2000
# RFC 5322 section 3.6 and RFC 2045: once in a mail, and what we read and do hangs on them
ONCE = ("subject", "date", "message-id", "in-reply-to", "references", "content-type", "content-transfer-encoding")

Signers = Callable[[], tuple[str, ...]]  # the domains whose DKIM signatures on this mail hold; may ask DNS


def authenticate(headers: Headers, trust: TrustSettings, signers: Signers | None = None) -> Sender:
    """Judge the sender.

    Anybody can write any header, so only the one Authentication-Results that names our server and stands
    above its first Received counts (RFC 8601 section 5).
    """
    if headers.quarantine:
        return _nobody(f"{headers.quarantine} Nothing in it can be believed.")
    senders = headers.every("from")
    if len(senders) != 1:
        return _nobody(f"The mail has {len(senders) or 'no'} From lines where there must be one.")
    mailbox = sole_mailbox(senders[0][:LONGEST_FROM])
    if isinstance(mailbox, Fault):
        return _nobody(f"We cannot tell who wrote: in the From line, {mailbox.what}.")
    level, reason = _vouched(headers, mailbox, trust, None if headers.faults else signers)
    doubt = next(iter(headers.faults), "") or _said_twice(headers)
    if doubt and level is not Trust.FORGED:
        level, reason = Trust.UNPROVEN, doubt
    return Sender(mailbox.address, mailbox.name, level, reason)


def _said_twice(headers: Headers) -> str:
    """Say which line differs from its double. A signature holds the lower one, and readers show the upper (RFC 6376 section 8.15)."""
    for name in ONCE:
        if len({" ".join(value.split()) for value in headers.every(name)}) > 1:
            return f"The {name.title()} line stands twice in this mail and says two things."
    return ""


def _nobody(reason: str) -> Sender:
    return Sender("", "", Trust.UNPROVEN, reason)


def _vouched(headers: Headers, mailbox: Mailbox, trust: TrustSettings, signers: Signers | None) -> tuple[Trust, str]:
    found = authentication.claims(headers, trust)
    if not found:
        return _unsaid(mailbox, trust, signers)
    read = authentication.verdict([claim.said for claim in found if claim.above_border])
    if read.result == "fail":
        return Trust.FORGED, f"Our mail server says this mail does not come from {mailbox.domain} (DMARC failed)."
    if not all(claim.above_border for claim in found):
        return (
            Trust.UNPROVEN,
            "A header speaks in the name of our mail server, but was in the mail before it reached us.",
        )
    return _judged(mailbox, read)


def _unsaid(mailbox: Mailbox, trust: TrustSettings, signers: Signers | None) -> tuple[Trust, str]:
    """Judge where our server wrote nothing: by the signature, if we are to check it ourselves."""
    if trust.verify_dkim:
        return _signed(mailbox, signers)
    if not trust.trusted_server:
        return Trust.UNPROVEN, "No mail server is set whose word on senders we trust."
    return Trust.UNPROVEN, f"Our mail server {trust.trusted_server} says nothing about this sender."


def _judged(mailbox: Mailbox, read: authentication.Verdict) -> tuple[Trust, str]:
    if read.fault:
        return Trust.UNPROVEN, f"The word of our mail server on the sender {read.fault}."
    if read.result != "pass":
        return Trust.UNPROVEN, f"Our mail server could not check the sender (DMARC: {read.result})."
    if read.domain != mailbox.domain:
        return (
            Trust.UNPROVEN,
            f"Our mail server vouches for {read.domain}, but the mail says it is from {mailbox.domain}.",
        )
    if read.address and read.address.lower() != mailbox.address.lower():
        return Trust.UNPROVEN, f"Our mail server reads {read.address} in the From line where we read {mailbox.address}."
    if mailbox.domain in read.broken:
        return Trust.UNPROVEN, f"The signature of {mailbox.domain} on this mail does not hold (DKIM failed)."
    return Trust.PROVEN, f"Our mail server vouches for {mailbox.domain} (DMARC passed)."


def _signed(mailbox: Mailbox, signers: Signers | None) -> tuple[Trust, str]:
    signer = next((each for each in signers() if _answers_for(each, mailbox.domain)), "") if signers is not None else ""
    if signer:
        return Trust.PROVEN, f"{signer} signed this mail (DKIM)."
    return Trust.UNPROVEN, f"No valid signature of {mailbox.domain} is on this mail."


def _answers_for(signer: str, domain: str) -> bool:
    """Whether a signer speaks for a domain: for itself, and for what lies below it, never for what lies above."""
    return signer == domain or ("." in signer and domain.endswith(f".{signer}"))
