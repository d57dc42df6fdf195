"""Buyers and sellers of the demonstration: they read their mailbox and answer as people do."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

Reply = Callable[["Actor", EmailMessage], EmailMessage | None]

AFTER_HOURS = timedelta(hours=2)


@dataclass(slots=True)
class Actor:
    """Somebody with a mailbox and a part to play: the n-th letter gets the n-th reply, None is silence."""

    name: str
    address: str
    replies: list[Reply | None]
    opening: EmailMessage | None = None
    seen: int = 0
    thinks: timedelta = AFTER_HOURS  # how long they take to answer
    sent: list[str] = field(default_factory=list)

    def next_reply(self, letters: list[bytes]) -> EmailMessage | None:
        """Read the next letter that was not seen yet and return the answer to it."""
        while self.seen < len(letters):
            letter = message_from_bytes(letters[self.seen], policy=policy.default)
            assert isinstance(letter, EmailMessage)
            reply = self.replies[self.seen] if self.seen < len(self.replies) else None
            self.seen += 1
            answer = reply(self, letter) if reply is not None else None
            if answer is not None:
                return answer
        return None


def writes(name: str, address: str, to: str, subject: str, text: str) -> EmailMessage:
    """Write a new mail."""
    mail = EmailMessage()
    mail["From"] = f"{name} <{address}>"
    mail["To"] = to
    mail["Subject"] = subject
    mail.set_content(text)
    return mail


def answers(
    words: str, *, below: bool = False, attach: Callable[[EmailMessage, EmailMessage], None] | None = None
) -> Reply:
    """Answer with some words, above the quote or (as some phones do) below it."""

    def reply(actor: Actor, letter: EmailMessage) -> EmailMessage:
        mail = writes(actor.name, actor.address, str(letter["Reply-To"]), f"Re: {letter['Subject']}", "")
        mail["In-Reply-To"] = str(letter["Message-ID"])
        mail["References"] = " ".join(f"{letter['References'] or ''} {letter['Message-ID']}".split())
        body = letter.get_body(("plain",))
        told = body.get_content() if body is not None else ""
        quote = "\n".join(f"> {line}" for line in told.splitlines())
        heading = f"On {letter['Date']}, Dispute desk wrote:"
        mail.set_content(f"{heading}\n{quote}\n\n{words}\n" if below else f"{words}\n\n{heading}\n{quote}\n")
        if attach is not None:
            attach(letter, mail)
        return mail

    return reply


def stamped(mail: EmailMessage, at: datetime, number: int) -> EmailMessage:
    """Give a mail its date and its Message-ID, as a mail program does."""
    del mail["Date"], mail["Message-ID"]
    mail["Date"] = at
    mail["Message-ID"] = f"<{at:%Y%m%d%H%M%S}.{number}@{str(mail['From']).rpartition('@')[2].strip('> ')}>"
    return mail
