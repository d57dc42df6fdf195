"""Opening the store a URL names."""

import asyncio
from contextlib import ExitStack
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from mailbot.adapters.store import schema
from mailbot.adapters.store.failures import failure
from mailbot.adapters.store.kept import SqlStore
from mailbot.adapters.store.lock import hold
from mailbot.adapters.store.postgres import open_postgres
from mailbot.adapters.store.sqlite import SqliteStore, engine_for
from mailbot.errors import SettingsError

_CURE = "use sqlite:///mailbot.db or postgresql://name:password@host/database"


async def open_store(url: str, *, exclusive: bool = True) -> SqlStore:
    """Open the store, made or brought up to date first. ``exclusive``: as the one that runs, not a command beside it."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as error:
        raise SettingsError(f"[store] url {url!r} is no database's address: {_CURE}") from error
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        return await asyncio.to_thread(_open_sqlite, Path(parsed.database), exclusive=exclusive)
    if parsed.get_backend_name() == "postgresql":
        return await open_postgres(parsed)
    raise SettingsError(f"[store] url {parsed.render_as_string()!r}: {_CURE}")


def _open_sqlite(path: Path, *, exclusive: bool) -> SqliteStore:
    with ExitStack() as undo:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if exclusive:
                undo.callback(hold(path))
            _prepare_sqlite(path)
        except OSError as error:
            raise SettingsError(f"[store] url: {path} cannot be opened ({error.strerror}): {_CURE}") from error
        except SQLAlchemyError as error:
            raise failure(error, str(path)) from error
        return SqliteStore(path, undo.pop_all().close)


def _prepare_sqlite(path: Path) -> None:
    engine = engine_for(path, begin="IMMEDIATE")
    try:
        with engine.begin() as connection:
            if not schema.is_ours(connection, str(path)):
                schema.migrate(connection)
    finally:
        engine.dispose()
