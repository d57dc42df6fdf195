"""The view of one reader: all that a letter to them may say, built of their own file and of what was let cross."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from mailbot.claims.order import Order
from mailbot.errors import HoleInLetter
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.disclosure import (
    REFUSAL,
    ClaimLineView,
    OfferView,
    TermsView,
    ValuationView,
    View,
    carried_words,
    claim_is_shared,
    offer_for,
    own_words,
    reason_of,
)
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.mediation.plain import (
    day,
    deadline_view,
    offer_view,
    refusal_view,
    stated_lines,
    terms_view,
    valuation_view,
    valued_lines,
)
from mailbot.mediation.showing import Showing, showing
from mailbot.policy.policy import Policy

HOT = 2  # of 3: from here on a letter begins with empathy

# What the decision says about a letter, beyond the file; never a party's words but the reader's own ``quote``.
DETAILS = frozenset(
    {"received", "questions", "quote", "fact", "reason", "reason_working", "number", "outcome", "address"}
)


@dataclass(frozen=True, slots=True)
class Writing:
    """What a letter is written from, besides its order."""

    dispute: Dispute
    order: Order
    policy: Policy
    mediator: str  # by name
    now: datetime


def view_for(order: LetterOrder, writing: Writing, deadline: Deadline | None) -> View:
    """Build the view of the order's reader. HoleInLetter if it would quote words that are not their own."""
    dispute, policy = writing.dispute, writing.policy
    side, party = order.reader, dispute.party(order.reader)
    unknown = set(order.details) - DETAILS - {"clauses"}
    assert not unknown, f"no letter knows {sorted(unknown)}"
    shown = _showing(writing, side)
    view: View = {
        "dispute": dispute.id,
        "order": writing.order.number,
        "order_title": writing.order.title,
        "client": policy.name,
        "reader": party.name,
        "side": str(side),
        "mediator": writing.mediator,
        "hot": dispute.heat.get(side, 0) >= HOT,
        "delivered_on": _delivered_on(writing),
        "claim_lines": _claim_lines(writing, side),
        "claim_types": _claim_types(dispute, side),
        "evidence_got": shown.got,
        "evidence_missing": shown.missing if side is Side.BUYER else (),
        "evidence_incurable": shown.incurable if side is Side.BUYER else (),
        "hold_goods": shown.hold_goods if side is Side.BUYER else "",
        "received": (),
        "valuation": _valuation(writing, side),
        "offer": _offer(writing, order),
        "own_offer": _own_offer(writing, side),
        "terms": _terms(writing),
        "confirmed_on": day(dispute.confirmed_at[side], policy) if side in dispute.confirmed_at else None,
        "deadline": deadline_view(deadline, policy, party.language) if deadline is not None else None,
        "questions": (),
        "quote": "",
        "fact": None,
        "mails_sent": _mails_sent(writing, order),
        "reason": "",
        "reason_working": "",
        "clauses": _clauses(writing, order, deadline),
        "reopen_days": policy.reopen.days,
        "reopen_unit": policy.reopen.unit,
        "appeal_days": policy.decision.appeal_days,
        "appeal_unit": policy.decision.appeal_unit,
        "outcome": str(dispute.outcome) if dispute.outcome is not None else None,
        "number": 0,
        "address": "",
        "must_say": policy.wording.must_say,
        "reply_days": policy.steps.mediator_first_reply.days,
        "reply_unit": policy.steps.mediator_first_reply.unit,
    }
    return _with_details(view, order, dispute)


def _with_details(view: View, order: LetterOrder, dispute: Dispute) -> View:
    details = {key: value for key, value in order.details.items() if key != "clauses"}
    quote = details.get("quote")
    if isinstance(quote, str) and quote and not own_words(dispute, order.reader, quote):
        raise HoleInLetter(f"{order.letter} would quote words that are not the {order.reader}'s own")
    return cast("View", {**view, **details})


def _showing(writing: Writing, side: Side) -> Showing:
    """Return what was shown; to the seller only what crossed with the claim, by its codes."""
    if side is Side.SELLER and not claim_is_shared(writing.dispute):
        return Showing((), (), (), "")
    return showing(writing.dispute, writing.order, writing.policy)


def _delivered_on(writing: Writing) -> str | None:
    delivered_at = writing.order.delivered_at
    return day(delivered_at, writing.policy) if delivered_at is not None else None


def _claim_lines(writing: Writing, side: Side) -> tuple[ClaimLineView, ...]:
    dispute = writing.dispute
    if side is Side.SELLER and not claim_is_shared(dispute):
        return ()
    if dispute.valuation is not None:
        return valued_lines(dispute.valuation)
    return stated_lines(dispute.claim, writing.order) if dispute.claim is not None and side is Side.BUYER else ()


def _claim_types(dispute: Dispute, side: Side) -> tuple[str, ...]:
    if dispute.claim is None or (side is Side.SELLER and not claim_is_shared(dispute)):
        return ()
    return tuple(map(str, dispute.claim.types))


def _valuation(writing: Writing, side: Side) -> ValuationView | None:
    valuation = writing.dispute.valuation
    if valuation is None or (side is Side.SELLER and not claim_is_shared(writing.dispute)):
        return None
    return valuation_view(valuation)


def _offer(writing: Writing, order: LetterOrder) -> OfferView | None:
    dispute = writing.dispute
    worth = dispute.valuation.total if dispute.valuation is not None else None
    if REFUSAL in order.carried:
        return refusal_view(carried_words(dispute, order), worth)
    offer = offer_for(dispute, order)
    return offer_view(offer, reason_of(dispute, offer), worth) if offer is not None else None


def _own_offer(writing: Writing, side: Side) -> OfferView | None:
    own = next((offer for offer in reversed(writing.dispute.offers) if offer.by is side), None)
    return offer_view(own, own.reason, None) if own is not None else None


def _terms(writing: Writing) -> TermsView | None:
    """Return written terms while they hold: both have been asked to confirm them."""
    dispute = writing.dispute
    written = dispute.phase in (Phase.TERMS, Phase.PERFORMANCE) or dispute.outcome is Outcome.SETTLED
    if dispute.terms is None or not written:
        return None
    return terms_view(dispute.terms, dispute.valuation, writing.policy)


def _mails_sent(writing: Writing, order: LetterOrder) -> tuple[dict[str, Plain], ...]:
    if order.letter is not Letter.CLOSED_NO_ANSWER:
        return ()
    return tuple(
        {"letter": str(letter.letter), "on": day(letter.at, writing.policy)}
        for letter in writing.dispute.letters
        if letter.reader is order.reader
    )


def _clauses(writing: Writing, order: LetterOrder, deadline: Deadline | None) -> tuple[dict[str, Plain], ...]:
    """Return the rules a letter rests on, with where each was published."""
    named = order.details.get("clauses")
    clauses = [str(clause) for clause in named] if isinstance(named, tuple) else []
    if deadline is not None:
        clauses.append(f"steps.{deadline.step}")
    return tuple(
        {"clause": clause, "source": writing.policy.source_of(clause)} for clause in dict.fromkeys(clauses) if clause
    )
