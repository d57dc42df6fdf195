"""Who is in a dispute, and who works on it."""

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """The two parties. Everything that is said is said by, or to, one of them."""

    BUYER = "buyer"
    SELLER = "seller"

    @property
    def other(self) -> "Side":
        """Who sits across."""
        return Side.SELLER if self is Side.BUYER else Side.BUYER


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a dispute. ``speaks``: addresses that can bind, the first is written to."""

    side: Side
    name: str
    speaks: tuple[str, ...]
    informs: tuple[str, ...] = ()
    language: str = "en"  # letters to them
    language_chosen: bool = False  # they asked for it

    @property
    def address(self) -> str:
        """Where letters go."""
        return self.speaks[0]

    def knows(self, address: str) -> bool:
        """Whether an address belongs to this party at all."""
        return address in self.speaks or address in self.informs


class Role(StrEnum):
    """What a person on our side may do."""

    MEDIATOR = "mediator"
    LEAD = "lead"
    ACCOUNT_MANAGER = "account_manager"
    AUDITOR = "auditor"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on our side, from config/people.toml."""

    id: str
    name: str
    address: str
    roles: tuple[Role, ...]
    clients: tuple[str, ...]  # ids, or ("*",)
    language: str = "en"
    trainee: bool = False
    active: bool = True

    def sees(self, client_id: str) -> bool:
        """Whether this person may work on that client's disputes."""
        return self.active and ("*" in self.clients or client_id in self.clients)
