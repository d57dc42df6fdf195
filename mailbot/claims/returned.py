"""Claim sheets among the files of a mail."""

from collections.abc import Sequence
from dataclasses import replace

from mailbot.claims.claim import Claim
from mailbot.claims.order import Order
from mailbot.claims.sheet import is_claim_sheet, read_claim
from mailbot.errors import RowFault
from mailbot.mail.files.refusal import Refusal
from mailbot.mail.message import Attachment
from mailbot.mail.table import is_sheet, rows_of


def returned_sheet(
    files: Sequence[Attachment], order: Order
) -> tuple[Claim | None, tuple[RowFault, ...], tuple[Attachment, ...]]:
    """Read the first claim sheet: the claim, the faults in its rows, and all files, those that stay closed saying why."""
    told = list(files)
    for place, file in enumerate(files):
        if not is_sheet(file):
            continue
        rows = rows_of(file, is_claim_sheet)
        if isinstance(rows, Refusal):
            told[place] = replace(file, problem=rows)
        elif is_claim_sheet(rows):
            claim, faults = read_claim(rows, order, file.name)
            return (claim if claim.lines else None), faults, tuple(told)
    return None, (), tuple(told)
