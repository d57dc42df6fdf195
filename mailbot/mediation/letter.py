"""The kinds of letter we write."""

from enum import StrEnum


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


BINDING_ANSWER = frozenset(
    {
        Letter.CLAIM_NOTICE,
        Letter.OFFER_TO_BUYER,
        Letter.COUNTER_TO_SELLER,
        Letter.SETTLEMENT_TERMS,
        Letter.RELEASE_REQUEST,
    }
)
