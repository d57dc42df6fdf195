"""All that is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from mailbot.claims.order import Order
from mailbot.mail.clues import Clue
from mailbot.mail.envelope import OutboxRow, SendState
from mailbot.mail.message import RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from mailbot.ports.records import (
    ApprovalToken,
    Counts,
    Cursor,
    DisputeRow,
    EventRow,
    Folder,
    Lease,
    Looked,
    MessageRecord,
    QuarantineEntry,
    WaitingMail,
)
from mailbot.ports.writes import Write


class Store(Protocol):
    """All that is kept. Reads see committed state; ``commit`` carries out a unit of writes, durable, all or nothing."""

    async def commit(self, *writes: Write) -> None: ...

    async def cursor(self, mailbox: str) -> Cursor | None: ...

    async def known_hashes(
        self, mailbox: str, hashes: Sequence[str]
    ) -> frozenset[str]: ...  # sha256 hex, any UIDVALIDITY

    async def waiting_mails(
        self, limit: int, after: int = 0
    ) -> tuple[WaitingMail, ...]: ...  # by raw id, the oldest first

    async def raw_mail(self, raw_id: int) -> RawMail: ...

    async def unread_senders(self) -> bool: ...  # whether any raw mail waits at all

    async def look_up(self, clues: Sequence[Clue], sender: str) -> Looked: ...

    async def folder(self, dispute_id: str) -> Folder | None: ...

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
