"""What a buyer may say is wrong with an order."""

from collections.abc import Collection
from enum import StrEnum
from typing import Final


class ClaimType(StrEnum):
    """Kinds of claim, as policies, letters and intents name them."""

    MISSING_UNITS = "missing_units"
    MISSING_PALLET = "missing_pallet"
    WRONG_PALLET = "wrong_pallet"
    DAMAGE = "damage"
    NOT_AS_DESCRIBED = "not_as_described"
    WRONG_ITEM = "wrong_item"
    NOT_DELIVERED = "not_delivered"
    STOLEN = "stolen"
    COUNTERFEIT = "counterfeit"
    OVERCHARGE = "overcharge"
    DEAD = "dead"  # does not work; only ever a line of a claim sheet


_LIKE: Final = {ClaimType.DEAD: ClaimType.DAMAGE, ClaimType.WRONG_PALLET: ClaimType.MISSING_PALLET}


def rule_types(claim: ClaimType) -> tuple[ClaimType, ...]:
    """Return the types whose rules hold for a claim, nearest first: what does not work is damage, a wrong pallet is a missing one."""
    return (claim, _LIKE[claim]) if claim in _LIKE else (claim,)


def names(rule: Collection[ClaimType], claim: ClaimType) -> bool:
    """Whether a rule that lists types is about this one."""
    return any(like in rule for like in rule_types(claim))
