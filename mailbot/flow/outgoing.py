"""Approved words to outbox rows: the frozen bytes of one letter to one reader."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import itemgetter

from mailbot.flow.desk import Desk, File
from mailbot.mail.check import check_envelope
from mailbot.mail.compose import Posted, compose
from mailbot.mail.envelope import Envelope, LetterKind, OutboxRow, SendState
from mailbot.mail.message_id import Heard, own_message_id
from mailbot.mail.token import reply_token
from mailbot.mediation.approval import Draft
from mailbot.mediation.party import Person, Side
from mailbot.ports import AddReplyToken, AddToOutbox, Write
from mailbot.steps.guard import guarded

GIVE_UP_AFTER = timedelta(days=5)
REFERENCES_MAX = 10


def heard(file: File, reader: Side) -> Heard:
    """Return a reader's Message-IDs: their own mails and our letters to them, in order; and the other side's mails."""
    own = [(letter.at, letter.message_id) for letter in file.dispute.letters if letter.reader is reader]
    own += [(at, id_) for side, at, id_ in file.mails if side is reader]
    known = [id_ for _, id_ in sorted(own, key=itemgetter(0))]  # at one moment: our letter first, mails as they came
    strange = [id_ for side, _, id_ in file.mails if side is not reader]
    if file.newest is not None and file.newest[1]:
        side, id_ = file.newest  # not in the store yet: it is kept in the commit that this letter is drafted for
        (known if side is reader else strange).append(id_)
    return Heard(tuple(dict.fromkeys(known))[-REFERENCES_MAX:], tuple(strange))


def party_row(desk: Desk, draft: Draft, envelope: Envelope, not_before: datetime) -> OutboxRow:
    """Queue an approved letter, to leave once the hold is over."""
    return OutboxRow(
        id=desk.new_id(),
        kind=LetterKind.PARTY,
        client_id=draft.client_id,
        dispute_id=draft.dispute_id,
        draft_id=draft.id,
        envelope=envelope,
        state=SendState.QUEUED,
        not_before=not_before,
        expires_at=not_before + GIVE_UP_AFTER,
    )


def queued(desk: Desk, draft: Draft, envelope: Envelope, not_before: datetime) -> tuple[Write, ...]:
    """Queue an approved letter, and know its reply address even if the key has changed since the dispute was opened."""
    keys = desk.identity.keys
    row = AddToOutbox(party_row(desk, draft, envelope, not_before))
    if len(keys.secrets) == 1:
        return (row,)
    token = reply_token(keys, draft.dispute_id, draft.reader)
    return row, AddReplyToken(token, draft.dispute_id, draft.reader, desk.clock.now())


@dataclass(frozen=True, slots=True)
class Internal:
    """A mail to somebody on our side, or a question to a sender we do not know."""

    to: str
    subject: str
    text: str
    reply_to: str = ""
    client_id: str = ""
    dispute_id: str | None = None
    html: str = ""
    language: str = "en"
    in_reply_to: str = ""


def internal_row(desk: Desk, mail: Internal, at: datetime) -> OutboxRow:
    """Queue a mail that is no party's letter; it goes by itself."""
    identity = desk.identity
    id_ = desk.new_id()
    message_id = own_message_id(identity.keys, f"internal.{id_}", identity.domain)
    posted = Posted(
        sender=identity.address,
        sender_name=identity.name,
        reply_to=mail.reply_to or identity.address,
        reader=mail.to,
        subject=mail.subject,
        text=mail.text,
        html=mail.html,
        message_id=message_id,
        in_reply_to=mail.in_reply_to,
        references=(mail.in_reply_to,) if mail.in_reply_to else (),
        date=at,
        language=mail.language,
        automatic=True,
        loop_mark=identity.domain,
    )
    return OutboxRow(
        id=id_,
        kind=LetterKind.INTERNAL,
        client_id=mail.client_id,
        dispute_id=mail.dispute_id,
        draft_id=None,
        envelope=Envelope(identity.address, mail.to, message_id, compose(posted)),
        state=SendState.QUEUED,
        not_before=at,
        expires_at=at + GIVE_UP_AFTER,
    )


def to_people(desk: Desk, people: Sequence[Person], mail: Internal, at: datetime) -> tuple[AddToOutbox, ...]:
    """Queue the same words for several people, one mail each."""
    rows = (
        internal_row(
            desk,
            Internal(person.address, mail.subject, mail.text, client_id=mail.client_id, dispute_id=mail.dispute_id),
            at,
        )
        for person in people
    )
    return tuple(AddToOutbox(row) for row in rows)


def last_look(desk: Desk) -> Callable[[OutboxRow], Awaitable[tuple[str, ...]]]:
    """Return the last guard before SMTP: right reader, nothing of the other side in the final bytes."""

    async def look(row: OutboxRow) -> tuple[str, ...]:
        faults = check_envelope(row.envelope)
        if faults or row.kind is not LetterKind.PARTY or row.draft_id is None or row.dispute_id is None:
            return faults
        draft = await desk.store.draft(row.draft_id)
        file = await desk.file(row.dispute_id)
        if draft is None or row.envelope.reader != file.dispute.party(draft.reader).address:
            return (f"{row.envelope.reader} is no longer this party's address",)
        ids = heard(file, draft.reader)
        return guarded(row.envelope.content, draft, file.dispute, file.order, file.policy, ids)

    return look
