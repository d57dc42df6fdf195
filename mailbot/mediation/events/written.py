"""Letters, from the order to the post."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.mediation.deadline import Deadline
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side


@dataclass(frozen=True, slots=True)
class LetterOrdered:
    """A letter is to be drafted; the mediator has the turn until it is sent or dropped."""

    at: datetime
    letter: Letter
    reader: Side
    why: tuple[str, ...]
    follow_up_at: datetime | None = None  # by when a mediator should have dealt with it


@dataclass(frozen=True, slots=True)
class LetterDropped:
    """A mediator rejected a draft, or it became pointless."""

    at: datetime
    letter: Letter
    reader: Side
    reason: str


@dataclass(frozen=True, slots=True)
class LetterSent:
    """The post took a letter. Its deadline, if it announces one, lives from here."""

    at: datetime
    letter: Letter
    reader: Side
    message_id: str
    draft_id: str
    text: str  # what the reader was told: for quotes, the guard and the record
    deadline: Deadline | None = None
    carried: tuple[str, ...] = ()  # "offer 2", "fact 1": what crossed with it


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A letter did not reach its reader."""

    at: datetime
    side: Side
    address: str
    hard: bool
    reason: str


Written = LetterOrdered | LetterDropped | LetterSent | DeliveryFailed
