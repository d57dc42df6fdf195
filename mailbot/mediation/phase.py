"""Where a dispute stands, and where it may go from there."""

from enum import StrEnum


class Phase(StrEnum):
    """All phases of a dispute (design section 12)."""

    INTAKE = "intake"
    SCREENING = "screening"
    CARRIER_ADVICE = "carrier_advice"
    PRESHIPMENT = "preshipment"
    EVIDENCE = "evidence"
    EVALUATION = "evaluation"
    BUYER_POSITION = "buyer_position"
    SELLER_ACCOUNT = "seller_account"
    SHUTTLE = "shuttle"
    BLIND_BID = "blind_bid"
    PROPOSAL = "proposal"
    FINAL_ROUND = "final_round"
    TERMS = "terms"
    DECISION = "decision"
    PERFORMANCE = "performance"
    CLOSED = "closed"
    APPEAL = "appeal"
    HOLD = "hold"


class Outcome(StrEnum):
    """How a closed dispute ended."""

    SETTLED = "settled"
    DECIDED = "decided"
    INELIGIBLE = "ineligible"
    NO_RESPONSE = "no_response"
    WITHDRAWN = "withdrawn"
    REFERRED = "referred"
    NOT_A_DISPUTE = "not_a_dispute"


_ALWAYS = frozenset({Phase.HOLD, Phase.CLOSED})

TRANSITIONS: dict[Phase, frozenset[Phase]] = {
    Phase.INTAKE: _ALWAYS | {Phase.SCREENING},
    Phase.SCREENING: _ALWAYS | {Phase.EVIDENCE, Phase.EVALUATION, Phase.CARRIER_ADVICE, Phase.PRESHIPMENT},
    Phase.CARRIER_ADVICE: _ALWAYS | {Phase.EVIDENCE},
    Phase.PRESHIPMENT: _ALWAYS | {Phase.PERFORMANCE},
    Phase.EVIDENCE: _ALWAYS | {Phase.EVALUATION},
    Phase.EVALUATION: _ALWAYS | {Phase.EVIDENCE, Phase.BUYER_POSITION, Phase.SELLER_ACCOUNT},
    Phase.BUYER_POSITION: _ALWAYS | {Phase.SELLER_ACCOUNT},
    Phase.SELLER_ACCOUNT: _ALWAYS | {Phase.SHUTTLE, Phase.TERMS, Phase.DECISION},
    Phase.SHUTTLE: _ALWAYS | {Phase.TERMS, Phase.BLIND_BID, Phase.PROPOSAL, Phase.FINAL_ROUND, Phase.DECISION},
    Phase.BLIND_BID: _ALWAYS | {Phase.SHUTTLE, Phase.TERMS, Phase.PROPOSAL, Phase.FINAL_ROUND, Phase.DECISION},
    Phase.PROPOSAL: _ALWAYS | {Phase.TERMS, Phase.FINAL_ROUND, Phase.DECISION},
    Phase.FINAL_ROUND: _ALWAYS | {Phase.TERMS, Phase.DECISION},
    Phase.TERMS: _ALWAYS | {Phase.PERFORMANCE, Phase.SHUTTLE, Phase.DECISION},
    Phase.DECISION: _ALWAYS | {Phase.PERFORMANCE},
    Phase.PERFORMANCE: _ALWAYS,
    Phase.CLOSED: frozenset({Phase.APPEAL}),  # reopening returns to the phase before: see may_enter
    Phase.APPEAL: _ALWAYS | {Phase.PERFORMANCE},
    Phase.HOLD: frozenset({Phase.CLOSED}),  # and back to where it was: see may_enter
}


def may_enter(now: Phase, then: Phase, before: Phase | None = None) -> bool:
    """Whether a dispute in ``now`` may enter ``then``; hold and closed lead back to the phase ``before``."""
    if now in (Phase.HOLD, Phase.CLOSED) and then is before:
        return True
    return then in TRANSITIONS[now]
