"""The exact lines our letters offer as answers: the one place where they are written down.

A letter shows ``answer_line(language, "counter", "250.00")``; interpret knows the line again in every language,
whatever its case. Keys that take something after them: ``counter`` an amount, ``yes`` and ``no`` a question's number,
``more_time`` (if wanted) a number of days.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

KEYS: Final = (
    "accept",
    "decline",
    "counter",
    "yes",
    "no",
    "confirm",
    "paid",
    "more_time",
    "person",
    "withdraw",
)

ANSWER_LINES: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "en": MappingProxyType(
            {
                "accept": "ACCEPT",
                "decline": "DECLINE",
                "counter": "COUNTER",
                "yes": "YES",
                "no": "NO",
                "confirm": "CONFIRM",
                "paid": "PAID",
                "more_time": "MORE TIME",
                "person": "PERSON",
                "withdraw": "WITHDRAW",
            }
        ),
        "es": MappingProxyType(
            {
                "accept": "ACEPTO",
                "decline": "RECHAZO",
                "counter": "CONTRAOFERTA",
                "yes": "SÍ",
                "no": "NO",
                "confirm": "CONFIRMO",
                "paid": "PAGADO",
                "more_time": "MÁS TIEMPO",
                "person": "PERSONA",
                "withdraw": "RETIRO",
            }
        ),
    }
)

REASON_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {"en": "REASON", "es": "MOTIVO"}
)  # "REASON: ..." below a line


def answer_line(language: str, key: str, *rest: object) -> str:
    """Return a line as a letter shows it: ``answer_line("en", "yes", 3)`` is ``YES 3``."""
    lines = ANSWER_LINES.get(language, ANSWER_LINES["en"])
    return " ".join((lines[key], *(str(part) for part in rest)))
