import asyncio
from dataclasses import replace

import pytest

from mailbot.errors import NotFound, StaleDispute
from mailbot.mail.envelope import LetterKind, SendState
from mailbot.mediation.approval import DraftState, Enclosure
from mailbot.ports import (
    AddDraft,
    AddToken,
    AddToOutbox,
    BurnToken,
    Lease,
    LetPass,
    MoveOutbox,
    SetDraft,
    Store,
)
from tests import make
from tests.adapters.contract.keeping import another, keep_dispute

PENDING, APPROVED, SENT = DraftState.PENDING, DraftState.APPROVED, DraftState.SENT


async def test_a_revision_comes_back_whole(store: Store) -> None:
    await keep_dispute(store)
    draft = make.draft(
        details={"number": 2, "days": ("mon", "tue"), "terms": {"total": "250.00", "parts": ({"a": None}, True)}},
        enclosures=(
            Enclosure("claim.xlsx", "application/x", b"PK\x03\x04 \x00\xff"),
            Enclosure("b.txt", "text/plain", b""),
        ),
        deadline=make.deadline(),
        carried=("offer 2",),
        guard_hits=("Seller Desk",),
    )
    await store.commit(AddDraft(draft))
    assert await store.draft(draft.id) == draft
    assert await store.draft(draft.id, 1) == draft
    assert await store.draft(draft.id, 2) is None
    assert await store.draft("L-9") is None


async def test_a_chain_of_revisions_ends_in_the_newest(store: Store) -> None:
    await keep_dispute(store)
    first, second = make.draft(), make.draft(revision=2, text="changed")
    await store.commit(AddDraft(first))
    await store.commit(SetDraft(first.id, 1, PENDING, DraftState.SUPERSEDED, "mia", make.NOW), AddDraft(second))
    assert await store.draft(first.id) == second
    assert [draft.revision for draft in await store.drafts()] == [1, 2]
    with pytest.raises(StaleDispute):
        await store.commit(AddDraft(make.draft(revision=2, text="another")))


async def test_drafts_are_listed_by_state_and_dispute(store: Store) -> None:
    await keep_dispute(store)
    await another(store, "D-TWO", "PS-2")
    mine = make.draft(created_at=make.later(hours=1))
    other = make.draft(id="L-2", dispute_id="D-TWO")
    await store.commit(AddDraft(mine), AddDraft(other))
    await store.commit(SetDraft("L-2", 1, PENDING, APPROVED, "mia", make.NOW))
    assert [draft.id for draft in await store.drafts()] == ["L-2", "L-1"]
    assert await store.drafts(PENDING) == (mine,)
    assert [draft.id for draft in await store.drafts(APPROVED)] == ["L-2"]
    assert await store.drafts(dispute_id=make.DISPUTE) == (mine,)
    assert await store.drafts(APPROVED, make.DISPUTE) == ()


async def test_a_draft_from_before_any_dispute_is_kept(store: Store) -> None:
    draft = make.draft(dispute_id="")
    await store.commit(AddDraft(draft))
    assert await store.drafts(PENDING) == (draft,)


async def test_only_the_first_verdict_counts(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddDraft(make.draft()))
    verdicts = [SetDraft("L-1", 1, PENDING, APPROVED, by, make.NOW) for by in ("mia", "leo", "ann", "bo")]
    said = await asyncio.gather(*map(store.commit, verdicts), return_exceptions=True)
    assert [type(each) for each in said].count(StaleDispute) == 3
    kept = await store.draft("L-1")
    assert kept is not None
    assert kept.decided_by == verdicts[said.index(None)].by
    with pytest.raises(NotFound):
        await store.commit(SetDraft("L-9", 1, PENDING, APPROVED, "mia", make.NOW))


async def test_sending_does_not_take_the_place_of_the_approval(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddDraft(make.draft()))
    await store.commit(SetDraft("L-1", 1, PENDING, APPROVED, "mia", make.later(hours=1), "clear"))
    await store.commit(SetDraft("L-1", 1, APPROVED, SENT, "dispatch", make.later(hours=2)))
    kept = await store.draft("L-1")
    assert kept == make.draft(state=SENT, decided_by="mia", decided_at=make.later(hours=1), reason="clear")


async def test_who_let_a_draft_pass_is_kept_with_the_reason(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddDraft(make.draft()), LetPass("L-1", 1, "lea", "a common word"))
    assert await store.draft("L-1") == make.draft(let_pass_by="lea", let_pass_reason="a common word")
    with pytest.raises(NotFound):
        await store.commit(LetPass("L-9", 1, "lea", ""))


async def test_a_one_time_address_is_used_once(store: Store) -> None:
    await keep_dispute(store)
    token = make.approval_token()
    await store.commit(AddDraft(make.draft()), AddToken(token))
    assert await store.approval_token("hash-1") == token
    assert await store.approval_token("hash-2") is None
    burn = [BurnToken("hash-1", make.later(hours=hour)) for hour in range(8)]
    said = await asyncio.gather(*map(store.commit, burn), return_exceptions=True)
    assert said.count(None) == 1
    kept = await store.approval_token("hash-1")
    assert kept == replace(token, burned_at=burn[said.index(None)].at)
    with pytest.raises(StaleDispute):
        await store.commit(BurnToken("hash-2", make.NOW))
    with pytest.raises(StaleDispute):
        await store.commit(AddToken(token))


async def test_a_letter_on_its_way_comes_back_whole(store: Store) -> None:
    await keep_dispute(store)
    row = make.outbox_row(envelope=make.envelope(content=bytes(range(256)) * 20), expires_at=make.later(days=5))
    internal = make.outbox_row(
        id="o-2", kind=LetterKind.INTERNAL, dispute_id=None, draft_id=None, not_before=make.later(hours=1)
    )
    await store.commit(AddToOutbox(row), AddToOutbox(internal))
    assert await store.outbox() == (row, internal)
    assert await store.outbox(SendState.QUEUED) == (row, internal)
    assert await store.outbox(SendState.MARKED) == ()
    assert await store.outbox_by_message_id(row.envelope.message_id) is not None
    assert await store.outbox_by_message_id("unknown@else") is None


async def test_a_draft_is_queued_once(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddToOutbox(make.outbox_row()))
    with pytest.raises(StaleDispute):
        await store.commit(AddToOutbox(make.outbox_row(id="o-2")))
    with pytest.raises(StaleDispute):
        await store.commit(AddToOutbox(make.outbox_row(draft_id="L-2")))
    await store.commit(AddToOutbox(make.outbox_row(id="o-3", draft_id=None)))
    await store.commit(AddToOutbox(make.outbox_row(id="o-4", draft_id=None)))
    assert len(await store.outbox()) == 3


async def test_claiming_takes_what_is_due_and_no_more(store: Store) -> None:
    await keep_dispute(store)
    for number, minutes in enumerate((2, 1, 0, 90)):
        row = make.outbox_row(id=f"o-{number}", draft_id=f"L-{number}", not_before=make.later(minutes=minutes))
        await store.commit(AddToOutbox(row))
    assert await store.claim_outbox(make.later(minutes=-1), Lease(60)) == ()
    claimed = await store.claim_outbox(make.later(minutes=5), Lease(60, limit=2))
    assert [row.id for row in claimed] == ["o-2", "o-1"]
    assert all(row.state is SendState.CLAIMED and row.fence == 1 for row in claimed)
    assert claimed[0].lease_until == make.later(minutes=6)
    assert await store.outbox(SendState.CLAIMED) == claimed
    assert [row.id for row in await store.claim_outbox(make.later(minutes=5), Lease(60))] == ["o-0"]


async def test_a_lapsed_claim_is_taken_over_and_its_holder_locked_out(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddToOutbox(make.outbox_row()))
    (slow,) = await store.claim_outbox(make.NOW, Lease(60))
    assert await store.claim_outbox(make.later(seconds=59), Lease(60)) == ()
    assert await store.next_outbox_at() == make.later(seconds=60)
    (quick,) = await store.claim_outbox(make.later(seconds=60), Lease(60))
    assert quick.fence == slow.fence + 1
    with pytest.raises(StaleDispute):
        await store.commit(MoveOutbox("o-1", SendState.CLAIMED, slow.fence, SendState.MARKED, make.NOW))
    await store.commit(MoveOutbox("o-1", SendState.CLAIMED, quick.fence, SendState.MARKED, make.later(seconds=61)))
    assert await store.claim_outbox(make.later(days=1), Lease(60)) == ()  # marked: never by itself again


async def test_a_row_keeps_the_servers_words_and_its_marks(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddToOutbox(make.outbox_row()))
    await store.claim_outbox(make.NOW, Lease(60))
    await store.commit(MoveOutbox("o-1", SendState.CLAIMED, 1, SendState.MARKED, make.later(seconds=1), attempts=1))
    (marked,) = await store.outbox(SendState.MARKED)
    assert (marked.marked_at, marked.attempts, marked.lease_until) == (make.later(seconds=1), 1, make.later(seconds=60))
    later = make.later(minutes=5)
    await store.commit(
        MoveOutbox("o-1", SendState.MARKED, 1, SendState.DEFERRED, make.NOW, "451 4.7.1 greylisted", not_before=later)
    )
    (deferred,) = await store.outbox(SendState.DEFERRED)
    assert (deferred.reply, deferred.not_before, deferred.lease_until) == ("451 4.7.1 greylisted", later, None)
    assert (deferred.attempts, deferred.fence) == (1, 1)
    assert await store.next_outbox_at() == later
    (again,) = await store.claim_outbox(later, Lease(60))
    await store.commit(MoveOutbox("o-1", SendState.CLAIMED, again.fence, SendState.MARKED, later))
    await store.commit(MoveOutbox("o-1", SendState.MARKED, again.fence, SendState.ACCEPTED, later, "250 ok"))
    assert await store.next_outbox_at() is None


async def test_two_senders_never_hold_the_same_letter(store: Store) -> None:
    await keep_dispute(store)
    rows = [make.outbox_row(id=f"o-{number}", draft_id=f"L-{number}") for number in range(60)]
    await store.commit(*map(AddToOutbox, rows))
    claims = await asyncio.gather(*(store.claim_outbox(make.NOW, Lease(60, limit=7)) for _ in range(12)))
    held = [row.id for claim in claims for row in claim]
    assert sorted(held) == sorted(set(held))
    rest = await store.claim_outbox(make.NOW, Lease(60, limit=60))
    assert len(held) + len(rest) == 60
