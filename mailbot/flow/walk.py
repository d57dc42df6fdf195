"""The walk of a mail: read, authenticated, threaded, interpreted, decided, drafted, committed - whole or not at all.

    raw mail ──read──▶ message, clues ──thread──▶ placement ──understand──▶ intents ──decide──▶ Decision ──▶ writes

Reading runs in worker processes; the steps are pure; this module only asks the store between them and commits once.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from traceback import extract_tb

import structlog

from mailbot.errors import MalformedMail, StaleDispute, WorldFailure
from mailbot.flow.departures import Departures
from mailbot.flow.desk import Desk
from mailbot.flow.placing import Arrived, continue_with, file_only, open_with, set_aside
from mailbot.flow.verdict_mail import VerdictMail
from mailbot.mail.address import canonical
from mailbot.mail.automatic import Automatic
from mailbot.mail.bounce import Bounced
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.message import Message
from mailbot.mediation.placement import Found, Place, Placement
from mailbot.ports import Looked, MarkRaw, RawState, Reader, WaitingMail, Write
from mailbot.steps.thread import thread

BATCH = 32
IN_FLIGHT = 64  # mails under way at once: enough that no core waits for a commit
ATTEMPTS_MAX = 3
STALE_TRIES = 10

log = structlog.get_logger()


class Walk:
    """Walks the mails that wait in the store."""

    def __init__(self, desk: Desk, reader: Reader, verdicts: VerdictMail, departures: Departures) -> None:
        self._desk = desk
        self._reader = reader
        self._verdicts = verdicts
        self._departures = departures
        self._alone = asyncio.Lock()
        self._spared: dict[int, int] = {}  # attempts of mails that could not be walked through no fault of theirs
        self.walked = 0  # mails done with since the start

    async def empty(self) -> int:
        """Walk all mails that wait; return how many were done with. Several may ask at once; one after the other walks."""
        done = 0
        async with self._alone:
            while any(walked := await self._once_through()):
                done += sum(walked)
        return done

    async def _once_through(self) -> list[bool]:
        """Walk each waiting mail once, many at a time, each sender's in the order they came."""
        turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        walks: set[asyncio.Task[bool]] = set()
        ended: list[asyncio.Task[bool]] = []
        after = 0
        try:
            while waiting := await self._next(after):
                after = waiting[-1].raw.id
                readings = [asyncio.ensure_future(self._read(mail)) for mail in waiting]
                for mail, reading in zip(waiting, readings, strict=True):
                    await asyncio.wait([reading])
                    sender = "" if reading.exception() else canonical(reading.result()[0].sender.address)
                    walks.add(asyncio.ensure_future(self._in_turn(turns[sender], mail, reading)))
                ended += await _room(walks, IN_FLIGHT)
        finally:
            ended += await _room(walks, 0)  # whatever happened, none goes on behind our back
        for trouble in filter(None, [walk.exception() for walk in ended]):
            raise trouble  # what the world did to one of them
        return [walk.result() for walk in ended]

    async def _next(self, after: int) -> list[WaitingMail]:
        """Take the next mails, their attempt counted: a mail that ends the program is known by it at the next start.

        One that was tried before is taken by itself, so that it costs no other its attempts.
        """
        waiting = [
            replace(mail, attempts=self._spared.pop(mail.raw.id, mail.attempts))
            for mail in await self._desk.store.waiting_mails(BATCH, after)
        ]
        taken = list(takewhile(lambda mail: not mail.attempts, waiting)) or waiting[:1]
        await self._desk.store.commit(*(MarkRaw(mail.raw.id, RawState.WAITING, mail.attempts + 1) for mail in taken))
        return taken

    async def _read(self, mail: WaitingMail) -> tuple[Message, tuple[Clue, ...]]:
        if mail.attempts >= ATTEMPTS_MAX:
            raise MalformedMail("each time it was worked on, that ended the program")
        return await self._reader.read(mail.raw)

    async def _in_turn(
        self, turn: asyncio.Lock, mail: WaitingMail, reading: "asyncio.Future[tuple[Message, tuple[Clue, ...]]]"
    ) -> bool:
        """Walk one mail; whatever goes wrong with it, the next one goes on."""
        async with turn:
            try:
                message, clues = reading.result()
                await self._walk(mail, message, clues)
            except WorldFailure:
                self._spared[mail.raw.id] = mail.attempts
                raise  # the world failed, not the mail: it waits until the world is back
            except Exception as trouble:
                await self._count(mail, trouble)
                return mail.attempts + 1 >= ATTEMPTS_MAX
        return True

    async def _walk(self, mail: WaitingMail, message: Message, clues: Sequence[Clue]) -> None:
        """Follow a mail on fresh state until nobody got in between: the steps are pure, so that costs nothing."""
        for last in [False] * STALE_TRIES + [True]:
            writes = await self._follow(mail, message, clues)
            try:
                await self._desk.store.commit(*writes)
            except StaleDispute:
                if last:
                    raise
            else:
                self.walked += 1
                log.info("mail walked", raw=mail.raw.id, writes=len(writes))
                return

    async def _follow(self, mail: WaitingMail, message: Message, clues: Sequence[Clue]) -> tuple[Write, ...]:
        looked = await self._desk.store.look_up(clues, message.sender.address)
        if message.bounces and not _by_party(message, looked):
            return await self._came_back(mail, message)
        message = replace(message, bounces=(), automatic=_otherwise(message)) if message.bounces else message
        verdict = await self._verdict(mail, message, clues, looked.found)
        if verdict is not None:
            return verdict
        sender = replace(message.sender, trust=self._desk.believed(message.sender))
        placement = thread(replace(message, sender=sender), looked.found, looked.named, looked.buyer_known)
        if placement.place is Place.NEW_DISPUTE:
            order = next(order for order in looked.named if order.number == placement.order_number)
            writes = await open_with(self._desk, self._reader, Arrived(mail, message, placement), order)
        elif placement.place is Place.PLACED and placement.dispute_id and placement.side:
            writes = await continue_with(self._desk, self._reader, Arrived(mail, message, placement))
        else:
            return await set_aside(self._desk, mail, message, placement)
        return *writes, MarkRaw(mail.raw.id, RawState.WALKED, mail.attempts + 1)

    async def _verdict(
        self, mail: WaitingMail, message: Message, clues: Sequence[Clue], found: Sequence[Found]
    ) -> tuple[Write, ...] | None:
        """Try the tokens that belong to no party: they may be one-time addresses of a mediator."""
        of_parties = {clue.value for clue in found}
        for clue in clues:
            if clue.kind is ClueKind.TOKEN and clue.value not in of_parties:
                writes = await self._verdicts.follow(clue.value, message, mail)
                if writes is not None:
                    return writes
        return None

    async def _came_back(self, mail: WaitingMail, message: Message) -> tuple[Write, ...]:
        """Follow a delivery report to the letter it names; it is never an answer and never answered."""
        writes: list[Write] = []
        for bounced in _worst_of_each(message.bounces):
            writes += await self._departures.came_back(bounced) or ()
        why = "; ".join(f"{item.address}: {item.reason or item.status}" for item in message.bounces)
        noted = Placement(Place.NOTED, f"a delivery report: {why}")
        done = MarkRaw(mail.raw.id, RawState.WALKED, mail.attempts + 1, noted.why)
        return file_only(mail, message, noted), *writes, done

    async def _count(self, mail: WaitingMail, trouble: Exception) -> None:
        """Say what happened; after the last attempt set the mail aside with its reason."""
        attempts = mail.attempts + 1
        log.error(
            "mail not walked", raw=mail.raw.id, attempts=attempts, trouble=type(trouble).__name__, at=_where(trouble)
        )
        if attempts >= ATTEMPTS_MAX:
            what = str(trouble) if isinstance(trouble, MalformedMail) else type(trouble).__name__
            why = f"could not be worked on: {what}; an operator finds the details in the log"
            await self._desk.store.commit(*await set_aside(self._desk, mail, None, Placement(Place.QUARANTINE, why)))


def _by_party(message: Message, looked: Looked) -> bool:
    """Whether what only sounds like a delivery report is a party's own mail: of pallets that could not be delivered."""
    known = looked.buyer_known or any(clue.sender_is_party for clue in looked.found)
    return known and not any(part.type.endswith("delivery-status") for part in message.attachments)


def _otherwise(message: Message) -> Automatic | None:
    """Return which machine wrote what is no delivery report after all, if one did."""
    read = message.automatic
    return replace(read, kind=read.otherwise, otherwise=None) if read is not None and read.otherwise else None


def _worst_of_each(bounces: Sequence[Bounced]) -> Sequence[Bounced]:
    """Return one report for each letter: a letter of ours has one reader, wherever that one's server passed it on to."""
    worst_last = sorted(bounces, key=lambda bounced: (not bounced.delayed, bounced.hard))
    return tuple({bounced.message_id: bounced for bounced in worst_last}.values())


async def _room(walks: "set[asyncio.Task[bool]]", most: int) -> "list[asyncio.Task[bool]]":
    """Wait until no more than so many are under way; return those that ended."""
    ended: list[asyncio.Task[bool]] = []
    while len(walks) > most:
        done, _ = await asyncio.wait(walks, return_when=asyncio.FIRST_COMPLETED)
        walks -= done
        ended += done
    return ended


def _where(trouble: Exception) -> str:
    """Say where it went wrong; the words of an exception may be a party's, so they are not logged."""
    frames = extract_tb(trouble.__traceback__)[-6:]
    return " < ".join(f"{frame.filename.rpartition('mailbot/')[2]}:{frame.lineno}" for frame in reversed(frames))
