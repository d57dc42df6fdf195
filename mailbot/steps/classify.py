"""Whether a machine wrote it, and whether the post came back."""

import email
import email.policy
import re
from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

from flufl.bounce import all_failures

from mailbot.mail import automatic
from mailbot.mail.address import addresses
from mailbot.mail.automatic import ANSWER_SUBJECT, Automatic, AutomaticKind
from mailbot.mail.away import back_on
from mailbot.mail.bounce import Bounced, judged, notified, reported
from mailbot.mail.headers import block_end, read_headers
from mailbot.mail.human import (
    answers,
    answers_in_person,
    generated_for_a_person,
    has_news,
    reads_like_a_machine,
    replies,
    speaks_through_a_list,
    writes_in_person,
)
from mailbot.mail.machine_words import (
    ASKS_PROOF,
    AWAY,
    INVITATION,
    SPEAKS,
    asks_for_proof,
    like_a_machine,
    speaks_beside,
    unquoted,
)
from mailbot.mail.parsed import Parsed
from mailbot.mail.person_words import in_person
from mailbot.mail.refusal import REPLY, STATUS, refused_after_data
from mailbot.mail.returned import DAEMON, LETTER_ID, Said, letter_recipients, own_words, said

DAEMON_NAME = re.compile(r"(?i)mail delivery|mailer[ -]?daemon|delivery (?:subsystem|system|service)|mail system")
RETURNED_SUBJECT = re.compile(
    r"""(?ix) undeliver | returned\ mail | delivery\ (?:status\ notification|fail|report|has\ failed|problem|notification) | failure\ notice | mail\ (?:delivery\ )?fail | could\ not\ be\ delivered
    | non\ remis | unzustellbar | devuelto | no\ se\ (?:ha\ podido\ |pudo\ )?entreg | non\ recapitab | onbestelbaar | nondeliverable | message\ not\ delivered | returning\ message | rejected\ mail
    | delayed\ mail | メールエラー通知 | メール(?:を|が)?(?:配信|送信)でき | warning:\ (?:message|could\ not) | mail\ could\ not | DELIVERY\ FAILURE | notification\ d['’][ée]tat | nicht\ zugestellt"""
)
RETURNED_BODY = re.compile(
    r"""(?ix) ^-{2,}\s?(?:below\ this\ line|original\ message|this\ is\ a\ copy|transcript\ of\ session|the\ following\ addresses|\ ?unsent\ message) | original\ message\ (?:follows|headers)
    | message\ that\ you\ sent\ could\ not | was\ not\ delivered\ to | could\ not\ be\ delivered\ to | permanent\ (?:fatal\ )?error | did\ not\ reach\ the\ following | no\ se\ pudo\ entregar""",
    re.MULTILINE,
)
DELAYED = re.compile(
    r"(?i)\bdelayed\b|will (?:continue to |keep )?(?:be )?(?:retr|try)|not yet been delivered|warning message only|still being"
)
FEWEST_WORDS = 3
GENERATED = "auto-generated"
ANSWERED = frozenset({"auto-replied", "auto-notified"})  # RFC 3834, RFC 5436: never what a person wrote
CALENDAR_HEAD = 4_000  # bytes in which METHOD stands
CALENDAR_REPLY = re.compile(rb"(?im)^method:\s*(?:reply|counter)\b")
MOST_RECIPIENTS = 100  # a letter of ours has one
NO_DELIVERY = frozenset({"disposition-notification", "feedback-report"})  # reports on something else
MAILBOX = re.compile(r"[^\s@/|]{1,64}@[^\s@]{1,255}")
NOBODY: frozenset[str] = frozenset()
EASTERNMOST_AMERICA = timedelta(hours=-2)
BODY = 60_000
CHALLENGE_LETTERS = 800


def classify(parsed: Parsed, address: str, ours: Collection[str] = ()) -> tuple[Automatic | None, tuple[Bounced, ...]]:
    """Say which machine wrote a mail, if one did, and of whom a returned one speaks."""
    bounces = _bounces(parsed, address)
    if bounces or (parsed.report and parsed.report.type == "delivery-status"):
        machine = _machine(parsed, address)
        reason = "It is a report on the delivery of a mail."
        return Automatic(AutomaticKind.BOUNCE, reason=reason, otherwise=machine.kind if machine else None), bounces
    if address and address.lower() in ours:
        return Automatic(AutomaticKind.OWN, reason="It comes from one of our own addresses."), ()
    return _machine(parsed, address), ()


def _machine(parsed: Parsed, address: str) -> Automatic | None:
    """Say which machine wrote it. ``Auto-Submitted: no`` is a person's word against all but a report."""
    if parsed.report and parsed.report.type in NO_DELIVERY:
        return Automatic(AutomaticKind.RECEIPT, reason=f"It is a report: {parsed.report.type}.")
    submitted = automatic.submitted(parsed.headers)
    if submitted == "no":
        return None
    own = unquoted(parsed.text)
    # Help desks mark what their staff writes as generated too; an answer by itself is always said to be one.
    if submitted in ANSWERED or (submitted == GENERATED and not generated_for_a_person(parsed, own)):
        return _answer(parsed, "Auto-Submitted says that a machine wrote it (RFC 3834).")
    if automatic.answers_by_itself(parsed.headers):
        return _answer(parsed, "A header of an answering machine is in it.")
    if automatic.AGGREGATE_SUBJECT.match(parsed.subject):
        return _answer(parsed, "It is a report on a domain's mail (RFC 7489, RFC 8460).")
    return _calendar(parsed, own) or _sent_to_many(parsed, address, own) or _habitual(parsed, address, own)


def _calendar(parsed: Parsed, own: str) -> Automatic | None:
    """Know an invitation or an answer to one (RFC 5546), unless its writer says something of his own beside it."""
    if parsed.type != "text/calendar":
        entries = [a for a in parsed.attachments if _is_invitation(a.type, a.name)]
        if not entries:
            return None
        beside = INVITATION.sub("", own)
        # What programs write beside an answer are the lines taken out; beside an invitation they write whole pages.
        answer = replies(parsed) or any(CALENDAR_REPLY.search(a.content[:CALENDAR_HEAD]) for a in entries)
        if SPEAKS.search(beside) or in_person(own) or (answer and len(beside.split()) >= FEWEST_WORDS):
            return None
    return Automatic(AutomaticKind.CALENDAR, reason="It carries a calendar entry.")


def _sent_to_many(parsed: Parsed, address: str, own: str) -> Automatic | None:
    """Know a mailing list or a bulk mailer by its headers and its words: sales systems put the same on single letters."""
    unread = automatic.nobody_reads(parsed.headers, address)
    traced = automatic.is_traced(parsed.headers) and not unread  # its single letters are traced as well
    if automatic.is_list(parsed.headers) or traced:
        answer = answers(parsed)
    elif automatic.is_bulk(parsed.headers):
        answer = answers_in_person(parsed, own)
    else:
        return None
    if answer or speaks_through_a_list(parsed, own, unread=unread):
        return None
    return Automatic(AutomaticKind.LIST, reason="A mailing list or bulk mailer sent it.")


def _habitual(parsed: Parsed, address: str, own: str) -> Automatic | None:
    """Kinds that are known by habit only, and only with words that go with it."""
    nobody = automatic.nobody_reads(parsed.headers, address) and not writes_in_person(parsed, own)
    notice = automatic.may_be_a_notice(parsed.headers, address) and not has_news(parsed, own)
    if (nobody or notice) and not answers_in_person(parsed, own):
        return _answer(parsed, "Nobody reads what is sent to where it comes from.")
    if (
        automatic.opens_like_a_program(parsed.subject)
        and not automatic.written_at_a_desk(parsed.headers)
        and (not parsed.text.strip() or (like_a_machine(own) and not speaks_beside(own)))
    ):
        return _answer(parsed, "Its subject is one that answering machines write, and so are its words.")
    by_exchange = automatic.by_exchange(parsed.headers) and automatic.AUTO_SUBJECT.match(parsed.subject)
    if by_exchange and reads_like_a_machine(parsed, own):
        return _answer(parsed, "An agent of Exchange made it, and its words are an answering machine's.")
    if asks_for_proof(own[:CHALLENGE_LETTERS], "" if ANSWER_SUBJECT.match(parsed.subject) else parsed.subject):
        return Automatic(AutomaticKind.CHALLENGE, reason="It asks us to prove that we are human.")
    return None


def _answer(parsed: Parsed, reason: str) -> Automatic:
    said = f"{parsed.subject}\n{parsed.text[:BODY]}"
    if ASKS_PROOF.search(said[:CHALLENGE_LETTERS]):
        return Automatic(AutomaticKind.CHALLENGE, reason=reason)
    until = _until(parsed, said)
    # A program's subject and a day of return say it in any words.
    if AWAY.search(said) or (until and automatic.AUTO_SUBJECT.match(parsed.subject)):
        return Automatic(AutomaticKind.OUT_OF_OFFICE, until, reason)
    return Automatic(AutomaticKind.AUTO_REPLY, reason=reason)


def _until(parsed: Parsed, said: str) -> date | None:
    if parsed.date is None:
        return None
    zone = parsed.date.utcoffset()
    return back_on(said, parsed.date.date(), abroad=zone is not None and zone > EASTERNMOST_AMERICA)


def _is_invitation(type_: str, name: str) -> bool:
    return type_ == "text/calendar" and name in {
        "",
        "invitation.ics",
        "unnamed.calendar",
        "invite.ics",
        "meeting.ics",
        "reply.ics",
    }


def _bounces(parsed: Parsed, address: str) -> tuple[Bounced, ...]:
    if parsed.report and parsed.report.type in NO_DELIVERY:
        return ()
    fields = parsed.report.fields if parsed.report else ""
    found = reported(fields) or (notified(parsed.text) if parsed.text.lstrip().startswith("{") else ())
    if not found and "action:" not in fields.lower() and _looks_returned(parsed, address):
        found = reported(_loose_fields(parsed)) or _by_words(parsed)
    return _completed(found[:MOST_RECIPIENTS], parsed) if found else ()


def _completed(found: tuple[Bounced, ...], parsed: Parsed) -> tuple[Bounced, ...]:
    """Add what the report says elsewhere: which letter, why in words, and an address where the field has none."""
    text = parsed.text[:BODY]
    about, after_data = _returned_id(parsed), refused_after_data(text)
    told = {one.address: one.words for one in said(text, NOBODY)} if any(map(_says_nothing, found)) else {}
    sole = "" if all(MAILBOX.fullmatch(one.address) for one in found) else _sole_recipient(parsed)
    completed = []
    for one in found:
        address = one.address if MAILBOX.fullmatch(one.address) else sole or one.address
        words = told.get(address, one.reason) if _says_nothing(one) else one.reason
        again = judged(address, words, failed=not one.delayed, status=one.status, after_data=after_data)
        completed.append(replace(again, message_id=about))
    return tuple(completed)


def _says_nothing(one: Bounced) -> bool:
    return one.reason.strip() in {"", one.status} or not any(letter.isalpha() for letter in one.reason)


def _sole_recipient(parsed: Parsed) -> str:
    """Return whom a letter went to, if to one only: some reports name a file, a pipe or a host instead."""
    named = addresses(parsed.headers.first("x-failed-recipients")) or _returned_to(parsed)
    return named[0] if len(named) == 1 else ""


def _loose_fields(parsed: Parsed) -> str:
    """Return what reads like the fields of a report in a mail that is no multipart/report."""
    parts = (a.text for a in parsed.attachments if a.type == "message/delivery-status")
    return "\n\n".join((*parts, parsed.text[:BODY]))


def _looks_returned(parsed: Parsed, address: str) -> bool:
    """Whether a mail system returns a letter: by the null path or its address, and by what it says."""
    if automatic.submitted(parsed.headers) not in {"", "no"} and automatic.AUTO_SUBJECT.match(parsed.subject):
        return False
    if "x-failed-recipients" in parsed.headers:
        return True
    path = parsed.headers.first("return-path").strip().lstrip("<")
    sender = parsed.headers.text("from")
    daemon = bool(DAEMON.match(address or sender))
    named = bool(DAEMON_NAME.search(sender))
    subject = bool(RETURNED_SUBJECT.search(parsed.subject))
    null = path == ">" or bool(DAEMON.match(path))
    if null or daemon:
        return null + (daemon or named) + subject > 1 or bool(RETURNED_BODY.search(parsed.text[:BODY]))
    passed_on = bool(ANSWER_SUBJECT.match(parsed.subject))
    return (subject or named) and not passed_on and _returns_a_letter(parsed)


def _returns_a_letter(parsed: Parsed) -> bool:
    """Whether it reads as a server's, where only a name or a subject hints at one: goods and truckloads return too."""
    text = parsed.text[:BODY]
    if not RETURNED_BODY.search(text):
        return False
    coded = STATUS.search(text) or REPLY.search(text)
    return bool(coded and addresses(own_words(text))) or any(a.type == "message/rfc822" for a in parsed.attachments)


def _by_words(parsed: Parsed) -> tuple[Bounced, ...]:
    text = parsed.text[:BODY]
    own = own_words(text)
    found = said(text, frozenset(addresses(parsed.headers.first("to"))))
    named = addresses(parsed.headers.first("x-failed-recipients"))
    if named:
        found = tuple(one for one in found if one.address in named) or tuple(Said(one, own) for one in named)
    if not found:
        candidates = _first_opinion(parsed) or letter_recipients(text) or _returned_to(parsed)
        found = tuple(Said(one, own) for one in candidates) or (Said("", own),)
    return tuple(judged(one.address, one.words, failed=not DELAYED.search(own)) for one in found)


def _first_opinion(parsed: Parsed) -> tuple[str, ...]:
    try:
        temporary, permanent = all_failures(email.message_from_bytes(parsed.content, policy=email.policy.compat32))
    except Exception:  # noqa: BLE001 - a hostile report can break the library anywhere, and it is one opinion of several
        return ()
    names = sorted(address.decode("ascii", "replace").lower() for address in permanent | temporary)
    return tuple(name for name in names if "@" in name and name not in addresses(parsed.headers.first("to")))


def _returned_to(parsed: Parsed) -> tuple[str, ...]:
    """Return to whom the letter in the report was written."""
    if parsed.report and parsed.report.returned:
        return addresses(parsed.report.returned.first("to"))
    nested = (a for a in parsed.attachments if a.type in {"message/rfc822", "text/rfc822-headers"})
    heads = (read_headers(a.content[: block_end(a.content)]) for a in nested)
    return next((addresses(head.first("to")) for head in heads if "to" in head), ())


def _returned_id(parsed: Parsed) -> str:
    returned = parsed.report.returned if parsed.report else None
    value = returned.first("message-id") if returned else ""
    hit = re.search(r"<([^<>\s]+)>", value) or LETTER_ID.search(parsed.text)
    if hit:
        return hit[1]
    nested = (
        re.search(rb"(?im)^message-id:\s*<([^<>\s]{1,500})>", a.content[:20_000])
        for a in parsed.attachments
        if a.type.startswith(("message/", "text/rfc822"))
    )
    inner = next((found[1].decode("ascii", "replace") for found in nested if found), "")
    return inner or next(iter((*parsed.in_reply_to, *parsed.references[-1:])), "")
