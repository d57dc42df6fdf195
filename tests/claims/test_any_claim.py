"""What must hold for every claim on every lot under every rule."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.claims.claim import Claim, ClaimLine, Surplus
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money
from mailbot.claims.order import Order
from mailbot.claims.rounding import apportioned, to_money
from mailbot.claims.valuation import value
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy
from tests.claims.lots import order, policy, tolerance

BASE = policy()
CENTS = st.integers(0, 10_000_00).map(lambda cents: Decimal(cents).scaleb(-2))
RATES = st.integers(0, 100).map(lambda percent: Decimal(percent) / 100)
LINES = st.lists(st.tuples(st.integers(1, 50), CENTS, st.sampled_from([None, "P1", "P2"])), min_size=1, max_size=6).map(
    lambda rows: Manifest(
        tuple(Line(n, f"S{n % 4}", "x", units, each, pallet) for n, (units, each, pallet) in enumerate(rows, 1))
    )
)
CLAIMED = st.lists(
    st.builds(
        ClaimLine,
        sku=st.sampled_from(["S0", "S1", "S2", "S3", "S9", ""]),
        type=st.sampled_from(ClaimType),
        affected=st.integers(-1, 60),
        loss=st.integers(-10, 150).map(lambda percent: Decimal(percent) / 100),
        received_unit_retail=st.none() | CENTS,
        pallet=st.sampled_from([None, "P1", "P2", "P9"]),
    ),
    max_size=6,
)
SURPLUS = st.lists(st.builds(Surplus, sku=st.just("X"), units=st.integers(0, 9), unit_retail=CENTS), max_size=2)


@st.composite
def orders(draw: st.DrawFn) -> Order:
    sums = {name: Money(draw(CENTS), "USD") for name in ("winning_bid", "buyer_premium", "shipping", "tax", "credits")}
    return order(draw(LINES), pallets=draw(st.sampled_from([None, 2, 24])), **sums)


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    rules = [
        tolerance(
            draw(st.sampled_from(["gate", "deductible", "none"])),
            draw(st.sampled_from(["units", "retail", "price"])),
            str(draw(RATES)),
            *types,
        )
        for types in draw(st.sampled_from([[()], [(ClaimType.MISSING_UNITS,), ()]]))
    ]
    valuing: dict[str, Any] = {
        "price_base": draw(st.sampled_from([["winning_bid"], ["winning_bid", "buyer_premium"]])),
        "tax": draw(st.sampled_from(["include", "exclude"])),
        "shipping": [{"by": draw(st.sampled_from(["none", "units", "pallets", "full"]))}],
        "overage": draw(st.sampled_from(["offset", "ignore"])),
        "compare": draw(st.sampled_from(["gt", "ge"])),
        "min_claim_value": draw(st.none() | CENTS),
        "unmanifested": draw(st.sampled_from([None, "pallets", "units"])),
        "loss": draw(st.sampled_from([{}, {"damage": {"min": "0.1", "max": "0.9"}}])),
    }
    return policy(rules, **valuing)


@settings(max_examples=300, deadline=None)
@given(orders(), CLAIMED, SURPLUS, policies())
def test_sums_add_up_and_stay_within_bounds(
    sold: Order, claimed: list[ClaimLine], surplus: list[Surplus], rules: Policy
) -> None:
    worth = value(sold, Claim(tuple(claimed), tuple(surplus)), rules)
    nothing = Money(Decimal(0), "USD")
    assert sum((item.amount.amount for item in worth.lines), Decimal(0)) == worth.payable.amount
    assert worth.total == worth.payable + worth.shipping + worth.premium + worth.tax
    assert worth.total <= max(nothing, sold.paid_total - sold.credits)
    assert nothing <= worth.payable <= worth.gross
    assert worth.payable.amount <= Decimal(str(round(claimed_at_most(sold, claimed, rules), 6))) + Decimal("0.005")
    assert all(item.amount.amount >= 0 for item in worth.lines)
    assert 0 <= worth.share <= 1


def claimed_at_most(sold: Order, claimed: list[ClaimLine], rules: Policy) -> float:
    """What the buyer's own figures come to, each line by itself, with nothing checked."""
    price = sum(Fraction(getattr(sold, part).amount) for part in rules.valuation.price_base)
    if not sold.manifest.retail or any(not item.sku for item in claimed):
        return float(price)
    dearest: dict[str, Fraction] = {}
    for row in sold.manifest.lines:
        dearest[row.sku] = max(Fraction(row.unit_retail), dearest.get(row.sku, Fraction(0)))
    lost = sum(
        max(item.affected, 0) * dearest.get(item.sku, 0) * min(max(Fraction(item.loss), Fraction(0)), Fraction(1))
        for item in claimed
    )
    return float(lost / Fraction(sold.manifest.retail) * price)


@given(st.lists(st.fractions(0, 10_000), min_size=1, max_size=12), st.sampled_from(["USD", "JPY", "KWD"]))
def test_shares_add_up_and_none_is_a_coin_off(exact: list[Fraction], currency: str) -> None:
    total = to_money(sum(exact, Fraction(0)), currency)
    shares = apportioned(exact, total)
    assert sum((share.amount for share in shares), Decimal(0)) == total.amount
    coin = Fraction(
        to_money(Fraction(0), currency).amount
        + {"USD": Decimal("0.01"), "JPY": Decimal(1), "KWD": Decimal("0.001")}[currency]
    )
    assert all(abs(Fraction(share.amount) - part) < coin for share, part in zip(shares, exact, strict=True))
