"""From exact fractions to coins: rounded half up once, shares that add up."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import floor

from mailbot.claims.money import Money, minor_unit

_HALF = Fraction(1, 2)


def to_money(exact: Fraction, currency: str) -> Money:
    """Round half up to the currency's minor unit."""
    unit = minor_unit(currency)
    return Money(floor(exact / Fraction(unit) + _HALF) * unit, currency)


def to_decimal(exact: Fraction, places: int = 10) -> Decimal:
    """Round half up to so many places after the point."""
    return Decimal(floor(exact * 10**places + _HALF)).scaleb(-places)


def apportioned(exact: Sequence[Fraction], total: Money) -> tuple[Money, ...]:
    """Share ``total`` out by largest remainder; a tie goes to the earlier one. ``exact`` must sum to about ``total``."""
    unit = minor_unit(total.currency)
    coins = [share / Fraction(unit) for share in exact]
    whole = [floor(share) for share in coins]
    left = int(total.amount / unit) - sum(whole)
    by_remainder = sorted(range(len(coins)), key=lambda index: (whole[index] - coins[index], index))
    for index in by_remainder[:left]:
        whole[index] += 1
    return tuple(Money(count * unit, total.currency) for count in whole)
