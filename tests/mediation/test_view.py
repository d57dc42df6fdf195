"""The wall: what stands in one reader's view, and that nothing of the other side does."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.errors import HoleInLetter, RefusedMove
from mailbot.mediation.decision import LetterOrder, MediatorMoved, MoveKind, PartyWrote, Plain
from mailbot.mediation.disclosure import Caucus, View, release
from mailbot.mediation.dispute import Dispute, Release
from mailbot.mediation.events import FactReleased, FactStated
from mailbot.mediation.evolve import evolve
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.letter import CONTENTS, Letter
from mailbot.mediation.party import Side
from mailbot.mediation.view import Writing, view_for
from mailbot.steps.draft import announced
from tests import make
from tests.steps.decide.play import (
    BUYER,
    SELLER,
    Play,
    at_seller,
    in_performance,
    in_shuttle,
    in_terms,
    mail,
    photos,
    says,
)


def seen(play: Play, letter: Letter) -> View:
    order = play.last(letter)
    writing = Writing(play.dispute, play.order, play.policy, "Mia", play.now)
    return view_for(order, writing, announced(order, play.policy, play.now))


def test_only_the_very_words_released_become_shared() -> None:
    permission = Release("the seal was broken", make.NOW, "m1", "asked")
    assert release(Caucus(BUYER, "the seal was broken"), permission).words == "the seal was broken"
    with pytest.raises(ValueError, match="exactly the words"):
        release(Caucus(BUYER, "the seal was broken and I am short of cash"), permission)


def test_an_evidence_request_shows_what_is_missing_and_by_when() -> None:
    play = Play()
    play.opens()
    view = seen(play, Letter.EVIDENCE_REQUEST)
    assert view["evidence_missing"] == ("photos",)
    assert view["evidence_got"] == ()
    assert view["reader"] == "Ana Buyer"
    deadline = view["deadline"]
    assert deadline is not None
    assert (deadline["step"], deadline["days"], deadline["unit"]) == ("buyer_substantiate", 5, "business")
    assert deadline["day0"] == "2026-05-29"
    assert view["clauses"] == ({"clause": "steps.buyer_substantiate", "source": ""},)
    assert view["claim_lines"][0]["amount"] is None


def test_the_seller_reads_claim_lines_and_worth_but_not_the_buyers_words() -> None:
    view = seen(at_seller(), Letter.CLAIM_NOTICE)
    assert [(line["sku"], line["affected"]) for line in view["claim_lines"]] == [("TV-43", 3)]
    assert view["valuation"] is not None
    assert view["valuation"]["total"] == {"amount": "200.00", "currency": "USD"}
    assert view["evidence_got"] == ("photos",)
    assert view["evidence_missing"] == ()
    assert "three are not there" not in json.dumps(view)


def test_a_seller_who_was_not_told_of_the_claim_sees_nothing_of_it() -> None:
    play = Play()
    play.opens()
    order = LetterOrder(Letter.PERSON_TAKES_OVER, SELLER, ())
    view = view_for(order, Writing(play.dispute, play.order, play.policy, "Mia", play.now), None)
    assert (view["claim_lines"], view["claim_types"], view["evidence_got"]) == ((), (), ())
    assert view["valuation"] is None


def test_an_offer_crosses_with_amount_and_stated_reason() -> None:
    view = seen(in_shuttle(), Letter.OFFER_TO_BUYER)
    offer = view["offer"]
    assert offer is not None
    assert offer["amount"] == {"amount": "150.00", "currency": "USD"}
    assert offer["reason"] == "we counted eight"
    assert offer["policy_value"] == {"amount": "200.00", "currency": "USD"}
    assert view["own_offer"] is None


def test_a_refusal_crosses_in_the_place_of_an_offer() -> None:
    play = at_seller()
    play.writes(SELLER, says("declines", reason="ten were packed"))
    offer = seen(play, Letter.OFFER_TO_BUYER)["offer"]
    assert offer is not None
    assert (offer["number"], offer["amount"], offer["remedy"]) == (0, None, "declined")
    assert offer["reason"] == "ten were packed"


def test_an_offer_not_yet_carried_is_not_in_a_reminder() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("makes_offer", amount="190"), send=False)
    order = LetterOrder(Letter.REMINDER, SELLER, (), keep=make.deadline(side=SELLER, days=5))
    view = view_for(order, Writing(play.dispute, play.order, play.policy, "Mia", play.now), order.keep)
    assert view["offer"] is None
    assert view["own_offer"] is not None
    told = view_for(
        play.last(Letter.OFFER_TO_BUYER), Writing(play.dispute, play.order, play.policy, "Mia", play.now), None
    )
    assert told["offer"] is None  # it no longer stands


def test_each_reads_their_own_yes_and_its_time() -> None:
    play = in_terms()
    play.writes(BUYER, says("confirms_terms"))
    writing = Writing(play.dispute, play.order, play.policy, "Mia", play.now)
    sellers = view_for(LetterOrder(Letter.REMINDER, SELLER, ()), writing, None)
    assert sellers["confirmed_on"] is None
    buyers = view_for(LetterOrder(Letter.TERMS_CONFIRMED, BUYER, ()), writing, None)
    assert buyers["confirmed_on"] == "2026-05-29"


def test_terms_have_their_parts() -> None:
    agreed = seen(in_performance(), Letter.PAYMENT_INSTRUCTION)["terms"]
    assert agreed is not None
    assert agreed["goods"] == agreed["total"] == {"amount": "150.00", "currency": "USD"}
    assert (agreed["pay_within_days"], agreed["pay_within_unit"]) == (5, "business")
    play = at_seller()
    play.writes(SELLER, says("accepts"))
    by_policy = seen(play, Letter.SETTLEMENT_TERMS)["terms"]
    assert by_policy is not None
    assert by_policy["goods"] == {"amount": "200.00", "currency": "USD"}


def test_a_quote_is_the_readers_own_or_the_letter_has_a_hole() -> None:
    play = in_shuttle()
    writing = Writing(play.dispute, play.order, play.policy, "Mia", play.now)
    own = LetterOrder(Letter.PLEASE_CLARIFY, BUYER, (), details={"quote": "words of m1"})
    assert view_for(own, writing, None)["quote"] == "words of m1"
    others = LetterOrder(Letter.PLEASE_CLARIFY, SELLER, (), details={"quote": "words of m1"})
    with pytest.raises(HoleInLetter):
        view_for(others, writing, None)
    with pytest.raises(AssertionError, match="no letter knows"):
        view_for(LetterOrder(Letter.REMINDER, BUYER, (), details={"marks": "x"}), writing, None)


def test_closed_without_an_answer_lists_the_letters_to_this_reader() -> None:
    play = Play()
    play.opens()
    asked = play.dispute.deadline(BUYER)
    assert asked is not None
    play.passes(until=asked.due_at)
    play.passes(until=asked.grace_until)
    view = seen(play, Letter.CLOSED_NO_ANSWER)
    assert [mail["letter"] for mail in view["mails_sent"]][:3] == ["claim_received", "evidence_request", "final_notice"]
    assert view["outcome"] == "no_response"


def test_every_letter_of_a_whole_course_has_what_it_must_show() -> None:
    for play in (in_performance(), at_seller(), in_shuttle()):
        play.moves("close", reason="a test")
        for order in play.orders:
            view: Mapping[str, object] = {**seen(play, order.letter)}
            late = {"offer", "terms", "deadline", "valuation", "evidence_missing"}  # of an earlier state of the file
            for key in CONTENTS[order.letter].shows - late:
                assert view[key], f"{order.letter} lacks {key}"


# --- nothing of one side in the other's view

words = st.text("abcdefghijklmnop", min_size=8, max_size=12)
kinds = st.sampled_from([kind for kind in IntentKind if kind is not IntentKind.STATES_CLAIM])


@st.composite
def canaries(draw: st.DrawFn) -> list[PartyWrote]:
    """Mails full of words that nobody else may read; each word is marked by its side."""
    made = []
    for number in range(draw(st.integers(1, 8))):
        side = draw(st.sampled_from(Side))
        secret = f"CANARY-{side}-{draw(words)}"
        stated = f"REASON-{side}-{draw(words)}"
        kind = draw(kinds)
        intent = Intent(
            kind, secret, make.intent().certainty, draw(st.sampled_from([None, make.usd("150").amount])), reason=stated
        )
        made.append(
            mail(
                side,
                f"m{number + 1}",
                intent,
                words=f"{secret} {stated}",
                evidence=draw(st.sampled_from([(), (photos(f"{secret}.jpg"),)])),
                heat=draw(st.integers(0, 3)),
            )
        )
    return made


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(canaries(), st.sampled_from([at_seller, Play]))
def test_no_word_of_one_side_is_in_the_others_view(mails: list[PartyWrote], begin: Callable[[], Play]) -> None:
    play = begin()
    if begin is Play:
        play.opens(claim=make.claim(make.claim_line(problem="CANARY-buyer-problem")))
    for wrote in mails:
        play.happens(wrote)
        if play.dispute.suggestions:
            confirm(play)
    assert_wall(play)


def confirm(play: Play) -> None:

    with suppress(RefusedMove):
        play.happens(MediatorMoved("mia", MoveKind.CONFIRM, play.dispute.suggestions[0].number))


def assert_wall(play: Play) -> None:
    writing = Writing(play.dispute, play.order, play.policy, "Mia", play.now)
    released = released_words(play.dispute)
    for order in [*play.orders, *(LetterOrder(letter, side, ()) for letter in Letter for side in Side)]:
        text = json.dumps(view_for(order, writing, announced(order, play.policy, play.now)))
        other = order.reader.other
        assert f"CANARY-{other}" not in text
        assert play.dispute.party(other).address not in text
        for said in play.dispute.statements:
            for intent in said.intents:
                if said.side is other and intent.reason and intent.reason not in released:
                    assert intent.reason not in text


def released_words(dispute: Dispute) -> set[str]:
    return {fact.words for fact in dispute.facts if fact.release is not None}


def test_a_fact_crosses_only_in_the_letter_that_carries_it() -> None:
    play = in_shuttle()
    stated = FactStated(play.now, 3, SELLER, "the truck was late", "m2")
    let_go = FactReleased(play.now, 3, SELLER, "the truck was late", "m2", "asked")
    dispute = reduce(evolve, (stated, let_go), play.dispute)
    writing = Writing(dispute, play.order, play.policy, "Mia", play.now)
    details: dict[str, Plain] = {}
    silent = LetterOrder(Letter.REMINDER, BUYER, (), details=details)
    assert "the truck was late" not in json.dumps(view_for(silent, writing, None))
    carries = LetterOrder(Letter.OFFER_TO_BUYER, BUYER, (), carried=("refusal", "fact 3"))
    assert "the truck was late" in json.dumps(view_for(carries, writing, None))
    hidden = reduce(evolve, (stated,), play.dispute)
    unreleased = view_for(carries, Writing(hidden, play.order, play.policy, "Mia", play.now), None)
    assert "the truck was late" not in json.dumps(unreleased)
