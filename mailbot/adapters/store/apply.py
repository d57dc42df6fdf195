"""A unit of writes, carried out on one connection: whole, or undone by whoever holds the transaction."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
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

# In the order they are carried out: what others refer to comes first, what makes room before what takes it.
_CARRIED_OUT_BY: Mapping[type[Any], Callable[[Connection, Any], None]] = {
    SaveOrders: orders.save,
    TakeMails: mails.take,
    mails.ReadyMails: mails.take_ready,
    AppendEvents: disputes.append,
    AddReplyToken: disputes.add_reply_token,
    SaveMessage: messages.save,
    messages.ReadyMessage: messages.save_ready,
    SetDraft: drafts.move,
    AddDraft: drafts.add,
    LetPass: drafts.let_pass,
    BurnToken: drafts.burn_token,
    AddToken: drafts.add_token,
    MoveOutbox: outbox.move,
    AddToOutbox: outbox.add,
    AddToQuarantine: quarantine.add,
    ResolveQuarantine: quarantine.resolve,
    NoteSender: quarantine.note_sender,
    MarkRaw: mails.mark,
}
_TOGETHER = frozenset({AddReplyToken, AddToken, AddToOutbox, MarkRaw})  # all of a unit at once
_RANKS = {kind: rank for rank, kind in enumerate(_CARRIED_OUT_BY)}

HEAVY_BYTES = 200_000  # to hash and pack more than this takes longer than to hand it to a thread

Ready = Write | mails.ReadyMails | messages.ReadyMessage


def apply(connection: Connection, writes: Sequence[Ready]) -> None:
    """Carry out the writes, kind by kind."""
    for kind, those in groupby(sorted(writes, key=lambda write: _RANKS[type(write)]), type):
        carry_out = _CARRIED_OUT_BY[kind]
        for each in (tuple(those),) if kind in _TOGETHER else those:
            carry_out(connection, each)


def heavy(writes: Sequence[Write]) -> bool:
    """Whether getting these ready would stall whoever does it."""
    return sum(map(_size_bytes, writes)) > HEAVY_BYTES


def ready(writes: Sequence[Write]) -> list[Ready]:
    """Do beforehand what needs no database: hashing and packing."""
    return list(map(_ready, writes))


def _ready(write: Write) -> Ready:
    match write:
        case TakeMails():
            return mails.ready(write)
        case SaveMessage():
            return messages.ready(write)
        case _:
            return write


def _size_bytes(write: Write) -> int:
    match write:
        case TakeMails():
            return sum(len(mail.content) for mail in write.mails)
        case SaveMessage():
            message = write.record.message
            return len(message.text) + len(message.html) + sum(part.size_bytes for part in message.attachments)
        case _:
            return 0
