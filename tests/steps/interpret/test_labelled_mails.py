"""Mails in the voices of resellers: what must be found, and what must never be read."""

import sys

import pytest

from tests.steps.interpret.scoring import Labelled, Score, labelled, read, score

TUNED = [*labelled("tuned.txt"), *labelled("traps.txt"), *labelled("voices.txt")]


@pytest.mark.parametrize("mail", TUNED, ids=[mail.label for mail in TUNED])
def test_what_the_words_want_is_found_and_nothing_binding_besides(mail: Labelled) -> None:
    intents = read(mail)
    missed = [each for each in mail.wanted if not any(each.is_met_by(intent) for intent in intents)]
    assert not missed, f"found {intents}"


@pytest.fixture(scope="module")
def tuned() -> Score:
    return score("tuned.txt")


@pytest.fixture(scope="module")
def heldout() -> Score:
    return score("heldout.txt")


def test_no_binding_intent_is_read_that_was_not_there(tuned: Score, heldout: Score) -> None:
    assert tuned.not_there == []
    assert score("traps.txt").not_there == []
    assert score("voices.txt").not_there == []
    assert heldout.not_there == []


def test_the_mails_set_aside_are_understood(heldout: Score, capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(f"\nset aside: {heldout}\n")
    assert heldout.found / heldout.wanted >= 0.9


def test_money_and_dates_are_right(tuned: Score) -> None:
    assert tuned.money_right / tuned.money >= 0.98
