"""The desk's files before the corpus comes in: orders, parties, disputes, our letters and what the parties wrote so far."""

import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from mailbot.claims.money import Money, zero
from mailbot.claims.order import Contact, Order
from mailbot.mail.message_id import own_message_id
from mailbot.mail.token import Keys, reply_token, tagged
from mailbot.mediation.party import Side
from tests.reading.threads.people import DESK, Writer, buyers, sellers

KEYS = Keys("k1", {"k1": b"a secret of the tests, 32 bytes long", "k0": b"the secret of last year, 32 bytes"})
OLD_KEYS = Keys("k0", KEYS.secrets)
DOMAIN = "desk.example"
OPENED_AT = datetime(2026, 6, 2, 15, 0, tzinfo=UTC)
CLIENTS = {"returns-depot": "RD", "pallet-store": "PS"}
_ID = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_BUYER_LETTERS = (
    ("Your order {order}: what we need from you", "Please send photos of the pallets and say which lines are short."),
    (
        "Your order {order}: what has come in, what is still open",
        "We have your photos. The list of lines is still open.",
    ),
    ("Order {order}: a proposal to settle", "The other side offers 410.00 USD.\n\nTo take it, answer: ACCEPT"),
)
_SELLER_LETTERS = (
    (
        "Order {order}: a claim, and your account of it",
        "A claim was made about this order. What is your account of it?",
    ),
    ("Order {order}: a proposal to settle", "The other side asks for 900.00 USD.\n\nTo refuse, answer: DECLINE"),
)
_TEXT = (
    "Hello {name},\n\nIt concerns order {order}. Our number for this dispute is {dispute}.\n\n{words}\n\n"
    "Kind regards,\nMora Quintana\nDispute desk\n"
)


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter of ours as its reader got it. Ids are without brackets."""

    side: Side
    at: datetime
    subject: str
    text: str
    message_id: str
    references: tuple[str, ...]
    reply_to: str

    @property
    def token(self) -> str:
        """The tag in its reply address."""
        return self.reply_to.partition("+")[2].partition("@")[0]


@dataclass(frozen=True, slots=True)
class Matter:
    """An order with its parties, and the dispute over it, if there is one already."""

    order: Order
    buyer: Writer
    seller: Writer
    dispute_id: str = ""
    first_id: str = ""  # Message-ID of the buyer's first mail
    letters: tuple[Sent, ...] = ()
    closed: bool = False

    def party(self, side: Side) -> Writer:
        """Who sits there."""
        return self.buyer if side is Side.BUYER else self.seller

    def told(self, side: Side) -> tuple[Sent, ...]:
        """Our letters to one side, the oldest first."""
        return tuple(letter for letter in self.letters if letter.side is side)


@dataclass(frozen=True, slots=True)
class World:
    """All matters; those without a dispute wait for their first mail."""

    matters: tuple[Matter, ...]

    @property
    def open(self) -> tuple[Matter, ...]:
        """Those with an open dispute."""
        return tuple(matter for matter in self.matters if matter.dispute_id and not matter.closed)

    @property
    def closed(self) -> tuple[Matter, ...]:
        """Those whose dispute is over."""
        return tuple(matter for matter in self.matters if matter.closed)

    @property
    def quiet(self) -> tuple[Matter, ...]:
        """Those without a dispute."""
        return tuple(matter for matter in self.matters if not matter.dispute_id)

    def of(self, address: str) -> tuple[Matter, ...]:
        """Those in which an address sits on a side."""
        return tuple(
            matter
            for matter in self.matters
            for writer in (matter.buyer, matter.seller)
            if address in (*writer.addresses, *writer.informed)
        )


def world(chance: random.Random, disputes: int, quiet: int) -> World:
    """Make a desk's files: so many disputes, and orders nobody has complained about yet."""
    bought, sold = buyers((disputes + quiet) * 3 // 5, chance), list(sellers(14, chance))
    sold[0] = bought[0]  # sells here and buys there
    made = [_matter(number, bought, sold, chance) for number in range(disputes + quiet)]
    with_disputes = [_disputed(matter, chance) for matter in made[:disputes]]
    return World((*with_disputes, *made[disputes:]))


def _matter(number: int, bought: tuple[Writer, ...], sold: list[Writer], chance: random.Random) -> Matter:
    buyer, seller = bought[chance.randrange(len(bought))], sold[chance.randrange(len(sold))]
    while seller is buyer:
        seller = sold[chance.randrange(len(sold))]
    client = chance.choice(tuple(CLIENTS))
    plain = chance.random() < 0.15  # some storefronts count without letters
    name = f"{4_800_000 + number * 7}" if plain else f"{CLIENTS[client]}-{100_000 + number * 3}"
    return Matter(_order(name, client, buyer, seller, chance), buyer, seller)


def _order(number: str, client: str, buyer: Writer, seller: Writer, chance: random.Random) -> Order:
    return Order(
        number=number,
        client_id=client,
        title="Kitchen returns, 3 pallets",
        condition="customer_returns",
        buyer=Contact(buyer.name, buyer.addresses, buyer.language, buyer.informed),
        seller=Contact(seller.name, seller.addresses, seller.language, seller.informed),
        purchased_at=OPENED_AT - timedelta(days=9),
        paid_at=OPENED_AT - timedelta(days=9),
        delivered_at=OPENED_AT - timedelta(days=2),
        winning_bid=Money(Decimal(chance.randint(900, 6000)), "USD"),
        buyer_premium=zero("USD"),
        shipping=Money(Decimal(300), "USD"),
        tax=zero("USD"),
        credits=zero("USD"),
        shipping_by="marketplace",
        country="US",
        pallets=3,
    )


def _disputed(matter: Matter, chance: random.Random) -> Matter:
    dispute_id = "D-" + "".join(chance.choice(_ID) for _ in range(8))
    first_id = f"{chance.getrandbits(64):016x}.1@{matter.buyer.domain.encode('idna').decode()}"
    begun = replace(matter, dispute_id=dispute_id, first_id=first_id, closed=chance.random() < 0.06)
    keys = OLD_KEYS if chance.random() < 0.1 else KEYS  # letters of last year's key are still answered
    told = [(Side.BUYER, words) for words in _BUYER_LETTERS[: chance.randint(1, 3)]]
    told += [(Side.SELLER, words) for words in _SELLER_LETTERS[: chance.randint(0, 2)]]
    letters: list[Sent] = []
    for number, (side, (subject, text)) in enumerate(told):
        letters.append(_letter(begun, keys, letters, (side, number, subject, text)))
    return replace(begun, letters=tuple(letters))


def _letter(matter: Matter, keys: Keys, before: list[Sent], said: tuple[Side, int, str, str]) -> Sent:
    side, number, subject, text = said
    own = tuple(letter.message_id for letter in before if letter.side is side)
    party = matter.party(side)
    return Sent(
        side=side,
        at=OPENED_AT + timedelta(hours=3 + 20 * number),
        subject=f"[{matter.dispute_id}] {subject.format(order=matter.order.number)}",
        text=_TEXT.format(name=party.name, order=matter.order.number, dispute=matter.dispute_id, words=text),
        message_id=own_message_id(keys, f"{matter.dispute_id}.{number}", DOMAIN),
        references=((matter.first_id, *own) if side is Side.BUYER else own),
        reply_to=tagged(DESK, reply_token(keys, matter.dispute_id, side)),
    )
