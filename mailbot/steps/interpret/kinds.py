"""The words that say what kind of wrong a buyer claims."""

import re
from typing import Final

from mailbot.policy.claim_type import ClaimType
from mailbot.steps.interpret.words import any_of

_PALLET: Final = r"(?:pallets?|skids?|gaylords?|palets?|palles|tarimas?|paletas?)"
_GONE: Final = r"(?:missing|absent|short|not (?:there|here|delivered|received|included)|never (?:arrived|came|showed up|delivered|received|made it)|(?:didn't|did not|didnt) (?:arrive|come|show up|make it)|lost|nowhere)"
_GONE_ES: Final = r"(?:falta(?:n|ba|ban|ron)?|no (?:llego|llegaron|venia|venian|vino|vinieron|estaba|estaban|aparece|aparecen|recibi|recibimos)|perdid[oa]s?)"
_GAP: Final = r"[^.\n]{0,40}?"
WHOLE_PALLET = any_of(
    rf"(?:an?|the|one|two|three|four|\d{{1,2}}|un|una|dos|tres|whole|entire|full) {_PALLET}(?: (?:of|de)| (?:is|was|are|were) missing)"
)

KINDS: Final[tuple[tuple[ClaimType, re.Pattern[str]], ...]] = (
    (ClaimType.MISSING_PALLET, any_of(
        rf"{_PALLET}{_GAP} ?(?<![\w]){_GONE}", rf"(?:missing|short)(?: \w{{1,8}}){{0,3}} {_PALLET}", rf"(?:got|received|delivered|only|came|arrived)(?: \w{{1,10}}){{0,2}} \w{{1,5}} (?:of|out of|instead of|not) (?:the )?\w{{1,5}} {_PALLET}",
        rf"{_GONE_ES}(?: \w{{1,10}}){{0,2}} {_PALLET}", rf"{_PALLET}{_GAP} ?(?<![\w]){_GONE_ES}", rf"(?:llegaron|llego|recibi|recibimos) (?:solo |solamente |nada mas )?\w{{1,6}} (?:de|de las|de los) \w{{1,7}} {_PALLET}",
    )),
    (ClaimType.WRONG_PALLET, any_of(
        rf"wrong {_PALLET}", rf"{_PALLET} (?:that|which) (?:isn't|is not|aren't|wasn't|was not) (?:mine|ours)", rf"{_PALLET} (?:de|para) otr[oa] (?:cliente|persona|comprador|pedido)", rf"(?:somebody|someone|somebody|another (?:buyer|customer|person)) ?(?:else)?'s {_PALLET}", rf"{_PALLET}{_GAP} (?:is|are|was|were) (?:not (?:mine|ours)|someone else's|the wrong ones?|another order)", rf"(?:different|someone else's|another customer's) {_PALLET}", rf"{_PALLET} (?:equivocad[oa]s?|que no (?:es|son|era|eran) (?:el nuestro|la nuestra|mi[oa]s?|nuestr[oa]s?|de nosotros))", rf"(?:otro|otra) {_PALLET} que no",
    )),
    (ClaimType.NOT_DELIVERED, any_of(
        r"(?:order|shipment|lot|delivery|truck|load|freight|nothing|package|goods|everything|it|stuff|anything)(?: \w{1,10}){0,3} (?:has |have |was |were |had )?(?:still )?(?:never|not|hasn't|hasnt|has not|haven't|yet to) (?:yet |been )?(?:arrived?|delivered|come|came|shown up|showed up|received|reached|made it|be delivered)", "never (?:delivered|arrived|received|got)(?: (?:it|my|the|our|anything))?(?: (?:order|shipment|lot|delivery|load|goods|truck))?", "not (?:been )?delivered", "non[- ]?delivery", "(?:and|still) no (?:truck|delivery|pallets?|order|shipment|load)", "(?:says?|marked|shows?) (?:it was )?delivered(?: \\w{1,8}){0,2} but", "(?:nobody|no one) (?:came|delivered|showed up)", "where(?:'s| is| are)(?: the hell)? (?:my|our) (?:truck|pallets?|order|load|lot|shipment|delivery|stuff|freight)", "donde (?:esta|quedo|anda)n? (?:mi|mis|nuestro) (?:pedido|camion|lote|carga|envio|tarimas?|mercancia)", "(?:nothing|none of it)(?: \\w{1,8}){0,2} (?:arrived|came|delivered|showed up|received)",
        "(?:still|been) waiting (?:for|on) (?:my|our|the) (?:order|delivery|shipment|lot|truck|goods|load|freight)", "(?:haven't|have not|havent|didn't|did not|didnt|never)(?: ever| yet)? (?:received|receive|got|get|gotten) (?:my|our|the|any of my|this|anything)(?: (?:order|shipment|lot|goods|delivery|load|stuff|of it))?", "(?:delivery|truck|driver|carrier) never (?:came|showed(?: up)?|arrived|made it)",
        "(?:el |la |mi |nuestro )?(?:pedido|envio|lote|carga|orden|mercancia|mercaderia|camion|compra)(?: \\w{1,10}){0,3} (?:nunca|no|aun no|todavia no|jamas)(?: me| nos)?(?: ha)? (?:llego|llegado|entregaron|entregado|fue entregad[oa])", "(?:nunca|no|aun no|todavia no|jamas)(?: me| nos)?(?: ha)? (?:llego|llegado|entregaron|entregado|recibi|recibimos|hemos recibido|he recibido)(?: (?:nada|el pedido|mi pedido|nuestro pedido|el lote|la mercancia|la carga|la orden|mi orden|el envio|la mercaderia))", "no entregad[oa]", "nada (?:ha )?(?:llego|llegado)",
    )),
    (ClaimType.STOLEN, any_of("stolen", "(?:cut|broke|opened) (?:the |into the )?(?:wrap|seal|boxes?|truck|trailer)(?: \\w{1,8}){0,2} (?:and )?(?:took|stole|helped)", "theft", "thieves (?:took|stole|broke|got)", "(?:lot|goods|items|these|they|phones|units) (?:are|is|were) (?:hot|reported stolen)", "robad[oa]s?", "robaron", r"(?<!es un )(?<!fue un )robo(?![- ]?vac)", "hurtad[oa]s?")),
    (ClaimType.COUNTERFEIT, any_of("counterfeits?", "(?:not|aren't|isn't|ain't) (?:the )?real(?: thing| ones?)?(?= *[.,!]| *$)", "copias? (?:china|barata|pirata)s?", "(?:puras|son) copias", "piratas?", "clones?", "fakes?", "knock ?-?offs?", "replicas?", "not (?:genuine|authentic)", "inauthentic", "bootleg", "falsificad[oa]s?", "fals[oa]s", "pirata", "imitaci(?:on|ones)", "no (?:son|es) originales?", "no (?:son|es) autentic[oa]s?")),
    (ClaimType.OVERCHARGE, any_of("over ?-?charged?", "over ?billed", "(?:charged|billed|invoiced)(?: \\w{1,8}){0,4} but (?:i |we )?(?:only )?(?:bought|ordered|got|won)", "(?:charged|billed|invoiced)(?: \\w{1,8}){0,3} (?:twice|double|too much|more than|extra|wrong)", "double[- ](?:charged?|billed)", "charged (?:me |us )?(?:\\S{1,12} )?(?:instead of|rather than)", "(?:me |nos )?cobr(?:aron|o) (?:de mas|doble|dos veces|demasiado|mas de)", "cobro (?:doble|de mas|duplicado|indebido)", "sobrecargo", "(?:de mas|doble) en la (?:factura|tarjeta)")),
    (ClaimType.WRONG_ITEM, any_of(
        "wrong (?:items?|products?|model|models|goods|brand|size|sku|stuff|things?|color|merchandise|ones?)", "(?:not|isn't|wasn't|weren't|aren't) (?:what|the (?:one|model|product|item)s?) (?:i|we) (?:ordered|bought|paid for|won)", "(?:got|received|sent (?:me|us)|came with|arrived with)(?: \\w{1,12}){1,4} instead of", "instead of (?:the )?\\w{2,15}(?: \\w{1,12}){0,3} (?:i|we) (?:got|received|found)", "(?:\\w{1,12} ){1,4}in place of", "different (?:items?|products?|model|brand)",
        "(?:articulos?|productos?|modelos?|mercancia|cosas?|marca) (?:equivocad[oa]s?|incorrect[oa]s?|distint[oa]s?|diferentes?)", "(?:llego|llegaron|mandaron|enviaron|recibi|recibimos)(?: \\w{1,12}){1,4} en (?:lugar|vez) de", "en (?:lugar|vez) de(?: \\w{1,12}){1,4} (?:llego|llegaron|mandaron|enviaron|recibi|recibimos)", "no es lo que (?:pedi|pedimos|compre|compramos)", "(?:en (?:lugar|vez) de)(?: \\w{1,12}){1,4} (?:venian|venia|vinieron|hay|habia|habian|eran)", "(?:pedi|pedimos|compre|compramos)(?: [a-z]{2,14}){1,3},? (?:y|pero) (?:me |nos )?(?:llegaron|llego|mandaron|dieron|recibi|recibimos) (?!solo|un[oa]?s?(?![\\w])|dos|tres|cuatro|cinco|nada|tarde|bien|todo|la |el |menos)[a-z]{4,14}", "(?:ordered|bought|paid for)(?: [a-z]{2,14}){1,3},? (?:and|but) (?:i |we )?(?:got|received|they sent|was sent|were sent|ended up with) (?!one|two|three|four|five|six|ten|only|half|less|nothing|the|my|it|them|that|this|what|some)[a-z]{3,14}",
    )),
    (ClaimType.DAMAGE, any_of(
        "damages?", "damaged", "smashed", "broken", "crushed", "shattered", "cracked", "dented", "ripped open", "torn", "wet", "water ?-?damaged?", "soaked", "mold(?:y|ed)?", "mould(?:y)?", "bent", "scratched", "destroyed", "in pieces", "beat(?:en)? up", "busted", "leaking", "burnt", "punctured", "tipped over", "collapsed", "trashed",
        "danad[oa]s?", "dano", "danos", "rot[oa]s?", "quebrad[oa]s?", "golpead[oa]s?", "aplastad[oa]s?", "mojad[oa]s?", "destruid[oa]s?", "destrozad[oa]s?", "raj[oa]d[oa]s?", "abollad[oa]s?", "estrellad[oa]s?", "hech[oa]s? pedazos", "maltratad[oa]s?", "moho", "humedad",
    )),
    (ClaimType.NOT_AS_DESCRIBED, any_of(
        "nothing (?:works|turns on|powers on)", "none of (?:them|it|these) works?", "nada (?:sirve|funciona|prende)", "supposed to be (?:new|working|tested|sealed|complete|open box|untouched)", "se supone que (?:eran|son|venian|estaban) (?:nuev\\w{1,3}|probad\\w{1,3}|funcionando)", "not as (?:described|advertised|listed|pictured|promised|stated|manifested)", "(?:doesn't|does not|doesnt|didn't|did not|don't|do not|dont) (?:match|correspond)(?: \\w{1,8}){0,2}(?: (?:the )?(?:description|listing|manifest|photos|pictures|ad))?", "misdescribed", "misrepresent(?:ed|ation)", "mis-?manifested", "nothing like the (?:listing|description|photos|pictures|manifest|ad)", "(?:listed|sold|described|advertised) as (?:new|working|overstock|shelf pulls?|open box|tested|grade)(?: \\w{1,12}){0,2}(?: and| but|,)", "dead on arrival", "doa", "(?:do not|don't|does not|doesn't|doesnt|dont|didn't|did not|won't|wont) (?:work|turn on|power on|power up|charge|start|boot)", "not working", "non[- ]?working", "non[- ]?functional", "defective", "used,? not new", "(?:all|are|were) used", "salvage", "junk", "garbage", "trash", "dead(?: units| batteries)?", "tested[^.\\n]{0,20}(?:bad|fail(?:ed)?)", "expired",
        "no (?:es|son|era|eran|coincide|coinciden|corresponde|corresponden)(?: \\w{1,8}){0,3} (?:como (?:se )?(?:describ\\w{1,6}|anunci\\w{1,6}|la descripcion|el anuncio)|lo (?:descrito|anunciado|que (?:dice|decia|anuncia|prometieron)))", "no (?:coinciden?|corresponden?|concuerdan?)(?: \\w{1,4})?(?: (?:la|el|con la|con el|a la|al))?(?: (?:descripcion|anuncio|manifiesto|fotos|lista|lo anunciado))?", "distint[oa]s? a lo (?:descrito|anunciado)", "como (?:nuev[oa]s?)[^.\\n]{0,20} y (?:son|estan|llegaron) usad[oa]s?", "usad[oa]s?", "no (?:funcionan?|prenden?|encienden?|sirven?|cargan?|arrancan?)", "descompuest[oa]s?", "defectuos[oa]s?", "inservibles?", "basura", "chatarra", "muert[oa]s?", "caducad[oa]s?", "vencid[oa]s?",
    )),
    (ClaimType.MISSING_UNITS, any_of(
        "missing", "(?:count|number|quantity|total) (?:is|was) (?:off|short)", "(?:box|boxes|carton|cartons|pallet) (?:is|was|were|are|came|arrived) empty", "(?:vinieron|llegaron|hay|venian) \\d{1,5} de (?:los |las )?\\d{1,5}", "short(?:age|ages|ed|-shipped)?(?: by| of)?", "shortfall", "short shipped", "under ?-?shipped", "not (?:in (?:the )?(?:box|boxes|pallet|pallets|lot|truck|load|shipment|delivery|carton|cartons)|there|included)", "never (?:arrived|came|in the box|showed(?: up)?|made it|delivered|received|turned up)", r"only \d{1,5}(?: \w{1,14}){1,3} (?:came|arrived|showed up|received|delivered|made it|in the (?:box|lot|truck|load))", r"only (?:got|received|counted|found|had|\d{1,5} (?:of|out of|units|came|arrived|were))", r"(?:count(?:ed)?|got|received|found)(?: only)? \d{1,5}(?: \w{1,12}){0,2}(?: instead of| of| out of| not|,? (?:but )?(?:the )?manifest)", "less than (?:the manifest|on the manifest|listed|manifested)", "fewer (?:units|items|than)", "empty boxes", "incomplete",
        "faltan(?:tes?)?", "falta", "faltaban?", "faltaron", "faltantes?", "incomplet[oa]s?", r"(?:solo|solamente|nada mas|unicamente) (?:llegaron|llego|venian|vinieron|recibi|recibimos|hay|habia|conte|contamos)", r"(?:llegaron|recibi|recibimos|conte|contamos)(?: solo| solamente| nada mas)? \d{1,5}(?: \w{1,12}){0,2} (?:de|en (?:lugar|vez) de) ", "menos (?:unidades|piezas|articulos|de lo)", "cajas vacias", "no (?:venian|venia|vinieron|llegaron)",
    )),
)  # fmt: skip
DENIED = any_of(
    "no (?:damage|damages|missing|shortage|shortages|broken|fakes?|counterfeits?|theft|danos?|faltantes?|roturas?)", "nothing (?:is |was |were )?(?:damaged|missing|broken|stolen|wrong|fake)", "(?:not|n't|wasn't|aren't|isn't|never)(?: \\w{1,8})? (?:damaged|missing|broken|stolen|fake|counterfeit|short|defective|used|overcharged|wet)", "none (?:are|were|is|was) (?:damaged|missing|broken|stolen|fake)",
    "(?:ninguno|ninguna|nada|no)(?: \\w{1,8})? (?:esta|estan|estaba|llego|vino|falta|faltan|danad[oa]s?|rot[oa]s?)(?: (?:danad[oa]s?|rot[oa]s?|mal))?$", "no falta(?:n)? nada", "nada danad[oa]", "found the missing", "missing (?:units|ones|boxes|pallets?) (?:were|was) found", "encontramos (?:los|las|el|la) (?:que )?faltan", "aparecieron",
)  # fmt: skip
ASKED_ABOUT = any_of(
    "what (?:if|counts|about)",
    "is there",
    "do you (?:cover|accept|take)",
    "how (?:do|can|much)",
    "que pasa si",
    "damages? (?:claim )?form",
    "^in short",
    ", in short",
    "short (?:answer|notice|call|version)",
    "para nada",
    "hace falta",
    "sin falta",
    "me hace falta",
    "missing (?:something|anything|the point)",
    "am i missing",
    "fake news",
    "trash (?:talk|can)",
    "time is short",
    "short of (?:cash|money|time)",
    "mold on",
)
