from dataclasses import fields, replace
from datetime import timedelta
from decimal import Decimal

import pytest

from mailbot.mediation.approval import (
    Draft,
    DraftState,
    Enclosure,
    Standing,
    Verdict,
    VerdictKind,
    Via,
    content_hash,
    counts_as_first,
    judge,
    token_fault,
)
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Role, Side
from mailbot.mediation.phase import Phase
from mailbot.policy.rules import Approval
from tests import make


def hashed(**changes):
    draft = make.draft(**changes)
    return replace(draft, content_hash=content_hash(draft))


def verdict(kind=VerdictKind.APPROVE, draft=None, **changes):
    named = draft or hashed()
    return replace(Verdict(kind, named.id, named.revision, named.content_hash, "mia", Via.PAGE), **changes)


def standing(**changes):
    now = Standing(make.person(), "mia", Approval(), 1, 1, make.BUYER, "", Phase.EVIDENCE)
    return replace(now, **changes)


def judged(draft=None, now=None, kind=VerdictKind.APPROVE, **changes):
    draft = draft or hashed()
    return judge(verdict(kind, draft, **changes), draft, now or standing())


@pytest.mark.parametrize("kind", list(VerdictKind))
@pytest.mark.parametrize("via", [Via.PAGE, Via.COMMAND, Via.MAIL, Via.DEMO])
def test_a_current_draft_may_be_decided_by_who_is_in_charge(kind, via):
    assert judged(kind=kind, via=via) == ""


# --- the hash


@pytest.mark.parametrize(
    "change",
    [
        {"letter": Letter.CLOSING},
        {"reader": Side.SELLER},
        {"address": "eve@evil.example"},
        {"language": "es"},
        {"subject": "other"},
        {"text": "Please send photos!"},
        {"html": "<p>other</p>"},
        {"enclosures": (Enclosure("a", "b/c", b"d"),)},
    ],
)
def test_all_the_reader_would_get_is_in_the_hash(change):
    assert content_hash(make.draft(**change)) != content_hash(make.draft())


def test_enclosures_are_hashed_by_name_type_and_bytes():
    hashes = {
        content_hash(make.draft(enclosures=(Enclosure(name, type_, content),)))
        for name in ("a", "b")
        for type_ in ("x/y", "x/z")
        for content in (b"1", b"2")
    }
    assert len(hashes) == 8


def test_parts_cannot_slide_and_odd_characters_do_not_stop_it():
    assert content_hash(make.draft(subject="a'", text="b")) != content_hash(make.draft(subject="a", text="'b"))
    assert content_hash(make.draft(text="\udcff"))


def test_what_is_decided_about_a_draft_is_not_in_the_hash():
    decided = make.draft(state=DraftState.APPROVED, decided_by="mia", guard_hits=("x",), reason="fine")
    assert content_hash(decided) == content_hash(make.draft())
    assert "content_hash" in {field.name for field in fields(Draft)}


# --- what came since


@pytest.mark.parametrize("kind", [VerdictKind.APPROVE, VerdictKind.CHANGE])
@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"newest_revision": 2}, "newer revision"),
        ({"caucus_now": 2}, "the buyer wrote again"),
        ({"address": "new@buyer.example"}, "address changed"),
        ({"phase": Phase.HOLD}, "on hold"),
        ({"phase": Phase.CLOSED}, "closed"),
    ],
)
def test_what_came_since_makes_it_stale(kind, change, reason):
    assert reason in judged(now=standing(**change), kind=kind)


def test_a_changed_template_makes_it_stale():
    draft = hashed(template_hash="one")
    assert "template changed" in judged(draft, standing(template_hash="two"))
    assert judged(draft, standing(template_hash="one")) == ""


@pytest.mark.parametrize("hash_", ["", "c0ffee", content_hash(make.draft(text="another text"))])
def test_the_verdict_names_the_very_text(hash_):
    assert "content hash" in judged(content_hash=hash_)


def test_a_draft_that_was_altered_after_it_was_shown():
    draft = replace(hashed(), text="Pay 9000 now.")
    assert "content hash" in judge(verdict(), draft, standing())


@pytest.mark.parametrize("state", [state for state in DraftState if state is not DraftState.PENDING])
@pytest.mark.parametrize("kind", list(VerdictKind))
def test_a_draft_is_decided_once(state, kind):
    draft = hashed(state=state, decided_by="tom")
    assert f"{state} already by tom" in judge(verdict(kind, draft), draft, standing())


def test_a_verdict_on_another_draft_or_revision_does_not_count():
    assert judged(draft_id="L-2")
    assert judged(revision=2)


@pytest.mark.parametrize("letter", [Letter.HOLD_NOTICE, Letter.PERSON_TAKES_OVER])
def test_letters_that_belong_to_a_hold_may_go(letter):
    assert judged(hashed(letter=letter), standing(phase=Phase.HOLD)) == ""


@pytest.mark.parametrize("letter", [Letter.CLOSING, Letter.NOT_ELIGIBLE, Letter.CLOSED_NO_ANSWER])
def test_letters_that_belong_to_a_closing_may_go(letter):
    assert judged(hashed(letter=letter), standing(phase=Phase.CLOSED)) == ""


def test_no_fresh_state_is_needed_to_say_no():
    stale = standing(caucus_now=5, address="new@buyer.example", guard_hits=("x",), phase=Phase.CLOSED)
    assert judged(now=stale, kind=VerdictKind.REJECT, reason="wrong") == ""


# --- who


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (make.person(active=False), "not active"),
        (make.person(clients=("other",)), "does not work for"),
        (make.person(id="tom", name="Tom"), "not in charge"),
        (make.person(roles=(Role.AUDITOR,)), "not in charge"),
        (make.person(roles=(Role.ACCOUNT_MANAGER,)), "not in charge"),
    ],
)
@pytest.mark.parametrize("kind", list(VerdictKind))
def test_who_may_not(person, reason, kind):
    assert reason in judged(now=standing(person=person), kind=kind, by=person.id)


def test_the_verdict_is_the_persons_own():
    assert "names tom" in judged(by="tom")


def test_a_lead_may_decide_any_of_its_clients():
    lead = make.person(id="lea", name="Lea", roles=(Role.LEAD,))
    assert judged(now=standing(person=lead), by="lea") == ""


def test_nobody_may_not():
    assert "nobody we know" in judged(now=standing(person=None))
    assert "nobody we know" in judged(now=standing(person=None), kind=VerdictKind.CHANGE, via=Via.POLICY)


def test_the_policy_lets_only_its_own_letters_go():
    assert "does not let" in judged(now=standing(person=None), via=Via.POLICY)
    draft = hashed(letter=Letter.CLAIM_RECEIVED)
    assert judged(draft, standing(person=None), via=Via.POLICY) == ""
    assert "guard" in judged(draft, standing(person=None, guard_hits=("a name",)), via=Via.POLICY)


# --- guard


def test_a_hit_stops_an_approval_but_not_a_change():
    found = standing(guard_hits=("the figure 250",))
    assert "the figure 250" in judged(now=found)
    assert judged(now=found, kind=VerdictKind.CHANGE, text="new") == ""


def test_only_what_a_lead_let_pass_with_a_reason_passes():
    passed = hashed(guard_hits=("a",), let_pass_by="lea", let_pass_reason="public knowledge")
    assert judged(passed, standing(guard_hits=("a",))) == ""
    assert "b" in judged(passed, standing(guard_hits=("a", "b")))
    assert "guard" in judged(hashed(guard_hits=("a",), let_pass_by="lea"), standing())
    assert "guard" in judged(hashed(guard_hits=("a",)), standing())


# --- by mail


def test_what_never_goes_by_mail_approval():
    draft = hashed(letter=Letter.SETTLEMENT_TERMS)
    assert "never approved by mail" in judged(draft, via=Via.MAIL)
    assert judged(draft, via=Via.PAGE) == ""
    assert judged(draft, kind=VerdictKind.CHANGE, via=Via.MAIL, text="new") == ""


@pytest.mark.parametrize(("amount", "refused"), [("500.00", False), ("500.01", True), (None, False)])
def test_sums_above_the_limit_never_go_by_mail(amount, refused):
    now = standing(rules=Approval(mail_limit=Decimal(500)), amount=None if amount is None else Decimal(amount))
    assert bool(judged(now=now, via=Via.MAIL)) is refused
    assert judged(now=now) == ""


def test_what_a_lead_let_pass_is_not_approved_by_mail():
    passed = hashed(guard_hits=("a",), let_pass_by="lea", let_pass_reason="known")
    assert "lead let pass" in judged(passed, via=Via.MAIL)


# --- two people

TWO = Approval(second_pair=("closing",))
TOM = make.person(id="tom", name="Tom")


def test_two_must_approve_where_the_policy_says_so():
    draft = hashed(letter=Letter.CLOSING)
    assert "second person" in judged(draft, standing(rules=TWO))
    assert "second person" in judged(draft, standing(rules=TWO, approved_by=("mia",)))
    assert judged(draft, standing(rules=TWO, person=TOM, approved_by=("mia",)), by="tom") == ""


def test_a_trainee_needs_a_second():
    trainee = make.person(trainee=True)
    assert "trainee" in judged(now=standing(person=trainee))
    assert judged(now=standing(person=TOM, approved_by=("mia",)), by="tom") == ""
    assert judged(now=standing(person=trainee), kind=VerdictKind.REJECT, reason="wrong") == ""


def test_a_first_approval_is_remembered_only_if_nothing_else_is_wrong():
    draft = hashed(letter=Letter.CLOSING)
    first = verdict(draft=draft)
    assert counts_as_first(first, draft, standing(rules=TWO))
    assert not counts_as_first(first, draft, standing(rules=TWO, caucus_now=2))
    assert not counts_as_first(first, draft, standing(rules=TWO, approved_by=("mia",)))
    assert not counts_as_first(verdict(), hashed(), standing())


# --- the one-time address


def test_a_one_time_address_works_once_and_in_time():
    assert token_fault(make.later(hours=1), None, make.NOW) == ""
    assert "used before" in token_fault(make.later(hours=1), make.NOW - timedelta(1), make.NOW)
    assert "out of date" in token_fault(make.NOW, None, make.NOW)
