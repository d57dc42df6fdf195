"""What may be known about a writer before their words are read."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.claims.order import Order
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side


@dataclass(frozen=True, slots=True)
class SentText:
    """What we last told this party: for knowing our words in their quotes, and what an answer answers."""

    letter_id: str
    letter: Letter
    text: str


@dataclass(frozen=True, slots=True)
class Context:
    """What interpret may know besides the words."""

    side: Side | None = None
    sent: tuple[SentText, ...] = ()  # the newest first
    currency: str = "USD"
    languages: tuple[str, ...] = ("en", "es")
    skus: tuple[str, ...] = ()
    received_at: datetime | None = None
    order: Order | None = None  # whose claim sheet may be among the attachments
