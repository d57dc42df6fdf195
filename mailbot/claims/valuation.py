"""What a claim is worth under a policy: formulas 1-14, exact decimals, printed working."""

from dataclasses import dataclass
from decimal import Decimal

from mailbot.claims.money import Money
from mailbot.policy.claim_type import ClaimType


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


@dataclass(frozen=True, slots=True)
class ToleranceResult:
    """How the claim stands against one tolerance rule."""

    basis: str  # units, retail, price
    mode: str  # gate, deductible, none
    rate: Decimal | None
    measured: Decimal
    passed: bool


@dataclass(frozen=True, slots=True)
class Valuation:
    """The worth of a claim: goods (``payable``), and what comes back with them, each rounded once."""

    share: Decimal  # of the lot's retail value, 0 to 1
    gross: Money  # goods value before tolerance, rounded
    tolerance: ToleranceResult | None
    payable: Money
    shipping: Money
    premium: Money
    tax: Money
    total: Money
    lines: tuple[ValuedLine, ...]
    clauses: tuple[str, ...]  # the policy's clauses that were used
    working: tuple[str, ...]  # one step a line, in words and figures
    problems: tuple[str, ...] = ()  # what a mediator should look at, in words
