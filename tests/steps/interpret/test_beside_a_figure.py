"""What stands beside a figure: a reason in the past is no condition, and a figure is never small talk."""

import pytest

from mailbot.mediation.intent import Certainty, IntentKind
from mailbot.steps.interpret import interpret
from tests.steps.interpret.scoring import context, message


@pytest.mark.parametrize(
    ("reason", "sure"),
    [
        ("the pallets were weighed when they left", Certainty.PLAIN),
        ("se contaron cuando llegaron", Certainty.PLAIN),
        ("only when it has arrived back", Certainty.LIKELY),
        ("when I get refunded", Certainty.LIKELY),
    ],
)
def test_a_reason_that_tells_of_the_past_is_no_condition(reason: str, sure: Certainty) -> None:
    found = interpret(message(f"COUNTER 150.00\nREASON: {reason}"), context("O"))
    assert [(each.kind, each.certainty) for each in found] == [(IntentKind.MAKES_OFFER, sure)]


def test_a_soft_offer_is_put_to_the_mediator() -> None:
    words = "Hi Mora, we could maybe do $150 as a goodwill gesture, if that closes it."
    found = interpret(message(words), context("C"))
    assert [(each.kind, each.certainty) for each in found] == [(IntentKind.MAKES_OFFER, Certainty.LIKELY)]


def test_a_mail_with_a_figure_is_no_small_talk() -> None:
    found = interpret(message("thanks, we got your $150 letter"), context("C"))
    assert [each.kind for each in found] == [IntentKind.UNCLEAR]
