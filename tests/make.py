"""Valid values for tests; one keyword changes one thing."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.claims.manifest import Line, Manifest
from mailbot.claims.money import Money
from mailbot.claims.order import Contact, Order
from mailbot.claims.valuation import ToleranceResult, Valuation, ValuedLine
from mailbot.mail.authentication import Sender, Trust
from mailbot.mail.envelope import Envelope, LetterKind, OutboxRow, SendState
from mailbot.mail.message import Attachment, Message, RawMail, Span, SpanKind
from mailbot.mediation.approval import Draft
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import DisputeOpened, PhaseEntered, StatementMade
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import Offer, Remedy
from mailbot.mediation.party import Party, Person, Role, Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.placement import Place, Placement
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy
from mailbot.policy.rules import (
    Calendar,
    Contacts,
    Eligibility,
    EvidenceRule,
    Filing,
    Period,
    Remedies,
    ShippingRules,
    Step,
    Steps,
    Tolerance,
    Valuing,
    Window,
)
from mailbot.ports import ApprovalToken, MessageRecord, QuarantineEntry

NOW = datetime(2026, 5, 29, 16, 0, tzinfo=UTC)  # a Friday, 09:00 in Los Angeles
BUYER = "ana@buyer.example"
SELLER = "desk@seller.example"
CLIENT = "pallet-store"
DISPUTE = "D-7K2M9"
ORDER = "PS-1001"


def later(**span: float) -> datetime:
    """NOW and a span: ``later(hours=3)``."""
    return NOW + timedelta(**span)


def usd(amount: str) -> Money:
    return Money(Decimal(amount), "USD")


# --- claims and policies


def line(**changes: Any) -> Line:
    return replace(Line(1, "TV-43", "Television 43 inch", 10, Decimal("200.00"), "P1"), **changes)


def manifest(*lines: Line) -> Manifest:
    kettle = line(row=2, sku="KT-1", description="Kettle", quantity=40, unit_retail=Decimal("25.00"))
    return Manifest(lines or (line(), kettle))


def order(**changes: Any) -> Order:
    return replace(
        Order(
            number=ORDER,
            client_id=CLIENT,
            title="Pallet of televisions and kettles",
            condition="customer_returns",
            buyer=Contact("Ana Buyer", (BUYER,)),
            seller=Contact("Seller Desk", (SELLER,)),
            purchased_at=later(days=-14),
            paid_at=later(days=-13),
            delivered_at=later(days=-2),
            winning_bid=usd("1000.00"),
            buyer_premium=usd("50.00"),
            shipping=usd("120.00"),
            tax=usd("0"),
            credits=usd("0"),
            shipping_by="marketplace",
            country="US",
            pallets=1,
            manifest=manifest(),
        ),
        **changes,
    )


def claim_line(**changes: Any) -> ClaimLine:
    return replace(ClaimLine("TV-43", ClaimType.MISSING_UNITS, 3, problem="three are not there"), **changes)


def claim(*lines: ClaimLine) -> Claim:
    return Claim(lines or (claim_line(),))


def valuation(**changes: Any) -> Valuation:
    worth = usd("200.00")
    valued = ValuedLine("TV-43", "Television 43 inch", ClaimType.MISSING_UNITS, 3, 10, Decimal(1), worth)
    return replace(
        Valuation(
            share=Decimal("0.2"),
            gross=worth,
            tolerance=ToleranceResult("units", "gate", Decimal("0.02"), Decimal("0.06"), passed=True),
            payable=worth,
            shipping=usd("0.00"),
            premium=usd("0.00"),
            tax=usd("0.00"),
            total=worth,
            lines=(valued,),
            clauses=("tolerance.0",),
            working=("600.00 / 3000.00 = 0.2", "0.2 * 1000.00 = 200.00"),
        ),
        **changes,
    )


def step(**changes: Any) -> Step:
    return Step(days=5, unit="business", on_timeout="escalate").model_copy(update=changes)


def steps(**changes: Any) -> Steps:
    return Steps(
        buyer_substantiate=step(on_timeout="close_no_response"),
        buyer_propose=step(days=3),
        seller_first_answer=step(days=3),
        seller_answer=step(days=3),
        buyer_answer=step(days=3),
        final_offer_round=step(days=2),
        confirm_terms=step(days=2),
        perform=step(),
        mediator_first_reply=step(days=1, on_timeout="nothing"),
        mediator_followup=step(days=2, on_timeout="nothing"),
    ).model_copy(update=changes)


def policy(**changes: Any) -> Policy:
    window = Window.model_validate({"claim": tuple(ClaimType), "days": 5, "unit": "business", "from": "delivery"})
    return Policy(
        client_id=CLIENT,
        name="Pallet Store",
        effective=date(2026, 1, 1),
        currency="USD",
        calendar=Calendar(zone="America/Los_Angeles", country="US"),
        filing=Filing(windows=(window,), late_rule="human_review"),
        eligibility=Eligibility(shipping=ShippingRules(buyer_arranged="eligible")),
        tolerance=(Tolerance(claim=tuple(ClaimType), mode="gate", basis="units", rate=Decimal("0.02")),),
        valuation=Valuing(buyer_premium="exclude"),
        evidence={kind: EvidenceRule(required=("photos",)) for kind in ClaimType},
        remedies=Remedies(allowed=("partial_refund",), pay_within=Period(days=5, unit="business")),
        steps=steps(),
        contacts=Contacts(seller_name="Seller Desk", seller_primary=SELLER),
    ).model_copy(update=changes)


# --- mail


def sender(**changes: Any) -> Sender:
    return replace(Sender(BUYER, "Ana Buyer", Trust.PROVEN, "dmarc=pass for buyer.example"), **changes)


def raw_mail(**changes: Any) -> RawMail:
    content = b"From: ana@buyer.example\r\nTo: desk@mailbot.example\r\nSubject: short\r\n\r\n3 of 10 are missing.\r\n"
    return replace(RawMail("INBOX", 1, 1, NOW, content), **changes)


def message(text: str = "3 of 10 televisions are missing.\n", **changes: Any) -> Message:
    return replace(
        Message(
            content_hash=sha256(text.encode()).hexdigest(),
            message_id="m1@buyer.example",
            in_reply_to=(),
            references=(),
            sender=sender(),
            recipients=("desk@mailbot.example",),
            subject="Order PS-1001 short",
            date=NOW,
            text=text,
            spans=(Span(SpanKind.NEW, 0, len(text)),),
            language="en",
        ),
        **changes,
    )


def attachment(**changes: Any) -> Attachment:
    return replace(Attachment("pallet.jpg", "image/jpeg", b"\xff\xd8\xff\xe0 a photo"), **changes)


def record(**changes: Any) -> MessageRecord:
    placed = Placement(Place.PLACED, "reply token", DISPUTE, Side.BUYER, speaks=True)
    return replace(
        MessageRecord("msg-1", 1, NOW, message(), CLIENT, DISPUTE, Side.BUYER, placed, (intent(),)), **changes
    )


def quarantined(**changes: Any) -> QuarantineEntry:
    return replace(QuarantineEntry("q-1", 1, NOW, "unknown sender", "eve@else.example", "hello"), **changes)


# --- people and disputes


def buyer(**changes: Any) -> Party:
    return replace(Party(Side.BUYER, "Ana Buyer", (BUYER,)), **changes)


def seller(**changes: Any) -> Party:
    return replace(Party(Side.SELLER, "Seller Desk", (SELLER,)), **changes)


def person(**changes: Any) -> Person:
    return replace(Person("mia", "Mia", "mia@mailbot.example", (Role.MEDIATOR,), ("*",)), **changes)


def intent(**changes: Any) -> Intent:
    return replace(Intent(IntentKind.STATES_CLAIM, "3 of 10 are missing", Certainty.PLAIN), **changes)


def offer(**changes: Any) -> Offer:
    return replace(Offer(1, Side.SELLER, usd("150.00"), Remedy.PARTIAL_REFUND, "", "msg-2", NOW), **changes)


def deadline(**changes: Any) -> Deadline:
    due = later(days=7)
    return replace(
        Deadline(
            side=Side.BUYER,
            step="buyer_substantiate",
            due_at=due,
            grace_until=due + timedelta(hours=12),
            reminders_at=(later(days=3), later(days=6)),
            working="Day 0 is Friday 29 May; 5 business days end Friday 5 June, 17:00 Pacific",
            started_at=NOW,
            zone="America/Los_Angeles",
        ),
        **changes,
    )


def dispute(**changes: Any) -> Dispute:
    return replace(
        Dispute(
            id=DISPUTE,
            client_id=CLIENT,
            order_number=ORDER,
            policy_version=f"{CLIENT}/2026-01-01",
            buyer=buyer(),
            seller=seller(),
            mediator="mia",
            opened_at=NOW,
            version=1,
            changed_at=NOW,
        ),
        **changes,
    )


def opened(**changes: Any) -> DisputeOpened:
    first = DisputeOpened(NOW, DISPUTE, CLIENT, ORDER, f"{CLIENT}/2026-01-01", buyer(), seller(), "mia")
    return replace(first, **changes)


def statement(**changes: Any) -> StatementMade:
    said = StatementMade(
        NOW, Side.BUYER, "msg-1", "3 of 10 are missing", Trust.PROVEN, speaks=True, intents=(intent(),)
    )
    return replace(said, **changes)


def entered(phase: Phase = Phase.SCREENING, **changes: Any) -> PhaseEntered:
    return replace(PhaseEntered(NOW, phase, "a test"), **changes)


# --- letters


def draft(**changes: Any) -> Draft:
    return replace(
        Draft(
            id="L-1",
            revision=1,
            dispute_id=DISPUTE,
            client_id=CLIENT,
            letter=Letter.EVIDENCE_REQUEST,
            reader=Side.BUYER,
            address=BUYER,
            language="en",
            subject="[D-7K2M9] What we need from you",
            text="Please send photos.",
            html="<p>Please send photos.</p>",
            why=("photos are required",),
            based_on=1,
            caucus_at=1,
            created_at=NOW,
            content_hash="c0ffee",
        ),
        **changes,
    )


def approval_token(**changes: Any) -> ApprovalToken:
    return replace(ApprovalToken("hash-1", "L-1", 1, "c0ffee", "mia", later(days=3)), **changes)


def envelope(**changes: Any) -> Envelope:
    sent = Envelope("desk@mailbot.example", BUYER, "own-1@mailbot.example", b"Subject: hello\r\n\r\nhello\r\n")
    return replace(sent, **changes)


def outbox_row(**changes: Any) -> OutboxRow:
    waiting = OutboxRow("o-1", LetterKind.PARTY, CLIENT, DISPUTE, "L-1", envelope(), SendState.QUEUED, not_before=NOW)
    return replace(waiting, **changes)
