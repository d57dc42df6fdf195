"""Claim sheets as buyers send them back, saved by many programs in many forms, each with the claim that stands in it.

No library here writes the old .xls; that form is measured only by text that calls itself so, which shops' exports do.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZIP_DEFLATED, ZipFile

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mailbot.mail.files.kinds import OLD_OFFICE
from mailbot.mail.files.refusal import Refusal

Claimed = frozenset[tuple[str, str, int, Decimal]]
Row = Sequence[object]

ENGLISH = ("Row", "SKU", "Description", "Quantity", "Quantity affected", "What is wrong", "% of value lost")
SPANISH = ("Fila", "SKU", "Descripción", "Cantidad", "Cantidad afectada", "Qué está mal", "% de valor perdido")
OWN_WORDS = ("#", "Item no.", "Product", "Ordered", "Units damaged", "Problem", "Loss in %")
LOT = (
    ("BLENDER", "Blender", 24),
    ("FRYER", "Air fryer", 18),
    ("VACUUM", "Robot vacuum", 12),
    ("COFFEE", "Coffee maker", 30),
)
CLAIMED: Claimed = frozenset(
    {
        ("FRYER", "damage", 4, Decimal("0.6")),
        ("VACUUM", "missing_units", 3, Decimal(1)),
        ("COFFEE", "damage", 2, Decimal("0.25")),
    }
)
_MARKED = {"FRYER": (4, "dented", 60), "VACUUM": (3, "missing", 100), "COFFEE": (2, "cracked", 25)}


@dataclass(frozen=True)
class Sheet:
    """A sheet and its truth."""

    form: str
    name: str
    content: bytes
    lines: Claimed = CLAIMED
    faulty: bool = False  # whether faults are to be named
    refusal: Refusal | None = None


def rows(headings: Row = ENGLISH, marked: dict[str, tuple[object, object, object]] | None = None) -> list[Row]:
    """Return our sheet filled in."""
    filled = _MARKED if marked is None else marked
    body = [(n, sku, what, units, *filled.get(sku, ("", "", ""))) for n, (sku, what, units) in enumerate(LOT, 1)]
    return [headings, *body]


def moved(order: Sequence[int], table: list[Row]) -> list[Row]:
    """Put the columns in another order."""
    return [[row[place] for place in order] for row in table]


def xlsx(
    table: Sequence[Row], title: str = "Claim", change: Callable[[Workbook, Worksheet], None] | None = None
) -> bytes:
    """Save with openpyxl."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    page.title = title
    for row in table:
        page.append([None if cell == "" else cell for cell in row])
    if change is not None:
        change(book, page)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def other_xlsx(table: Sequence[Row]) -> bytes:
    """Save with xlsxwriter, strings inline as some programs do."""
    kept = BytesIO()
    with xlsxwriter.Workbook(kept, {"in_memory": True, "constant_memory": True}) as book:
        page = book.add_worksheet("Blad1")
        for number, row in enumerate(table):
            page.write_row(number, 0, list(row))
    return kept.getvalue()


def ods(table: Sequence[Row]) -> bytes:
    """Write OpenDocument by hand: a table of strings and numbers (OpenDocument 1.2 part 1 section 9)."""

    def cell(value: object) -> str:
        if isinstance(value, int):
            return f'<table:table-cell office:value-type="float" office:value="{value}"/>'
        return f'<table:table-cell office:value-type="string"><text:p>{value}</text:p></table:table-cell>'

    lines = "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in table)
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = f'<?xml version="1.0"?><office:document-content{names} office:version="1.2"><office:body><office:spreadsheet><table:table table:name="A">{lines}</table:table></office:spreadsheet></office:body></office:document-content>'
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return kept.getvalue()


def text(table: Sequence[Row], mark: str = ",", charset: str = "utf-8") -> bytes:
    """Write separated values."""
    kept = StringIO()
    csv.writer(kept, delimiter=mark, lineterminator="\r\n").writerows(table)
    return kept.getvalue().encode(charset)


def made_sheets() -> Iterator[Sheet]:
    """Make them all."""
    yield from _saved()
    yield from _changed()
    yield from _formulas()
    yield from _odd_cells()
    yield from _refused()


def _saved() -> Iterator[Sheet]:
    for language, headings in (("English", ENGLISH), ("Spanish", SPANISH), ("own words", OWN_WORDS)):
        table = rows(headings)
        yield Sheet(f"xlsx, {language}", "claim.xlsx", xlsx(table))
        yield Sheet(f"xlsx of another program, {language}", "claim.xlsx", other_xlsx(table))
        yield Sheet(f"ods, {language}", "claim.ods", ods(table))
        for mark, called in ((",", "commas"), (";", "semicolons"), ("\t", "tabs")):
            for charset in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
                form = f"csv, {called}, {charset}, {language}"
                yield Sheet(form, "claim.csv", text(table, mark, charset))
        yield Sheet(f"text called .xls, {language}", "claim.xls", text(table, "\t"))
        yield Sheet(f"xlsx without its ending, {language}", "claim", xlsx(table))
        order = [5, 1, 4, 2, 6, 0, 3]
        yield Sheet(f"columns moved, {language}", "claim.xlsx", xlsx(moved(order, table)))
        yield Sheet(f"csv, sep= line, {language}", "claim.csv", b"sep=;\r\n" + text(table, ";"))


def _changed() -> Iterator[Sheet]:
    def merged(_: Workbook, page: Worksheet) -> None:
        page.insert_rows(1, 2)
        page["A1"] = "Claim of Kestrel Resale"
        page.merge_cells("A1:G1")

    def hidden_row(_: Workbook, page: Worksheet) -> None:
        page.row_dimensions[3].hidden = True

    def second(book: Workbook, _: Worksheet) -> None:
        notes = book.create_sheet("Notes", 0)
        notes.append(["Please read", "the next sheet"])

    def behind_a_hidden_one(book: Workbook, _: Worksheet) -> None:
        book.create_sheet("Old", 0).sheet_state = "hidden"

    def total(_: Workbook, page: Worksheet) -> None:
        page.append(["", "Total", "", "", 9])

    def dated(_: Workbook, page: Worksheet) -> None:
        page["H1"], page["H2"] = "Date", date(2026, 5, 30)

    for change, called in (
        (merged, "a merged title above"), (hidden_row, "a hidden row"), (second, "notes first"),
        (behind_a_hidden_one, "a hidden sheet first"), (total, "a total below"), (dated, "a date beside"),
    ):  # fmt: skip
        yield Sheet(called, "claim.xlsx", xlsx(rows(), change=change))
    yield Sheet("sheet renamed", "claim.xlsx", xlsx(rows(), "Hoja 1 (2)"))
    yield Sheet("rows sorted", "claim.xlsx", xlsx([ENGLISH, *reversed(rows()[1:])]))
    yield Sheet("only the claimed rows", "claim.xlsx", xlsx([row for row in rows() if row[4]]))
    yield Sheet("empty rows between", "claim.xlsx", xlsx([each for row in rows() for each in (row, [""])]))


def _formulas() -> Iterator[Sheet]:
    for counted, called in ((4, "a formula and its result"), (None, "a formula nobody worked out")):
        kept = BytesIO()
        with xlsxwriter.Workbook(kept, {"in_memory": True}) as book:
            page = book.add_worksheet()
            for number, row in enumerate(rows()):
                page.write_row(number, 0, list(row))
            page.write_formula(2, 4, "=2+2", None, "" if counted is None else counted)
        known = counted is not None
        lines = CLAIMED if known else frozenset(line for line in CLAIMED if line[0] != "FRYER")
        yield Sheet(called, "claim.xlsx", kept.getvalue(), lines, faulty=not known)


def _odd_cells() -> Iterator[Sheet]:
    def of(form: str, affected: object, wrong: object, loss: object, line: tuple[str, int, str] | None) -> Sheet:
        kept = frozenset() if line is None else frozenset({("FRYER", line[0], line[1], Decimal(line[2]))})
        content = xlsx(rows(marked={"FRYER": (affected, wrong, loss)}))
        return Sheet(form, "claim.xlsx", content, kept, faulty=line is None)

    yield of("a number as text", "4", "dented", "60", ("damage", 4, "0.6"))
    yield of("4.0", 4.0, "dented", 60.0, ("damage", 4, "0.6"))
    yield of("a share below one", 4, "dented", 0.6, ("damage", 4, "0.6"))
    yield of("60 %", 4, "dented", "60 %", ("damage", 4, "0.6"))
    yield of("62,5 %", 4, "dented", "62,5 %", ("damage", 4, "0.625"))
    yield of("2 pcs", "2 pcs", "dented", 60, ("damage", 2, "0.6"))
    yield of("4 uds.", "4 uds.", "abollado, roto", 60, ("damage", 4, "0.6"))
    yield of("4 units", "4 units", "dented", 60, ("damage", 4, "0.6"))
    yield of("missing without a share", 4, "missing", "", ("missing_units", 4, "1"))
    yield of("more than there were", 40, "dented", 60, None)
    yield of("no number", "some", "dented", 60, None)
    yield of("two numbers", "2-3", "dented", 60, None)
    yield of("half a unit", 2.5, "dented", 60, None)
    yield of("below zero", -2, "dented", 60, None)
    yield of("no words", 4, "", 60, None)
    yield of("no share", 4, "dented", "", None)
    yield of("over a hundred", 4, "dented", 160, None)
    yield of("1 alone", 4, "dented", 1, None)
    yield of("a date for a number", date(2026, 4, 2), "dented", 60, None)
    yield of("words for a share", 4, "dented", "most of it", None)


def _refused() -> Iterator[Sheet]:
    nothing: Claimed = frozenset()
    locked = OLD_OFFICE + bytes(500) + "EncryptedPackage".encode("utf-16-le")
    yield Sheet("locked", "claim.xlsx", locked, nothing, refusal=Refusal.LOCKED)
    yield Sheet("cut off", "claim.xlsx", xlsx(rows())[:2000], nothing, refusal=Refusal.DAMAGED)
    yield Sheet("nothing in it", "claim.xlsx", b"", nothing, refusal=Refusal.EMPTY)
    long = text([ENGLISH, *([1, "FRYER", "", "", "", "", ""] for _ in range(60_000))])
    yield Sheet("60,000 rows", "claim.csv", long, nothing, refusal=Refusal.TOO_MANY_ROWS)
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * 50_000_000)
    yield Sheet("a bomb", "claim.xlsx", kept.getvalue(), nothing, refusal=Refusal.TOO_LARGE)
