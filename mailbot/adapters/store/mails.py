"""Raw mails, and how far each mailbox has been taken in."""

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from mailbot.adapters.store.columns import pack
from mailbot.adapters.store.statements import AnyRow, Columns, insert_all, keep_first, keep_last
from mailbot.adapters.store.tables import WAITING, mailboxes, raw_mails
from mailbot.errors import NotFound
from mailbot.mail.message import RawMail
from mailbot.ports import Cursor, MarkRaw, RawState, TakeMails, WaitingMail

_CURSOR = select(mailboxes).where(mailboxes.c.mailbox == bindparam("mailbox"))
_WAITING = (
    select(raw_mails)
    .where(WAITING, raw_mails.c.id > bindparam("after"))
    .order_by(raw_mails.c.id)
    .limit(bindparam("limit"))
)
_ANY_WAITING = select(raw_mails.c.id).where(WAITING).limit(1)
_ONE = select(raw_mails).where(raw_mails.c.id == bindparam("id"))
_KNOWN = select(raw_mails.c.sha256).where(
    raw_mails.c.mailbox == bindparam("mailbox"), raw_mails.c.sha256.in_(bindparam("hashes", expanding=True))
)
_MARK = (
    update(raw_mails)
    .where(raw_mails.c.id.in_(bindparam("raw_ids", expanding=True)))
    .values(state=bindparam("to"), attempts=bindparam("tries"), reason=bindparam("why"))
)


class ReadyMails(NamedTuple):
    """Mails hashed and packed: what takes long was done elsewhere."""

    rows: list[Columns]
    cursor: Cursor


def ready(write: TakeMails) -> ReadyMails:
    """Hash and pack the bytes."""
    return ReadyMails([_columns(mail) for mail in write.mails], write.cursor)


def take(connection: Connection, write: TakeMails) -> None:
    """Keep the bytes and move the cursor."""
    take_ready(connection, ready(write))


def take_ready(connection: Connection, write: ReadyMails) -> None:
    """Keep what is packed already."""
    insert = keep_first(connection.dialect.name, raw_mails, "mailbox", "uidvalidity", "uid")
    insert_all(connection, insert, write.rows)
    at = write.cursor
    row = {"mailbox": at.mailbox, "uidvalidity": at.uidvalidity, "uid": at.uid}
    connection.execute(keep_last(connection.dialect.name, mailboxes, "mailbox"), row)


def mark(connection: Connection, writes: Sequence[MarkRaw]) -> None:
    """Note where raw mails stand, those that stand alike at once."""
    alike: defaultdict[tuple[RawState, int, str], list[int]] = defaultdict(list)
    for write in writes:
        alike[write.state, write.attempts, write.reason].append(write.raw_id)
    for (state, attempts, reason), ids in alike.items():
        row = {"raw_ids": ids, "to": state, "tries": attempts, "why": reason}
        if connection.execute(_MARK, row).rowcount != len(set(ids)):
            raise NotFound(f"there is no mail number {' or '.join(map(str, ids))}")


def cursor(connection: Connection, mailbox: str) -> Cursor | None:
    """How far this mailbox has been taken in."""
    row = connection.execute(_CURSOR, {"mailbox": mailbox}).one_or_none()
    return None if row is None else Cursor(mailbox, row.uidvalidity, row.uid)


def known_hashes(connection: Connection, mailbox: str, hashes: Sequence[str]) -> frozenset[str]:
    """Which of these bytes this mailbox held before, under whatever UID."""
    rows = connection.execute(_KNOWN, {"mailbox": mailbox, "hashes": list(hashes)})
    return frozenset(rows.scalars())


def waiting(connection: Connection, limit: int, after: int) -> tuple[WaitingMail, ...]:
    """Mails to walk that came after one, the oldest first."""
    rows = connection.execute(_WAITING, {"limit": limit, "after": after})
    return tuple(WaitingMail(_raw_mail(row), row.attempts) for row in rows)


def any_waiting(connection: Connection) -> bool:
    """Whether a mail waits at all."""
    return connection.execute(_ANY_WAITING).first() is not None


def raw_mail(connection: Connection, raw_id: int) -> RawMail:
    """One mail's bytes."""
    row = connection.execute(_ONE, {"id": raw_id}).one_or_none()
    if row is None:
        raise NotFound(f"there is no mail number {raw_id}")
    return _raw_mail(row)


def _columns(mail: RawMail) -> Columns:
    return {
        "mailbox": mail.mailbox,
        "uidvalidity": mail.uidvalidity,
        "uid": mail.uid,
        "received_at": mail.received_at,
        "sha256": sha256(mail.content).hexdigest(),
        "state": RawState.WAITING,
        "attempts": 0,
        "reason": "",
        "content": pack(mail.content),
    }


def _raw_mail(row: AnyRow) -> RawMail:
    return RawMail(row.mailbox, row.uidvalidity, row.uid, row.received_at, row.content, row.id)
