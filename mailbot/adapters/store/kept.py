"""The store's port on SQL. How a function gets to a connection is the engine's part: see sqlite and postgres."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import Connection
from typing_extensions import override

from mailbot.adapters.store import (
    counting,
    disputes,
    drafts,
    folders,
    mails,
    messages,
    orders,
    outbox,
    placing,
    quarantine,
)
from mailbot.adapters.store.apply import apply, heavy, ready
from mailbot.claims.order import Order
from mailbot.mail.clues import Clue
from mailbot.mail.envelope import OutboxRow, SendState
from mailbot.mail.message import RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from mailbot.ports import (
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
    Store,
    WaitingMail,
    Write,
)

P = ParamSpec("P")
T = TypeVar("T")


class SqlStore(Store, ABC):
    """All that is kept, in SQL. Never lets an engine's own error out: see failures."""

    @abstractmethod
    async def read(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs) -> T:
        """Run a function on one consistent, committed state."""

    @abstractmethod
    async def write(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs) -> T:
        """Run a function as one unit: durable when this returns, without trace when it raises."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what was begun and let go."""

    @override
    async def commit(self, *writes: Write) -> None:
        await self.write(apply, await asyncio.to_thread(ready, writes) if heavy(writes) else writes)

    @override
    async def cursor(self, mailbox: str) -> Cursor | None:
        return await self.read(mails.cursor, mailbox)

    @override
    async def known_hashes(self, mailbox: str, hashes: Sequence[str]) -> frozenset[str]:
        return await self.read(mails.known_hashes, mailbox, hashes)

    @override
    async def waiting_mails(self, limit: int, after: int = 0) -> tuple[WaitingMail, ...]:
        return await self.read(mails.waiting, limit, after)

    @override
    async def raw_mail(self, raw_id: int) -> RawMail:
        return await self.read(mails.raw_mail, raw_id)

    @override
    async def unread_senders(self) -> bool:
        return await self.read(mails.any_waiting)

    @override
    async def look_up(self, clues: Sequence[Clue], sender: str) -> Looked:
        return await self.read(placing.look_up, clues, sender)

    @override
    async def folder(self, dispute_id: str) -> Folder | None:
        return await self.read(folders.one, dispute_id)

    @override
    async def order(self, client_id: str, number: str) -> Order | None:
        return await self.read(orders.one, client_id, number)

    @override
    async def find_order(self, number: str) -> tuple[Order, ...]:
        return await self.read(orders.numbered, number)

    @override
    async def orders(self) -> tuple[Order, ...]:
        return await self.read(orders.all_orders)

    @override
    async def dispute(self, dispute_id: str) -> Dispute | None:
        return await self.read(disputes.one, dispute_id)

    @override
    async def events(self, dispute_id: str) -> tuple[EventRow, ...]:
        return await self.read(disputes.log, dispute_id)

    async def altered_at(self, dispute_id: str) -> int | None:
        """Find the first event whose row was altered behind our back; None if the chain holds."""
        return await self.read(disputes.broken_at, dispute_id)

    @override
    async def disputes(self, client_id: str | None = None) -> tuple[DisputeRow, ...]:
        return await self.read(disputes.rows, client_id)

    @override
    async def open_dispute_of(self, client_id: str, order_number: str) -> str | None:
        return await self.read(disputes.open_of, client_id, order_number)

    @override
    async def disputes_due(self, now: datetime, limit: int) -> tuple[str, ...]:
        return await self.read(disputes.due, now, limit)

    @override
    async def messages(self, dispute_id: str | None = None, limit: int = 200) -> tuple[MessageRecord, ...]:
        return await self.read(messages.newest, dispute_id, limit)

    @override
    async def message(self, id_: str) -> MessageRecord | None:
        return await self.read(messages.one, id_)

    @override
    async def quarantined_sides(self, dispute_id: str) -> frozenset[Side]:
        return await self.read(quarantine.sides, dispute_id)

    @override
    async def drafts(self, state: DraftState | None = None, dispute_id: str | None = None) -> tuple[Draft, ...]:
        return await self.read(drafts.listed, state, dispute_id)

    @override
    async def draft(self, draft_id: str, revision: int | None = None) -> Draft | None:
        return await self.read(drafts.one, draft_id, revision)

    @override
    async def claim_outbox(self, now: datetime, lease: Lease) -> tuple[OutboxRow, ...]:
        return await self.write(outbox.claim, now, lease)

    @override
    async def outbox(self, state: SendState | None = None) -> tuple[OutboxRow, ...]:
        return await self.read(outbox.listed, state)

    @override
    async def outbox_by_message_id(self, message_id: str) -> OutboxRow | None:
        return await self.read(outbox.by_message_id, message_id)

    @override
    async def next_outbox_at(self) -> datetime | None:
        return await self.read(outbox.next_at)

    @override
    async def approval_token(self, token_hash: str) -> ApprovalToken | None:
        return await self.read(drafts.token, token_hash)

    @override
    async def quarantine(self, *, open_only: bool = True) -> tuple[QuarantineEntry, ...]:
        return await self.read(quarantine.entries, open_only=open_only)

    @override
    async def asked_lately(self, address: str, since: datetime) -> bool:
        return await self.read(quarantine.asked_lately, address, since)

    @override
    async def counts(self) -> Counts:
        return await self.read(counting.counts)
