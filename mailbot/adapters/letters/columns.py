"""A table in plain text: aligned columns, wide cells wrapped inside theirs."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap
from typing import Final

_GAP: Final = "  "
_NARROWEST: Final = 8

Row = tuple[str, ...]


def columns(rows: Sequence[Row], right: Sequence[bool], width: int) -> Iterator[str]:
    """Yield the lines of a table whose first row is its heading."""
    widths = _widths(rows, width)
    for number, row in enumerate(rows):
        yield from _row(row, widths, right)
        if number == 0:
            yield _GAP.join("-" * wide for wide in widths)


def _widths(rows: Sequence[Row], width: int) -> list[int]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    over = sum(widths) + len(_GAP) * (len(widths) - 1) - width
    if over > 0:
        widest = widths.index(max(widths))
        widths[widest] = max(_NARROWEST, widths[widest] - over)
    return widths


def _row(row: Row, widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    cells = [wrap(cell, wide, break_on_hyphens=False) or [""] for cell, wide in zip(row, widths, strict=True)]
    for pieces in zip_longest(*cells, fillvalue=""):
        placed = (
            piece.rjust(wide) if to_right else piece.ljust(wide)
            for piece, wide, to_right in zip(pieces, widths, right, strict=True)
        )
        yield _GAP.join(placed).rstrip()
