"""A no without a verb of refusing: "nope", "the answer is no", "I can't do 205", "he can keep it"."""

import re
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import HEDGE, NEGATION, REPORTED, conditional
from mailbot.steps.interpret.terms import YES
from mailbot.steps.interpret.words import Sentence, any_of

_SUM: Final = (
    r"(?:the |your |his |her |their |los |las |esos |usd ?)?[$€£]?\d[\d.,]{0,9}(?: (?:usd|dollars|dolares|bucks))?"
)
_IT: Final = rf"(?:(?:this|that|it)(?: (?:offer|proposal|amount|number|figure|claim|counter|one))?|(?:your|his|her|their|the) (?:offer|proposal|amount|number|figure|claim|counter|[$]?\d[\d.,]{{0,9}})|{_SUM})"
_WHAT: Final = r"(?: (?:to|on|for|from) (?:the |your |his |this |that )?(?:it|this|that|offer|proposal|claim|terms|me|us|my side|our side|[$€£]?\d[\d.,]{0,9}))?"
_MANNERS: Final = r"(?:thanks?(?: you)?|thank u|thx|sorry|sir|maam|ma'am|gracias|muchas gracias|lo siento|disculpe|senora?|licenciad[oa]|way|por favor|please)"
# The whole sentence is a no.
_ALONE: Final = re.compile(
    rf"(?:(?:ok|well|hi|hello|so|then|and|again|still|sorry|thanks|thank you|but|gracias|pero|con todo respeto|all due respect|with all due respect|(?:i |we )?have to say|(?:you can |please |just )?(?:tell|inform) (?:the seller|the buyer|him|her|them)(?: that)?|dig(?:a|an)(?:le|les)? que|pues|bueno|hola|mire|oiga|todavia|sigue siendo|es un|it's a|its a|it is a|that's a|it's|it is|is|(?:my|our|the) (?:answer|response|reply)(?: is| remains)?(?: still)?(?: a)?|(?:mi|nuestra|la) respuesta (?:es|sigue siendo)(?: un)?)[ ,:.-]{{1,3}}){{0,4}}"
    rf"(?:declining(?: (?:this|it)(?: one)?)?|no|nope|nah|hell no|heck no|absolutely not|of course not|definitely not|certainly not|no way|no chance|not a chance|not happening|hard pass|(?:i'll |i |we'll |we )?pass|never|negative|(?:hard|firm|big|clear) no|no no|no sir|zero|nothing|nada|cero|lol no|no way jose|nel|no pos no|nop|"
    rf"para nada|claro que no|de ninguna manera|ni loc[oa]|ni de (?:chiste|broma|loco)|ni pensarlo|jamas|nunca|paso|negativo|que no)"
    rf"{_WHAT}(?:[ ,.!]{{1,3}}(?:not |from )?{_MANNERS}){{0,2}}[ .!]{{0,8}}"
)
# Said of the sum or the offer itself.
_OF_IT: Final = any_of(
    rf"(?:can't|cannot|cant|can not|couldn't|won't|wont|will not|am not|not|don't|dont)(?: (?:going|able|willing|possibly|go|work|live|along|with|to|do|take|taking|pay|paying|agree|be|want|on|for)){{1,5}} {_IT}(?![\w])(?! (?:to|for|more|less|than))",
    rf"(?:don't|dont|do not) want {_IT}", rf"{_IT} (?:doesn't|does not|doesnt|won't|will not|wont|isn't|is not|isnt) (?:do|do it|work|cut it|enough|going to work|close|even close|it|cover (?:it|half)|fly)", rf"{_IT} (?:is|are|es|son|esta|me parece|se me hace)(?: \w{{1,6}})? (?:too (?:low|little|much|high)|too|over my limit|above my limit|not enough|muy (?:poco|bajo|alto)|demasiado|poco|una burla)",
    "(?:i'm |we're |i am |we are )?(?:not|ain't|won't be|never) paying(?: (?:him|her|them|that|it|this|a (?:cent|dime|penny)|anything|one cent))?", "(?:won't|will not|not going to|not gonna) (?:pay|see|get)(?: (?:him|her|them|you))?(?: (?:a|another|one|any))?(?: (?:cent|dime|penny|more|money|nickel))", "(?:can|may|should) keep (?:his|her|their|your|the|that) (?:money|offer|[$€£]?\\d[\\d.,]{0,9})", "keep your (?:money|offer|[$€£]?\\d[\\d.,]{0,9})",
    "(?:respectfull?y |kindly |i |we |must |we're |i'm )declin(?:e|ing)(?: (?:this|the|your|that)(?: (?:one|offer|proposal|claim))?)?", "(?:i|we) (?:refuse|reject)(?: (?:the|your|that|this|it))?", "(?:claim|offer|request|it|refund)(?: is| was| has been)?(?: \\w{4,10})? (?:denied|rejected|refused|turned down)", "turn(?:ing)? (?:it|this|that|the offer) down", "(?:i|we) (?:must |have to )?(?:dispute|deny|contest) (?:the|this|his|her|their|that|your) (?:claim|count|amount|figures?|numbers?|shortage|damage|charges?)", rf"\A(?:no[,.] )?not (?:for )?{_SUM}", "(?:doesn't|does not|doesnt|won't|wouldn't|barely) (?:even )?(?:cover|pay for)",
)  # fmt: skip
_OF_IT_TOO: Final = any_of(
    "(?:that's |it's |this is )?not good enough", "(?:won't|doesn't|does not|ain't gonna) (?:hunt|fly|cut it|work for (?:me|us))", "(?<=, )no(?= *[.!]{0,3} *$)", "got what (?:he|she|they|it) paid for", "(?:he|she|they|you|buyer) gets? (?:nothing|zero|nada)", "not moving (?:from|on|off)", "never agreed", "not what (?:we|i) agreed", "no es lo que (?:acordamos|quedamos)", "try again", "no way (?:i|we|in hell|jose)", "over my dead body", "when hell freezes", "born yesterday", "not in (?:a|this) (?:million years|lifetime)", "(?:tell (?:him|her|them) to|(?:he|she|they) can) keep it", "unable to (?:accept|agree|approve|pay|honou?r)", "ni de (?:broma|chiste|loco)", "no hago nada", "(?:no es|es) (?:muy )?(?:poquito|nada|poco)", "declin(?:o|amos|are)(?: la| esa| su)?", "no reconoc(?:emos|ere|eremos)", "de ninguna manera acepto", "too rich", "(?:was|is)(?: already)? (?:generous|plenty|more than fair)", "full of (?:it|crap)", "nothing (?:was|is) (?:missing|short|damaged)", "(?:stand|standing) by (?:our|the|my)", "(?:will|would) not be (?:accepting|paying|honou?r\\w{2,3}|agreeing|taking)", "(?:won't|will not|not going to|not gonna|can't|cannot|wouldn't) (?:be )?settl(?:e|ing) for (?:it|that|this|less|205)", "(?:have to|going to|gonna|will|'ll|must) pass(?: on)?", "(?:without|no|lacks) merit", "(?:not|isn't|aren't) (?:our|my) (?:responsib\\w{3,6}|fault|problem|liab\\w{3,6})", "not (?:responsible|liable)", "all sales(?: are)? final", "sold as[ -]?is", "no (?:refunds?|returns)(?: on)?", "(?:will|can|can't|cannot) (?:not )?be honou?red", "(?:owe|owes) (?:him|her|them|you|nobody) (?:nothing|zero)", "(?:don't|do not|doesn't) owe", "(?:stay|staying|stand|standing) (?:at|firm)", "(?:stick|sticking) (?:to|with|at)", "nos quedamos (?:en|con)", "mantenemos (?:nuestra|la|el)", "no (?:hay|aceptamos|hacemos) (?:devoluciones|reembolsos)", "(?:la venta|se vendio|vendido)(?: \\w{1,5}){0,3} tal cual", "venta final", "no (?:es|fue) (?:nuestra|mi) (?:responsabilidad|culpa|bronca)", "no (?:nos hacemos|somos|soy) responsables?", "forget (?:it|about it|the offer)(?= *[.,!]| *$)", "out of the question", "no interest(?: in (?:it|this|that))?", "not interested", "(?:offer|number|counter|position|answer) (?:of [$€£]?\\d[\\d.,]{0,9} )?stands", "(?:we|i) (?:don't|do not|won't|dont) (?:go|come) (?:up|down|higher|lower)", "(?:don't|do not|won't) (?:move|budge|negotiate)", "no (?:pics?|photos?|proof|pictures?),? no (?:money|refund|deal)", "(?:is|so|say|says|said) no(?= *[.,!]| *$)", "so no", "nothing (?:for|to) (?:him|her|them|you)",
)  # fmt: skip
_OF_IT_ES: Final = any_of(
    "no (?:me|nos) (?:interesa|conviene|sirve|alcanza|parece|convence|late)(?: \\w{1,8}){0,3}", "no (?:puedo|podemos|pienso|pensamos|voy a|vamos a)(?: (?:llegar|pagar|bajar|subir|dar|con|a|le|darle|pagarle|devolver|ofrecer))(?: \\w{1,6}){0,2}", "no (?:le |les )?(?:pago|pagamos|doy|damos|debo|debemos)(?: \\w{1,8}){0,2}", "no (?:procede|corresponde|proceden)", "(?:negamos|niego|desconocemos|improcedente)(?: \\w{1,8})?", "(?:que se quede|quedese|quedense) con (?:su|sus|el|los)", "no (?:la |lo )?quier(?:o|emos)(?: (?:su|esa|la|ese) \\w{3,9})?(?= *[.,!]| *$)", "ni un (?:peso|centavo|dolar)(?! menos)(?: mas)?", "no hay manera", rf"no (?:puedo|podemos)(?: (?:con|aceptar|pagar|dar|llegar a))? {_SUM}", "no (?:me |nos )?(?:cubre|alcanza)(?: \\w{1,6})?", "(?:anything|nada) (?:under|below|less than|por debajo de)(?: \\S{2,8}){1,2} (?:is|es) (?:a )?no", "(?:no|ya no) (?:estoy|estamos) interesad[oa]s?", "no damos (?:nada|mas)",
)  # fmt: skip
# No words could say it flatter.
_FLAT: Final = re.compile(
    r"(?:(?:so|and|well|sorry|no gracias|no thanks|gracias|pero|hola|hi)[ ,]{1,2}){0,2}(?:(?:i|we|i'm|we're|i am|we are) )?(?:must |do |hereby )?(?:respectfull?y |kindly )?(?:declin(?:e|ing) (?:the|this|your|it|that)(?: [a-z']{2,10}){0,2} ?(?:offer|proposal|claim|counter)?|(?:not|never) paying)"
    r"|(?:i|we) (?:must |have to |hereby )?(?:respectfull?y |kindly )?declin(?:e)[ .!]{0,3}$"
    r"|(?:the |your |this |his |buyer's )?(?:claim|offer|proposal|counter)(?: is| was| has been)?(?: hereby| therefore)? (?:denied|rejected|refused|declined|turned down)"
    r"|(?:no gracias,? )?no (?:me|nos) interesa|no podemos llegar a|declin(?:o|amos) (?:la|esa|su) oferta|no (?:vamos|voy) a pagar"
)
_OF_WHAT: Final = re.compile(
    r"(?<![\w])no (?:to|on|for|a) (?:the |your |his |la |los )?(?:[$]?\d|offer|proposal|claim|oferta|propuesta)"
)
_NOT_OF_IT: Final = any_of(
    "didn't", "did not", "through third", "whole thing", "can't decide", "less", "under", "below", "menos de", "menos que", "until", "hasta", "yet", "todavia no", "aun no", "for (?:this|the) (?:weekend|week)", "the (?:boxes|pallets?|shipment|delivery|truck|load)", "photos?", "fotos?", "sign", "firmar", "returns?", "why", "no problem", "wait", "contest\\w{0,4}", "withdraw\\w{0,3}", "retir\\w{1,4}",
)  # fmt: skip
_BINDS_TO: Final = frozenset(
    {Letter.OFFER_TO_BUYER, Letter.CLAIM_NOTICE, Letter.COUNTER_TO_SELLER, Letter.SETTLEMENT_TERMS}
)
_BARE_NO: Final = 2  # letters
_OPENING: Final = re.compile(r"(?:hi|hello|hey|hola|dear|buen[oa]s?|estimad[oa]s?|good)(?![\w])[^?]{0,60}$")
_TALK: Final = re.compile(r"(?:thanks?|thank you|gracias|regards|saludos|sorry|best|cheers)(?![\w])")


def blunt_no(reading: Reading, sentence: Sentence) -> Intent | None:
    """Read a no that has no verb of refusing; plain only where it is the first thing said and nothing turns it."""
    if not reading.binding_asked or sentence.asks:
        return None
    kind = IntentKind.WITHHOLDS if reading.asked is Letter.RELEASE_REQUEST else IntentKind.DECLINES
    if _ALONE.fullmatch(sentence.plain):
        sure = (_first(reading, sentence) or _OF_WHAT.search(sentence.plain)) and _unturned(reading, sentence)
        sure = sure and len(sentence.plain) > _BARE_NO  # a bare "no" may be a slip of the thumb
        certainty: Certainty | None = Certainty.PLAIN if sure else Certainty.LIKELY
    else:
        certainty = _of_the_offer(reading, sentence) if reading.asked in _BINDS_TO else None
    return Intent(kind, sentence.said, certainty, question=reading.fact) if certainty else None


def _of_the_offer(reading: Reading, sentence: Sentence) -> Certainty | None:
    """How surely a sentence turns down what was put, by what it says of it."""
    found = next((hit for each in (_OF_IT, _OF_IT_TOO, _OF_IT_ES) if (hit := each.search(sentence.plain))), None)
    if found is None or _NOT_OF_IT.search(sentence.plain) or _strange(reading, sentence, found):
        return None
    head = sentence.plain[: found.start()]
    said_yes = YES.search(sentence.plain)
    takes = said_yes and not NEGATION.search(sentence.plain[: said_yes.start()])
    if takes or REPORTED.search(head):
        return None
    if conditional(sentence.said, sentence.plain) or HEDGE.search(head):
        return Certainty.UNSURE
    flat = _FLAT.match(sentence.plain) and not (sentence.from_subject or _strange_beside(reading, sentence))
    return Certainty.PLAIN if flat and _unturned(reading, sentence) else Certainty.LIKELY


def _strange_beside(reading: Reading, sentence: Sentence) -> bool:
    """Whether a sentence has more to it than its no: another clause after a comma that turns it."""
    return HEDGE.search(sentence.plain) is not None or any(
        each.amount not in reading.named for each in reading.sums(sentence)
    )


def _strange(reading: Reading, sentence: Sentence, found: re.Match[str]) -> bool:
    """Whether a no is to a sum that was never put: "I can't do 900"."""
    here = [each for each in reading.sums(sentence, bare=True) if found.start() <= each.start < found.end()]
    return any(each.amount not in reading.named for each in here)


def _first(reading: Reading, sentence: Sentence) -> bool:
    before = [each for each in reading.sentences if each.number < sentence.number and not each.from_subject]
    return not sentence.from_subject and all(_OPENING.match(each.plain) for each in before)


def _unturned(reading: Reading, sentence: Sentence) -> bool:
    others = [each for each in reading.others(sentence) if not _TALK.match(each.plain)]
    turned = any(YES.search(each.plain) or HEDGE.match(each.plain) for each in others)
    return not turned and not reading.cut
