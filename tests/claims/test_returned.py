"""The claim sheet among the files of a mail."""

from mailbot.claims.returned import returned_sheet
from mailbot.mail.message import Attachment
from mailbot.policy.claim_type import ClaimType
from tests.claims.lots import order

SHEET = b"SKU,Quantity affected,What is wrong,% of value lost\nVACUUM,3,missing,100\n"


def csv(name: str, content: bytes) -> Attachment:
    return Attachment(name, "text/csv", content)


def test_the_first_file_with_the_headings_is_the_claim() -> None:
    files = (
        Attachment("a.jpg", "image/jpeg", b"x"),
        csv("stock.csv", b"a,b\n1,2\n"),
        csv("c.csv", SHEET),
        csv("d.csv", SHEET),
    )
    claim, faults, told = returned_sheet(files, order())
    assert claim is not None
    assert [(line.sku, line.type, line.affected) for line in claim.lines] == [("VACUUM", ClaimType.MISSING_UNITS, 3)]
    assert (faults, told) == ((), files)


def test_a_file_that_cannot_be_read_is_a_problem_in_words() -> None:
    damaged = Attachment("claim.xlsx", "x", b"PK\x03\x04")
    claim, faults, files = returned_sheet((damaged,), order())
    assert (claim, faults, [file.trouble for file in files]) == (
        None,
        (),
        ["claim.xlsx could not be read: it is damaged."],
    )
    claim, _, files = returned_sheet((damaged, csv("c.csv", SHEET)), order())
    assert claim is not None
    assert [file.problem for file in files] == ["it is damaged", ""]


def test_faults_come_along_and_an_empty_sheet_claims_nothing() -> None:
    claim, faults, _ = returned_sheet((csv("c.csv", SHEET.replace(b",3,", b",30,")),), order())
    assert claim is None
    assert [(fault.file, fault.row) for fault in faults] == [("c.csv", 2)]
    empty = (csv("c.csv", SHEET.split(b"\n")[0]),)
    assert returned_sheet(empty, order()) == (None, (), empty)
