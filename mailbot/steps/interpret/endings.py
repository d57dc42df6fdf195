"""What ends or reopens a dispute: giving it up, money paid, an appeal."""

import re
from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.letter import Letter
from mailbot.steps.interpret.confidences import OFFER_BACK
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import BUT, CONDITION, HEDGE, LATER, NEGATION, REPORTED, conditional
from mailbot.steps.interpret.terms import MANNERS, YES
from mailbot.steps.interpret.words import Sentence, any_of

_CASE: Final = r"(?:(?:my|our|the|this|that|a|mi|nuestr[oa]|el|la|este|esta) )?(?:claim|dispute|case|complaint|request|reclamo|reclamacion|disputa|caso|queja)"
_WITHDRAW: Final = any_of(
    rf"(?:i|we)?(?: hereby| do| now| would like to| want to| wish to| am| are)? ?(?:withdraw|withdrawing|retract|retracting|drop|dropping|cancel|cancell?ing|rescind|abandon)(?: \w{{1,6}})? {_CASE}", r"(?:i|we)(?: hereby| do| now)? withdraw(?: it)?", rf"(?:please |you can |just |kindly )?close (?:out )?{_CASE}", rf"(?:no longer|don't|do not|dont) (?:want|wish|need|intend)(?: to)? (?:pursue|continue|proceed(?: with)?|go on with)(?: {_CASE})?", "(?:consider|mark) (?:it|this|the case|the matter) (?:closed|resolved)", "forget (?:it|about it|the whole thing|the claim)", "never mind", "nevermind", "not worth (?:my|our|the) time", "(?:just |please )?close (?:it|this|everything)(?: out| down)?", "(?:i'd|i would|we'd|we would) (?:sooner|rather) (?:cancel|drop|leave) ?(?:it|this)?", "call it off", "(?:i|we) give up", "(?:i'm|i am|we're|we are)? ?letting (?:it|this) go", "let (?:it|this) go", "(?:i'm|we're|i am|we are|not) (?:not )?going to pursue", "(?:drop|cancel|scrap) (?:it|this|the whole thing|everything)", "(?:i'm|im|i am|we're|we are) not pursuing",
)  # fmt: skip
_WITHDRAW_ES: Final = any_of(
    r"(?:retir(?:o|amos)|cancel(?:o|amos)|desist(?:o|imos)|abandon(?:o|amos)|anul(?:o|amos))(?: de)?(?: \w{1,6})?(?: " + _CASE + ")", "desist(?:o|imos)", rf"(?:quiero|queremos|deseo) (?:retirar|cancelar|cerrar|anular) {_CASE}", rf"(?:pueden |por favor |favor de )?(?:cierren|cerrar|cierre|cancelen|cancele|cancelar) {_CASE}", "(?:ya )?no (?:quiero|queremos|deseo|deseamos) (?:seguir|continuar)", "olvid(?:enlo|elo|en el asunto|en)", "dejemoslo asi", "lo dejamos asi", "(?:ya )?no (?:sigo|seguimos|voy a seguir|vamos a seguir|le sigo)(?: \\w{1,4}){0,2}", "(?:quiten|quite|borren|borre|anulen|anule|retiren|retire|cancelen) (?:mi |el |la |este )?(?:reclamo|queja|caso|disputa|reclamacion)", "d(?:en|oy|e) por (?:cerrado|terminado|concluido)", "ahi (?:lo )?dejamos", "dejenlo asi", "ya no me interesa (?:seguir|el reclamo|continuar)",
)  # fmt: skip
_STRONG: Final = any_of(
    "withdraw(?:ing)?",
    "drop(?:ping)?",
    "retract",
    "cancel(?:ling|ing)?",
    "(?:quiero|queremos|deseo) (?:retirar|cancelar|anular)",
    "retir(?:o|amos|ar)",
    "desist(?:o|imos)",
    "cancel(?:o|amos|ar)",
    "no longer (?:want|wish) to pursue",
    "(?:ya )?no (?:quiero|queremos|deseo|deseamos) (?:seguir|continuar)",
    "rescind",
)
_PAID: Final = any_of(
    r"(?:i|we|have|has|seller|they)?(?: have|'ve| has| already| just| now| had)? ?(?:sent|issued|processed|made|wired|transferred|released|completed|initiated) (?:the |a |your |his |their |this |out the )?(?:full |partial )?(?:refund|payment|money|funds|wire|credit|transfer)", "(?:refund|payment|money|funds|wire|credit|transfer) (?:has been|was|is|have been|were) (?:sent|issued|processed|made|wired|completed|received|paid|credited|deposited|released)", r"(?:i|we)(?: have|'ve)?(?: just| already| now)? (?:received|got) (?:the |my |our |your )?(?:refund|payment|money|funds|wire|credit)", r"(?:refund|payment|money|funds|wire|credit) (?:has )?(?:arrived|came through|came in|landed|cleared|hit (?:my|our|the) account|is in (?:my|our) account|went (?:out|through))", "(?:paid|payed)(?: (?:it|them|[$]?\\d{1,6}|him|her|the (?:refund|buyer|amount|settlement)|in full|today|yesterday|via|by|the \\$))", "(?:have|has|already|just) paid", "we paid",
    "(?:ya )?(?:pague|pagamos|hice el pago|hicimos el pago|transferi|transferimos|deposite|depositamos|reembolsamos|reembolse|enviamos el (?:pago|dinero|reembolso)|envie el (?:pago|dinero|reembolso)|mande el (?:pago|dinero)|realizamos el (?:pago|reembolso)|realice el (?:pago|reembolso))", "(?:ya )?(?:recibi|recibimos|me llego|nos llego) (?:el |mi |su |nuestro )?(?:reembolso|pago|dinero|deposito|transferencia)", "(?:el )?(?:pago|reembolso|dinero|deposito) (?:ya )?(?:fue|esta|ha sido|quedo) (?:enviado|hecho|realizado|procesado|recibido|depositado|pagado)", "(?:llego|cayo) el (?:pago|dinero|reembolso|deposito)", "pagad[oa]",
)  # fmt: skip
_LEAST: Final = 20  # a bare number below is no sum
_MEANS: Final = "(?:the |a |your |his |her |my |our |this |their )?(?:\\w{1,8} )?(?:zelle|venmo|cash ?app|wire|ach|check|cheque|money order|transfer|payment|refund|money|funds|deposit|credit|paypal|amount|sum|full amount|it|[$]?\\d[\\d.,]{0,9}(?: (?:usd|dollars|bucks))?)"
_WENT_OUT: Final = any_of(
    rf"(?:sent|wired|transferred|mailed|deposited|issued|released|submitted|remitted|processed|made|completed|refunded|credited|dropped off|posted|initiated|pushed|did) {_MEANS}", rf"{_MEANS}(?: of \S{{1,14}}(?: \S{{1,10}})?)? (?:is |are |was |were |has |have |'s |just |already |now |been ){{0,4}}(?:went|gone|sent|left|released|wired|mailed|issued|on (?:its|the) way|in the mail|done|cleared|processed|completed|credited|posted|out|paid|transferred|deposited|made|initiated|submitted)(?: out)?", "(?:money|funds|it)(?:'s| is| has)? (?:gone|went|going) out",
    "(?:cash ?apped|venmoed|venmo'd|zelled|zelle'd|paypaled|wired|refunded|reimbursed|paid|repaid)(?: (?:him|her|them|it|you|the (?:buyer|customer|guy|man)|in full|\\d[\\d.,]{0,8}|\\$))?", "(?:has|have|had) been (?:credited|paid|refunded|wired|transferred|issued|sent|deposited|returned)", "(?:was|were) (?:credited|refunded|wired|transferred|deposited|paid)", "\\A(?:done|all done|sent|paid|complete|completed)(?= *[.,!]| *$)",
    "(?:ya |le |les |se ){0,3}(?:deposite|depositamos|deposito|transferi|transferimos|envie|enviamos|mande|mandamos|hice|hicimos|realice|realizamos|abone|abonamos|pague|pagamos|gire|giramos|liquide|liquidamos|reembolse|reembolsamos)(?: (?:el|la|los|las|un|una|su|al|ayer|hoy|esta|[$]?\\d))?", "(?:quedo|queda|esta|fue) (?:pagad[oa]|hech[oa]|depositad[oa]|transferid[oa]|liquidad[oa]|enviad[oa]|list[oa])", "(?:ya )?estan? (?:los |el |la )?(?:[$]?\\d[\\d.,]{0,8}|dinero|pago|transferencia|deposito)", "se (?:le |les )?(?:transfiri|deposit|envi|pag|abon|mand)\\w{1,6}", "se (?:hizo|realizo|deposito|envio|transfirio|pago|abono|mando|efectuo)", "\\A(?:listo|hecho|pagado|enviado|depositado)(?= *[.,!]| *$)", "transferencia (?:hecha|realizada|enviada)", "adjunto (?:el )?comprobante",
)  # fmt: skip
_NOT_YET: Final = re.compile(
    r"(?: \w{1,8}){0,2} (?:if|once|when|unless|until|tomorrow|next|cuando|si|hasta|manana)(?![\w])"
)
_FOR_LOT: Final = any_of(
    "(?:paid|pague|pagamos)(?: \\w{1,8}){0,3} (?:for|por) ",
    "(?:for|por) (?:the|this|that|el|este|la) (?:lot|lote|order|orden|pallet|pedido|truckload)",
    "i paid \\$?[\\d.,]+ ?(?:for|and)",
    "what (?:i|we) paid",
    "lo que (?:pague|pagamos)",
    "when",
    "cuando",
    "get paid",
    "be paid",
    "paid for",
    "for shipping",
    "for freight",
    "freight",
    "overpaid",
    "retail",
    "lawyer",
    "attorney",
)
_PAYMENT_LETTERS: Final = frozenset(
    {Letter.PAYMENT_INSTRUCTION, Letter.PAYMENT_NOTICE, Letter.PAYMENT_LATE, Letter.TERMS_CONFIRMED}
)
_APPEAL: Final = any_of(
    r"(?:i|we)?(?: want to| would like to| wish to| will| hereby|'d like to| am| are)? ?(?:appeal|appealing)(?: \w{1,8}){0,2} ?(?:decision|ruling|this|that|it|outcome|result|closing|closure|against)?", "(?:reconsider|review|reopen|re-open|look again at|second look at)(?: \\w{1,6})? (?:your |the |this |my |our )?(?:decision|ruling|claim|case|dispute|outcome|result|it)", "(?:second|another) (?:opinion|review)", "be (?:reopened|re-opened|reconsidered|reviewed again)", "(?:look|looked)(?: at (?:this|it|my case))? again", "(?:somebody|someone|anyone|another person|a different person)(?: else)? (?:to |can |should |must )?(?:look|review|check|decide)", "open(?: it| this| the case)? again", "again the case", "(?:decision|ruling|outcome|result|closing|calculation) (?:is|was|seems) (?:not |in)?(?:correct|right|fair|wrong|unfair|incorrect|mistaken|a mistake)", "disagree with (?:the |your )?(?:closing|closure)", "(?:contest|challenge|dispute|object to) (?:the|this|your) (?:decision|closing|closure|ruling|outcome)", "not (?:accept|accepting) (?:the|this|your) (?:decision|closing|outcome|ruling)", "please (?:reconsider|reopen|re-open)", "disagree with (?:the|your) (?:decision|ruling|outcome|result|calculation)",
    "apel(?:o|amos|ar|acion)", "(?:reconsider(?:en|e|ar)|revis(?:en|e|ar)|reabr(?:an|a|ir)|reabrir)(?: de nuevo| otra vez)? (?:su |la |el |mi |este |nuestro )?(?:decision|caso|reclamo|resolucion|disputa|resultado)", "no (?:estoy|estamos) de acuerdo con (?:la|su) (?:decision|resolucion)", "segunda (?:opinion|revision)", "(?:solicit|pid|exij)(?:o|amos|imos) (?:la |una |otra )?(?:revision|reapertura|reconsideracion|apelacion)", "(?:decision|resolucion|calculo|cierre)(?: \\w{1,6}){0,3} (?:esta|es|fue) (?:mal|equivocad[oa]|injust[oa]|incorrect[oa]|un error)", "inconform(?:e|es|idad)", "impugn(?:o|amos|ar|acion)", "(?:abran|abrir|abra)(?:lo|la)?(?: el caso)? (?:otra vez|de nuevo|nuevamente)", "(?:que )?(?:otra persona|alguien mas) (?:lo |la )?(?:revise|vea|decida|revisen)", "vuelvan a (?:revisar|abrir|ver)", "reconsideren",
)  # fmt: skip
_CLOSINGS: Final = frozenset(
    {Letter.CLOSING, Letter.CLOSED_NO_ANSWER, Letter.CLOSED_NOT_PURSUED, Letter.NOT_ELIGIBLE, Letter.BELOW_TOLERANCE}
)
# What is an appeal only once we have closed.
_UNHAPPY: Final = any_of(
    "(?:don't|do not|dont|can't|cannot|won't|never|not) (?:accept|agree|agreeing|accepting)", "(?:disagree|object|protest)", "look(?: (?:at|into))?(?: \\w{1,8}){0,2} again", "re-?(?:viewed|view|examine|open(?:ed)?|consider(?:ed)?|check(?:ed)?)", "second look", "(?:this|it|that) (?:is|was) (?:wrong|unfair|not right|not fair|a mistake|incorrect)", "(?:you|nobody|no one) (?:missed|ignored|overlooked|never (?:opened|looked|read|saw|watched)|didn't (?:look|read|open|see))", "new (?:evidence|proof|photos|information)", "not (?:over|finished|done)",
    "no (?:estoy|estamos|quedo|quedamos) (?:de acuerdo|conforme|satisfech[oa])", "no (?:lo )?acepto", "revis(?:en|e|ar|arlo|ado|ion)", "(?:esta|es|fue) (?:mal|injust[oa]|un error)", "(?:nuev[oa]s?) (?:pruebas?|evidencias?|fotos?)", "no (?:vieron|leyeron|revisaron|tomaron en cuenta)", "reclam(?:o|ar) de nuevo",
)  # fmt: skip
_APPEALING: Final = any_of("appealing (?:offer|price|deal)", "not appealing", "on appeal")


def endings(reading: Reading) -> Iterator[Intent]:
    """Yield withdrawals, payments and appeals."""
    for sentence in reading.sentences:
        withdrawn = _withdraws(reading, sentence)
        if withdrawn:
            yield withdrawn
        paid = _paid(reading, sentence)
        if paid:
            yield paid
        unhappy = reading.asked in _CLOSINGS and _UNHAPPY.search(sentence.plain)
        if (unhappy or _APPEAL.search(sentence.plain)) and not _APPEALING.search(sentence.plain):
            sure = not (sentence.asks or NEGATION.match(sentence.plain) or conditional(sentence.said, sentence.plain))
            yield Intent(IntentKind.APPEALS, sentence.said, Certainty.PLAIN if sure else Certainty.LIKELY)


def _withdraws(reading: Reading, sentence: Sentence) -> Intent | None:
    """Only an unhedged, unconditional giving up of the claim itself is plain."""
    verbs = list(_WITHDRAW.finditer(sentence.plain)) or list(_WITHDRAW_ES.finditer(sentence.plain))
    if not verbs or sentence.asks or OFFER_BACK.search(sentence.plain):
        return None
    head = sentence.plain[: verbs[0].start()]
    hangs = conditional(sentence.said, sentence.plain)
    if _OTHERS_DO.search(head):
        return None
    if NEGATION.search(_settled(head)) or (REPORTED.search(head) and not hangs) or _TURNED_DOWN.search(sentence.plain):
        return None
    certainty = Certainty.UNSURE if hangs else Certainty.LIKELY
    if not any(_STRONG.search(verb.group()) for verb in verbs) and (
        YES.search(sentence.plain) or reading.sums(sentence, bare=True)
    ):
        return None  # "close it" beside a yes or a figure ends nothing by itself
    strong = any(_STRONG.search(verb.group()) for verb in verbs)
    if _IF_YOU.search(sentence.plain):
        return None
    whole = _only_reasons(sentence.plain[verbs[-1].end() :])
    if strong and whole and certainty is Certainty.LIKELY and not _doubtful(reading, sentence):
        certainty = Certainty.PLAIN
    return Intent(IntentKind.WITHDRAWS, sentence.said, certainty, reason=_because(sentence))


def _only_reasons(tail: str) -> bool:
    """Whether nothing follows a withdrawal but thanks or its reason."""
    rest = tail.lstrip(" .,!-:")
    return not rest or bool(MANNERS.match(rest) or _BECAUSE.match(rest) or _SORRY.match(rest))


def _doubtful(reading: Reading, sentence: Sentence) -> bool:
    plain = sentence.plain
    if HEDGE.search(_plainly(plain)) or LATER.search(plain) or BUT.search(plain) or _DOUBLE.search(plain):
        return True
    if sentence.from_subject or reading.cut or reading.language not in ("en", "es", None):
        return True
    return reading.hangs_beside(sentence) or any(other.asks for other in reading.others(sentence))


_SORRY: Final = any_of(
    "(?:and )?(?:so |very |i'm |i am |we are |we're )?sorry", "(?:and )?(?:my |our )?(?:sincere )?apolog\\w{2,4}", "(?:and )?(?:please )?(?:give|send|pass|tell)(?: (?:on|the seller|him|them))?(?: my| our)? (?:apolog\\w{2,4}|regards|thanks)", "it was (?:my|our) mistake", "everything (?:is|was) (?:here|there|fine)",
    "(?:the|all|both|those|they|it|everything)(?: \\w{1,12}){0,3} (?:turned up|showed up|arrived|came|came in|were found|was found|are here|is here)", "(?:i|we)(?:'ve| have)? (?:just )?found", "ya (?:llego|llegaron|aparecio|aparecieron|salio|salieron)", "(?:y )?(?:una )?disculpas?", "(?:y )?perdon", "lo siento", "fue (?:mi|nuestro) error", "ya (?:se arreglo|quedo|nos arreglamos)", "(?:the seller|he|she|they|the buyer) and (?:i|we)", "(?:i|we) (?:worked|sorted) it out", "without prejudice", "effective (?:immediately|today)", "me quita", "ya aparecio", "ya aparecieron",
)  # fmt: skip
_GONE_BY: Final = any_of(
    "(?:ya )?no (?:sigo|seguimos|quiero|queremos)(?: \\w{1,6}){0,3}",
    "no problem",
    "not worth (?:it|my time|the trouble)",
    "no vale la pena",
)


def _settled(head: str) -> str:
    """Blank a no that says the same: "ya no sigo con esto, retiro el reclamo"."""
    return _GONE_BY.sub(lambda found: " " * len(found.group()), head)


_OTHERS_DO: Final = re.compile(
    r"(?<![\w])(?:you|he|she|they)(?:'ll|'d| will| would| can| might| must| could|'re going to) $"
)
_IF_YOU: Final = any_of("in my favor", "by paying", "they say", "a mi favor", "if you want", "si quieren", "si quiere")
_TURNED_DOWN: Final = any_of("if you (?:don't|dont|do not|won't)", "si no")
_DOUBLE: Final = any_of(
    "part of",
    "one of",
    "duplicate",
    "other (?:claim|case|dispute)",
    "parte de",
    "duplicad[oa]",
    "otr[oa] (?:reclamo|caso|disputa)",
    "for the \\w{1,15}",
)
_BECAUSE: Final = any_of("because", "since", "as (?:we|i)", "porque", "ya que")


def _plainly(plain: str) -> str:
    """Leave out wishes that state the act itself: "I want to withdraw my claim", "please close"."""
    for wish in (
        "quiero",
        "queremos",
        "quisiera",
        "deseo",
        "would like to",
        "want to",
        "wish to",
        "please",
        "you can",
        "i'd like to",
    ):
        plain = plain.replace(wish, "")
    return plain


def _because(sentence: Sentence) -> str:
    found = _BECAUSE.search(sentence.plain)
    return sentence.words(found.end(), len(sentence.said)).strip(" .,") if found else ""


def _paid(reading: Reading, sentence: Sentence) -> Intent | None:
    sure = reading.asked in _PAYMENT_LETTERS
    found = _PAID.search(sentence.plain) or (_WENT_OUT.search(sentence.plain) if sure else None)
    if found is None or sentence.asks or _FOR_LOT.search(sentence.plain):
        return None
    head = sentence.plain[: found.end()]
    if (
        NEGATION.search(head)
        or HEDGE.search(head)
        or CONDITION.search(head)
        or _NOT_YET.match(sentence.plain, found.end())
    ):
        return None
    if not sure and (
        NEGATION.search(sentence.plain) or HEDGE.search(sentence.plain) or conditional(sentence.said, sentence.plain)
    ):
        return None
    sums = tuple(each for each in reading.sums(sentence, bare=sure) if each.currency or each.amount >= _LEAST)
    amount = sums[0].amount if sums else None
    currency = (sums[0].currency or reading.currency) if sums else None
    return Intent(
        IntentKind.REPORTS_PAYMENT, sentence.said, Certainty.PLAIN if sure else Certainty.LIKELY, amount, currency
    )
