"""What is wrong in a policy file, key by key."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy
from mailbot.policy.rules import Calendar, Tier, Tolerance
from mailbot.policy.words import subdivision

Path = tuple[str | int, ...]

_WHOLE_ORDER = frozenset({ClaimType.NOT_DELIVERED, ClaimType.STOLEN, ClaimType.COUNTERFEIT, ClaimType.OVERCHARGE})


@dataclass(frozen=True, slots=True)
class KeyFault:
    """One thing wrong at one key."""

    path: Path
    what: str

    @property
    def dotted(self) -> str:
        """The key as letters and messages name it: tolerance.0.mode."""
        return ".".join(map(str, self.path))


def contradictions(policy: Policy) -> tuple[KeyFault, ...]:
    """Return what cannot be true together, though each key is well formed."""
    return (
        *_calendar(policy.calendar),
        *_tolerances(policy),
        *_counted_twice(policy),
        *_windows(policy),
        *_tiers(policy.tiers),
        *_unstated(policy),
        *_bounds(policy),
    )


def _calendar(calendar: Calendar) -> Iterable[KeyFault]:
    if not calendar.workdays:
        yield KeyFault(("calendar", "workdays"), "names no day, so no count would ever end")
    if calendar.subdivision is not None:
        try:
            subdivision(calendar.country, calendar.subdivision)
        except ValueError as error:
            yield KeyFault(("calendar", "subdivision"), f"{calendar.subdivision!r}: {error}")


def _tolerances(policy: Policy) -> Iterable[KeyFault]:
    for index, rule in enumerate(policy.tolerance):
        for key in ("basis", "rate"):
            if rule.mode != "none" and getattr(rule, key) is None:
                yield KeyFault(("tolerance", index, key), f'is missing, and mode = "{rule.mode}" needs it')


def _counted_twice(policy: Policy) -> Iterable[KeyFault]:
    for key in ("buyer_premium", "tax"):
        if getattr(policy.valuation, key) == "include" and key in policy.valuation.price_base:
            yield KeyFault(("valuation", key), f'is "include" while price_base names {key} too: it would be paid twice')


def _windows(policy: Policy) -> Iterable[KeyFault]:
    seen: dict[ClaimType, int] = {}
    for index, window in enumerate(policy.filing.windows):
        for claim in window.claim:
            if claim in seen:
                yield KeyFault(
                    ("filing", "windows", index, "claim"), f"{claim} already stands in filing.windows.{seen[claim]}"
                )
            seen.setdefault(claim, index)


def _tiers(tiers: Sequence[Tier]) -> Iterable[KeyFault]:
    """Check that they cover every share from 0 to 1, one after the other; where two meet the first counts."""
    if not tiers:
        return
    ends = [tier.below if tier.below is not None else tier.up_to for tier in tiers]
    for index, tier in enumerate(tiers):
        if tier.below is not None and tier.up_to is not None:
            yield KeyFault(("tiers", index), "states below and up_to: one of them is enough")
    if tiers[0].at_least:
        yield KeyFault(("tiers", 0, "at_least"), f"leaves a hole from 0 to {tiers[0].at_least}")
    for index, (end, tier) in enumerate(zip(ends, tiers[1:], strict=False), start=1):
        if end != tier.at_least:
            yield KeyFault(("tiers", index, "at_least"), f"is {tier.at_least}, but the tier before ends at {end}")
    if ends[-1] is not None and (ends[-1] < 1 or tiers[-1].below is not None):
        yield KeyFault(("tiers", len(tiers) - 1), f"leaves a hole from {ends[-1]} to 1")


def _unstated(policy: Policy) -> Iterable[KeyFault]:
    """Every type that may be filed has its evidence and, where goods are counted, its tolerance."""
    filed = {claim for window in policy.filing.windows for claim in window.claim}
    taken = sorted(filed - set(policy.eligibility.excluded_claims))
    for claim in taken:
        if claim not in policy.evidence:
            yield KeyFault(("evidence", str(claim)), "is missing, and filing.windows takes such claims")
        if claim not in _WHOLE_ORDER and not _names(policy.tolerance, claim):
            yield KeyFault(("tolerance",), f'has no rule for {claim}; where there is none, state mode = "none"')


def _bounds(policy: Policy) -> Iterable[KeyFault]:
    for claim, bounds in policy.valuation.loss.items():
        if bounds.min > bounds.max:
            yield KeyFault(("valuation", "loss", str(claim), "min"), f"is {bounds.min}, above max {bounds.max}")
    for index, remedy in enumerate(policy.remedies.preferred_order):
        if remedy not in policy.remedies.allowed:
            yield KeyFault(("remedies", "preferred_order", index), f"{remedy} is not in remedies.allowed")
    authority = policy.remedies.seller_authority
    low, high = authority.auto_accept_up_to, authority.needs_approver_over
    if low is not None and high is not None and low > high:
        yield KeyFault(
            ("remedies", "seller_authority", "auto_accept_up_to"), f"is {low}, above needs_approver_over {high}"
        )


def _names(rules: Sequence[Tolerance], claim: ClaimType) -> bool:
    return any(claim in rule.claim for rule in rules)
