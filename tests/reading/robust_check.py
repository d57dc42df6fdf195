"""What must hold of any mail whatever, and the reading it is held against: the program's whole reader."""

import time
from dataclasses import dataclass, field
from unicodedata import category

from mailbot.adapters.reader import ReaderSettings, read_mail, understand_mail
from mailbot.mail.authentication import Trust, TrustSettings
from mailbot.mail.message import Message, RawMail
from mailbot.mail.signatures import signers
from mailbot.mail.token import Keys
from mailbot.mediation.context import Context, SentText
from mailbot.mediation.letter import Letter
from mailbot.ports import Understood
from tests import make
from tests.corpora.shelf import raw
from tests.reading.robust_mails import QUOTED

SERVER = "mx.ours.test"
SETTINGS = ReaderSettings(
    TrustSettings(SERVER), ("desk@mailbot.example",), Keys("k", {"k": b"0123456789abcdef0123456789abcdef"})
)
CONTEXT = Context(
    sent=(SentText("offer-1", Letter.OFFER_TO_BUYER, QUOTED.decode()),),
    skus=("TV-55",),
    received_at=make.NOW,
    order=make.order(),
)
SLOW_SECONDS = 5.0
KEY = b"v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQ=="


@dataclass
class Tally:
    """What came of many mails."""

    mails: int = 0
    faults: list[str] = field(default_factory=list)
    slowest_seconds: float = 0.0
    slowest: str = ""

    @property
    def quick(self) -> bool:
        """Whether none took too long."""
        return self.slowest_seconds <= SLOW_SECONDS

    def take(self, name: str, content: bytes, *, twice: bool = False) -> None:
        """Read a mail and remember what was wrong with that."""
        self.mails += 1
        began = time.process_time()  # what the worker's limit counts, and no neighbour on the machine changes
        fault = why_wrong(content)
        took = time.process_time() - began
        if took > self.slowest_seconds:
            self.slowest_seconds, self.slowest = took, name
        if not fault and twice:
            fault = "" if whole(content) == whole(content) else "is read differently the second time"
        if took > SLOW_SECONDS:
            fault = f"took {took:.1f} s. {fault}".rstrip()
        if fault:
            self.faults.append(f"{name}: {fault}")


def whole(content: bytes) -> Understood:
    """Read and understand a mail."""
    message, _ = read_mail(SETTINGS, raw(content))
    return understand_mail(SETTINGS, message, CONTEXT)


def why_wrong(content: bytes) -> str:
    """Say what is wrong with how a mail is read; "" if nothing. An exception is a fault as any other."""
    mail = raw(content)
    try:
        message, _ = read_mail(SETTINGS, mail)
        understood = understand_mail(SETTINGS, message, CONTEXT)
        if not message.quarantine:
            signers(content, lambda _: KEY)
    except Exception as trouble:  # noqa: BLE001 - that there is none is what is measured
        return _placed(trouble)
    return _broken(mail, message) or _broken(mail, understood.message)


def _placed(trouble: Exception) -> str:
    last = trouble.__traceback__
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    where = f"{last.tb_frame.f_code.co_filename.rpartition('/')[2]}:{last.tb_lineno}" if last else ""
    return f"{type(trouble).__name__} at {where}: {trouble}"[:300]


def _broken(mail: RawMail, message: Message) -> str:
    """Say which promise a message breaks."""
    broken = [said for said, holds in _promises(mail, message) if not holds]
    return "; ".join(broken)


def _promises(mail: RawMail, message: Message) -> list[tuple[str, bool]]:
    texts = [message.text, message.subject, message.html, *(part.text for part in message.attachments)]
    return [
        ("its spans do not cover its text", _covered(message)),
        ("a problem is no sentence", all(_is_said(problem) for problem in _said(message))),
        ("its quarantine is no problem", not message.quarantine or message.quarantine in message.problems),
        ("it is proven without our server's word", message.sender.trust is not Trust.PROVEN or _vouched(mail.content)),
        ("a text cannot be written as UTF-8", all(_is_text(text) for text in texts)),
        ("a file has no name", all(part.name.strip() and "/" not in part.name for part in message.attachments)),
        ("its date has no zone", message.date is None or message.date.tzinfo is not None),
        ("its hash is not its own", len(message.content_hash) == 64),
    ]


def _covered(message: Message) -> bool:
    at = 0
    for span in message.spans:
        if span.start != at or span.end <= span.start:
            return False
        at = span.end
    return at == len(message.text)


def _said(message: Message) -> list[str]:
    return [*message.problems, *(part.problem for part in message.attachments if part.problem), message.sender.reason]


def _is_said(problem: str) -> bool:
    """Whether it reads as words for a person: no empty one, no repr of an exception, no control letters."""
    plain = not any(category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in problem)
    return len(problem.split()) > 2 and plain and "Traceback" not in problem and "Error(" not in problem


def _is_text(text: str) -> bool:
    return not any("\ud800" <= letter <= "\udfff" for letter in text) and "\0" not in text


def _vouched(content: bytes) -> bool:
    """Whether our server's name and its "pass" stand in the mail at all: without them nobody is proven."""
    low = content.lower()
    return SERVER.encode() in low and b"dmarc" in low and b"pass" in low
