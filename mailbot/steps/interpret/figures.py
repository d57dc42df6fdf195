"""Figures named in answer to an offer without a verb of offering: "275 and I'm good", "my wife says 350"."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.confidences import confided
from mailbot.steps.interpret.leads import after_leads
from mailbot.steps.interpret.money import Sum
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.remedies import remedy_in
from mailbot.steps.interpret.stance import HEDGE, NEGATION, REPORTED, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_WANT_A_FIGURE: Final = frozenset({Letter.OFFER_TO_BUYER, Letter.CLAIM_NOTICE, Letter.COUNTER_TO_SELLER})
# What money was or is, not what the writer would settle for.
_TOLD: Final = any_of(
    "offered", "proposed", "accepted", "promised", "agreed", "asked", "ofrec(?:i|io|imos|ieron)", "prometio", "paid", "pay(?:s|ing)? (?:for|rent|\\w{1,8} a month)", "bought", "purchased", "costs?", "spent", "sold", "sells?", "selling", "resale", "retails?", "msrp", "worth", "values?", "valued", "invoices?d?", "freight", "shipping", "fees?", "deposit was", "lost", "losing", "losses?", "owed?", "owes", "charged", "bid", "auction", "listed", "estimates?", "quoted?", "repairs?", "labor", "hours?", "order", "orden", "pedido", "ticket", "ref", "tracking", "model", "phone", "call(?:ed)?", "text", "limit", "budget was", "total (?:was|came)", "miles", "street", "suite", "ste", "ave", "zip", "account", "received", "got (?:a|the|my)", "refunded", "policy", "profit", "margin",
    "pague", "pagamos", "compre", "compramos", "costo", "costaron", "cuestan?", "gaste", "gastamos", "vendo", "vendi", "vendimos", "vale[n]?", "valor", "factura", "flete", "envio", "perdi", "perdimos", "perdida", "me (?:cobraron|sale[n]?)", "nos (?:cobraron|sale[n]?)", "cotiza\\w{1,5}", "reparacion", "renta", "folio", "telefono", "calle", "kilos?", "km", "recibi", "recibimos", "margen", "debo", "debe[n]?",
)  # fmt: skip
_BEFORE_BARE: Final = re.compile(
    r"(?:(?<![\w])(?:for|at|to|with|say|says|said|maybe|around|about|like|is|be|do|than|make it|between|and|or|on|of|approx|find|was|only|just|con|por|en|a|de|unos|como|entre|y|o|sean|serian|digo|dice|dicen|son|es|ponle|pongale|mejor|minimo|siquiera|hasta|los|the|an|another)|[:=,;-]|\A) ?$"
)
_AFTER_BARE: Final = re.compile(
    r" ?(?:[.,;:!?)]|$|-(?! ?\d))| (?:and|y|or|o|if|si|but|pero|because|porque|is|es|would|seria|will|if|from|in|on|today|now|hoy|ya|cash|total|tops|max|final|firm|flat|even|for|por|para|or|out|then|yes|no|so|he|she|they|we|i|me|todavia|yo|creo|cerramos|the|to|depending|sounds|feels|seems|works|covers|should|as|with|sin|with|quedamos|por lo|please|and|goodwill|max|maximo|minimo|todo|all|by|before|provided|as long|somewhere)(?![\w])"
)
_FIRM_TAIL: Final = re.compile(
    r",? ?(?:(?:and|y) )?(?:(?:i|we)(?:'ll| will|'m|'re| am| are)? (?:sign|close|done|good|square|happy|out|call it (?:even|square|done)|be done|walk away|drop it|settle)(?: \w{1,8}){0,3}|not a (?:cent|penny|dollar|dime) (?:more|less)(?: \w{1,8}){0,2}|final(?: offer)?|that's (?:it|final|my (?:final|last) (?:offer|number))|firm|flat|tops|max|take it or leave it|goodwill|as (?:a )?goodwill(?: gesture)?|no more(?:,? no less)?|"
    r"(?:and )?(?:we|i) (?:have|got) a deal|ni un (?:peso|centavo|dolar) (?:mas|menos)|cerramos|cerrado|listo|ya|y ya|asunto (?:arreglado|cerrado)|no se hable mas|quedamos (?:en paz|a mano|listos)|es mi (?:ultima|ultimo) (?:oferta|palabra|precio)|ultima oferta)[ .!]{0,4}$"
)
_OUR_FIGURE: Final = re.compile(
    r"(?:that's|that is|this is|thats|it's|es|esa es|ese es) (?:my|our|mi|nuestra|nuestro)(?: \w{3,7})? (?:counter|offer|number|figure|counter-?offer|proposal|contraoferta|oferta|propuesta|numero|cifra)(?![\w])"
)
# A plural behind a number is what it counts.
_COUNTED: Final = re.compile(
    r" ?(?:of|x|de (?:los|las)|working|broken|dead|missing|short|sf|ft|lb|st|ave|[a-z]{2,3}-\d)(?![\w])| (?!(?:as|is|us|yes|tops|plus|minus|thanks|bucks|less|unless|pays|gets|sees|makes|takes|gives|sends|was|sounds|feels|seems|works|covers|closes|settles|helps|ends|fixes|does|this|es|nos|los|las|mas|menos|pues|gracias|entonces|antes|dolares|pesos|listos|[a-z]{2,10}[aei]mos)(?![\w]))[a-z]{2,14}s(?![\w])"
)
_CUT: Final = re.compile(r"[,;:] | (?:and|but|so|y|pero|o sea) ")
_BEHIND: Final = 12  # letters
_HUNDRED: Final = 100  # a bare number below counts goods more often than money
_TEN_THOUSAND: Final = 9_999
_YEARS: Final = range(2015, 2036)
_LEAST: Final = 20
_MOST: Final = 99_999


def named_figures(reading: Reading) -> Iterator[Intent]:
    """Yield the first figure that answers an offer, where no words offer one."""
    if reading.asked not in _WANT_A_FIGURE:
        return
    found: list[Intent] = []
    for sentence in reading.sentences:
        if sentence.from_subject or confided(reading, sentence):
            continue
        money = next((each for each in reading.sums(sentence, bare=True) if _is_named(reading, sentence, each)), None)
        if money is not None:
            found.append(_offer(reading, sentence, money))
    best = min(found, key=lambda each: list(Certainty).index(each.certainty), default=None)
    if best is not None and len({each.amount for each in found}) > 1 and best.certainty is Certainty.PLAIN:
        best = replace(best, certainty=Certainty.LIKELY)
    if best is not None:
        yield best


def _is_named(reading: Reading, sentence: Sentence, money: Sum) -> bool:
    """Whether a sum is one the writer names to be agreed on, not one told of, denied, or put already."""
    plain = sentence.plain
    begins = max((cut.end() for cut in _CUT.finditer(plain, 0, money.start)), default=0)
    told = _TOLD.search(plain, begins, min(len(plain), money.end + _BEHIND))
    denied = NEGATION.search(_NO_LESS.sub("", plain[begins : money.start]))
    beside = _NO_BEFORE.search(plain, max(0, money.start - 24), money.start)
    asked = sentence.asks and _DID.match(plain)
    if told or denied or beside or asked or not _LEAST <= money.amount <= _MOST:
        return False
    if reading.put is not None and money.amount == reading.put.amount:
        return after_leads(plain) == money.start and remedy_in(plain) is not None  # "300, but as store credit"
    return money.currency is not None or _is_money(reading, plain, money)


def _is_money(reading: Reading, plain: str, money: Sum) -> bool:
    """Whether a bare number is a sum: no year, no part of a longer number, nothing it counts."""
    longer = _DIGIT_BEFORE.search(plain, max(0, money.start - 3), money.start) or _DIGIT_AFTER.match(plain, money.end)
    if money.amount in _YEARS or longer or reading.goods.mentions(plain):
        return False
    if _HUNDRED <= money.amount <= _TEN_THOUSAND:
        return not _COUNTED.match(plain, money.end)
    starts = after_leads(plain) >= money.start
    return bool((starts or _BEFORE_BARE.search(plain[: money.start])) and _AFTER_BARE.match(plain, money.end))


_NO_BEFORE: Final = re.compile(
    r"(?:(?<![\w])(?:not|no|than|don't want|can't do|cannot do|won't do|refuse|menos de|que|nothing like|from|over|under|above|below|their|su|sus|your|his|los primeros|in the|since|#|page|unit|box|day|dia|caja|pallet|lot|lote|at least \d{1,3} of)(?: the| your| los| su)?|[#@/\d]) ?[$]?$"
)
_NO_LESS: Final = re.compile(
    r"(?:not|no|nothing|nada) (?:less|under|below|menos)(?: than| de| que)?|no deal|(?:nothing|nada) (?:but|mas que)"
)
_DID: Final = re.compile(r"(?:and |so |but )?(?:did|has|have|had|was|were)(?![\w])")
_DIGIT_BEFORE: Final = re.compile(r"\d[ -]{0,2}$")
_DIGIT_AFTER: Final = re.compile(r"[ -]{0,2}\d")


def _offer(reading: Reading, sentence: Sentence, money: Sum) -> Intent:
    plain = sentence.plain
    hangs = (
        conditional(sentence.said, plain)
        or sentence.asks
        or HEDGE.search(plain[: money.start])
        or REPORTED.search(plain)
    )
    several = (
        len({each.amount for each in reading.sums(sentence, bare=True)} - {reading.put and reading.put.amount}) > 1
    )
    certainty = Certainty.UNSURE if hangs or several or not money.sure else Certainty.LIKELY
    if certainty is Certainty.LIKELY and _stands_alone(reading, sentence, money):
        certainty = Certainty.PLAIN
    return Intent(
        IntentKind.MAKES_OFFER,
        sentence.said,
        certainty,
        money.amount,
        money.currency or reading.currency,
        detail=remedy_in(plain) or "",
    )


def _stands_alone(reading: Reading, sentence: Sentence, money: Sum) -> bool:
    """Whether the sentence is a figure and that it is firm, or the next one calls it the writer's offer."""
    if after_leads(sentence.plain) != money.start or reading.cut or reading.hangs_beside(sentence):
        return False
    if _FIRM_TAIL.match(sentence.plain, money.end):
        return True
    bare = not sentence.plain[money.end :].strip(" .!")
    return bare and any(_OUR_FIGURE.match(each.plain) for each in reading.others(sentence))
