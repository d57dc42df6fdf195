"""The claim sheet: the manifest, three columns for the buyer, and a total that moves as they type."""

from collections.abc import Mapping
from typing import Any, Final

from mailbot.adapters.sheets.page import Page, span
from mailbot.claims.manifest import Line
from mailbot.claims.order import Order

HEADING: Final = 6  # the row of the table's headings, counted from 0
COLUMNS: Final = ("row", "sku", "description", "quantity", "retail", "affected", "problem", "loss", "at_stake")
BUYERS: Final = ("affected", "problem", "loss")
_RETAIL, _AFFECTED, _PROBLEM, _LOSS, _AT_STAKE = (
    COLUMNS.index(name) for name in ("retail", "affected", "problem", "loss", "at_stake")
)


def claim_page(book: Any, order: Order, words: Mapping[str, str]) -> None:
    """Fill the page; only the buyer's cells are open."""
    page = Page(book, "claim")
    page.sheet.protect("", {"format_columns": True, "sort": True})
    page.words(0, 0, f"{words['title']} {order.number}", page.bold)
    page.words(1, 0, words["how"])
    for row, name in enumerate(BUYERS, start=2):
        page.words(row, 0, f"{words[name]}: {words[f'{name}_how']}")
    for column, name in enumerate(COLUMNS):
        page.words(HEADING, column, words[name], page.bold)
    yellow = book.add_format({"bg_color": "#FFF7CC", "locked": False, "border": 1})
    first, last = HEADING + 1, HEADING + len(order.manifest.lines)
    for row, line in enumerate(order.manifest.lines, start=first):
        _line(page, row, line, yellow, words)
    if order.manifest.lines:
        page.sheet.data_validation(first, _LOSS, last, _LOSS, _from_to("decimal", 100, words, "loss"))
        page.sheet.data_validation(first, _PROBLEM, last, _PROBLEM, _problems(words))
        page.words(last + 1, _LOSS, words["total"], page.bold)
        page.formula(last + 1, _AT_STAKE, f"SUM({span(first, last, _AT_STAKE)})", 0, page.bold)
    page.sheet.freeze_panes(HEADING + 1, 0)
    page.widths(6, 16, 34, 10, 12, 18, 34, 16, 16)


def _line(page: Page, row: int, line: Line, yellow: Any, words: Mapping[str, str]) -> None:
    page.number(row, COLUMNS.index("row"), line.row)
    page.words(row, COLUMNS.index("sku"), line.sku)
    page.words(row, COLUMNS.index("description"), line.description or "-")
    page.number(row, COLUMNS.index("quantity"), line.quantity)
    page.number(row, _RETAIL, line.unit_retail)
    for name in BUYERS:
        page.sheet.write_blank(row, COLUMNS.index(name), None, yellow)
    page.sheet.data_validation(row, _AFFECTED, row, _AFFECTED, _from_to("integer", line.quantity, words, "affected"))
    loss = f"IF(H{row + 1}>1,H{row + 1}/100,H{row + 1})"  # 25 and 25 % alike
    page.formula(row, _AT_STAKE, f"ROUND(E{row + 1}*F{row + 1}*{loss},2)", 0)


def _from_to(kind: str, most: int, words: Mapping[str, str], name: str) -> dict[str, object]:
    return {
        "validate": kind,
        "criteria": "between",
        "minimum": 0,
        "maximum": most,
        "ignore_blank": True,
        "error_title": words[name],
        "error_message": words[f"{name}_how"],
    }


def _problems(words: Mapping[str, str]) -> dict[str, object]:
    """Offer the usual problems; anything else may be typed, such as counts of several."""
    return {
        "validate": "list",
        "source": words["problems"].split(","),
        "show_error": False,
        "input_title": words["problem"],
        "input_message": words["problem_how"],
    }
