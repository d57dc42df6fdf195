"""The play: parties write, the program works, a person (or nobody) approves, the clock leaps, until all is settled."""

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from typing import Protocol

import aiosmtplib

from mailbot.demo.parties import Actor, stamped
from mailbot.demo.stage import WORD, Stage
from mailbot.demo.stories import actors, forged
from mailbot.errors import RefusedVerdict
from mailbot.mediation.approval import Draft, DraftState, Verdict, VerdictKind, Via
from mailbot.mediation.phase import Phase
from mailbot.ports import MessageRecord

ROUNDS_MAX = 60
HOLD = timedelta(seconds=95)
WHILE_NOTHING_HAPPENS = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the person at the terminal says to a draft; kind None leaves it for later."""

    kind: VerdictKind | None
    text: str = ""
    stop: bool = False


class Audience(Protocol):
    """Who watches, and decides."""

    def mail_came(self, record: MessageRecord) -> None:
        """Show a mail that was taken in and read."""

    def letter_left(self, draft: Draft) -> None:
        """Show a letter that was sent."""

    def clock_leapt(self, now: str) -> None:
        """Show that the clock was put forward."""

    def told(self, text: str) -> None:
        """Something to say."""

    async def decide(self, draft: Draft) -> Answer:
        """Approve, change or reject."""
        ...


@dataclass(slots=True)
class Play:
    """One demonstration."""

    stage: Stage
    audience: Audience
    cast: tuple[Actor, ...] = field(default_factory=actors)
    _seen: set[str] = field(default_factory=set)
    _left: set[str] = field(default_factory=set)
    _forged: bool = False
    _sent: int = 0

    async def play(self) -> bool:
        """Play until every dispute is closed; True if it came to that."""
        for actor in self.cast:
            if actor.opening is not None:
                await self._send(actor.opening, signed_in=True)
        for _ in range(ROUNDS_MAX):
            await self.stage.program.once()
            await self._show_mails()
            if not await self._decide_drafts():
                return False
            self.stage.clock.leap(HOLD)
            await self.stage.program.once()
            await self._show_letters()
            if await self._answers():
                continue
            if await self._over():
                return True
            await self._leap()
        return False

    async def _send(self, mail: EmailMessage, *, signed_in: bool) -> None:
        self._sent += 1
        stamped(mail, self.stage.clock.now(), self._sent)
        del mail["X-Forged"]
        office = self.stage.office
        sender = str(mail["From"]).rpartition("<")[2].strip(">")
        await aiosmtplib.send(
            mail,
            hostname=office.host,
            port=office.smtp_port,
            start_tls=False,
            sender=sender,
            username=sender if signed_in else None,
            password=WORD if signed_in else None,
        )

    async def _answers(self) -> bool:
        """Let everybody answer what came; True if somebody did."""
        wrote = False
        for actor in self.cast:
            reply = actor.next_reply(self.stage.office.delivered[actor.address])
            if reply is None:
                continue
            wrote = True
            self.stage.clock.leap(actor.thinks)
            if "ACCEPT" in str(reply.get_body(("plain",))) and not self._forged:
                self._forged = True
                await self._send(forged(), signed_in=False)
            await self._send(reply, signed_in=True)
        if wrote:
            self.audience.clock_leapt(self._now())
        return wrote

    async def _show_mails(self) -> None:
        for record in reversed(await self.stage.program.desk.store.messages()):
            if record.id not in self._seen:
                self._seen.add(record.id)
                self.audience.mail_came(record)

    async def _show_letters(self) -> None:
        for draft in await self.stage.program.desk.store.drafts(DraftState.SENT):
            if draft.id not in self._left:
                self._left.add(draft.id)
                self.audience.letter_left(draft)

    async def _decide_drafts(self) -> bool:
        """Ask for a verdict on each draft; False if the person wants to stop."""
        program = self.stage.program
        for draft in await program.desk.store.drafts(DraftState.PENDING):
            answer = await self.audience.decide(draft)
            if answer.stop:
                return False
            if answer.kind is None:
                continue
            person = (await program.desk.file(draft.dispute_id)).dispute.mediator
            is_change = answer.kind is VerdictKind.CHANGE
            verdict = Verdict(
                answer.kind,
                draft.id,
                draft.revision,
                draft.content_hash,
                person,
                Via.DEMO,
                text=answer.text if is_change else "",
                reason="" if is_change else answer.text,
            )
            try:
                self.audience.told(await program.approval.give(verdict))
            except RefusedVerdict as refusal:
                self.audience.told(f"Not accepted: {refusal}")
        return True

    async def _over(self) -> bool:
        rows = await self.stage.program.desk.store.disputes()
        waiting = await self.stage.program.desk.store.drafts(DraftState.PENDING)
        return bool(rows) and not waiting and all(row.phase == Phase.CLOSED for row in rows)

    async def _leap(self) -> None:
        """Nothing happens: put the clock forward to what is due next."""
        rows = await self.stage.program.desk.store.disputes()
        due = [row.next_due_at for row in rows if row.next_due_at is not None]
        if due:
            self.stage.clock.leap_to(min(due) + timedelta(seconds=1))
        else:
            self.stage.clock.leap(WHILE_NOTHING_HAPPENS)
        self.audience.clock_leapt(self._now())
        await asyncio.sleep(0)

    def _now(self) -> str:
        return f"{self.stage.clock.now():%A %d %B %Y, %H:%M} UTC"
