"""How much may be wrong before it counts: a gate that opens, or a deductible that is kept back."""

from collections.abc import Sequence
from fractions import Fraction

from mailbot.policy.claim_type import ClaimType, rule_types
from mailbot.policy.rules import Tolerance


def rule_for(rules: Sequence[Tolerance], claim: ClaimType, condition: str) -> int | None:
    """Return the place of the first rule for this type of claim on a lot of this condition."""
    for like in rule_types(claim):
        for index, rule in enumerate(rules):
            if like in rule.claim and (not rule.condition or condition in rule.condition):
                return index
    return None


def passes(rule: Tolerance, compare: str, measured: Fraction) -> bool:
    """Whether so much is wrong that it counts; ``compare`` decides exactly at the rate."""
    if rule.mode == "none" or rule.rate is None:
        return True
    rate = Fraction(rule.rate)
    return measured >= rate if compare == "ge" else measured > rate


def share_kept(rule: Tolerance, compare: str, measured: Fraction) -> Fraction:
    """Return the part of the goods' value that remains payable: 0, 1, or under a deductible 1 - rate / measured."""
    if not passes(rule, compare, measured):
        return Fraction(0)
    if rule.mode != "deductible" or rule.rate is None or not measured:
        return Fraction(1)
    return max(Fraction(0), 1 - Fraction(rule.rate) / measured)
