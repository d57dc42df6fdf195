"""Approved words to outbox rows: the frozen bytes of one letter to one reader."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mailbot.flow.desk import Desk, File
from mailbot.mail.compose import Posted, compose
from mailbot.mail.envelope import Envelope, LetterKind, OutboxRow, SendState
from mailbot.mail.message_id import own_message_id
from mailbot.mail.token import reply_token, tagged
from mailbot.mediation.approval import Draft
from mailbot.mediation.party import Person
from mailbot.ports import AddToOutbox
from mailbot.steps.guard import guard

GIVE_UP_AFTER = timedelta(days=5)
REFERENCES_MAX = 10
BY_POLICY = "policy"  # who decided on a letter that goes by itself


@dataclass(frozen=True, slots=True)
class Thread:
    """The reader's own thread: what their mail program knows this letter by."""

    in_reply_to: str = ""
    references: tuple[str, ...] = ()


async def thread_of(desk: Desk, file: File, draft: Draft) -> Thread:
    """Collect Message-IDs of this reader's own mails and of our letters to them, never the other side's."""
    ids = [(letter.at, letter.message_id) for letter in file.dispute.letters if letter.reader is draft.reader]
    own = [statement for statement in file.dispute.statements if statement.side is draft.reader]
    for statement in own[-3:]:
        record = await desk.store.message(statement.message_id)
        if record is not None and record.message.message_id:
            ids.append((statement.at, record.message.message_id))
    known = tuple(id_ for _, id_ in sorted(ids))[-REFERENCES_MAX:]
    return Thread(known[-1] if known else "", known)


def letter_bytes(desk: Desk, draft: Draft, thread: Thread, at: datetime) -> tuple[str, bytes]:
    """Compose a draft's final bytes; return its Message-ID, fixed for this revision, and the bytes."""
    identity = desk.identity
    message_id = own_message_id(identity.keys, f"{draft.id}.{draft.revision}", identity.domain)
    token = reply_token(identity.keys, draft.dispute_id, draft.reader)
    posted = Posted(
        sender=identity.address,
        sender_name=identity.name,
        reply_to=tagged(identity.address, token) if identity.plus_addresses else identity.address,
        reader=draft.address,
        subject=draft.subject,
        text=draft.text,
        html=draft.html,
        message_id=message_id,
        in_reply_to=thread.in_reply_to,
        references=thread.references,
        date=at,
        language=draft.language,
        enclosures=draft.enclosures,
        automatic=draft.decided_by == BY_POLICY,
        loop_mark=identity.domain,
    )
    return message_id, compose(posted)


def party_row(desk: Desk, draft: Draft, message_id: str, content: bytes, not_before: datetime) -> OutboxRow:
    """Queue an approved letter, to leave once the hold is over."""
    return OutboxRow(
        id=desk.new_id(),
        kind=LetterKind.PARTY,
        client_id=draft.client_id,
        dispute_id=draft.dispute_id,
        draft_id=draft.id,
        envelope=Envelope(desk.identity.address, draft.address, message_id, content),
        state=SendState.QUEUED,
        not_before=not_before,
        expires_at=not_before + GIVE_UP_AFTER,
    )


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
    envelope = Envelope(identity.address, mail.to, message_id, compose(posted))
    return OutboxRow(
        id=id_,
        kind=LetterKind.INTERNAL,
        client_id=mail.client_id,
        dispute_id=mail.dispute_id,
        draft_id=None,
        envelope=envelope,
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
        if row.kind is not LetterKind.PARTY or row.draft_id is None or row.dispute_id is None:
            return ()
        draft = await desk.store.draft(row.draft_id)
        file = await desk.file(row.dispute_id)
        if draft is None or row.envelope.reader != file.dispute.party(draft.reader).address:
            return (f"{row.envelope.reader} is no longer this party's address",)
        if draft.let_pass_by:
            return ()
        return guard(row.envelope.content, file.dispute, draft.reader, allowed=allowed_names(file))

    return look


def allowed_names(file: File) -> tuple[str, ...]:
    """Return the names a letter may say to anybody: the client's own."""
    return (file.policy.name, file.policy.contacts.seller_name)
