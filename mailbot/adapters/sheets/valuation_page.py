"""A valuation as live formulas: change an input and every sum follows; untouched, it comes to the same cents."""

from collections.abc import Mapping
from decimal import Decimal
from math import floor
from typing import Any, Final

from mailbot.adapters.sheets.page import Page, cell, span
from mailbot.claims.inputs import Inputs
from mailbot.claims.money import minor_unit
from mailbot.claims.order import Order
from mailbot.claims.valuation import ToleranceResult, Valuation, ValuedLine

_HEADINGS: Final = (
    "sku", "description", "type", "quantity", "units", "share_lost", "retail", "at_stake", "of_lot", "kept", "exact",
    "coins", "remainder", "amount",
)  # fmt: skip
_AT: Final = {name: column for column, name in enumerate(_HEADINGS)}
_INPUTS: Final = 2  # the first row of each block; blocks stand one below the other
_ZERO: Final = Decimal(0)


class ValuationPage:
    """Fills one page: inputs, tolerances, lines, sums, and the working in words."""

    def __init__(self, book: Any, order: Order, valuation: Valuation, words: Mapping[str, str]) -> None:
        assert valuation.inputs is not None, "a valuation keeps what it was reckoned from"
        self._page = Page(book, "valuation")
        self._words, self._number, self._worth, self._in = words, order.number, valuation, valuation.inputs
        self._unit = minor_unit(order.currency)
        self._places = -int(self._unit.as_tuple().exponent)  # 2 for dollars, 0 for yen
        self._money = book.add_format({"num_format": "#,##0" + (f".{'0' * self._places}" if self._places else "")})
        self._tolerances = _INPUTS + 13
        self._first = self._tolerances + len(valuation.tolerances) + 3
        self._last = self._first + max(len(valuation.lines), 1) - 1
        self._sums = self._last + 2
        self._rest = _rest_of_claim(valuation, valuation.inputs)

    def fill(self) -> None:
        """Write all blocks."""
        page = self._page
        page.words(0, 0, f"{self._words['valuation']} {self._number}", page.bold)
        self._write_inputs()
        self._write_tolerances()
        for column, name in enumerate(_HEADINGS):
            page.words(self._first - 1, column, self._words[name], page.bold)
        for row, line in enumerate(self._worth.lines, start=self._first):
            self._write_line(row, line)
        self._write_sums()
        page.words(self._sums + 9, 0, self._words["working"], page.bold)
        for row, step in enumerate(self._worth.working, start=self._sums + 10):
            page.words(row, 0, step)
        page.widths(34, 34, 16, 12, 12, 12, 12, 14, 12, 12, 14, 12, 12, 14)

    # --- inputs: label, figure

    def _write_inputs(self) -> None:
        known = self._in
        figures: tuple[tuple[str, Decimal | int], ...] = (
            ("lot", known.retail), ("lot_units", known.units), ("price", known.price), ("surplus", known.surplus),
            ("minimum", known.minimum), ("cap", known.cap), ("exactly", int(known.compare == "ge")),
            ("shipping", known.shipping), ("comes_back", known.shipping_share), ("premium", known.premium), ("tax", known.tax),
        )  # fmt: skip
        for row, (name, figure) in enumerate(figures, start=_INPUTS):
            self._page.words(row, 0, self._words[name])
            self._page.number(row, 1, figure)
        self._cells = {name: cell(row, 1) for row, (name, _) in enumerate(figures, start=_INPUTS)}
        at_stake = f"SUM({self._column('at_stake')})"
        row = _INPUTS + len(figures)
        self._page.words(row, 0, self._words["rest_of_claim"])
        formula = f"IF({at_stake}>0,MAX(0,{at_stake}-{self._cells['surplus']})/{at_stake},1)"
        self._cells["rest"] = self._page.formula(row, 1, formula, self._rest)

    # --- tolerances: basis, mode, rate, measured, part payable

    def _write_tolerances(self) -> None:
        for column, name in enumerate(("tolerance", "basis", "mode", "rate", "measured", "kept")):
            self._page.words(self._tolerances, column, self._words[name], self._page.bold)
        for number, result in enumerate(self._worth.tolerances):
            self._write_tolerance(number, result)

    def _write_tolerance(self, number: int, result: ToleranceResult) -> None:
        page, row = self._page, self._tolerances + 1 + number
        page.number(row, 0, number + 1)
        page.words(row, 1, result.basis)
        page.words(row, 2, result.mode)
        rate = page.number(row, 3, result.rate or _ZERO)
        measured = page.formula(row, 4, self._measured(number, result), result.measured)
        above = f"ROUND({measured},10)>ROUND({rate},10)"
        exactly = f"{self._cells['exactly']}*(ROUND({measured},10)=ROUND({rate},10))"
        kept = {"none": "1", "deductible": f"IF({measured}>0,MAX(0,1-{rate}/{measured}),0)"}.get(result.mode, "1")
        formula = "1" if result.mode == "none" else f"IF(({above})+{exactly}>0,{kept},0)"
        page.formula(row, 5, formula, self._kept(number))

    def _measured(self, number: int, result: ToleranceResult) -> str:
        column = "units" if result.basis == "units" and self._in.units else "of_lot"
        cells = [
            cell(row, _AT[column]) for row, line in enumerate(self._worth.lines, self._first) if line.rule == number
        ]
        total = "+".join(cells)
        return f"({total})/{self._cells['lot_units']}" if column == "units" else total

    def _kept(self, number: int) -> Decimal:
        return next((line.kept for line in self._worth.lines if line.rule == number), Decimal(1))

    # --- lines

    def _write_line(self, row: int, line: ValuedLine) -> None:
        page = self._page
        for name, said in (("sku", line.sku), ("description", line.description), ("type", str(line.type))):
            page.words(row, _AT[name], said)
        page.number(row, _AT["quantity"], line.quantity)
        units, lost = page.number(row, _AT["units"], line.units), page.number(row, _AT["share_lost"], line.loss)
        counted = line.units * line.loss
        each = page.number(row, _AT["retail"], line.at_stake / counted if counted else _ZERO)
        at_stake = page.formula(row, _AT["at_stake"], f"{units}*{lost}*{each}", line.at_stake)
        of_lot = self._write_share(row, line, at_stake)
        kept = "1" if line.rule is None else cell(self._tolerances + 1 + line.rule, 5)
        kept = page.formula(row, _AT["kept"], kept, line.kept)
        exact = line.share * self._rest * self._in.price * line.kept
        exactly = page.formula(row, _AT["exact"], f"{of_lot}*{self._cells['price']}*{kept}", exact)
        self._write_coins(row, line, exactly)

    def _write_share(self, row: int, line: ValuedLine, at_stake: str) -> str:
        share = f"{at_stake}/{self._cells['lot']}" if self._in.retail else repr(float(line.share))
        return self._page.formula(row, _AT["of_lot"], f"{share}*{self._cells['rest']}", line.share * self._rest)

    def _write_coins(self, row: int, line: ValuedLine, exactly: str) -> None:
        """Round down to whole coins; the coins left over go to the largest remainders, the earlier line first."""
        page, factor, left = self._page, cell(self._sums + 6, 1), cell(self._sums + 7, 1)
        in_coins = f"ROUND({exactly}*{factor}/{self._unit},8)"
        coins = page.formula(row, _AT["coins"], f"INT({in_coins})", floor(line.amount.amount / self._unit))
        rest = page.formula(row, _AT["remainder"], f"{in_coins}-{coins}", 0)
        all_rests = self._column("remainder")
        before = span(self._first, row, _AT["remainder"])
        rank = f"SUMPRODUCT(({all_rests}>{rest})*1)+SUMPRODUCT(({before}={rest})*1)"
        amount = f"ROUND(({coins}+IF({rank}<={left},1,0))*{self._unit},{self._places})"
        page.formula(row, _AT["amount"], amount, line.amount.amount, self._money)

    # --- sums

    def _write_sums(self) -> None:
        """Goods after minimum and cap, what comes back with them, and the total; cut to the cap from the goods first."""
        worth, known, top = self._worth, self._cells, self._sums
        exact, cap = f"SUM({self._column('exact')})", known["cap"]
        paid = f"SUMPRODUCT({self._column('of_lot')},{self._column('kept')})"
        shipping, premium, tax = (cell(top + row, 1) for row in (1, 2, 3))
        payable, any_ = cell(top + 4, 1), cell(top, 1)
        room = f"{cap}-{shipping}-{premium}-{tax}"
        goods = f"MAX(0,MIN({exact}*{any_},{room}))"
        something = int(bool(worth.gross.amount) and bool(worth.total.amount))
        rows: tuple[tuple[str, str, Decimal | int], ...] = (
            ("any", f"IF(({exact}>0)*(ROUND({exact},8)>={known['minimum']})>0,1,0)", something),
            (
                "shipping",
                self._rounded(f"{known['shipping']}*{known['comes_back']}*{any_}", cap),
                worth.shipping.amount,
            ),
            ("premium", self._rounded(f"{known['premium']}*{paid}*{any_}", f"{cap}-{shipping}"), worth.premium.amount),
            ("tax", self._rounded(f"{known['tax']}*{paid}*{any_}", f"{cap}-{shipping}-{premium}"), worth.tax.amount),
            ("payable", f"ROUND(ROUND({goods},8),{self._places})", worth.payable.amount),
            ("all", f"SUM({span(top + 1, top + 4, 1)})", worth.total.amount),
            ("kept", f"IF({exact}>0,{goods}/{exact},0)", int(bool(worth.payable.amount))),
            ("coins", f"ROUND({payable}/{self._unit},0)-SUM({self._column('coins')})", 0),
        )
        for row, (name, formula, value) in enumerate(rows, start=top):
            self._page.words(row, 0, self._words[name], self._page.bold if name in ("payable", "all") else None)
            self._page.formula(row, 1, formula, value, None if name in ("any", "kept", "coins") else self._money)

    def _rounded(self, exact: str, most: str) -> str:
        return f"MIN(ROUND(ROUND({exact},8),{self._places}),{most})"

    def _column(self, name: str) -> str:
        return span(self._first, self._last, _AT[name])


def _rest_of_claim(valuation: Valuation, known: Inputs) -> Decimal:
    at_stake = sum((line.at_stake for line in valuation.lines), _ZERO)
    return max(_ZERO, at_stake - known.surplus) / at_stake if at_stake else Decimal(1)
