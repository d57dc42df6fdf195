"""Which rules of a policy bear on an order, and why: what a person asks before trusting a judgement."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from mailbot.policy.calendar import due
from mailbot.policy.claim_type import ClaimType, names
from mailbot.policy.clauses import at, step_names, written
from mailbot.policy.eligibility import OrderFacts, judge
from mailbot.policy.policy import Policy
from mailbot.policy.rules import HardStop, Window
from mailbot.policy.tolerance import rule_for

_ALWAYS = (
    "remedies.allowed",
    "remedies.preferred_order",
    "remedies.returns",
    "remedies.seller_authority",
    "remedies.pay_within",
    "steps.max_rounds",
    "steps.grace_hours",
)
_VALUING = ("denominator", "price_base", "buyer_premium", "tax", "overage", "compare", "min_claim_value")


@dataclass(frozen=True, slots=True)
class Applied:
    """One rule: its clause, the rule as its file states it, why it bears on the order, where it was published."""

    clause: str
    rule: str
    why: str
    source: str


def rules_for(policy: Policy, facts: OrderFacts, now: datetime) -> tuple[Applied, ...]:
    """Return every rule that bears on an order with these facts, in the order in which they are tried."""
    reasons = (
        *_order(policy, facts, now),
        *_filing(policy, facts),
        *_shipping(facts),
        *_tolerance(policy, facts),
        *((f"valuation.{key}", "any claim") for key in _VALUING),
        *_by_claim(policy),
        *((f"tiers.{index}", "a shortage found before shipping") for index in range(len(policy.tiers))),
        *((clause, "any claim") for clause in _ALWAYS),
        *((f"steps.{name}", "counted from the moment its letter leaves") for name in step_names()),
    )
    return tuple(
        Applied(clause, rule, why, policy.source_of(clause))
        for clause, why in reasons
        if (rule := written(at(policy, clause))) not in ("", "None")
    )


def taken_types(policy: Policy) -> tuple[ClaimType, ...]:
    """Return the types of claim that are not excluded."""
    return tuple(claim for claim in ClaimType if not names(policy.eligibility.excluded_claims, claim))


def _order(policy: Policy, facts: OrderFacts, now: datetime) -> Iterator[tuple[str, str]]:
    """Say what the order itself must be; nothing is filed yet, so what is refused now is refused for every claim."""
    refused = judge(policy, facts, (), now)
    said = {
        "filing.claims_per_order": "earlier claims on this order are counted when one is filed",
        "filing.required_geography": f"the goods went to {facts.country}",
        "filing.min_order_price": f"the winning bid was {facts.price}",
        "eligibility.excluded_conditions": f"the lot was sold as {facts.condition}",
        "eligibility.excluded_claims": "claims of these types are not taken",
        "eligibility.excluded_losses": "losses of these kinds are no part of a claim",
    }
    for clause, why in said.items():
        yield clause, f"NOT MET: {refused.working}" if refused.clause == clause and not refused.ok else why


def _filing(policy: Policy, facts: OrderFacts) -> Iterator[tuple[str, str]]:
    for index, window in enumerate(policy.filing.windows):
        if any(not names(policy.eligibility.excluded_claims, claim) for claim in window.claim):
            yield f"filing.windows.{index}", _ends(policy, window, facts)
    if policy.filing.hard_stop is not None:
        yield "filing.hard_stop", _ends(policy, policy.filing.hard_stop, facts)
    yield "filing.late_rule", "a claim after its window; the hard stop is never for a person to decide"


def _ends(policy: Policy, rule: Window | HardStop, facts: OrderFacts) -> str:
    start = facts.moments.of(rule.start)
    if start is None:
        return "the goods are not delivered on our file, so the time to file has not begun"
    last = due(policy.calendar, rule.days, rule.unit, start, facts.moments.stood)
    return f"{rule.start} was {start:%Y-%m-%d %H:%M} UTC. {last.working}"


def _shipping(facts: OrderFacts) -> Iterator[tuple[str, str]]:
    if facts.shipping_by == "buyer":
        yield "eligibility.shipping.buyer_arranged", "the buyer arranged the carrier"
    yield (
        "eligibility.shipping.refused_delivery",
        "the delivery was refused" if facts.refused_delivery else "if the delivery was refused",
    )


def _tolerance(policy: Policy, facts: OrderFacts) -> Iterator[tuple[str, str]]:
    found: dict[int, list[ClaimType]] = {}
    for claim in taken_types(policy):
        index = rule_for(policy.tolerance, claim, facts.condition)
        if index is not None:
            found.setdefault(index, []).append(claim)
    for index, claims in sorted(found.items()):
        yield f"tolerance.{index}", f"the first rule for {', '.join(claims)} on a lot sold as {facts.condition}"


def _by_claim(policy: Policy) -> Iterator[tuple[str, str]]:
    taken = taken_types(policy)
    for index, refund in enumerate(policy.valuation.shipping):
        if not refund.claim or any(claim in refund.claim for claim in taken):
            yield f"valuation.shipping.{index}", _of(refund.claim, "goods that did not come")
    for claim in taken:
        if claim in policy.valuation.loss:
            yield f"valuation.loss.{claim}", f"a claim for {claim}"
        if claim in policy.evidence:
            yield f"evidence.{claim}", f"a claim for {claim}"


def _of(claims: tuple[ClaimType, ...], otherwise: str) -> str:
    return f"a claim for {', '.join(claims)}" if claims else otherwise
