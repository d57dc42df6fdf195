"""Whose clock stands and why: it follows from what we owe, so it is settled at the end of every decision."""

from mailbot.mediation.deadline import ending_with, restarted
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import ClockRestarted, ClockStopped, DeadlineMoved
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide.turn import Turn

_ASKING = frozenset(  # letters that begin a deadline; one waits beside a running deadline only to announce it again
    {
        Letter.EVIDENCE_REQUEST,
        Letter.CLAIM_NOTICE,
        Letter.OFFER_TO_BUYER,
        Letter.COUNTER_TO_SELLER,
        Letter.SETTLEMENT_TERMS,
        Letter.PAYMENT_INSTRUCTION,
    }
)


def settle_clocks(turn: Turn) -> None:
    """Stop the clock of whom we owe something, let it run again once we do not."""
    for side in Side:
        deadline = turn.dispute.deadline(side)
        if deadline is None:
            continue
        owed = we_owe(turn.dispute, side)
        if owed and deadline.stopped_at is None:
            turn.record(ClockStopped(turn.now, side, owed))
        elif not owed and deadline.stopped_at is not None:
            turn.record(ClockRestarted(turn.now, side, restarted(deadline, turn.policy, turn.now)))
    if turn.dispute.phase is Phase.TERMS:
        even_out(turn)


def we_owe(dispute: Dispute, side: Side) -> str:
    """Return why that side's time does not run, or ""."""
    if dispute.phase is Phase.HOLD:
        return "the dispute is on hold"
    if any(bounce.side is side for bounce in dispute.bounces):
        return "a letter to them came back"
    task = next((task for task in dispute.open_tasks if task.side is side), None)
    if task is not None:
        return f"we owe them: {task.kind}"
    if any(suggestion.side is side for suggestion in dispute.suggestions):
        return "the mediator has yet to confirm what they wrote"
    if any(letter.reader is side and letter.letter in _ASKING for letter in dispute.open_letters):
        return "the letter with their new date has not left"
    return ""


def even_out(turn: Turn) -> None:
    """Give both the later end where one step waits on both."""
    deadlines = turn.dispute.deadlines
    if len({deadline.step for deadline in deadlines}) != 1 or any(one.stopped_at is not None for one in deadlines):
        return
    latest = max(deadlines, key=lambda deadline: deadline.due_at)
    for deadline in deadlines:
        if deadline.due_at != latest.due_at:
            reason = "both have one and the same deadline"
            turn.record(DeadlineMoved(turn.now, ending_with(deadline, latest), reason))
