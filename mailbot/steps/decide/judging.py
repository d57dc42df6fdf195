"""Whether a claim is taken: the policy's judgement of it, and the letter that refuses it."""

from mailbot.claims.claim import Claim
from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome
from mailbot.policy.eligibility import judge
from mailbot.policy.judgement import Judgement
from mailbot.steps.decide.closed import close
from mailbot.steps.decide.turn import Turn


def judged(turn: Turn) -> Judgement:
    """Judge the claim as it stands, as of the buyer's first mail: a list that came later was still filed then."""
    claim = turn.dispute.claim or Claim()
    filed_at = next((said.at for said in turn.dispute.statements if said.side is Side.BUYER), turn.now)
    return judge(turn.policy, turn.order.facts, claim.types, filed_at)


def taken(turn: Turn, judgement: Judgement) -> Claim:
    """Return the claim without the types that the policy does not take."""
    claim = turn.dispute.claim or Claim()
    refused = {part.claim for part in judgement.refused}
    return Claim(tuple(line for line in claim.lines if line.type not in refused), claim.surplus)


def refuse(turn: Turn, judgement: Judgement) -> None:
    """Close a claim that is not taken, with the exact rule and its working."""
    close(turn, Outcome.INELIGIBLE, f"not eligible: {judgement.reason}", judgement.clause)
    details: dict[str, Plain] = {
        "reason": str(judgement.reason),
        "reason_working": judgement.grounds.said(turn.dispute.party(Side.BUYER).language),
        "clauses": (judgement.clause,) if judgement.clause else (),
    }
    why = (f"Not eligible under {judgement.clause}: {judgement.reason}; {judgement.working}",)
    turn.write(LetterOrder(Letter.NOT_ELIGIBLE, Side.BUYER, why, details=details))
