"""Which part of the freight comes back with the goods."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from mailbot.claims.goods import Paid
from mailbot.claims.order import Order
from mailbot.policy.claim_type import ClaimType, names
from mailbot.policy.policy import Policy

_DID_NOT_COME = (ClaimType.MISSING_UNITS, ClaimType.MISSING_PALLET, ClaimType.WRONG_PALLET, ClaimType.NOT_DELIVERED)


@dataclass(frozen=True, slots=True)
class Freight:
    """A sum of freight, the clauses it rests on, and the reckoning in words."""

    amount: Fraction
    clauses: tuple[str, ...]
    words: tuple[str, ...]


def freight(order: Order, policy: Policy, paid: Sequence[Paid]) -> Freight:
    """Reckon freight rule by rule; each stake falls under the first rule that names its type."""
    total, seen = Fraction(0), set[int]()
    clauses: list[str] = []
    words: list[str] = []
    for index, rule in enumerate(policy.valuation.shipping):
        mine = [
            i
            for i, item in enumerate(paid)
            if i not in seen and names(rule.claim or _DID_NOT_COME, item.stake.line.type)
        ]
        seen.update(mine)
        part, said = _part(rule.by, order, [paid[i] for i in mine if paid[i].kept and paid[i].share])
        if part:
            total += part * Fraction(order.shipping.amount)
            clauses.append(f"valuation.shipping.{index}")
            words.append(f"Shipping: {said} of {order.shipping}")
    return Freight(min(total, Fraction(order.shipping.amount)), tuple(clauses), tuple(words))


def _part(by: str, order: Order, paid: Sequence[Paid]) -> tuple[Fraction, str]:
    match by:
        case "units" if order.manifest.units:
            units = sum((item.stake.units * item.kept for item in paid), Fraction(0))
            counted = sum(item.stake.units for item in paid)
            return units / order.manifest.units, f"{counted} of {order.manifest.units} units{_scaled(paid)}"
        case "pallets" if _pallets(order):
            gone = _gone(paid)
            return sum(gone.values(), Fraction(0)) / _pallets(
                order
            ), f"{len(gone)} of {_pallets(order)} pallets{_scaled(paid)}"
        case "full" if paid:
            goods = sum((item.share for item in paid), Fraction(0))
            return sum((item.share * item.kept for item in paid), Fraction(0)) / goods, f"all{_scaled(paid)}"
        case _:
            return Fraction(0), ""


def _gone(paid: Sequence[Paid]) -> dict[str, Fraction]:
    """Count each missing pallet once; one without a number on file counts by the claim's own count."""
    gone: dict[str, Fraction] = {}
    for place, item in enumerate(paid):
        named = item.stake.pallets or {item.stake.line.pallet} - {None}
        ids = sorted(map(str, named)) or [f"unnumbered {place}.{n}" for n in range(item.stake.units)]
        for pallet in ids:
            gone[pallet] = max(item.kept, gone.get(pallet, Fraction(0)))
    return gone


def _pallets(order: Order) -> int:
    return order.pallets or len({row.pallet for row in order.manifest.lines if row.pallet})


def _scaled(paid: Sequence[Paid]) -> str:
    return ", less the tolerance" if any(item.kept < 1 for item in paid) else ""
