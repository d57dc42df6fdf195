"""Intake, screening, evidence, evaluation: what is taken, asked for, refused."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.errors import RowFault
from mailbot.mediation.decision import EvidenceItem, LetterOrder
from mailbot.mediation.events import ClaimStated, EvidenceReceived, FactStated, LanguageChosen
from mailbot.mediation.letter import Letter
from mailbot.mediation.phase import Outcome, Phase
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.rules import Eligibility, EvidenceRule, Filing, ShippingRules, Tolerance, Window
from tests import make
from tests.steps.decide.play import BUYER, SELLER, Play, in_shuttle, photos, says


def late(rule: str) -> Filing:
    window = Window.model_validate({"claim": tuple(ClaimType), "days": 1, "unit": "calendar", "from": "delivery"})
    return Filing.model_validate({"windows": (window,), "late_rule": rule})


def test_a_claim_after_the_window_is_refused_with_the_rule_and_its_count() -> None:
    play = Play(make.policy(filing=late("deny")), delivered_at=make.later(days=-9))
    assert play.opens() == ["not_eligible to buyer"]
    order = play.last(Letter.NOT_ELIGIBLE)
    assert order.details["reason"] == "too_late"
    assert order.details["clauses"] == ("filing.windows.0",)
    assert order.details["reason_working"]
    assert play.dispute.outcome is Outcome.INELIGIBLE
    assert play.dispute.waiting_on == {"nobody"}


def test_a_late_claim_may_be_for_a_person_to_decide() -> None:
    play = Play(make.policy(filing=late("human_review")), delivered_at=make.later(days=-9))
    assert play.opens() == ["claim_received to buyer"]
    assert play.dispute.phase is Phase.SCREENING
    assert play.dispute.open_tasks[0].kind == "review"
    assert play.moves("done", number=1) == ["evidence_request to buyer"]
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == ["claim_notice to seller"]


def test_the_time_of_filing_is_when_our_server_had_the_mail() -> None:
    play = Play(delivered_at=make.later(days=-2))
    play.now = make.later(days=60)
    assert play.opens(received_at=make.NOW) == ["claim_received to buyer", "evidence_request to buyer"]


def test_a_mail_without_a_claim_is_asked_about_once() -> None:
    play = Play()
    assert play.opens(says("asks"), claim=None) == ["please_clarify to buyer"]
    assert play.dispute.phase is Phase.INTAKE
    assert play.writes(BUYER, says("small_talk")) == []
    assert [task.kind for task in play.dispute.open_tasks] == ["question", "no_claim"]
    assert play.writes(BUYER, says("states_claim"), claim=make.claim(), evidence=(photos(),)) == [
        "claim_received to buyer",
        "claim_notice to seller",
    ]
    assert play.dispute.deadline(BUYER) is None


def test_a_claim_in_words_asks_for_the_sheet() -> None:
    play = Play()
    play.opens(says("states_claim", claim=ClaimType.DAMAGE), claim=None, evidence=(photos(),))
    assert "marked_manifest" in " ".join(play.last(Letter.EVIDENCE_REQUEST).why)
    assert play.writes(BUYER, says("gives_evidence"), claim=make.claim()) == ["claim_notice to seller"]


def test_a_claim_with_lines_is_not_replaced_by_words_without_them() -> None:
    play = Play()
    play.opens()
    play.writes(BUYER, says("states_claim", claim=ClaimType.DAMAGE))
    assert len(play.happened(ClaimStated)) == 1
    assert play.dispute.claim == make.claim()


def test_errors_in_the_sheet_are_named_and_the_deadline_stays() -> None:
    play = Play()
    play.opens(claim=Claim((ClaimLine("", ClaimType.MISSING_UNITS, 0),)))
    asked = play.dispute.deadline(BUYER)
    fault = RowFault("claim.xlsx", 4, "Qty affected", "30 is more than the 10 on the manifest", "0 to 10")
    assert play.writes(BUYER, says("gives_evidence"), sheet_faults=(fault,)) == ["sheet_errors to buyer"]
    order = play.last(Letter.SHEET_ERRORS)
    assert order.details["questions"] == (str(fault),)
    assert order.keep == asked


def test_the_same_file_counts_once() -> None:
    play = Play(make.policy(evidence={ClaimType.MISSING_UNITS: EvidenceRule(required=("photos", "invoice"))}))
    play.opens()
    play.writes(BUYER, says("gives_evidence"), evidence=(photos(), photos()))
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == []
    assert len(play.happened(EvidenceReceived)) == 2


def test_what_cannot_be_made_any_more_is_weighed_by_a_person_not_waited_for() -> None:
    rule = EvidenceRule(required=("photos", "noted_pod"), incurable=("noted_pod",))
    play = Play(make.policy(evidence={ClaimType.MISSING_UNITS: rule}))
    play.opens()
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == ["claim_notice to seller"]
    assert "noted_pod" in play.dispute.open_tasks[0].reason


def test_evidence_before_the_request_has_left_makes_a_new_request() -> None:
    play = Play(make.policy(evidence={ClaimType.MISSING_UNITS: EvidenceRule(required=("photos", "invoice"))}))
    play.opens(send=False)
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == ["evidence_request to buyer"]
    assert "photos" not in play.last(Letter.EVIDENCE_REQUEST).why[-2]


def test_a_request_that_leaves_after_all_is_in_binds_nobody() -> None:
    play = Play()
    play.opens(send=False)
    play.writes(BUYER, says("gives_evidence"), evidence=(photos(),))
    play.leaves(next(order for order in play.held_back if order.letter is Letter.EVIDENCE_REQUEST))
    assert play.dispute.deadline(BUYER) is None


def test_below_tolerance_is_refused_with_the_working_and_the_sheet() -> None:
    rule = Tolerance(claim=tuple(ClaimType), mode="gate", basis="units", rate=Decimal("0.50"))
    play = Play(make.policy(tolerance=(rule,)))
    assert play.opens(evidence=(photos(),)) == ["below_tolerance to buyer"]
    order = play.last(Letter.BELOW_TOLERANCE)
    assert order.attach == ("valuation_sheet",)
    assert "Reckoned: " in order.why[-2]
    assert play.dispute.outcome is Outcome.INELIGIBLE


def test_a_type_that_is_not_taken_is_left_out_and_the_mediator_knows() -> None:
    rules = Eligibility(excluded_claims=(ClaimType.DAMAGE,), shipping=ShippingRules(buyer_arranged="eligible"))
    play = Play(make.policy(eligibility=rules))
    both = make.claim(make.claim_line(), make.claim_line(sku="KT-1", type=ClaimType.DAMAGE, affected=4))
    play.opens(claim=both, evidence=(photos(),))
    assert any("not taken: damage" in notice.text for notice in play.notices)
    assert play.dispute.valuation is not None
    assert [line.sku for line in play.dispute.valuation.lines] == ["TV-43"]
    only = Play(make.policy(eligibility=rules))
    assert only.opens(claim=make.claim(make.claim_line(type=ClaimType.DAMAGE))) == ["not_eligible to buyer"]


def test_a_sheet_that_claims_something_else_is_judged_as_it_is() -> None:
    rules = Eligibility(excluded_claims=(ClaimType.DAMAGE,), shipping=ShippingRules(buyer_arranged="eligible"))
    play = Play(make.policy(eligibility=rules))
    play.opens(claim=Claim((ClaimLine("", ClaimType.MISSING_UNITS, 0),)), evidence=(photos(),))
    sheet = make.claim(make.claim_line(type=ClaimType.DAMAGE))
    assert play.writes(BUYER, says("gives_evidence"), claim=sheet) == ["not_eligible to buyer"]


def test_the_carriers_claim_is_for_a_person() -> None:
    rules = Eligibility(shipping=ShippingRules(buyer_arranged="carrier"))
    play = Play(make.policy(eligibility=rules), shipping_by="buyer")
    assert play.opens() == ["claim_received to buyer"]
    assert "carrier" in play.dispute.open_tasks[0].reason


def test_a_letter_is_in_the_language_of_most_words_unless_one_was_chosen() -> None:
    play = Play()
    play.opens(language="en", words="three are missing")
    play.writes(BUYER, says("small_talk"), language="es", words="faltan tres de los diez televisores del palé")
    assert play.dispute.buyer.language == "es"
    play.writes(BUYER, says("wants_language", detail="en"))
    assert play.dispute.buyer.language == "en"
    play.writes(BUYER, says("small_talk"), language="es", words="muchas gracias por todo y hasta la próxima semana")
    assert play.dispute.buyer.language == "en"
    assert [event.chosen for event in play.happened(LanguageChosen)] == [False, True]


def test_a_language_we_do_not_write_is_a_task() -> None:
    play = Play()
    play.opens()
    play.writes(BUYER, says("wants_language", detail="fi"))
    assert "'fi'" in play.dispute.open_tasks[0].reason


def test_what_nobody_understands_is_asked_back_once() -> None:
    play = Play()
    play.opens()
    assert play.writes(BUYER, says("unclear"), words="hm, well") == ["please_clarify to buyer"]
    assert play.last(Letter.PLEASE_CLARIFY).details["quote"] == "hm, well"
    assert play.writes(BUYER, says("unclear")) == []
    assert play.dispute.open_tasks[0].kind == "unclear"


@pytest.mark.parametrize(("kind", "released"), [("releases", True), ("withholds", False)])
def test_a_release_request_is_answered_by_yes_or_no(kind: str, released: bool) -> None:  # noqa: FBT001 - a case
    play = in_shuttle()
    play.take(FactStated(play.now, 3, BUYER, "the seal was broken", "m1"))
    play.leaves(LetterOrder(Letter.RELEASE_REQUEST, BUYER, (), carried=("fact 3",)))
    play.writes(BUYER, says(kind))
    fact = play.dispute.facts[2]
    assert (fact.release is not None) is released
    assert fact.withheld is not released


def test_the_seller_writing_early_changes_nothing() -> None:
    play = Play()
    play.opens()
    assert play.writes(SELLER, says("asks", words="what is this?")) == []
    assert play.dispute.phase is Phase.EVIDENCE
    assert play.dispute.deadline(BUYER) is not None


def test_other_files_are_kept_in_every_phase() -> None:
    play = in_shuttle()
    play.now += timedelta(hours=1)
    play.writes(SELLER, says("small_talk"), evidence=(EvidenceItem("other", "weights.pdf", "abc"),))
    assert play.happened(EvidenceReceived)[-1].side is SELLER
    assert replace(play.dispute, version=0).phase is Phase.SHUTTLE
