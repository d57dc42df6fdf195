"""Reminders, final notice, grace, the end of a step; and when none of that may happen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import MachineWrote, PostCameBack
from mailbot.mediation.events import (
    ClockStopped,
    DeadlineMet,
    DeadlineMoved,
    Escalated,
    FinalNoticeOrdered,
    ReminderOrdered,
    Rung,
)
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.policy.policy import Policy
from tests import make
from tests.steps.decide.play import BUYER, SELLER, Play, at_seller, in_performance, in_shuttle, in_terms, photos, says


def deadline(play: Play, side: Side) -> Deadline:
    found = play.dispute.deadline(side)
    assert found is not None
    return found


def step(on_timeout: str) -> Policy:
    return make.policy(steps=make.steps(buyer_substantiate=make.step(on_timeout=on_timeout)))


def silent_buyer() -> Play:
    play = Play()
    play.opens()
    return play


def test_a_silent_buyer_is_reminded_twice_then_noticed_then_closed() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    half, last_day = asked.reminders_at
    assert play.passes(until=half - timedelta(minutes=1)) == []
    assert play.passes(until=half) == ["reminder to buyer"]
    assert play.passes(until=half) == []
    assert play.passes(until=last_day) == ["reminder to buyer"]
    assert play.last(Letter.REMINDER).details["number"] == 2
    assert play.passes(until=asked.due_at) == ["final_notice to buyer"]
    assert play.passes(until=asked.grace_until - timedelta(minutes=1)) == []
    assert play.passes(until=asked.grace_until) == ["closed_no_answer to buyer"]
    assert play.dispute.outcome is Outcome.NO_RESPONSE
    assert play.dispute.deadlines == ()
    rungs = [event.rung for event in play.happened(Escalated)]
    assert rungs == [Rung.REMINDER, Rung.LAST_REMINDER, Rung.FINAL_NOTICE]
    assert all(event.reason for event in play.happened(Escalated))


def test_the_other_side_is_told_only_if_it_ever_heard_of_it() -> None:
    play = in_shuttle(steps=make.steps(buyer_answer=make.step(days=1, on_timeout="close_no_response")))
    asked = deadline(play, BUYER)
    play.passes(until=asked.due_at)
    assert play.passes(until=asked.grace_until) == ["closed_no_answer to buyer", "closed_not_pursued to seller"]


def test_a_silent_seller_goes_to_decision() -> None:
    play = at_seller(steps=make.steps(seller_first_answer=make.step(days=3, on_timeout="to_decision")))
    asked = deadline(play, SELLER)
    play.passes(until=asked.due_at)
    assert play.passes(until=asked.grace_until) == []
    assert play.dispute.phase is Phase.DECISION
    assert play.dispute.rung is Rung.LEAD
    assert play.dispute.waiting_on == {"decider"}
    assert [task.kind for task in play.dispute.open_tasks] == ["decision"]


def test_to_decision_where_no_decision_can_follow_goes_to_people() -> None:
    play = Play(step("to_decision"))
    play.opens()
    asked = deadline(play, BUYER)
    play.passes(until=asked.due_at)
    play.passes(until=asked.grace_until)
    assert play.dispute.phase is Phase.EVIDENCE
    assert play.dispute.rung is Rung.LEAD


@pytest.mark.parametrize(
    ("on_timeout", "phase", "tasks"),
    [
        ("escalate", Phase.EVIDENCE, ["silent"]),
        ("nothing", Phase.EVIDENCE, ["next_step"]),
        ("close_settled", Phase.CLOSED, []),
    ],
)
def test_what_the_policy_says_follows(on_timeout: str, phase: Phase, tasks: list[str]) -> None:
    play = Play(step(on_timeout))
    play.opens()
    asked = deadline(play, BUYER)
    play.passes(until=asked.due_at)
    play.passes(until=asked.grace_until)
    assert play.dispute.phase is phase
    assert [task.kind for task in play.dispute.open_tasks] == tasks
    assert play.dispute.deadlines == ()


def test_the_ladder_goes_on_to_lead_and_account_manager() -> None:
    play = Play(step("escalate"))
    play.opens()
    asked = deadline(play, BUYER)
    play.passes(until=asked.due_at)
    play.passes(until=asked.grace_until)
    task = play.dispute.open_tasks[0]
    assert task.follow_up_at is not None
    assert play.dispute.next_at == task.follow_up_at
    play.passes(until=task.follow_up_at)
    assert play.dispute.rung is Rung.LEAD
    again = play.dispute.open_tasks[0].follow_up_at
    assert again is not None
    play.passes(until=again)
    assert play.dispute.rung is Rung.ACCOUNT_MANAGER
    assert play.dispute.open_tasks[0].follow_up_at is None
    assert [notice.role for notice in play.notices][-2:] == ["lead", "account_manager"]
    assert play.passes(days=30) == []


def test_an_answer_in_grace_is_in_time_and_visible_as_late() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    play.passes(until=asked.due_at)
    play.now = asked.grace_until - timedelta(hours=1)
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == ["claim_notice to seller"]
    assert play.happened(DeadlineMet)[-1].late
    assert play.passes(until=asked.grace_until + timedelta(days=1)) == []
    assert play.dispute.phase is Phase.SELLER_ACCOUNT


def test_a_mail_that_reached_us_in_time_is_not_late_because_we_read_it_late() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    play.now = asked.due_at + timedelta(hours=3)
    received_at = asked.due_at - timedelta(hours=1)
    play.writes(BUYER, says("gives_evidence"), evidence=(photos(),), received_at=received_at)
    assert not play.happened(DeadlineMet)[-1].late


def test_nothing_happens_to_a_side_of_whom_mail_waits_unread() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    for moment in (*asked.reminders_at, asked.due_at, asked.grace_until + timedelta(days=9)):
        assert play.passes(until=moment, unread=[BUYER]) == []
    assert play.dispute.phase is Phase.EVIDENCE


def test_after_an_outage_there_is_one_reminder_not_a_pile() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    assert play.passes(until=asked.due_at - timedelta(minutes=1)) == ["reminder to buyer"]
    assert len(play.happened(ReminderOrdered)) == 1
    assert deadline(play, BUYER).reminded == 2


def test_after_an_outage_over_the_end_grace_runs_from_the_late_notice() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    late = asked.grace_until + timedelta(days=2)
    assert play.passes(until=late) == ["final_notice to buyer"]
    assert play.passes(until=late + timedelta(hours=11)) == []
    assert play.passes(until=late + timedelta(hours=12)) == ["closed_no_answer to buyer"]


def test_no_consequence_while_our_own_letter_to_them_waits() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    play.now = asked.due_at - timedelta(hours=1)
    other = replace(photos("label.jpg"), item="other")
    letters = play.writes(BUYER, says("gives_evidence"), evidence=(other,), send=False)
    assert letters == ["evidence_partly_in to buyer"]
    play.passes(until=asked.due_at)
    assert play.passes(until=asked.grace_until + timedelta(days=1)) == []
    assert play.dispute.phase is Phase.EVIDENCE


def test_a_part_of_the_evidence_leaves_the_deadline_as_it_is() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    play.now = make.later(days=1)
    other = replace(photos("label.jpg"), item="other")
    assert play.writes(BUYER, says("gives_evidence"), evidence=(other,)) == ["evidence_partly_in to buyer"]
    assert play.last(Letter.EVIDENCE_PARTLY_IN).keep == asked
    assert play.last(Letter.EVIDENCE_PARTLY_IN).step is None
    assert deadline(play, BUYER) == asked


def test_a_bounce_stops_the_clock_and_names_the_second_contact() -> None:
    contacts = make.policy().contacts.model_copy(update={"seller_backup": "second@seller.example"})
    play = at_seller(contacts=contacts)
    asked = deadline(play, SELLER)
    play.happens(PostCameBack(SELLER, make.SELLER, hard=True, reason="no such mailbox"))
    assert deadline(play, SELLER).stopped_at == play.now
    assert "second@seller.example" in play.dispute.open_tasks[0].reason
    assert play.happens(PostCameBack(SELLER, make.SELLER, hard=True, reason="no such mailbox")) == []
    assert len(play.dispute.open_tasks) == 1
    assert play.passes(until=asked.grace_until + timedelta(days=1)) == []
    play.moves("done", number=1)
    again = deadline(play, SELLER)
    assert again.stopped_at is None
    assert again.due_at > play.now
    assert len(again.pauses) == 1


def test_out_of_office_is_no_answer_and_moves_the_reminder_visibly() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    away = MachineWrote(BUYER, "m9", AutomaticKind.OUT_OF_OFFICE, date(2026, 6, 4))
    play.happens(away)
    assert "away until 2026-06-04" in play.happened(DeadlineMoved)[0].reason
    moved = deadline(play, BUYER)
    assert moved.due_at == asked.due_at
    assert play.passes(until=asked.reminders_at[0]) == []
    assert play.passes(until=moved.reminders_at[0]) == ["reminder to buyer"]


def test_out_of_office_past_the_end_is_told_to_the_mediator() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    play.happens(MachineWrote(BUYER, "m9", AutomaticKind.OUT_OF_OFFICE, date(2026, 7, 4)))
    assert deadline(play, BUYER) == asked
    assert "extend" in play.notices[-1].text


def test_more_time_is_granted_once_by_a_letter() -> None:
    play = silent_buyer()
    asked = deadline(play, BUYER)
    assert play.writes(BUYER, says("asks_time", until=date(2026, 6, 8)), send=False) == ["extension to buyer"]
    assert deadline(play, BUYER) == asked
    order = play.last(Letter.EXTENSION)
    assert order.details["number"] == 1
    play.leaves(order)
    assert deadline(play, BUYER).extended
    assert deadline(play, BUYER).due_at == asked.due_at + timedelta(days=3)  # over the weekend
    assert play.writes(BUYER, says("asks_time")) == []
    assert play.dispute.open_tasks[-1].kind == "more_time"


def test_more_time_is_never_more_than_the_step() -> None:
    play = silent_buyer()
    play.writes(BUYER, says("asks_time", until=date(2027, 1, 1)))
    assert play.last(Letter.EXTENSION).details["number"] == 5


def test_a_question_stops_the_clock_until_it_is_answered() -> None:
    play = silent_buyer()
    play.writes(BUYER, says("asks", words="Is a phone photo enough?"))
    assert play.happened(ClockStopped)[0].side is BUYER
    assert play.dispute.waiting_on == {"mediator"}
    play.now = make.later(days=3)
    play.moves("done", number=1)
    again = deadline(play, BUYER)
    assert again.stopped_at is None
    assert again.due_at.date() > date(2026, 6, 8)


def test_terms_have_one_end_for_both_also_after_a_stop() -> None:
    play = in_terms()
    play.writes(BUYER, says("asks", words="Before tax?"))
    play.now = make.later(days=1)
    play.moves("done", number=1)
    assert deadline(play, BUYER).due_at == deadline(play, SELLER).due_at


def test_a_late_payment_is_told_to_both_and_escalated() -> None:
    play = in_performance()
    asked = deadline(play, SELLER)
    assert play.passes(until=asked.due_at) == ["payment_late to buyer", "payment_late to seller"]
    assert len(play.happened(FinalNoticeOrdered)) == 1
    play.passes(until=asked.grace_until)
    assert play.dispute.rung is Rung.LEAD
    assert play.dispute.waiting_on == {"mediator"}


def test_a_draft_that_nobody_approves_becomes_a_task() -> None:
    play = Play()
    play.opens(send=False)
    assert play.dispute.next_at is not None
    play.passes(until=play.dispute.next_at)
    assert play.dispute.open_tasks[0].kind == "overdue_drafts"
    for order in play.held_back:
        play.leaves(order)
    assert play.dispute.open_tasks == ()


def test_a_letter_that_left_later_gives_the_time_back() -> None:
    play = Play()
    play.opens(send=False)
    order = play.held_back[1]
    drafted = play.now
    play.now = make.later(days=3)
    late = replace(order, step=None, keep=make.deadline(days=5, started_at=drafted))
    play.leaves(late)
    assert deadline(play, BUYER).due_at > make.deadline().due_at
    assert play.happened(DeadlineMoved)[0].reason == "the letter left later than it was drafted"
