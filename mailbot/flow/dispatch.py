"""Outbox to post office: claim, mark, hand over, record what was truly said.

queued -> claimed (lease, fence) -> marked -> accepted | deferred | refused | unknown. The mark is committed before
DATA, so that after a crash nobody takes a letter that may have left for one that has not.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NoReturn, Protocol

import structlog

from mailbot.errors import StaleDispute, WorldFailure
from mailbot.flow.doubt import carry_marker
from mailbot.flow.pace import Allowance, BackOff
from mailbot.mail.envelope import OutboxRow, Outcome, Receipt, SendState
from mailbot.ports import Clock, Lease, MoveOutbox, Postman, Store, Write

RETRY_MINUTES = (5, 15, 45, 120, 240)  # then 240 for ever, until the row expires
LONGEST_NAP_SECONDS = 30.0
TRIES_TO_RECORD = 5
DRAIN_SECONDS = 30.0  # how long a letter on its way may take to arrive when we are told to stop

_log = structlog.get_logger("mailbot.dispatch")

_STATES = {
    Outcome.ACCEPTED: SendState.ACCEPTED,
    Outcome.DEFERRED: SendState.DEFERRED,
    Outcome.REFUSED: SendState.REFUSED,
    Outcome.UNKNOWN: SendState.UNKNOWN,
}
_IN_FLIGHT = {SendState.CLAIMED, SendState.MARKED, SendState.UNKNOWN}


class Aftermath(Protocol):
    """What follows from a row's fate: writes for the very commit that records it. Asked again if that was stale."""

    async def on_left(self, row: OutboxRow) -> tuple[Write, ...]:
        """Say what follows from a letter that the post took."""
        ...

    async def on_refused(self, row: OutboxRow, reply: str) -> tuple[Write, ...]:
        """Say what follows from a letter that will never leave; ``reply`` says why."""
        ...


Check = Callable[[OutboxRow], Awaitable[tuple[str, ...]]]


async def no_fault(row: OutboxRow) -> tuple[str, ...]:
    """Find nothing wrong."""
    del row
    return ()


@dataclass(frozen=True, slots=True)
class Limits:
    """How the dispatcher works. The lease must outlast the longest single transaction by far."""

    batch: int = 20
    at_once: int = 6  # rows under way together; the postman decides how many of them talk to the server
    lease_seconds: float = 600.0
    longest_try_seconds: float = 480.0  # a row whose lease would end sooner is not begun


@dataclass(slots=True)
class _Try:
    """One row on its way: whether its mark is committed."""

    row: OutboxRow
    marked: bool = False


@dataclass(slots=True)
class Dispatcher:
    """Sends what is due. ``trouble`` says in words what it waits for; empty when all is well."""

    store: Store
    postman: Postman
    clock: Clock
    aftermath: Aftermath
    check: Check = no_fault  # the last guard: faults found in the final bytes block the row
    limits: Limits = field(default_factory=Limits)
    allowance: Allowance = field(default_factory=Allowance)
    back_off: BackOff = field(default_factory=BackOff)
    trouble: str = ""
    _unrecorded: list[tuple[_Try, Receipt]] = field(default_factory=list)
    _closed_until: datetime | None = None  # the server is away: do not try before

    async def once(self) -> int:
        """Send all that is due now; how many letters the post took."""
        await self._record_left_over()
        await self._doubt_dead_tries()
        accepted = 0
        while (free := self._free()) and (rows := await self.store.claim_outbox(self.clock.now(), self._lease(free))):
            accepted += await self._send_all(rows)
        return accepted

    async def run(self, nudge: asyncio.Event) -> NoReturn:
        """Send for ever; looks again when nudged, when the next row is due, and every half minute."""
        try:
            while True:
                seconds = await self._once_or_wait()
                try:
                    async with asyncio.timeout(seconds):
                        await nudge.wait()
                except TimeoutError:
                    pass
                nudge.clear()
        finally:
            with suppress(WorldFailure):
                await self._record_left_over()
            await self.postman.close()

    async def _once_or_wait(self) -> float:
        try:
            await self.once()
            due_at = await self.store.next_outbox_at()
        except WorldFailure as failure:
            self._say_trouble(str(failure))
            return self.back_off.next_seconds()
        if self._closed_until is None and self.trouble:
            self.trouble = ""  # the store is back
            self.back_off.reset()
        if due_at is None:
            return LONGEST_NAP_SECONDS
        return min(max((due_at - self.clock.now()).total_seconds(), 1.0), LONGEST_NAP_SECONDS)

    def _free(self) -> int:
        """How many rows may be claimed now."""
        now = self.clock.now()
        if self._closed_until is not None and now < self._closed_until:
            return 0
        return min(self.limits.batch, self.allowance.left(now))

    def _lease(self, rows: int) -> Lease:
        return Lease(self.limits.lease_seconds, rows)

    async def _send_all(self, rows: Sequence[OutboxRow]) -> int:
        """Send claimed rows, a few at once. When that is cut short, the rest is given back and begun ones may end."""
        waiting = deque(rows)
        senders = [asyncio.ensure_future(self._send_some(waiting)) for _ in range(self.limits.at_once)]
        try:
            return sum(await asyncio.shield(asyncio.gather(*senders)))
        except BaseException:
            given_back = Receipt(Outcome.DEFERRED, "not begun", reached=False)
            self._unrecorded += [(_Try(row), given_back) for row in waiting]
            waiting.clear()
            _, late = await asyncio.wait(senders, timeout=DRAIN_SECONDS)
            for sender in late:
                sender.cancel()
            raise

    async def _send_some(self, waiting: deque[OutboxRow]) -> int:
        accepted = 0
        while waiting:
            accepted += await self._send(waiting.popleft())
        return accepted

    async def _send(self, row: OutboxRow) -> bool:
        """Try one claimed row; True if the post took it."""
        now = self.clock.now()
        if self._closed_until is not None and now < self._closed_until:
            await self._release(row, self._closed_until)
            return False
        if row.lease_until is not None and row.lease_until - now < timedelta(seconds=self.limits.longest_try_seconds):
            await self._release(row, now)
            return False
        attempt = _Try(row)
        try:
            receipt = await self._blocked(row, now)
            if receipt is None:
                receipt = await self.postman.post(row.envelope, lambda: self._mark(attempt))
                self._note_server(receipt)
        except StaleDispute:
            _log.warning("somebody else took this letter over", row=row.id)
            return False
        except WorldFailure as failure:  # the store failed before DATA: the letter is still here, for certain
            self._unrecorded.append((attempt, Receipt(Outcome.DEFERRED, str(failure), reached=False)))
            raise
        await self._record_or_keep(attempt, receipt)
        return receipt.outcome is Outcome.ACCEPTED

    async def _blocked(self, row: OutboxRow, now: datetime) -> Receipt | None:
        if row.expires_at is not None and now >= row.expires_at:
            return Receipt(Outcome.REFUSED, f"given up after {row.attempts} tries; the last answer: {row.reply}")
        if faults := await self.check(row):
            return Receipt(Outcome.REFUSED, "held back by the guard: " + "; ".join(faults))
        return None

    async def _mark(self, attempt: _Try) -> None:
        now = self.clock.now()
        row = attempt.row
        await self.store.commit(MoveOutbox(row.id, SendState.CLAIMED, row.fence, SendState.MARKED, now))
        attempt.marked = True
        self.allowance.spend(now)

    def _note_server(self, receipt: Receipt) -> None:
        """While the server is away, no letter is tried, and none loses its turn for it."""
        if receipt.reached:
            if self.trouble:
                _log.info("the mail server is back")
            self._closed_until, self.trouble = None, ""
            self.back_off.reset()
            return
        now = self.clock.now()
        if self._closed_until is None or self._closed_until <= now:  # else others found that out at the same time
            self._closed_until = now + timedelta(seconds=self.back_off.next_seconds())
        self._say_trouble(receipt.reply)

    def _say_trouble(self, words: str) -> None:
        self.trouble = words
        _log.warning("waiting to send", reason=words)

    async def _record_or_keep(self, attempt: _Try, receipt: Receipt) -> None:
        try:
            await self._record(attempt, receipt)
        except WorldFailure:
            self._unrecorded.append((attempt, receipt))  # the store is away; what we know must not be lost
            raise

    async def _record_left_over(self) -> None:
        while self._unrecorded:
            await self._record(*self._unrecorded[0])
            del self._unrecorded[0]

    async def _record(self, attempt: _Try, receipt: Receipt) -> None:
        expected = SendState.MARKED if attempt.marked else SendState.CLAIMED
        for _ in range(TRIES_TO_RECORD):
            move = self._move(attempt.row, expected, receipt)
            try:
                await self.store.commit(move, *await self._follows(attempt.row, receipt))
            except StaleDispute:
                expected = await self._stands_at(attempt, expected)
            else:
                _log.info("letter tried", row=attempt.row.id, outcome=str(receipt.outcome), attempts=move.attempts)
                return
        _log.error("outcome could not be recorded", row=attempt.row.id, outcome=str(receipt.outcome))

    async def _stands_at(self, attempt: _Try, expected: SendState) -> SendState:
        """Look where the row stands: what we know for certain counts, though it be called unknown meanwhile."""
        row = await self.store.outbox_by_message_id(attempt.row.envelope.message_id)
        ours = row is not None and row.fence == attempt.row.fence
        return row.state if row is not None and ours and row.state in _IN_FLIGHT else expected

    def _move(self, row: OutboxRow, expected: SendState, receipt: Receipt) -> MoveOutbox:
        now = self.clock.now()
        reply = carry_marker(row, receipt.reply)
        if not receipt.reached:
            return MoveOutbox(row.id, expected, row.fence, SendState.QUEUED, now, reply, self._closed_until)
        attempts = row.attempts + 1
        not_before = now + retry_pause(attempts) if receipt.outcome is Outcome.DEFERRED else None
        return MoveOutbox(row.id, expected, row.fence, _STATES[receipt.outcome], now, reply, not_before, attempts)

    async def _follows(self, row: OutboxRow, receipt: Receipt) -> tuple[Write, ...]:
        if receipt.outcome is Outcome.ACCEPTED:
            return await self.aftermath.on_left(row)
        if receipt.outcome is Outcome.REFUSED:
            return await self.aftermath.on_refused(row, receipt.reply)
        return ()

    async def _release(self, row: OutboxRow, not_before: datetime) -> None:
        now = self.clock.now()
        move = MoveOutbox(row.id, SendState.CLAIMED, row.fence, SendState.QUEUED, now, not_before=not_before)
        await _commit_unless_stale(self.store, move)

    async def _doubt_dead_tries(self) -> None:
        """Call unknown what was marked by somebody whose lease ran out: the letter may have left."""
        now = self.clock.now()
        for row in await self.store.outbox(SendState.MARKED):
            if row.lease_until is None or row.lease_until <= now:
                reply = carry_marker(row, "the try was cut off after its mark")
                move = MoveOutbox(row.id, SendState.MARKED, row.fence, SendState.UNKNOWN, now, reply)
                await _commit_unless_stale(self.store, move)


def retry_pause(attempts: int) -> timedelta:
    """How long to wait after so many tries."""
    return timedelta(minutes=RETRY_MINUTES[min(attempts, len(RETRY_MINUTES)) - 1])


async def _commit_unless_stale(store: Store, move: MoveOutbox) -> None:
    try:
        await store.commit(move)
    except StaleDispute:
        _log.info("somebody else moved this letter", row=move.id)
