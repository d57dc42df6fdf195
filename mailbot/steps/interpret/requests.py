"""What a party asks of us: an answer, more time, a person, a language."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.steps.interpret.courtesy import without_courtesy
from mailbot.steps.interpret.dates import until_in
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import NEGATION
from mailbot.steps.interpret.tongues import language_wanted
from mailbot.steps.interpret.words import Sentence, any_of

_TIME: Final = any_of(
    "(?:more|some|extra|additional|little|bit more) time", "(?:an? )?extension", "extend (?:the|my|our) (?:deadline|time|date)", r"(?:give|need|want|have|get|take|takes|allow)(?: me| us| until)?(?: \w{1,6}){0,2} (?:more |extra |additional )?(?:\w{1,8} )?(?:more )?(?:days?|weeks?)(?: more)?", r"(?:until|till|by|before) (?:next |this )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|the \d{1,2}|end of|next week|\d{1,2}/\d{1,2})",
    r"(?:can't|cannot|cant|won't|unable to)(?: \w{1,8}){0,3} (?:before|until|by|in time)", "(?:this |it |that )?wait (?:till|until)", "give (?:me|us) (?:to|till|until)", "(?:my|our) answer by", "(?:back|return|returning|returns)(?: \\w{1,8}){0,4} (?:on |el )?(?:monday|tuesday|wednesday|thursday|friday|june|july)", "(?:(?:one|two|a|another|couple|few) )(?:more )?(?:weeks?|days?) (?:more )?(?:please|pls)", "push (?:this|it|that) (?:to|back)", "(?:until|till|by|to) the \\d{1,2}(?:st|nd|rd|th)", "please (?:wait|be patient)", "(?:puedo|podria|podre) (?:contestar|responder|mandar|enviar)", "aguant(?:eme|enme|e)", "(?:esper(?:eme|enme|e))", "(?:unos|un par de|algunos) dias", "chance", "out of (?:town|office|the country)", "deadline", "push (?:it )?back", "on vacation", "in (?:the )?hospital",
    "(?:until|till|hasta)", "(?:hours?|horas)", "(?:mas|un poco de) tiempo", "prorroga", "extension", "extender (?:el|la) (?:plazo|fecha)", "ampliar el plazo", r"(?:otra|una) semana(?: mas)?", r"\w{1,6} (?:dias|semanas) mas", "(?:hasta|antes) (?:del? |el )?(?:lunes|martes|miercoles|jueves|viernes|sabado|domingo|proxim[oa]|fin de)", "fuera de la ciudad", "de viaje", "de vacaciones", r"(?:necesito|necesitamos|denme|dame|deme)(?: \w{1,6}){0,2} (?:dias|semanas?)", "el plazo",
)  # fmt: skip
_WANTS_TIME: Final = any_of(
    "need",
    "give",
    "can i",
    "can we",
    "could i",
    "could we",
    "please",
    "request",
    "ask",
    "asking",
    "may i",
    "would like",
    "want",
    "have until",
    "is it possible",
    "extend",
    "more time",
    "another week",
    "until",
    "won't be able",
    "cannot",
    "can't",
    "extension",
    "necesito",
    "necesitamos",
    "puedo",
    "podemos",
    "podria",
    "podrian",
    "por favor",
    "denme",
    "deme",
    "solicito",
    "pido",
    "me dan?",
    "me (?:puede|podria|podrian|daria|darian)",
    "give (?:me|us|him|her|them)",
    "wait",
    "till",
    "back (?:in|on)",
    "push",
    "puedo",
    "aguant\\w{2,5}",
    "esper\\w{2,5}",
    "answer by",
    "hasta",
    "me pueden",
    "mas tiempo",
    "favor",
    "requiero",
    "prorroga",
    "allow",
)
_PERSON: Final = any_of(
    r"(?:talk|speak|spoke|chat|get|deal)(?: \w{1,8}){0,2} (?:to|with|on the phone with)? ?(?:an? |the |your |some )?(?:real |actual |live |human |different )?(?:person|human|human being|manager|supervisor|someone|somebody|mediator|representative|rep|agent|people)", "real (?:person|human)", "actual (?:person|human)", "human being", "not a (?:bot|robot|machine)", "(?:talk|talking|write|writing|speak|deal|dealing) (?:to|with) (?:a |an )?(?:bots?|robots?|machines?|computers?|ai)", "(?:comuni(?:queme|quenme)|pasen?me|transfieran?me)(?: \\w{1,4})? con (?:alguien|una persona|el|la|un)", "hay alguien real", "(?:a|any|some|real|live|actual) (?:human|person|people)s? (?:there|here|i can|we can|reading|behind)", "(?:stop|enough)(?: \\w{1,8}){0,3} (?:bot|bots|robot|robots|automated)", "(?:call|phone|ring) me", "(?:call|phone) us", "give (?:me|us) a (?:call|ring)", "(?:someone|somebody|anyone) (?:please )?(?:call|phone|to call)", "by phone", "over the phone", "on the phone", "(?:set up|schedule|have) a (?:call|phone call|zoom)", "phone call", "your (?:phone )?number", "am i (?:talking|writing) to a (?:bot|robot|machine|human|person)", "(?:is this|are you) an? (?:bot|robot|machine|ai|human|real person)",
    "hablar(?:le|les)? (?:con|a) (?:una? |el |la |su )?(?:persona|humano|gerente|supervisor|alguien|encargad[oa]|representante|agente|ser humano|mediador|mediadora)(?: real)?", "persona (?:real|de verdad)", "(?:llamen|llame|llamar|marque|marquen)me", "(?:me|nos) (?:pueden|puede|podrian|podria) (?:llamar|marcar)", "por telefono", "una llamada", "(?:su|un) numero (?:de telefono)?", "(?:es|eres|son|esto es) un (?:robot|bot)", "no (?:a |con )?un (?:robot|bot|maquina)", "alguien me (?:llame|puede llamar)", "que (?:me|nos) llamen",
)  # fmt: skip
_CALLED_FOR: Final = re.compile(
    r"(?:(?:please|por favor|a|an|the|un|una|real|live)[ ,]{1,2}){0,2}(?:agent|representative|rep|human|human being|operator|person|supervisor|manager|mediator|agente|representante|humano|operador|operadora|persona|gerente|mediador)(?:[ ,]{1,2}(?:please|por favor|now|ya))?[ .!]{0,6}"
)
_ASK_START: Final = any_of(
    "what",
    "when",
    "where",
    "how",
    "who",
    "which",
    "why",
    "can (?:you|i|we|u)",
    "could (?:you|i|we)",
    "do (?:you|i|we)",
    "does",
    "is (?:there|it|this|the)",
    "are (?:you|there)",
    "will (?:you|i|we)",
    "should (?:i|we)",
    "would (?:you|it)",
    "may (?:i|we)",
    "did (?:you|the)",
    "have (?:you|they)",
    "has",
    "que",
    "cuando",
    "donde",
    "como",
    "quien",
    "cual",
    "por que",
    "puede[ns]?",
    "puedo",
    "podria[ns]?",
    "cuanto",
    "hay",
    "es necesario",
    "tengo que",
    "me pueden?",
)
_ASK_CUE: Final = any_of(
    "i (?:have a question|was wondering|wonder|want to know|need to know)",
    "(?:please|pls|can you) (?:tell|explain|advise|confirm|clarify|let me know)(?: me| us)?(?: \\w{1,10})? (?:what|when|how|if|where|why|which|who)",
    "let me know (?:what|when|how|if|where|why)",
    "(?:just |please )?tell (?:me|us) (?:is|are|do|does|what|which|if|when|how|where|who|whether)",
    "(?:would like|like|want|need|'d like) to know",
    "which one",
    "any (?:update|news)",
    "quisiera saber",
    "quiero saber",
    "una (?:pregunta|duda)",
    "me (?:pueden|puede|podrian) (?:decir|explicar|informar)",
    "digan?me (?:que|cuando|como|si|donde)",
    "alguna novedad",
    "no entiendo (?:que|como|por que)",
    "don't understand (?:what|how|why)",
)
_RHETORIC: Final = any_of(
    "are you (?:kidding|serious|joking|blind|stupid|deaf|even)",
    "is this a joke",
    "what the (?:hell|heck|f\\w{2,4})",
    "seriously",
    "really",
    "que (?:diablos|demonios|carajo)",
    "es broma",
    "es una broma",
    "how are you",
    "how is it going",
    "como esta[ns]?",
    "right",
    "ok",
    "verdad",
)


_MINE: Final = any_of(
    "i",
    "we",
    "me",
    "us",
    "necesito",
    "necesitamos",
    "denme",
    "deme",
    "puedo",
    "podemos",
    "me",
    "nos",
    "need",
    "solicito",
    "pido",
    "give",
    "grant",
    "back (?:in|on)",
    "push",
    "please",
    "chance",
    r"aguant\w{2,5}",
)
_THEIRS: Final = any_of(
    "you have",
    "you've got",
    "pay",
    "refund",
    "they have",
    "tienen",
    "tiene",
    "paguen",
    "reembols\\w{1,5}",
    "expect",
    "want my",
    "or (?:else|i)",
    "waiting",
    "waited",
    "took",
    "received",
    "arrived",
    "delivered",
    "llego",
    "llegaron",
    "llevo",
    "esperando",
    "offer",
    "accept",
    "acepto",
    "ofrezco",
)


def requests(reading: Reading) -> Iterator[Intent]:
    """Yield what is asked of us, a sentence at a time."""
    for sentence in reading.sentences:
        time = _time(reading, sentence)
        person = bool(_PERSON.search(sentence.plain) or _CALLED_FOR.fullmatch(sentence.plain))
        language = language_wanted(sentence.plain)
        if time is not None:
            yield time
        if person:
            yield Intent(IntentKind.ASKS_PERSON, sentence.said, Certainty.PLAIN)
        if language:
            yield Intent(IntentKind.WANTS_LANGUAGE, sentence.said, Certainty.PLAIN, detail=language)
        if not (time or person or language) and _asks(sentence):
            yield Intent(IntentKind.ASKS, sentence.said, Certainty.PLAIN if sentence.asks else Certainty.LIKELY)


def _time(reading: Reading, sentence: Sentence) -> Intent | None:
    if not _TIME.search(sentence.plain) or not _WANTS_TIME.search(sentence.plain):
        return None
    until, detail = until_in(sentence.plain, reading.today, reading.language)
    if not detail and _THEN.search(sentence.plain):
        until, detail = _before(reading, sentence)
    plain = re.search(
        r"wait (?:till|until)|give (?:me|us) (?:to|till|until)|answer by|more time|extension|extend|mas tiempo|prorroga|plazo|deadline",
        sentence.plain,
    )
    if plain is None and (not detail or not _needs(sentence)):
        return None
    return Intent(
        IntentKind.ASKS_TIME, sentence.said, Certainty.PLAIN if plain else Certainty.LIKELY, until=until, detail=detail
    )


_THEN: Final = any_of("(?:until|till|by) then", "(?:hasta|para) entonces", "(?:hasta|para) ese dia")


def _before(reading: Reading, sentence: Sentence) -> tuple[date | None, str]:
    """Return the date that "until then" points back to."""
    before = [each for each in reading.sentences if sentence.number - 2 <= each.number < sentence.number]
    dates = (until_in(each.plain, reading.today, reading.language) for each in reversed(before))
    return next((found for found in dates if found[1]), (None, ""))


def _needs(sentence: Sentence) -> bool:
    """Whether the time is for the writer: "I need until Friday", not "you have until Friday" nor "pay me by Friday"."""
    return bool(_MINE.search(sentence.plain)) and not _THEIRS.search(sentence.plain)


_TURNED_ROUND: Final = re.compile(
    r"(?:(?:and|so|also|ok|but|hi|hey|hello|y|oiga|hola)[ ,]{1,2}){0,2}(?:(?!do (?:it|this|that)(?![\w]))(?:is|are|do|does|can|could|did|was|were|would|should) (?:i|we|you|they|he|she|it|a|the|there|this|that|my|our)(?![\w])|(?:how|when|where|who|which|what) (?:do|does|did|is|are|can|will|would|should|much|many|long|one|about)(?![\w])|(?:cuando|cuanto|cuanta|donde|quien|cual|cuantos|cuantas) \w)"
)


def _asks(whole: Sentence) -> bool:
    sentence = without_courtesy(whole)
    if sentence.from_subject or _RHETORIC.match(sentence.plain.lstrip("¿ ")):
        return False
    if _ASK_CUE.search(sentence.plain) and not NEGATION.match(sentence.plain):
        return True
    if not sentence.asks:
        return bool(_TURNED_ROUND.match(sentence.plain))
    return bool(_ASK_START.search(sentence.plain)) or len(sentence.plain) > 12  # noqa: PLR2004 - "ok?" asks nothing
