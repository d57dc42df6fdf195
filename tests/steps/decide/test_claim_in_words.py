"""A claim told in words: lines named and counted, added to mail by mail, never over a sheet."""

from typing import Any

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.policy.claim_type import ClaimType
from mailbot.steps.decide.claiming import claim_in_words
from tests import make
from tests.steps.decide.play import BUYER, Play, photos, says

MISSING, DAMAGE = ClaimType.MISSING_UNITS, ClaimType.DAMAGE


def told(claim: ClaimType, sku: str = "", units: int | None = None) -> Intent:
    return Intent(IntentKind.STATES_CLAIM, "words", Certainty.PLAIN, claim=claim, sku=sku, units=units)


def lines(claim: Claim | None) -> list[tuple[Any, ...]]:
    return [(line.sku, line.type, line.affected) for line in claim.lines] if claim else []


def test_a_kind_alone_is_no_line_beside_lines_of_that_kind() -> None:
    claim = claim_in_words((told(MISSING), told(MISSING, "TV-43", 3), told(DAMAGE)))
    assert lines(claim) == [("TV-43", MISSING, 3), ("", DAMAGE, 0)]


def test_two_numbers_for_the_same_goods_are_asked_about() -> None:
    assert lines(claim_in_words((told(MISSING, "TV-43", 3), told(MISSING, "TV-43", 2)))) == [("TV-43", MISSING, 0)]


def test_missing_units_told_in_full_need_no_sheet() -> None:
    play = Play()
    play.opens(says("states_claim", claim=MISSING, sku="TV-43", units=3), claim=None, evidence=(photos(),))
    assert lines(play.dispute.claim) == [("TV-43", MISSING, 3)]
    assert play.dispute.valuation is not None


def test_damage_told_in_words_needs_the_sheet_for_its_loss() -> None:
    play = Play()
    play.opens(says("states_claim", claim=DAMAGE, sku="TV-43", units=3), claim=None, evidence=(photos(),))
    assert "marked_manifest" in " ".join(play.last(Letter.EVIDENCE_REQUEST).why)


def test_words_add_lines_and_correct_those_told_in_words() -> None:
    play = Play()
    play.opens(says("states_claim", claim=DAMAGE, sku="TV-43", units=3), claim=None)
    play.writes(BUYER, says("states_claim", claim=DAMAGE, sku="TV-43", units=4))
    play.writes(BUYER, says("states_claim", claim=DAMAGE, sku="KT-1", units=2))
    play.writes(BUYER, says("states_claim", claim=DAMAGE))
    assert lines(play.dispute.claim) == [("TV-43", DAMAGE, 4), ("KT-1", DAMAGE, 2)]


def test_words_never_change_a_line_of_a_sheet() -> None:
    play = Play()
    play.opens()
    sheet = play.dispute.claim
    assert sheet is not None
    first: ClaimLine = sheet.lines[0]
    play.writes(BUYER, says("states_claim", claim=first.type, sku=first.sku, units=first.affected + 1))
    assert play.dispute.claim == make.claim()
