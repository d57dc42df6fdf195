"""A unit of writes, carried out on one connection: whole, or undone by whoever holds the transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from mailbot.adapters.store import disputes, drafts, mails, messages, orders, outbox, quarantine
from mailbot.ports import (
    AddDraft,
    AddReplyToken,
    AddToken,
    AddToOutbox,
    AddToQuarantine,
    AppendEvents,
    BurnToken,
    LetPass,
    MarkRaw,
    MoveOutbox,
    NoteSender,
    ResolveQuarantine,
    SaveMessage,
    SaveOrders,
    SetDraft,
    TakeMails,
    Write,
)

_CARRIED_OUT_BY: Mapping[type[Any], Callable[[Connection, Any], None]] = {
    TakeMails: mails.take,
    MarkRaw: mails.mark,
    SaveMessage: messages.save,
    AppendEvents: disputes.append,
    AddDraft: drafts.add,
    SetDraft: drafts.move,
    LetPass: drafts.let_pass,
    AddToOutbox: outbox.add,
    MoveOutbox: outbox.move,
    AddReplyToken: disputes.add_reply_token,
    AddToken: drafts.add_token,
    BurnToken: drafts.burn_token,
    AddToQuarantine: quarantine.add,
    ResolveQuarantine: quarantine.resolve,
    SaveOrders: orders.save,
    NoteSender: quarantine.note_sender,
}


def apply(connection: Connection, writes: Sequence[Write]) -> None:
    """Carry out the writes: orders, then disputes, then all that refers to them."""
    for write in sorted(writes, key=_rank):
        _CARRIED_OUT_BY[type(write)](connection, write)


def _rank(write: Write) -> int:
    if isinstance(write, SaveOrders):
        return 0
    return 1 if isinstance(write, AppendEvents) else 2
