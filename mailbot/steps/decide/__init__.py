"""The only place where things are decided: what follows for a dispute from what happened to it.

party.py       a party's mail -> the phase: intake, screening, evidence, evaluation, seller_account, shuttle,
               terms, performance, closed, hold
chase.py       time passing -> reminders, final notice, timeout
post.py        our letters: sent, rejected, come back
moves.py       a mediator's own moves
clocks.py      whose clock stands, settled at the end of every decision
"""

from dataclasses import replace
from datetime import datetime
from typing import assert_never

from mailbot.claims.order import Order
from mailbot.mediation.decision import (
    Decision,
    DraftRejected,
    Happening,
    LetterLeft,
    MachineWrote,
    MediatorMoved,
    PartyWrote,
    PostCameBack,
    StrangerWrote,
    TimePassed,
)
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.evolve import evolve
from mailbot.mediation.phase import Phase
from mailbot.policy.policy import Policy
from mailbot.steps.decide import post
from mailbot.steps.decide.chase import chase, done_by_itself
from mailbot.steps.decide.clocks import settle_clocks
from mailbot.steps.decide.intake import opening
from mailbot.steps.decide.moves import moved
from mailbot.steps.decide.party import heard
from mailbot.steps.decide.turn import Turn

__all__ = ["decide", "open_dispute"]


def open_dispute(
    order: Order, policy: Policy, wrote: PartyWrote, dispute_id: str, mediator: str, now: datetime
) -> Decision:
    """Open a dispute with a buyer's first mail; the events of the decision begin with its opening."""
    opened = opening(order, policy, wrote, (dispute_id, mediator), now)
    turn = Turn(evolve(None, opened), policy, order, now)
    heard(turn, wrote)
    _round_off(turn)
    decision = turn.decision()
    return replace(decision, events=(opened, *decision.events))


def decide(dispute: Dispute, happening: Happening, policy: Policy, order: Order, now: datetime) -> Decision:
    """Return what follows. The same happening twice changes nothing twice; RefusedMove for a move that is not open."""
    turn = Turn(dispute, policy, order, now)
    _take_in(turn, happening)
    _round_off(turn)
    return turn.decision()


def _take_in(turn: Turn, happening: Happening) -> None:
    match happening:
        case PartyWrote():
            heard(turn, happening)
        case MediatorMoved():
            moved(turn, happening)
        case TimePassed(unread=unread):
            chase(turn, unread)
        case LetterLeft() | DraftRejected() | MachineWrote() | StrangerWrote() | PostCameBack():
            _of_the_post(turn, happening)
        case _:
            assert_never(happening)


def _of_the_post(
    turn: Turn, happening: LetterLeft | DraftRejected | MachineWrote | StrangerWrote | PostCameBack
) -> None:
    match happening:
        case LetterLeft():
            post.left(turn, happening)
        case DraftRejected():
            post.rejected(turn, happening)
        case MachineWrote():
            post.machine(turn, happening)
        case StrangerWrote():
            post.stranger(turn, happening)
        case PostCameBack():
            post.came_back(turn, happening)
        case _:
            assert_never(happening)


def _round_off(turn: Turn) -> None:
    """Settle the clocks, and let no dispute lie where nobody owes anything."""
    done_by_itself(turn)
    settle_clocks(turn)
    dispute = turn.dispute
    moving = dispute.deadlines or dispute.open_letters or dispute.open_tasks or dispute.suggestions
    if dispute.phase is not Phase.CLOSED and not moving:
        turn.raise_task("next_step", f"nobody owes anything in {dispute.phase}: choose how to go on")
