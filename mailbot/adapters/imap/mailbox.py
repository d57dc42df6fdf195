"""The Mailbox port over IMAP."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial

import structlog

from mailbot.adapters.imap.account import MEGABYTE, ImapAccount
from mailbot.adapters.imap.answers import Fetched, read_fetch, read_search
from mailbot.adapters.imap.session import Session, open_session
from mailbot.errors import TemporaryFailure
from mailbot.mail.message import RawMail

BATCH = 50  # mails in one FETCH
BATCH_BYTES = 8 * MEGABYTE
LONGEST_IDLE_SECONDS = 300.0
SHORTFALL = 0.95  # Exchange only estimates sizes; a body shorter than this share of them is fetched again
SLOWEST_BYTES_PER_SECOND = 32 * 1024
KEYWORD = "$Mediated"

_log = structlog.get_logger("mailbot.imap")


class ImapMailbox:
    """One folder. ``uidvalidity`` opens a session; the other calls belong to that session and fail if it is lost."""

    def __init__(self, account: ImapAccount) -> None:
        self._account = account
        self._session: Session | None = None

    @property
    def name(self) -> str:
        """What mailbot calls it."""
        return self._account.name

    async def uidvalidity(self) -> int:
        """Tell the folder's UIDVALIDITY; connects if need be."""
        if self._session is None or not self._session.alive:
            self._session = None
            self._session = await open_session(self._account)
        return self._session.uidvalidity

    async def uids_after(self, uid: int) -> tuple[int, ...]:
        """Every UID above this one, ascending."""
        session = self._open()
        connection = session.connection
        await session.ask("look for news", lambda: connection.simple_command("NOOP"))
        connection.forget_news()
        lines = await session.ask("search", lambda: connection.search(f"UID {uid + 1}:*", charset=None, by_uid=True))
        return tuple(number for number in read_search(lines) if number > uid)  # n:* always names the last mail

    async def fetch(self, uids: Sequence[int]) -> tuple[RawMail, ...]:
        """Bring the mails still there, in order; of one that is too large, a note in its place."""
        if len(uids) > BATCH:
            raise ValueError(f"at most {BATCH} mails at once")
        if not uids:
            return ()
        sizes = await self._sizes(uids)
        small = [uid for uid in sorted(sizes) if sizes[uid] <= self._account.largest_bytes]
        found = [self._too_large(uid, sizes[uid]) for uid in sizes if uid not in small]
        for some in in_batches(small, sizes):
            found += await self._bodies(some, sizes)
        return tuple(sorted(found, key=lambda mail: mail.uid))

    async def mark(self, uids: Sequence[int]) -> None:
        """Set the Seen flag, and our own keyword where the folder keeps such."""
        session = self._open()
        flags = f"(\\Seen {KEYWORD})" if session.keywords else "(\\Seen)"
        for start in range(0, len(uids), BATCH):
            numbers = ",".join(map(str, uids[start : start + BATCH]))
            store = partial(session.connection.uid, "STORE", numbers, "+FLAGS.SILENT", flags)
            await session.ask("mark", store)

    async def wait(self, seconds: float) -> bool:
        """IDLE (or, where the server cannot, sleep); True if something may have come."""
        session = self._open()
        if session.connection.has_news:
            return True
        if "IDLE" not in session.connection.capabilities:
            await asyncio.sleep(seconds)
            return True
        seconds = min(seconds, LONGEST_IDLE_SECONDS)
        patience = self._account.timeout_seconds
        idle = partial(session.connection.idle_for, seconds, patience)
        await session.ask("wait for mail", idle, seconds + patience)
        return session.connection.has_news

    async def close(self) -> None:
        """Say goodbye if the server still listens."""
        session, self._session = self._session, None
        if session is None or not session.alive:
            return
        try:
            async with asyncio.timeout(2):
                await session.connection.logout()
        except (TimeoutError, TemporaryFailure):
            pass
        finally:
            session.connection.end("closed")

    def _open(self) -> Session:
        if self._session is None or not self._session.alive:
            why = self._session.connection.lost if self._session else "not connected"
            raise TemporaryFailure(f"{self._account.place}: {why}")
        return self._session

    async def _sizes(self, uids: Sequence[int]) -> dict[int, int]:
        found = await self._fetch(uids, "(UID RFC822.SIZE)", 0)
        wanted = set(uids)
        return {one.uid: one.size_bytes for one in found if one.uid in wanted and one.size_bytes is not None}

    async def _bodies(self, uids: Sequence[int], sizes: dict[int, int]) -> list[RawMail]:
        found = await self._contents(uids, sizes)
        short = [uid for uid in uids if uid in found and len(found[uid].content or b"") < sizes[uid] * SHORTFALL]
        for uid in short:
            again = (await self._contents([uid], sizes)).get(uid)
            if again is None or again.content != found[uid].content:
                raise TemporaryFailure(f"{self._account.place}: mail {uid} came incomplete")
            _log.warning("mail shorter than announced", mailbox=self.name, uid=uid, announced=sizes[uid])
        return [self._raw(one.uid, one.content or b"", one.received_at) for one in found.values()]

    async def _contents(self, uids: Sequence[int], sizes: dict[int, int]) -> dict[int, Fetched]:
        found = await self._fetch(uids, "(UID INTERNALDATE BODY.PEEK[])", sum(sizes[uid] for uid in uids))
        wanted = set(uids)
        return {one.uid: one for one in found if one.uid in wanted and one.content is not None}

    async def _fetch(self, uids: Sequence[int], items: str, size_bytes: int) -> tuple[Fetched, ...]:
        session = self._open()
        numbers = ",".join(map(str, uids))
        fetch = partial(session.connection.uid, "FETCH", numbers, items)
        lines = await session.ask("fetch", fetch, size_bytes / SLOWEST_BYTES_PER_SECOND)
        return read_fetch(lines)

    def _raw(self, uid: int, content: bytes, received_at: datetime | None) -> RawMail:
        return RawMail(self.name, self._open().uidvalidity, uid, received_at or received(content), content)

    def _too_large(self, uid: int, size_bytes: int) -> RawMail:
        words = f"This mail is {size_bytes} bytes long, too large to take in. It stays in the mailbox as number {uid}."
        return self._raw(uid, f"Subject: mail too large\r\n\r\n{words}\r\n".encode(), None)


def in_batches(uids: Sequence[int], sizes: dict[int, int]) -> Iterator[list[int]]:
    """Batches of at most BATCH_BYTES; a larger mail goes alone."""
    batch: list[int] = []
    total = 0
    for uid in uids:
        if batch and total + sizes[uid] > BATCH_BYTES:
            yield batch
            batch, total = [], 0
        batch.append(uid)
        total += sizes[uid]
    if batch:
        yield batch


def received(content: bytes) -> datetime:
    """When the topmost Received header says; 1970 if nothing does. For servers whose INTERNALDATE cannot be read."""
    match = re.search(rb"^Received:[^;]*;([^\r\n]+)", content[:65536], re.IGNORECASE | re.MULTILINE)
    try:
        moment = parsedate_to_datetime(match[1].decode("ascii", "replace").strip()) if match else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        return datetime(1970, 1, 1, tzinfo=UTC)
    return moment.astimezone(UTC)
