"""Which language a party wants to be written to in."""

import re
from typing import Final

from mailbot.steps.interpret.words import any_of

_LANGUAGES: Final = {
    "es": ("spanish", "espanol", "castellano"), "en": ("english", "ingles"), "fr": ("french", "frances", "francais"), "pt": ("portuguese", "portugues"),
    "de": ("german", "aleman", "deutsch"), "it": ("italian", "italiano"), "zh": ("chinese", "chino", "mandarin"), "ar": ("arabic", "arabe"), "pl": ("polish", "polaco"),
    "ru": ("russian", "ruso"), "vi": ("vietnamese", "vietnamita"), "ko": ("korean", "coreano"),
}  # fmt: skip
_NAMES: Final = "|".join(name for names in _LANGUAGES.values() for name in names)
_WANTS: Final = re.compile(
    rf"(?<![\w])(?:(?:in|en|to|a) (?:el )?(?P<one>{_NAMES})(?![\w])|(?P<two>{_NAMES})(?: only| please|,? por favor)(?![\w])|(?:speak|habla[ns]?|hablar|write|escrib\w{{1,5}}|habla|know|read|prefer|prefiero|entiendo|understand)(?: \w{{1,9}})? (?:el )?(?P<three>{_NAMES})(?![\w]))"
)
_LANGUAGE_CUE: Final = any_of(
    "please",
    "can you",
    "could you",
    "write",
    "reply",
    "answer",
    "speak",
    "prefer",
    "communicate",
    "letters?",
    "emails?",
    "do you",
    "translate",
    "continue",
    "rather",
    "better",
    "my (?:first )?language",
    "don't understand",
    "por favor",
    "favor",
    "puede[ns]?",
    "podria[ns]?",
    "escrib\\w{1,6}",
    "habla[ns]?",
    "hablar",
    "respond\\w{1,4}",
    "contest\\w{1,4}",
    "prefiero",
    "preferimos",
    "mejor",
    "no (?:hablo|entiendo|se|leo|hablamos)",
    "traduc\\w{1,6}",
    "me comunico",
)
_NOT_KNOWN: Final = re.compile(
    rf"(?<![\w])(?:no (?:hablo|entiendo|se|leo|hablamos|comprendo)(?: \w{{1,6}}){{0,2}}|(?:don't|dont|do not|can't|cannot|not)(?: \w{{1,6}}){{0,2}} (?:speak|read|understand|good|write)(?: \w{{1,6}}){{0,2}}|my|mi) (?P<name>{_NAMES})(?![\w])"
)


def language_wanted(plain: str) -> str | None:
    """Return the code of the language a sentence asks us to write in, or says its writer lacks; ISO 639-1."""
    unknown = _NOT_KNOWN.search(plain)
    if unknown and not plain[unknown.start() :].startswith(("my", "mi")):
        other = next((found for found in _WANTS.finditer(plain) if _name(found) != unknown["name"]), None)
        return _code(_name(other)) if other else ("es" if _code(unknown["name"]) == "en" else "en")
    found = _WANTS.search(plain)
    if found is None or not (_LANGUAGE_CUE.search(plain) or len(plain) < 30):  # noqa: PLR2004 - "in Spanish" alone
        return None
    return _code(_name(found))


def _name(found: re.Match[str]) -> str:
    return found["one"] or found["two"] or found["three"]


def _code(name: str) -> str:
    return next(code for code, names in _LANGUAGES.items() if name in names)
