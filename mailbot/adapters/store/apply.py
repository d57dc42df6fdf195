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
    mails.ReadyMails: mails.take_ready,
    messages.ReadyMessage: messages.save_ready,
}

HEAVY_BYTES = 200_000  # to hash and pack more than this takes longer than to hand it to a thread

Ready = Write | mails.ReadyMails | messages.ReadyMessage


def apply(connection: Connection, writes: Sequence[Ready]) -> None:
    """Carry out the writes: orders, then disputes, then all that refers to them."""
    for write in sorted(writes, key=_rank):
        _CARRIED_OUT_BY[type(write)](connection, write)


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


def _rank(write: Ready) -> int:
    if isinstance(write, SaveOrders):
        return 0
    return 1 if isinstance(write, AppendEvents) else 2
