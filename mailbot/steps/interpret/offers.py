"""What a party would settle for: a figure or a remedy. What it merely confides is no offer."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.offer import Remedy
from mailbot.steps.interpret.confidences import OFFER_BACK, confided
from mailbot.steps.interpret.money import Sum
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import BUT, NEGATION, REPORTED, conditional
from mailbot.steps.interpret.words import Sentence, any_of

_FIRM = any_of(
    r"(?:i|we)(?:'ll| will| can| hereby| do)? (?:offer|propose|counter)(?: (?:you|them|him|the buyer|the seller))?", r"(?:my|our)(?: final| last| best| new)? (?:counter ?-?offer|counter|offer|proposal)(?: is| would be|:)?",
    r"counter(?: ?-?offer)?(?: is| of| at| with|:)?", r"(?:i|we)(?:'ll| will| can|ll)? (?:accept|settle (?:for|at|on|with)|refund|credit|pay|take|do)",
    "(?:i|we) (?:am|are) (?:willing|ready|prepared|happy) to (?:accept|offer|pay|refund|credit|settle for|give|take|do)", r"(?:i'm|we're|im) (?:willing|ready|prepared|happy) to (?:accept|offer|pay|refund|credit|settle for|give|take|do)",
    "ofrezco", "ofrecemos", "propongo", "proponemos", "(?:mi|nuestra)(?: ultima| nueva)? (?:oferta|contraoferta|propuesta)(?: es| seria|:)?", "contraoferta(?: de| es|:)?",
    "(?:puedo|podemos) (?:ofrecer|pagar|reembolsar|aceptar|dar)(?:le|les)?", "(?:lo|la)? ?(?:dejamos|cerramos|dejo|cierro) en", "acepto", "aceptamos", "(?:le|les) (?:pago|pagamos|doy|damos|ofrezco|ofrecemos|reembolso)",
    "(?:estoy|estamos) dispuest[oa]s? a (?:pagar|aceptar|ofrecer|reembolsar|dar)", "me conformo con", "nos conformamos con", "make it", "offering", "proposing", "(?:offer|oferta|propuesta|proposal)(?: is)?:", "final offer(?: is)?",
)  # fmt: skip
_SOFT = any_of(
    r"(?:i|we)(?:'d| would|d) (?:accept|take|settle (?:for|at|on)|agree to|go (?:for|with)|be (?:happy|ok|okay|fine|good) with|do)", "how about", "what about", "let's (?:say|do|settle|meet at|make it)", "meet (?:me |us )?(?:at|in)",
    "aceptaria", "aceptariamos", "que tal", "digamos", "quedemos en", "quedaria (?:conforme|contento) con",
    "(?:i'm|im|i am|we're|we are) (?:ok|okay|fine|good|happy) with", "can (?:they|he|she|you|the seller|the buyer) (?:do|go to|pay|give)", "(?:pueden|puede) (?:pagar|dar|subir a|llegar a)",
)  # fmt: skip
_DEMAND = any_of(
    "(?:i|we)(?: only| just| still)? (?:want|need|demand|expect|deserve|request|require|claim|ask for|ask)", r"(?:i|we)(?:'d| would) (?:like|want|expect)", "(?:refund|pay|give|credit|send|return|reimburse)(?: to)? (?:me|us)", "(?:owe|owes|owed)(?: me| us)?",
    "(?:asking|looking|claiming) (?:for)?", "claiming", "requesting", "(?:refund|credit|compensation|reimbursement|payment|adjustment) (?:of|for)", "(?:minimum|at least|no less than|not less than|less than|nothing less than)",
    "(?:i|we) should (?:get|receive|be refunded|be paid)", "please (?:refund|credit|pay|reimburse|send|issue)", "(?:fair|right) (?:amount|refund|figure|number|would be)", "worth", "give (?:me|us) back", "prefer", "(?:me|nos) (?:devuelven?|pagan?|reembolsan?|regresan?|dan?)", "preferimos", "prefiero",
    "quiero", "queremos", "necesito", "necesitamos", "exijo", "exigimos", "pido", "pedimos", "solicito", "solicitamos", "reclamo", "reclamamos", "(?:me|nos) deben?", "(?:devuelvan|devuelva|paguen|pague|reembolsen|reembolse|regresen|abonen)(?:me|nos)?",
    "reembolso (?:de|por)", "credito (?:de|por)", "compensacion de", "(?:por )?lo menos", "como minimo", "al menos", "menos de", "quisiera", "espero", "esperamos",
)  # fmt: skip
_REMEDY: Final = {
    Remedy.RETURN_FULL.value: any_of("return (?:the|this|it|all|everything|them)(?: \\w{1,12}){0,3}(?: for)?(?: a)?(?: full)? ?(?:refund)?", "send (?:it|everything|them|the lot|the pallets?) back", "pick (?:it|them|everything) (?:back )?up", "devolver (?:todo|la|el|los|las|lo)", "que (?:lo|la|los|las) recojan"),
    "full_refund": any_of("full refund", "complete refund", "total refund", "all (?:of )?(?:my|our) money(?: back)?", "refund (?:me )?in full", "reembolso (?:total|completo|integro)", "todo (?:mi|nuestro|el) dinero", "refund of everything", "100% (?:refund|back)"),
    Remedy.RESHIP.value: any_of("re-?ship(?:ped|ment)?", "replacements?", "replace (?:the|them|it)", r"(?:send|ship)(?: me| us)? (?:the )?(?:missing|rest|remaining|correct|right|new|other)(?: \w{1,15}){0,2}", "reemplaz(?:o|os|ar|en)", "reposicion", "(?:manden|envien|mandar|enviar|mande|envie)(?:me|nos)? (?:lo que falta|los? faltantes?|las? faltantes?|las? unidades|los? que faltan|otr[oa]s?|el pallet|la tarima)"),
    Remedy.STORE_CREDIT.value: any_of("store credit", "credit (?:on|toward|towards|for) (?:my|our|the|a) (?:next|account|future)(?: \\w{1,10})?", "account credit", "credito en (?:la )?(?:tienda|cuenta)", "saldo a favor", "nota de credito", "credit note"),
    Remedy.OFFSET.value: any_of("(?:deduct|take) (?:it|this|that) (?:off|from) (?:my|our|the) next", "offset", "descuento en (?:el|la|mi) (?:proxim[oa]|siguiente)(?: \\w{1,10})?"),
}  # fmt: skip
_SHARE = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|percent|por ?ciento)")
_HALF = any_of("half", "la mitad", "mitad")
_MIDDLE = any_of(
    "split the difference",
    "meet (?:me |us )?(?:in the middle|half ?way)",
    "partir (?:la )?diferencia",
    "mitad y mitad",
    "fifty[ -]fifty",
    "50/50",
    "50-50",
)
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
_REFUND = any_of(
    "refund",
    "reembolso",
    "money back",
    "mi dinero",
    "my money",
    "our money",
    "devolucion",
    "reimbursement",
    "compensation",
    "compensacion",
)


def offers(reading: Reading) -> Iterator[Intent]:
    """Yield each figure or remedy the writer would settle for."""
    for sentence in reading.sentences:
        if confided(reading, sentence) or REPORTED.match(sentence.plain) or OFFER_BACK.search(sentence.plain):
            continue
        yield from _with_sum(reading, sentence) or _without_sum(reading, sentence)


def _with_sum(reading: Reading, sentence: Sentence) -> list[Intent]:
    cues = [
        (cue, firm)
        for pattern, firm in ((_FIRM, 2), (_SOFT, 1), (_DEMAND, 0))
        for cue in pattern.finditer(sentence.plain)
    ]
    for cue, firm in sorted(cues, key=lambda each: (-each[1], each[0].start())):
        if _denied(sentence.plain, cue):
            continue
        money = _sum_after(reading, sentence, cue)
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
        near = len(gap.strip(" :=-$")) <= 12 and money.amount >= 10  # noqa: PLR2004 - "for", "back", "a total"; not "2 of them"
        if money.currency or (near and not _order_number(money)):
            return money
    return None


def _order_number(money: Sum) -> bool:
    return money.amount > 99_999 and money.currency is None  # noqa: PLR2004 - nobody writes such a sum without its currency


def _offer(reading: Reading, sentence: Sentence, money: Sum, firm: int) -> Intent:
    certainty = Certainty.LIKELY
    hangs = conditional(sentence.said, sentence.plain) or sentence.asks or sentence.from_subject or reading.cut
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
        detail=_remedy(sentence.plain) or "",
        reason=_reason(reading, sentence),
    )


def _remedy(plain: str) -> str | None:
    return next((name for name, pattern in _REMEDY.items() if pattern.search(plain)), None)


def _without_sum(reading: Reading, sentence: Sentence) -> list[Intent]:
    """Remedies, shares and halves: what they come to must be asked or reckoned, so never plain."""
    plain = sentence.plain
    cue = _DEMAND.search(plain) or _FIRM.search(plain) or _SOFT.search(plain) or _IMPERATIVE.match(plain)
    detail = _share(plain, asked=cue is not None or reading.binding_asked)
    if detail is None and cue is not None and not _denied(plain, cue):
        detail = _remedy(plain) or ("refund" if _REFUND.search(plain) else None)
    if detail is None or (sentence.asks and cue is None) or (_PAST.search(plain) and "refund" not in detail):
        return []
    if NEGATION.search(plain[: cue.start()] if cue else plain) or (BUT.match(plain) and cue is None):
        return []
    certainty = Certainty.LIKELY if detail in _REMEDY and not sentence.asks else Certainty.UNSURE
    return [Intent(IntentKind.MAKES_OFFER, sentence.said, certainty, detail=detail, reason=_reason(reading, sentence))]


def _share(plain: str, *, asked: bool) -> str | None:
    if _MIDDLE.search(plain):
        return "split_difference"
    if not asked:
        return None
    if found := _SHARE.search(plain):
        return found[1].replace(",", ".") + "%"
    return "half" if _HALF.search(plain) and _OF_MONEY.search(plain) else None


_IMPERATIVE = any_of(
    r"(?:ok |yes |so |then )?(?:just |please |pls |por favor )?(?:send|ship|re-?ship|replace|return|pick|manden?|envien?|mandenme|envienme|repongan)(?: me| us)?"
)
_OF_MONEY = any_of(
    "refund",
    "back",
    "money",
    "offer",
    "pay",
    "settle",
    "take",
    "accept",
    "price",
    "paid",
    "reembolso",
    "dinero",
    "ofrezco",
    "acepto",
    "aceptaria",
    "devuelvan",
    "pagar",
    "precio",
    "deal",
    "for half",
    "credit",
    "do",
    "devuelven",
    "y ya",
)


def _reason(reading: Reading, sentence: Sentence) -> str:
    """Return the reason stated with an offer: behind "because", or on a line REASON: of its own."""
    found = _BECAUSE.search(sentence.plain)
    if found:
        return sentence.words(found.end(), len(sentence.said)).strip(" :.,")
    line = _REASON_LINE.search("\n".join(reading.lines))
    return line[1].strip(" *_") if line else ""
