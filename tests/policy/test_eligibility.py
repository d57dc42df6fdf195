"""Who may file what until when; each judgement names its clause."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from mailbot.adapters.policies import read_policy
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.eligibility import OrderFacts, judge
from mailbot.policy.filing import Moments, filed_in_time
from mailbot.policy.judgement import Kind, Reason
from mailbot.policy.policy import Policy
from tests.claims.lots import POLICIES, order

PALLETS = read_policy(POLICIES / "pallet-store" / "2024-01-01.toml")  # 10 calendar days, late is late, no damage
RETURNS = read_policy(POLICIES / "returns-depot" / "2024-01-01.toml")  # 5 calendar days, late is looked at
PAID = datetime(2026, 5, 20, 16, tzinfo=UTC)
DELIVERED = datetime(2026, 5, 29, 20, tzinfo=UTC)
MOMENTS = Moments(PAID, PAID, DELIVERED)
FACTS = OrderFacts("customer_returns", Decimal("3150.00"), "US", "marketplace", MOMENTS)
SOON = DELIVERED + timedelta(days=1)
MISSING, DAMAGE, WRONG = ClaimType.MISSING_UNITS, ClaimType.DAMAGE, ClaimType.WRONG_ITEM


def with_rules(policy: Policy, section: str, **changes: Any) -> Policy:
    return policy.model_copy(update={section: getattr(policy, section).model_copy(update=changes)})


def test_in_time_to_the_last_second_of_the_window() -> None:
    last = datetime(2026, 6, 9, 0, 0, tzinfo=UTC)  # 10 days end on Monday 8 June, 17:00 in Los Angeles
    judged = filed_in_time(PALLETS, [MISSING], MOMENTS, last)
    assert (judged.ok, judged.due_at, judged.clause) == (True, last, "filing.windows.0")
    late = filed_in_time(PALLETS, [MISSING], MOMENTS, last + timedelta(seconds=1))
    assert (late.kind, late.reason, late.claim) == (Kind.INELIGIBLE, Reason.TOO_LATE, MISSING)
    assert late.working.endswith(
        "ends Monday 8 June 2026, 17:00 Pacific Time; the claim came on Monday 8 June 2026, 17:00 Pacific Time"
    )
    assert late.source == "https://liquidations.walmart.com/order-claims-guidelines/"


def test_late_is_refused_or_looked_at_as_the_policy_says() -> None:
    late = DELIVERED + timedelta(days=9)
    assert filed_in_time(RETURNS, [MISSING], MOMENTS, late).kind is Kind.HUMAN_REVIEW
    assert filed_in_time(PALLETS, [MISSING], MOMENTS, late + timedelta(days=9)).kind is Kind.INELIGIBLE


def test_the_hard_stop_bites_behind_every_window_but_its_exceptions() -> None:
    slow = replace(MOMENTS, delivered_at=PAID + timedelta(days=50))
    judged = filed_in_time(RETURNS, [MISSING], slow, PAID + timedelta(days=51))
    assert (judged.kind, judged.reason, judged.clause) == (Kind.INELIGIBLE, Reason.HARD_STOP, "filing.hard_stop")
    assert filed_in_time(RETURNS, [ClaimType.STOLEN], slow, PAID + timedelta(days=51)).ok


def test_the_first_late_type_decides_and_none_is_in_time() -> None:
    moments = replace(MOMENTS, delivered_at=None)
    after = PAID + timedelta(days=35)
    assert filed_in_time(PALLETS, [MISSING, ClaimType.NOT_DELIVERED], moments, after).claim is ClaimType.NOT_DELIVERED
    assert filed_in_time(PALLETS, [], moments, after).ok


def test_before_delivery_the_window_has_not_begun() -> None:
    judged = filed_in_time(PALLETS, [MISSING], replace(MOMENTS, delivered_at=None), SOON)
    assert (judged.ok, judged.reason) == (True, Reason.NOT_DELIVERED_YET)


def test_the_window_stands_still_while_the_carrier_is_asked() -> None:
    last = datetime(2026, 6, 8, 23, tzinfo=UTC)
    stood = replace(MOMENTS, stood=((DELIVERED + timedelta(days=1), DELIVERED + timedelta(days=4)),))
    assert not filed_in_time(PALLETS, [MISSING], MOMENTS, last + timedelta(days=2)).ok
    assert filed_in_time(PALLETS, [MISSING], stood, last + timedelta(days=2)).ok


def test_no_window_for_a_type_is_for_a_person() -> None:
    none = with_rules(PALLETS, "filing", windows=PALLETS.filing.windows[1:])
    judged = filed_in_time(none, [MISSING], MOMENTS, SOON)
    assert (judged.kind, judged.reason) == (Kind.HUMAN_REVIEW, Reason.NO_WINDOW)


def test_what_is_like_a_type_has_its_rules() -> None:
    pallet = with_rules(
        PALLETS,
        "filing",
        windows=(PALLETS.filing.windows[0].model_copy(update={"claim": (ClaimType.MISSING_PALLET,)}),),
    )
    assert filed_in_time(pallet, [ClaimType.WRONG_PALLET], MOMENTS, SOON).clause == "filing.windows.0"
    assert (
        judge(with_rules(RETURNS, "eligibility", excluded_claims=(DAMAGE,)), FACTS, [ClaimType.DEAD], SOON).reason
        is Reason.EXCLUDED_CLAIM
    )


def test_a_claim_that_is_taken() -> None:
    judged = judge(PALLETS, FACTS, [MISSING], SOON)
    assert (judged.kind, judged.refused, judged.claim) == (Kind.ELIGIBLE, (), MISSING)
    assert judge(PALLETS, FACTS, [], SOON).ok


def test_types_that_are_not_taken_stand_beside_those_that_are() -> None:
    judged = judge(PALLETS, FACTS, [DAMAGE, MISSING, DAMAGE], SOON)
    assert judged.ok
    assert [(part.claim, part.reason, part.clause) for part in judged.refused] == [
        (DAMAGE, Reason.EXCLUDED_CLAIM, "eligibility.excluded_claims")
    ]
    assert judge(PALLETS, FACTS, [DAMAGE], SOON).kind is Kind.INELIGIBLE


def test_a_late_type_for_review_holds_up_the_whole_claim() -> None:
    judged = judge(RETURNS, FACTS, [ClaimType.NOT_DELIVERED, MISSING], DELIVERED + timedelta(days=9))
    assert (judged.kind, judged.claim) == (Kind.HUMAN_REVIEW, MISSING)


@pytest.mark.parametrize(
    ("facts", "rules", "earlier", "reason", "clause"),
    [
        ({}, {}, 1, Reason.CLAIMED_BEFORE, "filing.claims_per_order"),
        ({"country": "MX"}, {}, 0, Reason.GEOGRAPHY, "filing.required_geography"),
        (
            {"price": Decimal("299.99")},
            {"min_order_price": Decimal(300)},
            0,
            Reason.PRICE_TOO_LOW,
            "filing.min_order_price",
        ),
        ({"condition": "salvage"}, {}, 0, Reason.EXCLUDED_CONDITION, "eligibility.excluded_conditions"),
        ({"refused_delivery": True}, {}, 0, Reason.REFUSED_DELIVERY, "eligibility.shipping.refused_delivery"),
    ],
)
def test_the_order_itself(
    facts: dict[str, Any], rules: dict[str, Any], earlier: int, reason: Reason, clause: str
) -> None:
    judged = judge(with_rules(PALLETS, "filing", **rules), replace(FACTS, **facts), [MISSING], SOON, earlier)
    assert (judged.kind, judged.reason, judged.clause) == (Kind.INELIGIBLE, reason, clause)
    assert judged.working
    assert judged.source.startswith("https://")


def test_the_least_price_itself_is_enough() -> None:
    rules = with_rules(PALLETS, "filing", min_order_price=Decimal(300))
    assert judge(rules, replace(FACTS, price=Decimal("300.00")), [MISSING], SOON).ok


def test_the_buyers_own_carrier_is_asked_first() -> None:
    own = replace(FACTS, shipping_by="buyer")
    judged = judge(RETURNS, own, [DAMAGE], SOON)
    assert (judged.kind, judged.reason) == (Kind.CARRIER, Reason.BUYERS_CARRIER)
    assert judge(RETURNS, replace(own, carrier_denied=True), [DAMAGE], SOON).ok
    assert judge(RETURNS, own, [WRONG], SOON).ok
    mixed = judge(RETURNS, own, [DAMAGE, WRONG], SOON)
    assert mixed.ok
    assert [part.kind for part in mixed.refused] == [Kind.CARRIER]


@pytest.mark.parametrize(("rule", "kind"), [("eligible", Kind.ELIGIBLE), ("ineligible", Kind.INELIGIBLE)])
def test_the_buyers_own_carrier_under_other_rules(rule: str, kind: Kind) -> None:
    shipping = RETURNS.eligibility.shipping.model_copy(update={"buyer_arranged": rule})
    assert (
        judge(
            with_rules(RETURNS, "eligibility", shipping=shipping), replace(FACTS, shipping_by="buyer"), [DAMAGE], SOON
        ).kind
        is kind
    )


def test_an_order_gives_its_facts() -> None:
    facts = order(country="CA").facts
    assert (facts.price, facts.country, facts.moments.of("sale")) == (Decimal("3150.00"), "CA", order().purchased_at)
    assert facts.moments.of("payment") == order().paid_at


def test_the_working_in_spanish() -> None:
    dear = with_rules(PALLETS, "filing", min_order_price=Decimal(300))
    late = judge(PALLETS, FACTS, [MISSING], datetime(2026, 6, 12, 16, 5, tzinfo=UTC)).grounds
    assert late.said("es") == (
        "El día 0 es el viernes 29 de mayo de 2026; el sábado 30 de mayo es el día 1 y el lunes 8 de junio el día 10; "
        "termina el lunes 8 de junio de 2026 a las 17:00, hora del Pacífico; "
        "el reclamo llegó el viernes 12 de junio de 2026 a las 09:05, hora del Pacífico"
    )
    assert [
        judge(PALLETS, FACTS, [MISSING], SOON, 1).grounds.said("es"),
        judge(PALLETS, replace(FACTS, country="MX"), [MISSING], SOON).grounds.said("es"),
        judge(dear, replace(FACTS, price=Decimal("299.99")), [MISSING], SOON).grounds.said("es"),
        judge(PALLETS, replace(FACTS, refused_delivery=True), [MISSING], SOON).grounds.said("es"),
    ] == [
        "reclamos anteriores sobre este pedido: 1; permitidos: 1",
        "la mercancía se entregó en México; se aceptan reclamos de Estados Unidos y Canadá",
        "la puja ganadora fue de $299.99; se aceptan reclamos a partir de $300.00",
        "",  # the name of the reason says it all
    ]


def test_a_language_without_words_of_its_own_gets_english_figures() -> None:
    judged = judge(PALLETS, FACTS, [MISSING], SOON, 1)
    assert judged.grounds.said("fr") == judged.working == "claims on this order before: 1; allowed: 1"
