"""A mail taken apart: what the later steps look at before it becomes a Message."""

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.mail.headers import Headers
from mailbot.mail.message import Attachment


@dataclass(frozen=True, slots=True)
class Report:
    """The machine-readable parts of a report (RFC 6522)."""

    type: str  # report-type: delivery-status, disposition-notification, feedback-report ...
    fields: str = ""  # message/delivery-status and its kin, as text
    returned: Headers | None = None  # of the mail it speaks of


@dataclass(frozen=True, slots=True)
class Parsed:
    """Headers, texts and files of one mail."""

    content: bytes = field(repr=False)
    content_hash: str
    headers: Headers
    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    recipients: tuple[str, ...]
    subject: str
    date: datetime | None
    text: str = ""
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    report: Report | None = None
    type: str = "text/plain"  # of the whole
    problems: tuple[str, ...] = ()
    quarantine: str = ""
