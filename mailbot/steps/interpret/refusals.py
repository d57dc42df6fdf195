"""No to what was put to the writer."""

import re

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.blunt_no import blunt_no
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import BUT, HEDGE, REPORTED, conditional
from mailbot.steps.interpret.terms import ABOUT, MANNERS, OBJECT, YES, named_after
from mailbot.steps.interpret.words import Sentence, any_of

NO = any_of(
    r"(?<![\w] )declined?(?= *[.,!]| *$)", "(?:it is|it's|must be|we|i) declined", "(?:i|we)(?: must| have to| will| do)? (?:decline|reject|refuse)", "rejected", "(?<!or )(?<!, )(?<!\\d )no deal", "no thanks?", "no way", "(?:is|are) (?:not|un)(?: ?acceptable)",
    "unacceptable", "not acceptable", r"(?:not|\w{1,6}n't|dont|cant|wont|cannot|never)(?: \w{2,8}){0,2} (?:accept|agree)(?: to| with)?(?: (?:it|this|that|your|the|their|these))?",
    "(?:i|we) (?:dispute|deny|contest|disagree)", "(?:i|we) disagree", "(?:claim|offer|it) is (?:denied|rejected|declined|refused)",
    "no (?:lo |la )?acept(?:o|amos)", "(?:lo |la )?rechaz(?:o|amos)", "rechazad[oa]", "inaceptable", "no (?:estoy|estamos) de acuerdo", "no hay trato", "ni hablar",
    "no vamos a aceptar", "no voy a aceptar", "no (?:puedo|podemos) aceptar", "disputamos", "negamos", "not going to accept", "no (?:lo |la |los )?confirm(?:o|amos)", "no (?:lo |la |los )?aceptare(?:mos)?",
)  # fmt: skip
_NOT_NO = any_of(
    "returns", "less than", "anything (?:under|below|less)", "nothing less", "cash", "checks?", "that the", "menos de", "menos que", "devoluciones", "my calls?", "delivery of",
    "responsibility", "responsabilidad", "liability", "new", "until", "hasta", "delivery", "the pallets?", "the boxes", "the shipment", "entrega", "packages?",
    "that (?:we|i|you|they|it|he|she)", "that",
)  # fmt: skip
_SCORN = any_of(
    "too low",
    "not enough",
    "slap in the face",
    "peanuts",
    "unfair",
    "disrespect\\w{0,3}",
    "groseria",
    "falta de respeto",
    "injust[oa]",
    "insult",
    "insulting",
    "ridiculous",
    "laughable",
    "joke",
    "muy bajo",
    "muy poco",
    "poco dinero",
    "no es suficiente",
    "burla",
    "ridicul[oa]",
    "insulto",
)
_ABOUT_OFFER = any_of("offers?", "propos(?:al|es?)", "ofertas?", "propuestas?", "claim")
_NOT_YET = any_of("todavia", "aun", "yet", "still", "por ahora")
_LESS = any_of("less than", "under", "below", "menos de", "menos que", "por debajo de")
_BECAUSE = any_of(
    "because",
    "since",
    "as we",
    "given that",
    "due to",
    "porque",
    "ya que",
    "debido a",
    "puesto que",
    "reason(?: is)?:?",
    "motivo:?",
)


def refusal_in(reading: Reading, sentence: Sentence) -> Intent | None:
    """Return the no in a sentence, plain only where it is unhedged and nothing beside it says yes."""
    return _by_verb(reading, sentence) or blunt_no(reading, sentence) or _scorn(reading, sentence)


def _by_verb(reading: Reading, sentence: Sentence) -> Intent | None:
    found = NO.search(sentence.plain)
    if found is None:
        return None
    tail = sentence.plain[found.end() : found.end() + 40]
    if reading.known and not reading.binding_asked and not _ABOUT_OFFER.search(sentence.plain):
        return None
    if sentence.asks or _NOT_NO.match(tail.lstrip(" ,.")) or not _refuses_it(reading, sentence, found):
        return None
    kind = IntentKind.WITHHOLDS if reading.asked is Letter.RELEASE_REQUEST else IntentKind.DECLINES
    plain = sentence.plain
    doubtful = (
        conditional(sentence.said, plain)
        or BUT.search(plain)
        or sentence.from_subject
        or _hedged(plain[: found.start()])
    )
    sure = (
        reading.binding_asked and not doubtful and not any(YES.match(other.plain) for other in reading.others(sentence))
    )
    certainty = Certainty.PLAIN if sure and reading.language in ("en", "es", None) else Certainty.LIKELY
    return Intent(kind, sentence.said, certainty, reason=_because(sentence), question=reading.fact)


def _refuses_it(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a no is to what was put: "I reject the offer", not "I reject the idea"."""
    head = sentence.plain[: found.start()]
    if REPORTED.search(head) or _LESS.search(head) or _NOT_YET.search(head):
        return False
    thing = OBJECT.match(sentence.plain, found.end())
    _, after = named_after(reading, sentence, thing.end() if thing else found.end())
    if ABOUT.search(sentence.plain[found.start() : after]) or after != (thing.end() if thing else found.end()):
        return True
    rest = sentence.plain[after:].lstrip(" (")
    return not rest or rest[0] in ".!,;:-)" or bool(_BECAUSE.match(rest) or BUT.match(rest) or MANNERS.match(rest))


def _hedged(head: str) -> bool:
    return bool(
        HEDGE.search(head.replace("will", "").replace("have to", "").replace("going to", "").replace("can", ""))
    )


def _scorn(reading: Reading, sentence: Sentence) -> Intent | None:
    if not reading.binding_asked or reading.asked is Letter.RELEASE_REQUEST or not _SCORN.search(sentence.plain):
        return None
    return Intent(IntentKind.DECLINES, sentence.said, Certainty.UNSURE)


def _because(sentence: Sentence) -> str:
    found = _BECAUSE.search(sentence.plain)
    return sentence.words(found.end(), len(sentence.said)).strip(" :.,") if found else ""
