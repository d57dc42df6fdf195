"""The worked examples of the domain reference, to the cent."""

from decimal import Decimal

from mailbot.claims.claim import Claim, Surplus
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.valuation import Valuation, value
from mailbot.policy.claim_type import ClaimType
from tests.claims.lots import KITCHEN, dollars, line, order, policy, tolerance

FULL = Claim(
    (line("VACUUM", 3), line("FRYER", 4, "0.60", ClaimType.DAMAGE), line("BLENDER", 2, "0.25", ClaimType.DAMAGE))
)
PREMIUM_TOO = {"buyer_premium": "include"}


def amounts(valuation: Valuation) -> list[str]:
    return [str(item.amount.amount) for item in valuation.lines]


def test_e1_full_claim_through_a_gate() -> None:
    assert (KITCHEN.retail, KITCHEN.units) == (Decimal("8913.96"), 100)
    worth = value(order(), FULL, policy([tolerance("gate", "retail", "0.05")], **PREMIUM_TOO))
    assert worth.payable == worth.gross == dollars("356.77")
    assert round(worth.share * 100, 3) == Decimal("11.326")
    assert amounts(worth) == ["263.98", "83.96", "8.83"]
    assert (worth.premium, worth.shipping, worth.tax) == (dollars("17.84"), dollars("12.36"), dollars("0.00"))
    assert worth.total == dollars("386.97")
    assert worth.tolerance is not None
    assert worth.tolerance.passed
    assert {"valuation.price_base", "tolerance.0", "valuation.shipping.0", "valuation.buyer_premium"} == set(
        worth.clauses
    )


def test_e1_deductible_keeps_the_first_five_percent_of_the_price() -> None:
    worth = value(order(), FULL, policy([tolerance("deductible", "retail", "0.05")], **PREMIUM_TOO))
    assert (worth.gross, worth.payable) == (dollars("356.77"), dollars("199.27"))
    assert sum((item.amount.amount for item in worth.lines), Decimal(0)) == Decimal("199.27")
    assert worth.premium == dollars("9.96")  # 17.84 x 199.27 / 356.77
    assert worth.shipping == dollars("6.90")  # 12.36 x 199.27 / 356.77


def test_e1_by_units_the_shortage_alone_stays_below() -> None:
    rules = [tolerance("gate", "units", "0.05", ClaimType.MISSING_UNITS), tolerance("none")]
    worth = value(order(), FULL, policy(rules))
    assert amounts(worth) == ["0.00", "83.96", "8.84"]
    assert worth.shipping == dollars("0.00")
    assert [result.passed for result in worth.tolerances] == [False, True]
    assert worth.tolerances[0].measured == Decimal("0.03")


def test_e2_below_tolerance() -> None:
    claim = Claim((line("TOASTER", 5), line("COFFEE", 2)))
    for mode in ("gate", "deductible"):
        worth = value(order(), claim, policy([tolerance(mode, "retail", "0.05")]))
        assert (worth.gross, worth.payable, worth.total) == (dollars("117.94"), dollars("0.00"), dollars("0.00"))
        assert round(worth.share * 100, 3) == Decimal("3.744")
        assert worth.tolerance is not None
        assert not worth.tolerance.passed


def test_e3_share_of_retail_of_the_price_and_share_of_units_of_freight() -> None:
    lot = Manifest(
        (Line(1, "A", "", 8, Decimal(125)), Line(2, "B", "", 91, Decimal(200)), Line(3, "C", "", 1, Decimal(800)))
    )
    assert (lot.retail, lot.units) == (Decimal(20_000), 100)
    sold = order(lot, winning_bid=dollars("4000.00"), shipping=dollars("600.00"))
    claim = Claim((line("A", 8),))
    exactly_at = value(sold, claim, policy([tolerance("gate", "retail", "0.05")], compare="ge"))
    assert (exactly_at.payable, exactly_at.shipping) == (dollars("200.00"), dollars("48.00"))
    assert value(sold, claim, policy([tolerance("gate", "retail", "0.05")], compare="gt")).payable == dollars("0.00")


def test_e4_deductible_of_the_price() -> None:
    lot = Manifest((Line(1, "A", "Chairs", 10, Decimal(132)), Line(2, "B", "Tables", 10, Decimal(868))))
    sold = order(lot, winning_bid=dollars("2500.00"), condition="shelf_pull")
    claim = Claim((line("A", 10, "1", ClaimType.DAMAGE),))
    worth = value(sold, claim, policy([tolerance("deductible", "price", "0.05")]))
    assert (worth.gross, worth.payable) == (dollars("330.00"), dollars("205.00"))


def test_e5_missing_pallets_by_what_was_on_them() -> None:
    rest = [Line(n, f"R{n}", "Mixed", 1, Decimal(5053), f"P{n}") for n in range(3, 24)]
    rest.append(Line(24, "R24", "Mixed", 1, Decimal(121_400 - 6180 - 4045 - 21 * 5053), "P24"))
    first = Line(1, "X", "Sofas", 10, Decimal(618), "P1")
    second = Line(2, "Y", "Lamps", 5, Decimal(809), "P2")
    lot = Manifest((first, second, *rest))
    assert lot.retail == Decimal(121_400)
    sold = order(lot, winning_bid=dollars("18600.00"), shipping=dollars("2400.00"), pallets=24)
    claim = Claim(tuple(line("", 1, "1", ClaimType.MISSING_PALLET, pallet=pallet) for pallet in ("P1", "P2")))
    worth = value(sold, claim, policy([tolerance("none")], shipping=[{"by": "pallets"}]))
    assert (worth.payable, worth.shipping) == (dollars("1566.60"), dollars("200.00"))
    assert [item.sku for item in worth.lines] == ["X", "Y"]


def test_e7_substitution_by_the_difference_in_retail() -> None:
    e = KITCHEN.retail
    lot = Manifest(
        (Line(1, "MIXER", "Mixer", 10, Decimal("129.99")), Line(2, "REST", "Rest", 1, e - Decimal("1299.90")))
    )
    claim = Claim((line("MIXER", 10, "1", ClaimType.WRONG_ITEM, received_unit_retail=Decimal("59.99")),))
    worth = value(order(lot), claim, policy([tolerance("gate", "retail", "0.05")]))
    assert worth.payable == dollars("247.36")


def test_e8_overage_is_set_off_or_ignored() -> None:
    claim = Claim((line("VACUUM", 3),), (Surplus("TOASTER", 6, Decimal("34.95")),))
    rules = [tolerance("gate", "retail", "0.05")]
    offset = value(order(), claim, policy(rules, overage="offset"))
    assert (offset.payable, offset.shipping) == (dollars("189.87"), dollars("12.36"))
    assert value(order(), claim, policy(rules)).payable == dollars("263.97")
