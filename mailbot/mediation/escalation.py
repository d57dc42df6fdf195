"""The ladder of escalation: reminder, last reminder, final notice, mediator's task, lead, account manager."""

from datetime import datetime

from mailbot.mediation.events import Rung
from mailbot.policy.calendar import due
from mailbot.policy.policy import Policy

LADDER: tuple[Rung, ...] = tuple(Rung)


def above(rung: Rung) -> Rung | None:
    """Return the next rung, or None at the top."""
    higher = LADDER[LADDER.index(rung) + 1 :]
    return higher[0] if higher else None


def task_follow_up(policy: Policy, since: datetime) -> datetime:
    """Return by when a mediator should have dealt with something given to them then."""
    step = policy.steps.mediator_followup
    return due(policy.calendar, step.days, step.unit, since).due_at
