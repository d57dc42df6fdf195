"""Spreadsheets that go out: the claim sheet to fill in, and a valuation whose cells reckon themselves."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter

from mailbot.adapters.sheets.claim_page import claim_page
from mailbot.adapters.sheets.page import TEXT_LIMIT, text
from mailbot.adapters.sheets.valuation_page import ValuationPage
from mailbot.adapters.sheets.words import words_in
from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation

__all__ = ["TEXT_LIMIT", "XlsxSheets", "text"]

# When a sheet is made is when the other side wrote: the file does not tell. And the same values make the same bytes.
_NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


class XlsxSheets:
    """Writes workbooks; party text only ever as typed strings, never as formulas or links."""

    def claim_sheet(self, order: Order, language: str) -> bytes:
        """Return the order's manifest with three columns for the buyer, checked as they type, and a live total."""
        return _book(lambda book: claim_page(book, order, words_in(language)))

    def valuation_sheet(self, order: Order, valuation: Valuation, language: str) -> bytes:
        """Return a valuation whose amounts are formulas that recompute to the same cents."""
        return _book(lambda book: ValuationPage(book, order, valuation, words_in(language)).fill())


def _book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": _NO_MOMENT})
    fill(book)
    book.close()
    return kept.getvalue()
