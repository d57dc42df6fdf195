"""A world put into a store, with the very writes the program itself commits, and the desk that works on it."""

from dataclasses import replace
from datetime import timedelta
from functools import reduce
from pathlib import Path

from mailbot.adapters.reader import InlineReader, ReaderSettings
from mailbot.app import Program
from mailbot.app import World as Adapters
from mailbot.flow.desk import Desk
from mailbot.flow.outgoing import party_row
from mailbot.mail.authentication import Sender, Trust, TrustSettings
from mailbot.mail.envelope import Envelope, SendState
from mailbot.mail.identity import Identity
from mailbot.mail.message import Message, RawMail
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.decision import PartyWrote
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event, LetterSent, PhaseEntered
from mailbot.mediation.evolve import evolve
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Person, Role, Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.mediation.placement import Place, Placement
from mailbot.ports import (
    AddDraft,
    AddReplyToken,
    AddToOutbox,
    AppendEvents,
    Cursor,
    MarkRaw,
    MessageRecord,
    RawState,
    SaveMessage,
    SaveOrders,
    Store,
    TakeMails,
    Write,
)
from mailbot.settings import ImapSection, MailSection, Settings, SmtpSection
from mailbot.steps.decide import open_dispute
from tests.fakes import FakeClock, FakeMailbox, FakePostman
from tests.reading.threads.people import DESK, SERVER
from tests.reading.threads.world import DOMAIN, KEYS, OPENED_AT, Matter, World
from tests.walks.stage import desk_on

ROOT = Path(__file__).parent.parent.parent.parent
COMES_AT = OPENED_AT + timedelta(days=6)
_WORDS = "Five units of KA-220 are missing from this order."
_PEOPLE = (
    Person("mora", "Mora Quintana", "mora@desk.example", (Role.MEDIATOR,), ("*",)),
    Person("lee", "Lee Okafor", "lee@desk.example", (Role.LEAD,), ("*",)),
)
_EARLIER = "EARLIER"  # the mailbox of what came before the corpus


async def program(store: Store, world: World) -> tuple[Program, FakeMailbox]:
    """Open the real program on a store that holds the world; mails put into the mailbox are walked next."""
    identity = Identity(DESK, "Dispute desk", DOMAIN, KEYS)
    clock = FakeClock(COMES_AT)
    desk = desk_on(store, clock, identity, _PEOPLE)
    await fill(desk, world)
    mailbox = FakeMailbox("INBOX", clock=clock)
    reader = InlineReader(ReaderSettings(TrustSettings(SERVER), identity.addresses, identity.keys))
    settings = Settings(
        mail=MailSection(address=DESK),
        imap=ImapSection(host="localhost", user=DESK, password="-"),
        smtp=SmtpSection(host="localhost"),
    )
    return Program(desk, Adapters(mailbox, FakePostman(), reader), settings), mailbox


async def fill(desk: Desk, world: World) -> None:
    """Put orders, disputes, letters and earlier mails into the store."""
    begun = [matter for matter in world.matters if matter.dispute_id]
    raw = tuple(
        RawMail(_EARLIER, 1, uid, OPENED_AT, f"Message-ID: <{matter.first_id}>\r\n\r\n{_WORDS}\r\n".encode())
        for uid, matter in enumerate(begun, start=1)
    )
    orders = SaveOrders(tuple(matter.order for matter in world.matters))
    await desk.store.commit(orders, TakeMails(raw, Cursor(_EARLIER, 1, len(raw))))
    waiting = {mail.raw.uid: mail.raw for mail in await desk.store.waiting_mails(len(raw) + 1)}
    for uid, matter in enumerate(begun, start=1):
        await desk.store.commit(*_begun(desk, matter, waiting[uid]))


def _begun(desk: Desk, matter: Matter, raw: RawMail) -> list[Write]:
    policy = desk.policies.in_force(matter.order.client_id, matter.order.paid_at.date())
    wrote = PartyWrote(Side.BUYER, f"m{raw.id}", _WORDS, Trust.PROVEN, speaks=True, intents=())
    decision = open_dispute(matter.order, policy, wrote, matter.dispute_id, "mora", OPENED_AT)
    sent = [_letter(matter, number) for number in range(len(matter.letters))]
    events: list[Event] = [*decision.events, *(_left(draft, envelope) for draft, envelope in sent)]
    if matter.closed:
        events.append(PhaseEntered(OPENED_AT + timedelta(days=5), Phase.CLOSED, "settled", outcome=Outcome.SETTLED))
    later: Dispute = reduce(evolve, events[len(decision.events) :], decision.dispute)
    writes: list[Write] = [AppendEvents(later, 0, tuple(events)), SaveMessage(_first(matter, raw))]
    for letter, (draft, envelope) in zip(matter.letters, sent, strict=True):
        row = replace(party_row(desk, draft, envelope, letter.at), state=SendState.ACCEPTED)
        writes += [
            AddDraft(draft),
            AddToOutbox(row),
            AddReplyToken(letter.token, matter.dispute_id, letter.side, letter.at),
        ]
    return [*writes, MarkRaw(raw.id, RawState.WALKED, 1)]


def _letter(matter: Matter, number: int) -> tuple[Draft, Envelope]:
    letter = matter.letters[number]
    kind = Letter.EVIDENCE_REQUEST if letter.side is Side.BUYER else Letter.CLAIM_NOTICE
    address = matter.party(letter.side).address
    draft = Draft(
        id=f"{matter.dispute_id}.{number}",
        revision=1,
        dispute_id=matter.dispute_id,
        client_id=matter.order.client_id,
        letter=kind,
        reader=letter.side,
        address=address,
        language="en",
        subject=letter.subject,
        text=letter.text,
        html="",
        why=(),
        based_on=1,
        caucus_at=1,
        created_at=letter.at,
        state=DraftState.SENT,
    )
    return draft, Envelope(DESK, address, letter.message_id, letter.text.encode())


def _left(draft: Draft, envelope: Envelope) -> LetterSent:
    return LetterSent(draft.created_at, draft.letter, draft.reader, envelope.message_id, draft.id, draft.text)


def _first(matter: Matter, raw: RawMail) -> MessageRecord:
    sender = Sender(matter.buyer.address, matter.buyer.name, Trust.PROVEN, "")
    read = Message(f"{raw.id}", matter.first_id, (), (), sender, (DESK,), "", OPENED_AT, _WORDS, ())
    placed = Placement(Place.NEW_DISPUTE, "a buyer on file", matter.dispute_id, Side.BUYER)
    return MessageRecord(
        f"m{raw.id}", raw.id, OPENED_AT, read, matter.order.client_id, matter.dispute_id, Side.BUYER, placed
    )
