"""A spreadsheet that came by mail -> rows of text cells, within limits."""

import csv
from collections.abc import Iterable
from datetime import date, datetime
from io import BytesIO, StringIO
from zipfile import BadZipFile, ZipFile

from python_calamine import CalamineError, CalamineWorkbook

from mailbot.mail.charset import decode
from mailbot.mail.message import Attachment

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv")
MOST_ROWS = 50_000
MOST_COLUMNS = 60
MOST_BYTES = 100 * 1024 * 1024  # unpacked
MOST_RATIO = 100

Rows = tuple[tuple[str, ...], ...]


def is_sheet(attachment: Attachment) -> bool:
    """Whether a file is a table by its name."""
    return attachment.name.lower().endswith(ENDINGS)


def rows_of(attachment: Attachment) -> Rows | str:
    """Read the first sheet; or say in words why it cannot be read. Empty rows at the end are left out."""
    if attachment.name.lower().endswith((".csv", ".tsv")):
        return _within(_kept(_separated(attachment.content)))
    trouble = _locked(attachment.content) or _packed(attachment.content)
    if trouble:
        return trouble
    try:
        sheet = CalamineWorkbook.from_filelike(BytesIO(attachment.content)).get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False, nrows=MOST_ROWS + 1)
    except (CalamineError, OSError, ValueError, IndexError) as error:
        return f"the spreadsheet cannot be opened ({type(error).__name__})"
    return _within(_kept([[_text(cell) for cell in row[:MOST_COLUMNS]] for row in cells]))


def _within(rows: Rows) -> Rows | str:
    return rows if len(rows) <= MOST_ROWS else f"the spreadsheet has more than {MOST_ROWS:,} rows"


def _locked(content: bytes) -> str:
    """Why a file of the old container format cannot be read: Office keeps a protected workbook in one."""
    locked = content.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in content
    return "the spreadsheet is protected by a password" if locked else ""


def _packed(content: bytes) -> str:
    """Why an archive is too much to unpack; "" if it is not, or is none."""
    if not content.startswith(b"PK"):
        return ""
    try:
        members = ZipFile(BytesIO(content)).infolist()
    except (BadZipFile, ValueError, OSError):
        return "the spreadsheet is damaged"
    size = sum(member.file_size for member in members)
    if size > MOST_BYTES or size > MOST_RATIO * max(len(content), 1):
        return "the spreadsheet unpacks to far more than it should"
    return ""


def _separated(content: bytes) -> list[list[str]]:
    text, _ = decode(content)
    text = text.removeprefix("\ufeff").replace("\0", "")
    head = text[:2000]
    # The mark that stands most often: spreadsheets of half the world write semicolons.
    mark = max(",;\t", key=head.count)
    lines = StringIO(text.replace("\r\n", "\n").replace("\r", "\n"), newline="\n")
    found = []
    try:
        for row in csv.reader(lines, delimiter=mark):
            found.append([cell.strip() for cell in row[:MOST_COLUMNS]])
            if len(found) > MOST_ROWS:
                break
    except csv.Error:
        return found
    return found


def _text(cell: object) -> str:
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date():
            return cell.isoformat()
        case _:
            return str(cell).strip()


def _kept(rows: Iterable[list[str]]) -> Rows:
    kept = [tuple(row) for row in rows]
    while kept and not any(kept[-1]):
        kept.pop()
    return tuple(kept)
