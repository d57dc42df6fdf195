"""Letters as the program really sent them, answered by every mail program in every language, and walked by the program."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from itertools import product

from mailbot.bench.mails import sample
from mailbot.claims.order import Order
from mailbot.mediation.letter import Letter as Kind
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Place
from mailbot.ports import MessageRecord, SaveOrders
from tests.reading.client_letters import DESK as THEIR_DESK
from tests.reading.client_letters import DESK_NAME, READER, READER_NAME, Letter
from tests.reading.client_styles import STYLES
from tests.reading.clients import LANGUAGES, Words, reply
from tests.walks.stage import DESK, SERVER, Stage, set_stage

BUYERS = 30
ALL, SUBJECT_AND_QUOTE, QUOTE_ONLY = "as it wrote it", "subject and quote only", "quote only"
KEPT = (ALL, SUBJECT_AND_QUOTE, QUOTE_ONLY)
_THREAD = re.compile(rb"^(?:In-Reply-To|References):[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", re.MULTILINE | re.IGNORECASE)
_SUBJECT = re.compile(rb"^Subject:[^\r\n]*\r\n(?:[ \t][^\r\n]*\r\n)*", re.MULTILINE | re.IGNORECASE)
_SAID = "Attached are the photos of pallet P2. 14 units of KA-220 are short."


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer, and where it went."""

    program: str
    language: str
    order: str
    place: str
    rightly: bool
    why: str

    def line(self) -> str:
        """Say it in one line."""
        return f"{self.program} ({self.language}), order {self.order}: {self.place}: {self.why}"


async def play(every: int = 1) -> tuple[Answered, ...]:
    """Let buyers open disputes, have our letters leave, answer them; say where each answer (each n-th one) went."""
    stage = await set_stage()
    made = sample(2 * BUYERS, seed=4)
    await stage.store.commit(SaveOrders(made.orders))
    for mail in made.mails[::2]:  # the first claims; the others are follow-ups
        stage.mailbox.receive(mail, stage.clock.now())
    await stage.work()
    earlier = max(stage.store.kept.raw)
    asked = list(_answers(stage, made.orders))[::every]
    for _, _, _, content in asked:
        stage.mailbox.receive(content, stage.clock.now())
    await stage.program.collector.take()
    await stage.program.walk.empty()
    kept = {record.raw_id: record for record in stage.store.kept.messages.values()}
    return tuple(_went(stage, kept[earlier + number], *one[:3]) for number, one in enumerate(asked, start=1))


def _answers(stage: Stage, orders: tuple[Order, ...]) -> Iterator[tuple[str, str, Order, bytes]]:
    for number, (style, language) in enumerate(product(STYLES, LANGUAGES)):
        order = orders[number % len(orders)]
        letter, reply_to = _letter(stage.letters_to(order.buyer.addresses[0])[-1])
        made = reply(style, language, [letter], Words((f"{_SAID} ({number})",)), at=letter.at + timedelta(hours=number))
        kept = KEPT[number // len(LANGUAGES) % len(KEPT)]
        yield f"{style.name}, {kept}", language, order, _from_buyer(_without(made.raw, kept), order, reply_to, kept)


def _letter(sent: EmailMessage) -> tuple[Letter, str]:
    """Return what a reader's program holds of our letter, and where its answer goes."""
    parts = {part.get_content_type(): part.get_content() for part in sent.walk() if not part.is_multipart()}
    ids = tuple(name.strip("<>") for name in str(sent["References"] or "").split())
    at = sent["Date"].datetime
    name, subject = str(sent["Message-ID"]).strip("<>"), str(sent["Subject"])
    page = parts.get("text/html", f"<p>{parts['text/plain']}</p>")
    letter = Letter(name, Kind.CLAIM_RECEIVED, "en", subject, parts["text/plain"], page, name, ids, at, b"")
    return letter, str(sent["Reply-To"])


def _without(raw: bytes, kept: str) -> bytes:
    """Take away what is not kept of the thread."""
    head, _, body = raw.partition(b"\r\n\r\n")
    if kept != ALL:
        head = _THREAD.sub(b"", head + b"\r\n").removesuffix(b"\r\n")
    if kept == QUOTE_ONLY:
        head = _SUBJECT.sub(b"Subject: photos\r\n", head + b"\r\n").removesuffix(b"\r\n")
    return head + b"\r\n\r\n" + body


def _from_buyer(raw: bytes, order: Order, reply_to: str, kept: str) -> bytes:
    """Put the buyer where the programs have their reader, our reply address where they have the desk's, and our border."""
    address = order.buyer.addresses[0]
    head, _, body = raw.partition(b"\r\n\r\n")
    head = head.replace(f"{READER_NAME} <{READER}>".encode(), f"{order.buyer.name} <{address}>".encode())
    head = head.replace(
        f"{DESK_NAME} <{THEIR_DESK}>".encode(), f"{DESK_NAME} <{reply_to if kept == ALL else DESK}>".encode()
    )
    domain = address.rpartition("@")[2]
    border = f"Authentication-Results: {SERVER}; dmarc=pass header.from={domain}\r\n"
    border += f"Received: from client.example by {SERVER}; Tue, 2 Jun 2026 08:30:00 -0700\r\n"
    return border.encode() + head + b"\r\n\r\n" + body


def _went(stage: Stage, record: MessageRecord, program: str, language: str, order: Order) -> Answered:
    dispute = stage.store.kept.disputes.get(record.dispute_id or "")
    placed = record.placement.place is Place.PLACED and record.side is Side.BUYER
    right = placed and dispute is not None and dispute.order_number == order.number
    return Answered(program, language, order.number, str(record.placement.place), right, record.placement.why)
