"""SQLite: readers in a pool, one writer that commits whatever waits in one go."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from typing_extensions import override

from mailbot.adapters.store.failures import failure
from mailbot.adapters.store.kept import SqlStore
from mailbot.errors import MailbotError

P = ParamSpec("P")
T = TypeVar("T")

READERS = 3
BATCH = 200  # units in one commit
BUSY_SECONDS = 15
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32000",
    "PRAGMA mmap_size = 268435456",
    "PRAGMA journal_size_limit = 67108864",
)
_OWN_FAULTS = (MailbotError, ArithmeticError, AssertionError, LookupError, TypeError, ValueError)


class _Unit(NamedTuple):
    """Something to be done whole or not at all, and where to say how it went."""

    work: Callable[[Connection], Any]
    done: asyncio.Future[Any]


class _Outcome(NamedTuple):
    """How one unit of a batch went."""

    value: Any = None
    fault: Exception | None = None


def engine_for(path: Path, *, begin: str) -> Engine:
    """Make an engine whose transactions begin as told; DEFERRED ones may only read."""
    engine = create_engine(
        f"sqlite:///{path}",
        hide_parameters=True,  # mail does not belong in tracebacks
        pool_size=READERS,
        max_overflow=1,
        connect_args={"isolation_level": None, "timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)
        if begin == "DEFERRED":
            connection.execute("PRAGMA query_only = ON")

    @event.listens_for(engine, "begin")
    def begin_so(connection: Connection) -> None:
        connection.exec_driver_sql(f"BEGIN {begin}")

    return engine


class SqliteStore(SqlStore):
    """The store in one file. A unit that was handed over is carried out even if its caller no longer waits."""

    def __init__(self, path: Path, let_go: Callable[[], None] = lambda: None) -> None:
        self._path = path
        self._let_go = let_go
        self._reading = engine_for(path, begin="DEFERRED")
        self._writing = engine_for(path, begin="IMMEDIATE")
        self._readers = ThreadPoolExecutor(READERS, "store-reader")
        self._writer = ThreadPoolExecutor(1, "store-writer")
        self._waiting: list[_Unit] = []
        self._drain: asyncio.Task[None] | None = None

    @override
    async def read(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs) -> T:
        work = partial(self._read, _with(function, *args, **words))
        return await asyncio.get_running_loop().run_in_executor(self._readers, work)

    @override
    async def write(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Unit(_with(function, *args, **words), done))
        if self._drain is None or self._drain.done():
            self._drain = asyncio.create_task(self._carry_out_waiting())
        return await done

    @override
    async def close(self) -> None:
        if self._drain is not None:
            await self._drain
        self._readers.shutdown()
        self._writer.shutdown()
        self._reading.dispose()
        self._writing.dispose()
        self._let_go()

    async def _carry_out_waiting(self) -> None:
        """Commit batch after batch: while one is on its way to the disk, the next gathers."""
        loop = asyncio.get_running_loop()
        while self._waiting:
            batch, self._waiting = self._waiting[:BATCH], self._waiting[BATCH:]
            committed = loop.run_in_executor(self._writer, self._commit, [unit.work for unit in batch])
            await asyncio.wait([committed])
            error = committed.exception()
            outcomes = [_Outcome(fault=error)] * len(batch) if isinstance(error, Exception) else committed.result()
            for unit, outcome in zip(batch, outcomes, strict=True):
                _tell(unit.done, outcome)

    def _read(self, work: Callable[[Connection], T]) -> T:
        try:
            with self._reading.connect() as connection:
                return work(connection)
        except SQLAlchemyError as error:
            raise failure(error, str(self._path)) from error

    def _commit(self, units: Sequence[Callable[[Connection], Any]]) -> list[_Outcome]:
        try:
            with self._writing.begin() as connection:
                return [self._in_savepoint(connection, unit) for unit in units]
        except SQLAlchemyError as error:
            raise failure(error, str(self._path)) from error

    def _in_savepoint(self, connection: Connection, unit: Callable[[Connection], Any]) -> _Outcome:
        """Carry out one unit; its own fault undoes only itself. A fault of the disk undoes the batch."""
        driver: Any = connection.connection.driver_connection  # without the cost of a statement: there is one a unit
        driver.execute("SAVEPOINT unit")
        try:
            outcome = _Outcome(unit(connection))
        except _OWN_FAULTS as fault:
            outcome = _Outcome(fault=fault)
        except IntegrityError as error:
            outcome = _Outcome(fault=failure(error, str(self._path)))
        if outcome.fault is not None:
            driver.execute("ROLLBACK TO unit")
        driver.execute("RELEASE unit")
        return outcome


def _with(
    function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs
) -> Callable[[Connection], T]:
    def work(connection: Connection) -> T:
        return function(connection, *args, **words)

    return work


def _tell(done: asyncio.Future[Any], outcome: _Outcome) -> None:
    if done.cancelled():
        return
    if outcome.fault is None:
        done.set_result(outcome.value)
    else:
        done.set_exception(outcome.fault)
