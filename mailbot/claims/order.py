"""What was sold: the order, its lot and its parties on file."""

from dataclasses import dataclass, field
from datetime import datetime

from mailbot.claims.manifest import Manifest
from mailbot.claims.money import Money
from mailbot.policy.eligibility import OrderFacts
from mailbot.policy.filing import Moments


@dataclass(frozen=True, slots=True)
class Contact:
    """A party of an order: a name and the addresses on file; the first is written to."""

    name: str
    addresses: tuple[str, ...]
    language: str | None = None  # chosen by the party, else None
    informed: tuple[str, ...] = ()  # addresses that may write but cannot bind


@dataclass(frozen=True, slots=True)
class Order:
    """One sale of one lot. Sums are what was charged; moments are aware datetimes."""

    number: str
    client_id: str
    title: str
    condition: str  # overstock, shelf_pull, customer_returns, open_box, salvage, new
    buyer: Contact
    seller: Contact | None  # None: the policy's seller_primary
    purchased_at: datetime
    paid_at: datetime
    delivered_at: datetime | None
    winning_bid: Money
    buyer_premium: Money
    shipping: Money
    tax: Money
    credits: Money  # given earlier on this order
    shipping_by: str  # "buyer", "seller" or "marketplace": who arranged the carrier
    country: str  # ISO 3166 two letters, where it went
    pallets: int | None = None
    manifest: Manifest = field(default_factory=Manifest)

    @property
    def currency(self) -> str:
        """The one currency of all its sums."""
        return self.winning_bid.currency

    @property
    def paid_total(self) -> Money:
        """All that the buyer paid."""
        return self.winning_bid + self.buyer_premium + self.shipping + self.tax

    @property
    def facts(self) -> OrderFacts:
        """What the policy's rules need to know of it."""
        moments = Moments(self.purchased_at, self.paid_at, self.delivered_at)
        return OrderFacts(self.condition, self.winning_bid.amount, self.country, self.shipping_by, moments)
