from dataclasses import replace

import pytest

from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.mediation.placement import Found, Place, Placement
from mailbot.ports import AddDraft, AddReplyToken, AddToOutbox, SaveMessage, SaveOrders, Store
from tests import make
from tests.adapters.contract.keeping import another, grown, keep_dispute

BUYER, SELLER = Side.BUYER, Side.SELLER
TOKEN = Clue(ClueKind.TOKEN, "abc234")
OWN = Clue(ClueKind.OWN_ID, "own-1@mailbot.example")
PARENT = Clue(ClueKind.PARENT, "m1@buyer.example")
TAG = Clue(ClueKind.TAG, make.DISPUTE)
ORDER = Clue(ClueKind.ORDER, make.ORDER)
STRANGER = "eve@else.example"


async def _keep_clues(store: Store) -> None:
    await keep_dispute(store, buyer=make.buyer(informs=("boss@buyer.example",)))
    await store.commit(
        AddReplyToken("abc234", make.DISPUTE, SELLER, make.NOW),
        AddDraft(make.draft()),
        AddToOutbox(make.outbox_row()),
        SaveMessage(make.record()),
    )


async def test_a_token_names_its_party_and_says_whether_the_sender_is_it(store: Store) -> None:
    await _keep_clues(store)
    assert (await store.look_up([TOKEN], make.SELLER)).found == (
        Found(
            ClueKind.TOKEN, "abc234", make.DISPUTE, SELLER, sender_is_party=True, speaks=True, order_number=make.ORDER
        ),
    )
    (found,) = (await store.look_up([Clue(ClueKind.TOKEN, "ABC234")], make.BUYER)).found
    assert (found.side, found.sender_is_party, found.speaks) == (SELLER, False, False)


async def test_our_own_message_id_names_its_reader(store: Store) -> None:
    await _keep_clues(store)
    assert (await store.look_up([OWN], make.BUYER)).found == (
        Found(
            ClueKind.OWN_ID, OWN.value, make.DISPUTE, BUYER, sender_is_party=True, speaks=True, order_number=make.ORDER
        ),
    )


async def test_letters_to_our_own_people_place_nothing(store: Store) -> None:
    await keep_dispute(store)
    await store.commit(AddToOutbox(make.outbox_row(kind=LetterKind.INTERNAL)))
    assert (await store.look_up([OWN], make.BUYER)).found == ()


async def test_a_known_parent_names_where_it_was_placed(store: Store) -> None:
    await _keep_clues(store)
    (found,) = (await store.look_up([PARENT], "ANA@buyer.example")).found
    assert (found.dispute_id, found.side, found.sender_is_party) == (make.DISPUTE, BUYER, True)


async def test_a_message_id_used_twice_names_both_places(store: Store) -> None:
    await _keep_clues(store)
    await another(store, "D-TWO", "PS-2")
    await store.commit(SaveMessage(make.record(id="msg-2", dispute_id="D-TWO", received_at=make.later(hours=1))))
    assert [found.dispute_id for found in (await store.look_up([PARENT], make.BUYER)).found] == [make.DISPUTE, "D-TWO"]


async def test_a_tag_names_the_dispute_and_the_sender_gives_the_side(store: Store) -> None:
    await _keep_clues(store)
    (found,) = (await store.look_up([Clue(ClueKind.TAG, make.DISPUTE.lower())], make.SELLER)).found
    assert (found.dispute_id, found.side, found.sender_is_party, found.speaks) == (make.DISPUTE, SELLER, True, True)
    (found,) = (await store.look_up([TAG], STRANGER)).found
    assert (found.side, found.sender_is_party, found.speaks) == (None, False, False)


async def test_who_is_only_informed_does_not_speak(store: Store) -> None:
    await _keep_clues(store)
    (found,) = (await store.look_up([TAG], "boss@buyer.example")).found
    assert (found.side, found.sender_is_party, found.speaks) == (BUYER, True, False)


async def test_an_order_number_names_its_open_dispute_to_its_parties_only(store: Store) -> None:
    await _keep_clues(store)
    (found,) = (await store.look_up([Clue(ClueKind.ORDER, "ps-1001")], make.BUYER)).found
    assert (found.dispute_id, found.side) == (make.DISPUTE, BUYER)
    assert (await store.look_up([ORDER], STRANGER)).found == ()
    closed = grown(make.dispute(), make.entered(Phase.CLOSED), phase=Phase.CLOSED, outcome=Outcome.WITHDRAWN)
    await store.commit(closed)
    assert (await store.look_up([ORDER], make.BUYER)).found == ()
    assert len((await store.look_up([TAG], make.BUYER)).found) == 1


async def test_an_address_on_both_sides_leaves_the_side_open(store: Store) -> None:
    await keep_dispute(store, seller=make.seller(speaks=(make.BUYER,)))
    (found,) = (await store.look_up([TAG], make.BUYER)).found
    assert (found.side, found.sender_is_party, found.speaks) == (None, True, True)


async def test_clues_come_back_in_their_order_and_unknown_ones_not_at_all(store: Store) -> None:
    await _keep_clues(store)
    unknown = [Clue(kind, "nothing" * 200) for kind in ClueKind]
    found = (await store.look_up([ORDER, *unknown, TOKEN, OWN, PARENT, TAG], make.BUYER)).found
    assert [each.kind for each in found] == ["order", "token", "own_id", "parent", "tag"]
    assert (await store.look_up([], make.BUYER)).found == ()


async def test_a_mail_that_was_only_suggested_is_no_parent_and_no_mail_of_the_party(store: Store) -> None:
    await keep_dispute(store)
    aside = Placement(Place.QUARANTINE, "unknown sender", make.DISPUTE, BUYER)
    await store.commit(SaveMessage(make.record(placement=aside)))
    assert (await store.look_up([PARENT], make.BUYER)).found == ()
    folder = await store.folder(make.DISPUTE)
    assert folder is not None
    assert folder.mails == ()
    await store.commit(SaveMessage(make.record()))  # a person placed it
    assert len((await store.look_up([PARENT], make.BUYER)).found) == 1
    folder = await store.folder(make.DISPUTE)
    assert folder is not None
    assert [side for side, _, _ in folder.mails] == [BUYER]


async def test_the_order_of_a_closed_dispute_names_it_only_beside_a_clue_that_does(store: Store) -> None:
    await _keep_clues(store)
    await store.commit(grown(make.dispute(), make.entered(Phase.CLOSED), phase=Phase.CLOSED, outcome=Outcome.WITHDRAWN))
    await another(store, "D-NEW", make.ORDER)
    assert [found.dispute_id for found in (await store.look_up([ORDER], make.BUYER)).found] == ["D-NEW"]
    found = (await store.look_up([TAG, ORDER], make.BUYER)).found
    assert [each.dispute_id for each in found if each.kind is ClueKind.TAG] == [make.DISPUTE]
    assert {each.dispute_id for each in found if each.kind is ClueKind.ORDER} == {make.DISPUTE, "D-NEW"}


async def test_a_quoted_name_is_looked_up_like_a_tag(store: Store) -> None:
    await _keep_clues(store)
    (found,) = (await store.look_up([Clue(ClueKind.QUOTED, make.DISPUTE)], make.SELLER)).found
    assert (found.kind, found.dispute_id, found.side) == (ClueKind.QUOTED, make.DISPUTE, SELLER)


async def test_orders_of_the_sender_are_named_beside_a_dispute(store: Store) -> None:
    await _keep_clues(store)
    await store.commit(SaveOrders((make.order(number="PS-2002"), make.order(number="PS-3003"))))
    looked = await store.look_up([TAG, Clue(ClueKind.ORDER, "ps-2002")], make.BUYER)
    assert [order.number for order in looked.named] == ["PS-2002"]
    assert (await store.look_up([TAG, Clue(ClueKind.ORDER, "ps-2002")], make.SELLER)).named == ()
    stranger_to_it = await store.look_up([Clue(ClueKind.TAG, "D-NONE")], make.BUYER)
    assert stranger_to_it.buyer_known


@pytest.mark.parametrize("on_file", ["ana@händler.example", "Ana@XN--HNDLER-BUA.example"])
async def test_a_domain_is_the_same_in_its_own_letters_and_in_those_of_dns(store: Store, on_file: str) -> None:
    contact = replace(make.order().buyer, addresses=(on_file,))
    await keep_dispute(store, buyer=make.buyer(speaks=(on_file,)))
    await store.commit(SaveOrders((make.order(number="PS-2002", buyer=contact),)))
    for written in ("ana@xn--hndler-bua.example", "ANA@händler.example"):
        (found,) = (await store.look_up([TAG], written)).found
        assert (found.side, found.speaks) == (BUYER, True)
        named = (await store.look_up([Clue(ClueKind.ORDER, "PS-2002")], written)).named
        assert [order.number for order in named] == ["PS-2002"]


async def test_a_letter_that_only_looks_like_another_is_another(store: Store) -> None:
    await keep_dispute(store, buyer=make.buyer(speaks=("kim@buyer.example",)))
    (found,) = (await store.look_up([TAG], "\u212aim@buyer.example")).found
    assert not found.sender_is_party
