import asyncio
from dataclasses import replace

import pytest

from mailbot.errors import MailbotError, StaleDispute
from mailbot.ports import AddDraft, AppendEvents, Cursor, MarkRaw, RawState, SaveMessage, Store, TakeMails
from tests import make
from tests.adapters.contract.keeping import another, grown, keep_dispute


async def test_a_stale_write_undoes_its_whole_unit(store: Store) -> None:
    dispute = await keep_dispute(store)
    await store.commit(grown(dispute, make.statement()))
    (waiting,) = await store.waiting_mails(1)
    with pytest.raises(StaleDispute):
        await store.commit(
            MarkRaw(waiting.raw.id, RawState.WALKED, 1),
            SaveMessage(make.record()),
            AddDraft(make.draft()),
            TakeMails((make.raw_mail(uid=9),), Cursor("INBOX", 1, 9)),
            grown(dispute, make.entered()),
        )
    assert await store.waiting_mails(5) == (waiting,)
    assert await store.messages() == ()
    assert await store.drafts() == ()
    assert await store.cursor("INBOX") == Cursor("INBOX", 1, 1)


async def test_one_bad_unit_among_many_harms_no_other(store: Store) -> None:
    await keep_dispute(store)
    drafts = [make.draft(id=f"L-{number % 37}") for number in range(40)]  # three are there twice
    said = await asyncio.gather(*(store.commit(AddDraft(draft)) for draft in drafts), return_exceptions=True)
    assert [type(each) for each in said].count(StaleDispute) == 3
    assert said.count(None) == 37
    assert len(await store.drafts()) == 37


async def test_of_eighty_changes_at_once_none_is_lost(store: Store) -> None:
    await keep_dispute(store)

    async def change(number: int) -> None:
        while True:
            dispute = await store.dispute(make.DISPUTE)
            assert dispute is not None
            write = grown(dispute, make.statement(words=str(number)), marks=(*dispute.marks, str(number)))
            try:
                await store.commit(write)
            except StaleDispute:
                continue
            return

    await asyncio.gather(*(change(number) for number in range(80)))
    dispute = await store.dispute(make.DISPUTE)
    assert dispute is not None
    assert sorted(map(int, dispute.marks)) == list(range(80))
    log = await store.events(make.DISPUTE)
    assert [row.sequence for row in log] == list(range(1, 82))
    assert dispute.version == 81


async def test_two_buyers_mails_at_once_open_one_dispute(store: Store) -> None:
    openings = (another(store, f"D-{number}", make.ORDER) for number in range(6))
    said = await asyncio.gather(*openings, return_exceptions=True)
    assert [type(each) for each in said].count(StaleDispute) == 5
    assert len(await store.disputes()) == 1


async def test_a_version_that_does_not_count_its_events_is_refused(store: Store) -> None:
    wrong = AppendEvents(replace(make.dispute(), version=5), 0, (make.opened(),))
    with pytest.raises(AssertionError):
        await store.commit(wrong)
    assert await store.disputes() == ()


async def test_counts_say_how_many_stand_where(store: Store) -> None:
    assert (await store.counts()).by_name == {}
    await keep_dispute(store)
    await store.commit(SaveMessage(make.record()), AddDraft(make.draft()))
    assert (await store.counts()).by_name == {
        "mails_waiting": 1,
        "messages": 1,
        "orders": 1,
        "disputes_open": 1,
        "drafts_pending": 1,
    }


async def test_what_refers_to_nothing_is_refused_in_our_words(sql_store: Store) -> None:
    with pytest.raises(MailbotError, match="refused"):
        await sql_store.commit(SaveMessage(make.record(raw_id=4711)))
    with pytest.raises(StaleDispute):
        await sql_store.commit(AddDraft(make.draft(dispute_id="D-NONE")))


async def test_a_heavy_unit_is_as_whole_as_a_light_one(store: Store) -> None:
    dispute = await keep_dispute(store)
    photo = make.attachment(content=b"\xff\xd8\xff" + bytes(range(256)) * 1500)
    heavy = SaveMessage(make.record(message=make.message(attachments=(photo,))))
    mail = make.raw_mail(uid=2, content=b"a line of it\r\n" * 20_000)
    with pytest.raises(StaleDispute):
        await store.commit(TakeMails((mail,), Cursor("INBOX", 1, 2)), heavy, AppendEvents(dispute, 0, (make.opened(),)))
    assert await store.messages() == ()
    await store.commit(TakeMails((mail,), Cursor("INBOX", 1, 2)), heavy, grown(dispute, make.statement()))
    assert await store.messages() == (heavy.record,)
    _, second = await store.waiting_mails(2)
    assert second.raw.content == mail.content
