"""Answers to our numbered questions, given by number, and what comes with a mail as evidence."""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.by_content import by_content
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.words import any_of, fold

_NUMBERED = re.compile(
    r"\A[ *>_-]{0,4}(?:(?:q|a|question|answer|pregunta|respuesta|punto|point|re|to|a la)\.? ?(?:no\.? ?|#|question |pregunta )?)?(?P<number>\d{1,2}) ?(?:[.)\]:]|-(?! ?\d)| -)[ *_]{1,4}(?P<words>\S[^\n]{0,2000})$"
)
_BARE = re.compile(r"\A[ *_]{0,4}(?P<number>\d{1,2}) (?P<words>(?:yes|no|si|nope|yep|y|n)(?![\w])[^\n]{0,200})$")
_YES: Final = any_of(
    "yes",
    "yep",
    "yeah",
    "correct",
    "right",
    "si",
    "claro",
    "correcto",
    "asi es",
    "we did",
    "i did",
    "done",
    "attached",
    "adjunto",
    "adjunta",
)
_NO: Final = any_of("no", "nope", "not", "none", "never", "n/a", "ninguno", "ninguna", "nunca", "negative")
_SENT: Final = any_of(
    "attach(?:ed|ing|ment|ments)?", "(?:here's|heres|this is|these are) (?:the|my|our|a) (?:photos?|pictures?|pics?|bol|pod|bill of lading|manifest|sheet|invoice|receipt|video|proof|paperwork|list)", "(?:see|find|here are|here is|enclosed|sending|sent|uploaded|included|including)(?: \\w{1,8}){0,4} (?:photos?|pictures?|pics?|images?|videos?|bol|pod|bill of lading|manifest|sheet|spreadsheet|invoice|receipt|documents?|docs|proof|evidence|packing list|delivery receipt|list)", "(?:photos?|pictures?|pics?|videos?|bol|pod|proof|evidence|sheet)(?: \\w{1,8}){0,3} (?:attached|enclosed|included|below|here|in this (?:email|mail))", "as (?:proof|evidence)",
    "adjunt(?:o|os|a|as|amos|e|ado|ados)", "(?:le |les )?(?:mando|mandamos|envio|enviamos|anexo|anexamos|aqui (?:estan|esta|van|va))(?: \\w{1,8}){0,4} (?:fotos?|imagenes|videos?|evidencias?|pruebas?|documentos?|lista|hoja|factura|recibo|comprobante)", "anex[oa]s?", "(?:fotos|evidencia|pruebas|videos) (?:adjunt[oa]s?|anex[oa]s?)", "como (?:prueba|evidencia)",
)  # fmt: skip
# What lies behind an address, or goes by post.
_LINKED: Final = re.compile(
    r"https?://[^\s]{4,200}[^\n]{0,80}(?:photo|video|pics?|picture|album|folder|footage|foto|carpeta|proof|evidence)|https?://[^\s]{0,80}(?:photo|album|drive|dropbox|foto|imgur|icloud|wetransfer)"
    r"|(?:put|dropped|sent|mailed|mailing)(?: \w{1,8}){0,5} (?:stick|drive|disc|dvd|copies|photos|footage|papers|documents)(?: \w{1,8}){0,5} (?:mail|post|ups|fedex|certified)"
    r"|(?:find|see|please find)(?: the| our| a| my)?(?: \w{3,14}){1,3} (?:enclosed|attached)"
)
_WILL_SEND: Final = any_of(
    "will (?:send|attach|upload)",
    r"\w{1,4}'ll (?:send|attach|upload)",
    "tomorrow",
    "manana",
    "(?:voy|vamos) a (?:mandar|enviar|adjuntar)",
    "(?:can't|cannot|couldn't|unable to|not|no|didn't|don't)(?: \\w{1,8}){0,2} (?:attach\\w{0,3}|photos?|send|adjunt\\w{1,3}|pictures?|proof)",
    "need to attach",
    "you attached",
    "your attached",
    "see attached offer",
    "should i",
    "do i",
    "what (?:photos|pictures)",
    "sin adjuntar",
    "late[r]",
)
_FILE: Final = re.compile(r"(?i)\.(?:jpe?g|png|heic|webp|gif|pdf|xlsx?|csv|mp4|mov|docx?|tiff?|zip)$")


def answers(reading: Reading) -> Iterator[Intent]:
    """Yield each answer given by its question's number; any number where no letter of ours is known."""
    found = [each for line in reading.lines if (each := _numbered(line))]
    several = len({number for number, _ in found}) > 1
    if not reading.binding_asked:
        yield from by_content(reading, frozenset(number for number, _ in found))
    for number, words in found:
        asked = number in reading.questions
        if not asked and (reading.known or not (several or _detail(fold(words)))):
            continue
        certainty = Certainty.PLAIN if asked else Certainty.LIKELY
        yield Intent(IntentKind.ANSWERS, words, certainty, question=number, detail=_detail(fold(words)))


def _numbered(line: str) -> tuple[int, str] | None:
    plain = fold(line[:2100]).rstrip()
    found = _NUMBERED.match(plain) or _BARE.match(plain)
    return (int(found["number"]), line[found.start("words") : found.end("words")]) if found else None


def _detail(plain: str) -> str:
    if _YES.match(plain):
        return "yes"
    return "no" if _NO.match(plain) else ""


def evidence(reading: Reading) -> Iterator[Intent]:
    """Yield what is said to come with the mail, and whether it did."""
    files = [name for name in reading.attachments if _FILE.search(name)]
    said = False
    for sentence in reading.sentences:
        if not (_SENT.search(sentence.plain) or _LINKED.search(sentence.plain)) or _WILL_SEND.search(sentence.plain):
            continue
        said = True
        certainty = Certainty.PLAIN if files else Certainty.UNSURE
        yield Intent(IntentKind.GIVES_EVIDENCE, sentence.said, certainty, detail=", ".join(files) or "nothing attached")
    if (
        files
        and not said
        and reading.asked in (None, Letter.EVIDENCE_REQUEST, Letter.EVIDENCE_PARTLY_IN, Letter.SHEET_ERRORS)
    ):
        yield Intent(IntentKind.GIVES_EVIDENCE, ", ".join(files), Certainty.LIKELY, detail=", ".join(files))
