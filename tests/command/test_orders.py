"""Orders in, and what a claim on one is worth."""

from pathlib import Path

import pytest

from mailbot.adapters.orders import read_orders
from mailbot.adapters.sheets import XlsxSheets
from mailbot.demo.stories import fill_in
from tests.command.conftest import ROOT, SAMPLE, Shell

POLICY = ROOT / "config" / "policies" / "returns-depot" / "2024-01-01.toml"
E1 = {"RV-300": (3, "missing", "100"), "KA-220": (4, "damage", "60"), "KB-110": (2, "damage", "25")}


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """The claim of the first worked example, on the sheet we send out."""
    orders = read_orders([SAMPLE / "orders.csv", SAMPLE / "manifests.csv"])
    (order,) = [order for order in orders if order.number == "RD-20418"]
    file = tmp_path / "claim.xlsx"
    file.write_bytes(fill_in(XlsxSheets().claim_sheet(order, "en"), E1))
    return file


# --- import


def test_orders_are_taken_and_listed(tmp_path: Path, empty: Shell) -> None:
    desk = Shell(tmp_path, empty.typed)
    for name in ("mailbot.toml", "people.toml"):
        (tmp_path / name).write_bytes((empty.folder / name).read_bytes())
    said = desk("orders", "import", str(SAMPLE / "orders.csv"), str(SAMPLE / "manifests.csv"))
    assert said.code == 0, said.err
    assert said.out.startswith("Taken: 10 orders with")
    listed = desk.rows("orders", "list")
    assert len(listed) == 10
    (kitchen,) = [row for row in listed if row["order"] == "RD-20418"]
    assert (kitchen["client"], kitchen["winning_bid"], kitchen["paid"]) == (
        "returns-depot",
        "USD 3,150.00",
        "2026-05-20",
    )
    again = desk.rows("orders", "import", str(SAMPLE / "orders.csv"), str(SAMPLE / "manifests.csv"))
    assert sorted(row["order"] for row in again) == sorted(row["order"] for row in listed)
    assert len(desk.rows("orders", "list")) == 10


def test_one_bad_row_and_nothing_is_taken_and_every_bad_row_is_named(shell: Shell, tmp_path: Path) -> None:
    lines = (SAMPLE / "orders.csv").read_text(encoding="utf-8").splitlines()
    good = lines[1].replace("RD-20418", "RD-90001")
    bad = [
        lines[2].replace("PS-10442", "PS-90002").replace("2480.00", "a lot"),
        lines[3].replace("RD-20431", "RD-90003").replace("2026-05-21 08:30", "yesterday", 1),
    ]
    file = tmp_path / "orders.csv"
    file.write_text("\n".join([lines[0], good, *bad]) + "\n", encoding="utf-8")
    before = shell.rows("orders", "list")
    said = shell("orders", "import", str(file))
    assert said.code == 1
    assert "row 3, column 'winning_bid'" in said.err
    assert "row 4, column 'purchased'" in said.err
    assert "row 2" not in said.err
    assert shell.rows("orders", "list") == before


def test_a_file_that_is_not_there(shell: Shell, tmp_path: Path) -> None:
    said = shell("orders", "import", str(tmp_path / "nope.csv"))
    assert said.code in (1, 2)
    assert "nope.csv" in said.err
    assert "Traceback" not in said.err


def test_an_order_of_a_client_without_a_policy_is_refused(shell: Shell, tmp_path: Path) -> None:
    lines = (SAMPLE / "orders.csv").read_text(encoding="utf-8").splitlines()
    file = tmp_path / "orders.csv"
    file.write_text(f"{lines[0]}\n{lines[1].replace('returns-depot', 'nobody').replace('RD-20418', 'N-1')}\n", "utf-8")
    said = shell("orders", "import", str(file))
    assert said.code != 0
    assert "nobody" in said.err
    assert "N-1" not in {row["order"] for row in shell.rows("orders", "list")}


# --- value


def test_the_worked_example_to_the_cent(shell: Shell, sheet: Path) -> None:
    (worth,) = shell.rows("value", "RD-20418", str(sheet))
    assert (worth["gross"], worth["payable"], worth["shipping"]) == ("356.77", "356.77", "12.36")
    assert (worth["premium"], worth["tax"], worth["total"], worth["currency"]) == ("0.00", "0.00", "369.13", "USD")
    amounts = {line["sku"]: line["amount"] for line in worth["lines"]}
    assert amounts == {"RV-300": "263.98", "KA-220": "83.96", "KB-110": "8.83"}
    tolerance = worth["tolerance"]
    assert (tolerance["basis"], tolerance["mode"], tolerance["rate"], tolerance["passed"]) == (
        "retail",
        "gate",
        "0.05",
        True,
    )
    assert worth["working"]
    assert "tolerance.0" in worth["clauses"]


def test_the_keys_of_a_valuation(shell: Shell, sheet: Path) -> None:
    (worth,) = shell.rows("value", "RD-20418", str(sheet))
    assert set(worth) == {
        "share",
        "gross",
        "tolerance",
        "payable",
        "total",
        "tax",
        "currency",
        "lines",
        "shipping",
        "premium",
        "clauses",
        "working",
    }


def test_value_for_people_shows_the_working_and_ends_with_the_sum(shell: Shell, sheet: Path) -> None:
    said = shell("value", "RD-20418", str(sheet))
    assert said.code == 0, said.err
    assert said.out.splitlines()[-1].endswith("total USD 369.13")
    assert len(said.out.splitlines()) > 3


def test_a_claim_tried_under_another_policy(shell: Shell, sheet: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.toml"
    text = POLICY.read_text(encoding="utf-8")
    changed = text.replace('buyer_premium = "exclude"', 'buyer_premium = "include"', 1)
    assert changed != text
    other.write_text(changed, encoding="utf-8")
    (worth,) = shell.rows("value", "RD-20418", str(sheet), "--policy", str(other))
    assert (worth["premium"], worth["total"]) == ("17.84", "386.97")


def test_value_changes_nothing(shell: Shell, sheet: Path) -> None:
    before = shell.rows("show", "RD-20418")
    shell("value", "RD-20418", str(sheet))
    assert shell.rows("show", "RD-20418") == before


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["NOPE", "{sheet}"], 1, "no order NOPE is on file"),
        (["RD-20418", "{folder}/nope.xlsx"], 2, "nope.xlsx"),
        (["RD-20418", "{folder}/empty.csv"], 1, "no line is filled in"),
        (["RD-20418", "{folder}/bad.csv"], 1, "row 2"),
        (["RD-20418", "{folder}/noise.xlsx"], 1, ""),
        (["RD-20418", "{sheet}", "--policy", "{folder}/nope.toml"], 2, "nope.toml"),
    ],
)
def test_what_cannot_be_valued_says_why(
    shell: Shell, sheet: Path, tmp_path: Path, words: list[str], code: int, told: str
) -> None:
    head = "SKU,Quantity affected,What is wrong,% of value lost\n"
    (tmp_path / "empty.csv").write_text(f"{head}RV-300,,,\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(f"{head}RV-300,many,missing,100\n", encoding="utf-8")
    (tmp_path / "noise.xlsx").write_bytes(b"PK\x03\x04 this is no spreadsheet")
    said = shell("value", *(word.format(sheet=sheet, folder=tmp_path) for word in words))
    assert said.code == code
    assert told in said.err
    assert said.err.strip()
    assert "Traceback" not in said.err
