"""The same tests on every store: in memory, SQLite, PostgreSQL."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

import pytest

from mailbot.adapters.store import open_store
from mailbot.ports import Store
from tests.memory_store import MemoryStore
from tests.servers.postgres import Postgres, postgres

__all__ = ["postgres"]

T = TypeVar("T")

EVERY_STORE = ["memory", "sqlite", pytest.param("postgres", marks=pytest.mark.servers)]


def _apart(make: Callable[[], Coroutine[None, None, T]]) -> T:
    """Run it on a loop of its own: session fixtures are made while a test's loop runs."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(make())).result()


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new SQLite database, to be copied: migrating costs more than most of these tests."""
    path = tmp_path_factory.mktemp("migrated") / "mailbot.db"

    async def make() -> None:
        await (await open_store(f"sqlite:///{path}")).close()

    _apart(make)
    return path


@pytest.fixture(scope="session")
def template(postgres: Postgres) -> str:
    """The same on PostgreSQL: a database to be copied."""

    async def make() -> str:
        url = await postgres.fresh()
        await (await open_store(url)).close()
        return url.rpartition("/")[2]

    return _apart(make)


@pytest.fixture(params=EVERY_STORE)
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = await _opened(request, tmp_path)
    yield opened
    await opened.close()


@pytest.fixture(params=EVERY_STORE[1:])
async def sql_store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    opened = await _opened(request, tmp_path)
    yield opened
    await opened.close()


async def _opened(request: pytest.FixtureRequest, folder: Path) -> Store:
    if request.param == "memory":
        return MemoryStore()
    if request.param == "sqlite":
        copied = shutil.copy(request.getfixturevalue("migrated"), folder / "mailbot.db")
        return await open_store(f"sqlite:///{copied}")
    server: Postgres = request.getfixturevalue("postgres")
    return await open_store(await server.fresh(request.getfixturevalue("template")))
