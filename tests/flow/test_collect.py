"""Taking mail in: raw first, cursor with it, marks after; nothing lost, nothing twice, whatever fails."""

import asyncio
from collections.abc import Sequence

import pytest

from mailbot.errors import PermanentFailure, TemporaryFailure
from mailbot.flow.collect import MOST_FETCHES, MOST_RESYNCS, Collector
from mailbot.flow.pace import BackOff
from mailbot.mail.message import RawMail
from mailbot.ports import Cursor
from tests.fakes import FakeClock, FakeMailbox, Faulty, MemoryStore


def collector(mailbox: object, store: object) -> Collector:
    return Collector(mailbox, store, FakeClock(), BackOff(lambda: 0.0))  # type: ignore[arg-type]


async def contents(store: MemoryStore) -> list[bytes]:
    return [waiting.raw.content for waiting in await store.waiting_mails(1000)]


def filled(count: int) -> FakeMailbox:
    mailbox = FakeMailbox()
    for number in range(1, count + 1):
        mailbox.receive(b"mail %d" % number)
    return mailbox


async def test_everything_new_is_kept_once_and_marked() -> None:
    mailbox, store = filled(120), MemoryStore()
    collect = collector(mailbox, store)
    assert await collect.take() == 120
    assert await collect.take() == 0
    mailbox.receive(b"another")
    assert await collect.take() == 1
    assert await contents(store) == [*(b"mail %d" % number for number in range(1, 121)), b"another"]
    assert await store.cursor("INBOX") == Cursor("INBOX", 1, 121)
    assert mailbox.marked == set(range(1, 122))


async def test_two_who_ask_at_once_take_nothing_twice() -> None:
    mailbox, store = filled(60), MemoryStore()
    collect = collector(mailbox, store)
    assert sum(await asyncio.gather(collect.take(), collect.take())) == 60


async def test_a_mail_that_went_away_does_not_hold_the_cursor() -> None:
    mailbox, store = filled(2), MemoryStore()
    gone = mailbox.uids_after

    async def still_listed(uid: int) -> tuple[int, ...]:
        return (*await gone(uid), 3)

    mailbox.uids_after = still_listed  # type: ignore[method-assign]
    assert await collector(mailbox, store).take() == 2
    assert await store.cursor("INBOX") == Cursor("INBOX", 1, 3)


@pytest.mark.parametrize("at", range(1, 12))
async def test_whatever_call_fails_the_next_time_makes_it_whole(at: int) -> None:
    mailbox, store = filled(60), MemoryStore()
    collect = collector(Faulty(mailbox, at), store)
    for _ in range(2):
        try:
            await collect.take()
        except TemporaryFailure:
            continue
    assert await contents(store) == [b"mail %d" % number for number in range(1, 61)]
    assert mailbox.marked == set(range(1, 61))


@pytest.mark.parametrize("at", range(1, 6))
async def test_a_store_that_fails_costs_no_mail_and_no_early_mark(at: int) -> None:
    mailbox, store = filled(60), MemoryStore()
    collect = collector(mailbox, Faulty(store, at, TemporaryFailure("disk full")))
    try:
        await collect.take()
    except TemporaryFailure:
        kept = {waiting.raw.uid for waiting in await store.waiting_mails(1000)}
        assert mailbox.marked <= kept, "marked on the server before it was kept"
        await collect.take()
    assert await contents(store) == [b"mail %d" % number for number in range(1, 61)]


async def test_a_new_uidvalidity_is_matched_by_content() -> None:
    mailbox, store = filled(60), MemoryStore()
    collect = collector(mailbox, store)
    await collect.take()
    mailbox.receive(b"came meanwhile")
    mailbox.renumber()
    assert await collect.take() == 1
    assert await store.cursor("INBOX") == Cursor("INBOX", 2, 61)
    assert (await contents(store))[60:] == [b"came meanwhile"]
    assert await collect.take() == 0


@pytest.mark.parametrize("at", range(1, 14))
async def test_a_resync_cut_off_anywhere_neither_loses_nor_doubles(at: int) -> None:
    mailbox, store = filled(60), MemoryStore()
    await collector(mailbox, store).take()
    mailbox.receive(b"new one")
    mailbox.renumber()
    for port in (Faulty(mailbox, at), mailbox):
        collect = collector(port, store)  # as after a crash: nothing is remembered
        try:
            await collect.take()
        except TemporaryFailure:
            continue
    assert sorted(await contents(store)) == sorted([*(b"mail %d" % number for number in range(1, 61)), b"new one"])
    assert await store.cursor("INBOX") == Cursor("INBOX", 2, 61)


async def test_numbers_that_change_under_our_hands_are_not_believed() -> None:
    mailbox, store = filled(3), MemoryStore()
    search = mailbox.uids_after

    async def renumbered(uid: int) -> tuple[int, ...]:
        found = await search(uid)
        mailbox.renumber()
        return found

    mailbox.uids_after = renumbered  # type: ignore[method-assign]
    with pytest.raises(TemporaryFailure, match="changed meanwhile"):
        await collector(mailbox, store).take()
    assert await contents(store) == []


async def test_a_server_that_renumbers_for_ever_is_given_up() -> None:
    mailbox, store = filled(3), MemoryStore()
    collect = collector(mailbox, store)
    await collect.take()
    for _ in range(MOST_RESYNCS):
        mailbox.renumber()
        await collect.take()
    mailbox.renumber()
    with pytest.raises(PermanentFailure, match="UIDVALIDITY"):
        await collect.take()
    assert len(await contents(store)) == 3


class Poisoned(FakeMailbox):
    """Some mails cannot be fetched, and take their whole batch with them."""

    def __init__(self, poison: Sequence[int]) -> None:
        super().__init__()
        self.poison = set(poison)

    async def fetch(self, uids: Sequence[int]) -> tuple[RawMail, ...]:
        if self.poison & set(uids):
            raise TemporaryFailure("server bug")
        return await super().fetch(uids)


async def test_a_mail_that_never_comes_leaves_a_note_and_lets_the_others_pass() -> None:
    mailbox, store = Poisoned([2, 4]), MemoryStore()
    for number in range(1, 6):
        mailbox.receive(b"mail %d" % number)
    collect = collector(mailbox, store)
    for _ in range(2 * MOST_FETCHES + 2):
        try:
            await collect.take()
        except TemporaryFailure:
            assert await contents(store) == []
    kept = await contents(store)
    assert [kept[index] for index in (0, 2, 4)] == [b"mail 1", b"mail 3", b"mail 5"]
    assert b"mail number 2" in kept[1]
    assert b"mail number 4" in kept[3]


class Waits:
    """Records how long it was told to sleep, and stops after so many times."""

    def __init__(self, most: int) -> None:
        self.seconds: list[float] = []
        self.most = most

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        if len(self.seconds) == self.most:
            raise asyncio.CancelledError


async def test_the_loop_backs_off_says_why_and_resets_after_a_success() -> None:
    mailbox, store, waits, woken = filled(1), MemoryStore(), Waits(6), []
    collect = Collector(mailbox, store, FakeClock(), BackOff(lambda: 0.0), waits)
    away = TemporaryFailure("IMAP mail.test:993: refused")
    mailbox.fails.extend([away, away, away])

    async def wait(seconds: float) -> bool:
        assert seconds == 60, "a poll stands behind IDLE"
        assert collect.trouble == ""
        mailbox.fails.extend([away, away, away])
        raise TemporaryFailure("IDLE broke")

    mailbox.wait = wait  # type: ignore[method-assign]
    with pytest.raises(asyncio.CancelledError):
        await collect.run(lambda: woken.append(1), poll_seconds=3600)
    assert waits.seconds == [5, 10, 20, 5, 10, 20]
    assert woken == [1]
    assert collect.trouble == "IMAP mail.test:993: refused"
    assert mailbox.closed


def test_the_back_off_ends_at_a_quarter_of_an_hour() -> None:
    back_off = BackOff(lambda: 1.0)
    waits = [back_off.next_seconds() for _ in range(40)]
    assert waits[0] == 6.25
    assert waits[-1] == 1125
