"""Sheets out: what is typed stays typed, and formulas come to the same cents."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from mailbot.adapters.sheets import TEXT_LIMIT, XlsxSheets, text
from mailbot.claims.claim import Claim, Surplus
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money
from mailbot.claims.problem import kind_of
from mailbot.claims.sheet import read_claim
from mailbot.claims.valuation import Valuation, value
from mailbot.claims.workbook import rows_of
from mailbot.demo.stories import fill_in
from mailbot.policy.claim_type import ClaimType
from tests.adapters.reckon import Book
from tests.claims.lots import KITCHEN, dollars, line, order, policy, tolerance
from tests.claims.test_worked_examples import FULL

SHEETS = XlsxSheets()


def reckoned(worth: Valuation, sold: Any = None) -> dict[str, Decimal]:
    """What the sheet's own formulas come to."""
    sold = sold or order()
    book = Book(SHEETS.valuation_sheet(sold, worth, "en"))
    top = book.row_of("Anything payable (1 yes, 0 no)")
    unit = worth.payable.amount
    sums = {
        name: exactly(book[f"B{top + row}"], unit)
        for row, name in enumerate(("shipping", "premium", "tax", "payable", "total"), 1)
    }
    first = book.row_of("SKU") + 1
    return sums | {f"line {n}": exactly(book[f"N{first + n}"], unit) for n in range(len(worth.lines))}


def exactly(figure: float, like: Decimal) -> Decimal:
    return Decimal(repr(float(figure))).quantize(like)


def expected(worth: Valuation) -> dict[str, Decimal]:
    sums = {
        "shipping": worth.shipping,
        "premium": worth.premium,
        "tax": worth.tax,
        "payable": worth.payable,
        "total": worth.total,
    }
    return {name: money.amount for name, money in sums.items()} | {
        f"line {n}": item.amount.amount for n, item in enumerate(worth.lines)
    }


CASES = {
    "gate": (order(), FULL, policy([tolerance("gate", "retail", "0.05")], buyer_premium="include")),
    "deductible": (order(), FULL, policy([tolerance("deductible", "retail", "0.05")], buyer_premium="include")),
    "units": (order(), FULL, policy([tolerance("gate", "units", "0.05", ClaimType.MISSING_UNITS), tolerance("none")])),
    "below": (order(), Claim((line("TOASTER", 5),)), policy([tolerance("gate", "retail", "0.05")])),
    "overage": (
        order(), Claim((line("VACUUM", 3),), (Surplus("T", 6, Decimal("34.95")),)), policy([tolerance("gate", "retail", "0.05")], overage="offset"),
    ),
    "cap": (
        order(credits=dollars("3600.00"), tax=dollars("31.50")), FULL, policy([tolerance("none")], tax="include", buyer_premium="include"),
    ),
    "minimum": (order(), FULL, policy([tolerance("none")], min_claim_value="400.00")),
    "never came": (order(tax=dollars("99.99")), Claim((line("", 1, "1", ClaimType.NOT_DELIVERED),)), policy()),
    "no retail": (
        order(Manifest((Line(1, "A", "Boxes", 40, Decimal(0)),)), pallets=4),
        Claim((line("", 1, "1", ClaimType.MISSING_PALLET, pallet="P1"),)),
        policy(unmanifested="pallets", shipping=[{"by": "pallets"}]),
    ),
    "nothing counts": (order(), Claim((line("UNKNOWN", 1),)), policy()),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_the_valuation_sheet_comes_to_the_same_cents(name: str) -> None:
    sold, claim, rules = CASES[name]
    worth = value(sold, claim, rules)
    assert reckoned(worth, sold) == expected(worth)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 12), st.integers(0, 100)), min_size=1, max_size=6),
    st.sampled_from(["gate", "deductible", "none"]),
    st.sampled_from(["units", "retail", "price"]),
    st.sampled_from(["0", "0.01", "0.05", "0.2"]),
    st.sampled_from(["USD", "JPY", "KWD"]),
    st.decimals("1", "99999", places=0),
)
def test_any_valuation_sheet_comes_to_the_same_coins(
    claimed: list[tuple[int, int, int]], mode: str, basis: str, rate: str, currency: str, bid: Decimal
) -> None:
    lines = tuple(
        line(
            KITCHEN.lines[row].sku,
            units,
            str(Decimal(loss) / 100),
            ClaimType.DAMAGE if loss % 2 else ClaimType.MISSING_UNITS,
        )
        for row, units, loss in claimed
    )
    sums: dict[str, Any] = {
        name: Money(getattr(order(), name).amount.quantize(Decimal(1)), currency)
        for name in ("buyer_premium", "shipping", "tax", "credits")
    }
    sold = replace(order(), winning_bid=Money(bid, currency), **sums)
    worth = value(sold, Claim(lines), policy([tolerance(mode, basis, rate)], buyer_premium="include"))
    assert reckoned(worth, sold) == expected(worth)


def test_the_sums_follow_an_input() -> None:
    book = Book(
        SHEETS.valuation_sheet(order(), value(order(), FULL, policy([tolerance("gate", "retail", "0.05")])), "en")
    )
    payable = f"B{book.row_of('Payable for goods')}"
    assert book[payable] == pytest.approx(356.77)
    book.set(f"D{book.row_of('Tolerance') + 1}", 0.12)
    assert book[payable] == 0
    book.set(f"D{book.row_of('Tolerance') + 1}", 0.05)
    book.set(f"B{book.row_of('Price that is shared out')}", 6300)
    assert book[payable] == pytest.approx(713.54)


def test_programs_that_do_not_reckon_show_the_same() -> None:
    worth = value(order(), FULL, policy([tolerance("deductible", "retail", "0.05")]))
    book = Book(SHEETS.valuation_sheet(order(), worth, "en"))
    assert book.kept[f"B{book.row_of('Payable for goods')}"].value == pytest.approx(199.27)
    first = book.row_of("SKU") + 1
    assert sum(book.kept[f"N{first + n}"].value for n in range(3)) == pytest.approx(199.27)
    assert book.kept[f"K{first}"].value == pytest.approx(book[f"K{first}"])


@pytest.mark.parametrize(
    "words", ["=1+1", "+cmd|' /C calc'!A0", "@SUM(A1)", "https://evil.example", "-2", "{=1}", "mailto:a@b.example"]
)
def test_party_text_stays_text(words: str) -> None:
    lot = Manifest((Line(1, words, words, 3, Decimal(5)),))
    sold = order(lot, number=words, title=words)
    worth = value(sold, Claim((line(words, 1),)), policy([tolerance("none")]))
    for content in (SHEETS.claim_sheet(sold, "en"), SHEETS.valuation_sheet(sold, worth, "es")):
        page = load_workbook(BytesIO(content)).worksheets[0]
        said = [cell for row in page.iter_rows() for cell in row if cell.value == words]
        assert said
        assert all(cell.data_type == "s" and cell.hyperlink is None for cell in said)


def test_words_are_cut_with_a_mark_and_lose_only_control_characters() -> None:
    assert text("a\x00b\nc\ud800") == "ab\nc"
    assert text("x" * 40_000).endswith("x [...]")
    assert len(text("x" * 40_000)) < TEXT_LIMIT + 10
    SHEETS.claim_sheet(order(Manifest((Line(1, "A", "x" * 40_000, 1, Decimal(1)),))), "en")


@pytest.mark.parametrize("language", ["en", "es", "fr"])
def test_a_claim_sheet_comes_back_as_the_claim(language: str) -> None:
    content = SHEETS.claim_sheet(order(), language)
    book = load_workbook(BytesIO(content))
    page = book.worksheets[0]
    page["F10"], page["G10"] = 3, "3 missing"
    page["F9"], page["G9"], page["H9"] = 4, "smashed", 60
    page["F8"], page["G8"], page["H8"] = 2, "rotas", 0.25
    filled = BytesIO()
    book.save(filled)
    claim, faults = read_claim(rows_of(filled.getvalue(), "claim.xlsx"), order(), "claim.xlsx")
    assert not faults
    assert [(item.sku, item.type, item.affected, item.loss) for item in claim.lines] == [
        ("BLENDER", ClaimType.DAMAGE, 2, Decimal("0.25")),
        ("FRYER", ClaimType.DAMAGE, 4, Decimal("0.6")),
        ("VACUUM", ClaimType.MISSING_UNITS, 3, Decimal(1)),
    ]
    assert value(order(), claim, policy([tolerance("gate", "retail", "0.05")])).payable == dollars("356.77")


def test_the_claim_sheet_checks_what_is_typed_and_adds_it_up() -> None:
    content = SHEETS.claim_sheet(order(), "en")
    page = load_workbook(BytesIO(content)).worksheets[0]
    rules = {str(rule.sqref): rule for rule in page.data_validations.dataValidation}
    assert rules["F10"].formula2 == "12"  # as many vacuums as there were
    assert rules["H8:H12"].formula2 == "100"
    assert page["F8"].protection.locked is False
    assert page["D8"].protection.locked is True
    book = Book(content)
    book.set("F10", 3)
    book.set("H10", 100)
    book.set("F9", 4)
    book.set("H9", 0.6)
    assert book["I13"] == pytest.approx(984.60)


def test_an_untouched_sheet_claims_nothing_and_an_empty_lot_has_a_sheet_too() -> None:
    assert read_claim(rows_of(SHEETS.claim_sheet(order(), "en"), "c.xlsx"), order(), "c.xlsx") == (Claim(), ())
    assert rows_of(SHEETS.claim_sheet(order(Manifest()), "en"), "c.xlsx")


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_problems_to_choose_from_are_read_back_as_what_they_say(language: str) -> None:
    page = load_workbook(BytesIO(SHEETS.claim_sheet(order(), language))).worksheets[0]
    (choice,) = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert (str(choice.sqref), choice.showErrorMessage) == ("G8:G12", False)  # other words may be typed
    assert [kind_of(words) for words in choice.formula1.strip('"').split(",")] == [
        ClaimType.MISSING_UNITS,
        ClaimType.DAMAGE,
        ClaimType.DEAD,
        ClaimType.WRONG_ITEM,
        ClaimType.NOT_AS_DESCRIBED,
    ]


def test_a_sheet_filled_in_as_the_demonstration_does() -> None:
    filled = fill_in(
        SHEETS.claim_sheet(order(), "en"), {"VACUUM": (3, "missing", "100"), "FRYER": (4, "smashed", "60")}
    )
    claim, faults = read_claim(rows_of(filled, "c.xlsx"), order(), "c.xlsx")
    assert not faults
    assert [(item.sku, item.affected, item.loss) for item in claim.lines] == [
        ("FRYER", 4, Decimal("0.6")),
        ("VACUUM", 3, Decimal(1)),
    ]


def test_merged_cells_and_formulas_without_a_result_are_named() -> None:
    book = load_workbook(BytesIO(SHEETS.claim_sheet(order(), "en")))
    page = book.worksheets[0]
    page["F8"], page["G8"], page["H8"] = "=1+1", "smashed", 50
    page["F9"], page["G9"], page["H9"] = 2, "smashed", 50
    page.merge_cells("G9:G10")
    page["F10"], page["H10"] = 3, 50
    kept = BytesIO()
    book.save(kept)
    claim, faults = read_claim(rows_of(kept.getvalue(), "c.xlsx"), order(), "c.xlsx")
    assert [item.sku for item in claim.lines] == ["FRYER"]
    assert [(found.row, found.column) for found in faults] == [(8, "quantity affected"), (10, "what is wrong")]


def test_a_sheet_does_not_tell_when_it_was_made() -> None:
    with time_machine.travel("2026-06-02T09:00:00Z"):
        then = SHEETS.claim_sheet(order(), "en")
    with time_machine.travel("2026-06-05T17:30:00Z"):
        assert SHEETS.claim_sheet(order(), "en") == then
