"""A casual or a half yes to what was put: never binding by itself, always worth the mediator's look."""

import re
from itertools import chain
from typing import Final

from mailbot.mediation.intent import Certainty, Intent
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.steps.interpret.leads import after_leads, bare_of_manners
from mailbot.steps.interpret.lines import accepting
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.remedies import share_in
from mailbot.steps.interpret.stance import NEGATION, REPORTED, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_THE_ONE: Final = r"(?:the |his |her |their |your |this |that )?(?:it|that|this|(?:full )?(?:offer|proposal|counter|amount|terms|deal|claim|number|figure)|[$€£]?\d[\d.,]{0,9})"
_PERSON: Final = r"(?:him|her|them|the (?:man|guy|buyer|seller|lady|customer|client))"
_CASUAL: Final = any_of(
    "(?:that|this|it|which)(?: all)? (?:works|is fine|is ok|is okay|is good|is acceptable|sounds good|sounds fair|seems fair|is fair|will do|will work)(?: for (?:me|us))?",
    "works for (?:me|us)", "sounds (?:good|fair|great)", "(?:fine|ok|okay|good) (?:by|with|for) (?:me|us)", rf"(?:i'm|im|i am|we're|we are) (?:ok|okay|fine|good|cool) (?:with|w|w/) {_THE_ONE}", r"(?:i'm|im|i am|we're|we are) (?:ok|okay|fine|good|happy|cool) with",
    "(?:i|we)(?:'ll| will| can|ll) (?:accept|agree|take (?:it|that|the|them))", "go ahead with (?:the|it|that)", "(?:i|we) (?:would|'d) (?:accept|take) (?:it|that|the offer)",
    "(?:i'd|we'd) (?:accept|take) (?:it|that|the offer)", "willing to (?:accept|take (?:it|that|the))", "happy to (?:accept|take (?:it|that|the)|pay (?:it|that|what))", "let'?s (?:do it|do that|do this|go with it|go with that|settle|close it|take it)",
    rf"(?:ok|okay|yes|fine) (?:to|with|on) {_THE_ONE}", rf"{_THE_ONE} (?:is|are|it is|works|will do)(?: (?:fine|ok|okay|good|acceptable|good enough|fair enough|fair))?(?: (?:by|with|for|to) (?:me|us))?(?= *[.,!]| *$)",
)  # fmt: skip
_CASUAL_TOO: Final = any_of(
    rf"(?:tell|let) {_PERSON} (?:know )?(?:that )?(?:yes|ok|okay|sure|(?:it's|we have|he has|he's got|you have) a deal|(?:i|we)(?:'ll| will)? (?:accept|agree|take it)|(?:i'm|we're) in)", "(?:yes|ok) (?:from|on) (?:me|us|my (?:side|end|part)|our (?:side|end|part))",
    "i'm in", "count me in", r"you(?:'ve)? got (?:yourself )?a deal", "(?:it's|its|that's|thats|it is|that is) a (?:yes|deal)", "good enough(?: for (?:me|us))?", "good to go", "(?:that's|thats|it's|its) (?:good|fine|ok|okay|great)(?! (?:if|that|to|but))", "(?:ok|bien) por (?:mi|nosotros)", "go on then", "be done (?:with|w) (?:it|this|that)", "(?:can|may) go ahead(?: and (?:process|pay|close|send) (?:it|that|this))?", "(?:ok|okay|fine|good) (?:with )?(?:taking|accepting) (?:it|that|the)", "(?:bucks |dollars )?it is then", "will have to do", "(?:we|i) (?:are|am) agreed?", "(?:could|can|would) go for (?:that|it)", "(?:be )?workable", "(?:we'll |i'll )?match (?:that|it)", "(?:reads|looks|seems) (?:right|good|correct|fine)", "(?:offer|proposal|number|amount|counter) (?:is )?(?:good|ok|okay|fine|works)(?: (?:for|by|with) (?:me|us))?", "(?:i'd|i would|we'd|we would) be a yes", "tell (?:him|her|them|the seller|the buyer) (?:i|we) (?:said|say) yes", "all good", "(?:let'?s |just ){0,2}get (?:this|it) over(?: with)?", "go ahead(?: with (?:it|this))?(?= *[.,!]| *$)", "(?:i|we)(?: have|'ve)? (?:say|said|saying) yes", "sold(?= *[.,!]| *$)", "done(?= *[.,!]| *$)", "that(?:'ll| will) (?:do|work)", "(?:go|going) along with (?:it|that|the offer)", "no objections?", "let'?s close (?:at|on|with) (?:that|it)", "(?:ok|si|bien) con (?:los|la|el|eso|esa)", "(?:es)?ta buen[oa]?", "sale(?: pues)?", "que sean (?:los|las)?", "con (?:eso|esos|los) (?:me|nos) (?:conform|qued|d)\\w{1,5}", "ya con eso", "si (?:quiero|queremos|acepto)", "si,? por favor", "que le (?:hacemos|vamos a hacer)", "queda aceptad[oa]", "(?:es)?ta bien(?! que)", "orale(?: pues)?", "(?:me quedo|nos quedamos) con (?:los|eso|la)", "(?:ok|okay|yes|fine|just|please),? send (?:it|me|the (?:money|check|payment))(?= *[.,!]| *$)", r"(?:i'm|im|i am|we're|we are) taking (?:it|the (?:offer|deal|money))", "(?:i|we) take (?:it|the (?:offer|deal|money))",
)  # fmt: skip
_CASUAL_LAST: Final = any_of(
    "go for it", "(?:i|we)(?:'ll| will|'re going to|'m going to| want to| decided to|'ve decided to| have decided to)? (?:go with|take) (?:it|that|the (?:seller'?s |buyer'?s )?(?:offer|deal|money|proposal))", "put (?:me|us) down for", r"(?:just |please |then |so |go ahead and )?(?:send|wire|issue|process|give)(?: (?:me|us))? (?:the |my )?[$€£]?\d[\d.,]{0,9}(?= *[.,!]| *$| (?:and|then|please|now|to|so|by))", "decided to (?:take|accept) it", "(?:i|we)'ll take what", "todo (?:esta )?(?:correcto|en orden)", "adelante(?: con)?", "(?:you )?got a deal", "deal then", "call it a deal",
    "(?:looks|seems) (?:right|good|correct|fine|ok|okay)(?: to (?:me|us))?", "(?:all )?(?:is |looks )?(?:good|correct) (?:on|from) (?:my|our) (?:side|end)", "count it as (?:confirmed|accepted)", "do it", "no objections?",
)  # fmt: skip
_CASUAL_ES: Final = any_of(
    "me parece (?:bien|justo)(?! que)", "(?:esta|esto esta|todo) bien(?! que)", "me sirve", "puedo aceptar", "podemos aceptar", "voy a aceptar", "vamos a aceptar", "(?:lo|la) (?:tomo|tomamos|agarro|agarramos)", "le entro", "le entramos", "me late", "sale(?: y vale)?", "jalo", "orale", "hagamoslo(?: asi)?", "se me hace (?:bien|justo)", "(?:me|nos) conviene", "por (?:mi|nosotros)(?: esta)? bien", "por (?:mi|nuestra) parte (?:si|esta bien)", "de (?:mi|nuestra) parte (?:si|esta bien)", "tal cual esta", "quedamos asi", "asi (?:lo )?dejamos", "que asi sea", "ya quedamos", "digale que si", "diganle que si", "sin objecion(?:es)?", "estoy conforme con",
    "vale", "dale", "va", "listo", "ok", "okay", "yes", "yep", "si", "fine", "sure", "claro", "correct", "correcto",
)  # fmt: skip
_HALF: Final = any_of(
    r"(?:lean|leaning|inclined|tempted|minded|ready|close|likely|thinking)(?: \w{1,9})? (?:to|towards?|of|about) (?:accept\w{0,3}|agree\w{0,3}|taking it|take it|say(?:ing)? yes|yes)", r"(?:think|guess|suppose)(?: (?:that|it|i|we|he|she|they)){0,2}(?:'ll|'d| will| would| could| can| have to| might)?(?: (?:just|have to|want to|probably)){0,2} ?(?:accept|take (?:it|the offer)|agree|say yes|ok with (?:it|that)|yes(?= *[.,!]| *$))",
    "(?:i|we)(?:'d| would) have to (?:accept|take) (?:it|that)", "(?:i|we) (?:might|could|may) (?:just |still )?(?:accept|take (?:it|that|the))", "(?:can|could) live with (?:that|it|the offer)", "(?:i'd|i would|we'd|we would|i'll|we'll) sign", "have to pay(?! for)", "might as well (?:accept|take (?:it|the)|say yes|agree)", "(?:probably|maybe|perhaps|possibly) (?:yes|ok|okay|fine|accept|good)(?: with)?", "(?:fine|ok|okay|sure),? whatever", "whatever,? (?:fine|ok|okay)", "do what(?:ever)? you (?:have to|want|think|need)", "(?:then|so) (?:yes|ok|fine|deal|i'm in|i accept)(?: ok)?(?= *[.,!]| *$)", "should be (?:ok|okay|fine)", "as (?:my|our) acceptance", "mark (?:it|me|us|this) (?:down )?as (?:accepted|a yes|confirmed)", "(?:choice|option) (?:but|than) to", "queda (?:de otra|mas que|otra)", "(?:i|we)(?:'ll| will|'d| would) confirm",
    "(?:creo|supongo|pienso|yo creo|yo digo) que (?:si|esta bien|acepto|aceptamos|aceptaria|lo acepto)", "(?:tal vez|quizas?|a lo mejor|igual|probablemente) (?:si|acepto|aceptamos|lo acepto|aceptaria)", "(?:aceptaria|aceptariamos)", "puede (?:ser )?que acepte(?:mos)?", "casi seguro que", "(?:pues|entonces) (?:si|ni modo)(?= *[.,!]| *$)", "ni modo", "(?:estoy|estamos) por aceptar\\w{0,2}", "(?:estoy|estamos) pensando en aceptar\\w{0,2}", "como (?:usted|ustedes) (?:diga|digan|quiera|quieran|vea|vean)",
    "(?:exc?ept|axcept|accpet|accapt|acsept)(?:o|ed)? (?:the|it|your|this|that|la) ?(?:offer|oferta)?", "a[sc]ept(?:o|amos)", "con?ferm(?:ed|o|ado)?", "comfirm(?:ed)?", "confrim(?:ed)?",
    r"(?:i|we)(?: have|'ve)? (?:already )?(?:accepted|confirmed|agreed|said yes)(?: \w{1,8}){0,2} (?:already|yesterday|before|last week|twice|on \w{3,9})", r"(?:i|we)(?: have|'ve)? already (?:accepted|confirmed|said yes)", "ya (?:acepte|confirme|aceptamos|confirmamos|(?:le|les) dije que si)",
    "(?:pending|subject to) (?:approval|the ok|signature)", "agree to",
)  # fmt: skip
_PAYS: Final = any_of(
    rf"pay {_PERSON}", "(?:i|we)(?:'ll| will|ll)? pay (?:it|that|the claim|in full|what (?:he|she|they) (?:asks?|wants?|claims?))", rf"(?:i|we)(?:'ll| will|ll)? (?:pay|refund|send)(?: {_PERSON})? (?:the|[$€£]?\d)", "refund (?:him|her|them|the buyer)(?: in full)?", "happy to pay", "pay (?:it|the man|the guy)", "(?:i'll|we'll|we will|i will) pay(?= *[.,!]| *$)", "refund it", "approve it", "approved?(?: the| it| this| his| her)?", "honou?r (?:the|this|it|his|her)", "(?:we're|we are|i'm|i am) (?:ok|fine|willing|prepared) (?:with|to pay)", "go ahead and (?:pay|refund|credit)", "(?:process|issue) (?:the|his|her) (?:full )?(?:refund|payment|credit)", "pagaremos", "(?:aceptamos|acepto|aceptaremos) pagar", "reembolsaremos", "cut (?:him|her|them) a check", "give (?:him|her|them) (?:his|her|their|the) (?:money|refund)",
    "pagu?en?(?:le|les)?", "(?:le |les |lo |la )?(?:pagamos|pago) (?:lo que|todo|completo|el reclamo|los|la)", "que se le pague",
)  # fmt: skip
_ON_BEHALF: Final = any_of(
    r"(?:he|she|they|my (?:boss|husband|wife|client|partner|manager|father|mother|son|daughter)|m(?:r|rs|s)\.? \w{2,20}) (?:accepts?|agrees?|takes? (?:it|the offer))(?: (?:the|it|this|that|to|your)\b)?",
    r"mi (?:jefe|esposo|esposa|marido|socio|socia|patron|papa|mama|hijo|hija) (?:acepta|esta de acuerdo)", "(?:el|la) (?:senora?|licenciad[oa]|ingenier[oa]) \\w{2,20} (?:acepta|esta de acuerdo)",
)  # fmt: skip
_PUT_TO_US: Final = any_of(
    "(?:want|wants|wanted|expect|expects|ask|asks|asked|told|tell|tells|telling)(?: (?:me|us)) (?:to|should)", "you (?:want|expect|say|said|think)", "(?:quieren|quiere|piden|pide) que", "thanks for", "thank you for", "forget it", "got", "received", "read", "recibi", "recibimos", "gracias por",
    "(?:it's|its|that's|this is|it is) (?:ok|okay|fine)(?: if| that| to| but)", "apolog\\w{1,6}", "disculpa", "sorry", "normally", "usually", "normalmente", "siempre",
)  # fmt: skip
# A figure that was put, taken.
_TAKES: Final = re.compile(
    r"(?:i|we)(?:'ll| will|'d| would| can| could| may| might)?(?: (?:just|probably|maybe|still))? (?:do|pay|go|go with|give|take|accept|live with|agree to|settle (?:for|at)|be (?:ok|fine|good) with)(?: (?:the|him|her|them|on|to)){0,2} ?(?:usd ?)?[$€£]?$"
)
_TAKEN: Final = re.compile(
    r"(?:,? ?(?:agreed|then|it is|ok|okay|deal|fine|done|accepted|is fine|acordado|esta bien|pues|usd|dollars|dolares|bucks))?[ .!]{0,6}$"
)
_YES_FIRST: Final = re.compile(
    r"(?:ok(?:ay)?|yes|yeah|si|sure|fine|claro|bueno|deal|va|sale)(?:,? ?(?:but|only|provided|as long|if|pero|siempre|solo|con la condicion|on the condition|unless|once)(?![\w]))"
)
_YES_LAST: Final = re.compile(
    r"(?:,| then| entonces) ?(?:then )?(?:yes|ok|okay|deal|fine|we have a deal|acepto|aceptamos|si|va)[ .!]{0,4}$"
)
_SHORT: Final = 8  # letters: "ok", "yes", "claro"
_LONGEST: Final = 140


def soft_yes(reading: Reading, sentence: Sentence, *, half: bool = False) -> Intent | None:
    """Read a casual, half or borrowed yes (``half``: these two alone): a suggestion for the mediator."""
    plain = bare_of_manners(sentence.plain)
    if not reading.binding_asked or sentence.asks or sentence.from_subject or len(plain) > _LONGEST:
        return None
    if NEGATION.search(plain) or (
        half
        and not any(each.search(plain) for each in (_HALF, _ON_BEHALF, _PAYS) if each is not _HALF)
        and not _HALF.search(sentence.plain)
    ):
        return None
    sums = {each.amount for each in reading.sums(sentence, bare=True)}
    if share_in(plain, asked=True) is not None:
        return None
    others = sums - ({reading.put.amount} if reading.put else set())
    if others:
        return None
    certainty = _certainty(reading, sentence, plain)
    if certainty is None:
        return None
    put = reading.put if sums and reading.put else None
    amount, currency = (put.amount, put.currency or reading.currency) if put else (None, None)
    return Intent(accepting(reading.asked), sentence.said, certainty, amount, currency, reading.fact)


def _takes_the_sum(reading: Reading, sentence: Sentence, plain: str) -> Certainty | None:
    """Read "we can do 300", "OK, 300" where that sum was put."""
    if reading.put is None:
        return None
    for money in reading.sums(sentence, bare=True):
        if money.amount != reading.put.amount:
            return None
        hangs = conditional(sentence.said, plain)
        if _TAKES.search(plain, max(0, money.start - 40), money.start):
            return Certainty.UNSURE if hangs else Certainty.LIKELY
        if after_leads(plain) == money.start and _TAKEN.match(plain, money.end):
            return Certainty.LIKELY
    return None


_MEANT: Final = (
    "accept",
    "acepto",
    "accepted",
    "aceptamos",
    "aceptada",
    "confirm",
    "confirmo",
    "confirmed",
    "confirmado",
)
_OTHER_WORDS: Final = frozenset(
    {"except", "access", "aspect", "concepto", "acento", "excepto", "accent", "expect", "accepts", "confirms"}
)
_FEW_WORDS: Final = 6


def _misspelt(plain: str) -> bool:
    """Whether a short line holds "accept" or "confirm" but for one letter, wrong, too many, missing or swapped."""
    words = _WORD.findall(plain)
    if len(words) > _FEW_WORDS:
        return False
    return any(
        word[0] in "ac" and word not in _OTHER_WORDS and any(_near(word, meant) for meant in _MEANT) for word in words
    )


_WORD: Final = re.compile(r"[a-z]{4,12}")


def _near(word: str, meant: str) -> bool:
    if word == meant or abs(len(word) - len(meant)) > 1:
        return False
    same = next(
        (at for at, (one, two) in enumerate(zip(word, meant, strict=False)) if one != two), min(len(word), len(meant))
    )
    rest, wanted = word[same:], meant[same:]
    swapped = rest[:2] == wanted[1::-1] and rest[2:] == wanted[2:]
    return swapped or rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:]


def _certainty(reading: Reading, sentence: Sentence, plain: str) -> Certainty | None:
    reads = reading.asked is not Letter.RELEASE_REQUEST
    if _YES_FIRST.match(plain) or (reads and _YES_LAST.search(plain) and conditional(sentence.said, plain)):
        return Certainty.UNSURE
    if reads and _misspelt(plain):
        return Certainty.UNSURE
    taken = _takes_the_sum(reading, sentence, plain)
    if taken is not None:
        return taken
    if reads and (_HALF.search(sentence.plain) or _ON_BEHALF.search(plain)) and not _PUT_TO_US.search(plain):
        return Certainty.UNSURE
    if reads and reading.side is Side.SELLER and _PAYS.search(plain) and (reading.put or "pay" in plain):
        hangs = conditional(sentence.said, sentence.plain) or REPORTED.search(plain)
        return Certainty.UNSURE if hangs else Certainty.LIKELY
    return _casual(reading, sentence, plain)


def _casual(reading: Reading, sentence: Sentence, plain: str) -> Certainty | None:
    casual = chain.from_iterable(each.finditer(plain) for each in (_CASUAL, _CASUAL_TOO, _CASUAL_LAST, _CASUAL_ES))
    found = max(casual, key=lambda each: len(each.group()), default=None)
    if found is None or REPORTED.search(plain, 0, found.end()):
        return None
    short = found.end() - found.start() <= _SHORT
    alone = after_leads(plain) == len(plain)
    if short and not alone and (len(reading.sentences) > 1 or len(plain.strip(" .!,")) > found.end() + 2):
        return None  # an "ok" before other words, "ok" and a clause
    if short and len(reading.sentences) > 1:
        return None
    if conditional(sentence.said, sentence.plain) and not plain.startswith("si"):
        return None if short else Certainty.UNSURE
    return Certainty.UNSURE if short and found.start() == 0 else Certainty.LIKELY
