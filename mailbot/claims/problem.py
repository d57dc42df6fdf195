"""What a buyer writes in the column "what is wrong" -> kinds of claim, with their counts."""

import re
from typing import Final

from mailbot.policy.claim_type import ClaimType

_PART: Final = r"(charger|remote|lid|cable|cord|batter|manual|accessor|parts?\b|screw|cargador|control|tapa|bater[ií]a|accesori|tornillo|partes?\b)"

# The first that tells decides: "missing charger" is a unit that came, "broken, does not work" is one that does not work.
_KINDS: Final = tuple(
    (kind, re.compile(tells, re.IGNORECASE))
    for kind, tells in (
        (ClaimType.MISSING_PALLET, r"missing (pallet|skid)|(pallet|skid)s? missing|falta.{0,10}(tarima|pal+et)"),
        (ClaimType.NOT_AS_DESCRIBED, rf"missing (the |its |a )?{_PART}|{_PART}.{{0,9}} missing|falta.{{0,9}}{_PART}|incomplet"),
        (ClaimType.WRONG_ITEM, r"\bwrong|instead of|different (item|product|model)|otro (art|prod|mod)|equivocad|\bincorrect"),
        (ClaimType.DEAD, r"\bdead|\bdoa\b|(does ?n.?t|do ?n.?t|not|no|won.?t) (work|turn on|power|function|start)|no (funciona|enciende|prende|sirve|arranca)|\bdefectiv|defectuos|short.?circuit"),
        (ClaimType.DAMAGE, r"\b(smash|broke|damag|crush|crack|dent(s|ed)?\b|torn\b|wet\b|scratch|shatter|da[ñn]ad|rot[oa]s?\b|quebrad|golpead|mojad|aplastad|rayad|rasgad)"),
        (ClaimType.MISSING_UNITS, r"\bmissing|\bshort|not (in\b|there|received|delivered|found)|never (came|arrived)|\bfalt(a|an|ante|antes|ó|aron)\b|no (lleg|ven[ií]a|vin|est[aá]n?\b|recib)"),
        (ClaimType.COUNTERFEIT, r"\bcounterfeit|\bfakes?\b|\bfals"),
        (ClaimType.NOT_AS_DESCRIBED, r"not (as|what)|describ|\blisted|\bused\b|correspond|descri|\busad"),
    )
)  # fmt: skip
_BETWEEN: Final = re.compile(r"[,;+/&\n]|\.\s|\b(?:and|plus|y|m[aá]s)\b", re.IGNORECASE)
_NUMBER: Final = re.compile(r"(?<![\d.,%])\d{1,6}(?![\d%]|[.,]\d)")


def kind_of(words: str) -> ClaimType:
    """Return the kind of claim some words mean; ``not_as_described`` if they name no other."""
    return _told(words) or ClaimType.NOT_AS_DESCRIBED


def parts_of(words: str, affected: int) -> list[tuple[ClaimType, int]]:
    """Return each kind with its count ("3 missing, 2 smashed"); one kind for all if the counts do not add up."""
    counted = [_counted(piece) for piece in _pieces(words)]
    parts = [part for part in counted if part is not None]
    if len(parts) > 1 and len(parts) == len(counted) and sum(count for _, count in parts) == affected:
        return _together(parts)
    return [(kind_of(words), affected)]


def _pieces(words: str) -> list[str]:
    """Part the words where one problem ends and the next begins: "3 missing 2 smashed" too."""
    pieces: list[str] = []
    for piece in filter(None, map(str.strip, _BETWEEN.split(words[:2000]))):
        pieces += re.split(r"\s+(?=\d)", piece) if piece[0].isdigit() else [piece]
    return pieces


def _counted(piece: str) -> tuple[ClaimType, int] | None:
    numbers, kind = _NUMBER.findall(piece), _told(piece)
    return (kind, int(numbers[0])) if kind is not None and len(numbers) == 1 and int(numbers[0]) else None


def _together(parts: list[tuple[ClaimType, int]]) -> list[tuple[ClaimType, int]]:
    kinds = dict.fromkeys(kind for kind, _ in parts)
    return [(kind, sum(count for other, count in parts if other is kind)) for kind in kinds]


def _told(words: str) -> ClaimType | None:
    return next((kind for kind, tells in _KINDS if tells.search(words[:2000])), None)
