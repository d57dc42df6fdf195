"""What words want: no promise is read that was not made, on the mails rules were tuned on nor on those set aside."""

import pytest

from tests.reading.intent_set import IntentMail
from tests.reading.intents import FEW, Outcome, measured, older, outcome
from tests.steps.interpret.scoring import Labelled, wanted

# What is found: the aim is FOUND, and the table says how far off it is. Labels that a second reader corrected after the
# rules were written, and long mails that came then, are in these figures.
LEAST_TUNED, LEAST_ASIDE = 0.87, 0.68
LEAST_EXACT = {False: 0.91, True: 0.78}  # money and dates right: tuned on, set aside


@pytest.fixture(scope="module", params=[False, True], ids=["tuned on", "set aside"])
def total(request: pytest.FixtureRequest) -> Outcome:
    return measured(aside=request.param)


def test_no_promise_is_read_that_was_not_made(total: Outcome) -> None:
    assert total.not_there == []
    assert older().not_there == []


def test_what_was_tuned_on_is_found_and_little_is_suggested_for_nothing() -> None:
    tuned = measured(aside=False)
    assert tuned.found.total() >= LEAST_TUNED * tuned.wanted.total()
    assert len(tuned.suggested) <= FEW * tuned.mails


def test_what_is_set_aside_is_not_lost_again() -> None:
    aside = measured(aside=True)
    assert aside.found.total() >= LEAST_ASIDE * aside.wanted.total()


@pytest.mark.parametrize("aside", [False, True])
def test_money_and_dates_are_not_lost_again(*, aside: bool) -> None:
    found = measured(aside=aside)
    assert found.exact_right >= LEAST_EXACT[aside] * found.exact


@pytest.mark.parametrize(
    ("text", "label", "case"),
    [
        ("I accept the offer.", "~acc", "x:1 accepts"),
        ("I accept the offer.", "dec", "x:1 accepts"),
        ("COUNTER 300", "!off=250", "x:1 makes_offer 300"),
    ],
)
def test_a_wrong_reading_is_counted_against_us(text: str, label: str, case: str) -> None:
    """A plain yes to what is labelled conditional or a no, or a plain offer of another sum, is not in the words."""
    mail = Labelled("O", "Re: [D-7Q2M] your order", text, (), (wanted(label),))
    assert outcome([IntentMail("x:1", mail, aside=False)]).not_there == [case]
