"""What a dispute is after words came in."""

from dataclasses import replace
from typing import assert_never

from mailbot.mediation.dispute import Dispute, Statement
from mailbot.mediation.events import (
    LanguageChosen,
    MachineAnswered,
    Marked,
    Said,
    StatementMade,
    StrangerHeard,
    SuggestionAnswered,
    SuggestionMade,
)


def said(dispute: Dispute, event: Said) -> Dispute:
    """Keep the words and what they were read as."""
    match event:
        case StatementMade():
            return _stated(dispute, event)
        case LanguageChosen():
            return _in_language(dispute, event)
        case Marked(side=side, kind=kind):
            mark = f"{side}: {kind}"
            return dispute if mark in dispute.marks else replace(dispute, marks=(*dispute.marks, mark))
        case SuggestionMade() | SuggestionAnswered():
            return _suggested(dispute, event)
        case MachineAnswered():
            return dispute  # neither an answer nor silence
        case StrangerHeard(side=side, address=address):
            return replace(dispute, strangers=dispute.strangers | {(side, address)})
        case _:
            assert_never(event)


def _stated(dispute: Dispute, event: StatementMade) -> Dispute:
    statement = Statement(
        event.at, event.side, event.message_id, event.words, event.trust, event.intents, event.heat, event.language
    )
    return replace(
        dispute,
        statements=(*dispute.statements, statement),
        heat={**dispute.heat, event.side: event.heat},
    )


def _suggested(dispute: Dispute, event: SuggestionMade | SuggestionAnswered) -> Dispute:
    if isinstance(event, SuggestionMade):
        return replace(dispute, suggestions=(*dispute.suggestions, event), suggestions_made=event.number)
    return replace(dispute, suggestions=tuple(one for one in dispute.suggestions if one.number != event.number))


def _in_language(dispute: Dispute, event: LanguageChosen) -> Dispute:
    party = replace(dispute.party(event.side), language=event.language, language_chosen=event.chosen)
    return dispute.with_party(party)
