"""Where a mail belongs, and why."""

from dataclasses import dataclass
from enum import StrEnum

from mailbot.mail.clues import ClueKind
from mailbot.mediation.party import Side


@dataclass(frozen=True, slots=True)
class Found:
    """One clue, looked up: the dispute and side it names, and whether the sender is that side's address."""

    kind: ClueKind
    value: str
    dispute_id: str
    side: Side | None
    sender_is_party: bool  # the sender's address is on file for that side (or, with no side, for one side)
    speaks: bool  # ... and may bind
    order_number: str = ""  # that the dispute is about


class Place(StrEnum):
    """What is to be done with a mail."""

    PLACED = "placed"
    SUGGESTED = "suggested"  # one click of a mediator
    QUARANTINE = "quarantine"
    NEW_DISPUTE = "new_dispute"
    WHICH_ORDER = "which_order"
    NOTED = "noted"  # a machine's mail that belongs nowhere: kept, nothing follows


@dataclass(frozen=True, slots=True)
class Placement:
    """The conclusion and its reason in words."""

    place: Place
    why: str
    dispute_id: str | None = None
    side: Side | None = None
    order_number: str | None = None
    speaks: bool = False
