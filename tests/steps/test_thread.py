from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.clues import ClueKind
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Found, Place
from mailbot.steps.thread import thread
from tests import make

UNPROVEN = make.sender(trust=Trust.UNPROVEN, reason="no Authentication-Results of our server")


def clue(kind=ClueKind.TOKEN, dispute="D-1", side=Side.BUYER, *, party=True, speaks=True, value="v", order=""):
    return Found(kind, value, dispute, side, sender_is_party=party, speaks=speaks and party, order_number=order)


def placed(*found, named=(), buyer_known=True, **changes):
    return thread(make.message(**changes), found, named, buyer_known)


def machine(kind=AutomaticKind.AUTO_REPLY):
    return Automatic(kind)


# --- the cases a desk meets


def test_a_reply_with_its_token_is_placed():
    place = placed(clue())
    assert (place.place, place.dispute_id, place.side, place.speaks) == (Place.PLACED, "D-1", Side.BUYER, True)
    assert "reply address" in place.why


def test_a_reply_without_token_but_with_our_id_is_placed_even_if_unproven():
    place = placed(clue(ClueKind.OWN_ID), sender=UNPROVEN)
    assert (place.place, place.side) == (Place.PLACED, Side.BUYER)


def test_who_only_informs_is_placed_but_does_not_speak():
    place = placed(clue(speaks=False))
    assert (place.place, place.speaks) == (Place.PLACED, False)


def test_token_of_one_dispute_and_references_of_another_is_never_guessed():
    place = placed(clue(), clue(ClueKind.OWN_ID, "D-2"))
    assert place.place is Place.QUARANTINE
    assert "two disputes" in place.why
    assert "D-1" in place.why
    assert "D-2" in place.why


def test_two_tokens_of_two_disputes():
    assert placed(clue(value="a"), clue(dispute="D-2", value="b")).place is Place.QUARANTINE


def test_two_tokens_of_two_parties_of_one_dispute():
    place = placed(clue(value="a"), clue(side=Side.SELLER, party=False, value="b"))
    assert (place.place, place.dispute_id) == (Place.QUARANTINE, None)
    assert "two parties" in place.why


def test_right_token_from_an_unknown_sender_waits_for_a_person():
    place = placed(clue(party=False))
    assert (place.place, place.dispute_id, place.side, place.speaks) == (Place.QUARANTINE, "D-1", Side.BUYER, False)
    assert place.why.startswith("unknown sender")


def test_the_other_partys_token_does_not_open_its_caucus():
    place = placed(clue(side=Side.SELLER, party=False), clue(ClueKind.TAG, side=Side.BUYER))
    assert place.place is Place.QUARANTINE


def test_forwarded_by_a_stranger_with_a_known_parent_is_only_suggested():
    place = placed(clue(ClueKind.PARENT, party=False), buyer_known=False)
    assert (place.place, place.dispute_id, place.speaks) == (Place.SUGGESTED, "D-1", False)


@pytest.mark.parametrize("kind", [ClueKind.PARENT, ClueKind.TAG, ClueKind.ORDER])
def test_a_weak_clue_places_only_a_proven_party(kind):
    assert placed(clue(kind)).place is Place.PLACED
    unproven = placed(clue(kind), sender=UNPROVEN)
    assert unproven.place is Place.SUGGESTED
    assert "no Authentication-Results" in unproven.why


def test_a_tag_from_a_stranger_is_no_clue():
    place = placed(clue(ClueKind.TAG, side=None, party=False), buyer_known=False)
    assert (place.place, place.dispute_id) == (Place.WHICH_ORDER, None)


def test_an_order_number_of_somebody_else_does_not_disturb_a_token():
    assert placed(clue(), clue(ClueKind.ORDER, "D-9", None, party=False)).place is Place.PLACED


def test_a_second_dispute_of_the_same_buyer_named_beside_a_token_disturbs():
    assert placed(clue(), clue(ClueKind.ORDER, "D-2")).place is Place.QUARANTINE


def test_new_subject_and_old_references():
    place = placed(clue(ClueKind.OWN_ID), subject="something else altogether")
    assert place.place is Place.PLACED


def test_a_parent_whose_id_another_mail_repeated_leaves_the_token_to_decide():
    twice = (clue(ClueKind.PARENT), clue(ClueKind.PARENT, "D-2"))
    assert placed(clue(), *twice).dispute_id == "D-1"
    assert placed(*twice).place is Place.QUARANTINE


def test_a_tag_of_somebody_elses_dispute_beside_a_token_disturbs():
    place = placed(clue(), clue(ClueKind.TAG, "D-9", None, party=False))
    assert (place.place, place.dispute_id) == (Place.QUARANTINE, None)
    assert "D-9, which its sender has no part in" in place.why


def test_an_old_letter_answered_about_a_new_order_waits_for_a_person():
    other = (make.order(number="PS-2002"),)
    place = placed(clue(order="PS-1001"), named=other)
    assert (place.place, place.dispute_id) == (Place.QUARANTINE, None)
    assert "PS-2002" in place.why


@pytest.mark.parametrize("kind", [ClueKind.TAG, ClueKind.ORDER])
def test_a_further_order_that_is_only_mentioned_does_not_disturb(kind):
    other = (make.order(number="PS-2002"),)
    here = (clue(order="PS-1001"), clue(kind, order="PS-1001"))
    assert placed(*here, named=other).place is Place.PLACED


def test_two_orders_named_of_which_one_is_in_dispute_are_for_a_person():
    both = (make.order(), make.order(number="PS-2002"))
    assert placed(clue(ClueKind.ORDER, order=make.ORDER), named=both).place is Place.QUARANTINE
    assert placed(clue(ClueKind.ORDER, order=make.ORDER), named=both[:1]).place is Place.PLACED


def test_what_a_mail_quotes_counts_only_where_nothing_else_does():
    quoted = clue(ClueKind.QUOTED, "D-2")
    assert placed(clue(), quoted).dispute_id == "D-1"
    assert placed(quoted).dispute_id == "D-2"
    assert placed(quoted, clue(ClueKind.QUOTED, value="w")).place is Place.QUARANTINE
    assert placed(quoted, sender=UNPROVEN).place is Place.SUGGESTED
    assert placed(clue(ClueKind.QUOTED, party=False), buyer_known=False).place is Place.WHICH_ORDER


def test_a_party_on_both_sides_cannot_be_placed_by_a_tag():
    assert placed(clue(ClueKind.TAG, side=None)).place is Place.SUGGESTED


def test_a_token_tells_the_side_that_a_tag_leaves_open():
    place = placed(clue(), clue(ClueKind.TAG, side=None))
    assert (place.place, place.side) == (Place.PLACED, Side.BUYER)


# --- machines, forgers and ourselves


def test_our_own_letter_come_back_is_noted():
    own = machine(AutomaticKind.OWN)
    assert placed(clue(party=False), ours=True, automatic=own).place is Place.NOTED
    assert placed(automatic=own).place is Place.NOTED


def test_a_strangers_words_under_our_id_are_looked_at():
    assert placed(clue(party=False), ours=True).place is Place.QUARANTINE


def test_a_forger_in_our_own_name_is_looked_at():
    forged = make.sender(address="desk@mailbot.example", trust=Trust.FORGED, reason="dmarc=fail")
    own = machine(AutomaticKind.OWN)
    assert placed(clue(party=False), sender=forged, automatic=own).place is Place.QUARANTINE
    assert placed(clue(party=False), sender=forged, automatic=own, ours=True).place is Place.NOTED


def test_a_partys_words_under_our_id_are_not_lost():
    assert placed(clue(), ours=True).place is Place.QUARANTINE


def test_an_auto_reply_with_a_token_is_placed_and_binds_nobody():
    place = placed(clue(), automatic=machine(AutomaticKind.OUT_OF_OFFICE))
    assert (place.place, place.side, place.speaks) == (Place.PLACED, Side.BUYER, False)


def test_an_auto_reply_of_somebody_else_is_noted():
    assert placed(clue(party=False), automatic=machine()).place is Place.NOTED
    assert placed(automatic=machine()).place is Place.NOTED
    assert placed(clue(ClueKind.TAG), automatic=machine()).place is Place.NOTED


def test_a_bounce_that_names_our_letter_is_placed_whoever_sent_it():
    post = make.sender(address="mailer-daemon@post.example", trust=Trust.UNPROVEN)
    place = placed(clue(ClueKind.OWN_ID, party=False), automatic=machine(AutomaticKind.BOUNCE), sender=post)
    assert (place.place, place.dispute_id, place.side) == (Place.PLACED, "D-1", Side.BUYER)


def test_a_bounce_that_proves_nothing_is_noted():
    parent = clue(ClueKind.PARENT, party=False)
    assert placed(parent, automatic=machine(AutomaticKind.BOUNCE)).place is Place.NOTED
    quoted = (clue(value="a", party=False), clue(dispute="D-2", value="b", party=False))
    assert placed(*quoted, automatic=machine(AutomaticKind.BOUNCE)).place is Place.NOTED


def test_a_party_may_write_through_a_mailing_group():
    group = machine(AutomaticKind.LIST)
    assert placed(clue(), automatic=group).place is Place.PLACED
    place = placed(clue(ClueKind.TAG), automatic=group)
    assert (place.place, place.speaks) == (Place.PLACED, True)
    assert placed(named=(make.order(),), automatic=group).place is Place.NEW_DISPUTE


def test_a_mailing_list_that_put_itself_in_from_waits_for_a_person_and_bulk_mail_does_not():
    group = machine(AutomaticKind.LIST)
    assert placed(clue(party=False), automatic=group).place is Place.QUARANTINE
    assert placed(clue(ClueKind.TAG, party=False), automatic=group).place is Place.NOTED
    assert placed(automatic=group).place is Place.NOTED


@pytest.mark.parametrize("kind", list(ClueKind))
def test_a_forged_mail_moves_nothing(kind):
    forged = make.sender(trust=Trust.FORGED, reason="dmarc=fail")
    place = placed(clue(kind), sender=forged, named=(make.order(),))
    assert (place.place, place.dispute_id) == (Place.QUARANTINE, None)
    assert "forged" in place.why


def test_what_must_be_looked_at_is_looked_at():
    place = placed(clue(), quarantine="a bare CR in its header block")
    assert (place.place, place.why) == (Place.QUARANTINE, "a bare CR in its header block")


def test_a_mail_without_one_sender_waits():
    nobody = make.sender(address="", trust=Trust.UNPROVEN, reason="two From headers")
    place = placed(clue(party=False), sender=nobody)
    assert place.place is Place.QUARANTINE
    assert "two From headers" in place.why


# --- no clue


def test_a_buyer_who_names_an_order_opens_a_dispute():
    place = placed(named=(make.order(),))
    assert (place.place, place.order_number, place.side, place.speaks) == (
        Place.NEW_DISPUTE,
        make.ORDER,
        Side.BUYER,
        True,
    )


def test_who_may_only_inform_opens_it_but_does_not_speak():
    informed = make.order(buyer=replace(make.order().buyer, addresses=("boss@buyer.example",), informed=(make.BUYER,)))
    assert not placed(named=(informed,)).speaks


@pytest.mark.parametrize("known", [True, False])
def test_no_order_known_asks_which(known):
    place = placed(buyer_known=known)
    assert (place.place, place.order_number) == (Place.WHICH_ORDER, None)


def test_an_order_of_somebody_else_asks_which():
    assert placed(buyer_known=False, named=()).place is Place.WHICH_ORDER


def test_two_orders_named_are_for_a_person():
    place = placed(named=(make.order(), make.order(number="PS-1002")))
    assert place.place is Place.QUARANTINE
    assert "PS-1001, PS-1002" in place.why


def test_a_machine_is_never_asked_which_order():
    assert placed(automatic=machine(), buyer_known=False).place is Place.NOTED
    assert placed(automatic=machine(), named=(make.order(),)).place is Place.NOTED


# --- properties

_FOUND = st.builds(
    Found,
    st.sampled_from(ClueKind),
    st.sampled_from(["v", "w"]),
    st.sampled_from(["D-1", "D-2"]),
    st.sampled_from([Side.BUYER, Side.SELLER, None]),
    sender_is_party=st.booleans(),
    speaks=st.booleans(),
)
_MESSAGES = st.builds(
    make.message,
    sender=st.sampled_from([make.sender(), UNPROVEN, make.sender(trust=Trust.FORGED)]),
    automatic=st.sampled_from([None, machine(), machine(AutomaticKind.BOUNCE)]),
    ours=st.booleans(),
)


@given(_MESSAGES, st.lists(_FOUND, max_size=4), st.booleans())
def test_order_and_repetition_of_clues_never_change_the_conclusion(message, found, known):
    conclusions = {thread(message, each, (), known) for each in permutations(found)}
    assert conclusions == {thread(message, found * 2, (), known)}


@given(_MESSAGES, st.lists(_FOUND, min_size=1, max_size=5), st.booleans())
def test_nothing_is_placed_against_a_clue(message, found, known):
    place = thread(message, found, (), known)
    assert place.why
    if place.place is not Place.PLACED:
        return
    assert message.sender.trust is not Trust.FORGED
    by_value: dict[tuple[ClueKind, str], set[tuple[str, Side | None]]] = {}
    for each in found:
        if each.kind is not ClueKind.QUOTED and (
            each.sender_is_party or each.kind not in (ClueKind.TAG, ClueKind.ORDER)
        ):
            by_value.setdefault((each.kind, each.value), set()).add((each.dispute_id, each.side))
    for targets in by_value.values():
        assert any(dispute == place.dispute_id and side in (place.side, None) for dispute, side in targets)
    if place.speaks:
        assert any(
            each.speaks and each.sender_is_party and each.side is place.side and each.dispute_id == place.dispute_id
            for each in found
        )
