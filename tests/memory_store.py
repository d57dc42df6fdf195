"""The store in memory: same promises as the real ones, no disk. See tests/adapters/contract."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256

from mailbot.claims.manifest import Manifest
from mailbot.claims.order import Order
from mailbot.errors import NotFound
from mailbot.mail.address import canonical
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind, OutboxRow, SendState
from mailbot.mail.message import RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.placement import Found, Place
from mailbot.ports import (
    AppendEvents,
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
    RawState,
    SaveOrders,
    WaitingMail,
    Write,
)
from tests.memory_writes import WRITERS, Kept


def _same(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _sides(dispute: Dispute, sender: str) -> dict[Side, bool]:
    """The sides this address belongs to, and whether it speaks for them."""
    one = canonical(sender)
    return {
        side: one in map(canonical, dispute.party(side).speaks)
        for side in Side
        if one in map(canonical, (*dispute.party(side).speaks, *dispute.party(side).informs))
    }


def _buys(order: Order, sender: str) -> bool:
    return canonical(sender) in map(canonical, (*order.buyer.addresses, *order.buyer.informed))


def _placed(record: MessageRecord) -> bool:
    return record.placement.place in (Place.PLACED, Place.NEW_DISPUTE)


class MemoryStore:
    """Keeps to ports.Store."""

    def __init__(self) -> None:
        self.kept = Kept()
        self.closed = False

    async def commit(self, *writes: Write) -> None:
        trial = self.kept.copy()
        for write in sorted(
            writes, key=lambda each: (not isinstance(each, SaveOrders), not isinstance(each, AppendEvents))
        ):
            WRITERS[type(write)](trial, write)
        self.kept = trial

    async def cursor(self, mailbox: str) -> Cursor | None:
        return self.kept.cursors.get(mailbox)

    async def known_hashes(self, mailbox: str, hashes: Sequence[str]) -> frozenset[str]:
        mails = (raw for raw, _, _ in self.kept.raw.values() if raw.mailbox == mailbox)
        return frozenset(sha256(raw.content).hexdigest() for raw in mails) & frozenset(hashes)

    async def waiting_mails(self, limit: int, after: int = 0) -> tuple[WaitingMail, ...]:
        kept = [(raw, n) for raw, state, n in self.kept.raw.values() if state is RawState.WAITING and raw.id > after]
        waiting = (WaitingMail(raw, n) for raw, n in kept)
        return tuple(waiting)[:limit]

    async def raw_mail(self, raw_id: int) -> RawMail:
        if raw_id not in self.kept.raw:
            raise NotFound(f"no mail {raw_id}")
        return self.kept.raw[raw_id][0]

    async def unread_senders(self) -> bool:
        return bool(await self.waiting_mails(1))

    async def look_up(self, clues: Sequence[Clue], sender: str) -> Looked:
        found: dict[Found, None] = {}
        for clue in clues:
            known = {each.dispute_id for each in found}
            found.update(dict.fromkeys(self._found(clue, sender, known)))
        if not sender:
            return Looked(tuple(found))
        numbers = {clue.value.lower() for clue in clues if clue.kind is ClueKind.ORDER}
        bought = [order for order in self._by_number() if _buys(order, sender)]
        named = tuple(order for order in bought if order.number.lower() in numbers)
        party = any(each.sender_is_party for each in found)
        return Looked(tuple(found), named, not party and bool(bought))

    async def folder(self, dispute_id: str) -> Folder | None:
        dispute = self.kept.disputes.get(dispute_id)
        if dispute is None:
            return None
        order = self.kept.orders.get((dispute.client_id, dispute.order_number))
        return Folder(dispute, order, await self.drafts(DraftState.PENDING, dispute_id), self._message_ids(dispute_id))

    def _found(self, clue: Clue, sender: str, known: set[str]) -> Iterable[Found]:
        for dispute_id, named in self._named(clue):
            dispute = self.kept.disputes.get(dispute_id)
            if dispute is None:
                continue
            sides, order = _sides(dispute, sender), dispute.order_number
            if named is not None:
                yield Found(clue.kind, clue.value, dispute_id, named, named in sides, sides.get(named, False), order)
                continue
            over = dispute.phase is Phase.CLOSED and dispute_id not in known
            if clue.kind is ClueKind.ORDER and (over or not sides):
                continue
            side = next(iter(sides)) if len(sides) == 1 else None
            yield Found(clue.kind, clue.value, dispute_id, side, bool(sides), any(sides.values()), order)

    def _named(self, clue: Clue) -> Iterable[tuple[str, Side | None]]:
        kept = self.kept
        match clue.kind:
            case ClueKind.TOKEN:
                return [kept.reply_tokens[clue.value.lower()]] if clue.value.lower() in kept.reply_tokens else []
            case ClueKind.OWN_ID:
                rows = (row for row in kept.outbox.values() if row.envelope.message_id == clue.value)
                return [self._reader(row) for row in rows if row.dispute_id and row.kind is LetterKind.PARTY]
            case ClueKind.PARENT:
                same = (m for m in kept.messages.values() if m.message.message_id == clue.value)
                return [(m.dispute_id, m.side) for m in same if m.dispute_id and _placed(m)]
            case ClueKind.TAG | ClueKind.QUOTED:
                return [(d.id, None) for d in kept.disputes.values() if _same(d.id, clue.value)]
            case ClueKind.ORDER:
                return [(d.id, None) for d in kept.disputes.values() if _same(d.order_number, clue.value)]

    def _reader(self, row: OutboxRow) -> tuple[str, Side | None]:
        drafts = (draft for draft in self.kept.drafts.values() if draft.id == row.draft_id)
        return row.dispute_id or "", next((draft.reader for draft in drafts), None)

    def _by_number(self) -> list[Order]:
        return [self.kept.orders[key] for key in sorted(self.kept.orders)]

    async def order(self, client_id: str, number: str) -> Order | None:
        return self.kept.orders.get((client_id, number))

    async def find_order(self, number: str) -> tuple[Order, ...]:
        return tuple(order for order in self._by_number() if _same(order.number, number))

    async def orders(self) -> tuple[Order, ...]:
        return tuple(replace(order, manifest=Manifest()) for order in self._by_number())

    async def dispute(self, dispute_id: str) -> Dispute | None:
        return self.kept.disputes.get(dispute_id)

    async def events(self, dispute_id: str) -> tuple[EventRow, ...]:
        return self.kept.events.get(dispute_id, ())

    async def disputes(self, client_id: str | None = None) -> tuple[DisputeRow, ...]:
        rows = (_row(dispute) for dispute in self.kept.disputes.values() if client_id in (None, dispute.client_id))
        return tuple(sorted(rows, key=lambda row: (row.opened_at, row.id)))

    async def open_dispute_of(self, client_id: str, order_number: str) -> str | None:
        of_it = (d for d in self.kept.disputes.values() if (d.client_id, d.order_number) == (client_id, order_number))
        return next((dispute.id for dispute in of_it if dispute.phase is not Phase.CLOSED), None)

    async def disputes_due(self, now: datetime, limit: int) -> tuple[str, ...]:
        due = ((d.next_at, d.id) for d in self.kept.disputes.values() if d.next_at is not None and d.next_at <= now)
        return tuple(dispute_id for _, dispute_id in sorted(due)[:limit])

    async def messages(self, dispute_id: str | None = None, limit: int = 200) -> tuple[MessageRecord, ...]:
        of_it = (m for m in self.kept.messages.values() if dispute_id in (None, m.dispute_id))
        return tuple(sorted(of_it, key=lambda m: (m.received_at, m.id))[-limit:])

    async def message(self, id_: str) -> MessageRecord | None:
        return self.kept.messages.get(id_)

    def _message_ids(self, dispute_id: str) -> tuple[tuple[Side, datetime, str], ...]:
        of_it = [
            m
            for m in self.kept.messages.values()
            if m.dispute_id == dispute_id and m.side and m.message.message_id and _placed(m)
        ]
        in_order = sorted(of_it, key=lambda m: (m.received_at, m.raw_id))
        ids = ((m.side, m.received_at, m.message.message_id) for m in in_order)
        return tuple((side, at, id_) for side, at, id_ in ids if side is not None)

    async def quarantined_sides(self, dispute_id: str) -> frozenset[Side]:
        entries = (e for e in self.kept.quarantine.values() if e.suggested_dispute == dispute_id and not e.resolved_by)
        return frozenset(side for e in entries for side in ((e.suggested_side,) if e.suggested_side else Side))

    async def drafts(self, state: DraftState | None = None, dispute_id: str | None = None) -> tuple[Draft, ...]:
        wanted = (
            d for d in self.kept.drafts.values() if state in (None, d.state) and dispute_id in (None, d.dispute_id)
        )
        return tuple(sorted(wanted, key=lambda draft: (draft.created_at, draft.id, draft.revision)))

    async def draft(self, draft_id: str, revision: int | None = None) -> Draft | None:
        chain = (d for d in self.kept.drafts.values() if d.id == draft_id and revision in (None, d.revision))
        return max(chain, key=lambda draft: draft.revision, default=None)

    async def claim_outbox(self, now: datetime, lease: Lease) -> tuple[OutboxRow, ...]:
        until = now + timedelta(seconds=lease.seconds)
        free = [row for row in await self.outbox() if _free(row, now)][: lease.limit]
        claimed = [replace(row, state=SendState.CLAIMED, fence=row.fence + 1, lease_until=until) for row in free]
        self.kept.outbox.update({row.id: row for row in claimed})
        return tuple(claimed)

    async def outbox(self, state: SendState | None = None) -> tuple[OutboxRow, ...]:
        rows = (row for row in self.kept.outbox.values() if state in (None, row.state))
        return tuple(sorted(rows, key=lambda row: (row.not_before, row.id)))

    async def outbox_by_message_id(self, message_id: str) -> OutboxRow | None:
        return next((row for row in self.kept.outbox.values() if row.envelope.message_id == message_id), None)

    async def next_outbox_at(self) -> datetime | None:
        rows = self.kept.outbox.values()
        queued = [row.not_before for row in rows if row.state in (SendState.QUEUED, SendState.DEFERRED)]
        held = [row.lease_until for row in rows if row.state is SendState.CLAIMED and row.lease_until is not None]
        return min(queued + held, default=None)

    async def approval_token(self, token_hash: str) -> ApprovalToken | None:
        return self.kept.tokens.get(token_hash)

    async def quarantine(self, *, open_only: bool = True) -> tuple[QuarantineEntry, ...]:
        entries = (e for e in self.kept.quarantine.values() if not (open_only and e.resolved_by))
        return tuple(sorted(entries, key=lambda entry: (entry.at, entry.id)))

    async def asked_lately(self, address: str, since: datetime) -> bool:
        asked_at = self.kept.asked.get(address.lower())
        return asked_at is not None and asked_at >= since

    async def counts(self) -> Counts:
        kept, count = self.kept, dict[str, int]()
        names = [f"mails_{state}" for _, state, _ in kept.raw.values()]
        names += [f"disputes_{'closed' if d.phase is Phase.CLOSED else 'open'}" for d in kept.disputes.values()]
        names += [f"drafts_{draft.state}" for draft in kept.drafts.values()]
        names += [f"outbox_{row.state}" for row in kept.outbox.values()]
        names += ["quarantine_open" for entry in kept.quarantine.values() if not entry.resolved_by]
        names += ["orders" for _ in kept.orders] + ["messages" for _ in kept.messages]
        for name in names:
            count[name] = count.get(name, 0) + 1
        return Counts(count)

    async def close(self) -> None:
        self.closed = True


def _free(row: OutboxRow, now: datetime) -> bool:
    if row.state is SendState.CLAIMED:
        return row.lease_until is not None and row.lease_until <= now
    return row.state in (SendState.QUEUED, SendState.DEFERRED) and row.not_before <= now


def _row(dispute: Dispute) -> DisputeRow:
    return DisputeRow(
        id=dispute.id,
        client_id=dispute.client_id,
        order_number=dispute.order_number,
        phase=dispute.phase,
        outcome=dispute.outcome,
        waiting_on=tuple(sorted(dispute.waiting_on)),
        next_due_at=dispute.next_at,
        mediator=dispute.mediator,
        opened_at=dispute.opened_at,
        changed_at=dispute.changed_at,
        version=dispute.version,
    )
