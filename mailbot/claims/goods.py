"""Which part of the lot is payable: stakes, less what came unlisted, less what each tolerance rule keeps back."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mailbot.claims.claim import Claim
from mailbot.claims.order import Order
from mailbot.claims.rounding import to_decimal
from mailbot.claims.stake import Stake, surplus_retail
from mailbot.claims.working import overage_in_words, tolerance_in_words
from mailbot.policy.policy import Policy
from mailbot.policy.rules import Tolerance
from mailbot.policy.tolerance import passes, rule_for, share_kept


@dataclass(frozen=True, slots=True)
class ToleranceResult:
    """How the claim stands against one tolerance rule."""

    basis: str  # units, retail, price
    mode: str  # gate, deductible, none
    rate: Decimal | None
    measured: Decimal
    passed: bool


@dataclass(frozen=True, slots=True)
class Paid:
    """A stake's share of the lot after overage, and the part of it that tolerance leaves payable."""

    stake: Stake
    share: Fraction
    kept: Fraction
    rule: int | None = None  # its place among the results


@dataclass(frozen=True, slots=True)
class Goods:
    """All stakes with what is left of them; the results are in the order of the policy's rules."""

    paid: tuple[Paid, ...]
    tolerances: tuple[ToleranceResult, ...] = ()
    clauses: tuple[str, ...] = ()
    overage: tuple[str, ...] = ()  # in words
    tolerance: tuple[str, ...] = ()  # in words
    problems: tuple[str, ...] = ()

    @property
    def share(self) -> Fraction:
        """The share of the lot that is wrong, before tolerance."""
        return sum((item.share for item in self.paid), Fraction(0))

    @property
    def payable(self) -> Fraction:
        """The share of the lot that is payable."""
        return sum((item.share * item.kept for item in self.paid), Fraction(0))


def goods_of(order: Order, claim: Claim, policy: Policy, stakes: Sequence[Stake]) -> Goods:
    """Set what came unlisted against the stakes, then measure each tolerance rule on the lines that fall under it."""
    factor, overage = _overage(claim, policy, stakes)
    shares = [stake.share * factor for stake in stakes]
    rules = [rule_for(policy.tolerance, stake.line.type, order.condition) for stake in stakes]
    kept = [Fraction(1)] * len(stakes)
    results, words, clauses = [], [], []
    counted = sorted({rule for rule, stake in zip(rules, stakes, strict=True) if rule is not None and stake.units})
    for index in counted:
        rule, mine = policy.tolerance[index], [i for i, found in enumerate(rules) if found == index]
        measured = _measured(rule, order, [stakes[i] for i in mine], [shares[i] for i in mine])
        passed = passes(rule, policy.valuation.compare, measured)
        for i in mine:
            kept[i] = share_kept(rule, policy.valuation.compare, measured)
        results.append(ToleranceResult(rule.basis or "", rule.mode, rule.rate, to_decimal(measured), passed))
        words.append(tolerance_in_words(index, rule, measured, passed=passed))
        clauses.append(f"tolerance.{index}")
    return Goods(
        tuple(map(Paid, stakes, shares, kept, [counted.index(rule) if rule in counted else None for rule in rules])),
        tuple(results),
        ("valuation.overage", *clauses) if overage else tuple(clauses),
        overage,
        tuple(words),
        _without_rule(stakes, rules),
    )


def _overage(claim: Claim, policy: Policy, stakes: Sequence[Stake]) -> tuple[Fraction, tuple[str, ...]]:
    at_stake = sum((stake.retail for stake in stakes), Fraction(0))
    surplus = surplus_retail(claim)
    if policy.valuation.overage != "offset" or not surplus or not at_stake:
        return Fraction(1), ()
    rest = max(Fraction(0), at_stake - surplus)
    return rest / at_stake, (overage_in_words(surplus, at_stake, rest),)


def _measured(rule: Tolerance, order: Order, stakes: Sequence[Stake], shares: Sequence[Fraction]) -> Fraction:
    """Measure on the rule's own basis; the price is shared out by retail, so both come to the same share."""
    if rule.basis != "units":
        return sum(shares, Fraction(0))
    units = order.manifest.units
    return Fraction(sum(stake.units for stake in stakes), units) if units else sum(shares, Fraction(0))


def _without_rule(stakes: Sequence[Stake], rules: Sequence[int | None]) -> tuple[str, ...]:
    types = {stake.line.type for stake, rule in zip(stakes, rules, strict=True) if rule is None and stake.units}
    return tuple(
        f"The policy has no tolerance rule for {claim} on such a lot; none was applied" for claim in sorted(types)
    )
