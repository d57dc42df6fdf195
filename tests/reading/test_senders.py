"""The figures of senders are reached."""

import pytest

from tests.reading import senders

pytestmark = pytest.mark.corpora


def test_senders() -> None:
    assert [figure for figure in senders.figures() if not figure.met] == []


def test_our_reader_of_results_reads_more_than_the_library() -> None:
    ours, theirs = (float(figure.reached.rpartition("= ")[2].rstrip("%")) for figure in senders.opinions())
    assert ours > theirs
