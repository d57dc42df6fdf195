"""Spreadsheets that go out: the claim sheet to fill in, and a valuation whose cells reckon themselves."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

import xlsxwriter

from mailbot.claims.money import minor_unit
from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation

TEXT_LIMIT: Final = 32_000  # a cell holds 32,767 characters; what is cut is marked
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FIRST_ROW: Final = 6  # of the table's headings, counted from 0

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Claim sheet for order",
        "how": "Please fill in the three yellow columns for each line that has a problem, and leave the others empty.",
        "affected": "Quantity affected",
        "affected_how": "Units of this line with a problem, never more than its quantity.",
        "problem": "What is wrong",
        "problem_how": "A few words with counts: 3 missing, 2 smashed.",
        "loss": "% of value lost",
        "loss_how": "Missing is 100. A unit that kept 75 % of its value lost 25.",
        "row": "Line", "sku": "SKU", "description": "Description", "quantity": "Quantity", "retail": "Unit retail",
        "at_stake": "Retail at stake", "total": "Total", "valuation": "What the claim on this order is worth:",
        "units": "Units", "share_lost": "Value lost", "amount": "Amount", "working": "Working", "payable": "Payable for goods",
        "shipping": "Shipping", "premium": "Buyer's premium", "tax": "Tax", "all": "Total", "of_lot": "Share of the lot",
        "lot": "Retail value of the lot",
    },
    "es": {
        "title": "Hoja de reclamo del pedido",
        "how": "Complete las tres columnas amarillas de cada línea que tenga un problema y deje vacías las demás.",
        "affected": "Cantidad afectada",
        "affected_how": "Unidades de esta línea con problema, nunca más que su cantidad.",
        "problem": "Qué está mal",
        "problem_how": "Unas palabras con cantidades: 3 faltan, 2 rotas.",
        "loss": "% del valor perdido",
        "loss_how": "Lo que falta es 100. Una unidad que conserva el 75 % de su valor perdió 25.",
        "row": "Línea", "sku": "SKU", "description": "Descripción", "quantity": "Cantidad", "retail": "Precio de lista",
        "at_stake": "Valor de lista afectado", "total": "Total", "valuation": "Valor del reclamo de este pedido:",
        "units": "Unidades", "share_lost": "Valor perdido", "amount": "Importe", "working": "Cálculo",
        "payable": "A pagar por mercancía", "shipping": "Envío", "premium": "Prima del comprador", "tax": "Impuesto",
        "all": "Total", "of_lot": "Parte del lote", "lot": "Valor de lista del lote",
    },
}  # fmt: skip


class XlsxSheets:
    """Writes workbooks; party text only ever as typed strings, never as formulas or links."""

    def claim_sheet(self, order: Order, language: str) -> bytes:
        """Return the order's manifest with three columns for the buyer, checked as they type, and a live total."""
        return _book(lambda book: _claim_page(book, order, _words(language)))

    def valuation_sheet(self, order: Order, valuation: Valuation, language: str) -> bytes:
        """Return a valuation whose amounts are formulas that recompute to the same cents."""
        return _book(lambda book: _valuation_page(book, order, valuation, _words(language)))


def _words(language: str) -> Mapping[str, str]:
    return WORDS.get(language, WORDS["en"])


def _book(fill: Callable[[Any], None]) -> bytes:
    kept = BytesIO()
    book = xlsxwriter.Workbook(kept, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    fill(book)
    book.close()
    return kept.getvalue()


def _claim_page(book: Any, order: Order, words: Mapping[str, str]) -> None:
    bold, open_cell = (
        book.add_format({"bold": True}),
        book.add_format({"bg_color": "#FFF7CC", "locked": False, "border": 1}),
    )
    page = book.add_worksheet("claim")
    page.protect("", {"format_columns": True, "sort": True})
    _head(page, bold, f"{words['title']} {order.number}", [words["how"]])
    for row, key in enumerate(("affected", "problem", "loss"), start=2):
        page.write_string(row, 0, f"{words[key]}: {words[f'{key}_how']}")
    names = ("row", "sku", "description", "quantity", "retail", "affected", "problem", "loss", "at_stake")
    for column, name in enumerate(names):
        page.write_string(FIRST_ROW, column, words[name], bold)
    row = FIRST_ROW
    for row, line in enumerate(order.manifest.lines, start=FIRST_ROW + 1):
        page.write_number(row, 0, line.row)
        page.write_string(row, 1, text(line.sku))
        page.write_string(row, 2, text(line.description) or "-")
        page.write_number(row, 3, line.quantity)
        page.write_number(row, 4, float(line.unit_retail))
        for column in (5, 6, 7):
            page.write_blank(row, column, None, open_cell)
        page.write_formula(
            row, 8, f"=ROUND(E{row + 1}*F{row + 1}*IF(H{row + 1}>1,H{row + 1}/100,H{row + 1}),2)", None, 0
        )
        page.data_validation(row, 5, row, 5, _whole(line.quantity, words))
    page.data_validation(FIRST_ROW + 1, 7, max(row, FIRST_ROW + 1), 7, _share(words))
    page.write_string(row + 1, 7, words["total"], bold)
    page.write_formula(row + 1, 8, f"=SUM(I{FIRST_ROW + 2}:I{row + 1})", bold, 0)
    page.freeze_panes(FIRST_ROW + 1, 0)
    for column, width in enumerate((6, 16, 34, 10, 12, 18, 34, 16, 16)):
        page.set_column(column, column, width)


def _whole(most: int, words: Mapping[str, str]) -> dict[str, object]:
    return {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": most, "ignore_blank": True,
        "error_title": words["affected"], "error_message": words["affected_how"],
    }  # fmt: skip


def _share(words: Mapping[str, str]) -> dict[str, object]:
    return {
        "validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 100, "ignore_blank": True,
        "error_title": words["loss"], "error_message": words["loss_how"],
    }  # fmt: skip


def _valuation_page(book: Any, order: Order, valuation: Valuation, words: Mapping[str, str]) -> None:
    bold = book.add_format({"bold": True})
    money = book.add_format({"num_format": "#,##0" + ("." + "0" * _places(order) if _places(order) else "")})
    page = book.add_worksheet("valuation")
    _head(page, bold, f"{words['valuation']} {order.number}", [])
    for column, name in enumerate(("sku", "description", "quantity", "units", "share_lost", "amount")):
        page.write_string(2, column, words[name], bold)
    row = 2
    for row, line in enumerate(valuation.lines, start=3):
        page.write_string(row, 0, text(line.sku))
        page.write_string(row, 1, text(line.description))
        page.write_number(row, 2, line.quantity)
        page.write_number(row, 3, line.affected)
        page.write_number(row, 4, float(line.loss))
        page.write_number(row, 5, float(line.amount.amount), money)
    row = _sums(page, valuation, words, (row, bold, money))
    page.write_string(row + 2, 0, words["working"], bold)
    for number, step in enumerate(valuation.working, start=row + 3):
        page.write_string(number, 0, text(step))
    for column, width in enumerate((18, 34, 10, 10, 12, 14)):
        page.set_column(column, column, width)


def _sums(page: Any, valuation: Valuation, words: Mapping[str, str], place: tuple[int, Any, Any]) -> int:
    """Write what is added up; the goods are the sum of the lines, the total the sum of the parts."""
    row, bold, money = place
    page.write_string(row + 1, 4, words["payable"], bold)
    payable = float(valuation.payable.amount)
    page.write_formula(row + 1, 5, f"=SUM(F4:F{row + 1})" if row > 2 else "=0", money, payable)  # noqa: PLR2004 - the heading
    parts = (("shipping", valuation.shipping), ("premium", valuation.premium), ("tax", valuation.tax))
    for number, (name, part) in enumerate(parts, start=row + 2):
        page.write_string(number, 4, words[name])
        page.write_number(number, 5, float(part.amount), money)
    page.write_string(row + 5, 4, words["all"], bold)
    page.write_formula(row + 5, 5, f"=SUM(F{row + 2}:F{row + 5})", money, float(valuation.total.amount))
    return row + 5


def _places(order: Order) -> int:
    return -int(Decimal(minor_unit(order.currency)).as_tuple().exponent)


def _head(page: Any, bold: Any, title: str, lines: list[str]) -> None:
    page.write_string(0, 0, text(title), bold)
    for row, line in enumerate(lines, start=1):
        page.write_string(row, 0, line)


def text(said: str) -> str:
    """Return words as a cell may hold them: no control characters, cut with a mark where they are too long."""
    clean = _CONTROLS.sub("", said)
    return clean if len(clean) <= TEXT_LIMIT else f"{clean[:TEXT_LIMIT]} [...]"
