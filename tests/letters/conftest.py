"""The project's own templates, read once."""

from pathlib import Path

import pytest

from mailbot.adapters.letters import TemplateLetters

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.fixture(scope="session")
def templates() -> Path:
    return TEMPLATES


@pytest.fixture(scope="session")
def letters() -> TemplateLetters:
    return TemplateLetters(TEMPLATES)
