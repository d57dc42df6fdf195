"""Reckons a workbook's formulas as a spreadsheet program does: enough of the language for our own sheets."""

import re
from collections.abc import Callable, Iterable
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from math import floor
from typing import Any

from openpyxl import load_workbook

CELL = re.compile(r"\$?([A-Z]{1,2})\$?(\d+)(?::\$?([A-Z]{1,2})\$?(\d+))?")


class Column(list[float]):
    """A range: compared and multiplied cell by cell."""

    def __gt__(self, other: Any) -> "Column":
        return Column(float(value > other) for value in self)

    def __eq__(self, other: object) -> "Column":  # type: ignore[override]
        return Column(float(value == other) for value in self)

    def __mul__(self, other: Any) -> "Column":
        return Column(value * other for value in self)


def flat(values: Iterable[Any]) -> list[float]:
    return [number for value in values for number in (value if isinstance(value, list) else [value])]


def rounded(value: float, places: int) -> float:
    return float(Decimal(repr(value)).quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP))


def products(first: Any, second: Any = None) -> float:
    ones = [1.0] * len(flat([first]))
    return sum(a * b for a, b in zip(flat([first]), ones if second is None else flat([second]), strict=True))


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "SUM": lambda *values: sum(flat(values)),
    "MIN": lambda *values: min(flat(values)),
    "MAX": lambda *values: max(flat(values)),
    "ROUND": rounded,
    "INT": floor,
    "SUMPRODUCT": products,
}


class Book:
    """The first page of a workbook, reckoned on demand."""

    def __init__(self, content: bytes) -> None:
        self._written = load_workbook(BytesIO(content)).worksheets[0]
        self._known: dict[str, Any] = {}
        self.kept = load_workbook(BytesIO(content), data_only=True).worksheets[0]

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            written = self._written[name].value
            is_formula = isinstance(written, str) and self._written[name].data_type == "f"
            self._known[name] = self._reckon(written[1:]) if is_formula else written
        return self._known[name]

    def set(self, name: str, value: object) -> None:
        """Type something else into a cell."""
        self._written[name].value = value
        self._known.clear()

    def row_of(self, label: str, column: str = "A") -> int:
        return next(
            row for row in range(1, self._written.max_row + 1) if self._written[f"{column}{row}"].value == label
        )

    def formulas(self) -> list[str]:
        return [cell.coordinate for row in self._written.iter_rows() for cell in row if cell.data_type == "f"]

    def _reckon(self, formula: str) -> Any:
        # IF becomes Python's own choice, so that what is not chosen is not reckoned (a division by zero).
        python = CELL.sub(self._cell, _choices(formula)).replace("<>", "!=")
        python = re.sub(r"(?<![<>=!])=(?!=)", "==", python)
        return eval(python, {"__builtins__": {}}, {**FUNCTIONS, "c": self._value, "r": self._range})

    def _cell(self, found: re.Match[str]) -> str:
        return f"r('{found[1]}',{found[2]},{found[4]})" if found[3] else f"c('{found[1]}{found[2]}')"

    def _value(self, name: str) -> Any:
        return self[name] or 0

    def _range(self, column: str, first: int, last: int) -> Column:
        return Column(float(self[f"{column}{row}"] or 0) for row in range(first, last + 1))


def _choices(formula: str) -> str:
    """IF(a,b,c) -> ((b) if (a) else (c)), from the inside out."""
    while (start := formula.rfind("IF(")) >= 0:
        parts, depth, place = [""], 1, start + 3
        while depth:
            letter = formula[place]
            depth += {"(": 1, ")": -1}.get(letter, 0)
            if letter == "," and depth == 1:
                parts.append("")
            elif depth:
                parts[-1] += letter
            place += 1
        formula = f"{formula[:start]}(({parts[1]}) if ({parts[0]}) else ({parts[2]})){formula[place:]}"
    return formula
