"""Ticks: it wakes loops at intervals. What is due stands in the store, never here."""

from collections.abc import Awaitable, Callable

from apscheduler.schedulers.asyncio import AsyncIOScheduler


class Alarm:
    """An in-memory scheduler. A tick missed is caught up once; a tick never runs beside itself."""

    def __init__(self) -> None:
        defaults = {"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
        self._scheduler = AsyncIOScheduler(timezone="UTC", job_defaults=defaults)

    def every(self, seconds: float, name: str, coroutine: Callable[[], Awaitable[None]]) -> None:
        """Call it again and again, the first time after one interval."""
        self._scheduler.add_job(coroutine, "interval", seconds=seconds, id=name, name=name, replace_existing=True)

    def start(self) -> None:
        """Begin ticking, in the running loop."""
        self._scheduler.start()

    def stop(self) -> None:
        """No more ticks."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
