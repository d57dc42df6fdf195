"""What a dispute is after claim, evidence or facts changed."""

from dataclasses import replace
from typing import assert_never

from mailbot.mediation.dispute import Dispute, Fact, Release
from mailbot.mediation.events import (
    Claimed,
    ClaimStated,
    ClaimValued,
    EvidenceReceived,
    FactReleased,
    FactStated,
    FactWithheld,
)


def claimed(dispute: Dispute, event: Claimed) -> Dispute:
    """Keep claim, evidence, worth and facts."""
    match event:
        case ClaimStated(claim=claim):
            return replace(dispute, claim=claim, valuation=None)  # a new claim is worth nothing until it is reckoned
        case EvidenceReceived():
            return replace(dispute, evidence=(*dispute.evidence, event))
        case ClaimValued(valuation=valuation):
            return replace(dispute, valuation=valuation)
        case FactStated():
            fact = Fact(event.number, event.side, event.words, event.message_id)
            return replace(dispute, facts=(*dispute.facts, fact))
        case FactReleased():
            return _released(dispute, event)
        case FactWithheld(number=number):
            facts = tuple(replace(fact, withheld=True) if fact.number == number else fact for fact in dispute.facts)
            return replace(dispute, facts=facts)
        case _:
            assert_never(event)


def _released(dispute: Dispute, event: FactReleased) -> Dispute:
    release = Release(event.words, event.at, event.message_id, event.basis)
    facts = tuple(
        replace(fact, release=release, withheld=False) if fact.number == event.number else fact
        for fact in dispute.facts
    )
    return replace(dispute, facts=facts)
