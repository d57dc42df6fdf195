"""A person puts an address of a party on file, or takes it off."""

import pytest

from mailbot.errors import RefusedMove
from mailbot.mediation.events import AddressSet
from mailbot.mediation.party import AddressUse, Party
from tests import make
from tests.steps.decide.play import BUYER, Play

NEW = "joan@work.example"


def opened(*, send: bool = True) -> Play:
    play = Play()
    play.opens(send=send)
    return play


@pytest.mark.parametrize(
    ("use", "speaks", "informs"),
    [
        (AddressUse.SPEAKS, (make.BUYER, NEW), ()),
        (AddressUse.INFORMS, (make.BUYER,), (NEW,)),
        (AddressUse.LETTERS, (NEW, make.BUYER), ()),
        (AddressUse.NONE, (make.BUYER,), ()),
    ],
)
def test_an_address_is_on_file_as_the_mediator_says(
    use: AddressUse, speaks: tuple[str, ...], informs: tuple[str, ...]
) -> None:
    play = opened()
    assert play.moves("address", side=BUYER, address=NEW.upper(), use=use, reason="they said so") == []
    party = play.dispute.buyer
    assert (party.speaks, party.informs) == (speaks, informs)
    set_ = [event for event in play.events if isinstance(event, AddressSet)]
    assert len(set_) == (use is not AddressUse.NONE)


def test_an_address_changes_its_use_and_is_never_there_twice() -> None:
    play = opened()
    for use in (AddressUse.INFORMS, AddressUse.SPEAKS, AddressUse.LETTERS, AddressUse.SPEAKS):
        play.moves("address", side=BUYER, address=NEW, use=use)
    assert play.dispute.buyer.speaks == (NEW, make.BUYER)
    play.moves("address", side=BUYER, address=make.BUYER, use=AddressUse.LETTERS)
    play.moves("address", side=BUYER, address=NEW, use=AddressUse.NONE)
    assert (play.dispute.buyer.speaks, play.dispute.buyer.informs) == ((make.BUYER,), ())


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": NEW}, "name the side"),
        ({"side": BUYER, "address": "nobody"}, "no mail address"),
        ({"side": BUYER, "address": "a@b.test, c@d.test"}, "no mail address"),
        ({"side": BUYER, "address": "Joan <joan@work.example>"}, "no mail address"),
        ({"side": BUYER, "address": make.SELLER}, "on file for the seller"),
        ({"side": BUYER, "address": make.BUYER, "use": AddressUse.NONE}, "where else they shall go"),
    ],
)
def test_what_would_break_the_file_is_refused(changes: dict[str, object], why: str) -> None:
    play = opened()
    before = play.dispute
    with pytest.raises(RefusedMove, match=why):
        play.moves("address", **changes)
    assert play.dispute == before


@pytest.mark.parametrize("spelled", ["Ana@B\u00fcro.example", "ana@xn--bro-hoa.example", "ANA@XN--BRO-HOA.example"])
def test_however_it_is_spelled_one_mailbox_is_on_file_once_and_for_one_side(spelled: str) -> None:
    play = opened()
    play.moves("address", side=BUYER, address="ana@b\u00fcro.example", use=AddressUse.LETTERS)
    assert play.dispute.buyer.knows(spelled)
    with pytest.raises(RefusedMove, match="on file for the buyer"):
        play.moves("address", side=BUYER.other, address=spelled)
    with pytest.raises(RefusedMove, match="where else they shall go"):
        play.moves("address", side=BUYER, address=spelled, use=AddressUse.NONE)
    play.moves("address", side=BUYER, address=make.BUYER, use=AddressUse.LETTERS)
    play.moves("address", side=BUYER, address=spelled, use=AddressUse.INFORMS)
    assert (play.dispute.buyer.speaks, len(play.dispute.buyer.informs)) == ((make.BUYER,), 1)


def test_an_address_on_file_in_capitals_is_the_same_one() -> None:
    party = Party(BUYER, "Ana", ("Ana@Work.example",), ("Ben@Work.example",))
    assert party.knows("ana@work.example")
    assert not party.knows("an@work.example")
    assert party.with_address("ana@work.example", AddressUse.SPEAKS) == party
    assert party.with_address("ben@work.example", AddressUse.NONE).informs == ()
    assert party.with_address("ben@work.example", AddressUse.LETTERS).speaks == ("ben@work.example", "Ana@Work.example")


def test_where_letters_go_does_not_change_under_a_letter_that_waits() -> None:
    play = opened(send=False)
    with pytest.raises(RefusedMove, match="waits; approve or reject it first"):
        play.moves("address", side=BUYER, address=NEW, use=AddressUse.LETTERS)
