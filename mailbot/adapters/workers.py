"""Worker processes with limits: whatever is done there costs a worker its life at most, never the program."""

import asyncio
import multiprocessing
import resource
import signal
from collections.abc import Callable
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from mailbot.errors import OverLimits
from mailbot.ports import Limits

Result = TypeVar("Result")

_FATAL = (ProcessExpired, TimeoutError, MemoryError, RecursionError)
_made: list[Any] = []  # in a worker: what it works with, made once


class Workers:
    """Processes that run pure functions. One that dies is replaced; what it worked on comes back as OverLimits."""

    def __init__(self, count: int, limits: Limits, make: Callable[[], object]) -> None:
        """``make`` is called once in each worker; what it returns is the first argument of every task."""
        self._limits = limits
        # Not forked from us: we have threads and open files. A server forks fresh workers with all imports done.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["mailbot.app"])
        self._pool: Any = ProcessPool(max_workers=count, initializer=_begin, initargs=(limits, make), context=context)

    async def run(self, task: Callable[..., Result], *arguments: Any) -> Result:
        """Run ``task(made, *arguments)`` in a worker; OverLimits if that took more than it may."""
        job = (self._limits.cpu_seconds, task, *arguments)
        future = self._pool.schedule(_limited, args=job, timeout=self._limits.wall_seconds)
        try:
            result: Result = await asyncio.wrap_future(future)
        except _FATAL as trouble:
            raise OverLimits(self._cause(trouble)) from trouble
        return result

    async def close(self) -> None:
        """End the workers."""
        self._pool.stop()
        await asyncio.to_thread(self._pool.join)

    def _cause(self, trouble: BaseException) -> str:
        match trouble:
            case MemoryError():
                return f"over {self._limits.memory_bytes // 1024**2} MB of memory"
            case RecursionError():
                return "nested too deep"
            case _:
                return f"over {self._limits.cpu_seconds:.0f} s of time"


def _begin(limits: Limits, make: Callable[[], object]) -> None:
    """Set a worker up: its limits, and everything loaded before the first task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program ends its workers itself
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # the kernel ends a worker whose CPU time is up, even inside C code
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _made.append(make())


def _limited(cpu_seconds: float, task: Callable[..., Result], *arguments: object) -> Result:
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        return task(_made[0], *arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
