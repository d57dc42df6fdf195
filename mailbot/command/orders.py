"""Orders in, and what a claim on one is worth."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.adapters.orders import read_orders
from mailbot.adapters.policies import read_policy
from mailbot.claims.order import Order
from mailbot.claims.sheet import read_claim
from mailbot.claims.valuation import Valuation
from mailbot.claims.valuation import value as value_claim
from mailbot.claims.workbook import rows_of
from mailbot.command.opened import DEFAULT_CONFIG, AsJson, Config, at_the_desk
from mailbot.command.output import listing, say
from mailbot.errors import FaultyRows, NotFound, SettingsError
from mailbot.flow.desk import Desk
from mailbot.ports import SaveOrders
from mailbot.settings import Settings

COLUMNS = ("order", "client", "title", "condition", "buyer", "paid", "delivered", "winning_bid", "pallets")
app = typer.Typer(help="Orders and their manifests.")


@app.command("import")
def import_orders(
    files: Annotated[list[Path], typer.Argument(help="Order and manifest files, .csv or .xlsx, in any order.")],
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Take in orders with their manifests; with one bad row nothing is taken, and every bad row is named.

    Example: mailbot orders import orders.csv manifests.xlsx
    """

    async def work(desk: Desk, _settings: Settings) -> tuple[Order, ...]:
        taken = read_orders(files)
        for order in taken:
            desk.policies.in_force(order.client_id, order.paid_at.date())
        await desk.store.commit(SaveOrders(taken))
        return taken

    taken = at_the_desk(config, work)
    if as_json:
        listing([_row(order) for order in taken], COLUMNS, as_json=True, empty="")
    else:
        lines = sum(len(order.manifest.lines) for order in taken)
        say(f"Taken: {len(taken)} orders with {lines} manifest lines.")


@app.command("list")
def list_orders(config: Config = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """List the orders on file.

    Example: mailbot orders list --json
    """

    async def work(desk: Desk, _settings: Settings) -> list[dict[str, object]]:
        return [_row(order) for order in await desk.store.orders()]

    empty = "No orders are on file. Import some: mailbot orders import orders.csv manifest.csv"
    listing(at_the_desk(config, work), COLUMNS, as_json=as_json, empty=empty)


def value(
    number: Annotated[str, typer.Argument(metavar="ORDER", help="The order's number.")],
    sheet: Annotated[Path, typer.Argument(help="The claim sheet: .xlsx, .xls or .csv.")],
    policy_file: Annotated[
        Path | None, typer.Option("--policy", help="Try the claim under this policy file instead.")
    ] = None,
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Say what a claim is worth under the order's policy, with the working.

    Example: mailbot value PS-10442 claim.xlsx
    """

    async def work(desk: Desk, _settings: Settings) -> Valuation:
        found = await desk.store.find_order(number)
        if not found:
            raise NotFound(f"no order {number} is on file (mailbot orders list)")
        order = found[0]
        policy = (
            read_policy(policy_file) if policy_file else desk.policies.in_force(order.client_id, order.paid_at.date())
        )
        try:
            content = sheet.read_bytes()
        except OSError as trouble:
            raise SettingsError(f"{sheet}: {trouble.strerror}") from None
        claim, faults = read_claim(rows_of(content, sheet.name), order, sheet.name)
        if faults:
            raise FaultyRows(faults)
        if not claim.lines:
            raise NotFound(f"{sheet}: no line is filled in; fill in quantity, what is wrong and % of value lost")
        return value_claim(order, claim, policy)

    worth = at_the_desk(config, work)
    if as_json:
        listing([valuation_row(worth)], (), as_json=True, empty="")
    else:
        say("\n".join(worth.working))
        say(
            f"Payable {worth.payable}, shipping {worth.shipping}, premium {worth.premium}, tax {worth.tax}; total {worth.total}"
        )


def valuation_row(worth: Valuation) -> dict[str, object]:
    """Return a valuation with money as decimal strings."""
    tolerance = worth.tolerance
    return {
        "share": str(worth.share),
        "gross": str(worth.gross.amount),
        "tolerance": None
        if tolerance is None
        else {
            "basis": tolerance.basis,
            "mode": tolerance.mode,
            "rate": None if tolerance.rate is None else str(tolerance.rate),
            "measured": str(tolerance.measured),
            "passed": tolerance.passed,
        },
        "payable": str(worth.payable.amount),
        "total": str(worth.total.amount),
        "tax": str(worth.tax.amount),
        "currency": worth.payable.currency,
        "lines": [
            {"sku": line.sku, "affected": line.affected, "loss": str(line.loss), "amount": str(line.amount.amount)}
            for line in worth.lines
        ],
        "shipping": str(worth.shipping.amount),
        "premium": str(worth.premium.amount),
        "clauses": list(worth.clauses),
        "working": list(worth.working),
    }


def _row(order: Order) -> dict[str, object]:
    return {
        "order": order.number,
        "client": order.client_id,
        "title": order.title,
        "buyer": order.buyer.addresses[0],
        "paid": order.paid_at.date(),
        "delivered": order.delivered_at.date() if order.delivered_at else None,
        "winning_bid": str(order.winning_bid),
        "condition": order.condition,
        "pallets": order.pallets,
    }
