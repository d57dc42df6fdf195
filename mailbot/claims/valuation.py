"""What a claim is worth under a policy: formulas 1-14, exact decimals, printed working."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mailbot.claims.claim import Claim
from mailbot.claims.goods import Goods, Paid, ToleranceResult, goods_of
from mailbot.claims.inputs import Inputs, inputs_of
from mailbot.claims.money import Money
from mailbot.claims.order import Order
from mailbot.claims.rounding import apportioned, to_decimal, to_money
from mailbot.claims.stake import stakes_of
from mailbot.claims.sums import Sums, capped, price_of, sums_of
from mailbot.claims.working import price_in_words, share_in_words, stakes_in_words
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy

__all__ = ["ToleranceResult", "Valuation", "ValuedLine", "value"]


@dataclass(frozen=True, slots=True)
class ValuedLine:
    """One claim line with the share of ``payable`` that falls to it."""

    sku: str
    description: str
    type: ClaimType
    affected: int
    quantity: int  # on the manifest
    loss: Decimal
    amount: Money
    units: int = 0  # that count
    at_stake: Decimal = Decimal(0)  # retail value of them that is lost
    share: Decimal = Decimal(0)  # of the lot, before overage
    rule: int | None = None  # its place among the tolerances
    kept: Decimal = Decimal(1)  # what tolerance leaves of it


@dataclass(frozen=True, slots=True)
class Valuation:
    """The worth of a claim: goods (``payable``), and what comes back with them, each rounded once."""

    share: Decimal  # of the lot's retail value, 0 to 1
    gross: Money  # goods value before tolerance, rounded
    tolerance: ToleranceResult | None  # of the rule under which most is at stake
    payable: Money
    shipping: Money
    premium: Money
    tax: Money
    total: Money
    lines: tuple[ValuedLine, ...]
    clauses: tuple[str, ...]  # the policy's clauses that were used
    working: tuple[str, ...]  # one step a line, in words and figures
    problems: tuple[str, ...] = ()  # what a mediator should look at, in words
    tolerances: tuple[ToleranceResult, ...] = ()  # of every rule that was measured
    inputs: Inputs | None = None


def value(order: Order, claim: Claim, policy: Policy) -> Valuation:
    """Reckon the claim: eligibility, valuation, overage, tolerance, minimum, cap, and rounding once, at the end."""
    goods = goods_of(order, claim, policy, stakes_of(order, claim, policy))
    uncapped = sums_of(order, policy, goods)
    sums = capped(uncapped, order)
    currency = order.currency
    payable = to_money(sums.goods, currency)
    shipping, premium, tax = (to_money(part, currency) for part in (sums.shipping, sums.premium, sums.tax))
    total = payable + shipping + premium + tax
    gross = to_money(goods.share * price_of(order, policy), currency)
    return Valuation(
        share=to_decimal(goods.share),
        gross=gross,
        tolerance=_foremost(goods),
        payable=payable,
        shipping=shipping,
        premium=premium,
        tax=tax,
        total=total,
        lines=tuple(map(_valued, goods.paid, apportioned(sums.lines, payable))),
        clauses=_clauses(goods, sums),
        working=_working(order, policy, goods, sums, (gross, payable, total)),
        problems=(*(item.stake.problem for item in goods.paid if item.stake.problem), *goods.problems),
        tolerances=goods.tolerances,
        inputs=inputs_of(order, claim, policy, uncapped),
    )


def _valued(item: Paid, amount: Money) -> ValuedLine:
    stake, line = item.stake, item.stake.line
    return ValuedLine(
        sku=line.sku,
        description=stake.description,
        type=line.type,
        affected=line.affected,
        quantity=stake.quantity,
        loss=to_decimal(stake.loss) if stake.units else line.loss,
        amount=amount,
        units=stake.units,
        at_stake=to_decimal(stake.retail),
        share=to_decimal(stake.share),
        rule=item.rule,
        kept=to_decimal(item.kept, 20),
    )


def _foremost(goods: Goods) -> ToleranceResult | None:
    return max(goods.tolerances, key=lambda result: result.measured, default=None)


def _clauses(goods: Goods, sums: Sums) -> tuple[str, ...]:
    of_lines = [clause for item in goods.paid for clause in item.stake.clauses]
    return tuple(dict.fromkeys([*of_lines, "valuation.price_base", *goods.clauses, *sums.clauses]))


def _working(
    order: Order, policy: Policy, goods: Goods, sums: Sums, results: tuple[Money, Money, Money]
) -> tuple[str, ...]:
    gross, payable, total = results
    retail = sum((item.share for item in goods.paid), Fraction(0)) * Fraction(order.manifest.retail)
    return (
        *stakes_in_words([item.stake for item in goods.paid], order),
        *goods.overage,
        share_in_words(retail, goods.share, order),
        price_in_words(policy.valuation.price_base, price_of(order, policy), retail, order, gross),
        *goods.tolerance,
        *sums.words,
        f"Payable for goods: {payable}",
        f"Total: {total}",
    )
