"""Names that people call each other, and goods whose names sound like a crime, are no claim that goods are stolen."""

import pytest

from mailbot.mediation.context import Context
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.party import Side
from mailbot.policy.claim_type import ClaimType
from mailbot.steps.interpret import interpret
from tests.steps.interpret.scoring import NOW, message


def claimed(text: str) -> set[ClaimType | None]:
    found = interpret(message(text), Context(side=Side.BUYER, received_at=NOW))
    return {each.claim for each in found if each.kind is IntentKind.STATES_CLAIM}


@pytest.mark.parametrize(
    "text",
    [
        "You people are thieves.",
        "bunch of thieves!!",
        "3 robo vacs are missing",
        "3 robo-vacs missing",
        "Esto es un robo",
    ],
)
def test_nothing_was_stolen(text: str) -> None:
    assert ClaimType.STOLEN not in claimed(text)


@pytest.mark.parametrize(
    "text",
    ["These phones are stolen.", "thieves broke into the trailer", "Hubo un robo en el camino", "La carga fue robada"],
)
def test_something_was_stolen(text: str) -> None:
    assert ClaimType.STOLEN in claimed(text)
