"""Spreadsheets that come by mail."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.message import Attachment
from mailbot.mail.table import MOST_ROWS, is_sheet, rows_of


def book(*rows: tuple[object, ...]) -> bytes:
    content = BytesIO()
    workbook = xlsxwriter.Workbook(content, {"in_memory": True})
    sheet = workbook.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    workbook.close()
    return content.getvalue()


def test_a_workbook() -> None:
    content = book(("sku", "quantity", "share"), ("A-1", 12, 0.5), ("B-2", 3.0, ""))
    assert rows_of(Attachment("claim.xlsx", "x", content)) == (
        ("sku", "quantity", "share"),
        ("A-1", "12", "0.5"),
        ("B-2", "3", ""),
    )


def test_rows_keep_their_numbers() -> None:
    content = book((), (), ("sku",))
    rows = rows_of(Attachment("claim.xlsx", "x", content))
    assert isinstance(rows, tuple)
    assert rows[2] == ("sku",)


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_separated_values(mark: str) -> None:
    text = f"sku{mark}quantity\r\nA{mark}1\r\n\r\n"
    assert rows_of(Attachment("claim.csv", "text/csv", text.encode())) == (("sku", "quantity"), ("A", "1"))


def test_an_old_charset() -> None:
    assert rows_of(Attachment("c.csv", "text/csv", "artículo,daño\nA,1".encode("cp1252"))) == (
        ("artículo", "daño"),
        ("A", "1"),
    )


def test_a_bomb_is_not_unpacked() -> None:
    content = BytesIO()
    with ZipFile(content, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 20_000_000)
    assert rows_of(Attachment("c.xlsx", "x", content.getvalue())) == "it unpacks to far more than it should"


def test_no_more_rows_than_we_read() -> None:
    assert rows_of(Attachment("c.csv", "text/csv", b"a,b\n" * (MOST_ROWS + 10))) == "it has more than 50,000 rows"


def test_what_is_a_sheet() -> None:
    assert is_sheet(Attachment("Claim.XLSX", "application/octet-stream", b""))
    assert not is_sheet(Attachment("photo.jpg", "image/jpeg", b""))


@given(st.binary(max_size=400), st.sampled_from(["c.csv", "c.xlsx", "c.xls", "c.ods"]))
def test_any_bytes(content: bytes, name: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        assert isinstance(rows_of(Attachment(name, "x", start + content)), tuple | str)
