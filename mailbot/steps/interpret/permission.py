"""Yes and no to carrying words across to the other side."""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.numbers import small_number
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import BUT, HEDGE, NEGATION, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_OTHER: Final = r"(?:the )?(?:seller|buyer|them|him|her|other (?:side|party|guy)|it|this|that|vendedor|comprador)"
_TELL: Final = (
    "(?:tell|share|pass|forward|show|release|send|disclose|carry|say|mention|use|quote|give|repeat|inform|let)"
)
_SHARE_ES: Final = r"(?:compartir|decir|comentar|mostrar|enviar|pasar|contar|mencionar|usar|comunicar|informar|ensenar|platicar)(?:selos?|selas?|les?|los?|las?)?"
_COMMAND_ES: Final = r"(?:compart|dig|cuent|muestr|coment|comuniqu|pas|ensen|inform|platiqu|avis)(?:a|e|an|en)(?:selos?|selas?|los?|las?|les?)?"
_MAY: Final = any_of(
    rf"(?:you (?:can|may|could|are (?:free|welcome|allowed) to|guys can|have my (?:permission|ok|blessing) to)|u can|feel free to|go ahead and|(?:ok|okay|fine) to|(?:i|we) (?:allow|authori[sz]e|permit) you to|happy for you to|(?:don't|do not|dont) mind if you|no (?:problem|objection) (?:to|if you)|by all means,?|please do|please,? (?=tell|share|show|let)|(?:yes|sure|ok|okay),? (?:you can )?)(?: \w{{1,6}})? ?{_TELL}(?: {_OTHER})?",
    rf"{_TELL} (?:it|that|this|them|'?em|him|her|away)", "knock yourself out", "permission granted", "you have my (?:permission|consent|ok|blessing|authori[sz]ation)", "(?:i|we) (?:give|grant) (?:you )?(?:my |our )?(?:permission|consent)", "(?:i|we) consent", "let (?:the seller|the buyer|him|her|them|everyone) know",
    rf"(?:se (?:lo|la|los) )?(?:puede[ns]?|podria[ns]?|autorizo a|autorizo que|autorizamos a|les autorizo a|le autorizo a|tiene[n]? (?:mi )?permiso(?: de| para)?)(?: \w{{1,6}})? ?{_SHARE_ES}", rf"(?:si|claro|adelante|ok|bueno),? {_COMMAND_ES}", rf"\A{_COMMAND_ES}", "compart(?:anlo|alo|an|a)", "digan?(?:le|selo)", "autorizo", "autorizamos", "tienen? mi (?:permiso|consentimiento|autorizacion)", rf"que se lo {_SHARE_ES}",
)  # fmt: skip
_MAY_NOT: Final = any_of(
    rf"(?:don't|dont|do not|never|please don't|you (?:can't|cannot|may not)|not)(?: \w{{1,6}})? (?:{_TELL}|be shared|be told|go to)(?: {_OTHER})?", "keep (?:it|that|this) (?:private|confidential|between us|to yourself|secret)", "(?:i|we) (?:do not|don't) (?:consent|give (?:my )?permission|agree to (?:share|release))", "no permission",
    r"(?:rather|prefer) (?:you (?:didn't|did not|don't)|(?:you |that you )?not|(?:that |it |to )?(?:keep|stay))", "(?:stays?|leave|keep) (?:\\w{1,6} )?(?:between (?:us|you and me)|with you|private|in this mailbox|out of it|here)", "(?:said|told|was|is|were)(?: \\w{1,6}){0,4} in (?:private|confidence)", "(?:is |was |it's |that's )?(?:only|just) (?:for|between) (?:you|us)", "not a word", "(?:don't|do not|dont) want (?:him|her|them|the seller|the buyer|anyone|anybody|this|it|that) (?:to (?:know|hear|see|find out|be)|known|shared|told)", "stays? (?:with|between) (?:me|us)", "leave (?:it|that|this|me) out", "none of (?:his|her|their) business", "nobody'?s business", "(?:it's|that's|it is|that is|this is) (?:private|personal|confidential|my business|our business)", "no (?:say|tell|share)(?: (?:it|this))?(?: to)?", "not (?:to )?(?:the )?(?:seller|buyer)",
    rf"no (?:lo |la |se lo |se la |le |les |me lo )?(?:{_COMMAND_ES}|autorizo|autorizamos)(?: \w{{1,8}})?", "que (?:se )?quede (?:entre|aqui|en privado|con usted)", r"no quiero que (?:el vendedor|el comprador|lo|la|se|le|nadie)(?: lo)? \w{2,12}", "(?:prefiero|preferimos|mejor|preferiria) que no", "prefiero (?:que quede|guardar|reservar)\\w{0,6}", "(?:eso |esto )?es (?:privado|confidencial|personal|(?:asunto|cosa) mi[oa])", "asunto mio", "no tiene por que saber\\w{0,3}", "no le (?:importa|incumbe)",
)  # fmt: skip
# Good for no only where we asked to carry a sentence.
_RATHER_NOT: Final = re.compile(
    r"\A(?:(?:please|no|i'd|i would|we'd|i|and|por favor|pues)[ ,]{1,2}){0,3}(?:don't|do not|dont|rather not|prefer not(?: to)?|better not|mejor no|prefiero que no|que no)(?:[ ,]{1,2}(?:please|thanks|thank you|gracias|por favor))?[ .!]{0,4}"
    r"|\A.{0,40}(?:prefer|rather|like|quiero|prefiero|preferiria)(?: \w{1,9}){1,3} (?:didn't|did not|not|doesn't|no) \w{2,12}.{0,60}"
)
# Good for yes only where we asked to carry a sentence.
_FINE: Final = any_of(
    "(?:can't|cant|cannot|won't|wouldn't|doesn't) hurt", "no harm", "nothing to hide", "no secret", "(?:don't|do not|dont) (?:mind|care)(?: (?:if|who))?", "no (?:objections?|problem with that)", "(?:fine|ok|okay|good) (?:by|with|for) (?:me|us)", "by all means", "go ahead", "please do", "of course", "he (?:can|should) know", "they should know", "why not", "do it",
    "no tengo (?:ningun )?(?:inconveniente|problema)", "(?:no me|no nos) (?:molesta|importa)", "sin (?:ningun )?(?:problema|inconveniente)", "con toda confianza", "adelante", "no hay (?:problema|inconveniente)", "que (?:lo )?sepan?", "por mi (?:esta bien|adelante|no hay problema)", "no tengo nada que (?:ocultar|esconder)",
)  # fmt: skip
_BY_NUMBER: Final = re.compile(
    r"(?:(?P<no>no|negative|nope)|(?P<yes>yes|si|ok|okay|yep|affirmative|granted|permission granted))(?: (?:on|to|for|al?|para|el))?(?: (?:number|question|no\.?|nr\.?|numero|punto|la))? ?#?(?P<number>\d{1,3}|one|two|three|four|five|six|uno|dos|tres|cuatro|cinco)(?![\w%])"
)
_MANNERS: Final = re.compile(
    r"[\s,.!-]{0,4}(?:(?:thanks?|thank you|thx|please|gracias|muchas gracias|por favor|sir|no problem|sin problema)[\s,.!]{0,3}){0,2}"
)

_NAMES_IT: Final = any_of(
    "seller", "buyer", "it", "this", "that", "them", "him", "her", "vendedor", "comprador", r"compart\w{1,5}", "autorizo", "autorizamos", r"dig\w{1,6}", r"decir\w{0,5}", r"contar\w{0,5}", r"cuent\w{1,6}", r"coment\w{1,6}", r"pas\w{1,6}", r"comuni\w{1,7}", r"permission granted",
)  # fmt: skip
_TAIL: Final = re.compile(
    r"(?: (?:with|to|con|al?))?(?: (?:the |el |la )?(?:seller|buyer|them|him|her|it|that|this|other side|other party|vendedor|comprador|eso|esto|ellos))?(?: (?:that|this|eso|esto))?"
    r"[ ,.!]{0,4}(?:thanks|thank you|please|gracias|por favor|no problem|sin problema)?[ .!]{0,3}"
)


def permissions(reading: Reading) -> Iterator[Intent]:
    """Yield releases and refusals of release; a release nobody asked for, or with an if, is never plain."""
    for sentence in reading.sentences:
        numbered = _numbered(reading, sentence)
        if numbered is not None:
            yield numbered
            continue
        yes, no = _MAY.search(sentence.plain), _MAY_NOT.search(sentence.plain)
        if (
            no
            and yes
            and reading.fact is not None
            and yes.end() <= no.start()
            and not NEGATION.search(sentence.plain[: yes.start()])
        ):
            yield Intent(IntentKind.RELEASES, sentence.said, Certainty.UNSURE, question=reading.fact)
        elif (reading.asked is Letter.RELEASE_REQUEST and not yes and _RATHER_NOT.fullmatch(sentence.plain)) or (
            no and not (reading.asked is not Letter.RELEASE_REQUEST and _ONLY_HERE.search(no.group()))
        ):
            yield Intent(IntentKind.WITHHOLDS, sentence.said, Certainty.PLAIN, question=reading.fact)
        elif (released := _released(reading, sentence)) is not None:
            yield released


_ONLY_HERE: Final = any_of(
    "stays?(?: \\w{1,8}){0,2}",
    "rather",
    "prefer",
    "not (?:to )?(?:the )?(?:seller|buyer)",
    "no (?:say|tell|share)(?: to)?",
    "only for",
    "just for",
    "private",
    "personal",
    "prefiero",
    "mejor",
    "leave",
    "is confidential",
    "go to",
    "use",
    "send",
    "give",
)


def _numbered(reading: Reading, sentence: Sentence) -> Intent | None:
    """Read "no 3, that is my business", "yes to three"; the exact lines are read elsewhere."""
    found = _BY_NUMBER.search(sentence.plain) if reading.fact is not None else None
    if found is None or sentence.asks or small_number(found["number"]) != reading.fact:
        return None
    if found["no"]:
        return Intent(IntentKind.WITHHOLDS, sentence.said, Certainty.PLAIN, question=reading.fact)
    alone = found.start() == 0 and _MANNERS.fullmatch(sentence.plain, found.end()) is not None
    sure = alone and not reading.hangs_beside(sentence) and not reading.cut and not sentence.from_subject
    others = any(_MAY_NOT.search(each.plain) or NEGATION.search(each.plain) for each in reading.others(sentence))
    certainty = Certainty.PLAIN if sure and not others else Certainty.LIKELY
    return Intent(IntentKind.RELEASES, sentence.said, certainty, question=reading.fact)


def _released(reading: Reading, sentence: Sentence) -> Intent | None:
    found = _MAY.search(sentence.plain)
    asked = reading.asked is Letter.RELEASE_REQUEST
    if (
        found is None
        or sentence.asks
        or NEGATION.search(sentence.plain[: found.start()])
        or _LATER.search(sentence.plain)
    ):
        return _fine(reading, sentence) if asked else None
    if not asked:
        return Intent(IntentKind.RELEASES, sentence.said, Certainty.UNSURE) if _FREELY.search(found.group()) else None
    tail = sentence.plain[found.end() :]
    whole = bool(_TAIL.fullmatch(tail))
    if not whole and not _NAMES_IT.search(sentence.plain):
        return None
    if _WONDERS.search(sentence.plain[: found.start()]):
        return None
    hangs = conditional(sentence.said, sentence.plain) or BUT.search(sentence.plain) or HEDGE.search(tail)
    beside = reading.hangs_beside(sentence) or any(_MAY_NOT.search(each.plain) for each in reading.others(sentence))
    sure = not (hangs or beside or sentence.from_subject or reading.cut)
    certainty = Certainty.PLAIN if sure and whole else Certainty.UNSURE if hangs else Certainty.LIKELY
    return Intent(IntentKind.RELEASES, sentence.said, certainty, question=reading.fact)


_WONDERS: Final = any_of(
    "what",
    "who",
    "whom",
    "why",
    "how",
    "when",
    "would",
    "should",
    "could",
    "did",
    "que",
    "quien",
    "como",
    "cuando",
    "por que",
)
_FREELY: Final = any_of(
    rf"you (?:can|may|are free to|have my permission)(?: \w{{1,6}})? (?:tell|share|pass|forward|show|release|disclose)(?: {_OTHER})?", "you have my \\w{2,13}", "puede[ns]?(?: \\w{1,6})? (?:compartir|decir|comentar|mostrar|enviar|pasar|contar)\\w{0,5}",
)  # fmt: skip
_LATER: Final = any_of(
    "deje(?:me)? (?:lo )?pienso",
    "let me think",
    "think about it",
    "manana le digo",
    "not sure",
    "no se",
    "i'll (?:let you know|tell you)",
    "lo (?:voy a pensar|pienso)",
)


def _fine(reading: Reading, sentence: Sentence) -> Intent | None:
    """Read "it can't hurt", "no tengo inconveniente" as a yes to suggest."""
    found = _FINE.search(sentence.plain)
    if found is None or sentence.asks or _LATER.search(sentence.plain):
        return None
    if NEGATION.search(sentence.plain[: found.start()]) or _MAY_NOT.search(sentence.plain):
        return None
    return Intent(IntentKind.RELEASES, sentence.said, Certainty.UNSURE, question=reading.fact)
