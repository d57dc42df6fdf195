"""Where a read mail goes when it is placed, suggested, set aside or only noted."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from mailbot.claims.evidence import OTHER, recognise, told
from mailbot.claims.order import Order
from mailbot.errors import RefusedMove, UnsafeLetter
from mailbot.flow.carry import carry_out
from mailbot.flow.desk import Desk, File
from mailbot.flow.notes import in_charge
from mailbot.flow.outgoing import Internal, internal_row, to_people
from mailbot.mail.address import canonical
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mail.files.refusal import UnreadFile, refusal_of
from mailbot.mail.message import Message
from mailbot.mediation.context import Context, SentText
from mailbot.mediation.decision import Decision, EvidenceItem, MachineWrote, PartyWrote, StrangerWrote
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import MailSorted
from mailbot.mediation.evolve import evolve
from mailbot.mediation.intent import Intent
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Place, Placement
from mailbot.ports import (
    AddToOutbox,
    AddToQuarantine,
    MarkRaw,
    MessageRecord,
    NoteSender,
    QuarantineEntry,
    RawState,
    Reader,
    SaveMessage,
    Understood,
    WaitingMail,
    Write,
)
from mailbot.steps.decide import decide, open_dispute

ASK_EVERY = timedelta(days=1)
ASK_WITHIN = timedelta(days=3)  # nobody is asked about a mail that lay in an old mailbox
SENT_TEXTS_MAX = 6
UNREAD_MAX = 10  # files named in one letter


@dataclass(frozen=True, slots=True)
class Arrived:
    """A mail that was read, and where it belongs."""

    mail: WaitingMail
    message: Message
    placement: Placement


def message_name(raw_id: int) -> str:
    """Return the store's name of a raw mail's message: one for each, always the same."""
    return f"m{raw_id}"


def file_only(
    mail: WaitingMail,
    message: Message,
    placement: Placement,
    intents: Sequence[Intent] = (),
    file: File | None = None,
    side: Side | None = None,
) -> SaveMessage:
    """Keep what was read of a mail, and where it was placed and why."""
    record = MessageRecord(
        id=message_name(mail.raw.id),
        raw_id=mail.raw.id,
        received_at=mail.raw.received_at,
        message=message,
        client_id=file.dispute.client_id if file else None,
        dispute_id=file.dispute.id if file else placement.dispute_id,
        side=side or placement.side,
        placement=placement,
        intents=tuple(intents),
    )
    return SaveMessage(record)


def happening_of(
    mail: WaitingMail, understood: Understood, side: Side, *, speaks: bool, trust: Trust
) -> PartyWrote | MachineWrote:
    """Say what a placed mail is to its dispute: a party's words, or a machine's."""
    message = understood.message
    if message.automatic is not None and message.automatic.kind is not AutomaticKind.LIST:
        return MachineWrote(side, message_name(mail.raw.id), message.automatic.kind, message.automatic.until)
    return PartyWrote(
        side=side,
        message_id=message_name(mail.raw.id),
        words=message.new_text,
        trust=trust,
        speaks=speaks,
        intents=understood.intents,
        claim=understood.claim,
        evidence=_evidence(message, message_name(mail.raw.id)),
        language=message.language,
        heat=message.heat,
        problems=message.problems,
        sheet_faults=understood.sheet_faults,
        received_at=mail.raw.received_at,
        unread=_unread(message),
    )


def sent_texts(dispute: Dispute, side: Side) -> tuple[SentText, ...]:
    """Return what we last told this side, the newest first."""
    told = [letter for letter in reversed(dispute.letters) if letter.reader is side]
    return tuple(SentText(letter.message_id, letter.letter, letter.text) for letter in told[:SENT_TEXTS_MAX])


async def open_with(
    desk: Desk, reader: Reader, arrived: Arrived, order: Order, sorted_: MailSorted | None = None
) -> tuple[Write, ...]:
    """Open a dispute about an order with its buyer's first mail. ``sorted_``: who placed it by hand."""
    mail, message = arrived.mail, arrived.message
    policy = desk.policies.in_force(order.client_id, order.paid_at.date())
    context = Context(Side.BUYER, (), order.currency, policy.languages, received_at=mail.raw.received_at, order=order)
    understood = await reader.understand(message, context)
    speaks = arrived.placement.speaks
    wrote = happening_of(mail, understood, Side.BUYER, speaks=speaks, trust=desk.believed(message.sender))
    if not isinstance(wrote, PartyWrote):
        raise RefusedMove("a machine wrote it, and a machine opens no dispute")
    mediator = desk.mediator_for(order.client_id, order.number).id
    dispute_id = f"D-{desk.new_id()[:8].upper()}"
    decision = open_dispute(order, policy, wrote, dispute_id, mediator, desk.clock.now())
    file = File(decision.dispute, order, policy, newest=(Side.BUYER, message.message_id))
    record = file_only(mail, understood.message, arrived.placement, understood.intents, file, Side.BUYER)
    return record, *await carry_out(desk, _recorded(decision, sorted_), file)


async def continue_with(
    desk: Desk, reader: Reader, arrived: Arrived, sorted_: MailSorted | None = None
) -> tuple[Write, ...]:
    """Go on with a dispute after a party's mail. ``sorted_``: who placed it by hand."""
    mail, message, side = arrived.mail, arrived.message, arrived.placement.side
    assert arrived.placement.dispute_id is not None
    assert side is not None, "a placed mail has its party"
    file = replace(await desk.file(arrived.placement.dispute_id), newest=(side, message.message_id))
    context = Context(
        side,
        sent_texts(file.dispute, side),
        file.order.currency,
        file.policy.languages,
        received_at=mail.raw.received_at,
        order=file.order if side is Side.BUYER else None,
    )
    understood = await reader.understand(message, context)
    speaks = arrived.placement.speaks
    happening = happening_of(mail, understood, side, speaks=speaks, trust=desk.believed(message.sender))
    decision = decide(file.dispute, happening, file.policy, file.order, desk.clock.now())
    record = file_only(mail, understood.message, arrived.placement, understood.intents, file, side)
    return record, *await carry_out(desk, _recorded(decision, sorted_), file)


def _recorded(decision: Decision, sorted_: MailSorted | None) -> Decision:
    if sorted_ is None:
        return decision
    return replace(decision, events=(*decision.events, sorted_), dispute=evolve(decision.dispute, sorted_))


async def set_aside(desk: Desk, mail: WaitingMail, message: Message | None, placement: Placement) -> tuple[Write, ...]:
    """Set a mail aside for a person, ask which order it is about, or only note it."""
    attempts = mail.attempts + 1
    saved: tuple[Write, ...] = (file_only(mail, message, placement),) if message is not None else ()
    if placement.place is Place.NOTED:
        return *saved, MarkRaw(mail.raw.id, RawState.WALKED, attempts, placement.why)
    entry = QuarantineEntry(
        id=f"q{mail.raw.id}",
        raw_id=mail.raw.id,
        at=desk.clock.now(),
        reason=placement.why,
        sender=message.sender.address if message else "",
        subject=message.subject if message else "",
        suggested_dispute=placement.dispute_id,
        suggested_side=placement.side,
    )
    asked = (
        await _ask_which_order(desk, message, mail.raw.received_at)
        if message and placement.place is Place.WHICH_ORDER
        else ()
    )
    told = await _tell_mediator(desk, entry) if placement.dispute_id else ()
    wondered = await _ask_the_party(desk, mail, message, placement) if message is not None else ()
    done = MarkRaw(mail.raw.id, RawState.QUARANTINED, attempts, placement.why)
    return *saved, AddToQuarantine(entry), *asked, *told, *wondered, done


async def _ask_the_party(desk: Desk, mail: WaitingMail, message: Message, placement: Placement) -> tuple[Write, ...]:
    """Ask the party in whose place a stranger wrote, with a letter that a person approves (design section 8)."""
    if placement.place is not Place.QUARANTINE or placement.dispute_id is None or placement.side is None:
        return ()
    file = await desk.file(placement.dispute_id)
    wrote = StrangerWrote(placement.side, message_name(mail.raw.id), message.sender.address)
    decision = decide(file.dispute, wrote, file.policy, file.order, desk.clock.now())
    return await carry_out(desk, decision, file) if decision.events else ()


async def _ask_which_order(desk: Desk, message: Message, received_at: datetime) -> tuple[Write, ...]:
    """Ask a person, at most once a day, which order they write about; say nothing of any dispute."""
    now = desk.clock.now()
    sender = message.sender.address
    if received_at < now - ASK_WITHIN or await desk.store.asked_lately(canonical(sender), now - ASK_EVERY):
        return ()
    language = message.language if message.language in desk.letters.languages() else "en"
    # A name that a stranger put there is not repeated to an address that may be another's.
    name = message.sender.name if message.sender.trust is Trust.PROVEN else ""
    words = desk.letters.render(Letter.WHICH_ORDER, language, {"reader": name, "mediator": desk.identity.name}, "")
    mail = Internal(
        sender, words.subject, words.text, html=words.html, language=language, in_reply_to=message.message_id
    )
    try:
        asked = internal_row(desk, mail, now)
    except UnsafeLetter:
        return ()  # an address nobody can write to; the mail waits in quarantine all the same
    return AddToOutbox(asked), NoteSender(canonical(sender), now)


async def _tell_mediator(desk: Desk, entry: QuarantineEntry) -> tuple[Write, ...]:
    """Tell the mediator in charge that a mail about their dispute was set aside."""
    file = await desk.file(entry.suggested_dispute or "")
    text = "\n".join(
        [
            (
                f"A mail from {entry.sender or 'nobody we can name'} may belong to {file.dispute.id}"
                f" ({entry.suggested_side or 'side unknown'}), but was set aside:"
            ),
            f"  {entry.reason}",
            "",
            f"Read it:    mailbot quarantine show {entry.id}",
            f"Place it:   mailbot quarantine place {entry.id}{'' if entry.suggested_side else f' {file.dispute.id} buyer'}",
            f"Answer it:  mailbot quarantine answer {entry.id}",
            f"Discard it: mailbot quarantine discard {entry.id}",
        ]
    )
    mail = Internal("", f"Set aside: a mail about {file.dispute.id}", text, "", file.dispute.client_id, file.dispute.id)
    return to_people(desk, in_charge(desk, file), mail, desk.clock.now())


def _unread(message: Message) -> tuple[UnreadFile, ...]:
    """Name the files to be asked for again."""
    refused = ((part.name, refusal_of(part.problem)) for part in message.attachments)
    files = (UnreadFile(name, refusal.name.lower(), str(refusal)) for name, refusal in refused if refusal is not None)
    return tuple(dict.fromkeys(files))[:UNREAD_MAX]


def _evidence(message: Message, name: str) -> tuple[EvidenceItem, ...]:
    """Take each file for what it seems to show, and the words for what words alone can show."""
    files = tuple(
        EvidenceItem(
            OTHER if refusal_of(part.problem) else recognise(part.name, part.type, part.text, part.kind),
            part.name,
            hashlib.sha256(part.content).hexdigest(),
        )
        for part in message.attachments
    )
    said = hashlib.sha256(message.new_text.encode("utf-8", "replace")).hexdigest()
    return files + tuple(EvidenceItem(item, f"the words of {name}", said) for item in told(message.new_text))
