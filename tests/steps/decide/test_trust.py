"""What counts: plain words of a proven sender who speaks. The rest is put to the mediator."""

from typing import Any

import pytest

from mailbot.errors import RefusedMove
from mailbot.mail.authentication import Trust
from mailbot.mediation.events import OfferMade, StatementMade, SuggestionAnswered, SuggestionMade
from mailbot.mediation.intent import Certainty
from mailbot.mediation.phase import Outcome, Phase
from tests import make
from tests.steps.decide.play import BUYER, SELLER, Play, at_seller, in_performance, in_shuttle, in_terms, photos, says

UNPROVEN: dict[str, Any] = {"trust": Trust.UNPROVEN}


@pytest.mark.parametrize(
    ("mail", "intent", "reason"),
    [
        (UNPROVEN, {}, "the sender is not proven"),
        ({"speaks": False}, {}, "this address informs, it cannot bind"),
        ({}, {"certainty": Certainty.LIKELY}, "the words are not plain (likely)"),
    ],
)
def test_an_acceptance_that_does_not_bind_waits_for_the_mediator(
    mail: dict[str, Any], intent: dict[str, Any], reason: str
) -> None:
    play = in_shuttle()
    assert play.writes(BUYER, says("accepts", **intent), **mail) == []
    suggestion = play.dispute.suggestions[0]
    assert suggestion.reason == reason
    assert play.dispute.phase is Phase.SHUTTLE
    stopped = play.dispute.deadline(BUYER)
    assert stopped is not None
    assert stopped.stopped_at == play.now
    letters = play.moves("confirm", number=suggestion.number)
    assert letters == ["settlement_terms to buyer", "settlement_terms to seller"]
    assert play.happened(SuggestionAnswered)[0].confirmed


def test_a_dismissed_suggestion_changes_nothing_and_the_clock_runs_again() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("accepts"), **UNPROVEN)
    play.now = make.later(days=1)
    assert play.moves("dismiss", number=1) == []
    running = play.dispute.deadline(BUYER)
    assert running is not None
    assert running.stopped_at is None
    assert play.dispute.suggestions == ()


def test_saying_it_again_from_a_proven_address_closes_the_suggestion() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("accepts"), **UNPROVEN)
    play.writes(BUYER, says("accepts"))
    assert play.dispute.suggestions == ()
    assert play.dispute.phase is Phase.TERMS


def test_a_forged_mail_moves_nothing() -> None:
    play = in_shuttle()
    before = play.dispute
    assert play.writes(BUYER, says("accepts"), trust=Trust.FORGED) == []
    assert play.dispute.statements == before.statements
    assert play.dispute.deadlines == before.deadlines
    assert play.dispute.marks
    assert play.dispute.phase is Phase.SHUTTLE


def test_a_mail_that_says_two_things_is_not_chosen_from() -> None:
    play = in_shuttle()
    assert play.writes(BUYER, says("accepts"), says("declines")) == []
    assert [one.reason for one in play.dispute.suggestions] == ["the mail says accepts and declines"] * 2


def test_two_figures_in_one_mail_are_not_chosen_from() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("makes_offer", amount="170"), says("makes_offer", amount="190"))
    assert play.dispute.offers[-1].by is SELLER
    assert {one.reason for one in play.dispute.suggestions} == {"the mail names more than one offer"}


def test_a_no_with_a_counter_is_a_counter() -> None:
    play = in_shuttle()
    assert play.writes(BUYER, says("declines"), says("makes_offer", amount="190")) == ["counter_to_seller to seller"]


def test_a_figure_in_confidence_is_never_an_offer() -> None:
    play = in_shuttle()
    assert play.writes(BUYER, says("confides", amount="120")) == []
    assert len(play.happened(OfferMade)) == 1
    assert play.dispute.suggestions == ()
    assert play.happened(StatementMade)[-1].intents[0].amount == make.usd("120").amount


def test_a_demand_before_anybody_asked_is_no_offer() -> None:
    play = Play()
    play.opens(says("states_claim"), says("makes_offer", amount="500"), evidence=(photos(),))
    assert play.dispute.offers == ()
    play.writes(BUYER, says("makes_offer", amount="400"))
    assert play.dispute.offers == ()
    assert "no letter that asks for it" in play.dispute.suggestions[-1].reason


@pytest.mark.parametrize(
    ("offer", "reason"),
    [
        ({"amount": "99999"}, "what was paid"),
        ({"amount": "100", "currency": "EUR"}, "EUR"),
        ({"detail": "reship"}, "remedy 'reship'"),
        ({"detail": "a holiday"}, "a holiday"),
        ({}, "no amount"),
    ],
)
def test_an_offer_that_cannot_be_carried_is_put_to_the_mediator(offer: dict[str, Any], reason: str) -> None:
    play = at_seller()
    assert play.writes(SELLER, says("makes_offer", **offer)) == []
    assert reason in play.dispute.suggestions[0].reason
    with pytest.raises(RefusedMove, match="cannot count now"):
        play.moves("confirm", number=1)


def test_an_acceptance_of_what_no_longer_stands_is_put_to_the_mediator() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("makes_offer", amount="190"), send=False)
    play.writes(BUYER, says("accepts"))
    assert play.dispute.suggestions[0].reason == "the offer they were told of no longer stands"
    fresh = at_seller()
    fresh.writes(SELLER, says("declines"))
    fresh.writes(BUYER, says("accepts"))
    assert fresh.dispute.suggestions[0].reason == "no offer has been put to them"


def test_a_party_may_correct_itself_while_its_offer_has_not_left() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("makes_offer", amount="190"), send=False)
    assert play.writes(BUYER, says("makes_offer", amount="185")) == ["counter_to_seller to seller"]
    assert play.orders[-1].carried == ("offer 3",)
    assert len(play.dispute.open_letters) == 0


def test_terms_count_only_once_they_have_been_read() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("accepts"), send=False)
    play.writes(SELLER, says("confirms_terms"))
    assert play.dispute.confirmed == frozenset()
    assert "have not reached" in play.dispute.suggestions[0].reason


def test_who_confirmed_cannot_take_it_back_alone() -> None:
    play = in_terms()
    play.writes(BUYER, says("confirms_terms"))
    play.writes(BUYER, says("confirms_terms"))
    assert play.dispute.suggestions == ()
    play.writes(BUYER, says("declines"))
    assert play.dispute.confirmed == {BUYER}
    assert "confirmed the terms already" in play.dispute.suggestions[0].reason


def test_once_both_confirmed_a_new_offer_is_put_to_the_mediator() -> None:
    play = in_performance()
    play.writes(SELLER, says("makes_offer", amount="10"))
    assert play.dispute.suggestions[0].reason == "both have confirmed the terms"
    play.writes(SELLER, says("reports_payment"), **UNPROVEN)
    assert play.dispute.phase is Phase.PERFORMANCE
    play.moves("confirm", number=2)
    assert play.dispute.outcome is Outcome.SETTLED


def test_an_unproven_first_mail_opens_a_dispute_with_a_warning() -> None:
    play = Play()
    assert play.opens(**UNPROVEN) == ["claim_received to buyer", "evidence_request to buyer"]
    assert "nothing in it binds" in play.orders[0].why[0]


def test_only_the_buyer_withdraws_a_claim() -> None:
    play = in_shuttle()
    play.writes(SELLER, says("withdraws"))
    assert play.dispute.phase is Phase.SHUTTLE
    assert play.dispute.open_tasks[0].kind == "seller_withdraws"


def test_what_nobody_asked_for_is_put_to_the_mediator() -> None:
    play = Play()
    play.opens()
    play.writes(SELLER, says("accepts"))
    assert play.happened(SuggestionMade) == []  # the seller has not heard of it: nothing to say yes to
    play.passes(days=40)
    assert play.dispute.phase is Phase.EVIDENCE
