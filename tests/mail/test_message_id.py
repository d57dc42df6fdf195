import timeit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.message_id import LIMIT, canonical, ids_in, is_own, own_message_id
from mailbot.mail.token import Keys

KEYS = Keys("2026", {"2026": b"n" * 32, "2025": b"o" * 32})
OWN = own_message_id(KEYS, "letter 7", "Mailbot.Example")


def test_our_id_is_known_again_in_any_case_and_under_an_earlier_key():
    assert is_own(KEYS, OWN)
    assert is_own(KEYS, f"<{OWN.upper()}>")
    assert is_own(KEYS, own_message_id(Keys("2025", {"2025": b"o" * 32}), "x", "mailbot.example"))


def test_our_id_tells_nothing_and_does_not_count_up():
    ids = [own_message_id(KEYS, f"D-7K2M9 buyer {number}", "mailbot.example") for number in range(200)]
    assert len(set(ids)) == 200
    assert not any("7k2m9" in each or "buyer" in each for each in ids)
    assert ids != sorted(ids)


@pytest.mark.parametrize("place", range(53))
def test_one_changed_character_unmakes_it(place):
    changed = OWN[:place] + ("a" if OWN[place] != "a" else "b") + OWN[place + 1 :]
    assert not is_own(KEYS, changed)


@pytest.mark.parametrize(
    "foreign", ["", "x@y", "<>", "a.b@mailbot.example", "é" * 26 + "." + "a" * 26 + "@x", OWN[:-20][:40]]
)
def test_other_ids_are_not_ours(foreign):
    assert not is_own(KEYS, foreign)


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("<a@b.example>", ("a@b.example",)),
        ("<A@B.Example>", ("A@b.example",)),
        ("<a@b>\r\n <c@d>\r\n\t<e@f>", ("a@b", "c@d", "e@f")),
        ("<a@b><c@d>", ("a@b", "c@d")),
        ("<a@b> <a@b>", ("a@b",)),
        ("Your message of Friday <a@b> (was: hello)", ("a@b",)),
        ("<a@very-long-\r\n domain.example>", ("a@very-long-domain.example",)),
        ("<a@b> <cut@off", ("a@b",)),
        ("a@b c@d", ("a@b", "c@d")),
        ("<noat>", ("noat",)),
        ("<@b> <a@>", ()),
        ("", ()),
        ("<[@]>", ("[@]",)),
    ],
)
def test_ids_are_found_however_they_are_written(written, ids):
    assert ids_in(written) == ids
    assert canonical(written) == (ids[0] if ids else "")


def test_of_a_giant_header_the_first_and_the_newest_are_kept():
    ids = ids_in(" ".join(f"<{number}@x>" for number in range(5000)))
    assert len(ids) == LIMIT
    assert ids[0] == "0@x"
    assert ids[-1] == "4999@x"


@pytest.mark.parametrize("hostile", ["<" * 50_000, "a" * 50_000, "a@" * 25_000, "<a" * 25_000, "<a@b" * 12_000])
def test_hostile_headers_cost_little(hostile):
    assert timeit.timeit(lambda: ids_in(hostile), number=1) < 0.5


@given(st.text(max_size=300))
def test_any_header_can_be_read_and_reading_is_stable(value):
    for each in ids_in(value):
        assert canonical(f"<{each}>") == each
    assert not is_own(KEYS, value)
