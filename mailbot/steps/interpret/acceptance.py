"""Yes and no to what was put to the writer. A yes with an if, a maybe or another sum is no yes."""

import re
from collections.abc import Iterator

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.confidences import confided
from mailbot.steps.interpret.leads import after_leads, bare_of_manners, bare_of_whose
from mailbot.steps.interpret.lines import accepting
from mailbot.steps.interpret.money import Sum
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.refusals import NO, refusal_in
from mailbot.steps.interpret.soft_yes import soft_yes
from mailbot.steps.interpret.stance import (
    BUT,
    CONDITION,
    HEDGE,
    LATER,
    NEGATION,
    REPORTED,
    conditional,
)
from mailbot.steps.interpret.terms import ABOUT, MANNERS, OBJECT, YES, named_after
from mailbot.steps.interpret.words import Sentence, any_of


def answers_to_offer(reading: Reading) -> Iterator[Intent]:
    """Yield acceptances and refusals in free words."""
    clouds = frozenset(each.number for each in reading.sentences if reading.binding_asked and _clouds(reading, each))
    found = [
        (sentence, answer)
        for sentence in reading.sentences
        if (answer := refusal_in(reading, sentence) or _acceptance(reading, sentence, clouds)) is not None
    ]
    taken = max(
        (
            sentence.number
            for sentence, answer in found
            if answer.certainty is Certainty.PLAIN and answer.kind is not _NO
        ),
        default=-1,
    )
    for sentence, answer in found:
        # "It is too little. I accept it": what is said of an offer before it is taken refuses nothing
        if not (sentence.number < taken and _grumbles(sentence, answer)):
            yield answer


_NO = IntentKind.DECLINES


def _grumbles(sentence: Sentence, answer: Intent) -> bool:
    return answer.kind is _NO and answer.certainty is not Certainty.PLAIN and not NO.search(sentence.plain)


def _acceptance(reading: Reading, sentence: Sentence, clouds: frozenset[int]) -> Intent | None:
    verbs = list(YES.finditer(sentence.plain, _last_but(sentence.plain)))
    if not verbs:
        return soft_yes(reading, sentence)
    if reading.known and not reading.binding_asked and not _ACCEPTS.search(sentence.plain):
        return None  # "we agreed on 200" tells of earlier
    readings = [each for verb in verbs[:4] if (each := _by_verb(reading, sentence, verb, clouds)) is not None]
    if not readings:
        return soft_yes(reading, sentence, half=True)
    return min(readings, key=lambda each: list(Certainty).index(each.certainty))


def _by_verb(reading: Reading, sentence: Sentence, verb: re.Match[str], clouds: frozenset[int]) -> Intent | None:
    head = sentence.plain[_last_but(sentence.plain) : verb.start()]
    begins = verb.start() - len(head.lstrip(" ,.:"))
    filler_only = after_leads(sentence.plain, begins, verb.start()) >= verb.start()
    own = verb.group().lstrip().startswith(("i ", "i'", "we ", "we'", "acepto", "aceptamos", "lo acept", "la acept"))
    near = head[_clause(head) if own else 0 :]
    if NEGATION.search(bare_of_manners(near)) or (REPORTED.search(near) and not filler_only):
        return None
    if _TURNED.search(head) or _THAT.match(sentence.plain, verb.end()):
        return None
    if _PAST.match(verb.group()) or (sentence.asks and not _THEN_ASKS.search(sentence.plain, verb.end())):
        return None
    if not filler_only and (_MOCKS.search(head) or (_BARE.match(verb.group()) and not _OWN.search(head))):
        return None
    thing = OBJECT.match(sentence.plain, verb.end())
    named, after = named_after(reading, sentence, thing.end() if thing else verb.end())
    tail = sentence.plain[after:]
    clean = filler_only and not sentence.asks and _only_manners(tail) and not NEGATION.search(bare_of_manners(head))
    if not clean and not _speaks_of_it(sentence.plain[verb.end() : after], tail):
        return None
    return _made(reading, sentence, verb, after, named, clouds if clean else None)


_ACCEPTS = any_of(r"acc?ept\w{0,5}", r"confirm\w{0,5}")


def _clause(head: str) -> int:
    """Return where the last clause before a verb begins: a no in an earlier one denies something else."""
    return max((found.end() for found in _PARTED.finditer(head)), default=0)


_PARTED = re.compile(r"[,:;] ?(?:so |and |y )?| (?:so|and|then|y|asi que|entonces) ")
_BARE = any_of(
    r" ?accept(?:ed|s|ing)?",
    r"aceptar",
    "agreed",
    "deal",
    "conforme",
    "confirmed",
    r"confirmad[oa]",
    r"aceptad[oa]",
    "(?:a )?done deal",
    "agree",
    "confirming",
)
_OWN = re.compile(
    r"(?<![\w])(?:i|we)(?:'m|'re|'d|'ll| am| are| would| will| can| could| might| may| want| have| need| must)?(?: [\w']{1,10}){0,3} ?(?:to )?$"
    r"|(?<![\w])(?:quiero|queremos|deseo|deseamos|quisiera|puedo|podemos|podria|podriamos|voy a|vamos a|tengo que|tendre que|prefiero|me toca|me gustaria|dispuest[oa]s? a) $"
)
_MOCKS = any_of("crazy", "idiot", "stupid", "fool", "why", "what a", "insane", "loco", "tonto", "por que")
_REASON = re.compile(
    r"(?:because|cause|cuz|since|porque|ya que|con tal de(?! que)|so (?:that )?(?:i|we|you|this|it|everyone) (?:can|could|don't|is|gets)|(?:just )?to (?:be|move|get|end|close|finish|avoid|save|put)|for (?:the sake|peace)|para (?:no |ya |ya no |poder )?\w{2,12}[aei]r)(?![\w])"
)
_TURNED = re.compile(r"(?<![\w])(?:do|should|shall|must|can|may|did|what if|how do|why would|why should)(?: i| we)? ?$")
_THAT = re.compile(
    r" that (?:it|i|we|you|he|she|they|the|there|this|my|our|some|a|an)(?! (?:offer|deal|proposal|terms))(?![\w])"
)
_WILL_TAKE = re.compile(r"(?:i|we)(?:'ll| will|ll) (?:take|accept)(?![\w])")
_THEN_ASKS = re.compile(r", ?(?:and |so |y )?(?:how|when|where|what|who|cuando|como|donde|que|quien)(?![\w])")
_PAST = any_of("(?:i|we) accepted")


def _only_manners(tail: str) -> bool:
    """Whether nothing follows an acceptance but thanks, its reason and the wish to be done."""
    at = 0
    while at < len(tail):
        found = MANNERS.match(tail, at)
        if found is None:
            return _REASON.match(tail, at) is not None
        at = found.end()
    return True


def _speaks_of_it(thing: str, tail: str) -> bool:
    """Whether the verb's object is what was put, whatever else the sentence says."""
    if _THEN_ASKS.match(tail):
        return True
    tail = tail.lstrip(" ,")
    hangs = BUT.match(tail) or _REASON.match(tail) or CONDITION.match(tail) or tail.startswith(("si ", "if "))
    return bool(ABOUT.search(thing) or not tail.strip(" .!;:-") or hangs or MANNERS.match(tail))


def _made(
    reading: Reading,
    sentence: Sentence,
    verb: re.Match[str],
    after: int,
    named: Sum | None,
    clouds: frozenset[int] | None,
) -> Intent | None:
    kind = _kind(reading, verb.group())
    if named is not None and reading.known and named.amount not in reading.named:
        return None  # another sum than was put: an offer
    certainty = Certainty.LIKELY
    terms = "confirm" not in verb.group() or reading.asked is Letter.SETTLEMENT_TERMS
    doubtful = clouds is None or _doubtful(reading, sentence, verb.start(), after, named, clouds)
    if terms and reading.binding_asked and not doubtful:
        certainty = Certainty.PLAIN
    elif conditional(sentence.said, sentence.plain) or HEDGE.search(sentence.plain):
        certainty = Certainty.UNSURE
    if named is None and reading.put is not None:
        named = next((each for each in reading.sums(sentence, bare=True) if each.amount == reading.put.amount), None)
    amount = named.amount if named else None
    currency = (named.currency or reading.currency) if named else None
    return Intent(kind, sentence.said, certainty, amount, currency, reading.fact)


def _kind(reading: Reading, verb: str) -> IntentKind:
    if "confirm" in verb:
        return (
            IntentKind.CONFIRMS_TERMS if reading.asked in (None, Letter.SETTLEMENT_TERMS) else accepting(reading.asked)
        )
    return accepting(reading.asked)


def _doubtful(
    reading: Reading, sentence: Sentence, verb: int, after: int, named: Sum | None, clouds: frozenset[int]
) -> bool:
    """Whether anything a careful reader would stop at stands in or beside an acceptance."""
    at = _last_but(sentence.plain)
    said, plain = sentence.said[at:], bare_of_manners(sentence.plain[at:])
    if sentence.from_subject or reading.cut or reading.language not in ("en", "es", None):
        return True
    will = _WILL_TAKE.match(sentence.plain, verb)
    theirs = bare_of_whose(sentence.plain)
    hedged = HEDGE.search(theirs, will.end() if will else verb, after)  # what follows is manners and reasons
    reported = REPORTED.search(theirs, verb)
    if conditional(said, plain) or hedged or reported or LATER.search(plain):
        return True
    if reading.put and any(each.amount != reading.put.amount for each in reading.sums(sentence)):
        return True
    if named is not None and not (named.sure and reading.put and named.amount == reading.put.amount):
        return True
    return bool(clouds - {sentence.number}) or reading.hangs_beside(sentence)


def _clouds(reading: Reading, other: Sentence) -> bool:
    if other.number in reading.loose or NO.search(other.plain) or _MORE.search(other.plain):
        return True
    if not other.asks and _DEMANDS.search(other.plain):
        return True
    strange = any(money.amount not in reading.named for money in reading.sums(other))
    return strange and not confided(reading, other) and not _SPENT.search(other.plain)


_DEMANDS = any_of("i (?:also |still )?(?:want|need|expect|demand)", "we (?:also |still )?(?:want|need|expect|demand)")
_SPENT = any_of(
    "paid (?:\\S{1,10} )?for", "(?:i|we) (?:paid|bought|spent|lost)", "cost (?:me|us)", "worth", "sells? for", "retails?", "(?:pague|pagamos|compre|compramos|gaste|gastamos|perdi|perdimos)", "me (?:costo|costaron)", "vale[n]?",
)  # fmt: skip
_MORE = any_of(
    "plus", "kidding", "joking", "just joking", "lol", "haha",
    "ignore (?:this|that|my)", "disregard", "changed my mind", "instead", "counter", "tambien quiero", "tambien queremos", "necesito que", "quiero que", "es broma", "jaja",
    "not sure", "think about it", "lo voy a pensar", "under protest", "reserve", "reservo", "bajo protesta", "wait(?= *[.,!]| *$)", "espere(?= *[.,!]| *$)", "scratch that", "mejor no", "or not(?= *[.,!]| *$)", "(?:don't|dont|do not) know", "not yet", "never mind", "nevermind", "o no(?= *[.,!]| *$)", "no se(?= *[.,!]| *$| si| que)", "todavia no", "aun no", "no one ever", "sarcas\\w{2,3}", "when hell",
)  # fmt: skip


def _last_but(plain: str) -> int:
    """Where the clause after the last "but" in front of a verb begins: "not happy, but I accept"."""
    at = 0
    for found in BUT.finditer(plain):
        if YES.search(plain, found.end()):
            at = found.end()
    return at
