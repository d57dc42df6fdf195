"""A client's dated rules as one frozen value."""

from datetime import date

from pydantic import Field

from mailbot.policy.claim_type import ClaimType
from mailbot.policy.rules import (
    Abuse,
    Approval,
    Calendar,
    Contacts,
    DecisionRule,
    Eligibility,
    EvidenceRule,
    Filing,
    Privacy,
    Remedies,
    Reopening,
    Rule,
    Steps,
    Tier,
    Tolerance,
    Tools,
    Valuing,
    Wording,
)


class Policy(Rule):
    """The rules of one client from one date on; in force by the order's payment date."""

    client_id: str
    name: str  # as letters call the client
    effective: date
    currency: str
    languages: tuple[str, ...] = ("en", "es")
    calendar: Calendar
    filing: Filing
    eligibility: Eligibility
    tolerance: tuple[Tolerance, ...]
    valuation: Valuing
    tiers: tuple[Tier, ...] = ()
    evidence: dict[ClaimType, EvidenceRule]
    remedies: Remedies
    steps: Steps
    tools: Tools = Tools()
    decision: DecisionRule = DecisionRule()
    reopen: Reopening = Reopening()
    approval: Approval = Approval()
    abuse: Abuse = Abuse()
    contacts: Contacts
    privacy: Privacy = Privacy()
    wording: Wording = Wording()
    sources: dict[str, str] = Field(default={}, description="clause -> address of the public page it came from")

    @property
    def version(self) -> str:
        """Client and date: what a dispute remembers of its policy."""
        return f"{self.client_id}/{self.effective.isoformat()}"
