"""One thing a party's words want."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from mailbot.policy.claim_type import ClaimType


class IntentKind(StrEnum):
    """What words can want (design section 9)."""

    STATES_CLAIM = "states_claim"
    GIVES_EVIDENCE = "gives_evidence"
    MAKES_OFFER = "makes_offer"
    ACCEPTS = "accepts"
    DECLINES = "declines"
    ASKS = "asks"
    ANSWERS = "answers"
    ASKS_TIME = "asks_time"
    ASKS_PERSON = "asks_person"
    WITHDRAWS = "withdraws"
    RELEASES = "releases"
    WITHHOLDS = "withholds"
    BIDS_BLIND = "bids_blind"
    ANSWERS_PROPOSAL = "answers_proposal"
    CONFIRMS_TERMS = "confirms_terms"
    REPORTS_PAYMENT = "reports_payment"
    APPEALS = "appeals"
    CONFIDES = "confides"
    THREATENS = "threatens"
    OFF_PLATFORM = "off_platform"
    WANTS_LANGUAGE = "wants_language"
    SMALL_TALK = "small_talk"
    UNCLEAR = "unclear"


BINDING = frozenset(
    {
        IntentKind.MAKES_OFFER,
        IntentKind.ACCEPTS,
        IntentKind.DECLINES,
        IntentKind.WITHDRAWS,
        IntentKind.RELEASES,
        IntentKind.BIDS_BLIND,
        IntentKind.ANSWERS_PROPOSAL,
        IntentKind.CONFIRMS_TERMS,
    }
)


class Certainty(StrEnum):
    """How sure we are of a reading. Only ``plain`` binds by itself."""

    PLAIN = "plain"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Intent:
    """What a stretch of words wants, with what it rests on."""

    kind: IntentKind
    words: str
    certainty: Certainty
    amount: Decimal | None = None
    currency: str | None = None
    question: int | None = None
    until: date | None = None
    claim: ClaimType | None = None
    detail: str = (
        ""  # threatens: chargeback, chargeback_opened, court, lawyer, review, harm ...; wants_language: its code;
    )
    # makes_offer: the remedy if it is not money; answers_proposal: yes or no
    reason: str = ""  # makes_offer, declines: the reason stated with it
    sku: str = ""  # states_claim: the line it names, if any
    units: int | None = None  # states_claim: how many

    @property
    def binds(self) -> bool:
        """Whether this kind of intent commits its party."""
        return self.kind in BINDING
