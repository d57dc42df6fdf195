"""Somebody unknown writes in a party's place: the party is asked, once, and nothing else follows."""

import pytest

from mailbot.mediation.decision import StrangerWrote
from mailbot.mediation.party import Side
from tests import make
from tests.steps.decide.play import Play

STRANGE = "nephew@elsewhere.example"


def wrote(address: str = STRANGE, side: Side = Side.BUYER) -> StrangerWrote:
    return StrangerWrote(side, "m9", address)


def test_the_party_is_asked_once_and_its_clock_runs_on() -> None:
    play = Play()
    play.opens()
    before = play.dispute.deadlines
    assert play.happens(wrote()) == ["who_wrote to buyer"]
    assert play.orders[-1].details["address"] == STRANGE
    assert play.dispute.deadlines == before
    assert play.happens(wrote()) == []
    assert play.happens(wrote("aunt@elsewhere.example")) == ["who_wrote to buyer"]


@pytest.mark.parametrize("address", [make.SELLER, make.BUYER, make.SELLER.upper(), make.BUYER.title()])
def test_an_address_that_is_on_file_for_either_side_is_never_named(address: str) -> None:
    play = Play()
    play.opens()
    assert play.happens(wrote(address)) == []
    assert play.dispute.strangers == frozenset()


def test_one_mailbox_in_other_letters_is_one_stranger() -> None:
    play = Play()
    play.opens()
    assert play.happens(wrote()) == ["who_wrote to buyer"]
    assert play.happens(wrote(STRANGE.title())) == []


def test_who_writes_from_the_other_sides_house_is_not_named_to_a_party() -> None:
    play = Play()
    play.opens()
    _, _, house = make.SELLER.partition("@")
    assert play.happens(wrote(f"new.colleague@{house.upper()}")) == []
    assert play.dispute.strangers == frozenset()
    assert play.happens(wrote(f"new.colleague@{house}", Side.SELLER)) == ["who_wrote to seller"]


def test_the_question_does_not_push_aside_a_letter_that_waits() -> None:
    play = Play()
    play.opens(send=False)
    waiting = play.dispute.open_letters
    assert waiting
    assert play.happens(wrote()) == []
    assert play.dispute.open_letters == waiting
    assert play.dispute.strangers == {(Side.BUYER, STRANGE)}


def test_a_reply_address_that_many_strangers_share_makes_no_flood_of_letters() -> None:
    play = Play()
    play.opens()
    letters = [play.happens(wrote(f"s{number}@elsewhere.example")) for number in range(9)]
    assert sum(map(len, letters)) == 5
