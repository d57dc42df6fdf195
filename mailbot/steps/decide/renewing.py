"""Going on after a hold or a reopening: whoever is waited on and has no deadline is asked again."""

from collections.abc import Callable

from mailbot.mediation.deadline import restarted
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide import evaluation, evidence, intake, performance, screening, seller_account, shuttle, terms
from mailbot.steps.decide.clocks import we_owe
from mailbot.steps.decide.turn import Turn


def run_on(turn: Turn) -> None:
    """Let the letters of this turn announce where clocks that stood will end: a date nobody was told is no deadline."""
    standing = (one for one in turn.dispute.deadlines if one.stopped_at is not None)
    ready = (one for one in standing if not we_owe(turn.dispute, one.side))
    turn.given_back |= {one.side: restarted(one, turn.policy, turn.now) for one in ready}


def renew(turn: Turn) -> None:
    """Write again what the phase waits for, unless nobody's clock stood: then it runs on as announced."""
    if turn.dispute.deadlines and not turn.given_back:
        return
    again = _AGAIN.get(turn.dispute.phase)
    if again is not None:
        again(turn)


def _intake(turn: Turn) -> None:
    if turn.dispute.claim is not None:
        screening.begin(turn)
    else:
        said = [one.words for one in turn.dispute.statements if one.side is Side.BUYER]
        intake.ask_for_claim(turn, said[-1] if said else "")


_AGAIN: dict[Phase, Callable[[Turn], None]] = {
    Phase.INTAKE: _intake,
    Phase.SCREENING: screening.screen,
    Phase.EVIDENCE: evidence.again,
    Phase.EVALUATION: evaluation.weigh,
    Phase.SELLER_ACCOUNT: seller_account.notify,
    Phase.SHUTTLE: shuttle.again,
    Phase.TERMS: terms.write,
    Phase.PERFORMANCE: performance.instruct,
}
