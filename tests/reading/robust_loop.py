"""The program's reader with its worker processes: how long the event loop was held, what memory a worker took."""

import asyncio
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from mailbot.adapters import reader as reading
from mailbot.adapters.reader import WorkerReader, begin_reading
from mailbot.adapters.workers import Workers
from mailbot.mail.message import Message
from tests.corpora.shelf import raw
from tests.reading.robust_check import CONTEXT, SETTINGS

WATCHED_SECONDS = 0.01
SAMPLED_SECONDS = 0.03
KILOBYTE = 1024


@dataclass
class Watched:
    """What came of reading in workers."""

    messages: dict[str, Message] = field(default_factory=dict)
    took_seconds: dict[str, float] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    held_seconds: float = 0.0  # the longest hold of the event loop
    held_by: str = ""  # what was under way then
    peak_mb: float = 0.0  # of one worker


def watched(one_by_one: Mapping[str, bytes], together: Iterable[tuple[str, bytes]] = (), workers: int = 1) -> Watched:
    """Read mails, first each by itself and then many at once, and watch the loop and the workers meanwhile."""
    return asyncio.run(_watched(one_by_one, list(together), workers))


async def _watched(one_by_one: Mapping[str, bytes], together: list[tuple[str, bytes]], workers: int) -> Watched:
    seen = Watched()
    reader = WorkerReader(Workers(workers, reading.LIMITS, partial(begin_reading, SETTINGS)))
    over = threading.Event()
    under_way: list[str] = ["the start"]
    sampler = threading.Thread(target=_sample, args=(seen, over), daemon=True)
    watcher = asyncio.ensure_future(_watch(seen, under_way))
    sampler.start()
    try:
        await _read(reader, seen, "the first mail", b"From: a@b.test\r\n\r\nhello")
        for name, content in one_by_one.items():
            under_way[0] = name
            await _read(reader, seen, name, content)
        under_way[0] = "many at once"
        await asyncio.gather(*(_read(reader, seen, name, content) for name, content in together))
    finally:
        watcher.cancel()
        over.set()
        await asyncio.to_thread(sampler.join)
        await reader.close()
    return seen


async def _read(reader: WorkerReader, seen: Watched, name: str, content: bytes) -> None:
    began = time.perf_counter()
    try:
        message, _ = await reader.read(raw(content))
        understood = await reader.understand(message, CONTEXT)
    except Exception as trouble:  # noqa: BLE001 - that there is none is what is measured
        seen.faults.append(f"{name}: {type(trouble).__name__}: {trouble}"[:300])
        return
    seen.messages[name] = understood.message
    seen.took_seconds[name] = time.perf_counter() - began


async def _watch(seen: Watched, under_way: list[str]) -> None:
    while True:
        began = time.perf_counter()
        await asyncio.sleep(WATCHED_SECONDS)
        held = time.perf_counter() - began - WATCHED_SECONDS
        if held > seen.held_seconds:
            seen.held_seconds, seen.held_by = held, under_way[0]


def _sample(seen: Watched, over: threading.Event) -> None:
    """Look at the workers' high-water marks from a thread; a mark stays until its process ends."""
    while not over.wait(SAMPLED_SECONDS):
        seen.peak_mb = max([seen.peak_mb, *_marks()])


def _marks() -> list[float]:
    """Return the most memory each grandchild of ours ever held (the fork server's children), in MB."""
    found = []
    for worker in (worker for child in _children("self") for worker in _children(child)):
        try:
            status = Path(f"/proc/{worker}/status").read_text()
        except OSError:  # it has just ended
            continue
        found += [int(line.split()[1]) / KILOBYTE for line in status.splitlines() if line.startswith("VmHWM")]
    return found


def _children(process: str) -> list[str]:
    try:
        return [
            child for task in Path(f"/proc/{process}/task").glob("*/children") for child in task.read_text().split()
        ]
    except OSError:
        return []
