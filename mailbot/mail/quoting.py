"""How mail programs mark what is quoted, forwarded, signed or disclaimed: the patterns, line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PREFIX = re.compile(r"[ \t]{0,3}(?:(?:[>»＞][ \t]?)+|\|(?: (?!.*\|)|$))")  # a bar quotes only where it makes no table
LONGEST_LINE = 600  # longer lines are prose
MOST_ATTRIBUTION_LINES = 4

# "On <date>, <somebody> wrote:" as some thirty programs write it; the words at its two ends tell.
OPENING = re.compile(
    r"""(?ix)^\W{0,3}(?:on|am|le|il\ giorno|el|em|op|den|dne|dnia|w\ dniu|pada|at|в|vào|il|de|ti|kl|lör|mån|tis|ons|tor|fre|sön|a\ \w+\ \d|mensagem\ enviada|quoting|date:|\w{2,10}\.?,?\s+\d{1,2}|\d{1,4}[-./年]\s?\d)\b"""
)
CLOSING = re.compile(
    r"""(?ix)\b(?:wrote|writes|schrieb|geschrieben|a\s+[ée]crit|ha\s+scritto|escribi[óo]|escreveu|schreef|skrev|napsal(?:\(a\))?|napisa[łl](?:\(?a\)?)?|kirjoitti|pisze|yazdı|menulis|пише|написал(?:\(?а\)?)?|έγραψε|đã\s+viết|írta|va\s+escriure|a\s+scris)\b
    |пишет|写道|寫道|のメール|書きました|작성|כתב|كتب|님이"""
)
DATED = re.compile(r"\d{1,4}[./-]\d{1,2}|\d{1,2}[:h]\d{2}|\b(?:19|20)\d\d\b|@")
ADDRESSED = re.compile(r"<\s?[^<>\s]*@")
TIMED = re.compile(r"\b\d{1,2}[:h]\d{2}\b")
UNFINISHED = re.compile(r"(?i)^\W{0,3}on .{6,200}<[^<>\s]+@[^<>\s]+>\s+wrote$")
BARE_ATTRIBUTION = re.compile(
    r"""(?ix)^\d{4}[-/]\d\d?[-/]\d\d?\b.{0,80}<?[^\s<>@]+@[^\s<>@]+>?\s*[:：]?\s*$ | ^\d{4}-\d\d-\d\d\ \d\d?:\d\d\ GMT.{0,20}\ .{2,100}[:：]\s*$
    | ^[\s>*]{0,8}-{2,60}\s*on\ .{6,200}\bwrote\s*-{2,}\s*$ | ^[\s>*]{0,8}-{2,8}\ .{6,100}<[^<>\s@]{1,80}@[^<>\s]{1,100}>.{1,40}\ -{2,8}\s*$"""
)

ORIGINAL = re.compile(
    r"""(?ix)^[\s>*]{0,8}[-_=]{2,60}\s*(?:original\ (?:message|appointment|email)|mensaje\ original|urspr[üu]ngliche\ (?:nachricht|mail|e-mail)|message\ d['’]origine|messaggio\ originale|mensagem\ original
    |oorspronkelijk\ bericht|opprinnelig\ melding|ursprungligt\ meddelande|oprindelig\ (?:meddelelse|besked)|p[ůu]vodn[íi]\ (?:zpr[áa]va|e-mail)|oryginalna\ wiadomo[śs][ćc]|исходное\ сообщение|reply\ (?:message|above)|antwort|alkuper[äa]inen\ viesti|原始邮件|原始郵件|元のメッセージ)\s*[-_=]{0,60}[\s*]{0,8}$"""
)
FORWARD = re.compile(
    r"""(?ix)^[\s>*]{0,8}(?:[-_=]{2,60}\s*)?(?:begin\ forwarded\ message|forwarded\ (?:message|by)|mensaje\ reenviado|inicio\ del\ mensaje\ reenviado|weitergeleitete\ nachricht|anfang\ der\ weitergeleiteten\ (?:nachricht|e-mail)
    |message\ transf[ée]r[ée]|d[ée]but\ du\ message\ (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|messaggio\ inoltrato|inizio\ messaggio\ inoltrato|mensagem\ (?:encaminhada|reencaminhada)|doorgestuurd\ bericht|vidarebefordrat\ meddelande|пересылаемое\ сообщение)\b.{0,80}$"""
)
LABELS = {
    "from": r"from|de|von|da|van|från|fra|od|lähettäjä|от(?:\s+кого)?|gönderen|発件人|发件人|寄件者|差出人|보낸\s*사람|kimden|από|feladó",
    "sent": r"sent|date|fecha|enviad[oa](?:\s+el|\s+em)?|gesendet|datum|envoy[ée]|inviato|data|verzonden|skickat|sendt|dato|wysłan[oe]|lähetetty|päivämäärä|дата|отправлено|发送时间|日期|寄件日期|送信日時|보낸\s*날짜|tarih|gönderilme\s+tarihi|elküldve",
    "to": r"to|para|an|[àa]|a|aan|till|til|do|vastaanottaja|кому|收件人|宛先|받는\s*사람|kime|komu",
    "subject": r"subject|asunto|betreff|objet|oggetto|assunto|onderwerp|ämne|emne|temat|aihe|тема|主题|主旨|件名|제목|konu|předmět|tárgy",
    "cc": r"cc|kopie|copia|kopia|копия|抄送|副本",
}
LABEL = re.compile(
    rf"(?i)^[\s>*_|]*(?:{'|'.join(f'(?P<{name}>{words})' for name, words in LABELS.items())})\s*[*_]*\s*[:：][*_]*\s*\S?"
)

RULE = re.compile(r"^\s*[_-]{8,}\s*$")  # drawn above what is quoted
SIGNATURE = re.compile(r"^(?:--|—|–|__|==)[ \t]*$")
DEVICE = (
    r"iphone|ipad|ipod|mobile|\bphone|android|samsung|galaxy|blackberry|outlook|\bmail(?:box)?\b|e-?mail|\bios|mobilger|\bcell\b|yahoo|gmail|\baol\b|proton|device|tablet|huawei|xiaomi|windows|spark|nokia|\bhtc\b|pixel"
    r"|airmail|smartphone|handy|móvil|movil|celular|dispositivo|telefon|téléphone|telefono|portable|mobil|мобильн|устройств|телефон|motorola|\blg\b|sony|oneplus|thunderbird|mailspring|nine|superhuman"
)
SENT_FROM = re.compile(
    rf"""(?ix)^\W{{0,4}}(?:sent\ (?:from|via|with|by|using)|get\ \W?(?:outlook|bluemail)|from\ my|composed\ (?:on|with)|enviad[oa]\ (?:desde|con|do|a\ partir|através|via|por)|obtener?|obtenga|descargar|(?:von|aus)\ mein\w*
    |gesendet\ (?:von|mit|aus)|diese\ nachricht\ wurde|hol\ dir|outlook\ f[üu]r|envoy[ée]\ (?:depuis|de|par|avec|à\ partir)|t[ée]l[ée]chargez?|obtenez|inviato\ da|scarica|verzonden\ (?:vanaf|met|vanuit|door)|verstuurd\ vanaf
    |skickat\ fr[åa]n|sendt\ fra|wys[łl]an[eo]\ z|l[äa]hetetty|отправлено|odesl[áa]no\ z|poslano\ iz|someone\ from)\b.{{0,80}}(?:{DEVICE})
    |^\W{{0,4}}(?:inviato\ (?:dal|con|tramite)|enviad[oa]\ com|verzonden\ met)\b.{{0,80}}(?:{DEVICE}) | ^\W{{0,4}}(?:obter\ o|t[ée]l[ée]charger|obtenir|ottieni|pobierz|uzyskaj|скачать|получить|获取)\ .{{0,30}}outlook
    |^\W{{0,4}}outlook\ voor\ \w{{1,10}}\ downloaden | ^\W{{0,4}}发自.{{0,40}}(?:{DEVICE}|邮箱|手机) | ^\W{{0,4}}从.{{0,20}}版邮件发送 | ^\W{{0,4}}使用.{{0,40}}(?:{DEVICE}).{{0,40}}发送
    |^(?:iPhone\ ?から送信|发自我的|從我的|나의\ .{{0,20}}에서\ 보냄|iPhone'?[uı]mdan\ gönderildi)"""
)
SENT_FROM_LENGTH = 120
DISCLAIMER = re.compile(
    r"""(?ix)^\W{0,4}(?:(?:this|the)\ (?:e-?mail|message|communication|information\ (?:contained|in\ this)|transmission|content)s?\b.{0,160}(?:confidential|intended|privileged|legally)|confidentiality\ (?:notice|note|statement)|disclaimer\b|important\ notice|privileged\ (?:and|&)\ confidential
    |este\ (?:mensaje|correo|e-?mail)\b.{0,160}(?:confidencial|destinatari|privilegiad)|aviso\ (?:legal|de\ confidencialidad)|diese\ (?:e-?mail|nachricht)\b.{0,160}(?:vertraulich|bestimmt)|der\ inhalt\ dieser\ e-?mail|ce\ (?:message|courriel|mail|courrier)\b.{0,160}(?:confidenti|destinataire)
    |questo\ (?:messaggio|e-?mail)|questa\ e-?mail\b|le\ informazioni\ contenute|esta\ mensagem\b.{0,160}(?:confidencia|destina)|dit\ (?:bericht|e-?mail)|deze\ e-?mail\b.{0,160}(?:vertrouwelijk|bestemd)|please\ consider\ the\ environment|(?:please\ )?think\ before\ (?:you\ )?print|antes\ de\ imprimir|caution:\ (?:this|external)|external\ e-?mail\b|virus-?free\b
    |(?:это|данное|настоящее)\ (?:сообщение|письмо|электронное)\b.{0,160}(?:конфиденциальн|предназначен)|t[aą]\ wiadomość\b.{0,160}(?:poufn|przeznaczon|adresat)|本(?:邮件|电邮|电子邮件).{0,80}(?:保密|机密)
    |(?:caution|warning|attention|precaución|atención|aviso|atenção|cuidado|achtung|vorsicht|attenzione|let\ op|uwaga|внимание|注意)\W{1,3}(?:this|the|este|esta|ce|cet|diese|questo|questa|dit|deze|ta|это|данное|此)\W?.{0,60}(?:outside|extern|fuera|fora|extérieur|außerhalb|ausserhalb|estern|esterno|buiten|spoza|извне|внешн|外部))"""
)
REPLY_LINE = re.compile(
    r"(?i)^\W*(?:please )?(?:reply|write|type)\W.{0,30}\b(?:above|over)\b.{0,20}\bline\b|^\W*(?:responda|escriba) (?:por )?encima de esta l[íi]nea"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, with its place in it."""

    start: int
    end: int  # past its line break
    text: str  # without the line break

    @property
    def prefixed(self) -> bool:
        """Whether it carries a mark of quotation."""
        return bool(PREFIX.match(self.text))

    @property
    def blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.text.strip()


def lines_of(text: str) -> list[Line]:
    """Cut a text at its line feeds; together the lines are the whole text."""
    found, start = [], 0
    while start < len(text):
        feed = text.find("\n", start)
        end = len(text) if feed < 0 else feed + 1
        found.append(Line(start, end, text[start : end - (feed >= 0)]))
        start = end
    return found


def attribution(lines: Sequence[Line], at: int) -> int:
    """How many lines from here introduce a quote ("On ... wrote:"); 0 if none do."""
    first = lines[at].text.strip()
    if not first or lines[at].prefixed or len(first) > LONGEST_LINE:
        return 0
    if BARE_ATTRIBUTION.match(first) or _introduces(first, lines, at + 1):
        return 1
    wraps = OPENING.match(first) or CLOSING.search(first)
    return _wrapped(lines, at) if wraps and DATED.search(first) else 0


def _wrapped(lines: Sequence[Line], at: int) -> int:
    """Programs wrap an introduction like any text; its end is still a closing word and a colon."""
    joined = lines[at].text.strip()
    for count, line in enumerate(lines[at + 1 : at + MOST_ATTRIBUTION_LINES], 2):
        if line.blank or line.prefixed or len(line.text) > LONGEST_LINE:
            return 0
        joined = f"{joined} {line.text.strip()}"
        if _introduces(joined, lines, at + count):
            return count
    return 0


def header_block(lines: Sequence[Line], at: int) -> int:
    """How many lines from here are a block like "From: / Sent: / To: / Subject:"; 0 if none are."""
    if not LABEL.match(lines[at].text[:200]):
        return 0
    seen: set[str] = set()
    count = 0
    for line in lines[at : at + 12]:
        hit = LABEL.match(line.text[:200])
        if hit is None and (line.blank or line.text[:1] not in " \t"):
            break
        seen |= {hit.lastgroup or ""} if hit else set()
        count += 1
    return count if "from" in seen and len(seen & {"sent", "to", "subject"}) >= 2 else 0  # noqa: PLR2004 - From and two more


def _introduces(joined: str, lines: Sequence[Line], after: int) -> bool:
    if not joined.endswith((":", "：")):
        return bool(UNFINISHED.match(joined))
    if CLOSING.search(joined):
        return bool(DATED.search(joined) or OPENING.match(joined))
    # Without a word that we know: a date, an address, and a quote right below.
    below = next((line for line in lines[after : after + 2] if not line.blank), None)
    return below is not None and below.prefixed and bool(ADDRESSED.search(joined) and TIMED.search(joined))
