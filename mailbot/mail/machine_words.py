"""What answering machines say, and what only people say to us.

Words never make a machine by themselves; they decide where headers or a subject leave room for both.
"""

import re

from mailbot.mail.person_words import in_person
from mailbot.mail.quoting import FORWARD, ORIGINAL, attribution, header_block, lines_of

LETTERS = 20_000
SENTENCE = 3  # words; fewer greet, or name somebody

AWAY = re.compile(
    r"""(?ix) out\ of\ (?:the\ |my\ )?(?:office|country) | \booo\b | \bpto\b | on\ (?:vacation|holiday|(?:annual|sick|parental|maternity|paternity)\ leave|leave|maternity|parental)
    | away\ (?:from|at|until|on)\b | (?:\b(?:i|we|and|he|she)\ will|['’]ll|(?m:^)will)\ be\ (?:away|out|back(?!\ (?:with|to\b|on\ (?:this|that|it)\b)))\b | (?:am|we\ are|i['’]m|we['’]re)\ (?:currently\ )?(?:away|out(?!\ of\ stock)|travell?ing|in\ training|unavailable|off)\b
    | limited\ access\ to\ (?:my\ )?e?-?mail | will\ return\ to | office\ is\ closed
    | fuera\ de\ (?:la\ |mi\ )?oficina | \bvacaciones\b | estoy\ de\ viaje | de\ permiso | ausente | estoy\ fuera | no\ est(?:oy|ar[ée])\ en\ (?:la\ )?oficina | no\ estar[ée]\ disponible | (?:estar[ée]|estaremos|estoy)\ de\ vuelta | de\ baja\ por | me\ reincorpor
    | abwesen | nicht\ (?:im\ (?:b[üu]ro|haus)|erreichbar) | \b(?:urlaub|urlaubs)\b | wieder\ f[üu]r\ sie\ da | au[ßs]er\ haus | wieder\ (?:im\ b[üu]ro|erreichbar) | elternzeit | erreichen\ mich\ (?:wieder|erst)
    | d['’]absence | absence\ (?:du\ bureau|jusqu) | (?:suis|serai|est|sera|actuellement)\ absente? | \babsente?\ (?:du|de|pour|jusqu|le|ce|cette)\b | en\ (?:cong[ée]s?|vacances) | (?:suis|serai|sommes|serons|[,;.])\ ?de\ retour
    | fuori\ (?:sede|ufficio) | assente | in\ ferie | rientrer[òo]
    | aus[eê]n(?:te|cia) | de\ f[ée]rias | fora\ do\ escrit[óo]rio
    | afwezig | met\ vakantie | op\ vakantie | weer\ (?:bereikbaar|terug)
    | fr[åa]nvaro | p[åa]\ semester | inte\ p[åa]\ kontoret | f[öo]r[äa]ldraledig
    | frav[æa]r | (?:holder|p[åa]|har)\ ferie | ikke\ p[åa]\ kontoret | (?:jeg|vi)\ er\ (?:borte|bortrejst)
    | \bledig\b | lomalla | vuosiloma | poissa | urlop | nieobecn | b[ęe]d[ęe]\ dost[ęe]pn | poza\ biurem | dovolen | nejsem\ v\ kancel | mimo\ kancel
    | \bизин | \bizin | ofis\ d[ıi][şs][ıi]nda | szabads[áa]gon
    | отпуск | отсутств | не\ будет\ в\ офисе | вне\ офиса | 休暇 | 不在 | 休假 | 不在办公室 | 外出 | 부재 | 휴가"""
)
ACKNOWLEDGES = re.compile(
    r"""(?ix) (?:request|message|e-?mail|mail|ticket|enquiry|inquiry)\b.{0,40}?\b(?:has|have|was|is)\ (?:been\ )?(?:assigned|received|created|opened|solved|resolved|closed|reached)
    | ticket\ is\ (?:set\ to|now|marked) | (?:we|i)(?:['’]ve|\ have)?\ (?:just\ )?(?:received|got)\ your\ (?:request|message|e-?mail|mail|enquiry|inquiry|submission)
    | will\ (?:get\ back|respond|reply|answer|be\ in\ touch)\b.{0,40}(?:soon|within|shortly|possible|hours|days) | (?:get\ back|answer)\ to\ you\ (?:as\ soon|within|shortly) | acknowledge\ that\ we\ have\ received
    | (?:average|usual)\ response\ time | being\ reviewed\ by | will\ be\ answered\ by | (?:usually|normally|always)\ (?:reply|respond|answer)\ within | mailbox\ is\ (?:no\ longer|not)\ monitored | (?:no\ longer|not)\ (?:monitored|in\ use) | no\ longer\ works\ (?:here|at|for)
    | (?:hemos|he)\ recibido\ (?:su|tu)\ | le\ (?:responderemos|contestaremos|atenderemos) | solicitud\ .{0,30}ha\ sido\ recibida
    | (?:haben|ist)\ .{0,40}(?:nachricht|anfrage|e-?mail)\ .{0,40}(?:erhalten|eingegangen) | (?:nachricht|anfrage)\ .{0,40}ist\ .{0,20}eingegangen
    | (?:nachricht|anfrage|anliegen|ticket)\ wurde\ .{0,60}(?:erfasst|angelegt|registriert|aufgenommen|erstellt|[üu]bermittelt) | avons\ bien\ re[çc]u | abbiamo\ ricevuto | risponderemo | recebemos\ (?:a|o|seu|sua) | hebben\ uw\ .{0,20}ontvangen | [åa]terkommer\ inom | har\ (?:modtaget|mottatt|mottagit|tagit\ emot)\ (?:din|ditt) | svarer\ hurtigst
    | olemme\ vastaanottaneet | kiitos\ yhteydenotosta | otrzymali[śs]my | zg[łl]oszenie\ .{0,30}(?:przyj|zarejestr) | obdr[žz]eli\ jsme | byl[ao]?\ p[řr]ijat | talebiniz | mesaj[ıi]n[ıi]z\ .{0,30}al[ıi]nd
    | (?:обращение|сообщение|письмо|заявка)\ .{0,40}(?:получен|принят|зарегистр) | 受け付け | 受付 | 承りました | お問い合わせ(?:いただき|ありがとう) | 已收到 | 收到您的 | 접수"""
)
AUTOMATED = re.compile(
    r"""(?ix) (?:this\ is|ceci\ est|dies\ ist|esta\ [ée]|este\ es|questo\ [èe]|dit\ is)\ (?:an?|un|une|eine?|uma|een)\ (?:auto\w*|automat\w*|respuesta\ autom\w*|message\ automatique|r[ée]ponse\ automatique|resposta\ autom\w*|messaggio\ automatico)
    | automatically\ generated | automatisch\ (?:erstellt|generiert) | generado\ autom[áa]ticamente | do\ not\ reply\ to\ this\ (?:automatic|message|e-?mail)"""
)
# What a party of a dispute says about it: an answer, goods, money. Machines that ask for patience do not.
SPEAKS = re.compile(
    r"""(?imx) \b(?:i|we)\ (?:also\ |do\ |can\ |fully\ )?(?:not\ )?(?:accept|agree|decline|refuse|reject|disagree|offer|propose|deny|insist|settle)\b | ^[^\w\n]{0,8}(?:accept|decline|counter|yes|no)\b[^\w\n]{0,8}[\d.,]{0,12}[^\w\n]{0,8}$ | ^[^\w\n]{0,8}(?:yes|no)\s?[,.!] | \b(?:accept|decline|reject|refuse)\ (?:the|your|their|this|a|of|it)\b
    | refund | compensat | \b(?:parcel|package|warehouse|tracking|money|stock)\b | \b(?:paket|lager|geld)\b | paquete | dinero | \b(?:colis|argent)\b | \bpacco\b | paczk | encomenda | dinheiro | \b(?:buyer|goods|carrier|driver|photos|pictures|invoice|sealed|counted)\b | comprador | mercanc[íi]a | \bfotos\b | transportista | cami[óo]n | k[äa]ufer | \bware\b | fahrer | acheteur | marchandise | livreur | replace\ the | question\ \d | our\ answer | \b(?:pallet|units?|boxes|cartons|truckload)\b | damaged | missing | (?:claim|offer)\ of | the\ (?:claim|offer|proposal)\b
    | [$€£]\s?\d | \d\s?(?:€|\$|euros?\b|usd\b|eur\b|dollars?\b)
    | \b(?:acept(?:o|amos)|rechaz(?:o|amos)|proponemos|ofrecemos)\b | reembols | reclamaci[óo]n | unidades | \bpal[ée]s?\b | faltan | da[ñn]ad
    | \bnehme\b.{0,60}\ban\b | \blehnen?\b.{0,60}\bab\b | erstatt | palette | \bst[üu]ck\b | in\ ordnung | besch[äa]dig | angebot
    | \bj['’]accepte | \b(?:acceptons|refusons|je\ refuse)\b | rembours | unit[ée]s
    | \b(?:accetto|accettiamo|rifiuto|rifiutiamo)\b | rimbors | unit[àa]\b | \b(?:aceito|aceitamos|recuso|recusamos)\b | unidades | palete"""
)
# A sentence that goes on after the absence: machines do not argue.
GOES_ON = re.compile(
    r"(?i)\b(?:but|however|still|anyway|nevertheless|instead of (?:him|her)|pero|aber|jedoch|trotzdem|dennoch|mais|tuttavia|mas|maar|men|ale|но)\b"
)
ASKS_PROOF = re.compile(
    r"""(?ix) real\ live\ human | choicemail | know\ (?:that\ )?you\ are\ not\ a | (?:prove|verify|confirm)\ (?:that\ )?you\ are\ (?:a\ )?(?:human|real|person|not\ a\ (?:robot|spam)) | challenge[\s/-]+response
    | sender\ (?:verification|authori[sz]ation|confirmation)\ (?:required|request|needed) | requires?\ (?:that\ you\ )?(?:verif|confirm) | so\ i\ can\ receive\ your | release\ your\ message | allowed\ senders?
    | spam\ ?arrest | boxtrapper | mailblocks | spamblocker | have\ your\ (?:message|e-?mail|mail)\ delivered\ to\ me | confirm(?:e|ar)\ que\ es\ una\ persona"""
)
HOLDS_MAIL = re.compile(
    r"""(?ix) (?:message|e-?mail|mail)\b.{0,60}(?:held|not\ (?:been\ )?(?:yet\ )?delivered|quarantin|redirected|requires\ ver|can\ be\ delivered) | not\ a\ spam\ source | receiving\ junk | intact | just\ this\ once
    | mensaje\ (?:est[áa]\ )?(?:retenido|no\ se\ ha\ entregado) | action\ required:\ confirm | protect(?:ed|ing)\ (?:by|myself)"""
)
# What answering machines say in their owner's name beside the absence: when and whom to ask, and thanks.
PATIENCE = re.compile(
    r"""(?ix) thank | answer | repl(?:y|ies) | respon[ds] | return | \bback\b | contact | reach | access | e-?mails? | \bread | check | until | between | urgent | assist | deputy | colleague | forward | leave | holiday | look(?:ing|s)?\ after | cover(?:s|ing)?\ for | voicemail | office\ hours | opening\ hours | web\ ?(?:form|site)
    | review | dank | antwort | erreich | zur[üu]ck | \bwieder\b | bis\b | dringend | vertret | k[üu]mmer | melde | nachricht | kolleg | gelesen | weiterge | [öo]ffnungszeit | urlaub
    | graci | contest | respond | correo | urgen | vuelv | regres | incorpor | mensaje | hasta | merci | r[ée]pon | retour | revien | messag | jusqu | joign | grazi | rispo | torn | rientr | fino | messaggi | obrigad | volt | at[ée]\b | mensag | contac?t
    | terug | bericht | tot\b | bereik | tillbaka | tilbage | tilbake | svar | kontakt | meddel | takaisin | vasta | palaan | wr[óo]c | wrac | odpow | wiadomo | zp[ěe]t | odpov | d[öo]n[üu][şs] | yan[ıi]t | верн | ответ | сообщ | 返信 | 连絡 | 連絡 | 回复 | 回覆 | 联系 | 返回"""
)
# Notices speak to a customer; the parties of a dispute do not call a mediator one.
NOTIFIES = re.compile(
    r"""(?ix) \b(?:your|an?)\ (?:order|package|parcel|shipment|delivery|payment|invoice|account|subscription|purchase)\ (?:\#?\w{1,20}\ )?(?:was|is|has|have|will|from)\b | \byou\ (?:have\ |['’]ve\ )?(?:received|got|have)\ an?\ (?:new\ )?(?:payment|message|refund|notification) | \btrack\ your\b | sent\ your\ page\b
    | \b(?:ihre?|deine?)\ (?:bestellung|sendung|lieferung|paket|zahlung|rechnung)\ (?:\w{1,20}\ )?(?:wurde|ist|liegt|kommt|wird)\b | \b(?:su|tu)\ (?:pedido|env[íi]o|paquete|pago|factura)\ (?:\w{1,20}\ )?(?:ha|est[áa]|fue|ser[áa])\b
    | \bvotre\ (?:commande|colis|paiement|facture)\ (?:\w{1,20}\ )?(?:a|est|sera)\b | \b(?:tuo|tua|suo|sua)\ (?:ordine|pacco|spedizione)\ (?:\w{1,20}\ )?(?:[èe]|ha)\b | \b(?:seu|sua)\ (?:pedido|encomenda)\ (?:\w{1,20}\ )?(?:foi|est[áa])\b | diese\ e-?mail\ automatisch | automatisch\ versandt"""
)
SENTENCE_END = re.compile(r"[.!;。！]\s|[。！]|\n\s*\n")
# A help desk's letters carry the words of its staff under such a line.
REPLY_ABOVE = re.compile(
    r"(?im)^\s{0,8}##-.{1,120}-##\s*$|^\W{0,12}(?:please )?(?:type your )?(?:reply|respond|write)(?: your reply)? above this line\b"
)
INVITATION = re.compile(
    r"(?im)^[^\w\n]{0,8}(?:when|where|who|wann|wo|cuándo|dónde|quand|où|organi[sz]er|calendar|location)\b\s*:.*$|^.*\b(?:has (?:accepted|declined|tentatively)|invited you|been invited|ha (?:aceptado|rechazado)|invitation|invitaci[óo]n|einladung|invito|convite|zaproszenie|uitnodiging|join (?:zoom|the meeting|with google))\b.*$"
)


def unquoted(text: str) -> str:
    """Return what stands in a mail outside of quotes and of what it forwards, roughly and quickly."""
    lines = lines_of(text[:LETTERS])
    kept: list[str] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if ORIGINAL.match(line.text[:300]) or FORWARD.match(line.text[:300]) or header_block(lines, at):
            break
        introduces = attribution(lines, at)
        if not introduces and not line.prefixed:
            kept.append(line.text)
        at += introduces or 1
    return "\n".join(kept).strip()


def like_a_machine(words: str, subject: str = "") -> bool:
    """Whether words are those of an answering machine and none of them speaks of the matter or asks back."""
    said = f"{subject}\n{words}"
    away = AWAY.search(said) and not ("?" in words or GOES_ON.search(words))
    return bool(away or ACKNOWLEDGES.search(said) or AUTOMATED.search(said)) and not SPEAKS.search(words)


def speaks_beside(words: str) -> bool:
    """Whether a sentence is of neither absence nor patience nor thanks: no answering machine says it."""
    return any(
        len(sentence.split()) >= SENTENCE
        and not (
            AWAY.search(sentence)
            or ACKNOWLEDGES.search(sentence)
            or AUTOMATED.search(sentence)
            or PATIENCE.search(sentence)
        )
        for sentence in SENTENCE_END.split(f"{words}\n")
    )


def notifies(words: str) -> bool:
    """Whether a sentence tells a customer of his order or account, and nobody says "I" in it."""
    return any(NOTIFIES.search(sentence) and not in_person(sentence) for sentence in SENTENCE_END.split(words))


def asks_for_proof(words: str, subject: str = "") -> bool:
    """Whether words ask us to prove that we are human before a mail of ours is delivered; a question does not."""
    said = f"{subject}\n{words}"
    return bool(ASKS_PROOF.search(said) and HOLDS_MAIL.search(said)) and "?" not in words and not SPEAKS.search(words)
