"""A dispute's file in words."""

from collections.abc import Sequence
from dataclasses import fields

from mailbot.flow.desk import File
from mailbot.mediation.events import Event, LetterSent, StatementMade
from mailbot.mediation.party import Party
from mailbot.ports import EventRow

_PASSED_OVER = frozenset({"at", "message_id", "draft_id", "text", "words", "dispute_id", "file_sha256"})
_SHOWN_MAX = 160


def told(file: File, rows: Sequence[EventRow]) -> str:
    """Tell a dispute: who, what, how much, whose turn, and all that happened."""
    dispute = file.dispute
    lines = [
        f"Dispute {dispute.id}: order {dispute.order_number} ({file.order.title}), {file.policy.name}",
        (
            f"Phase {dispute.phase}{f', {dispute.outcome}' if dispute.outcome else ''}; waiting on "
            f"{', '.join(sorted(dispute.waiting_on))}; mediator {dispute.mediator}; policy {dispute.policy_version}"
        ),
        *(_party(party) for party in (dispute.buyer, dispute.seller)),
    ]
    if dispute.claim is not None:
        lines += [
            "Claim:",
            *(
                f"  {line.affected} x {line.sku}: {line.type}, loss {line.loss:.0%} {line.problem}".rstrip()
                for line in dispute.claim.lines
            ),
        ]
    if dispute.valuation is not None:
        lines += [f"Policy value: {dispute.valuation.total}", *(f"  {step}" for step in dispute.valuation.working)]
    lines += [
        f"Offer {offer.number} of the {offer.by}: {offer.amount} {offer.remedy}, {offer.state}"
        for offer in dispute.offers
    ]
    lines += [
        f"The {clock.side} owes {clock.step} by {clock.due_at:%Y-%m-%d %H:%M} UTC: {clock.working}"
        for clock in dispute.deadlines
    ]
    lines += [
        f"To confirm, suggestion {item.number}: the {item.side} seems to say {item.intent.kind} "
        f"({item.reason}): {item.intent.words!r}"
        for item in dispute.suggestions
    ]
    lines += [f"Task {task.number}: {task.reason}" for task in dispute.open_tasks]
    lines += ["", "What happened:"]
    lines += [f"  {row.sequence:>3}  {row.event.at:%Y-%m-%d %H:%M}  {in_words(row.event)}" for row in rows]
    return "\n".join(lines)


def in_words(event: Event) -> str:
    """Say one event in a line: its name, then what it holds."""
    name = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in type(event).__name__).strip()
    parts = [
        f"{field.name} {_value(getattr(event, field.name))}"
        for field in fields(event)
        if field.name not in _PASSED_OVER and getattr(event, field.name) not in (None, "", (), frozenset())
    ]
    if isinstance(event, StatementMade | LetterSent):
        parts = [part for part in parts if not part.startswith(("intents", "deadline"))]
        words = event.words if isinstance(event, StatementMade) else event.text
        parts.append(repr(_cut(" ".join(words.split()))))
    return f"{name}: {', '.join(parts)}" if parts else name


def _party(party: Party) -> str:
    also = f"; also {', '.join((*party.speaks[1:], *party.informs))}" if party.speaks[1:] or party.informs else ""
    return f"{party.side.capitalize()}: {party.name} <{party.address}>, letters in {party.language}{also}"


def _value(value: object) -> str:
    return _cut(" ".join(str(value).split()))


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN_MAX else f"{text[:_SHOWN_MAX]} ..."
