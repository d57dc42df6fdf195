"""Whether a claim is taken at all: the order first, then each type of claim by itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from mailbot.policy.claim_type import ClaimType, names
from mailbot.policy.filing import Moments, filed_type_in_time
from mailbot.policy.judgement import Judgement, Kind, Reason
from mailbot.policy.policy import Policy
from mailbot.policy.reasons import Earlier, Plainly, Price, WentTo

_CARRIER_MAY_HAVE_CAUSED = (
    ClaimType.DAMAGE,
    ClaimType.MISSING_UNITS,
    ClaimType.MISSING_PALLET,
    ClaimType.NOT_DELIVERED,
)


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What the rules need to know of an order; the price is the winning bid."""

    condition: str
    price: Decimal
    country: str
    shipping_by: str  # buyer, seller, marketplace
    moments: Moments
    refused_delivery: bool = False
    carrier_denied: bool = False  # the carrier was asked and would not pay


def judge(
    policy: Policy, facts: OrderFacts, claim_types: Sequence[ClaimType], filed_at: datetime, earlier_claims: int = 0
) -> Judgement:
    """Judge a claim. It is taken if any of its types is; ``refused`` then says which are not, and why."""
    about_order = next(_order_faults(policy, facts, earlier_claims), None)
    if about_order is not None:
        return replace(about_order, source=policy.source_of(about_order.clause))
    judged = [_type(policy, facts, claim, filed_at) for claim in dict.fromkeys(claim_types)]
    return (
        _together(judged)
        if judged
        else Judgement(Kind.ELIGIBLE, grounds=Plainly("nothing claimed yet that a rule could exclude"))
    )


def _together(judged: Sequence[Judgement]) -> Judgement:
    refused = tuple(judgement for judgement in judged if not judgement.ok)
    reviewed = next((judgement for judgement in refused if judgement.kind is Kind.HUMAN_REVIEW), None)
    taken = next((judgement for judgement in judged if judgement.ok), None)
    if reviewed is not None:
        return reviewed
    if taken is not None:
        return replace(taken, refused=refused, claim=None if len(judged) > 1 else taken.claim)
    return next((judgement for judgement in refused if judgement.kind is Kind.CARRIER), refused[0])


def _order_faults(policy: Policy, facts: OrderFacts, earlier_claims: int) -> Iterator[Judgement]:
    filing, allowed = policy.filing, policy.filing.claims_per_order
    if allowed is not None and earlier_claims >= allowed:
        before = Earlier(earlier_claims, allowed)
        yield Judgement(Kind.INELIGIBLE, Reason.CLAIMED_BEFORE, before, "filing.claims_per_order")
    if filing.required_geography and facts.country.upper() not in filing.required_geography:
        went_to = WentTo(facts.country, filing.required_geography)
        yield Judgement(Kind.INELIGIBLE, Reason.GEOGRAPHY, went_to, "filing.required_geography")
    if filing.min_order_price is not None and facts.price < filing.min_order_price:
        price = Price(facts.price, filing.min_order_price, policy.currency)
        yield Judgement(Kind.INELIGIBLE, Reason.PRICE_TOO_LOW, price, "filing.min_order_price")
    if facts.condition in policy.eligibility.excluded_conditions:
        said = Plainly(f"the lot was sold as {facts.condition}")
        yield Judgement(Kind.INELIGIBLE, Reason.EXCLUDED_CONDITION, said, "eligibility.excluded_conditions")
    if facts.refused_delivery and policy.eligibility.shipping.refused_delivery == "ineligible":
        said = Plainly("the delivery was refused")
        yield Judgement(Kind.INELIGIBLE, Reason.REFUSED_DELIVERY, said, "eligibility.shipping.refused_delivery")


def _type(policy: Policy, facts: OrderFacts, claim: ClaimType, filed_at: datetime) -> Judgement:
    if names(policy.eligibility.excluded_claims, claim):
        said, clause = Plainly(f"claims for {claim} are not taken"), "eligibility.excluded_claims"
        return Judgement(Kind.INELIGIBLE, Reason.EXCLUDED_CLAIM, said, clause, policy.source_of(clause), claim)
    in_time = filed_type_in_time(policy, claim, facts.moments, filed_at)
    if not in_time.ok:
        return in_time
    return _carrier(policy, facts, claim) or in_time


def _carrier(policy: Policy, facts: OrderFacts, claim: ClaimType) -> Judgement | None:
    """Rule the carrier out first: what the buyer's own carrier may have caused is the carrier's claim."""
    rule, clause = policy.eligibility.shipping.buyer_arranged, "eligibility.shipping.buyer_arranged"
    own = facts.shipping_by == "buyer" and not facts.carrier_denied
    if rule == "eligible" or not own or not names(_CARRIER_MAY_HAVE_CAUSED, claim):
        return None
    kind = Kind.CARRIER if rule == "carrier" else Kind.INELIGIBLE
    said = Plainly("the buyer arranged the carrier, who may have caused this")
    return Judgement(kind, Reason.BUYERS_CARRIER, said, clause, policy.source_of(clause), claim)
