"""The working of a valuation: one step a line, in words and figures that can be reckoned again."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from mailbot.claims.order import Order
from mailbot.claims.rounding import to_decimal
from mailbot.claims.stake import Stake
from mailbot.policy.rules import Tolerance

_PRICE_WORDS = {"winning_bid": "winning bid", "buyer_premium": "buyer's premium", "tax": "tax"}


def figure(exact: Fraction | Decimal) -> str:
    """Write a figure with all its places, at least two, at most six: 1,009.595."""
    whole, _, places = f"{to_decimal(Fraction(exact), 6):,f}".partition(".")
    return f"{whole}.{places.rstrip('0').ljust(2, '0')}"


def percent(share: Fraction | Decimal) -> str:
    """Write a share as a percentage, three places at most: 11.326 %."""
    return f"{to_decimal(Fraction(share) * 100, 3).normalize():f} %"


def stakes_in_words(stakes: Sequence[Stake], order: Order) -> list[str]:
    """Return what each line puts at stake, and the sum as a share of the lot."""
    said = []
    for stake in (stake for stake in stakes if stake.share):
        one = stake.retail / (stake.units * stake.loss)
        sum_of = f"{stake.units} x {figure(one)} x {percent(stake.loss)} = {figure(stake.retail)}"
        share_of = f"{stake.units} of {stake.quantity} x {percent(stake.loss)}"
        said.append(
            f"{stake.line.sku or stake.line.pallet or 'lot'} ({stake.line.type}): {sum_of if stake.retail else share_of}"
        )
    if order.manifest.retail:
        said.append(f"Retail value of the lot: {figure(order.manifest.retail)} for {order.manifest.units} units")
    return said


def overage_in_words(surplus: Fraction, at_stake: Fraction, rest: Fraction) -> str:
    """Return how units that came unlisted are set against the claim."""
    return f"Units that came unlisted: {figure(at_stake)} less {figure(surplus)} = {figure(rest)}"


def share_in_words(retail: Fraction, share: Fraction, order: Order) -> str:
    """Return the share of the lot that is wrong."""
    if not order.manifest.retail:
        return f"Share of the lot: {percent(share)}"
    return f"Share of the lot: {figure(retail)} / {figure(order.manifest.retail)} = {percent(share)}"


def price_in_words(base: Sequence[str], price: Fraction, retail: Fraction, order: Order, gross: object) -> str:
    """Return the goods' value before tolerance."""
    share = f"{figure(retail)} / {figure(order.manifest.retail)}" if order.manifest.retail else "the share"
    return f"Goods: {share} x {figure(price)} ({' + '.join(_PRICE_WORDS[part] for part in base)}) = {gross}"


def tolerance_in_words(index: int, rule: Tolerance, measured: Fraction, *, passed: bool) -> str:
    """Return how the claim stands against one tolerance rule."""
    if rule.mode == "none" or rule.rate is None:
        return f"Tolerance (tolerance.{index}): none"
    stands = f"{percent(measured)} of {rule.basis} against {percent(rule.rate)}"
    if not passed:
        return f"Tolerance (tolerance.{index}, {rule.mode}): {stands}; within it, nothing is payable"
    rest = (
        "all is payable"
        if rule.mode == "gate"
        else f"payable is the value x (1 - {percent(rule.rate)} / {percent(measured)})"
    )
    return f"Tolerance (tolerance.{index}, {rule.mode}): {stands}; above it, {rest}"


def extra_in_words(part: str, share: Fraction, charged: Fraction) -> str:
    """Return what comes back with the goods."""
    exactly = f"{to_decimal(share * 100, 6).normalize():f} %"
    return f"{_PRICE_WORDS[part].capitalize()}: {exactly} of {figure(charged)} = {figure(share * charged)}"
