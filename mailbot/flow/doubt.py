"""Letters of which nobody knows whether they left: look for evidence, else send once more or ask a person."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

import structlog

from mailbot.errors import NotFound, RefusedMove, StaleDispute
from mailbot.mail.envelope import OutboxRow, SendState
from mailbot.mail.message import Message
from mailbot.ports import Clock, MoveOutbox, Store, Write

PATIENCE = timedelta(minutes=10)
SENT_AGAIN = "sent again: "  # stands before the reply of a row that had its one more try
ASKED = "asked: "  # stands before the reply of a row a person was asked about

_log = structlog.get_logger("mailbot.doubt")

Witness = Callable[[str], Awaitable[bool]]  # a Message-ID -> whether there is proof that it left


class Consequences(Protocol):
    """The writes that follow; see ``dispatch.Aftermath``."""

    async def on_left(self, row: OutboxRow) -> tuple[Write, ...]:
        """Say what follows from a letter that is proven to have left."""
        ...

    async def on_unknown(self, row: OutboxRow) -> tuple[Write, ...]:
        """Ask a person about it."""
        ...


def named_in_mail(store: Store) -> Witness:
    """Make a witness of the mails that came in: a bounce or an answer names only what has left."""

    async def witness(message_id: str) -> bool:
        row = await store.outbox_by_message_id(message_id)
        if row is None or row.dispute_id is None:
            return False
        records = await store.messages(row.dispute_id)
        return any(message_id in _named(record.message) for record in records)

    return witness


def _named(message: Message) -> set[str]:
    return {*message.in_reply_to, *message.references, *(bounced.message_id for bounced in message.bounces)}


def carry_marker(row: OutboxRow, reply: str) -> str:
    """Keep on record that a row had its one more try."""
    return SENT_AGAIN + reply if row.reply.startswith(SENT_AGAIN) else reply


def ask_always(row: OutboxRow) -> bool:
    """Never send again without a person."""
    del row
    return False


@dataclass(slots=True)
class Doubt:
    """Settles unknown rows. At most one more copy goes out by itself, byte for byte; none where there is evidence."""

    store: Store
    clock: Clock
    consequences: Consequences
    witnesses: Sequence[Witness] = ()  # the Sent folder, the journal copy, a bounce or answer that names it
    may_resend: Callable[[OutboxRow], bool] = ask_always  # what the policy says
    patience: timedelta = field(default=PATIENCE)

    async def settle(self) -> int:
        """Look at every unknown row; how many are settled."""
        settled = 0
        for row in await self.store.outbox(SendState.UNKNOWN):
            try:
                settled += await self._settle(row)
            except StaleDispute:
                _log.info("this letter moved meanwhile", row=row.id)  # the next round sees it fresh
        return settled

    async def resend(self, id_: str) -> None:
        """Send an unknown (or refused) letter once more, because a person says so."""
        row = next((row for row in await self.store.outbox() if row.id == id_), None)
        if row is None:
            raise NotFound(f"no letter {id_} in the outbox")
        if row.state not in (SendState.UNKNOWN, SendState.REFUSED):
            raise RefusedMove(f"letter {id_} is {row.state}; only an unknown or refused letter is sent again")
        await self._queue_again(row)

    async def _settle(self, row: OutboxRow) -> bool:
        now = self.clock.now()
        if await self._proven(row.envelope.message_id):
            move = MoveOutbox(row.id, SendState.UNKNOWN, row.fence, SendState.ACCEPTED, now, "proven to have arrived")
            await self.store.commit(move, *await self.consequences.on_left(row))
            return True
        if row.reply.startswith(ASKED) or (row.marked_at is not None and now - row.marked_at < self.patience):
            return False
        if self.may_resend(row) and not row.reply.startswith(SENT_AGAIN):
            await self._queue_again(row)
            return True
        move = MoveOutbox(row.id, SendState.UNKNOWN, row.fence, SendState.UNKNOWN, now, ASKED + row.reply)
        await self.store.commit(move, *await self.consequences.on_unknown(row))
        return False

    async def _queue_again(self, row: OutboxRow) -> None:
        now = self.clock.now()
        reply = SENT_AGAIN + row.reply.removeprefix(ASKED).removeprefix(SENT_AGAIN)
        _log.warning("letter is sent once more", row=row.id)
        await self.store.commit(MoveOutbox(row.id, row.state, row.fence, SendState.QUEUED, now, reply, not_before=now))

    async def _proven(self, message_id: str) -> bool:
        for witness in self.witnesses:
            if await witness(message_id):
                return True
        return False
