"""What a party would settle for: a figure or a remedy. What it merely confides is no offer."""

import re
from collections.abc import Iterator
from decimal import Decimal

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.steps.interpret.confidences import OFFER_BACK, confided
from mailbot.steps.interpret.figures import named_figures
from mailbot.steps.interpret.money import Sum
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.remedies import REFUND, REMEDIES, remedy_in, share_in
from mailbot.steps.interpret.stance import BUT, NEGATION, REPORTED, UNSETTLED, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_FIRM = any_of(
    r"(?:i|we)(?:'ll| will| can| hereby| do)? (?:offer|propose|counter)(?: (?:you|them|him|the buyer|the seller))?", r"(?:my|our)(?: final| last| best| new)? (?:counter ?-?offer|counter|offer|proposal)(?: is| would be|:)?",
    r"(?:i|we)(?:'ll| will| can|ll) (?:go|do|go to|come up to|come down to|go up to|go down to|raise it to)", "offer (?:him|her|them|the buyer|the seller)", r"(?:my|our|new|here's my|here is our|the)(?: new| final| last)? (?:number|figure|ask)(?: is|:| would be)?",
    r"counter(?: ?-?offer)?(?: is| of| at| with|:)?", r"(?:i|we)(?:'ll| will| can|ll)? (?:accept|settle (?:for|at|on|with))", r"(?:i|we)(?:'ll| will| can|ll) (?:refund|credit|pay|take|do|give)(?: you| them| him| her| the buyer| the seller)?",
    "(?:i|we) (?:am|are) (?:willing|ready|prepared|happy) to (?:accept|offer|pay|refund|credit|settle for|give|take|do)", r"(?:i'm|we're|im) (?:willing|ready|prepared|happy) to (?:accept|offer|pay|refund|credit|settle for|give|take|do)",
    "ofrezco", "ofrecemos", "propongo", "proponemos", "(?:mi|nuestra)(?: ultima| nueva)? (?:oferta|contraoferta|propuesta)(?: es| seria|:)?", "contra ?-?oferta(?: de| es|:| seria)?(?: de)?", "(?:le |les )?(?:ofrecemos|ofrezco)(?: al (?:cliente|comprador|vendedor))?", "ofrezcan?(?:le|les)", "(?:subo|subimos|bajo|bajamos) (?:a|hasta)", "(?:cierro|cerramos) (?:con|en|por)",
    "(?:puedo|podemos) (?:ofrecer|pagar|reembolsar|aceptar|dar)(?:le|les)?", "(?:lo|la)? ?(?:dejamos|cerramos|dejo|cierro) en", "acepto", "aceptamos", "(?:le|les) (?:pago|pagamos|doy|damos|ofrezco|ofrecemos|reembolso)",
    "(?:estoy|estamos) dispuest[oa]s? a (?:pagar|aceptar|ofrecer|reembolsar|dar)", "me conformo con", "nos conformamos con", "make it", "offering", "proposing", "(?:offer|oferta|propuesta|proposal)(?: is)?:", "final offer(?: is)?",
)  # fmt: skip
_SOFT = any_of(
    r"(?:i|we)(?:'d| would|d) (?:accept|take|settle (?:for|at|on)|agree to|go (?:for|with)|be (?:happy|ok|okay|fine|good) with|do)", "(?:i|we) (?:could|might|may)(?: maybe| perhaps| possibly| probably)? (?:do|offer|pay|refund|credit|give|accept|take)", "how about", "what about", r"(?:i|we)(?:'d| would) (?:come|go)(?: (?:down|up))? (?:to|for)", "(?:would|will|could) (?:he|she|they|the seller|the buyer) (?:accept|take|do|go to|pay|give)", "(?:i|we) (?:give|pay|go)", "settle it (?:for|at)", "close (?:it|this) (?:for|at)", "call it", "get (?:it )?to", "bump it (?:up )?to", "raise (?:it|that) to", "up it to", "(?:he|she|they) (?:get|gets|can have)", "let's (?:say|do|settle|meet at|make it)", "meet (?:me |us )?(?:at|in)",
    "aceptaria", "aceptariamos", "que tal", "digamos", "quedemos en", "quedaria (?:conforme|contento) con",
    "(?:i'm|im|i am|we're|we are) (?:ok|okay|fine|good|happy) with", "can (?:they|he|she|you|the seller|the buyer) (?:do|go to|pay|give)", "(?:pueden|puede) (?:pagar|dar|subir a|llegar a)",
)  # fmt: skip
_DEMAND = any_of(
    "(?:i|we)(?: only| just| still)? (?:want|need|demand|expect|deserve|request|require|claim|ask for|ask)", r"(?:i|we)(?:'d| would) (?:like|want|expect)", "(?:refund|pay|give|credit|send|return|reimburse)(?: to)? (?:me|us)", "(?:owe|owes|owed)(?: me| us)?",
    "(?:asking|looking|claiming) (?:for)?", "claiming", "requesting", "(?:refund|credit|compensation|reimbursement|payment|adjustment) (?:of|for)", "(?:minimum|at least|no less than|not less than|less than|nothing less than)",
    "(?:i|we) should (?:get|receive|be refunded|be paid)", "please (?:refund|credit|pay|reimburse|send|issue)", "(?:fair|right) (?:amount|refund|figure|number|would be)", "worth", "(?:give|bring|get|make) (?:me|us)(?: back)?", "(?:denme|deme|dame|dennos|que me (?:den|paguen)|me den)", "prefer", "(?:and|but) (?:want|need|expect)", "refund should be", "best (?:we|i) can do(?: is)?", "(?:me|nos) (?:devuelven?|pagan?|reembolsan?|regresan?|dan?)", "preferimos", "prefiero",
    "quiero", "queremos", "necesito", "necesitamos", "exijo", "exigimos", "pido", "pedimos", "solicito", "solicitamos", "reclamo", "reclamamos", "(?:me|nos) deben?", "(?:devuelvan|devuelva|paguen|paguenme|pagueme|reembolsen|reembolse|regresen|abonen)(?:me|nos)?",
    "reembolso (?:de|por)", "credito (?:de|por)", "compensacion de", "(?:por )?lo menos", "como minimo", "al menos", "menos de", "quisiera", "espero", "esperamos",
)  # fmt: skip
_BECAUSE = any_of("because", "since", "as we", "given that", "due to", "porque", "ya que", "debido a", "puesto que")
_PAST = any_of(
    "paid",
    "bought",
    "purchased",
    "cost",
    "costs",
    "pague",
    "pagamos",
    "compre",
    "compramos",
    "costo",
    "invoice",
    "factura",
    "retail",
    "msrp",
    "won (?:the|this) (?:lot|auction)",
    "bid of",
    "worth",
    "valor",
    "value",
    "lost",
    "perdi",
    "perdimos",
    "shipping was",
)
_REASON_LINE = re.compile(r"(?im)^[ *_]{0,4}(?:reason|motivo|razon)[ *_]{0,3}: ?(\S[^\n]{0,400})")
_REACH = 90


def offers(reading: Reading) -> Iterator[Intent]:
    """Yield each figure or remedy the writer would settle for; a figure without a verb only where nothing else is."""
    found = [*_in_words(reading)]
    yield from found
    if not any(each.amount for each in found):
        yield from named_figures(reading)


def _in_words(reading: Reading) -> Iterator[Intent]:
    for sentence in reading.sentences:
        if confided(reading, sentence) or REPORTED.match(sentence.plain) or OFFER_BACK.search(sentence.plain):
            continue
        yield from _with_sum(reading, sentence) or _sum_first(reading, sentence) or _without_sum(reading, sentence)


def _with_sum(reading: Reading, sentence: Sentence) -> list[Intent]:
    if not reading.sums(sentence, bare=True):
        return []
    cues = [
        (cue, firm)
        for pattern, firm in ((_FIRM, 2), (_SOFT, 1), (_DEMAND, 0))
        for cue in pattern.finditer(sentence.plain)
    ]
    for cue, firm in sorted(cues, key=lambda each: (-each[1], each[0].start())):
        if _denied(sentence.plain, cue):
            continue
        money = _sum_after(reading, sentence, cue)
        if money is not None and reading.put and money.amount == reading.put.amount and reading.binding_asked:
            return []  # what was put: a yes, if anything
        if money is not None and not (_PAST.search(sentence.plain[cue.end() : money.start]) and firm < 2):  # noqa: PLR2004 - firm
            return [_offer(reading, sentence, money, firm)] if _is_offer(reading, sentence, cue, money) else []
    return []


def _denied(plain: str, cue: re.Match[str]) -> bool:
    head = plain[max(0, cue.start() - 14) : cue.start()]
    return bool(NEGATION.search(head)) and "less" not in cue.group() and "menos" not in cue.group()


def _is_offer(reading: Reading, sentence: Sentence, cue: re.Match[str], money: Sum) -> bool:
    """Tell an offer from an acceptance of the sum that was put."""
    takes = re.match(r"(?:i|we).{0,5} ?(?:accept|take)|acept", cue.group()) is not None
    if takes and (not reading.known or money.amount in reading.named):
        return "would" in cue.group() or "'d" in cue.group() or "will" in cue.group() or "aria" in cue.group()
    return money.amount > Decimal(0) and not (takes and REPORTED.search(sentence.plain[: cue.start()]))


def _sum_after(reading: Reading, sentence: Sentence, cue: re.Match[str]) -> Sum | None:
    """Return the first sum near behind the cue: with a currency up to ``_REACH`` letters on, a bare number only at once."""
    for money in reading.sums(sentence, bare=True):
        gap = sentence.plain[cue.end() : money.start]
        if money.start < cue.start() or len(gap) > _REACH or money.start < cue.end() - 1:
            continue
        if _EACH.match(sentence.plain, money.end) or _UNTIL.search(gap):
            continue
        if money.currency or _bare_sum(sentence.plain, gap, money):
            return money
    return None


def _bare_sum(plain: str, gap: str, money: Sum) -> bool:
    """Whether a number without currency is money: right behind the cue, and nothing that it counts behind it."""
    if len(gap.strip(" :=-$")) > 12 or not 10 <= money.amount <= 99_999:  # noqa: PLR2004 - "for", "a total"; no count, no order
        return False
    follows = _NEXT_WORD.match(plain, money.end)
    return follows is None or bool(_NO_UNIT.match(follows[1]))


_EACH = re.compile(
    r",? ?(?:a|per|each|every|al|cada|por|the) ?(?:month|week|year|day|unit|piece|pallet|mes|semana|ano|dia|unidad|pieza|one|lb|hour)(?![\w])|,? (?:each|apiece|monthly|cada un[oa])(?![\w])"
)
_UNTIL = any_of(
    "until", "till", "by", "before", "hasta", "antes", "order", "orden", "pedido", "lot", "lote", "line", "question"
)
_NEXT_WORD = re.compile(r" ([a-z]+)")
_NO_UNIT = any_of(
    "and",
    "but",
    "to",
    "for",
    "because",
    "since",
    "as",
    "if",
    "total",
    "back",
    "max",
    "final",
    "plus",
    "or",
    "y",
    "pero",
    "para",
    "por",
    "porque",
    "si",
    "ni",
    "como",
    "is",
    "es",
    "would",
    "seria",
    "please",
    "now",
    "today",
    "in",
    "only",
    "tops",
    "on",
    "with",
    "all",
    "then",
    "so",
    "no",
    "not",
    "thanks",
    "gracias",
    "refund",
    "instead",
    "max",
    "best",
    "at",
    "from",
    "from",
    "via",
    "cash",
    "settlement",
    "minimum",
    "maximum",
    "firm",
    "or",
    "hoy",
    "ya",
    "en",
    "al",
    "del",
    "off",
    "goodwill",
    "credit",
    "each",
)
_AFTER_SUM = re.compile(
    r"(?: ?(?:is|would be|sounds|seems|seria|es|me parece)(?: \w{1,6})? (?:fair|reasonable|ok|right|fine|justo|razonable)|"
    r",? ?(?:and|y) (?:we'?re|we are|i'm|im|it's|we|i|call it|cerramos|listo|quedamos|ya)(?: \w{1,6}){0,2}|"
    r",? ?(?:final|firm|tops|max|back|take it or leave it|y ya|y listo))(?![\w])"
)


def _sum_first(reading: Reading, sentence: Sentence) -> list[Intent]:
    """Read "$275 and we're done", "$310 is fair"."""
    for money in reading.sums(sentence):
        follows = _AFTER_SUM.match(sentence.plain, money.end)
        if follows and money.amount not in reading.named and not _PAST.search(sentence.plain[: money.start]):
            return [_offer(reading, sentence, money, 0)]
    return []


def _offer(reading: Reading, sentence: Sentence, money: Sum, firm: int) -> Intent:
    certainty = Certainty.LIKELY
    hangs = conditional(sentence.said, sentence.plain) or sentence.asks or sentence.from_subject or reading.cut
    hangs = hangs or UNSETTLED.search(sentence.plain) is not None
    beside = reading.hangs_beside(sentence)
    said_so = REPORTED.search(sentence.plain)
    if firm == 2 and reading.binding_asked and not hangs and not beside and not said_so:  # noqa: PLR2004 - firm
        certainty = Certainty.PLAIN
    if not money.sure or (_PAST.search(sentence.plain) and firm < 2):  # noqa: PLR2004 - firm
        certainty = Certainty.UNSURE
    several = {each.amount for each in reading.sums(sentence)} - {money.amount}
    if several and certainty is Certainty.PLAIN:
        certainty = Certainty.LIKELY
    return Intent(
        IntentKind.MAKES_OFFER,
        sentence.said,
        certainty,
        money.amount,
        money.currency or reading.currency,
        detail=remedy_in(sentence.plain) or "",
        reason=_reason(reading, sentence),
    )


_WILL_DO = any_of(
    r"(?:i|we)(?:'ll| will| can|ll| could) (?:\w{1,6} )?(?:send|ship|replace|reship|re-ship|credit|exchange|issue|take)(?: (?:him|her|them|you|out))?",
    "(?:le |les )?(?:mandamos|enviamos|reponemos|repongo|mando|enviaremos|mandaremos|podemos (?:mandar|enviar|reponer)(?:le|les)?)",
)
_PART_OF = re.compile(r"(?:half|\d ?%|percent|mitad|por ?ciento) (?:of|off|de)(?![\w])")


def _without_sum(reading: Reading, sentence: Sentence) -> list[Intent]:
    """Remedies, shares and halves: what they come to must be asked or reckoned, so never plain."""
    plain = sentence.plain
    cue = (
        _WILL_DO.search(plain)
        or _DEMAND.search(plain)
        or _FIRM.search(plain)
        or _SOFT.search(plain)
        or _IMPERATIVE.match(plain)
    )
    detail = share_in(plain, asked=cue is not None or reading.binding_asked)
    if detail is None and cue is not None and not _denied(plain, cue):
        detail = remedy_in(plain) or ("refund" if REFUND.search(plain) else None)
    if (
        detail == "refund"
        and reading.put
        and any(each.amount == reading.put.amount for each in reading.sums(sentence, bare=True))
    ):
        return []  # the sum that was put: a yes, if anything
    if (
        detail is None
        or (sentence.asks and cue is None)
        or (_PAST.search(plain) and "refund" not in detail and not _PART_OF.search(plain))
    ):
        return []
    if NEGATION.search(plain[: cue.start()] if cue else plain) or (BUT.match(plain) and cue is None):
        return []
    certainty = Certainty.LIKELY if detail in REMEDIES and not sentence.asks else Certainty.UNSURE
    return [Intent(IntentKind.MAKES_OFFER, sentence.said, certainty, detail=detail, reason=_reason(reading, sentence))]


_IMPERATIVE = any_of(
    r"(?:ok |yes |so |then )?(?:just |please |pls |por favor )?(?:send|ship|re-?ship|replace|return|pick|manden?|envien?|mandenme|envienme|repongan)(?: me| us)?"
)


def _reason(reading: Reading, sentence: Sentence) -> str:
    """Return the reason stated with an offer: behind "because", or on a line REASON: of its own."""
    found = _BECAUSE.search(sentence.plain)
    if found:
        return sentence.words(found.end(), len(sentence.said)).strip(" :.,")
    line = _REASON_LINE.search("\n".join(reading.lines))
    return line[1].strip(" *_") if line else ""
