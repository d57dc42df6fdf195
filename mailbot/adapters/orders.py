"""Orders and manifests from CSV and XLSX files.

| order file      | holds                                                            | needed |
| --------------- | ---------------------------------------------------------------- | ------ |
| order           | the order's number                                               | yes    |
| client          | the client's id, as its folder in config/policies                | yes    |
| title           | what was sold, in a few words                                    | yes    |
| condition       | overstock, shelf_pull, customer_returns, open_box, salvage, new  | yes    |
| buyer_name      | as letters call the buyer                                        | yes    |
| buyer_email     | one or more addresses, separated by ; - the first is written to  | yes    |
| buyer_language  | en, es, ... if the buyer chose one                               | no     |
| seller_name, seller_email | the seller's desk of this order, if not the policy's   | no     |
| purchased, paid | ISO date, with or without time (UTC unless it says a zone)       | yes    |
| delivered       | the same; empty if not delivered                                 | no     |
| currency        | ISO 4217                                                         | yes    |
| winning_bid     | a sum                                                            | yes    |
| buyer_premium, shipping, tax, credits | sums; empty is nothing                     | no     |
| shipping_by     | buyer, seller or marketplace                                     | yes    |
| country         | ISO 3166, two letters: where it went                             | yes    |
| pallets         | a whole number                                                   | no     |

A manifest file holds order, sku, description, quantity, unit_retail and, if known, pallet.
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from mailbot.claims.cells import Cells, Table, table_of
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money
from mailbot.claims.order import Contact, Order
from mailbot.claims.workbook import rows_of
from mailbot.errors import FaultyRows, RowFault, SettingsError

CONDITIONS = ("overstock", "shelf_pull", "customer_returns", "open_box", "salvage", "new")
CARRIERS = ("buyer", "seller", "marketplace")
ORDER_COLUMNS = (
    "order", "client", "title", "condition", "buyer_name", "buyer_email", "purchased", "paid", "currency", "winning_bid",
    "shipping_by", "country",
)  # fmt: skip
MANIFEST_COLUMNS = ("order", "sku", "description", "quantity", "unit_retail")


def read_orders(files: Sequence[Path]) -> tuple[Order, ...]:
    """Read order and manifest files in any mix; FaultyRows names every bad cell, and then nothing was taken."""
    faults: list[RowFault] = []
    orders: dict[str, Order] = {}
    lines: dict[str, list[Line]] = {}
    tables = [_table(file) for file in files]
    for table in (table for table in tables if "client" in table.headings):
        _take_orders(table, orders, faults)
    for table in (table for table in tables if "client" not in table.headings):
        _take_lines(table, orders, lines, faults)
    if faults:
        raise FaultyRows(faults)
    return tuple(replace(order, manifest=Manifest(tuple(lines.get(number, ())))) for number, order in orders.items())


def _table(file: Path) -> Table:
    """Read a file and tell what it is by its headings."""
    try:
        content = file.read_bytes()
    except OSError as trouble:
        raise SettingsError(f"{file}: {trouble.strerror or 'cannot be read'}") from None
    table = table_of(rows_of(content, file.name), str(file))
    wanted = ORDER_COLUMNS if "client" in table.headings else MANIFEST_COLUMNS
    missing = [name for name in wanted if name not in table.headings]
    if missing:
        kind = "an order file" if wanted is ORDER_COLUMNS else "a manifest file"
        allowed = f"{kind} has the columns {', '.join(wanted)}"
        raise FaultyRows([RowFault(str(file), 1, name, "the column is missing", allowed) for name in missing])
    return table


def _take_orders(table: Table, orders: dict[str, Order], faults: list[RowFault]) -> None:
    for row in table.rows:
        cells = Cells(table.file, row, faults)
        number = cells.text("order")
        if number in orders:
            cells.fault("order", f"order {number} stands there twice", "one row an order")
        order = _order(cells, number)
        if order is not None:
            orders[number] = order


def _order(cells: Cells, number: str) -> Order | None:
    currency = cells.currency("currency")
    made = Order(
        number=number,
        client_id=cells.text("client"),
        title=cells.text("title"),
        condition=cells.one_of("condition", CONDITIONS),
        buyer=Contact(
            cells.text("buyer_name"), cells.addresses("buyer_email"), cells.text("buyer_language", "") or None
        ),
        seller=_seller(cells),
        purchased_at=cells.moment("purchased"),
        paid_at=cells.moment("paid"),
        delivered_at=cells.moment("delivered") if cells.has("delivered") else None,
        winning_bid=Money(cells.amount("winning_bid"), currency),
        buyer_premium=Money(cells.amount("buyer_premium", "0"), currency),
        shipping=Money(cells.amount("shipping", "0"), currency),
        tax=Money(cells.amount("tax", "0"), currency),
        credits=Money(cells.amount("credits", "0"), currency),
        shipping_by=cells.one_of("shipping_by", CARRIERS),
        country=cells.country("country"),
        pallets=cells.whole("pallets") if cells.has("pallets") else None,
    )
    return None if cells.faulty else made


def _seller(cells: Cells) -> Contact | None:
    if not cells.has("seller_email"):
        return None
    return Contact(cells.text("seller_name"), cells.addresses("seller_email"))


def _take_lines(table: Table, orders: dict[str, Order], lines: dict[str, list[Line]], faults: list[RowFault]) -> None:
    for row in table.rows:
        cells = Cells(table.file, row, faults)
        number = cells.text("order")
        if number and number not in orders:
            cells.fault("order", f"order {number} is in none of these files", "an order of the same import")
        line = _line(cells, len(lines.get(number, ())) + 1)
        if not cells.faulty:
            lines.setdefault(number, []).append(line)


def _line(cells: Cells, row: int) -> Line:
    return Line(
        row=row,
        sku=cells.text("sku"),
        description=cells.text("description"),
        quantity=cells.whole("quantity"),
        unit_retail=cells.amount("unit_retail"),
        pallet=cells.text("pallet", "") or None,
    )
