"""The stage a walk is played on: the real program on fakes of the world, with real letters, policies and sheets."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.orders import read_orders
from mailbot.adapters.policies import Policies
from mailbot.adapters.reader import InlineReader, ReaderSettings
from mailbot.adapters.scribe import InlineScribe, Tools
from mailbot.adapters.sheets import XlsxSheets
from mailbot.app import Program, World
from mailbot.demo.stories import fill_in, picture
from mailbot.flow.desk import Desk
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.envelope import LetterKind, SendState
from mailbot.mail.identity import Identity
from mailbot.mail.token import Keys
from mailbot.mediation.party import Person, Role, Side
from mailbot.ports import SaveOrders, Store
from mailbot.settings import ImapSection, MailSection, Settings, SmtpSection
from tests.fakes import FakeClock, FakeMailbox, FakePostman, MemoryStore

ROOT = Path(__file__).parent.parent.parent
SAMPLE = ROOT / "mailbot" / "demo" / "sample"
DESK = "disputes@desk.example"
SERVER = "mx.desk.example"
ZONE = ZoneInfo("America/Los_Angeles")
STARTS_AT = datetime(2026, 6, 2, 8, 30, tzinfo=ZONE)
BROKEN = {
    "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + "EncryptedPackage".encode("utf-16-le"),
    "damaged": b"\xff\xd8\xff\xe0 cut off",
}
XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")
PEOPLE = (
    Person("mora", "Mora Quintana", "mora@desk.example", (Role.MEDIATOR,), ("*",)),
    Person("lee", "Lee Okafor", "lee@desk.example", (Role.LEAD,), ("*",)),
    Person("ana", "Ana Petrova", "ana@desk.example", (Role.ACCOUNT_MANAGER,), ("*",)),
)


@dataclass
class Stage:
    """Everything of one walk."""

    program: Program
    store: MemoryStore
    clock: FakeClock
    mailbox: FakeMailbox
    postman: FakePostman
    sheet: bytes = b""  # the claim sheet that was last sent out
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    @property
    def desk(self) -> Desk:
        return self.program.desk

    def letters_to(self, address: str) -> list[EmailMessage]:
        mails = [message_from_bytes(item.content, policy=policy.default) for item in self.postman.posted]
        return [mail for mail in mails if isinstance(mail, EmailMessage) and address in str(mail["To"])]

    def address(self, side: Side) -> str:
        dispute = next(iter(self.store.kept.disputes.values()), None)
        assert dispute is not None, "no dispute is open yet"
        return dispute.party(side).address

    def receive(self, mail: EmailMessage, *, verdict: str) -> None:
        """Put a mail into the mailbox with what a border server writes on top."""
        number = next(self.numbers)
        domain = str(mail["From"]).rpartition("@")[2].strip("> ")
        if "Message-ID" not in mail:
            mail["Message-ID"] = f"<{number}.walk@{domain or 'nowhere.example'}>"
        if "Date" not in mail:
            mail["Date"] = self.clock.now()
        head = (
            f"Authentication-Results: {SERVER}; dmarc={verdict} header.from={domain}\r\n"
            f"Received: from client.example by {SERVER}; Tue, 2 Jun 2026 08:30:00 -0700\r\n"
        )
        self.mailbox.receive(head.encode() + mail.as_bytes(policy=policy.SMTP), self.clock.now())

    async def work(self) -> None:
        """Let the program do all it can now: twice, so that what leaves can be followed at once."""
        for _ in range(2):
            await self.program.once()
            self.clock.forward(seconds=1)

    def keep_sheet(self) -> None:
        """Remember the newest claim sheet that went out, as its reader would."""
        for item in self.postman.posted:
            mail = message_from_bytes(item.content, policy=policy.default)
            assert isinstance(mail, EmailMessage)
            for part in mail.iter_attachments():
                if str(part.get_filename()).startswith("claim_sheet"):
                    self.sheet = part.get_content()

    def attach(self, mail: EmailMessage, files: list[str]) -> None:
        """Add files: ``sheet SKU QUANTITY PROBLEM LOSS; ...`` ``file NAME``, ``locked NAME`` or ``damaged NAME``."""
        for line in files:
            kind, _, rest = line.partition(" ")
            if kind == "sheet":
                self.keep_sheet()
                rows = (row.split() for row in rest.split(";"))
                claims = {row[0]: (int(row[1]), " ".join(row[2:-1]), row[-1]) for row in rows}
                content = fill_in(self.sheet, claims)
                mail.add_attachment(content, maintype=XLSX[0], subtype=XLSX[1], filename="claim.xlsx")
            elif kind in BROKEN:
                mail.add_attachment(BROKEN[kind], maintype="application", subtype="octet-stream", filename=rest)
            else:
                mail.add_attachment(picture(next(self.numbers)), maintype="image", subtype="jpeg", filename=rest)


def desk_on(store: Store, clock: FakeClock, identity: Identity, people: tuple[Person, ...]) -> Desk:
    """A desk with real letters, policies and sheets, whose ids are counted."""
    names = count(1)
    letters, policies = TemplateLetters(ROOT / "templates"), Policies.load(ROOT / "config" / "policies")
    return Desk(
        store=store,
        letters=letters,
        scribe=InlineScribe(Tools(letters, XlsxSheets(), policies, identity)),
        clock=clock,
        policies=policies,
        people=people,
        identity=identity,
        new_id=lambda: f"{next(names):013d}"[::-1].translate(str.maketrans("0123456789", "abcdefghij")),
    )


async def set_stage() -> Stage:
    """Open the desk with the sample orders on file."""
    store, clock = MemoryStore(), FakeClock(STARTS_AT.astimezone(ZoneInfo("UTC")))
    mailbox, postman = FakeMailbox("INBOX", clock=clock), FakePostman()
    identity = Identity(
        DESK, "Dispute desk", "desk.example", Keys("k1", {"k1": b"a secret of the tests, 32 bytes long"})
    )
    desk = desk_on(store, clock, identity, PEOPLE)
    await store.commit(SaveOrders(read_orders([SAMPLE / "orders.csv", SAMPLE / "manifests.csv"])))
    reader = InlineReader(ReaderSettings(TrustSettings(SERVER), identity.addresses, identity.keys))
    settings = Settings(
        mail=MailSection(address=DESK),
        imap=ImapSection(host="localhost", user=DESK, password="-"),
        smtp=SmtpSection(host="localhost", per_minute=10_000, per_day=100_000),
    )
    return Stage(Program(desk, World(mailbox, postman, reader), settings), store, clock, mailbox, postman)


def left(stage: Stage) -> set[str]:
    """Ids of party letters that the post took."""
    rows = stage.store.kept.outbox.values()
    return {row.id for row in rows if row.kind is LetterKind.PARTY and row.state is SendState.ACCEPTED}


def hours(number: float) -> timedelta:
    return timedelta(hours=number)
