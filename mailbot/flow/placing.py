"""Where a read mail goes when it is placed, suggested, set aside or only noted."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from mailbot.claims.evidence import OTHER, recognise, told
from mailbot.errors import UnsafeLetter
from mailbot.flow.desk import Desk, File
from mailbot.flow.notes import in_charge
from mailbot.flow.outgoing import Internal, internal_row, to_people
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mail.files.refusal import UnreadFile, refusal_of
from mailbot.mail.message import Message
from mailbot.mediation.context import SentText
from mailbot.mediation.decision import EvidenceItem, MachineWrote, PartyWrote
from mailbot.mediation.dispute import Dispute
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
    SaveMessage,
    Understood,
    WaitingMail,
    Write,
)

ASK_EVERY = timedelta(days=1)
ASK_WITHIN = timedelta(days=3)  # nobody is asked about a mail that lay in an old mailbox
SENT_TEXTS_MAX = 6
UNREAD_MAX = 10  # files named in one letter


def message_name(mail: WaitingMail) -> str:
    """Return the store's name of a raw mail's message: one for each, always the same."""
    return f"m{mail.raw.id}"


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
        id=message_name(mail),
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
        return MachineWrote(side, message_name(mail), message.automatic.kind, message.automatic.until)
    return PartyWrote(
        side=side,
        message_id=message_name(mail),
        words=message.new_text,
        trust=trust,
        speaks=speaks,
        intents=understood.intents,
        claim=understood.claim,
        evidence=_evidence(message, message_name(mail)),
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
    done = MarkRaw(mail.raw.id, RawState.QUARANTINED, attempts, placement.why)
    return *saved, AddToQuarantine(entry), *asked, *told, done


async def _ask_which_order(desk: Desk, message: Message, received_at: datetime) -> tuple[Write, ...]:
    """Ask a person, at most once a day, which order they write about; say nothing of any dispute."""
    now = desk.clock.now()
    sender = message.sender.address
    if received_at < now - ASK_WITHIN or await desk.store.asked_lately(sender, now - ASK_EVERY):
        return ()
    language = message.language if message.language in desk.letters.languages() else "en"
    words = desk.letters.render(
        Letter.WHICH_ORDER, language, {"reader": message.sender.name, "mediator": desk.identity.name}, ""
    )
    mail = Internal(
        sender, words.subject, words.text, html=words.html, language=language, in_reply_to=message.message_id
    )
    try:
        asked = internal_row(desk, mail, now)
    except UnsafeLetter:
        return ()  # an address nobody can write to; the mail waits in quarantine all the same
    return AddToOutbox(asked), NoteSender(sender, now)


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
            f"Place it:   mailbot quarantine place {entry.id} {file.dispute.id} {entry.suggested_side or 'buyer'}",
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
