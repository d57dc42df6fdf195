"""Mail programs, by how they write an answer: introduction, quote, signature, parts, charset, headers.

Introductions are single sentences (a key of client_languages.toml) or blocks of lines, written here with the labels of
the language in braces: {from}, {sent}, {date}, {to}, {subject} with their colon, {long} = the date in full.
"""

from dataclasses import dataclass
from typing import Final

from tests.reading.client_html import Rich
from tests.reading.client_text import Plain

_RULE: Final = "_" * 32
LAYOUTS: Final = {
    "outlook": "{from} {name} <{address}>\n{sent} {long}\n{to} {reader_name} <{reader}>\n{subject} {title}",
    "outlook_rule": f"{_RULE}\n{{from}} {{name}} <{{address}}>\n{{sent}} {{long}}\n{{to}} {{reader}} <{{reader}}>\n{{subject}} {{title}}",
    "outlook_2010": "{from} {name} [mailto:{address}]\n{sent} {long}\n{to} {reader_name}\n{subject} {title}",
    "dashes": "-----{original}-----\n{from} {name} [mailto:{address}]\n{sent} {long}\n{to} {reader_name}\n{subject} {title}",
    "aol": "-----{original}-----\n{from} {name} <{address}>\n{to} {reader} <{reader}>\n{sent} {wd}, {mon} {d}, {yyyy} {t12}\n{subject} {title}",
    "samsung": "-------- {original} --------\n{from} {name} <{address}>\n{date} {d}/{m}/{yy} {t} (GMT-08:00)\n{to} {reader}\n{subject} {title}",
    "zimbra": '----- {original} -----\n{from} "{name}" <{address}>\n{to} "{reader_name}" <{reader}>\n{sent} {long}\n{subject} {title}',
    "gmx": '{sent} {weekday}, {dd}. {month} {yyyy} um {t} Uhr\n{from} "{name}" <{address}>\n{to} {reader}\n{subject} {title}',
    "notes": "{from} {name} <{address}>\n{to} {reader_name} <{reader}>,\n{date} {m}/{d}/{yyyy} {t12}\n{subject} {title}",
    "em_client": '------ {original} ------\n{from} "{name}" <{address}>\n{to} {reader}\n{date} {m}/{d}/{yyyy} {t12}\n{subject} {title}',
    "qq": '------------------ {original} ------------------\n{from} "{name}" <{address}>;\n{sent} {yyyy}年{m}月{d}日({weekday}) {t}\n{to} "{reader_name}"<{reader}>;\n{subject} {title}',
    "netease": "---- {original} ----\n| {from} | {name}<{address}> |\n| {date} | {yyyy}年{mm}月{dd}日 {t} |\n| {to} | {reader}<{reader}> |\n| {subject} | {title} |",
    "yandex": '{dd}.{mm}.{yyyy}, {t}, "{name}" <{address}>:',
    "mutt": "On {wd_en}, {mon_en} {dd}, {yyyy} at {ts}AM +0000, {name} wrote:",
    "blackberry": "  {original}  \n{from} {name}\n{sent} {long}\n{to} {reader}\n{subject} {title}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Style:
    """One program."""

    name: str
    intro: str
    plain: Plain
    rich: Rich
    mailer: str = ""  # as X-Mailer or User-Agent
    parts: str = "both"  # or "text", "html"
    reads: str = "html"  # which part of our letter it shows and quotes: or "text"
    signature: str = ""  # a key of the languages file
    signature_link: str = ""
    dashed: bool = False  # "-- " above the signature
    place: str = "top"
    inside: bool = False  # answers between are typed into the quote, without leaving it
    intro_quoted: bool = False
    smart: bool = False  # curly quotation marks, capitals at the beginning: phones
    local_re: bool = False  # AW:, SV:, RV: ... as Outlook
    charsets: tuple[str, ...] = ("utf-8",)  # the first one that has all letters
    encoding: str = "quoted-printable"
    references: str = "all"  # or "parent", "none" (only In-Reply-To), "nothing"


_GMAIL = Plain(width=76, bold="*", dot="   - ", count="   {}. ", cells="\n", links="{text}\n<{link}>")
_GMAIL_PAGE = Rich(
    theirs='<div dir="auto">{}</div>', blank='<div dir="auto"><br></div>', header='<div dir="ltr" class="gmail_attr">{}<br></div>',
    open='<blockquote class="gmail_quote" style="margin:0px 0px 0px 0.8ex;border-left:1px solid rgb(204,204,204);padding-left:1ex">',
    around='<div dir="ltr">{}</div>',
)  # fmt: skip
_APPLE = Plain(dot="• ", cells="\n")
_APPLE_PAGE = Rich(
    theirs="<div>{}</div>", open='<blockquote type="cite">', header="<div>{}</div>",
    around='<html><head><meta http-equiv="content-type" content="text/html; charset={charset}"></head><body dir="auto">{}</body></html>',
)  # fmt: skip
_OUTLOOK = Plain(prefix="", dot="  *   ", count="  {}.  ", links="{text}<{link}>")
_WORD_PAGE = Rich(
    theirs='<p class="MsoNormal">{}<o:p></o:p></p>', blank='<p class="MsoNormal"><o:p>&nbsp;</o:p></p>',
    ours='<p style="mso-margin-top-alt:auto">{}<o:p></o:p></p>', header='<p class="MsoNormal">{}<o:p></o:p></p>',
    open='<div style="border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0in 0in 0in">', close="</div>",
    cell='<td style="border:none;padding:3.0pt 9.0pt 3.0pt 0in"><p class="MsoNormal">{}<o:p></o:p></p></td>',
    around='<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal{margin:0in}</style></head><body lang="EN-US"><div class="WordSection1">{}</div></body></html>',
)  # fmt: skip
_OWA_PAGE = Rich(
    theirs='<div style="font-family:Calibri,Arial;font-size:12pt" class="elementToProof">{}</div>', header="<b></b>{}<br>",
    open='<hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"></div><div class="BodyFragment">', close="</div>",
    around='<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><body dir="ltr">{}</body></html>',
)  # fmt: skip
_YAHOO = Plain(prefix="", lead=" ", dot="   - ", count="   {}. ", cells=" | ")
_YAHOO_PAGE = Rich(
    theirs='<div dir="ltr" data-setdir="false">{}</div>', open='<div class="yahoo_quoted" style="margin:10px 0px 0px 0.8ex;border-left:1px solid #ccc"><div>',
    close="</div></div>", around='<html><body><div class="ydp1 yahoo-style-wrap">{}</div></body></html>',
)  # fmt: skip
_BIRD = Plain(width=72, close=True, flowed=True, bold="*", dot=" * ", count=" {}. ")
_BIRD_PAGE = Rich(
    theirs="<p>{}</p>",
    blank="",
    header='<div class="moz-cite-prefix">{}</div>',
    open='<blockquote type="cite" cite="mid:x@y">',
)
_PLAINEST = Rich()
_TABLED = Rich(
    open='<table width="100%"><tbody><tr><td style="border-left:2px solid #00f;padding-left:6px">',
    close="</td></tr></tbody></table>",
)
_TEXT = Plain(width=72)
_LATIN = ("us-ascii", "iso-8859-1", "utf-8")
_WINDOWS = ("us-ascii", "windows-1252", "koi8-r", "iso-8859-2", "gb2312", "utf-8")
_B64 = "base64"

STYLES: Final = (
    Style("Gmail, web", "gmail", _GMAIL, _GMAIL_PAGE),
    Style("Gmail, Android", "gmail", _GMAIL, _GMAIL_PAGE, encoding=_B64),
    Style("Gmail, iPhone", "gmail", _GMAIL, _GMAIL_PAGE, smart=True, references="parent"),
    Style("Apple Mail, Mac", "apple", _APPLE, _APPLE_PAGE, mailer="X-Mailer: Apple Mail (2.3774.600.62)", intro_quoted=True, smart=True),
    Style("Apple Mail, iPhone", "apple", Plain(first="\ufeff", cells="\n", dot=""), _APPLE_PAGE, mailer="X-Mailer: iPhone Mail (21F90)", signature="iphone", intro_quoted=True, smart=True),
    Style("Apple Mail, iPhone, text", "apple", Plain(first="\ufeff"), _APPLE_PAGE, parts="text", reads="text", signature="iphone", smart=True, references="parent"),
    Style("Outlook 365", "outlook", _OUTLOOK, _WORD_PAGE, inside=True, smart=True, local_re=True, charsets=_WINDOWS),
    Style("Outlook 2010", "outlook_2010", _OUTLOOK, _WORD_PAGE, mailer="X-Mailer: Microsoft Outlook 14.0", inside=True, local_re=True, charsets=_WINDOWS),
    Style("Outlook, text", "dashes", Plain(comb=72), _WORD_PAGE, mailer="X-Mailer: Microsoft Outlook 16.0", parts="text", reads="text", local_re=True, charsets=_WINDOWS, encoding="7bit"),
    Style("Outlook, HTML only", "outlook", _OUTLOOK, _WORD_PAGE, parts="html", inside=True, local_re=True, encoding=_B64),
    Style("Outlook, web", "outlook_rule", _OUTLOOK, _OWA_PAGE, inside=True, charsets=_LATIN),
    Style("Outlook, iPhone", "outlook_rule", _OUTLOOK, _OWA_PAGE, signature="outlook_ios", signature_link="https://aka.ms/o0ukef", inside=True, smart=True, charsets=_LATIN),
    Style("Outlook, Android", "outlook_rule", _OUTLOOK, _OWA_PAGE, parts="html", signature="outlook_android", signature_link="https://aka.ms/AAb9ysg", inside=True),
    Style("Outlook.com", "outlook_rule", _OUTLOOK, _OWA_PAGE, parts="html", charsets=_LATIN, inside=True),
    Style("Mail for Windows", "outlook", _OUTLOOK, _WORD_PAGE, signature="windows_mail", inside=True, encoding=_B64),
    Style("Yahoo, web", "yahoo", _YAHOO, _YAHOO_PAGE, mailer="X-Mailer: WebService/1.1.22356 YMailNovation", inside=True),
    Style("Yahoo, Android", "yahoo_phone", _YAHOO, _YAHOO_PAGE, mailer="X-Mailer: WebService/1.1.22356 YahooMailAndroidMobile", signature="yahoo_android", inside=True, smart=True),
    Style("AOL", "aol", _YAHOO, _YAHOO_PAGE, mailer="X-Mailer: WebService/1.1.22356 AolMail", inside=True),
    Style("Thunderbird", "bird", _BIRD, _BIRD_PAGE, mailer="User-Agent: Mozilla Thunderbird", place="bottom"),
    Style("Thunderbird, text", "bird", Plain(width=72, close=True, flowed=True), _BIRD_PAGE, mailer="User-Agent: Mozilla Thunderbird", parts="text", reads="text", place="bottom", encoding="8bit"),
    Style("Thunderbird, on top", "bird", _BIRD, _BIRD_PAGE, mailer="User-Agent: Mozilla Thunderbird", encoding="8bit"),
    Style("Proton Mail", "proton", Plain(dot="- ", cells="\n"), Rich(open='<blockquote class="protonmail_quote" type="cite">', header='<div class="protonmail_quote">{}</div>'), signature="proton_mail", encoding=_B64),
    Style("Zoho", "zoho", _OUTLOOK, Rich(open='<blockquote id="blockquote_zmail" style="margin:0px">', header='<div class="zmail_extra">{}</div>'), mailer="User-Agent: Zoho Mail"),
    Style("Samsung Email", "samsung", Plain(prefix="", cells=" "), _PLAINEST, signature="galaxy", smart=True, encoding=_B64, references="parent"),
    Style("Spark", "spark", Plain(cells="\n"), Rich(open='<blockquote type="cite" style="border-left:thin solid #1abc9c">', header='<div name="messageReplySection">{}</div>'), mailer="X-Readdle-Message-ID: x@Spark"),
    Style("Zimbra", "zimbra", Plain(prefix="", cells=" "), Rich(open='<hr id="zwchr"><div data-marker="__QUOTED_TEXT__">', close="</div>", header="<b></b>{}<br>"), mailer="X-Mailer: Zimbra 8.8.15_GA_4372 (ZimbraWebClient)"),
    Style("Lotus Notes", "notes", Plain(prefix="", width=72, comb=72), _TABLED, mailer="X-Mailer: IBM Notes Release 9.0.1", charsets=("us-ascii", "iso-8859-1", "koi8-r", "utf-8"), references="parent"),
    Style("GMX, web.de", "gmx", Plain(prefix="", cells="\n"), Rich(open='<div name="quote" style="margin:10px 5px 5px 10px;border-left:2px solid #C3D9E5">', close="</div>"), parts="html"),
    Style("Roundcube", "iso", _TEXT, _PLAINEST, mailer="User-Agent: Roundcube Webmail/1.6.7", parts="text", reads="text", charsets=("us-ascii", "utf-8"), encoding="7bit", place="bottom"),
    Style("Roundcube, on top", "iso", Plain(width=72, flowed=True), Rich(open='<blockquote type="cite" style="padding:0 0.4em;border-left:#1010ff 2px solid">', header='<p id="reply-intro">{}</p>'), mailer="User-Agent: Roundcube Webmail/1.5.3"),
    Style("K-9 Mail", "k9", Plain(), Rich(open='<blockquote class="gmail_quote" style="margin:0pt 0pt 0pt 0.8ex;border-left:1px solid #729fcf">', header='<div class="gmail_quote">{}</div>'), mailer="User-Agent: K-9 Mail for Android", signature="k9_mail", dashed=True),
    Style("eM Client", "em_client", Plain(cells="\t"), Rich(open='<blockquote cite="x@y" type="cite" class="cite2">', header="<div>{}</div>"), mailer="User-Agent: eM_Client/9.2.2054.0"),
    Style("QQ Mail", "qq", Plain(prefix="", cells=" "), Rich(open='<div style="padding:2px 0">', close="</div>", header="<div>{}</div>"), mailer="X-Mailer: QQMail 2.x", charsets=("gb18030",), encoding=_B64, references="parent"),
    Style("NetEase 163", "netease", Plain(prefix="", cells=" | "), _TABLED, mailer="X-Mailer: Coremail Webmail Server", charsets=("gbk", "utf-8"), encoding=_B64),
    Style("Yandex", "yandex", Plain(prefix="", cells="\n"), Rich(open="<blockquote>"), mailer="X-Mailer: Yamail [ http://yandex.ru ] 5.0", parts="html", encoding="8bit"),
    Style("Mail.ru", "mailru", Plain(prefix="> ", width=0, cells="\n", first=""), Rich(open='<blockquote style="border-left:1px solid #0857A6;margin:10px;padding:0 0 0 10px">'), mailer="X-Mailer: Mail.Ru Mailer 1.0", charsets=("utf-8",), encoding=_B64, references="none"),
    Style("BlackBerry", "blackberry", Plain(prefix="", width=0, cells="\n"), _TABLED, signature="blackberry", encoding=_B64, charsets=("us-ascii", "windows-1252", "utf-8"), references="none"),
    Style("mutt", "mutt", _TEXT, _PLAINEST, mailer="User-Agent: Mutt/2.2.12 (2023-09-09)", parts="text", reads="text", place="bottom", charsets=("us-ascii", "iso-8859-1", "utf-8"), encoding="8bit"),
)  # fmt: skip
BY_NAME: Final = {style.name: style for style in STYLES}
