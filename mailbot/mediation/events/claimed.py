"""What is claimed, what shows it, what it is worth, and which facts may cross."""

from dataclasses import dataclass
from datetime import datetime

from mailbot.claims.claim import Claim
from mailbot.claims.valuation import Valuation
from mailbot.mediation.party import Side


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


Claimed = ClaimStated | EvidenceReceived | ClaimValued | FactStated | FactReleased | FactWithheld
