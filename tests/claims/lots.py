"""Lots, orders and policies for the tests of claims."""

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from mailbot.adapters.policies import read_policy
from mailbot.claims.claim import ClaimLine
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money
from mailbot.claims.order import Contact, Order
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy

POLICIES = Path(__file__).parents[2] / "config" / "policies"

KITCHEN = Manifest(
    (
        Line(1, "BLENDER", "Blender", 24, Decimal("49.99")),
        Line(2, "FRYER", "Air fryer", 18, Decimal("99.00")),
        Line(3, "VACUUM", "Robot vacuum", 12, Decimal("249.00")),
        Line(4, "COFFEE", "Coffee maker", 30, Decimal("79.50")),
        Line(5, "TOASTER", "Toaster", 16, Decimal("34.95")),
    )
)


def dollars(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


def order(manifest: Manifest = KITCHEN, **changes: Any) -> Order:
    facts: dict[str, Any] = {
        "number": "PS-1001",
        "client_id": "returns-depot",
        "title": "Kitchen lot",
        "condition": "customer_returns",
        "buyer": Contact("Bo Buyer", ("bo@buyer.example",)),
        "seller": None,
        "purchased_at": datetime(2026, 5, 20, 15, tzinfo=UTC),
        "paid_at": datetime(2026, 5, 20, 16, tzinfo=UTC),
        "delivered_at": datetime(2026, 5, 29, 16, tzinfo=UTC),
        "winning_bid": dollars("3150.00"),
        "buyer_premium": dollars("157.50"),
        "shipping": dollars("412.00"),
        "tax": dollars("0"),
        "credits": dollars("0"),
        "shipping_by": "marketplace",
        "country": "US",
        "pallets": None,
        "manifest": manifest,
    }
    return Order(**{**facts, **changes})


def policy(tolerance: list[dict[str, Any]] | None = None, **valuation: Any) -> Policy:
    """The rules of Returns Depot, with another tolerance and valuation where given."""
    base = read_policy(POLICIES / "returns-depot" / "2024-01-01.toml").model_dump(by_alias=True)
    base["valuation"] |= {"overage": "ignore", "tax": "exclude", "compare": "gt", **valuation}
    if tolerance is not None:
        base["tolerance"] = tolerance
    return Policy.model_validate(base)


def tolerance(mode: str, basis: str | None = None, rate: str | None = None, *claim: ClaimType) -> dict[str, Any]:
    return {"claim": list(claim or ClaimType), "mode": mode, "basis": basis, "rate": rate}


def line(
    sku: str, affected: int, loss: str = "1", type_: ClaimType = ClaimType.MISSING_UNITS, **more: Any
) -> ClaimLine:
    return ClaimLine(sku, type_, affected, Decimal(loss), **more)
