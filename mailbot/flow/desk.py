"""The desk: the ports, people and names that every part of the flow works with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailbot.claims.order import Order
from mailbot.errors import NotFound, SettingsError
from mailbot.mail.authentication import Sender, Trust
from mailbot.mail.identity import Identity
from mailbot.mediation.approval import Draft
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Person, Role, Side
from mailbot.policy.policy import Policy
from mailbot.ports import Clock, Letters, Papers, Policies, Scribe, Store


@dataclass(frozen=True, slots=True)
class File:
    """A dispute with the order and the rules it is about."""

    dispute: Dispute
    order: Order
    policy: Policy
    pending: tuple[Draft, ...] = ()  # drafts that wait for a verdict
    mails: tuple[tuple[Side, datetime, str], ...] = ()  # Message-IDs of its parties' mails, the oldest first
    newest: tuple[Side, str] | None = None  # who wrote the mail that is being walked, and its Message-ID


@dataclass(frozen=True, slots=True)
class Desk:
    """What the flow asks, and who works here."""

    store: Store
    letters: Letters
    scribe: Scribe
    clock: Clock
    policies: Policies
    people: tuple[Person, ...]
    identity: Identity
    new_id: Callable[[], str]  # a random name nobody can guess
    approval_hours: int = 72
    unproven_is_enough: bool = False
    resend_unknown: bool = False

    async def file(self, dispute_id: str) -> File:
        """Open a dispute's file; NotFound if there is none."""
        folder = await self.store.folder(dispute_id)
        if folder is None:
            raise NotFound(f"there is no dispute {dispute_id}")
        dispute = folder.dispute
        if folder.order is None:
            raise NotFound(f"dispute {dispute_id}: its order {dispute.order_number} is gone")
        policy = self.policies.by_version(dispute.policy_version)
        return File(dispute, folder.order, policy, folder.pending, folder.mails)

    def papers(self, file: File) -> Papers:
        """Return what a letter in this dispute is written from."""
        mediator = self.person(file.dispute.mediator)
        name = mediator.name if mediator else self.identity.name
        return Papers(file.dispute, file.order, name, self.clock.now())

    def believed(self, sender: Sender) -> Trust:
        """Return a sender's trust as the settings want it: a server without DMARC proves nobody."""
        enough = sender.trust is Trust.UNPROVEN and self.unproven_is_enough
        return Trust.PROVEN if enough else sender.trust

    def person(self, id_: str) -> Person | None:
        """Return somebody who works here."""
        return next((person for person in self.people if person.id == id_), None)

    def in_role(self, role: str, client_id: str) -> tuple[Person, ...]:
        """Return who holds a role for a client."""
        return tuple(person for person in self.people if role in person.roles and person.sees(client_id))

    def mediator_for(self, client_id: str, order_number: str) -> Person:
        """Choose who takes a new dispute: the same for the same order, spread over all who may."""
        able = [person for person in self.in_role(Role.MEDIATOR, client_id) if Role.LEAD not in person.roles]
        able = able or list(self.in_role(Role.MEDIATOR, client_id))
        if not able:
            raise SettingsError(f"config/people.toml: nobody with the role mediator sees client '{client_id}'")
        return able[sum(order_number.encode()) % len(able)]
