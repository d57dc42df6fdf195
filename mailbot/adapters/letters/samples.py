"""Made-up views of one dispute in the phases each letter serves: what `mailbot check` renders."""

from typing import Final

from mailbot.mediation.disclosure import (
    ClaimLineView,
    DeadlineView,
    OfferView,
    PlainMoney,
    TermsView,
    ValuationView,
    View,
)
from mailbot.mediation.letter import CONTENTS, Letter
from mailbot.mediation.party import Side


def _usd(amount: str) -> PlainMoney:
    return {"amount": amount, "currency": "USD"}


def _line(sku: str, description: str, type_: str, units: tuple[int, int], worth: tuple[str, str]) -> ClaimLineView:
    return {
        "sku": sku,
        "description": description,
        "type": type_,
        "affected": units[0],
        "quantity": units[1],
        "loss": worth[0],
        "amount": _usd(worth[1]),
    }


_LINES: Final = (
    _line("RV-300", "Robot vacuum", "missing_units", (3, 12), ("1", "263.98")),
    _line("AF-55", "Air fryer, 5.5 quarts", "damage", (4, 18), ("0.6", "83.96")),
    _line("BL-20", "Blender", "damage", (2, 24), ("0.25", "8.83")),
)
VALUATION: Final[ValuationView] = {
    "share": "0.11326",
    "gross": _usd("356.77"),
    "basis": "retail",
    "mode": "gate",
    "rate": "0.05",
    "measured": "0.11326",
    "passed": True,
    "payable": _usd("356.77"),
    "shipping": _usd("12.36"),
    "premium": _usd("0.00"),
    "tax": _usd("0.00"),
    "total": _usd("369.13"),
    "working": (
        "Retail value affected: 747.00 + 237.60 + 24.995 = 1,009.595",
        "Share of the lot: 1,009.595 of 8,913.96 = 11.326 %",
        "Goods: 11.326 % of the winning bid of 3,150.00 = 356.77",
        "Shipping: 3 of 100 units of 412.00 = 12.36",
    ),
}
SMALL: Final[ValuationView] = {
    **VALUATION,
    "share": "0.03744",
    "gross": _usd("117.94"),
    "measured": "0.03744",
    "passed": False,
    "payable": _usd("0.00"),
    "shipping": _usd("0.00"),
    "total": _usd("0.00"),
    "working": (
        "Retail value affected: 174.75 + 159.00 = 333.75",
        "Share of the lot: 333.75 of 8,913.96 = 3.744 %",
        "3.744 % is not above 5 %: nothing is payable",
    ),
}
OFFER: Final[OfferView] = {
    "number": 2,
    "amount": _usd("250.00"),
    "remedy": "partial_refund",
    "reason": "Our pick record shows all 12 vacuums on pallet 3.",
    "policy_value": _usd("369.13"),
}
TERMS: Final[TermsView] = {
    "total": _usd("310.00"),
    "goods": _usd("297.64"),
    "shipping": _usd("12.36"),
    "premium": _usd("0.00"),
    "tax": _usd("0.00"),
    "remedy": "partial_refund",
    "pay_within_days": 5,
    "pay_within_unit": "business",
}


def _deadline(step: str, on_timeout: str) -> DeadlineView:
    return {
        "due_at": "2026-06-06T00:00:00+00:00",
        "zone": "America/Los_Angeles",
        "working": "Day 0 is Friday 29 May 2026; Monday 1 June is day 1 and Friday 5 June day 5; "
        "not counted: Saturday and Sunday; ends Friday 5 June 2026, 17:00 Pacific Time",
        "day0": "2026-05-29",
        "days": 5,
        "unit": "business",
        "skipped": ("2026-05-30", "2026-05-31"),
        "step": step,
        "on_timeout": on_timeout,
    }


_BLANK: Final[View] = {
    "dispute": "D-3F7K2Q",
    "order": "PS-10442",
    "order_title": "1 pallet of kitchen returns",
    "client": "Pallet Store",
    "reader": "Maria Lopez",
    "side": "buyer",
    "mediator": "Dana Reyes",
    "hot": False,
    "delivered_on": None,
    "claim_lines": (),
    "claim_types": (),
    "evidence_got": (),
    "evidence_missing": (),
    "evidence_incurable": (),
    "hold_goods": "",
    "received": (),
    "valuation": None,
    "offer": None,
    "own_offer": None,
    "terms": None,
    "confirmed_on": None,
    "deadline": None,
    "questions": (),
    "quote": "",
    "fact": None,
    "mails_sent": (),
    "reason": "",
    "reason_working": "",
    "clauses": (),
    "reopen_days": 14,
    "reopen_unit": "calendar",
    "appeal_days": 30,
    "appeal_unit": "calendar",
    "outcome": None,
    "number": 0,
    "address": "",
    "must_say": (),
}
_SELLER: Final[View] = {**_BLANK, "side": "seller", "reader": "Acme Returns Desk"}

_CLAIMED: Final[View] = {
    **_BLANK,
    "delivered_on": "2026-05-27",
    "claim_lines": _LINES,
    "claim_types": ("missing_units", "damage"),
    "clauses": ({"clause": "evidence.missing_units", "source": "https://example.com/claim-rules"},),
}
_EVIDENCE: Final[View] = {
    **_CLAIMED,
    "evidence_got": ("bol_or_pod_image",),
    "evidence_missing": ("marked_manifest", "photos_each_line", "noted_pod_driver_signed"),
    "evidence_incurable": ("noted_pod_driver_signed",),
    "hold_goods": "Please keep the pallets in their shrink wrap until the claim is processed.",
    "received": ("delivery.pdf", "IMG_2041.jpg"),
    "deadline": _deadline("buyer_substantiate", "close_no_response"),
}
_TERMS: Final[View] = {
    **_CLAIMED,
    "terms": TERMS,
    "confirmed_on": "2026-06-05",
    "deadline": _deadline("confirm_terms", "escalate"),
}
_SHUTTLE: Final[View] = {
    **_CLAIMED,
    "valuation": VALUATION,
    "offer": OFFER,
    "own_offer": {**OFFER, "number": 1, "amount": _usd("340.00"), "reason": ""},
    "deadline": _deadline("buyer_answer", "close_no_response"),
}


def _to_seller(view: View) -> View:
    return {**view, "side": "seller", "reader": _SELLER["reader"]}


_FULL: Final[dict[Letter, View]] = {
    Letter.CLAIM_RECEIVED: {
        **_CLAIMED,
        "received": ("claim.xlsx", "IMG_2041.jpg"),
        "reply_days": 1,
        "reply_unit": "business",
    },
    Letter.WHICH_ORDER: {**_BLANK, "dispute": "", "order": "", "order_title": "", "client": ""},
    Letter.PROCESS_EXPLAINED: {**_CLAIMED, "hold_goods": _EVIDENCE["hold_goods"]},
    Letter.NOT_ELIGIBLE: {
        **_CLAIMED,
        "reason": "too_late",
        "reason_working": "Delivered on 27 May 2026; 10 days end on 8 June 2026; your claim came on 12 June 2026.",
        "clauses": ({"clause": "filing.windows.0", "source": "https://example.com/claim-rules"},),
    },
    Letter.EVIDENCE_REQUEST: {**_EVIDENCE, "questions": ("when_delivered",)},
    Letter.EVIDENCE_PARTLY_IN: _EVIDENCE,
    Letter.SHEET_ERRORS: {
        **_EVIDENCE,
        "questions": (
            "claim.xlsx, row 4, column 'Units affected': 30 is more than the 12 on the manifest (allowed: 0 to 12)",
            "claim.xlsx, row 9, column 'Value lost': 150 (allowed: 0 to 100)",
        ),
    },
    Letter.REMINDER: {**_EVIDENCE, "number": 1},
    Letter.FINAL_NOTICE: {**_SHUTTLE, "number": 2},
    Letter.EXTENSION: {**_EVIDENCE, "number": 3},
    Letter.BELOW_TOLERANCE: {
        **_CLAIMED,
        "claim_lines": (
            {
                **_LINES[0],
                "sku": "TO-16",
                "description": "Toaster",
                "affected": 5,
                "quantity": 16,
                "amount": _usd("0.00"),
            },
            {**_LINES[0], "sku": "CM-30", "description": "", "affected": 2, "quantity": 30, "amount": _usd("0.00")},
        ),
        "claim_types": ("missing_units",),
        "valuation": SMALL,
        "clauses": ({"clause": "tolerance.0", "source": "https://example.com/claim-rules"},),
    },
    Letter.CLAIM_NOTICE: {
        **_to_seller(_CLAIMED),
        "valuation": VALUATION,
        "evidence_got": ("marked_manifest", "photos_each_line"),
        "deadline": _deadline("seller_first_answer", "to_decision"),
    },
    Letter.OFFER_TO_BUYER: _SHUTTLE,
    Letter.COUNTER_TO_SELLER: {
        **_to_seller(_SHUTTLE),
        "offer": {**OFFER, "number": 3, "amount": _usd("310.00"), "reason": "Two blenders can be sold as used."},
        "own_offer": {**OFFER, "reason": ""},
        "deadline": _deadline("seller_answer", "to_decision"),
    },
    Letter.RELEASE_REQUEST: {
        **_CLAIMED,
        "quote": "The driver let us count only the outer boxes.",
        "fact": 2,
        "deadline": _deadline("buyer_answer", "nothing"),
    },
    Letter.PLEASE_CLARIFY: {
        **_SHUTTLE,
        "quote": "Well, 300 or so might do, but ask them first.",
        "questions": ("which_amount", "do_you_accept"),
        "own_offer": None,
    },
    Letter.SETTLEMENT_TERMS: _TERMS,
    Letter.TERMS_CONFIRMED: _TERMS,
    Letter.PAYMENT_INSTRUCTION: {**_to_seller(_TERMS), "deadline": _deadline("perform", "escalate")},
    Letter.PAYMENT_NOTICE: {**_TERMS, "deadline": _deadline("perform", "close_settled")},
    Letter.PAYMENT_LATE: {**_to_seller(_TERMS), "deadline": _deadline("perform", "escalate")},
    Letter.CLOSED_NO_ANSWER: {
        **_CLAIMED,
        "mails_sent": (
            {"letter": "evidence_request", "on": "2026-05-29"},
            {"letter": "reminder", "on": "2026-06-03"},
            {"letter": "final_notice", "on": "2026-06-06"},
        ),
    },
    Letter.CLOSED_NOT_PURSUED: _SELLER,
    Letter.CLOSING: {**_TERMS, "outcome": "settled"},
    Letter.HOLD_NOTICE: _BLANK,
    Letter.PERSON_TAKES_OVER: {**_CLAIMED, "quote": "I want to talk to somebody about the vacuums."},
    Letter.WHO_WROTE: {**_CLAIMED, "address": "warehouse@second-home.example"},
}


def samples(letter: Letter) -> tuple[tuple[str, View], ...]:
    """Return named views for a letter: all that it may hold, to a heated reader, to the other side, and the bare least."""
    full = _FULL[letter]
    hot: View = {**full, "hot": True}
    views: tuple[tuple[str, View], ...] = (("full", full), ("hot", hot), ("bare", _bare(letter, full)))
    if letter in (Letter.OFFER_TO_BUYER, Letter.COUNTER_TO_SELLER):
        refused: View = {**full, "offer": {**OFFER, "number": 0, "amount": None, "remedy": "declined"}}
        views = (*views, ("refused", refused))
    others = CONTENTS[letter].readers - {Side(full["side"])}
    return (*views, *((side.value, _read_by(side, full)) for side in others))


def _read_by(side: Side, view: View) -> View:
    return _to_seller(view) if side is Side.SELLER else {**view, "side": "buyer", "reader": _BLANK["reader"]}


def _bare(letter: Letter, full: View) -> View:
    kept = {key: value for key, value in full.items() if key in CONTENTS[letter].shows or key == "side"}
    nothing = {**_BLANK, "reader": "", "order_title": "", "reopen_days": 0, "appeal_days": 0}
    return {**nothing, **kept}  # type: ignore[typeddict-item]  # the same keys, by their names
