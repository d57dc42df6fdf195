"""Listings for people and for machines."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from rich.console import Console
from rich.table import Table

WIDE = 200  # where nobody's terminal says how wide it is

console = Console(width=None if sys.stdout.isatty() else WIDE)
complaints = Console(stderr=True)

Row = Mapping[str, object]


def listing(rows: Iterable[Row], columns: Sequence[str], *, as_json: bool, empty: str) -> None:
    """Print rows as a table, or one JSON object a line; ``empty`` says what to do when there are none."""
    taken = list(rows)
    if as_json:
        for row in taken:
            print(json.dumps(row, ensure_ascii=False, default=str))  # noqa: T201 - the listing itself
        return
    if not taken:
        console.print(empty, markup=False)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in taken:
        table.add_row(*(_cell(row.get(column)) for column in columns))
    console.print(table)


def say(text: str) -> None:
    """Print a line for a person."""
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def complain(text: str) -> None:
    """Print a line about what went wrong."""
    complaints.print(
        text, markup=False, highlight=False, soft_wrap=True, style="red" if complaints.is_terminal else None
    )


def _cell(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}Z"
    if isinstance(value, tuple | list | frozenset):
        return ", ".join(str(item) for item in value)
    return str(value)
