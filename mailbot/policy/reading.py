"""From the tables of a policy file to a Policy, or one line for each thing that is wrong in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from mailbot.errors import SettingsError
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.faults import KeyFault, Path, contradictions
from mailbot.policy.policy import Policy
from mailbot.policy.words import nearest

_HEADING: Final = re.compile(r"^\s*(\[\[?)\s*([^\[\]#]+?)\s*\]\]?")
_KEY: Final = re.compile(r"^\s*([\w.\"'-]+)\s*=")


def policy_from(tables: Mapping[str, Any], file: str, text: str = "") -> Policy:
    """Return the policy, or raise SettingsError: a line a fault, with the line number where ``text`` shows it."""
    found = _floats(tables)
    try:
        policy = Policy.model_validate(tables)
    except ValidationError as error:
        told = {fault.path for fault in found}
        found += [fault for detail in error.errors(include_url=False) if (fault := _fault(detail)).path not in told]
        policy = None
    if policy is not None:
        found += contradictions(policy)
    if policy is None or found:
        raise SettingsError("\n".join(_line(fault, file, text) for fault in dict.fromkeys(found)))
    return policy


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a policy file."""
    return Policy.model_json_schema(by_alias=True)


def _floats(value: object, path: Path = ()) -> list[KeyFault]:
    """Money and rates are written in quotes: a TOML number with a point is not exact."""
    if isinstance(value, float):
        return [KeyFault(path, f'must stand in quotes, so that it stays exact: "{value}"')]
    if isinstance(value, Mapping):
        return [fault for key, inner in value.items() for fault in _floats(inner, (*path, key))]
    if isinstance(value, list):
        return [fault for index, inner in enumerate(value) for fault in _floats(inner, (*path, index))]
    return []


def _fault(detail: ErrorDetails) -> KeyFault:
    path = tuple(step for step in detail["loc"] if step != "[key]")
    match detail["type"]:
        case "extra_forbidden":
            return KeyFault(path, f"is no key of a policy{_hint(path)}")
        case "missing":
            return KeyFault(path, "is missing; every rule must be stated, nothing is guessed")
        case "enum" | "literal_error":
            expected = str(detail.get("ctx", {}).get("expected", ""))
            return KeyFault(path, f"{_said(detail)} is not allowed; expected {expected}{_near(detail, expected)}")
        case "value_error":
            return KeyFault(path, f"{_said(detail)}: {detail['ctx']['error']}")
        case _:
            return KeyFault(path, f"{_said(detail)}: {detail['msg'][0].lower()}{detail['msg'][1:]}")


def _said(detail: ErrorDetails) -> str:
    said = detail["input"]
    return f"{said!r}" if isinstance(said, str | int | bool) else f"this {type(said).__name__}"


def _near(detail: ErrorDetails, expected: str) -> str:
    like = nearest(str(detail["input"]), frozenset(re.findall(r"'([^']+)'", expected)))
    return f"; the nearest is {like!r}" if like else ""


def _hint(path: Path) -> str:
    """Name the nearest key of the same section, else a key of that name elsewhere."""
    wrong = str(path[-1])
    section = _model_at(path[:-1])
    like = nearest(wrong, frozenset(_keys(section))) if section else None
    if like:
        return f"; the nearest is {like!r}"
    elsewhere = next((known for known in _all_keys(Policy) if known.rsplit(".", 1)[-1] == wrong), None)
    return f"; did you mean {elsewhere!r}?" if elsewhere else ""


def _keys(model: type[BaseModel]) -> Iterator[str]:
    return (field.alias or name for name, field in model.model_fields.items())


def _all_keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    for name, field in model.model_fields.items():
        here = f"{before}{field.alias or name}"
        yield here
        inner = _model_in(field.annotation)
        if inner:
            yield from _all_keys(inner, f"{here}.")


def _model_at(path: Path) -> type[BaseModel] | None:
    model: type[BaseModel] = Policy
    for step in path:
        if isinstance(step, int) or step in set(ClaimType):
            continue
        annotation = next(
            (field.annotation for name, field in model.model_fields.items() if step in (name, field.alias)), None
        )
        inner = _model_in(annotation)
        if inner is None:
            return None
        model = inner
    return model


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _line(fault: KeyFault, file: str, text: str) -> str:
    number = line_of(text, fault.path)
    return f"{file}{f', line {number}' if number else ''}: {fault.dotted or 'file'} {fault.what}"


def line_of(text: str, path: Path) -> int | None:
    """Return the line of a TOML text on which a key stands, or the nearest table around it."""
    lines = _lines(text)
    return next((lines[path[:length]] for length in range(len(path), 0, -1) if path[:length] in lines), None)


def _lines(text: str) -> dict[Path, int]:
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    table: Path = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if heading := _HEADING.match(line):
            table = _steps(heading[2])
            if heading[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                table = (*table, counts[table])
            lines.setdefault(table, number)
        elif key := _KEY.match(line):
            lines.setdefault((*table, *_steps(key[1])), number)
    return lines


def _steps(dotted: str) -> Path:
    return tuple(step.strip().strip("\"'") for step in dotted.split("."))
