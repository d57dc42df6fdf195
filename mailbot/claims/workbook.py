"""A spreadsheet somebody made -> its rows, or one fault in words."""

from mailbot.claims.sheet import is_claim_sheet
from mailbot.errors import FaultyRows, RowFault
from mailbot.mail.files.refusal import Refusal
from mailbot.mail.message import Attachment
from mailbot.mail.table import ENDINGS, Rows
from mailbot.mail.table import rows_of as rows_of_attachment

MOST_BYTES = 25 * 1024 * 1024
_OURS = frozenset(
    {"order", "sku", "client", "quantity", "unit_retail", "buyer_email"}
)  # columns of orders and manifests
_FEWEST = 3


def rows_of(content: bytes, name: str) -> Rows:
    """Return as text cells the first visible sheet with headings we know, else the first visible one.

    FaultyRows if the file cannot be read within the limits.
    """
    if not name.lower().endswith(ENDINGS):
        raise FaultyRows([RowFault(name, 1, "", "this is no spreadsheet", ", ".join(ENDINGS))])
    if len(content) > MOST_BYTES:
        raise FaultyRows([RowFault(name, 1, "", "the file is too large", f"{MOST_BYTES // 2**20} MB")])
    rows = rows_of_attachment(Attachment(name, "", content), _known)
    if isinstance(rows, Refusal):
        raise FaultyRows([RowFault(name, 1, "", rows, "an .xlsx, .xls or .csv file that opens without a password")])
    return rows


def _known(rows: Rows) -> bool:
    headings = {cell.lower().replace(" ", "_") for cell in next(filter(any, rows), ())}
    return len(headings & _OURS) >= _FEWEST or is_claim_sheet(rows)
