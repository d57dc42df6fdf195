"""The shuttle: offers and counter-offers, one party at a time."""

from mailbot.mediation.disclosure import offer_name
from mailbot.mediation.events import OfferAccepted, OfferDeclined, OfferMade
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.offer import Offer, OfferState
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide import terms
from mailbot.steps.decide.answer import Answer, suggest
from mailbot.steps.decide.carrying import carry_again, carry_offer, carry_refusal, last_asked
from mailbot.steps.decide.offering import offer_in
from mailbot.steps.decide.turn import Turn

NEGOTIATES = (IntentKind.MAKES_OFFER, IntentKind.ACCEPTS, IntentKind.DECLINES, IntentKind.CONFIRMS_TERMS)


def answered(turn: Turn, answer: Answer) -> None:
    """Take the answer of the party that has the turn."""
    asked = last_asked(turn.dispute)
    if asked is None or asked.reader is not answer.side:
        unasked(turn, answer)
        return
    accepted = answer.one(IntentKind.ACCEPTS)
    if accepted is not None:
        _accept(turn, answer, accepted, asked.carried)
    else:
        propose(turn, answer)


def propose(turn: Turn, answer: Answer) -> None:
    """Take an offer or a refusal and carry it to the other side."""
    made, declined = answer.one(IntentKind.MAKES_OFFER), answer.one(IntentKind.DECLINES)
    if made is not None:
        offer = offer_in(turn, answer, made)
        if isinstance(offer, str):
            suggest(turn, answer.side, made, answer.message_id, offer)
        else:
            _offer(turn, offer)
    elif declined is not None:
        _decline(turn, answer, declined)


def unasked(turn: Turn, answer: Answer) -> None:
    """Put to the mediator what a party says without having been asked: nothing of it is carried by itself."""
    for intent in answer.intents:
        if intent.kind in NEGOTIATES:
            suggest(turn, answer.side, intent, answer.message_id, "no letter that asks for it has reached them")


def again(turn: Turn) -> None:
    """Put once more what was put last, or the standing offer; without either the mediator chooses how to go on."""
    asked, offer = last_asked(turn.dispute), turn.dispute.standing_offer
    if asked is not None and turn.dispute.deadline(asked.reader) is not None:
        carry_again(turn, asked)
    elif offer is not None:
        carry_offer(turn, offer)
    else:
        turn.raise_task("impasse", "no offer stands: choose how to go on")


def _offer(turn: Turn, offer: Offer) -> None:
    turn.met(offer.by)
    turn.record(OfferMade(turn.now, offer))
    _enter(turn, f"the {offer.by} offered {offer.amount} in {offer.message_id}")
    carry_offer(turn, offer)


def _decline(turn: Turn, answer: Answer, intent: Intent) -> None:
    standing = turn.dispute.standing_offer
    number = standing.number if standing is not None and standing.by is not answer.side else None
    turn.met(answer.side)
    turn.record(OfferDeclined(turn.now, answer.side, number, answer.message_id, intent.reason))
    _enter(turn, f"the {answer.side} declined in {answer.message_id}")
    carry_refusal(turn, answer.side, intent.reason, answer.message_id)


def _accept(turn: Turn, answer: Answer, intent: Intent, carried: tuple[str, ...]) -> None:
    """Accept the offer that was put to this party, if it still stands."""
    offer = turn.dispute.standing_offer
    if offer is None or offer.by is answer.side or offer_name(offer) not in carried:
        suggest(turn, answer.side, intent, answer.message_id, _nothing_to_accept(turn, answer.side))
        return
    turn.met(answer.side)
    turn.record(OfferAccepted(turn.now, answer.side, offer.number, answer.message_id))
    terms.begin(turn, f"the {answer.side} accepted {offer_name(offer)} in {answer.message_id}")


def _nothing_to_accept(turn: Turn, side: Side) -> str:
    replaced = any(offer.by is side.other and offer.state is OfferState.REPLACED for offer in turn.dispute.offers)
    return "the offer they were told of no longer stands" if replaced else "no offer has been put to them"


def _enter(turn: Turn, cause: str) -> None:
    if turn.dispute.phase is not Phase.SHUTTLE:
        turn.enter(Phase.SHUTTLE, cause)
