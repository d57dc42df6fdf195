"""Mails to our own people: drafts to approve, notices, answers to verdicts."""

from mailbot.flow.desk import Desk, File
from mailbot.flow.outgoing import Internal
from mailbot.mediation.approval import Draft
from mailbot.mediation.decision import Notice
from mailbot.mediation.dispute import Statement
from mailbot.mediation.party import Person
from mailbot.steps.verdict import MARKERS

RULE = "-" * 72
SCREENFUL = 40  # lines of a mail that are quoted


def approval_mail(person: Person, draft: Draft, file: File, reply_to: str, hours: int) -> Internal:
    """Show a draft in full with why, and how to answer."""
    said = file.dispute.statements[-1] if file.dispute.statements else None
    text = "\n".join(
        [
            MARKERS.get(person.language, MARKERS["en"]),
            "",
            f"Draft {draft.id}, revision {draft.revision}: {draft.letter} to the {draft.reader} <{draft.address}>",
            f"Dispute {draft.dispute_id}, order {file.order.number}, {file.policy.name}, phase {file.dispute.phase}",
            "",
            *(_how_by_mail(hours) if reply_to else ()),
            f"On the command line: mailbot approve {draft.id}",
            "",
            "WHY THIS LETTER",
            *(f"  - {reason}" for reason in draft.why),
            *(_said(said) if said else ()),
            *_warnings(draft),
            *_announced(draft),
            "",
            f"THE LETTER (to the {draft.reader}, in {draft.language})",
            RULE,
            f"Subject: {draft.subject}",
            "",
            draft.text,
            RULE,
            *(f"Enclosed: {item.name}, {len(item.content):,} bytes" for item in draft.enclosures),
        ]
    )
    subject = f"Approve? {draft.letter} to the {draft.reader}, {draft.dispute_id}"
    return Internal(person.address, subject, text, reply_to, draft.client_id, draft.dispute_id)


def _how_by_mail(hours: int) -> tuple[str, ...]:
    return (
        "Answer this mail with one of these as its first line:",
        "",
        "    APPROVE",
        "    REJECT your reason",
        "    CHANGE",
        "    (and the whole new text below it; it comes back once to be approved)",
        "",
        f"This address works once, for {hours} hours, from your own address only.",
    )


def _said(said: Statement) -> list[str]:
    """Quote the newest mail, so that the draft is read in its light."""
    lines = said.words.strip().splitlines()
    more = ["  | [...]"] if len(lines) > SCREENFUL else []
    head = f"WHAT THE {said.side.upper()} WROTE LAST ({said.trust}, {said.at:%a %d %b %Y %H:%M} UTC)"
    return ["", head, *(f"  | {line}" for line in lines[:SCREENFUL]), *more]


def _warnings(draft: Draft) -> list[str]:
    if not draft.guard_hits:
        return []
    return [
        "",
        "THE GUARD HOLDS THIS LETTER BACK",
        *(f"  - {hit}" for hit in draft.guard_hits),
        "  Change the text, or ask a lead to let it pass with a reason.",
    ]


def _announced(draft: Draft) -> list[str]:
    """Name the date a letter must give, so that a text written by hand gives the same."""
    return ["", f"Announces: {draft.deadline.working}"] if draft.deadline is not None else []


def notice_mail(notice: Notice, file: File, dispute_id: str) -> Internal:
    """Say what a person must look at."""
    subject = f"{notice.kind.capitalize()}: {dispute_id}, order {file.order.number}"
    text = "\n".join([notice.text, "", f"See: mailbot show {dispute_id}"])
    return Internal("", subject, text, client_id=file.policy.client_id, dispute_id=dispute_id)


def verdict_answer(person: Person, subject: str, text: str, draft: Draft | None, in_reply_to: str) -> Internal:
    """Tell a mediator what became of their verdict."""
    client_id = draft.client_id if draft else ""
    dispute_id = draft.dispute_id if draft else None
    return Internal(person.address, subject, text, "", client_id, dispute_id, in_reply_to=in_reply_to)


def in_charge(desk: Desk, file: File, role: str = "mediator") -> tuple[Person, ...]:
    """Return who gets a notice: the dispute's mediator, or all who hold the role for the client."""
    if role == "mediator":
        person = desk.person(file.dispute.mediator)
        return (person,) if person is not None and person.active else desk.in_role("lead", file.dispute.client_id)
    return desk.in_role(role, file.dispute.client_id)
