"""What always holds, whatever happens in whatever order."""

from datetime import date, timedelta
from decimal import Decimal
from functools import reduce
from time import perf_counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.errors import RefusedMove
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.decision import (
    Decision,
    Happening,
    LetterLeft,
    MachineWrote,
    MediatorMoved,
    MoveKind,
    PartyWrote,
    PostCameBack,
    TimePassed,
)
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import (
    Event,
    LetterOrdered,
    OfferAccepted,
    OfferMade,
    PaymentReported,
    PhaseEntered,
    TermsConfirmed,
    TermsProposed,
)
from mailbot.mediation.evolve import evolve, replay
from mailbot.mediation.intent import BINDING, Certainty, Intent, IntentKind
from mailbot.mediation.offer import OfferState
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Outcome, Phase, may_enter
from mailbot.policy.claim_type import ClaimType
from mailbot.policy.policy import Policy
from mailbot.steps.decide import decide, open_dispute
from mailbot.steps.draft import announced
from tests import make
from tests.steps.decide.play import mail, photos, says

QUICK = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])

intents = st.builds(
    Intent,
    kind=st.sampled_from([kind for kind in IntentKind for _ in range(3 if kind in BINDING else 1)]),
    words=st.just("their words"),
    certainty=st.sampled_from([Certainty.PLAIN, Certainty.PLAIN, Certainty.PLAIN, Certainty.LIKELY, Certainty.UNSURE]),
    amount=st.sampled_from([None, Decimal(100), Decimal(150), Decimal(200), Decimal(10**6)]),
    currency=st.sampled_from([None, "USD", "EUR"]),
    until=st.sampled_from([None, date(2026, 6, 10)]),
    claim=st.sampled_from([None, None, ClaimType.MISSING_UNITS, ClaimType.DAMAGE]),
    detail=st.sampled_from(["", "", "", "es", "chargeback", "chargeback_opened", "reship"]),
    reason=st.sampled_from(["", "we counted"]),
)


def mails(number: int) -> st.SearchStrategy[PartyWrote]:
    return st.builds(
        PartyWrote,
        side=st.sampled_from(Side),
        message_id=st.just(f"m{number}"),
        words=st.just("their words"),
        trust=st.sampled_from([Trust.PROVEN, Trust.PROVEN, Trust.PROVEN, Trust.UNPROVEN, Trust.FORGED]),
        speaks=st.sampled_from([True, True, True, False]),
        intents=st.lists(intents, max_size=2).map(tuple),
        claim=st.sampled_from([None, None, make.claim()]),
        evidence=st.sampled_from([(), (photos(),)]),
        language=st.sampled_from([None, "en", "es", "fr"]),
        heat=st.integers(0, 3),
    )


others: st.SearchStrategy[Happening] = st.one_of(
    st.builds(TimePassed, st.frozensets(st.sampled_from(Side), max_size=1)),
    st.builds(
        MediatorMoved,
        by=st.just("mia"),
        kind=st.sampled_from(MoveKind),
        number=st.integers(1, 4),
        side=st.sampled_from([None, *Side]),
    ),
    st.builds(
        MachineWrote,
        side=st.sampled_from(Side),
        message_id=st.just("auto"),
        kind=st.sampled_from([AutomaticKind.OUT_OF_OFFICE, AutomaticKind.RECEIPT]),
        until=st.sampled_from([None, date(2026, 6, 2), date(2026, 8, 1)]),
    ),
    st.builds(
        PostCameBack,
        side=st.sampled_from(Side),
        address=st.just("x@y.example"),
        hard=st.booleans(),
        reason=st.just("no such user"),
    ),
)
policies = st.sampled_from(
    [
        make.policy(),
        make.policy(
            steps=make.steps(
                buyer_answer=make.step(days=1, on_timeout="close_no_response"),
                seller_first_answer=make.step(days=2, unit="calendar", on_timeout="to_decision"),
                seller_answer=make.step(days=24, unit="hours", on_timeout="to_decision"),
                confirm_terms=make.step(days=1, on_timeout="close_settled"),
                perform=make.step(days=2, on_timeout="nothing", reminders=False),
                max_rounds=2,
            )
        ),
    ]
)


class Table:
    """A dispute that anything may happen to; letters leave or wait, as drawn."""

    def __init__(self, data: st.DataObject, policy: Policy) -> None:
        self.data = data
        self.policy = policy
        self.order = make.order()
        self.now = make.NOW
        first = mail(Side.BUYER, "m0", says("states_claim"), claim=make.claim(), evidence=(photos(),))
        decision = open_dispute(self.order, policy, first, "D-1", "mia", self.now)
        self.dispute = decision.dispute
        self.events: list[Event] = list(decision.events)
        self.check(None, decision)
        self.send(decision)

    def happens(self, happening: Happening) -> None:
        before = self.dispute
        try:
            decision = decide(before, happening, self.policy, self.order, self.now)
        except RefusedMove:
            return
        self.dispute = reduce(evolve, decision.events, before)
        assert self.dispute == decision.dispute
        self.events += decision.events
        self.check(before, decision)
        self.check_twice(happening)
        self.send(decision)

    def send(self, decision: Decision) -> None:
        for order in decision.letters:
            if not self.data.draw(st.sampled_from([True, True, False]), label=f"{order.letter} leaves"):
                continue
            deadline = announced(order, self.policy, self.now)
            name = f"own-{len(self.dispute.letters)}"
            left = LetterLeft(order.letter, order.reader, name, "L-1", "text", deadline, order.carried)
            before = self.dispute
            sent = decide(before, left, self.policy, self.order, self.now)
            self.dispute = reduce(evolve, sent.events, before)
            self.events += sent.events
            self.check(before, sent)
            self.check_twice(left)

    def check(self, before: Dispute | None, decision: Decision) -> None:
        dispute = self.dispute
        assert dispute.version == len(self.events)
        assert dispute.waiting_on
        assert len({deadline.side for deadline in dispute.deadlines}) == len(dispute.deadlines)
        ordered = [event for event in decision.events if isinstance(event, LetterOrdered)]
        assert len(decision.letters) <= len(ordered)
        assert all(order.why for order in decision.letters)
        assert all(not (order.step and order.keep) for order in decision.letters)
        if dispute.phase is Phase.CLOSED:
            assert dispute.deadlines == ()
            assert dispute.outcome is not None
        else:
            assert dispute.deadlines or dispute.open_letters or dispute.open_tasks or dispute.suggestions
        if dispute.phase is Phase.HOLD:
            assert all(deadline.stopped_at is not None for deadline in dispute.deadlines)
        self.check_moves(before, decision)

    def check_moves(self, before: Dispute | None, decision: Decision) -> None:
        """Each phase follows from the one before by the table; nothing is agreed by one side alone."""
        dispute = before
        for event in decision.events:
            if isinstance(event, PhaseEntered):
                assert dispute is not None
                assert may_enter(dispute.phase, event.phase, dispute.phase_before)
                assert event.cause
                if event.outcome is Outcome.NO_RESPONSE:
                    self.check_silence(before)
            if isinstance(event, TermsProposed):
                self.check_agreement(dispute)
            dispute = evolve(dispute, event)

    def check_silence(self, before: Dispute | None) -> None:
        """No consequence before the deadline and its grace, and never without a final notice."""
        assert before is not None
        over = [one for one in before.deadlines if one.grace_until <= self.now and one.final_notice]
        assert over
        assert all(one.stopped_at is None for one in over)

    def check_agreement(self, dispute: Dispute | None) -> None:
        assert dispute is not None
        accepted = [offer for offer in dispute.offers if offer.state is OfferState.ACCEPTED]
        said_yes = [event for event in self.events if isinstance(event, OfferAccepted)]
        assert said_yes
        if said_yes[-1].number is not None:
            assert accepted[-1].by is said_yes[-1].side.other
        else:
            assert dispute.valuation is not None

    def check_twice(self, happening: Happening) -> None:
        """The same happening again binds nobody again."""
        try:
            again = decide(self.dispute, happening, self.policy, self.order, self.now)
        except RefusedMove:
            return
        binding = (OfferMade, OfferAccepted, TermsConfirmed, PaymentReported, TermsProposed)
        if not isinstance(happening, MediatorMoved):
            assert not [event for event in again.events if isinstance(event, binding)]
        if isinstance(happening, PartyWrote | LetterLeft) and not (
            isinstance(happening, PartyWrote) and happening.trust is Trust.FORGED
        ):
            assert again == Decision(self.dispute)


@QUICK
@given(st.data(), policies)
def test_whatever_happens(data: st.DataObject, policy: Policy) -> None:
    table = Table(data, policy)
    for number in range(1, data.draw(st.integers(1, 14)) + 1):
        table.now += timedelta(hours=data.draw(st.sampled_from([0, 1, 20, 60, 200]), label="hours pass"))
        table.happens(data.draw(st.one_of(mails(number), mails(number), others), label="happens"))
    assert replay(table.events) == table.dispute


@QUICK
@given(st.data())
def test_a_side_that_waits_unread_suffers_nothing(data: st.DataObject) -> None:
    table = Table(data, make.policy())
    for _ in range(6):
        table.now += timedelta(hours=data.draw(st.integers(1, 300)))
        before = table.dispute
        table.happens(TimePassed(frozenset(Side)))
        assert table.dispute.deadlines == before.deadlines
        assert table.dispute.phase is before.phase


def test_a_decision_costs_no_more_on_a_long_file() -> None:
    policy, order = make.policy(), make.order()
    first = mail(Side.BUYER, "m0", claim=make.claim(), words="words " * 100)
    short = open_dispute(order, policy, first, "D-1", "mia", make.NOW).dispute
    long = short
    for number in range(200):
        long = evolve(long, make.statement(message_id=f"n{number}", words="words " * 100))
    assert best_of(long, policy) < 3 * best_of(short, policy)


def best_of(dispute: Dispute, policy: Policy) -> float:
    return min(timed(dispute, policy, number) for number in range(40))


def timed(dispute: Dispute, policy: Policy, number: int) -> float:
    wrote = mail(Side.BUYER, f"new{number}", says("small_talk"))
    start = perf_counter()
    decide(dispute, wrote, policy, make.order(), make.NOW)
    return perf_counter() - start
