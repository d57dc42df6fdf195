"""Plays a dispute through ``decide`` alone: parties write, letters leave at once, time passes."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from functools import reduce
from itertools import count
from typing import Any

from mailbot.mail.authentication import Trust
from mailbot.mediation.decision import (
    Decision,
    EvidenceItem,
    Happening,
    LetterLeft,
    LetterOrder,
    MediatorMoved,
    MoveKind,
    Notice,
    PartyWrote,
    TimePassed,
)
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.mediation.evolve import evolve
from mailbot.mediation.intent import Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.policy.policy import Policy
from mailbot.steps.decide import decide, open_dispute
from mailbot.steps.draft import announced
from tests import make

BUYER, SELLER = Side.BUYER, Side.SELLER


def says(kind: str, **changes: Any) -> Intent:
    """One plain intent: ``says("makes_offer", amount="150")``."""
    amount = changes.pop("amount", None)
    return make.intent(
        kind=IntentKind(kind), words=changes.pop("words", kind), amount=Decimal(amount) if amount else None, **changes
    )


def mail(side: Side, message_id: str, *intents: Intent, **changes: Any) -> PartyWrote:
    values: dict[str, Any] = {"words": f"words of {message_id}", "trust": Trust.PROVEN, "speaks": True, **changes}
    return PartyWrote(side=side, message_id=message_id, intents=intents, **values)


def photos(name: str = "pallet.jpg") -> EvidenceItem:
    return EvidenceItem("photos", name, f"sha of {name}")


class Play:
    """A dispute on the table; ``events``, ``orders`` and ``notices`` keep all that followed."""

    def __init__(self, policy: Policy | None = None, **order: Any) -> None:
        self.policy = policy or make.policy()
        self.order = make.order(**order)
        self.now = make.NOW
        self.events: list[Event] = []
        self.orders: list[LetterOrder] = []
        self.notices: list[Notice] = []
        self.held_back: list[LetterOrder] = []
        self._dispute: Dispute | None = None
        self._numbers = count(1)

    @property
    def dispute(self) -> Dispute:
        assert self._dispute is not None
        return self._dispute

    def opens(self, *intents: Intent, send: bool = True, **changes: Any) -> list[str]:
        """The buyer's first mail; by default three televisions are missing and nothing is shown yet."""
        changes.setdefault("claim", make.claim())
        wrote = mail(BUYER, "m1", *(intents or (says("states_claim"),)), **changes)
        decision = open_dispute(self.order, self.policy, wrote, make.DISPUTE, "mia", self.now)
        assert decision.dispute == reduce(evolve, decision.events, None)
        self._dispute = decision.dispute
        self._keep(decision)
        return self._letters(decision, send=send)

    def writes(self, side: Side, *intents: Intent, send: bool = True, **changes: Any) -> list[str]:
        return self.happens(mail(side, f"m{next(self._numbers) + 1}", *intents, **changes), send=send)

    def moves(self, kind: str, *, send: bool = True, **changes: Any) -> list[str]:
        return self.happens(MediatorMoved("mia", MoveKind(kind), **changes), send=send)

    def passes(self, *, until: datetime | None = None, unread: Iterable[Side] = (), **span: float) -> list[str]:
        """Let time pass and look at the clock once."""
        self.now = until or self.now + timedelta(**span)
        return self.happens(TimePassed(frozenset(unread)))

    def happens(self, happening: Happening, *, send: bool = True) -> list[str]:
        decision = decide(self.dispute, happening, self.policy, self.order, self.now)
        self._dispute = reduce(evolve, decision.events, self.dispute)
        self._keep(decision)
        return self._letters(decision, send=send)

    def leaves(self, order: LetterOrder) -> None:
        """The post takes a letter, written now."""
        number = len(self.dispute.letters) + 1
        deadline = announced(order, self.policy, self.now)
        text = f"text of {order.letter}"
        left = LetterLeft(order.letter, order.reader, f"own-{number}", f"L-{number}", text, deadline, order.carried)
        decision = decide(self.dispute, left, self.policy, self.order, self.now)
        self._dispute = reduce(evolve, decision.events, self.dispute)
        self._keep(decision)

    def take(self, event: Event) -> None:
        """Let an event happen that nothing here decides yet."""
        self._dispute = evolve(self.dispute, event)
        self.events.append(event)

    def happened(self, kind: type[Event]) -> list[Any]:
        return [event for event in self.events if isinstance(event, kind)]

    def last(self, letter: Letter) -> LetterOrder:
        return next(order for order in reversed(self.orders) if order.letter is letter)

    def _letters(self, decision: Decision, *, send: bool) -> list[str]:
        for order in decision.letters:
            if send:
                self.leaves(order)
            else:
                self.held_back.append(order)
        return [f"{order.letter} to {order.reader}" for order in decision.letters]

    def _keep(self, decision: Decision) -> None:
        self.events += decision.events
        self.orders += decision.letters
        self.notices += decision.notices


def in_shuttle(**policy: Any) -> Play:
    """A dispute in which the seller offered 150.00 and the buyer has the offer."""
    play = at_seller(**policy)
    play.writes(SELLER, says("makes_offer", amount="150.00", reason="we counted eight"))
    return play


def at_seller(**policy: Any) -> Play:
    """A dispute that waits for the seller's first answer."""
    play = Play(make.policy(**policy))
    play.opens(evidence=(photos(),))
    return play


def in_terms(**policy: Any) -> Play:
    """A dispute in which the buyer accepted 150.00 and both have the terms."""
    play = in_shuttle(**policy)
    play.writes(BUYER, says("accepts"))
    return play


def in_performance(**policy: Any) -> Play:
    """A dispute in which both confirmed and the seller has to pay."""
    play = in_terms(**policy)
    play.writes(BUYER, says("confirms_terms"))
    play.writes(SELLER, says("confirms_terms"))
    return play
