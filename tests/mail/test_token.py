import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.token import (
    TOKEN_LENGTH,
    Keys,
    approval_token,
    is_reply_token,
    reply_token,
    tagged,
    token_hash,
    tokens_in,
)

OLD = Keys("2025", {"2025": b"o" * 32})
KEYS = Keys("2026", {"2026": b"n" * 32, "2025": b"o" * 32})
DESK = "desk@mailbot.example"


def test_keys_can_cross_to_a_worker_and_never_print_a_secret():
    assert pickle.loads(pickle.dumps(KEYS)) == KEYS
    assert "nnnn" not in repr(KEYS)


def test_the_current_key_must_have_a_secret():
    with pytest.raises(ValueError, match="2027"):
        Keys("2027", {"2026": b"n" * 32})


def test_each_party_of_each_dispute_has_its_own_token():
    made = {reply_token(KEYS, dispute, side) for dispute in ("D-1", "D-11", "D-2") for side in ("buyer", "seller")}
    assert len(made) == 6
    assert all(len(token) == TOKEN_LENGTH for token in made)


def test_signed_parts_cannot_slide_into_each_other():
    assert reply_token(KEYS, "D-1b", "uyer") != reply_token(KEYS, "D-1", "buyer")


def test_a_token_of_an_earlier_key_still_counts_and_of_a_withdrawn_one_no_more():
    token = reply_token(OLD, "D-1", "buyer")
    assert is_reply_token(KEYS, token.upper(), "D-1", "buyer")
    assert not is_reply_token(KEYS, token, "D-1", "seller")
    assert not is_reply_token(Keys("2026", {"2026": b"n" * 32}), token, "D-1", "buyer")


def test_no_flipped_character_makes_a_valid_token():
    token = reply_token(KEYS, "D-1", "buyer")
    for place in range(len(token)):
        for other in "abcdefghijklmnopqrstuvwxyz234567":
            if other != token[place]:
                assert not is_reply_token(KEYS, token[:place] + other + token[place + 1 :], "D-1", "buyer")


def test_a_token_survives_any_case_and_comes_back_from_its_address():
    token = reply_token(KEYS, "D-1", "buyer")
    address = tagged(DESK, token)
    assert len(address.partition("@")[0]) < 64
    for written in (address, address.upper(), f" <{address}> ", address.replace("example", "example.")):
        assert tokens_in([written], DESK) == (token,)


@pytest.mark.parametrize(
    "address",
    [
        "desk@mailbot.example",
        "desk+@mailbot.example",
        "desk+short@mailbot.example",
        "other+{token}@mailbot.example",
        "desk+{token}x@mailbot.example",
        "desk-{token}@mailbot.example",
        "xdesk+{token}@mailbot.example",
        "my.desk+{token}@mailbot.example",
        "desk+\udcff{token}@mailbot.example",
        "",
    ],
)
def test_what_is_not_our_tagged_address_holds_no_token(address):
    assert tokens_in([address.format(token=reply_token(KEYS, "D-1", "buyer"))], DESK) == ()


@pytest.mark.parametrize(
    "address",
    [
        "desk%2B{token}@mailbot.example",  # a mailto: taken literally
        "desk+{token}@mailbot.onmail.example",  # our provider's own name for our domain
        "prvs=4821abcd12=desk+{token}@mailbot.example",  # BATV
        "SRS0=HH=TT=mailbot.example=desk+{token}@relay.example",  # a forwarder's
        "bounces+48211=desk=2B{token}=mailbot.example@list.example",  # VERP
    ],
)
def test_a_token_is_found_in_an_address_that_the_way_rewrote(address):
    token = reply_token(KEYS, "D-1", "buyer")
    assert tokens_in([address.format(token=token)], DESK) == (token,)


def test_two_tokens_are_both_told_each_once():
    first, second = reply_token(KEYS, "D-1", "buyer"), reply_token(KEYS, "D-2", "buyer")
    addresses = [tagged(DESK, first), tagged(DESK, second), tagged(DESK, first).upper()]
    assert tokens_in(addresses, DESK) == (first, second)


def test_an_address_too_long_for_a_tag_is_refused():
    with pytest.raises(ValueError, match="too long"):
        tagged(f"{'d' * 38}@mailbot.example", reply_token(KEYS, "D-1", "buyer"))


def test_an_approval_token_is_bound_to_all_it_is_given_for():
    nonce = bytes(16)
    token = approval_token(KEYS, nonce, "L-1", "1", "hash", "mia")
    assert token not in {
        approval_token(KEYS, nonce, "L-1", "2", "hash", "mia"),
        approval_token(KEYS, nonce, "L-1", "1", "hash", "tom"),
        approval_token(KEYS, bytes(15) + b"x", "L-1", "1", "hash", "mia"),
    }
    assert token_hash(token) == token_hash(token.upper()) != token


def test_an_approval_token_needs_a_secret_nobody_can_guess():
    with pytest.raises(ValueError, match="128 bit"):
        approval_token(KEYS, b"short", "L-1")


@given(st.lists(st.text(max_size=80), max_size=5), st.text(max_size=40))
def test_any_addresses_can_be_searched(addresses, ours):
    assert all(len(token) == TOKEN_LENGTH for token in tokens_in(addresses, ours))
