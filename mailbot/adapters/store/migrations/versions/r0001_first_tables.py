"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make them all."""
    for make in (
        _mailboxes,
        _raw_mails,
        _messages,
        _attachments,
        _quarantine,
        _asked_senders,
        _orders,
        _order_buyers,
        _disputes,
        _events,
        _reply_tokens,
        _drafts,
        _enclosures,
        _tokens,
        _outbox,
    ):
        make()


def _mailboxes() -> None:
    op.create_table(
        "mailboxes",
        sa.Column("mailbox", sa.String(500), primary_key=True),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
    )


def _raw_mails() -> None:
    op.create_table(
        "raw_mails",
        sa.Column("id", _NUMBER, primary_key=True),
        sa.Column("mailbox", sa.String(500), nullable=False),
        sa.Column("uidvalidity", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.BigInteger(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.UniqueConstraint("mailbox", "uidvalidity", "uid"),
    )
    op.create_index("ix_raw_mails_mailbox_sha256", "raw_mails", ["mailbox", "sha256"])
    _partial("ix_raw_mails_waiting", "raw_mails", ["id"], "state IN ('waiting')")


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("raw_id", _NUMBER, sa.ForeignKey("raw_mails.id"), nullable=False),
        sa.Column("client_id", sa.String(100)),
        sa.Column("dispute_id", sa.String(100)),
        sa.Column("side", sa.String(100)),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("message_id", sa.String(500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_messages_dispute_id_received_at", "messages", ["dispute_id", "received_at"])
    op.create_index("ix_messages_message_id", "messages", ["message_id"])
    op.create_index("ix_messages_raw_id", "messages", ["raw_id"])
    op.create_index("ix_messages_received_at", "messages", ["received_at"])


def _attachments() -> None:
    op.create_table(
        "attachments",
        sa.Column("message_id", sa.String(100), sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("client_id", sa.String(100)),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )


def _quarantine() -> None:
    op.create_table(
        "quarantine",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("raw_id", _NUMBER, sa.ForeignKey("raw_mails.id"), nullable=False),
        sa.Column("client_id", sa.String(100)),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("suggested_dispute", sa.String(100)),
        sa.Column("suggested_side", sa.String(100)),
        sa.Column("resolved_by", sa.String(100), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("resolution", sa.Text(), nullable=False),
    )
    _partial("ix_quarantine_open", "quarantine", ["suggested_dispute"], "resolved_by IN ('')")


def _asked_senders() -> None:
    op.create_table(
        "asked_senders",
        sa.Column("address", sa.String(500), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _orders() -> None:
    op.create_table(
        "orders",
        sa.Column("client_id", sa.String(100), primary_key=True),
        sa.Column("number", sa.String(500), primary_key=True),
        sa.Column("number_key", sa.String(500), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("manifest", sa.Text(), nullable=False),
    )
    op.create_index("ix_orders_number_key", "orders", ["number_key"])


def _order_buyers() -> None:
    op.create_table(
        "order_buyers",
        sa.Column("address", sa.String(500), primary_key=True),
        sa.Column("client_id", sa.String(100), primary_key=True),
        sa.Column("number", sa.String(500), primary_key=True),
        sa.ForeignKeyConstraint(["client_id", "number"], ["orders.client_id", "orders.number"], ondelete="CASCADE"),
    )
    op.create_index("ix_order_buyers_client_id_number", "order_buyers", ["client_id", "number"])


def _disputes() -> None:
    op.create_table(
        "disputes",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("id_key", sa.String(500), nullable=False),
        sa.Column("client_id", sa.String(100), nullable=False),
        sa.Column("order_number", sa.String(500), nullable=False),
        sa.Column("order_key", sa.String(500), nullable=False),
        sa.Column("phase", sa.String(100), nullable=False),
        sa.Column("outcome", sa.String(100)),
        sa.Column("waiting_on", sa.Text(), nullable=False),
        sa.Column("next_due_at", sa.DateTime(timezone=True)),
        sa.Column("mediator", sa.String(100), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("log_hash", sa.String(64), nullable=False),
        sa.Column("buyer", sa.Text(), nullable=False),
        sa.Column("seller", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.Text(), nullable=False),
    )
    op.create_index("ix_disputes_client_id_opened_at", "disputes", ["client_id", "opened_at"])
    _partial("ix_disputes_due", "disputes", ["next_due_at", "id"], "next_due_at IS NOT NULL")
    op.create_index("ix_disputes_id_key", "disputes", ["id_key"])
    op.create_index("ix_disputes_order_key", "disputes", ["order_key"])
    _partial("uq_disputes_open", "disputes", ["client_id", "order_number"], "(phase NOT IN ('closed'))", unique=True)


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("dispute_id", sa.String(100), sa.ForeignKey("disputes.id"), primary_key=True),
        sa.Column("sequence", sa.Integer(), primary_key=True),
        sa.Column("client_id", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )


def _reply_tokens() -> None:
    op.create_table(
        "reply_tokens",
        sa.Column("token", sa.String(500), primary_key=True),
        sa.Column("client_id", sa.String(100)),
        sa.Column("dispute_id", sa.String(100), sa.ForeignKey("disputes.id"), nullable=False),
        sa.Column("side", sa.String(100), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("client_id", sa.String(100), nullable=False),
        sa.Column("dispute_id", sa.String(100), sa.ForeignKey("disputes.id")),
        sa.Column("reader", sa.String(100), nullable=False),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(100), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("let_pass_by", sa.String(100), nullable=False),
        sa.Column("let_pass_reason", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
    )
    op.create_index("ix_drafts_dispute_id", "drafts", ["dispute_id"])
    _partial("ix_drafts_pending", "drafts", ["created_at"], "state IN ('pending')")


def _enclosures() -> None:
    op.create_table(
        "enclosures",
        sa.Column("draft_id", sa.String(100), primary_key=True),
        sa.Column("revision", sa.Integer(), primary_key=True),
        sa.Column("position", sa.Integer(), primary_key=True),
        sa.Column("client_id", sa.String(100), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id", "revision"], ["drafts.id", "drafts.revision"]),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("token_hash", sa.String(200), primary_key=True),
        sa.Column("client_id", sa.String(100)),
        sa.Column("draft_id", sa.String(100), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.String(200), nullable=False),
        sa.Column("person_id", sa.String(100), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("burned_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_tokens_draft_id", "tokens", ["draft_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(100), primary_key=True),
        sa.Column("kind", sa.String(100), nullable=False),
        sa.Column("client_id", sa.String(100), nullable=False),
        sa.Column("dispute_id", sa.String(100), sa.ForeignKey("disputes.id")),
        sa.Column("draft_id", sa.String(100)),
        sa.Column("state", sa.String(100), nullable=False),
        sa.Column("not_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True)),
        sa.Column("marked_at", sa.DateTime(timezone=True)),
        sa.Column("expires_at", sa.DateTime(timezone=True)),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("message_id", sa.String(500), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_outbox_dispute_id", "outbox", ["dispute_id"])
    _partial("uq_outbox_draft_id", "outbox", ["draft_id"], "state NOT IN ('withdrawn')", unique=True)
    _partial("ix_outbox_held", "outbox", ["lease_until"], "state IN ('claimed')")
    _partial("ix_outbox_marked", "outbox", ["not_before"], "state IN ('marked')")
    op.create_index("ix_outbox_message_id", "outbox", ["message_id"])
    _partial("ix_outbox_to_send", "outbox", ["not_before"], "state IN ('queued', 'deferred')")


def _partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
