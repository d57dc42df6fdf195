"""The sums a claim comes to, exact until the end: goods line by line, shipping, premium, tax; minimum and cap."""

from dataclasses import dataclass, replace
from fractions import Fraction

from mailbot.claims.freight import freight
from mailbot.claims.goods import Goods
from mailbot.claims.money import Money, zero
from mailbot.claims.order import Order
from mailbot.claims.rounding import to_money
from mailbot.claims.working import extra_in_words
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class Sums:
    """Exact sums in the order's currency, with the clauses and words they rest on."""

    lines: tuple[Fraction, ...]
    shipping: Fraction = Fraction(0)
    premium: Fraction = Fraction(0)
    tax: Fraction = Fraction(0)
    clauses: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    all_comes_back: bool = False  # the order never came

    @property
    def goods(self) -> Fraction:
        """The sum of the lines."""
        return sum(self.lines, Fraction(0))


def price_of(order: Order, policy: Policy) -> Fraction:
    """Return the one price B that all shares are shares of."""
    return sum((Fraction(getattr(order, part).amount) for part in policy.valuation.price_base), Fraction(0))


def sums_of(order: Order, policy: Policy, goods: Goods) -> Sums:
    """Reckon goods and what comes back with them; nothing at all below the policy's minimum."""
    price = price_of(order, policy)
    lines = tuple(item.share * item.kept * price for item in goods.paid)
    total = sum(lines, Fraction(0))
    minimum = policy.valuation.min_claim_value
    if not total:
        return Sums(tuple(Fraction(0) for _ in lines))
    if minimum is not None and total < Fraction(minimum):
        said = f"Minimum (valuation.min_claim_value): below {Money(minimum, order.currency)}, nothing is payable"
        return Sums(tuple(Fraction(0) for _ in lines), clauses=("valuation.min_claim_value",), words=(said,))
    if _never_came(goods):
        return _all_of_it(order, policy, lines)
    back = freight(order, policy, goods.paid)
    included = [part for part in ("buyer_premium", "tax") if getattr(policy.valuation, part) == "include"]
    charged = {part: Fraction(getattr(order, part).amount) for part in included}
    return Sums(
        lines,
        back.amount,
        goods.payable * charged.get("buyer_premium", Fraction(0)),
        goods.payable * charged.get("tax", Fraction(0)),
        (*back.clauses, *(f"valuation.{part}" for part, sum_ in charged.items() if sum_)),
        (*back.words, *(extra_in_words(part, goods.payable, sum_) for part, sum_ in charged.items() if sum_)),
    )


def capped(sums: Sums, order: Order) -> Sums:
    """Hold the total to all that was paid less earlier credits: goods are cut first, then tax, premium and shipping."""
    cap = max(zero(order.currency), order.paid_total - order.credits)
    room = Fraction(cap.amount)
    shipping, room = _taken(sums.shipping, room, order)
    premium, room = _taken(sums.premium, room, order)
    tax, room = _taken(sums.tax, room, order)
    sums = replace(sums, shipping=shipping, premium=premium, tax=tax)
    if sums.goods <= room:
        return sums
    said = f"Cap: no more than {cap}, all that was paid less earlier credits"
    return replace(sums, lines=tuple(line * room / sums.goods for line in sums.lines), words=(*sums.words, said))


def _taken(part: Fraction, room: Fraction, order: Order) -> tuple[Fraction, Fraction]:
    taken = min(Fraction(to_money(part, order.currency).amount), room)
    return taken, room - taken


def _never_came(goods: Goods) -> bool:
    return goods.share == 1 and all(item.stake.line.type is ClaimType.NOT_DELIVERED for item in goods.paid)


def _all_of_it(order: Order, policy: Policy, lines: tuple[Fraction, ...]) -> Sums:
    """Return all that was paid: an order that never came returns bid, premium, freight and tax."""
    base = policy.valuation.price_base
    premium = Fraction(0) if "buyer_premium" in base else Fraction(order.buyer_premium.amount)
    tax = Fraction(0) if "tax" in base else Fraction(order.tax.amount)
    said = "The order never came: bid, premium, shipping and tax come back"
    return Sums(lines, Fraction(order.shipping.amount), premium, tax, words=(said,), all_comes_back=True)
