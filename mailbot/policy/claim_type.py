"""What a buyer may say is wrong with an order."""

from enum import StrEnum


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
