"""From the first claim to the payment, letter by letter."""

from decimal import Decimal

from mailbot.mediation.events import ClaimValued, FactReleased, OfferAccepted, PhaseEntered
from mailbot.mediation.letter import Letter
from mailbot.mediation.phase import Outcome, Phase
from tests import make
from tests.steps.decide.play import BUYER, SELLER, Play, at_seller, in_performance, in_shuttle, in_terms, photos, says


def test_a_claim_without_evidence_is_confirmed_and_evidence_is_asked_for() -> None:
    play = Play()
    assert play.opens() == ["claim_received to buyer", "evidence_request to buyer"]
    assert play.dispute.phase is Phase.EVIDENCE
    assert play.dispute.waiting_on == {"buyer"}
    deadline = play.dispute.deadline(BUYER)
    assert deadline is not None
    assert deadline.step == "buyer_substantiate"
    assert "photos" in " ".join(play.last(Letter.EVIDENCE_REQUEST).why)
    assert play.last(Letter.EVIDENCE_REQUEST).attach == ("claim_sheet",)


def test_a_claim_with_all_evidence_goes_to_the_seller_at_once() -> None:
    play = Play()
    assert play.opens(evidence=(photos(),)) == ["claim_received to buyer", "claim_notice to seller"]
    assert [event.phase for event in play.happened(PhaseEntered)] == [
        Phase.SCREENING,
        Phase.EVALUATION,
        Phase.SELLER_ACCOUNT,
    ]
    assert play.happened(ClaimValued)[0].valuation.total.amount == Decimal("200.00")
    released = play.happened(FactReleased)[0]
    assert (released.side, released.basis) == (BUYER, "claim lines")
    assert "three are not there" not in released.words
    assert play.dispute.waiting_on == {"seller"}


def test_evidence_that_comes_later_ends_the_buyers_deadline() -> None:
    play = Play()
    play.opens()
    play.now = make.later(days=1)
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == ["claim_notice to seller"]
    assert play.dispute.deadline(BUYER) is None
    assert play.dispute.waiting_on == {"seller"}


def test_an_offer_a_counter_and_an_acceptance_settle_it() -> None:
    play = in_shuttle()
    assert play.orders[-1].letter is Letter.OFFER_TO_BUYER
    assert play.orders[-1].carried == ("offer 1", "fact 2")
    assert play.writes(BUYER, says("makes_offer", amount="180")) == ["counter_to_seller to seller"]
    assert play.writes(SELLER, says("accepts")) == ["settlement_terms to buyer", "settlement_terms to seller"]
    buyers, sellers = play.dispute.deadline(BUYER), play.dispute.deadline(SELLER)
    assert buyers is not None
    assert sellers is not None
    assert buyers.due_at == sellers.due_at
    assert play.dispute.terms is not None
    assert play.dispute.terms.total == make.usd("180")
    assert play.writes(BUYER, says("confirms_terms")) == []
    assert play.writes(SELLER, says("confirms_terms")) == [
        "terms_confirmed to buyer",
        "terms_confirmed to seller",
        "payment_instruction to seller",
        "payment_notice to buyer",
    ]
    assert play.dispute.waiting_on == {"seller"}
    assert play.writes(SELLER, says("reports_payment")) == ["closing to buyer", "closing to seller"]
    assert play.dispute.phase is Phase.CLOSED
    assert play.dispute.outcome is Outcome.SETTLED
    assert play.dispute.deadlines == ()
    assert play.dispute.waiting_on == {"nobody"}


def test_the_seller_may_simply_accept_the_policy_value() -> None:
    play = at_seller()
    play.writes(SELLER, says("accepts"))
    assert play.happened(OfferAccepted)[0].number is None
    assert play.dispute.terms is not None
    assert play.dispute.terms.total == make.usd("200.00")
    assert play.dispute.terms.offer_number is None


def test_a_refusal_is_carried_as_a_refusal_with_its_reason_and_nothing_else() -> None:
    play = at_seller()
    letters = play.writes(SELLER, says("declines", reason="ten were packed"), words="ten were packed. They lie!")
    assert letters == ["offer_to_buyer to buyer"]
    order = play.orders[-1]
    assert order.carried == ("refusal", "fact 2")
    assert play.dispute.facts[1].words == "ten were packed"


def test_two_refusals_in_a_row_are_an_impasse_for_people() -> None:
    play = at_seller()
    play.writes(SELLER, says("declines"))
    assert play.writes(BUYER, says("declines")) == []
    assert play.dispute.open_tasks[-1].kind == "impasse"
    assert "lead" in [notice.role for notice in play.notices]


def test_the_rounds_have_an_end() -> None:
    play = in_shuttle(steps=make.steps(max_rounds=2))
    assert play.writes(BUYER, says("makes_offer", amount="190")) == ["counter_to_seller to seller"]
    assert play.writes(SELLER, says("makes_offer", amount="160")) == ["offer_to_buyer to buyer"]
    assert play.writes(BUYER, says("makes_offer", amount="185")) == ["counter_to_seller to seller"]
    assert play.writes(SELLER, says("makes_offer", amount="165")) == []
    assert "rounds" in play.dispute.open_tasks[-1].reason


def test_a_change_of_terms_goes_back_to_the_shuttle() -> None:
    play = in_terms()
    assert play.writes(SELLER, says("makes_offer", amount="140")) == ["offer_to_buyer to buyer"]
    assert play.dispute.phase is Phase.SHUTTLE
    assert play.dispute.waiting_on == {"buyer"}


def test_a_no_to_the_terms_is_a_task() -> None:
    play = in_terms()
    assert play.writes(BUYER, says("declines")) == []
    assert play.dispute.phase is Phase.SHUTTLE
    assert play.dispute.waiting_on == {"mediator"}


def test_the_buyer_may_say_that_the_money_arrived() -> None:
    play = in_performance()
    play.writes(BUYER, says("reports_payment"))
    assert play.dispute.outcome is Outcome.SETTLED


def test_the_buyer_may_withdraw_and_a_seller_who_never_heard_of_it_gets_no_letter() -> None:
    play = Play()
    play.opens()
    assert play.writes(BUYER, says("withdraws")) == ["closing to buyer"]
    assert play.dispute.outcome is Outcome.WITHDRAWN
    late = at_seller()
    assert late.writes(BUYER, says("withdraws")) == ["closing to buyer", "closing to seller"]


def test_every_letter_says_why() -> None:
    play = in_performance()
    for order in play.orders:
        assert order.why[0].startswith("Came in: the ")
        assert order.why[1].startswith("Read as: ")
        assert order.why[-1].startswith("Rule: ")
