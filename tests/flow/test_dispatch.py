"""Sending: the mark before DATA, only definite answers, never twice by itself, whatever fails."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import pytest

from mailbot.errors import StaleDispute, TemporaryFailure
from mailbot.flow.dispatch import Dispatcher, Limits, retry_pause
from mailbot.flow.pace import Allowance, BackOff
from mailbot.mail.envelope import Envelope, OutboxRow, Outcome, Receipt, SendState
from mailbot.ports import AddToOutbox, Lease, MoveOutbox, NoteSender, Write
from tests.fakes import FakeClock, FakePostman, Faulty, MemoryStore
from tests.make import NOW, envelope, outbox_row

AWAY = Receipt(Outcome.DEFERRED, "SMTP mail.test:587: refused", reached=False)


class Aftermath:
    """Notes what it was told; what follows is a note in the store, to see that it was one commit."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.stale = 0

    async def on_left(self, row: OutboxRow) -> tuple[Write, ...]:
        self.told.append(("left", row.id))
        return self._follows(row)

    async def on_refused(self, row: OutboxRow, reply: str) -> tuple[Write, ...]:
        self.told.append((reply, row.id))
        return self._follows(row)

    def _follows(self, row: OutboxRow) -> tuple[Write, ...]:
        if self.stale:
            self.stale -= 1
            return (MoveOutbox("no such row", SendState.QUEUED, 0, SendState.ACCEPTED, NOW),)
        return (NoteSender(f"{row.id}@told.test", NOW),)


class Post:
    """A dispatcher with everything it needs."""

    def __init__(self, rows: int = 1, **changes: object) -> None:
        self.store, self.postman, self.clock, self.aftermath = MemoryStore(), FakePostman(), FakeClock(), Aftermath()
        self.rows = rows
        words = {"store": self.store, "postman": self.postman, **changes}
        self.dispatcher = Dispatcher(
            clock=self.clock,
            aftermath=self.aftermath,
            back_off=BackOff(lambda: 0.0),
            **words,  # type: ignore[arg-type]
        )

    async def queue(self) -> "Post":
        for number in range(1, self.rows + 1):
            sent = envelope(message_id=f"own-{number}@mailbot.example")
            row = outbox_row(
                id=f"o-{number}", envelope=sent, draft_id=f"L-{number}", expires_at=NOW + timedelta(days=5)
            )
            await self.store.commit(AddToOutbox(row))
        return self

    async def row(self, number: int = 1) -> OutboxRow:
        row = await self.store.outbox_by_message_id(f"own-{number}@mailbot.example")
        assert row is not None
        return row

    async def told(self, number: int = 1) -> bool:
        return await self.store.asked_lately(f"o-{number}@told.test", NOW)


async def test_a_letter_leaves_and_what_follows_is_kept_with_it() -> None:
    post = await Post().queue()
    assert await post.dispatcher.once() == 1
    row = await post.row()
    assert (row.state, row.reply, row.attempts, row.marked_at) == (SendState.ACCEPTED, "250 2.0.0 queued as 1", 1, NOW)
    assert post.aftermath.told == [("left", "o-1")]
    assert await post.told()
    assert await post.dispatcher.once() == 0
    assert len(post.postman.posted) == 1


async def test_the_mark_is_committed_before_data() -> None:
    post = await Post().queue()
    states = []

    class Watching(FakePostman):
        async def post(self, envelope, mark):  # type: ignore[no-untyped-def]
            states.append((await post.row()).state)
            await mark()
            states.append((await post.row()).state)
            return Receipt(Outcome.ACCEPTED, "250 ok")

    post.dispatcher.postman = Watching()
    await post.dispatcher.once()
    assert states == [SendState.CLAIMED, SendState.MARKED]


async def test_a_deferred_letter_is_tried_again_later_and_later() -> None:
    post = await Post().queue()
    waits = []
    for _ in range(7):
        post.postman.receipts.append(Receipt(Outcome.DEFERRED, "451 greylisted"))
        await post.dispatcher.once()
        row = await post.row()
        assert row.state is SendState.DEFERRED
        waits.append(int((row.not_before - post.clock.now()).total_seconds()) // 60)
        post.clock.set(row.not_before)
    assert waits == [5, 15, 45, 120, 240, 240, 240]
    await post.dispatcher.once()
    assert ((await post.row()).state, len(post.postman.posted)) == (SendState.ACCEPTED, 1)


async def test_a_letter_is_given_up_after_its_time() -> None:
    post = await Post().queue()
    post.postman.receipts.append(Receipt(Outcome.DEFERRED, "451 greylisted"))
    await post.dispatcher.once()
    post.clock.forward(days=5)
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.REFUSED
    assert post.aftermath.told == [("given up after 1 tries; the last answer: 451 greylisted", "o-1")]
    assert post.postman.posted == []


async def test_a_refused_letter_is_a_matter_for_a_person() -> None:
    post = await Post().queue()
    post.postman.receipts.append(Receipt(Outcome.REFUSED, "550 5.1.1 no such person"))
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.REFUSED
    assert post.aftermath.told == [("550 5.1.1 no such person", "o-1")]
    assert await post.told()


async def test_the_last_guard_holds_a_letter_back() -> None:
    async def check(row: OutboxRow) -> tuple[str, ...]:
        return ("says returns@seller.test",)

    post = await Post(check=check).queue()
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.REFUSED
    assert post.aftermath.told == [("held back by the guard: says returns@seller.test", "o-1")]
    assert post.postman.posted == []


async def test_an_unknown_outcome_is_not_tried_again() -> None:
    post = await Post().queue()
    post.postman.receipts.append(Receipt(Outcome.UNKNOWN, "connection lost"))
    await post.dispatcher.once()
    post.clock.forward(days=1)
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.UNKNOWN
    assert len(post.postman.posted) == 1
    assert post.aftermath.told == []


async def test_a_server_that_is_away_costs_no_letter_its_turn() -> None:
    post = await Post(rows=3, limits=Limits(at_once=1)).queue()
    post.postman.receipts.extend([AWAY, AWAY])
    assert await post.dispatcher.once() == 0
    rows = [await post.row(number) for number in (1, 2, 3)]
    assert {row.state for row in rows} == {SendState.QUEUED}
    assert {row.attempts for row in rows} == {0}
    assert len(post.postman.receipts) == 1, "only the first letter was tried"
    assert post.dispatcher.trouble == AWAY.reply
    post.clock.forward(seconds=5)
    assert await post.dispatcher.once() == 0
    post.clock.forward(seconds=9)
    assert await post.dispatcher.once() == 0, "the second wait is longer"
    post.clock.forward(seconds=1)
    assert await post.dispatcher.once() == 3
    assert post.dispatcher.trouble == ""


async def test_a_stale_dispute_is_asked_again() -> None:
    post = await Post().queue()
    post.aftermath.stale = 2
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.ACCEPTED
    assert post.aftermath.told == [("left", "o-1")] * 3
    assert len(post.postman.posted) == 1


async def test_a_claim_taken_over_by_another_is_left_alone() -> None:
    post = await Post().queue()
    await post.store.claim_outbox(NOW, Lease(seconds=600))
    assert await post.dispatcher.once() == 0
    post.clock.forward(seconds=601)
    claim = post.store.claim_outbox

    async def both(now, lease):  # type: ignore[no-untyped-def]
        rows = await claim(now, lease)
        post.clock.forward(seconds=601)
        await claim(post.clock.now(), lease)  # a second process, after our lease
        post.clock.forward(seconds=-601)
        post.store.claim_outbox = claim  # type: ignore[method-assign]
        return rows

    post.store.claim_outbox = both  # type: ignore[method-assign]
    assert await post.dispatcher.once() == 0
    assert post.postman.posted == []


async def test_a_mark_without_its_owner_is_unknown_never_sent_again() -> None:
    post = await Post().queue()
    (row,) = await post.store.claim_outbox(NOW, Lease(seconds=600))
    await post.store.commit(MoveOutbox(row.id, SendState.CLAIMED, row.fence, SendState.MARKED, NOW))
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.MARKED, "its owner may still be at it"
    post.clock.forward(seconds=600)
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.UNKNOWN
    assert post.postman.posted == []


@pytest.mark.parametrize("at", range(1, 9))
async def test_a_store_that_fails_anywhere_never_makes_a_second_copy(at: int) -> None:
    post = await Post(rows=2).queue()
    post.dispatcher.store = Faulty(post.store, at)  # type: ignore[assignment]
    for _ in range(3):
        with suppress(TemporaryFailure):
            await post.dispatcher.once()
        post.clock.forward(seconds=601)
    await post.dispatcher.once()
    sent = [one.message_id for one in post.postman.posted]
    assert sorted(sent) == ["own-1@mailbot.example", "own-2@mailbot.example"]
    assert {(await post.row(number)).state for number in (1, 2)} == {SendState.ACCEPTED}
    assert await post.told(1)
    assert await post.told(2)


async def test_our_answer_counts_though_the_row_was_called_unknown_meanwhile() -> None:
    post = await Post().queue()
    post.dispatcher.store = Faulty(post.store, 4)  # type: ignore[assignment]
    with pytest.raises(TemporaryFailure):
        await post.dispatcher.once()
    row = await post.row()
    assert row.state is SendState.MARKED
    await post.store.commit(MoveOutbox(row.id, SendState.MARKED, row.fence, SendState.UNKNOWN, NOW))
    await post.dispatcher.once()
    assert (await post.row()).state is SendState.ACCEPTED


async def test_limits_a_minute_and_a_day() -> None:
    post = await Post(rows=9, allowance=Allowance(per_minute=3, per_day=7)).queue()
    taken = []
    for _ in range(4):
        taken.append(await post.dispatcher.once())
        post.clock.forward(minutes=1)
    assert taken == [3, 3, 1, 0]
    post.clock.forward(days=1)
    assert await post.dispatcher.once() == 2


async def test_a_lease_too_short_is_given_back() -> None:
    post = await Post().queue()
    claim = post.store.claim_outbox

    async def slow(now, lease):  # type: ignore[no-untyped-def]
        rows = await claim(now, lease)
        post.clock.forward(seconds=200)
        post.store.claim_outbox = claim  # type: ignore[method-assign]
        return rows

    post.store.claim_outbox = slow  # type: ignore[method-assign]
    assert await post.dispatcher.once() == 1
    assert len(post.postman.posted) == 1


async def test_the_loop_sends_when_nudged_and_waits_out_a_failing_store() -> None:
    post = await Post(rows=1).queue()
    post.dispatcher.store = Faulty(post.store, 3)  # type: ignore[assignment]
    nudge = asyncio.Event()
    running = asyncio.ensure_future(post.dispatcher.run(nudge))
    await asyncio.sleep(0.05)
    assert post.dispatcher.trouble == "the test pulled the plug"
    nudge.set()
    async with asyncio.timeout(5):
        while not post.postman.posted:
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert post.postman.closed


class Slow(FakePostman):
    """Takes its time after the mark."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.goes_on = asyncio.Event()

    async def post(self, envelope: Envelope, mark: Callable[[], Awaitable[None]]) -> Receipt:
        await mark()
        self.begun.set()
        await self.goes_on.wait()
        return await super().post(envelope, _no_mark)


async def _no_mark() -> None:
    """Set before."""


async def test_told_to_stop_it_lets_the_letter_on_its_way_arrive_and_gives_back_the_others() -> None:
    slow = Slow()
    post = await Post(rows=3, postman=slow, limits=Limits(at_once=1)).queue()
    running = asyncio.ensure_future(post.dispatcher.run(asyncio.Event()))
    await slow.begun.wait()
    running.cancel()
    await asyncio.sleep(0.01)
    slow.goes_on.set()
    await asyncio.gather(running, return_exceptions=True)
    assert [(await post.row(number)).state for number in (1, 2, 3)] == [
        SendState.ACCEPTED, SendState.QUEUED, SendState.QUEUED,
    ]  # fmt: skip
    assert slow.closed


def test_pauses() -> None:
    assert [retry_pause(attempts) for attempts in (1, 99)] == [timedelta(minutes=5), timedelta(hours=4)]
    assert issubclass(StaleDispute, Exception)
