"""Spreadsheets as people make them: the right sheet of several, old and odd formats, and what is refused."""

from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mailbot.claims import workbook
from mailbot.claims.workbook import rows_of
from mailbot.errors import FaultyRows
from mailbot.mail.separated import separated

CLAIM = ("SKU", "Qty Affected", "Description of Problem", "% of Loss in Value")
ORDERS = ("order", "client", "buyer_email")


def book(*pages: tuple[str, list[tuple[object, ...]], bool]) -> bytes:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        for name, rows, visible in pages:
            page = made.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
            if not visible:
                page.hide()
    return content.getvalue()


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(FaultyRows) as refused:
        rows_of(content, name)
    (fault,) = refused.value.faults
    return fault.what


@pytest.mark.parametrize("headings", [CLAIM, ORDERS])
def test_of_several_sheets_the_one_with_known_headings(headings: tuple[object, ...]) -> None:
    notes: list[tuple[object, ...]] = [("Dear desk,",), ("the claim is on the next sheet",)]
    content = book(("notes", notes, True), ("claim", [headings, ("A-1", 2)], True))
    assert rows_of(content, "c.xlsx")[0] == headings


def test_a_hidden_sheet_is_not_read() -> None:
    content = book(("seen", [("a", "b")], True), ("old", [CLAIM, ("A-1", 2)], False))
    assert rows_of(content, "c.xlsx") == (("a", "b"),)


def test_without_known_headings_the_first_sheet_that_holds_anything() -> None:
    content = book(("empty", [], True), ("first", [("x",)], True), ("second", [("y",)], True))
    assert rows_of(content, "c.xlsx") == (("x",),)


def test_a_lone_cell_at_the_end_of_the_world_costs_nothing() -> None:
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        page = made.add_worksheet()
        page.write_row(0, 0, CLAIM)
        page.write_row(1, 0, ("A-1", 2, "missing", 1.0))
        page.write(1_048_575, 16_383, "stray")
    rows = rows_of(content.getvalue(), "c.xlsx")
    assert len(rows) == 2
    assert rows[1][:4] == ("A-1", "2", "missing", "1")


def test_a_sheet_with_too_many_rows() -> None:
    content = book(("long", [("a",)] * 50_002, True))
    assert refusal(content, "c.xlsx") == "it has more than 50,000 rows"


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("sep=;\nsku;quantity\nA;1\n", ("A", "1")),
        ("sku|quantity\nA|1\n", ("A", "1")),
        ("sku;what\nA;3 missing, 2 smashed, 1 dead\nB;1, 2, 3, 4\n", ("A", "3 missing, 2 smashed, 1 dead")),
        ('sku,what\n"A","3 missing, 2 smashed"\n', ("A", "3 missing, 2 smashed")),
    ],
)
def test_separated_values_as_programs_write_them(text: str, row: tuple[str, ...]) -> None:
    assert rows_of(text.encode(), "c.csv")[1] == row


def test_utf_16_as_excel_saves_unicode_text() -> None:
    assert rows_of("sku\tdaño\nA\t1\n".encode("utf-16"), "c.csv") == (("sku", "daño"), ("A", "1"))


def test_plain_text_that_is_named_xls() -> None:
    assert rows_of(b"sku\tquantity\nA\t1\n", "export.xls") == (("sku", "quantity"), ("A", "1"))


def test_what_is_refused_is_said_in_words() -> None:
    locked = b"\xd0\xcf\x11\xe0" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    assert refusal(locked, "c.xlsx") == "it is protected by a password"
    assert refusal(b"PK\x03\x04 no archive", "c.xlsx") == "it is damaged"
    assert refusal(b"", "c.xlsx") == "it is empty"
    assert refusal(b"%PDF-1.7", "claim.pdf") == "this is no spreadsheet"
    assert refusal(_archive({"mimetype": b"x"}, ZIP_STORED), "c.xlsx") == "it is damaged"


def test_too_large_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_BYTES", 10)
    assert refusal(b"sku,quantity\n", "c.csv") == "the file is too large"


def test_a_member_that_lies_about_its_size_is_not_unpacked() -> None:
    content = bytearray(_archive({"xl/workbook.xml": b"<a>" + b" " * 5_000_000}, ZIP_DEFLATED))
    size = (5_000_003).to_bytes(4, "little")
    assert content.count(size) == 2
    assert refusal(bytes(content.replace(size, (9).to_bytes(4, "little"))), "c.xlsx") == "it is damaged"


@given(st.binary(max_size=300))
def test_separated_values_of_any_bytes(content: bytes) -> None:
    assert all(isinstance(cell, str) for row in separated(content) for cell in row)


@given(st.integers(0, 5000), st.integers(0, 255))
def test_a_workbook_with_a_wrong_byte(place: int, byte: int) -> None:
    content = bytearray(_SOUND)
    content[place % len(content)] = byte
    with suppress(FaultyRows):
        assert isinstance(rows_of(bytes(content), "c.xlsx"), tuple)


def _archive(members: dict[str, bytes], method: int) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w", method) as archive:
        for name, held in members.items():
            archive.writestr(name, held)
    return content.getvalue()


_SOUND = book(("claim", [CLAIM, ("A-1", 2, "missing", 0.25)], True))
