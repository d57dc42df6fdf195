"""Who is in a dispute, and who works on it."""

from dataclasses import dataclass, replace
from enum import StrEnum

from mailbot.mail.address import canonical, same_mailbox


class Side(StrEnum):
    """The two parties. Everything that is said is said by, or to, one of them."""

    BUYER = "buyer"
    SELLER = "seller"

    @property
    def other(self) -> "Side":
        """Who sits across."""
        return Side.SELLER if self is Side.BUYER else Side.BUYER


class AddressUse(StrEnum):
    """What an address of a party is good for."""

    LETTERS = "letters"  # it is written to, and it may bind
    SPEAKS = "speaks"  # it may bind
    INFORMS = "informs"  # it is read, it cannot bind
    NONE = "none"  # not theirs (any more)


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
        """Whether an address belongs to this party at all, however it is spelled."""
        return canonical(address) in map(canonical, (*self.speaks, *self.informs))

    def may_bind(self, address: str) -> bool:
        """Whether what comes from an address can bind this party."""
        return canonical(address) in map(canonical, self.speaks)

    def with_address(self, address: str, use: AddressUse) -> "Party":
        """Return the party with an address used so, and in no other way."""
        speaks = tuple(one for one in self.speaks if not same_mailbox(one, address))
        informs = tuple(one for one in self.informs if not same_mailbox(one, address))
        if use is AddressUse.LETTERS:
            speaks = (address, *speaks)
        elif use is AddressUse.SPEAKS:
            speaks = (*speaks, address) if not same_mailbox(address, self.address) else self.speaks
        elif use is AddressUse.INFORMS:
            informs = (*informs, address)
        return replace(self, speaks=speaks, informs=informs)


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
