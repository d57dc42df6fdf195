"""Raw mail -> parts one: headers, text, files, and what could not be read."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.mail import limits
from mailbot.mail.address import addresses
from mailbot.mail.body import Body
from mailbot.mail.headers import BARE_CR, Headers, block_end, read_headers
from mailbot.mail.message import RawMail
from mailbot.mail.message_id import ids_in
from mailbot.mail.mime import read_tree
from mailbot.mail.parsed import Parsed

SENT_TO = (
    "to",
    "cc",
    "bcc",
    "resent-to",
    "delivered-to",
    "x-original-to",
    "envelope-to",
    "x-envelope-to",
    "apparently-to",
    "x-delivered-to",
    "x-forwarded-to",
    "x-rcpt-to",
    "x-real-to",
)
ENVELOPE_TO = re.compile(r"\sfor\s{1,9}<([^<>\s]{3,320})>", re.IGNORECASE)  # RFC 5321 section 4.4
RECEIVED_LINES = 10  # the newest, in which the address it came to may stand
TOO_LONG = (
    f"The text of this mail is longer than {limits.LIMITS.text_letters:,} letters or {limits.LIMITS.text_lines:,} lines; "
    "only its beginning is shown."
)
READ_HEADERS_BYTES = 16 * 1024  # of a mail over the limits, for showing who seems to have written


def parse(raw: RawMail) -> Parsed:
    """Open a mail. Never raises: a mail over the limits comes back with its reason and only its first headers."""
    content = raw.content
    over = limits.exceeded(content)
    block = content[: block_end(content)]
    headers = read_headers(block[:READ_HEADERS_BYTES] if over else block)
    if headers.quarantine and not over:
        # Nothing here is believed; with other line ends a person can at least see what it seems to say.
        shown = BARE_CR.sub(b"\n", content)
        headers = replace(read_headers(shown[: block_end(shown)]), quarantine=headers.quarantine)
    else:
        shown = content
    parsed = _headed(content, headers)
    if over:
        return replace(parsed, problems=(*parsed.problems, over), quarantine=over)
    body = Body()
    tree = read_tree(shown)
    body.problems += tree.problems
    body.take(tree.root)
    text = limits.shortened(body.text)
    cut = TOO_LONG if body.cut or len(text) < len(body.text) else ""
    return replace(
        parsed,
        text=text,
        html="\n".join(body.pages),
        attachments=tuple(body.attachments),
        report=body.report,
        type=tree.root.type,
        problems=tuple(dict.fromkeys([*parsed.problems, *body.problems, *([cut] if cut else [])])),
        quarantine=parsed.quarantine or cut,
    )


def _headed(content: bytes, headers: Headers) -> Parsed:
    sent_to = [value for name in SENT_TO for value in headers.every(name)]
    sent_to += [hit[1] for value in headers.every("received")[:RECEIVED_LINES] if (hit := ENVELOPE_TO.search(value))]
    return Parsed(
        content=content,
        content_hash=hashlib.sha256(content).hexdigest(),
        headers=headers,
        message_id=next(iter(_ids(headers.every("message-id")[:1])), ""),
        in_reply_to=_ids(headers.every("in-reply-to")),
        references=_ids(headers.every("references")),
        recipients=tuple(dict.fromkeys(address for value in sent_to for address in addresses(value))),
        subject=headers.text("subject"),
        date=_date(headers.first("date")),
        problems=(*headers.faults, *([headers.quarantine] if headers.quarantine else [])),
        quarantine=headers.quarantine,
    )


def _ids(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for value in values for name in ids_in(value)))


def _date(value: str) -> datetime | None:
    try:
        date = parsedate_to_datetime(value[:200])
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
