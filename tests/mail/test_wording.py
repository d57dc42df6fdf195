import timeit
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.opened import opened
from mailbot.mail.wording import figures, folded, phones, runs, squeezed, words


@pytest.mark.parametrize(
    ("text", "values", "share", "tells"),
    [
        ("250", ("250",), False, True),
        ("$250", ("250",), False, True),
        ("usd 1,250.50", ("1250.5",), False, True),
        ("1.250,50 euros", ("1250.5",), False, True),
        ("1.250 eur", ("1250", "1.25"), False, True),
        ("2k", ("2000",), False, True),
        ("60 %", ("60",), True, True),
        ("45 dollars", ("45",), False, True),
        ("45", ("45",), False, False),
        ("2026", ("2026",), False, False),
        ("$2000", ("2000",), False, True),
        ("300 units", ("300",), False, False),
        ("12 unidades", ("12",), False, False),
    ],
)
def test_figures_are_read_in_all_their_dresses(text, values, share, tells):
    (figure,) = figures(text)
    assert figure.values == tuple(Decimal(value).normalize() for value in values)
    assert (figure.share, figure.tells) == (share, tells)


@pytest.mark.parametrize("text", ["ps-1001", "29/5/2026", "2026-05-29", "17:00", "un55", "v1.2.3", "#1001", "a.5"])
def test_parts_of_names_dates_and_times_are_no_figures(text):
    assert not [figure for figure in figures(text) if figure.tells]


@pytest.mark.parametrize(
    "text", ["+1 (415) 555-0134", "415-555-0134", "415.555.0134", "001 415 555 0134", "4155550134"]
)
def test_a_phone_is_the_same_in_any_dress(text):
    assert phones(f"call {text}, please") == {("1" + "4155550134")[-9:]}


@pytest.mark.parametrize("text", ["2026-05-29 10", "29.05.2026", "100 200", "12345678", "ps-415-555-0134"])
def test_dates_and_counts_are_no_phones(text):
    assert phones(text) == frozenset()


def test_words_are_compared_without_their_dress():
    assert words(folded("Ｔhe\u200b ‘BANK’—is")) == ["the", "bank", "is"]
    assert squeezed(folded("Ana @ Buyer.example")) == "anabuyerexample"
    assert runs("a b c d e f g") == {"a b c d e f", "b c d e f g"}
    assert runs("too short a run") == frozenset()


HOSTILE = [
    "1,111" * 10_000,
    "1" * 50_000,
    "1 " * 25_000,
    "+1-" * 17_000,
    "(" * 50_000,
    "$" * 50_000,
    "1." * 25_000,
    "usd " * 12_000,
]
MARKUP = [
    "<" * 50_000,
    "<a" * 25_000,
    "&" * 50_000,
    "%4" * 25_000,
    "%41" * 17_000,
    "a" * 50_000,
    "=?" * 25_000,
    "&#x4" * 12_000,
]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_figures_cost_little(hostile):
    assert timeit.timeit(lambda: (figures(hostile), phones(hostile)), number=1) < 1


@pytest.mark.parametrize("hostile", [*MARKUP, *HOSTILE], ids=range(len(MARKUP) + len(HOSTILE)))
def test_hostile_bytes_cost_little(hostile):
    content = f"Subject: x\r\nContent-Type: text/html\r\n\r\n{hostile}\r\n".encode()
    assert timeit.timeit(lambda: opened(content), number=1) < 1


@given(st.binary(max_size=400))
def test_any_bytes_can_be_opened(content):
    assert all(isinstance(reading.text, str) for reading in opened(content))


@given(st.text(max_size=200))
def test_any_text_can_be_compared(text):
    folded_text = folded(text)
    assert isinstance(runs(text), frozenset)
    assert all(figure.values for figure in figures(folded_text))
    assert all(phone.isdigit() for phone in phones(folded_text))
