"""The kinds of letter we write, to whom, and what each must show and may know."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from mailbot.mediation.party import Side


class Letter(StrEnum):
    """A letter of the catalogue; its value is its folder in templates/<language>/."""

    CLAIM_RECEIVED = "claim_received"  # M01
    WHICH_ORDER = "which_order"  # M02
    PROCESS_EXPLAINED = "process_explained"  # M03
    NOT_ELIGIBLE = "not_eligible"  # M04
    EVIDENCE_REQUEST = "evidence_request"  # M06
    EVIDENCE_PARTLY_IN = "evidence_partly_in"  # M07
    SHEET_ERRORS = "sheet_errors"  # M08
    REMINDER = "reminder"  # M10
    FINAL_NOTICE = "final_notice"  # M10, after the last day
    EXTENSION = "extension"  # M11
    BELOW_TOLERANCE = "below_tolerance"  # M12
    CLAIM_NOTICE = "claim_notice"  # M16
    OFFER_TO_BUYER = "offer_to_buyer"  # M20
    COUNTER_TO_SELLER = "counter_to_seller"  # M21
    RELEASE_REQUEST = "release_request"  # M22
    PLEASE_CLARIFY = "please_clarify"  # M15: we restate and ask
    SETTLEMENT_TERMS = "settlement_terms"  # M34
    TERMS_CONFIRMED = "terms_confirmed"  # M35
    PAYMENT_INSTRUCTION = "payment_instruction"  # M38
    PAYMENT_NOTICE = "payment_notice"  # M39
    PAYMENT_LATE = "payment_late"  # M40
    CLOSED_NO_ANSWER = "closed_no_answer"  # M41
    CLOSED_NOT_PURSUED = "closed_not_pursued"  # M42
    CLOSING = "closing"  # M43
    HOLD_NOTICE = "hold_notice"  # M45
    PERSON_TAKES_OVER = "person_takes_over"  # M46
    WHO_WROTE = "who_wrote"  # no letter of the catalogue: design section 8, the party on file is asked


BINDING_ANSWER = frozenset(
    {
        Letter.CLAIM_NOTICE,
        Letter.OFFER_TO_BUYER,
        Letter.COUNTER_TO_SELLER,
        Letter.SETTLEMENT_TERMS,
        Letter.RELEASE_REQUEST,
    }
)


@dataclass(frozen=True, slots=True)
class Contents:
    """What a letter may know and must show: keys of the ``View``; every letter must show what makes it whole."""

    readers: frozenset[Side]
    shows: frozenset[str] = frozenset()  # empty in the view: the letter has a hole
    knows: frozenset[str] = frozenset()  # may stand in it if there is something

    @property
    def allowed(self) -> frozenset[str]:
        """All that its templates may name."""
        return self.shows | self.knows


EITHER = frozenset(Side)
BUYER = frozenset({Side.BUYER})
SELLER = frozenset({Side.SELLER})

ALWAYS_SHOWN = frozenset({"dispute", "order", "client", "mediator"})
ALWAYS_KNOWN = frozenset({"reader", "side", "hot", "order_title", "clauses", "must_say"})


def _contents(readers: frozenset[Side], shows: str = "", knows: str = "") -> Contents:
    return Contents(readers, ALWAYS_SHOWN | set(shows.split()), ALWAYS_KNOWN | set(knows.split()))


_CLAIM = "claim_types claim_lines delivered_on"
_EVIDENCE = "evidence_got evidence_incurable hold_goods received questions " + _CLAIM
_CHASED = "questions evidence_missing evidence_incurable offer terms number claim_types"
_AFTER = "reopen_days reopen_unit appeal_days appeal_unit"

CONTENTS: Final[Mapping[Letter, Contents]] = MappingProxyType(
    {
        Letter.CLAIM_RECEIVED: _contents(BUYER, "", "received evidence_got reply_days reply_unit " + _CLAIM),
        # Whoever asks may be a stranger: nothing of any dispute may be named.
        Letter.WHICH_ORDER: Contents(EITHER, frozenset({"mediator"}), frozenset({"reader"})),
        Letter.PROCESS_EXPLAINED: _contents(EITHER, "", "hold_goods deadline questions claim_types"),
        Letter.NOT_ELIGIBLE: _contents(BUYER, "reason", f"reason_working {_CLAIM} {_AFTER}"),
        Letter.EVIDENCE_REQUEST: _contents(BUYER, "deadline", "evidence_missing " + _EVIDENCE),
        Letter.EVIDENCE_PARTLY_IN: _contents(BUYER, "deadline evidence_missing", _EVIDENCE),
        Letter.SHEET_ERRORS: _contents(BUYER, "deadline questions", "reason_working " + _CLAIM),
        Letter.REMINDER: _contents(EITHER, "deadline", _CHASED),
        Letter.FINAL_NOTICE: _contents(EITHER, "deadline", _CHASED),
        Letter.EXTENSION: _contents(EITHER, "deadline", "number questions evidence_missing evidence_incurable"),
        Letter.BELOW_TOLERANCE: _contents(BUYER, "valuation", f"{_CLAIM} {_AFTER}"),
        Letter.CLAIM_NOTICE: _contents(
            SELLER, "deadline claim_types", f"valuation evidence_got offer questions {_CLAIM}"
        ),
        Letter.OFFER_TO_BUYER: _contents(BUYER, "offer deadline", "own_offer valuation claim_types"),
        Letter.COUNTER_TO_SELLER: _contents(SELLER, "offer deadline", "own_offer valuation claim_types"),
        Letter.RELEASE_REQUEST: _contents(EITHER, "quote fact", "deadline"),
        Letter.PLEASE_CLARIFY: _contents(EITHER, "", "quote questions deadline offer own_offer"),
        Letter.SETTLEMENT_TERMS: _contents(EITHER, "terms deadline", "claim_types claim_lines"),
        Letter.TERMS_CONFIRMED: _contents(EITHER, "terms confirmed_on"),
        Letter.PAYMENT_INSTRUCTION: _contents(SELLER, "terms deadline"),
        Letter.PAYMENT_NOTICE: _contents(BUYER, "terms", "deadline"),
        Letter.PAYMENT_LATE: _contents(EITHER, "terms", "deadline"),
        Letter.CLOSED_NO_ANSWER: _contents(EITHER, "mails_sent reopen_days reopen_unit"),
        Letter.CLOSED_NOT_PURSUED: _contents(EITHER),
        Letter.CLOSING: _contents(EITHER, "outcome", "terms " + _AFTER),
        Letter.HOLD_NOTICE: _contents(EITHER),
        Letter.PERSON_TAKES_OVER: _contents(EITHER, "", "quote questions"),
        Letter.WHO_WROTE: _contents(EITHER, "address"),
    }
)
