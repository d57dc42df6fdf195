"""What the buyer has shown of a claim, and what the policy still wants to see."""

from dataclasses import dataclass

from mailbot.claims.claim import Claim, ClaimLine
from mailbot.claims.order import Order
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy

MARKED_MANIFEST = "marked_manifest"  # the claim sheet: which lines, how many, how much of their value
NO_LINES = frozenset({ClaimType.NOT_DELIVERED, ClaimType.OVERCHARGE})  # the whole order, or a sum
ALL_LOST = frozenset({ClaimType.MISSING_UNITS, ClaimType.MISSING_PALLET, ClaimType.STOLEN, ClaimType.COUNTERFEIT})
BY_PALLET = frozenset({ClaimType.MISSING_PALLET, ClaimType.WRONG_PALLET})


@dataclass(frozen=True, slots=True)
class Showing:
    """Items by their codes. ``incurable``: missing ones that cannot be made any more."""

    got: tuple[str, ...]
    missing: tuple[str, ...]
    incurable: tuple[str, ...]
    hold_goods: str

    @property
    def curable(self) -> tuple[str, ...]:
        """What is missing and can still be sent."""
        return tuple(item for item in self.missing if item not in self.incurable)


def showing(dispute: Dispute, order: Order, policy: Policy) -> Showing:
    """Compare what the buyer sent with what the policy asks for these types of claim."""
    claim = dispute.claim or Claim()
    rules = [policy.evidence[kind] for kind in claim.types if kind in policy.evidence]
    required = list(dict.fromkeys(item for rule in rules for item in rule.required))
    sent = {item.item for item in dispute.evidence if item.side is Side.BUYER}
    if itemised(claim, order) and all(map(_loss_known, claim.lines)):
        sent.add(MARKED_MANIFEST)
    else:
        sent.discard(MARKED_MANIFEST)  # a sheet that cannot be reckoned with shows nothing yet
        required += [] if MARKED_MANIFEST in required else [MARKED_MANIFEST]
    missing = tuple(item for item in required if item not in sent)
    late = {item for rule in rules for item in rule.incurable}
    hold = next((rule.hold_goods for rule in rules if rule.hold_goods), "")
    got = tuple(item for item in required if item in sent)
    return Showing(got, missing, tuple(item for item in missing if item in late), hold)


def itemised(claim: Claim, order: Order) -> bool:
    """Whether every line of a claim says which goods and how many."""
    skus = {line.sku for line in order.manifest.lines}
    return bool(claim.lines) and all(_whole(line, skus) for line in claim.lines)


def _loss_known(line: ClaimLine) -> bool:
    """Whether it is known how much of its value a line lost: damage told in words is still put on a sheet."""
    return not line.in_words or line.type in ALL_LOST | NO_LINES


def _whole(line: ClaimLine, skus: set[str]) -> bool:
    if line.type in NO_LINES:
        return True
    if line.type in BY_PALLET and line.pallet:
        return True
    return line.affected > 0 and (line.sku in skus or not skus)
