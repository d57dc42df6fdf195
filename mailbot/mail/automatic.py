"""Mail written by a machine (RFC 3834): recorded, never answered, never an answer."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class AutomaticKind(StrEnum):
    """Kinds of machine-written mail."""

    OUT_OF_OFFICE = "out_of_office"
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    LIST = "list"
    RECEIPT = "receipt"
    CHALLENGE = "challenge"
    CALENDAR = "calendar"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Automatic:
    """Which kind, and until when its writer is away."""

    kind: AutomaticKind
    until: date | None = None
    reason: str = ""
