"""The words of the sheets, by language."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "en": {
        "title": "Claim sheet for order",
        "how": "Please fill in the three yellow columns for each line that has a problem, and leave the others empty.",
        "affected": "Quantity affected",
        "affected_how": "Units of this line with a problem, never more than its quantity.",
        "problem": "What is wrong",
        "problem_how": "A few words with counts: 3 missing, 2 smashed.",
        "loss": "% of value lost",
        "loss_how": "Missing is 100. A unit that kept 75 % of its value lost 25. Several problems in one line: their average.",
        "problems": "missing,damaged,does not work,wrong item,not as described",
        "row": "Line", "sku": "SKU", "description": "Description", "quantity": "Quantity", "retail": "Unit retail",
        "at_stake": "Retail at stake", "total": "Total", "valuation": "What the claim on this order is worth:",
        "units": "Units", "share_lost": "Value lost", "amount": "Amount", "working": "Working", "payable": "Payable for goods",
        "shipping": "Shipping", "premium": "Buyer's premium", "tax": "Tax", "all": "Total", "of_lot": "Share of the lot",
        "lot": "Retail value of the lot", "lot_units": "Units of the lot", "price": "Price that is shared out",
        "surplus": "Retail value that came unlisted", "minimum": "Least that is paid", "cap": "Most that can come back",
        "exactly": "Exactly at the tolerance counts (1 yes, 0 no)", "comes_back": "Part that comes back",
        "tolerance": "Tolerance", "basis": "Measured in", "mode": "Kind", "rate": "Rate", "measured": "Measured",
        "kept": "Part payable", "rest_of_claim": "Part left after what came unlisted", "type": "Claimed as",
        "exact": "Exact", "coins": "Whole coins", "remainder": "Remainder", "any": "Anything payable (1 yes, 0 no)",
    },
    "es": {
        "title": "Hoja de reclamo del pedido",
        "how": "Complete las tres columnas amarillas de cada línea que tenga un problema y deje vacías las demás.",
        "affected": "Cantidad afectada",
        "affected_how": "Unidades de esta línea con problema, nunca más que su cantidad.",
        "problem": "Qué está mal",
        "problem_how": "Unas palabras con cantidades: 3 faltan, 2 rotas.",
        "loss": "% del valor perdido",
        "loss_how": "Lo que falta es 100. Una unidad que conserva el 75 % de su valor perdió 25. Varios problemas en una línea: su promedio.",
        "problems": "falta,dañado,no funciona,otro artículo,no corresponde",
        "row": "Línea", "sku": "SKU", "description": "Descripción", "quantity": "Cantidad", "retail": "Precio de lista",
        "at_stake": "Valor de lista afectado", "total": "Total", "valuation": "Valor del reclamo de este pedido:",
        "units": "Unidades", "share_lost": "Valor perdido", "amount": "Importe", "working": "Cálculo",
        "payable": "A pagar por mercancía", "shipping": "Envío", "premium": "Prima del comprador", "tax": "Impuesto",
        "all": "Total", "of_lot": "Parte del lote", "lot": "Valor de lista del lote",
        "lot_units": "Unidades del lote", "price": "Precio que se reparte", "surplus": "Valor de lista que llegó sin figurar",
        "minimum": "Mínimo que se paga", "cap": "Máximo que puede volver",
        "exactly": "Justo en la tolerancia cuenta (1 sí, 0 no)", "comes_back": "Parte que vuelve",
        "tolerance": "Tolerancia", "basis": "Se mide en", "mode": "Clase", "rate": "Tasa", "measured": "Medido",
        "kept": "Parte pagadera", "rest_of_claim": "Parte que queda tras lo que llegó sin figurar", "type": "Reclamado como",
        "exact": "Exacto", "coins": "Monedas enteras", "remainder": "Resto", "any": "Hay algo que pagar (1 sí, 0 no)",
    },
}  # fmt: skip


def words_in(language: str) -> Mapping[str, str]:
    """Return the words of a language, English where there are none."""
    return WORDS.get(language, WORDS["en"])
