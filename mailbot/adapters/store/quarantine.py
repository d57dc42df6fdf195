"""Mails set aside for a person, and senders who were asked which order they mean."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from mailbot.adapters.store.statements import AnyRow, keep_last
from mailbot.adapters.store.tables import UNRESOLVED, asked_senders, disputes, quarantine
from mailbot.errors import StaleDispute
from mailbot.mediation.party import Side
from mailbot.ports import AddToQuarantine, NoteSender, QuarantineEntry, ResolveQuarantine

_CLIENT = select(disputes.c.client_id).where(disputes.c.id == bindparam("of_dispute")).scalar_subquery()
_ADD = insert(quarantine).values(client_id=_CLIENT)
_RESOLVE = (
    update(quarantine)
    .where(quarantine.c.id == bindparam("entry"), UNRESOLVED)
    .values(resolved_by=bindparam("by"), resolved_at=bindparam("when"), resolution=bindparam("how"))
)
_ALL = select(quarantine).order_by(quarantine.c.at, quarantine.c.id)
_UNRESOLVED = _ALL.where(UNRESOLVED)
_SIDES = select(quarantine.c.suggested_side).where(
    UNRESOLVED, quarantine.c.suggested_dispute == bindparam("dispute_id")
)
_ASKED = select(asked_senders.c.at).where(asked_senders.c.address == bindparam("address"))


def add(connection: Connection, write: AddToQuarantine) -> None:
    """Set a mail aside."""
    row = {name: getattr(write.entry, name) for name in QuarantineEntry.__slots__}
    row["of_dispute"] = write.entry.suggested_dispute
    try:
        connection.execute(_ADD, row)
    except IntegrityError as error:
        raise StaleDispute(f"{write.entry.id} is in quarantine already") from error


def resolve(connection: Connection, write: ResolveQuarantine) -> None:
    """Note who dealt with it, and how."""
    row = {"entry": write.id, "by": write.by, "when": write.at, "how": write.resolution}
    if connection.execute(_RESOLVE, row).rowcount == 0:
        raise StaleDispute(f"somebody has dealt with {write.id} already")


def entries(connection: Connection, *, open_only: bool) -> tuple[QuarantineEntry, ...]:
    """All that are set aside, the oldest first."""
    return tuple(map(_entry, connection.execute(_UNRESOLVED if open_only else _ALL)))


def sides(connection: Connection, dispute_id: str) -> frozenset[Side]:
    """Of whom mail waits here; of both, where nobody knows of whom."""
    names = connection.execute(_SIDES, {"dispute_id": dispute_id}).scalars().all()
    return frozenset(side for name in names for side in ((Side(name),) if name else Side))


def note_sender(connection: Connection, write: NoteSender) -> None:
    """Remember when we asked."""
    insert_or_move = keep_last(connection.dialect.name, asked_senders, "address")
    connection.execute(insert_or_move, {"address": write.address, "at": write.at})


def asked_lately(connection: Connection, address: str, since: datetime) -> bool:
    """Whether we asked since then."""
    asked_at = connection.execute(_ASKED, {"address": address}).scalar()
    return asked_at is not None and asked_at >= since


def _entry(row: AnyRow) -> QuarantineEntry:
    return QuarantineEntry(
        id=row.id,
        raw_id=row.raw_id,
        at=row.at,
        reason=row.reason,
        sender=row.sender,
        subject=row.subject,
        suggested_dispute=row.suggested_dispute,
        suggested_side=Side(row.suggested_side) if row.suggested_side else None,
        resolved_by=row.resolved_by,
        resolution=row.resolution,
    )
