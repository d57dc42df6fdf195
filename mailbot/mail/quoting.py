"""How mail programs mark what is quoted or forwarded, line by line: prefixes, attributions, header blocks, separators."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

PREFIX = re.compile(r"[ \t]{0,3}(?:(?:[>»＞][ \t]?)+|\|(?: (?!.*\|)|$))")  # a bar quotes only where it makes no table
LONGEST_LINE = 600  # longer lines are prose
MOST_ATTRIBUTION_LINES = 4
LONGEST_END = 12  # of a wrapped attribution
LEAST_WORDS = 3  # of the first line of a wrapped attribution
FROM_WITHIN = 6  # lines of a header block
MOST_BLOCK_LINES = 14
INTRODUCES = (":", "：", "-")  # what an attribution may end with
# Programs put these round names and addresses where a language runs from right to left.
DIRECTIONS = dict.fromkeys(map(ord, "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"))

# "On <date>, <somebody> wrote:" as some forty programs write it in some forty languages. Four things tell: how it
# begins, the verb, the moment, the address.
OPENING = re.compile(
    r"""(?ix)^[\W_]{0,6}(?:
    (?:on|at|am|um|le|el|il|em|op|den|dne|dňa|dnia|w\ dniu|pada|vào|lúc|no\ dia|a|de|di|in\ data|il\ giorno|στις|την|în|la\ data|kl
    |ma|ti|ke|to|pe|la|su|missatge\ de|mensaje\ de|mensagem\ (?:enviada|de)|message\ de|quoting|zitat\ von|citando|citát|в|у|на|בתאריך|ב-?|في|بتاريخ|date:|le:)(?!\w)
    |[^\W\d_]{1,12}(?:[.,]{1,2}\s*|\s+)\d|\d|[\"'“„«]?[^\W\d_]{1,12}\s?[.,]\s)"""
)
CLOSING = re.compile(
    r"""(?ix)(?<!\w)(?:wrote|writes|schrieb|geschrieben|geschreven|wiadomość\s+napisana|a\s+[ée]crit|ha\s+scritto|scrive|scriveva|escribi[óo]|escrib[ií]a|escreveu|schreef|skrev|skreiv|napsal(?:\(a\)|a)?|napísala?(?:\(a\))?|napisa[łl]a?(?:\(?a\)?)?|pisze
    |kirjoitti|yazdı|yazmış|menulis|пише|написал(?:\(?а\)?|а)?|писала?|написав(?:\(?ла\)?)?|написала|написа|έγραψε|đã\s+viết|viết|írta|va\s+escriure|ha\s+escrit|missatge\s+de|a\s+scris|je\s+napisa(?:o|la|l)(?:/la)?|napisao|rašė|rakstīja|kirjutas|skrifaði)(?!\w)
    |пишет|写道|寫道|写到|のメール|書きました|さんは|作成|작성|썼습니다|님이|כתב|מאת|كتب|كتابة|เขียนว่า|ने\ लिखा|نوشت"""
)
DATED = re.compile(r"\d{1,4}[./-]\d{1,2}|\d{1,2}[:h]\d{2}|(?<!\d)(?:19|20)\d\d(?!\d)|@")
DAY = re.compile(r"(?<!\d)\d{4}(?!\d)|(?<!\d)\d{1,2}[./-]\s?\d{1,2}[./-]\s?\d{2}(?!\d)")
TIMED = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?!\d)")
ADDRESSED = re.compile(r"[<(\[]\s?(?:mailto:|&lt;)?[^<>()\[\]\s@]{1,80}@|&lt;[^\s@&]{1,80}@")
ADDRESS = re.compile(r"[^\s<>()\[\]@,;]{1,80}@[^\s<>()\[\]@,;]{1,80}")
NAMED = re.compile(r"^[\W_]{0,6}(?:[^\s<>@]{1,30}\s+){0,6}[<(\[]\s?(?:mailto:)?[^<>()\[\]\s@]{1,80}@")
BY_NAME = re.compile(r"^[\"'“„«]?(?:[^\W\d_][^\s:,;!?]{0,30},?\s+){1,5}$")
# An attribution begins at its date, and then stands nothing but a name and an address.
BARE = re.compile(
    r"(?i)[<(\[][^<>()\[\]\s@]{1,80}@[^<>()\[\]\s@]{1,80}[>)\]]{1,2}\s*[:：]$|\s[^<>()\[\]\s@]{1,80}@[^<>()\[\]\s@:]{1,80}[:：]$"
)
STARTS_AT_DATE = re.compile(r"^[\W_]{0,3}(?:[^\W\d_]{1,12}(?:[.,]{1,2}\s*|\s+)){0,2}\d")
MOST_BARE_WORDS = 22
# A person who quotes by hand says who it is for him; programs give a name.
BY_HAND = re.compile(
    r"(?<!\w)(?:the|our|your|my|his|her|their|you|we|I|he|she|they|it|and|that|who|as|der|die|das|ich|wir|sie|er|usted|ustedes|ellos|nosotros|yo|que|su|nous|vous|ils|je|notre|votre|il\ venditore|noi|loro)(?!\w)"
)
_MOMENT = re.compile(r"[\d@]")
QUOTING = re.compile(r"(?i)^(?:quoting|zitat von|citando|citát)\s")
BETWEEN_DASHES = re.compile(r"^[\s>*]{0,8}-{2,60}\s?[^\s-].{6,250}[^\s-]\s?-{2,60}$")

ORIGINAL = re.compile(
    r"""(?ix)^[\s>*]{0,8}[-_=–—]{2,60}\s*(?:original[\ -](?:message|appointment|e?-?mail|nachricht)|(?:mensaje|correo|missatge|mesaj)\ original|urspr[üu]ngliche\ (?:nachricht|mail|e-mail)|original-?nachricht|message\ (?:d['’]origine|original|initial)|messaggio\ originale
    |mensagem\ original|e-mail\ original|oorspronkelijke?\ (?:bericht|e-?mail)|origineel\ bericht|opprinnelig\ (?:melding|e-post)|ursprungligt\ (?:meddelande|e-post)|originalmeddelande|(?:oprindelig|original)\ (?:meddelelse|besked)|p[ůu]vodn[íi]\ (?:zpr[áa]va|e-mail)|pôvodná\ správa
    |(?:oryginalna\ )?wiadomo[śs][ćc](?:\ oryginalna)?|исходное\ (?:сообщение|письмо)|оригинальное\ сообщение|вихідне\ повідомлення|початкове\ повідомлення|antwort|alkuper[äa]inen\ viesti|orijinal\ (?:mesaj|ileti)|özgün\ i?leti|原始邮件|原始郵件|原邮件|原邮件信息|元のメッセージ|원본\ ?(?:메시지|메일|이메일)
    |הודעה\ מקורית|ההודעה\ המקורית|الرسالة\ الأصلية|رسالة\ أصلية|thư\ gốc|tin\ nhắn\ gốc|thông\ điệp\ gốc|pesan\ (?:asli|awal)|αρχικό\ μήνυμα|eredeti\ üzenet|mesajul?\ (?:original|inițial)|izvorna\ poruka)\s*[-_=–—]{0,60}[\s*]{0,8}$
    |^[\s>*]{0,8}original\ message\ processed\ by\ .{1,40}$"""
)
FORWARD = re.compile(
    r"""(?ix)^[\s>*]{0,8}(?:[-_=–—]{2,60}\s*)?(?:begin\ forwarded\ message|forwarded\ (?:message|by)|(?:mensaje|correo)\ reenviado|inicio\ del\ mensaje\ reenviado|weitergeleitete\ (?:nachricht|e-?mail)|anfang\ der\ weitergeleiteten\ (?:nachricht|e-mail)
    |message\ (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|d[ée]but\ du\ message\ (?:transf[ée]r[ée]|r[ée]exp[ée]di[ée])|messaggio\ inoltrato|inizio\ (?:del\ )?messaggio\ inoltrato|mensagem\ (?:encaminhada|reencaminhada)|início\ da\ mensagem\ (?:encaminhada|reencaminhada)
    |(?:begin\ )?doorgestuurd\ bericht|(?:vidarebefordrat|vidarebefordrade)\ (?:meddelande|brev)|(?:videresendt|videresend)\ (?:meddelelse|melding|besked)|välitetty\ viesti|(?:przekazana|przesłana\ dalej)\ wiadomość|(?:přeposlaná|přeposlaný)\ (?:zpráva|e-mail)|preposlaná\ správa
    |пересылаемое\ (?:сообщение|письмо)|пересланное\ (?:сообщение|письмо)|переслане\ повідомлення|iletilen\ (?:mesaj|ileti)|転送されたメッセージ|转发的?邮件|轉寄的?郵件|전달된\ (?:메시지|메일)|הודעה\ שהועברה|رسالة\ (?:تمت\ )?إعادة\ توجيه|thư\ (?:đã\ )?chuyển\ tiếp|pesan\ terusan|προωθημένο\ μήνυμα
    |továbbított\ (?:üzenet|levél)|mesaj\ redirecționat|missatge\ reenviat)(?!\w)[^.!?]{0,80}$"""
)
LABELS = {
    "from": r"from|de|de\s+la|von|da|van|från|fra|frá|od|odesílatel|lähettäjä|от(?:\s+кого)?|від(?:\s+кого)?|gönderen|kimden|发件人|发信人|寄件者|寄件人|差出人|送信者|보낸\s*사람|보낸이|발신자?|מאת|من|từ|người\s+gửi|dari|από|feladó|expeditor|šalje",
    "sent": r"sent(?:\s+(?:on|at))?|date|fecha|enviad[oa](?:\s+(?:el|em|às))?|gesendet(?:\s+am)?|datum|envoy[ée]e?(?:\s+le)?|date\s+d['’]envoi|message\s+du|inviato(?:\s+il)?|data(?:\s+(?:invio|wysłania))?|verzonden(?:\s+op)?|skickat|sendt|dato|wysłan[oye]|lähetetty|päivämäärä|pvm|päiväys|odesláno|odoslané|дата|отправлен[оа]"
    r"|надіслано|发送时间|发送日期|日期|时间|時間|寄件日期|傳送日期|送信日時|送信|日付|日時|보낸\s*날짜|날짜|보낸\s*시간|tarih|gönderilme\s+tarihi|gönderildi|elküldve|küldve|dátum|trimis[ăa]?(?:\s+la)?|enviat(?:\s+el)?|תאריך|נשלח|تاريخ(?:\s+الإرسال)?|التاريخ|تم\s+الإرسال|أُرسلت|ngày(?:\s+gửi)?|đã\s+gửi|gửi|dikirim|tanggal|ημερομηνία|στάλθηκε|εστάλη|poslano",
    "to": r"to|para|an|[àa]|aan|till|til|do|vastaanottaja|komu|кому|收件人|收件者|宛先|받는\s*사람|받는이|수신자?|kime|alıcı|címzett|către|per\s+a|אל|إلى|الى|đến|tới|kepada|ke|προς|za",
    "subject": r"subject|asunto|betreff|objet|sujet|oggetto|assunto|onderwerp|ämne|emne|temat|aihe|тема|主题|主題|主旨|件名|题目|제목|konu|předmět|predmet|tárgy|subiect|assumpte|נושא|الموضوع|موضوع|chủ\s+đề|tiêu\s+đề|subjek|perihal|θέμα",
    "other": r"b?cc|kopie(?:\s+an)?|kopi|kopia|copia|cópia|copie(?:\s+à)?|kópia|копия|копія|抄送|副本|참조|másolat|bilgi|עותק|نسخة|κοιν|reply-?to|importance|priority|attachments?|anlagen?|wichtigkeit|priorität|resent-\w+",
}
LABEL = re.compile(
    rf"(?i)^[\s>*_|\u200e\u200f\u202a-\u202e]*(?:{'|'.join(f'(?P<{name}>{words})' for name, words in LABELS.items())})\s*[*_]*\s*[:：][*_]*"
)
RULE = re.compile(r"^[\s*]*(?:[_-]{5,}|[=*]{4,}|[–—─]{3,})[\s*]*$")  # drawn above what is quoted
REPLY_LINE = re.compile(
    r"""(?ix)^[\W_]{0,12}(?:(?:please\ )?(?:reply|respond|write|type|enter\ your\ reply|type\ your\ (?:reply|response)|add\ your\ reply)\b.{0,40}\babove\ (?:this|the)\ line
    |(?:por\ favor,?\ )?(?:responda?|escriba?|conteste).{0,40}\b(?:encima|arriba)\ de\ esta\ l[íi]nea|(?:bitte\ )?(?:antworten|schreiben|geben).{0,50}(?:oberhalb|über)\ diese[rn]?\ (?:zeile|linie)|(?:veuillez\ )?(?:répondre|répondez|écrivez|saisissez).{0,40}au-dessus\ de\ cette\ ligne
    |(?:rispond|scriv).{0,40}sopra\ (?:a\ )?questa\ riga|(?:por\ favor,?\ )?(?:responda|escreva|digite).{0,40}acima\ desta\ linha|(?:antwoord|typ|schrijf).{0,40}boven\ deze\ (?:regel|lijn))\W{0,12}"""
)


LONGEST_SEPARATOR = 200
_FIRST_WORDS = (  # of separators that are drawn without dashes
    "begin forwarded inicio weitergeleitete anfang message inizio mensagem doorgestuurd vidarebefordrat vidarebefordrade videresendt mensaje correo original messaggio"
    " iletilen pesan mesaj missatge please reply respond write type enter add por responda responde escriba escribe conteste bitte antworten schreiben geben veuillez escreva"
    " digite antwoord typ schrijf rispondi rispondere scrivi scrivere przekazana"
)
_SEPARATES = frozenset(_FIRST_WORDS.split())
_ENDS = frozenset(":：->\u202c\u202b\u2069\u200f\u200e")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text, with its place in it."""

    start: int
    end: int  # past its line break
    text: str  # without the line break

    @property
    def prefixed(self) -> bool:
        """Whether it carries a mark of quotation."""
        return self.text[:4].lstrip(" \t")[:1] in _MARKS and bool(PREFIX.match(self.text))

    @property
    def blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.text or self.text.isspace()


_MARKS = (">", "»", "＞", "|")


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
    """How many lines from here introduce a quote ("On ... wrote:"), however a program wrapped them; 0 if none do."""
    joined = ""
    for count, line in enumerate(lines[at : at + MOST_ATTRIBUTION_LINES], 1):
        piece = _piece(line, joined)
        if not piece or (count == 1 and not _may_begin(piece, lines, at + 1)):
            return 0
        joined = f"{joined} {piece}" if joined else piece
        if _introduces(joined, lines, at + count):
            return 0 if any(_own_start(lines, later, at + count) for later in range(at + 1, at + count)) else count
    return 0


def _piece(line: Line, joined: str) -> str:
    """Give what a line may add to an attribution that began above it; "" if it belongs to none."""
    text = line.text.strip().translate(DIRECTIONS)
    if len(joined) + len(text) > LONGEST_LINE:
        return ""
    if line.prefixed:
        # A program wrapped it before the bracket that ends the address, which is no mark then.
        open_address = joined.rfind(">") < joined.rfind("<")
        return text if open_address and text[0] == ">" and len(text) <= LONGEST_END else ""
    return text


def _may_begin(first: str, lines: Sequence[Line], after: int) -> bool:
    if not _MOMENT.search(first) and len(first.split()) < LEAST_WORDS:
        # A word like "no" on a line of its own begins nothing that is wrapped.
        return _above_prefix(lines, after) and _begins(first) and _introduces(first, lines, after)
    return _begins(first)


def header_block(lines: Sequence[Line], at: int) -> int:
    """How many lines from here are a block like "From: / Sent: / To: / Subject:"; 0 if none are."""
    if not _label(lines[at].text):
        return 0
    seen: set[str] = set()
    count = 0
    for number in range(min(MOST_BLOCK_LINES, len(lines) - at)):
        name = _label(lines[at + number].text)
        late = number >= FROM_WITHIN and "from" not in seen
        if late or not (name or _goes_on(lines, at + number)):
            break
        seen.add(name)
        count = count if lines[at + number].blank else number + 1
    if "from" not in seen or len(seen & {"sent", "to", "subject"}) < 2:  # noqa: PLR2004 - From and two more
        return 0
    # Where goods went from and to is told in such lines as well: a mail has a subject, an address, or the minute.
    block = " ".join(line.text for line in lines[at : at + count]).translate(DIRECTIONS)
    return count if "subject" in seen or "@" in block or (TIMED.search(block) and DAY.search(block)) else 0


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Whether a line without a label is of the block above it: wrapped, or one blank line between two headers."""
    if lines[at].blank:
        return at + 1 < len(lines) and bool(_label(lines[at + 1].text))
    return lines[at].text[0] in " \t<" or lines[at - 1].text.rstrip().endswith(("<", ";", ","))


def _label(text: str) -> str:
    start = text[:50]
    hit = LABEL.match(start) if ":" in start or "：" in start else None
    return hit.lastgroup or "" if hit else ""


def may_end(text: str) -> bool:
    """Whether an attribution may end on this line; a quick look that most lines do not pass."""
    return text.rstrip()[-1:] in _ENDS or "@" in text


def separator(text: str) -> str:
    """Whether a line by itself says that something old follows: "original", "forward", or "" if it does not."""
    bare = text.lstrip(" \t>*_")
    if not bare or len(text) > LONGEST_SEPARATOR:
        return ""
    if bare[0] in "-=–—#+" or not bare[0].isascii() or text[:1] == "_" or bare.partition(" ")[0].lower() in _SEPARATES:
        if FORWARD.match(text):
            return "forward"
        if ORIGINAL.match(text) or REPLY_LINE.match(text):
            return "original"
    return ""


def _begins(first: str) -> bool:
    if OPENING.match(first) or NAMED.match(first):
        return True
    if first[0].islower() or len(first) > LONGEST_SEPARATOR:
        return False
    verb = CLOSING.search(first)
    return verb is not None and bool(BY_NAME.match(first[: verb.start()]))


def _own_start(lines: Sequence[Line], at: int, end: int) -> bool:
    """Whether an introduction begins on this later line rather than before it."""
    joined = " ".join(line.text.strip() for line in lines[at:end]).translate(DIRECTIONS)
    return bool(OPENING.match(joined) and DAY.search(ADDRESS.sub("", joined)) and _introduces(joined, lines, end))


def _introduces(joined: str, lines: Sequence[Line], after: int) -> bool:
    if not joined.endswith(INTRODUCES):
        return _unfinished(joined, lines, after)
    if joined.endswith("-"):
        return bool(BETWEEN_DASHES.match(joined) and CLOSING.search(joined) and DATED.search(joined))
    above_prefix = _above_prefix(lines, after)
    verb = CLOSING.search(joined)
    if verb is None:
        return _bare(joined, above_prefix=above_prefix)
    if above_prefix:
        return bool(DATED.search(joined) or BY_NAME.match(joined[: verb.start()]))
    # Nothing below shows that it is a quote, so the introduction itself must be one that a program wrote.
    rest = ADDRESS.sub("", joined)
    figures = [hit.end() for hit in re.finditer(r"\d", rest)]
    who = rest[figures[-1] if figures else 0 :] if not BY_NAME.match(joined[: verb.start()]) else rest
    moment = bool(TIMED.search(rest) and DAY.search(rest))
    return (moment or bool(ADDRESS.search(joined) and figures)) and not BY_HAND.search(who)


def _above_prefix(lines: Sequence[Line], after: int) -> bool:
    return next((line.prefixed for line in lines[after : after + 3] if not line.blank), False)


def _bare(joined: str, *, above_prefix: bool) -> bool:
    """Whether it introduces without a verb: a moment, a name, an address."""
    if above_prefix and ADDRESSED.search(joined) and (TIMED.search(joined) or QUOTING.match(joined)):
        return True
    told = BARE.search(joined) and STARTS_AT_DATE.match(joined) and TIMED.search(joined) and DAY.search(joined)
    return bool(told) and len(joined.split()) <= MOST_BARE_WORDS and not BY_HAND.search(joined)


def _unfinished(joined: str, lines: Sequence[Line], after: int) -> bool:
    """Whether it introduces without a colon, as a few programs do: an address is last, or the verb after it."""
    if "@" not in joined or ">" not in joined:
        return False
    last = joined[joined.rfind(">") + 1 :]
    if not last:
        return _above_prefix(lines, after) and bool(
            STARTS_AT_DATE.match(joined) and len(joined.split()) <= MOST_BARE_WORDS
        )
    return bool(CLOSING.fullmatch(last.strip()) and OPENING.match(joined) and TIMED.search(joined))


def prefixed_soon(lines: Sequence[Line], at: int) -> bool:
    """Whether one of the next two lines with words on them is marked as quoted."""
    said = [line for line in lines[at : at + 12] if not line.blank][:2]
    return any(line.prefixed for line in said)
