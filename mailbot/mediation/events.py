"""What happened in a dispute: a closed union of frozen values. The log of these is the dispute."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from mailbot.claims.claim import Claim
from mailbot.claims.valuation import Valuation
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.intent import Intent
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import Offer, Terms
from mailbot.mediation.party import Party, Side
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


@dataclass(frozen=True, slots=True)
class MachineAnswered:
    """A party's machine wrote; it counts neither as an answer nor as silence."""

    at: datetime
    side: Side
    message_id: str
    kind: AutomaticKind
    until: date | None


@dataclass(frozen=True, slots=True)
class ClaimStated:
    """The buyer said what is wrong; replaces what was said before."""

    at: datetime
    claim: Claim
    message_id: str


@dataclass(frozen=True, slots=True)
class EvidenceReceived:
    """A party sent something that shows what happened."""

    at: datetime
    side: Side
    message_id: str
    item: str  # a key of policy.evidence[...].required, or "other"
    file_name: str
    file_sha256: str


@dataclass(frozen=True, slots=True)
class ClaimValued:
    """The claim was reckoned under the policy."""

    at: datetime
    valuation: Valuation


@dataclass(frozen=True, slots=True)
class FactStated:
    """Something a party told us that might be carried across."""

    at: datetime
    number: int
    side: Side
    words: str  # exactly what would be carried
    message_id: str


@dataclass(frozen=True, slots=True)
class FactReleased:
    """Its owner let a fact be carried: who, which words exactly, when, by which message."""

    at: datetime
    number: int
    side: Side
    words: str
    message_id: str
    basis: str  # "answered the release request", "answered a letter that says it is carried", "claim lines"


@dataclass(frozen=True, slots=True)
class FactWithheld:
    """Its owner said no."""

    at: datetime
    number: int
    side: Side
    message_id: str


@dataclass(frozen=True, slots=True)
class OfferMade:
    """A party proposed to settle."""

    at: datetime
    offer: Offer


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """A party accepted: an offer, or (number None) the policy value put to it."""

    at: datetime
    side: Side
    number: int | None
    message_id: str


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    """A party said no to what was put to it."""

    at: datetime
    side: Side
    number: int | None
    message_id: str
    reason: str


@dataclass(frozen=True, slots=True)
class SuggestionMade:
    """A binding reading that does not bind by itself: the mediator confirms or dismisses it."""

    at: datetime
    number: int
    side: Side
    intent: Intent
    message_id: str
    reason: str  # why it does not bind: unproven sender, not plain, only informs


@dataclass(frozen=True, slots=True)
class SuggestionAnswered:
    """A mediator confirmed or dismissed a suggestion."""

    at: datetime
    number: int
    confirmed: bool
    by: str


@dataclass(frozen=True, slots=True)
class LetterOrdered:
    """A letter is to be drafted; the mediator has the turn until it is sent or dropped."""

    at: datetime
    letter: Letter
    reader: Side
    why: tuple[str, ...]


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
class DeadlineMet:
    """A party answered in time (or in grace)."""

    at: datetime
    side: Side
    step: str


@dataclass(frozen=True, slots=True)
class DeadlineDropped:
    """A deadline no longer matters: phase left, dispute closed."""

    at: datetime
    side: Side
    step: str
    reason: str


@dataclass(frozen=True, slots=True)
class DeadlineMoved:
    """A deadline got a new end: an extension, or the time that was left after a stop."""

    at: datetime
    deadline: Deadline
    reason: str


@dataclass(frozen=True, slots=True)
class ReminderOrdered:
    """A reminder was ordered, number ``count`` of this deadline."""

    at: datetime
    side: Side
    step: str
    count: int


@dataclass(frozen=True, slots=True)
class FinalNoticeOrdered:
    """The last day passed without an answer; grace runs."""

    at: datetime
    side: Side
    step: str


@dataclass(frozen=True, slots=True)
class ClockStopped:
    """A party's clock stands: a bounce is open, the dispute is on hold, we owe."""

    at: datetime
    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class ClockRestarted:
    """A party's clock runs again, with its new end."""

    at: datetime
    side: Side
    deadline: Deadline


@dataclass(frozen=True, slots=True)
class PhaseEntered:
    """The dispute moved on."""

    at: datetime
    phase: Phase
    cause: str
    clause: str = ""  # the policy's
    outcome: Outcome | None = None  # when it closes


@dataclass(frozen=True, slots=True)
class TermsProposed:
    """Both are asked to confirm these."""

    at: datetime
    terms: Terms


@dataclass(frozen=True, slots=True)
class TermsConfirmed:
    """One side confirmed the written terms."""

    at: datetime
    side: Side
    message_id: str


@dataclass(frozen=True, slots=True)
class PaymentReported:
    """The payer says it is paid, or the payee that it arrived."""

    at: datetime
    side: Side
    message_id: str


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
    """Somebody further up must look, and why."""

    at: datetime
    rung: Rung
    reason: str


@dataclass(frozen=True, slots=True)
class TaskRaised:
    """A person must do something that is no letter."""

    at: datetime
    number: int
    kind: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskDone:
    """It is done."""

    at: datetime
    number: int
    by: str


@dataclass(frozen=True, slots=True)
class DeliveryFailed:
    """A letter did not reach its reader."""

    at: datetime
    side: Side
    address: str
    hard: bool
    reason: str


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


Event = (
    DisputeOpened
    | StatementMade
    | MachineAnswered
    | ClaimStated
    | EvidenceReceived
    | ClaimValued
    | FactStated
    | FactReleased
    | FactWithheld
    | OfferMade
    | OfferAccepted
    | OfferDeclined
    | SuggestionMade
    | SuggestionAnswered
    | LetterOrdered
    | LetterDropped
    | LetterSent
    | DeadlineMet
    | DeadlineDropped
    | DeadlineMoved
    | ReminderOrdered
    | FinalNoticeOrdered
    | ClockStopped
    | ClockRestarted
    | PhaseEntered
    | TermsProposed
    | TermsConfirmed
    | PaymentReported
    | Escalated
    | TaskRaised
    | TaskDone
    | DeliveryFailed
    | LanguageChosen
    | Marked
)
