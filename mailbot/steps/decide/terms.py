"""Terms: what was agreed is written to both, and each must confirm it."""

from mailbot.claims.money import Money
from mailbot.mediation.decision import LetterOrder
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import OfferDeclined, OfferMade, TermsConfirmed, TermsProposed
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import OfferState, Remedy, Terms
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide import performance
from mailbot.steps.decide.answer import Answer, suggest
from mailbot.steps.decide.carrying import carry_offer
from mailbot.steps.decide.offering import offer_in
from mailbot.steps.decide.turn import Turn

STEP = "confirm_terms"


def begin(turn: Turn, cause: str) -> None:
    """Write the terms to both, with one and the same deadline."""
    turn.drop_letters("terms were agreed")
    for side in Side:
        turn.end_deadline(side, "terms were agreed")
    turn.enter(Phase.TERMS, cause, f"steps.{STEP}")
    terms = _terms(turn)
    turn.record(TermsProposed(turn.now, terms))
    limit = turn.policy.remedies.seller_authority.needs_approver_over
    if limit is not None and terms.total.amount > limit:
        turn.raise_task("approver", f"{terms.total} is above {limit}: the seller's desk needs its approver's word")
    write(turn)


def write(turn: Turn) -> None:
    """Write the terms to who has not confirmed them."""
    terms = turn.dispute.terms
    assert terms is not None, "there are terms to confirm"
    why = (f"Agreed: {terms.total} ({terms.remedy}), paid within {terms.pay_within}",)
    for side in Side:
        deadline = turn.dispute.deadline(side)
        runs = deadline is not None and deadline.stopped_at is None
        if side not in turn.dispute.confirmed and not runs:
            turn.write(LetterOrder(Letter.SETTLEMENT_TERMS, side, why, step=STEP, carried=("terms",)))


def answered(turn: Turn, answer: Answer) -> None:
    """Take a confirmation, a change or a no."""
    for intent in (answer.one(*kinds) for kinds in _KINDS):
        if intent is not None:
            _take(turn, answer, intent)
            return


_YES = (IntentKind.CONFIRMS_TERMS, IntentKind.ACCEPTS)
_KINDS = (_YES, (IntentKind.MAKES_OFFER,), (IntentKind.DECLINES,))


def _take(turn: Turn, answer: Answer, intent: Intent) -> None:
    if not _asked(turn.dispute, answer.side):
        suggest(turn, answer.side, intent, answer.message_id, "the written terms have not reached them")
    elif answer.side in turn.dispute.confirmed:
        if intent.kind not in _YES:
            suggest(turn, answer.side, intent, answer.message_id, "they have confirmed the terms already")
    elif intent.kind in _YES:
        _confirm(turn, answer)
    else:
        _change(turn, answer, intent)


def _confirm(turn: Turn, answer: Answer) -> None:
    turn.met(answer.side)
    turn.record(TermsConfirmed(turn.now, answer.side, answer.message_id))
    if turn.dispute.confirmed == frozenset(Side):
        performance.begin(turn)


def _change(turn: Turn, answer: Answer, intent: Intent) -> None:
    """Go back to the shuttle with a new offer, or with the no of one side."""
    offer = offer_in(turn, answer, intent) if intent.kind is IntentKind.MAKES_OFFER else None
    if isinstance(offer, str):
        suggest(turn, answer.side, intent, answer.message_id, offer)
        return
    turn.met(answer.side)
    turn.drop_letters("the terms are not confirmed")
    turn.end_deadline(answer.side.other, "the terms are not confirmed")
    number = turn.dispute.terms.offer_number if turn.dispute.terms is not None else None
    turn.record(OfferDeclined(turn.now, answer.side, number, answer.message_id, intent.reason))
    turn.enter(Phase.SHUTTLE, f"the {answer.side} does not confirm the terms in {answer.message_id}")
    if offer is not None:
        turn.record(OfferMade(turn.now, offer))
        carry_offer(turn, offer)
    else:
        turn.raise_task("terms_refused", f"the {answer.side} does not confirm the terms ({answer.message_id})")


def _asked(dispute: Dispute, side: Side) -> bool:
    since = dispute.phase_since
    return any(
        letter.letter is Letter.SETTLEMENT_TERMS and letter.reader is side and (since is None or letter.at >= since)
        for letter in dispute.letters
    )


def _terms(turn: Turn) -> Terms:
    accepted = next((one for one in reversed(turn.dispute.offers) if one.state is OfferState.ACCEPTED), None)
    period = turn.policy.remedies.pay_within
    within = f"{period.days} {period.unit} {'' if period.unit == 'hours' else 'days'}".strip()
    if accepted is not None:
        return Terms(accepted.amount, accepted.remedy, within, accepted.number)
    return Terms(_policy_value(turn), Remedy.PARTIAL_REFUND, within)


def _policy_value(turn: Turn) -> Money:
    valuation = turn.dispute.valuation
    assert valuation is not None, "the policy value was accepted"
    return valuation.total
