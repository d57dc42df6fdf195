"""An offer in a party's words: what makes it one that can be carried."""

from mailbot.claims.money import Money, zero
from mailbot.mediation.events import OfferMade
from mailbot.mediation.intent import Intent
from mailbot.mediation.offer import Offer, Remedy
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.turn import Turn


def offer_in(turn: Turn, answer: Answer, intent: Intent) -> Offer | str:
    """Return the offer, or why these words cannot be carried as one."""
    remedy = _remedy(intent)
    if remedy is None or remedy not in turn.policy.remedies.allowed:
        return f"the policy does not allow the remedy '{intent.detail}'"
    if intent.currency is not None and intent.currency != turn.order.currency:
        return f"it is in {intent.currency}, the order in {turn.order.currency}"
    if intent.amount is None and remedy is Remedy.PARTIAL_REFUND:
        return "it names no amount"
    amount = zero(turn.order.currency) if intent.amount is None else Money(intent.amount, turn.order.currency)
    if amount.amount < 0 or turn.order.paid_total < amount:
        return f"{amount} is not between nothing and what was paid ({turn.order.paid_total})"
    number = len(turn.dispute.offers) + 1
    return Offer(number, answer.side, amount.rounded(), remedy, intent.reason, answer.message_id, turn.now)


def make(turn: Turn, offer: Offer) -> None:
    """Record an offer, unless it says again what already stands."""
    turn.record(OfferMade(turn.now, offer))


def _remedy(intent: Intent) -> Remedy | None:
    if not intent.detail:
        return Remedy.PARTIAL_REFUND
    return Remedy(intent.detail) if intent.detail in set(Remedy) else None
