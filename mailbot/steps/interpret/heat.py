"""How heated words are: 0 calm, 1 annoyed, 2 angry, 3 furious."""

import re
from typing import Final

from mailbot.steps.interpret.words import any_of, fold

_INSULT: Final = any_of(
    "liars?", "thie(?:f|ves)", "crooks?", "scam(?:s|mers?|med|ming)?", "fraud(?:sters?|ulent)?", "idiots?", "morons?", "stupid", "incompetent", "jokers?", "clowns?", "con ?artists?", "cheat(?:s|ers?|ed|ing)?", "rip(?:ped)? ?-?off", "bullshit", "bs", "crap", "shit(?:ty|show)?", "f+u+c+k(?:ing|ed|in|ers?)?", "wtf", "damn", "assholes?", "bastards?", "pathetic", "disgusting", "garbage",
    "mentiros[oa]s?", "ladron(?:es|a)?", "rater[oa]s?", "estafa(?:dor(?:es|a)?|ron)?", "estafas?", "fraude", "idiotas?", "estupid[oa]s?", "incompetentes?", "mierda", "puta", "pendej[oa]s?", "cabron(?:es)?", "chinga\\w{0,6}", "carajo", "sinverguenzas?", "basura", "asco", "rateros",
)  # fmt: skip
_ANGER: Final = any_of(
    "furious", "outrageous", "outraged", "unbelievable", "ridiculous", "unacceptable", "angry", "fed up", "sick (?:and tired|of)", "disgrace(?:ful)?", "insult(?:ing|ed)?", "joke", "nonsense", "worst", "horrible", "terrible", "appalling", "enough is enough", "waste of (?:time|money)", "never again", "how dare", "had it with", "lost (?:all )?patience",
    "furios[oa]s?", "indignad[oa]s?", "ridicul[oa]s?", "inaceptable", "hart[oa]s?", "enojad[oa]s?", "molest[oa]s?", "verguenza", "burla", "pesim[oa]s?", "increible", "el colmo", "basta", "abuso", "insult[oa]", "nunca mas", "horrible", "terrible", "perdida de tiempo", "ya estuvo",
)  # fmt: skip
_PRESSED: Final = any_of(
    "disappointed", "frustrat(?:ed|ing)", "upset", "annoyed", "annoying", "third time", "second time", "again and again", "still waiting", "no one (?:answers|responds|replies)", "nobody (?:answers|responds|replies)", "ignored", "not happy", "unhappy", "weeks ago", "unfair", "not right", "please help", "desperate", "losing (?:my|our) business", "can't pay", "ruined", "crying", "stressed",
    "decepcionad[oa]s?", "frustrad[oa]s?", "tercera vez", "segunda vez", "nadie (?:responde|contesta)", "ignorad[oa]s?", "injust[oa]", "ayuda por favor", "desesperad[oa]s?", "perdiendo mi negocio", "arruinad[oa]s?", "no es justo", "preocupad[oa]s?", "llevo semanas",
)  # fmt: skip
_THREAT: Final = any_of(
    "sue",
    "lawyer",
    "attorney",
    "chargeback",
    "court",
    "police",
    "kill",
    "regret",
    "hell",
    "demandar(?:e|los)?",
    "abogado",
    "policia",
    "arrepentir",
    "matar",
    "denunciar(?:e|los)?",
)
_MANY_MARKS = re.compile(r"[!?¡¿]{2,20}")
_SHOUTED = re.compile(r"(?<![\w])[A-ZÁÉÍÓÚÑÜ]{3,30}(?![\w])")
_CALM_CAPITALS: Final = frozenset(
    [
        "ACCEPT",
        "DECLINE",
        "COUNTER",
        "CONFIRM",
        "PAID",
        "PERSON",
        "WITHDRAW",
        "YES",
        "MORE",
        "TIME",
        "REASON",
        "ACEPTO",
        "RECHAZO",
        "CONTRAOFERTA",
        "CONFIRMO",
        "PAGADO",
        "MAS",
        "MÁS",
        "TIEMPO",
        "PERSONA",
        "RETIRO",
        "MOTIVO",
        "BOL",
        "POD",
        "SKU",
        "USD",
        "EUR",
        "GBP",
        "MXN",
        "CAD",
        "LLC",
        "INC",
        "LTL",
        "FTL",
        "UPC",
        "LPN",
        "ASIN",
        "PDF",
        "USA",
        "UPS",
        "FEDEX",
        "MSRP",
        "DOA",
        "TBD",
        "ASAP",
        "FYI",
        "HDMI",
        "LED",
        "LCD",
        "PST",
        "EST",
        "CST",
    ]
)
_SHOUTING: Final = 0.5


def heat_of(text: str) -> int:
    """Return how heated the words are, from 0 (calm) to 3 (furious)."""
    text = text[:20_000]
    plain = fold(text)
    points = 2.0 * min(len(_INSULT.findall(plain)), 3)
    points += 1.2 * min(len(_ANGER.findall(plain)), 3)
    points += 0.7 * min(len(_PRESSED.findall(plain)), 2)
    points += 0.7 * min(len(_THREAT.findall(plain)), 2)
    points += 0.8 * min(len(_MANY_MARKS.findall(text)), 3) + 0.2 * min(text.count("!"), 4)
    points += _shouting(text)
    return sum(points >= limit for limit in (0.9, 2.4, 5.0))


def _shouting(text: str) -> float:
    words = [word for word in re.findall(r"[^\W\d_]{3,40}", text) if word not in _CALM_CAPITALS]
    loud = [word for word in _SHOUTED.findall(text) if word not in _CALM_CAPITALS]
    if len(loud) >= 4 and len(loud) > len(words) * _SHOUTING:  # noqa: PLR2004 - fewer may be names
        return 2.4
    return 0.4 * min(len(loud), 4) if len(loud) > 1 else 0.0
