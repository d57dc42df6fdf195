"""What a dispute is after it moved on, or a person on our side got work."""

from dataclasses import replace
from typing import assert_never

from mailbot.mediation.dispute import Dispute, Task
from mailbot.mediation.events import (
    AddressSet,
    DisputeOpened,
    Escalated,
    MailSorted,
    Moved,
    PhaseEntered,
    TaskDone,
    TaskRaised,
)
from mailbot.mediation.phase import Phase

BOUNCE = "bounce"  # the kind of task that stands for letters that came back


def opened(event: DisputeOpened) -> Dispute:
    """Return a new dispute."""
    return Dispute(
        id=event.dispute_id,
        client_id=event.client_id,
        order_number=event.order_number,
        policy_version=event.policy_version,
        buyer=event.buyer,
        seller=event.seller,
        mediator=event.mediator,
        opened_at=event.at,
        version=1,
        changed_at=event.at,
    )


def moved(dispute: Dispute, event: Moved) -> Dispute:
    """Keep phase, tasks and escalation."""
    match event:
        case DisputeOpened():
            return opened(event)
        case PhaseEntered():
            return _entered(dispute, event)
        case Escalated():
            return _escalated(dispute, event)
        case TaskRaised() | TaskDone():
            return _worked(dispute, event)
        case AddressSet():
            return dispute.with_party(dispute.party(event.side).with_address(event.address, event.use))
        case MailSorted():
            return dispute  # for the record: what follows from a placed mail are events of their own
        case _:
            assert_never(event)


def _worked(dispute: Dispute, event: TaskRaised | TaskDone) -> Dispute:
    if isinstance(event, TaskDone):
        return _done(dispute, event.number)
    task = Task(event.number, event.kind, event.reason, event.at, side=event.side, follow_up_at=event.follow_up_at)
    return replace(dispute, tasks=(*dispute.tasks, task))


def _entered(dispute: Dispute, event: PhaseEntered) -> Dispute:
    """Enter a phase; hold and closed remember which working phase came before."""
    resting = (Phase.HOLD, Phase.CLOSED)
    before = dispute.phase_before if dispute.phase in resting else dispute.phase
    return replace(
        dispute,
        phase=event.phase,
        phase_since=event.at,
        phase_before=before if event.phase in resting else None,
        outcome=event.outcome,
    )


def _escalated(dispute: Dispute, event: Escalated) -> Dispute:
    tasks = tuple(
        replace(task, rung=event.rung, follow_up_at=event.follow_up_at) if task.number == event.task else task
        for task in dispute.tasks
    )
    return replace(dispute, rung=event.rung, tasks=tasks)


def _done(dispute: Dispute, number: int) -> Dispute:
    done = next((task for task in dispute.tasks if task.number == number), None)
    tasks = tuple(replace(task, done=True) if task is done else task for task in dispute.tasks)
    bounces = dispute.bounces
    if done is not None and done.kind == BOUNCE:
        bounces = tuple(bounce for bounce in bounces if bounce.side is not done.side)
    return replace(dispute, tasks=tasks, bounces=bounces)
