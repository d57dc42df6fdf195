"""A mediator's mail to a one-time reply address: a verdict, if all that must hold holds."""

from dataclasses import replace

from mailbot.errors import NotFound, RefusedVerdict
from mailbot.flow.approval import Approval
from mailbot.flow.desk import Desk
from mailbot.flow.notes import verdict_answer
from mailbot.flow.outgoing import internal_row
from mailbot.flow.placing import file_only
from mailbot.mail.message import Message
from mailbot.mail.token import token_hash
from mailbot.mediation.approval import Verdict, Via, token_fault
from mailbot.mediation.party import Person
from mailbot.mediation.placement import Place, Placement
from mailbot.ports import AddToOutbox, ApprovalToken, BurnToken, MarkRaw, RawState, WaitingMail, Write
from mailbot.steps.verdict import read_verdict, sender_fault


class VerdictMail:
    """Follows mails that came to a one-time reply address."""

    def __init__(self, desk: Desk, approval: Approval) -> None:
        self._desk = desk
        self._approval = approval

    async def follow(self, secret: str, message: Message, mail: WaitingMail) -> tuple[Write, ...] | None:
        """Return what follows from the mail; None if the address is none of ours.

        Two things must come together: the secret of the address and the proven sender it was sent to. Whatever is
        missing, nothing is sent, and the person on file is told why; a stranger is told nothing.
        """
        token = await self._desk.store.approval_token(token_hash(secret))
        if token is None:
            return None
        person = self._desk.person(token.person_id)
        try:
            told, writes = await self._weigh(token, person, message)
        except (RefusedVerdict, NotFound) as refusal:
            told, writes = f"Nothing was sent: {refusal}", ()
        noted = Placement(Place.NOTED, f"a verdict on draft {token.draft_id}: {told}")
        answer = await self._answer(person, token, message, told)
        done = MarkRaw(mail.raw.id, RawState.WALKED, mail.attempts + 1, "verdict")
        return (file_only(mail, message, noted), *writes, *answer, done)

    async def _weigh(
        self, token: ApprovalToken, person: Person | None, message: Message
    ) -> tuple[str, tuple[Write, ...]]:
        now = self._desk.clock.now()
        if person is None:
            raise RefusedVerdict("the person this address was made for no longer works here")
        trusted = replace(message, sender=replace(message.sender, trust=self._desk.believed(message.sender)))
        fault = sender_fault(trusted, person) or token_fault(token.expires_at, token.burned_at, now)
        if fault:
            raise RefusedVerdict(fault)
        read = read_verdict(message)
        if read.fault or read.kind is None:
            raise RefusedVerdict(read.fault)
        verdict = Verdict(
            read.kind,
            token.draft_id,
            token.revision,
            token.content_hash,
            token.person_id,
            Via.MAIL,
            read.text,
            read.reason,
        )
        given = await self._approval.weigh(verdict)
        return given.told, (BurnToken(token.token_hash, now), *given.writes)

    async def _answer(
        self, person: Person | None, token: ApprovalToken, message: Message, told: str
    ) -> tuple[Write, ...]:
        """Tell the person on file, at the address on file; never whoever wrote, and never a machine."""
        if person is None or message.automatic is not None:
            return ()
        draft = await self._desk.store.draft(token.draft_id, token.revision)
        about = f"{draft.letter} for {draft.dispute_id}" if draft else f"draft {token.draft_id}"
        ours = message.sender.address == person.address
        mail = verdict_answer(person, f"Your verdict: {about}", told, draft, message.message_id if ours else "")
        return (AddToOutbox(internal_row(self._desk, mail, self._desk.clock.now())),)
