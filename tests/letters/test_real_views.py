"""The views that the core builds fill the letters without a hole."""

from typing import cast

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.dispute import Dispute, SentLetter
from mailbot.mediation.letter import CONTENTS, Letter
from mailbot.mediation.offer import Terms
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase
from mailbot.mediation.view import Writing, view_for
from tests import make

_DETAILS: dict[Letter, dict[str, Plain]] = {
    Letter.NOT_ELIGIBLE: {"reason": "too_late", "reason_working": "ten days", "clauses": ("filing.windows.0",)},
    Letter.SHEET_ERRORS: {"questions": ("claim.xlsx, row 2, column 'Units': 40 (allowed: 0 to 10)",)},
    Letter.PLEASE_CLARIFY: {"questions": ("claim_type", "claim_lines"), "reason": "no_claim"},
    Letter.RELEASE_REQUEST: {"quote": make.statement().words, "fact": 1},
    Letter.CLOSING: {"outcome": "settled", "reason": "settled"},
    Letter.REMINDER: {"number": 1},
    Letter.EXTENSION: {"number": 2},
    Letter.WHO_WROTE: {"address": "warehouse@second-home.example"},
    Letter.BELOW_TOLERANCE: {"reason": "below_tolerance", "clauses": ("tolerance.0",)},
}
_DATED = [letter for letter in Letter if "deadline" in CONTENTS[letter].shows]


def _dispute(letter: Letter, side: Side) -> Dispute:
    said = make.dispute(phase=Phase.TERMS, outcome=Outcome.SETTLED if letter is Letter.CLOSING else None)
    sent = SentLetter(make.later(days=1), Letter.EVIDENCE_REQUEST, side, "m-1", "d-1", "text")
    given = make.offer(by=side.other)
    changes = {
        "claim": make.claim(make.claim_line()),
        "valuation": make.valuation(),
        "offers": (given,),
        "terms": Terms(make.usd("250.00"), given.remedy, "5 business days", given.number),
        "letters": (sent,),
        "confirmed": frozenset({side}),
        "confirmed_at": {side: make.later(days=3)},
    }
    return make.dispute(phase=said.phase, outcome=said.outcome, **changes)


def _deadline(letter: Letter, side: Side) -> Deadline | None:
    return make.deadline(side=side) if letter in _DATED else None


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("letter", "side"),
    [
        (letter, side)
        for letter in Letter
        for side in Side
        if side in CONTENTS[letter].readers and letter not in (Letter.WHICH_ORDER, Letter.RELEASE_REQUEST)
    ],
)
def test_a_real_view_fills_the_letter(letters: TemplateLetters, letter: Letter, side: Side, language: str) -> None:
    order = LetterOrder(letter, side, ("why",), details=_DETAILS.get(letter, {}), carried=("offer 1",))
    writing = Writing(_dispute(letter, side), make.order(), make.policy(), "Dana Reyes", make.later(days=4))
    view = view_for(order, writing, _deadline(letter, side))
    if "evidence_missing" in CONTENTS[letter].shows and not view["evidence_missing"]:
        view["evidence_missing"] = ("marked_manifest",)
    if "claim_types" in CONTENTS[letter].shows and not view["claim_types"]:
        view["claim_types"] = ("damage",)  # released with the claim lines
    rendered = letters.render(letter, language, cast("dict[str, Plain]", view), "")
    assert "Dana Reyes" in rendered.text
