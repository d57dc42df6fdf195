"""Deadlines: counted, stopped, restarted, extended, given back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailbot.mediation.deadline import (
    days_until,
    deadline_for,
    ending_with,
    extended,
    reopened,
    restarted,
    step_of,
    with_reminders_from,
)
from mailbot.mediation.escalation import above, task_follow_up
from mailbot.mediation.events import Rung
from mailbot.mediation.party import Side
from tests import make

POLICY = make.policy()
COUNTED = deadline_for(POLICY, "buyer_substantiate", Side.BUYER, make.NOW)


def test_a_step_is_counted_from_the_moment_its_letter_leaves() -> None:
    assert COUNTED.due_at.isoformat() == "2026-06-06T00:00:00+00:00"  # Friday 5 June, 17:00 Pacific
    assert COUNTED.grace_until == COUNTED.due_at + timedelta(hours=12)
    assert COUNTED.day0 == date(2026, 5, 29)
    assert COUNTED.skipped == (date(2026, 5, 30), date(2026, 5, 31))
    assert len(COUNTED.reminders_at) == 2
    assert COUNTED.next_at == COUNTED.reminders_at[0]


def test_a_step_without_reminders_has_none() -> None:
    policy = make.policy(steps=make.steps(buyer_substantiate=make.step(reminders=False)))
    quiet = deadline_for(policy, "buyer_substantiate", Side.BUYER, make.NOW)
    assert quiet.reminders_at == ()
    assert quiet.next_at == quiet.due_at
    again = restarted(replace(quiet, stopped_at=make.NOW), policy, make.later(days=1))
    assert again.reminders_at == ()


def test_what_is_no_step_is_refused() -> None:
    with pytest.raises(AssertionError, match="no step"):
        step_of(POLICY, "max_rounds")


def test_days_on_which_the_clock_stood_do_not_count() -> None:
    stopped = replace(COUNTED, stopped_at=make.later(days=3), stopped_for="a bounce")  # Monday
    again = restarted(stopped, POLICY, make.later(days=5))  # Wednesday
    assert again.due_at == COUNTED.due_at + timedelta(days=5)  # three days on, over a weekend
    assert again.stopped_at is None
    assert again.stopped_for == ""
    assert len(again.pauses) == 1
    with pytest.raises(AssertionError):
        restarted(COUNTED, POLICY, make.NOW)


def test_grace_that_was_left_is_given_back() -> None:
    stopped = replace(COUNTED, final_notice=True, stopped_at=COUNTED.due_at + timedelta(hours=2))
    now = COUNTED.due_at + timedelta(days=9)
    again = restarted(stopped, POLICY, now)
    assert again.final_notice
    assert again.grace_until == now + timedelta(hours=10)


def test_a_final_notice_is_forgotten_if_the_end_moves_into_the_future() -> None:
    longer = extended(replace(COUNTED, final_notice=True), POLICY, 5, COUNTED.due_at + timedelta(hours=1))
    assert not longer.final_notice
    assert longer.extended


def test_reminders_given_are_not_given_again() -> None:
    reminded = replace(COUNTED, reminded=1)
    longer = extended(reminded, POLICY, 5, make.later(days=5))
    assert longer.days == 10
    assert longer.reminders_at[0] == COUNTED.reminders_at[0]
    assert longer.next_at is not None
    assert longer.next_at > COUNTED.reminders_at[1]


@pytest.mark.parametrize(("wanted", "days"), [(date(2026, 6, 1), 1), (date(2026, 6, 10), 3), (date(2027, 1, 1), 5)])
def test_more_time_reaches_the_wanted_date_or_doubles_the_step(wanted: date, days: int) -> None:
    assert days_until(COUNTED, POLICY, wanted) == days


def test_reopening_gives_back_what_was_left_or_two_working_days() -> None:
    much = reopened(COUNTED, POLICY, make.later(days=3), make.later(days=13))
    assert much.due_at == COUNTED.due_at + timedelta(days=13)
    little = reopened(replace(COUNTED, final_notice=True), POLICY, COUNTED.grace_until, make.later(days=20))
    assert little.days == 2
    assert not little.final_notice
    assert little.reminded == 0
    stopped = replace(COUNTED, stopped_at=make.later(days=3))
    assert reopened(stopped, POLICY, make.later(days=4), make.later(days=13)).due_at == much.due_at


def test_one_end_for_both() -> None:
    later = deadline_for(POLICY, "buyer_substantiate", Side.SELLER, make.later(days=4))
    even = ending_with(COUNTED, later)
    assert (even.side, even.due_at, even.working) == (Side.BUYER, later.due_at, later.working)


def test_reminders_may_wait() -> None:
    moment = make.later(days=5)
    waiting = with_reminders_from(COUNTED, moment)
    assert waiting.next_at == moment
    assert waiting.reminders_at == (moment, COUNTED.reminders_at[1])


def test_the_ladder() -> None:
    assert above(Rung.MEDIATOR) is Rung.LEAD
    assert above(Rung.ACCOUNT_MANAGER) is None
    assert task_follow_up(POLICY, make.NOW).isoformat() == "2026-06-03T00:00:00+00:00"
