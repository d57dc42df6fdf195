"""The figures of new words are reached, and every entry of our own sets is."""

import pytest

from tests.reading import words, words_written
from tests.reading.figure import Figure


@pytest.mark.corpora
def test_every_figure_is_reached() -> None:
    short = [figure for figure in words.figures() if not figure.met]
    assert short == []


def test_our_own_sets_are_read_without_a_miss() -> None:
    missed: list[Figure] = [figure for figure in words_written.own_sets() if figure.cases]
    assert missed == []


def test_a_lost_word_is_seen() -> None:
    assert words.lost("yes twelve\n> of them", "yes of") == ["twelve"]
    assert words.lost("yes yes", "yes") == ["yes"]


def test_a_cut_without_a_clear_mark_is_listed() -> None:
    assert words.doubtful("Yes.\n\nOn 6/2/26 10:00, Desk wrote:\n\nold words\n") == []
    assert words.doubtful("Yes.\n\nDesk wrote in 2026:\n> old\n") == ["1 lines cut from 'Desk wrote in 2026:'"]
    assert words.doubtful("Yes.\n\n-----Original Message-----\nold\n") == []
