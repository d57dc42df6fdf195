"""What may tell where a mail belongs."""

from dataclasses import dataclass
from enum import StrEnum


class ClueKind(StrEnum):
    """Kinds of clue, the strongest first."""

    TOKEN = "token"  # a reply token in one of our addresses it was sent to
    OWN_ID = "own_id"  # our own signed Message-ID in In-Reply-To or References
    PARENT = "parent"  # a message we know in In-Reply-To or References
    TAG = "tag"  # [D-...] in the subject
    ORDER = "order"  # an order number in subject or new words


@dataclass(frozen=True, slots=True)
class Clue:
    """One hint: its kind and the value to look up (token, Message-ID, dispute, order number)."""

    kind: ClueKind
    value: str
