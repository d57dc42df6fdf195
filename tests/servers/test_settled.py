"""A dispute from first claim to settlement over real Dovecot and Postfix, on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailbot.adapters.clock import SystemClock
from mailbot.app import Program, World, imap_of, open_desk, reader_for, smtp_of
from mailbot.claims.order import Contact
from mailbot.demo.hour import DemoClock
from mailbot.demo.parties import Actor, answers, stamped, writes
from mailbot.demo.stories import filled
from mailbot.mediation.approval import Draft, DraftState, Verdict, VerdictKind, Via
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.phase import Outcome, Phase
from mailbot.ports import SaveOrders
from mailbot.settings import Settings, read_settings
from tests.claims.lots import order as lot
from tests.servers.conftest import BUYER, DESK, LEAD, MEDIATOR, SELLER, USERS
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.postgres import Postgres, postgres

__all__ = ["postgres"]

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parent.parent.parent
ROUNDS = 40

PEOPLE = f"""
[mia]
name = "Mia Santos"
address = "{MEDIATOR}"
roles = ["mediator"]

[lea]
name = "Lea Brandt"
address = "{LEAD}"
roles = ["lead"]
"""


def settings_for(folder: Path, dovecot: Dovecot, postfix: Postfix, store: str) -> Settings:
    (folder / "people.toml").write_text(PEOPLE)
    (folder / "mailbot.toml").write_text(
        f"""
[mail]
address = "{DESK}"
trusted_server = "{postfix.server_name}"
[imap]
host = "{dovecot.host}"
port = {dovecot.port}
security = "none"
user = "{DESK}"
password = "{USERS[DESK]}"
[smtp]
host = "{postfix.host}"
port = {postfix.port}
security = "none"
[store]
url = "{store}"
keys_file = "keys.toml"
[desk]
policies = "{ROOT}/config/policies"
templates = "{ROOT}/templates"
sweep_seconds = 1
"""
    )
    return read_settings(folder / "mailbot.toml", {})


class Post:
    """Parties and mediator at their mailboxes."""

    def __init__(self, postfix: Postfix, clock: DemoClock) -> None:
        self.postfix, self.clock = postfix, clock
        self.number = 0
        self.before = {address: len(postfix.inbox(address)) for address in USERS}

    def inbox(self, address: str) -> list[bytes]:
        return self.postfix.inbox(address)[self.before[address] :]

    def letters(self, address: str) -> list[EmailMessage]:
        mails = [message_from_bytes(content, policy=policy.default) for content in self.inbox(address)]
        return [mail for mail in mails if isinstance(mail, EmailMessage)]

    async def write(self, mail: EmailMessage) -> None:
        self.number += 1
        stamped(mail, self.clock.now(), self.number)
        sender = str(mail["From"]).rpartition("<")[2].strip(">")
        await asyncio.to_thread(self.postfix.send_bytes, sender, str(mail["To"]), mail.as_bytes(policy=policy.SMTP))
        self.clock.leap(timedelta(minutes=40))

    async def approve(self, program: Program, draft: Draft) -> None:
        """Approve by mail where the policy allows it, else as on the command line."""
        rules = (await program.desk.file(draft.dispute_id)).policy.approval
        asked = [
            mail
            for mail in self.letters(MEDIATOR)
            if f"Approve? {draft.letter} to the {draft.reader}" in str(mail["Subject"])
        ]
        if draft.letter in rules.never_by_mail or not asked:
            verdict = Verdict(VerdictKind.APPROVE, draft.id, draft.revision, draft.content_hash, "mia", Via.COMMAND)
            await program.approval.give(verdict)
            return
        reply = writes("Mia Santos", MEDIATOR, str(asked[-1]["Reply-To"]), f"Re: {asked[-1]['Subject']}", "APPROVE\n")
        await self.write(reply)


@pytest.fixture(params=["sqlite", "postgresql"])
async def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/mailbot.db"
        return
    server: Postgres = request.getfixturevalue("postgres")
    yield await server.fresh()


def cast(number: str) -> tuple[Actor, Actor]:
    claim = f"Order {number}: 3 robot vacuums (VACUUM) are missing, 4 air fryers (FRYER) came smashed.\n\nAnn\n"
    sheet = filled({"VACUUM": (3, "missing", "100"), "FRYER": (4, "damaged", "60")})
    buyer = Actor(
        "Ann Buyer",
        BUYER,
        [
            None,
            answers("Here it is.", attach=sheet),
            answers("COUNTER 310.00\nREASON: counted twice"),
            answers("CONFIRM", below=True),
        ],
        opening=writes("Ann Buyer", BUYER, DESK, f"Short shipment, order {number}", claim),
    )
    seller = Actor(
        "Returns desk",
        SELLER,
        [answers("COUNTER 250.00\nREASON: our scales"), answers("ACCEPT"), answers("CONFIRM"), None, answers("PAID")],
    )
    return buyer, seller


async def play(program: Program, post: Post, clock: DemoClock, actors: tuple[Actor, ...]) -> Dispute:
    opening = actors[0].opening
    assert opening is not None
    await post.write(opening)
    for _ in range(ROUNDS):
        await asyncio.sleep(0.2)  # Postfix delivers in its own time
        await program.once()
        for draft in await program.desk.store.drafts(DraftState.PENDING):
            await post.approve(program, draft)
        await asyncio.sleep(0.2)
        await program.once()
        clock.leap(timedelta(seconds=95))
        await program.once()
        await asyncio.sleep(0.3)
        for actor in actors:
            reply = actor.next_reply(post.inbox(actor.address))
            if reply is not None:
                await post.write(reply)
        rows = await program.desk.store.disputes()
        if rows and rows[0].phase == Phase.CLOSED and not await program.desk.store.drafts(DraftState.PENDING):
            break
    rows = await program.desk.store.disputes()
    return (await program.desk.file(rows[0].id)).dispute


async def test_a_dispute_is_settled(store_url: str, dovecot: Dovecot, postfix: Postfix, tmp_path: Path) -> None:
    settings = settings_for(tmp_path, dovecot, postfix, store_url)
    clock = DemoClock(SystemClock())
    async with open_desk(settings, clock, exclusive=True) as desk:
        now = clock.now()
        order = lot(
            number=f"RD-{10_000 + sum(store_url.encode()) % 9_000}",  # the mailbox may hold mails of the other run
            buyer=Contact("Ann Buyer", (BUYER,)),
            seller=Contact("Returns desk", (SELLER,)),
            purchased_at=now - timedelta(days=9),
            paid_at=now - timedelta(days=9),
            delivered_at=now - timedelta(days=2),
        )
        await desk.store.commit(SaveOrders((order,)))
        world = World(imap_of(settings), smtp_of(settings), reader_for(settings, desk.identity))
        program = Program(desk, world, settings)
        await program.collector.take()  # what other tests left in the mailbox
        await program.walk.empty()
        await program.dispatcher.once()
        await asyncio.sleep(1)
        post = Post(postfix, clock)
        try:
            dispute = await play(program, post, clock, cast(order.number))
        finally:
            await world.reader.close()
            await world.mailbox.close()
            await world.postman.close()
    assert (dispute.phase, dispute.outcome) == (Phase.CLOSED, Outcome.SETTLED)
    assert dispute.terms is not None
    assert str(dispute.terms.total) == "USD 310.00"
    check_the_wall(post)


def check_the_wall(post: Post) -> None:
    """No letter has two readers; nothing tells one side the other's address; each answers to an address of its own."""
    for address, other in ((BUYER, SELLER), (SELLER, BUYER)):
        letters = post.letters(address)
        assert letters
        for content, letter in zip(post.inbox(address), letters, strict=True):
            assert str(letter["To"]).count("@") == 1
            assert letter["Cc"] is None
            assert other.encode() not in content
    replies = {address: {str(letter["Reply-To"]) for letter in post.letters(address)} for address in (BUYER, SELLER)}
    assert not replies[BUYER] & replies[SELLER]
