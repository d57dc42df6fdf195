"""The post came back (RFC 3461-3464)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounced:
    """One recipient a delivery report speaks of."""

    address: str
    status: str  # enhanced code such as 5.1.1, "" if none
    hard: bool  # trying again will not help
    reason: str
    delayed: bool = False  # still being tried: no failure
    message_id: str = ""  # of the mail that did not arrive, if the report names it
