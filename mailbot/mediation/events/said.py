"""What the parties said, and what was read in it."""

from dataclasses import dataclass
from datetime import date, datetime

from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.intent import Intent
from mailbot.mediation.party import Side


@dataclass(frozen=True, slots=True)
class StatementMade:
    """A party wrote. Caucus, always."""

    at: datetime  # when our server received it
    side: Side
    message_id: str  # the store's id of the message
    words: str
    trust: Trust
    speaks: bool
    intents: tuple[Intent, ...]
    heat: int = 0
    language: str | None = None  # what it is written in


@dataclass(frozen=True, slots=True)
class MachineAnswered:
    """A party's machine wrote; it counts neither as an answer nor as silence."""

    at: datetime
    side: Side
    message_id: str
    kind: AutomaticKind
    until: date | None


@dataclass(frozen=True, slots=True)
class StrangerHeard:
    """Somebody we do not know wrote in a party's place; the mail was set aside, and the party is asked who it was."""

    at: datetime
    side: Side
    message_id: str
    address: str


@dataclass(frozen=True, slots=True)
class LanguageChosen:
    """A party asked for a language, or wrote mostly in it."""

    at: datetime
    side: Side
    language: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Marked:
    """An internal mark for the mediator: an announced chargeback, off-platform dealing, a threat. Never in a letter."""

    at: datetime
    side: Side
    kind: str
    message_id: str


@dataclass(frozen=True, slots=True)
class SuggestionMade:
    """A binding reading that does not bind by itself: the mediator confirms or dismisses it."""

    at: datetime
    number: int
    side: Side
    intent: Intent
    message_id: str
    reason: str  # why it does not bind: unproven sender, not plain, only informs
    follow_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SuggestionAnswered:
    """A mediator confirmed or dismissed a suggestion."""

    at: datetime
    number: int
    confirmed: bool
    by: str


Said = StatementMade | MachineAnswered | StrangerHeard | LanguageChosen | Marked | SuggestionMade | SuggestionAnswered
