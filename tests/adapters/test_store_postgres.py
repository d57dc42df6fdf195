"""What only the store on PostgreSQL promises: it outlives the server's absence, and tries deadlocks again."""

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from mailbot.adapters.store import open_store
from mailbot.adapters.store.kept import SqlStore
from mailbot.adapters.store.tables import metadata
from mailbot.errors import PermanentFailure, SettingsError, TemporaryFailure
from mailbot.mail.envelope import SendState
from mailbot.ports import AddToOutbox, Lease
from tests import make
from tests.adapters.contract.keeping import another, grown, keep_dispute
from tests.servers.postgres import Postgres, postgres

__all__ = ["postgres"]

pytestmark = pytest.mark.servers


@pytest.fixture
async def url(postgres: Postgres) -> str:
    return await postgres.fresh()


@pytest.fixture
async def store(url: str) -> AsyncIterator[SqlStore]:
    opened = await open_store(url)
    yield opened
    await opened.close()


@pytest.fixture
def stopped(postgres: Postgres) -> Iterator[Postgres]:
    """The server, for tests that stop it; it runs again afterwards."""
    yield postgres
    postgres.stop()
    postgres.start()


async def test_several_processes_may_open_a_new_database_at_once(url: str) -> None:
    stores = await asyncio.gather(*(open_store(url) for _ in range(4)))
    await keep_dispute(stores[0])
    assert await stores[3].dispute(make.DISPUTE) == make.dispute()
    for each in stores:
        await each.close()


async def test_migrations_end_in_the_tables_the_code_knows(store: SqlStore) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": False}), metadata))

    assert await store.read(differences) == []


async def test_a_newer_database_is_refused_with_the_cure(store: SqlStore, url: str) -> None:
    def make_newer(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    await store.write(make_newer)
    with pytest.raises(SettingsError, match=r"newer mailbot \(version 9999"):
        await open_store(url)


async def test_a_database_that_is_not_there_is_named(postgres: Postgres) -> None:
    with pytest.raises(PermanentFailure, match="there is no such database; create it or correct"):
        await open_store(postgres.url("nowhere"))
    with pytest.raises(TemporaryFailure, match="does not answer"):
        await open_store("postgresql://mailbot:secret@127.0.0.1:1/mailbot")


async def test_no_message_shows_the_password() -> None:
    with pytest.raises(TemporaryFailure) as failed:
        await open_store("postgresql://mailbot:secret@127.0.0.1:1/mailbot")
    assert "secret" not in str(failed.value)


async def test_the_server_may_go_and_come_back(stopped: Postgres, store: SqlStore) -> None:
    dispute = await keep_dispute(store)
    stopped.stop()
    for _ in range(3):
        with pytest.raises(TemporaryFailure):
            await store.commit(grown(dispute, make.statement()))
        with pytest.raises(TemporaryFailure):
            await store.dispute(make.DISPUTE)
    stopped.start()
    await store.commit(grown(dispute, make.statement()))
    assert [row.sequence for row in await store.events(make.DISPUTE)] == [1, 2]


async def test_a_deadlock_is_tried_again_unseen(store: SqlStore) -> None:
    await keep_dispute(store)
    await another(store, "D-TWO", "PS-2")
    met = 0

    def crosswise(connection: Connection, first: str, second: str) -> None:
        nonlocal met
        met += 1
        give = text("UPDATE disputes SET mediator = mediator || '+' WHERE id = :id")
        connection.execute(give, {"id": first})
        connection.execute(text("SELECT pg_sleep(0.2)"))
        connection.execute(give, {"id": second})

    await asyncio.gather(store.write(crosswise, make.DISPUTE, "D-TWO"), store.write(crosswise, "D-TWO", make.DISPUTE))
    assert {row.mediator for row in await store.disputes()} == {"mia++"}
    assert met > 2  # it did lock


async def test_a_reading_sees_one_moment(store: SqlStore) -> None:
    await keep_dispute(store)
    count = text("SELECT count(*) FROM disputes")

    def twice(connection: Connection) -> tuple[object, object]:
        before = connection.execute(count).scalar()
        connection.execute(text("SELECT pg_sleep(0.3)"))
        return before, connection.execute(count).scalar()

    reading = asyncio.create_task(store.read(twice))
    await asyncio.sleep(0.1)
    await another(store, "D-TWO", "PS-2")
    assert await reading == (1, 1)
    assert len(await store.disputes()) == 2


async def test_two_processes_share_the_outbox(store: SqlStore, url: str) -> None:
    await keep_dispute(store)
    rows = (make.outbox_row(id=f"o-{number}", draft_id=f"L-{number}") for number in range(40))
    await store.commit(*map(AddToOutbox, rows))
    beside = await open_store(url)
    claims = await asyncio.gather(*(each.claim_outbox(make.NOW, Lease(60, 5)) for each in (store, beside) * 6))
    held = [row.id for claim in claims for row in claim]
    assert len(held) == len(set(held))
    assert {row.state for row in await beside.outbox() if row.id in held} == {SendState.CLAIMED}
    await beside.close()


async def test_asyncpg_missing_names_the_cure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(SettingsError, match=r"pip install .*mailbot\[postgres\]"):
        await open_store("postgresql://mailbot@127.0.0.1:1/mailbot")


async def test_a_server_that_was_started_anew_is_not_noticed(stopped: Postgres, store: SqlStore) -> None:
    dispute = await keep_dispute(store)
    stopped.stop()
    stopped.start()
    assert await store.dispute(make.DISPUTE) == dispute
    await store.commit(grown(dispute, make.statement()))
    assert len(await store.events(make.DISPUTE)) == 2
