"""What a valuation was reckoned from, so that anybody can reckon it again."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mailbot.claims.claim import Claim
from mailbot.claims.money import zero
from mailbot.claims.order import Order
from mailbot.claims.rounding import to_decimal
from mailbot.claims.stake import surplus_retail
from mailbot.claims.sums import Sums, price_of
from mailbot.policy.policy import Policy

_EXACT = 20  # places of a share that no decimal holds in full


@dataclass(frozen=True, slots=True)
class Inputs:
    """The figures behind the sums; charges that do not come back under the policy are zero."""

    price: Decimal  # B
    retail: Decimal  # E; zero for a lot without retail values
    units: int  # U
    surplus: Decimal  # retail of units that came unlisted, where they are set off
    compare: str  # gt or ge
    minimum: Decimal
    shipping: Decimal
    shipping_share: Decimal  # of it that comes back
    premium: Decimal
    tax: Decimal
    cap: Decimal  # all paid less earlier credits


def inputs_of(order: Order, claim: Claim, policy: Policy, sums: Sums) -> Inputs:
    """Gather the figures a valuation rests on; ``sums`` before the cap."""
    rules = policy.valuation
    shipping = order.shipping.amount
    comes_back = {
        part
        for part in ("buyer_premium", "tax")
        if part not in rules.price_base and (sums.all_comes_back or getattr(rules, part) == "include")
    }
    return Inputs(
        price=to_decimal(price_of(order, policy), 6),
        retail=order.manifest.retail,
        units=order.manifest.units,
        surplus=to_decimal(surplus_retail(claim), 6) if rules.overage == "offset" else Decimal(0),
        compare=rules.compare,
        minimum=rules.min_claim_value or Decimal(0),
        shipping=shipping,
        shipping_share=to_decimal(sums.shipping / Fraction(shipping), _EXACT) if shipping else Decimal(0),
        premium=order.buyer_premium.amount if "buyer_premium" in comes_back else Decimal(0),
        tax=order.tax.amount if "tax" in comes_back else Decimal(0),
        cap=max(zero(order.currency), order.paid_total - order.credits).amount,
    )
