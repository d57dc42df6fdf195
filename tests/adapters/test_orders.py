"""Orders and manifests in: every bad cell named, nothing half taken."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter

from mailbot.adapters.orders import read_orders
from mailbot.claims.manifest import Line
from mailbot.claims.money import Money
from mailbot.demo.stage import SAMPLE
from mailbot.errors import FaultyRows, SettingsError

HEAD = "order,client,title,condition,buyer_name,buyer_email,purchased,paid,delivered,currency,winning_bid,shipping,shipping_by,country,pallets"
ROW = 'PS-1,pallet-store,Kettles,customer_returns,Ana Buyer,ana@buyer.example,2026-05-20,2026-05-20 16:40,2026-05-29,USD,"$3,150.00",412,marketplace,US,6'
LINES = "order,sku,description,quantity,unit_retail,pallet\nPS-1,KT-1,Kettle,24,49.99,P1\nPS-1,TV-1,TV,3,$199.00,\n"


def put(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, "utf-8")
    return file


def faults_of(*files: Path) -> list[str]:
    with pytest.raises(FaultyRows) as refused:
        read_orders(files)
    return [f"{Path(fault.file).name} {fault.row} {fault.column}: {fault.what}" for fault in refused.value.faults]


def test_an_order_with_its_manifest(tmp_path: Path) -> None:
    files = (put(tmp_path, "lines.csv", LINES), put(tmp_path, "orders.csv", f"{HEAD}\n{ROW}\n"))
    (order,) = read_orders(files)
    assert order.winning_bid == Money(Decimal("3150.00"), "USD")
    assert (order.shipping.amount, order.credits.amount, order.pallets) == (Decimal(412), Decimal(0), 6)
    assert order.paid_at == datetime(2026, 5, 20, 16, 40, tzinfo=UTC)
    assert (order.seller, order.buyer.addresses) == (None, ("ana@buyer.example",))
    assert order.manifest.lines == (
        Line(1, "KT-1", "Kettle", 24, Decimal("49.99"), "P1"),
        Line(2, "TV-1", "TV", 3, Decimal("199.00"), None),
    )


def test_headings_are_read_in_any_dress(tmp_path: Path) -> None:
    head = HEAD.replace("_", " ").title().replace("Winning Bid", " WINNING-bid ")
    (order,) = read_orders([put(tmp_path, "o.csv", f"\n{head};\n{ROW}\n".replace(";", ""))])
    assert order.number == "PS-1"


def test_a_workbook_with_real_dates_and_figures(tmp_path: Path) -> None:
    file = tmp_path / "orders.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        page, day = book.add_worksheet(), book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, HEAD.split(","))
        page.write_row(
            1, 0, ["10442", "pallet-store", "Kettles", "Customer Returns", "Ana", "ana@buyer.example; o@buyer.example"]
        )
        for column in (6, 7, 8):
            page.write_datetime(1, column, datetime(2026, 5, 20 + column), day)  # noqa: DTZ001 - cells know no zone
        page.write_row(1, 9, ["usd", 3150.5, 412, "buyer", "us", 6])
        page.write_number(1, 0, 10442)
    (order,) = read_orders([file])
    assert (order.number, order.winning_bid.amount, order.country) == ("10442", Decimal("3150.5"), "US")
    assert order.delivered_at == datetime(2026, 5, 28, tzinfo=UTC)
    assert order.buyer.addresses == ("ana@buyer.example", "o@buyer.example")


def test_every_bad_cell_of_every_file_is_named(tmp_path: Path) -> None:
    bad = "PS-2,pallet-store,,brand new,Bo,bo(at)buyer,20/05/2026,2026-05-20,,EUX,-5,4.1.2,me,XXX,six"
    orders = put(tmp_path, "orders.csv", f"{HEAD}\n{ROW}\n{bad}\n")
    lines = put(tmp_path, "lines.csv", f"{LINES}PS-9,X,x,1,1,\nPS-1,,Toaster,2.5,free,\nPS-2,Y,y,1,1,\n")
    assert faults_of(orders, lines) == [
        "orders.csv 3 currency: 'EUX' is no currency",
        "orders.csv 3 title: nothing stands there",
        "orders.csv 3 condition: 'brand_new' is not known",
        "orders.csv 3 buyer_email: 'bo(at)buyer' is no mail address",
        "orders.csv 3 purchased: '20/05/2026' is no date",
        "orders.csv 3 winning_bid: -5 is below zero",
        "orders.csv 3 shipping: '4.1.2' is no sum",
        "orders.csv 3 shipping_by: 'me' is not known",
        "orders.csv 3 country: 'XXX' is no country",
        "orders.csv 3 pallets: 'six' is no whole number",
        "lines.csv 4 order: order PS-9 is in none of these files",
        "lines.csv 5 sku: nothing stands there",
        "lines.csv 5 quantity: '2.5' is no whole number",
        "lines.csv 5 unit_retail: 'free' is no sum",
    ]


def test_what_each_fault_allows_is_said(tmp_path: Path) -> None:
    with pytest.raises(
        FaultyRows, match=r"row 2, column 'condition'.*\(allowed: overstock, shelf_pull, customer_returns"
    ):
        read_orders([put(tmp_path, "o.csv", f"{HEAD}\n{ROW.replace('customer_returns', 'odd')}\n")])


def test_missing_columns_of_all_files_and_what_is_near(tmp_path: Path) -> None:
    orders = put(tmp_path, "o.csv", f"{HEAD.replace('winning_bid', 'wining_bid')}\n{ROW}\n")
    lines = put(tmp_path, "l.csv", "order,sku,description,unit_retail\n")
    empty = put(tmp_path, "e.csv", "\n")
    assert faults_of(orders, lines, empty) == [
        "o.csv 1 winning_bid: the column is missing; 'wining_bid' stands there",
        "l.csv 1 quantity: the column is missing",
        "e.csv 1 : it is empty",
    ]


def test_dates_in_the_wrong_order_and_an_order_twice(tmp_path: Path) -> None:
    early = ROW.replace("2026-05-29", "2026-05-01").replace("PS-1", "PS-3")
    file = put(tmp_path, "o.csv", f"{HEAD}\n{ROW}\n{early}\n{ROW}\n")
    assert faults_of(file) == ["o.csv 3 delivered: is before purchased", "o.csv 4 order: order PS-1 stands there twice"]


def test_two_clients_may_number_alike(tmp_path: Path) -> None:
    file = put(tmp_path, "o.csv", f"{HEAD}\n{ROW}\n{ROW.replace('pallet-store', 'returns-depot')}\n")
    assert (
        faults_of(file, put(tmp_path, "l.csv", LINES))[0]
        == "l.csv 2 order: order PS-1 is an order of pallet-store, returns-depot"
    )
    said = put(
        tmp_path, "c.csv", "client,order,sku,description,quantity,unit_retail\nreturns-depot,PS-1,K,Kettle,2,9.00\n"
    )
    first, second = read_orders([file, said])
    assert (first.client_id, first.manifest.lines) == ("pallet-store", ())
    assert (second.client_id, second.manifest.units) == ("returns-depot", 2)


@pytest.mark.parametrize("sum_", ["1,29", "1.299,00", "12,34,567.00", "ten", "1e3", "--5", "NaN", "Infinity", "٣٣", ""])
def test_a_sum_with_two_readings_is_not_guessed(tmp_path: Path, sum_: str) -> None:
    file = put(tmp_path, "o.csv", f"{HEAD}\n{ROW}\n".replace("$3,150.00", sum_))
    assert [fault.split(":")[0] for fault in faults_of(file)] == ["o.csv 2 winning_bid"]


def test_files_that_are_no_tables(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="No such file"):
        read_orders([tmp_path / "none.csv"])
    (tmp_path / "o.xlsx").write_bytes(b"no workbook")
    assert faults_of(tmp_path / "o.xlsx")[0].startswith("o.xlsx 1 : it is damaged")
    assert faults_of(put(tmp_path, "o.pdf", "x")) == ["o.pdf 1 : this is no spreadsheet"]


def test_the_sample_orders_are_good() -> None:
    orders = read_orders(sorted(SAMPLE.glob("[mo]*.csv")))
    assert len(orders) == 10
    assert {order.client_id for order in orders} == {"pallet-store", "returns-depot"}
    assert all(order.manifest.lines and order.paid_at.tzinfo is UTC for order in orders)


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-05-20", datetime(2026, 5, 20, tzinfo=UTC)),
        ("2026-05-20T16:40", datetime(2026, 5, 20, 16, 40, tzinfo=UTC)),
        ("2026-05-20 16:40-07:00", datetime(2026, 5, 20, 23, 40, tzinfo=UTC)),
        ("2026-05-20T16:40Z", datetime(2026, 5, 20, 16, 40, tzinfo=UTC)),
    ],
)
def test_a_date_without_a_zone_is_utc(tmp_path: Path, said: str, moment: datetime) -> None:
    (order,) = read_orders([put(tmp_path, "o.csv", f"{HEAD}\n{ROW.replace('2026-05-20 16:40', said)}\n")])
    assert order.paid_at == moment
    assert order.paid_at.tzinfo is not None


def test_one_bad_cell_in_one_file_takes_nothing_of_the_others(tmp_path: Path) -> None:
    good = put(tmp_path, "good.csv", f"{HEAD}\n{ROW}\n")
    bad = put(tmp_path, "bad.csv", f"{HEAD}\n{ROW.replace('PS-1', 'PS-2').replace(',6', ',1.5')}\n")
    assert faults_of(good, bad) == ["bad.csv 2 pallets: '1.5' is no whole number"]
