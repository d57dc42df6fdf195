"""What the flow asks of the world: one Protocol for each thing in it, and the writes a store carries out."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from mailbot.claims.claim import Claim
from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation
from mailbot.errors import RowFault
from mailbot.mail.clues import Clue
from mailbot.mail.envelope import Envelope, OutboxRow, Receipt, SendState
from mailbot.mail.message import Message, RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.context import Context
from mailbot.mediation.decision import Plain
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.mediation.intent import Intent
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Found, Placement


class Clock(Protocol):
    """The only reader of the time."""

    def now(self) -> datetime: ...  # aware, UTC


# --- mailbox and post


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox has been taken in."""

    mailbox: str
    uidvalidity: int
    uid: int  # the highest taken


class Mailbox(Protocol):
    """One IMAP mailbox. Every call has its own deadline and raises TemporaryFailure or PermanentFailure."""

    @property
    def name(self) -> str: ...

    async def uidvalidity(self) -> int: ...

    async def uids_after(self, uid: int) -> tuple[int, ...]: ...

    async def fetch(self, uids: Sequence[int]) -> tuple[RawMail, ...]: ...  # at most 50

    async def mark(self, uids: Sequence[int]) -> None: ...  # as taken in; after the commit

    async def wait(self, seconds: float) -> bool: ...  # IDLE; True if something may have come

    async def close(self) -> None: ...


class Postman(Protocol):
    """Hands one envelope to SMTP. ``mark`` is awaited before DATA and commits; see design section 15."""

    async def post(self, envelope: Envelope, mark: Callable[[], Awaitable[None]]) -> Receipt: ...

    async def close(self) -> None: ...


# --- reading and writing text


@dataclass(frozen=True, slots=True)
class Understood:
    """A message with its quotes known, and what its new words want."""

    message: Message
    intents: tuple[Intent, ...]
    claim: Claim | None = None  # from a claim sheet among the attachments, or the words
    sheet_faults: tuple[RowFault, ...] = ()


class Reader(Protocol):
    """Reads mail in worker processes with limits; never raises on a mail."""

    async def read(self, raw: RawMail) -> tuple[Message, tuple[Clue, ...]]: ...

    async def understand(self, message: Message, context: Context) -> Understood: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words."""

    subject: str
    text: str
    html: str
    template_hash: str


class Letters(Protocol):
    """Renders a letter in a language from one reader's view of plain values."""

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered: ...

    def languages(self) -> tuple[str, ...]: ...


class Sheets(Protocol):
    """Spreadsheets out and back."""

    def claim_sheet(self, order: Order, language: str) -> bytes: ...  # .xlsx

    def valuation_sheet(self, order: Order, valuation: Valuation, language: str) -> bytes: ...  # .xlsx, live formulas


# --- the store


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


# Writes: a unit of them is carried out whole or not at all.


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


class Store(Protocol):
    """All that is kept. Reads see committed state; ``commit`` carries out a unit of writes, durable, all or nothing."""

    async def commit(self, *writes: Write) -> None: ...

    async def cursor(self, mailbox: str) -> Cursor | None: ...

    async def known_hashes(
        self, mailbox: str, hashes: Sequence[str]
    ) -> frozenset[str]: ...  # sha256 hex, any UIDVALIDITY

    async def waiting_mails(self, limit: int) -> tuple[WaitingMail, ...]: ...  # the oldest first

    async def raw_mail(self, raw_id: int) -> RawMail: ...

    async def unread_senders(self) -> bool: ...  # whether any raw mail waits at all

    async def look_up(self, clues: Sequence[Clue], sender: str) -> tuple[Found, ...]: ...

    async def orders_of(self, sender: str, numbers: Sequence[str]) -> tuple[Order, ...]: ...  # this buyer's, named

    async def buyer_known(self, sender: str) -> bool: ...

    async def order(self, client_id: str, number: str) -> Order | None: ...

    async def find_order(self, number: str) -> tuple[Order, ...]: ...  # any client

    async def orders(self) -> tuple[Order, ...]: ...  # without manifests

    async def dispute(self, dispute_id: str) -> Dispute | None: ...

    async def events(self, dispute_id: str) -> tuple[EventRow, ...]: ...

    async def disputes(self, client_id: str | None = None) -> tuple[DisputeRow, ...]: ...

    async def open_dispute_of(self, client_id: str, order_number: str) -> str | None: ...

    async def disputes_due(self, now: datetime, limit: int) -> tuple[str, ...]: ...

    async def messages(self, dispute_id: str | None = None, limit: int = 200) -> tuple[MessageRecord, ...]: ...

    async def message(self, id_: str) -> MessageRecord | None: ...

    async def message_ids(self, dispute_id: str) -> tuple[tuple[Side, datetime, str], ...]: ...  # of its parties' mails

    async def quarantined_sides(self, dispute_id: str) -> frozenset[Side]: ...  # of whom mail waits there

    async def drafts(self, state: DraftState | None = None, dispute_id: str | None = None) -> tuple[Draft, ...]: ...

    async def draft(self, draft_id: str, revision: int | None = None) -> Draft | None: ...  # the newest if None

    async def claim_outbox(self, now: datetime, lease: Lease) -> tuple[OutboxRow, ...]: ...

    async def outbox(self, state: SendState | None = None) -> tuple[OutboxRow, ...]: ...

    async def outbox_by_message_id(self, message_id: str) -> OutboxRow | None: ...

    async def next_outbox_at(self) -> datetime | None: ...

    async def approval_token(self, token_hash: str) -> ApprovalToken | None: ...

    async def quarantine(self, *, open_only: bool = True) -> tuple[QuarantineEntry, ...]: ...

    async def asked_lately(self, address: str, since: datetime) -> bool: ...

    async def counts(self) -> Counts: ...

    async def close(self) -> None: ...
