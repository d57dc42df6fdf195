"""Answers that repeat words of a numbered question instead of its number: "the driver signed", "boxes: 6"."""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.steps.interpret.goods import TOKEN
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.words import Sentence, any_of

_STOPS: Final = frozenset(
    [
        "a",
        "an",
        "the",
        "is",
        "are",
        "was",
        "were",
        "did",
        "do",
        "does",
        "have",
        "has",
        "had",
        "there",
        "any",
        "many",
        "much",
        "how",
        "when",
        "where",
        "what",
        "which",
        "who",
        "why",
        "you",
        "your",
        "of",
        "in",
        "on",
        "at",
        "to",
        "for",
        "from",
        "by",
        "with",
        "and",
        "or",
        "it",
        "that",
        "this",
        "be",
        "been",
        "not",
        "no",
        "yes",
        "please",
        "came",
        "come",
        "arrive",
        "arrived",
        "receive",
        "received",
        "got",
        "get",
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "es",
        "son",
        "fue",
        "hay",
        "hubo",
        "cuantos",
        "cuantas",
        "cuando",
        "donde",
        "que",
        "cual",
        "quien",
        "como",
        "su",
        "sus",
        "de",
        "en",
        "con",
        "por",
        "para",
        "y",
        "o",
        "se",
        "le",
        "les",
        "lo",
        "si",
        "no",
        "llego",
        "llegaron",
        "recibio",
        "recibieron",
        "usted",
        "ustedes",
        "tiene",
        "tienen",
        "alguna",
        "algun",
        "esta",
        "este",
    ]
)
_ALIKE: Final = {
    "bol": "lading", "waybill": "lading", "conocimiento": "lading", "guia": "lading", "carta": "lading", "porte": "lading", "lading": "lading", "bill": "lading", "box": "box", "driver": "driver", "sign": "sign", "signing": "sign", "photo": "photo", "pallet": "pallet", "truck": "truck", "seal": "seal", "carton": "box", "cartons": "box", "caja": "box", "cajas": "box", "boxes": "box", "pallets": "pallet",
    "tarima": "pallet", "tarimas": "pallet", "signature": "sign", "signed": "sign", "firmo": "sign", "firma": "sign", "firmado": "sign", "firmar": "sign", "chofer": "driver", "conductor": "driver", "trucker": "driver", "transportista": "driver",
    "fotos": "photo", "foto": "photo", "pictures": "photo", "picture": "photo", "pics": "photo", "photos": "photo", "trailer": "truck", "camion": "truck", "seals": "seal", "sello": "seal", "sellos": "seal", "paperwork": "lading",
}  # fmt: skip
_HOW_MANY: Final = any_of("how (?:many|much)", "cuant[oa]s?")
_WHEN: Final = any_of("when", "what (?:day|date|time)", "cuando", "que (?:dia|fecha|hora)")
_A_NUMBER: Final = re.compile(
    r"(?<![\w$€£])(?:\d{1,5}|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|none|zero|un|una|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|ningun[oa]?|all|todas?|todos)(?![\w])"
)
_A_DAY: Final = re.compile(
    r"\d|day|yesterday|week|morning|noon|lunes|martes|miercoles|jueves|viernes|sabado|domingo|ayer"
)
_LATER: Final = any_of(
    "will (?:send|look|ask|check|find|get)", r"\w{1,4}'ll (?:send|look|ask|check|find|get)", "(?:have|need) to (?:ask|check|look|find)", "(?:don't|do not|dont) (?:understand|know what)", "(?:voy|vamos|tengo) (?:a|que) (?:buscar|preguntar|revisar|mandar)", "if", "why", "what (?:do|is|does)", "por que", "looking for", "asking",
)  # fmt: skip
_YES: Final = any_of(
    "yes",
    "yeah",
    "yep",
    "si",
    "attached",
    "adjunt[oa]",
    "have (?:it|one|the)",
    "did",
    "signed",
    "firmo",
    "tengo",
    "tenemos",
    "i have",
    "we have",
)
_NO: Final = any_of(
    "no",
    "not",
    "never",
    "nobody",
    "none",
    "nothing",
    "without",
    "refused",
    r"\w{1,8}n't",
    "didnt",
    "dont",
    "nunca",
    "nadie",
    "sin",
    "tampoco",
    "ningun\\w?",
)
_LONGEST: Final = 300


def by_content(reading: Reading, taken: frozenset[int]) -> Iterator[Intent]:
    """Yield answers to the numbered questions that no number names, each question once."""
    asked = {number: (_keys(words), words) for number, words in reading.asked_words.items() if number not in taken}
    for sentence in reading.sentences:
        if sentence.asks or sentence.from_subject or len(sentence.plain) > _LONGEST or _LATER.search(sentence.plain):
            continue
        said = _keys(sentence.plain)
        for number in [number for number, (keys, words) in asked.items() if said & keys and _suits(words, sentence)]:
            del asked[number]
            yield Intent(
                IntentKind.ANSWERS, sentence.said, Certainty.LIKELY, question=number, detail=_detail(sentence.plain)
            )


def _keys(plain: str) -> frozenset[str]:
    words = (word for word in TOKEN.findall(plain) if word not in _STOPS and not word.isdecimal())
    return frozenset(_ALIKE.get(word, word if len(word) < 4 else word[:4]) for word in words)  # noqa: PLR2004 - beginnings


def _suits(question: str, sentence: Sentence) -> bool:
    """Whether a sentence gives what a question wants: a number, a day, or a yes or no."""
    if _HOW_MANY.search(question):
        return _A_NUMBER.search(sentence.plain) is not None
    if _WHEN.search(question):
        return _A_DAY.search(sentence.plain) is not None
    return True


def _detail(plain: str) -> str:
    if _NO.search(plain):
        return "no"
    return "yes" if _YES.search(plain) else ""
