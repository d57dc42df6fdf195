"""A mail that was set aside: a person places it, answers it or discards it. Each is one move, kept on record."""

from dataclasses import dataclass

from mailbot.claims.order import Order
from mailbot.errors import NotFound, RefusedMove
from mailbot.flow.desk import Desk, File
from mailbot.flow.outgoing import Internal, internal_row
from mailbot.flow.placing import Arrived, continue_with, message_name, open_with
from mailbot.mail.address import same_mailbox
from mailbot.mail.authentication import Trust
from mailbot.mail.message import Message
from mailbot.mediation.events import MailSorted, Sorting
from mailbot.mediation.evolve import evolve
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Person, Role, Side
from mailbot.mediation.placement import Place, Placement
from mailbot.ports import AddToOutbox, AppendEvents, QuarantineEntry, Reader, ResolveQuarantine, WaitingMail, Write
from mailbot.steps.guard import guard


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person answers to whoever wrote a mail that was set aside; no text: the question which order it is about."""

    text: str = ""
    subject: str = ""


async def entry_named(desk: Desk, entry_id: str) -> QuarantineEntry:
    """Return an open quarantine entry."""
    for entry in await desk.store.quarantine():
        if entry.id == entry_id:
            return entry
    raise NotFound(f"there is no open quarantine entry {entry_id} (mailbot quarantine lists them)")


async def place_by_hand(
    desk: Desk, reader: Reader, entry_id: str, by: str, where: tuple[str, Side] | None = None
) -> str:
    """Place a mail, where it is suggested if nowhere else; it is then read and followed like any other of that party.

    Who placed it vouches for where it belongs, not for who wrote it: an unproven sender still binds nobody.
    """
    entry = await entry_named(desk, entry_id)
    dispute_id, side = where or _suggested(entry)
    file = await desk.file(dispute_id)
    _must_sort(desk, by, file.dispute.client_id)
    await _must_see_suggested(desk, by, entry)
    mail = WaitingMail(await desk.store.raw_mail(entry.raw_id), 0)
    message, _ = await reader.read(mail.raw)
    party, other = file.dispute.party(side), file.dispute.party(side.other)
    sender = message.sender.address
    if other.knows(sender) and not party.knows(sender):
        raise RefusedMove(
            f"{sender} is on file for the {side.other}: what one side writes is never the other's word; "
            f"if it belongs to {dispute_id}: mailbot quarantine place {entry.id} {dispute_id} {side.other}"
        )
    speaks = party.may_bind(sender)
    why = f"placed by {by}; it was set aside: {entry.reason}"
    arrived = Arrived(mail, message, Placement(Place.PLACED, why, dispute_id, side, speaks=speaks))
    await desk.store.commit(
        *await continue_with(desk, reader, arrived, _sorted(desk, entry, Sorting.PLACED, by, side)),
        ResolveQuarantine(entry.id, by, desk.clock.now(), Sorting.PLACED),
    )
    return f"{entry.id} is placed: {dispute_id}, {side}."


async def open_by_hand(desk: Desk, reader: Reader, entry_id: str, by: str, order_number: str) -> str:
    """Open a dispute with a mail whose sender is no buyer on file: our letters go to the order's own buyer."""
    entry = await entry_named(desk, entry_id)
    orders = await desk.store.find_order(order_number)
    if len(orders) != 1:
        raise NotFound(f"{'several orders are' if orders else 'no order is'} on file as {order_number}")
    (order,) = orders
    _must_sort(desk, by, order.client_id)
    await _must_see_suggested(desk, by, entry)
    known = await desk.store.open_dispute_of(order.client_id, order.number)
    if known is not None:
        raise RefusedMove(
            f"order {order.number} has a dispute already: mailbot quarantine place {entry.id} {known} buyer"
        )
    mail = WaitingMail(await desk.store.raw_mail(entry.raw_id), 0)
    message, _ = await reader.read(mail.raw)
    _may_open(desk, message, order)
    speaks = any(same_mailbox(message.sender.address, each) for each in order.buyer.addresses)
    why = f"opened by {by}; it was set aside: {entry.reason}"
    arrived = Arrived(mail, message, Placement(Place.NEW_DISPUTE, why, order_number=order.number, speaks=speaks))
    sorted_ = _sorted(desk, entry, Sorting.PLACED, by, Side.BUYER)
    writes = await open_with(desk, reader, arrived, order, sorted_)
    await desk.store.commit(*writes, ResolveQuarantine(entry.id, by, desk.clock.now(), Sorting.PLACED))
    dispute_id = await desk.store.open_dispute_of(order.client_id, order.number)
    return f"{entry.id} opened {dispute_id} about order {order.number}."


async def answer(desk: Desk, reader: Reader, entry_id: str, by: str, words: Answer) -> str:
    """Answer whoever wrote a mail that was set aside; it is then closed.

    RefusedMove where nobody may be answered (forged, a machine, no single sender), and where the words would tell a
    stranger, or one side, anything of a dispute the mail points to, whether or not it seems to belong there.
    """
    entry = await entry_named(desk, entry_id)
    file = await desk.file(entry.suggested_dispute) if entry.suggested_dispute else None
    person = _must_sort(desk, by, file.dispute.client_id if file else None)
    if person.trainee:
        raise RefusedMove(f"{by} is in training; somebody else must answer {entry.id}")
    record = await desk.store.message(message_name(entry.raw_id))
    message = _answerable(record.message if record else None, entry)
    row = internal_row(desk, _letter(desk, message, words, person), desk.clock.now())
    touched = [await desk.file(each) for each in await _touched(desk, reader, entry)]
    hits = [hit for each in touched for hit in _told(row.envelope.content, each, message.sender.address)]
    if hits:
        raise RefusedMove(f"not sent, it would tell {message.sender.address} what is not theirs: {'; '.join(hits)}")
    sorted_ = _sorted(desk, entry, Sorting.ANSWERED, by, entry.suggested_side)
    await desk.store.commit(
        AddToOutbox(row),
        *_recorded(file, sorted_),
        ResolveQuarantine(entry.id, by, desk.clock.now(), Sorting.ANSWERED),
    )
    return f"{entry.id} is answered: a mail to {message.sender.address} is on its way; the mail itself is kept."


async def discard(desk: Desk, entry_id: str, by: str) -> str:
    """Close a quarantine entry without anything following; the mail itself is kept."""
    entry = await entry_named(desk, entry_id)
    file = await desk.file(entry.suggested_dispute) if entry.suggested_dispute else None
    _must_sort(desk, by, file.dispute.client_id if file else None)
    sorted_ = _sorted(desk, entry, Sorting.DISCARDED, by, entry.suggested_side)
    await desk.store.commit(
        *_recorded(file, sorted_), ResolveQuarantine(entry.id, by, desk.clock.now(), Sorting.DISCARDED)
    )
    return f"{entry.id} is closed; the mail is kept."


def _may_open(desk: Desk, message: Message, order: Order) -> None:
    """RefusedMove where a mail cannot be the buyer's: it is forged, or the seller's."""
    sender = message.sender
    if sender.trust is Trust.FORGED:
        raise RefusedMove(f"it is forged: {sender.address} did not write it, and it opens nothing")
    contacts = desk.policies.in_force(order.client_id, order.paid_at.date()).contacts
    sellers = filter(None, (contacts.seller_primary, contacts.seller_backup))
    if any(same_mailbox(sender.address, each) for each in sellers) and not any(
        same_mailbox(sender.address, each) for each in (*order.buyer.addresses, *order.buyer.informed)
    ):
        raise RefusedMove(f"{sender.address} is the seller's: it opens no dispute in the buyer's name")


def _suggested(entry: QuarantineEntry) -> tuple[str, Side]:
    if entry.suggested_dispute is None or entry.suggested_side is None:
        raise RefusedMove(f"nothing suggests where {entry.id} belongs; name the dispute and the side (buyer or seller)")
    return entry.suggested_dispute, entry.suggested_side


def _must_sort(desk: Desk, by: str, client_id: str | None) -> Person:
    """RefusedMove unless this person may deal with mail of that client; None: nobody knows whose it is."""
    person = desk.person(by)
    if person is None or not person.active or not {Role.MEDIATOR, Role.LEAD} & set(person.roles):
        raise RefusedMove(f"'{by}' is no mediator or lead who works here")
    if client_id is not None and not person.sees(client_id):
        raise RefusedMove(f"'{by}' does not work for client {client_id}")
    return person


async def _must_see_suggested(desk: Desk, by: str, entry: QuarantineEntry) -> None:
    """RefusedMove where a mail seems to belong to a client's dispute that this person may not see."""
    if entry.suggested_dispute is not None:
        _must_sort(desk, by, (await desk.file(entry.suggested_dispute)).dispute.client_id)


def _answerable(message: Message | None, entry: QuarantineEntry) -> Message:
    """RefusedMove where an answer would reach a machine, or somebody who never wrote."""
    if message is None or not message.sender.address:
        raise RefusedMove(f"{entry.id} names no single sender who could be answered")
    if message.sender.trust is Trust.FORGED:
        raise RefusedMove(f"{entry.id} is forged: {message.sender.address} did not write it and is not to be answered")
    if message.automatic is not None or message.bounces or message.ours:
        raise RefusedMove(f"{entry.id} was written by a machine; machines are not answered")
    return message


def _letter(desk: Desk, message: Message, words: Answer, person: Person) -> Internal:
    # A name that a stranger gave himself is not repeated: it may be that of a party.
    language = message.language if message.language in desk.letters.languages() else "en"
    asked = desk.letters.render(Letter.WHICH_ORDER, language, {"reader": "", "mediator": person.name}, "")
    subject = words.subject or (f"Re: {message.subject}" if words.text and message.subject else asked.subject)
    return Internal(
        message.sender.address,
        subject,
        words.text or asked.text,
        html="" if words.text else asked.html,
        language=language,
        in_reply_to=message.message_id,
    )


async def _touched(desk: Desk, reader: Reader, entry: QuarantineEntry) -> tuple[str, ...]:
    """Name the disputes to which anything in a mail points, be it by a clue that did not count."""
    message, clues = await reader.read(await desk.store.raw_mail(entry.raw_id))
    looked = await desk.store.look_up(clues, message.sender.address)
    hinted = (entry.suggested_dispute, *(clue.dispute_id for clue in looked.found))
    return tuple(dict.fromkeys(name for name in hinted if name))


def _told(content: bytes, file: File, address: str) -> tuple[str, ...]:
    """Say what of a dispute an answer holds that is not its reader's: a stranger's is nothing of it."""
    dispute = file.dispute
    parties = (file.dispute.buyer, file.dispute.seller)
    own = next((party.side for party in parties if party.knows(address)), None)
    readers = tuple(Side) if own is None else (own,)
    hits = [hit for reader in readers for hit in guard(content, dispute, reader)]
    if own is None and dispute.id.encode() in content:
        hits.append(f"the dispute's name {dispute.id}")
    return tuple(dict.fromkeys(hits))


def _sorted(desk: Desk, entry: QuarantineEntry, sorting: Sorting, by: str, side: Side | None) -> MailSorted:
    return MailSorted(desk.clock.now(), entry.id, sorting, by, entry.sender, entry.reason, side)


def _recorded(file: File | None, event: MailSorted) -> tuple[Write, ...]:
    if file is None:
        return ()
    return (AppendEvents(evolve(file.dispute, event), file.dispute.version, (event,)),)
