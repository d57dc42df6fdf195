"""Raw mail -> parts one: headers, text, files, and what could not be read."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mailbot.mail import html, limits
from mailbot.mail.address import addresses
from mailbot.mail.headers import BARE_CR, Headers, block_end, read_headers
from mailbot.mail.message import Attachment, RawMail
from mailbot.mail.message_id import ids_in
from mailbot.mail.mime import Part, file_name, read_tree
from mailbot.mail.parsed import Parsed, Report

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
UNSHOWN_STUB = re.compile(r"(?i)html|browser|view this|cannot display|no puede mostrar")
STUB_LETTERS = 300
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
    body = _Body()
    tree = read_tree(shown)
    body.problems += tree.problems
    body.take(tree.root)
    return replace(
        parsed,
        text=body.text,
        html="\n".join(body.pages),
        attachments=tuple(body.attachments),
        report=body.report,
        type=tree.root.type,
        problems=tuple(dict.fromkeys([*parsed.problems, *body.problems])),
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


@dataclass
class _Body:
    """What the walk over the parts gathers."""

    renders: bool = True  # whether pages are read as text
    texts: list[str] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    report: Report | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text in reading order."""
        return "\n\n".join(text.strip("\n") for text in self.texts if text.strip())

    def take(self, part: Part) -> None:
        """Add a part and what is in it."""
        if part.problem:
            self.problems.append(part.problem)
        if part.disposition == "attachment" and not part.type.startswith("multipart/"):
            self._file(part)
        elif part.type == "multipart/alternative":
            self._alternative(part)
        elif part.type == "multipart/report":
            self._report(part)
        elif part.type.startswith("multipart/"):
            self._multipart(part)
        elif part.type in {"text/plain", "text/html", "text/enriched"} and not (
            part.name and part.type != "text/plain"
        ):
            self._words(part)
        else:
            self._file(part)

    def _multipart(self, part: Part) -> None:
        if part.type == "multipart/encrypted":
            self.problems.append("The mail is encrypted; we cannot read it.")
        for child in part.children:
            self.take(child)

    def _words(self, part: Part) -> None:
        text, guessed = part.read()
        if guessed:
            self.problems.append("The letters of this mail were not declared rightly; some may be shown wrong.")
        if part.type == "text/html":
            self.pages.append(text)
            text = html.readable(text) if self.renders else ""
        self.texts.append(text)
        if part.name:
            self.attachments.append(Attachment(part.name, part.type, part.content, text))

    def _alternative(self, part: Part) -> None:
        """Take the text once; a page beside it is kept and only read if the text is none or a stub."""
        plain = next((child for child in part.children if _is_words(child, "text/plain")), None)
        words = plain.text.strip() if plain else ""
        options = [_Body(renders=len(words) < STUB_LETTERS) for _ in part.children]
        for option, child in zip(options, part.children, strict=True):
            option.take(child)
            self.pages += option.pages
            self.attachments += option.attachments
            self.report = self.report or option.report
            self.problems += option.problems
        rich = next((option for option in options if option.pages and option.text), None)
        if rich is not None and (not words or _is_stub(words, rich.text)):
            self.texts += rich.texts
        else:
            self.texts += next((option.texts for option in options if option.text), [])

    def _report(self, part: Part) -> None:
        machine = [child for child in part.children[1:] if child.type.startswith("message/") and not child.children]
        returned = [
            child for child in part.children[1:] if child.type in {"text/rfc822-headers", "message/rfc822-headers"}
        ]
        nested = [child for child in part.children[1:] if child.type in {"message/rfc822", "message/global"}]
        fields = "\n\n".join(child.text for child in machine if child not in returned)
        source = next((child.content for child in (*returned, *nested)), None)
        headers = read_headers(source[: block_end(source)][: limits.LIMITS.block_bytes]) if source else None
        self.report = Report(part.parameter("report-type").lower(), fields, headers)
        for child in part.children:
            self.take(child)

    def _file(self, part: Part) -> None:
        text, problem, name = "", "", part.name
        if part.type in {"message/rfc822", "message/global"} and part.children:
            name, text = self._nested(part)
        elif part.type.startswith("text/") or part.type.startswith("message/"):
            text = part.text if part.type != "text/html" else html.readable(part.text)
        elif part.type in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
            problem = "This mail is sealed with S/MIME; its content is inside this file."
        elif part.type in {"application/ms-tnef", "application/vnd.ms-tnef"} or name.lower() == "winmail.dat":
            name, problem = name or "winmail.dat", "Outlook packed the attachments of this mail into this file."
        if problem:
            self.problems.append(problem)
        kind = part.type.rpartition("/")[2]
        self.attachments.append(Attachment(name or f"unnamed.{kind}"[:60], part.type, part.content, text, problem))

    def _nested(self, part: Part) -> tuple[str, str]:
        inner = _Body()
        inner.take(part.children[0])
        headers = read_headers(part.content[: block_end(part.content)][: limits.LIMITS.block_bytes])
        self.attachments += inner.attachments
        top = [
            f"{title}: {headers.text(title.lower())}"
            for title in ("From", "Date", "Subject")
            if headers.text(title.lower())
        ]
        name = part.name or file_name(f"{headers.text('subject') or 'mail'}.eml")
        return name, "\n".join([*top, "", inner.text])


def _is_words(part: Part, type_: str) -> bool:
    return part.type == type_ and part.disposition != "attachment"


def _is_stub(plain: str, rich: str) -> bool:
    """Whether the plain alternative only says to look at the other one."""
    short = len(plain) < STUB_LETTERS and len(rich) > len(plain)
    return short and bool(UNSHOWN_STUB.search(plain))
