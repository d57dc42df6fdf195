"""A spreadsheet that came by mail -> rows of text cells, within limits."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from mailbot.mail.files.kinds import FileKind
from mailbot.mail.files.refusal import MOST_ROWS, Refusal
from mailbot.mail.files.unpacking import reaches_far, why_not
from mailbot.mail.message import Attachment
from mailbot.mail.separated import separated

__all__ = ["ENDINGS", "MOST_ROWS", "Rows", "is_sheet", "rows_of"]

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
MOST_COLUMNS = 60

Rows = tuple[tuple[str, ...], ...]
_BINARY = (
    b"PK",
    b"\xd0\xcf\x11\xe0",
    b"\x09\x08",
    b"\x09\x04",
    b"\x09\x02",
    b"\x09\x00",
)  # archives, old containers, older still


def is_sheet(attachment: Attachment) -> bool:
    """Whether a file is a table, by its name or by what it was read as."""
    return attachment.kind is FileKind.SHEET or attachment.name.lower().endswith(ENDINGS)


def rows_of(attachment: Attachment, wanted: Callable[[Rows], bool] = bool) -> Rows | Refusal:
    """Read the first visible sheet that is ``wanted``, else the first visible one; or say why none can be read.

    Empty rows at the end are left out, rows in between keep their numbers.
    """
    content = attachment.content
    if not content.strip():
        return Refusal.EMPTY
    if attachment.name.lower().endswith((".csv", ".tsv")) or _is_plain(content):
        return _within(_kept(_plain(content)))
    trouble = why_not(content)
    if trouble is not None:
        return trouble
    try:
        pages = (_within(page) for page in (_streamed(content) if reaches_far(content) else _opened(content)))
        return _first(pages, wanted)
    except PasswordError:
        return Refusal.LOCKED
    except (CalamineError, InvalidFileException, OSError, ValueError, LookupError, SyntaxError):
        return Refusal.DAMAGED


def _first(pages: Iterable[Rows | Refusal], wanted: Callable[[Rows], bool]) -> Rows | Refusal:
    first: Rows | Refusal | None = None
    for page in pages:
        if not isinstance(page, Refusal) and wanted(page):
            return page
        first = page if first is None or first == () else first
    return Refusal.HIDDEN if first is None else first


def _opened(content: bytes) -> Iterator[Rows]:
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    for place, sheet in enumerate(book.sheets_metadata):
        if sheet.typ is SheetTypeEnum.WorkSheet and sheet.visible is SheetVisibleEnum.Visible:
            yield _texts(book.get_sheet_by_index(place).to_python(skip_empty_area=False, nrows=MOST_ROWS + 1))


def _streamed(content: bytes) -> Iterator[Rows]:
    """Read row by row: a lone cell in the last row would make the quicker reader set out all that lies between."""
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        if sheet.sheet_state == "visible":
            sheet.reset_dimensions()
            yield _texts(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True))


def _within(rows: Rows) -> Rows | Refusal:
    return rows if len(rows) <= MOST_ROWS else Refusal.TOO_MANY_ROWS


def _is_plain(content: bytes) -> bool:
    """Whether a file is separated text whatever its name: some programs call that .xls."""
    first = content.partition(b"\n")[0]
    return not content.startswith(_BINARY) and b"\0" not in first and any(mark in first for mark in b"\t;,")


def _plain(content: bytes) -> Iterator[Sequence[str]]:
    for number, row in enumerate(separated(content)):
        if number > MOST_ROWS:
            break
        yield [cell.strip() for cell in row[:MOST_COLUMNS]]


def _texts(rows: Iterable[Sequence[object]]) -> Rows:
    return _kept([_text(cell) for cell in row[:MOST_COLUMNS]] for row in rows)


def _text(cell: object) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def _kept(rows: Iterable[Sequence[str]]) -> Rows:
    kept = [tuple(row) for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    return tuple(kept)
