"""Proposals to settle, and the terms both may confirm."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.claims.money import Money
from mailbot.mediation.party import Side


class Remedy(StrEnum):
    """What an offer would do."""

    PARTIAL_REFUND = "partial_refund"
    STORE_CREDIT = "store_credit"
    RESHIP = "reship"
    RETURN_FULL = "return_full"
    OFFSET = "offset"


class OfferState(StrEnum):
    """Where an offer stands."""

    STANDING = "standing"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    REPLACED = "replaced"  # by a later offer


@dataclass(frozen=True, slots=True)
class Offer:
    """One party's proposal. Amount and stated reason may be carried across; nothing else of its mail."""

    number: int
    by: Side
    amount: Money
    remedy: Remedy
    reason: str
    message_id: str
    at: datetime
    state: OfferState = OfferState.STANDING


@dataclass(frozen=True, slots=True)
class Terms:
    """What both are asked to confirm: one sum, its parts, and by when it is paid."""

    total: Money
    remedy: Remedy
    pay_within: str  # "5 business days after both confirmed"
    offer_number: int | None = None  # the offer accepted; None: the policy value
