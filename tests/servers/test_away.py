"""Mailbox, post and database away in the middle of the work: waited for, said, and nothing lost when each is back."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from mailbot.adapters.clock import SystemClock
from mailbot.app import Program, World, imap_of, open_desk, reader_for, smtp_of
from mailbot.claims.order import Contact
from mailbot.mail.envelope import LetterKind, SendState
from mailbot.ports import SaveOrders
from tests.claims.lots import order as lot
from tests.servers.conftest import BUYER, DESK, SELLER
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres, postgres
from tests.servers.test_settled import settings_for

__all__ = ["postgres"]

pytestmark = pytest.mark.servers

NUMBERS = iter(range(31_000, 32_000))


@asynccontextmanager
async def running(folder: Path, dovecot: Dovecot, postfix: Postfix, url: str) -> AsyncIterator[tuple[Program, str]]:
    """The program with its loops, and an order of Ann's."""
    settings = settings_for(folder, dovecot, postfix, url)
    number, now = f"RD-{next(NUMBERS)}", SystemClock().now()
    async with open_desk(settings, exclusive=True) as desk:
        buyer, seller = Contact("Ann Buyer", (BUYER,)), Contact("Returns desk", (SELLER,))
        paid_at, delivered_at = now - timedelta(days=9), now - timedelta(days=1)
        order = lot(
            number=number, buyer=buyer, seller=seller, purchased_at=paid_at, paid_at=paid_at, delivered_at=delivered_at
        )
        await desk.store.commit(SaveOrders((order,)))
        world = World(imap_of(settings), smtp_of(settings), reader_for(settings, desk.identity, workers=0))
        program = Program(desk, world, settings)
        loops = asyncio.ensure_future(program.run())
        try:
            yield program, number
        finally:
            loops.cancel()
            await asyncio.gather(loops, return_exceptions=True)
            await world.mailbox.close()
            await world.postman.close()


async def until(met: Callable[[], Awaitable[object]], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not await met():
            await asyncio.sleep(0.3)


async def claim(postfix: Postfix, number: str) -> None:
    await asyncio.to_thread(postfix.send, BUYER, DESK, f"Short: {number}", f"2 VACUUM missing from order {number}.\n")


def opened(program: Program, number: str) -> Callable[[], Awaitable[bool]]:
    async def met() -> bool:
        return any(row.order_number == number for row in await program.desk.store.disputes())

    return met


def told(program: Program) -> Callable[[], Awaitable[bool]]:
    async def met() -> bool:
        rows = await program.desk.store.outbox(SendState.ACCEPTED)
        return any(row.kind is LetterKind.PARTY for row in rows)

    return met


async def test_the_database_away(tmp_path: Path, dovecot: Dovecot, postfix: Postfix, postgres: Postgres) -> None:
    async with running(tmp_path, dovecot, postfix, await postgres.fresh()) as (program, number):
        await asyncio.sleep(1)
        await asyncio.to_thread(postgres.stop)
        try:
            await claim(postfix, number)
            await until(lambda: asyncio.sleep(0, result=program.collector.trouble or program.dispatcher.trouble))
        finally:
            await asyncio.to_thread(postgres.start)
        await until(opened(program, number))
        await until(told(program))


async def test_the_mailbox_away(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> None:
    async with running(tmp_path, dovecot, postfix, f"sqlite:///{tmp_path}/mailbot.db") as (program, number):
        await asyncio.sleep(1)
        await asyncio.to_thread(dovecot.stop)
        await claim(postfix, number)
        try:
            await until(lambda: asyncio.sleep(0, result="IMAP" in program.collector.trouble))
        finally:
            await asyncio.to_thread(dovecot.start)
        await until(opened(program, number))
        await until(lambda: asyncio.sleep(0, result=program.collector.trouble == ""))


async def test_the_post_away(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> None:
    async with running(tmp_path, dovecot, postfix, f"sqlite:///{tmp_path}/mailbot.db") as (program, number):
        before = len(postfix.inbox(DESK))
        await claim(postfix, number)
        await asyncio.to_thread(postfix.wait_for, DESK, before + 1)
        await asyncio.to_thread(postfix.stop)
        try:
            await until(opened(program, number))
            await until(lambda: asyncio.sleep(0, result="SMTP" in program.dispatcher.trouble))
        finally:
            await asyncio.to_thread(postfix.start)
        await until(told(program))
        rows = await program.desk.store.outbox()
        assert not [row for row in rows if row.state in (SendState.REFUSED, SendState.UNKNOWN)]
