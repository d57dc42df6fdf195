"""What the store in memory keeps, and how each write changes it."""

from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from hashlib import sha256
from typing import Any

from mailbot.claims.order import Order
from mailbot.errors import NotFound, StaleDispute
from mailbot.mail.envelope import OutboxRow, SendState
from mailbot.mail.message import RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.ports import (
    AddDraft,
    AddReplyToken,
    AddToken,
    AddToOutbox,
    AddToQuarantine,
    AppendEvents,
    ApprovalToken,
    BurnToken,
    Cursor,
    EventRow,
    LetPass,
    MarkRaw,
    MessageRecord,
    MoveOutbox,
    NoteSender,
    QuarantineEntry,
    RawState,
    ResolveQuarantine,
    SaveMessage,
    SaveOrders,
    SetDraft,
    TakeMails,
)


@dataclass
class Kept:
    """Everything, by its key; a unit works on a copy and replaces it at the end."""

    cursors: dict[str, Cursor] = field(default_factory=dict)
    raw: dict[int, tuple[RawMail, RawState, int]] = field(default_factory=dict)
    messages: dict[str, MessageRecord] = field(default_factory=dict)
    orders: dict[tuple[str, str], Order] = field(default_factory=dict)
    disputes: dict[str, Dispute] = field(default_factory=dict)
    events: dict[str, tuple[EventRow, ...]] = field(default_factory=dict)
    drafts: dict[tuple[str, int], Draft] = field(default_factory=dict)
    outbox: dict[str, OutboxRow] = field(default_factory=dict)
    reply_tokens: dict[str, tuple[str, Side]] = field(default_factory=dict)
    tokens: dict[str, ApprovalToken] = field(default_factory=dict)
    quarantine: dict[str, QuarantineEntry] = field(default_factory=dict)
    asked: dict[str, datetime] = field(default_factory=dict)

    def copy(self) -> "Kept":
        return Kept(**{each.name: copy(getattr(self, each.name)) for each in fields(self)})


def _must(met: object, why: str) -> None:
    if not met:
        raise StaleDispute(why)


# --- writes


def take_mails(kept: Kept, write: TakeMails) -> None:
    taken = {(raw.mailbox, raw.uidvalidity, raw.uid) for raw, _, _ in kept.raw.values()}
    for mail in write.mails:
        if (mail.mailbox, mail.uidvalidity, mail.uid) not in taken:
            number = len(kept.raw) + 1
            kept.raw[number] = (replace(mail, id=number), RawState.WAITING, 0)
    kept.cursors[write.cursor.mailbox] = write.cursor


def mark_raw(kept: Kept, write: MarkRaw) -> None:
    if write.raw_id not in kept.raw:
        raise NotFound(f"no mail {write.raw_id}")
    kept.raw[write.raw_id] = (kept.raw[write.raw_id][0], write.state, write.attempts)


def save_message(kept: Kept, write: SaveMessage) -> None:
    assert write.record.raw_id in kept.raw, f"message {write.record.id} comes from no mail that is kept"
    kept.messages[write.record.id] = write.record


def append_events(kept: Kept, write: AppendEvents) -> None:
    dispute, log = write.dispute, kept.events.get(write.dispute.id, ())
    assert dispute.version == write.expected_version + len(write.events)
    _must(len(log) == write.expected_version, f"{dispute.id} moved on")
    others = (d for d in kept.disputes.values() if d.id != dispute.id and d.phase is not Phase.CLOSED)
    same = any((d.client_id, d.order_number) == (dispute.client_id, dispute.order_number) for d in others)
    _must(dispute.phase is Phase.CLOSED or not same, f"{dispute.order_number} already has an open dispute")
    for event in write.events:
        digest = sha256(f"{log[-1].hash if log else ''}{event!r}".encode()).hexdigest()
        log = (*log, EventRow(dispute.id, len(log) + 1, event, digest))
    kept.events[dispute.id], kept.disputes[dispute.id] = log, dispute


def add_draft(kept: Kept, write: AddDraft) -> None:
    key = (write.draft.id, write.draft.revision)
    _must(key not in kept.drafts, f"draft {key} is there already")
    kept.drafts[key] = write.draft


def _draft(kept: Kept, draft_id: str, revision: int) -> Draft:
    if (draft_id, revision) not in kept.drafts:
        raise NotFound(f"no draft {draft_id}, revision {revision}")
    return kept.drafts[draft_id, revision]


def set_draft(kept: Kept, write: SetDraft) -> None:
    draft = _draft(kept, write.draft_id, write.revision)
    _must(draft.state is write.expected, f"draft {draft.id} is {draft.state}")
    moved = replace(draft, state=write.state)
    if write.state is not DraftState.SENT:
        moved = replace(moved, decided_by=write.by, decided_at=write.at, reason=write.reason)
    kept.drafts[draft.id, draft.revision] = moved


def let_pass(kept: Kept, write: LetPass) -> None:
    draft = _draft(kept, write.draft_id, write.revision)
    kept.drafts[draft.id, draft.revision] = replace(draft, let_pass_by=write.by, let_pass_reason=write.reason)


def add_to_outbox(kept: Kept, write: AddToOutbox) -> None:
    row = write.row
    going = (other for other in kept.outbox.values() if other.state is not SendState.WITHDRAWN)
    twice = row.draft_id is not None and any(other.draft_id == row.draft_id for other in going)
    _must(row.id not in kept.outbox and not twice, f"draft {row.draft_id} is in the outbox already")
    kept.outbox[row.id] = row


def move_outbox(kept: Kept, write: MoveOutbox) -> None:
    row = kept.outbox.get(write.id)
    _must(row is not None and (row.state, row.fence) == (write.expected, write.fence), f"{write.id} was taken over")
    assert row is not None
    held = write.state in (SendState.CLAIMED, SendState.MARKED)
    kept.outbox[write.id] = replace(
        row,
        state=write.state,
        reply=write.reply or row.reply,
        not_before=write.not_before or row.not_before,
        attempts=row.attempts if write.attempts is None else write.attempts,
        lease_until=row.lease_until if held else None,
        marked_at=write.at if write.state is SendState.MARKED else row.marked_at,
    )


def add_reply_token(kept: Kept, write: AddReplyToken) -> None:
    kept.reply_tokens.setdefault(write.token.lower(), (write.dispute_id, write.side))


def add_token(kept: Kept, write: AddToken) -> None:
    _must(write.token.token_hash not in kept.tokens, "this token is there already")
    kept.tokens[write.token.token_hash] = write.token


def burn_token(kept: Kept, write: BurnToken) -> None:
    token = kept.tokens.get(write.token_hash)
    _must(token is not None and token.burned_at is None, "this token was used")
    assert token is not None
    kept.tokens[write.token_hash] = replace(token, burned_at=write.at)


def add_to_quarantine(kept: Kept, write: AddToQuarantine) -> None:
    _must(write.entry.id not in kept.quarantine, f"{write.entry.id} is there already")
    kept.quarantine[write.entry.id] = write.entry


def resolve_quarantine(kept: Kept, write: ResolveQuarantine) -> None:
    entry = kept.quarantine.get(write.id)
    _must(entry is not None and not entry.resolved_by, f"{write.id} is dealt with")
    assert entry is not None
    kept.quarantine[write.id] = replace(entry, resolved_by=write.by, resolution=write.resolution)


def save_orders(kept: Kept, write: SaveOrders) -> None:
    disputed = {(dispute.client_id, dispute.order_number) for dispute in kept.disputes.values()}
    for order in write.orders:
        if (order.client_id, order.number) not in disputed:
            kept.orders[order.client_id, order.number] = order


def note_sender(kept: Kept, write: NoteSender) -> None:
    kept.asked[write.address.lower()] = write.at


WRITERS: dict[type, Callable[[Kept, Any], None]] = {
    TakeMails: take_mails,
    MarkRaw: mark_raw,
    SaveMessage: save_message,
    AppendEvents: append_events,
    AddDraft: add_draft,
    SetDraft: set_draft,
    LetPass: let_pass,
    AddToOutbox: add_to_outbox,
    MoveOutbox: move_outbox,
    AddReplyToken: add_reply_token,
    AddToken: add_token,
    BurnToken: burn_token,
    AddToQuarantine: add_to_quarantine,
    ResolveQuarantine: resolve_quarantine,
    SaveOrders: save_orders,
    NoteSender: note_sender,
}
