"""What of a party's mail counts: plain words of a proven sender who speaks bind, the rest is put to the mediator."""

from dataclasses import dataclass
from decimal import Decimal

from mailbot.claims.claim import Claim
from mailbot.errors import RowFault
from mailbot.mail.authentication import Trust
from mailbot.mediation.decision import EvidenceItem, NoticeKind, PartyWrote
from mailbot.mediation.events import SuggestionAnswered, SuggestionMade
from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide.turn import Turn

_COMMITS = frozenset({IntentKind.REPORTS_PAYMENT})  # binds nobody, yet ends a dispute
_ONE_OF = frozenset(
    {
        IntentKind.MAKES_OFFER,
        IntentKind.ACCEPTS,
        IntentKind.DECLINES,
        IntentKind.WITHDRAWS,
        IntentKind.CONFIRMS_TERMS,
    }
)
_ANSWERS = _ONE_OF - {IntentKind.WITHDRAWS}
_NOTHING_PUT = frozenset({Phase.INTAKE, Phase.SCREENING, Phase.EVIDENCE, Phase.EVALUATION})
_GO_TOGETHER = (
    frozenset({IntentKind.DECLINES, IntentKind.MAKES_OFFER}),
    frozenset({IntentKind.ACCEPTS, IntentKind.CONFIRMS_TERMS}),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A party's mail as far as it counts; ``confirmed``: a suggestion the mediator let count."""

    side: Side
    message_id: str
    words: str
    intents: tuple[Intent, ...]
    claim: Claim | None = None
    evidence: tuple[EvidenceItem, ...] = ()
    sheet_faults: tuple[RowFault, ...] = ()
    confirmed: bool = False

    def one(self, *kinds: IntentKind) -> Intent | None:
        """Return the first intent of these kinds."""
        return next((intent for intent in self.intents if intent.kind in kinds), None)


def weigh(turn: Turn, wrote: PartyWrote) -> Answer:
    """Split a mail into what counts and what is only suggested."""
    conflict = _conflict(wrote.intents)
    counts = []
    for intent in wrote.intents:
        reason = _why_not(wrote, intent, conflict)
        if reason and intent.kind in _ANSWERS and turn.dispute.phase in _NOTHING_PUT:
            continue  # "I want my money back": part of the claim; confirming it would lead nowhere
        if reason:
            suggest(turn, wrote.side, intent, wrote.message_id, reason)
        else:
            counts.append(intent)
    _repeat(turn, wrote.side, counts)
    return Answer(
        wrote.side, wrote.message_id, wrote.words, tuple(counts), wrote.claim, wrote.evidence, wrote.sheet_faults
    )


def suggest(turn: Turn, side: Side, intent: Intent, message_id: str, reason: str) -> None:
    """Put a reading that does not bind by itself to the mediator."""
    number = turn.dispute.suggestions_made + 1
    turn.record(SuggestionMade(turn.now, number, side, intent, message_id, reason, turn.follow_up_at))
    amount = f" {intent.amount} {intent.currency or ''}".rstrip() if intent.amount is not None else ""
    turn.tell(
        "mediator",
        NoticeKind.SUGGESTION,
        f'Suggestion {number}: the {side} {intent.kind}{amount}: "{intent.words}". Does not count by itself: {reason}.',
    )


def _why_not(wrote: PartyWrote, intent: Intent, conflict: str) -> str:
    if not intent.binds and intent.kind not in _COMMITS:
        return ""
    if wrote.trust is not Trust.PROVEN:
        return "the sender is not proven"
    if not wrote.speaks:
        return "this address informs, it cannot bind"
    if intent.certainty is not Certainty.PLAIN:
        return f"the words are not plain ({intent.certainty})"
    return conflict if intent.kind in _ONE_OF else ""


def _conflict(intents: tuple[Intent, ...]) -> str:
    """Say whether a mail wants things that exclude one another: two readings are asked about, not chosen from."""
    intents = tuple(intent for intent in intents if intent.certainty is not Certainty.UNSURE)
    kinds = frozenset(intent.kind for intent in intents) & _ONE_OF
    figures: set[tuple[Decimal | None, str]] = {
        (intent.amount, intent.detail) for intent in intents if intent.kind is IntentKind.MAKES_OFFER
    }
    if len(figures) > 1:
        return "the mail names more than one offer"
    if len(kinds) > 1 and kinds not in _GO_TOGETHER:
        return "the mail says " + " and ".join(sorted(kinds))
    return ""


def _repeat(turn: Turn, side: Side, counts: list[Intent]) -> None:
    """Close suggestions that the party has now said in a way that counts."""
    kinds = {intent.kind for intent in counts if intent.binds or intent.kind in _COMMITS}
    for suggestion in turn.dispute.suggestions:
        if suggestion.side is side and suggestion.intent.kind in kinds:
            turn.record(
                SuggestionAnswered(turn.now, suggestion.number, confirmed=False, by="a later mail of the party")
            )
