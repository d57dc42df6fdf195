"""No pattern may be slow on hostile text: each is collected by itself, and tried."""

import importlib
import pkgutil
import re
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

import mailbot.steps.interpret as package
from mailbot.mediation.context import Context
from mailbot.steps.interpret import heat_of, interpret, language_of
from tests.steps.interpret.scoring import TEXTS, context, message

parser = importlib.import_module("re._parser")
SIZE = 50_000
BAD = ("a", "1,2 ", "i will accept ", "no the missing pallet ", '" ')
WORSE = (
    *BAD,
    "\n",
    "> ",
    "?!",
    "acepto ",
    "refund me $1 ",
    "1) yes\n",
    "ACCEPT\n",
    "COUNTER 5\n",
    "if ",
    "but ",
    "necesito el ",
    "x-",
)


def compiled(value: Any, name: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(value, re.Pattern):
        yield name, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from compiled(each, f"{name}.{key}")
    elif isinstance(value, (tuple, list)):
        for number, each in enumerate(value):
            yield from compiled(each, f"{name}.{number}")


def patterns() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.iter_modules(package.__path__, package.__name__ + "."):
        for name, value in vars(importlib.import_module(module.name)).items():
            found |= dict(compiled(value, f"{module.name.rsplit('.', 1)[1]}.{name}"))
    return {name: pattern for pattern, name in {pattern: name for name, pattern in found.items()}.items()}


PATTERNS = patterns()


def test_patterns_are_collected() -> None:
    assert len(PATTERNS) > 60


@pytest.mark.parametrize("name", PATTERNS)
def test_no_open_ended_repeat_stands_inside_another(name: str) -> None:
    def walk(tree: Any, *, inside: bool) -> None:
        for operation, argument in tree:
            repeats = operation in (parser.MAX_REPEAT, parser.MIN_REPEAT)
            open_ended = repeats and argument[1] is parser.MAXREPEAT
            assert not (open_ended and inside)
            for part in argument if isinstance(argument, (tuple, list)) else ():
                for sub in part if isinstance(part, list) else [part]:
                    if isinstance(sub, parser.SubPattern):
                        walk(sub, inside=inside or (repeats and argument[1] > 1))

    walk(parser.parse(PATTERNS[name].pattern, PATTERNS[name].flags), inside=False)


LINEAR = 0.25  # CPU seconds for 50 KB, on a machine others load too; the square of it takes minutes


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """Time one search through a text; what matches nothing at all is only ever matched at one place."""
    start = time.process_time()
    for _ in pattern.finditer(text) if not pattern.match("") else [pattern.match(text)]:
        pass
    return time.process_time() - start


@pytest.mark.parametrize("name", PATTERNS)
def test_fifty_kilobytes_of_a_bad_prefix_take_no_time(name: str) -> None:
    for bad in BAD:
        text = (bad * (SIZE // len(bad) + 1))[:SIZE]
        assert min(seconds(PATTERNS[name], text) for _ in range(2)) < LINEAR, bad


def seconds_a_mail() -> float:
    start = time.process_time()
    for text in TEXTS * 5:
        interpret(message(text), context("O"))
        heat_of(text)
        language_of(text)
    return (time.process_time() - start) / (5 * len(TEXTS))


def test_a_normal_mail_takes_few_milliseconds() -> None:
    slower = 1 if sys.gettrace() is None else 8  # while lines are counted for coverage
    assert (
        min(seconds_a_mail() for _ in range(5)) < 0.012 * slower
    )  # 1.8 ms on a quiet machine; a shared one is four times as slow at times


@pytest.mark.parametrize("bad", WORSE)
def test_a_hostile_text_ends_soon(bad: str) -> None:
    start = time.process_time()
    interpret(message(bad * (200_000 // len(bad))), Context())
    assert time.process_time() - start < 2
