"""The figures of language are reached, and reached because of our own words."""

import pytest

from mailbot.steps.interpret import language_of
from tests.reading import language


def test_language() -> None:
    assert [figure for figure in language.figures() if not figure.met] == []


def test_enough_texts() -> None:
    for code in language.LANGUAGES:
        texts = (language.FOLDER / f"{code}.txt").read_text(encoding="utf-8").splitlines()
        assert len(set(texts)) >= 30, code


@pytest.mark.parametrize(
    "text", ["", " ", "\0", "\ud800", "." * 5000, "a" * 100_000, "1 " * 5000, "ok ok ok ok ok ok", "\u200b"]
)
def test_odd_texts_stop_nothing(text: str) -> None:
    assert language_of(text) in {None, "en", "fi", "vi", "de"}
