"""All that is needed to go on with a dispute, in one reading."""

from sqlalchemy import Connection

from mailbot.adapters.store import disputes, drafts, messages, orders
from mailbot.ports import Folder


def one(connection: Connection, dispute_id: str) -> Folder | None:
    """Read a dispute with its order, the drafts that wait, and the ids of its parties' mails."""
    dispute = disputes.one(connection, dispute_id)
    if dispute is None:
        return None
    return Folder(
        dispute,
        orders.one(connection, dispute.client_id, dispute.order_number),
        drafts.pending(connection, dispute_id),
        messages.ids(connection, dispute_id),
    )
