"""What the parties disagree on about one order, and its whole file, as it stands after its events."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from mailbot.claims.claim import Claim
from mailbot.claims.valuation import Valuation
from mailbot.mail.authentication import Trust
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.events import DeliveryFailed, EvidenceReceived, Rung, SuggestionMade
from mailbot.mediation.intent import Intent
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import Offer, OfferState, Terms
from mailbot.mediation.party import Party, Side
from mailbot.mediation.phase import Outcome, Phase


@dataclass(frozen=True, slots=True)
class Statement:
    """Words of one party. Caucus, always."""

    at: datetime
    side: Side
    message_id: str
    words: str
    trust: Trust
    intents: tuple[Intent, ...] = ()
    heat: int = 0
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Release:
    """That party's permission: which words exactly, when, by which message, on what basis."""

    words: str
    at: datetime
    message_id: str
    basis: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A piece of what a party told us; may cross only with a release."""

    number: int
    side: Side
    words: str
    message_id: str
    release: Release | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class SentLetter:
    """A letter the post took."""

    at: datetime
    letter: Letter
    reader: Side
    message_id: str
    draft_id: str
    text: str
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """A letter ordered and not yet sent: our turn."""

    letter: Letter
    reader: Side
    at: datetime | None = None
    follow_up_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Something a person must do."""

    number: int
    kind: str
    reason: str
    at: datetime
    done: bool = False
    side: Side | None = None  # whom we owe it
    follow_up_at: datetime | None = None
    rung: Rung = Rung.MEDIATOR  # who has been told


@dataclass(frozen=True, slots=True)
class Dispute:
    """A dispute as its events left it; ``version`` is how many there were."""

    id: str
    client_id: str
    order_number: str
    policy_version: str
    buyer: Party
    seller: Party
    mediator: str
    opened_at: datetime
    version: int = 0
    phase: Phase = Phase.INTAKE
    phase_before: Phase | None = None  # of a hold or a closing
    phase_since: datetime | None = None
    outcome: Outcome | None = None
    claim: Claim | None = None
    valuation: Valuation | None = None
    evidence: tuple[EvidenceReceived, ...] = ()
    statements: tuple[Statement, ...] = ()
    facts: tuple[Fact, ...] = ()
    offers: tuple[Offer, ...] = ()
    suggestions: tuple[SuggestionMade, ...] = ()  # open ones
    suggestions_made: int = 0
    letters: tuple[SentLetter, ...] = ()
    open_letters: tuple[OpenLetter, ...] = ()
    deadlines: tuple[Deadline, ...] = ()  # live ones, at most one a side
    dropped_deadlines: tuple[Deadline, ...] = ()  # the last of each side that ended unanswered: for reopening
    terms: Terms | None = None
    confirmed: frozenset[Side] = frozenset()
    confirmed_at: dict[Side, datetime] = field(default_factory=dict)
    payments: frozenset[Side] = frozenset()  # who says it is paid or arrived
    tasks: tuple[Task, ...] = ()
    rung: Rung | None = None
    bounces: tuple[DeliveryFailed, ...] = ()  # open ones
    marks: tuple[str, ...] = ()  # internal, never in a letter
    heat: dict[Side, int] = field(default_factory=dict)
    strangers: frozenset[tuple[Side, str]] = frozenset()  # in whose place an unknown address wrote
    changed_at: datetime | None = None

    def party(self, side: Side) -> Party:
        """One of the two."""
        return self.buyer if side is Side.BUYER else self.seller

    def with_party(self, party: Party) -> "Dispute":
        """Return the dispute with one of the two changed."""
        return replace(self, buyer=party) if party.side is Side.BUYER else replace(self, seller=party)

    def deadline(self, side: Side) -> Deadline | None:
        """Return what that side owes us now."""
        return next((deadline for deadline in self.deadlines if deadline.side is side), None)

    @property
    def standing_offer(self) -> Offer | None:
        """The offer that can be accepted now."""
        return next((offer for offer in reversed(self.offers) if offer.state is OfferState.STANDING), None)

    @property
    def open_tasks(self) -> tuple[Task, ...]:
        """What people still must do."""
        return tuple(task for task in self.tasks if not task.done)

    @property
    def waiting_on(self) -> frozenset[str]:
        """Whose turn it is: parties whose clock runs; us, or the decider, if we owe anything; "nobody" once closed."""
        if self.phase is Phase.CLOSED and not (self.open_letters or self.open_tasks):
            return frozenset({"nobody"})
        us = "decider" if self.phase is Phase.DECISION else "mediator"
        ours = {us} if self.open_letters or self.open_tasks or self.suggestions else set()
        theirs = {str(deadline.side) for deadline in self.deadlines if deadline.stopped_at is None}
        return frozenset(ours | theirs) or frozenset({us})

    @property
    def next_at(self) -> datetime | None:
        """When the clock next wants attention."""
        owed: tuple[Task | OpenLetter | SuggestionMade, ...] = (*self.open_tasks, *self.open_letters, *self.suggestions)
        ours = (one.follow_up_at for one in owed)
        moments = (*(deadline.next_at for deadline in self.deadlines), *ours)
        return min((moment for moment in moments if moment is not None), default=None)
