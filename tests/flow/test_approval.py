"""A verdict counts only on the very text, in the state it was drafted in, from whom it is asked of."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from mailbot.errors import HoleInLetter, NotFound, RefusedVerdict, StaleDispute
from mailbot.flow.moves import move_dispute
from mailbot.mail.envelope import SendState
from mailbot.mediation.approval import Draft, DraftState, VerdictKind, Via, content_hash
from mailbot.mediation.decision import MediatorMoved, MoveKind
from mailbot.mediation.evolve import evolve
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.ports import AppendEvents, SetDraft, Write
from tests.flow.office import LEE, MIA, Office, offers, said, valued
from tests.flow.test_walk import Recorded
from tests.make import SELLER


async def carried_offer(office: Office) -> Draft:
    """An offer of the seller waits to be put to the buyer."""
    await office.on_file(*valued())
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),))
    await office.walk.empty()
    return await office.pending()


async def refused(office: Office, draft: Draft, kind: VerdictKind = VerdictKind.APPROVE, **changes: Any) -> str:
    """Give a verdict that must not count, and see that nothing left; return the reason."""
    before = office.queued()
    with pytest.raises(RefusedVerdict) as reason:
        await office.give(draft, kind, **changes)
    assert office.queued() == before
    return str(reason.value)


async def changed(office: Office, draft: Draft, **changes: Any) -> Draft:
    """Put a draft in the place of another as if it had been drafted so."""
    other = replace(draft, **changes)
    office.memory.kept.drafts[draft.id, draft.revision] = other
    return other


# --- the good path


async def test_an_approved_letter_leaves_after_the_hold_and_not_before() -> None:
    office = Office()
    draft = await office.drafted()
    told = await office.give(draft)
    assert told == f"Approved: evidence_request to the buyer leaves in 90 s (mailbot undo {draft.id} stops it)."
    (row,) = [row for row in office.queued() if row.draft_id == draft.id]
    assert row.not_before == office.clock.now() + timedelta(seconds=90)
    await office.send(seconds=89)
    assert office.memory.kept.outbox[row.id].state is SendState.QUEUED
    await office.send(seconds=1)
    assert office.memory.kept.outbox[row.id].state is SendState.ACCEPTED
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    assert (kept.state, kept.decided_by, kept.reason) == (DraftState.SENT, "mia", Via.COMMAND)


async def test_a_letter_the_policy_lets_go_leaves_at_once() -> None:
    office = Office()
    await office.drafted()
    (row,) = office.queued()
    assert row.not_before == office.clock.now()
    kept = await office.memory.draft(row.draft_id or "")
    assert kept is not None
    assert (kept.letter, kept.decided_by) == (Letter.CLAIM_RECEIVED, "policy")


async def test_a_lead_may_approve_in_the_mediators_place() -> None:
    office = Office()
    draft = await office.drafted()
    assert (await office.give(draft, by="lee")).startswith("Approved")


# --- the draft itself


async def test_a_draft_nobody_made() -> None:
    office = Office()
    draft = await office.drafted()
    with pytest.raises(NotFound, match="no draft nope"):
        await office.give(draft, draft_id="nope")


async def test_a_second_click_sends_nothing_twice() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft)
    assert "the draft is approved already by mia" in await refused(office, draft)
    assert len([row for row in office.queued() if row.draft_id == draft.id]) == 1


async def test_two_clicks_at_once_send_once() -> None:
    office = Office()
    draft = await office.drafted()
    ends = await asyncio.gather(office.give(draft), office.give(draft), return_exceptions=True)
    assert sorted(type(end) for end in ends if not isinstance(end, str)) in ([StaleDispute], [RefusedVerdict])
    assert len([row for row in office.queued() if row.draft_id == draft.id]) == 1


async def test_a_newer_revision_makes_the_older_one_void() -> None:
    office = Office()
    draft = await office.drafted()
    await office.answered(Side.BUYER, "One more thing.\n")
    await office.walk.empty()
    assert "there is a newer revision of this draft (2); the verdict names 1" in await refused(office, draft)
    again = await office.pending()
    assert (await office.give(again)).startswith("Approved")


async def test_a_newer_mail_of_the_reader_that_brought_no_fresh_draft_refuses_all_the_same() -> None:
    office = Office()
    draft = await office.drafted()
    await also(office, said(7, words="wait, I have more"))
    assert await refused(office, draft) == "the buyer wrote again since this was drafted"


async def test_the_text_must_be_the_one_that_was_shown() -> None:
    office = Office()
    draft = await office.drafted()
    assert "content hash differs" in await refused(office, draft, content_hash="something else")
    tampered = await changed(office, draft, text=f"{draft.text}\nand 1,000 more")
    assert "content hash differs" in await refused(office, tampered)


async def test_a_change_of_address_since_refuses() -> None:
    office = Office()
    draft = await office.drafted()
    dispute = office.dispute
    elsewhere = replace(dispute, buyer=replace(dispute.buyer, speaks=("new@buyer.example",)))
    office.memory.kept.disputes[dispute.id] = elsewhere
    assert "address changed" in await refused(office, draft)


async def test_a_change_of_template_since_refuses() -> None:
    office = Office()
    draft = await office.drafted()
    draft = await changed(office, draft, template_hash="an older one")
    assert "the template changed" in await refused(office, draft)


async def test_a_draft_that_could_not_be_drafted_now_is_judged_by_what_it_is() -> None:
    office = Office()
    draft = await office.drafted()

    def hole(*_: Any) -> Any:
        raise HoleInLetter("something is missing")

    office.letters.render = hole  # type: ignore[method-assign]
    assert (await office.give(draft)).startswith("Approved")


@pytest.mark.parametrize(("kind", "why"), [(MoveKind.HOLD, "the dispute is on hold"), (MoveKind.CLOSE, "closed")])
async def test_nothing_leaves_on_hold_or_once_closed(kind: MoveKind, why: str) -> None:
    office = Office()
    draft = await office.drafted()
    await move_dispute(office.desk, office.dispute.id, MediatorMoved("mia", kind, reason="a call"))
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    await changed(office, kept, state=DraftState.PENDING)  # as if it had been overlooked
    assert why in await refused(office, draft)


# --- who says so


async def test_only_who_is_in_charge_or_a_lead_may() -> None:
    office = Office()
    draft = await office.drafted()
    assert "Tim is not in charge" in await refused(office, draft, by="tim")
    assert "Acc is not in charge" in await refused(office, draft, by="acc")
    assert "nobody we know" in await refused(office, draft, by="eve")


async def test_somebody_who_left_or_works_for_others_may_not() -> None:
    gone = replace(MIA, active=False)
    office = Office(people=(gone, LEE))
    office.desk = replace(office.desk, people=(MIA, LEE))
    office.on(office.memory)
    draft = await office.drafted()
    for people, why in (((gone, LEE), "not active"), ((replace(MIA, clients=("other",)), LEE), "does not work for")):
        office.desk = replace(office.desk, people=people)
        office.on(office.memory)
        assert why in await refused(office, draft)


async def test_the_policy_alone_cannot_approve_what_it_does_not_let_go() -> None:
    office = Office()
    draft = await office.drafted()
    assert "the policy does not let" in await refused(office, draft, by="policy", via=Via.POLICY)
    office.rules(automatic=("claim_received", "evidence_request"))
    assert "leaves in 0 s" in await office.give(draft, by="policy", via=Via.POLICY)


async def test_two_must_agree_where_the_policy_says_so() -> None:
    office = Office()
    office.rules(second_pair=("offer_to_buyer",))
    draft = await carried_offer(office)
    asked = [
        row.envelope.reader for row in office.memory.kept.outbox.values() if b"Approve? offer" in row.envelope.content
    ]
    assert asked == ["mia@mailbot.example", "lee@mailbot.example"]
    told = await office.give(draft)
    assert told.startswith("Kept as the first approval; nothing leaves yet")
    assert office.queued() == []
    assert (await office.pending()).decided_by == "mia"
    assert "needs a second person" in await refused(office, draft)
    assert (await office.give(draft, by="tim")).startswith("Approved")
    assert len(office.queued()) == 1


async def test_a_letter_for_two_never_goes_by_itself() -> None:
    office = Office()
    office.rules(second_pair=("claim_received",))
    await office.orders()
    await office.claims()
    await office.walk.empty()
    assert office.queued() == []
    assert {draft.letter for draft in await office.memory.drafts(DraftState.PENDING)} == {
        Letter.CLAIM_RECEIVED,
        Letter.EVIDENCE_REQUEST,
    }


async def test_a_trainees_yes_needs_another() -> None:
    trainee = replace(MIA, trainee=True)
    office = Office(people=(trainee, LEE))
    draft = await office.drafted()
    assert "lee@mailbot.example" in [row.envelope.reader for row in office.memory.kept.outbox.values()]
    assert (await office.give(draft)).startswith("Kept as the first approval")
    assert (await office.give(draft, by="lee")).startswith("Approved")


async def test_a_first_yes_does_not_outlive_its_revision() -> None:
    office = Office()
    office.rules(second_pair=("offer_to_buyer",))
    draft = await carried_offer(office)
    await office.give(draft)
    await office.answered(Side.BUYER, "Any news?\n")
    await office.walk.empty()
    again = await office.pending()
    assert again.decided_by == ""
    assert (await office.give(again, by="tim")).startswith("Kept as the first approval")


async def test_a_first_yes_from_somebody_who_may_not_is_not_kept() -> None:
    office = Office()
    office.rules(second_pair=("offer_to_buyer",))
    draft = await carried_offer(office)
    await refused(office, draft, by="acc")
    assert (await office.pending()).decided_by == ""


# --- by mail


async def test_some_letters_are_never_approved_by_mail() -> None:
    office = Office()
    office.rules(never_by_mail=("evidence_request",))
    draft = await office.drafted()
    assert "never approved by mail" in await refused(office, draft, via=Via.MAIL)
    assert (await office.give(draft)).startswith("Approved")


@pytest.mark.parametrize(("limit", "told"), [("149.99", "sums above 149.99"), ("150", "")])
async def test_sums_above_the_limit_are_never_approved_by_mail(limit: str, told: str) -> None:
    office = Office()
    office.rules(mail_limit=Decimal(limit))
    draft = await carried_offer(office)
    if told:
        assert told in await refused(office, draft, via=Via.MAIL)
    else:
        assert (await office.give(draft, via=Via.MAIL)).startswith("Approved")


# --- the date


async def test_a_date_that_moved_while_it_waited_is_drafted_afresh() -> None:
    office = Office()
    draft = await office.drafted()
    assert draft.deadline is not None
    office.clock.forward(days=3)
    assert "revision 2 with the new date is drafted" in await refused(office, draft)
    again = await office.pending()
    assert again.revision == 2
    assert again.deadline is not None
    assert again.deadline.due_at > draft.deadline.due_at
    assert again.content_hash != draft.content_hash
    old = await office.memory.draft(draft.id, 1)
    assert old is not None
    assert (old.state, old.reason) == (DraftState.SUPERSEDED, "its printed date moved")
    assert (await office.give(again)).startswith("Approved")
    assert len(office.told("mia@mailbot.example")) == 2


async def test_refresh_moves_the_dates_of_what_waits_and_nothing_else() -> None:
    office = Office()
    draft = await office.drafted()
    assert await office.approval.refresh() == 0
    office.clock.forward(days=3)
    assert await office.approval.refresh() == 1
    assert await office.approval.refresh() == 0
    assert ((await office.pending()).id, (await office.pending()).revision) == (draft.id, 2)


class InBetween(Recorded):
    """Somebody decides on every draft between the look and the commit."""

    async def commit(self, *writes: Write) -> None:
        if any(isinstance(write, SetDraft) for write in writes):
            raise StaleDispute("the draft is approved")
        await super().commit(*writes)


async def test_refresh_goes_on_when_somebody_gets_in_between_or_a_file_is_gone() -> None:
    office = Office()
    await office.drafted()
    office.clock.forward(days=3)
    office.on(InBetween(office.memory))
    assert await office.approval.refresh() == 0
    office.on(office.memory)
    orders = dict(office.memory.kept.orders)
    office.memory.kept.orders.clear()
    assert await office.approval.refresh() == 0
    office.memory.kept.orders = orders
    assert await office.approval.refresh() == 1


async def test_refresh_leaves_letters_without_a_date_and_letters_with_a_hole_alone() -> None:
    office = Office()
    draft = await office.drafted()
    office.clock.forward(days=3)

    def hole(*_: Any) -> Any:
        raise HoleInLetter("something is missing")

    plain, office.letters.render = office.letters.render, hole  # type: ignore[method-assign]
    assert await office.approval.refresh() == 0
    office.letters.render = plain  # type: ignore[method-assign]
    await changed(office, draft, step=None)
    assert await office.approval.refresh() == 0


async def test_a_letter_that_repeats_a_running_deadline_is_never_dated_afresh() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft)
    await office.send(seconds=91)
    office.clock.forward(days=4)
    await office.chaser.sweep()
    reminder = await office.pending()
    assert reminder.letter is Letter.REMINDER
    office.clock.forward(days=1)
    assert (await office.give(reminder)).startswith("Approved")


# --- a changed text


async def test_a_changed_text_comes_back_once_to_be_approved() -> None:
    office = Office()
    draft = await office.drafted()
    told = await office.give(draft, VerdictKind.CHANGE, text="Dear Ana,\n\nplease send **photos**.")
    assert told == "Changed: revision 2 of evidence_request waits for approval."
    fresh = await office.pending()
    assert fresh.text == "Dear Ana,\n\nplease send **photos**."
    assert "<strong>photos</strong>" in fresh.html
    assert fresh.content_hash == content_hash(fresh) != draft.content_hash
    old = await office.memory.draft(draft.id, 1)
    assert old is not None
    assert (old.state, old.reason) == (DraftState.SUPERSEDED, "changed by mia")
    assert "please send **photos**" in office.told("mia@mailbot.example")[-1]
    assert office.queued() == [row for row in office.queued() if row.draft_id != draft.id]
    await office.give(fresh)
    (row,) = [row for row in office.queued() if row.draft_id == draft.id]
    assert b"please send" in row.envelope.content


async def test_a_changed_text_whose_date_moved_is_refused_and_kept() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft, VerdictKind.CHANGE, text="Please send photos by Friday 5 June.")
    fresh = await office.pending()
    office.clock.forward(days=3)
    assert await office.approval.refresh() == 0
    reason = await refused(office, fresh)
    assert "change the text to the new date (Day 0 is Monday 1 June 2026" in reason
    assert await office.pending() == fresh
    again = await office.give(fresh, VerdictKind.CHANGE, text="Please send photos by Monday 8 June.")
    assert "revision 3" in again
    assert "Announces: Day 0 is Monday 1 June 2026" in office.told("mia@mailbot.example")[-1]
    assert (await office.give(await office.pending())).startswith("Approved")


async def test_a_change_on_an_older_text_is_refused() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft, VerdictKind.CHANGE, text="One.")
    assert "newer revision" in await refused(office, draft, VerdictKind.CHANGE, text="Two.")


@pytest.mark.parametrize("text", ["", "  \n "])
async def test_a_change_to_nothing_is_refused(text: str) -> None:
    office = Office()
    draft = await office.drafted()
    assert "empty" in await refused(office, draft, VerdictKind.CHANGE, text=text)
    assert await office.pending() == draft


# --- the guard


async def leak(office: Office) -> Draft:
    """A mediator wrote the seller's address into a letter to the buyer."""
    draft = await office.drafted()
    await office.give(draft, VerdictKind.CHANGE, text=f"Please write to {SELLER} yourself.")
    return await office.pending()


async def test_a_guard_hit_blocks_whoever_approves() -> None:
    office = Office()
    held = await leak(office)
    assert held.guard_hits
    assert "lee@mailbot.example" in [row.envelope.reader for row in office.memory.kept.outbox.values()]
    assert "THE GUARD HOLDS THIS LETTER BACK" in office.told("mia@mailbot.example")[-1]
    for by in ("mia", "lee"):
        assert "the guard stopped it" in await refused(office, held, by=by)


async def test_a_lead_lets_pass_with_a_reason_and_it_still_needs_approval() -> None:
    office = Office()
    held = await leak(office)
    told = await office.approval.let_pass(held.id, "lee", "the buyer has this address")
    assert told == f"Draft {held.id} may pass the guard; it still needs approval."
    assert [row for row in office.queued() if row.draft_id == held.id] == []
    held = await office.pending()
    assert "let pass the guard is never approved by mail" in await refused(office, held, via=Via.MAIL)
    assert (await office.give(held)).startswith("Approved")
    await office.send(seconds=91)
    assert SELLER.encode() in office.postman.posted[-1].content


@pytest.mark.parametrize(("by", "reason"), [("mia", "please"), ("lee", " "), ("eve", "please")])
async def test_nobody_else_lets_pass_and_no_lead_without_a_reason(by: str, reason: str) -> None:
    office = Office()
    held = await leak(office)
    with pytest.raises(RefusedVerdict, match="only a lead"):
        await office.approval.let_pass(held.id, by, reason)
    with pytest.raises(NotFound):
        await office.approval.let_pass("nope", "lee", "a reason")
    assert (await office.pending()).let_pass_by == ""


@pytest.mark.parametrize("lead", [replace(LEE, active=False), replace(LEE, clients=("other",))])
async def test_a_lead_who_left_or_works_for_others_lets_nothing_pass(lead: Any) -> None:
    office = Office()
    held = await leak(office)
    office.desk = replace(office.desk, people=(MIA, lead))
    office.on(office.memory)
    with pytest.raises(RefusedVerdict):
        await office.approval.let_pass(held.id, "lee", "a reason")


async def test_what_a_lead_let_pass_does_not_let_the_next_text_pass() -> None:
    office = Office()
    held = await leak(office)
    await office.approval.let_pass(held.id, "lee", "the buyer has this address")
    await office.give(await office.pending(), VerdictKind.CHANGE, text=f"Please write to {SELLER} again.")
    assert "the guard stopped it" in await refused(office, await office.pending())


async def test_what_the_guard_finds_only_now_blocks_too() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft, VerdictKind.CHANGE, text="We hear it fell off the blue truck on Sunday night.")
    held = await office.pending()
    assert held.guard_hits == ()
    await also(office, said(8, Side.SELLER, "it fell off the blue truck on Sunday night, keep it quiet"))
    assert "fell off the blue truck" in await refused(office, held)


# --- rejected, undone


async def test_a_rejected_letter_is_not_sent_and_a_task_asks_what_then() -> None:
    office = Office()
    draft = await office.drafted()
    told = await office.give(draft, VerdictKind.REJECT, reason="they settled by phone")
    assert told == "Rejected: evidence_request to the buyer will not be sent."
    kept = await office.memory.draft(draft.id)
    assert kept is not None
    assert (kept.state, kept.decided_by, kept.reason) == (DraftState.REJECTED, "mia", "they settled by phone")
    (task,) = office.dispute.open_tasks
    assert "they settled by phone" in task.reason
    assert any("they settled by phone" in words for words in office.told("mia@mailbot.example"))
    assert "is rejected already by mia" in await refused(office, draft)
    assert "is rejected already" in await refused(office, draft, VerdictKind.CHANGE, text="New.")
    assert "is rejected already" in await refused(office, draft, VerdictKind.REJECT)


async def test_a_no_needs_a_reason() -> None:
    office = Office()
    draft = await office.drafted()
    assert "needs a reason" in await refused(office, draft, VerdictKind.REJECT, reason=" ")
    assert await office.pending() == draft


async def test_a_no_needs_no_fresh_state() -> None:
    office = Office()
    draft = await office.drafted()
    await also(office, said(7, words="wait, I have more"))
    office.clock.forward(days=3)
    assert (await office.give(draft, VerdictKind.REJECT, reason="no")).startswith("Rejected")


async def test_undo_within_the_hold_brings_the_draft_back() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft)
    office.clock.forward(seconds=60)
    told = await office.approval.undo(draft.id, "mia")
    assert told == f"Draft {draft.id} will not leave; it waits for approval again as revision 2."
    await office.send(seconds=60)
    assert not [
        row
        for row in office.memory.kept.outbox.values()
        if row.draft_id == draft.id and row.state is SendState.ACCEPTED
    ]
    again = await office.pending()
    assert (again.revision, again.decided_by, again.text) == (2, "", draft.text)
    await office.give(again)
    await office.send(seconds=91)
    (row,) = [
        row
        for row in office.memory.kept.outbox.values()
        if row.draft_id == draft.id and row.state is SendState.ACCEPTED
    ]
    assert row.envelope.message_id.startswith(row.envelope.message_id.partition("@")[0])


async def test_undo_after_the_letter_left_is_too_late() -> None:
    office = Office()
    draft = await office.drafted()
    with pytest.raises(RefusedVerdict, match="never approved"):
        await office.approval.undo(draft.id, "mia")
    await office.give(draft)
    await office.send(seconds=91)
    with pytest.raises(RefusedVerdict, match="too late to undo"):
        await office.approval.undo(draft.id, "mia")
    with pytest.raises(NotFound):
        await office.approval.undo("nope", "mia")


async def test_whoever_approved_may_undo_and_so_may_a_lead() -> None:
    for approved_by, by in (("mia", "lee"), ("lee", "lee"), ("lee", "mia")):
        office = Office()
        draft = await office.drafted()
        await office.give(draft, by=approved_by)
        assert "will not leave" in await office.approval.undo(draft.id, by)


@pytest.mark.parametrize("by", ["eve", "acc", "tim"])
async def test_only_who_may_approve_may_undo(by: str) -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft)
    with pytest.raises(RefusedVerdict):
        await office.approval.undo(draft.id, by)
    assert [row.draft_id for row in office.queued() if row.draft_id == draft.id] == [draft.id]


async def also(office: Office, event: Any) -> None:
    """Let something happen to the dispute without any of what usually follows."""
    before = office.dispute
    after = evolve(before, event)
    await office.memory.commit(AppendEvents(after, before.version, (event,)))
    assert office.dispute.version == before.version + 1
    assert after.phase is not Phase.CLOSED


async def test_an_automatic_letter_taken_back_waits_for_a_person() -> None:
    office = Office()
    await office.drafted()
    (row,) = office.queued()
    await office.approval.undo(row.draft_id or "", "mia")
    assert office.queued() == []
    again = await office.memory.draft(row.draft_id or "")
    assert again is not None
    assert (again.letter, again.revision, again.state) == (Letter.CLAIM_RECEIVED, 2, DraftState.PENDING)


async def test_an_automatic_letter_whose_text_a_person_changed_waits_for_approval() -> None:
    office = Office()
    await office.drafted()
    (row,) = office.queued()
    await office.approval.undo(row.draft_id or "", "mia")
    again = await office.memory.draft(row.draft_id or "")
    assert again is not None
    await office.give(again, VerdictKind.CHANGE, text="Your claim is here.\n")
    changed = await office.memory.draft(again.id)
    assert changed is not None
    assert (changed.revision, changed.state, office.queued()) == (3, DraftState.PENDING, [])
