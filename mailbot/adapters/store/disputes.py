"""Disputes: the log of events is the truth, the row beside it is what they come to."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Insert, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from mailbot.adapters.store import chain
from mailbot.adapters.store.codec import event_from, from_json, to_json
from mailbot.adapters.store.statements import AnyRow, Columns, insert_all, keep_first
from mailbot.adapters.store.tables import OPEN, disputes, events, reply_tokens
from mailbot.errors import StaleDispute
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.ports import AddReplyToken, AppendEvents, DisputeRow, EventRow

_OPEN, _LOG = insert(disputes), insert(events)
_HEAD = select(disputes.c.log_hash).where(disputes.c.id == bindparam("of"), disputes.c.version == bindparam("expected"))
_MOVE = update(disputes).where(disputes.c.id == bindparam("of"), disputes.c.version == bindparam("expected"))
_SNAPSHOT = select(disputes.c.snapshot).where(disputes.c.id == bindparam("id"))
_EVENTS = select(events).where(events.c.dispute_id == bindparam("id")).order_by(events.c.sequence)
_ROWS = select(*(column for column in disputes.columns if column.name not in ("buyer", "seller", "snapshot"))).order_by(
    disputes.c.opened_at, disputes.c.id
)
_ROWS_OF = _ROWS.where(disputes.c.client_id == bindparam("client_id"))
_OPEN_OF = select(disputes.c.id).where(
    OPEN, disputes.c.client_id == bindparam("client_id"), disputes.c.order_number == bindparam("number")
)
_DUE = (
    select(disputes.c.id)
    .where(disputes.c.next_due_at <= bindparam("now"))
    .order_by(disputes.c.next_due_at, disputes.c.id)
    .limit(bindparam("limit"))
)
_CLIENT = select(disputes.c.client_id).where(disputes.c.id == bindparam("of_dispute")).scalar_subquery()


def append(connection: Connection, write: AppendEvents) -> None:
    """Add events to the log and save what they come to."""
    dispute, expected = write.dispute, write.expected_version
    assert dispute.version == expected + len(write.events), "a dispute's version counts its events"
    log_hash, rows = _links(_head(connection, write), write)
    columns = _columns(dispute, log_hash)
    try:
        if expected == 0:
            connection.execute(_OPEN, columns)
        elif connection.execute(_MOVE, columns | {"of": dispute.id, "expected": expected}).rowcount == 0:
            raise _stale(dispute)
    except IntegrityError as error:
        raise _stale(dispute) from error
    insert_all(connection, _LOG, rows)


def add_reply_token(connection: Connection, writes: Sequence[AddReplyToken]) -> None:
    """Remember whose reply addresses they are; they never change hands."""
    connection.execute(_add_token(connection.dialect.name), [_token_columns(write) for write in writes])


def one(connection: Connection, dispute_id: str) -> Dispute | None:
    """Read a dispute as it stands."""
    snapshot = connection.execute(_SNAPSHOT, {"id": dispute_id}).scalar()
    return None if snapshot is None else from_json(Dispute, snapshot)


def log(connection: Connection, dispute_id: str) -> tuple[EventRow, ...]:
    """All its events, from the first."""
    rows = connection.execute(_EVENTS, {"id": dispute_id})
    return tuple(EventRow(row.dispute_id, row.sequence, event_from(row.kind, row.body), row.hash) for row in rows)


def broken_at(connection: Connection, dispute_id: str) -> int | None:
    """Find the first event of a log that was altered since it was written; None if none was."""
    rows = connection.execute(_EVENTS, {"id": dispute_id})
    return chain.broken_at([(chain.Link(row.dispute_id, row.sequence, row.kind, row.body), row.hash) for row in rows])


def rows(connection: Connection, client_id: str | None) -> tuple[DisputeRow, ...]:
    """List what lists show, of one client or all."""
    found = connection.execute(_ROWS) if client_id is None else connection.execute(_ROWS_OF, {"client_id": client_id})
    return tuple(map(_row, found))


def open_of(connection: Connection, client_id: str, order_number: str) -> str | None:
    """Find the open dispute over an order; there is at most one."""
    found: str | None = connection.execute(_OPEN_OF, {"client_id": client_id, "number": order_number}).scalar()
    return found


def due(connection: Connection, now: datetime, limit: int) -> tuple[str, ...]:
    """Disputes whose clock wants attention, the longest due first."""
    return tuple(connection.execute(_DUE, {"now": now, "limit": limit}).scalars())


@cache
def _add_token(dialect: str) -> Insert:
    return keep_first(dialect, reply_tokens, "token").values(client_id=_CLIENT)


def _token_columns(write: AddReplyToken) -> Columns:
    named = {"dispute_id": write.dispute_id, "of_dispute": write.dispute_id}
    return named | {"token": write.token, "side": write.side, "at": write.at}


def _stale(dispute: Dispute) -> StaleDispute:
    return StaleDispute(f"{dispute.id} moved on, or its order {dispute.order_number} has another open dispute")


def _head(connection: Connection, write: AppendEvents) -> str:
    if write.expected_version == 0:
        return chain.FIRST
    head: str | None = connection.execute(_HEAD, {"of": write.dispute.id, "expected": write.expected_version}).scalar()
    if head is None:
        raise _stale(write.dispute)
    return head


def _links(head: str, write: AppendEvents) -> tuple[str, list[Columns]]:
    rows: list[Columns] = []
    for sequence, event in enumerate(write.events, start=write.expected_version + 1):
        row = _event_columns(write.dispute, sequence, event)
        head = chain.link_hash(head, chain.Link(write.dispute.id, sequence, type(event).__name__, str(row["body"])))
        rows.append(row | {"hash": head})
    return head, rows


def _event_columns(dispute: Dispute, sequence: int, event: Event) -> dict[str, object]:
    return {
        "dispute_id": dispute.id,
        "sequence": sequence,
        "client_id": dispute.client_id,
        "at": event.at,
        "kind": type(event).__name__,
        "body": to_json(event),
    }


def _columns(dispute: Dispute, log_hash: str) -> dict[str, object]:
    return {
        "id": dispute.id,
        "id_key": dispute.id,
        "client_id": dispute.client_id,
        "order_number": dispute.order_number,
        "order_key": dispute.order_number,
        "phase": dispute.phase,
        "outcome": dispute.outcome,
        "waiting_on": " ".join(sorted(dispute.waiting_on)),
        "next_due_at": dispute.next_at,
        "mediator": dispute.mediator,
        "opened_at": dispute.opened_at,
        "changed_at": dispute.changed_at,
        "version": dispute.version,
        "log_hash": log_hash,
        "buyer": to_json(dispute.buyer),
        "seller": to_json(dispute.seller),
        "snapshot": to_json(dispute),
    }


def _row(row: AnyRow) -> DisputeRow:
    return DisputeRow(
        id=row.id,
        client_id=row.client_id,
        order_number=row.order_number,
        phase=row.phase,
        outcome=row.outcome,
        waiting_on=tuple(row.waiting_on.split()),
        next_due_at=row.next_due_at,
        mediator=row.mediator,
        opened_at=row.opened_at,
        changed_at=row.changed_at,
        version=row.version,
    )
