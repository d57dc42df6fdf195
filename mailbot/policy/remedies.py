"""What follows from the rules on remedies: returns, the seller's own authority, tiers before shipping."""

from decimal import Decimal
from fractions import Fraction

from mailbot.policy.policy import Policy
from mailbot.policy.rules import Return, Tier


def tier_for(policy: Policy, share: Fraction) -> tuple[int, Tier] | None:
    """Return the tier a shortage found before shipping falls into; where two meet, the first counts."""
    for index, tier in enumerate(policy.tiers):
        below = tier.below is None or share < Fraction(tier.below)
        up_to = tier.up_to is None or share <= Fraction(tier.up_to)
        if share >= Fraction(tier.at_least) and below and up_to:
            return index, tier
    return None


def after_return(refund: Decimal, rule: Return, freight_advanced: Decimal = Decimal(0)) -> Decimal:
    """Return the exact refund once the goods are back: less restocking, and less freight only if the seller advanced it."""
    freight = freight_advanced if rule.freight_paid_by == "buyer" else Decimal(0)
    return max(Decimal(0), refund * (1 - rule.restocking_rate) - freight)


def may_agree_alone(policy: Policy, amount: Decimal) -> bool:
    """Whether the seller's desk may agree to this sum without asking anybody; an unstated limit is no authority."""
    limit = policy.remedies.seller_authority.auto_accept_up_to
    return limit is not None and amount <= limit


def needs_approver(policy: Policy, amount: Decimal) -> bool:
    """Whether a named approver on the seller's side must agree to this sum."""
    limit = policy.remedies.seller_authority.needs_approver_over
    return limit is not None and amount > limit
