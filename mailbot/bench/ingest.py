"""Mailbox to committed draft: mails a second against a real Dovecot, peak memory, and the time from arrival to draft."""

import asyncio
import random
import resource
import tempfile
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from multiprocessing import get_context
from pathlib import Path
from shutil import copyfile
from statistics import median
from time import perf_counter
from typing import TypeVar

from mailbot.adapters.clock import SystemClock
from mailbot.app import Program, World, imap_of, open_desk, reader_for, smtp_of
from mailbot.bench.dovecot import HOST, USER, WORD, Dovecot
from mailbot.bench.limit import parse_only
from mailbot.bench.mails import DESK, SERVER, WRITTEN_AT, orders, sample
from mailbot.claims.order import Order
from mailbot.mail.message import RawMail
from mailbot.ports import Clock, SaveOrders
from mailbot.settings import Settings, read_settings

T = TypeVar("T")

HOUSE = Path(__file__).parent.parent.parent
ORDERS_A_COMMIT = 500
LATE_SECONDS = 60.0
WARM_UP = RawMail("", 0, 0, WRITTEN_AT, b"From: a@b.example\r\n\r\nhello\r\n")

SETTINGS = """\
[mail]
address = "{desk}"
trusted_server = "{server}"
[imap]
host = "{host}"
port = {port}
security = "none"
user = "{user}"
password = "{word}"
[smtp]
host = "{host}"
port = 1
security = "none"
[store]
url = "{store}"
keys_file = "keys.toml"
[desk]
policies = "{house}/config/policies"
templates = "{house}/templates"
reader_workers = {workers}
letter_workers = {workers}
"""


@dataclass(frozen=True, slots=True)
class Ingest:
    """What was measured."""

    mails: int
    average_bytes: int
    limit_a_second: float
    walked_a_second: float
    disputes: int
    drafts: int
    peak_main_mb: float
    latency_mails: int
    latency_p50_seconds: float
    latency_p99_seconds: float

    @property
    def ratio(self) -> float:
        """Of the limit measured in the same run."""
        return self.walked_a_second / self.limit_a_second


class BenchClock:
    """The day the mails were written, going on as time does."""

    def __init__(self) -> None:
        self._real = SystemClock()
        self._began = self._real.now()

    def now(self) -> datetime:
        """Return the moment, aware, in UTC."""
        return WRITTEN_AT + timedelta(hours=1) + (self._real.now() - self._began)


def prepare(folder: Path, mails: int, seed: int) -> int:
    """Write the backlog into a Maildir's ``new``; return its size in bytes."""
    made = sample(mails, seed).mails
    for number, mail in enumerate(made):
        (folder / f"{number:08d}.backlog").write_bytes(mail)
    return sum(map(len, made))


def limit(mails: int, seed: int) -> tuple[float, ...]:
    """Measure how many of these mails a second are parsed only, a few times."""
    return parse_only(sample(mails, seed).mails)


async def measure(mails: int, seed: int, workers: int, seconds: int, store: str = "") -> Ingest:
    """Measure the backlog, then ``seconds`` of 20 mails a second; everything in a temporary folder.

    The limit is the median of passes right before and right after the backlog, in a process of its own whose memory is
    not ours: a machine that others use too is not as fast in one minute as in the next.
    """
    live = sample(seconds * 20, seed + 1, first=mails)
    with tempfile.TemporaryDirectory(prefix="mailbot-bench-") as name:
        dovecot = Dovecot(Path(name))
        size_bytes = _elsewhere(prepare, dovecot.new, mails, seed)
        dovecot.start()
        try:
            settings = _settings(Path(name), dovecot.port, workers, store)
            async with _program(settings, BenchClock()) as program:
                await _keep(program, (*orders(mails, random.Random(seed)), *live.orders))  # noqa: S311 - figures
                await program.world.reader.read(WARM_UP)
                before = _elsewhere(limit, mails, seed)
                taken_seconds = await _backlog(program, mails)
                limits = (*before, *_elsewhere(limit, mails, seed))
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
                counted = await _counted(program)
                late = sorted(await _live(program, dovecot, live.mails)) if live.mails else [0.0]
        finally:
            dovecot.stop()
    return Ingest(
        mails=mails,
        average_bytes=size_bytes // mails,
        limit_a_second=median(limits),
        walked_a_second=mails / taken_seconds,
        disputes=counted[0],
        drafts=counted[1],
        peak_main_mb=peak,
        latency_mails=len(live.mails),
        latency_p50_seconds=late[len(late) // 2],
        latency_p99_seconds=late[min(len(late) - 1, int(len(late) * 0.99))],
    )


def _elsewhere(function: Callable[..., T], *arguments: object) -> T:
    with ProcessPoolExecutor(1, get_context("spawn")) as other:
        return other.submit(function, *arguments).result()


async def _keep(program: Program, made: Sequence[Order]) -> None:
    for start in range(0, len(made), ORDERS_A_COMMIT):
        await program.desk.store.commit(SaveOrders(tuple(made[start : start + ORDERS_A_COMMIT])))


@asynccontextmanager
async def _program(settings: Settings, clock: Clock) -> AsyncIterator[Program]:
    async with open_desk(settings, clock, exclusive=True) as desk:
        world = World(imap_of(settings), smtp_of(settings), reader_for(settings, desk.identity))
        try:
            yield Program(desk, world, settings)
        finally:
            await world.reader.close()
            await world.mailbox.close()
            await world.postman.close()


async def _backlog(program: Program, mails: int) -> float:
    """Take in and walk all that waits, both at once, as `mailbot run` does."""
    began = perf_counter()
    taking = asyncio.ensure_future(program.collector.take())
    done = 0
    while done < mails:
        walked = await program.walk.empty()
        done += walked
        if not walked:
            if taking.done():
                taking.result()
            await asyncio.sleep(0.005)
    await taking
    return perf_counter() - began


async def _live(program: Program, dovecot: Dovecot, mails: Sequence[bytes]) -> list[float]:
    """Deliver 20 mails a second while the loops run; return seconds from arrival to commit, one a mail."""
    loops = [
        asyncio.ensure_future(program.collector.run(program.mail_came.set)),
        asyncio.ensure_future(program.walk_when_mail_comes()),
    ]
    base = program.walk.walked
    arrived: list[float] = []
    late: list[float] = []
    sending = asyncio.ensure_future(_deliver(dovecot, mails, arrived))
    ends_at = perf_counter() + len(mails) / 20 + LATE_SECONDS
    while len(late) < len(mails) and perf_counter() < ends_at:
        now = perf_counter()
        done = min(program.walk.walked - base, len(arrived))
        late += [now - at for at in arrived[len(late) : done]]
        await asyncio.sleep(0.002)
    await sending
    for loop in loops:
        loop.cancel()
    await asyncio.gather(*loops, return_exceptions=True)
    return late or [LATE_SECONDS]


async def _deliver(dovecot: Dovecot, mails: Sequence[bytes], arrived: list[float]) -> None:
    began = perf_counter()
    for number, mail in enumerate(mails):
        await asyncio.sleep(max(0.0, began + number / 20 - perf_counter()))
        arrived.append(perf_counter())
        dovecot.put(mail)


async def _counted(program: Program) -> tuple[int, int]:
    disputes = len(await program.desk.store.disputes())
    counts = await program.desk.store.counts()
    return disputes, sum(number for name, number in counts.by_name.items() if name.startswith("drafts_"))


def _settings(folder: Path, port: int, workers: int, store: str) -> Settings:
    copyfile(HOUSE / "mailbot" / "demo" / "sample" / "people.toml", folder / "people.toml")
    file = folder / "mailbot.toml"
    file.write_text(
        SETTINGS.format(
            desk=DESK,
            server=SERVER,
            host=HOST,
            port=port,
            user=USER,
            word=WORD,
            house=HOUSE,
            workers=workers,
            store=store or "sqlite:///mailbot.db",
        ),
        encoding="utf-8",
    )
    return read_settings(file, {})
