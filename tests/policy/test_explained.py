"""Which rules bear on an order, each with its clause, its reason and its source."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mailbot.policy.claim_type import ClaimType
from mailbot.policy.clauses import at, step_names, timed, written
from mailbot.policy.explained import Applied, rules_for
from mailbot.policy.policy import Policy
from mailbot.policy.rules import Step
from tests.policy.test_eligibility import DELIVERED, FACTS, MOMENTS, PALLETS, RETURNS, with_rules

NOW = DELIVERED + timedelta(days=1)


def applied(policy: Policy = PALLETS, **facts: object) -> dict[str, Applied]:
    rules = rules_for(policy, replace(FACTS, **facts), NOW)  # type: ignore[arg-type]
    assert len({rule.clause for rule in rules}) == len(rules)
    return {rule.clause: rule for rule in rules}


def test_the_window_with_its_end_and_its_source() -> None:
    found = applied()["filing.windows.0"]
    assert found.rule.endswith("days = 10; unit = calendar; from = delivery")
    assert found.why.startswith("delivery was 2026-05-29 20:00 UTC. Day 0 is Friday 29 May 2026")
    assert found.why.endswith("ends Monday 8 June 2026, 17:00 Pacific Time")
    assert found.source == "https://liquidations.walmart.com/order-claims-guidelines/"


def test_before_delivery_no_end_is_told() -> None:
    assert "not begun" in applied(moments=replace(MOMENTS, delivered_at=None))["filing.windows.0"].why


@pytest.mark.parametrize("policy", [PALLETS, RETURNS], ids=lambda policy: policy.client_id)
def test_every_rule_is_as_the_file_states_it_and_has_its_source(policy: Policy) -> None:
    rules = applied(policy)
    assert {f"steps.{name}" for name in step_names()} <= set(rules)
    for rule in rules.values():
        assert rule.rule == written(at(policy, rule.clause))
        assert rule.why
        assert rule.source.startswith("https://")


def test_what_the_order_does_not_meet_is_said() -> None:
    assert applied()["filing.required_geography"].why == "the goods went to US"
    refused = applied(country="MX")["filing.required_geography"]
    assert refused.why.startswith("NOT MET: the goods went to Mexico; claims are taken for United States")
    dear = with_rules(PALLETS, "filing", min_order_price=Decimal(300))
    cheap = applied(dear, price=Decimal("299.99"))["filing.min_order_price"]
    assert cheap.why.startswith("NOT MET: the winning bid was $299.99")
    assert (cheap.rule, applied(dear)["filing.min_order_price"].why) == ("300", "the winning bid was 3150.00")


def test_only_rules_that_bear_on_it() -> None:
    clauses = set(applied())
    assert "evidence.damage" not in clauses  # this client takes no such claims
    assert "eligibility.shipping.buyer_arranged" not in clauses
    assert "eligibility.shipping.buyer_arranged" in applied(shipping_by="buyer")
    assert "tolerance.0" in clauses


def test_the_tolerance_for_the_lots_condition() -> None:
    first = RETURNS.tolerance[0].model_copy(update={"condition": ("overstock",)})
    policy = RETURNS.model_copy(update={"tolerance": (first, RETURNS.tolerance[0])})
    assert "tolerance.0" not in applied(policy)
    assert applied(policy)["tolerance.1"].why.endswith("on a lot sold as customer_returns")
    assert "tolerance.0" in applied(policy, condition="overstock")


def test_windows_of_types_that_are_all_excluded_are_left_out() -> None:
    policy = with_rules(PALLETS, "eligibility", excluded_claims=tuple(ClaimType))
    assert not [clause for clause in applied(policy) if clause.startswith(("filing.windows", "evidence", "tolerance"))]


@pytest.mark.parametrize(
    "clause", ["filing.windows.9", "filing.windows.x", "steps.model_dump", "no.such", "name.upper"]
)
def test_nothing_stands_at_a_clause_that_is_not_there(clause: str) -> None:
    assert at(PALLETS, clause) is None


def test_clauses_go_by_the_names_of_files() -> None:
    assert at(PALLETS, "filing.windows.0.from") == "delivery"
    assert at(PALLETS, "filing.windows.0.start") is None
    assert isinstance(at(PALLETS, "steps.seller_answer"), Step)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("seller_first_answer", ("steps.seller_first_answer", 2, "business")),
        ("steps.seller_first_answer", ("steps.seller_first_answer", 2, "business")),
        ("filing.windows.0", ("filing.windows.0", 5, "calendar")),
        ("remedies.pay_within", ("remedies.pay_within", 5, "business")),
        ("max_rounds", None),
        ("filing", None),
        ("", None),
    ],
)
def test_what_has_days(name: str, found: object) -> None:
    assert timed(RETURNS, name) == found
