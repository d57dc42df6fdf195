"""Cells of a table somebody filled in, read one by one, every fault named."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal

from babel import Locale

from mailbot.errors import FaultyRows, RowFault

Rows = Sequence[Sequence[object]]

_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s<>,;\".]+")
_MONEY_SIGNS = re.compile(r"[\s$€£]|^(?:usd|eur|gbp|mxn|cad)\b|\b(?:usd|eur|gbp|mxn|cad)$", re.IGNORECASE)
# 1,299.00 and 1299.00; never guessed otherwise
_POINTED = re.compile(r"-?\d{1,3}(?:,\d{3}){0,4}(?:\.\d{1,6})?|-?\d{1,15}(?:\.\d{1,6})?", re.ASCII)
_WHOLE = re.compile(r"\d{1,3}(?:,\d{3}){1,2}|\d{1,9}", re.ASCII)
_CURRENCIES = frozenset(Locale("en").currencies)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)  # stands where a faulty moment stood; such a row is never taken


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the headings; ``number`` as the person sees it."""

    number: int
    cells: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """A table by its headings."""

    file: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def table_of(rows: Rows, file: str) -> Table:
    """Take the first filled row as headings (case, blanks and hyphens do not matter) and pass over empty rows."""
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(not _empty(cell) for cell in row)]
    if not filled:
        raise FaultyRows([RowFault(file, 1, "", "the file is empty", "a row of headings and rows below it")])
    headings = tuple(re.sub(r"[\s\-]+", "_", str(cell or "").strip().lower()) for cell in filled[0][1])
    below = tuple(
        Row(number, {name: cell for name, cell in zip(headings, row, strict=False) if name})
        for number, row in filled[1:]
    )
    return Table(file, headings, below)


@dataclass(slots=True)
class Cells:
    """Reads the cells of one row; what cannot be read is added to ``faults`` and ``faulty`` is set."""

    file: str
    row: Row
    faults: list[RowFault]
    faulty: bool = field(default=False)

    def fault(self, column: str, what: str, allowed: str) -> None:
        """Name a fault."""
        self.faulty = True
        self.faults.append(RowFault(self.file, self.row.number, column, what, allowed))

    def has(self, column: str) -> bool:
        """Whether something stands there."""
        return not _empty(self.row.cells.get(column))

    def text(self, column: str, default: str | None = None) -> str:
        """Read words; with no default they must be there."""
        cell = self.row.cells.get(column)
        if _empty(cell):
            if default is None:
                self.fault(column, "nothing stands there", "some text")
            return default or ""
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))  # a spreadsheet makes 10442.0 of an order number
        return " ".join(str(cell).split())

    def one_of(self, column: str, known: Sequence[str]) -> str:
        """Read one of a few words."""
        word = self.text(column).lower().replace(" ", "_").replace("-", "_")
        if word and word not in known:
            self.fault(column, f"{word!r} is not known", ", ".join(known))
        return word

    def amount(self, column: str, default: str | None = None) -> Decimal:
        """Read an exact sum, not below zero."""
        cell = self.row.cells.get(column)
        if _empty(cell) and default is not None:
            return Decimal(default)
        said = _MONEY_SIGNS.sub("", str(cell if cell is not None else ""))
        if not _POINTED.fullmatch(said):
            self.fault(column, f"{cell!r} is no sum", "a number such as 1299.00 or $1,299.00")
            return Decimal(0)
        amount = Decimal(said.replace(",", ""))
        if amount < 0:
            self.fault(column, f"{said} is below zero", "zero or more")
        return amount

    def whole(self, column: str) -> int:
        """Read a whole number, not below zero."""
        cell = self.row.cells.get(column)
        said = self.text(column)
        if not _WHOLE.fullmatch(said):
            self.fault(column, f"{cell!r} is no whole number", "a whole number, zero or more")
            return 0
        return int(said.replace(",", ""))

    def moment(self, column: str) -> datetime:
        """Read a date, with or without time; UTC unless it says a zone."""
        cell = self.row.cells.get(column)
        if isinstance(cell, datetime):
            return cell if cell.tzinfo else cell.replace(tzinfo=UTC)
        if isinstance(cell, date):
            return datetime.combine(cell, time(), UTC)
        try:
            found = datetime.fromisoformat(str(cell or "").strip())
        except ValueError:
            self.fault(column, f"{cell!r} is no date", "2026-05-29 or 2026-05-29 16:40")
            return _EPOCH
        return found if found.tzinfo else found.replace(tzinfo=UTC)

    def addresses(self, column: str) -> tuple[str, ...]:
        """Read one or more mail addresses."""
        found = tuple(part.strip().lower() for part in self.text(column).split(";") if part.strip())
        for address in found:
            if not _ADDRESS.fullmatch(address):
                self.fault(column, f"{address!r} is no mail address", "name@example.com, several separated by ;")
        return found

    def currency(self, column: str) -> str:
        """Read a currency."""
        word = self.text(column).upper()
        if word and word not in _CURRENCIES:
            self.fault(column, f"{word!r} is no currency", "a currency of ISO 4217 such as USD")
        return word if word in _CURRENCIES else "USD"

    def country(self, column: str) -> str:
        """Read a country."""
        word = self.text(column).upper()
        if word and word not in Locale("en").territories:
            self.fault(column, f"{word!r} is no country", "two letters of ISO 3166 such as US")
        return word


def _empty(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
