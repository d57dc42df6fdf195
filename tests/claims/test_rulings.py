"""The rulings on money, one by one."""

from dataclasses import replace
from decimal import Decimal

import pytest

from mailbot.claims.claim import Claim, ClaimLine, Surplus
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money, minor_unit, zero
from mailbot.claims.valuation import value
from mailbot.policy.claim_type import ClaimType
from tests.claims.lots import KITCHEN, dollars, line, order, policy, tolerance

NONE = [tolerance("none")]
THREE = Manifest(tuple(Line(n, f"S{n}", "Thing", 1, Decimal(1)) for n in (1, 2, 3)))


def test_the_first_part_of_its_own_basis_is_free() -> None:
    worth = value(order(), Claim((line("VACUUM", 12),)), policy([tolerance("deductible", "units", "0.03")]))
    assert worth.tolerance is not None
    assert worth.tolerance.measured == Decimal("0.12")
    assert worth.payable == dollars("791.92")  # 2,988.00 / 8,913.96 x 3,150.00 x (1 - 3 / 12)


def test_lines_under_different_rules_are_measured_apart() -> None:
    rules = [
        tolerance("gate", "retail", "0.05", ClaimType.DAMAGE),
        tolerance("gate", "retail", "0.05", ClaimType.MISSING_UNITS),
    ]
    both = Claim((line("FRYER", 4, "1", ClaimType.DAMAGE), line("TOASTER", 5)))
    worth = value(order(), both, policy(rules))
    assert worth.payable == dollars("0.00")  # 4.4 % and 2.0 %; together 6.4 %
    assert value(order(), both, policy([tolerance("gate", "retail", "0.05")])).payable == worth.gross


@pytest.mark.parametrize(("minimum", "payable"), [("263.98", "0.00"), ("263.97", "263.97"), ("0", "263.97")])
def test_the_minimum_is_on_payable_goods(minimum: str, payable: str) -> None:
    worth = value(order(), Claim((line("VACUUM", 3),)), policy(NONE, min_claim_value=minimum))
    assert worth.payable == dollars(payable)
    assert ("valuation.min_claim_value" in worth.clauses) == (payable == "0.00")


def test_the_cap_holds_for_the_total_and_cuts_goods_first() -> None:
    rules = policy(NONE, buyer_premium="include", tax="include")
    sold = order(credits=dollars("3600.00"), tax=dollars("31.50"))
    worth = value(sold, Claim((line("VACUUM", 12),)), rules)
    assert worth.total == sold.paid_total - sold.credits == dollars("151.00")
    assert (worth.shipping, worth.premium, worth.tax) == (dollars("49.44"), dollars("52.79"), dollars("10.56"))
    assert worth.payable == worth.lines[0].amount == dollars("38.21")
    assert any(step.startswith("Cap: no more than USD 151.00") for step in worth.working)


def test_credits_above_all_that_was_paid_leave_nothing() -> None:
    worth = value(order(credits=dollars("9999.00")), Claim((line("VACUUM", 12),)), policy(NONE))
    assert worth.total == worth.payable == dollars("0.00")


@pytest.mark.parametrize(("claimed", "counted"), [("0.05", "0"), ("0.10", "0.10"), ("0.40", "0.40"), ("1", "0.50")])
def test_a_loss_below_the_minimum_counts_nothing_and_above_the_maximum_as_the_maximum(
    claimed: str, counted: str
) -> None:
    rules = policy(NONE, loss={"damage": {"min": "0.10", "max": "0.50"}})
    for type_ in (ClaimType.DAMAGE, ClaimType.DEAD):
        worth = value(order(), Claim((line("VACUUM", 1, claimed, type_),)), rules)
        assert worth.lines[0].loss == Decimal(counted)
        assert worth.payable == value(order(), Claim((line("VACUUM", 1, counted),)), rules).payable


@pytest.mark.parametrize(
    ("received", "claimed", "counted"),
    [("59.99", "1", "0.7590763052"), ("300", "1", "0"), ("0", "0.5", "0.5"), (None, "0.5", "0.5")],
)
def test_a_wrong_item_lost_the_difference_and_never_more_than_claimed(
    received: str | None, claimed: str, counted: str
) -> None:
    came = None if received is None else Decimal(received)
    worth = value(
        order(), Claim((line("VACUUM", 1, claimed, ClaimType.WRONG_ITEM, received_unit_retail=came),)), policy(NONE)
    )
    assert worth.lines[0].loss == Decimal(counted)
    assert bool(worth.problems) == (received is None)


def test_surplus_offsets_retail_only_to_zero() -> None:
    claim = Claim((line("TOASTER", 5),), (Surplus("X", 100, Decimal(50)),))
    worth = value(order(), claim, policy(NONE, overage="offset"))
    assert (worth.payable, worth.shipping) == (dollars("0.00"), dollars("0.00"))


def test_freight_comes_back_only_with_goods_and_by_the_first_rule_for_the_type() -> None:
    rules = [{"by": "units", "claim": ["missing_units"]}, {"by": "full", "claim": ["wrong_item"]}]
    missing, damaged = line("VACUUM", 3), line("FRYER", 4, "0.6", ClaimType.DAMAGE)
    assert value(order(), Claim((damaged,)), policy(NONE, shipping=rules)).shipping == dollars("0.00")
    assert value(order(), Claim((missing, damaged)), policy(NONE, shipping=rules)).shipping == dollars("12.36")
    assert value(
        order(), Claim((line("COFFEE", 1, "1", ClaimType.WRONG_ITEM),)), policy(NONE, shipping=rules)
    ).shipping == dollars("412.00")
    assert value(
        order(), Claim((line("TOASTER", 3),)), policy([tolerance("gate", "retail", "0.05")], shipping=rules)
    ).shipping == dollars("0.00")


def test_freight_by_pallets_counts_each_pallet_once() -> None:
    lot = Manifest(
        (
            Line(1, "A", "", 5, Decimal(10), "P1"),
            Line(2, "B", "", 5, Decimal(10), "P1"),
            Line(3, "C", "", 5, Decimal(10), "P2"),
        )
    )
    claim = Claim((line("", 1, "1", ClaimType.MISSING_PALLET, pallet="P1"),))
    worth = value(order(lot, shipping=dollars("100.00")), claim, policy(NONE, shipping=[{"by": "pallets"}]))
    assert [item.sku for item in worth.lines] == ["A", "B"]
    assert (worth.payable, worth.shipping) == (dollars("2100.00"), dollars("50.00"))


def test_an_order_that_never_came_returns_everything() -> None:
    sold = order(tax=dollars("99.99"))
    worth = value(sold, Claim((line("", 1, "1", ClaimType.NOT_DELIVERED),)), policy())
    assert worth.total == sold.paid_total == dollars("3819.49")
    assert (worth.payable, worth.share) == (dollars("3150.00"), Decimal(1))


def test_price_base_is_the_one_price() -> None:
    claim = Claim((line("VACUUM", 3),))
    worth = value(order(), claim, policy(NONE, price_base=["winning_bid", "buyer_premium"]))
    assert (worth.payable, worth.premium) == (dollars("277.17"), dollars("0.00"))  # 747.00 / 8,913.96 x 3,307.50


def test_what_is_not_taken_counts_nothing_and_says_so() -> None:
    rules = policy(NONE)
    rules = rules.model_copy(
        update={"eligibility": rules.eligibility.model_copy(update={"excluded_claims": (ClaimType.DAMAGE,)})}
    )
    worth = value(order(), Claim((line("VACUUM", 3), line("FRYER", 4, "1", ClaimType.DEAD))), rules)
    assert [str(item.amount.amount) for item in worth.lines] == ["263.97", "0.00"]
    assert worth.problems == ("FRYER: dead is not taken under eligibility.excluded_claims",)
    assert "eligibility.excluded_claims" in worth.clauses


def test_no_unit_is_lost_twice_and_none_that_was_not_sold() -> None:
    claim = Claim(
        (
            line("VACUUM", 10),
            line("VACUUM", 10, "0.5", ClaimType.DAMAGE),
            line("VACUUM", 1),
            line("GHOST", 1),
            line("TOASTER", -2),
        )
    )
    worth = value(order(), claim, policy(NONE))
    assert [item.units for item in worth.lines] == [10, 2, 0, 0, 0]
    assert len(worth.problems) == 4
    assert worth.problems[0] == "VACUUM: 10 claimed, 2 on the manifest; 2 count"


def test_one_sku_on_several_rows_is_taken_from_the_row_that_is_meant() -> None:
    lot = Manifest((Line(1, "A", "old", 5, Decimal(10)), Line(2, "A", "new", 5, Decimal(90), "P2")))
    sold = order(lot, winning_bid=dollars("500.00"))

    def paid(claimed: ClaimLine) -> Money:
        return value(sold, Claim((claimed,)), policy(NONE)).payable

    assert paid(line("A", 2, row=2)) == dollars("180.00")
    assert paid(line("A", 2, pallet="P2")) == dollars("180.00")
    assert paid(line("A", 6)) == dollars("140.00")


def test_ties_of_remainders_go_to_the_earlier_line() -> None:
    claim = Claim(tuple(line(f"S{n}", 1) for n in (1, 2, 3)))
    worth = value(order(THREE, winning_bid=dollars("100.00")), claim, policy(NONE))
    assert [str(item.amount.amount) for item in worth.lines] == ["33.34", "33.33", "33.33"]


@pytest.mark.parametrize(
    ("currency", "bid", "amounts"), [("JPY", "100", ["34", "33", "33"]), ("KWD", "100", ["33.334", "33.333", "33.333"])]
)
def test_the_currency_knows_its_smallest_coin(currency: str, bid: str, amounts: list[str]) -> None:
    nothing = zero(currency)
    sold = replace(
        order(THREE),
        winning_bid=Money(Decimal(bid), currency),
        buyer_premium=nothing,
        shipping=nothing,
        tax=nothing,
        credits=nothing,
    )
    worth = value(sold, Claim(tuple(line(f"S{n}", 1) for n in (1, 2, 3))), policy(NONE))
    assert [str(item.amount.amount) for item in worth.lines] == amounts
    assert worth.payable == Money(Decimal(bid).quantize(minor_unit(currency)), currency)


def test_half_a_cent_goes_up() -> None:
    lot = Manifest((Line(1, "A", "", 1, Decimal(1)), Line(2, "B", "", 199, Decimal(1))))
    assert value(order(lot, winning_bid=dollars("1.00")), Claim((line("A", 1),)), policy(NONE)).payable == dollars(
        "0.01"
    )


def test_a_lot_without_retail_values_is_shared_as_the_policy_says_or_not_at_all() -> None:
    lot = Manifest((Line(1, "BOX", "Mixed boxes", 40, Decimal(0)),))
    sold = order(lot, pallets=4, winning_bid=dollars("800.00"))
    pallet = Claim((line("", 1, "1", ClaimType.MISSING_PALLET, pallet="P1"),))
    assert value(sold, pallet, policy(NONE, unmanifested="pallets", shipping=[{"by": "pallets"}])).total == dollars(
        "303.00"
    )
    assert value(sold, Claim((line("BOX", 10),)), policy(NONE, unmanifested="units")).payable == dollars("200.00")
    for by in (None, "weight"):
        worth = value(sold, pallet, policy(NONE, unmanifested=by))
        assert worth.payable == dollars("0.00")
        assert "cannot be told" in worth.problems[0]


def test_a_type_without_tolerance_rule_is_for_a_person_to_see() -> None:
    worth = value(order(), Claim((line("VACUUM", 3),)), policy([tolerance("none", None, None, ClaimType.DAMAGE)]))
    assert "no tolerance rule for missing_units" in worth.problems[0]


def test_no_figure_is_a_float_and_currencies_do_not_mix() -> None:
    with pytest.raises(AssertionError):
        Money(1.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="cannot reckon EUR with USD"):
        dollars("1") + Money(Decimal(1), "EUR")


def test_every_step_of_the_working_can_be_reckoned_again() -> None:
    worth = value(order(), Claim((line("VACUUM", 3),)), policy(NONE, buyer_premium="include"))
    assert worth.working == (
        "VACUUM (missing_units): 3 x 249.00 x 100 % = 747.00",
        "Retail value of the lot: 8,913.96 for 100 units",
        "Share of the lot: 747.00 / 8,913.96 = 8.38 %",
        "Goods: 747.00 / 8,913.96 x 3,150.00 (winning bid) = USD 263.97",
        "Tolerance (tolerance.0): none",
        "Shipping: 3 of 100 units of USD 412.00",
        "Buyer's premium: 8.380114 % of 157.50 = 13.198679",
        "Payable for goods: USD 263.97",
        "Total: USD 289.53",
    )
    assert KITCHEN.units == 100
