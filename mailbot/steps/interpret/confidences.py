"""What is told to the mediator alone: a bottom line, a weakness, an admission. Never binding, never an offer."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.words import Sentence, any_of

_SECRET: Final = any_of(
    "between (?:us|you and me|you and i|ourselves)", "off the record", "in confidence", "confidentially", "confidential", "not for the (?:seller|buyer|other side)", "just (?:for you|between us)", "for your (?:eyes|ears) only",
    r"(?:don't|dont|do not|never|please don't) (?:tell|share|pass|repeat|mention|show|let|disclose)(?: (?:this|that|it|them|the seller|the buyer|him|her|anyone|the other side))?", "keep (?:this|it|that) (?:private|secret|quiet|between us|to yourself|confidential)",
    "entre nosotros", "entre usted y yo", "en confianza", "confidencial", "extraoficialmente", "no (?:le |les |se lo )?(?:diga|digan|cuente|cuenten|comente|comparta|compartan|mencione)", "que no se entere", "que quede entre",
)  # fmt: skip
_LIMIT: Final = any_of(
    "bottom line", r"(?:could|can) live with", "rock bottom", "(?:the )?(?:lowest|least|minimum|most|highest|max|maximum)(?: that)? (?:i|we)(?:'d|'ll| would| could| can| will)?(?: really| ever)? (?:go|accept|take|pay|do|give|offer)", "my (?:limit|floor|ceiling|walk ?away)", "our (?:limit|floor|ceiling|walk ?away)",
    "(?:i|we) (?:can|could|would)(?: not|n't)? go (?:as low as|as high as|up to|down to|below|above|lower than|higher than)", "as low as", "if (?:i|we) (?:had|have) to", "if (?:push|it) comes to", "at the end of the day (?:i|we)'d", "would settle for less", "settle for less", "realistically",
    "(?:podria|podriamos) (?:vivir|conformar(?:me|nos)) con", "(?:mi|nuestro) (?:minimo|limite|tope|maximo)", "lo (?:minimo|maximo|menos) que", "bajar (?:hasta|a)", "subir hasta", "si no hay (?:mas )?remedio", "en el peor de los casos", "as a last resort", "como ultimo recurso",
)  # fmt: skip
_ADMITS: Final = any_of(
    "(?:i|we) (?:have to |must )?admit", "(?:it )?(?:was|is) (?:our|my) (?:mistake|fault|error)", "(?:our|my) (?:mistake|fault)", "we (?:messed|screwed) up", "(?:i|we) (?:may|might) have (?:miscounted|made a mistake|damaged|lost|sold|forgot|forgotten|packed)", "i know (?:we|i|our|my)(?: \\w{1,10}){0,3} (?:wrong|weak|fault)", "our (?:forklift|driver|guy|warehouse guy) (?:dropped|broke|damaged|hit)",
    "(?:i|we)(?: already)? sold (?:some|a few|most)", "to be honest (?:we|i)", "honestly (?:we|i)", "(?:i|we) (?:lost|don't have|dont have|can't find|cant find|didn't take|forgot) (?:the )?(?:photos|pictures|bol|paperwork|receipt|proof|records?)(?: \\w{1,8})?",
    "(?:reconozco|reconocemos|admito|admitimos)", "(?:fue|es) (?:nuestro|mi|un) error(?: nuestro| mio)?", "error (?:nuestro|mio)", "la verdad es que (?:nosotros|yo|no|la|el)", "la culpa (?:es|fue) (?:nuestra|mia)",
)  # fmt: skip
OFFER_BACK: Final = any_of(
    "withdraw (?:my|our|the|that) (?:\\w{1,8} )?(?:offer|proposal|counter|acceptance|consent|number|figure|demand|bid)",
    "retir(?:o|amos) (?:mi|nuestra|la) (?:oferta|propuesta|aceptacion|cifra|contraoferta)",
)
_NEED: Final = any_of(
    "(?:i|we) (?:really |desperately |badly )?need (?:the )?(?:cash|money)(?: (?:now|fast|badly|urgently|asap))?", "desperate", "cash ?flow", "(?:going|go) (?:bankrupt|under|out of business)", "behind on (?:rent|payments)", "can't afford", "cant afford", "cannot afford", "rent is due", "make payroll",
    "(?:me|nos) urge(?: el dinero)?", "necesito el dinero", "necesitamos el dinero", "desesperad[oa]s?", "quebrar", "la quiebra", "no puedo (?:pagar la renta|esperar mas)", "no me alcanza",
)  # fmt: skip

_LEAST: Final = 10  # a bare number below is a count


def confided(reading: Reading, sentence: Sentence) -> bool:
    """Whether figures in a sentence are told in confidence; a plea for secrecy covers its neighbours too."""
    if _has(_LIMIT, sentence.plain) or _has(_ADMITS, sentence.plain):
        return True
    near = (each for each in reading.sentences if abs(each.number - sentence.number) <= 1)
    return any(_has(_SECRET, each.plain) for each in near)


@lru_cache(maxsize=512)  # each sentence is asked for several times
def _has(pattern: re.Pattern[str], plain: str) -> bool:
    return pattern.search(plain) is not None


def confidences(reading: Reading) -> Iterator[Intent]:
    """Yield what only the mediator may know, and which kind it is."""
    for sentence in reading.sentences:
        kind = _kind(sentence.plain)
        if kind is None:
            continue
        sums = reading.sums(sentence, bare=kind in ("limit", "secret"))
        money = next((each for each in sums if each.currency or each.amount >= _LEAST), None)
        amount = money.amount if money else None
        currency = (money.currency or reading.currency) if money else None
        yield Intent(IntentKind.CONFIDES, sentence.said, Certainty.LIKELY, amount, currency, detail=kind)


def _kind(plain: str) -> str | None:
    table = (("limit", _LIMIT), ("admission", _ADMITS), ("need", _NEED), ("secret", _SECRET))
    return next((name for name, pattern in table if _has(pattern, plain)), None)
