"""How many of each there are."""

from sqlalchemy import Connection, String, case, func, literal, select, union_all

from mailbot.adapters.store.tables import (
    OPEN,
    UNRESOLVED,
    disputes,
    drafts,
    messages,
    orders,
    outbox,
    quarantine,
    raw_mails,
)
from mailbot.ports import Counts

_HOW_MANY = func.count().label("many")
_COUNTS = union_all(
    select(literal("mails_", String).concat(raw_mails.c.state).label("name"), _HOW_MANY).group_by(raw_mails.c.state),
    select(case((OPEN, "disputes_open"), else_="disputes_closed").label("name"), _HOW_MANY)
    .select_from(disputes)
    .group_by("name"),
    select(literal("drafts_", String).concat(drafts.c.state).label("name"), _HOW_MANY).group_by(drafts.c.state),
    select(literal("outbox_", String).concat(outbox.c.state).label("name"), _HOW_MANY).group_by(outbox.c.state),
    select(literal("quarantine_open", String).label("name"), _HOW_MANY).select_from(quarantine).where(UNRESOLVED),
    select(literal("orders", String).label("name"), _HOW_MANY).select_from(orders),
    select(literal("messages", String).label("name"), _HOW_MANY).select_from(messages),
)


def counts(connection: Connection) -> Counts:
    """Count mails, disputes, drafts and outbox rows by where they stand; what there is none of is left out."""
    return Counts({row.name: row.many for row in connection.execute(_COUNTS) if row.many})
