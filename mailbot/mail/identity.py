"""Who we are in the mail."""

from dataclasses import dataclass

from mailbot.mail.token import Keys


@dataclass(frozen=True, slots=True)
class Identity:
    """Our address and name, and the keys our tags and ids are signed with."""

    address: str
    name: str
    domain: str  # of our Message-IDs
    keys: Keys
    plus_addresses: bool = True

    @property
    def addresses(self) -> tuple[str, ...]:
        """All addresses we answer to, without tokens."""
        return (self.address,)
