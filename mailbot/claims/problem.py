"""What a buyer writes in the column "what is wrong" -> kinds of claim, with their counts."""

import re
from typing import Final

from mailbot.policy.claim_type import ClaimType

_KINDS: Final = (
    (ClaimType.MISSING_PALLET, re.compile(r"missing pallet|pallet missing|falta.{0,10}(tarima|pal+et)", re.IGNORECASE)),
    (ClaimType.WRONG_ITEM, re.compile(r"wrong|instead of|different item|otro art|equivocad|incorrect", re.IGNORECASE)),
    (ClaimType.DEAD, re.compile(r"\bdead|doa\b|(does ?n.?t|not|no) (work|turn on|power)|no (funciona|enciende|prende|sirve)|defectiv|defectuos", re.IGNORECASE)),
    (ClaimType.DAMAGE, re.compile(r"smash|broke|damag|crush|crack|dent|torn|wet|da[ñn]ad|rot[oa]s?\b|quebrad|golpead|mojad|roto", re.IGNORECASE)),
    (ClaimType.MISSING_UNITS, re.compile(r"missing|short|not (in|there|received)|falta|faltant|no (lleg|ven[ií]a|vin)", re.IGNORECASE)),
    (ClaimType.COUNTERFEIT, re.compile(r"counterfeit|fake|fals", re.IGNORECASE)),
    (ClaimType.NOT_AS_DESCRIBED, re.compile(r"not as|described|listed|used|correspond|descri|usad", re.IGNORECASE)),
)  # fmt: skip
_COUNTED: Final = re.compile(r"(\d{1,6})\s*(?:x|units?|pcs?|unidades)?\s*([^\d,;.+/&]+)", re.IGNORECASE)


def kind_of(words: str) -> ClaimType:
    """Return the kind of claim some words mean; ``not_as_described`` if they name no other."""
    return next((kind for kind, tells in _KINDS if tells.search(words)), ClaimType.NOT_AS_DESCRIBED)


def parts_of(words: str, affected: int) -> list[tuple[ClaimType, int]]:
    """Return each kind with its count ("3 missing, 2 smashed"); one kind for all if the counts do not add up."""
    counted = [(kind_of(said), int(count)) for count, said in _COUNTED.findall(words)]
    if len(counted) > 1 and sum(count for _, count in counted) == affected:
        return counted
    return [(kind_of(words), affected)]
