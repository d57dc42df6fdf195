"""What each event makes of a dispute."""

from dataclasses import fields, is_dataclass, replace
from typing import Any, get_args

import pytest

from mailbot.mediation import events as happened
from mailbot.mediation.events import (
    ClaimStated,
    ClaimValued,
    ClockRestarted,
    ClockStopped,
    DeadlineDropped,
    DeadlineMet,
    DeadlineMoved,
    DeliveryFailed,
    Escalated,
    Event,
    FactReleased,
    FactStated,
    FactWithheld,
    FinalNoticeOrdered,
    LanguageChosen,
    LetterDropped,
    LetterOrdered,
    LetterSent,
    Marked,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    PaymentReported,
    PhaseEntered,
    ReminderOrdered,
    Rung,
    SuggestionAnswered,
    SuggestionMade,
    TaskDone,
    TaskRaised,
    TermsConfirmed,
    TermsProposed,
)
from mailbot.mediation.evolve import evolve, replay
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import OfferState, Remedy, Terms
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from tests import make

NOW, BUYER, SELLER = make.NOW, Side.BUYER, Side.SELLER


def after(*events: Event) -> Any:
    return replay([make.opened(), *events])


def test_a_log_begins_with_an_opening_and_has_only_one() -> None:
    assert after().version == 1
    with pytest.raises(AssertionError, match="its opening"):
        evolve(None, make.statement())
    with pytest.raises(AssertionError, match="opened once"):
        evolve(make.dispute(), make.opened())
    with pytest.raises(AssertionError, match="at least an opening"):
        replay([])


def test_the_version_is_the_number_of_events() -> None:
    assert after(make.statement(), make.entered()).version == 3


def test_every_event_is_a_frozen_value_that_is_known() -> None:
    kinds = get_args(Event)
    assert len(kinds) == len(set(kinds)) > 30
    assert all(is_dataclass(kind) and fields(kind)[0].name == "at" for kind in kinds)
    assert {kind.__name__ for kind in kinds} <= set(happened.__all__)


def test_words_stay_with_their_side() -> None:
    dispute = after(make.statement(heat=2, language="es"))
    assert dispute.statements[0].words == "3 of 10 are missing"
    assert dispute.statements[0].language == "es"
    assert dispute.heat == {BUYER: 2}


def test_a_new_claim_has_no_worth_yet() -> None:
    valued = after(ClaimStated(NOW, make.claim(), "m1"), ClaimValued(NOW, make.valuation()))
    assert valued.valuation == make.valuation()
    assert evolve(valued, ClaimStated(NOW, make.claim(), "m2")).valuation is None


def test_a_fact_is_released_with_its_words_or_withheld() -> None:
    stated = after(FactStated(NOW, 1, BUYER, "the seal was broken", "m1"))
    assert stated.facts[0].release is None
    released = evolve(stated, FactReleased(NOW, 1, BUYER, "the seal was broken", "m2", "asked"))
    assert released.facts[0].release.words == "the seal was broken"
    assert evolve(stated, FactWithheld(NOW, 1, BUYER, "m2")).facts[0].withheld


def test_one_offer_stands_at_a_time() -> None:
    first, second = make.offer(), make.offer(number=2, by=BUYER)
    dispute = after(OfferMade(NOW, first), OfferMade(NOW, second))
    assert dispute.offers[0].state is OfferState.REPLACED
    assert dispute.standing_offer == second
    assert evolve(dispute, OfferAccepted(NOW, SELLER, 2, "m")).offers[1].state is OfferState.ACCEPTED
    declined = evolve(dispute, OfferDeclined(NOW, SELLER, 2, "m", ""))
    assert declined.standing_offer is None


def test_new_terms_take_the_old_consent_away() -> None:
    terms = Terms(make.usd("150"), Remedy.PARTIAL_REFUND, "5 business days")
    dispute = after(TermsProposed(NOW, terms), TermsConfirmed(NOW, BUYER, "m"))
    assert dispute.confirmed == {BUYER}
    assert dispute.confirmed_at == {BUYER: NOW}
    assert evolve(dispute, TermsProposed(NOW, terms)).confirmed == frozenset()
    assert evolve(dispute, PaymentReported(NOW, SELLER, "m")).payments == {SELLER}


def test_a_deadline_lives_only_from_the_letter_that_left() -> None:
    ordered = after(LetterOrdered(NOW, Letter.EVIDENCE_REQUEST, BUYER, ("why",)))
    assert ordered.deadlines == ()
    assert ordered.waiting_on == {"mediator"}
    sent = evolve(ordered, LetterSent(NOW, Letter.EVIDENCE_REQUEST, BUYER, "id", "L-1", "text", make.deadline()))
    assert sent.open_letters == ()
    assert sent.deadline(BUYER) == make.deadline()
    assert sent.waiting_on == {"buyer"}


def test_dropping_a_letter_that_is_not_open_changes_nothing() -> None:
    dropped = LetterDropped(NOW, Letter.REMINDER, BUYER, "answered")
    assert after(dropped).open_letters == ()
    two = after(*[LetterOrdered(NOW, Letter.REMINDER, BUYER, ())] * 2)
    assert len(evolve(two, dropped).open_letters) == 1


def test_a_deadline_replaces_that_sides_former_one() -> None:
    later = make.deadline(step="buyer_answer")
    dispute = after(
        DeadlineMoved(NOW, make.deadline(), "a test"),
        DeadlineMoved(NOW, make.deadline(side=SELLER), ""),
        DeadlineMoved(NOW, later, ""),
    )
    assert dispute.deadline(BUYER) == later
    assert len(dispute.deadlines) == 2


def test_chasing_is_kept_with_the_deadline() -> None:
    running = after(DeadlineMoved(NOW, make.deadline(), ""))
    chased = evolve(running, ReminderOrdered(NOW, BUYER, "buyer_substantiate", 2))
    assert chased.deadline(BUYER).reminded == 2
    grace = make.later(days=20)
    noticed = evolve(chased, FinalNoticeOrdered(NOW, BUYER, "buyer_substantiate", grace))
    assert noticed.deadline(BUYER).final_notice
    assert noticed.next_at == grace
    stopped = evolve(noticed, ClockStopped(NOW, BUYER, "a bounce"))
    assert stopped.next_at is None
    assert stopped.waiting_on == {"mediator"}
    assert evolve(stopped, ClockRestarted(NOW, BUYER, make.deadline())).next_at == make.deadline().reminders_at[0]


def test_chasing_a_deadline_that_ended_changes_nothing() -> None:
    assert after(ReminderOrdered(NOW, BUYER, "buyer_substantiate", 1)).deadlines == ()


def test_an_unanswered_deadline_is_remembered_for_a_reopening() -> None:
    running = after(DeadlineMoved(NOW, make.deadline(), ""))
    assert evolve(running, DeadlineMet(NOW, BUYER, "s")).dropped_deadlines == ()
    dropped = evolve(running, DeadlineDropped(NOW, BUYER, "s", "closed"))
    assert dropped.dropped_deadlines == (make.deadline(),)
    assert dropped.deadlines == ()


def test_hold_and_closing_remember_the_working_phase_before_them() -> None:
    held = after(make.entered(Phase.SCREENING), make.entered(Phase.HOLD))
    assert held.phase_before is Phase.SCREENING
    closed = evolve(held, PhaseEntered(NOW, Phase.CLOSED, "c", outcome=Outcome.REFERRED))
    assert (closed.phase_before, closed.outcome) == (Phase.SCREENING, Outcome.REFERRED)
    back = evolve(closed, make.entered(Phase.SCREENING))
    assert (back.phase_before, back.outcome) == (None, None)


def test_a_done_bounce_task_lets_letters_go_again() -> None:
    failed = DeliveryFailed(NOW, SELLER, "x@y.example", hard=True, reason="unknown")
    dispute = after(failed, TaskRaised(NOW, 1, "bounce", "r", SELLER), TaskRaised(NOW, 2, "other", "r"))
    assert dispute.bounces == (failed,)
    assert evolve(dispute, TaskDone(NOW, 2, "mia")).bounces == (failed,)
    done = evolve(dispute, TaskDone(NOW, 1, "mia"))
    assert done.bounces == ()
    assert [task.number for task in done.open_tasks] == [2]


def test_an_escalated_task_knows_its_rung() -> None:
    follow_up_at = make.later(days=2)
    dispute = after(TaskRaised(NOW, 1, "k", "r"), Escalated(NOW, Rung.LEAD, "not done", 1, follow_up_at))
    assert dispute.rung is Rung.LEAD
    assert dispute.tasks[0].rung is Rung.LEAD
    assert dispute.next_at == follow_up_at


def test_suggestions_wait_until_answered() -> None:
    dispute = after(SuggestionMade(NOW, 1, BUYER, make.intent(), "m", "unproven"))
    assert dispute.waiting_on == {"mediator"}
    answered = evolve(dispute, SuggestionAnswered(NOW, 1, confirmed=True, by="mia"))
    assert (answered.suggestions, answered.suggestions_made) == ((), 1)


def test_language_and_marks() -> None:
    dispute = after(LanguageChosen(NOW, SELLER, "es", chosen=True), Marked(NOW, BUYER, "review", "m"))
    assert dispute.seller == replace(make.seller(), language="es", language_chosen=True)
    assert evolve(dispute, LanguageChosen(NOW, BUYER, "es", chosen=False)).buyer.language == "es"
    assert evolve(dispute, Marked(NOW, BUYER, "review", "m2")).marks == ("buyer: review",)
