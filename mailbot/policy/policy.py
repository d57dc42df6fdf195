"""A client's dated rules as one frozen value."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from mailbot.policy.claim_type import ClaimType
from mailbot.policy.clauses import at
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
from mailbot.policy.words import currency


class Policy(Rule):
    """The rules of one client from one date on; in force by the order's payment date."""

    client_id: str
    name: str  # as letters call the client
    effective: date
    currency: Annotated[str, AfterValidator(currency)]
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

    def source_of(self, clause: str) -> str:
        """Return the public address a clause came from: its own, else that of the nearest section around it."""
        steps = clause.split(".")
        for length in range(len(steps), 0, -1):
            around = ".".join(steps[:length])
            found = self.sources.get(around) or _own_source(self, around)
            if found:
                return found
        return self.source


def _own_source(policy: Policy, clause: str) -> str:
    rule = at(policy, clause)
    return rule.source if isinstance(rule, Rule) else ""
