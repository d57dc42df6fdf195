"""Whether a claim was filed in time: the window of its type, and the hard stop behind all windows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from mailbot.policy.calendar import Due, Pause, due
from mailbot.policy.claim_type import ClaimType, names, rule_types
from mailbot.policy.judgement import Judgement, Kind, Reason
from mailbot.policy.policy import Policy
from mailbot.policy.reasons import InTime, Plainly
from mailbot.policy.rules import HardStop, Window


@dataclass(frozen=True, slots=True)
class Moments:
    """When an order was bought, paid and delivered; ``stood`` are spans in which the filing window stood still."""

    purchased_at: datetime
    paid_at: datetime
    delivered_at: datetime | None = None
    stood: tuple[Pause, ...] = ()

    def of(self, start: str) -> datetime | None:
        """Return the moment a window counts from."""
        return {"delivery": self.delivered_at, "payment": self.paid_at}.get(start, self.purchased_at)


def filed_in_time(policy: Policy, claim_types: Sequence[ClaimType], moments: Moments, filed_at: datetime) -> Judgement:
    """Judge all types together; the first that is late decides."""
    judged = [filed_type_in_time(policy, claim, moments, filed_at) for claim in claim_types]
    return next(
        (judgement for judgement in judged if not judgement.ok), judged[0] if judged else Judgement(Kind.ELIGIBLE)
    )


def filed_type_in_time(policy: Policy, claim: ClaimType, moments: Moments, filed_at: datetime) -> Judgement:
    """Judge one type by the hard stop and its window."""
    stop = policy.filing.hard_stop
    if stop is not None and not names(stop.except_, claim):
        judged = _against(policy, stop, "filing.hard_stop", claim, moments, filed_at)
        if not judged.ok:
            return judged
    found = _window(policy, claim)
    if found is None:
        said = Plainly(f"no filing window names {claim}")
        return Judgement(
            Kind.HUMAN_REVIEW, Reason.NO_WINDOW, said, "filing.windows", policy.source_of("filing.windows"), claim
        )
    index, window = found
    return _against(policy, window, f"filing.windows.{index}", claim, moments, filed_at)


def _window(policy: Policy, claim: ClaimType) -> tuple[int, Window] | None:
    for like in rule_types(claim):
        for index, window in enumerate(policy.filing.windows):
            if like in window.claim:
                return index, window
    return None


def _against(
    policy: Policy, rule: Window | HardStop, clause: str, claim: ClaimType, moments: Moments, filed_at: datetime
) -> Judgement:
    source = policy.source_of(clause)
    start = moments.of(rule.start)
    if start is None:
        said = Plainly("the goods are not delivered on our file, so the time to file has not begun")
        return Judgement(Kind.ELIGIBLE, Reason.NOT_DELIVERED_YET, said, clause, source, claim)
    last = due(policy.calendar, rule.days, rule.unit, start, moments.stood)
    if filed_at <= last.due_at:
        return Judgement(Kind.ELIGIBLE, Reason.IN_ORDER, InTime(last.count), clause, source, claim, last.due_at)
    return _late(policy, rule, clause, claim, last, filed_at)


def _late(
    policy: Policy, rule: Window | HardStop, clause: str, claim: ClaimType, last: Due, filed_at: datetime
) -> Judgement:
    hard = isinstance(rule, HardStop)
    reviewed = policy.filing.late_rule == "human_review" and not hard
    kind = Kind.HUMAN_REVIEW if reviewed else Kind.INELIGIBLE
    reason = Reason.HARD_STOP if hard else Reason.TOO_LATE
    return Judgement(kind, reason, InTime(last.count, filed_at), clause, policy.source_of(clause), claim, last.due_at)
