"""What a store gives back: values that need more than the core's own nouns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.claims.order import Order
from mailbot.mail.message import Message, RawMail
from mailbot.mediation.approval import Draft
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.mediation.intent import Intent
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Found, Placement


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox has been taken in."""

    mailbox: str
    uidvalidity: int
    uid: int  # the highest taken


@dataclass(frozen=True, slots=True)
class Looked:
    """What a mail's clues name: disputes, and which of the orders the sender bought.

    ``buyer_known``: whether it bought any; asked only where the sender is party to nothing that was found.
    """

    found: tuple[Found, ...] = ()
    named: tuple[Order, ...] = ()
    buyer_known: bool = False


@dataclass(frozen=True, slots=True)
class Folder:
    """A dispute as it stands, all at one moment."""

    dispute: Dispute
    order: Order | None
    pending: tuple[Draft, ...] = ()  # drafts that wait for a verdict
    mails: tuple[tuple[Side, datetime, str], ...] = ()  # Message-IDs of its parties' mails, the oldest first


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message as it is kept: what was read, where it was placed and why."""

    id: str
    raw_id: int
    received_at: datetime
    message: Message
    client_id: str | None
    dispute_id: str | None
    side: Side | None
    placement: Placement
    intents: tuple[Intent, ...] = ()


class RawState(StrEnum):
    """Where a raw mail stands."""

    WAITING = "waiting"
    WALKED = "walked"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class QuarantineEntry:
    """A mail set aside for a person."""

    id: str
    raw_id: int
    at: datetime
    reason: str
    sender: str
    subject: str
    suggested_dispute: str | None = None
    suggested_side: Side | None = None
    resolved_by: str = ""
    resolution: str = ""  # placed, answered, discarded


@dataclass(frozen=True, slots=True)
class ApprovalToken:
    """A one-time reply address for a verdict by mail; only its hash is kept."""

    token_hash: str
    draft_id: str
    revision: int
    content_hash: str
    person_id: str
    expires_at: datetime
    burned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """What lists and queries need of a dispute."""

    id: str
    client_id: str
    order_number: str
    phase: str
    outcome: str | None
    waiting_on: tuple[str, ...]
    next_due_at: datetime | None
    mediator: str
    opened_at: datetime
    changed_at: datetime | None
    version: int


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of a log, with its place in the hash chain."""

    dispute_id: str
    sequence: int
    event: Event
    hash: str


@dataclass(frozen=True, slots=True)
class WaitingMail:
    """A raw mail to walk, with the attempts made so far."""

    raw: RawMail
    attempts: int


@dataclass(frozen=True, slots=True)
class Lease:
    """Claimed outbox rows: nobody else may send them until then."""

    seconds: float
    limit: int = 20


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each there are, for status lines."""

    by_name: Mapping[str, int] = field(default_factory=dict)
