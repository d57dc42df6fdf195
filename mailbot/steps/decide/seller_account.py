"""The seller's account: the claim is put to the seller, who accepts, offers, or says why not."""

from mailbot.mediation.decision import LetterOrder
from mailbot.mediation.disclosure import CLAIM_LINES
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import FactReleased, FactStated, OfferAccepted
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.showing import showing
from mailbot.steps.decide import shuttle, terms
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.turn import Turn

STEP = "seller_first_answer"


def begin(turn: Turn) -> None:
    """Let the claim lines cross, which the buyer released by filing them, and ask the seller."""
    turn.enter(Phase.SELLER_ACCOUNT, "the claim is worth something under the policy", f"steps.{STEP}")
    _release_lines(turn)
    notify(turn)


def notify(turn: Turn) -> None:
    """Write the notice of claim."""
    valuation = turn.dispute.valuation
    assert valuation is not None, "only a valued claim is put to the seller"
    why = (f"The claim is worth {valuation.total} under {', '.join(valuation.clauses)}",)
    carried = tuple(f"fact {fact.number}" for fact in turn.dispute.facts if fact.release is not None)
    sheet = ("valuation_sheet",)
    turn.write(LetterOrder(Letter.CLAIM_NOTICE, Side.SELLER, why, step=STEP, attach=sheet, carried=carried))


def answered(turn: Turn, answer: Answer) -> None:
    """Take the seller's first answer; what the buyer writes meanwhile changes nothing that binds."""
    if answer.side is not Side.SELLER or not asked(turn.dispute):
        shuttle.unasked(turn, answer)
        return
    accepted = answer.one(IntentKind.ACCEPTS)
    if accepted is not None:
        turn.met(Side.SELLER)
        turn.record(OfferAccepted(turn.now, Side.SELLER, None, answer.message_id))
        terms.begin(turn, f"the seller accepted the policy value in {answer.message_id}")
    else:
        shuttle.propose(turn, answer)


def asked(dispute: Dispute) -> bool:
    """Whether the notice reached the seller: only then an answer is one."""
    return any(letter.letter is Letter.CLAIM_NOTICE for letter in dispute.letters)


def _release_lines(turn: Turn) -> None:
    claim = turn.dispute.claim
    assert claim is not None, "there is a claim to put"
    lines = [f"{line.affected} x {line.sku} {line.type}" if line.sku else str(line.type) for line in claim.lines]
    shown = showing(turn.dispute, turn.order, turn.policy).got
    words = "; ".join(lines) + (f"; shown: {', '.join(shown)}" if shown else "")
    if any(fact.words == words and fact.release is not None for fact in turn.dispute.facts):
        return
    number = len(turn.dispute.facts) + 1
    message_id = turn.dispute.statements[-1].message_id
    turn.record(
        FactStated(turn.now, number, Side.BUYER, words, message_id),
        FactReleased(turn.now, number, Side.BUYER, words, message_id, CLAIM_LINES),
    )
