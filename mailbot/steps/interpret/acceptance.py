"""Yes and no to what was put to the writer. A yes with an if, a maybe or another sum is no yes."""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.lines import accepting
from mailbot.steps.interpret.money import Sum
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import (
    BUT,
    CONDITION,
    HEDGE,
    LATER,
    NEGATION,
    REPORTED,
    conditional,
)
from mailbot.steps.interpret.words import Sentence, any_of

_THING: Final = (
    r"offer|proposal|settlement|terms|deal|amount|refund|partial refund|counter ?offer|counter|credit|resolution|sum|figure|"
    r"number|valuation|conditions of the settlement|claim|payment|result|agreement|"
    r"oferta|propuesta|acuerdo|terminos|trato|monto|importe|cantidad|reembolso|contraoferta|credito|reclamo|reclamacion|pago|condiciones"
)
_FILLER = re.compile(
    r"(?:ok(?:ay)?|k|yes|yep|yeah|fine|alright|all right|right|sure|great|perfect|good|hi|hello|hey|thanks|thank you|thank u|dear \w{1,20}|"
    r"then|so|and|well|hola|si|bueno|bien|perfecto|listo|gracias|vale|de acuerdo|buenos dias|buenas tardes|buenas|estimad[oa]s?|entonces|claro|"
    r"for the record|to confirm|as buyer|as seller|final answer|our answer|my answer|answer|respuesta|mi respuesta|this is|i confirm|confirmo)(?![\w'])[ ,.:!\-]{0,4}"
)
_VERB = any_of(
    r"(?:i|we|y?o)?(?: (?:do|hereby|gladly|happily|fully|both|therefore|both do|hearby|formally))?(?: \w{1,6}'d)? ?accept(?:ed|s|ing)?",
    r"(?:i|we)(?: both| fully| do)? agree", r"agreed", r"(?:we have|you have|it's|its|it is|that's|thats) a deal", "(?:a )?done deal", r"deal(?= *[.,!]| *$)",
    "(?:i|we)(?:'ll| will|ll) take (?:it|that|the (?:offer|deal|money))", "(?:lo |la )?acepto", "(?:lo |la )?aceptamos", "aceptad[oa]",
    "(?:estoy|estamos) de acuerdo", "de acuerdo", "trato hecho", "hecho, trato", "(?:estoy|estamos) conformes?", "conforme",
    "(?:i|we) (?:hereby )?confirm", "(?:lo )?confirmo", "(?:lo )?confirmamos", "confirmed", "confirmad[oa]",
)  # fmt: skip
_OBJECT = re.compile(
    r"(?: ?(?:to|with|con|al?|en)(?![\w]))?(?: (?:that|this|it|esto|eso|(?:the|your|their|this|that|these|those|his|seller'?s|buyer'?s|la|el|los|las|su|sus|esta|este|esa|ese|estos|estas)"
    rf"(?: (?:full|final|partial|latest|new|last|seller'?s|buyer'?s|written|proposed|above|settlement|nueva|ultima|parcial|de))?(?: (?:{_THING}))?)(?![\w]))?(?: (?:{_THING})(?![\w]))?"
    r"(?: (?:de|del|of|for|at))?(?: (?:la|el|los|the|de|del|of|full|vendedor|comprador|seller|buyer)(?![\w])){0,3}"
)
_MANNERS = re.compile(
    r"[\s,.!:()\-]+|(?:as (?:written|stated|is|offered|proposed|described|it stands|it is)|in full|full and final|and final|thanks?(?: you)?(?: (?:very|so) much)?|gracias|muchas gracias|"
    r"go ahead|please (?:proceed|process|send|close|go ahead)|please|proceed|adelante|procedan|procede|offer|refund|settlement|"
    r"as (?:full|a full|final) (?:settlement|and final settlement|payment)|to (?:close|settle|resolve|end) (?:this|it|the|the case|the dispute)|para cerrar|para terminar|"
    r"for (?:your|the|all|all your) (?:help|time|patience|assistance|support)|por (?:su|la|tu) (?:ayuda|tiempo|paciencia)|very much|so much|regards|saludos|best|let's close (?:this|it)|close (?:this|it)|cierren|cerremos|tal cual|"
    r"total|in total|en total|as settlement|como acuerdo|and thank you|y gracias|de reembolso|back|the offer|la oferta|sir|madam|amigo|guys|team|everyone|case|dispute|caso|"
    r"final|it|this|esto|el caso|la disputa|el tema|on this|now|ahora|today|hoy|again|sent|wire it|pay me|paguen|offered|proposed|ofrecid[oa]s?|propuest[oa]s?|"
    r"que ofrece(?:n)?|que propone(?:n)?|from the seller|from seller|del vendedor|del comprador|by the seller|they offered|you offered|he offered|seller offered|that the seller offered|the seller offers)(?![\w])"
)
_WEAK = any_of(
    "(?:that|this|it|which)(?: all)? (?:works|is fine|is ok|is okay|is good|is acceptable|sounds good|sounds fair|seems fair|is fair|will do|will work)(?: for (?:me|us))?",
    "works for (?:me|us)", "sounds (?:good|fair|great)", "fine (?:by|with) (?:me|us)", r"(?:i'm|im|i am|we're|we are) (?:ok|okay|fine|good|happy|cool) with",
    "(?:i|we)(?:'ll| will| can|ll) (?:accept|agree|take (?:it|that|the|them))", "go ahead with (?:the|it|that)", "(?:i|we) (?:would|'d) (?:accept|take) (?:it|that|the offer)",
    "(?:i'd|we'd) (?:accept|take) (?:it|that|the offer)", "willing to accept", "happy to accept", "let's (?:do it|do that|go with it|go with that|settle)",
    "me parece (?:bien|justo)", "(?:esta|esto esta|todo) bien", "me sirve", "vale", "dale", "va", "listo", "puedo aceptar", "podemos aceptar", "voy a aceptar", "vamos a aceptar",
    "ok", "okay", "yes", "yep", "si", "fine", "sure", "claro", "correct", "correcto",
)  # fmt: skip
_NO = any_of(
    r"(?<![\w] )declined?(?= *[.,!]| *$)", "(?:it is|it's|must be|we|i) declined", "(?:i|we)(?: must| have to| will| do)? (?:decline|reject|refuse)", "rejected", "no deal", "no thanks?", "no way", "(?:is|are) (?:not|un)(?: ?acceptable)",
    "unacceptable", "not acceptable", r"(?:not|\w{1,6}n't|dont|cant|wont|cannot|never)(?: \w{2,8}){0,2} (?:accept|agree)(?: to| with)?(?: (?:it|this|that|your|the|their|these))?",
    "(?:i|we) (?:dispute|deny|contest|disagree)", "(?:i|we) disagree", "(?:claim|offer|it) is (?:denied|rejected|declined|refused)",
    "no (?:lo |la )?acept(?:o|amos)", "(?:lo |la )?rechaz(?:o|amos)", "rechazad[oa]", "inaceptable", "no (?:estoy|estamos) de acuerdo", "no hay trato", "ni hablar",
    "no vamos a aceptar", "no voy a aceptar", "no (?:puedo|podemos) aceptar", "disputamos", "negamos", "not going to accept", "no lo confirmo",
)  # fmt: skip
_NOT_NO = any_of(
    "returns", "less than", "anything (?:under|below|less)", "nothing less", "cash", "checks?", "that the", "menos de", "menos que", "devoluciones", "my calls?", "delivery of",
    "responsibility", "responsabilidad", "liability", "new", "until", "hasta", "delivery", "the pallets?", "the boxes", "the shipment", "entrega", "packages?",
    "that (?:we|i|you|they|it|he|she)", "that",
)  # fmt: skip
_ABOUT_OFFER = any_of("offers?", "propos(?:al|es?)", "ofertas?", "propuestas?", "claim")
_SCORN = any_of(
    "too low",
    "not enough",
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


def answers_to_offer(reading: Reading) -> Iterator[Intent]:
    """Yield acceptances and refusals in free words."""
    clouds = frozenset(each.number for each in reading.sentences if reading.binding_asked and _clouds(reading, each))
    for sentence in reading.sentences:
        refusal = _refusal(reading, sentence)
        if refusal is not None:
            yield refusal
            continue
        acceptance = _acceptance(reading, sentence, clouds)
        if acceptance is not None:
            yield acceptance


def _acceptance(reading: Reading, sentence: Sentence, clouds: frozenset[int]) -> Intent | None:
    verbs = list(_VERB.finditer(sentence.plain, _last_but(sentence.plain)))
    if not verbs:
        return _weak(reading, sentence, _after_filler(sentence.plain))
    readings = [each for verb in verbs[:4] if (each := _by_verb(reading, sentence, verb, clouds)) is not None]
    return min(readings, key=lambda each: list(Certainty).index(each.certainty), default=None)


def _by_verb(reading: Reading, sentence: Sentence, verb: re.Match[str], clouds: frozenset[int]) -> Intent | None:
    head = sentence.plain[_last_but(sentence.plain) : verb.start()]
    if NEGATION.search(head) or sentence.asks or REPORTED.search(head) or _PAST.match(verb.group()):
        return None
    thing = _OBJECT.match(sentence.plain, verb.end())
    named, after = _named(reading, sentence, thing.end() if thing else verb.end())
    tail = sentence.plain[after:]
    clean = _after_filler(head.lstrip(" ,.:")) == len(head.lstrip(" ,.:")) and _only_manners(tail)
    if not clean and not _speaks_of_it(sentence.plain[verb.end() : after], tail):
        return None
    return _made(reading, sentence, verb, named, clouds if clean else None)


_PAST = any_of("(?:i|we) accepted")
_ABOUT = any_of(_THING)


def _only_manners(tail: str) -> bool:
    """Whether nothing follows an acceptance but thanks and the wish to be done."""
    at = 0
    while at < len(tail):
        found = _MANNERS.match(tail, at)
        if found is None:
            return False
        at = found.end()
    return True


def _speaks_of_it(thing: str, tail: str) -> bool:
    """Whether the verb's object is what was put, whatever else the sentence says."""
    tail = tail.lstrip(" ,")
    hangs = BUT.match(tail) or CONDITION.match(tail) or tail.startswith(("si ", "if "))
    return bool(_ABOUT.search(thing) or not tail.strip(" .!;:-") or hangs or _MANNERS.match(tail))


def _made(
    reading: Reading, sentence: Sentence, verb: re.Match[str], named: Sum | None, clouds: frozenset[int] | None
) -> Intent | None:
    kind = _kind(reading, verb.group())
    if named is not None and reading.known and named.amount not in reading.named:
        return None  # another sum than was put: an offer
    certainty = Certainty.LIKELY
    if clouds is not None and reading.binding_asked and not _doubtful(reading, sentence, named, clouds):
        certainty = Certainty.PLAIN
    elif conditional(sentence.said, sentence.plain) or HEDGE.search(sentence.plain):
        certainty = Certainty.UNSURE
    amount = named.amount if named else None
    currency = (named.currency or reading.currency) if named else None
    return Intent(kind, sentence.said, certainty, amount, currency)


def _kind(reading: Reading, verb: str) -> IntentKind:
    if "confirm" in verb:
        return (
            IntentKind.CONFIRMS_TERMS if reading.asked in (None, Letter.SETTLEMENT_TERMS) else accepting(reading.asked)
        )
    return accepting(reading.asked)


def _doubtful(reading: Reading, sentence: Sentence, named: Sum | None, clouds: frozenset[int]) -> bool:
    """Whether anything a careful reader would stop at stands in or beside an acceptance."""
    at = _last_but(sentence.plain)
    said, plain = sentence.said[at:], sentence.plain[at:]
    if sentence.from_subject or reading.cut or reading.language not in ("en", "es", None):
        return True
    if conditional(said, plain) or HEDGE.search(plain) or REPORTED.search(plain) or LATER.search(plain):
        return True
    if named is not None and not (named.sure and reading.put and named.amount == reading.put.amount):
        return True
    return bool(clouds - {sentence.number})


def _clouds(reading: Reading, other: Sentence) -> bool:
    if other.number in reading.loose or _NO.search(other.plain) or _MORE.search(other.plain):
        return True
    return any(money.amount not in reading.named for money in reading.sums(other))


_MORE = any_of(
    "i (?:also |still )?(?:want|need|expect|demand)", "we (?:also |still )?(?:want|need|expect|demand)", "plus", "kidding", "joking", "just joking", "lol", "haha",
    "ignore (?:this|that|my)", "disregard", "changed my mind", "instead", "counter", "tambien quiero", "tambien queremos", "necesito que", "quiero que", "es broma", "jaja",
    "not sure", "think about it", "lo voy a pensar", "under protest", "reserve", "reservo", "bajo protesta", "wait", "espere", "scratch that", "mejor no",
)  # fmt: skip


def _weak(reading: Reading, sentence: Sentence, start: int) -> Intent | None:
    """Read a casual yes: a suggestion for the mediator, never binding by itself."""
    if not reading.binding_asked or sentence.asks or sentence.from_subject or NEGATION.search(sentence.plain):
        return None
    found = max(_WEAK.finditer(sentence.plain), key=lambda each: len(each.group()), default=None)
    if found is None or REPORTED.search(sentence.plain) or len(sentence.plain) > 120:  # noqa: PLR2004 - a casual yes is short
        return None
    bare = found.end() - found.start() <= 8 and len(sentence.plain.strip(" .!,")) > found.end() + 2  # noqa: PLR2004 - "ok" and a clause
    hangs = conditional(sentence.said, sentence.plain) and not sentence.plain.startswith("si")
    if bare or hangs or reading.sums(sentence):
        return None
    certainty = Certainty.UNSURE if found.end() - found.start() <= 8 and start == 0 else Certainty.LIKELY  # noqa: PLR2004
    return Intent(accepting(reading.asked), sentence.said, certainty)


def _refusal(reading: Reading, sentence: Sentence) -> Intent | None:
    found = _NO.search(sentence.plain)
    if found is None:
        return _scorn(reading, sentence)
    tail = sentence.plain[found.end() : found.end() + 40]
    if reading.known and not reading.binding_asked and not _ABOUT_OFFER.search(sentence.plain):
        return None
    if sentence.asks or _NOT_NO.match(tail.lstrip(" ,.")) or REPORTED.search(sentence.plain[: found.start()]):
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
        reading.binding_asked
        and not doubtful
        and not any(_VERB.match(other.plain) for other in reading.others(sentence))
    )
    certainty = Certainty.PLAIN if sure and reading.language in ("en", "es", None) else Certainty.LIKELY
    return Intent(kind, sentence.said, certainty, reason=_because(sentence))


def _hedged(head: str) -> bool:
    return bool(
        HEDGE.search(head.replace("will", "").replace("have to", "").replace("going to", "").replace("can", ""))
    )


def _scorn(reading: Reading, sentence: Sentence) -> Intent | None:
    if not reading.binding_asked or reading.asked is Letter.RELEASE_REQUEST or not _SCORN.search(sentence.plain):
        return None
    return Intent(IntentKind.DECLINES, sentence.said, Certainty.UNSURE)


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


def _because(sentence: Sentence) -> str:
    found = _BECAUSE.search(sentence.plain)
    return sentence.words(found.end(), len(sentence.said)).strip(" :.,") if found else ""


def _after_filler(plain: str) -> int:
    at = 0
    for _ in range(6):
        found = _FILLER.match(plain, at)
        if found is None or found.end() == at:
            break
        at = found.end()
    return at


def _last_but(plain: str) -> int:
    """Where the clause after the last "but" in front of a verb begins: "not happy, but I accept"."""
    at = 0
    for found in BUT.finditer(plain):
        if _VERB.search(plain, found.end()):
            at = found.end()
    return at


def _named(reading: Reading, sentence: Sentence, after: int) -> tuple[Sum | None, int]:
    """Return the sum that follows an acceptance at once, and where it ends."""
    for money in reading.sums(sentence, bare=True):
        if after <= money.start <= after + 6 and not sentence.plain[after : money.start].strip(" ,.:($-"):
            return money, money.end
        if money.start < after <= money.end:
            return money, money.end
    return None, after
