"""What happened in a dispute: a closed union of frozen values. The log of these is the dispute."""

from mailbot.mediation.events.agreed import (
    Agreed,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    PaymentReported,
    TermsConfirmed,
    TermsProposed,
)
from mailbot.mediation.events.claimed import (
    Claimed,
    ClaimStated,
    ClaimValued,
    EvidenceReceived,
    FactReleased,
    FactStated,
    FactWithheld,
)
from mailbot.mediation.events.moved import DisputeOpened, Escalated, Moved, PhaseEntered, Rung, TaskDone, TaskRaised
from mailbot.mediation.events.said import (
    LanguageChosen,
    MachineAnswered,
    Marked,
    Said,
    StatementMade,
    SuggestionAnswered,
    SuggestionMade,
)
from mailbot.mediation.events.timed import (
    ClockRestarted,
    ClockStopped,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    FinalNoticeOrdered,
    ReminderOrdered,
    Timed,
)
from mailbot.mediation.events.written import DeliveryFailed, LetterDropped, LetterOrdered, LetterSent, Written

Event = Said | Claimed | Agreed | Written | Timed | Moved

__all__ = [
    "Agreed",
    "ClaimStated",
    "ClaimValued",
    "Claimed",
    "ClockRestarted",
    "ClockStopped",
    "DeadlineDropped",
    "DeadlineMet",
    "DeadlineMoved",
    "DeliveryFailed",
    "DisputeOpened",
    "Escalated",
    "Event",
    "EvidenceReceived",
    "FactReleased",
    "FactStated",
    "FactWithheld",
    "FinalNoticeOrdered",
    "LanguageChosen",
    "LetterDropped",
    "LetterOrdered",
    "LetterSent",
    "MachineAnswered",
    "Marked",
    "Moved",
    "OfferAccepted",
    "OfferDeclined",
    "OfferMade",
    "PaymentReported",
    "PhaseEntered",
    "ReminderOrdered",
    "Rung",
    "Said",
    "StatementMade",
    "SuggestionAnswered",
    "SuggestionMade",
    "TaskDone",
    "TaskRaised",
    "TermsConfirmed",
    "TermsProposed",
    "Timed",
    "Written",
]
