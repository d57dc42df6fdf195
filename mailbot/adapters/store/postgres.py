"""PostgreSQL: any number of processes on one database; what must not clash is decided by its row locks."""

from collections.abc import Awaitable, Callable
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import URL, Connection, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from typing_extensions import override

from mailbot.adapters.store import schema
from mailbot.adapters.store.failures import SERIALISATION, failure, sqlstate
from mailbot.adapters.store.kept import SqlStore
from mailbot.errors import SettingsError

P = ParamSpec("P")
T = TypeVar("T")

TRIES = 6  # once, and five times again
CONNECTIONS = 10
CONNECT_SECONDS = 10
_MIGRATION_LOCK = 7_205_759_403  # any number, the same in every process


async def open_postgres(url: URL) -> "PostgresStore":
    """Connect, and bring the database up to date, one process at a time."""
    engine = _engine(url)
    store = PostgresStore(engine, url.set(password=None).render_as_string())
    try:
        if not await store.read(schema.is_ours, store.where):
            await store.write(_migrate, store.where)
    except BaseException:
        await store.close()
        raise
    return store


def _engine(url: URL) -> AsyncEngine:
    try:
        return create_async_engine(
            url.set(drivername="postgresql+asyncpg"),
            hide_parameters=True,  # mail does not belong in tracebacks
            pool_size=CONNECTIONS,
            connect_args={"timeout": CONNECT_SECONDS},
        )
    except ModuleNotFoundError as error:
        raise SettingsError("PostgreSQL needs asyncpg: pip install 'mailbot[postgres]'") from error


def _migrate(connection: Connection, where: str) -> None:
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
    if not schema.is_ours(connection, where):
        schema.migrate(connection)


class PostgresStore(SqlStore):
    """The store on PostgreSQL."""

    def __init__(self, engine: AsyncEngine, where: str) -> None:
        self.where = where
        self._writing = engine
        self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @override
    async def read(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs) -> T:
        async def once() -> T:
            async with self._reading.connect() as connection:
                return await connection.run_sync(function, *args, **words)

        return await self._again(once)

    @override
    async def write(self, function: Callable[Concatenate[Connection, P], T], *args: P.args, **words: P.kwargs) -> T:
        async def once() -> T:
            async with self._writing.begin() as connection:
                return await connection.run_sync(function, *args, **words)

        return await self._again(once)

    @override
    async def close(self) -> None:
        await self._writing.dispose()

    async def _again(self, once: Callable[[], Awaitable[T]]) -> T:
        """Run a whole transaction again when the database asks for it, or had dropped a connection of the pool.

        One whose commit was lost on the way may so be done twice: every write then meets its own trace and is refused
        as stale, or changes nothing.
        """
        for left in reversed(range(TRIES)):
            try:
                return await once()
            except (SQLAlchemyError, OSError, TimeoutError) as error:
                if left == 0 or not _worth_another_try(error):
                    raise failure(error, self.where) from error
        raise AssertionError("the last try returns or raises")


def _worth_another_try(error: Exception) -> bool:
    dropped = isinstance(error, DBAPIError) and error.connection_invalidated
    return dropped or sqlstate(error) in SERIALISATION
