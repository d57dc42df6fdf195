from dataclasses import replace
from hashlib import sha256

import pytest

from mailbot.errors import NotFound, StaleDispute
from mailbot.mail.files.kinds import FileKind
from mailbot.mail.files.photo import Picture
from mailbot.mediation.approval import DraftState
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Place, Placement
from mailbot.ports import (
    AddDraft,
    AddToQuarantine,
    Cursor,
    Folder,
    MarkRaw,
    NoteSender,
    RawState,
    ResolveQuarantine,
    SaveMessage,
    Store,
    TakeMails,
)
from tests import make
from tests.adapters.contract.keeping import another, keep_dispute, keep_mails


async def test_bytes_and_cursor_are_kept_together(store: Store) -> None:
    content = bytes(range(256)) * 300
    await store.commit(TakeMails((make.raw_mail(content=content),), Cursor("INBOX", 7, 1)))
    (waiting,) = await store.waiting_mails(10)
    assert waiting.raw == make.raw_mail(content=content, id=waiting.raw.id)
    assert waiting.attempts == 0
    assert await store.cursor("INBOX") == Cursor("INBOX", 7, 1)
    assert await store.cursor("Sent") is None


async def test_a_mail_taken_twice_is_there_once(store: Store) -> None:
    first, second = make.raw_mail(uid=1), make.raw_mail(uid=2, content=b"second")
    await store.commit(TakeMails((first,), Cursor("INBOX", 1, 1)))
    await store.commit(TakeMails((first, second), Cursor("INBOX", 1, 2)))
    assert [waiting.raw.uid for waiting in await store.waiting_mails(10)] == [1, 2]
    assert await store.cursor("INBOX") == Cursor("INBOX", 1, 2)


async def test_same_uid_under_another_uidvalidity_is_another_mail(store: Store) -> None:
    await store.commit(TakeMails((make.raw_mail(),), Cursor("INBOX", 1, 1)))
    await store.commit(TakeMails((make.raw_mail(uidvalidity=2),), Cursor("INBOX", 2, 1)))
    assert len(await store.waiting_mails(10)) == 2


async def test_bytes_are_known_again_in_their_mailbox_only(store: Store) -> None:
    mail = make.raw_mail()
    known = sha256(mail.content).hexdigest()
    await store.commit(TakeMails((mail,), Cursor("INBOX", 1, 1)))
    assert await store.known_hashes("INBOX", [known, "0" * 64]) == {known}
    assert await store.known_hashes("Other", [known]) == frozenset()
    assert await store.known_hashes("INBOX", []) == frozenset()


async def test_waiting_mails_are_the_oldest_unwalked_ones(store: Store) -> None:
    await keep_mails(store, 5)
    first, second, *_ = await store.waiting_mails(5)
    await store.commit(MarkRaw(first.raw.id, RawState.WALKED, 1))
    await store.commit(MarkRaw(second.raw.id, RawState.WAITING, 2, "crashed"))
    left = await store.waiting_mails(2)
    assert [(each.raw.uid, each.attempts) for each in left] == [(2, 2), (3, 0)]


async def test_whether_anything_waits(store: Store) -> None:
    assert not await store.unread_senders()
    await keep_mails(store)
    assert await store.unread_senders()
    (waiting,) = await store.waiting_mails(1)
    await store.commit(MarkRaw(waiting.raw.id, RawState.QUARANTINED, 3, "bare CR in the header"))
    assert not await store.unread_senders()


async def test_a_raw_mail_is_found_by_its_number_or_not_at_all(store: Store) -> None:
    await keep_mails(store)
    (waiting,) = await store.waiting_mails(1)
    assert await store.raw_mail(waiting.raw.id) == waiting.raw
    with pytest.raises(NotFound):
        await store.raw_mail(999)
    with pytest.raises(NotFound):
        await store.commit(MarkRaw(999, RawState.WALKED, 1))


async def test_a_message_comes_back_whole(store: Store) -> None:
    await keep_dispute(store)
    files = (
        make.attachment(content=b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40),
        make.attachment(name="Übersicht\u202e.pdf", type="application/pdf", content=b"", problem="empty", text="x\ny"),
        make.attachment(
            kind=FileKind.PHOTO,
            picture=Picture("JPEG", 640, 480, "2026-05-30T14:02:11+02:00", "00ff00ff00ff00ff"),
            pages=0,
            inside="old.eml",
        ),
    )
    record = make.record(message=make.message("Größe: 3\n" * 30_000, attachments=files, references=("a@b", "c@d")))
    await store.commit(SaveMessage(record))
    assert await store.message("msg-1") == record
    assert await store.messages() == (record,)
    assert await store.message("msg-2") is None


async def test_text_no_database_takes_loses_nothing_else(store: Store) -> None:
    await keep_dispute(store)
    message = make.message("before\x00after", subject="s\x00s", message_id="x" * 5000)
    await store.commit(SaveMessage(make.record(message=message)))
    kept = await store.message("msg-1")
    assert kept is not None
    assert kept.message.text == "before\x00after"
    assert kept.message.message_id == "x" * 5000


async def test_a_message_placed_by_hand_replaces_its_first_record(store: Store) -> None:
    await keep_dispute(store)
    placed = Placement(Place.QUARANTINE, "unknown sender")
    files = (make.attachment(), make.attachment(name="b.jpg"))
    lost = make.record(
        dispute_id=None, side=None, client_id=None, placement=placed, message=make.message(attachments=files)
    )
    await store.commit(SaveMessage(lost))
    assert await store.messages(make.DISPUTE) == ()
    found = make.record(message=make.message(attachments=files[:1]))
    await store.commit(SaveMessage(found))
    assert await store.messages(make.DISPUTE) == (found,)


async def test_messages_are_the_newest_in_the_order_they_came(store: Store) -> None:
    await keep_dispute(store)
    records = [make.record(id=f"msg-{hour}", received_at=make.later(hours=hour)) for hour in range(5)]
    await store.commit(*map(SaveMessage, reversed(records)))
    assert await store.messages(make.DISPUTE, limit=3) == tuple(records[2:])
    assert await store.messages("D-ELSE") == ()


async def test_quarantine_is_open_until_somebody_deals_with_it(store: Store) -> None:
    await keep_mails(store)
    later = make.quarantined(id="q-2", at=make.later(hours=1), reason="nul\x00 and \ud800")
    await store.commit(AddToQuarantine(make.quarantined()), AddToQuarantine(later))
    assert [entry.id for entry in await store.quarantine()] == ["q-1", "q-2"]
    await store.commit(ResolveQuarantine("q-1", "mia", make.NOW, "discarded"))
    assert [entry.id for entry in await store.quarantine()] == ["q-2"]
    dealt_with = (await store.quarantine(open_only=False))[0]
    assert dealt_with == make.quarantined(resolved_by="mia", resolution="discarded")
    with pytest.raises(StaleDispute):
        await store.commit(ResolveQuarantine("q-1", "leo", make.NOW, "placed"))
    with pytest.raises(StaleDispute):
        await store.commit(AddToQuarantine(make.quarantined()))


async def test_of_whom_mail_waits_in_quarantine(store: Store) -> None:
    await keep_dispute(store)
    entry = make.quarantined(suggested_dispute=make.DISPUTE, suggested_side=Side.SELLER)
    await store.commit(AddToQuarantine(entry))
    assert await store.quarantined_sides(make.DISPUTE) == {Side.SELLER}
    await store.commit(AddToQuarantine(replace(entry, id="q-2", suggested_side=None)))
    assert await store.quarantined_sides(make.DISPUTE) == set(Side)
    await store.commit(*(ResolveQuarantine(each, "mia", make.NOW, "placed") for each in ("q-1", "q-2")))
    assert await store.quarantined_sides(make.DISPUTE) == frozenset()


async def test_a_sender_who_was_asked_is_remembered(store: Store) -> None:
    await store.commit(NoteSender("Eve@else.example", make.NOW))
    assert await store.asked_lately("eve@ELSE.example", make.later(hours=-24))
    assert not await store.asked_lately("eve@else.example", make.later(seconds=1))
    assert not await store.asked_lately("ann@else.example", make.later(hours=-24))
    await store.commit(NoteSender("eve@else.example", make.later(days=2)))
    assert await store.asked_lately("eve@else.example", make.later(days=1))


async def test_message_ids_of_a_disputes_parties_in_the_order_they_came(store: Store) -> None:
    await keep_dispute(store)
    seller = make.record(
        id="msg-2",
        side=Side.SELLER,
        received_at=make.later(hours=-1),
        message=make.message(message_id="s1@seller.example"),
    )
    nameless = make.record(id="msg-3", message=make.message(message_id=""))
    await store.commit(SaveMessage(make.record()), SaveMessage(seller), SaveMessage(nameless))
    folder = await store.folder(make.DISPUTE)
    assert folder is not None
    assert folder.mails == (
        (Side.SELLER, make.later(hours=-1), "s1@seller.example"),
        (Side.BUYER, make.NOW, "m1@buyer.example"),
    )


async def test_a_folder_holds_all_to_go_on_with(store: Store) -> None:
    await keep_dispute(store)
    await another(store, "D-TWO", "PS-2")
    await store.commit(
        AddDraft(make.draft()),
        AddDraft(make.draft(id="L-2", state=DraftState.SENT)),
        AddDraft(make.draft(id="L-3", dispute_id="D-TWO")),
    )
    assert await store.folder(make.DISPUTE) == Folder(
        make.dispute(), await store.order(make.CLIENT, make.ORDER), (make.draft(),), ()
    )
    assert await store.folder("D-NONE") is None
