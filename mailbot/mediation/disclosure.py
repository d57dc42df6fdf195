"""Who may read what: the one gate between the parties.

Everything a party says is ``Caucus``. ``release`` turns a piece of it into ``Shared``, and only with that party's
``Release`` in hand. Templates get a ``View`` for one reader: listed plain values, never objects. What is not named
here cannot stand in a letter.

Conventions of plain values: money is ``{"amount": "250.00", "currency": "USD"}``, a moment an ISO 8601 string with
offset, a date an ISO date, a share a decimal string (0.0837), a list a tuple. Codes (claim types, evidence items,
remedies, reasons) stay codes; the templates' vocabulary names them in the reader's language.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from mailbot.mediation.decision import LetterOrder, Plain
from mailbot.mediation.dispute import Dispute, Fact, Release
from mailbot.mediation.offer import Offer
from mailbot.mediation.party import Side

REFUSAL = "refusal"  # stands in a letter's ``carried`` where a no is carried instead of an offer


class PlainMoney(TypedDict):
    """A sum as templates see it."""

    amount: str
    currency: str


class DeadlineView(TypedDict):
    """A deadline as it is printed."""

    due_at: str  # ISO moment, UTC
    zone: str  # IANA: print it in this zone
    working: str  # how it was counted, word for word, in English; letters in other languages build it from the parts
    day0: str  # ISO date
    days: int
    unit: str  # business, calendar, hours
    skipped: tuple[str, ...]  # ISO dates of days off inside the span
    step: str  # buyer_substantiate ...
    working_in: NotRequired[str]  # the language of ``working``, if it is not English
    on_timeout: str  # what happens then: close_no_response, to_decision, escalate, close_settled, nothing


class ClaimLineView(TypedDict):
    """One claimed line."""

    sku: str
    description: str
    type: str
    affected: int
    quantity: int
    loss: str  # share, 0 to 1
    amount: PlainMoney | None  # once valued


class ValuationView(TypedDict):
    """What the claim is worth, with its working."""

    share: str
    gross: PlainMoney
    basis: str
    mode: str
    rate: str
    measured: str
    passed: bool
    payable: PlainMoney
    shipping: PlainMoney
    premium: PlainMoney
    tax: PlainMoney
    total: PlainMoney
    working: tuple[str, ...]


class OfferView(TypedDict):
    """An offer as it crosses: amount and stated reason only. A refusal crosses the same way, without an amount."""

    number: int  # 0: a refusal
    amount: PlainMoney | None  # None: a refusal
    remedy: str  # "declined": a refusal
    reason: str  # "" if none was given
    policy_value: PlainMoney | None


class TermsView(TypedDict):
    """Written terms."""

    total: PlainMoney
    goods: PlainMoney
    shipping: PlainMoney
    premium: PlainMoney
    tax: PlainMoney
    remedy: str
    pay_within_days: int
    pay_within_unit: str


class View(TypedDict):
    """All that a letter to one reader may say. Every key is always there; None or () where there is nothing."""

    dispute: str  # D-...
    order: str
    order_title: str
    client: str  # the client's name
    reader: str  # the reader's own name
    side: str  # buyer or seller
    mediator: str
    hot: bool  # this reader's mails were heated: empathy first
    delivered_on: str | None
    claim_lines: tuple[ClaimLineView, ...]
    claim_types: tuple[str, ...]
    evidence_got: tuple[str, ...]  # item codes
    evidence_missing: tuple[str, ...]
    evidence_incurable: tuple[str, ...]  # missing ones that cannot be made any more
    hold_goods: str
    received: tuple[str, ...]  # file names of this reader's last mail
    valuation: ValuationView | None
    offer: OfferView | None  # the standing offer of the other side, if it is to be carried to this reader
    own_offer: OfferView | None  # this reader's own last offer
    terms: TermsView | None
    confirmed_on: str | None  # when this reader confirmed the terms
    deadline: DeadlineView | None
    questions: tuple[str, ...]  # codes or texts, numbered by the letter
    quote: str  # this reader's own words, restated (please_clarify, release_request: the exact sentence)
    fact: int | None  # release_request: its number
    mails_sent: tuple[
        Mapping[str, Plain], ...
    ]  # closed_no_answer: {"letter": code, "on": date} of letters to this reader
    reason: str  # a code: not_eligible, closing, hold, below_tolerance ...
    reason_working: str  # the count or figures behind it
    clauses: tuple[Mapping[str, Plain], ...]  # {"clause": "filing.windows.0", "source": "https://..."}
    reopen_days: int
    reopen_unit: str
    appeal_days: int
    appeal_unit: str
    outcome: str | None
    number: int  # reminder: which; extension: how many days
    address: str  # who_wrote: the strange address that wrote with this reader's own reply address
    must_say: tuple[str, ...]  # the client's wording
    reply_days: NotRequired[int | None]  # claim_received: when we write again (policy.steps.mediator_first_reply)
    reply_unit: NotRequired[str]


# --- the gate


@dataclass(frozen=True, slots=True)
class Caucus:
    """A piece of what one side told us. Nobody else may read it."""

    side: Side
    words: str


@dataclass(frozen=True, slots=True)
class Shared:
    """Words that may cross, with the permission they cross by. Only ``release`` makes one."""

    side: Side  # whose they are
    words: str
    by: Release


def release(said: Caucus, permission: Release) -> Shared:
    """Turn a piece of caucus into something that may cross: exactly the words its owner let go, no others."""
    if permission.words != said.words:
        raise ValueError("a release covers exactly the words it names")
    return Shared(said.side, said.words, permission)


def shared_by(dispute: Dispute, side: Side) -> dict[int, Shared]:
    """Return what that side let cross, by the number of the fact."""
    return {
        fact.number: release(Caucus(fact.side, fact.words), fact.release)
        for fact in dispute.facts
        if fact.side is side and fact.release is not None and not fact.withheld and _exactly(fact)
    }


def carried_words(dispute: Dispute, order: LetterOrder) -> str:
    """Return the words of the other side that this letter carries, "" if it carries none."""
    shared = shared_by(dispute, order.reader.other)
    named = (shared.get(number) for number in _numbers(order.carried, "fact "))
    return next((fact.words for fact in named if fact is not None), "")


def offer_for(dispute: Dispute, order: LetterOrder) -> Offer | None:
    """Return the other side's standing offer, if this letter or an earlier one to this reader carries it."""
    offer = dispute.standing_offer
    if offer is None or offer.by is order.reader:
        return None
    told = (item for letter in dispute.letters if letter.reader is order.reader for item in letter.carried)
    return offer if offer_name(offer) in {*order.carried, *told} else None


def reason_of(dispute: Dispute, offer: Offer) -> str:
    """Return the reason stated with an offer, if its owner's answer released it."""
    shared = shared_by(dispute, offer.by).values()
    found = (fact for fact in shared if fact.words == offer.reason and fact.by.message_id == offer.message_id)
    return next((fact.words for fact in found), "")


def claim_is_shared(dispute: Dispute) -> bool:
    """Whether the buyer's claim lines may be read by the seller: filing them for this purpose released them."""
    return any(fact.by.basis == CLAIM_LINES for fact in shared_by(dispute, Side.BUYER).values())


def offer_name(offer: Offer) -> str:
    """Name an offer as a letter's ``carried`` does."""
    return f"offer {offer.number}"


def own_words(dispute: Dispute, reader: Side, quote: str) -> bool:
    """Whether a quote is made of this reader's own words, or of none."""
    said = [one.words for one in dispute.statements if one.side is reader]
    return any(quote in words for words in (*said, *(fact.words for fact in dispute.facts if fact.side is reader)))


CLAIM_LINES = "claim lines"  # the basis on which they cross


def _exactly(fact: Fact) -> bool:
    return fact.release is not None and fact.release.words == fact.words


def _numbers(carried: tuple[str, ...], prefix: str) -> tuple[int, ...]:
    return tuple(int(item.removeprefix(prefix)) for item in carried if item.startswith(prefix))
