"""Tiers, returns, tolerance and the seller's authority."""

from decimal import Decimal
from fractions import Fraction

import pytest

from mailbot.adapters.policies import read_policy
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.remedies import after_return, may_agree_alone, needs_approver, tier_for
from mailbot.policy.rules import Return, Tier, Tolerance
from mailbot.policy.tolerance import passes, rule_for, share_kept
from tests.claims.lots import POLICIES

POLICY = read_policy(POLICIES / "returns-depot" / "2024-01-01.toml")
TIERS = (
    Tier(below=Decimal("0.15"), do="auto_refund_and_ship"),
    Tier(at_least=Decimal("0.15"), up_to=Decimal("0.80"), do="ask_buyer_consent"),
    Tier(at_least=Decimal("0.80"), do="cancel_full_refund"),
)


@pytest.mark.parametrize(
    ("share", "place"), [("0.12", 0), ("0.15", 1), ("0.40", 1), ("0.80", 1), ("0.8001", 2), ("0.85", 2), ("1", 2)]
)
def test_tiers_of_a_shortage_before_shipping(share: str, place: int) -> None:
    found = tier_for(POLICY.model_copy(update={"tiers": TIERS}), Fraction(share))
    assert found == (place, TIERS[place])
    assert tier_for(POLICY, Fraction(share)) is None


def test_a_return_keeps_restocking_and_freight_only_where_the_seller_advanced_it() -> None:
    rule = Return(restocking_rate=Decimal("0.10"), freight_paid_by="buyer")
    assert after_return(Decimal(540), rule) == Decimal(486)
    assert after_return(Decimal(540), rule, Decimal(100)) == Decimal(386)
    assert after_return(Decimal(50), rule, Decimal(100)) == 0
    assert after_return(Decimal(540), Return(), Decimal(100)) == Decimal(540)


def test_what_the_sellers_desk_may_agree_to() -> None:
    assert may_agree_alone(POLICY, Decimal("250.00"))
    assert not may_agree_alone(POLICY, Decimal("250.01"))
    assert not needs_approver(POLICY, Decimal("2500.00"))
    assert needs_approver(POLICY, Decimal("2500.01"))


def rule(mode: str, rate: str | None = "0.05", *claim: ClaimType, condition: tuple[str, ...] = ()) -> Tolerance:
    return Tolerance.model_validate(
        {"claim": claim or (ClaimType.DAMAGE,), "mode": mode, "basis": "retail", "rate": rate, "condition": condition}
    )


@pytest.mark.parametrize(
    ("mode", "compare", "measured", "kept"),
    [
        ("gate", "gt", "0.05", "0"), ("gate", "ge", "0.05", "1"), ("gate", "gt", "0.0500001", "1"),
        ("deductible", "gt", "0.05", "0"), ("deductible", "ge", "0.05", "0"), ("deductible", "gt", "0.10", "1/2"),
        ("none", "gt", "0", "1"),
    ],
)  # fmt: skip
def test_what_a_tolerance_leaves(mode: str, compare: str, measured: str, kept: str) -> None:
    assert share_kept(rule(mode), compare, Fraction(measured)) == Fraction(kept)


def test_nothing_wrong_is_nothing_payable_under_a_rate_of_zero() -> None:
    assert not passes(rule("gate", "0"), "gt", Fraction(0))
    assert share_kept(rule("deductible", "0"), "ge", Fraction(0)) in (0, 1)  # of nothing
    assert share_kept(rule("deductible", "0"), "gt", Fraction(1, 100)) == 1


def test_the_first_rule_for_the_type_and_the_condition() -> None:
    rules = (
        rule("gate", "0.05", ClaimType.DAMAGE, condition=("shelf_pull",)),
        rule("none", None, ClaimType.DAMAGE),
        rule("gate", "0.02", ClaimType.MISSING_PALLET),
    )
    assert rule_for(rules, ClaimType.DAMAGE, "shelf_pull") == 0
    assert rule_for(rules, ClaimType.DEAD, "new") == 1
    assert rule_for(rules, ClaimType.WRONG_PALLET, "new") == 2
    assert rule_for(rules, ClaimType.WRONG_ITEM, "new") is None
