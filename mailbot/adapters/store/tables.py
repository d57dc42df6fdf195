"""The tables. ``client_id`` stands on every row that belongs to a client; large columns stand last."""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    literal_column,
)

from mailbot.adapters.store.columns import Folded, Key, Moment, Packed, Words

metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_N_name)s"})


def _partial(name: str, where: ColumnElement[bool], *columns: Column[Any], unique: bool = False) -> Index:
    """Index only the rows a loop asks for; its cost does not grow with those done."""
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


def _literally(*words: str) -> list[ColumnElement[str]]:
    """SQLite uses a partial index only where the question repeats its words, not a parameter."""
    return [literal_column(f"'{word}'", String) for word in words]


Name = String(100)  # our own ids, and the words of closed lists
Number = BigInteger().with_variant(Integer, "sqlite")  # only INTEGER counts by itself there


# --- mail

mailboxes = Table(
    "mailboxes",
    metadata,
    Column("mailbox", Key, primary_key=True),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
)

raw_mails = Table(
    "raw_mails",
    metadata,
    Column("id", Number, primary_key=True),
    Column("mailbox", Key, nullable=False),
    Column("uidvalidity", BigInteger, nullable=False),
    Column("uid", BigInteger, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("state", Name, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("reason", Words, nullable=False),
    Column("content", Packed, nullable=False),
    UniqueConstraint("mailbox", "uidvalidity", "uid"),
    Index("ix_raw_mails_mailbox_sha256", "mailbox", "sha256"),
)
WAITING = raw_mails.c.state.in_(_literally("waiting"))
_partial("ix_raw_mails_waiting", WAITING, raw_mails.c.id)

messages = Table(
    "messages",
    metadata,
    Column("id", Name, primary_key=True),
    Column("raw_id", Number, ForeignKey("raw_mails.id"), nullable=False, index=True),
    Column("client_id", Name),
    Column("dispute_id", Name),
    Column("side", Name),
    Column("received_at", Moment, nullable=False, index=True),
    Column("message_id", Key, nullable=False, index=True),
    Column("body", Words, nullable=False),
    Index("ix_messages_dispute_id_received_at", "dispute_id", "received_at"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("message_id", Name, ForeignKey("messages.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("client_id", Name),
    Column("name", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("problem", Words, nullable=False),
    Column("text", Words, nullable=False),
    Column("content", Packed, nullable=False),
)

quarantine = Table(
    "quarantine",
    metadata,
    Column("id", Name, primary_key=True),
    Column("raw_id", Number, ForeignKey("raw_mails.id"), nullable=False),
    Column("client_id", Name),
    Column("at", Moment, nullable=False),
    Column("reason", Words, nullable=False),
    Column("sender", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("suggested_dispute", Name),
    Column("suggested_side", Name),
    Column("resolved_by", Name, nullable=False),
    Column("resolved_at", Moment),
    Column("resolution", Words, nullable=False),
)
UNRESOLVED = quarantine.c.resolved_by.in_(_literally(""))
_partial("ix_quarantine_open", UNRESOLVED, quarantine.c.suggested_dispute)

asked_senders = Table(
    "asked_senders",
    metadata,
    Column("address", Folded, primary_key=True),
    Column("at", Moment, nullable=False),
)


# --- orders

orders = Table(
    "orders",
    metadata,
    Column("client_id", Name, primary_key=True),
    Column("number", Key, primary_key=True),
    Column("number_key", Folded, nullable=False, index=True),
    Column("body", Words, nullable=False),
    Column("manifest", Words, nullable=False),  # all lines in one value: read with every mail, as rows 15 times slower
)

order_buyers = Table(
    "order_buyers",
    metadata,
    Column("address", Folded, primary_key=True),
    Column("client_id", Name, primary_key=True),
    Column("number", Key, primary_key=True),
    ForeignKeyConstraint(["client_id", "number"], ["orders.client_id", "orders.number"], ondelete="CASCADE"),
    Index("ix_order_buyers_client_id_number", "client_id", "number"),
)


# --- disputes

disputes = Table(
    "disputes",
    metadata,
    Column("id", Name, primary_key=True),
    Column("id_key", Folded, nullable=False, index=True),
    Column("client_id", Name, nullable=False),
    Column("order_number", Key, nullable=False),
    Column("order_key", Folded, nullable=False, index=True),
    Column("phase", Name, nullable=False),
    Column("outcome", Name),
    Column("waiting_on", Words, nullable=False),
    Column("next_due_at", Moment),
    Column("mediator", Name, nullable=False),
    Column("opened_at", Moment, nullable=False),
    Column("changed_at", Moment),
    Column("version", Integer, nullable=False),
    Column("log_hash", String(64), nullable=False),
    Column("buyer", Words, nullable=False),
    Column("seller", Words, nullable=False),
    Column("snapshot", Words, nullable=False),
    Index("ix_disputes_client_id_opened_at", "client_id", "opened_at"),
)
OPEN = disputes.c.phase.not_in(_literally("closed"))
_partial("uq_disputes_open", OPEN, disputes.c.client_id, disputes.c.order_number, unique=True)
_partial("ix_disputes_due", disputes.c.next_due_at.is_not(None), disputes.c.next_due_at, disputes.c.id)

events = Table(
    "events",
    metadata,
    Column("dispute_id", Name, ForeignKey("disputes.id"), primary_key=True),
    Column("sequence", Integer, primary_key=True),
    Column("client_id", Name, nullable=False),
    Column("at", Moment, nullable=False),
    Column("kind", Name, nullable=False),
    Column("hash", String(64), nullable=False),
    Column("body", Words, nullable=False),
)

reply_tokens = Table(
    "reply_tokens",
    metadata,
    Column("token", Folded, primary_key=True),
    Column("client_id", Name),
    Column("dispute_id", Name, ForeignKey("disputes.id"), nullable=False),
    Column("side", Name, nullable=False),
    Column("at", Moment, nullable=False),
)


# --- letters

drafts = Table(
    "drafts",
    metadata,
    Column("id", Name, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("client_id", Name, nullable=False),
    Column("dispute_id", Name, ForeignKey("disputes.id"), index=True),
    Column("reader", Name, nullable=False),
    Column("state", Name, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("decided_by", Name, nullable=False),
    Column("decided_at", Moment),
    Column("reason", Words, nullable=False),
    Column("let_pass_by", Name, nullable=False),
    Column("let_pass_reason", Words, nullable=False),
    Column("body", Words, nullable=False),
)
PENDING = drafts.c.state.in_(_literally("pending"))
_partial("ix_drafts_pending", PENDING, drafts.c.created_at)

enclosures = Table(
    "enclosures",
    metadata,
    Column("draft_id", Name, primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("client_id", Name, nullable=False),
    Column("name", Words, nullable=False),
    Column("type", Words, nullable=False),
    Column("content", Packed, nullable=False),
    ForeignKeyConstraint(["draft_id", "revision"], ["drafts.id", "drafts.revision"]),
)

tokens = Table(
    "tokens",
    metadata,
    Column("token_hash", String(200), primary_key=True),
    Column("client_id", Name),
    Column("draft_id", Name, nullable=False, index=True),
    Column("revision", Integer, nullable=False),
    Column("content_hash", String(200), nullable=False),
    Column("person_id", Name, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("burned_at", Moment),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Name, primary_key=True),
    Column("kind", Name, nullable=False),
    Column("client_id", Name, nullable=False),
    Column("dispute_id", Name, ForeignKey("disputes.id"), index=True),
    Column("draft_id", Name),
    Column("state", Name, nullable=False),
    Column("not_before", Moment, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("lease_until", Moment),
    Column("fence", Integer, nullable=False),
    Column("moved_at", Moment),
    Column("marked_at", Moment),
    Column("expires_at", Moment),
    Column("sender", Words, nullable=False),
    Column("reader", Words, nullable=False),
    Column("message_id", Key, nullable=False, index=True),
    Column("reply", Words, nullable=False),
    Column("content", Packed, nullable=False),
)
TO_SEND = outbox.c.state.in_(_literally("queued", "deferred"))
HELD = outbox.c.state.in_(_literally("claimed"))
_partial("uq_outbox_draft_id", outbox.c.state.notin_(_literally("withdrawn")), outbox.c.draft_id, unique=True)
_partial("ix_outbox_to_send", TO_SEND, outbox.c.not_before)
_partial("ix_outbox_held", HELD, outbox.c.lease_until)
_partial("ix_outbox_marked", outbox.c.state.in_(_literally("marked")), outbox.c.not_before)
