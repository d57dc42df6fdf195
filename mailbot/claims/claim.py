"""What the buyer says is wrong, line by line."""

from dataclasses import dataclass
from decimal import Decimal

from mailbot.policy.claim_type import ClaimType


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One line of a claim: ``affected`` units of ``sku`` lost ``loss`` of their value (0 to 1).

    Without ``sku``, a missing or wrong pallet is all that is on ``pallet``, and not_delivered the whole lot.
    """

    sku: str
    type: ClaimType
    affected: int
    loss: Decimal = Decimal(1)
    problem: str = ""  # the buyer's words
    received_unit_retail: Decimal | None = None  # what came instead (wrong_item)
    pallet: str | None = None
    row: int | None = None  # of the manifest, where one SKU has several
    in_words: bool = False  # read from a letter, not from a sheet: ``loss`` was not stated


@dataclass(frozen=True, slots=True)
class Surplus:
    """Units that came without being on the manifest."""

    sku: str
    units: int
    unit_retail: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """All that a buyer claims on one order."""

    lines: tuple[ClaimLine, ...] = ()
    surplus: tuple[Surplus, ...] = ()

    @property
    def types(self) -> tuple[ClaimType, ...]:
        """The kinds of claim in it, in the order they appear."""
        return tuple(dict.fromkeys(line.type for line in self.lines))
