"""What surrounds a verb and changes what it commits to: no, if, maybe, they said, later."""

import re
from typing import Final

from mailbot.steps.interpret.words import Sentence, any_of

NEGATION: Final = any_of(
    r"not", r"\w{1,9}n't", "dont", "cant", "wont", "didnt", "doesnt", "isnt", "wasnt", "arent", "never", "cannot", "no",
    "nor", "neither", "nobody", "none", "refuse", "refused", "unable", "without", "hardly", "nada", "nunca", "jamas",
    "tampoco", "ni", "nadie", "ningun", "ninguna", "sin", "niego", "nego",
)  # fmt: skip
CONDITION: Final = any_of(
    "if", "unless", "provided", "providing", "as long as", "so long as", "subject to", "on condition", "(?:on|with|under) the condition", "con la condicion", "conditional",
    "contingent", "condition", "conditions", "assuming", "except", "excluding", "until", "till", "once(?! (?:anos|dias|piezas|cajas|unidades|meses|semanas|horas|de|del|y|mil|cientos|articulos|tarimas|veces))", "after", "when", "pending",
    "in case", "depending", "depends", "in exchange", "in return for", "on the understanding", "suppose", "supposing", "as soon as",
    "unless", "only", "as agreed", "plus", "along with", "together with", "whether", "in addition", "then you", "(?<!agree )(?<!fine )(?<!ok )(?<!okay )(?<!happy )(?<!good )with the",
    "siempre que", "siempre y cuando", "solo", "solamente", "a menos que", "salvo", "excepto", "con tal(?! de (?!que))", "cuando",
    "una vez", "a condicion", "condicion", "condiciones", "hasta", "despues", "mas el", "mas los", "ademas", "en caso", "sujeto a",
    "suponiendo", "depende", "a cambio", "en cuanto", "tan pronto", "mientras",
)  # fmt: skip
_SPANISH_IF: Final = any_of(r"si(?! *[,.!;:]| *$)")
BUT: Final = any_of(
    "but", "however", "although", "though", "yet", "except", "pero", "aunque", "sin embargo", "no obstante"
)
HEDGE: Final = any_of(
    "would", r"\w{1,6}'d", "could", "might", "may", "maybe", "perhaps", "possibly", "probably", "likely", "should",
    "considering", "consider", "thinking", "think", "guess", "suppose", "tempted", "willing", "prepared", "ready to",
    "want to", "wanted to", "like to", "going to", "plan to", "intend", "about to", "leaning", "inclined", "hope", "hoping",
    "need to", "have to", "had to", "unsure", "not sure", "whether", "before", "why", "what", "how", "who", "supposed", "forced", "pressured",
    "nearly", "almost", "in principle", "tentatively", "for now", "can", "please", "let me", "kidding", "joking", "lol", "yeah right", "will",
    r"\w{1,6}'ll", "shall",
    "quizas", "quiza", "tal vez", "a lo mejor", "podria", "podriamos", "creo", "pienso", "pensando", "supongo", "deberia",
    "quisiera", "querria", "tendria", "voy a", "vamos a", "puede que", "puedo", "podemos", "quiero", "en principio",
    "por ahora", "antes", "por que", "dudo", "estoy por", "casi", "de momento",
)  # fmt: skip
REPORTED: Final = any_of(
    "said", "says", "saying", "told", "tells", "claims", "claimed", "thought", "assumed", "wrote", "writes", "states", "stated", "according to",
    "already", "earlier", "last time", "last year", "last week", "yesterday", "before", "previously", "your letter", "the letter", "your mail", "your email", "asked",
    "asking", "asks", "expect me", "expects", "expect us", "want me to", "wants me to", "want us to", "wants us to", "you want", "dijo", "dijeron", "dice", "dicen",
    "segun", r"(?<!y )(?<!incluyendo )(?<!va )ya(?! (?:que|no|con|estuvo|incl\w{1,8}|quiero|queremos|vamos|me voy|pueden|puede)(?![\w]))", "ayer", "la vez pasada", "su carta", "pidio", "pide", "piden", "quieren que", "quiere que", "they", "he", "she",
    "ellos", "el vendedor", "el comprador", "my partner", "my boss", "mi socio", "mi jefe", "someone", "friend", "other order", "otro pedido",
    "otra orden", "another order", "normally", "usually", "generally", "typically", "normalmente", "por lo general", "generalmente", "the other", "last order", "last lot", "ultimo pedido",
)  # fmt: skip
LATER: Final = any_of(
    "tomorrow", "later", "next week", "soon", "by monday", "by friday", "manana", "luego", "mas tarde", "la proxima semana",
    "pronto",
)  # fmt: skip
# An offer only thought of.
UNSETTLED: Final = any_of(
    "(?:might|may|could|was going to|were going to|was thinking|thinking of|thought of|thought about|should|maybe|perhaps|would have)(?: \\w{1,8})? (?:counter|offer|propose|ask|settle|say)\\w{0,3}",
    "(?:iba|pensaba|podria|tal vez|quizas?)(?: \\w{1,5})? (?:ofrecer|proponer|pedir|contraofertar|ofrezc[oa])", "or whatever", "forget it", "never mind", "i guess", "not sure", "just kidding", "o lo que sea", "olvidelo", "no se",
)  # fmt: skip
POLITE: Final = any_of(
    r"(?:know|tell|tell me|tell us|ask|asking|wonder|wondering|clarify|confirm|advise|check|see|saber|decirme|diga|digan|digame|duda|pregunta)(?: \w{1,8}){0,2} (?:if|whether|when|si|cuando)",
    r"if you (?:need|have|want|require|could|would|can)", "let me know", "let us know", "if that's ok", "if there is anything", "if any",
    "if possible", "if (?:i'm|i am) (?:being )?honest", "if (?:memory|i (?:remember|recall))", "if you (?:believe|ask me|do|ever|see|talk|know)", "(?:as|even) if", "si (?:mal )?no (?:me equivoco|recuerdo)", "como si", "if anything", r"si (?:necesita|necesitan|tiene|tienen|hay|quiere|me necesita)", "cualquier", "quedo", "quedamos",
    "when (?:will|do|can|should|is)", "as soon as possible", "once again", "cuando (?:me|nos|recibo|recibimos|va|van|puedo)", "lo antes posible",
    "only thing left", "thank you once", "after all", "tan pronto sea posible", "en cuanto (?:pueda|puedan)", "until then", "hasta luego", "hasta pronto",
    r"when (?:(?!(?:has|have|had|is|are|be|been|gets?|will)(?!\w))\w{1,10} ){1,3}(?:was|were|left|came|arrived|loaded|shipped|opened|unloaded)",
    r"cuando (?:\w{1,10} ){0,3}(?:salieron|salio|llegaron|llego|cargaron|entregaron|estaba|estaban)",
)  # fmt: skip
# What a promise's writer adds of what the other side must do, or of what he keeps.
_TERMS: Final = any_of(
    "(?:he|she|they|the seller|the buyer|seller|buyer)(?:'ll| will| must| has to| have to| need to| needs to| should)? (?:also )?(?:pays?|covers?|picks? (?:up|it|them)|takes? (?:back|them|it|everything)|sends?|ships?|returns?|deletes?|removes?|apologi[sz]es?|replaces?|signs?)",
    "(?:i|we)(?:'ll| will| get to| can)? keep (?:the|my|our|all|everything|them|it|what)", "que (?:me |nos |le |se )?(?:paguen?|mande|manden|recojan?|borren?|quiten?|cubran?|envien?|entreguen?|devuelvan?|disculpen?)",
    "(?:me|nos) qued(?:o|amos) con (?:el|la|los|las|todo)", "(?:el|la) (?:vendedor|vendedora|comprador|compradora) (?:paga|recoge|manda|cubre|envia|quita|borra|devuelve)",
)  # fmt: skip
_ADDS: Final = re.compile(
    r"(?:(?:oh|ah|ok),? )?(?:and|also|plus|y|ademas|tambien)(?:,| also| tambien)? (?!(?:thank|thanks|thx|gracias|sorry|have a|god|how|when|where|one (?:more |last )?question|best|cuando|como|donde|que (?:tenga|dios|este)|saludos|disculpe|i (?:hope|appreciate|thank)|we (?:hope|appreciate|thank)|le agradezco|mil gracias|please (?:let|tell|say|close|send|thank))(?![\w]))"
)
# Conditions in any sentence; the others ("when", "only", "after") tie a promise beside them only where they begin a
# sentence, or where it speaks of what one side owes the other. "The truck came after eleven" ties nothing.
_HARD: Final = any_of(
    "if", "unless", "provided", "providing", "as long as", "so long as", "subject to", "on condition", "(?:on|with|under) the condition", "conditional", "contingent", "assuming", "in exchange", "in return for", "on the understanding", "supposing",
    "depending", "depends", "whether", "siempre que", "siempre y cuando", "a menos que", "con tal(?! de (?!que))", "con la condicion", "a condicion", "condicion", "sujeto a", "suponiendo", "depende", "a cambio", "en caso", "tan pronto", "as soon as", "in case",
)  # fmt: skip
_OWED: Final = any_of(
    "pay\\w{0,5}", "paid", "money", "cash", "checks?", "cheque", "refund\\w{0,3}", "sends?", "sent", "ships?", "shipped", "gets?", "got", "receiv\\w{1,3}", "signs?", "signed", "gives?", "wires?", "wired", "transfer\\w{0,4}", "returns?", "returned", "picks?", "picked", "freight", "fees?", "costs?", "deal", "offer", "accept\\w{0,3}", "agree\\w{0,2}", "confirm\\w{0,3}", "will", "\\w{1,4}'ll", "then",
    "pag\\w{1,5}", "dinero", "efectivo", "reembols\\w{1,4}", "mand\\w{1,5}", "envi\\w{1,5}", "deposit\\w{1,4}", "transf\\w{1,8}", "firm\\w{1,4}", "recib\\w{1,5}", "flete", "devuelv\\w{1,4}", "regres\\w{1,4}", "recoj\\w{1,3}", "trato", "oferta", "acept\\w{1,5}", "confirm\\w{1,4}", "den", "entreg\\w{1,4}",
)  # fmt: skip
_ACCENTED_YES: Final = any_of("sí")


def conditional(said: str, plain: str) -> bool:
    """Whether words hang on something: if, unless, only, once; Spanish "si" without its accent counts."""
    if CONDITION.search(plain):
        return True
    return bool(_SPANISH_IF.search(plain)) and not _ACCENTED_YES.search(said.lower())


def loose_condition(sentence: Sentence) -> bool:
    """Whether a sentence beside a promise makes it hang on something; manners do not count."""
    plain = sentence.plain
    if sentence.from_subject or sentence.asks:
        return False
    if _TERMS.search(plain) or _ADDS.match(plain):
        return True
    if POLITE.search(plain):
        return False
    if _HARD.search(plain) or (_SPANISH_IF.search(plain) and not _ACCENTED_YES.search(sentence.said.lower())):
        return True
    found = CONDITION.search(plain)
    if found is None:
        return False
    begins = plain[: found.start()].rstrip(" (")
    return not begins or begins[-1] in ":,;-" or _OWED.search(plain) is not None


def turns(sentence: Sentence) -> bool:
    """Whether a sentence begins with a "but": it may take back what stands before it, not what follows."""
    return not sentence.from_subject and not sentence.asks and BUT.match(sentence.plain) is not None
