"""The rules a policy is made of: one frozen model for each section of the file."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mailbot.policy.claim_type import ClaimType
from mailbot.policy.words import country, iso_date, time_of_day, zone

Unit = Literal["business", "calendar", "hours"]
Start = Literal["delivery", "purchase", "payment", "sale"]
Remedy = Literal["partial_refund", "store_credit", "reship", "return_full", "offset"]
Sum = Annotated[Decimal, Field(ge=0)]
Share = Annotated[Decimal, Field(ge=0, le=1)]
Whole = Annotated[int, Field(gt=0)]
IsoDate = Annotated[str, AfterValidator(iso_date)]


class Rule(BaseModel):
    """A part of a policy file: unknown keys are errors, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    source: str = Field(default="", description="Where the client published this rule; letters cite it")


class Calendar(Rule):
    """When the client works: IANA zone, workdays, holidays and the hour by which a day ends."""

    zone: Annotated[str, AfterValidator(zone)]
    workdays: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = ("mon", "tue", "wed", "thu", "fri")
    country: Annotated[str, AfterValidator(country)]  # as the holidays library names it
    subdivision: str | None = None
    observed: bool = True
    extra: tuple[IsoDate, ...] = ()  # further days off
    except_: tuple[IsoDate, ...] = Field(default=(), alias="except")  # holidays that are worked
    cutoff: Annotated[str, AfterValidator(time_of_day)] = "17:00"


class Window(Rule):
    """By when a claim must be filed; the first window that names the claim's type counts."""

    claim: tuple[ClaimType, ...]
    days: Whole
    unit: Unit
    start: Start = Field(alias="from")


class HardStop(Rule):
    """The day after which no claim is taken, whatever else."""

    days: Whole
    unit: Unit
    start: Start = Field(alias="from")
    except_: tuple[ClaimType, ...] = Field(default=(), alias="except")


class Filing(Rule):
    """Who may file, and until when."""

    windows: tuple[Window, ...]
    hard_stop: HardStop | None = None
    late_rule: Literal["deny", "human_review"]
    claims_per_order: Whole | None = None
    min_order_price: Sum | None = None
    required_geography: tuple[str, ...] = ()


class ShippingRules(Rule):
    """What becomes of a claim that the carrier may have caused."""

    buyer_arranged: Literal["eligible", "carrier", "ineligible"]
    refused_delivery: Literal["eligible", "ineligible"] = "ineligible"


class Eligibility(Rule):
    """Which claims are taken at all."""

    excluded_claims: tuple[ClaimType, ...] = ()
    excluded_conditions: tuple[str, ...] = ()
    excluded_losses: tuple[str, ...] = ()
    shipping: ShippingRules


class Tolerance(Rule):
    """How much may be wrong before it counts. Basis and mode are always stated."""

    claim: tuple[ClaimType, ...]
    condition: tuple[str, ...] = ()  # empty: any
    mode: Literal["gate", "deductible", "none"]
    basis: Literal["units", "retail", "price"] | None = None
    rate: Share | None = None


class LossBounds(Rule):
    """Lowest and highest loss that counts for a type: below counts nothing, above counts as the maximum."""

    min: Share = Decimal(0)
    max: Share = Decimal(1)


class ShippingRefund(Rule):
    """How freight comes back with goods; without ``claim``, for goods that did not come."""

    by: Literal["none", "units", "pallets", "full"]
    claim: tuple[ClaimType, ...] = ()


class Valuing(Rule):
    """How a claim becomes a sum."""

    denominator: Literal["manifest_as_sold", "manifest_adjusted"] = "manifest_as_sold"
    price_base: tuple[Literal["winning_bid", "buyer_premium", "tax"], ...] = ("winning_bid",)
    buyer_premium: Literal["exclude", "include"]
    tax: Literal["exclude", "include"] = "exclude"
    shipping: tuple[ShippingRefund, ...] = ()
    loss: dict[ClaimType, LossBounds] = {}
    overage: Literal["offset", "ignore", "return"] = "ignore"
    compare: Literal["gt", "ge"] = "gt"
    min_claim_value: Sum | None = None
    unmanifested: Literal["pallets", "units", "weight"] | None = None


class Tier(Rule):
    """What to do by itself with a shortage found before shipping."""

    at_least: Share = Decimal(0)
    below: Share | None = None
    up_to: Share | None = None
    do: Literal["auto_refund_and_ship", "ask_buyer_consent", "cancel_full_refund"]


class EvidenceRule(Rule):
    """What must be shown for one type of claim."""

    required: tuple[str, ...]
    incurable: tuple[str, ...] = ()
    hold_goods: str = ""


class Return(Rule):
    """How a return is settled."""

    restocking_rate: Share = Decimal(0)
    freight_paid_by: Literal["buyer", "seller"] = "seller"
    inspect_days: Whole = 3


class Authority(Rule):
    """Up to which sum the seller's desk may agree by itself."""

    auto_accept_up_to: Sum | None = None
    needs_approver_over: Sum | None = None


class Period(Rule):
    """A number of days or hours."""

    days: Whole
    unit: Unit


class Remedies(Rule):
    """What may be agreed."""

    allowed: tuple[Remedy, ...]
    preferred_order: tuple[Remedy, ...] = ()
    returns: Return = Return()
    seller_authority: Authority = Authority()
    pay_within: Period


class Step(Rule):
    """One thing somebody owes: how long they have and what happens at the end."""

    days: Whole
    unit: Unit
    reminders: bool = True  # at half time and on the last day
    on_timeout: Literal["close_no_response", "to_decision", "escalate", "close_settled", "nothing"]


class Steps(Rule):
    """How long each step takes. Every step is stated; nothing is guessed."""

    buyer_substantiate: Step
    buyer_propose: Step
    seller_first_answer: Step
    seller_answer: Step
    buyer_answer: Step
    final_offer_round: Step
    confirm_terms: Step
    perform: Step
    mediator_first_reply: Step
    mediator_followup: Step
    max_rounds: Whole = 4
    grace_hours: Annotated[int, Field(ge=0)] = 12


class Tools(Rule):
    """Which sealed tools this client allows."""

    mediator_proposal: bool = False
    min_rounds: Whole = 2
    gap_max_share: Share | None = None
    blind_bid: bool = False
    bracketing: bool = False


class DecisionRule(Rule):
    """Who decides when nobody agrees, and how to appeal."""

    by: Literal["different_human"] = "different_human"
    appeal_days: Whole = 30
    appeal_unit: Unit = "calendar"


class Reopening(Rule):
    """How long a closed dispute can be opened again, and why."""

    days: Whole = 14
    unit: Unit = "calendar"
    reasons: tuple[str, ...] = ()


class Approval(Rule):
    """Which letters leave by themselves, need two people, or never go by mail approval."""

    automatic: tuple[str, ...] = ("claim_received",)
    second_pair: tuple[str, ...] = ()
    never_by_mail: tuple[str, ...] = ("release_request", "settlement_terms")
    mail_limit: Sum | None = None
    hold_seconds: Annotated[int, Field(ge=0)] = 90


class Contacts(Rule):
    """The client's desk and who looks after it."""

    seller_name: str
    seller_primary: str
    seller_backup: str | None = None
    account_manager: str | None = None
    escalation: str | None = None


class Privacy(Rule):
    """How long things are kept and what is told."""

    retain_months: Whole = 24
    ai_disclosure: bool = True


class Wording(Rule):
    """Words the client wants or does not want."""

    must_say: tuple[str, ...] = ()
    must_not_say: tuple[str, ...] = ()


class Abuse(Rule):
    """Signs that are counted for internal review, never shown to a party."""

    cases_12m: int | None = None
    just_over_tolerance: int | None = None
