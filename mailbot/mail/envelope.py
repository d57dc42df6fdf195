"""One letter, one reader: what is handed to SMTP, and where it stands."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Envelope:
    """One reader and the frozen bytes; never a second recipient."""

    sender: str  # envelope sender
    reader: str  # the one recipient
    message_id: str  # without brackets, fixed before the first try
    content: bytes = field(repr=False)


class SendState(StrEnum):
    """Where an outbox row stands (design: queued, claimed, marked, then an outcome)."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    MARKED = "marked"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    WITHDRAWN = "withdrawn"  # undone during the hold


class LetterKind(StrEnum):
    """Why a row is in the outbox."""

    PARTY = "party"  # an approved letter to a party
    INTERNAL = "internal"  # to a mediator, lead or account manager


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A letter on its way."""

    id: str
    kind: LetterKind
    client_id: str
    dispute_id: str | None
    draft_id: str | None
    envelope: Envelope
    state: SendState
    not_before: datetime
    attempts: int = 0
    lease_until: datetime | None = None
    fence: int = 0
    reply: str = ""  # the server's last word
    expires_at: datetime | None = None
    marked_at: datetime | None = None


class Outcome(StrEnum):
    """What one try at SMTP came to."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"  # 4xx or no connection: try again
    REFUSED = "refused"  # 5xx: never
    UNKNOWN = "unknown"  # after the mark without a definite answer


@dataclass(frozen=True, slots=True)
class Receipt:
    """The outcome and the server's words."""

    outcome: Outcome
    reply: str
    reached: bool = True  # False: no server, or it would not let us in; that says nothing about the letter
