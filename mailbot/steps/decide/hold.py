"""Hold: clocks stop, nothing leaves, a person takes over."""

from mailbot.mediation.decision import LetterOrder, NoticeKind, PartyWrote
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.policy.claim_type import ClaimType
from mailbot.steps.decide.answer import Answer, suggest
from mailbot.steps.decide.turn import Turn

# An announced chargeback, court case or bad review is marked and does not hold (design section 23).
THREATS = frozenset({"chargeback_opened", "court_opened", "lawyer_letter", "harm", "violence", "safety"})
CLAIMS = frozenset({ClaimType.COUNTERFEIT, ClaimType.STOLEN})


def cause_of_hold(wrote: PartyWrote) -> str:
    """Return why a mail holds a dispute, or ""."""
    for intent in wrote.intents:
        if intent.certainty is Certainty.UNSURE:
            continue
        if intent.kind is IntentKind.THREATENS and intent.detail in THREATS:
            return intent.detail
        if intent.claim in CLAIMS:
            return str(intent.claim)
    claimed = wrote.claim.types if wrote.claim is not None else ()
    return next((str(kind) for kind in claimed if kind in CLAIMS), "")


def hold(turn: Turn, cause: str, writer: Side | None) -> None:
    """Stop everything; tell the writer, and the other side only if its clock ran."""
    told = {side for side in Side if side is writer or _runs(turn, side)}
    turn.drop_letters("on hold")
    turn.enter(Phase.HOLD, cause)
    turn.raise_task("hold", f"on hold for {cause}: take over by hand, then `resume` or `close`")
    turn.tell("lead", NoticeKind.HOLD, f"{turn.dispute.id} is on hold: {cause}")
    for side in Side:
        if side in told:
            details = {"reason": cause if side is writer else "hold"}
            turn.write(LetterOrder(Letter.HOLD_NOTICE, side, (f"On hold for {cause}",), details=details))


def answered(turn: Turn, answer: Answer) -> None:
    """Keep what comes in; nothing of it binds until the hold ends."""
    for intent in answer.intents:
        if intent.binds:
            suggest(turn, answer.side, intent, answer.message_id, "the dispute is on hold")


def to_be_marked(wrote: PartyWrote) -> tuple[Intent, ...]:
    """Return what the mediator should know of without anything following from it."""
    return tuple(
        intent
        for intent in wrote.intents
        if intent.kind is IntentKind.OFF_PLATFORM
        or (intent.kind is IntentKind.THREATENS and intent.detail not in THREATS)
    )


def _runs(turn: Turn, side: Side) -> bool:
    deadline = turn.dispute.deadline(side)
    return deadline is not None and deadline.stopped_at is None
