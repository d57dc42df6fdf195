"""The end of a step that nobody answered: what the policy says, nothing more."""

from mailbot.mediation.deadline import Deadline, step_of
from mailbot.mediation.events import Rung
from mailbot.mediation.phase import TRANSITIONS, Outcome, Phase
from mailbot.steps.decide.closed import close_with_letters, not_pursued
from mailbot.steps.decide.turn import Turn


def time_is_up(turn: Turn, deadline: Deadline) -> None:
    """Carry out ``on_timeout`` after the last day, the final notice and grace."""
    turn.came = (*turn.came, f"{deadline.step} of the {deadline.side} and its grace have passed")
    match step_of(turn.policy, deadline.step).on_timeout:
        case "close_no_response":
            not_pursued(turn, deadline.side, deadline.step)
        case "close_settled":
            close_with_letters(turn, Outcome.SETTLED, f"{deadline.step} passed without objection")
        case "to_decision":
            _to_decision(turn, deadline)
        case "escalate":
            _to_people(turn, deadline, Rung.LEAD if turn.dispute.phase is Phase.PERFORMANCE else Rung.MEDIATOR)
        case "nothing":
            turn.end_deadline(deadline.side, "passed; nothing follows")


def _to_decision(turn: Turn, deadline: Deadline) -> None:
    """Hand the file to a decider, who is not the mediator; where no decision can follow, to people."""
    if Phase.DECISION not in TRANSITIONS[turn.dispute.phase]:
        _to_people(turn, deadline, Rung.LEAD)
        return
    for side in (deadline.side, deadline.side.other):
        turn.end_deadline(side, "goes to decision")
    turn.drop_letters("goes to decision")
    cause = f"no answer of the {deadline.side} within {deadline.step} and grace"
    turn.enter(Phase.DECISION, cause, f"steps.{deadline.step}")
    turn.raise_task("decision", f"decide, or name who does: {cause}")
    turn.escalate(Rung.LEAD, f"{turn.dispute.id} goes to decision: {cause}")


def _to_people(turn: Turn, deadline: Deadline, rung: Rung) -> None:
    turn.end_deadline(deadline.side, "passed; people look after it")
    reason = f"{deadline.step} of the {deadline.side} passed without an answer: write, call, or close"
    turn.raise_task("silent", reason)
    turn.escalate(rung, reason)
