"""What a dispute is after a letter was ordered, dropped, sent or lost."""

from dataclasses import replace
from typing import assert_never

from mailbot.mediation.dispute import Dispute, OpenLetter, SentLetter
from mailbot.mediation.events import DeliveryFailed, LetterDropped, LetterOrdered, LetterSent, Written
from mailbot.mediation.evolve.timed import install
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side


def written(dispute: Dispute, event: Written) -> Dispute:
    """Keep letters and what became of them."""
    match event:
        case LetterOrdered():
            letter = OpenLetter(event.letter, event.reader, event.at, event.follow_up_at)
            return replace(dispute, open_letters=(*dispute.open_letters, letter))
        case LetterDropped(letter=kind, reader=reader):
            return _no_longer_open(dispute, kind, reader)
        case LetterSent():
            return _sent(dispute, event)
        case DeliveryFailed():
            return replace(dispute, bounces=(*dispute.bounces, event))
        case _:
            assert_never(event)


def _sent(dispute: Dispute, event: LetterSent) -> Dispute:
    sent = SentLetter(event.at, event.letter, event.reader, event.message_id, event.draft_id, event.text, event.carried)
    dispute = _no_longer_open(dispute, event.letter, event.reader)
    dispute = replace(dispute, letters=(*dispute.letters, sent))
    return dispute if event.deadline is None else install(dispute, event.deadline)


def _no_longer_open(dispute: Dispute, letter: Letter, reader: Side) -> Dispute:
    """Close the first open letter of that kind to that reader; there may be none."""
    left = list(dispute.open_letters)
    found = next((item for item in left if item.letter is letter and item.reader is reader), None)
    if found is None:
        return dispute
    left.remove(found)
    return replace(dispute, open_letters=tuple(left))
