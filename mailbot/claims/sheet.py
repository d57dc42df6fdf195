"""The claim sheet come back: rows somebody filled in -> a claim, every fault named by row and column.

Three columns are the buyer's: how many units are affected, what is wrong with them, and how much of their value is
lost. They are found by their headings, in English or Spanish, wherever they stand.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.claims.manifest import Line
from mailbot.claims.order import Order
from mailbot.claims.problem import parts_of
from mailbot.errors import RowFault
from mailbot.policy.claim_type import ClaimType

Rows = Sequence[Sequence[object]]

HEADINGS: Mapping[str, re.Pattern[str]] = {
    "sku": re.compile(r"\b(sku|item (no|number|code)|upc|lpn|c[oó]digo|art[ií]culo n)", re.IGNORECASE),
    "affected": re.compile(r"affected|afectad|qty (claimed|missing|damaged)|units claimed|reclamad", re.IGNORECASE),
    "problem": re.compile(r"what is wrong|problem|issue|description of|qu[eé] (pasa|ocurre|est[aá] mal)", re.IGNORECASE),
    "loss": re.compile(r"(value|valor).*(lost|perdid)|(lost|loss|p[eé]rdida|perdid).*(value|valor)|% ?(loss|lost)", re.IGNORECASE),
}  # fmt: skip
NEEDED = ("sku", "affected", "problem")
_PERCENT = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(%?)")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class _Filled:
    """One row as the buyer filled it in."""

    number: int
    sku: str
    affected: str
    problem: str
    loss: str


def is_claim_sheet(rows: Rows) -> bool:
    """Whether these rows have a claim sheet's headings."""
    return _heading_row(rows) is not None


def read_claim(rows: Rows, order: Order, file: str) -> tuple[Claim, tuple[RowFault, ...]]:
    """Read a claim sheet; with a fault in a row, that row is not in the claim."""
    columns = _heading_row(rows)
    if columns is None:
        allowed = "a heading row with SKU, quantity affected, what is wrong, % of value lost"
        return Claim(), (RowFault(file, 1, "", "the columns of a claim sheet are not there", allowed),)
    reading = _Reading(order, file)
    lines = [line for filled in _filled(rows, *columns) for line in reading.lines_of(filled)]
    return Claim(tuple(lines)), tuple(reading.faults)


def _heading_row(rows: Rows) -> tuple[int, dict[str, int]] | None:
    for index, row in enumerate(rows[:30]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            name = next((key for key, tells in HEADINGS.items() if tells.search(str(cell or ""))), None)
            if name is not None:
                found.setdefault(name, place)
        if all(name in found for name in NEEDED):
            return index, found
    return None


def _filled(rows: Rows, heading: int, columns: Mapping[str, int]) -> Iterator[_Filled]:
    for index, row in enumerate(rows[heading + 1 :], start=heading + 2):
        cells = {name: _text(row[place]) if place < len(row) else "" for name, place in columns.items()}
        filled = _Filled(index, cells["sku"], cells["affected"], cells["problem"], cells.get("loss", ""))
        if filled.sku and (filled.affected not in ("", "0") or filled.problem or filled.loss not in ("", "0")):
            yield filled


class _Reading:
    """Reads row by row; what is wrong is added to ``faults``."""

    def __init__(self, order: Order, file: str) -> None:
        self._lines: dict[str, Line] = {}
        for line in order.manifest.lines:
            known = self._lines.get(line.sku.lower())
            quantity = line.quantity + (known.quantity if known else 0)
            self._lines[line.sku.lower()] = Line(
                line.row, line.sku, line.description, quantity, line.unit_retail, line.pallet
            )
        self._file = file
        self.faults: list[RowFault] = []

    def lines_of(self, filled: _Filled) -> list[ClaimLine]:
        """Return what a row claims; nothing, and its faults noted, if something in it is wrong."""
        before = len(self.faults)
        line = self._line(filled)
        affected = self._affected(filled, line)
        parts = parts_of(filled.problem, affected)
        if not filled.problem:
            self._fault(filled, "what is wrong", "nothing stands there", "a few words: 3 missing, 2 smashed")
        losses = [self._loss(filled, kind) for kind, _ in parts]
        if len(self.faults) > before or line is None:
            return []
        return [
            ClaimLine(line.sku, kind, units, loss, filled.problem, pallet=None)
            for (kind, units), loss in zip(parts, losses, strict=True)
        ]

    def _line(self, filled: _Filled) -> Line | None:
        line = self._lines.get(filled.sku.lower())
        if line is None:
            self._fault(filled, "SKU", f"{filled.sku!r} is not on the manifest", "a SKU of the manifest")
        return line

    def _affected(self, filled: _Filled, line: Line | None) -> int:
        most = line.quantity if line else 0
        allowed = f"a whole number from 1 to {most}" if line else "a whole number"
        said = filled.affected.removesuffix(".0").replace(",", "")
        if not said.isdecimal() or int(said) == 0:
            self._fault(filled, "quantity affected", f"{filled.affected or 'nothing'!r} is no number of units", allowed)
            return 0
        if line is not None and int(said) > most:
            self._fault(filled, "quantity affected", f"{said} is more than the {most} on the manifest", allowed)
        return int(said)

    def _loss(self, filled: _Filled, kind: ClaimType) -> Decimal:
        """Read the share of value lost: 25, 25 %, 0.25. A missing unit lost all of it."""
        if kind in (ClaimType.MISSING_UNITS, ClaimType.NOT_DELIVERED):
            return Decimal(1)
        found = _PERCENT.fullmatch(filled.loss)
        allowed = "a percentage from 0 to 100, such as 25"
        if found is None:
            said = repr(filled.loss) if filled.loss else "nothing"
            self._fault(filled, "% of value lost", f"{said} is no percentage", allowed)
            return Decimal(0)
        try:
            loss = Decimal(found[1].replace(",", "."))
        except InvalidOperation:  # pragma: no cover - the pattern lets only numbers pass
            return Decimal(0)
        if loss == 1 and not found[2]:
            self._fault(filled, "% of value lost", "1 can mean 1 % or all of it", "1 % or 100 %")
            return loss
        share = loss / _HUNDRED if found[2] or loss > 1 else loss
        if not 0 <= share <= 1:
            self._fault(filled, "% of value lost", f"{filled.loss} is no share of the value", allowed)
        return share

    def _fault(self, filled: _Filled, column: str, what: str, allowed: str) -> None:
        self.faults.append(RowFault(self._file, filled.number, column, what, allowed))


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str("" if cell is None else cell).split())
