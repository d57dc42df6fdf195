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

A manifest file holds order, sku, description, quantity, unit_retail and, if known, pallet; client too, where two clients
have orders of the same number. Case, blanks and hyphens in headings do not matter; $3,150.00 is a sum.
"""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path

from mailbot.claims.cells import Cells, Row, Table, table_of
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


Key = tuple[str, str]  # client and number: two clients may count alike


def read_orders(files: Sequence[Path]) -> tuple[Order, ...]:
    """Read order and manifest files in any mix; FaultyRows names every bad cell, and then nothing was taken."""
    faults: list[RowFault] = []
    orders: dict[Key, Order] = {}
    lines: dict[Key, list[Line]] = {}
    tables = [table for file in files if (table := _table(file, faults)) is not None]
    named = {_named(table, row) for table in tables if not _is_manifest(table) for row in table.rows}
    for table in tables:
        if _is_manifest(table):
            _take_lines(table, named, lines, faults)
        else:
            _take_orders(table, orders, faults)
    if faults:
        raise FaultyRows(faults)
    return tuple(replace(order, manifest=Manifest(tuple(lines.get(key, ())))) for key, order in orders.items())


def _is_manifest(table: Table) -> bool:
    return "sku" in table.headings


def _table(file: Path, faults: list[RowFault]) -> Table | None:
    """Read a file and tell what it is by its headings; None, and its faults noted, if it is neither."""
    try:
        content = file.read_bytes()
    except OSError as trouble:
        raise SettingsError(f"{file}: {trouble.strerror or 'cannot be read'}") from None
    try:
        table = table_of(rows_of(content, file.name), str(file))
    except FaultyRows as found:
        faults += [replace(fault, file=str(file)) for fault in found.faults]
        return None
    wanted = MANIFEST_COLUMNS if _is_manifest(table) else ORDER_COLUMNS
    missing = [name for name in wanted if name not in table.headings]
    kind = "a manifest file" if _is_manifest(table) else "an order file"
    allowed = f"{kind} has the columns {', '.join(wanted)}"
    faults += [RowFault(str(file), 1, name, f"the column is missing{_near(name, table)}", allowed) for name in missing]
    return None if missing else table


def _near(name: str, table: Table) -> str:
    like = get_close_matches(name, [heading for heading in table.headings if heading not in ORDER_COLUMNS], n=1)
    return f"; {like[0]!r} stands there" if like else ""


def _named(table: Table, row: Row) -> Key:
    cells = Cells(table.file, row, [])
    return cells.text("client", ""), cells.text("order", "")


def _take_orders(table: Table, orders: dict[Key, Order], faults: list[RowFault]) -> None:
    for row in table.rows:
        cells = Cells(table.file, row, faults)
        key = _named(table, row)
        if key in orders:
            cells.fault("order", f"order {key[1]} stands there twice", "one row an order")
        order = _order(cells, cells.text("order"))
        if order is not None:
            orders[key] = order


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
    if made.delivered_at is not None and made.delivered_at < made.purchased_at and not cells.faulty:
        cells.fault("delivered", "is before purchased", "a date after the purchase, or nothing")
    return None if cells.faulty else made


def _seller(cells: Cells) -> Contact | None:
    if not cells.has("seller_email"):
        return None
    return Contact(cells.text("seller_name"), cells.addresses("seller_email"))


def _take_lines(table: Table, named: AbstractSet[Key], lines: dict[Key, list[Line]], faults: list[RowFault]) -> None:
    """Take manifest rows to their orders; those of an order with a faulty row of its own are not blamed for it."""
    for row in table.rows:
        cells = Cells(table.file, row, faults)
        key = _belongs(cells, named)
        line = _line(cells, len(lines.get(key, ())) + 1)
        if not cells.faulty:
            lines.setdefault(key, []).append(line)


def _belongs(cells: Cells, named: AbstractSet[Key]) -> Key:
    """Find the order of a manifest row; the client is needed only where the number alone does not tell."""
    number, client = cells.text("order"), cells.text("client", "")
    found = sorted(key for key in named if key[1] == number and client in ("", key[0]))
    if number and not found:
        cells.fault("order", f"order {number} is in none of these files", "an order of the same import")
    if len(found) > 1:
        clients = ", ".join(key[0] for key in found)
        cells.fault("order", f"order {number} is an order of {clients}", "a column client that says which")
    return found[0] if found else (client, number)


def _line(cells: Cells, row: int) -> Line:
    return Line(
        row=row,
        sku=cells.text("sku"),
        description=cells.text("description"),
        quantity=cells.whole("quantity"),
        unit_retail=cells.amount("unit_retail"),
        pallet=cells.text("pallet", "") or None,
    )
