from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.mediation.placement import Found
from mailbot.ports import AddDraft, AddReplyToken, AddToOutbox, SaveMessage, Store
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
        Found(ClueKind.TOKEN, "abc234", make.DISPUTE, SELLER, sender_is_party=True, speaks=True),
    )
    (found,) = (await store.look_up([Clue(ClueKind.TOKEN, "ABC234")], make.BUYER)).found
    assert (found.side, found.sender_is_party, found.speaks) == (SELLER, False, False)


async def test_our_own_message_id_names_its_reader(store: Store) -> None:
    await _keep_clues(store)
    assert (await store.look_up([OWN], make.BUYER)).found == (
        Found(ClueKind.OWN_ID, OWN.value, make.DISPUTE, BUYER, sender_is_party=True, speaks=True),
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
