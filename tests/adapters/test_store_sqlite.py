"""What only the store in one file promises: the lock, the version, the one writer, a full or busy disk."""

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from mailbot.adapters.store import (
    open_store,
    schema,
    sqlite,
)
from mailbot.adapters.store.kept import SqlStore
from mailbot.adapters.store.sqlite import engine_for
from mailbot.adapters.store.tables import metadata
from mailbot.errors import PermanentFailure, SettingsError, TemporaryFailure
from mailbot.mediation.evolve import evolve, replay
from mailbot.mediation.phase import Phase
from mailbot.ports import AddDraft, AppendEvents, Cursor, TakeMails
from tests import make
from tests.adapters.contract.keeping import grown, keep_dispute

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_store(f"sqlite:///{tmp_path / 'mailbot.db'}")
    yield opened
    await opened.close()


def _run(script: str, *words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", script, *map(str, words)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


# --- opening


async def test_a_second_runner_is_refused_by_name_and_a_command_is_not(store: SqlStore, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'mailbot.db'}"
    with pytest.raises(SettingsError, match=rf"process {os.getpid()}.*mailbot\.db\.lock.*end it first"):
        await open_store(url)
    beside = await open_store(url, exclusive=False)
    await keep_dispute(beside)
    await beside.close()
    assert await store.dispute(make.DISPUTE) == make.dispute()


async def test_the_lock_is_let_go_at_the_end(tmp_path: Path) -> None:
    for _ in range(2):
        await (await open_store(f"sqlite:///{tmp_path / 'deep' / 'er' / 'mailbot.db'}")).close()


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://x/y", "mailbot.db", "", "oracle:///x"])
async def test_another_kind_of_url_is_refused_with_the_right_ones(url: str) -> None:
    with pytest.raises(SettingsError, match=r"sqlite:///mailbot\.db or postgresql://"):
        await open_store(url)


async def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be opened"):
        await open_store(f"sqlite:///{tmp_path / 'file' / 'mailbot.db'}")


async def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mailbot.db"
    path.write_text("Dear diary, " * 1000)
    with pytest.raises(PermanentFailure, match="no SQLite database; correct"):
        await open_store(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear diary")
    path.unlink()
    await (await open_store(f"sqlite:///{path}")).close()  # the lock was let go


async def test_a_newer_database_is_refused_with_the_cure(tmp_path: Path) -> None:
    path = tmp_path / "mailbot.db"
    await (await open_store(f"sqlite:///{path}")).close()
    with closing(sqlite3.connect(path)) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    with pytest.raises(SettingsError, match=r"newer mailbot \(version 9999.*install the newer mailbot"):
        await open_store(f"sqlite:///{path}")


def test_a_database_that_is_ours_opens_without_alembic(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from mailbot.adapters.store import open_store\n"
        "async def main(): await (await open_store(sys.argv[1])).close()\n"
        "asyncio.run(main())\n"
        "print('alembic' in sys.modules, 'asyncpg' in sys.modules)\n"
    )
    said = []
    for _ in range(2):
        process = _run(script, f"sqlite:///{tmp_path / 'mailbot.db'}")
        said.append(process.communicate(timeout=60)[0].strip())
    assert said == ["True False", "False False"]


# --- migrations


def test_migrations_end_in_the_tables_the_code_knows(tmp_path: Path) -> None:
    engine = engine_for(tmp_path / "mailbot.db", begin="IMMEDIATE")
    with engine.begin() as connection:
        schema.migrate(connection)
        assert schema.version(connection) == schema.KNOWN[-1]
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_every_migration_is_known() -> None:
    versions = Path(schema.__file__).parent / "migrations" / "versions"
    assert [path.name[1:5] for path in sorted(versions.glob("r*.py"))] == list(schema.KNOWN)


def test_a_migration_killed_half_way_leaves_nothing(tmp_path: Path) -> None:
    script = (
        "import os, sys\n"
        "from pathlib import Path\n"
        "from mailbot.adapters.store import schema\n"
        "from mailbot.adapters.store.sqlite import engine_for\n"
        "with engine_for(Path(sys.argv[1]), begin='IMMEDIATE').begin() as connection:\n"
        "    schema.migrate(connection)\n"
        "    os._exit(9)\n"
    )
    process = _run(script, tmp_path / "mailbot.db")
    assert process.wait(timeout=60) == 9
    with closing(sqlite3.connect(tmp_path / "mailbot.db")) as database:
        assert database.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    for stream in (process.stdout, process.stderr):
        assert stream is not None
        stream.close()
    store = asyncio.run(open_store(f"sqlite:///{tmp_path / 'mailbot.db'}"))
    asyncio.run(store.close())


# --- durability and company


def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    script = (
        "import asyncio, sys\n"
        "from mailbot.adapters.store import open_store\n"
        "from mailbot.ports import Cursor, TakeMails\n"
        "from tests import make\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1])\n"
        "    async def take(lane):\n"
        "        for uid in range(lane, 100000, 8):\n"
        "            await store.commit(TakeMails((make.raw_mail(uid=uid),), Cursor('INBOX', 1, uid)))\n"
        "            print(uid, flush=True)\n"
        "    await asyncio.gather(*(take(lane) for lane in range(1, 9)))\n"
        "asyncio.run(main())\n"
    )
    url = f"sqlite:///{tmp_path / 'mailbot.db'}"
    process = _run(script, url)
    assert process.stdout is not None
    promised = {int(process.stdout.readline()) for _ in range(200)}
    process.send_signal(signal.SIGKILL)
    rest, _ = process.communicate(timeout=60)
    promised |= {int(line) for line in rest.splitlines(keepends=True) if line.endswith("\n")}

    async def kept() -> set[int]:
        store = await open_store(url)
        waiting = await store.waiting_mails(100_000)
        await store.close()
        return {each.raw.uid for each in waiting}

    assert promised <= asyncio.run(kept())


async def test_a_command_and_the_runner_write_side_by_side(store: SqlStore, tmp_path: Path) -> None:
    await keep_dispute(store)
    script = (
        "import asyncio, sys\n"
        "from mailbot.adapters.store import open_store\n"
        "from mailbot.ports import AddDraft\n"
        "from tests import make\n"
        "async def main():\n"
        "    store = await open_store(sys.argv[1], exclusive=False)\n"
        "    for number in range(60):\n"
        "        await store.commit(AddDraft(make.draft(id=f'theirs-{number}')))\n"
        "    await store.close()\n"
        "asyncio.run(main())\n"
    )
    process = _run(script, f"sqlite:///{tmp_path / 'mailbot.db'}")
    number = 0
    while process.poll() is None:
        await store.commit(AddDraft(make.draft(id=f"ours-{number}")))
        number += 1
        await asyncio.sleep(0.001)
    assert process.communicate(timeout=60)[1] == ""
    drafts = await store.drafts()
    assert len(drafts) == number + 60


async def test_a_database_held_by_another_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    store = await open_store(f"sqlite:///{tmp_path / 'mailbot.db'}")
    with closing(sqlite3.connect(tmp_path / "mailbot.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(TemporaryFailure, match=r"mailbot\.db: another process holds it"):
            await keep_dispute(store)
        assert await store.disputes() == ()  # reading goes on
        other.execute("ROLLBACK")
    await keep_dispute(store)
    await store.close()


async def test_a_full_disk_stops_the_batch_and_nothing_is_half_there(store: SqlStore) -> None:
    await keep_dispute(store)

    def limit(connection: Connection, pages: int) -> None:
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

    await store.write(limit, 1)  # not below what it has
    big = [make.raw_mail(uid=uid, content=os.urandom(60_000)) for uid in range(10, 20)]
    takes = (store.commit(TakeMails((mail,), Cursor("INBOX", 1, mail.uid))) for mail in big)
    said = await asyncio.gather(*takes, return_exceptions=True)
    assert {type(each) for each in said} == {TemporaryFailure}
    assert "free some space" in str(said[0])
    assert len(await store.waiting_mails(100)) == 1
    assert await store.cursor("INBOX") == Cursor("INBOX", 1, 1)
    await store.write(limit, 1_000_000)
    await store.commit(TakeMails(tuple(big), Cursor("INBOX", 1, 19)))
    assert len(await store.waiting_mails(100)) == 11


async def test_a_unit_whose_caller_gave_up_is_carried_out_all_the_same(store: SqlStore) -> None:
    caller = asyncio.create_task(keep_dispute(store))
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    await store.commit()
    assert len(await store.waiting_mails(10)) == 1


async def test_readers_cannot_write(store: SqlStore) -> None:
    def write(connection: Connection) -> None:
        connection.exec_driver_sql("DELETE FROM events")

    with pytest.raises(PermanentFailure, match="may only be read"):
        await store.read(write)


async def test_every_connection_is_durable_and_checks_references(store: SqlStore) -> None:
    def pragma(connection: Connection, name: str) -> object:
        return connection.exec_driver_sql(f"PRAGMA {name}").scalar()

    assert await store.write(pragma, "journal_mode") == "wal"
    assert await store.write(pragma, "synchronous") == 2
    assert await store.write(pragma, "foreign_keys") == 1


# --- the log is the truth


async def test_the_snapshot_is_what_the_log_comes_to(store: SqlStore) -> None:
    opened, said, moved = make.opened(), make.statement(), make.entered(Phase.SCREENING)
    first = replay([opened])
    await store.commit(AppendEvents(first, 0, (opened,)))
    after = evolve(evolve(first, said), moved)
    await store.commit(AppendEvents(after, 1, (said, moved)))
    log = await store.events(make.DISPUTE)
    assert replay([row.event for row in log]) == await store.dispute(make.DISPUTE)


async def test_a_row_altered_behind_our_back_is_found(store: SqlStore, tmp_path: Path) -> None:
    dispute = await keep_dispute(store)
    await store.commit(grown(dispute, make.statement(), make.entered(), make.statement(words="and two more")))
    assert await store.altered_at(make.DISPUTE) is None
    with closing(sqlite3.connect(tmp_path / "mailbot.db")) as database:
        database.execute("UPDATE events SET body = replace(body, 'a test', 'a jest') WHERE sequence = 3")
        database.commit()
    assert await store.altered_at(make.DISPUTE) == 3
    with closing(sqlite3.connect(tmp_path / "mailbot.db")) as database:
        database.execute("DELETE FROM events WHERE sequence = 2")
        database.commit()
    assert await store.altered_at(make.DISPUTE) == 2
