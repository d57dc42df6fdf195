"""Performance: the agreed sum is paid."""

from mailbot.mediation.decision import LetterOrder
from mailbot.mediation.events import PaymentReported
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import Remedy
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.steps.decide.answer import Answer, suggest
from mailbot.steps.decide.closed import close_with_letters
from mailbot.steps.decide.turn import Turn

STEP = "perform"
_SUMS = frozenset({Remedy.PARTIAL_REFUND, Remedy.STORE_CREDIT, Remedy.OFFSET})


def begin(turn: Turn) -> None:
    """Tell each that terms are confirmed, and the seller what to do."""
    turn.enter(Phase.PERFORMANCE, "both confirmed the terms", f"steps.{STEP}")
    for side in Side:
        turn.write(LetterOrder(Letter.TERMS_CONFIRMED, side, ("Both confirmed the written terms",)))
    instruct(turn)
    why = ("The seller is asked to pay; the buyer is told by when",)
    turn.write(LetterOrder(Letter.PAYMENT_NOTICE, Side.BUYER, why))
    terms = turn.dispute.terms
    if terms is not None and terms.remedy not in _SUMS:
        turn.raise_task("goods", f"the remedy is {terms.remedy}: agree with both how the goods go")


def instruct(turn: Turn) -> None:
    """Ask the seller to pay, and to say so."""
    why = ("Both confirmed; the seller pays",)
    turn.write(LetterOrder(Letter.PAYMENT_INSTRUCTION, Side.SELLER, why, step=STEP))


def answered(turn: Turn, answer: Answer) -> None:
    """Take the word that it is paid, or that it arrived."""
    for intent in answer.intents:
        if intent.kind in (IntentKind.MAKES_OFFER, IntentKind.DECLINES):
            suggest(turn, answer.side, intent, answer.message_id, "both have confirmed the terms")
    if answer.one(IntentKind.REPORTS_PAYMENT) is None:
        return
    turn.met(Side.SELLER)
    turn.record(PaymentReported(turn.now, answer.side, answer.message_id))
    said = "says it is paid" if answer.side is Side.SELLER else "says it arrived"
    close_with_letters(turn, Outcome.SETTLED, f"the {answer.side} {said} in {answer.message_id}")
