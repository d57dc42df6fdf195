"""Where the dispute stands, and what people on our side must do."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.mediation.party import AddressUse, Party, Side
from mailbot.mediation.phase import Outcome, Phase


@dataclass(frozen=True, slots=True)
class DisputeOpened:
    """A buyer's claim on an order became a dispute."""

    at: datetime
    dispute_id: str
    client_id: str
    order_number: str
    policy_version: str
    buyer: Party
    seller: Party
    mediator: str  # a person's id


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """The dispute moved on."""

    at: datetime
    phase: Phase
    cause: str
    clause: str = ""  # the policy's
    outcome: Outcome | None = None  # when it closes


class Rung(StrEnum):
    """The ladder of escalation, lowest first."""

    REMINDER = "reminder"
    LAST_REMINDER = "last_reminder"
    FINAL_NOTICE = "final_notice"
    MEDIATOR = "mediator"
    LEAD = "lead"
    ACCOUNT_MANAGER = "account_manager"


@dataclass(frozen=True, slots=True)
class Escalated:
    """Somebody further up must look, and why; if over a task nobody did: which, and when the next rung follows."""

    at: datetime
    rung: Rung
    reason: str
    task: int | None = None
    follow_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TaskRaised:
    """A person must do something that is no letter."""

    at: datetime
    number: int
    kind: str
    reason: str
    side: Side | None = None  # whom we owe it: their clock stands until it is done
    follow_up_at: datetime | None = None  # when somebody further up is told


@dataclass(frozen=True, slots=True)
class TaskDone:
    """It is done."""

    at: datetime
    number: int
    by: str


class Sorting(StrEnum):
    """What a person did with a mail that was set aside."""

    PLACED = "placed"
    ANSWERED = "answered"
    DISCARDED = "discarded"


@dataclass(frozen=True, slots=True)
class MailSorted:
    """A person dealt with a mail that was set aside and seemed to belong to this dispute."""

    at: datetime
    entry: str  # as `mailbot quarantine` lists it
    sorting: Sorting
    by: str
    sender: str  # the address it names as its own
    reason: str  # why it had been set aside
    side: Side | None = None  # whose it was taken for


@dataclass(frozen=True, slots=True)
class AddressSet:
    """A person put an address of a party on file, changed what it is good for, or took it off."""

    at: datetime
    side: Side
    address: str
    use: AddressUse
    by: str
    reason: str


Moved = DisputeOpened | PhaseEntered | Escalated | TaskRaised | TaskDone | MailSorted | AddressSet
