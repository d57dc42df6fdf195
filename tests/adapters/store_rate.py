"""How many walked mails a second a store commits: ``python -m tests.adapters.store_rate [url] [units] [callers]``."""

import asyncio
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from mailbot.adapters.store import open_store
from mailbot.mediation.events import LetterOrdered
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.ports import (
    AddDraft,
    AddToken,
    AppendEvents,
    Cursor,
    MarkRaw,
    RawState,
    SaveMessage,
    SaveOrders,
    Store,
    TakeMails,
    Write,
)
from tests import make

TEXT = "The pallet came short. " * 60
LETTER = "Thank you for writing to us. We now hold your photos. " * 40


def walked_mail(raw_id: int) -> tuple[Write, ...]:
    """What a typical walk of a first mail commits."""
    dispute_id = f"D-{raw_id}"
    dispute = make.dispute(id=dispute_id, order_number=f"PS-{raw_id}", version=6, deadlines=(make.deadline(),))
    message = make.message(TEXT, message_id=f"m{raw_id}@buyer.example")
    opened = make.opened(dispute_id=dispute_id, order_number=dispute.order_number)
    ordered = LetterOrdered(make.NOW, Letter.CLAIM_RECEIVED, Side.BUYER, ("a claim came in",))
    said = make.statement(words=TEXT)
    drafts = [make.draft(id=f"L-{raw_id}-{n}", dispute_id=dispute_id, text=LETTER, html=LETTER) for n in (1, 2)]
    return (
        MarkRaw(raw_id, RawState.WALKED, 1),
        SaveMessage(make.record(id=f"msg-{raw_id}", raw_id=raw_id, dispute_id=dispute_id, message=message)),
        AppendEvents(dispute, 0, (opened, said, make.entered(), ordered, ordered, make.entered())),
        *map(AddDraft, drafts),
        AddToken(make.approval_token(token_hash=f"hash-{raw_id}", draft_id=f"L-{raw_id}-1")),
    )


async def take(store: Store, count: int) -> float:
    """Take in ``count`` mails of 46 KB, 50 a commit; return mails a second."""
    content = (b"a line of a mail that is like most others, %d\r\n" * 1000)[:46_000]
    began = time.perf_counter()
    for first in range(1, count + 1, 50):
        uids = range(first, min(first + 50, count + 1))
        mails = tuple(make.raw_mail(uid=uid, content=content + b"%d" % uid) for uid in uids)
        await store.commit(TakeMails(mails, Cursor("INBOX", 1, uids[-1])))
    return count / (time.perf_counter() - began)


async def walk(store: Store, units: list[tuple[Write, ...]], callers: int) -> float:
    """Commit the units with that many callers at once; return units a second."""
    left = iter(units)

    async def call() -> None:
        for unit in left:
            await store.commit(*unit)

    began = time.perf_counter()
    await asyncio.gather(*(call() for _ in range(callers)))
    return len(units) / (time.perf_counter() - began)


async def load(store: Store, count: int) -> float:
    """Load disputes one after the other; return disputes a second."""
    began = time.perf_counter()
    for number in range(1, count + 1):
        assert await store.dispute(f"D-{number}") is not None
    return count / (time.perf_counter() - began)


async def look(store: Store) -> float:
    """Load an order with 300 lines again and again; return how often a second."""
    lines = [make.line(row=row, sku=f"SKU-{row}") for row in range(300)]
    await store.commit(SaveOrders((make.order(number="LONG", manifest=make.manifest(*lines)),)))
    began = time.perf_counter()
    for _ in range(200):
        assert await store.order(make.CLIENT, "LONG") is not None
    return 200 / (time.perf_counter() - began)


async def measure(url: str, count: int, callers: int) -> None:
    store = await open_store(url)
    try:
        say(f"taken in   {await take(store, count):8.0f} mails/s")
        units = [walked_mail(number) for number in range(1, count + 1)]
        say(f"walked     {await walk(store, units, callers):8.0f} units/s with {callers} callers")
        say(f"loaded     {await load(store, count):8.0f} disputes/s, one after the other")
        say(f"orders     {await look(store):8.0f} a second, with 300 lines each")
        again = [(grow(unit),) for unit in units]
        say(f"grown      {await walk(store, again, 1):8.0f} units/s with one caller")
    finally:
        await store.close()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def grow(unit: tuple[Write, ...]) -> AppendEvents:
    """One more event for the dispute of a unit."""
    (opening,) = (write for write in unit if isinstance(write, AppendEvents))
    return AppendEvents(replace(opening.dispute, version=7), 6, (make.entered(),))


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        url, count, callers = (*sys.argv[1:], *("", "2000", "32")[len(sys.argv) - 1 :])
        asyncio.run(measure(url or f"sqlite:///{Path(folder) / 'rate.db'}", int(count), int(callers)))


if __name__ == "__main__":
    main()
