"""Exact money: a decimal and its currency, rounded only where the rules say so."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from babel.numbers import get_currency_precision


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in one currency (ISO 4217)."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        assert isinstance(self.amount, Decimal), "money is never a float"

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + other._in(self.currency), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - other._in(self.currency), self.currency)

    def __mul__(self, factor: Decimal) -> "Money":
        return Money(self.amount * factor, self.currency)

    def __lt__(self, other: "Money") -> bool:
        return self.amount < other._in(self.currency)

    def __le__(self, other: "Money") -> bool:
        return self.amount <= other._in(self.currency)

    def __str__(self) -> str:
        return f"{self.currency} {self.rounded().amount:,}"

    def rounded(self) -> "Money":
        """Round half up to the currency's minor unit."""
        return Money(self.amount.quantize(minor_unit(self.currency), ROUND_HALF_UP), self.currency)

    def _in(self, currency: str) -> Decimal:
        if currency != self.currency:
            raise ValueError(f"cannot reckon {self.currency} with {currency}")
        return self.amount


def minor_unit(currency: str) -> Decimal:
    """Return the smallest coin: 0.01 for USD, 1 for JPY, 0.001 for KWD."""
    return Decimal(1).scaleb(-get_currency_precision(currency))


def zero(currency: str) -> Money:
    """Return no money."""
    return Money(Decimal(0), currency)
