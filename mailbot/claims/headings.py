"""Which column of a claim sheet is which, told by its heading in English or Spanish, wherever it stands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

SEARCHED: Final = 30  # rows from the top
NEEDED: Final = ("sku", "affected", "problem")

_UNITS = r"(qty|quantity|units?|count|cantidad|cant\.?|unidades)"
_WRONG = (
    r"(affected|claimed|missing|damaged|short|with (a )?problem|wrong|afectad|reclamad|faltante|da[ñn]ad|con problema)"
)
_PERCENT = r"(%|per ?cent|pct|porcentaje|por ciento)"
_LOST = r"(loss|lost|p[eé]rdida|perdid)"


def _any(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


# Of each column the surest heading first; a heading is never two columns.
_TELLS: Final[Mapping[str, tuple[re.Pattern[str], ...]]] = {
    "loss": _any(rf"{_PERCENT}.*{_LOST}|{_LOST}.*{_PERCENT}", rf"^(?!.*(retail|\$|lista)).*(value|valor).*{_LOST}", rf"{_LOST}.*(value|valor)"),
    "affected": _any(rf"\b{_UNITS}.*{_WRONG}|{_WRONG}.*\b{_UNITS}", r"^(?!.*(valu?e|valor|retail|lista|price|precio)).*(affected|afectad|reclamad)"),
    "problem": _any(
        r"what.{0,4} (is )?wrong|\b(problem|issue)|qu[eé] (pasa|ocurre|est[aá] mal|falla)",
        r"(description|descripci[oó]n).*(damage|defect|da[ñn]o)", r"^(damage|defect|reason|motivo|defecto|da[ñn]o)s?$",
    ),
    "sku": _any(r"\bsku\b", r"\b(item|product|article) ?(no\b|number|code|id\b|#)|art[ií]culo n|c[oó]digo|\b(upc|ean|asin|lpn)\b", r"^(item|art[ií]culo|modelo?)$"),
    "row": _any(r"^(manifest )?(row|line|fila|l[ií]nea)( ?(#|no\.?|number|n[uú]mero))?$"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Headings:
    """Where the table begins and which column is which."""

    index: int  # of the row of headings, from 0
    columns: Mapping[str, int]


def headings_of(rows: Sequence[Sequence[object]]) -> Headings | None:
    """Find the row of headings; it need not be the first."""
    for index, row in enumerate(rows[:SEARCHED]):
        cells = [" ".join(str("" if cell is None else cell).split())[:100] for cell in row]
        columns = _columns(cells)
        if all(name in columns for name in NEEDED):
            return Headings(index, columns)
    return None


def _columns(cells: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for name, tells in _TELLS.items():
        free = [place for place in range(len(cells)) if cells[place] and place not in found.values()]
        place = next((place for tell in tells for place in free if tell.search(cells[place])), None)
        if place is not None:
            found[name] = place
    return found
