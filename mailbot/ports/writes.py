"""What a store carries out: a unit of writes happens whole or not at all."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.claims.order import Order
from mailbot.mail.envelope import OutboxRow, SendState
from mailbot.mail.message import RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.mediation.party import Side
from mailbot.ports.records import ApprovalToken, Cursor, MessageRecord, QuarantineEntry, RawState


@dataclass(frozen=True, slots=True)
class TakeMails:
    """Keep raw bytes and move the cursor (raw first). A mail already kept is passed over."""

    mails: tuple[RawMail, ...]
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class MarkRaw:
    """A raw mail is done with, or its attempt is counted."""

    raw_id: int
    state: RawState
    attempts: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SaveMessage:
    """Keep a read message; replaces an earlier record of the same id (placed by hand later)."""

    record: MessageRecord


@dataclass(frozen=True, slots=True)
class AppendEvents:
    """Add events to a dispute's log and save its snapshot. StaleDispute unless it has ``expected_version`` events."""

    dispute: Dispute  # as it is after the events
    expected_version: int  # 0: a new dispute
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class AddDraft:
    """Keep a new revision."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class SetDraft:
    """Move a revision on. StaleDispute unless it is in ``expected``."""

    draft_id: str
    revision: int
    expected: DraftState
    state: DraftState
    by: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LetPass:
    """A lead lets a draft pass the guard, with a reason."""

    draft_id: str
    revision: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class AddToOutbox:
    """Queue a letter. One row a draft: a second is refused as StaleDispute."""

    row: OutboxRow


@dataclass(frozen=True, slots=True)
class MoveOutbox:
    """Move an outbox row on. StaleDispute unless it stands in ``expected`` under ``fence``."""

    id: str
    expected: SendState
    fence: int
    state: SendState
    at: datetime
    reply: str = ""
    not_before: datetime | None = None
    attempts: int | None = None


@dataclass(frozen=True, slots=True)
class AddReplyToken:
    """Remember which party of which dispute a reply address belongs to."""

    token: str
    dispute_id: str
    side: Side
    at: datetime


@dataclass(frozen=True, slots=True)
class AddToken:
    """Keep the hash of a one-time reply address."""

    token: ApprovalToken


@dataclass(frozen=True, slots=True)
class BurnToken:
    """Use it up. StaleDispute if it was used before."""

    token_hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class AddToQuarantine:
    """Set a mail aside for a person."""

    entry: QuarantineEntry


@dataclass(frozen=True, slots=True)
class ResolveQuarantine:
    """A person dealt with it. StaleDispute if somebody already has."""

    id: str
    by: str
    at: datetime
    resolution: str


@dataclass(frozen=True, slots=True)
class SaveOrders:
    """Keep orders with their manifests; an order of the same client and number is replaced unless disputed."""

    orders: tuple[Order, ...]


@dataclass(frozen=True, slots=True)
class NoteSender:
    """Remember that we asked this sender ``which_order`` (at most once a day)."""

    address: str
    at: datetime


Write = (
    TakeMails
    | MarkRaw
    | SaveMessage
    | AppendEvents
    | AddDraft
    | SetDraft
    | LetPass
    | AddToOutbox
    | MoveOutbox
    | AddReplyToken
    | AddToken
    | BurnToken
    | AddToQuarantine
    | ResolveQuarantine
    | SaveOrders
    | NoteSender
)
