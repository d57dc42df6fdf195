"""All readings of one message brought into concord: doubles go, contradictions are unsure, silence is unclear."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.steps.interpret.acceptance import answers_to_offer
from mailbot.steps.interpret.answers import answers, evidence
from mailbot.steps.interpret.claims import claims
from mailbot.steps.interpret.confidences import confidences
from mailbot.steps.interpret.courtesy import is_courtesy
from mailbot.steps.interpret.endings import endings
from mailbot.steps.interpret.lines import exact_answers
from mailbot.steps.interpret.offers import offers
from mailbot.steps.interpret.permission import permissions
from mailbot.steps.interpret.pressure import pressure
from mailbot.steps.interpret.reading import MAX_CHARACTERS, Reading
from mailbot.steps.interpret.requests import requests
from mailbot.steps.interpret.words import any_of

_NOUNS: Final[tuple[Callable[[Reading], Iterator[Intent]], ...]] = (
    answers_to_offer, offers, permissions, endings, claims, evidence, answers, requests, confidences, pressure,
)  # fmt: skip
_YES: Final = frozenset({IntentKind.ACCEPTS, IntentKind.CONFIRMS_TERMS, IntentKind.RELEASES})
_AGAINST: Final = frozenset({IntentKind.DECLINES, IntentKind.WITHDRAWS, IntentKind.WITHHOLDS, IntentKind.MAKES_OFFER})
_TALK: Final = any_of(
    "thanks?(?: you)?", "thank u", "thx", "ty", "hello", "hi", "hey", "dear", "good (?:morning|afternoon|evening|day)", "regards", "best", "cheers", "ok(?:ay)?", "got it", "noted", "received", "understood", "have a (?:nice|good|great)", "appreciate", "welcome", "no problem", "sounds good", "great", "will do", "hope", "sorry", "(?:will|i'll|we'll) (?:reply|answer|write|get back|respond|look)", "out of office", "merry", "blessed", "christmas", "bless you", "happy (?:holidays|new year)",
    "gracias", "hola", "buenos dias", "buenas(?: tardes| noches)?", "saludos", "recibido", "entendido", "de nada", "enterad[oa]s?", "perfecto", "muy amable", "agradezco", "agradecemos", "feliz", "estimad[oa]s?", "vale", "excelente", "disculp[ea]n?", "perdon", "(?:le|les) (?:contesto|respondo|escribo)", "bendiciones",
)  # fmt: skip
_NO_TALK: Final = any_of(
    "accept\\w{0,4}",
    "agree\\w{0,1}",
    "declin\\w{1,3}",
    "reject\\w{0,3}",
    "acept\\w{1,5}",
    "rechaz\\w{1,4}",
    "refund\\w{0,3}",
    "reembols\\w{1,4}",
)
_SHORT: Final = 160


def concord(reading: Reading) -> tuple[Intent, ...]:
    """Return all that the message wants."""
    lines = tuple(exact_answers(reading))
    free = tuple(intent for noun in _NOUNS for intent in noun(reading)) if _readable(reading) else ()
    exact = {line.words for line in lines}
    free = tuple(each for each in free if not (each.binds and each.words.strip(" *_.!#-") in exact))
    found = _without_doubles(_clouded(reading, lines) + free)
    settled = _contradictions(found)
    if reading.cut:
        words = f"the text was cut at {MAX_CHARACTERS:,} characters"
        settled = (*map(_less_sure, settled), Intent(IntentKind.UNCLEAR, words, Certainty.UNSURE, detail="cut"))
    return settled or _rest(reading)


def _readable(reading: Reading) -> bool:
    """Whether the words are in a language we read, or too few to tell."""
    return reading.language in ("en", "es", None)


def _clouded(reading: Reading, lines: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """Make an exact line beside an "only if" a suggestion, not a promise."""
    exact = {line.words for line in lines}
    beside = (each for each in reading.sentences if each.said.strip(" *_.") not in exact)
    if any(each.number in reading.loose or each.number in reading.turning for each in beside):
        return tuple(map(_less_sure, lines))
    return lines


def _less_sure(intent: Intent) -> Intent:
    if intent.binds and intent.certainty is Certainty.PLAIN:
        return replace(intent, certainty=Certainty.LIKELY)
    return intent


def _without_doubles(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """Keep the surest of equal readings, in the order they came."""
    kept: dict[tuple[object, ...], Intent] = {}
    rank = list(Certainty)
    for intent in intents:
        what = intent.words if intent.kind in (IntentKind.ASKS, IntentKind.ANSWERS) else None
        key: tuple[object, ...] = (
            intent.kind,
            intent.amount,
            intent.question,
            intent.claim,
            intent.units,
            intent.sku,
            intent.detail,
            what,
        )
        if intent.binds and intent.amount is None and intent.kind is not IntentKind.MAKES_OFFER:
            key = (intent.kind, intent.question)
        known = kept.get(key)
        if known is None or rank.index(intent.certainty) < rank.index(known.certainty):
            kept[key] = intent
    return tuple(kept.values())


def _contradictions(intents: tuple[Intent, ...]) -> tuple[Intent, ...]:
    """Yes and no together, or two different offers: none of it is plain."""
    kinds = {intent.kind for intent in intents}
    offers = {intent.amount for intent in intents if intent.kind is IntentKind.MAKES_OFFER}
    yes = kinds & _YES
    against = kinds & (_AGAINST if IntentKind.RELEASES in yes else _AGAINST - {IntentKind.WITHHOLDS})
    if (yes and against) or len(offers) > 1:
        doubtful = _YES | _AGAINST if yes else {IntentKind.MAKES_OFFER}
        return tuple(replace(each, certainty=Certainty.UNSURE) if each.kind in doubtful else each for each in intents)
    if IntentKind.WITHDRAWS in kinds and IntentKind.MAKES_OFFER in kinds:
        return tuple(map(_less_sure, intents))
    return intents


def _rest(reading: Reading) -> tuple[Intent, ...]:
    """Words that want nothing we know: small talk, or unclear."""
    body = [each for each in reading.sentences if not each.from_subject] or list(reading.sentences)
    words = " ".join(each.said for each in body)
    if not words.strip(" .,!-"):
        return ()
    talk = (
        len(words) <= _SHORT
        and not any(_NO_TALK.search(each.plain) or reading.sums(each) for each in body)
        and any(_TALK.search(each.plain) or is_courtesy(each) for each in body)
        and _readable(reading)
    )
    kind = IntentKind.SMALL_TALK if talk else IntentKind.UNCLEAR
    return (Intent(kind, words[:500], Certainty.LIKELY if talk else Certainty.UNSURE),)
