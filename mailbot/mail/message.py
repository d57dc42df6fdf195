"""Mail as the mailbox holds it, and what we read from it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.mail.authentication import Sender
from mailbot.mail.automatic import Automatic
from mailbot.mail.bounce import Bounced
from mailbot.mail.files.kinds import FileKind
from mailbot.mail.files.photo import Picture


@dataclass(frozen=True, slots=True)
class RawMail:
    """Bytes in a mailbox, with where they were found."""

    mailbox: str
    uidvalidity: int
    uid: int
    received_at: datetime  # INTERNALDATE, aware
    content: bytes = field(repr=False)
    id: int = 0  # the store's number once it is kept


class SpanKind(StrEnum):
    """What a stretch of a mail's text is."""

    NEW = "new"
    QUOTED = "quoted"
    SIGNATURE = "signature"
    DISCLAIMER = "disclaimer"
    FORWARDED = "forwarded"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch ``text[start:end]`` and what it is; of which letter of ours, if a quote of one."""

    kind: SpanKind
    start: int
    end: int
    letter_id: str | None = None


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part that came as a file, or a part we could not open."""

    name: str
    type: str
    content: bytes = field(repr=False)
    text: str = ""  # what could be read of it
    problem: str = ""  # why it, or a part of it, could not be read; a refusal or words of its own
    kind: FileKind = FileKind.OTHER
    picture: Picture | None = None  # of a photo
    pages: int = 0  # of a PDF
    inside: str = ""  # the mail, archive or package it came in; "" if it came by itself

    @property
    def size_bytes(self) -> int:
        """Decoded size."""
        return len(self.content)

    @property
    def trouble(self) -> str:
        """Say what could not be read, as a problem of the mail; "" if nothing."""
        return f"{self.name} could not be read: {self.problem}." if self.problem else ""


@dataclass(frozen=True, slots=True)
class Message:
    """All we read from one mail. Never raises, never loses: what cannot be read is a problem in words."""

    content_hash: str  # sha256 of the raw bytes, hex
    message_id: str  # canonical, without brackets; "" if none
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: Sender
    recipients: tuple[str, ...]  # every address it was sent to, lower case: To, Cc, Delivered-To, X-Original-To ...
    subject: str
    date: datetime | None  # as the sender says
    text: str  # the whole readable text
    spans: tuple[Span, ...]  # cover ``text`` without gap
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic | None = None
    bounces: tuple[Bounced, ...] = ()
    language: str | None = None
    heat: int = 0  # 0 calm to 3 furious
    problems: tuple[str, ...] = ()
    quarantine: str = ""  # why the mail must be looked at by a person before anything follows; "" if not
    ours: bool = False  # carries our own signed Message-ID as its own: our mail come back

    def words(self, kind: SpanKind) -> str:
        """All text of one kind, joined."""
        return "".join(self.text[span.start : span.end] for span in self.spans if span.kind is kind)

    @property
    def new_text(self) -> str:
        """What the writer wrote new."""
        return self.words(SpanKind.NEW).strip()
