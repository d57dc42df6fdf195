"""What stands below a mail's words: signatures, what a device or a list adds, legal notices."""

import re
from collections.abc import Sequence

from mailbot.mail.quoting import Line

DELIMITER = re.compile(r"^(?:--|—|–|__|==)[ \t]*$")  # "-- " by RFC 3676 section 4.3; programs write it in more ways
DASHES = "-—–_="
SIGNATURE_LINES = 12
SIGNATURE_LETTERS = 900
LIST_RULE = re.compile(r"^_{20,}\s*$")
LIST_FOOTER = re.compile(
    r"(?i)\bmailing list\b|\bmailman/listinfo\b|^to unsubscribe\b|\bunsubscribe from this (?:list|group)\b"
)
LIST_LINES = 6
MONEY = re.compile(r"(?i)[$€£¥]\s?\d|\d\s?(?:[$€£¥]|(?:usd|eur|gbp|cad|mxn|aud|dollars?|euros?|percent)\b|%)")
PROSE_WORDS = 8
SENTENCE_END = re.compile(r"[.!?。！？][\"'”»)\]]?\s*$")

DEVICE = (
    r"i-?phone|i-?pad|i-?pod|mobile|phone|android|samsung|galaxy|blackberry|outlook|(?:e-?)?mail(?:box)?|ios|mobilger[äa]t|cell|yahoo|gmail|aol|proton(?:mail)?|device|tablet|huawei|xiaomi|redmi|windows|spark|nokia|htc|pixel|airmail|smartphone|smartfon\w*|handy"
    r"|m[óo]vil|celular|dispositivo|t[ée]l[ée]fono?|t[ée]l[ée]phone|telef[oó]n\w*|portable|cellulare|mobil\w*|мобильн\w*|устройств\w*|телефон\w*|motorola|moto|lg|sony|xperia|oneplus|oppo|vivo|realme|thunderbird|mailspring|superhuman|bluemail|typeapp|sparrow|mailbird|canary|zoho|mail\.ru"
    r"|airmail|newton|edison|webmail|gmx|web\.de|appareil|apparaat|telefoon|enhed|enhet|puhelin\w*|laite\w*|urządzeni\w*|zařízení|mobiltelefon\w*|cihaz\w*|tel[eé]fon\w*|mòbil|correo|correio|courrier|posta|poczt\w*|pošt\w*|e-post|почт\w*|front|missive|helpscout|horde|mail\.ru|pc|mac|macbook|computer|laptop"
)
SENT_FROM_OPENING = (
    r"sent\ (?:from|via|with|by|using|on\ the)|get|from\ my|composed\ (?:on|with|in)|enviad[oa]\ (?:desde|con|do|da|de|a\ partir\ do|a\ partir\ de|através\ d[oa]|via|por|pelo|no)|obt[eé]n(?:er|ga)?|descargar?|obter|baixe|(?:von|aus)\ mein\w*|gesendet\ (?:von|mit|aus|über)|diese\ (?:nachricht|e-?mail)\ wurde|hol\ dir"
    r"|holen\ sie\ sich|laden\ sie|envoy[ée]e?\ (?:depuis|de|par|avec|à\ partir\ d[eu']|via)|t[ée]l[ée]charge[rz]?|obtenez|obtenir|inviato\ (?:da|dal|con|tramite)|scarica|ottieni|verzonden\ (?:vanaf|met|vanuit|door|via)|verstuurd\ (?:vanaf|met)|download|skicka(?:t|des)\ (?:från|fran|med)|h[äa]mta|sendt\ (?:fra|med|via)|hent|f[åa]|skaff"
    r"|wys[łl]an[eoay]\ (?:z|przez|za\ pomocą)|pobierz|l[äa]hetetty|hanki|отправлено\ (?:со|с|из|через|со)|скачать|получить|надіслано\ (?:з|із|через|зі)|odesl[áa]no\ (?:z|ze|pomocí)|poslan[oé]\ (?:iz|z|sa)|odoslané\ z|someone\ from|trimis\ (?:de\ pe|din|de\ la|cu)|enviat\ (?:des\ d(?:el|e|['’])|amb)|dikirim\ dari|được\ gửi\ từ|gửi\ từ|στάλθηκε\ από|نُرسلت\ من|أُرسلت\ من|نשלח\ מ|נשלח\ מ|küldve|via"
)
_OPENED = re.compile(rf"(?ix)^[\W_]{{0,4}}(?:{SENT_FROM_OPENING})(?=\W|$)")
_OPENING_WORDS = (
    "sent get from composed enviado enviada obtener obtenga descargar descarga obter baixe von aus gesendet diese hol holen laden envoye envoyee telechargez obtenez obtenir"
    " inviato yahoo skickades scarica ottieni verzonden verstuurd download skickat hamta sendt hent fa skaff wyslano wyslane wyslana wyslany pobierz lahetetty hanki odeslano poslano poslane someone trimis enviat dikirim via"
)
_OPEN_WITH = frozenset(_OPENING_WORDS.split())
_FULL = re.compile(
    r"""(?ix)^[\W_]{0,4}(?:(?:获取|下载)\ ?Outlook\b[\w\ ]{0,20}(?:<\S{1,200}>)?|发自\ ?(?:Android|iOS)\ ?版\ ?Yahoo\ ?邮箱|使用\ (?:Proton|K-9)\ Mail\ [\w\ ]{0,16}发送[\w\ ]{0,20}|iPhone\ ?から送信|(?:iPhone|iPad|Android|スマートフォン|携帯|Outlook|Yahoo!?メール|Gmail)\ ?から送信(?:されました)?|(?:发自|發自)我的\ ?(?:[A-Za-z][\w+.-]{0,19}(?:\ [\w+.-]{1,15}){0,3}|华为.{0,12}|小米.{0,12}|荣耀.{0,12}|三星.{0,12}|手机|安卓.{0,8}|苹果.{0,8}|平板.{0,6}|電話|手機|平板電腦)|(?:從|从)我的\ ?(?:[A-Za-z][\w+.-]{0,19}(?:\ [\w+.-]{1,15}){0,3}|华为.{0,12}|小米.{0,12}|荣耀.{0,12}|三星.{0,12}|手机|安卓.{0,8}|苹果.{0,8}|平板.{0,6}|電話|手機|平板電腦)\ ?(?:傳送|发送)|从\ ?(?:iPhone|iPad|Android|Outlook|Windows|QQ邮箱|网易邮箱\w{0,6}|手机)\ ?(?:版\ ?)?(?:邮件\ ?)?发送|寄自\ ?(?:我的\ ?)?(?:iPhone|iPad|Android|Outlook|Windows|手機)|(?:나의\ |내\ )?(?:[A-Za-z][\w\ +.-]{1,29}|갤럭시.{0,12}|아이폰.{0,12}|휴대폰|스마트폰|모바일.{0,8})에서\ 보냄|iPhone['’]?[uı]mdan\ gönderildi|(?:iPhone|iPad|Android|Outlook|Samsung|Galaxy|Huawei|Xiaomi|cihaz|telefon)[\w\ ]{0,12}['’]?\w{0,6}\ gönderildi
    |az\ iphone-omról\ küldve|iPhone-omról\ küldve|נשלח\ מה?-?(?:[A-Za-z][\w\ +.-]{1,29}|טלפון.{0,10}|נייד.{0,10})|أُ?رسلت?\ من\ (?:هاتف\w{0,4}|جهاز\w{0,4}|[A-Za-z][\w\ +.-]{1,29}|الـ?\ ?i[Pp]\w{2,5})(?:\ [\w.+-]{1,15}){0,3})[\W_]{0,4}$"""
)
_TOKEN = re.compile(r"[^\W_][\w.'’&+-]*")
_DEVICE_WORD = re.compile(rf"(?i)^(?:{DEVICE})\b")
_INFLECTED = re.compile(r"(?i)^(?:i-?phon|i-?pad|android|outlook|gmail|mobil|telefon|samsung)[\w'’-]{0,8}$")
_DEVICE_PART = re.compile(rf"(?i)(?:^|[-/])(?:{DEVICE})(?:$|[-/.'’&+])")
_LINK = re.compile(r"(?i)[<(\[]{0,2}(?:https?://|www\.)\S+")
_PLAIN_WORDS = (
    "secure provided wireless now smart til för dla systemu aplikacji aplikace pro моего мобильной моей моё смартфона get application telcel movistar claro "
    "a an the my our on for from with using via by to in at and app apps work pro plus lite free new de du des la le l d mon ma mes mi mis mein meinem meiner meinen dem der das ein einer einem für pour para per por con mit von aus und et y e i z ze na mijn min mitt mit vanaf voor og och til från fra med från do da dos das del della dal mio mia"
    " meu minha sin moj mojego moim mého meho moja mojom mi wurde gesendet verschickt sent envoyé inviato enviado verzonden skickat sendt wysłane lähetetty iz iskoj мoего моего мойм моем моего мого меню мой для на с из со з із зі lte 4g 5g 3g wireless network verizon at&t t-mobile att sprint vodafone orange telekom o2 tmobile"
    " o secure telcel movistar claro tim vivo telefónica swisscom sfr bouygues telia telenor kpn us cellular rogers bell telus boost metro metropcs edition s8 s9 s10 note ultra mini max wifi one microsoft google apple k-9 nine maildroid aqua server pour pe meu telefonul des el meva meu dari saya của tôi το μου mobiilisti mobiililaitteesta"
    " program aplikację su messagerie sécurisée sicura l'email beveiligde bezpiecznej защищённой помощью courriel seguro com avec met za pomocą mojego"
)
_PLAIN = frozenset(_PLAIN_WORDS.split())
_ITS_OWN = re.compile(r"^Sent from my (?:[A-Z0-9][\w.+-]*\s?){1,5}$")  # any make, written as names are
_SLOGAN = re.compile(r"(?i)^(?:Yahoo Mail: Search, Organize, Conquer|Get the new AOL app\b.{0,60})$")
_LINKED = re.compile(r"^Sent (?:from|with|via|using) [A-Z][\w ]{1,24}[<(\[ ]{1,3}https?://\S+$")
_SORRY = re.compile(
    r"(?i)^[\W_]{0,4}(?:please |kindly |so )?(?:excuse|pardon|forgive|ignore|sorry for|apologies for|disculp|perdon|entschuldig|excusez|veuillez excuser|scusa|perdonate|desculp|excuseer|извините)[^.!?\n]{0,40}\b(?:typo\w*|brevity|errors?|mistakes?|spelling|autocorrect\w*|auto-correct\w*|errores|ortograf\w*|tippfehler|kürze|fautes?|brièveté|errori|brevità|brevidade|beknoptheid|краткость)\b[^\w]{0,4}$"
)
_PAUSE = re.compile(r"[,;:.!?](?:\s|$)")
LONGEST_SENT_FROM = 160

NOTICE = re.compile(
    r"""(?ix)^[\W_]{0,4}(?:(?:this|the)\ (?:e-?mail|message|communication|transmission|information|content|contents|document|mail)\b|(?:if\ you\ (?:are\ not|have\ received)|any\ (?:views|unauthori[sz]ed|dissemination)|e-?mail\ (?:transmission|communications)|privileged\b|confidential\b|important\b|notice\b|unless\ specifically|the\ laws\ of)
    |(?:este|esta|el\ contenido|la\ información|se\ prohíbe|si\ (?:usted\ )?no\ es)\b|(?:diese[rs]?|der\ inhalt|wenn\ sie\ nicht|sollten\ sie|die\ (?:in\ dieser|informationen))\b|(?:ce|cet|cette|si\ vous|les\ informations)\b|(?:questo|questa|le\ informazioni|il\ (?:presente|contenuto)|ai\ sensi)\b|(?:esta|o\ conteúdo|as\ informações|se\ você)\b
    |(?:dit|deze|de\ informatie|indien\ u)\b|(?:detta|detta\ e-?post|denne|informationen\ i)\b|(?:ta\ wiadomość|niniejsza|treść\ tej)\b|(?:tento|tato|tyto)\b|(?:данное|это|настоящее|эта)\b|(?:bu\ (?:e-?posta|mesaj|ileti))|この(?:メール|電子)|本(?:邮件|郵件|メール)|此(?:邮件|郵件)|이\ ?(?:메일|전자)|(?:tämä|ez\ az?|acest|aquest|email\ ini|pesan\ ini))"""
)
LEGAL = re.compile(
    r"(?i)(?P<a>intended recipient|named (?:recipient|addressee)|addressee|to whom (?:it is|they are) addressed|recipients?\b|destinatari|destinataire|empf[äa]nger|adressat|geadresseerde|mottagar|modtager|mottaker|adresat|alıcı|адресат|получател|列出的个人|受信者|收件人|수신인)|(?P<b>privileged|privilegiad|legally protected|rechtlich geschützt|legalmente protegid|protégé|vertrouwelijk|vertraulich|confidential|confidencia[li]|confidentiel|riservat|konfidentiell|fortrolig|poufn|důvěrn|gizli|конфиденциальн|機密|机密|保密|기밀)"
    r"|(?P<c>unauthori[sz]ed|prohibit|prohibid|proibid|vietat|interdit|verboten|nicht gestattet|unzulässig|verboden|förbjud|zabronion|запрещ|strictly)|(?P<d>disseminat|distribut|disclos|divulga|difus|diffus|weitergabe|weiterleit|verspreid|copying|copied|kopier|copia\b|copiar|vervielfält|rozpowszechn)"
    r"|(?P<e>in error|por error|por engano|per errore|irrtümlich|par erreur|abusivamente|ten onrechte|av misstag|przez pomyłkę|по ошибке|yanlışlıkla|誤って|错误)|(?P<f>delet|destroy|elimin|borr|lösch|vernicht|supprim|détrui|distrugg|cancell|apag|verwijder|radera|usun|удал)|(?P<g>notify|notifi|immediately inform|informieren sie|verständig|benachrichtig|avvis|aviser|avertir|comuni(?:que|care)|zawiadom)"
    r"|(?P<h>liab|haft|responsab|virus|malware|archiv|monitor|register number|intercept|solicitation)|(?P<i>(?:addressee|recipient)s? only|sole(?:ly)?\b|exclusive(?:ly)?\b|intended only|only for|uso exclusivo|ausschließlich|exclusivement|esclusiv|uitsluitend|exclusivamente|wyłącznie|исключительно|endast|kun for|usage exclusif|nur für|только для|仅限)"
)
LEAST_UNDER_HEADING = 2
MOST_HEADING_WORDS = 2
LEAST_LEGAL = 3  # marks of a kind each; a person who confides has fewer
HEADING = re.compile(
    r"""(?ix)^[\W_]{0,4}(?:confidentiality\ (?:notice|note|statement|disclaimer)|confidential\ communication$|disclaimer\s*(?:$|:|-)|legal\ (?:notice|disclaimer)\s*(?:$|:)|aviso\ (?:legal|de\ (?:confidencialidad|privacidad))\s*(?:$|:)|aviso\ de\ confidencialidade|vertraulichkeitshinweis|avis\ de\ confidentialité|nota\ di\ riservatezza|important\ notice\s*(?:$|:))"""
)
SURE_NOTICE = re.compile(
    r"""(?ix)^[\W_]{0,4}(?:(?:please\ )?(?:consider\ (?:the\ environment|your\ environmental)|think\ (?:of\ the\ environment|before\ (?:you\ )?print))|(?:antes\ de\ imprimir\b.{0,120}(?:ambiente|necesari|árbol|planeta|naturaleza|necessári|natureza)|bitte\ (?:denken|prüfen)\ sie.{0,60}(?:ausdruck|drucken)|pensez\ (?:à\ l['’]environnement|avant\ d['’]imprimer)|prima\ di\ stampare\b.{0,120}ambiente|denk\ aan\ het\ milieu|tänk\ på\ miljön)
    |virus-?free\.?\s*(?:$|www)|this\ e-?mail\ has\ been\ (?:checked|scanned)\ (?:for|by)|this\ message\ has\ been\ scanned|scanned\ by\ (?:mailscanner|avg|avast|norton|mcafee|clam|sophos|symantec|barracuda|mimecast|proofpoint)\b|dieses?\ (?:e-?mail|nachricht)\ wurde\ (?:auf\ viren|von\ avast)|libre\ de\ virus|sin\ virus|garanti\ sans\ virus|virenfrei|mail\ priva\ di\ virus|livre\ de\ vírus
    |you\ (?:received|are\ receiving)\ this\ (?:(?:message|e-?mail|mail)\ )?because|este\ (?:mensaje|correo)\ ha\ sido\ analizado)"""
)
WARNING = re.compile(
    r"""(?ix)^[\W_]{0,4}(?:(?:caution|warning|attention|\[?external\]?)\s*[:!-]\s*(?:(?:this|the)\ )?(?:external|e-?mail|message|sender)\b.{0,80}(?:originat|outside|external)|\[external\ (?:e-?mail|sender)\]|external\ (?:e-?mail|message)\s*(?:$|warning|[:!-]\s*(?:do\ not|this|use\ caution|be\ c))|this\ (?:e-?mail|message)\ (?:originated|was\ sent|came|is)\ from\ (?:outside\ (?:of\ )?(?:the|your|our|this)\ (?:organi|compan|network|corporat|firm|universit|bank|agency)|an\ external\ (?:source|sender))
    |you\ don['’]t\ often\ get\ e-?mail\ from\ )"""
)
GATEWAY = re.compile(  # "Caution: this mail is from outside"
    r"(?i)^\W{0,4}(?:precaución|atención|atenção|attention|achtung|vorsicht|attenzione|let op|uwaga|внимание|注意)\W{1,3}(?:este|esta|ce|cet|diese|questo|questa|dit|deze|ta|это|此)\W?.{0,60}(?:extern|fuera|fora|extérieur|außerhalb|estern|esterno|buiten|spoza|извне|внешн|外部)"
)
WARNS = re.compile(
    r"(?i)\b(?:click|links?|attachments?|sender|recogni[sz]e|organi[sz]ation|phish\w*|safe|trust\w*|suspicious|verif\w+)\b"
)
LONGEST_NOTICE = 4000


_ADVERTISED = re.compile(
    r"""(?ix)^\W{0,4}(?:outlook\ f[üu]r\ \w{1,10}\ (?:beziehen|herunterladen)|outlook\ voor\ \w{1,10}\ downloaden|(?:enviad[oa]|gesendet|verzonden|inviato)\ (?:do|con|com|mit|met|desde)\b.{0,50}\b(?:yahoo|proton|k-9)\ mail\b.{0,60})\W{0,3}(?:<\S{1,200}>)?$"""
)


def sent_from(text: str) -> bool:
    """Whether a whole line is what a device or program adds: "Sent from my phone"; with words of a person it is not."""
    if len(text) > LONGEST_SENT_FROM:
        return False
    bare = text.strip()
    if (
        (not bare.isascii() and _FULL.match(bare))
        or _SLOGAN.match(bare)
        or _ADVERTISED.match(bare)
        or _ITS_OWN.match(bare)
        or _LINKED.match(bare)
    ):
        return True
    if bare.lstrip("<([*_-").partition(" ")[0].lower() not in _OPEN_WITH and bare.isascii():
        return False
    opened = _OPENED.match(bare)
    if opened is None:
        return False
    rest, dot, sorry = _LINK.sub(" ", bare[opened.end() :]).partition(". ")
    if dot and _SORRY.match(sorry):
        return _names_a_device(rest)
    return _names_a_device(f"{rest}{dot}{sorry}")


def _names_a_device(rest: str) -> bool:
    """Whether nothing else stands here than what a device is called, at most with an apology for typing on it."""
    found, strange = False, False
    for hit in _TOKEN.finditer(rest):
        word = hit[0].rstrip(".'’&+-")
        if _DEVICE_WORD.match(word) or _INFLECTED.match(word) or _DEVICE_PART.search(word):
            found, strange = True, False
        elif word.lower() in _PLAIN or any(sign.isdigit() for sign in word):
            continue
        elif found and _SORRY.match(rest[hit.start() :]):
            break
        elif word == "I" or not word[0].isupper() or _PAUSE.search(rest[: hit.start()]):
            return False
        else:
            strange = True  # a make that we do not know, if a device follows
    return found and not strange


def signature_end(lines: Sequence[Line], start: int, end: int) -> int:
    """Where a signature, or the footer of a list, ends that a line of dashes at ``start`` begins; ``start`` if it begins none."""
    if LIST_RULE.match(lines[start].text):
        return _list_footer_end(lines, start, end)
    if not DELIMITER.match(lines[start].text):
        return start
    exact = lines[start].text == "-- "
    said = letters = 0
    for at in range(start + 1, end):
        text = lines[at].text
        if not text or text.isspace():
            continue
        if opens_notice(text) and notice([text]):
            return end
        said, letters = said + 1, letters + len(text)
        speaks = bool(MONEY.search(text)) or (not exact and _speaks(text) and not sent_from(text))
        if speaks or said > SIGNATURE_LINES or letters > SIGNATURE_LETTERS:
            return start
    return end


def _speaks(text: str) -> bool:
    """Whether a line reads like words to us rather than like a name, a place or a number."""
    return len(text.split()) >= PROSE_WORDS and bool(SENTENCE_END.search(text))


def _list_footer_end(lines: Sequence[Line], start: int, end: int) -> int:
    """Where the footer of a mailing list ends that a rule begins."""
    said, found = 0, False
    for at in range(start + 1, end):
        if lines[at].blank:
            continue
        said += 1
        found = found or bool(LIST_FOOTER.search(lines[at].text[:300]))
        if said > LIST_LINES:
            return start
    return end if found else start


def opens_notice(line: str) -> bool:
    """Whether a paragraph that begins with this line may be a legal notice."""
    start = line[:300]
    return bool(
        NOTICE.match(line[:60])
        or HEADING.match(start)
        or SURE_NOTICE.match(start)
        or WARNING.match(start)
        or GATEWAY.match(start)
    )


def notice(paragraph: Sequence[str]) -> int:
    """How many lines of a paragraph are a legal notice or a warning; 0 where it is none, or where it speaks of money."""
    first, text = paragraph[0][:300], " ".join(paragraph)[:LONGEST_NOTICE]
    if MONEY.search(text):
        return 0
    if GATEWAY.match(first):
        return len(paragraph)
    if WARNING.match(first):
        return next((at for at, line in enumerate(paragraph[1:], 1) if not WARNS.search(line[:300])), len(paragraph))
    if SURE_NOTICE.match(first):
        # One sentence: what stands below it without a blank line may be the writer's.
        return next((at for at, line in enumerate(paragraph, 1) if SENTENCE_END.search(line[-80:])), 1)
    headed = HEADING.match(first)
    # The beginning is looked at before the whole: nearly every paragraph is none.
    marks = {hit.lastgroup for hit in LEGAL.finditer(text)} if headed or NOTICE.match(first[:60]) else set()
    if headed:
        return len(paragraph) if len(marks) >= LEAST_UNDER_HEADING or len(text.split()) <= MOST_HEADING_WORDS else 0
    return len(paragraph) if len(marks) >= LEAST_LEGAL else 0
