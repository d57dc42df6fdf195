"""Evaluation: what the claim is worth under the policy."""

from mailbot.claims.valuation import Valuation, value
from mailbot.mediation.decision import LetterOrder, NoticeKind, Plain
from mailbot.mediation.events import ClaimValued
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.policy.judgement import Kind
from mailbot.steps.decide import seller_account
from mailbot.steps.decide.closed import close
from mailbot.steps.decide.judging import judged, refuse, taken
from mailbot.steps.decide.turn import Turn

SHEET = ("valuation_sheet",)


def begin(turn: Turn, cause: str) -> None:
    """Reckon the claim: refuse it with the working, or put it to the seller."""
    turn.enter(Phase.EVALUATION, cause)
    weigh(turn)


def weigh(turn: Turn) -> None:
    """Reckon and go on from there."""
    judgement = judged(turn)
    if judgement.kind is Kind.INELIGIBLE:
        refuse(turn, judgement)  # what the buyer lists may be other than what the first words said
        return
    valuation = value(turn.order, taken(turn, judgement), turn.policy)
    turn.record(ClaimValued(turn.now, valuation))
    for problem in valuation.problems:
        turn.tell("mediator", NoticeKind.TASK, f"Look at the valuation: {problem}")
    if valuation.payable.amount > 0:
        seller_account.begin(turn)
    else:
        _below(turn, valuation)


def _below(turn: Turn, valuation: Valuation) -> None:
    clause = valuation.clauses[0] if valuation.clauses else "tolerance"
    cause = f"the claim is worth nothing under {', '.join(valuation.clauses) or 'the policy'}"
    close(turn, Outcome.INELIGIBLE, cause, clause)
    why = (f"Reckoned: {'; '.join(valuation.working)}",)
    details: dict[str, Plain] = {"reason": "below_tolerance", "clauses": valuation.clauses}
    turn.write(LetterOrder(Letter.BELOW_TOLERANCE, Side.BUYER, why, details=details, attach=SHEET))
