"""Worker processes with limits: whatever is done there costs a worker its life at most, never the program."""

import asyncio
import gc
import multiprocessing
import resource
import signal
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from pebble import ProcessExpired, ProcessPool

from mailbot.errors import OverLimits, TemporaryFailure
from mailbot.ports import Limits

Result = TypeVar("Result")

TOGETHER = 8  # tasks at most that cross to a worker at once
TOGETHER_BYTES = 1_000_000
_FATAL = (ProcessExpired, TimeoutError, MemoryError, RecursionError)
_made: list[Any] = []  # in a worker: what it works with, made once


@dataclass(frozen=True, slots=True)
class _Task:
    """A function and what it is given, and where to say what it came to."""

    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    size_bytes: int
    done: "asyncio.Future[Any]"


class Workers:
    """Processes that run pure functions. One that dies is replaced; what it worked on comes back as OverLimits.

    A task that finds all workers busy waits, and then crosses together with others: most of what a small one costs is
    the way there and back. If anything goes wrong with such a group, each of it is done once more by itself: the
    functions are pure, so that costs nothing but time.
    """

    def __init__(self, count: int, limits: Limits, make: Callable[[], object]) -> None:
        """``make`` is called once in each worker; what it returns is the first argument of every task."""
        self._limits = limits
        # Not forked from us: we have threads and open files. A server forks fresh workers with all imports done.
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["mailbot.app"])
        self._pool: Any = ProcessPool(max_workers=count, initializer=_begin, initargs=(limits, make), context=context)
        self._waiting: deque[_Task] = deque()
        self._under_way: set[asyncio.Task[None]] = set()
        self._most = count + 1  # one group more than workers, so that none waits for the next
        self._pool.schedule(_nothing)  # begin now, not with the first task

    async def run(self, task: Callable[..., Result], *arguments: Any, size_bytes: int = 0) -> Result:
        """Run ``task(made, *arguments)`` in a worker; OverLimits if that took more than it may."""
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Task(task, arguments, size_bytes, done))
        self._hand_out()
        return await done

    async def close(self) -> None:
        """End the workers."""
        self._pool.stop()
        await asyncio.to_thread(self._pool.join)

    def _hand_out(self) -> None:
        while self._waiting and len(self._under_way) < self._most:
            going = asyncio.ensure_future(self._do(self._next_group()))
            self._under_way.add(going)
            going.add_done_callback(self._came_back)

    def _came_back(self, gone: "asyncio.Task[None]") -> None:
        self._under_way.discard(gone)
        self._hand_out()

    def _next_group(self) -> list[_Task]:
        group = [self._waiting.popleft()]
        room = TOGETHER_BYTES - group[0].size_bytes
        while self._waiting and len(group) < TOGETHER and self._waiting[0].size_bytes <= room:
            group.append(self._waiting.popleft())
            room -= group[-1].size_bytes
        return group

    async def _do(self, group: Sequence[_Task]) -> None:
        jobs = [(task.function, task.arguments) for task in group]
        wall_seconds = self._limits.wall_seconds * len(group)
        try:
            scheduled = self._pool.schedule(_all_of, args=(self._limits.cpu_seconds, jobs), timeout=wall_seconds)
        except RuntimeError as broken:
            _refuse(group, broken)
            return
        came = asyncio.wrap_future(scheduled)
        await asyncio.wait([came])
        trouble = came.exception()
        if trouble is not None and len(group) > 1:
            for task in group:
                await self._do([task])
            return
        for number, task in enumerate(group):
            if task.done.done():
                continue  # nobody waits for it any more
            if trouble is None:
                task.done.set_result(came.result()[number])
            else:
                task.done.set_exception(OverLimits(self._cause(trouble)) if isinstance(trouble, _FATAL) else trouble)

    def _cause(self, trouble: BaseException) -> str:
        match trouble:
            case MemoryError():
                return f"over {self._limits.memory_bytes // 1024**2} MB of memory"
            case RecursionError():
                return "nested too deep"
            case _:
                return f"over {self._limits.cpu_seconds:.0f} s of time"


def _refuse(group: Sequence[_Task], broken: RuntimeError) -> None:
    """Tell who waits that the pool was stopped or has lost its processes: no fault of the task."""
    for task in group:
        if not task.done.done():
            task.done.set_exception(TemporaryFailure(f"the worker processes take no work: {broken}"))


def _begin(limits: Limits, make: Callable[[], object]) -> None:
    """Set a worker up: its limits, and everything loaded before the first task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the program ends its workers itself
    signal.signal(signal.SIGPROF, signal.SIG_DFL)  # the kernel ends a worker whose CPU time is up, even inside C code
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _made.append(make())
    gc.freeze()  # what is loaded stays: the collector need not look at it each time


def _nothing() -> None:
    """Take no time."""


def _all_of(cpu_seconds: float, jobs: Sequence[tuple[Callable[..., Any], tuple[Any, ...]]]) -> list[Any]:
    return [_limited(cpu_seconds, function, arguments) for function, arguments in jobs]


def _limited(cpu_seconds: float, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    signal.setitimer(signal.ITIMER_PROF, cpu_seconds)
    try:
        return function(_made[0], *arguments)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
