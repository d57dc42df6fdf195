"""The world outside: time, mailbox, post, readers, worker processes."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

from mailbot.claims.claim import Claim
from mailbot.errors import RowFault
from mailbot.mail.clues import Clue
from mailbot.mail.envelope import Envelope, Receipt
from mailbot.mail.message import Message, RawMail
from mailbot.mediation.context import Context
from mailbot.mediation.intent import Intent

Result = TypeVar("Result")


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
class Limits:
    """What one task in a worker process may take."""

    cpu_seconds: float
    wall_seconds: float  # for what burns no CPU: a DNS server that does not answer
    memory_bytes: int


class Workers(Protocol):
    """Processes that run pure functions: ``task(what each worker has made once, *arguments)``."""

    async def run(self, task: Callable[..., Result], *arguments: object, size_bytes: int = 0) -> Result: ...

    # raises OverLimits; size_bytes: of what crosses, as far as it is much

    async def close(self) -> None: ...
