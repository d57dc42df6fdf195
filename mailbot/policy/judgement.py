"""What a rule says about a claim, with the clause it rests on, so that a letter can cite it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mailbot.policy.claim_type import ClaimType
from mailbot.policy.reasons import NO_FIGURES, Grounds


class Kind(StrEnum):
    """What follows for the claim."""

    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    CARRIER = "carrier"  # the carrier's claim comes first
    HUMAN_REVIEW = "human_review"


class Reason(StrEnum):
    """Why; letters have words for each."""

    IN_ORDER = "in_order"
    TOO_LATE = "too_late"
    HARD_STOP = "hard_stop"
    NO_WINDOW = "no_window"
    NOT_DELIVERED_YET = "not_delivered_yet"
    CLAIMED_BEFORE = "claimed_before"
    PRICE_TOO_LOW = "price_too_low"
    GEOGRAPHY = "geography"
    EXCLUDED_CLAIM = "excluded_claim"
    EXCLUDED_CONDITION = "excluded_condition"
    REFUSED_DELIVERY = "refused_delivery"
    BUYERS_CARRIER = "buyers_carrier"


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict of the rules. ``clause`` is a dotted key of the policy file, ``source`` where it was published."""

    kind: Kind
    reason: Reason = Reason.IN_ORDER
    grounds: Grounds = NO_FIGURES
    clause: str = ""
    source: str = ""
    claim: ClaimType | None = None  # the type it is about, if not the whole claim
    due_at: datetime | None = None  # UTC; by when it had to be filed
    refused: tuple["Judgement", ...] = ()  # of an eligible claim: the types that are not taken

    @property
    def working(self) -> str:
        """The figures and dates behind it, as mediators read them."""
        return self.grounds.said("en")

    @property
    def ok(self) -> bool:
        """Whether the claim may go on."""
        return self.kind is Kind.ELIGIBLE
