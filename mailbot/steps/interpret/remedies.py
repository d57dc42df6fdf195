"""Remedies that are no sum: goods sent, goods taken back, credit, a share of something."""

import re
from typing import Final

from mailbot.mediation.offer import Remedy
from mailbot.steps.interpret.words import any_of

REMEDIES: Final = {
    Remedy.RETURN_FULL.value: any_of("return (?:the|this|it|all|everything|them)(?: \\w{1,12}){0,3}(?: for)?(?: a)?(?: full)? ?(?:refund)?", "send (?:it|everything|them|the lot|the pallets?) back", "pick (?:it|them|everything) (?:back )?up", "devolver (?:todo|la|el|los|las|lo)", "que (?:lo|la|los|las) recojan"),
    "full_refund": any_of("full refund", "complete refund", "total refund", "all (?:of )?(?:my|our) money(?: back)?", "refund (?:me )?in full", "reembolso (?:total|completo|integro)", "todo (?:mi|nuestro|el) dinero", "refund of everything", "100% (?:refund|back)"),
    Remedy.RESHIP.value: any_of("exchange (?:it|them|these|those|the \\w{3,12})", "(?:me |nos )?(?:cambien|cambie|repongan|reponga)(?: (?:las|los|el|la))?", "(?:have|get|want|send) the missing (?:units|ones|items|pieces|boxes)", "re-?ship(?:ped|ment)?", "replacements?", "replace (?:the|them|it)", r"(?:send|ship)(?: me| us)? (?:the )?(?:missing|rest|remaining|correct|right|new|other)(?: \w{1,15}){0,2}", "reemplaz(?:o|os|ar|en)", "reposicion", "(?:manden|envien|mandar|enviar|mande|envie)(?:me|nos)? (?:lo que falta|los? faltantes?|las? faltantes?|las? unidades|los? que faltan|otr[oa]s?|el pallet|la tarima)"),
    Remedy.STORE_CREDIT.value: any_of("store credit", "credit (?:on|toward|towards|for) (?:my|our|the|a) (?:next|account|future)(?: \\w{1,10})?", "account credit", "credito en (?:la )?(?:tienda|cuenta)", "saldo a favor", "nota de credito", "credit note", "credit (?:to )?(?:his|her|their|your|the buyer's) (?:account|next)", "(?:on|toward|towards|off) (?:his|her|their|your|my|our|the) next (?:order|load|lot|purchase|pallet|invoice)"),
    Remedy.OFFSET.value: any_of("(?:deduct|take) (?:it|this|that) (?:off|from) (?:my|our|the) next", "offset", "descuento en (?:el|la|mi) (?:proxim[oa]|siguiente)(?: \\w{1,10})?"),
}  # fmt: skip
_SHARE = re.compile(r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,2})?) ?(?:%|percent|por ?ciento)")
_HALF = any_of("half", "la mitad", "mitad")
_THIRD = any_of("(?:a|one) third", "un tercio", "(?:la )?tercera parte")
_MIDDLE = any_of(
    "split (?:the difference|it(?: with me| with us| with him)?|the (?:loss|bill|cost)s?)",
    "(?:go|going) halves",
    "(?:partamos|partimos|partirnos|dividamos|dividimos) (?:la )?diferencia",
    "half and half",
    "meet (?:me |us )?(?:in the middle|half ?way)",
    "partir (?:la )?diferencia",
    "mitad y mitad",
    "a mitades",
    "(?:un )?punto medio",
    "fifty[ -]fifty",
    "50/50",
    "50-50",
)
REFUND = any_of(
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
    "half of what",
    "lo que",
    "would be",
    "invoice",
    "total",
    "credit",
    "do",
    "devuelven",
    "y ya",
)


def remedy_in(plain: str) -> str | None:
    """Return the first remedy words name: a value of Remedy, or full_refund."""
    return next((name for name, pattern in REMEDIES.items() if pattern.search(plain)), None)


# More than was put, how much is left open.
_MORE = any_of(
    "double it", "(?:a )?(?:little|bit)(?: bit)? (?:more|higher)", "(?:go|come|move) up(?: a (?:bit|little))?", "sweeten (?:it|the (?:deal|pot))", "(?:another|extra|additional) [$€£]?\\d{2,4}(?= (?:and|then|y|on top))", "[$€£]?\\d{2,4} more(?= *[.,!]| *$| and)",
    "un poco mas", "poquito mas", "suban(?:le)?", "mejor(?:en|e) (?:la|su) oferta",
)  # fmt: skip


def share_in(plain: str, *, asked: bool) -> str | None:
    """Return half, a share as written ("50%") or split_difference."""
    if _MIDDLE.search(plain):
        return "split_difference"
    if not asked:
        return None
    if _MORE.search(plain):
        return "more"
    if _THIRD.search(plain) and _OF_MONEY.search(plain):
        return "third"
    if found := _SHARE.search(plain):
        return found[1].replace(",", ".") + "%"
    return "half" if _HALF.search(plain) and _OF_MONEY.search(plain) else None
