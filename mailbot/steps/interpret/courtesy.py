"""Closing formulas: "let me know if you need anything else", "quedo atento". They ask nothing."""

import re
from dataclasses import replace
from typing import Final

from mailbot.steps.interpret.words import Sentence

_ENDS: Final = r"(?= {0,2}(?:[.!?,;:)]|$|(?:and|but|y|o|or|thanks?|gracias|so|por favor|please)(?![\w])))"
_MORE: Final = r"(?:(?:anything|something|any|some|more|further|other|else|additional|extra|it|information|info|questions?|concerns?|details?|documents?|paperwork|photos?|pictures?|pics|proof|send|provide|do|from|me|us|for|this|on|the|my|our|side|end|missing|works|is|enough|ok|okay|a|of|or|video|you|need|needed|required|clarification|can|should|about|help)(?![\w]) ?){1,12}"
_MAS: Final = r"(?:(?:necesitan?|necesita|requieren?|ocupan?|falta|hace|hay|quieren?|tienen?|algo|algun|alguna?|cualquier|mas|otra|otro|cosa|duda|pregunta|informacion|fotos?|documento|de|mi|parte|nuestra|adicional|es|suficiente|dato|se|les|le|aclaracion)(?![\w]) ?){1,12}"
_COURTESY: Final = re.compile(
    r"(?<![\w])(?:"
    r"(?:please |kindly |just |can you |could you |do )?(?:let (?:me|us) know|tell (?:me|us)|contact (?:me|us)|write (?:me|us)|reach out|get in touch|feel free to \w{1,8}|don't hesitate|do not hesitate|please advise)(?: (?:to )?\w{1,8}(?: (?:me|us))?)? (?:if|should) (?:(?:you guys|you|u|there's|there is|there are|i|we|this) )?(?:(?:have|need|want|require|would like|still|also|to) ){0,3}"
    + _MORE
    + _ENDS
    + r"|(?:please )?(?:let (?:me|us) know|tell (?:me|us)) what (?:do )?you(?: guys)? (?:still )?need(?: from (?:me|us))?"
    + _ENDS
    + r"|(?:please )?let (?:me|us) know (?:what you think|what else (?:you need|is needed|i can do|to send))"
    r"|(?:avis(?:eme|enme|ame|en|e)|digan?me|dig[ao]me|haga(?:n)?me saber|hagame saber|me (?:avisa|avisan|dice|dicen)|me hace(?:n)? saber)(?: por favor)? si "
    + _MAS
    + _ENDS
    + r"|(?:please )?(?:feel free|do not hesitate|don't hesitate|no duden? en)[^.?!\n]{0,60}"
    r"|qued(?:o|amos) (?:muy )?(?:atent[oa]s?|pendientes?|al pendiente|a la espera|en espera|a sus? ordenes|a su disposicion)[^.?!\n]{0,60}"
    r"|(?:para )?(?:cualquier|si (?:tiene|tienen|hay|tuviera|tuvieran)(?: alguna| algun| cualquier)?) (?:otra )?(?:duda|cosa|pregunta|consulta|aclaracion)[^.?!\n]{0,40}"
    r"|(?:if|should) you (?:have|need) (?:any(?:thing)? ?)?(?:other |further |more |else ?)?(?:questions?|concerns?)?[^.?!\n]{0,40}"
    r"|(?:i |we )?(?:am |are |'m )?(?:looking|look) forward to[^.?!\n]{0,60}"
    r"|estoy a sus? ordenes|estamos a sus? ordenes"
    r")"
)
_LEFT: Final = 6  # letters; less is a mark or a thanks


def without_courtesy(sentence: Sentence) -> Sentence:
    """Take closing formulas out of a sentence; what is left may still ask."""
    plain = _COURTESY.sub(" ", sentence.plain).strip()
    if len(plain) == len(sentence.plain):
        return sentence
    return replace(sentence, plain=plain if len(plain) > _LEFT else "")


def is_courtesy(sentence: Sentence) -> bool:
    """Whether a sentence is a closing formula and no more."""
    return not without_courtesy(sentence).plain
