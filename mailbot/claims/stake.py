"""What a claim line puts at stake: its units matched to the manifest, its loss within the policy's bounds."""

from dataclasses import dataclass, replace
from fractions import Fraction

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.order import Order
from mailbot.policy.claim_type import ClaimType, names, rule_types
from mailbot.policy.policy import Policy

_PALLETS = frozenset({ClaimType.MISSING_PALLET, ClaimType.WRONG_PALLET})
_WHOLE = _PALLETS | {ClaimType.NOT_DELIVERED}


@dataclass(frozen=True, slots=True)
class Stake:
    """One claim line as it counts."""

    line: ClaimLine
    description: str
    quantity: int  # on the manifest
    units: int  # of them that count
    loss: Fraction
    retail: Fraction  # units times unit retail times loss
    share: Fraction  # of the lot
    pallets: frozenset[str] = frozenset()
    clauses: tuple[str, ...] = ()
    problem: str = ""


def stakes_of(order: Order, claim: Claim, policy: Policy) -> tuple[Stake, ...]:
    """Match every line of the claim; what does not count stands there with nothing at stake, and its problem."""
    shelf = _Shelf(order.manifest)
    lines = [part for line in claim.lines for part in _spelled_out(line, order.manifest)]
    return tuple(_stake(line, order, policy, shelf) for line in lines)


def _spelled_out(line: ClaimLine, manifest: Manifest) -> list[ClaimLine]:
    """Spell out a whole pallet, or the whole lot, as every line on it."""
    if line.sku or line.type not in _WHOLE or (line.type in _PALLETS and line.pallet is None):
        return [line]
    rows = [row for row in manifest.lines if line.pallet in (None, row.pallet)]
    found = [replace(line, sku=row.sku, affected=row.quantity, pallet=row.pallet, row=row.row) for row in rows]
    return found or [line]


def _stake(line: ClaimLine, order: Order, policy: Policy, shelf: "_Shelf") -> Stake:
    if names(policy.eligibility.excluded_claims, line.type):
        excluded = "eligibility.excluded_claims"
        return _nothing(line, f"{line.sku}: {line.type} is not taken under {excluded}", (excluded,))
    if not order.manifest.retail:
        return _unlisted(line, order, policy)
    taken = shelf.take(line)
    if not taken:
        return _nothing(
            line, f"{line.sku or line.pallet or 'a line'}: not on the manifest, or claimed in full by another line"
        )
    units = sum(part for _, part in taken)
    loss, clauses, problem = _loss(line, taken, policy)
    retail = sum((Fraction(row.unit_retail) * part for row, part in taken), Fraction(0)) * loss
    if units < line.affected:
        problem = f"{line.sku}: {line.affected} claimed, {units} on the manifest; {units} count"
    rows = [row for row, _ in taken]
    return Stake(
        line,
        rows[0].description,
        sum(row.quantity for row in rows),
        units,
        loss,
        retail,
        retail / Fraction(order.manifest.retail),
        frozenset(row.pallet for row in rows if row.pallet),
        clauses,
        problem,
    )


def _loss(line: ClaimLine, taken: list[tuple[Line, int]], policy: Policy) -> tuple[Fraction, tuple[str, ...], str]:
    """Return the loss that counts: never more than claimed; nothing below the minimum, the maximum above it."""
    loss, problem = min(max(Fraction(line.loss), Fraction(0)), Fraction(1)), ""
    if line.type is ClaimType.WRONG_ITEM:
        loss, problem = _difference(line, taken[0][0], loss)
    key = next((like for like in rule_types(line.type) if like in policy.valuation.loss), None)
    if key is None:
        return loss, (), problem
    bounds = policy.valuation.loss[key]
    counted = Fraction(0) if loss < bounds.min else min(loss, Fraction(bounds.max))
    return counted, (f"valuation.loss.{key}",), problem


def _difference(line: ClaimLine, ordered: Line, claimed: Fraction) -> tuple[Fraction, str]:
    """Reckon the loss as the difference in retail value: what came instead is worth something."""
    if line.received_unit_retail is None:
        return claimed, f"{line.sku}: what came instead has no retail value on file; counted as claimed"
    if not ordered.unit_retail:
        return Fraction(0), ""
    lost = (Fraction(ordered.unit_retail) - Fraction(line.received_unit_retail)) / Fraction(ordered.unit_retail)
    return min(claimed, max(Fraction(0), lost)), ""


def _unlisted(line: ClaimLine, order: Order, policy: Policy) -> Stake:
    """Share a lot without retail values by pallets or units, as the policy says, never by guess."""
    if line.type is ClaimType.NOT_DELIVERED and not line.sku:
        return Stake(line, order.title, 1, 1, Fraction(1), Fraction(0), Fraction(1))
    by, loss = policy.valuation.unmanifested, min(max(Fraction(line.loss), Fraction(0)), Fraction(1))
    counted = {"pallets": order.pallets if line.type in _PALLETS else None, "units": order.manifest.units}.get(by or "")
    if not counted:
        return _nothing(
            line,
            f"{line.sku or line.type}: the lot has no retail values, and its share cannot be told from what is on file",
        )
    units = min(line.affected, counted)
    pallets = frozenset({line.pallet} if line.pallet else ())
    clause = ("valuation.unmanifested",)
    return Stake(line, "", counted, units, loss, Fraction(0), units * loss / counted, pallets, clause)


def _nothing(line: ClaimLine, problem: str, clauses: tuple[str, ...] = ()) -> Stake:
    return Stake(line, "", 0, 0, Fraction(0), Fraction(0), Fraction(0), clauses=clauses, problem=problem)


class _Shelf:
    """What is left of each manifest row while claim lines take from it: no unit is lost twice."""

    def __init__(self, manifest: Manifest) -> None:
        self._rows = manifest.lines
        self._left = [row.quantity for row in manifest.lines]

    def take(self, line: ClaimLine) -> list[tuple[Line, int]]:
        """Take the line's units from the rows of its SKU, in the manifest's order."""
        wanted = max(line.affected, 0)
        taken: list[tuple[Line, int]] = []
        for index in self._places(line):
            part = min(wanted, self._left[index])
            if part:
                self._left[index] -= part
                wanted -= part
                taken.append((self._rows[index], part))
        return taken

    def _places(self, line: ClaimLine) -> list[int]:
        places = [i for i, row in enumerate(self._rows) if row.sku == line.sku and line.row in (None, row.row)]
        return [i for i in places if line.pallet in (None, self._rows[i].pallet)] or places


def surplus_retail(claim: Claim) -> Fraction:
    """Return the retail value of what came without being on the manifest."""
    return sum((Fraction(extra.unit_retail) * max(extra.units, 0) for extra in claim.surplus), Fraction(0))
