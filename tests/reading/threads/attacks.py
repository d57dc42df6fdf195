"""How people try to get into a dispute that is not theirs, or make their own mail count for another's.

The border of a domain with DMARC tells a forged From; what it says is the verdict given with each.
"""

from collections.abc import Callable, Iterator

from mailbot.mediation.party import Side
from tests.reading.threads.case import Case, Hand, Kind, truth_of
from tests.reading.threads.mail import Mail, ids, wire_domain
from tests.reading.threads.people import DESK, SERVER, Writer
from tests.reading.threads.said import EVIL
from tests.reading.threads.world import Matter, Sent

BUYS, SELLS = Side.BUYER, Side.SELLER
_EVE = Writer("Eve Mallory", ("eve@elsewhere.example",))
_LOOKS_LIKE = str.maketrans("aeolips", "аео1іря")  # Cyrillic letters, and a 1 for the l


def attack(what: str) -> Callable[[Hand, Mail, str], Case]:
    """Return a maker of attacks of one class."""
    return lambda hand, mail, verdict: hand.case(Kind.ATTACK, what, mail, verdict)


def _evil(hand: Hand, writer: Writer, letter: Sent, address: str = "") -> Mail:
    """Write evil words as a plain answer to a stolen letter."""
    return hand.plain_answer(hand.fresh(writer, "", hand.chance.choice(EVIL), address=address), letter)


def _stolen(hand: Hand) -> tuple[Matter, Side, Sent]:
    matter = hand.matter()
    side = hand.side(matter)
    return matter, side, hand.letter(matter, side)


def token_of_a_stranger(hand: Hand) -> Iterator[Case]:
    _, _, letter = _stolen(hand)
    yield attack("stranger with a stolen letter")(hand, _evil(hand, _EVE, letter), hand.chance.choice(("pass", "none")))
    bare = hand.fresh(_EVE, "hello", hand.chance.choice(EVIL), to=letter.reply_to)
    yield attack("stranger with a stolen token only")(hand, bare, "pass")
    threaded = hand.fresh(_EVE, "hello", hand.chance.choice(EVIL)).put("In-Reply-To", f"<{letter.message_id}>")
    yield attack("stranger with our Message-ID only")(hand, threaded, "pass")


def forged_from(hand: Hand) -> Iterator[Case]:
    matter, side, letter = _stolen(hand)
    writer = matter.party(side)
    yield attack("forged From with a stolen letter")(hand, _evil(hand, writer, letter), "fail")
    bare = hand.fresh(writer, letter.subject, hand.chance.choice(EVIL))
    yield attack("forged From with the tag")(hand, bare, "fail")
    quiet = hand.matter(hand.world.quiet)
    claim = hand.fresh(quiet.buyer, f"order {quiet.order.number}", f"Order {quiet.order.number}: all is missing.")
    yield attack("forged From with a first claim")(hand, claim, "fail")


def forged_verdict(hand: Hand) -> Iterator[Case]:
    """An Authentication-Results of the forger's own, below ours; ours says fail or does not prove."""
    matter, side, letter = _stolen(hand)
    writer = matter.party(side)
    domain = wire_domain(writer.address).rpartition("@")[2]
    claimed = f"{SERVER}; dmarc=pass header.from={domain}"
    mail = _evil(hand, writer, letter).top(("Authentication-Results", claimed))
    yield attack("forged Authentication-Results")(hand, mail, "fail")
    tagged = hand.fresh(writer, letter.subject, hand.chance.choice(EVIL)).top(("Authentication-Results", claimed))
    yield attack("forged Authentication-Results, ours silent")(hand, tagged, "silent")
    folded = hand.fresh(writer, letter.subject, hand.chance.choice(EVIL)).top(
        ("X-Junk", f"a\rAuthentication-Results: {claimed}")
    )
    yield attack("bare CR hides a header")(hand, folded, "silent")
    sealed = ("ARC-Authentication-Results", f"i=1; {SERVER}; dmarc=pass header.from={domain}")
    yield attack("forged ARC")(hand, hand.fresh(writer, letter.subject, hand.chance.choice(EVIL)).top(sealed), "fail")


def other_side(hand: Hand) -> Iterator[Case]:
    """A party with the other side's letter: forwarded to it, or found."""
    matter = hand.matter(tuple(each for each in hand.world.open if each.told(SELLS)))
    to_buyer, to_seller = hand.letter(matter, BUYS), hand.letter(matter, SELLS)
    yield attack("seller with the buyer's letter")(
        hand, _evil(hand, matter.seller, to_buyer), hand.verdict(matter.seller)
    )
    yield attack("buyer with the seller's letter")(
        hand, _evil(hand, matter.buyer, to_seller), hand.verdict(matter.buyer)
    )
    mixed = _evil(hand, matter.seller, to_seller).put("To", to_buyer.reply_to)
    yield attack("own thread, the other side's address")(hand, mixed, hand.verdict(matter.seller))
    both = _evil(hand, matter.buyer, to_buyer).put("References", ids((to_buyer.message_id, to_seller.message_id)))
    yield attack("own address, the other side's Message-ID")(hand, both, hand.verdict(matter.buyer))
    names = f"{to_buyer.reply_to}, {to_seller.reply_to}"
    yield attack("the addresses of both sides")(hand, _evil(hand, matter.seller, to_seller).put("To", names), "pass")


def other_dispute(hand: Hand) -> Iterator[Case]:
    """A party of one dispute with what belongs to another."""
    mine, theirs = _two(hand)
    my_letter, their_letter = hand.letter(mine, BUYS), hand.letter(theirs, BUYS)
    yield attack("party of another dispute with its letter")(hand, _evil(hand, mine.buyer, their_letter), "pass")
    mail = _evil(hand, mine.buyer, my_letter).put("To", their_letter.reply_to)
    yield attack("own thread, another dispute's address")(hand, mail, "pass")
    tag = _evil(hand, mine.buyer, my_letter).put("Subject", f"Re: {their_letter.subject}")
    yield attack("own address, another dispute's tag")(hand, tag, "pass")
    crossed = _evil(hand, mine.buyer, my_letter).put("References", ids((my_letter.message_id, their_letter.message_id)))
    yield attack("References to two disputes")(hand, crossed, "pass")
    third = hand.matter(tuple(each for each in hand.world.open if mine.buyer not in (each.buyer, each.seller)))
    three = hand.fresh(mine.buyer, f"Re: [{third.dispute_id}]", hand.chance.choice(EVIL), to=their_letter.reply_to)
    yield attack("one dispute's token, another one's tag")(hand, three, "pass")
    buried = [f"{hand.chance.getrandbits(64):x}@noise.example" for _ in range(180)]
    buried.insert(hand.chance.randrange(110, 180), their_letter.message_id)
    huge = _evil(hand, mine.buyer, my_letter).put("References", ids((*buried, my_letter.message_id)))
    yield attack("another's Message-ID among 180")(hand, huge, "pass")


def _two(hand: Hand) -> tuple[Matter, Matter]:
    mine = hand.matter()
    others = tuple(
        each
        for each in hand.world.open
        if not {mine.buyer.address, mine.seller.address} & {each.buyer.address, each.seller.address}
    )
    return mine, hand.matter(others)


def guessed(hand: Hand) -> Iterator[Case]:
    """Nothing stolen: numbers and tokens made up, or known to everybody."""
    matter = hand.matter()
    token = "".join(hand.chance.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(26))
    made_up = hand.fresh(_EVE, "Re: your letter", hand.chance.choice(EVIL), to=DESK.replace("@", f"+{token}@"))
    yield attack("guessed token")(hand, made_up, "pass")
    yield attack("another's tag")(
        hand, hand.fresh(_EVE, f"Re: [{matter.dispute_id}] ok", hand.chance.choice(EVIL)), "pass"
    )
    yield attack("another's order number")(
        hand, hand.fresh(_EVE, f"order {matter.order.number}", hand.chance.choice(EVIL)), "pass"
    )
    mine, theirs = _two(hand)
    named = hand.fresh(mine.buyer, "question", f"About order {theirs.order.number}: {hand.chance.choice(EVIL)}")
    yield attack("buyer with another's order number")(hand, named, "pass")
    quiet = hand.matter(hand.world.quiet)
    number = quiet.order.number.replace("1", "l", 1).replace("0", "O")
    yield attack("order number with look-alike letters")(
        hand, hand.fresh(_EVE, f"order {number}", f"Order {number}: all is missing."), "pass"
    )
    control = hand.fresh(_EVE, "hello", hand.chance.choice(EVIL)).top(
        ("X-Mailbot-Dispute", matter.dispute_id), ("X-Mailbot", "desk.example")
    )
    yield attack("our own control headers")(hand, control, "pass")


def repeated(hand: Hand) -> Iterator[Case]:
    """Message-IDs used again for other words."""
    matter, side, letter = _stolen(hand)
    writer = matter.party(side)
    again = (
        _evil(hand, _EVE, letter)
        .put("Message-ID", f"<{matter.first_id}>")
        .put("In-Reply-To", "")
        .put("To", DESK)
        .put("References", "")
        .put("Subject", "hello")
    )
    yield attack("a known Message-ID with other words")(hand, again, "pass")
    own = hand.fresh(_EVE, "hello", hand.chance.choice(EVIL)).put("Message-ID", f"<{letter.message_id}>")
    yield attack("our signed Message-ID on a stranger's mail")(hand, own, "pass")
    as_new = hand.plain_answer(hand.fresh(writer, "", hand.chance.choice(EVIL)), letter).put(
        "Message-ID", f"<{letter.message_id}>"
    )
    yield attack("our letter edited as new")(hand, as_new, hand.verdict(writer))
    parent = hand.fresh(_EVE, "hello", hand.chance.choice(EVIL)).put("In-Reply-To", f"<{matter.first_id}>")
    yield attack("stranger answers a party's own mail")(hand, parent, "pass")


def looks_like(hand: Hand) -> Iterator[Case]:
    """Addresses that look like a party's."""
    matter, side, letter = _stolen(hand)
    writer = matter.party(side)
    local, _, domain = wire_domain(writer.address).rpartition("@")
    first = domain.partition(".")[0]
    spoofs = {
        "name that is a party's address": f'"{local}@{domain}" <eve@elsewhere.example>',
        "party's address, not quoted, as the name": f"{local}@{domain} <eve@elsewhere.example>",
        "look-alike domain": f"{writer.name.split()[-1]} <{local}@{first.replace('l', '1').replace('o', '0')}x.example>",
        "domain in Cyrillic letters": f"<{wire_domain(f'{local}@{first.translate(_LOOKS_LIKE)}я.example')}>",
        "party's domain below another": f"<{local}@{domain}.elsewhere.example>",
        "a name below the party's domain": f"<{local}@mail.{domain}>",
        "a tag in the sender's address": f"<{local}+x@{domain}>",
        "two senders": f"<{local}@{domain}>, <eve@elsewhere.example>",
        "sender in a comment": f"({local}@{domain}) <eve@elsewhere.example>",
        "Kelvin sign in the address": f"<{local.replace('k', chr(0x212A)).replace('s', 'ſ')}\u212a@{domain}>",
    }
    for what, sender in spoofs.items():
        yield attack(what)(hand, _evil(hand, writer, letter).put("From", sender), "pass")
    yield attack("two From lines")(hand, _evil(hand, writer, letter).top(("From", "<eve@elsewhere.example>")), "pass")
    spoof = _evil(hand, _EVE, letter).put("Sender", f"<{local}@{domain}>").put("Reply-To", f"<{local}@{domain}>")
    yield attack("party named in Sender and Reply-To")(hand, spoof, "pass")


def as_desk(hand: Hand) -> Iterator[Case]:
    """In the name of our own people."""
    _, _, letter = _stolen(hand)
    for what, address in {"in a mediator's name": "mora@desk.example", "in the desk's name": DESK}.items():
        writer = Writer("Mora Quintana", (address,))
        yield attack(what)(hand, _evil(hand, writer, letter), "fail")
    near = Writer("Mora Quintana", ("mora@desk-example.example",))
    yield attack("near a mediator's name")(hand, _evil(hand, near, letter), "pass")


def thief(hand: Hand) -> Iterator[Case]:
    """A stolen letter, answered under the name of a domain that publishes nothing to check it by.

    It looks in every byte like that party's own answer; it is placed, with a warning, and must bind nothing.
    """
    unproven = tuple(each for each in hand.world.open if each.told(BUYS) and not each.buyer.proves)
    matter = hand.matter(unproven)
    mail = _evil(hand, matter.buyer, hand.letter(matter, BUYS))
    yield hand.case(
        Kind.UNTOLD, "stolen letter under a domain without DMARC", mail, "none", truth=truth_of(matter, BUYS)
    )


ATTACKS: tuple[Callable[[Hand], Iterator[Case]], ...] = (
    token_of_a_stranger,
    forged_from,
    forged_verdict,
    other_side,
    other_dispute,
    guessed,
    repeated,
    looks_like,
    as_desk,
    thief,
)
