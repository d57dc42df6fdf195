"""Whether the sender is who From says."""

from dataclasses import dataclass
from enum import StrEnum


class Trust(StrEnum):
    """Our word on a sender."""

    PROVEN = "proven"
    UNPROVEN = "unproven"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Sender:
    """Who From says it is, and whether that is so."""

    address: str  # lower-case domain; "" if there is not exactly one
    name: str
    trust: Trust
    reason: str  # in words a mediator understands


@dataclass(frozen=True, slots=True)
class TrustSettings:
    """What our own server writes and how much of it we need."""

    trusted_server: str  # authserv-id our border writes into Authentication-Results; "" if it writes none
    verify_dkim: bool = False
    unproven_is_enough: bool = False
