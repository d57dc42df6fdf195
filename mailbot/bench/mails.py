"""Mails as marketplaces get them, the same for the same seed: 46 KB on average, a tenth with photos."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.message import EmailMessage
from email.policy import SMTP
from io import BytesIO

from PIL import Image

from mailbot.bench.prose import CLOSINGS, COMPLAINTS, GREETINGS, NEWS, SIGNATURE, STYLE
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money, zero
from mailbot.claims.order import Contact, Order

DESK = "disputes@desk.example"
SERVER = "mx.desk.example"
PAID_AT = datetime(2026, 5, 20, 17, 0, tzinfo=UTC)
DELIVERED_AT = datetime(2026, 5, 29, 18, 0, tzinfo=UTC)
WRITTEN_AT = datetime(2026, 6, 1, 16, 0, tzinfo=UTC)
PHOTO_SHARE = 10  # one mail in so many has photos
PHOTO_SIZE = (384, 288)  # of noise: about 85 KB, as a phone makes of a scene when it sends small pictures
PHOTOS = 3
GOODS = (
    ("RV-300", "Robot vacuum", "249.00"),
    ("KA-220", "Air fryer 5 l", "99.00"),
    ("KB-110", "Blender", "49.99"),
    ("KC-140", "Coffee maker", "79.50"),
    ("KT-090", "Toaster", "34.95"),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """Orders on file and the mails about them, in the order they come."""

    orders: tuple[Order, ...]
    mails: tuple[bytes, ...]


def sample(count: int, seed: int, first: int = 0) -> Sample:
    """Make ``count`` mails: every second one opens a dispute, the others follow up. Orders are numbered from ``first``."""
    chance = random.Random(seed)  # noqa: S311 - figures, no secrets
    made = orders(count, chance, first)
    return Sample(made, tuple(_mails(made, count, chance)))


def orders(count: int, chance: random.Random, first: int = 0) -> tuple[Order, ...]:
    """Make the orders that so many mails are about."""
    return tuple(_order(number, chance) for number in range(first, first + (count + 1) // 2))


def _mails(made: tuple[Order, ...], count: int, chance: random.Random) -> Iterator[bytes]:
    for number in range(count):
        yield _mail(made[number // 2], number, chance, follows=number % 2 == 1)


def _order(number: int, chance: random.Random) -> Order:
    lines = tuple(
        Line(row, sku, description, chance.randint(8, 60), Decimal(retail), f"P{row % 3 + 1}")
        for row, (sku, description, retail) in enumerate(GOODS, start=1)
    )
    bid = Money(Decimal(chance.randint(900, 6000)), "USD")
    return Order(
        number=f"RD-{100_000 + number}",
        client_id="returns-depot",
        title="Kitchen returns",
        condition="customer_returns",
        buyer=Contact(f"Buyer {number}", (f"buyer{number}@shop{number % 977}.example",)),
        seller=None,
        purchased_at=PAID_AT,
        paid_at=PAID_AT,
        delivered_at=DELIVERED_AT,
        winning_bid=bid,
        buyer_premium=zero("USD"),
        shipping=Money(Decimal(300), "USD"),
        tax=zero("USD"),
        credits=zero("USD"),
        shipping_by="marketplace",
        country="US",
        pallets=3,
        manifest=Manifest(lines),
    )


def _mail(order: Order, number: int, chance: random.Random, *, follows: bool) -> bytes:
    words = _words(order, chance, follows=follows)
    mail = EmailMessage(policy=SMTP)
    address = order.buyer.addresses[0]
    mail["From"] = f"{order.buyer.name} <{address}>"
    mail["To"] = DESK
    mail["Subject"] = f"{'Re: ' if follows else ''}Problem with order {order.number}"
    mail["Date"] = WRITTEN_AT + timedelta(seconds=number)
    mail["Message-ID"] = f"<{number}.{chance.getrandbits(64):x}@{address.partition('@')[2]}>"
    mail.set_content(words)
    mail.add_alternative(_page(words, chance), subtype="html")
    if number % PHOTO_SHARE == PHOTO_SHARE - 1:
        for photo in range(PHOTOS):
            mail.add_attachment(_photo(chance), maintype="image", subtype="jpeg", filename=f"photo-{photo}.jpg")
    for part in mail.walk():
        if part.is_multipart():
            part.set_boundary(f"=_{chance.getrandbits(64):016x}")  # the library would take one of its own chance
    return _border(address).encode() + mail.as_bytes()


def _photo(chance: random.Random) -> bytes:
    width, height = PHOTO_SIZE
    file = BytesIO()
    Image.frombytes("RGB", PHOTO_SIZE, chance.randbytes(width * height * 3)).save(file, "JPEG", quality=85)
    return file.getvalue()


def _words(order: Order, chance: random.Random, *, follows: bool) -> str:
    said = chance.sample(NEWS if follows else COMPLAINTS, 3)
    sku = chance.choice(GOODS)[0]
    facts = f"{chance.randint(2, 7)} units of {sku} are missing from order {order.number}."
    body = [
        chance.choice(GREETINGS),
        *said[:1],
        "" if follows else facts,
        *said[1:],
        chance.choice(CLOSINGS),
        SIGNATURE,
    ]
    return "\n\n".join(part for part in body if part) + "\n"


def _page(words: str, chance: random.Random) -> str:
    paragraphs = "".join(f'<p class="MsoNormal"><span lang="EN-US">{part}</span></p>\n' for part in words.split("\n\n"))
    padding = "".join(f".c{chance.getrandbits(32):08x} {{ {STYLE} }}\n" for _ in range(chance.randint(40, 110)))
    return f"<html><head><style>{padding}</style></head><body>{paragraphs}</body></html>"


def _border(address: str) -> str:
    domain = address.partition("@")[2]
    return (
        f"Return-Path: <{address}>\r\nDelivered-To: {DESK}\r\n"
        f"Authentication-Results: {SERVER}; dkim=pass header.d={domain}; spf=pass smtp.mailfrom={domain};\r\n"
        f" dmarc=pass header.from={domain}\r\n"
        f"Received: from mail.{domain} (mail.{domain} [192.0.2.10]) by {SERVER} with ESMTPS id 4bX;\r\n"
        " Mon, 01 Jun 2026 16:00:00 +0000\r\n"
    )
