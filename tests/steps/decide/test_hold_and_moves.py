"""Hold, withdrawal of a hold, reopening, and the mediator's other moves."""

from datetime import timedelta

import pytest

from mailbot.errors import RefusedMove
from mailbot.mediation.decision import DraftRejected, NoticeKind
from mailbot.mediation.events import Escalated, Rung
from mailbot.mediation.letter import Letter
from mailbot.mediation.phase import Outcome, Phase
from mailbot.policy.claim_type import ClaimType
from tests import make
from tests.steps.decide.play import BUYER, SELLER, Play, at_seller, in_shuttle, in_terms, photos, says


@pytest.mark.parametrize("cause", ["chargeback_opened", "court_opened", "lawyer_letter", "harm", "violence", "safety"])
def test_what_holds_a_dispute(cause: str) -> None:
    play = in_shuttle()
    assert play.writes(BUYER, says("threatens", detail=cause)) == ["hold_notice to buyer"]
    assert play.dispute.phase is Phase.HOLD
    stopped = play.dispute.deadline(BUYER)
    assert stopped is not None
    assert stopped.stopped_for == "the dispute is on hold"
    assert play.dispute.waiting_on == {"mediator"}
    assert NoticeKind.HOLD in [notice.kind for notice in play.notices]
    assert play.passes(days=60) == []


@pytest.mark.parametrize("kind", [ClaimType.COUNTERFEIT, ClaimType.STOLEN])
def test_goods_that_hold_a_dispute_from_its_first_mail(kind: ClaimType) -> None:
    play = Play()
    assert play.opens(says("states_claim", claim=kind), claim=make.claim(make.claim_line(type=kind))) == [
        "hold_notice to buyer"
    ]
    assert play.dispute.phase is Phase.HOLD


@pytest.mark.parametrize("announced", ["chargeback", "court", "lawyer", "review"])
def test_what_is_only_announced_is_marked_and_shown_to_the_mediator(announced: str) -> None:
    play = in_shuttle()
    assert play.writes(BUYER, says("threatens", detail=announced, words="or else")) == []
    assert play.dispute.phase is Phase.SHUTTLE
    assert play.dispute.marks == (f"buyer: {announced}",)
    assert announced in play.notices[-1].text


def test_the_other_side_is_told_of_a_hold_only_if_its_clock_ran() -> None:
    play = in_terms()
    assert play.writes(BUYER, says("threatens", detail="harm")) == ["hold_notice to buyer", "hold_notice to seller"]
    assert play.last(Letter.HOLD_NOTICE).details["reason"] == "hold"


def test_nothing_binds_on_hold_and_it_goes_on_with_the_time_left() -> None:
    play = in_shuttle()
    asked = play.dispute.deadline(BUYER)
    assert asked is not None
    play.writes(BUYER, says("threatens", detail="chargeback_opened"))
    play.writes(BUYER, says("accepts"))
    assert play.dispute.suggestions[0].reason == "the dispute is on hold"
    play.now = make.later(days=20)
    play.moves("dismiss", number=1)
    assert play.moves("resume", reason="chargeback withdrawn") == ["offer_to_buyer to buyer"]
    assert play.dispute.phase is Phase.SHUTTLE
    running = play.dispute.deadline(BUYER)
    assert running is not None
    assert running.stopped_at is None
    assert running.due_at > play.now + timedelta(days=1)
    assert play.writes(BUYER, says("accepts")) == ["settlement_terms to buyer", "settlement_terms to seller"]


def test_a_hold_takes_back_what_has_not_left_and_a_resumption_writes_it_again() -> None:
    play = Play()
    play.opens(evidence=(photos(),), send=False)
    play.moves("hold", reason="let me read this")
    assert [one.letter for one in play.dispute.open_letters] == []
    assert play.moves("resume") == ["claim_notice to seller"]
    assert play.dispute.waiting_on == {"seller"}


def test_a_silent_party_that_writes_later_is_reopened_with_two_working_days() -> None:
    play = Play()
    play.opens()
    asked = play.dispute.deadline(BUYER)
    assert asked is not None
    play.passes(until=asked.due_at)
    play.passes(until=asked.grace_until)
    assert play.dispute.outcome is Outcome.NO_RESPONSE
    play.now += timedelta(days=3)
    assert play.writes(BUYER, says("appeals")) == []
    assert play.dispute.open_tasks[0].kind == "reopen"
    assert play.moves("resume", reason="the mail was lost") == ["evidence_request to buyer"]
    assert play.dispute.phase is Phase.EVIDENCE
    assert play.dispute.outcome is None
    running = play.dispute.deadline(BUYER)
    assert running is not None
    assert running.days == 2
    assert not running.final_notice
    assert play.writes(BUYER, says("gives_evidence"), evidence=(photos(),)) == ["claim_notice to seller"]


def test_small_talk_after_the_closing_is_no_task() -> None:
    play = Play()
    play.opens()
    play.writes(BUYER, says("withdraws"))
    play.writes(BUYER, says("small_talk"))
    assert play.dispute.waiting_on == {"nobody"}


def test_a_binding_word_after_the_closing_is_kept_for_the_mediator() -> None:
    play = in_shuttle()
    play.moves("close", reason="settled by phone", outcome=Outcome.SETTLED)
    assert play.dispute.outcome is Outcome.SETTLED
    play.writes(BUYER, says("accepts"))
    assert play.dispute.suggestions[0].reason == "the dispute is closed"
    assert play.dispute.deadlines == ()


def test_closing_by_hand_tells_who_heard_of_it() -> None:
    assert Play().opens()
    play = at_seller()
    assert play.moves("close", reason="goes to the carrier") == ["closing to buyer", "closing to seller"]
    assert play.dispute.outcome is Outcome.REFERRED


def test_a_mediator_extends() -> None:
    play = Play()
    play.opens()
    assert play.moves("extend", side=BUYER, number=3, reason="holiday") == ["extension to buyer"]
    running = play.dispute.deadline(BUYER)
    assert running is not None
    assert running.days == 8


def test_handing_over_writes_to_who_heard_and_tells_the_lead() -> None:
    play = at_seller()
    assert play.moves("hand_over", reason="too hot") == ["person_takes_over to buyer", "person_takes_over to seller"]
    assert [event.rung for event in play.happened(Escalated)] == [Rung.LEAD]
    stopped = play.dispute.deadline(SELLER)
    assert stopped is not None
    assert stopped.stopped_at is not None


def test_asking_for_a_person_gets_one() -> None:
    play = Play()
    play.opens()
    assert play.writes(BUYER, says("asks_person")) == ["person_takes_over to buyer"]
    assert play.dispute.open_tasks[0].kind == "person"


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        ("confirm", {"number": 7}),
        ("dismiss", {}),
        ("done", {"number": 7}),
        ("extend", {"side": SELLER, "number": 2}),
        ("extend", {"side": BUYER}),
        ("resume", {}),
    ],
)
def test_moves_that_are_not_open_are_refused(kind: str, changes: dict[str, object]) -> None:
    play = Play()
    play.opens()
    with pytest.raises(RefusedMove):
        play.moves(kind, **changes)


def test_hold_and_close_are_not_done_twice() -> None:
    play = Play()
    play.opens()
    play.moves("hold")
    with pytest.raises(RefusedMove):
        play.moves("hold")
    play.moves("close")
    with pytest.raises(RefusedMove):
        play.moves("close")
    with pytest.raises(RefusedMove):
        play.moves("hold")


def test_a_rejected_draft_is_a_task() -> None:
    play = Play()
    play.opens(send=False)
    rejected = DraftRejected(Letter.EVIDENCE_REQUEST, BUYER, "mia", "call her instead")
    play.happens(rejected)
    assert "call her instead" in play.dispute.open_tasks[0].reason
    before = play.dispute
    play.happens(rejected)
    assert play.dispute == before


def test_a_hold_before_the_offer_left_writes_it_again() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("makes_offer", amount="190"), send=False)
    play.moves("hold")
    assert play.moves("resume") == ["counter_to_seller to seller"]
    assert play.last(Letter.COUNTER_TO_SELLER).carried == ("offer 2",)


def test_a_hold_after_a_refusal_leaves_the_way_on_to_the_mediator() -> None:
    play = at_seller()
    play.writes(SELLER, says("declines"), send=False)
    play.moves("hold")
    assert play.moves("resume") == []
    assert play.dispute.open_tasks[-1].kind == "impasse"


def test_a_hold_in_intake_ends_in_intake() -> None:
    play = Play()
    play.opens(says("asks"), claim=None, send=False)
    play.moves("hold")
    assert play.moves("resume") == ["please_clarify to buyer"]


def test_a_late_answer_after_the_end_is_seen_by_the_mediator() -> None:
    play = at_seller(steps=make.steps(seller_first_answer=make.step(days=3, on_timeout="to_decision")))
    asked = play.dispute.deadline(SELLER)
    assert asked is not None
    play.passes(until=asked.due_at)
    play.passes(until=asked.grace_until)
    assert play.dispute.phase is Phase.DECISION
    assert play.writes(SELLER, says("makes_offer", amount="150")) == []
    assert play.dispute.suggestions[0].reason == "nothing is asked of them in decision"


def test_terms_that_leave_on_two_days_end_on_one() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("accepts"), send=False)
    buyers, sellers = play.held_back[-2:]
    play.leaves(buyers)
    play.now = make.later(days=4)
    play.leaves(sellers)
    ends = {deadline.due_at for deadline in play.dispute.deadlines}
    assert len(play.dispute.deadlines) == 2
    assert len(ends) == 1


def test_a_sum_above_the_desks_authority_needs_its_approver() -> None:
    remedies = make.policy().remedies
    authority = remedies.seller_authority.model_copy(update={"needs_approver_over": make.usd("100").amount})
    play = in_terms(remedies=remedies.model_copy(update={"seller_authority": authority}))
    assert play.dispute.open_tasks[0].kind == "approver"


def test_other_lines_claimed_after_the_valuation_are_a_task() -> None:
    play = in_shuttle()
    play.writes(BUYER, says("states_claim"), claim=make.claim())
    assert play.dispute.open_tasks == ()
    play.writes(BUYER, says("states_claim"), claim=make.claim(make.claim_line(affected=9)))
    assert play.dispute.open_tasks[0].kind == "claim_changed"
