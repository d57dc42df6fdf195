"""What many contract tests start from."""

from dataclasses import replace
from typing import Any

from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.ports import AppendEvents, Cursor, SaveOrders, Store, TakeMails
from tests import make


async def keep_mails(store: Store, count: int = 1) -> None:
    mails = tuple(make.raw_mail(uid=uid, content=b"mail %d" % uid) for uid in range(1, count + 1))
    await store.commit(TakeMails(mails, Cursor("INBOX", 1, count)))


async def keep_dispute(store: Store, **changes: Any) -> Dispute:
    """A mail, an order and a dispute over it."""
    dispute = make.dispute(**changes)
    await keep_mails(store)
    order = make.order(number=dispute.order_number, client_id=dispute.client_id)
    opened = make.opened(dispute_id=dispute.id, order_number=dispute.order_number, client_id=dispute.client_id)
    await store.commit(SaveOrders((order,)), AppendEvents(dispute, 0, (opened,)))
    return dispute


async def another(store: Store, dispute_id: str, order_number: str, **changes: Any) -> Dispute:
    """A further dispute."""
    dispute = make.dispute(id=dispute_id, order_number=order_number, **changes)
    opened = make.opened(dispute_id=dispute.id, order_number=order_number, client_id=dispute.client_id)
    await store.commit(AppendEvents(dispute, 0, (opened,)))
    return dispute


def grown(dispute: Dispute, *events: Event, **changes: Any) -> AppendEvents:
    """The next events of a dispute, as a write."""
    after = replace(dispute, version=dispute.version + len(events), **changes)
    return AppendEvents(after, dispute.version, events)
