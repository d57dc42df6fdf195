"""Draft: words, deadline, hash; and every letter of a whole course in the real templates."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.errors import HoleInLetter
from mailbot.mediation.approval import Draft, Enclosure, content_hash
from mailbot.mediation.deadline import deadline_for
from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.letter import Letter
from mailbot.steps.draft import Render, draft
from tests import make
from tests.steps.decide.play import BUYER, SELLER, Play, photos, says

TEMPLATES = Path(__file__).parents[2] / "templates"


@dataclass(frozen=True)
class Said:
    subject: str = "[D-7K2M9] a subject"
    text: str = "a text"
    html: str = "<p>a text</p>"
    template_hash: str = "t1"


class Recorder:
    """A renderer that keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[Letter, str, Mapping[str, Plain], str]] = []

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Said:
        self.asked.append((letter, language, view, client_id))
        return Said()


def drafted(play: Play, order: LetterOrder, render: Render) -> Draft:
    return draft(
        order,
        play.dispute,
        play.order,
        play.policy,
        render,
        draft_id="L-9",
        revision=2,
        mediator="Mia",
        enclosures=[Enclosure("claim_sheet-PS-1001.xlsx", "application/x", b"sheet")],
        now=play.now,
    )


def test_a_draft_holds_all_that_a_verdict_needs() -> None:
    play = Play()
    play.opens(send=False)
    recorder = Recorder()
    order = play.last(Letter.EVIDENCE_REQUEST)
    made = drafted(play, order, recorder.render)
    assert (made.id, made.revision, made.letter, made.reader) == ("L-9", 2, Letter.EVIDENCE_REQUEST, BUYER)
    assert made.address == make.BUYER
    assert made.deadline == deadline_for(play.policy, "buyer_substantiate", BUYER, play.now)
    assert made.based_on == play.dispute.version
    assert made.caucus_at == 1
    assert made.why == order.why
    assert made.content_hash == content_hash(made)
    assert made.template_hash == "t1"
    letter, language, view, client_id = recorder.asked[0]
    assert (letter, language, client_id) == (Letter.EVIDENCE_REQUEST, "en", make.CLIENT)
    assert view["reader"] == "Ana Buyer"


def test_a_running_deadline_is_announced_again_as_it_is() -> None:
    play = Play()
    play.opens()
    running = play.dispute.deadline(BUYER)
    play.now = make.later(days=2)
    order = LetterOrder(Letter.REMINDER, BUYER, (), keep=running, details={"number": 1})
    assert drafted(play, order, Recorder().render).deadline == running


def test_a_letter_without_a_step_has_no_deadline() -> None:
    play = Play()
    play.opens()
    assert drafted(play, play.last(Letter.CLAIM_RECEIVED), Recorder().render).deadline is None


def test_a_hole_is_not_papered_over() -> None:
    def hole(letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Said:
        raise HoleInLetter("no reason")

    play = Play()
    play.opens()
    with pytest.raises(HoleInLetter):
        drafted(play, play.last(Letter.CLAIM_RECEIVED), hole)


class Written(Play):
    """A dispute whose every letter is written with the real templates at the moment it leaves."""

    letters = TemplateLetters(TEMPLATES)
    written: list[Letter]

    def leaves(self, order: LetterOrder) -> None:
        made = drafted(self, order, self.letters.render)
        assert made.text
        assert made.subject.startswith(f"[{make.DISPUTE}]")
        self.written = [*getattr(self, "written", []), order.letter]
        super().leaves(order)


def whole_course(language: str) -> list[Letter]:
    play = Written()
    play.opens(language=language, words="faltan tres televisores" if language == "es" else "three are missing")
    deadline = play.dispute.deadline(BUYER)
    assert deadline is not None
    play.passes(until=deadline.reminders_at[0])
    play.writes(BUYER, says("asks_time"))
    play.writes(BUYER, says("unclear"), words="well then")
    deadline = play.dispute.deadline(BUYER)
    assert deadline is not None
    play.passes(until=deadline.due_at)
    play.writes(BUYER, says("gives_evidence"), evidence=(photos(),))
    play.writes(SELLER, says("declines", reason="we counted ten"))
    play.writes(BUYER, says("makes_offer", amount="180"))
    play.writes(SELLER, says("makes_offer", amount="150"))
    play.writes(BUYER, says("asks_person"))
    play.writes(BUYER, says("accepts"))
    play.writes(BUYER, says("confirms_terms"))
    play.writes(SELLER, says("confirms_terms"))
    deadline = play.dispute.deadline(SELLER)
    assert deadline is not None
    play.passes(until=deadline.due_at)
    play.writes(SELLER, says("reports_payment"))
    return play.written


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_whole_course_can_be_written(language: str) -> None:
    written = whole_course(language)
    assert {
        Letter.CLAIM_RECEIVED,
        Letter.EVIDENCE_REQUEST,
        Letter.REMINDER,
        Letter.EXTENSION,
        Letter.PLEASE_CLARIFY,
        Letter.FINAL_NOTICE,
        Letter.CLAIM_NOTICE,
        Letter.OFFER_TO_BUYER,
        Letter.COUNTER_TO_SELLER,
        Letter.PERSON_TAKES_OVER,
        Letter.SETTLEMENT_TERMS,
        Letter.TERMS_CONFIRMED,
        Letter.PAYMENT_INSTRUCTION,
        Letter.PAYMENT_NOTICE,
        Letter.PAYMENT_LATE,
        Letter.CLOSING,
    } <= set(written)


def test_the_letters_of_the_exits_can_be_written() -> None:
    for exits in (held, late_and_silent, without_claim, withdrawn):
        assert exits()


def held() -> list[Letter]:
    play = Written()
    play.opens(evidence=(photos(),))
    play.writes(BUYER, says("threatens", detail="chargeback_opened"))
    play.moves("resume")
    play.moves("close", reason="elsewhere")
    return play.written


def late_and_silent() -> list[Letter]:
    play = Written()
    play.opens(evidence=(photos(),))
    play.writes(SELLER, says("makes_offer", amount="150"))
    play.policy = make.policy(steps=make.steps(buyer_answer=make.step(on_timeout="close_no_response")))
    for _ in range(9):
        play.passes(days=2)
    assert Letter.CLOSED_NOT_PURSUED in play.written
    return play.written


def without_claim() -> list[Letter]:
    play = Written()
    play.opens(says("asks"), claim=None)
    return play.written


def withdrawn() -> list[Letter]:
    play = Written()
    play.opens()
    play.writes(BUYER, says("withdraws"))
    return play.written
