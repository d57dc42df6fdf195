"""Mail read in worker processes with limits: a hostile one costs a worker its life, never the program."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial

import dns.exception
import dns.resolver

from mailbot.claims.returned import returned_sheet
from mailbot.errors import OverLimits
from mailbot.mail import clues as gathering
from mailbot.mail.authentication import Sender, Trust, TrustSettings
from mailbot.mail.clues import Clue
from mailbot.mail.headers import block_end
from mailbot.mail.message import Message, RawMail
from mailbot.mail.message_id import is_own
from mailbot.mail.recall import Sent
from mailbot.mail.signatures import signers
from mailbot.mail.table import is_sheet
from mailbot.mail.token import Keys
from mailbot.mediation.context import Context
from mailbot.ports import Limits, Understood, Workers
from mailbot.steps.authenticate import authenticate
from mailbot.steps.classify import classify
from mailbot.steps.interpret import heat_of, interpret, language_of
from mailbot.steps.parse import parse
from mailbot.steps.unquote import unquote

LIMITS = Limits(cpu_seconds=5.0, wall_seconds=30.0, memory_bytes=512 * 1024 * 1024)
LOOKUP_SECONDS = 2.0
WARM_UP = (
    b"From: a@b.test\r\nSubject: =?utf-8?q?=C3=A9?=\r\nContent-Type: text/html\r\n\r\n<p>Some words to begin with</p>"
)


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What reading needs to know of us; crosses into the workers."""

    trust: TrustSettings
    addresses: tuple[str, ...] = ()  # ours, without tags
    keys: Keys | None = field(default=None, repr=False)  # None: no clue is looked for


def read_mail(settings: ReaderSettings, raw: RawMail) -> tuple[Message, tuple[Clue, ...]]:
    """Open a mail, judge its sender, tell machines from people and new words from old."""
    parsed = parse(raw)
    # Of a mail over the limits only its first headers were read; no library is to take it apart for a signature.
    signed = None if parsed.quarantine else partial(signers, parsed.content, _text_record)
    sender = authenticate(parsed.headers, settings.trust, signed)
    automatic, bounces = classify(parsed, sender.address, settings.addresses)
    message = Message(
        content_hash=parsed.content_hash,
        message_id=parsed.message_id,
        in_reply_to=parsed.in_reply_to,
        references=parsed.references,
        sender=sender,
        recipients=parsed.recipients,
        subject=parsed.subject,
        date=parsed.date,
        text=parsed.text,
        spans=unquote(parsed.text),
        html=parsed.html,
        attachments=parsed.attachments,
        automatic=automatic,
        bounces=bounces,
        problems=parsed.problems,
        quarantine=parsed.quarantine,
        ours=settings.keys is not None and is_own(settings.keys, parsed.message_id),
    )
    return message, gathering.clues(message, settings.keys, settings.addresses) if settings.keys else ()


def understand_mail(_: ReaderSettings, message: Message, context: Context) -> Understood:
    """Read the new words again, now that we know what we had sent, and say what they want."""
    sent = [Sent(letter.letter_id, letter.text) for letter in context.sent]
    message = replace(message, spans=unquote(message.text, sent)) if sent else message
    message = replace(message, language=language_of(message.new_text), heat=heat_of(message.new_text))
    if context.order is None:
        return Understood(message, interpret(message, context))
    claim, faults, problems = returned_sheet(message.attachments, context.order)
    message = replace(message, problems=(*message.problems, *problems))
    return Understood(message, interpret(message, context), claim, faults)


class InlineReader:
    """Reads in this process, without limits: for one mail at the command line, and for tests."""

    def __init__(self, settings: ReaderSettings) -> None:
        self._settings = settings

    async def read(self, raw: RawMail) -> tuple[Message, tuple[Clue, ...]]:
        """Read a mail and gather where it may belong."""
        return read_mail(self._settings, raw)

    async def understand(self, message: Message, context: Context) -> Understood:
        """Say what a message wants."""
        return understand_mail(self._settings, message, context)

    async def close(self) -> None:
        """Nothing to close."""


class WorkerReader:
    """Reads in worker processes. A mail that kills its worker comes back as a message with that as its problem."""

    def __init__(self, workers: Workers) -> None:
        """Read with workers that have ReaderSettings."""
        self._workers = workers

    async def read(self, raw: RawMail) -> tuple[Message, tuple[Clue, ...]]:
        """Read a mail and gather where it may belong."""
        try:
            return await self._workers.run(read_mail, raw, size_bytes=len(raw.content))
        except OverLimits as trouble:
            reason = f"Reading this mail took more than it may ({trouble}); it is kept whole, unread."
        # What stands in its header block may still be readable, so that a person sees whose mail it is.
        head = replace(raw, content=raw.content[: block_end(raw.content)])
        try:
            message, _ = await self._workers.run(read_mail, head)
        except OverLimits:
            message = _unread()
        content_hash = hashlib.sha256(raw.content).hexdigest()
        return replace(message, content_hash=content_hash, problems=(reason,), quarantine=reason, automatic=None), ()

    async def understand(self, message: Message, context: Context) -> Understood:
        """Say what a message wants."""
        try:
            light = _lightened(message)
            size_bytes = sum(part.size_bytes for part in light.attachments)
            understood = await self._workers.run(understand_mail, light, context, size_bytes=size_bytes)
        except OverLimits as trouble:
            reason = f"Understanding this mail took more than it may ({trouble})."
            return Understood(replace(message, problems=(*message.problems, reason), quarantine=reason), ())
        return replace(
            understood, message=replace(understood.message, html=message.html, attachments=message.attachments)
        )

    async def close(self) -> None:
        """End the workers."""
        await self._workers.close()


def begin_reading(settings: ReaderSettings) -> ReaderSettings:
    """Load everything before the first mail."""
    message, _ = read_mail(settings, RawMail("", 0, 0, datetime.fromtimestamp(0, UTC), WARM_UP))
    understand_mail(settings, message, Context())
    return settings


def _unread() -> Message:
    nobody = Sender("", "", Trust.UNPROVEN, "The mail could not be read.")
    return Message("", "", (), (), nobody, (), "", None, "", ())


def _lightened(message: Message) -> Message:
    """Leave behind what is not needed to understand: photos and pages; spreadsheets may be claim sheets."""
    bare = tuple(part if is_sheet(part) else replace(part, content=b"") for part in message.attachments)
    return replace(message, html="", attachments=bare)


def _text_record(name: str) -> bytes | None:
    try:
        answer = dns.resolver.resolve(name, "TXT", lifetime=LOOKUP_SECONDS)
    except dns.exception.DNSException:
        return None
    return b"".join(next(iter(answer)).strings)
