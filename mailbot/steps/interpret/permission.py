"""Yes and no to carrying words across to the other side."""

from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import BUT, HEDGE, NEGATION, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_OTHER: Final = r"(?:the )?(?:seller|buyer|them|him|her|other (?:side|party)|it|this|that|vendedor|comprador)"
_MAY: Final = any_of(
    rf"(?:you (?:can|may|are free to|have my permission to)|feel free to|go ahead and|please|ok to|okay to|fine to)(?: \w{{1,6}})? (?:tell|share|pass|forward|show|release|send|disclose|carry)(?: {_OTHER})?", "(?:share|tell|release|show) (?:it|that|this|them|away)", "permission granted", "you have my (?:permission|consent)",
    r"(?:puede[ns]?|pueden|autorizo a|autorizo que|autorizamos a|les autorizo a|le autorizo a|tiene[n]? (?:mi )?permiso)(?: \w{1,6})? ?(?:compartir|decir|decirle|decirles|comentar|mostrar|enviar|pasar|contar|contarle)(?:lo|la|le|les|selo)?", "compart(?:anlo|alo|an|a)", "digan?(?:le|selo)", "autorizo", "autorizamos", "tienen mi (?:permiso|consentimiento|autorizacion)",
)  # fmt: skip
_MAY_NOT: Final = any_of(
    rf"(?:don't|dont|do not|never|please don't|you (?:can't|cannot|may not)|not)(?: \w{{1,6}})? (?:tell|share|pass|forward|show|release|disclose|mention|repeat|carry|be shared|be told)(?: {_OTHER})?", "keep (?:it|that|this) (?:private|confidential|between us|to yourself|secret)", "(?:i|we) (?:do not|don't) (?:consent|give (?:my )?permission|agree to (?:share|release))", "no permission",
    "no (?:lo |la |se lo |le |les )?(?:compart(?:an|a)|dig(?:an|a)|cuent(?:en|e)|muestr(?:en|e)|mencion(?:en|e)|autorizo|autorizamos)(?: \\w{1,8})?", "que quede entre nosotros", "no quiero que (?:el vendedor|el comprador|lo|se) \\w{2,10}",
)  # fmt: skip


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
    hangs = conditional(sentence.said, sentence.plain) or BUT.search(sentence.plain) or HEDGE.search(tail)
    beside = reading.hangs_beside(sentence) or any(_MAY_NOT.search(each.plain) for each in reading.others(sentence))
    sure = not (hangs or beside or sentence.from_subject or reading.cut)
    short = len(tail.strip(" .,!")) <= 40  # noqa: PLR2004 - a longer tail may be an edited sentence
    return Intent(IntentKind.RELEASES, sentence.said, Certainty.PLAIN if sure and short else Certainty.LIKELY)
