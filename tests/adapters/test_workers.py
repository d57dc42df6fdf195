"""Worker processes: what waits crosses together, and one that goes wrong takes nobody with it."""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio

from mailbot.adapters.workers import TOGETHER, Workers
from mailbot.errors import OverLimits, TemporaryFailure
from mailbot.ports import Limits

LIMITS = Limits(cpu_seconds=1.0, wall_seconds=1.2, memory_bytes=700 * 1024 * 1024)


def make() -> str:
    return "made"


def echo(made: str, said: Any) -> tuple[str, Any]:
    return made, said


def process(made: str, seconds: float) -> int:
    time.sleep(seconds)
    return os.getpid()


def spin(made: str, *, for_ever: bool) -> str:
    while for_ever:
        pass
    return made


def swell(made: str, megabytes: int) -> int:
    return len(bytes(megabytes * 1024 * 1024))


def wrong(made: str) -> None:
    raise LookupError("a fault of ours")


def nested(made: str, deep: int) -> int:
    return nested(made, deep + 1)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def workers() -> AsyncIterator[Workers]:
    some = Workers(1, LIMITS, make)
    yield some
    await some.close()


pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_each_gets_its_own_answer(workers: Workers) -> None:
    answers = await asyncio.gather(*(workers.run(echo, number) for number in range(5 * TOGETHER)))
    assert answers == [("made", number) for number in range(5 * TOGETHER)]


async def test_what_waits_crosses_together_but_not_what_is_large(
    workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []
    done = workers._do

    async def counted(group: Any) -> None:
        sizes.append(len(group))
        await done(group)

    monkeypatch.setattr(workers, "_do", counted)
    await asyncio.gather(*(workers.run(echo, number) for number in range(20)))
    assert sizes == [1, 1, 8, 8, 2]
    sizes.clear()
    await asyncio.gather(*(workers.run(echo, number, size_bytes=600_000) for number in range(4)))
    assert sizes == [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("task", "arguments", "why"),
    [(process, (30,), "1 s of time"), (swell, (1000,), "700 MB"), (nested, (0,), "nested too deep")],
)
async def test_one_over_its_limits_costs_no_other_anything(
    workers: Workers, task: Any, arguments: Any, why: str
) -> None:
    others = [asyncio.ensure_future(workers.run(echo, number)) for number in range(3)]
    bad = asyncio.ensure_future(workers.run(task, *arguments))
    others += [asyncio.ensure_future(workers.run(echo, number)) for number in range(3, 5)]
    with pytest.raises(OverLimits, match=why):
        await bad
    assert await asyncio.gather(*others) == [("made", number) for number in range(5)]


async def test_one_that_burns_time_is_ended(workers: Workers) -> None:
    began = time.monotonic()
    with pytest.raises(OverLimits, match="over 1 s of time"):
        await workers.run(_spinning)
    assert time.monotonic() - began < 10
    assert await workers.run(echo, "next") == ("made", "next")


def _spinning(made: str) -> str:
    return spin(made, for_ever=True)


async def test_a_fault_of_ours_is_raised_as_it_is(workers: Workers) -> None:
    others = [asyncio.ensure_future(workers.run(echo, number)) for number in range(6)]
    with pytest.raises(LookupError, match="a fault of ours"):
        await workers.run(wrong)
    assert await asyncio.gather(*others) == [("made", number) for number in range(6)]


async def test_who_no_longer_waits_does_not_stop_the_others(workers: Workers) -> None:
    first = [asyncio.ensure_future(workers.run(process, 0.2)) for _ in range(2)]
    given_up = asyncio.ensure_future(workers.run(echo, "given up"))
    last = asyncio.ensure_future(workers.run(echo, "last"))
    await asyncio.sleep(0.05)
    given_up.cancel()
    assert await last == ("made", "last")
    assert len(set(await asyncio.gather(*first))) == 1
    assert given_up.cancelled()


async def test_who_waits_is_told_when_the_pool_takes_no_work() -> None:
    stopped = Workers(1, LIMITS, make)
    stopped._pool.stop()
    for ended in await asyncio.wait_for(
        asyncio.gather(stopped.run(echo, 1), stopped.run(echo, 2), return_exceptions=True), timeout=20
    ):
        assert isinstance(ended, TemporaryFailure)
    await stopped.close()
