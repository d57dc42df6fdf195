"""Answers to our own letters: what `mailbot bench reading own_letters` measures, on every thirteenth case."""

from tests.reading.own_letters import figures
from tests.reading.own_replies import WAYS, cases


def test_the_figures_are_reached() -> None:
    for figure in figures(every=13):
        assert figure.met, (figure.measure, figure.reached, figure.cases[:10])


def test_the_sample_leaves_no_way_and_no_program_out() -> None:
    sample = list(cases(every=13))
    assert {case.way for case in sample} == set(WAYS)
    assert len({case.style for case in sample}) >= 25
    assert len({case.language for case in sample}) == 10


def test_a_case_is_the_same_each_time() -> None:
    first, again = (next(iter(cases(every=200))) for _ in range(2))
    assert first.reply.raw == again.reply.raw
    assert first.reply.new
