"""Fakes of the ports. Each keeps to its port; what it adds is for the test to arrange and to look at."""

from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation
from mailbot.errors import TemporaryFailure
from mailbot.mail.clues import Clue
from mailbot.mail.envelope import Envelope, Outcome, Receipt
from mailbot.mail.message import Message, RawMail
from mailbot.mediation.context import Context
from mailbot.mediation.decision import Plain
from mailbot.mediation.letter import Letter
from mailbot.ports import Rendered, Understood
from tests.make import NOW, message
from tests.memory_store import MemoryStore

__all__ = [
    "FakeClock",
    "FakeLetters",
    "FakeMailbox",
    "FakePostman",
    "FakeReader",
    "FakeSheets",
    "Faulty",
    "MemoryStore",
]


class FakeClock:
    """Time moves only when told to."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def forward(self, **span: float) -> datetime:
        self._now += timedelta(**span)
        return self._now

    def set(self, now: datetime) -> None:
        self._now = now


class FakeMailbox:
    """A mailbox in memory; ``receive`` puts a mail into it."""

    def __init__(self, name: str = "INBOX", uidvalidity: int = 1, clock: FakeClock | None = None) -> None:
        self.name = name
        self.mails: dict[int, RawMail] = {}
        self.marked: set[int] = set()
        self.closed = False
        self.fails: deque[Exception] = deque()  # raised by the next calls, one each
        self._uidvalidity = uidvalidity
        self._clock = clock or FakeClock()

    def receive(self, content: bytes, at: datetime | None = None) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = RawMail(self.name, self._uidvalidity, uid, at or self._clock.now(), content)
        return uid

    def renumber(self) -> None:
        """The server lost its UIDs: a new UIDVALIDITY, every mail counted anew."""
        self._uidvalidity += 1
        old = [self.mails[uid] for uid in sorted(self.mails)]
        self.mails = {
            uid: replace(mail, uid=uid, uidvalidity=self._uidvalidity) for uid, mail in enumerate(old, start=1)
        }
        self.marked = set()

    async def uidvalidity(self) -> int:
        self._maybe_fail()
        return self._uidvalidity

    async def uids_after(self, uid: int) -> tuple[int, ...]:
        self._maybe_fail()
        return tuple(sorted(known for known in self.mails if known > uid))

    async def fetch(self, uids: Sequence[int]) -> tuple[RawMail, ...]:
        assert len(uids) <= 50, "at most 50 in one fetch"
        self._maybe_fail()
        return tuple(self.mails[uid] for uid in uids if uid in self.mails)

    async def mark(self, uids: Sequence[int]) -> None:
        self._maybe_fail()
        self.marked.update(uids)

    async def wait(self, seconds: float) -> bool:
        self._maybe_fail()
        return bool(self.mails.keys() - self.marked)

    async def close(self) -> None:
        self.closed = True

    def _maybe_fail(self) -> None:
        if self.fails:
            raise self.fails.popleft()


class FakePostman:
    """Takes every envelope, unless ``receipts`` holds what to say to the next ones."""

    def __init__(self) -> None:
        self.posted: list[Envelope] = []  # all that reached DATA
        self.receipts: deque[Receipt | Exception] = deque()
        self.closed = False

    async def post(self, envelope: Envelope, mark: Callable[[], Awaitable[None]]) -> Receipt:
        said = self.receipts.popleft() if self.receipts else Receipt(Outcome.ACCEPTED, "250 2.0.0 queued as 1")
        if isinstance(said, Exception):
            raise said
        if said.outcome is Outcome.DEFERRED and not said.reply:
            return said  # no connection: never marked
        await mark()
        if said.outcome in (Outcome.ACCEPTED, Outcome.UNKNOWN):
            self.posted.append(envelope)
        return said

    async def close(self) -> None:
        self.closed = True


class FakeLetters:
    """A letter is its name and its view, so that tests see both."""

    def __init__(self) -> None:
        self.rendered: list[tuple[Letter, str, Mapping[str, Plain], str]] = []

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered:
        self.rendered.append((letter, language, view, client_id))
        text = "\n".join(f"{key}: {value}" for key, value in view.items() if value not in (None, (), ""))
        subject = f"[{view.get('dispute', '')}] {letter} {language}"
        return Rendered(subject, text, f"<pre>{text}</pre>", sha256(letter.encode()).hexdigest()[:12])

    def languages(self) -> tuple[str, ...]:
        return ("en", "es")


class FakeReader:
    """Reads what the test told it a mail says; any other mail is its own text."""

    def __init__(self) -> None:
        self.mails: dict[bytes, tuple[Message, tuple[Clue, ...]]] = {}
        self.meanings: dict[str, Understood] = {}  # by the message's new text
        self.asked: list[tuple[Message, Context]] = []
        self.closed = False

    async def read(self, raw: RawMail) -> tuple[Message, tuple[Clue, ...]]:
        text = raw.content.decode(errors="replace")
        read, clues = self.mails.get(raw.content, (message(text), ()))
        return replace(read, content_hash=sha256(raw.content).hexdigest()), clues

    async def understand(self, message: Message, context: Context) -> Understood:
        self.asked.append((message, context))
        known = self.meanings.get(message.new_text)
        return Understood(message, ()) if known is None else replace(known, message=message)

    async def close(self) -> None:
        self.closed = True


class FakeSheets:
    """Sheets of a few bytes that name what they are of."""

    def claim_sheet(self, order: Order, language: str) -> bytes:
        return f"claim sheet of {order.number} in {language}".encode()

    def valuation_sheet(self, order: Order, valuation: Valuation, language: str) -> bytes:
        return f"valuation of {order.number} in {language}: {valuation.total}".encode()


class Faulty:
    """Any port, whose call number ``at`` (counted from 1 over all its methods) fails with ``error``."""

    def __init__(self, port: Any, at: int, error: Exception | None = None) -> None:
        self._port, self._at = port, at
        self._error = error or TemporaryFailure("the test pulled the plug")
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._port, name)
        if not callable(real) or name.startswith("_"):
            return real

        async def maybe(*args: Any, **words: Any) -> Any:
            self.calls += 1
            if self.calls == self._at:
                raise self._error
            return await real(*args, **words)

        return maybe
