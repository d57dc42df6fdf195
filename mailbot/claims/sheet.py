"""The claim sheet come back: rows somebody filled in -> a claim, every fault named by row and column.

Three columns are the buyer's: how many units are affected, what is wrong with them, and how much of their value is
lost. They are found by their headings, in English or Spanish, wherever they stand.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.claims.headings import Headings, headings_of
from mailbot.claims.manifest import Line
from mailbot.claims.order import Order
from mailbot.claims.problem import parts_of
from mailbot.errors import RowFault
from mailbot.policy.claim_type import ClaimType

Rows = Sequence[Sequence[object]]

_PERCENT = re.compile(r"(-?\d{1,9}(?:[.,]\d{1,9})?)\s*(%?)")
_UNITS = re.compile(r"\d{1,3}(?:,\d{3}){1,2}|\d{1,9}", re.ASCII)
# "2 pcs", "4 uds.": the word says what is counted and changes nothing.
_UNIT_WORDS = re.compile(
    r"(?<=\d) ?(?:pcs?|pieces?|units?|ea|each|items?|uds?|unid|unidad(?:es)?|pzas?|pzs?|piezas?|art[ií]culos?)\.?$",
    re.IGNORECASE,
)
_WHOLLY_LOST = frozenset({ClaimType.MISSING_UNITS, ClaimType.MISSING_PALLET, ClaimType.NOT_DELIVERED})
_BARE = re.compile(r"\d{1,9}(?:[.,]\d{1,9})?")
_HUNDRED = Decimal(100)
_COLUMNS = {"sku": "SKU", "affected": "quantity affected", "problem": "what is wrong", "loss": "% of value lost"}
_TOTALS = frozenset({"", "total", "totals", "totales", "sum", "suma"})


@dataclass(frozen=True, slots=True)
class _Filled:
    """One row as the buyer filled it in."""

    number: int
    sku: str
    affected: str
    problem: str
    loss: str
    row: str = ""  # of the manifest, as our own sheet numbers it


def is_claim_sheet(rows: Rows) -> bool:
    """Whether these rows have a claim sheet's headings."""
    return headings_of(rows) is not None


def read_claim(rows: Rows, order: Order, file: str) -> tuple[Claim, tuple[RowFault, ...]]:
    """Read a claim sheet; with a fault in a row, that row is not in the claim."""
    headings = headings_of(rows)
    if headings is None:
        allowed = f"a heading row with {', '.join(_COLUMNS.values())}"
        return Claim(), (RowFault(file, 1, "", "the columns of a claim sheet are not there", allowed),)
    filled = tuple(_filled(rows, headings))
    reading = _Reading(order, file, [row.loss for row in filled])
    lines = [line for row in filled for line in reading.lines_of(row)]
    return Claim(tuple(lines)), tuple(reading.faults)


def _filled(rows: Rows, headings: Headings) -> Iterator[_Filled]:
    columns = headings.columns
    for index, row in enumerate(rows[headings.index + 1 :], start=headings.index + 2):
        cells = {name: _text(row[place]) if place < len(row) else "" for name, place in columns.items()}
        filled = _Filled(
            index, cells["sku"], cells["affected"], cells["problem"], cells.get("loss", ""), cells.get("row", "")
        )
        something = filled.affected not in ("", "0") or filled.problem or filled.loss not in ("", "0")
        if something and not _is_total(filled):
            yield filled


def _is_total(filled: _Filled) -> bool:
    """Whether a row only adds up the others."""
    return filled.sku.lower().rstrip(":") in _TOTALS and not filled.problem


class _Reading:
    """Reads row by row; what is wrong is added to ``faults``."""

    def __init__(self, order: Order, file: str, losses: Sequence[str]) -> None:
        self._claimed: Counter[str] = Counter()  # units by SKU, all rows together
        self._rows = {(line.sku.lower(), str(line.row)): line for line in order.manifest.lines}
        self._lines: dict[str, Line] = {}
        for line in order.manifest.lines:
            known = self._lines.get(line.sku.lower())
            quantity = line.quantity + (known.quantity if known else 0)
            self._lines[line.sku.lower()] = replace(line, quantity=quantity)
        self._several = Counter(line.sku.lower() for line in order.manifest.lines)
        self._bare = {sku.lstrip("0"): sku for sku in self._lines if sku.isdecimal()}  # a spreadsheet drops zeros
        self._scale = _scale(losses)
        self._file = file
        self.faults: list[RowFault] = []

    def lines_of(self, filled: _Filled) -> list[ClaimLine]:
        """Return what a row claims; nothing, and its faults noted, if something in it is wrong."""
        before = len(self.faults)
        line = self._line(filled)
        affected = self._affected(filled, line)
        parts = parts_of(filled.problem, affected)
        if not filled.problem:
            self._fault(filled, "problem", "nothing stands there", "a few words: 3 missing, 2 smashed")
        losses = self._losses(filled, parts)
        if len(self.faults) > before or line is None:
            return []
        return [
            ClaimLine(line.sku, kind, units, loss, filled.problem, row=self._row(filled, line))
            for (kind, units), loss in zip(parts, losses, strict=True)
        ]

    def _losses(self, filled: _Filled, parts: Sequence[tuple[ClaimType, int]]) -> list[Decimal]:
        """Return the loss of each part; what stands in the sheet is the average over the row, and is kept as such."""
        if all(kind in _WHOLLY_LOST for kind, _ in parts):
            self._check_whole(filled)
            return [Decimal(1)] * len(parts)
        average = self._loss(filled, parts[0][0])
        whole = sum(units for kind, units in parts if kind in _WHOLLY_LOST)
        rest = sum(units for _, units in parts) - whole
        lost = average * (whole + rest) - whole
        if not whole or lost < 0:
            return [average] * len(parts)
        return [Decimal(1) if kind in _WHOLLY_LOST else lost / rest for kind, _ in parts]

    def _check_whole(self, filled: _Filled) -> None:
        """Let only 100 stand beside what is missing, or nothing: it lost all of its value."""
        said = filled.loss.replace(" ", "").removesuffix("%").removesuffix(".0")
        if said not in ("", "1", "100") or filled.loss.startswith("1 %") or filled.loss == "1%":
            what = f"{filled.loss} stands there, but what is missing lost all of its value"
            self._fault(filled, "loss", what, "100, or nothing")

    def _row(self, filled: _Filled, line: Line) -> int | None:
        """Say which row is meant only where the SKU alone does not."""
        several = self._several[filled.sku.lower()] > 1 and (filled.sku.lower(), filled.row) in self._rows
        return line.row if several else None

    def _line(self, filled: _Filled) -> Line | None:
        sku = filled.sku.lower()
        line = self._rows.get((sku, filled.row)) or self._lines.get(sku) or self._lines.get(self._bare.get(sku, ""))
        if line is None:
            self._fault(filled, "sku", f"{filled.sku or 'nothing'!r} is not on the manifest", "a SKU of the manifest")
        return line

    def _affected(self, filled: _Filled, line: Line | None) -> int:
        most = line.quantity if line else 0
        allowed = f"a whole number from 1 to {most}" if line else "a whole number"
        said = _UNIT_WORDS.sub("", filled.affected.removesuffix(".0"))
        said = said.replace(",", "") if _UNITS.fullmatch(said) else ""
        if not said or int(said) == 0:
            self._fault(filled, "affected", f"{filled.affected or 'nothing'!r} is no number of units", allowed)
            return 0
        if line is not None and int(said) > most:
            self._fault(filled, "affected", f"{said} is more than the {most} on the manifest", allowed)
        elif line is not None:
            self._add_up(filled, line, int(said))
        return int(said)

    def _add_up(self, filled: _Filled, line: Line, units: int) -> None:
        """Count what the rows of one SKU claim together."""
        sku, most = line.sku.lower(), self._lines[line.sku.lower()].quantity
        self._claimed[sku] += units
        if self._claimed[sku] > most:
            what = f"all rows of {line.sku} together claim {self._claimed[sku]}, the manifest has {most}"
            self._fault(filled, "affected", what, f"{most} in all rows together")

    def _loss(self, filled: _Filled, kind: ClaimType) -> Decimal:
        """Read the share of value lost: 25, 25 %, 0.25. What does not work lost all of it, unless the buyer says less."""
        if kind is ClaimType.DEAD and not filled.loss:
            return Decimal(1)
        found = _PERCENT.fullmatch(filled.loss)
        allowed = "a percentage from 0 to 100, such as 25"
        if found is None:
            said = repr(filled.loss) if filled.loss else "nothing"
            self._fault(filled, "loss", f"{said} is no percentage", allowed)
            return Decimal(0)
        loss = Decimal(found[1].replace(",", "."))
        if loss == 1 and not found[2] and self._scale is None:
            self._fault(filled, "loss", "1 can mean 1 % or all of it", "1 % or 100 %")
            return loss
        share = loss / _HUNDRED if found[2] or loss > 1 or (loss == 1 and self._scale == _HUNDRED) else loss
        if not 0 <= share <= 1:
            self._fault(filled, "loss", f"{filled.loss} is no share of the value", allowed)
        return share

    def _fault(self, filled: _Filled, column: str, what: str, allowed: str) -> None:
        self.faults.append(RowFault(self._file, filled.number, _COLUMNS[column], what, allowed))


def _scale(losses: Sequence[str]) -> Decimal | None:
    """Tell what a bare 1 means from the other bare figures of the column: 1 of 1, 1 of 100, or not to be told."""
    bare = [Decimal(said.replace(",", ".")) for said in losses if _BARE.fullmatch(said)]
    parts, percents = any(0 < figure < 1 for figure in bare), any(figure > 1 for figure in bare)
    if parts == percents:
        return None
    return Decimal(1) if parts else _HUNDRED


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str("" if cell is None else cell).split())
