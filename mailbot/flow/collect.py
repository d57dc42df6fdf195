"""Mailbox to store: raw bytes first, the cursor in the same commit, the mark on the server after it. Parses nothing."""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from typing import NoReturn

import structlog

from mailbot.errors import PermanentFailure, TemporaryFailure, WorldFailure
from mailbot.flow.pace import BackOff
from mailbot.mail.message import RawMail
from mailbot.ports import Clock, Cursor, Mailbox, Store, TakeMails

BATCH = 50
LONGEST_POLL_SECONDS = 60.0
MOST_RESYNCS = 5
MOST_FETCHES = 5  # of one mail, before a note is taken in its place

_log = structlog.get_logger("mailbot.collect")


class Collector:
    """Takes in one mailbox. ``trouble`` says in words what it waits for; empty when all is well."""

    def __init__(
        self,
        mailbox: Mailbox,
        store: Store,
        clock: Clock,
        back_off: BackOff | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._mailbox = mailbox
        self._store = store
        self._clock = clock
        self._back_off = back_off or BackOff()
        self._sleep = sleep
        self._turn = asyncio.Lock()
        self._resyncs = 0
        self._unmarked: list[int] = []  # committed, not yet marked on the server
        self._failed: dict[int, int] = {}  # UIDs to fetch alone, and how often that failed
        self.trouble = ""

    async def take(self) -> int:
        """Take in what is new; how many mails that was. Several may ask at once; one after the other is served."""
        async with self._turn:
            return await self._take()

    async def _take(self) -> int:
        uidvalidity = await self._mailbox.uidvalidity()
        cursor = await self._store.cursor(self._mailbox.name)
        if cursor is None:
            cursor = Cursor(self._mailbox.name, uidvalidity, 0)
        if cursor.uidvalidity != uidvalidity:
            return await self._resync(cursor, uidvalidity)
        await self._mark(())
        taken = 0
        for uids in _batches(await self._mailbox.uids_after(cursor.uid)):
            taken += await self._take_batch(uids, uidvalidity)
        self._resyncs = 0
        self._failed = {}
        return taken

    async def run(self, wake: Callable[[], None], poll_seconds: float = LONGEST_POLL_SECONDS) -> NoReturn:
        """Take in mail for ever; ``wake`` is called whenever some came. A failing server is waited for."""
        try:
            while True:
                try:
                    await self._take_and_wait(wake, min(poll_seconds, LONGEST_POLL_SECONDS))
                except WorldFailure as failure:
                    await self._pause(failure)
        finally:
            await self._mailbox.close()

    async def _take_and_wait(self, wake: Callable[[], None], seconds: float) -> None:
        taken = await self.take()
        if self.trouble:
            _log.info("mailbox is back", mailbox=self._mailbox.name)
        self._back_off.reset()
        self.trouble = ""
        if taken:
            wake()
        await self._mailbox.wait(seconds)

    async def _pause(self, failure: WorldFailure) -> None:
        seconds = self._back_off.next_seconds()
        self.trouble = str(failure)
        say = _log.error if isinstance(failure, PermanentFailure) else _log.warning
        say("waiting for the mailbox", mailbox=self._mailbox.name, reason=self.trouble, seconds=round(seconds))
        await self._mailbox.close()
        await self._sleep(seconds)

    async def _take_batch(self, uids: Sequence[int], uidvalidity: int) -> int:
        mails = await self._fetch(uids, uidvalidity)
        await self._store.commit(TakeMails(mails, Cursor(self._mailbox.name, uidvalidity, uids[-1])))
        _log.info("mails taken in", mailbox=self._mailbox.name, mails=len(mails), up_to=uids[-1])
        await self._mark([mail.uid for mail in mails])
        return len(mails)

    async def _mark(self, uids: Sequence[int]) -> None:
        """Mark on the server; what could not be marked is tried again next time."""
        self._unmarked += uids
        if self._unmarked:
            await self._mailbox.mark(self._unmarked)
            self._unmarked = []

    async def _resync(self, old: Cursor, uidvalidity: int) -> int:
        """Find known mails again by their content. The old cursor stays until all is done, so a crash repeats it."""
        self._resyncs += 1
        if self._resyncs > MOST_RESYNCS:
            raise PermanentFailure(
                f"mailbox {old.mailbox}: the server changed UIDVALIDITY {MOST_RESYNCS} times in a row; look at the server"
            )
        _log.warning("UIDVALIDITY changed", mailbox=old.mailbox, was=old.uidvalidity, now=uidvalidity)
        self._unmarked = []  # those numbers mean nothing any more
        taken, last = 0, 0
        for uids in _batches(await self._mailbox.uids_after(0)):
            mails = await self._fetch(uids, uidvalidity)
            fresh = await self._unknown(mails)
            await self._store.commit(TakeMails(fresh, old))
            await self._mark([mail.uid for mail in mails])
            taken, last = taken + len(fresh), uids[-1]
        await self._store.commit(TakeMails((), Cursor(old.mailbox, uidvalidity, last)))
        return taken

    async def _unknown(self, mails: Sequence[RawMail]) -> tuple[RawMail, ...]:
        hashes = {mail.uid: hashlib.sha256(mail.content).hexdigest() for mail in mails}
        known = await self._store.known_hashes(self._mailbox.name, tuple(hashes.values()))
        return tuple(mail for mail in mails if hashes[mail.uid] not in known)

    async def _fetch(self, uids: Sequence[int], uidvalidity: int) -> tuple[RawMail, ...]:
        if self._failed.keys() & set(uids):
            singly = [await self._fetch_alone(uid, uidvalidity) for uid in uids]
            return tuple(mail for mails in singly for mail in mails)
        try:
            mails = await self._mailbox.fetch(uids)
        except WorldFailure:
            self._failed.update(dict.fromkeys(uids, 0))
            raise
        if any(mail.uidvalidity != uidvalidity for mail in mails):
            raise TemporaryFailure(f"mailbox {self._mailbox.name}: UIDVALIDITY changed meanwhile")
        return mails

    async def _fetch_alone(self, uid: int, uidvalidity: int) -> tuple[RawMail, ...]:
        """Fetch one mail of a batch that failed; one that never comes must not hold up those behind it."""
        if self._failed.get(uid, 0) >= MOST_FETCHES:
            _log.error("mail cannot be fetched", mailbox=self._mailbox.name, uid=uid)
            return (self._note(uid, uidvalidity),)
        try:
            return await self._mailbox.fetch((uid,))
        except WorldFailure:
            self._failed[uid] = self._failed.get(uid, 0) + 1
            raise

    def _note(self, uid: int, uidvalidity: int) -> RawMail:
        words = f"The server would not hand out mail number {uid} in {MOST_FETCHES} tries. It is still in the mailbox."
        content = f"Subject: mail cannot be fetched\r\n\r\n{words}\r\n".encode()
        return RawMail(self._mailbox.name, uidvalidity, uid, self._clock.now(), content)


def _batches(uids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(uids), BATCH):
        yield uids[start : start + BATCH]
