"""The list of goods of a lot."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a manifest; ``unit_retail`` in the order's currency."""

    row: int  # 1 is the first line below the heading
    sku: str
    description: str
    quantity: int
    unit_retail: Decimal
    pallet: str | None = None

    @property
    def extended_retail(self) -> Decimal:
        """Quantity times unit retail (E_i)."""
        return self.quantity * self.unit_retail


@dataclass(frozen=True, slots=True)
class Manifest:
    """All lines of a lot; empty for an unmanifested lot."""

    lines: tuple[Line, ...] = ()

    @property
    def units(self) -> int:
        """All units (U)."""
        return sum(line.quantity for line in self.lines)

    @property
    def retail(self) -> Decimal:
        """Total extended retail (E)."""
        return sum((line.extended_retail for line in self.lines), Decimal(0))
