"""The language of a party's letters: the one they chose, else that of most words in their last three mails."""

from collections import Counter

from mailbot.mediation.events import LanguageChosen
from mailbot.mediation.intent import IntentKind
from mailbot.mediation.party import Side
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.turn import Turn

_LOOKED_AT = 3  # mails


def choose(turn: Turn, answer: Answer) -> None:
    """Follow a wish at once; a habit only while nothing was chosen."""
    wish = answer.one(IntentKind.WANTS_LANGUAGE)
    party = turn.dispute.party(answer.side)
    if wish is not None and wish.detail:
        _wish(turn, answer.side, wish.detail)
    elif not party.language_chosen:
        spoken = _most_spoken(turn, answer.side)
        if spoken is not None and spoken != party.language and spoken in turn.policy.languages:
            turn.record(LanguageChosen(turn.now, answer.side, spoken, chosen=False))


def _wish(turn: Turn, side: Side, language: str) -> None:
    if language in turn.policy.languages:
        turn.record(LanguageChosen(turn.now, side, language, chosen=True))
    else:
        turn.raise_task("language", f"the {side} asks for letters in '{language}', which we do not write", side)


def _most_spoken(turn: Turn, side: Side) -> str | None:
    said = [statement for statement in turn.dispute.statements if statement.side is side][-_LOOKED_AT:]
    words: Counter[str] = Counter()
    for statement in said:
        if statement.language is not None:
            words[statement.language] += len(statement.words.split())
    return words.most_common(1)[0][0] if words else None
