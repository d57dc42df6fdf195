"""What a dispute is after an offer, an answer to one, terms or payment."""

from dataclasses import replace
from typing import assert_never

from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import (
    Agreed,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    PaymentReported,
    TermsConfirmed,
    TermsProposed,
)
from mailbot.mediation.offer import Offer, OfferState


def agreed(dispute: Dispute, event: Agreed) -> Dispute:
    """Keep offers, terms and payment."""
    match event:
        case OfferMade(offer=offer):
            # One offer stands at a time: a counter-offer also declines what it answers.
            before = tuple(_unless(OfferState.REPLACED, old) for old in dispute.offers)
            return replace(dispute, offers=(*before, offer))
        case OfferAccepted(number=number):
            return _with_state(dispute, number, OfferState.ACCEPTED)
        case OfferDeclined(number=number):
            return _with_state(dispute, number, OfferState.DECLINED)
        case TermsProposed(terms=terms):
            return replace(dispute, terms=terms, confirmed=frozenset(), confirmed_at={})
        case TermsConfirmed(at=at, side=side):
            confirmed_at = {**dispute.confirmed_at, side: at}
            return replace(dispute, confirmed=dispute.confirmed | {side}, confirmed_at=confirmed_at)
        case PaymentReported(side=side):
            return replace(dispute, payments=dispute.payments | {side})
        case _:
            assert_never(event)


def _unless(state: OfferState, offer: Offer) -> Offer:
    return replace(offer, state=state) if offer.state is OfferState.STANDING else offer


def _with_state(dispute: Dispute, number: int | None, state: OfferState) -> Dispute:
    offers = tuple(replace(offer, state=state) if offer.number == number else offer for offer in dispute.offers)
    return replace(dispute, offers=offers)
