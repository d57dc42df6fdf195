"""Reasons in words, for the mediator who approves."""

from mailbot.mail.authentication import Trust
from mailbot.mediation.decision import PartyWrote
from mailbot.mediation.intent import Intent

_SHOWN = 90  # characters of a quote


def came_in(wrote: PartyWrote) -> tuple[str, ...]:
    """Say what came in and what it was read as."""
    warning = "" if wrote.trust is Trust.PROVEN else f" (sender {wrote.trust}: nothing in it binds by itself)"
    came = f"Came in: the {wrote.side}'s mail {wrote.message_id}{warning}"
    read = [read_as(intent) for intent in wrote.intents] or ["nothing in particular"]
    files = [f"Files with it: {', '.join(item.file_name for item in wrote.evidence)}"] if wrote.evidence else []
    unread = [f"Could not be opened: {file.name}: {file.why}; they are asked for it again" for file in wrote.unread]
    return came, "Read as: " + "; ".join(read), *files, *unread


def read_as(intent: Intent) -> str:
    """Say one intent with the words it rests on."""
    amount = f" {intent.amount} {intent.currency or ''}".rstrip() if intent.amount is not None else ""
    words = " ".join(intent.words.split())
    quote = words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
    return f'{intent.kind}{amount} ({intent.certainty}: "{quote}")'
