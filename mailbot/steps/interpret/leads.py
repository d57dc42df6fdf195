"""What may stand before or around a yes and does not cloud it: greetings, how it was weighed, whose proposal it is."""

import re
from typing import Final

from mailbot.steps.interpret.words import any_of

_FILLER: Final = (
    r"ok(?:ay)?|k|yes|yep|yeah|fine|alright|all right|right|sure|great|perfect|good|hi|hello|hey|thanks|thank you|thank u|dear \w{1,20}|"
    r"then|so|and|well|hola|si|bueno|bien|perfecto|listo|gracias|vale|va|ok pues|pues|de acuerdo|buenos dias|buen dia|buena tarde|good (?:morning|afternoon|evening|day)|greetings|(?:my|our|the) answer is|(?:mi|nuestra|la) respuesta es|buenas tardes|buenas|estimad[oa]s?|entonces|claro|claro que si|"
    r"for the record|to confirm|as buyer|as seller|final answer|our answer|my answer|answer|respuesta|mi respuesta|this is|i confirm|confirmo|"
    r"no problem|no problems|no worries|sin problemas?|no hay problema|con gusto|todo correcto|todo bien|todo en orden|all good|all correct|ni modo|pues ya que|ya que|ya pues|le|les|se|"
    r"reluctantly|grudgingly|still|gladly|happily|after all|in the end|al final|aun asi|a reganadientes|con (?:pesar|gusto)|with (?:some )?(?:regret|reluctance|pleasure)|por (?:medio de )?(?:la presente|este medio|este conducto|este correo|mi parte)(?: (?:le|les) (?:informo|confirmo|comunico|digo) que)?"
)
# How a mail opens before it comes to the point.
_OPENING: Final = (
    r"please be advised that|(?:le|les) (?:informo|comunico|confirmo|digo|aviso|escribo para (?:decir|confirmar)(?:le|les)?)(?: que)?|(?:confirmo|informo) que|claro que si|muy (?:buenas tardes|buenos dias|buenas noches|buenas)(?:,? (?:licenciad[oa]|senor(?:a|ita)?|maria))?|(?:licenciad[oa]|senor(?:a|ita)?|lic\.?)|we are pleased to|(?:the |los )?[$€£]?\d[\d.,]{0,9}(?: (?:usd|dollars|dolares|bucks))?(?= (?:accepted|agreed|aceptad))|this is to (?:confirm|say|inform you|let you know)(?: that)?|(?:i am|i'm|im|we're|we are) writing to(?: (?:say|confirm|tell you|let you know))?(?: that)?|just (?:to say|wanted to say|letting you know)(?: that)?|please note that|(?:i|we)(?:'ve| have)? decided (?:to|that)|(?:he|hemos) decidido(?: que)?|decid(?:i|imos)|(?:my|our) (?:husband|wife|partner|boss|brother|sister|family|team|son|daughter)(?= and (?:i|we)(?![\w]))|"
    r"(?:the )?(?:offer|terms|proposal|settlement|claim)(?: is| are| hereby| is hereby)?(?= (?:accepted|confirmed|agreed))|(?:la |los )?(?:oferta|propuesta|terminos|acuerdo|reclamo)(?: queda| esta| es)?(?= (?:aceptad|confirmad))|(?:the|all) (?:terms|details|numbers|figures) (?:are|look) (?:correct|right|fine|good|ok)|(?:los terminos|los datos|todo) (?:estan?|son) (?:bien|correct[oa]s?)|"
    r"(?:both )?(?:mi|nuestr[oa]) (?:esposa?|marido|socio|socia|familia|mujer|hermano|jefe)(?= y yo(?![\w]))|y yo|both|(?:i am|i'm|im|we are|we're) (?:happy|glad|pleased|delighted|ready) to|(?:i am|i'm|im|we are|we're)(?= accepting)|i|we"
)
# The offer judged well enough, or the matter called settled.
_JUDGED: Final = (
    r"(?:you|u) (?:guys )?win|consider it (?:settled|done|closed)|(?:it's|it is|that's|that is) (?:fair|fair enough|good|fine|ok|okay|right|reasonable)(?: (?:to|for|by|with) (?:me|us))?|fair enough|"
    r"(?:the|your|this|that|seller's|buyer's) (?:offer|proposal|amount|counter|sum)(?: of [$€£]?[\d.,]{1,12})? (?:is|seems|sounds|looks) (?:ok|okay|fine|fair|good|acceptable|reasonable)(?: (?:for|to|by|with) (?:me|us))?|"
    r"me parece (?:justo|bien)(?: lo que (?:ofrece|propone|ofrecen|proponen))?|let'?s do (?:it|this|that)|let'?s (?:close|end|finish|settle) (?:it|this)|me parece (?:bien|justo)|(?:esta|todo) bien|cerremos (?:esto|el caso|asi)"
)
# How the writer came to it: "we talked it over and", "ya lo platicamos y".
_WEIGHED: Final = (
    r"(?:i|we)(?:'ve| have)? (?:(?:now|just|also|already|both) )?(?:read|looked|gone|went|talked|spoke|discussed|slept|checked|reviewed|counted|considered|weighed|prayed|seen|saw|received|got|thought)(?![\w])[^.!?;,:]{0,70}|"
    r"(?:ya )?(?:lo |la |los |las )?(?:lei|leimos|revise|revisamos|platique|platicamos|hable|hablamos|consulte|consultamos|pense|pensamos|vi|vimos|comente|comentamos|analizamos|analice|recibi|recibimos)(?![\w])[^.!?;,:]{0,70}|"
    r"after (?:talking|thinking|discussing|reviewing|speaking|careful|some|checking|looking|much|reading)(?![\w])[^.!?;,:]{0,60}|(?:despues|luego) de (?!que)[^.!?;,:]{0,60}|(?:in|as) (?:answer|response|reply)(?![\w])[^.!?;,:]{0,60}|en respuesta a[^.!?;,:]{0,60}|as (?:discussed|mentioned|requested|instructed|explained)(?![\w])[^.!?;,:]{0,60}|(?:while|although|though|aunque)(?![\w])(?![^.!?;,:]{0,80}(?:want|need|expect|demand|pay|quier|pag|freight|flete))[^.!?;,:]{0,80}|(?:as )?per (?:your|our|the|my)(?![\w])[^.!?;,:]{0,60}|on behalf of[^.!?;,:]{0,60}|(?:in|with) (?:light|view|regard|reference|respect)(?![\w])[^.!?;,:]{0,60}|tras (?:revisar|hablar|leer)[^.!?;,:]{0,60}"
)
_ENDS: Final = r"[ ,.:!\-]{0,4}(?:(?:and|so|y|e) )?"
_WEIGHING: Final = re.compile(rf"(?<![\w'])(?:{_WEIGHED})(?=,|:|;| and | so | y | e | i | we | i've | we've ){_ENDS}")
_FILLING: Final = re.compile(rf"(?<![\w'])(?:{_FILLER})(?![\w']){_ENDS}")
_OPENS: Final = re.compile(rf"(?<![\w'])(?:{_OPENING})(?![\w']){_ENDS}")
_JUDGING: Final = re.compile(rf"(?<![\w'])(?:{_JUDGED})(?![\w']){_ENDS}")
_NO_NO: Final = any_of(
    "no objections?",
    "no (?:other )?(?:choice|option)",
    "no (?:me|nos) queda (?:de otra|otra|mas que)",
    "no hay de otra",
    "ni modo",
    "no (?:problems?|worries|hay problema|tengo (?:ningun )?problema)",
    "sin (?:ningun )?problemas?",
    "why not",
    "no doubt",
    "sin duda",
)
_THEIRS: Final = any_of(
    r"(?:(?:that|which|what) )?(?:the seller|the buyer|he|she|they)(?:'s|'re| is| are| has| have)? (?:offer|propos)\w{0,6}",
    "que (?:me |nos )?(?:ofrece|propone|ofrecen|proponen)(?: (?:el|la) (?:vendedor|vendedora|comprador|compradora))?",
    "(?:offer|oferta|propuesta|proposal|contraoferta|amount) (?:from|by|de) (?:the seller|the buyer|el vendedor|el comprador)",
)  # fmt: skip
_MOST: Final = 8


def _lead(plain: str, at: int) -> re.Match[str] | None:
    return (
        _WEIGHING.match(plain, at) or _OPENS.match(plain, at) or _FILLING.match(plain, at) or _JUDGING.match(plain, at)
    )


def after_leads(plain: str, at: int = 0, until: int | None = None) -> int:
    """Return where the words begin that are no greeting, no weighing, no judgement; at ``until`` at the latest."""
    for _ in range(_MOST):
        found = _lead(plain, at) if until is None or at < until else None
        if found is None or found.end() == at:
            break
        at = found.end()
    return at


def bare_of_manners(plain: str) -> str:
    """Blank "no problem" and the like: a no that denies nothing."""
    return _NO_NO.sub(lambda found: " " * len(found.group()), plain)


def bare_of_whose(plain: str) -> str:
    """Blank whose proposal it is: "what he's offering" reports nothing."""
    return _THEIRS.sub(lambda found: " " * len(found.group()), plain)
