"""What a party may want at any time: more time, a person, an answer; and what nobody understands."""

from mailbot.mediation.deadline import Deadline, days_until, extended, step_of
from mailbot.mediation.decision import LetterOrder, NoticeKind, PartyWrote, Plain
from mailbot.mediation.events import FactReleased, FactWithheld
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.turn import Turn

_SILENT = frozenset({IntentKind.SMALL_TALK, IntentKind.UNCLEAR})
MORE_TIME = "more_time"
_QUOTED = 500  # characters of their own words that a letter shows them again


def requests(turn: Turn, answer: Answer) -> None:
    """Follow what the party asks of us."""
    if answer.one(IntentKind.ASKS_PERSON) is not None:
        _person(turn, answer)
    asked = answer.one(IntentKind.ASKS_TIME)
    if asked is not None:
        _time(turn, answer, asked)
    for intent in answer.intents:
        if intent.kind is IntentKind.ASKS:
            turn.raise_task("question", f'the {answer.side} asks: "{intent.words}" ({answer.message_id})', answer.side)
    _release(turn, answer)


def unclear(turn: Turn, answer: Answer) -> None:
    """Ask back if a mail says nothing that we understand; the second time a person reads it."""
    kinds = {intent.kind for intent in answer.intents}
    if IntentKind.UNCLEAR not in kinds or not kinds <= _SILENT:
        return
    if any(letter.reader is answer.side for letter in turn.dispute.open_letters):
        text = f"not understood: the {answer.side}'s mail {answer.message_id}; read it before a letter to them leaves"
        turn.tell("mediator", NoticeKind.TASK, text)
        return
    if any(letter.letter is Letter.PLEASE_CLARIFY and letter.reader is answer.side for letter in turn.dispute.letters):
        turn.raise_task("unclear", f"not understood: the {answer.side}'s mail {answer.message_id}", answer.side)
        return
    details: dict[str, Plain] = {"quote": answer.words[:_QUOTED]}
    why = ("Nothing in it could be read with certainty: we restate it and ask",)
    keep = turn.dispute.deadline(answer.side)
    turn.write(LetterOrder(Letter.PLEASE_CLARIFY, answer.side, why, keep=keep, details=details))


def readable_copies(turn: Turn, wrote: PartyWrote) -> None:
    """Ask for files that could not be opened; any letter that leaves next says which, so most need none of their own."""
    if not wrote.unread or any(letter.reader is wrote.side for letter in turn.dispute.open_letters):
        return
    names = ", ".join(f"{file.name} ({file.why})" for file in wrote.unread)
    if any(letter.letter is Letter.PLEASE_CLARIFY and letter.reader is wrote.side for letter in turn.dispute.letters):
        turn.raise_task("unread_file", f"could not be opened: {names}; in {wrote.message_id}", wrote.side)
        return
    details: dict[str, Plain] = {"questions": ("readable_copy",)}
    keep = turn.dispute.deadline(wrote.side)
    why = (f"It brought files that cannot be opened: {names}",)
    turn.write(LetterOrder(Letter.PLEASE_CLARIFY, wrote.side, why, keep=keep, details=details))


def grant(turn: Turn, deadline: Deadline, days: int, why: str) -> None:
    """Write an extension; the deadline moves when the letter has left."""
    longer = extended(deadline, turn.policy, days, turn.now)
    details: dict[str, Plain] = {"number": days}
    turn.write(LetterOrder(Letter.EXTENSION, deadline.side, (why,), keep=longer, details=details))


def _person(turn: Turn, answer: Answer) -> None:
    turn.write(LetterOrder(Letter.PERSON_TAKES_OVER, answer.side, ("They ask for a person or a call",)))
    reason = f"the {answer.side} asks for a person or a call ({answer.message_id})"
    turn.raise_task("person", reason, answer.side)


def _time(turn: Turn, answer: Answer, asked: Intent) -> None:
    """Grant once, up to the step's length; more is for the mediator."""
    deadline = turn.dispute.deadline(answer.side)
    if deadline is None:
        return
    if deadline.extended:
        reason = f"the {answer.side} asks for more time again ({answer.message_id}); `extend` grants it"
        turn.raise_task(MORE_TIME, reason, answer.side)
        return
    most = step_of(turn.policy, deadline.step).days
    days = days_until(deadline, turn.policy, asked.until) if asked.until is not None else most
    grant(turn, deadline, days, f"They ask for more time; granted once, up to the step's length: {days} more")


def _release(turn: Turn, answer: Answer) -> None:
    """Take the answer to a release request: the fact it is about is the last one asked."""
    said = answer.one(IntentKind.RELEASES, IntentKind.WITHHOLDS)
    number = _fact_asked(turn, answer.side)
    if said is None or number is None:
        return
    fact = next((fact for fact in turn.dispute.facts if fact.number == number), None)
    if fact is None or fact.side is not answer.side or fact.release is not None:
        return
    turn.met(answer.side)
    if said.kind is IntentKind.RELEASES:
        basis = "answered the release request"
        turn.record(FactReleased(turn.now, number, answer.side, fact.words, answer.message_id, basis))
    else:
        turn.record(FactWithheld(turn.now, number, answer.side, answer.message_id))


def _fact_asked(turn: Turn, side: Side) -> int | None:
    for letter in reversed(turn.dispute.letters):
        if letter.letter is Letter.RELEASE_REQUEST and letter.reader is side:
            named = [item.removeprefix("fact ") for item in letter.carried if item.startswith("fact ")]
            return int(named[0]) if named else None
    return None
