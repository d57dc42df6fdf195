"""A person's verdict on a draft, from mail, page or command line: one method, one set of rules."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from mailbot.errors import NotFound, RefusedVerdict, StaleDispute
from mailbot.flow.carry import carry_out, order_of, put_forward
from mailbot.flow.desk import Desk, File
from mailbot.flow.outgoing import heard, queued
from mailbot.mail.envelope import Envelope, SendState
from mailbot.mediation.approval import (
    Draft,
    DraftState,
    Standing,
    Verdict,
    VerdictKind,
    Via,
    content_hash,
    counts_as_first,
    judge,
)
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import DraftRejected
from mailbot.mediation.party import Person, Role
from mailbot.ports import Asked, LetPass, MoveOutbox, SetDraft, Write
from mailbot.steps.decide import decide
from mailbot.steps.draft import announced


@dataclass(frozen=True, slots=True)
class Given:
    """What a verdict came to: in words for the person, and the writes still to be committed."""

    told: str
    writes: tuple[Write, ...]
    draft: Draft


class Approval:
    """Judges verdicts and carries them out."""

    def __init__(self, desk: Desk, html_of: Callable[[str], str]) -> None:
        self._desk = desk
        self._html_of = html_of

    async def give(self, verdict: Verdict) -> str:
        """Carry out a verdict and say what came of it; RefusedVerdict with the reason if it does not count."""
        given = await self.weigh(verdict)
        await self._desk.store.commit(*given.writes)
        return given.told

    async def weigh(self, verdict: Verdict) -> Given:
        """Judge a verdict; return what it comes to without committing it.

        A draft whose printed date has moved while it waited is refused and drafted afresh: our own delay costs no
        party a day. Where two must agree, the first yes is kept and nothing leaves yet.
        """
        draft = await self._draft(verdict.draft_id)
        file = await self._desk.file(draft.dispute_id)
        fresh = await self._afresh(file, draft)
        ids = heard(file, draft.reader)
        envelope, hits = await self._desk.scribe.seal(self._desk.papers(file), draft, ids)
        standing = self._standing(file, draft, fresh, verdict, hits)
        reason = judge(verdict, draft, standing)
        if reason and counts_as_first(verdict, draft, standing):
            return self._first_yes(verdict, draft, reason)
        if reason:
            raise RefusedVerdict(reason)
        match verdict.kind:
            case VerdictKind.APPROVE:
                return await self._approve(verdict, draft, file, fresh, envelope)
            case VerdictKind.CHANGE:
                return await self._change(verdict, draft, file, fresh)
            case VerdictKind.REJECT:
                return await self._reject(verdict, draft, file)
            case _:
                assert_never(verdict.kind)

    async def undo(self, draft_id: str, by: str) -> str:
        """Take an approved letter back while its hold lasts."""
        desk = self._desk
        draft = await self._draft(draft_id)
        rows = await desk.store.outbox(SendState.QUEUED)
        row = next((row for row in rows if row.draft_id == draft.id), None)
        if row is None:
            raise RefusedVerdict(f"draft {draft_id} is not waiting in the outbox: too late to undo, or never approved")
        now = desk.clock.now()
        fresh = _revised(draft, now)
        file = await desk.file(draft.dispute_id)
        if not _may_stop(desk.person(by), draft, file):
            raise RefusedVerdict(f"{by} may not undo it: {file.dispute.mediator} is in charge of {file.dispute.id}")
        await desk.store.commit(
            MoveOutbox(row.id, SendState.QUEUED, row.fence, SendState.WITHDRAWN, now, f"undone by {by}"),
            SetDraft(draft.id, draft.revision, DraftState.APPROVED, DraftState.SUPERSEDED, by, now, "undone"),
            *await put_forward(desk, fresh, file),
        )
        return f"Draft {draft.id} will not leave; it waits for approval again as revision {fresh.revision}."

    async def let_pass(self, draft_id: str, by: str, reason: str) -> str:
        """Let a draft pass the guard: a lead only, with a reason."""
        draft = await self._draft(draft_id)
        person = self._desk.person(by)
        lead = person is not None and Role.LEAD in person.roles and person.sees(draft.client_id)
        if not lead or not reason.strip():
            raise RefusedVerdict("only a lead can let a letter pass the guard, and must give a reason")
        await self._desk.store.commit(LetPass(draft.id, draft.revision, by, reason))
        return f"Draft {draft.id} may pass the guard; it still needs approval."

    async def refresh(self) -> int:
        """Draft afresh every pending letter whose printed date has moved while it waited; return how many.

        A text that a person wrote is left alone: its approval is refused with the reason.
        """
        waiting = await self._desk.store.drafts(DraftState.PENDING)
        return sum(
            [await self._refreshed(draft) for draft in waiting if draft.step is not None and draft.template_hash]
        )

    async def _refreshed(self, draft: Draft) -> bool:
        try:
            file = await self._desk.file(draft.dispute_id)
            now_due = announced(order_of(draft), file.policy, self._desk.clock.now())
            if not _dated_otherwise(now_due, draft):
                return False
            fresh = await self._afresh(file, draft)
            if fresh is None:
                return False
            await self._desk.store.commit(*await self._replace(draft, fresh, file, "its printed date moved"))
        except (StaleDispute, NotFound):
            return False  # somebody got in between: the next look sees it again
        return True

    async def _draft(self, draft_id: str) -> Draft:
        draft = await self._desk.store.draft(draft_id)
        if draft is None:
            raise NotFound(f"there is no draft {draft_id}")
        return draft

    def _first_yes(self, verdict: Verdict, draft: Draft, reason: str) -> Given:
        """Keep the first of two approvals."""
        now = self._desk.clock.now()
        pending = DraftState.PENDING
        kept = SetDraft(draft.id, draft.revision, pending, pending, verdict.by, now, "first approval")
        return Given(f"Kept as the first approval; nothing leaves yet: {reason}.", (kept,), draft)

    async def _approve(
        self, verdict: Verdict, draft: Draft, file: File, fresh: Draft | None, envelope: Envelope
    ) -> Given:
        desk, now = self._desk, self._desk.clock.now()
        if fresh is not None and fresh.deadline is not None and _dated_otherwise(fresh.deadline, draft):
            if not draft.template_hash:
                now_due = fresh.deadline.working
                raise RefusedVerdict(
                    f"the date it announces moved while it waited; change the text to the new date ({now_due})"
                )
            await desk.store.commit(*await self._replace(draft, fresh, file, "its printed date moved"))
            raise RefusedVerdict(
                f"the date it announces moved while it waited; revision {fresh.revision} with the new date is drafted"
            )
        seconds = 0 if verdict.via is Via.POLICY else file.policy.approval.hold_seconds
        leaves_at = now + timedelta(seconds=seconds)
        writes = (
            SetDraft(draft.id, draft.revision, DraftState.PENDING, DraftState.APPROVED, verdict.by, now, verdict.via),
            *queued(desk, draft, envelope, leaves_at),
        )
        told = (
            f"Approved: {draft.letter} to the {draft.reader} leaves in {seconds} s (mailbot undo {draft.id} stops it)."
        )
        return Given(told, writes, draft)

    async def _change(self, verdict: Verdict, draft: Draft, file: File, fresh: Draft | None) -> Given:
        """Take a new text, which announces the date as it is counted now; no template stands behind it."""
        if not verdict.text.strip():
            raise RefusedVerdict("the new text is empty")
        now = self._desk.clock.now()
        deadline = fresh.deadline if fresh is not None else draft.deadline
        html = self._html_of(verdict.text)
        changed = replace(_revised(draft, now), text=verdict.text, html=html, template_hash="", deadline=deadline)
        changed = replace(changed, content_hash=content_hash(changed))
        writes = await self._replace(draft, changed, file, f"changed by {verdict.by}")
        told = f"Changed: revision {changed.revision} of {draft.letter} waits for approval."
        return Given(told, writes, changed)

    async def _reject(self, verdict: Verdict, draft: Draft, file: File) -> Given:
        if not verdict.reason.strip():
            raise RefusedVerdict("a rejection needs a reason")
        now = self._desk.clock.now()
        happening = DraftRejected(draft.letter, draft.reader, verdict.by, verdict.reason)
        decision = decide(file.dispute, happening, file.policy, file.order, now)
        carried = await carry_out(self._desk, decision, file)
        own = SetDraft(
            draft.id, draft.revision, DraftState.PENDING, DraftState.REJECTED, verdict.by, now, verdict.reason
        )
        others = tuple(write for write in carried if not (isinstance(write, SetDraft) and write.draft_id == draft.id))
        return Given(f"Rejected: {draft.letter} to the {draft.reader} will not be sent.", (own, *others), draft)

    async def _replace(self, old: Draft, new: Draft, file: File, reason: str) -> tuple[Write, ...]:
        now = self._desk.clock.now()
        superseded = SetDraft(old.id, old.revision, DraftState.PENDING, DraftState.SUPERSEDED, "mailbot", now, reason)
        return superseded, *await put_forward(self._desk, new, file)

    async def _afresh(self, file: File, draft: Draft) -> Draft | None:
        """Return the draft as it would be drafted now; None if it cannot be."""
        asked = Asked(order_of(draft), draft.id, draft)
        ids = {draft.reader: heard(file, draft.reader)}
        (written,) = await self._desk.scribe.write(self._desk.papers(file), (asked,), ids)
        return written.draft

    def _standing(
        self, file: File, draft: Draft, fresh: Draft | None, verdict: Verdict, hits: tuple[str, ...]
    ) -> Standing:
        """Collect how things stand now, for the rules to compare with."""
        dispute = file.dispute
        first = (draft.decided_by,) if draft.decided_by and draft.state is DraftState.PENDING else ()
        sums = [offer.amount.amount for offer in dispute.offers]
        sums += [dispute.terms.total.amount] if dispute.terms else []
        return Standing(
            person=self._desk.person(verdict.by),
            mediator=dispute.mediator,
            rules=file.policy.approval,
            newest_revision=draft.revision,
            caucus_now=sum(1 for said in dispute.statements if said.side is draft.reader),
            address=dispute.party(draft.reader).address,
            template_hash=fresh.template_hash if fresh and draft.template_hash else draft.template_hash,
            phase=dispute.phase,
            guard_hits=hits,
            approved_by=first,
            amount=max(sums, default=None),
        )


def _may_stop(person: Person | None, draft: Draft, file: File) -> bool:
    """Whether this person may take an approved letter back: who is in charge, who approved it, a lead."""
    if person is None or not person.sees(draft.client_id):
        return False
    return person.id in (file.dispute.mediator, draft.decided_by) or Role.LEAD in person.roles


def _dated_otherwise(fresh: Deadline | None, draft: Draft) -> bool:
    """Whether the letter would announce another date if it were drafted now."""
    if draft.step is None or draft.deadline is None or fresh is None:
        return False
    return fresh.due_at != draft.deadline.due_at


def _revised(draft: Draft, now: datetime) -> Draft:
    fresh = replace(
        draft,
        revision=draft.revision + 1,
        state=DraftState.PENDING,
        created_at=now,
        decided_by="",
        decided_at=None,
        reason="",
        let_pass_by="",
        let_pass_reason="",
    )
    return replace(fresh, content_hash=content_hash(fresh))
