"""No pattern that sees a stranger's text may take long, whatever the text."""

import importlib
import re
import time

import pytest

MODULES = (
    *(
        f"mailbot.mail.{name}"
        for name in (
            "address",
            "automatic",
            "away",
            "body",
            "bounce",
            "headers",
            "html",
            "limits",
            "machine_words",
            "mime",
            "person_words",
            "refusal",
            "returned",
        )
    ),
    *(
        f"mailbot.mail.{name}"
        for name in (
            "quoting",
            "footers",
            "introduced",
            "recall",
            "words",
            "authentication",
            "results",
            "charset",
            "charset_guess",
            "charset_names",
            "parameters",
        )
    ),
    *(f"mailbot.steps.{name}" for name in ("classify", "parse")),
)
SEEDS = [
    "a",
    "a ",
    "On ",
    "> ",
    "--",
    "__",
    "wrote ",
    "1 ",
    "back on ",
    "<a@b",
    "confirm ",
    "we ",
    "I ",
    "report domain:",
    "reply ",
    '"',
    "(",
    "=?a?q?",
    "mailbox ",
    "sent from ",
    "from: ",
    " wrote\n",
    "\\ ",
    "*1=",
    "boundary=",
    "<b",
    "\n-",
    " \n",
]
LETTERS = 8000
PATTERNS = [
    pytest.param(pattern, id=f"{name}.{key}")
    for name in MODULES
    for key, pattern in vars(importlib.import_module(name)).items()
    if isinstance(pattern, re.Pattern)
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_pattern_is_quick(pattern: re.Pattern[str] | re.Pattern[bytes]) -> None:
    for seed in SEEDS:
        text = (seed * (LETTERS // len(seed) + 1))[:LETTERS]
        began = time.process_time()
        pattern.search(text.encode() if isinstance(pattern.pattern, bytes) else text)
        assert time.process_time() - began < 0.25, seed
