"""Clauses: the dotted keys by which letters and people cite a policy file (filing.windows.0)."""

from collections.abc import Mapping
from decimal import Decimal

from mailbot.policy.rules import Period, Rule, Step, Steps, Unit


def at(rule: object, clause: str) -> object:
    """Return what stands at a clause, by the names that files use; None where nothing does."""
    for step in clause.split("."):
        match rule:
            case Rule():
                rule = _named(rule, step)
            case dict():
                rule = rule.get(step)
            case tuple() if step.isdecimal() and int(step) < len(rule):
                rule = rule[int(step)]
            case _:
                return None
    return rule


def written(value: object) -> str:
    """Return a rule as its file states it, on one line; where it was published is told elsewhere."""
    match value:
        case Rule():
            return "; ".join(
                f"{field.alias or name} = {written(inner)}"
                for name, field in type(value).model_fields.items()
                if name != "source" and (inner := getattr(value, name)) is not None and inner not in ((), {})
            )
        case Mapping():
            return "; ".join(f"{key}: {written(inner)}" for key, inner in value.items())
        case tuple():
            return ", ".join(map(written, value))
        case bool():
            return str(value).lower()
        case Decimal():
            return f"{value:f}"
        case _:
            return str(value)


def step_names() -> tuple[str, ...]:
    """Return what a policy calls the steps that somebody owes."""
    return tuple(name for name, field in Steps.model_fields.items() if field.annotation is Step)


def timed(policy: Rule, name: str) -> tuple[str, int, Unit] | None:
    """Find a step by its name, or any clause that states days and unit; None if it states none."""
    clause = f"steps.{name}" if name in step_names() else name
    rule = at(policy, clause)
    days, unit = getattr(rule, "days", None), getattr(rule, "unit", None)
    if not isinstance(rule, Rule) or not isinstance(days, int) or unit is None:
        return None
    period = Period(days=days, unit=unit)
    return clause, period.days, period.unit


def _named(rule: Rule, key: str) -> object:
    fields = type(rule).model_fields
    name = next((name for name, field in fields.items() if key == (field.alias or name)), None)
    return getattr(rule, name) if name is not None else None
