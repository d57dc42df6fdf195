"""The answer lines of our letters are known again in every dress, and only there."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mediation.answers import ANSWER_LINES, KEYS, answer_line
from mailbot.mediation.context import Context
from mailbot.mediation.intent import Certainty, IntentKind
from mailbot.steps.interpret import interpret
from tests.steps.interpret.scoring import context, message

MEANING = {
    "accept": ("O", IntentKind.ACCEPTS),
    "decline": ("O", IntentKind.DECLINES),
    "counter": ("O", IntentKind.MAKES_OFFER),
    "yes": ("R", IntentKind.RELEASES),
    "no": ("R", IntentKind.WITHHOLDS),
    "confirm": ("T", IntentKind.CONFIRMS_TERMS),
    "paid": ("P", IntentKind.REPORTS_PAYMENT),
    "more_time": ("E", IntentKind.ASKS_TIME),
    "person": ("E", IntentKind.ASKS_PERSON),
    "withdraw": ("O", IntentKind.WITHDRAWS),
}
REST = {"counter": ("250.00",), "yes": (3,), "no": (3,)}


def test_every_language_has_every_line() -> None:
    assert all(tuple(table) == KEYS for table in ANSWER_LINES.values())
    assert set(MEANING) == set(KEYS)


@pytest.mark.parametrize("language", ANSWER_LINES)
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "dress", ["{}", "{}.", "  {}  ", "**{}**", "_{}_", "- {}", "{}!", "Hello,\n\n{}\n\nRegards\nRay"]
)
def test_a_line_is_plain_in_every_dress(language: str, key: str, dress: str) -> None:
    asked, kind = MEANING[key]
    line = answer_line(language, key, *REST.get(key, ()))
    for words in (line, line.lower(), line.title()):
        found = interpret(message(dress.format(words)), context(asked))
        assert [(each.kind, each.certainty) for each in found if each.kind is kind] == [(kind, Certainty.PLAIN)]


@given(st.decimals(min_value=1, max_value=99_999, places=2))
def test_a_counter_keeps_its_cents(amount: Decimal) -> None:
    for words in (f"COUNTER {amount}", f"counter ${amount:,}", f"CONTRAOFERTA {amount} USD"):
        (found,) = interpret(message(words), context("O"))
        assert (found.amount, found.currency, found.certainty) == (amount, "USD", Certainty.PLAIN)


@given(st.text(max_size=200))
def test_any_text_is_read_without_complaint(text: str) -> None:
    found = interpret(message(text), context("O"))
    assert all(each.words or each.kind is IntentKind.UNCLEAR for each in found)


def test_a_quoted_line_is_not_the_writers() -> None:
    assert not [
        each for each in interpret(message("> ACCEPT\n> DECLINE\nthinking about it"), context("O")) if each.binds
    ]


def test_a_subject_of_ours_says_nothing() -> None:
    found = interpret(message("thanks", "Re: Accept the offer"), context("O"))
    assert [each.kind for each in found] == [IntentKind.SMALL_TALK]


def test_an_acceptance_without_a_letter_that_asked_is_not_plain() -> None:
    found = interpret(message("I accept the offer"), Context())
    assert [(each.kind, each.certainty) for each in found] == [(IntentKind.ACCEPTS, Certainty.LIKELY)]


def test_a_line_outside_its_letter_is_not_plain() -> None:
    found = interpret(message("ACCEPT"), context("E"))
    assert [(each.kind, each.certainty) for each in found] == [(IntentKind.ACCEPTS, Certainty.LIKELY)]


def test_a_reason_below_a_counter_goes_with_it() -> None:
    (found, *_) = interpret(message("COUNTER 250\n\nREASON: two pallets had no labels"), context("O"))
    assert found.reason == "two pallets had no labels"


def test_a_text_too_long_is_cut_with_a_note_and_binds_nothing() -> None:
    found = interpret(message("ACCEPT\n" + "We wrote to you about this. " * 1000), context("O"))
    assert not [each for each in found if each.binds and each.certainty is Certainty.PLAIN]
    assert [each.detail for each in found if each.kind is IntentKind.UNCLEAR] == ["cut"]


def test_an_empty_mail_wants_nothing() -> None:
    assert interpret(replace(message(""), subject="Re: [D-7Q2M] x"), context("O")) == ()


def test_another_wording_below_a_yes_is_kept_for_the_mediator() -> None:
    (found,) = interpret(message("YES 3\nWe counted the load two times at the dock.\n\nRegards\nRay"), context("R"))
    assert (found.kind, found.question, found.certainty) == (IntentKind.RELEASES, 3, Certainty.LIKELY)
    assert found.detail == "We counted the load two times at the dock."
