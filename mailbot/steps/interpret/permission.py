"""Yes and no to carrying words across to the other side."""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import BUT, HEDGE, NEGATION, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_OTHER: Final = r"(?:the )?(?:seller|buyer|them|him|her|other (?:side|party)|it|this|that|vendedor|comprador)"
_MAY: Final = any_of(
    rf"(?:you (?:can|may|are free to|have my permission to)|feel free to|go ahead and|ok to|okay to|fine to)(?: \w{{1,6}})? (?:tell|share|pass|forward|show|release|send|disclose|carry)(?: {_OTHER})?", "(?:share|tell|release|show) (?:it|that|this|them|away)", "permission granted", "you have my (?:permission|consent)",
    r"(?:puede[ns]?|pueden|autorizo a|autorizo que|autorizamos a|les autorizo a|le autorizo a|tiene[n]? (?:mi )?permiso)(?: \w{1,6})? ?(?:compartir|decir|decirle|decirles|comentar|mostrar|enviar|pasar|contar|contarle)(?:lo|la|le|les|selo)?", "compart(?:anlo|alo|an|a)", "digan?(?:le|selo)", "autorizo", "autorizamos", "tienen mi (?:permiso|consentimiento|autorizacion)",
)  # fmt: skip
_MAY_NOT: Final = any_of(
    rf"(?:don't|dont|do not|never|please don't|you (?:can't|cannot|may not)|not)(?: \w{{1,6}})? (?:tell|share|pass|forward|show|release|disclose|mention|repeat|carry|be shared|be told)(?: {_OTHER})?", "keep (?:it|that|this) (?:private|confidential|between us|to yourself|secret)", "(?:i|we) (?:do not|don't) (?:consent|give (?:my )?permission|agree to (?:share|release))", "no permission",
    "no (?:lo |la |se lo |le |les )?(?:compart(?:an|a)|dig(?:an|a)|cuent(?:en|e)|muestr(?:en|e)|mencion(?:en|e)|autorizo|autorizamos)(?: \\w{1,8})?", "que quede entre nosotros", "no quiero que (?:el vendedor|el comprador|lo|se) \\w{2,10}",
)  # fmt: skip


_NAMES_IT: Final = any_of(
    "seller",
    "buyer",
    "it",
    "this",
    "that",
    "them",
    "vendedor",
    "comprador",
    r"compart\w{1,5}",
    "autorizo",
    "autorizamos",
    r"dig\w{1,6}",
    r"decir\w{0,3}",
)
_TAIL: Final = re.compile(
    r"(?: (?:with|to|con|al?))?(?: (?:the |el |la )?(?:seller|buyer|them|him|her|it|that|this|other side|other party|vendedor|comprador|eso|esto|ellos))?(?: (?:that|this|eso|esto))?"
    r"[ ,.!]{0,4}(?:thanks|thank you|please|gracias|por favor|no problem|sin problema)?[ .!]{0,3}"
)


def permissions(reading: Reading) -> Iterator[Intent]:
    """Yield releases and refusals of release; a release nobody asked for, or with an if, is never plain."""
    for sentence in reading.sentences:
        if _MAY_NOT.search(sentence.plain):
            yield Intent(IntentKind.WITHHOLDS, sentence.said, Certainty.PLAIN)
        elif (released := _released(reading, sentence)) is not None:
            yield released


def _released(reading: Reading, sentence: Sentence) -> Intent | None:
    found = _MAY.search(sentence.plain)
    if found is None or sentence.asks or NEGATION.search(sentence.plain[: found.start()]):
        return None
    if reading.asked is not Letter.RELEASE_REQUEST:
        return (
            Intent(IntentKind.RELEASES, sentence.said, Certainty.UNSURE)
            if "you " in found.group() or "puede" in found.group()
            else None
        )
    tail = sentence.plain[found.end() :]
    whole = bool(_TAIL.fullmatch(tail))
    if not whole and not _NAMES_IT.search(found.group()):
        return None
    hangs = conditional(sentence.said, sentence.plain) or BUT.search(sentence.plain) or HEDGE.search(tail)
    beside = reading.hangs_beside(sentence) or any(_MAY_NOT.search(each.plain) for each in reading.others(sentence))
    sure = not (hangs or beside or sentence.from_subject or reading.cut)
    return Intent(IntentKind.RELEASES, sentence.said, Certainty.PLAIN if sure and whole else Certainty.LIKELY)
