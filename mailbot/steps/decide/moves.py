"""A mediator's own moves."""

from collections.abc import Callable

from mailbot.errors import RefusedMove
from mailbot.mail.address import Fault, canonical, same_mailbox, sole_mailbox
from mailbot.mediation.deadline import reopened
from mailbot.mediation.decision import LetterOrder, MediatorMoved, MoveKind
from mailbot.mediation.events import AddressSet, Rung, SuggestionAnswered, SuggestionMade, TaskDone
from mailbot.mediation.evolve.moved import BOUNCE
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import AddressUse, Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.steps.decide import evidence, hold
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.closed import close_with_letters, heard_of_it
from mailbot.steps.decide.party import act
from mailbot.steps.decide.renewing import renew, run_on
from mailbot.steps.decide.requests import MORE_TIME, grant
from mailbot.steps.decide.screening import REVIEW
from mailbot.steps.decide.turn import Turn


def moved(turn: Turn, move: MediatorMoved) -> None:
    """Do what the mediator asks; RefusedMove if that is not open now."""
    said = f" number {move.number}" if move.number is not None else ""
    turn.came = (f"Move: {move.kind}{said} by {move.by}{': ' + move.reason if move.reason else ''}",)
    _MOVES[move.kind](turn, move)


def _confirm(turn: Turn, move: MediatorMoved) -> None:
    suggestion = _suggestion(turn, move)
    turn.record(SuggestionAnswered(turn.now, suggestion.number, confirmed=True, by=move.by))
    before = turn.dispute.suggestions_made
    said = next((one for one in turn.dispute.statements if one.message_id == suggestion.message_id), None)
    turn.heard_at = said.at if said is not None else turn.now
    words = said.words if said is not None else suggestion.intent.words
    act(turn, Answer(suggestion.side, suggestion.message_id, words, (suggestion.intent,), confirmed=True))
    if turn.dispute.suggestions_made > before:
        raise RefusedMove(f"suggestion {suggestion.number} cannot count now: {turn.dispute.suggestions[-1].reason}")


def _dismiss(turn: Turn, move: MediatorMoved) -> None:
    turn.record(SuggestionAnswered(turn.now, _suggestion(turn, move).number, confirmed=False, by=move.by))


def _extend(turn: Turn, move: MediatorMoved) -> None:
    deadline = turn.dispute.deadline(move.side) if move.side is not None else None
    if deadline is None:
        raise RefusedMove(f"the {move.side or 'side'} has no deadline that could be extended")
    if move.number is None or move.number < 1:
        raise RefusedMove("an extension needs a number of days, 1 or more")
    for task in turn.dispute.open_tasks:
        if task.kind == MORE_TIME and task.side is move.side:
            turn.record(TaskDone(turn.now, task.number, move.by))
    grant(turn, deadline, move.number, f"{move.by} gives {move.number} more")


def _hold(turn: Turn, move: MediatorMoved) -> None:
    if turn.dispute.phase in (Phase.HOLD, Phase.CLOSED):
        raise RefusedMove(f"the dispute is {turn.dispute.phase} already")
    hold.hold(turn, move.reason or "the mediator's wish", None)


def _resume(turn: Turn, move: MediatorMoved) -> None:
    """Go back to the phase before, with the time that was left."""
    dispute, before = turn.dispute, turn.dispute.phase_before
    if dispute.phase not in (Phase.HOLD, Phase.CLOSED) or before is None:
        raise RefusedMove("the dispute is neither on hold nor closed")
    if dispute.phase is Phase.CLOSED:
        closed_at = dispute.phase_since or turn.now
        turn.given_back = {
            one.side: reopened(one, turn.policy, closed_at, turn.now) for one in dispute.dropped_deadlines
        }
    for task in dispute.open_tasks:
        if task.kind in ("hold", "reopen"):
            turn.record(TaskDone(turn.now, task.number, move.by))
    turn.drop_letters("it goes on")
    turn.enter(before, f"resumed by {move.by}: {move.reason}")
    run_on(turn)
    renew(turn)


def _close(turn: Turn, move: MediatorMoved) -> None:
    if turn.dispute.phase is Phase.CLOSED:
        raise RefusedMove("the dispute is closed already")
    outcome = move.outcome or Outcome.REFERRED
    close_with_letters(turn, outcome, f"closed by {move.by}: {move.reason or 'no reason given'}")


def _done(turn: Turn, move: MediatorMoved) -> None:
    task = next((task for task in turn.dispute.open_tasks if task.number == move.number), None)
    if task is None:
        numbers = ", ".join(str(task.number) for task in turn.dispute.open_tasks)
        raise RefusedMove(f"there is no open task {move.number} (open: {numbers or 'none'})")
    turn.record(TaskDone(turn.now, task.number, move.by))
    if task.kind == REVIEW and turn.dispute.phase is Phase.SCREENING:
        evidence.begin(turn)
    elif task.kind == BOUNCE:
        run_on(turn)
        renew(turn)


def _hand_over(turn: Turn, move: MediatorMoved) -> None:
    sides = [move.side] if move.side is not None else [side for side in Side if heard_of_it(turn.dispute, side)]
    for side in sides:
        turn.write(LetterOrder(Letter.PERSON_TAKES_OVER, side, (f"{move.by} hands over to a person",)))
        turn.raise_task("person", f"take over with the {side}: {move.reason or 'handed over'}", side)
    turn.escalate(Rung.LEAD, f"{turn.dispute.id} handed over by {move.by}: {move.reason or 'no reason given'}")


def _address(turn: Turn, move: MediatorMoved) -> None:
    """Put an address on file. Where letters go changes only while none to that side is under way."""
    if move.side is None:
        raise RefusedMove("whose address is it? name the side")
    read = sole_mailbox(move.address)
    if isinstance(read, Fault) or read.name or not canonical(read.address).isascii():
        raise RefusedMove(f"{move.address!r} is no mail address one can write to")
    party, other = turn.dispute.party(move.side), turn.dispute.party(move.side.other)
    address = canonical(read.address)
    if other.knows(address):
        raise RefusedMove(f"{address} is on file for the {other.side}; one address cannot be both")
    if move.use in (AddressUse.NONE, AddressUse.INFORMS) and same_mailbox(address, party.address):
        raise RefusedMove(f"letters to the {move.side} go to {address}; first say where else they shall go")
    waiting = [str(one.letter) for one in turn.dispute.open_letters if one.reader is move.side]
    if move.use is AddressUse.LETTERS and not same_mailbox(address, party.address) and waiting:
        raise RefusedMove(f"{', '.join(waiting)} to the {move.side} waits; approve or reject it first")
    if party.with_address(address, move.use) != party:
        turn.record(AddressSet(turn.now, move.side, address, move.use, move.by, move.reason))


def _suggestion(turn: Turn, move: MediatorMoved) -> SuggestionMade:
    found = next((one for one in turn.dispute.suggestions if one.number == move.number), None)
    if found is None:
        numbers = ", ".join(str(one.number) for one in turn.dispute.suggestions)
        raise RefusedMove(f"there is no open suggestion {move.number} (open: {numbers or 'none'})")
    return found


_MOVES: dict[MoveKind, Callable[[Turn, MediatorMoved], None]] = {
    MoveKind.CONFIRM: _confirm,
    MoveKind.DISMISS: _dismiss,
    MoveKind.EXTEND: _extend,
    MoveKind.HOLD: _hold,
    MoveKind.RESUME: _resume,
    MoveKind.CLOSE: _close,
    MoveKind.DONE: _done,
    MoveKind.HAND_OVER: _hand_over,
    MoveKind.ADDRESS: _address,
}
