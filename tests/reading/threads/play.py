"""The corpus walked by the real program, and where each mail went."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.events import FactReleased, OfferAccepted, OfferDeclined, OfferMade, TermsConfirmed
from mailbot.mediation.phase import Phase
from mailbot.mediation.placement import Place
from mailbot.ports import EventRow, MessageRecord, Store
from tests.reading.threads.case import NOWHERE, Case, Kind, Truth
from tests.reading.threads.corpus import Corpus
from tests.reading.threads.setting import program

_BY_PARTY = {Kind.GENUINE, Kind.UNTOLD}
_BINDING = (OfferMade, OfferAccepted, OfferDeclined, TermsConfirmed, FactReleased)
IN = {Place.PLACED, Place.NEW_DISPUTE}


@dataclass(frozen=True, slots=True)
class Went:
    """Where a mail of the corpus went, and why, in the program's words."""

    number: int
    case: Case
    place: Place | None  # None: it could not be worked on
    why: str
    where: Truth = NOWHERE
    by_machine: bool = False
    proven: bool = False
    bound: bool = False  # an offer, an acceptance, a refusal, a release rests on it

    @property
    def placed(self) -> bool:
        """Whether it stands in a dispute as something a party wrote."""
        return self.place in IN and not self.by_machine

    @property
    def rightly(self) -> bool:
        """Whether it stands where it belongs, or is only said to."""
        want, have = self.case.truth, self.where
        same = (want.client_id, want.order, want.side) == (have.client_id, have.order, have.side)
        return same and want.dispute_id in ("", have.dispute_id)

    @property
    def wrong(self) -> bool:
        """Whether it stands where it must not: in another dispute, on another side, or at all."""
        if self.place not in IN:
            return False
        return not self.rightly or not (self.case.kind in _BY_PARTY or self.by_machine)

    @property
    def aside(self) -> bool:
        """Whether it waits for a person."""
        return self.place in (None, Place.QUARANTINE, Place.SUGGESTED, Place.WHICH_ORDER)

    def line(self) -> str:
        """Say it in one line."""
        told = f"{self.where.dispute_id} {self.where.side}".strip() or "nowhere"
        return f"{self.number:05d}.eml {self.case.what} ({self.case.how}): {self.place} {told}: {self.why}"


async def play(made: Corpus, store: Store) -> tuple[Went, ...]:
    """Walk the corpus through the program on an empty store: read, authenticated, threaded, decided, committed."""
    running, mailbox = await program(store, made.world)
    for turn in sorted({case.turn for case in made.cases}):
        for case in made.cases:
            if case.turn == turn:
                mailbox.receive(case.content)
        await running.collector.take()
        await running.walk.empty()
    return await _where(made, store)


async def _where(made: Corpus, store: Store) -> tuple[Went, ...]:
    records = {record.raw_id: record for record in await store.messages(limit=10**6)}
    reasons = {entry.raw_id: entry.reason for entry in await store.quarantine()}
    rows = await store.disputes()
    orders = {row.id: (row.client_id, row.order_number) for row in rows}
    over = {row.id for row in rows if row.phase == Phase.CLOSED}
    binding = {name for row in rows for name in _binding(await store.events(row.id))}
    earlier = sum(1 for matter in made.world.matters if matter.dispute_id)  # each with one mail, taken in first
    went = []
    for number, case in enumerate(made.cases, start=earlier + 1):
        record, settled = records.get(number), _settled(case, over)
        if record is None:
            why = reasons.get(number, "lost: neither read nor set aside")
            went.append(Went(number - earlier, settled, None, why))
        else:
            client_id, order = orders.get(record.dispute_id or "", ("", ""))
            where = Truth(client_id, order, str(record.side or ""), record.dispute_id or "")
            went.append(_went(number - earlier, settled, record, where, bound=record.id in binding))
    return tuple(went)


def _binding(rows: Sequence[EventRow]) -> Iterator[str]:
    """Return the mails on which something binding rests."""
    for row in rows:
        if isinstance(row.event, OfferMade):
            yield row.event.offer.message_id
        elif isinstance(row.event, _BINDING):
            yield row.event.message_id


def _went(number: int, case: Case, record: MessageRecord, where: Truth, *, bound: bool) -> Went:
    automatic = record.message.automatic
    return Went(
        number,
        case,
        record.placement.place,
        record.placement.why,
        where,
        by_machine=automatic is not None and automatic.kind is not AutomaticKind.LIST,
        proven=record.message.sender.trust is Trust.PROVEN,
        bound=bound,
    )


def _settled(case: Case, over: Collection[str]) -> Case:
    """Where a dispute ended while the corpus came in, a new one over the same order is as right as the old."""
    if case.truth.dispute_id not in over:
        return case
    return replace(case, truth=replace(case.truth, dispute_id=""))
