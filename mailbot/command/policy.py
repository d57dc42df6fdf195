"""Policies: their schema, what is wrong in them, which is in force, and when a step of one would end."""

import json
from datetime import datetime
from pathlib import Path
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from mailbot.adapters.policies import read_policy, schema
from mailbot.command.in_force import InForce, find_in_force
from mailbot.command.opened import DEFAULT_CONFIG, AsJson, Config, at_the_desk
from mailbot.command.output import complain, listing, say
from mailbot.errors import SettingsError
from mailbot.flow.desk import Desk
from mailbot.policy.calendar import Due, Pause, due, grace_until, reminders
from mailbot.policy.clauses import at, step_names, timed
from mailbot.policy.explained import Applied, rules_for
from mailbot.policy.policy import Policy
from mailbot.policy.rules import Step
from mailbot.policy.words import nearest
from mailbot.settings import Settings

COLUMNS: Final = ("clause", "rule", "why", "source")
app = typer.Typer(help="The clients' rules.", no_args_is_help=True)


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a policy file, for editors and checks.

    Example: mailbot policy schema > policy.schema.json
    """
    print(json.dumps(schema(), indent=2, ensure_ascii=False))  # noqa: T201 - made to be piped into a file


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Policy files, wherever they lie.")],
) -> None:
    """Check policy files; print every fault with its file, line and key. Exit 2 if there is one.

    Example: mailbot policy check config/policies/pallet-store/2024-01-01.toml
    """
    faulty = False
    for file in files:
        try:
            say(f"{file}: good, {read_policy(file).version}")
        except SettingsError as fault:
            complain(str(fault))
            faulty = True
    if faulty:
        raise typer.Exit(2)


@app.command()
def explain(
    number: Annotated[str, typer.Argument(metavar="ORDER", help="The order's number.")],
    client: Annotated[str, typer.Option(help="Whose order, if two clients number alike.")] = "",
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
) -> None:
    """Say which policy and version is in force for an order and why, and every rule that bears on it.

    Example: mailbot policy explain PS-10442
    """

    async def work(desk: Desk, settings: Settings) -> tuple[InForce, tuple[Applied, ...]]:
        found = await find_in_force(desk, settings.path(settings.desk.policies), number, client)
        return found, rules_for(found.policy, found.order.facts, desk.clock.now())

    found, rules = at_the_desk(config, work)
    policy = found.policy
    chosen = Applied("effective", policy.effective.isoformat(), found.why, policy.source)
    if as_json:
        listing([_rule_row(found, rule) for rule in (chosen, *rules)], COLUMNS, as_json=True, empty="")
        return
    say(f"Order {found.order.number} is judged by {policy.version} ({found.file}):\n{found.why}.")
    for rule in rules:
        say("\n".join(["", f"{rule.clause}: {rule.rule}", f"  because: {rule.why}", f"  source: {rule.source or '-'}"]))


@app.command()
def deadline(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The policy file.")],
    step: Annotated[
        str, typer.Argument(metavar="STEP", help="A key of [steps], or any clause with days: filing.windows.0")
    ],
    begins: Annotated[
        str,
        typer.Option("--from", metavar="MOMENT", help="2026-05-29T16:40-07:00; without a zone, in the policy's own."),
    ],
    paused: Annotated[
        list[str] | None,
        typer.Option(metavar="A/B", help="The clock stood from moment A up to B; give it as often as needed."),
    ] = None,
    language: Annotated[str, typer.Option(help="The working's language: en or es.")] = "en",
    as_json: AsJson = False,
) -> None:
    """Say when a step would end, with the working.

    Example: mailbot policy deadline rules.toml seller_answer --from 2026-05-29T16:40
    """
    policy = read_policy(file)
    found = timed(policy, step)
    if found is None:
        raise SettingsError(_unknown_step(file, step))
    clause, days, unit = found
    zone = ZoneInfo(policy.calendar.zone)
    start = _moment(begins, zone, "--from")
    pauses = [_pause(said, zone) for said in paused or []]
    try:
        counted = due(policy.calendar, days, unit, start, pauses, language)
        row = _deadline_row(policy, clause, counted, start)
    except (ValueError, OverflowError) as trouble:
        raise SettingsError(f"{file}: {clause} from {begins}: {trouble}") from None
    if as_json:
        listing([row], (), as_json=True, empty="")
    else:
        say(_told(row, counted))


def _rule_row(found: InForce, rule: Applied) -> dict[str, object]:
    return {
        "order": found.order.number,
        "policy": found.policy.version,
        "clause": rule.clause,
        "rule": rule.rule,
        "why": rule.why,
        "source": rule.source,
    }


def _unknown_step(file: Path, step: str) -> str:
    like = nearest(step, frozenset(step_names()))
    near = f"; the nearest is {like!r}" if like else ""
    return f"{file}: {step!r} is no step{near}; steps are {', '.join(step_names())}, or a clause with days and unit"


def _moment(said: str, zone: ZoneInfo, where: str) -> datetime:
    try:
        moment = datetime.fromisoformat(said.strip())
    except ValueError:
        expected = "expected 2026-05-29T16:40, 2026-05-29T16:40-07:00 or 2026-05-29T23:40Z"
        raise SettingsError(f"{where}: {said!r} is no moment; {expected}") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _pause(said: str, zone: ZoneInfo) -> Pause:
    begin, slash, end = said.partition("/")
    if not slash:
        raise SettingsError(f"--paused: {said!r} is no pause; expected two moments, A/B")
    pause = _moment(begin, zone, "--paused"), _moment(end, zone, "--paused")
    if pause[1] < pause[0]:
        raise SettingsError(f"--paused: {said!r} ends before it begins")
    return pause


def _deadline_row(policy: Policy, clause: str, counted: Due, start: datetime) -> dict[str, object]:
    """Return a deadline, moments as ISO 8601 with their offset: ``due_at`` in UTC, ``due_local`` in the policy's zone."""
    step = at(policy, clause)
    owed = step if isinstance(step, Step) else None
    grace = grace_until(counted.due_at, policy.steps.grace_hours)
    return {
        "policy": policy.version,
        "step": clause.removeprefix("steps."),
        "clause": clause,
        "days": counted.days,
        "unit": counted.unit,
        "from": start.isoformat(),
        "due_at": counted.due_at.isoformat(),
        "due_local": counted.due_at.astimezone(ZoneInfo(counted.zone)).isoformat(),
        "zone": counted.zone,
        "day0": counted.day0.isoformat(),
        "skipped": [day.isoformat() for day in counted.skipped],
        "paused": [day.isoformat() for day in counted.paused],
        "reminders_at": [at_.isoformat() for at_ in reminders(counted, start)] if owed and owed.reminders else [],
        "grace_until": grace.isoformat() if owed else None,
        "on_timeout": owed.on_timeout if owed else None,
        "working": counted.working,
        "source": policy.source_of(clause),
    }


def _told(row: dict[str, object], counted: Due) -> str:
    lines = [f"{row['clause']}: {counted.days} {counted.unit}{'' if counted.unit == 'hours' else ' days'}"]
    lines += [counted.working, f"Due {row['due_local']} ({counted.zone}), {row['due_at']} in UTC."]
    if row["on_timeout"]:
        lines.append(f"Consequences wait until {row['grace_until']}; then: {row['on_timeout']}.")
    return "\n".join(lines)
