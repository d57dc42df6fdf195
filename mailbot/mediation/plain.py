"""Values as templates see them: plain, without a way back to what they were made from."""

from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from mailbot.claims.claim import Claim
from mailbot.claims.money import Money, zero
from mailbot.claims.order import Order
from mailbot.claims.valuation import Valuation
from mailbot.mediation.deadline import Deadline, step_of
from mailbot.mediation.disclosure import (
    ClaimLineView,
    DeadlineView,
    OfferView,
    PlainMoney,
    TermsView,
    ValuationView,
)
from mailbot.mediation.offer import Offer, Terms
from mailbot.policy.calendar import due
from mailbot.policy.policy import Policy


def money(sum_: Money) -> PlainMoney:
    """Return a sum, rounded to its coin."""
    return {"amount": str(sum_.rounded().amount), "currency": sum_.currency}


def share(value: Decimal) -> str:
    """Return a share as a plain decimal, never with an exponent."""
    return f"{value.normalize():f}"


def day(moment: datetime, policy: Policy) -> str:
    """Return the date on the client's calendar."""
    return moment.astimezone(ZoneInfo(policy.calendar.zone)).date().isoformat()


def deadline_view(deadline: Deadline, policy: Policy, language: str) -> DeadlineView:
    """Return a deadline with its count in the reader's language."""
    counted = due(policy.calendar, deadline.days, deadline.unit, deadline.started_at, deadline.pauses, language)
    afresh = counted.due_at == deadline.due_at
    day0 = deadline.day0 or deadline.started_at.astimezone(ZoneInfo(deadline.zone)).date()
    return {
        "due_at": deadline.due_at.isoformat(),
        "zone": deadline.zone,
        "working": counted.working if afresh else deadline.working,
        "working_in": language if afresh else "en",
        "day0": day0.isoformat(),
        "days": deadline.days,
        "unit": deadline.unit,
        "skipped": tuple(off.isoformat() for off in deadline.skipped),
        "step": deadline.step,
        "on_timeout": step_of(policy, deadline.step).on_timeout,
    }


def stated_lines(claim: Claim, order: Order) -> tuple[ClaimLineView, ...]:
    """Return claim lines as they were stated, before anything is reckoned."""
    on_manifest = {line.sku: line for line in order.manifest.lines}
    views: list[ClaimLineView] = []
    for line in claim.lines:
        listed = on_manifest.get(line.sku)
        views.append(
            {
                "sku": line.sku,
                "description": listed.description if listed is not None else "",
                "type": str(line.type),
                "affected": line.affected,
                "quantity": listed.quantity if listed is not None else 0,
                "loss": share(line.loss),
                "amount": None,
            }
        )
    return tuple(views)


def valued_lines(valuation: Valuation) -> tuple[ClaimLineView, ...]:
    """Return claim lines with what each is worth."""
    return tuple(
        {
            "sku": line.sku,
            "description": line.description,
            "type": str(line.type),
            "affected": line.affected,
            "quantity": line.quantity,
            "loss": share(line.loss),
            "amount": money(line.amount),
        }
        for line in valuation.lines
    )


def valuation_view(valuation: Valuation) -> ValuationView:
    """Return the worth of a claim with its working."""
    tolerance = valuation.tolerance
    return {
        "share": share(valuation.share),
        "gross": money(valuation.gross),
        "basis": tolerance.basis if tolerance is not None else "",
        "mode": tolerance.mode if tolerance is not None else "none",
        "rate": share(tolerance.rate) if tolerance is not None and tolerance.rate is not None else "",
        "measured": share(tolerance.measured) if tolerance is not None else "",
        "passed": tolerance is None or tolerance.passed,
        "payable": money(valuation.payable),
        "shipping": money(valuation.shipping),
        "premium": money(valuation.premium),
        "tax": money(valuation.tax),
        "total": money(valuation.total),
        "working": valuation.working,
    }


def offer_view(offer: Offer, reason: str, policy_value: Money | None) -> OfferView:
    """Return an offer: its amount, and the reason if that may be read."""
    return {
        "number": offer.number,
        "amount": money(offer.amount),
        "remedy": str(offer.remedy),
        "reason": reason,
        "policy_value": money(policy_value) if policy_value is not None else None,
    }


def refusal_view(reason: str, policy_value: Money | None) -> OfferView:
    """Return a no in the place of an offer."""
    return {
        "number": 0,
        "amount": None,
        "remedy": "declined",
        "reason": reason,
        "policy_value": money(policy_value) if policy_value is not None else None,
    }


def terms_view(terms: Terms, valuation: Valuation | None, policy: Policy) -> TermsView:
    """Return written terms; a sum agreed on is goods, the policy value has its parts."""
    by_policy = valuation if terms.offer_number is None else None
    nothing = zero(terms.total.currency)
    return {
        "total": money(terms.total),
        "goods": money(by_policy.payable if by_policy is not None else terms.total),
        "shipping": money(by_policy.shipping if by_policy is not None else nothing),
        "premium": money(by_policy.premium if by_policy is not None else nothing),
        "tax": money(by_policy.tax if by_policy is not None else nothing),
        "remedy": str(terms.remedy),
        "pay_within_days": policy.remedies.pay_within.days,
        "pay_within_unit": policy.remedies.pay_within.unit,
    }
