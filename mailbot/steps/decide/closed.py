"""Closing, and what still comes in afterwards."""

from collections.abc import Mapping

from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.policy.calendar import due
from mailbot.steps.decide.answer import Answer, suggest
from mailbot.steps.decide.claiming import take_claim
from mailbot.steps.decide.turn import Turn

_CLAIM_OPEN = frozenset({Phase.INTAKE, Phase.SCREENING, Phase.EVIDENCE})  # nothing was valued or shown to the seller


def heard_of_it(dispute: Dispute, side: Side) -> bool:
    """Whether a letter about this dispute ever reached that side."""
    return any(letter.reader is side for letter in dispute.letters)


def close(turn: Turn, outcome: Outcome, cause: str, clause: str = "") -> None:
    """Close: nothing is owed any more, no letter of before leaves."""
    turn.drop_letters("the dispute is closed")
    for side in Side:
        turn.end_deadline(side, "the dispute is closed")
    turn.enter(Phase.CLOSED, cause, clause, outcome)


def close_with_letters(turn: Turn, outcome: Outcome, cause: str, clause: str = "") -> None:
    """Close and tell everybody who heard of the dispute."""
    close(turn, outcome, cause, clause)
    for side in Side:
        if heard_of_it(turn.dispute, side) or side is Side.BUYER:
            write_closing(turn, side, outcome, cause)


def write_closing(turn: Turn, side: Side, outcome: Outcome, cause: str) -> None:
    """Tell one side how it ended for them."""
    details: Mapping[str, Plain] = {"outcome": str(outcome), "reason": str(outcome)}
    turn.write(LetterOrder(Letter.CLOSING, side, (f"Closed as {outcome}: {cause}",), details=details))


def not_pursued(turn: Turn, silent: Side, step: str) -> None:
    """Close because a party that was asked said nothing."""
    days = ", ".join(letter.letter for letter in turn.dispute.letters if letter.reader is silent)
    cause = f"no answer of the {silent} within {step} and grace"
    close(turn, Outcome.NO_RESPONSE, cause, f"steps.{step}")
    turn.write(LetterOrder(Letter.CLOSED_NO_ANSWER, silent, (f"Closed: {cause}; letters sent to them: {days}",)))
    if heard_of_it(turn.dispute, silent.other):
        turn.write(LetterOrder(Letter.CLOSED_NOT_PURSUED, silent.other, ("Closed: the other side did not pursue it",)))


def withdrawn(turn: Turn, answer: Answer) -> None:
    """Let the buyer take the claim back."""
    close_with_letters(turn, Outcome.WITHDRAWN, f"the buyer withdrew the claim in {answer.message_id}")


def answered(turn: Turn, answer: Answer) -> None:
    """Take in a mail to a closed dispute: within the time to reopen it is a task, after that it is only kept."""
    if answer.intents and all(intent.kind is IntentKind.SMALL_TALK for intent in answer.intents):
        return
    if turn.dispute.phase_before in _CLAIM_OPEN:
        take_claim(turn, answer)  # a reopening goes on with what the mail brought
    reopen = turn.policy.reopen
    until = due(turn.policy.calendar, reopen.days, reopen.unit, turn.dispute.phase_since or turn.now).due_at
    for intent in answer.intents:
        if intent.binds:
            suggest(turn, answer.side, intent, answer.message_id, "the dispute is closed")
    late = "" if turn.now <= until else " (the time to reopen is over)"
    turn.raise_task(
        "reopen",
        f"the {answer.side} wrote {answer.message_id} after the closing{late}: reopen (move RESUME) or answer",
    )
