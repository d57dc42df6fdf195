"""Mail that is no party's words in a dispute: strangers, machines, and honest mail that only a person can place."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from mailbot.mediation.party import Side
from tests.reading.threads.case import Case, Hand, Kind, truth_of
from tests.reading.threads.genuine import said
from tests.reading.threads.mail import Mail, ids, wire_domain
from tests.reading.threads.people import DESK, Writer
from tests.reading.threads.said import WITHOUT
from tests.reading.threads.world import Matter, Sent

BUYS, SELLS = Side.BUYER, Side.SELLER
_SHOP = Writer("Pallet News", ("news@palletnews.example",))
_CARRIER = Writer("Freight Line", ("notice@freightline.example",))
_SPAM = Writer("Kim Loans", ("kim@loans4u.example",))


def strangers(hand: Hand) -> Iterator[Case]:
    """Newsletters, notices, offers, questions of people we do not know."""
    matter = hand.matter()
    number = matter.order.number
    news = hand.fresh(_SHOP, "Truckloads from $99", "New lots every day: RD-100000 to RD-109999!").put(
        "List-Unsubscribe", "<https://palletnews.example/u>"
    )
    yield hand.case(Kind.STRANGER, "newsletter", news, "pass")
    notice = hand.fresh(_CARRIER, f"Delivery {number}", f"Your order {number} was delivered.").put(
        "Auto-Submitted", "auto-generated"
    )
    yield hand.case(Kind.STRANGER, "carrier's notice with an order number", notice, "pass")
    yield hand.case(Kind.STRANGER, "offer of a loan", hand.fresh(_SPAM, "Money", "Loans from 4,800,000."), "none")
    who = Writer("New Person", (f"new{hand.chance.randrange(10_000)}@somewhere.example",))
    yield hand.case(
        Kind.STRANGER, "somebody asks how it works", hand.fresh(who, "Hello", "How do I file a claim?"), "pass"
    )
    bill = hand.fresh(_CARRIER, f"Invoice {number}", f"Invoice for order {number}: 412.00 USD, due 30 June 2026.")
    yield hand.case(Kind.STRANGER, "invoice with an order number", bill, "pass")
    away = hand.fresh(_SPAM, "Automatic reply: hello", "I am out of the office.").put("Auto-Submitted", "auto-replied")
    yield hand.case(Kind.STRANGER, "automatic answer of a stranger", away, "pass")


def _report(hand: Hand, fields: str, kind: str, subject: str, words: str) -> Mail:
    daemon = Writer("Mail Delivery System", ("mailer-daemon@mail.relay.example",))
    return replace(hand.fresh(daemon, subject, words), kind=kind, report=fields)


def machines(hand: Hand) -> Iterator[Case]:
    """Automatic answers, delivery and read reports, our own letters come back."""
    matter = hand.matter()
    side = hand.side(matter)
    letter, writer = hand.letter(matter, side), matter.party(side)
    truth = truth_of(matter, side)
    away = hand.plain_answer(hand.fresh(writer, "", "I am out of the office until 12 June 2026."), letter)
    away = away.put("Subject", f"Automatic reply: {letter.subject}").put("Auto-Submitted", "auto-replied")
    yield hand.case(Kind.MACHINE, "out of office to our letter", away, hand.verdict(writer), truth=truth)
    lost = away.put("To", DESK).put("References", "").put("In-Reply-To", "")
    yield hand.case(Kind.MACHINE, "out of office without a thread", lost, hand.verdict(writer), truth=truth)
    thief = hand.plain_answer(hand.fresh(_SPAM, "", "I am on vacation. ACCEPT"), letter).put(
        "Auto-Submitted", "auto-replied"
    )
    yield hand.case(Kind.MACHINE, "automatic answer of a stranger with a stolen letter", thief, "pass")
    fields = f"Reporting-MTA: dns; mx.relay.example\r\n\r\nFinal-Recipient: rfc822; {wire_domain(writer.address)}\r\nAction: failed\r\nStatus: 5.1.1\r\n"
    bounce = _report(
        hand, fields, "delivery-status", "Undelivered Mail Returned to Sender", "It could not be delivered."
    )
    yield hand.case(
        Kind.MACHINE,
        "delivery report on our letter",
        bounce.put("In-Reply-To", f"<{letter.message_id}>"),
        "none",
        truth=truth,
    )
    read = _report(
        hand,
        f"Final-Recipient: rfc822; {wire_domain(writer.address)}\r\nOriginal-Message-ID: <{letter.message_id}>\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n",
        "disposition-notification",
        f"Read: {letter.subject}",
        "It was displayed.",
    )
    read = read.put("From", f"<{wire_domain(writer.address)}>")
    yield hand.case(Kind.MACHINE, "read receipt", read, hand.verdict(writer), truth=truth)
    yield hand.case(Kind.MACHINE, "our own letter come back", _ours(hand, letter, writer), "none", truth=truth)


def _ours(hand: Hand, letter: Sent, writer: Writer) -> Mail:
    mail = hand.fresh(Writer("Dispute desk", (DESK,)), letter.subject, letter.text, to=wire_domain(writer.address))
    return (
        mail.put("Reply-To", letter.reply_to)
        .put("Message-ID", f"<{letter.message_id}>")
        .top(("Resent-From", wire_domain(writer.address)))
    )


def for_a_person(hand: Hand) -> Iterator[Case]:
    """Honest mail in which nothing proves where it belongs, or two things say different."""
    matter = hand.matter()
    side = hand.side(matter)
    letter, writer = hand.letter(matter, side), matter.party(side)
    truth = truth_of(matter, side)
    colleague = Writer("Col League", (f"colleague@{writer.domain}",))
    mail = hand.plain_answer(hand.fresh(colleague, "", said(hand, writer, side)), letter)
    yield hand.case(Kind.PERSON, "answer of a colleague who is not on file", mail, "pass", truth=truth)
    broken = hand.plain_answer(hand.fresh(writer, "", said(hand, writer, side)), letter)
    yield hand.case(Kind.PERSON, "honest mail whose signature a relay broke", broken, "fail", truth=truth)
    vague = hand.fresh(writer, "hello", hand.chance.choice(WITHOUT))
    yield hand.case(Kind.PERSON, "nothing in it says what it is about", vague, hand.verdict(writer), truth=truth)
    listed = hand.plain_answer(hand.fresh(writer, "", said(hand, writer, side)), letter)
    listed = listed.put("From", f'"{writer.domain} via List" <list@lists.example>').put(
        "List-Id", "<list.lists.example>"
    )
    yield hand.case(Kind.PERSON, "through a mailing list that changed From", listed, "pass", truth=truth)
    yield from _of_two(hand)


def _of_two(hand: Hand) -> Iterator[Case]:
    one, other = hand.chance.choice(_pairs(hand.world.open))
    letter, beside = hand.letter(one, BUYS), hand.letter(other, BUYS)
    two = hand.plain_answer(hand.fresh(one.buyer, "", f"This is about order {other.order.number}."), letter).put(
        "Subject", "another thing"
    )
    yield hand.case(Kind.PERSON, "answer in one dispute that names the order of another", two, "pass")
    crossed = hand.plain_answer(hand.fresh(one.buyer, "", said(hand, one.buyer, BUYS)), letter).put(
        "References", ids((beside.message_id,))
    )
    yield hand.case(Kind.PERSON, "thread headers of two own disputes", crossed, "pass")
    both = hand.fresh(
        one.buyer, "two problems", f"Orders {one.order.number} and {other.order.number}: units are missing."
    )
    yield hand.case(Kind.PERSON, "two own disputes named", both, "pass")
    first, second = hand.chance.choice(_new_ones(hand))
    reused = hand.plain_answer(
        hand.fresh(first.buyer, "", f"New problem: order {second.order.number} came with 5 units of KA-220 missing."),
        hand.letter(first, BUYS),
    )
    yield hand.case(
        Kind.PERSON,
        "an old letter answered about a new order",
        reused.put("Subject", f"order {second.order.number}"),
        "pass",
    )


def _pairs(matters: tuple[Matter, ...]) -> list[tuple[Matter, Matter]]:
    by_buyer: dict[str, list[Matter]] = {}
    for matter in matters:
        by_buyer.setdefault(matter.buyer.address, []).append(matter)
    return [(found[0], found[1]) for found in by_buyer.values() if len(found) > 1]


def _new_ones(hand: Hand) -> list[tuple[Matter, Matter]]:
    """An open dispute and an order of the same buyer that nobody complains of in this corpus."""
    begun = {matter.buyer.address: matter for matter in hand.world.open}
    return [(begun[matter.buyer.address], matter) for matter in hand.world.quiet if matter.buyer.address in begun]


OTHERS: tuple[Callable[[Hand], Iterator[Case]], ...] = (strangers, machines, for_a_person)
