"""What follows when the post took a letter, refused it, or nobody knows."""

from mailbot.flow.carry import carry_out
from mailbot.flow.desk import Desk
from mailbot.flow.notes import in_charge, notice_mail
from mailbot.flow.outgoing import to_people
from mailbot.mail.bounce import Bounced
from mailbot.mail.envelope import LetterKind, OutboxRow
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.decision import Happening, LetterLeft, Notice, NoticeKind, PostCameBack
from mailbot.ports import SetDraft, Write
from mailbot.steps.decide import decide


class Departures:
    """Turns the fate of an outbox row into what it means for the dispute."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def on_left(self, row: OutboxRow) -> tuple[Write, ...]:
        """Return what follows from a letter the post took; its deadline lives from here."""
        draft = await self._draft(row)
        if draft is None:
            return ()
        happening = LetterLeft(
            draft.letter,
            draft.reader,
            row.envelope.message_id,
            draft.id,
            draft.text,
            draft.deadline,
            draft.carried,
        )
        now = self._desk.clock.now()
        sent = SetDraft(draft.id, draft.revision, DraftState.APPROVED, DraftState.SENT, "mailbot", now)
        return sent, *await self._decide(draft.dispute_id, happening)

    async def on_refused(self, row: OutboxRow, reply: str) -> tuple[Write, ...]:
        """Return what follows from a letter the post will never take: the clock stands, a person looks."""
        draft = await self._draft(row)
        if draft is None:
            return ()
        happening = PostCameBack(draft.reader, row.envelope.reader, hard=True, reason=reply)
        return await self._decide(draft.dispute_id, happening)

    async def on_unknown(self, row: OutboxRow) -> tuple[Write, ...]:
        """Ask the mediator about a letter of which nobody knows whether it left."""
        draft = await self._draft(row)
        if draft is None:
            return ()
        file = await self._desk.file(draft.dispute_id)
        text = (
            f"The mail server broke off while it took {draft.letter} for the {draft.reader} of {draft.dispute_id}; "
            f"it may or may not have arrived. Message-ID: <{row.envelope.message_id}>. "
            f"`mailbot doctor` lists it; send it once more with `mailbot resend {row.id}`, or leave it."
        )
        notice = Notice("mediator", NoticeKind.TASK, text)
        mail = notice_mail(notice, file, file.dispute.id)
        return to_people(self._desk, in_charge(self._desk, file), mail, self._desk.clock.now())

    async def came_back(self, bounced: Bounced) -> tuple[Write, ...] | None:
        """Return what follows from a delivery report; None if it names no letter of ours."""
        if not bounced.message_id:
            return None
        row = await self._desk.store.outbox_by_message_id(bounced.message_id)
        draft = await self._draft(row) if row is not None else None
        if row is None or draft is None or bounced.delayed:
            return None if row is None else ()
        happening = PostCameBack(draft.reader, row.envelope.reader, bounced.hard, bounced.reason or bounced.status)
        return await self._decide(draft.dispute_id, happening)

    async def _draft(self, row: OutboxRow) -> Draft | None:
        if row.kind is not LetterKind.PARTY or row.draft_id is None:
            return None
        return await self._desk.store.draft(row.draft_id)

    async def _decide(self, dispute_id: str, happening: Happening) -> tuple[Write, ...]:
        file = await self._desk.file(dispute_id)
        decision = decide(file.dispute, happening, file.policy, file.order, self._desk.clock.now())
        return await carry_out(self._desk, decision, file)
