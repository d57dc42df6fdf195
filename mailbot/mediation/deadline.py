"""By when somebody owes something: counted once from the policy, printed with its working, moved only visibly."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from mailbot.mediation.party import Side
from mailbot.policy.calendar import Due, Pause, due, grace_until, reminders
from mailbot.policy.policy import Policy
from mailbot.policy.rules import Step, Unit


@dataclass(frozen=True, slots=True)
class Deadline:
    """A promise printed in a letter. All moments are UTC; ``working`` is the printed count, word for word."""

    side: Side
    step: str  # a key of policy.steps
    due_at: datetime
    grace_until: datetime  # consequences wait until here; the printed date does not move
    reminders_at: tuple[datetime, ...]
    working: str
    started_at: datetime
    zone: str
    reminded: int = 0  # how many reminders were ordered
    final_notice: bool = False
    stopped_at: datetime | None = None  # the clock stands since then
    stopped_for: str = ""
    pauses: tuple[Pause, ...] = ()  # when it stood before
    days: int = 0  # as counted, an extension included
    unit: Unit = "business"
    day0: date | None = None
    skipped: tuple[date, ...] = ()  # days off inside the span
    extended: bool = False

    @property
    def next_at(self) -> datetime | None:
        """When this deadline next wants attention; None while its clock stands."""
        if self.stopped_at is not None:
            return None
        if self.reminded < len(self.reminders_at):
            return self.reminders_at[self.reminded]
        return self.grace_until if self.final_notice else min(self.due_at, self.grace_until)


def step_of(policy: Policy, name: str) -> Step:
    """Return one of the policy's steps by its name."""
    step = getattr(policy.steps, name)
    assert isinstance(step, Step), f"{name} is no step"
    return step


def deadline_for(policy: Policy, name: str, side: Side, start: datetime) -> Deadline:
    """Count a step from the moment its letter leaves."""
    step = step_of(policy, name)
    counted = due(policy.calendar, step.days, step.unit, start)
    return Deadline(
        side=side,
        step=name,
        due_at=counted.due_at,
        grace_until=grace_until(counted.due_at, policy.steps.grace_hours),
        reminders_at=reminders(counted, start) if step.reminders else (),
        working=counted.working,
        started_at=start,
        zone=counted.zone,
        days=counted.days,
        unit=counted.unit,
        day0=counted.day0,
        skipped=counted.skipped,
    )


def restarted(deadline: Deadline, policy: Policy, now: datetime) -> Deadline:
    """Let the clock run again with the time that was left; a day on which it stood is not counted."""
    assert deadline.stopped_at is not None, "only a clock that stands can run again"
    left = deadline.grace_until - deadline.stopped_at
    if deadline.stopped_at >= deadline.due_at:  # the last day was over: only grace was left
        return replace(deadline, stopped_at=None, stopped_for="", grace_until=now + left)
    paused = replace(deadline, pauses=(*deadline.pauses, (deadline.stopped_at, now)), stopped_at=None, stopped_for="")
    again = _counted_anew(paused, policy, deadline.days, now)
    return replace(again, grace_until=max(again.grace_until, now + left))


def extended(deadline: Deadline, policy: Policy, days: int, now: datetime) -> Deadline:
    """Give more days (hours, if the step counts those), from the same starting moment."""
    return replace(_counted_anew(deadline, policy, deadline.days + days, now), extended=True)


def reopened(deadline: Deadline, policy: Policy, closed_at: datetime, now: datetime) -> Deadline:
    """Give back the time that was left at the closing, at least two working days."""
    if deadline.stopped_at is None:
        deadline = replace(deadline, stopped_at=closed_at)
    again = restarted(replace(deadline, final_notice=False), policy, now)
    two_days = due(policy.calendar, 2, "business", now)
    if again.due_at >= two_days.due_at:
        return again
    fresh = replace(deadline, started_at=now, pauses=(), reminded=0, final_notice=False, stopped_at=None)
    return _with_count(replace(fresh, stopped_for=""), policy, two_days, now)


def ending_with(deadline: Deadline, other: Deadline) -> Deadline:
    """Move a deadline to the end of another of the same step: terms wait on both with one and the same deadline."""
    return replace(
        deadline,
        due_at=other.due_at,
        grace_until=max(deadline.grace_until, other.grace_until),
        reminders_at=deadline.reminders_at[: deadline.reminded] + other.reminders_at[deadline.reminded :],
        working=other.working,
        days=other.days,
        day0=other.day0,
        skipped=other.skipped,
        pauses=other.pauses,
        started_at=other.started_at,
    )


def days_until(deadline: Deadline, policy: Policy, wanted: date) -> int:
    """Return how many more days reach the wanted date, at most as many as the step has."""
    most = step_of(policy, deadline.step).days
    zone = ZoneInfo(deadline.zone)
    for more in range(1, most):
        end = due(policy.calendar, deadline.days + more, deadline.unit, deadline.started_at, deadline.pauses)
        if end.due_at.astimezone(zone).date() >= wanted:
            return more
    return most


def with_reminders_from(deadline: Deadline, moment: datetime) -> Deadline:
    """Let the reminders still to come wait until a moment before the end; those it overtakes become one."""
    to_come = tuple(at for at in deadline.reminders_at[deadline.reminded :] if at > moment)
    moved = (*deadline.reminders_at[: deadline.reminded], moment, *to_come)
    return replace(deadline, reminders_at=moved)


def _counted_anew(deadline: Deadline, policy: Policy, days: int, now: datetime) -> Deadline:
    counted = due(policy.calendar, days, deadline.unit, deadline.started_at, deadline.pauses)
    return _with_count(deadline, policy, counted, now)


def _with_count(deadline: Deadline, policy: Policy, counted: Due, now: datetime) -> Deadline:
    """Put a new count in the place of the old one; reminders already given are not given again."""
    over = now < counted.due_at and deadline.final_notice
    return replace(
        deadline,
        due_at=counted.due_at,
        grace_until=grace_until(counted.due_at, policy.steps.grace_hours),
        reminders_at=_reminders_left(deadline, policy, counted, now),
        working=counted.working,
        days=counted.days,
        unit=counted.unit,
        day0=counted.day0,
        skipped=counted.skipped,
        final_notice=deadline.final_notice and not over,
    )


def _reminders_left(deadline: Deadline, policy: Policy, counted: Due, now: datetime) -> tuple[datetime, ...]:
    given = deadline.reminders_at[: deadline.reminded]
    if not step_of(policy, deadline.step).reminders:
        return given
    fresh: Sequence[datetime] = reminders(counted, deadline.started_at)
    return given + tuple(at for at in fresh[len(given) :] if at > now)
