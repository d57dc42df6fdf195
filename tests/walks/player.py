"""Plays a walk, and says what followed each turn."""

import re
from datetime import datetime
from email.message import EmailMessage

from mailbot.errors import MailbotError
from mailbot.flow.moves import move_dispute
from mailbot.mail.opened import opened
from mailbot.mediation.approval import Draft, DraftState, Verdict, VerdictKind, Via
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import MediatorMoved, MoveKind
from mailbot.mediation.party import Side
from tests.walks.script import Turn
from tests.walks.stage import DESK, ZONE, Stage

_SPAN = re.compile(r"\+(\d+) (second|minute|hour|day)s?")


class Player:
    """One walk on its stage."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.seen: dict[str, set[str]] = {}
        self.told: list[str] = []
        self.old: dict[str, Draft] = {}

    async def play(self, turn: Turn) -> list[str]:
        """Play a turn; return what followed, in words."""
        self.told = []
        await getattr(self, f"_{turn.who}")(turn)
        await self.stage.work()
        return [*self.told, *await self._news()]

    async def _clock(self, turn: Turn) -> None:
        span = _SPAN.fullmatch(turn.what)
        if span is not None:
            self.stage.clock.forward(**{f"{span[2]}s": float(span[1])})
        else:
            self.stage.clock.set(datetime.fromisoformat(turn.what).replace(tzinfo=ZONE))

    async def _buyer(self, turn: Turn) -> None:
        await self._party(turn, Side.BUYER)

    async def _seller(self, turn: Turn) -> None:
        await self._party(turn, Side.SELLER)

    async def _stranger(self, turn: Turn) -> None:
        mail = _mail("Somebody Else", turn.value("from") or "who@elsewhere.example", DESK, turn)
        self._write(mail, turn)

    async def _party(self, turn: Turn, side: Side) -> None:
        address = turn.value("from") or self.stage.address(side)
        told = self.stage.letters_to(self.stage.address(side) if self.stage.store.kept.disputes else address)
        if turn.has("fresh") or not told:
            self._write(_mail("A Party", address, DESK, turn), turn)
            return
        letter = told[-1]
        bare = turn.has("no token") or turn.has("no tag")
        mail = _mail("A Party", address, DESK if bare else str(letter["Reply-To"]), turn)
        del mail["Subject"]
        mail["Subject"] = turn.value("subject") or f"Re: {letter['Subject']}"
        if not turn.has("no token"):
            mail["In-Reply-To"] = mail["References"] = str(letter["Message-ID"])
        self._quote(mail, letter, turn)
        self._write(mail, turn)

    def _quote(self, mail: EmailMessage, letter: EmailMessage, turn: Turn) -> None:
        body = letter.get_body(("plain",))
        quote = "\n".join(f"> {line}" for line in (body.get_content() if body else "").splitlines())
        heading = f"On {letter['Date']}, Dispute desk <{DESK}> wrote:\n{quote}"
        text = f"{heading}\n\n{turn.what}\n" if turn.has("below") else f"{turn.what}\n\n{heading}\n"
        mail.set_content(text)

    def _write(self, mail: EmailMessage, turn: Turn) -> None:
        self.stage.attach(mail, turn.files)
        verdict = "fail" if turn.has("forged") else "none" if turn.has("unproven") else "pass"
        self.stage.receive(mail, verdict=verdict)

    async def _away(self, turn: Turn) -> None:
        """An out-of-office answer: ``away SIDE text``."""
        side, _, text = turn.what.partition(" ")
        letter = self.stage.letters_to(self.stage.address(Side(side)))[-1]
        mail = EmailMessage()
        mail["From"] = self.stage.address(Side(side))
        mail["To"] = str(letter["Reply-To"])
        mail["Subject"] = f"Automatic reply: {letter['Subject']}"
        mail["Auto-Submitted"] = "auto-replied"
        mail["In-Reply-To"] = str(letter["Message-ID"])
        mail.set_content(text)
        self.stage.receive(mail, verdict="pass")

    async def _bounce(self, turn: Turn) -> None:
        """A delivery report: ``bounce SIDE CODE``."""
        side, _, code = turn.what.partition(" ")
        letter = self.stage.letters_to(self.stage.address(Side(side)))[-1]
        self.stage.mailbox.receive(_report(letter, self.stage.address(Side(side)), code))

    async def _wall(self, turn: Turn) -> None:
        """``wall SIDE WORDS``: nothing that was or would be told to this side holds the words."""
        side, _, words = turn.what.partition(" ")
        address = self.stage.address(Side(side))
        posted = [item.content for item in self.stage.postman.posted if item.reader == address]
        sent = [reading.text for content in posted for reading in opened(content) if reading.prose]
        drafts = [d.text + d.html + d.subject for d in await self.stage.store.drafts() if d.reader == side]
        self.told.append("told" if any(words in text for text in sent + drafts) else "not told")

    async def _mediator(self, turn: Turn) -> None:
        """``approves LETTER``, ``rejects LETTER reason``, ``mails LETTER text``, ``confirms N``, ``moves MOVE``."""
        verb, _, rest = turn.what.partition(" ")
        try:
            self.told += await getattr(self, f"_mediator_{verb}")(rest, turn)
        except MailbotError as refusal:
            self.told.append(f"refused: {refusal}")

    async def _mediator_approves(self, letter: str, turn: Turn) -> list[str]:
        names = letter.split(" and ") if letter else [str(draft.letter) for draft in await self._pending()]
        for draft in [draft for draft in await self._pending() if str(draft.letter) in names]:
            await self._give(self.old[draft.letter] if turn.has("stale") else draft, VerdictKind.APPROVE)
        self.stage.clock.forward(seconds=95)
        return []

    async def _mediator_remembers(self, letter: str, turn: Turn) -> list[str]:
        self.old = {str(draft.letter): draft for draft in await self._pending()}
        return []

    async def _mediator_rejects(self, rest: str, turn: Turn) -> list[str]:
        letter, _, reason = rest.partition(" ")
        await self._give(await self._draft(letter), VerdictKind.REJECT, reason=reason)
        return []

    async def _mediator_changes(self, rest: str, turn: Turn) -> list[str]:
        letter, _, text = rest.partition("\n")
        await self._give(await self._draft(letter), VerdictKind.CHANGE, text=text)
        return []

    async def _mediator_mails(self, rest: str, turn: Turn) -> list[str]:
        """Answer the newest approval mail about a letter."""
        letter, _, text = rest.partition(" ")
        told = self.stage.letters_to("mora@desk.example")
        asked = [mail for mail in told if str(mail["Subject"]).startswith(f"Approve? {letter}")][-1]
        mail = EmailMessage()
        mail["From"] = turn.value("from") or "Mora Quintana <mora@desk.example>"
        mail["To"] = str(asked["Reply-To"])
        mail["Subject"] = f"Re: {asked['Subject']}"
        body = asked.get_body(("plain",))
        quote = "\n".join(f"> {line}" for line in (body.get_content() if body else "").splitlines())
        mail.set_content(f"{text}\n\nOn {asked['Date']}, Dispute desk wrote:\n{quote}\n")
        if turn.has("automatic"):
            mail["Auto-Submitted"] = "auto-replied"
        before = len(self.stage.letters_to("mora@desk.example"))
        self._write(mail, turn)
        await self.stage.work()
        self.stage.clock.forward(seconds=95)
        answers = self.stage.letters_to("mora@desk.example")[before:]
        bodies = [
            answer.get_body(("plain",)) for answer in answers if str(answer["Subject"]).startswith("Your verdict")
        ]
        return [f"told: {' '.join(body.get_content().split())}" for body in bodies if body is not None]

    async def _mediator_confirms(self, number: str, turn: Turn) -> list[str]:
        return await self._move(MoveKind.CONFIRM, int(number))

    async def _mediator_moves(self, rest: str, turn: Turn) -> list[str]:
        """``moves MOVE [SIDE] [NUMBER]``."""
        kind, *more = rest.split()
        side = next((Side(word) for word in more if word in {*Side}), None)
        number = next((int(word) for word in more if word.isdecimal()), None)
        return await self._move(MoveKind(kind), number, side)

    async def _move(self, kind: MoveKind, number: int | None, side: Side | None = None) -> list[str]:
        dispute_id = next(iter(self.stage.store.kept.disputes))
        await move_dispute(self.stage.desk, dispute_id, MediatorMoved("mora", kind, number, side))
        return []

    async def _pending(self) -> tuple[Draft, ...]:
        return await self.stage.store.drafts(DraftState.PENDING)

    async def _draft(self, letter: str) -> Draft:
        return next(draft for draft in await self._pending() if draft.letter == letter)

    async def _give(self, draft: Draft, kind: VerdictKind, text: str = "", reason: str = "") -> None:
        verdict = Verdict(kind, draft.id, draft.revision, draft.content_hash, "mora", Via.COMMAND, text, reason)
        await self.stage.program.approval.give(verdict)

    async def _news(self) -> list[str]:
        """Say what is new since the last turn."""
        kept = self.stage.store.kept
        news: list[str] = []
        drafts = await self.stage.store.drafts()
        sent = {f"{d.id}.{d.revision}": f"sent {d.letter} to {d.reader}" for d in drafts if d.state is DraftState.SENT}
        waits = {
            f"{d.id}.{d.revision}": f"draft {d.letter} to {d.reader}" for d in drafts if d.state is DraftState.PENDING
        }
        held = {f"{d.id}.{d.revision}": f"guard: {'; '.join(d.guard_hits)}" for d in drafts if d.guard_hits}
        news += self._new("sent", sent) + self._new("draft", waits) + self._new("guard", held)
        for dispute in kept.disputes.values():
            ended = f" ({dispute.outcome})" if dispute.outcome else ""
            news += self._new(
                f"phase {dispute.id}", {f"{dispute.phase}{ended}": f"phase {dispute.phase}{ended}"}, last=True
            )
            news += self._new(
                "suggests",
                {f"{dispute.id}{s.number}": f"suggests {s.intent.kind} ({s.reason})" for s in dispute.suggestions},
            )
            news += self._new("task", {f"{dispute.id}{t.number}": f"task {t.kind}" for t in dispute.open_tasks})
            news += self._new("mark", {f"{dispute.id}{n}": f"mark {m}" for n, m in enumerate(dispute.marks)})
            if dispute.rung is not None:
                news += self._new(f"rung {dispute.id}", {str(dispute.rung): f"rung {dispute.rung}"})
            news += self._new(
                f"clock {dispute.id}", {words: words for words in map(_clock_of, dispute.deadlines)}, last=True
            )
        asked = {
            e.message_id: f"asked {e.reader} which order"
            for e in self.stage.postman.posted
            if b"Which order is your" in e.content
        }
        news += self._new("asked", asked)
        news += self._new(
            "aside", {entry.id: f"aside: {entry.reason}" for entry in await self.stage.store.quarantine()}
        )
        return news

    def _new(self, kind: str, found: dict[str, str], *, last: bool = False) -> list[str]:
        known = self.seen.setdefault(kind, set())
        fresh = [words for key, words in found.items() if key not in known]
        self.seen[kind] = set(found) if last else known | set(found)
        return fresh


def _clock_of(deadline: Deadline) -> str:
    until = f"clock of the {deadline.side}: until {deadline.due_at.astimezone(ZONE):%a %-d %b %H:%M}"
    return until if deadline.stopped_at is None else f"clock of the {deadline.side} stands: {deadline.stopped_for}"


def _mail(name: str, address: str, to: str, turn: Turn) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = f"{name} <{address}>"
    mail["To"] = to
    subject, _, text = turn.what.partition("\n")
    mail["Subject"] = turn.value("subject") or subject[:70]
    mail.set_content(text or turn.what)
    return mail


def _report(letter: EmailMessage, address: str, code: str) -> bytes:
    action = "failed" if code.startswith("5") else "delayed"
    text = f"Reporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: {code}\n"
    text += f"Diagnostic-Code: smtp; 550 {code} no such mailbox\n"
    returned = f"Message-ID: {letter['Message-ID']}\r\nSubject: {letter['Subject']}\r\n\r\n"
    parts = (
        ("text/plain", f"Your mail to {address} could not be delivered.\r\n"),
        ("message/delivery-status", text.replace("\n", "\r\n")),
        ("text/rfc822-headers", returned),
    )
    body = "".join(f"--b\r\nContent-Type: {kind}\r\n\r\n{content}\r\n" for kind, content in parts) + "--b--\r\n"
    head = (
        f"From: Mail Delivery System <mailer-daemon@mx.example>\r\nTo: {DESK}\r\nMIME-Version: 1.0\r\n"
        "Subject: Undelivered Mail Returned to Sender\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
    )
    return (head + body).encode()
