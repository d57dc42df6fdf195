"""A claim sheet come back: what it claims, and each fault by row, column, what, what is allowed."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.claims.headings import headings_of
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.problem import kind_of, parts_of
from mailbot.claims.sheet import is_claim_sheet, read_claim
from mailbot.policy.claim_type import ClaimType
from tests.claims.lots import order

HEADINGS = ("SKU", "Qty Affected", "Description of Problem", "% of Loss in Value")


def claimed(*rows: tuple[object, ...], manifest: Manifest | None = None) -> list[tuple[object, ...]]:
    sold = order(manifest) if manifest else order()
    claim, faults = read_claim((HEADINGS, *rows), sold, "c.xlsx")
    assert [str(fault) for fault in faults] == []
    return [(line.sku, line.type, line.affected, str(line.loss)) for line in claim.lines]


def fault(*row: object, manifest: Manifest | None = None) -> tuple[str, str]:
    """The one fault of one row: its column and what it says."""
    claim, faults = read_claim((HEADINGS, row), order(manifest) if manifest else order(), "c.xlsx")
    assert claim == Claim()
    assert [(found.file, found.row) for found in faults] == [("c.xlsx", 2)]
    assert faults[0].allowed
    return faults[0].column, faults[0].what


def test_the_standard_sheet() -> None:
    assert claimed(("VACUUM", 3, "3 Missing", "100%"), ("FRYER", 4.0, "smashed", 60), ("TOASTER", None, "", "")) == [
        ("VACUUM", ClaimType.MISSING_UNITS, 3, "1"),
        ("FRYER", ClaimType.DAMAGE, 4, "0.6"),
    ]


@pytest.mark.parametrize("said", [0.25, "0.25", "0,25", 25, "25", "25%", "25 %", 25.0])
def test_a_quarter_however_it_is_written(said: object) -> None:
    ((_, _, _, loss),) = claimed(("FRYER", 4, "dented", said))
    assert Decimal(str(loss)) == Decimal("0.25")


def test_one_is_all_of_it_only_where_units_are_missing() -> None:
    assert claimed(("FRYER", 4, "missing", 1)) == [("FRYER", ClaimType.MISSING_UNITS, 4, "1")]
    assert fault("FRYER", 4, "smashed", 1) == ("% of value lost", "1 can mean 1 % or all of it")
    assert claimed(("FRYER", 4, "smashed", "1 %")) == [("FRYER", ClaimType.DAMAGE, 4, "0.01")]


def test_the_rest_of_the_column_tells_what_one_means() -> None:
    assert [row[3] for row in claimed(("FRYER", 4, "smashed", 1), ("BLENDER", 2, "smashed", 0.5))] == ["1", "0.5"]
    assert [row[3] for row in claimed(("FRYER", 4, "smashed", 1), ("BLENDER", 2, "smashed", 50))] == ["0.01", "0.5"]


@pytest.mark.parametrize(
    ("row", "column", "what"),
    [
        (("FRYER", 19, "smashed", 60), "quantity affected", "19 is more than the 18 on the manifest"),
        (("FRYER", "four", "smashed", 60), "quantity affected", "'four' is no number of units"),
        (("FRYER", -4, "smashed", 60), "quantity affected", "'-4' is no number of units"),
        (("FRYER", 2.5, "smashed", 60), "quantity affected", "'2.5' is no number of units"),
        (("FRYER", "2026-04-03", "smashed", 60), "quantity affected", "'2026-04-03' is no number of units"),
        (("FRYER", "", "smashed", 60), "quantity affected", "'nothing' is no number of units"),
        (("GRILL", 4, "smashed", 60), "SKU", "'GRILL' is not on the manifest"),
        (("", 4, "smashed", 60), "SKU", "'nothing' is not on the manifest"),
        (("FRYER", 4, "", 60), "what is wrong", "nothing stands there"),
        (("FRYER", 4, "smashed", 160), "% of value lost", "160 is no share of the value"),
        (("FRYER", 4, "smashed", -5), "% of value lost", "-5 is no share of the value"),
        (("FRYER", 4, "smashed", "half"), "% of value lost", "'half' is no percentage"),
        (("FRYER", 4, "smashed", ""), "% of value lost", "nothing is no percentage"),
        (
            ("FRYER", 4, "missing", 30),
            "% of value lost",
            "30 stands there, but what is missing lost all of its value",
        ),
    ],
)
def test_each_fault_is_named(row: tuple[object, ...], column: str, what: str) -> None:
    assert fault(*row) == (column, what)


def test_the_sound_rows_stand_beside_the_faulty() -> None:
    rows = (HEADINGS, ("FRYER", 99, "smashed", 60), ("BLENDER", 2, "cracked jar", 25))
    claim, faults = read_claim(rows, order(), "c.xlsx")
    assert claim.lines == (ClaimLine("BLENDER", ClaimType.DAMAGE, 2, Decimal("0.25"), "cracked jar"),)
    assert [(found.row, found.allowed) for found in faults] == [(2, "a whole number from 1 to 18")]


def test_a_mixed_row_is_two_lines_that_keep_its_average() -> None:
    assert claimed(("FRYER", 5, "3 Missing, 2 Smashed", 80)) == [
        ("FRYER", ClaimType.MISSING_UNITS, 3, "1"),
        ("FRYER", ClaimType.DAMAGE, 2, "0.5"),
    ]


def test_an_average_below_what_is_missing_stays_the_average() -> None:
    assert [row[3] for row in claimed(("FRYER", 5, "3 missing, 2 smashed", 25))] == ["0.25", "0.25"]


def test_one_sku_on_several_rows() -> None:
    lot = Manifest(
        (Line(1, "A", "x", 5, Decimal(10)), Line(2, "A", "x", 3, Decimal(12)), Line(3, "B", "y", 1, Decimal(1)))
    )
    headings = ("Line", *HEADINGS)
    rows = (headings, (1, "A", 5, "missing", 100), (2, "A", 4, "missing", 100))
    claim, faults = read_claim(rows, order(lot), "c.xlsx")
    assert [(line.row, line.affected) for line in claim.lines] == [(1, 5)]
    assert [found.what for found in faults] == ["4 is more than the 3 on the manifest"]
    assert claimed(("A", 8, "missing", 100), manifest=lot) == [("A", ClaimType.MISSING_UNITS, 8, "1")]


def test_rows_of_one_sku_never_claim_more_than_there_was() -> None:
    rows = (HEADINGS, ("FRYER", 10, "missing", 100), ("FRYER", 10, "smashed", 50))
    _, faults = read_claim(rows, order(), "c.xlsx")
    assert [(found.row, found.what) for found in faults] == [
        (3, "all rows of FRYER together claim 20, the manifest has 18")
    ]


def test_a_number_that_lost_its_zeros_and_letters_of_either_case() -> None:
    lot = Manifest((Line(1, "00731", "x", 5, Decimal(10)), Line(2, "ab-1", "y", 5, Decimal(10))))
    assert [row[0] for row in claimed((731.0, 1, "missing"), ("AB-1", 1, "missing"), manifest=lot)] == ["00731", "ab-1"]


@pytest.mark.parametrize(
    "headings",
    [
        ("Row", "SKU", "Description", "Quantity", "Unit retail", "Quantity affected", "What is wrong", "% of value lost", "Retail at stake"),
        ("Qty", "Item Description", "UPC", "SKU", "% Loss", "Qty Affected", "Retail value lost", "Description of Problem"),
        ("Valor de lista afectado", "% del valor perdido", "Qué está mal", "Cantidad afectada", "SKU", "Descripción"),
        ("Código", "Cantidad con problema", "Problema", "Porcentaje de pérdida", "Precio de lista"),
        ("Item #", "Units damaged", "Issue", "Percent lost", "Qty"),
    ],
)  # fmt: skip
def test_columns_are_found_wherever_they_stand(headings: tuple[str, ...]) -> None:
    found = headings_of((("Claim sheet for order PS-1",), (), headings))
    assert found is not None
    assert found.index == 2
    wanted = {
        "sku": ("SKU", "Código", "Item #"),
        "affected": (
            "Quantity affected",
            "Qty Affected",
            "Cantidad afectada",
            "Cantidad con problema",
            "Units damaged",
        ),
        "problem": ("What is wrong", "Description of Problem", "Qué está mal", "Problema", "Issue"),
        "loss": ("% of value lost", "% Loss", "% del valor perdido", "Porcentaje de pérdida", "Percent lost"),
    }
    assert all(headings[found.columns[name]] in known for name, known in wanted.items())


def test_value_left_is_not_value_lost() -> None:
    rows = (("SKU", "Qty Affected", "Problem", "% of value left"), ("FRYER", 4, "smashed", 75))
    _, faults = read_claim(rows, order(), "c.xlsx")
    assert [found.what for found in faults] == ["nothing is no percentage"]


def test_totals_and_notes_are_passed_over() -> None:
    assert claimed(("FRYER", 4, "missing"), ("Total", 4), ("", 4), ("thank you", "", "")) == [
        ("FRYER", ClaimType.MISSING_UNITS, 4, "1")
    ]


def test_no_claim_sheet_is_said_to_be_none() -> None:
    rows = (("a", "b"), ("1", "2"))
    assert not is_claim_sheet(rows)
    claim, faults = read_claim(rows, order(), "c.xlsx")
    assert (claim, faults[0].what) == (Claim(), "the columns of a claim sheet are not there")


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("missing", ClaimType.MISSING_UNITS), ("short 3", ClaimType.MISSING_UNITS), ("faltan", ClaimType.MISSING_UNITS),
        ("no llegaron", ClaimType.MISSING_UNITS), ("smashed", ClaimType.DAMAGE), ("dañado", ClaimType.DAMAGE), ("rotas", ClaimType.DAMAGE),
        ("Crushed box", ClaimType.DAMAGE), ("dead on arrival", ClaimType.DEAD), ("doesn't work", ClaimType.DEAD),
        ("no funciona", ClaimType.DEAD), ("won't turn on", ClaimType.DEAD), ("broken, does not work", ClaimType.DEAD),
        ("wrong item", ClaimType.WRONG_ITEM), ("otro artículo", ClaimType.WRONG_ITEM), ("not as described", ClaimType.NOT_AS_DESCRIBED),
        ("no corresponde", ClaimType.NOT_AS_DESCRIBED), ("not identical to the listing", ClaimType.NOT_AS_DESCRIBED),
        ("missing charger", ClaimType.NOT_AS_DESCRIBED), ("falta el control", ClaimType.NOT_AS_DESCRIBED),
        ("fake", ClaimType.COUNTERFEIT), ("pallet missing", ClaimType.MISSING_PALLET), ("???", ClaimType.NOT_AS_DESCRIBED),
    ],
)  # fmt: skip
def test_what_is_wrong_in_the_buyers_words(words: str, kind: ClaimType) -> None:
    assert kind_of(words) is kind


@pytest.mark.parametrize(
    "words",
    [
        "3 Missing, 2 Smashed", "3 missing 2 smashed", "missing 3, smashed 2", "3 missing and 2 broken", "faltan 3 y 2 rotas",
        "3 faltan; 2 dañadas", "3 missing / 2 crushed", "1 missing, 2 smashed, 2 short", "3 units missing + 2 pcs cracked",
    ],
)  # fmt: skip
def test_counts_that_add_up_part_a_row(words: str) -> None:
    assert dict(parts_of(words, 5)) == {ClaimType.MISSING_UNITS: 3, ClaimType.DAMAGE: 2}


@pytest.mark.parametrize("words", ["3 missing, 1 smashed", "2 of 3 smashed", "smashed, about 50%, 5 in all", "smashed"])
def test_counts_that_do_not_part_nothing(words: str) -> None:
    assert parts_of(words, 5) == [(ClaimType.DAMAGE, 5)]


_CELL = st.one_of(
    st.none(),
    st.text(max_size=12),
    st.integers(-9, 99),
    st.floats(),
    st.sampled_from(["FRYER", "VACUUM", "1 %", "100"]),
)


@given(st.lists(st.lists(_CELL, max_size=6).map(tuple), max_size=6))
def test_any_rows_give_a_claim_within_the_manifest_or_faults(rows: list[tuple[object, ...]]) -> None:
    claim, faults = read_claim((HEADINGS, *rows), order(), "c.xlsx")
    quantities = {line.sku: line.quantity for line in order().manifest.lines}
    for sku, most in quantities.items():
        assert sum(line.affected for line in claim.lines if line.sku == sku) <= most
    assert all(line.affected > 0 and 0 <= line.loss <= 1 for line in claim.lines)
    assert all(1 < found.row <= len(rows) + 1 and found.column for found in faults)


@pytest.mark.parametrize("words", ["missing " * 7000, "3 " * 25_000, "%" * 50_000, "a" * 50_000, "value " * 9000])
def test_reading_stays_linear(words: str) -> None:
    before = time.perf_counter()
    parts_of(words, 5)
    headings_of(((words, words, words),))
    assert time.perf_counter() - before < 0.25
