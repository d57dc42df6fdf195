"""What each event makes of a dispute: the only way a dispute changes."""

from collections.abc import Iterable
from dataclasses import replace
from functools import reduce

from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Agreed, Claimed, DisputeOpened, Event, Moved, Said, Timed
from mailbot.mediation.evolve.agreed import agreed
from mailbot.mediation.evolve.claimed import claimed
from mailbot.mediation.evolve.moved import moved, opened
from mailbot.mediation.evolve.said import said
from mailbot.mediation.evolve.timed import timed
from mailbot.mediation.evolve.written import written

__all__ = ["evolve", "replay"]


def evolve(dispute: Dispute | None, event: Event) -> Dispute:
    """Return the dispute after an event; only an opening has no dispute before it."""
    if isinstance(event, DisputeOpened):
        assert dispute is None, "a dispute is opened once"
        return opened(event)
    assert dispute is not None, "the first event of a dispute is its opening"
    return replace(_after(dispute, event), version=dispute.version + 1, changed_at=event.at)


def replay(events: Iterable[Event]) -> Dispute:
    """Return the dispute that a log of events is."""
    dispute = reduce(evolve, events, None)
    assert dispute is not None, "a log holds at least an opening"
    return dispute


def _after(dispute: Dispute, event: Event) -> Dispute:
    if isinstance(event, Said):
        return said(dispute, event)
    if isinstance(event, Claimed):
        return claimed(dispute, event)
    if isinstance(event, Agreed):
        return agreed(dispute, event)
    if isinstance(event, Timed):
        return timed(dispute, event)
    return moved(dispute, event) if isinstance(event, Moved) else written(dispute, event)
