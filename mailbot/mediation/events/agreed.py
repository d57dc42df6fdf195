"""Offers, terms and payment."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.mediation.offer import Offer, Terms
from mailbot.mediation.party import Side


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


Agreed = OfferMade | OfferAccepted | OfferDeclined | TermsProposed | TermsConfirmed | PaymentReported
