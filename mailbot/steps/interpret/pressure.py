"""Threats, and dealings outside the mediation. ``detail`` says which kind; an opened case differs from an announced one."""

from collections.abc import Iterator
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.stance import CONDITION, HEDGE
from mailbot.steps.interpret.words import Sentence, any_of

_CHARGEBACK: Final = r"(?:charge ?-?backs?|contracargos?|contra ?cargos?|(?:dispute|disputed|disputing|disputar|reverse|reversed) (?:the |this |it |el )?(?:charge|payment|transaction|cargo|pago|cobro)?(?: ?(?:with|through|con|a traves de) (?:my|our|the|mi|nuestro|el) (?:bank|credit card|card|banco|tarjeta|paypal|amex|visa))?)"
_KINDS: Final = (
    ("chargeback", any_of(
        "(?:my|our|the) (?:bank|credit card(?: company)?|card company|card issuer|visa|amex|mastercard)(?: \\w{1,8}){0,3} (?:refund|reverse|handle|dispute|already on it|give me my money|get my money|take care)", "(?:call|calling|phone|contact|contacting|talk to|talking to|go to|going to|through|file with|with) (?:my bank|our bank|the bank|visa|amex|american express|mastercard|discover|paypal|my card|the card company|my credit card)", "aclaracion(?: con| ante| en)? (?:mi|el) (?:banco|tarjeta)", "(?:llamar|hablar|hablare|llamare|voy|ire)(?: \\w{1,3}){0,2} (?:a |con )?(?:mi|el|al) (?:banco|tarjeta)", "(?:pedir|pido|solicitar|meter|metere) (?:la |una )?aclaracion",
        "charge ?-?backs?", "contra ?-?cargos?", "(?:disput\\w{1,4}|revers\\w{1,4}|contest\\w{0,3}) (?:it |this |the (?:charge|payment|transaction) |el (?:cargo|pago|cobro) )?(?:with|through|via|con|en|ante) (?:my|our|the|mi|nuestro|el) (?:bank|credit card|card|card company|banco|tarjeta|paypal|amex|visa)", "(?:go|going|call|calling|contact) (?:to )?(?:my|our) (?:bank|credit card|card company|visa|amex|mastercard|paypal)", "reverse (?:the|this) (?:charge|payment|transaction)", "paypal (?:claim|case|dispute)", "(?:ir|hablar|reclamar)(?: \\w{1,4})? (?:al|con el|con mi|a mi|en el|ante el) banco", "revertir el (?:pago|cargo)", "desconocer el cargo",
    )),
    ("lawyer", any_of("lawyers?", "attorneys?", "licenciad[oa] en derecho", "despacho (?:juridico|legal|de abogados)", "legal (?:counsel|team|action|department|advice|representation)", "solicitors?", "abogad[oa]s?", "acci?on(?:es)? legal(?:es)?", "medidas legales", "via legal")),
    ("court", any_of("small claims", "court", "sue", "suing", "sued", "lawsuit", "litigation", "legal proceedings", "(?:commence|start|begin|take|bring) (?:legal )?(?:proceedings|action)", "file (?:a )?(?:suit|claim against)", "file suit", "judge", "demandar(?:e|los|le|les|emos)?", "demanda", "tribunal(?:es)?", "juzgados?", "juicio", "juez", "corte")),
    ("authority", any_of("attorney general", "ftc", "police report", "(?:call|calling|go to|going to|contact|report\\w{0,3}(?: \\w{1,5})? to) the (?:police|cops|fbi|authorities)", "better business bureau", "bbb", "profeco", "(?:la )?policia", "fiscalia", "ministerio publico", "denuncia(?:r|re|remos)?", "consumer protection")),
    ("review", any_of("(?:one|1|zero)[- ]stars?", "(?:bad|negative|terrible|honest|worst|public) reviews?", "reviews? (?:on|everywhere|all over)", "trustpilot", "make sure (?:everyone|everybody|people|they|the whole \\w{3,9}) (?:knows?|hears?|sees?)", "(?:stars?|estrellas?) (?:on|en) (?:google|yelp|amazon)", "una estrella", "(?:everyone|everybody|people|the world|the whole \\w{3,9})(?: \\w{1,9}){0,3} (?:will|gonna|going to|should) (?:hear|know|see)", "(?:on|in|por|en) (?:facebook|fb|instagram|twitter)", "todo(?:s| el mundo) (?:se )?(?:va|van) a (?:enterar|saber)", "yelp", "google reviews?", "social media", "facebook group\\w?", "youtube", "tiktok", "reddit", "(?:post|tell|warn|expose|blast)(?: \\w{1,8}){0,3} (?:everyone|everybody|online|people|the whole|on the internet|every reseller|all over)", "(?:mala|malas|pesima|negativa)s? (?:resena|resenas|opinion|opiniones|calificacion|critica)", "resenas?", "redes sociales", "(?:publicar|publico|exhibir|quemar)(?:los|e|emos)?", "news (?:station|channel|paper)", "prensa")),
    ("harm", any_of("kill (?:you|him|her|them|myself|someone)", "(?:hurt|shoot|stab|punch|beat up|find|come after|coming after|burn down|burn) (?:you|him|her|them|your \\w{1,12}|myself)", "i know where (?:you|he|she|they) (?:live|work|lives|works)", "(?:come|coming|show up|be) (?:to|at|down to) your (?:house|home|office|warehouse|door)", "break (?:your|his|their) (?:legs?|face|neck|fingers)", "you(?:'ll| will) (?:regret|pay for|be sorry)(?: \\w{1,4})?", "watch your back", "end (?:my|your) life", "suicide", "blood", "gun", "bomb", "los? (?:voy|vamos) a (?:matar|golpear|buscar|encontrar|romper)", "matar(?:los|me|lo|te|le)?", "se (?:van|va) a arrepentir", "te (?:voy|vamos) a", "por las malas", "se (?:en )?donde (?:esta su (?:bodega|casa|tienda|negocio|oficina)|vive|viven|vives|trabaja)", "(?:cuidese|cuidate|cuidense)", "suicid\\w{2,6}", "partir(?:le|les|te) (?:la )?(?:cara|madre)")),
    ("safety", any_of("caught (?:on )?fire", "fire hazard", "on fire", "smoking|smoke coming", "explod(?:ed|ing|e)", "electric(?:al)? shock", "shocked (?:me|him|her|us)", "(?:got|was|were|been) (?:hurt|injured|burned|burnt|cut)", "unsafe", "dangerous", "hazardous", "recall(?:ed)?", "gas leak", "swollen batter(?:y|ies)", "incendi[oa]\\w{0,3}", "explot[oa]\\w{0,3}", "peligros[oa]s?", "se quemo", "descarga electrica", "herid[oa]s?", "lastim[oa]d?[oa]?")),
)  # fmt: skip
_OPENED: Final = any_of(
    "(?:have|has|had|'ve|already|just|we|i)(?: already| just| now)? (?:filed|opened|started|initiated|submitted|disputed|sued|served|lodged|hired|retained|put in|done|made)", "(?:was|were|been|is|has been) (?:filed|opened|started|initiated|served|submitted)", "filed", "opened", "initiated", "(?:chargeback|case|lawsuit|complaint) (?:number|no|id|#)", "served", "court date", "summons", "hearing",
    "(?:ya )?(?:abri|abrimos|inicie|iniciamos|puse|pusimos|presente|presentamos|meti|metimos|hice|hicimos|demande|demandamos|interpuse|solicite|solicitamos|levante|levantamos)", "ya (?:esta|fue) (?:abierto|iniciado|presentad[oa])",
)  # fmt: skip
_LETTER: Final = any_of(
    "letter (?:from|by) (?:my|our|the) (?:lawyer|attorney|solicitor|legal)",
    "(?:my|our) (?:lawyer|attorney|solicitor)(?:'s)? letter",
    "(?:on behalf of|represent) (?:my|our) client",
    "(?:cease and desist|demand letter|letter of demand|letter before action)",
    "we represent",
    "carta (?:de|del) (?:mi |nuestro )?abogado",
    "(?:represento|representamos) a",
    "en nombre de mi cliente",
    "law (?:firm|office|offices|group)",
    "esq\\.?",
)
_NO_THREAT: Final = any_of(
    "(?:no|not|never|isn't|wasn't|n't)(?: \\w{1,8}){0,3} (?:dangerous|unsafe|injured|hurt|filed a|opened a|threat\\w{0,6}|sue|suing)",
    "court (?:size|shoes?|tennis)",
    "basketball court",
    "food court",
    "gun (?:massager|toy)",
    "massage guns?",
    "glue guns?",
    "nail guns?",
    "heat guns?",
    "bath bombs?",
    "blood pressure",
    "non[- ]?dangerous",
    "lawyer or",
    "blood (?:glucose|sugar)",
    "fire (?:tv|stick|tablet)",
    "kindle fire",
    "tv",
    "smoke detectors?",
    "en dano",
    "no es (?:una )?amenaza",
)
_OUTSIDE: Final = any_of(
    "(?:outside|off)(?: of)? (?:the )?(?:platform|site|system|marketplace|mediation)", "off[- ]platform", "(?:pay|refund|send|settle|deal|wire|zelle|venmo)(?: \\w{1,8}){0,3} (?:directly|direct|by zelle|via zelle|on venmo|through venmo|via paypal|through paypal|cashapp|cash app|under the table|in cash|by cash app)", "(?:zelle|venmo|cash ?app)", "(?:give|send|share|get)(?: me| us)? (?:the |his |her |their )?(?:seller|buyer|seller's|buyer's|his|her|their)(?:'s)? (?:phone|number|email|contact|address|phone number|contact info|info)(?: \\w{1,8})?", "(?:contact|call|talk to|talk with|deal with|work it out with|reach) (?:the )?(?:seller|buyer|them|him|her)(?: myself| ourselves| directly| direct)", "(?:have|tell|ask|let) (?:the )?(?:seller|buyer|him|her|them)(?: to)? (?:call|email|text|contact|whatsapp) me", "directly (?:with|to|from) (?:the )?(?:seller|buyer)", "cut (?:you|the middleman|out the middle ?man)", "whatsapp", "without (?:the )?(?:fees|commission|marketplace)", "between me and the (?:seller|buyer)",
    "por fuera(?: de la plataforma)?", "fuera de (?:la plataforma|el sistema|el sitio)", "directamente (?:con|al|a la) (?:el )?(?:vendedor|comprador|vendedora|compradora)", "directo con (?:el )?(?:vendedor|comprador)", "(?:pas(?:en|e|ame|eme)|denme|deme|dame)(?: \\w{1,4}){0,2} (?:telefono|numero|correo|contacto|whatsapp)(?: (?:del|de la) (?:vendedor|comprador|vendedora))?", "sin (?:comision|la plataforma|intermediarios)", "(?:digale|diganle|dile) que me (?:llame|escriba|marque|mande|contacte)", "que (?:el vendedor|el comprador) me (?:llame|escriba|contacte)",
)  # fmt: skip


def pressure(reading: Reading) -> Iterator[Intent]:
    """Yield threats and offers to deal past us; nothing of it binds, all of it is shown to the mediator."""
    for sentence in reading.sentences:
        for detail in _threats(sentence):
            hangs = CONDITION.search(sentence.plain) or HEDGE.search(sentence.plain)
            sure = Certainty.PLAIN if detail.endswith(("_opened", "_letter")) or not hangs else Certainty.LIKELY
            yield Intent(IntentKind.THREATENS, sentence.said, sure, detail=detail)
        if _OUTSIDE.search(sentence.plain):
            yield Intent(IntentKind.OFF_PLATFORM, sentence.said, Certainty.LIKELY)


def _threats(sentence: Sentence) -> list[str]:
    if _NO_THREAT.search(sentence.plain):
        return []
    kinds = [name for name, pattern in _KINDS if pattern.search(sentence.plain)]
    if _LETTER.search(sentence.plain):
        kinds = [name for name in kinds if name != "lawyer"] + ["lawyer_letter"]
    opened = not sentence.asks and _OPENED.search(sentence.plain) and not _ANNOUNCED.search(sentence.plain)
    return [f"{name}_opened" if opened and name in ("chargeback", "court") else name for name in kinds]


_ANNOUNCED: Final = any_of(
    "will",
    "i'll",
    "we'll",
    "going to",
    "gonna",
    "if",
    "unless",
    "would",
    "about to",
    "next step",
    "want to",
    "have to",
    "voy a",
    "vamos a",
    "si no",
    "tendre que",
    "haven't",
    "have not",
    "not yet",
    "todavia no",
    "aun no",
)
