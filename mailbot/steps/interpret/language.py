"""Which language words are in. The model lies beside the library; nothing is fetched.

Of five words and more the model is the judge. Of fewer it is not to be trusted ("how much?" is Spanish to it): there
words that only one language has decide, and between English and Spanish nothing is guessed.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from mailbot.mail.tongues import likely_languages

# Codes, sums, addresses, links, names of files.
_NO_WORDS: Final = re.compile(r"[\d@_/\\]|\bwww\.|\.\w{2,4}$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_EASTERN: Final = re.compile(r"[\u3040-\u9fff\uac00-\ud7a3]")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_KANA: Final = re.compile(r"[\u3040-\u30ff]")
_HANGUL: Final = re.compile(r"[\uac00-\ud7a3]")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Words of one of the two that are none of the other nor of the languages beside them.
_ENGLISH: Final = _set(
    "the and are i you they this that of to for with not my our your have has had be will would could should can did"
    " does from at but if an please thank thanks hello hi yes yeah accept accepted agreed agree missing damaged broken"
    " order pallet pallets units refund money what when where why how much there their all never received offer deal want"
    " need send sent got fine good great sorry works morning afternoon sure decline reject bye which who whole"
    " dont didnt doesnt cant wont isnt wasnt im ive thats whats here"
    " another about because only just also after before again still any some every"
)  # fmt: skip
_SPANISH: Final = _set(
    "el los las y es una unas unos fue yo nosotros usted ustedes del pero gracias hola acepto aceptamos acuerdo faltan"
    " dinero muy tengo tenemos quiero queremos rechazo rechazamos llego llegó llegaron hay buenos buenas días dias tardes sí más"
    " está están bien favor trato hecho cuánto cuanto cuándo cuando llega dónde donde qué señor señora tarima tarimas cajas"
    " pagamos mandaron mándenlo nos les está estoy quisiera necesito necesitamos hecho también entonces ya vale claro listo"
)  # fmt: skip
# Spanish has these together with its neighbours, English has none of them.
_NOT_ENGLISH: Final = _set("de la que en con por para un una se su sus lo le al mi mis como porque nada todo")
_NEUTRAL: Final = frozenset(["ok", "okay", "no", "si"])
# Languages that people do business in: to the model some rarer neighbour is often as likely. Close kin count as one.
_SPOKEN: Final = {
    code: code
    for code in _set(
        "en es pt fr de it nl pl ru zh ja ko sv da no fi cs sk hu ro bg el tr uk ar he fa vi th id hi ca hr sr sl lt lv et is"
    )
} | {"nn": "no", "sh": "hr", "bs": "hr", "wuu": "zh", "yue": "zh"}  # fmt: skip
_PAIR: Final = {"en": "es", "es": "en"}
_FEW: Final = 4
_MOST_LETTERS: Final = 1000
_LIKELY: Final = 0.3
_CLEAR: Final = 0.6
_CERTAIN: Final = 0.8
_TELLING: Final = 2


@lru_cache(maxsize=16)
def language_of(text: str) -> str | None:
    """Return the language's code (ISO 639-1), None where there are too few words to tell."""
    shown = text[:_MOST_LETTERS]
    if _EASTERN.search(shown) and (by_script := _by_script(shown)):
        return by_script
    plain = " ".join(token for token in shown.split() if token.isalpha() or not _NO_WORDS.search(token.strip(".,;:!?")))
    words = _WORD.findall(plain)
    if not words:
        return None
    lower = [word.lower() for word in words]
    english = sum(word in _ENGLISH for word in lower)
    spanish = sum(word in _SPANISH for word in lower)
    if len(words) <= _FEW:
        return _of_few(lower, english, spanish, plain)
    return _of_many(plain, english, spanish, sum(word in _NOT_ENGLISH for word in lower))


def _by_script(text: str) -> str | None:
    """Tell what is written in letters of its own, without spaces to make words of."""
    letters = sum(map(len, _WORD.findall(text)))
    han, kana, hangul = (len(script.findall(text)) for script in (_HAN, _KANA, _HANGUL))
    if (han + kana + hangul) * 3 < letters or not letters:
        return None
    if kana * 10 > han + kana:
        return "ja"
    return "ko" if hangul > han else "zh"


def _of_few(words: Sequence[str], english: int, spanish: int, plain: str) -> str | None:
    telling = [word for word in words if word not in _NEUTRAL]
    if english != spanish and max(english, spanish) * 2 >= len(telling):
        return "en" if english > spanish else "es"
    language, likely = _guessed(plain)[0]
    if (english or spanish) and english != spanish and not (english and spanish):
        return language if language == ("en" if english else "es") else None
    if english or not telling:
        return None
    if language == "es" and _NOT_ENGLISH.isdisjoint(telling):
        return None
    return language if likely >= _CERTAIN and language != "en" else None


def _of_many(plain: str, english: int, spanish: int, not_english: int) -> str | None:
    (language, likely), (second, less) = _guessed(plain)
    if language in _PAIR:
        spanish += not_english
    told = "en" if english > spanish + 1 else "es" if spanish > english + 1 else ""
    if told and language != told and (language in _PAIR or (likely < _CLEAR and max(english, spanish) > _TELLING)):
        return told
    if language not in _PAIR and second in _PAIR and less * 2 > likely and likely < _CLEAR:
        return told or None
    if language in _PAIR and language != told and (likely < _CLEAR or _PAIR[language] == second) and likely < less * 3:
        return None
    return language if likely >= _LIKELY or language == told else told or None


def _guessed(plain: str) -> tuple[tuple[str, float], tuple[str, float]]:
    """Return the two likeliest languages, each with its likelihood."""
    likely: dict[str, float] = {}
    for code, score in likely_languages(plain, 6):
        language = _SPOKEN.get(code)
        if language:
            likely[language] = likely.get(language, 0.0) + score
    first, second, *_ = [*sorted(likely.items(), key=lambda item: -item[1]), ("", 0.0), ("", 0.0)]
    return first, second
