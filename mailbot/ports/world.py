"""The world outside: time, mailbox, post, readers, letters, sheets."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mailbot.claims.claim import Claim
from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation
from mailbot.errors import RowFault
from mailbot.mail.clues import Clue
from mailbot.mail.envelope import Envelope, Receipt
from mailbot.mail.message import Message, RawMail
from mailbot.mediation.context import Context
from mailbot.mediation.decision import Plain
from mailbot.mediation.intent import Intent
from mailbot.mediation.letter import Letter


class Clock(Protocol):
    """The only reader of the time."""

    def now(self) -> datetime: ...  # aware, UTC


class Mailbox(Protocol):
    """One IMAP mailbox. Every call has its own deadline and raises TemporaryFailure or PermanentFailure."""

    @property
    def name(self) -> str: ...

    async def uidvalidity(self) -> int: ...

    async def uids_after(self, uid: int) -> tuple[int, ...]: ...

    async def fetch(self, uids: Sequence[int]) -> tuple[RawMail, ...]: ...  # at most 50

    async def mark(self, uids: Sequence[int]) -> None: ...  # as taken in; after the commit

    async def wait(self, seconds: float) -> bool: ...  # IDLE; True if something may have come

    async def close(self) -> None: ...


class Postman(Protocol):
    """Hands one envelope to SMTP. ``mark`` is awaited before DATA and commits; see design section 15."""

    async def post(self, envelope: Envelope, mark: Callable[[], Awaitable[None]]) -> Receipt: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Understood:
    """A message with its quotes known, and what its new words want."""

    message: Message
    intents: tuple[Intent, ...]
    claim: Claim | None = None  # from a claim sheet among the attachments, or the words
    sheet_faults: tuple[RowFault, ...] = ()


class Reader(Protocol):
    """Reads mail in worker processes with limits; never raises on a mail."""

    async def read(self, raw: RawMail) -> tuple[Message, tuple[Clue, ...]]: ...

    async def understand(self, message: Message, context: Context) -> Understood: ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """A letter's words."""

    subject: str
    text: str
    html: str
    template_hash: str


class Letters(Protocol):
    """Renders a letter in a language from one reader's view of plain values."""

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered: ...

    def languages(self) -> tuple[str, ...]: ...


class Sheets(Protocol):
    """Spreadsheets out and back."""

    def claim_sheet(self, order: Order, language: str) -> bytes: ...  # .xlsx

    def valuation_sheet(self, order: Order, valuation: Valuation, language: str) -> bytes: ...  # .xlsx, live formulas
