"""Messages with their attachments."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, insert, select

from mailbot.adapters.store.codec import from_json, to_json
from mailbot.adapters.store.columns import pack
from mailbot.adapters.store.statements import AnyRow, Columns, gathered, insert_all, keep_first, keep_last
from mailbot.adapters.store.tables import attachments, messages
from mailbot.mail.message import Attachment
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Place
from mailbot.ports import MessageRecord, SaveMessage

_PLACED = frozenset({Place.PLACED, Place.NEW_DISPUTE})  # what was only suggested says nothing about a party's mails
_ATTACH = insert(attachments)
_DETACH = delete(attachments).where(attachments.c.message_id == bindparam("id"))
_ONE = select(messages.c.id, messages.c.body).where(messages.c.id == bindparam("id"))
_NEWEST = (
    select(messages.c.id, messages.c.body)
    .order_by(messages.c.received_at.desc(), messages.c.id.desc())
    .limit(bindparam("limit"))
)
_NEWEST_OF = _NEWEST.where(messages.c.dispute_id == bindparam("dispute_id"))
_IDS = (
    select(messages.c.side, messages.c.received_at, messages.c.message_id)
    .where(messages.c.dispute_id == bindparam("dispute_id"), messages.c.side.is_not(None), messages.c.message_id != "")
    .order_by(messages.c.received_at, messages.c.id)
)
_ATTACHED = (
    select(attachments)
    .where(attachments.c.message_id.in_(bindparam("ids", expanding=True)))
    .order_by(attachments.c.message_id, attachments.c.position)
)


class ReadyMessage(NamedTuple):
    """A message written as rows, its files hashed and packed: what takes long was done elsewhere."""

    row: Columns
    files: list[Columns]


def ready(write: SaveMessage) -> ReadyMessage:
    """Write it as rows."""
    return ReadyMessage(_columns(write.record), _attachment_columns(write.record))


def save(connection: Connection, write: SaveMessage) -> None:
    """Keep a message, in place of an earlier reading of it."""
    save_ready(connection, ready(write))


def save_ready(connection: Connection, write: ReadyMessage) -> None:
    """Keep what is written as rows already."""
    dialect = connection.dialect.name
    if connection.execute(keep_first(dialect, messages, "id"), write.row).rowcount == 0:
        connection.execute(keep_last(dialect, messages, "id"), write.row)
        connection.execute(_DETACH, {"id": write.row["id"]})
    insert_all(connection, _ATTACH, write.files)


def one(connection: Connection, id_: str) -> MessageRecord | None:
    """Read one message."""
    return next(iter(_records(connection, connection.execute(_ONE, {"id": id_}).all())), None)


def newest(connection: Connection, dispute_id: str | None, limit: int) -> tuple[MessageRecord, ...]:
    """Read the newest ones, in the order they came."""
    if dispute_id is None:
        rows = connection.execute(_NEWEST, {"limit": limit}).all()
    else:
        rows = connection.execute(_NEWEST_OF, {"limit": limit, "dispute_id": dispute_id}).all()
    return _records(connection, rows[::-1])


def ids(connection: Connection, dispute_id: str) -> tuple[tuple[Side, datetime, str], ...]:
    """Read the Message-IDs of both parties' mails, the oldest first."""
    rows = connection.execute(_IDS, {"dispute_id": dispute_id}).all()
    return tuple((Side(row.side), row.received_at, row.message_id) for row in rows)


def _records(connection: Connection, rows: Sequence[AnyRow]) -> tuple[MessageRecord, ...]:
    parts = connection.execute(_ATTACHED, {"ids": [row.id for row in rows]}).all() if rows else ()
    by_message = gathered(parts, "message_id")
    return tuple(_record(row, by_message.get(row.id, [])) for row in rows)


def _record(row: AnyRow, parts: Sequence[AnyRow]) -> MessageRecord:
    bare = from_json(MessageRecord, row.body)
    if not parts:
        return bare
    known = bare.message.attachments
    if len(known) == len(parts):
        files = tuple(
            replace(file, content=part.content, text=part.text) for file, part in zip(known, parts, strict=True)
        )
    else:  # kept before the message's own row said what its files are
        files = tuple(Attachment(part.name, part.type, part.content, part.text, part.problem) for part in parts)
    return replace(bare, message=replace(bare.message, attachments=files))


def _columns(record: MessageRecord) -> Columns:
    files = tuple(replace(part, content=b"", text="") for part in record.message.attachments)
    bare = replace(record, message=replace(record.message, attachments=files))
    return {
        "id": record.id,
        "raw_id": record.raw_id,
        "client_id": record.client_id,
        "dispute_id": record.dispute_id,
        "side": record.side if record.placement.place in _PLACED else None,  # whose mail it is for certain
        "received_at": record.received_at,
        "message_id": record.message.message_id,
        "body": to_json(bare),
    }


def _attachment_columns(record: MessageRecord) -> list[Columns]:
    return [
        {
            "message_id": record.id,
            "position": position,
            "client_id": record.client_id,
            "name": part.name,
            "type": part.type,
            "sha256": sha256(part.content).hexdigest(),
            "size_bytes": part.size_bytes,
            "problem": part.problem,
            "text": part.text,
            "content": pack(part.content),
        }
        for position, part in enumerate(record.message.attachments)
    ]
