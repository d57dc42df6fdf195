"""Every compiled pattern of the program, and texts made from its own structure that would take a careless one for ever.

For each repetition in a pattern: what may stand before it, then what it repeats, very often, then what it cannot end with.
"""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

import mailbot

Pattern = re.Pattern[str] | re.Pattern[bytes]
SHORT = 4_000  # letters
TIMES = 4  # so much longer is the second text: a linear pattern needs so much longer too
UNEVEN = 2.0  # and some more is the machine's noise
SUSPECT_SECONDS = 0.02
MOST_SAMPLES = 40
REPEATS = {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"}
NO_MODULES = {"__main__", "migrations"}  # these do things when they are imported
CUT = ("claims.headings._TELLS",)  # only ever see the first 100 letters of a cell, so their square is small
FEW = 4  # a repetition of less cannot be long


def only_at_the_start(name: str) -> bool:
    """Whether the program only ever holds a pattern against the beginning of a text, and never searches with it."""
    module, _, key = name.rpartition(".")
    written = importlib.import_module(f"mailbot.{module}").__file__ if key.startswith("_") else None
    text = Path(written).read_text() if written else _program()  # a private name is used in its own module only
    uses = re.findall(rf"\b{re.escape(key)}\.(\w+)\(", text)
    return bool(uses) and set(uses) <= {"match", "fullmatch"}


@lru_cache(maxsize=1)
def _program() -> str:
    return "\n".join(path.read_text() for path in Path(mailbot.__path__[0]).rglob("*.py"))


def patterns() -> dict[str, Pattern]:
    """Find the patterns of all modules: as names of a module, and in its tuples and mappings."""
    found: dict[str, Pattern] = {}
    for module in pkgutil.walk_packages(mailbot.__path__, "mailbot."):
        if not any(part in NO_MODULES for part in module.name.split(".")):
            for key, value in vars(importlib.import_module(module.name)).items():
                for place, pattern in _within(value):
                    name = f"{module.name.removeprefix('mailbot.')}.{key}{place}"
                    if pattern not in found.values() and not name.startswith(CUT):
                        found[name] = pattern
    return found


def _within(value: Any) -> Iterator[tuple[str, Pattern]]:
    if isinstance(value, re.Pattern):
        yield "", value
    elif isinstance(value, tuple | list | frozenset):
        for number, each in enumerate(value):
            yield from ((f"[{number}]{place}", pattern) for place, pattern in _within(each))
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from ((f"[{key}]{place}", pattern) for place, pattern in _within(each) if isinstance(key, str))


def slow(found: dict[str, Pattern]) -> list[str]:
    """Name the patterns that need too long, with what they needed it for."""
    named = ((name, trouble) for name, each in found.items() if (trouble := _trouble(each, only_at_the_start(name))))
    return [f"{name}: {trouble}" for name, trouble in named]


def _trouble(pattern: Pattern, at_start: bool) -> str:  # noqa: FBT001 - one of two ways to hold it against a text
    for before, once, end in attacks(pattern):
        took_seconds = partial(_took_seconds, pattern, (before, once, end), at_start)
        if took_seconds(SHORT) < SUSPECT_SECONDS:
            continue
        took = min(took_seconds(SHORT) for _ in range(3))
        longer = took_seconds(SHORT * TIMES)
        if longer > took * TIMES * UNEVEN and longer > SUSPECT_SECONDS * TIMES:
            return f"{took:.3f} s for {SHORT:,} letters and {longer:.2f} s for {SHORT * TIMES:,}: {before + once:.40}"
    return ""


def _took_seconds(pattern: Pattern, made_of: tuple[str, str, str], at_start: bool, letters: int) -> float:  # noqa: FBT001 - as above
    before, once, end = made_of
    text = before + once * ((letters - len(before)) // len(once)) + end
    subject: Any = text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text
    began = time.process_time()
    if at_start:
        pattern.match(subject)
        pattern.fullmatch(subject)
    else:
        pattern.subn(subject[:0], subject)
    return time.process_time() - began


def attacks(pattern: Pattern) -> Iterator[tuple[str, str, str]]:
    """Yield what hostile texts are made of, from a pattern's own structure: a beginning, what is repeated, an end."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    flags = pattern.flags & ~re.UNICODE if isinstance(pattern.pattern, str) else pattern.flags & ~re.LOCALE
    tree = re._parser.parse(source, flags)  # type: ignore[attr-defined]
    seen: set[str] = set()
    for before, piece in _pumps(list(tree), ""):
        for once in {piece, piece[-1:], before + piece, f"{piece} ", f"{piece}\n"} - seen - {""}:
            seen.add(once)
            if len(seen) > MOST_SAMPLES:
                return
            start = before if once != before + piece else ""
            yield start, once, "\0"


def _pumps(nodes: Sequence[Any], before: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each repetition, and one turn of it."""
    for name, argument in nodes:
        kind = str(name)
        if kind in REPEATS:
            _, most, inner = argument
            if int(most) > FEW:
                yield before, sample(inner)
        for inner in _inside(kind, argument):
            yield from _pumps(list(inner), before)
        before += sample([(name, argument)])


def _inside(kind: str, argument: Any) -> list[Any]:
    if kind in REPEATS:
        return [argument[2]]
    if kind == "BRANCH":
        return list(argument[1])
    return [argument[-1]] if kind in {"SUBPATTERN", "ATOMIC_GROUP"} and argument[-1] else []


def sample(nodes: Any) -> str:
    """Write a short text that part of a pattern would match, as far as that is easily told."""
    return "".join(_sample(str(name), argument) for name, argument in nodes)


def _sample(kind: str, argument: Any) -> str:
    if kind in REPEATS:
        return sample(argument[2]) * max(1, int(argument[0]))
    plain = {"LITERAL": lambda: chr(argument), "ANY": lambda: "a", "IN": lambda: _one_of(argument)}
    nested = {"BRANCH": lambda: sample(argument[1][0]), "SUBPATTERN": lambda: sample(argument[-1])}
    more = {"NOT_LITERAL": lambda: "b" if argument == ord("a") else "a", "ATOMIC_GROUP": lambda: sample(argument)}
    known = {**plain, **nested, **more}.get(kind)
    return known() if known else ""  # places and looks ahead take no letters


def _one_of(choices: Any) -> str:
    negated = any(str(name) == "NEGATE" for name, _ in choices)
    if negated:
        taken = {chr(value) for name, value in choices if str(name) == "LITERAL"}
        return next(letter for letter in "a \t1-." if letter not in taken)
    for name, value in choices:
        match str(name):
            case "LITERAL":
                return chr(value)
            case "RANGE":
                return chr(value[0])
            case "CATEGORY":
                return {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_NOT_WORD": " "}.get(str(value), "a")
    return "a"
