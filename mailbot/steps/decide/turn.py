"""One happening while it is being decided: the dispute as the events so far made it, and what else follows."""

from dataclasses import replace
from datetime import datetime
from functools import cached_property

from mailbot.claims.order import Order
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import Decision, LetterOrder, Notice, NoticeKind
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.escalation import task_follow_up
from mailbot.mediation.events import (
    DeadlineDropped,
    DeadlineMet,
    Escalated,
    Event,
    LetterDropped,
    LetterOrdered,
    PhaseEntered,
    Rung,
    TaskRaised,
)
from mailbot.mediation.evolve import evolve
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase, may_enter
from mailbot.policy.policy import Policy

_ABOUT_A_DEADLINE = (  # letters that announce a running deadline again; pointless once it has ended
    Letter.REMINDER,
    Letter.FINAL_NOTICE,
    Letter.EXTENSION,
    Letter.EVIDENCE_PARTLY_IN,
    Letter.SHEET_ERRORS,
    Letter.PLEASE_CLARIFY,
    Letter.PAYMENT_LATE,
)


class Turn:
    """Gathers events, letters and notices; every event is folded in at once, so each rule sees the dispute as it is."""

    def __init__(self, dispute: Dispute, policy: Policy, order: Order, now: datetime) -> None:
        self.dispute = dispute
        self.policy = policy
        self.order = order
        self.now = now
        self.heard_at = now  # when the answer being decided reached our server
        self.came: tuple[str, ...] = ()  # what came in and what it was read as: the head of every reason
        self.given_back: dict[Side, Deadline] = {}  # after a reopening: letters announce these instead of a new count
        self._events: list[Event] = []
        self._letters: list[LetterOrder] = []
        self._notices: list[Notice] = []

    def decision(self) -> Decision:
        """Return all that follows."""
        return Decision(self.dispute, tuple(self._events), tuple(self._letters), tuple(self._notices))

    def record(self, *events: Event) -> None:
        """Let events happen."""
        for event in events:
            self.dispute = evolve(self.dispute, event)
            self._events.append(event)

    def enter(self, phase: Phase, cause: str, clause: str = "", outcome: Outcome | None = None) -> None:
        """Move on; a move that the table does not allow is a fault of ours."""
        now, before = self.dispute.phase, self.dispute.phase_before
        assert may_enter(now, phase, before), f"from {now} there is no way to {phase}"
        self.record(PhaseEntered(self.now, phase, cause, clause, outcome))

    def write(self, order: LetterOrder) -> None:
        """Order a letter; one of the same kind to the same reader that is still open gives way to it."""
        self.drop(order.letter, order.reader, "drafted afresh")
        keep = self.given_back.get(order.reader) if order.step is not None else None
        if keep is not None:
            order = replace(order, step=None, keep=keep)
        order = replace(order, why=(*self.came, *order.why, self._rule_of(order)))
        self.record(LetterOrdered(self.now, order.letter, order.reader, order.why, self.follow_up_at))
        self._letters.append(order)

    def drop(self, letter: Letter, reader: Side, reason: str) -> None:
        """Give up a letter that is not sent yet, if there is one."""
        if any(item.letter is letter and item.reader is reader for item in self.dispute.open_letters):
            self.record(LetterDropped(self.now, letter, reader, reason))
        self._letters = [one for one in self._letters if not (one.letter is letter and one.reader is reader)]

    def drop_letters(self, reason: str, reader: Side | None = None) -> None:
        """Give up all letters that are not sent yet (to one reader)."""
        for item in self.dispute.open_letters:
            if reader is None or item.reader is reader:
                self.drop(item.letter, item.reader, reason)

    def met(self, side: Side) -> None:
        """Let a party's answer end its deadline and every chase of it."""
        deadline = self.dispute.deadline(side)
        if deadline is not None:
            self.record(DeadlineMet(self.now, side, deadline.step, late=self.heard_at > deadline.due_at))
        self._drop_chases(side, "answered")

    def end_deadline(self, side: Side, reason: str) -> None:
        """Let a deadline end without an answer."""
        deadline = self.dispute.deadline(side)
        if deadline is not None:
            self.record(DeadlineDropped(self.now, side, deadline.step, reason))
        self._drop_chases(side, reason)

    def tell(self, role: str, kind: NoticeKind, text: str) -> None:
        """Write a line to somebody on our side."""
        self._notices.append(Notice(role, kind, text))

    def raise_task(self, kind: str, reason: str, side: Side | None = None) -> None:
        """Give the mediator something to do; ``side``: whom we owe it. The same task is not given twice."""
        if any(task.kind == kind and task.side is side and task.reason == reason for task in self.dispute.open_tasks):
            return
        number = len(self.dispute.tasks) + 1
        self.record(TaskRaised(self.now, number, kind, reason, side, self.follow_up_at))
        self.tell("mediator", NoticeKind.TASK, f"Task {number}: {reason}")

    def escalate(self, rung: Rung, reason: str) -> None:
        """Tell whoever stands on that rung of the ladder."""
        self.record(Escalated(self.now, rung, reason))
        if rung in (Rung.LEAD, Rung.ACCOUNT_MANAGER):
            self.tell(str(rung), NoticeKind.ESCALATION, reason)

    def _drop_chases(self, side: Side, reason: str) -> None:
        for letter in _ABOUT_A_DEADLINE:
            self.drop(letter, side, reason)

    @cached_property
    def follow_up_at(self) -> datetime:
        """By when our side should have done what it is given now."""
        return task_follow_up(self.policy, self.now)

    def _rule_of(self, order: LetterOrder) -> str:
        step = order.step or (order.keep.step if order.keep is not None else None)
        clause = f"steps.{step}" if step is not None else f"phase {self.dispute.phase}"
        return f"Rule: {clause} of policy {self.dispute.policy_version}"
