"""What parties themselves write: answers of every kind, new mails in an old matter, first claims and what follows them."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from mailbot.mediation.party import Side
from tests.reading.threads.case import Case, Hand
from tests.reading.threads.mail import Mail, encoded, ids, wire_domain
from tests.reading.threads.people import DESK, Writer
from tests.reading.threads.programs import FORWARDS
from tests.reading.threads.said import ABOUT_CASE, AFTERTHOUGHTS, BUYER, CLAIMS, SELLER, SUBJECTS
from tests.reading.threads.world import Matter

BUYS, SELLS = Side.BUYER, Side.SELLER


def said(hand: Hand, writer: Writer, side: Side) -> str:
    """Choose words of a party."""
    words = BUYER if side is BUYS else SELLER
    return hand.chance.choice(words.get(writer.language, words["en"]))


def answer(hand: Hand) -> Iterator[Case]:
    """Answer our newest letter."""
    matter = hand.matter()
    side = hand.side(matter)
    writer = matter.party(side)
    mail, how = hand.answer(hand.fresh(writer, "", said(hand, writer, side)), hand.letter(matter, side), writer)
    yield hand.genuine("answer to our letter", mail, matter, side, how=how)


def older(hand: Hand) -> Iterator[Case]:
    """Answer a letter that is not our newest."""
    matter = hand.matter(tuple(each for each in hand.world.open if len(each.told(BUYS)) > 1))
    mail, how = hand.answer(
        hand.fresh(matter.buyer, "", said(hand, matter.buyer, BUYS)), matter.told(BUYS)[0], matter.buyer
    )
    yield hand.genuine("answer to an older letter", mail, matter, BUYS, how=how)


def closed(hand: Hand) -> Iterator[Case]:
    """Answer when all is over."""
    matter = hand.matter(hand.world.closed)
    mail, how = hand.answer(
        hand.fresh(matter.buyer, "", said(hand, matter.buyer, BUYS)), hand.letter(matter, BUYS), matter.buyer
    )
    yield hand.genuine("answer in a closed dispute", mail, matter, BUYS, how=how)


def second_address(hand: Hand) -> Iterator[Case]:
    """Answer from another address that is on file."""
    side = hand.chance.choice((BUYS, SELLS))
    able = [each for each in hand.world.open if each.told(side) and len(_others(each.party(side))) > 0]
    matter = hand.matter(tuple(able))
    writer = matter.party(side)
    address = hand.chance.choice(_others(writer))
    mail, how = hand.answer(
        hand.fresh(writer, "", said(hand, writer, side), address=address), hand.letter(matter, side), writer
    )
    yield hand.genuine("answer from a second address on file", mail, matter, side, how=how)


def _others(writer: Writer) -> tuple[str, ...]:
    return (*writer.addresses[1:], *writer.informed)


def capitals(hand: Hand) -> Iterator[Case]:
    """Answer from the address on file, in other letters: capitals, a changed name."""
    matter = hand.matter()
    side = hand.side(matter)
    writer = matter.party(side)
    mail, how = hand.answer(hand.fresh(writer, "", said(hand, writer, side)), hand.letter(matter, side), writer)
    local, _, domain = wire_domain(writer.address).rpartition("@")
    name = hand.chance.choice(("Returns", '"The Boss (mobile)"', "=?utf-8?Q?B=C3=BCro?=", ""))
    yield hand.genuine(
        "name or case of the sender changed",
        mail.put("From", f"{name} <{local.upper()}@{domain.title()}>".strip()),
        matter,
        side,
        how=how,
    )


def order_only(hand: Hand) -> Iterator[Case]:
    """Write anew, with nothing but the order number."""
    matter = hand.matter()
    side = hand.side(matter)
    words = hand.chance.choice(AFTERTHOUGHTS).format(order=_as_typed(hand, matter.order.number))
    mail = hand.fresh(
        matter.party(side), hand.chance.choice(("question", f"order {matter.order.number}", "photos")), words
    )
    yield hand.genuine("new mail with the order number", mail, matter, side)


def _as_typed(hand: Hand, number: str) -> str:
    if "-" not in number:
        return hand.chance.choice((number, f"#{number}"))
    return hand.chance.choice(
        (number, number, number.lower(), number.replace("-", " "), number.replace("-", ""), f"#{number}")
    )


def dispute_only(hand: Hand) -> Iterator[Case]:
    """Write anew, with our own name for the dispute, in the subject or the words, brackets or none."""
    matter = hand.matter()
    side = hand.side(matter)
    tag = hand.chance.choice(
        (f"[{matter.dispute_id}]", matter.dispute_id, matter.dispute_id.lower(), f"({matter.dispute_id})")
    )
    words = hand.chance.choice(ABOUT_CASE)
    if hand.chance.random() < 0.7:
        mail = hand.fresh(matter.party(side), f"{tag} photos", words.partition(".")[2].strip() or "Any news?")
    else:
        mail = hand.fresh(matter.party(side), "question", words.format(dispute=matter.dispute_id))
    yield hand.genuine("new mail with our name for the dispute", mail, matter, side)


def second_mail(hand: Hand) -> Iterator[Case]:
    """Follow up on the first mail the buyer ever sent, as if we had not answered."""
    matter = hand.matter()
    mail = hand.fresh(matter.buyer, f"Re: {hand.chance.choice(SUBJECTS)}", said(hand, matter.buyer, BUYS))
    mail = mail.put("In-Reply-To", ids((matter.first_id,))).put("References", ids((matter.first_id,)))
    yield hand.genuine("follow-up on an own earlier mail", mail, matter, BUYS)


def forwarded(hand: Hand) -> Iterator[Case]:
    """Forward our letter back to us with a word on top."""
    matter = hand.matter()
    side = hand.side(matter)
    letter, writer = hand.letter(matter, side), matter.party(side)
    quote = f"---------- Forwarded message ---------\nFrom: Dispute desk <{DESK}>\nSubject: {letter.subject}\n\n{letter.text}"
    mail = hand.fresh(
        writer, f"{hand.chance.choice(FORWARDS)}{letter.subject}", f"{said(hand, writer, side)}\n\n{quote}"
    )
    if hand.chance.random() < 0.6:
        mail = mail.put("References", ids((*letter.references, letter.message_id)))
    yield hand.genuine("our letter forwarded back", mail, matter, side)


def photo(hand: Hand) -> Iterator[Case]:
    """A photo from a phone and next to no words."""
    matter = hand.matter()
    letter = hand.letter(matter, BUYS)
    mail = hand.fresh(matter.buyer, "", hand.chance.choice(("", "Sent from my iPhone", "Enviado desde mi móvil")))
    mail = replace(mail, photo=b"\xff\xd8\xff\xe0" + hand.chance.randbytes(600))
    mail = (
        hand.plain_answer(mail, letter)
        if hand.chance.random() < 0.6
        else mail.put("Subject", f"order {matter.order.number} photo")
    )
    yield hand.genuine("photo from a phone", mail, matter, BUYS)


def help_desk(hand: Hand) -> Iterator[Case]:
    """The seller answers through a help desk: its own subject, its own ids, our letter only in the quote."""
    matter = hand.matter(tuple(each for each in hand.world.open if each.told(SELLS)))
    letter = hand.letter(matter, SELLS)
    ticket = hand.chance.randrange(10_000, 99_999)
    subject = hand.chance.choice(
        (f"[Ticket#{ticket}] Re: {letter.subject}", f"Re: {letter.subject} [#{ticket}]", f"[{ticket}] Your request")
    )
    quote = "\n".join(f"> {line}" for line in letter.text.splitlines())
    words = f"##- Please type your reply above this line -##\n\n{said(hand, matter.seller, SELLS)}\n\n{quote}"
    mail = hand.fresh(matter.seller, subject, words, to=letter.reply_to)
    mail = mail.put("X-Mailer", "Helpdesk 4").put(
        "References", f"<ticket/{ticket}@{wire_domain(matter.seller.address).rpartition('@')[2]}>"
    )
    yield hand.genuine("answer from a help desk", mail, matter, SELLS)


def copied(hand: Hand) -> Iterator[Case]:
    """The buyer writes to somebody else and puts us in Cc."""
    matter = hand.matter()
    letter = hand.letter(matter, BUYS)
    words = f"Dear forwarder, order {matter.order.number} came short. The desk is in copy."
    mail = hand.fresh(matter.buyer, "Claim against you", words, to="claims@carrier.example")
    yield hand.genuine(
        "we are in Cc", mail.put("Cc", hand.chance.choice((DESK, f"Desk <{letter.reply_to}>"))), matter, BUYS
    )


def group(hand: Hand) -> Iterator[Case]:
    """A mailing group's members write: the group is the address on file."""
    matter = hand.matter(tuple(each for each in hand.world.open if each.buyer.group))
    mail, how = hand.answer(
        hand.fresh(matter.buyer, "", said(hand, matter.buyer, BUYS)), hand.letter(matter, BUYS), matter.buyer
    )
    if hand.chance.random() < 0.4:
        words = hand.chance.choice(AFTERTHOUGHTS).format(order=matter.order.number)
        mail, how = hand.fresh(matter.buyer, f"order {matter.order.number}", words), "new mail"
    yield hand.genuine("written through a mailing group", mail, matter, BUYS, how=how)


def claim(hand: Hand, matter: Matter) -> Iterator[Case]:
    """A first claim, and what the buyer sends after it before anybody has answered."""
    words = CLAIMS.get(matter.buyer.language, CLAIMS["en"])
    number = _as_typed(hand, matter.order.number)
    subject = hand.chance.choice((*SUBJECTS, f"order {number}", f"Order {matter.order.number} - short"))
    first = hand.fresh(matter.buyer, subject, hand.chance.choice(words).format(order=number))
    yield hand.genuine("first claim", first, matter, BUYS)
    if hand.chance.random() < 0.5:
        yield _later(hand, matter, first)


def _later(hand: Hand, matter: Matter, first: Mail) -> Case:
    mail = hand.fresh(matter.buyer, "", said(hand, matter.buyer, BUYS))
    if hand.chance.random() < 0.5:
        known = first.first("Message-ID")
        mail = (
            mail.put("Subject", encoded(f"Re: {first.first('Subject')}"))
            .put("In-Reply-To", known)
            .put("References", known)
        )
    else:
        mail = mail.put("Subject", f"order {matter.order.number}")
    return hand.genuine("more after a first claim", mail, matter, BUYS, turn=2)


# How often each comes, of a hundred mails that are no first claims.
GENUINE: tuple[tuple[int, Callable[[Hand], Iterator[Case]]], ...] = (
    (45, answer),
    (8, older),
    (3, closed),
    (8, second_address),
    (4, capitals),
    (6, order_only),
    (3, dispute_only),
    (3, second_mail),
    (4, forwarded),
    (4, photo),
    (5, help_desk),
    (3, copied),
    (4, group),
)
