"""Whether a machine wrote it, and whether the post came back."""

import email
import email.policy
import re
from collections.abc import Collection
from datetime import date

from flufl.bounce import all_failures

from mailbot.mail import automatic
from mailbot.mail.address import addresses
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.away import back_on
from mailbot.mail.bounce import REPLY, STATUS, Bounced, judged, reported
from mailbot.mail.parsed import Parsed

DAEMON = re.compile(r"(?i)^\W*(?:mailer-?daemon|postmaster|mail-?delivery|mdaemon|microsoftexchange\w*|bounce)")
DAEMON_NAME = re.compile(r"(?i)mail delivery|mailer[ -]?daemon|delivery (?:subsystem|system|service)|mail system")
RETURNED_SUBJECT = re.compile(
    r"""(?ix) undeliver | returned\ mail | delivery\ (?:status\ notification|fail|report|has\ failed|problem|notification) | failure\ notice | mail\ (?:delivery\ )?fail | could\ not\ be\ delivered
    | non\ remis | unzustellbar | devuelto | no\ se\ (?:ha\ podido\ |pudo\ )?entreg | non\ recapitab | onbestelbaar | nondeliverable | message\ not\ delivered | returning\ message | rejected\ mail
    | delayed\ mail | warning:\ (?:message|could\ not) | mail\ could\ not | DELIVERY\ FAILURE | notification\ d['’][ée]tat | nicht\ zugestellt"""
)
RETURNED_BODY = re.compile(
    r"""(?ix) ^-{2,}\s?(?:below\ this\ line|original\ message|this\ is\ a\ copy|transcript\ of\ session|the\ following\ addresses|\ ?unsent\ message) | original\ message\ (?:follows|headers)
    | message\ that\ you\ sent\ could\ not | was\ not\ delivered\ to | could\ not\ be\ delivered\ to | permanent\ (?:fatal\ )?error | did\ not\ reach\ the\ following | no\ se\ pudo\ entregar""",
    re.MULTILINE,
)
DELAYED = re.compile(
    r"(?i)\bdelayed\b|will (?:continue to |keep )?(?:be )?(?:retr|try)|not yet been delivered|warning message only|still being"
)
RETURNED_MAIL = re.compile(
    r"(?im)^[> ]*(?:received|message-id|return-path|mime-version): .*|^.{0,12}(?:original message|returned message|unsent message|copy of (?:the|your) message).*$"
)
BODY = 60_000
EXCERPT = 400
CHALLENGE_LETTERS = 800


def classify(parsed: Parsed, address: str, ours: Collection[str] = ()) -> tuple[Automatic | None, tuple[Bounced, ...]]:
    """Say which machine wrote a mail, if one did, and of whom a returned one speaks."""
    bounces = _bounces(parsed, address)
    if bounces or (parsed.report and parsed.report.type == "delivery-status"):
        return Automatic(AutomaticKind.BOUNCE, reason="It is a report on the delivery of a mail."), bounces
    if address and address.lower() in ours:
        return Automatic(AutomaticKind.OWN, reason="It comes from one of our own addresses."), ()
    return _standard(parsed) or _habitual(parsed), ()


def _standard(parsed: Parsed) -> Automatic | None:
    """Kinds that a standard defines."""
    if parsed.report and parsed.report.type in {"disposition-notification", "feedback-report"}:
        return Automatic(AutomaticKind.RECEIPT, reason=f"It is a report: {parsed.report.type}.")
    if automatic.submitted_by_machine(parsed.headers):
        return _answer(parsed, "Auto-Submitted says that a machine wrote it (RFC 3834).")
    if parsed.type == "text/calendar" or any(_is_invitation(a.type, a.name) for a in parsed.attachments):
        return Automatic(AutomaticKind.CALENDAR, reason="It carries a calendar entry.")
    if automatic.is_list(parsed.headers):
        return Automatic(AutomaticKind.LIST, reason="A mailing list or bulk mailer sent it.")
    return None


def _habitual(parsed: Parsed) -> Automatic | None:
    """Kinds that are known by habit only. ``Auto-Submitted: no`` is a person's word against it."""
    if automatic.submitted_by_machine(parsed.headers) is False:
        return None
    if automatic.answers_by_itself(parsed.headers):
        return _answer(parsed, "A header of an answering machine is in it.")
    if automatic.AUTO_SUBJECT.match(parsed.subject):
        return _answer(parsed, "Its subject is one that answering machines write.")
    if automatic.CHALLENGE.search(f"{parsed.subject}\n{parsed.text[:CHALLENGE_LETTERS]}"):
        return Automatic(AutomaticKind.CHALLENGE, reason="It asks us to prove that we are human.")
    return None


def _answer(parsed: Parsed, reason: str) -> Automatic:
    said = f"{parsed.subject}\n{parsed.text[:BODY]}"
    if automatic.CHALLENGE.search(said[:CHALLENGE_LETTERS]):
        return Automatic(AutomaticKind.CHALLENGE, reason=reason)
    if automatic.AWAY.search(said):
        written = parsed.date.date() if parsed.date else None
        return Automatic(AutomaticKind.OUT_OF_OFFICE, _until(said, written), reason)
    return Automatic(AutomaticKind.AUTO_REPLY, reason=reason)


def _until(said: str, written: date | None) -> date | None:
    return back_on(said, written) if written else None


def _is_invitation(type_: str, name: str) -> bool:
    return type_ == "text/calendar" and name in {"", "unnamed.calendar", "invite.ics", "meeting.ics", "reply.ics"}


def _bounces(parsed: Parsed, address: str) -> tuple[Bounced, ...]:
    found = reported(parsed.report.fields) if parsed.report else ()
    if not found and not (parsed.report and parsed.report.fields) and _looks_returned(parsed, address):
        found = _by_first_opinion(parsed) or _by_words(parsed)
    about = _returned_id(parsed) if found else ""
    return tuple(Bounced(b.address, b.status, b.hard, b.reason, b.delayed, about) for b in found)


def _looks_returned(parsed: Parsed, address: str) -> bool:
    if automatic.submitted_by_machine(parsed.headers) and automatic.AUTO_SUBJECT.match(parsed.subject):
        return False
    null = parsed.headers.first("return-path").strip() == "<>"
    sender = parsed.headers.text("from")
    daemon = bool(DAEMON.match(address) or DAEMON_NAME.search(sender) or DAEMON.match(sender))
    subject = bool(RETURNED_SUBJECT.search(parsed.subject))
    signs = null + daemon + subject
    # Two signs of four; the slowest is looked for last.
    return (
        "x-failed-recipients" in parsed.headers
        or signs > 1
        or (signs == 1 and bool(RETURNED_BODY.search(parsed.text[:BODY])))
    )


def _by_first_opinion(parsed: Parsed) -> tuple[Bounced, ...]:
    try:
        temporary, permanent = all_failures(email.message_from_bytes(parsed.content, policy=email.policy.compat32))
    except Exception:  # noqa: BLE001 - a hostile report can break the library anywhere, and it is one opinion of three
        return ()
    failed = [(address, True) for address in permanent] + [(address, False) for address in temporary]
    return tuple(
        judged(name, _near(parsed.text, name), failed=hopeless)
        for address, hopeless in failed
        if "@" in (name := address.decode("ascii", "replace").lower())
    )


def _by_words(parsed: Parsed) -> tuple[Bounced, ...]:
    own = _own_words(parsed.text)
    named = parsed.headers.first("x-failed-recipients")
    found = addresses(named) or [a for a in addresses(own) if not DAEMON.match(a)][:1] or [""]
    return tuple(judged(one, _near(own, one), failed=not DELAYED.search(own)) for one in found)


def _own_words(text: str) -> str:
    """Return what the server says itself, without the mail it returns."""
    return RETURNED_MAIL.split(text[:BODY], maxsplit=1)[0].strip() or text[:BODY]


def _near(text: str, address: str) -> str:
    """Return what is said around an address: the lines with codes after it, else all that the server says."""
    own = _own_words(text)
    at = max(own.lower().find(address), 0)
    lines = [line for line in own[at : at + 3000].split("\n") if STATUS.search(line) or REPLY.search(line)]
    return "\n".join(lines[:3]) or own[:EXCERPT] + own[EXCERPT:][max(at - EXCERPT, 0) : at + EXCERPT]


def _returned_id(parsed: Parsed) -> str:
    returned = parsed.report.returned if parsed.report else None
    value = returned.first("message-id") if returned else ""
    hit = re.search(r"<([^<>\s]+)>", value) or re.search(r"(?im)^[> ]*message-id:\s*<([^<>\s]{1,500})>", parsed.text)
    if hit:
        return hit[1]
    nested = (
        re.search(rb"(?im)^message-id:\s*<([^<>\s]{1,500})>", a.content[:20_000])
        for a in parsed.attachments
        if a.type.startswith(("message/", "text/rfc822"))
    )
    inner = next((found[1].decode("ascii", "replace") for found in nested if found), "")
    return inner or next(iter((*parsed.in_reply_to, *parsed.references[-1:])), "")
