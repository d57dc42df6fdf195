"""One page of a workbook: cells by kind, so that words never become formulas."""

import re
from decimal import Decimal
from typing import Any, Final

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

TEXT_LIMIT: Final = 32_000  # a cell holds 32,767 characters; what is cut is marked
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def text(said: str) -> str:
    """Return words as a cell may hold them: no control characters, cut with a mark where they are too long."""
    clean = _CONTROLS.sub("", said)
    return clean if len(clean) <= TEXT_LIMIT else f"{clean[:TEXT_LIMIT]} [...]"


class Page:
    """Writes cells by row and column, counted from 0, and gives back their names."""

    def __init__(self, book: Any, name: str) -> None:
        self.sheet: Any = book.add_worksheet(name)
        self.bold: Any = book.add_format({"bold": True})

    def words(self, row: int, column: int, said: str, form: Any = None) -> None:
        """Write words, always as words."""
        self.sheet.write_string(row, column, text(said), form)

    def number(self, row: int, column: int, value: Decimal | int, form: Any = None) -> str:
        """Write a figure and return its cell."""
        self.sheet.write_number(row, column, float(value), form)
        return cell(row, column)

    def formula(self, row: int, column: int, formula: str, value: Decimal | int, form: Any = None) -> str:
        """Write a formula with the value it has now, for programs that do not reckon, and return its cell."""
        self.sheet.write_formula(row, column, f"={formula}", form, float(value))
        return cell(row, column)

    def widths(self, *widths: int) -> None:
        """Set the columns' widths from the left."""
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)


def cell(row: int, column: int) -> str:
    """Return the name of a cell that stays when a formula is copied: $B$3."""
    name: str = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
    return name


def span(first: int, last: int, column: int) -> str:
    """Return the name of a part of a column: $H$5:$H$9."""
    name: str = xl_range_abs(first, column, last, column)
    return name
