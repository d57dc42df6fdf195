"""The terms that were put, as words name them, and the manners around an answer."""

import re
from typing import Final

from mailbot.steps.interpret.money import Sum
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.words import Sentence, any_of

_THING: Final = (
    r"offer|proposal|settlement|terms|deal|amount|refund|partial refund|counter ?offer|counter|credit|resolution|sum|figure|"
    r"number|ofer|offert|offr|valuation|conditions of the settlement|claim|payment|result|agreement|"
    r"oferta|propuesta|acuerdo|terminos|trato|monto|importe|cantidad|reembolso|contraoferta|credito|reclamo|reclamacion|pago|condiciones"
)
ABOUT = any_of(_THING)
YES = any_of(
    r"(?:i|we|y?o)?(?: (?:do|hereby|gladly|happily|fully|both|therefore|both do|hearby|formally))?(?: \w{1,6}'d)? ?acc?ept(?:ed|s|ing)?",
    r"aceptar", "(?:consider|take) this (?:email |mail |letter )?(?:as )?(?:my|our) acceptance", "you have (?:my|our) acceptance", "doy mi aceptacion", "agree(?= *[.!]| *$)", "confirming",r"(?:i|we)(?: both| fully| do)? agree", r"agreed", r"(?:we have|you have|it's|its|it is|that's|thats) a deal", "(?:a )?done deal", r"deal(?= *[.,!]| *$| (?:at|for|then|on the))",
    "(?:i|we)(?:'ll| will|ll) (?:take(?= (?:it|that|them|the (?:offer|deal|money|[$\\d])))|accept)", "(?:lo |la )?acepto{1,8}", "(?:lo |la )?aceptamos", "aceptad[oa]",
    r"\Aconfirm(?= *[,.!]| *$)", "(?:estoy|estamos) de acuerdo", "de acuerdo", "trato hecho", "hecho, trato", "(?:estoy|estamos) conformes?", "conforme",
    "(?:i|we) (?:hereby )?confirm", "(?:lo )?confirmo", "(?:lo )?confirmamos", "confirmed", "confirmad[oa]",
)  # fmt: skip
OBJECT = re.compile(
    r"(?: ?(?:to|with|con(?! gusto)|al?|en)(?![\w]))?(?: (?:pay|refund|reimburse|pagar|pagarle|reembolsar|reembolsarle|devolver|devolverle|cubrir)(?: (?:him|her|them|the buyer|al comprador|al cliente))?(?![\w]))?(?: (?:(?:(?:that|que) )?(?:the|these|all|los|estos) (?:above )?(?:terms|terminos)(?: \w{2,9})? (?:are|is|son|estan) (?:correct|right|accurate|ok|fine|correctos|bien)|(?:what|lo que) (?:(?:the seller|the buyer|he|she|they|you|me|nos|se)(?:'s|'re| is| are| has| have)? )?(?:offer|propos|ask|ofrec|propon)\w{0,6}(?: (?:el|la) (?:vendedor|vendedora|comprador|compradora))?|that|this|it|them|both|everything|all of (?:it|them)|esto|eso|todo|(?:the|your|their|this|that|these|those|his|seller'?s|buyer'?s|la|el|los|las|su|sus|esta|este|esa|ese|estos|estas)"
    rf"(?: (?:full|final|partial|latest|new|last|seller'?s|buyer'?s|written|proposed|above|settlement|nueva|ultima|parcial|de|(?!other|earlier|next|previous|first|old|higher|better|bigger|original|return|idea|apology)[a-z]{{3,10}}(?= (?:{_THING})(?![\w]))))?(?: (?:{_THING}))?)(?![\w]))?(?: (?:{_THING})(?![\w]))?"
    r"(?: (?:de|del|of|for|at)(?![\w]))?(?: (?:la|el|los|the|de|del|of|full|vendedor|comprador|seller|buyer)(?![\w])){0,3}"
    rf"(?: (?:{_THING})(?![\w]))?"
)
MANNERS = re.compile(
    r"[\s,.!:()\-]+|(?<![\w])(?:as (?:written|stated|is|offered|proposed|described|it stands|it is)|in full|full and final|and final|(?:thanks?(?: you)?|thx|ty|tks)(?: (?:very|so) much)?|gracias|muchas gracias|"
    r"and (?:we're|we are|i'm|i am|that's|thats|that is|it's|let's|lets|let us)(?: all)? (?:done|it|that|good|square|settled|even|move on|moving on|be done)(?: with (?:it|this|that))?|and (?:move on|be done|get on)(?: with (?:it|this|life|my life|that))?|"
    r"(?:and )?let'?s (?:wrap|close|finish|end|get|move|be)(?: \w{1,6}){0,3}|(?:tal )?como (?:esta|viene|se propone)|(?:y )?(?:espero|esperamos|quedo|quedamos)(?! que)(?: \w{1,13}){0,6}|(?:y )?(?:le|les|lo|se lo) agradec(?:ere|emos|eria|o)(?: \w{1,12}){0,5}|y (?:cierro|cerramos|cierren)(?: \w{1,6}){0,3}|bendiciones|gracias por (?:todo|su \w{3,10})|para (?:cerrar|terminar|concluir|resolver|finalizar)(?: (?:el|este|con|esto|la|ya))?(?: (?:caso|asunto|disputa|reclamo|esto|tema))?|with (?:many )?(?:thanks|pleasure|gratitude)|and appreciated|de buena fe|in good faith|(?:on|from) (?:our|my) (?:end|side|part)|por (?:mi|nuestra) parte|(?:and |y )?(?:have a|que tenga(?: un)?)(?: \w{2,9}){1,2}|comma|full stop|punto|coma|(?:al|to the|to) (?:comprador|buyer|him|her|cliente)|(?:and |just |please |so |y |por favor )?(?:send|mail|wire|manden?(?:me)?|envien?(?:me)?|deposit[ae]n?(?:me)?)(?: me)?(?: (?:the|my|el|mi|la))? (?:check|money|payment|funds|paperwork|form|papers|link|cheque|pago|dinero|deposito|transferencia|papeles|formulario)(?: (?:to|at|by|via|asap|today|soon|now|please|a|al|por|hoy|lo antes)(?: \w{1,10}){0,4})?|in full and final settlement|on behalf of[^.!?\n]{3,60}|(?:and )?(?:thank you|thanks) for(?: \w{2,12}){1,4}|pls|plz|no (?:need|point|reason)(?: \w{1,8}){0,8}|(?:i |we |ya |y |and )?(?:just |solo )?(?:want|wanna|quiero|queremos)(?: ya)?(?: \w{1,8}){0,3} (?:over|done|behind me|behind us|move on|finished|cerrar|terminar|acabar|olvidar|problemas|pleitos|vueltas|correos)(?: \w{1,6}){0,3}|no (?:quiero|queremos)(?: mas)? (?:problemas|pleitos|vueltas|lios)|"
    r"(?:thanks?(?: you)?|thx|gracias|cheers|regards|saludos),? (?!but|for|however|though|if|pero|no|not|por)[a-z]{2,15}(?= *[.!,]| *$)|(?:and )?please (?:send|wire|mail|issue|pay|process|close|let me know)(?: (?:the|my|it|this|me|us|us the|me the))?(?: (?:money|check|payment|refund|case|funds|dispute|soon|quickly|asap|to me|out)){0,3}|"
    r"en su totalidad|totalmente|completamente|fully|entirely|in (?:its|their) entirety|sin reservas?|without reservations?|anyway|anyways|anyhow|nonetheless|regardless|of course|in writing|por escrito|de todos modos|de todas formas|de todas maneras|igual|con gusto|y (?:listo|ya|ya estuvo|quedamos en paz|asunto arreglado)|period|cheers|amen|ok|okay|y una cosa mas|and one (?:more|last|other) thing|one more thing|"
    r"(?:(?:que|which|what|that) )?(?:the seller|the buyer|he|she|they|el vendedor|el comprador|la vendedora|la compradora)(?:'s|'re| is| are| has| have)? (?:offer|propos|ofrec)\w{0,6}|que (?:me |nos )?(?:ofrece|propone|ofrecen|proponen)(?: (?:el|la) (?:vendedor|vendedora|comprador|compradora))?|"
    r"go ahead|please (?:proceed|process|send|close|go ahead)|please|proceed|adelante|procedan|procede|offer|refund|settlement|"
    r"as (?:full|a full|final) (?:settlement|and final settlement|payment)|to (?:close|settle|resolve|end) (?:this|it|the|the case|the dispute)|para cerrar|para terminar|"
    r"for (?:your|the|all|all your) (?:help|time|patience|assistance|support)|por (?:su|la|tu) (?:ayuda|tiempo|paciencia)|very much|so much|regards|saludos|best|let's close (?:this|it)|close (?:this|it)|cierren|cerremos|tal cual|"
    r"total|in total|en total|as settlement|como acuerdo|and thank you|y gracias|de reembolso|back|the offer|la oferta|sir|madam|amigo|guys|team|everyone|case|dispute|caso|"
    r"final|it|this|esto|el caso|la disputa|el tema|on this|now|ahora|today|hoy|again|sent|wire it|pay me|paguen|offered|proposed|ofrecid[oa]s?|propuest[oa]s?|"
    r"que ofrece(?:n)?|que propone(?:n)?|from the seller|from seller|del vendedor|del comprador|by the seller|they offered|you offered|he offered|seller offered|that the seller offered|the seller offers)(?![\w])"
)


def named_after(reading: Reading, sentence: Sentence, after: int) -> tuple[Sum | None, int]:
    """Return the sum that follows an acceptance at once, and where it ends."""
    for money in reading.sums(sentence, bare=True):
        if after <= money.start <= after + 6 and not sentence.plain[after : money.start].strip(" ,.:($-"):
            return money, money.end
        if money.start < after <= money.end:
            return money, money.end
    return None, after
