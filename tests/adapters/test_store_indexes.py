"""What loops and every mail ask costs the same however much is done: it reads an index."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Select

from mailbot.adapters.store import (
    disputes,
    drafts,
    mails,
    messages,
    open_store,
    outbox,
    placing,
    quarantine,
    tables,
)
from mailbot.adapters.store.kept import SqlStore
from mailbot.mail.clues import ClueKind


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    opened = await open_store(f"sqlite:///{tmp_path / 'mailbot.db'}")
    yield opened
    await opened.close()


@pytest.mark.parametrize(
    ("indexes", "query"),
    [
        (["ix_raw_mails_waiting"], mails._WAITING),
        (["ix_raw_mails_waiting"], mails._ANY_WAITING),
        (["ix_disputes_due"], disputes._DUE),
        (["uq_disputes_open"], disputes._OPEN_OF),
        (["ix_outbox_to_send", "ix_outbox_held"], outbox._FREE),
        (["ix_outbox_to_send"], outbox._NEXT),
        (["ix_drafts_pending"], drafts._ALL.where(tables.PENDING)),
        (["ix_quarantine_open"], quarantine._SIDES),
        (["ix_disputes_order_key"], placing._QUERIES[ClueKind.ORDER]),
        (["ix_messages_message_id"], placing._QUERIES[ClueKind.PARENT]),
        (["ix_outbox_message_id"], placing._QUERIES[ClueKind.OWN_ID]),
        (["ix_messages_dispute_id_received_at"], messages._NEWEST_OF),
    ],
)
async def test_what_is_asked_often_reads_an_index_and_no_table(
    store: SqlStore, indexes: list[str], query: Select[tuple[object, ...]]
) -> None:
    def plan(connection: Connection) -> str:
        compiled = query.compile(dialect=connection.dialect)
        words = tuple(0 if name in ("limit", "param_1") else "2026-05-29" for name in compiled.positiontup or ())
        return "\n".join(row[-1] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", words))

    steps = await store.read(plan)
    assert all(index in steps for index in indexes), steps
    assert "SCAN disputes\n" not in steps + "\n", steps
