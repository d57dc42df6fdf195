"""Claim sheets among the files of a mail."""

from collections.abc import Sequence

from mailbot.claims.claim import Claim
from mailbot.claims.order import Order
from mailbot.claims.sheet import is_claim_sheet, read_claim
from mailbot.errors import RowFault
from mailbot.mail.message import Attachment
from mailbot.mail.table import is_sheet, rows_of


def returned_sheet(
    files: Sequence[Attachment], order: Order
) -> tuple[Claim | None, tuple[RowFault, ...], tuple[str, ...]]:
    """Read the first claim sheet: the claim, the faults in its rows, and what could not be opened, in words."""
    problems: list[str] = []
    for file in (file for file in files if is_sheet(file)):
        rows = rows_of(file, is_claim_sheet)
        if isinstance(rows, str):
            problems.append(f"{file.name}: {rows}")
        elif is_claim_sheet(rows):
            claim, faults = read_claim(rows, order, file.name)
            return (claim if claim.lines else None), faults, tuple(problems)
    return None, (), tuple(problems)
