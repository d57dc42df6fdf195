"""The alarm ticks, catches up once, and never beside itself; the clock is aware."""

import asyncio
from datetime import timedelta

from mailbot.adapters.alarm import Alarm
from mailbot.adapters.clock import SystemClock


async def test_it_ticks_until_it_is_stopped() -> None:
    ticks = 0
    beside = 0

    async def tick() -> None:
        nonlocal ticks, beside
        beside += 1
        assert beside == 1, "a tick ran beside another"
        await asyncio.sleep(0.03)
        ticks += 1
        beside -= 1

    alarm = Alarm()
    alarm.every(0.01, "sweep", tick)
    alarm.start()
    async with asyncio.timeout(5):
        while ticks < 3:
            await asyncio.sleep(0.01)
    alarm.stop()
    await asyncio.sleep(0.05)
    seen = ticks
    await asyncio.sleep(0.05)
    assert ticks == seen


def test_stopping_what_never_started_is_no_fault() -> None:
    Alarm().stop()


def test_the_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)
