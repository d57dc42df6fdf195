"""Letters on their way: claimed under a lease and a fence, so that two never send the same."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from mailbot.adapters.store.statements import AnyRow, Columns
from mailbot.adapters.store.tables import HELD, TO_SEND, outbox
from mailbot.errors import StaleDispute
from mailbot.mail.envelope import Envelope, LetterKind, OutboxRow, SendState
from mailbot.ports import AddToOutbox, Lease, MoveOutbox

_ADD = insert(outbox)
_FREE = (
    select(outbox)
    .where(
        or_(
            TO_SEND & (outbox.c.not_before <= bindparam("now")),
            HELD & (outbox.c.lease_until <= bindparam("now")),
        )
    )
    .order_by(outbox.c.not_before, outbox.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)  # PostgreSQL; SQLite has one writer anyway
)
_CLAIM = (
    update(outbox)
    .where(outbox.c.id.in_(bindparam("ids", expanding=True)))
    .values(state=str(SendState.CLAIMED), fence=outbox.c.fence + 1, lease_until=bindparam("until"))
)
_MOVE = update(outbox).where(
    outbox.c.id == bindparam("row"), outbox.c.state == bindparam("expected"), outbox.c.fence == bindparam("held")
)
_ALL = select(outbox).order_by(outbox.c.not_before, outbox.c.id)
_IN_STATE = _ALL.where(outbox.c.state == bindparam("now_in"))
_BY_MESSAGE_ID = select(outbox).where(outbox.c.message_id == bindparam("id")).limit(1)
_NEXT = select(func.min(outbox.c.not_before)).where(TO_SEND)
_NEXT_HELD = select(func.min(outbox.c.lease_until)).where(HELD)


def add(connection: Connection, writes: Sequence[AddToOutbox]) -> None:
    """Queue letters, once a draft."""
    try:
        connection.execute(_ADD, [_columns(write.row) for write in writes])
    except IntegrityError as error:
        named = " or ".join(write.row.draft_id or write.row.id for write in writes)
        raise StaleDispute(f"draft {named} is in the outbox already") from error


def move(connection: Connection, write: MoveOutbox) -> None:
    """Move a row on, if nobody took it over meanwhile."""
    where = {"row": write.id, "expected": write.expected, "held": write.fence}
    if connection.execute(_MOVE, where | _changes(write)).rowcount == 0:
        raise StaleDispute(f"outbox row {write.id} is no longer {write.expected} under number {write.fence}")


def claim(connection: Connection, now: datetime, lease: Lease) -> tuple[OutboxRow, ...]:
    """Take what may be sent now, and what a dead sender left before its mark."""
    rows = connection.execute(_FREE, {"now": now, "limit": lease.limit}).all()
    if not rows:
        return ()
    until = now + timedelta(seconds=lease.seconds)
    connection.execute(_CLAIM, {"ids": [row.id for row in rows], "until": until})
    return tuple(_row(row, SendState.CLAIMED, row.fence + 1, until) for row in rows)


def listed(connection: Connection, state: SendState | None) -> tuple[OutboxRow, ...]:
    """List rows in this state, or all."""
    rows = connection.execute(_ALL) if state is None else connection.execute(_IN_STATE, {"now_in": state})
    return tuple(_row(row, SendState(row.state), row.fence, row.lease_until) for row in rows)


def by_message_id(connection: Connection, message_id: str) -> OutboxRow | None:
    """Find the letter that went out under this Message-ID."""
    row = connection.execute(_BY_MESSAGE_ID, {"id": message_id}).one_or_none()
    return None if row is None else _row(row, SendState(row.state), row.fence, row.lease_until)


def next_at(connection: Connection) -> datetime | None:
    """Tell when something can next be sent: queued, or left by a sender whose lease ends."""
    moments = (connection.execute(_NEXT).scalar(), connection.execute(_NEXT_HELD).scalar())
    return min((moment for moment in moments if moment is not None), default=None)


def _changes(write: MoveOutbox) -> dict[str, object]:
    changes: dict[str, object] = {"state": write.state, "moved_at": write.at}
    if write.state is SendState.MARKED:
        changes["marked_at"] = write.at
    elif write.state is not SendState.CLAIMED:
        changes["lease_until"] = None
    optional = {"reply": write.reply or None, "not_before": write.not_before, "attempts": write.attempts}
    return changes | {name: value for name, value in optional.items() if value is not None}


def _row(row: AnyRow, state: SendState, fence: int, lease_until: datetime | None) -> OutboxRow:
    return OutboxRow(
        id=row.id,
        kind=LetterKind(row.kind),
        client_id=row.client_id,
        dispute_id=row.dispute_id,
        draft_id=row.draft_id,
        envelope=Envelope(row.sender, row.reader, row.message_id, row.content),
        state=state,
        not_before=row.not_before,
        attempts=row.attempts,
        lease_until=lease_until,
        fence=fence,
        reply=row.reply,
        expires_at=row.expires_at,
        marked_at=row.marked_at,
    )


def _columns(row: OutboxRow) -> Columns:
    return {
        "id": row.id,
        "kind": row.kind,
        "client_id": row.client_id,
        "dispute_id": row.dispute_id or None,
        "draft_id": row.draft_id,
        "state": row.state,
        "not_before": row.not_before,
        "attempts": row.attempts,
        "lease_until": row.lease_until,
        "fence": row.fence,
        "marked_at": row.marked_at,
        "expires_at": row.expires_at,
        "sender": row.envelope.sender,
        "reader": row.envelope.reader,
        "message_id": row.envelope.message_id,
        "reply": row.reply,
        "content": row.envelope.content,
    }
