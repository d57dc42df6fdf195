"""Addresses in headers and on file: however they are written, the same mailbox is the same."""

import pytest

from mailbot.mail.address import addresses, canonical, spellings


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ana@Buyer.Example", "ana@buyer.example"),
        ("ana@händler.example", "ana@xn--hndler-bua.example"),
        (" ANA@XN--HNDLER-BUA.example ", "ana@händler.example"),
    ],
)
def test_spellings_of_one_mailbox_are_the_same(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert canonical(other) in spellings(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("\u212aim@buyer.example", "kim@buyer.example"),  # the Kelvin sign
        ("\u017fam@buyer.example", "sam@buyer.example"),  # the long s
        ("ana@buуer.example", "ana@buyer.example"),  # a Cyrillic letter
        ("ana+x@buyer.example", "ana@buyer.example"),
        ("ana@mail.buyer.example", "ana@buyer.example"),
    ],
)
def test_what_only_looks_alike_is_another_mailbox(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


def test_any_text_has_a_canonical_form() -> None:
    for odd in ("", "@", "no at", "a@b@c", "a@xn--\udcff", "a@.example", "a@" + "x" * 300):
        assert canonical(canonical(odd)) == canonical(odd)
        assert canonical(odd) in spellings(odd)


def test_a_local_part_that_is_quoted_without_need_is_read() -> None:
    assert addresses('"desk+abc"@mailbot.example') == ("desk+abc@mailbot.example",)
    assert addresses('"me@else.example" <desk@mailbot.example>') == ("desk@mailbot.example",)
