"""A desk on fakes with one order on file, for tests of the flow."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

from mailbot.adapters.scribe import InlineScribe, Tools
from mailbot.app import html_of
from mailbot.errors import SettingsError
from mailbot.flow.approval import Approval
from mailbot.flow.chase import Chaser
from mailbot.flow.collect import Collector
from mailbot.flow.departures import Departures
from mailbot.flow.desk import Desk
from mailbot.flow.dispatch import Dispatcher
from mailbot.flow.outgoing import last_look
from mailbot.flow.verdict_mail import VerdictMail
from mailbot.flow.walk import Walk
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind, OutboxRow, SendState
from mailbot.mail.identity import Identity
from mailbot.mail.opened import opened
from mailbot.mail.token import Keys, reply_token
from mailbot.mediation.approval import Draft, DraftState, Verdict, VerdictKind, Via
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import (
    ClaimStated,
    ClaimValued,
    Event,
    EvidenceReceived,
    LetterSent,
    PhaseEntered,
    StatementMade,
)
from mailbot.mediation.evolve import evolve
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Person, Role, Side
from mailbot.mediation.phase import Phase
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy
from mailbot.ports import AddReplyToken, AppendEvents, Cursor, RawState, SaveOrders, Store, TakeMails, Understood
from tests.fakes import FakeClock, FakeLetters, FakeMailbox, FakePostman, FakeReader, FakeSheets, MemoryStore
from tests.make import (
    BUYER,
    CLIENT,
    DISPUTE,
    NOW,
    ORDER,
    SELLER,
    claim,
    deadline,
    message,
    order,
    person,
    policy,
    raw_mail,
    sender,
    valuation,
)
from tests.make import (
    opened as opening,
)

DESK = "desk@mailbot.example"
KEYS = Keys("k1", {"k1": b"a secret of these tests, 32 bytes"})
MIA = person()
LEE = person(id="lee", name="Lee", address="lee@mailbot.example", roles=(Role.LEAD,))
TIM = person(id="tim", name="Tim", address="tim@mailbot.example")
ACC = person(id="acc", name="Acc", address="acc@mailbot.example", roles=(Role.ACCOUNT_MANAGER,))
PEOPLE = (MIA, LEE, TIM, ACC)
THREE_MISSING = Intent(
    IntentKind.STATES_CLAIM, "3 are missing", Certainty.PLAIN, claim=ClaimType.MISSING_UNITS, sku="TV-43", units=3
)


class OnePolicy:
    """The same rules for every client and every day."""

    def __init__(self, rules: Policy) -> None:
        self.rules = rules

    def in_force(self, client_id: str, on: date) -> Policy:
        if client_id != self.rules.client_id:
            raise SettingsError(f"no policy of {client_id} on {on}")
        return self.rules

    def by_version(self, version: str) -> Policy:
        return self.rules


class Office:
    """The flow over fakes; what is public here is for the tests to arrange and to look at."""

    def __init__(self, store: Store | None = None, *, people: Sequence[Person] = PEOPLE, **changes: Any) -> None:
        self.memory = MemoryStore()
        self.clock, self.letters, self.reader = FakeClock(), FakeLetters(), FakeReader()
        self.postman, self.mailbox = FakePostman(), FakeMailbox(clock=self.clock)
        self.policies = OnePolicy(policy())
        identity = Identity(DESK, "Dispute desk", "mailbot.example", KEYS)
        self.tools = Tools(self.letters, FakeSheets(), self.policies, identity)
        names = count(1)
        self.desk = Desk(
            store=store or self.memory,
            letters=self.letters,
            scribe=InlineScribe(self.tools),
            clock=self.clock,
            policies=self.policies,
            people=tuple(people),
            identity=identity,
            new_id=lambda: spelled(next(names)),
        )
        self.desk = replace(self.desk, **changes)
        self.uids = count(1)
        self._lay_out()

    def _lay_out(self) -> None:
        """(Re)make all parts on the desk as it is now: as at a program's start."""
        desk = self.desk
        self.approval = Approval(desk, html_of)
        self.departures = Departures(desk)
        self.walk = Walk(desk, self.reader, VerdictMail(desk, self.approval), self.departures)
        self.collector = Collector(self.mailbox, desk.store, self.clock)
        self.chaser = Chaser(desk, self.walk, self.approval, self.collector)
        self.dispatcher = Dispatcher(desk.store, self.postman, self.clock, self.departures, check=last_look(desk))

    def writes_with(self, **changes: Any) -> None:
        """Give the scribe other letters, sheets or names."""
        self.tools = replace(self.tools, **changes)
        self.desk = replace(self.desk, scribe=InlineScribe(self.tools))
        self._lay_out()

    def on(self, store: Any) -> None:
        """Start again over another store (a faulty one, say)."""
        self.desk = replace(self.desk, store=store)
        self._lay_out()

    def rules(self, **changes: Any) -> None:
        """Change the approval rules."""
        rules = self.policies.rules
        self.policies.rules = rules.model_copy(update={"approval": rules.approval.model_copy(update=changes)})

    # --- what lies on file

    async def orders(self, *orders: Any) -> None:
        await self.memory.commit(SaveOrders(orders or (order(),)))

    async def on_file(self, *events: Event, drafted_to: Side = Side.BUYER) -> Dispute:
        """Put a dispute on file in which the buyer has spoken, and both sides can answer."""
        await self.orders()
        log: tuple[Event, ...] = (opening(policy_version=policy().version), said(1), *events)
        dispute = None
        for event in log:
            dispute = evolve(dispute, event)
        assert dispute is not None
        tokens = (AddReplyToken(reply_token(KEYS, DISPUTE, side), DISPUTE, side, NOW) for side in Side)
        await self.memory.commit(AppendEvents(dispute, 0, log), *tokens)
        return dispute

    @property
    def dispute(self) -> Dispute:
        (only,) = self.memory.kept.disputes.values()
        return only

    # --- mail

    async def came(
        self,
        text: str,
        *,
        intents: Sequence[Intent] = (),
        clues: Sequence[Clue] = (),
        content: bytes = b"",
        understood: dict[str, Any] | None = None,
        **changes: Any,
    ) -> int:
        """Put a mail into the store; the reader knows what it says. Return the raw mail's number."""
        uid = next(self.uids)
        content = content or f"mail {uid}: {text}".encode()
        read = message(text, **({"message_id": f"m{uid}@buyer.example"} | changes))
        self.reader.mails[content] = (read, tuple(clues))
        self.reader.meanings[read.new_text] = Understood(read, tuple(intents), **(understood or {}))
        raw = raw_mail(uid=uid, content=content, received_at=self.clock.now())
        await self.memory.commit(TakeMails((raw,), Cursor("INBOX", 1, uid)))
        return len(self.memory.kept.raw)

    async def answered(self, side: Side, text: str, **changes: Any) -> int:
        """A party answers to the reply address it was given."""
        token = reply_token(KEYS, self.dispute.id, side)
        whose = sender(address=BUYER if side is Side.BUYER else SELLER)
        words: dict[str, Any] = {"sender": whose, "clues": (Clue(ClueKind.TOKEN, token),), **changes}
        return await self.came(text, **words)

    async def claims(self, text: str = "Order PS-1001: 3 TV-43 are missing.\n", **changes: Any) -> int:
        """The buyer's first mail."""
        clues = (Clue(ClueKind.ORDER, ORDER),)
        return await self.came(text, **{"intents": (THREE_MISSING,), "clues": clues, **changes})

    def state(self, raw_id: int) -> RawState:
        return self.memory.kept.raw[raw_id][1]

    def attempts(self, raw_id: int) -> int:
        return self.memory.kept.raw[raw_id][2]

    # --- drafts and verdicts

    async def drafted(self) -> Draft:
        """A dispute just opened, with its evidence request waiting for a verdict."""
        await self.orders()
        await self.claims()
        await self.walk.empty()
        waiting = await self.memory.drafts(DraftState.PENDING)
        return next(one for one in waiting if one.letter is Letter.EVIDENCE_REQUEST)

    async def pending(self, reader: Side = Side.BUYER) -> Draft:
        (only,) = [one for one in await self.memory.drafts(DraftState.PENDING) if one.reader is reader]
        return only

    async def give(self, draft: Draft, kind: VerdictKind = VerdictKind.APPROVE, **changes: Any) -> str:
        said = Verdict(kind, draft.id, draft.revision, draft.content_hash, "mia", Via.COMMAND)
        return await self.approval.give(replace(said, **changes))

    # --- what leaves

    def queued(self, kind: LetterKind = LetterKind.PARTY, to: str = "") -> list[OutboxRow]:
        rows = [row for row in self.memory.kept.outbox.values() if row.state is SendState.QUEUED and row.kind is kind]
        return [row for row in rows if to in row.envelope.reader]

    def told(self, to: str) -> list[str]:
        """The words of all our mails to somebody on our side, subject first."""
        rows = [row for row in self.memory.kept.outbox.values() if row.envelope.reader == to]
        return [words_of(row.envelope.content) for row in rows if row.kind is LetterKind.INTERNAL]

    async def send(self, **span: float) -> int:
        """Let time pass, then send what is due."""
        self.clock.forward(**span)
        return await self.dispatcher.once()


def spelled(number: int) -> str:
    """A name as random ones look: letters, at least 13 of them."""
    return f"{number:013d}"[::-1].translate(str.maketrans("0123456789", "abcdefghij"))


def words_of(content: bytes) -> str:
    return "\n".join(reading.text for reading in opened(content) if reading.where != "html")


def said(number: int, side: Side = Side.BUYER, words: str = "3 of 10 are missing", **changes: Any) -> StatementMade:
    made = StatementMade(NOW, side, f"m{number}", words, sender().trust, speaks=True, intents=())
    return replace(made, **changes)


def valued() -> tuple[Event, ...]:
    """A claim that was shown, valued, and about which the seller was asked."""
    asked = LetterSent(
        NOW,
        Letter.CLAIM_NOTICE,
        Side.SELLER,
        "own-1@mailbot.example",
        "L-0",
        "What do you say?",
        deadline(side=Side.SELLER, step="seller_first_answer"),
        ("claim",),
    )
    return (
        ClaimStated(NOW, claim(), "m1"),
        EvidenceReceived(NOW, Side.BUYER, "m1", "photos", "pallet.jpg", "ab12"),
        ClaimValued(NOW, valuation()),
        PhaseEntered(NOW, Phase.SELLER_ACCOUNT, "a test"),
        asked,
    )


def offers(amount: str) -> Intent:
    return Intent(IntentKind.MAKES_OFFER, f"we pay {amount}", Certainty.PLAIN, Decimal(amount), "USD")


Arrange = Callable[[Office], Any]
__all__ = ["CLIENT", "DESK", "LEE", "MIA", "NOW", "PEOPLE", "SELLER", "TIM", "Office"]
