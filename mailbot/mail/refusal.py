"""Why a server refused a letter, and whether asking again can help (RFC 3463, RFC 5321 section 4.2.3)."""

import re
from enum import StrEnum

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.-])([45][0-5]\d)(?=[ :\-#]|$)")


class Trouble(StrEnum):
    """Where the trouble lies."""

    ADDRESS = "address"  # nobody there: unknown user, address without a mailbox
    DOMAIN = "domain"  # no such host, or one that takes no mail at all (RFC 7505)
    MOVED = "moved"
    FULL = "full"
    DISABLED = "disabled"  # the mailbox exists and takes nothing now
    SENDER = "sender"  # our address, our host, our signature
    RULE = "rule"  # policy, spam, reputation, rate
    CONTENT = "content"  # too large, a virus, a form they do not take
    DELIVERY = "delivery"  # time, network, system, loops
    UNSAID = "unsaid"


HARD = frozenset({Trouble.ADDRESS, Trouble.DOMAIN, Trouble.MOVED})

# RFC 3463 section 3 and the registry of enhanced status codes. A detail that is not here, or that says nothing
# (x.y.0), leaves the word to the text.
BY_CODE = {
    "1.1": Trouble.ADDRESS, "1.2": Trouble.DOMAIN, "1.3": Trouble.ADDRESS, "1.6": Trouble.MOVED, "1.7": Trouble.SENDER,
    "1.8": Trouble.SENDER, "1.9": Trouble.SENDER, "1.10": Trouble.DOMAIN,
    "2.2": Trouble.FULL, "2.3": Trouble.CONTENT, "3.1": Trouble.FULL, "3.4": Trouble.CONTENT,
    "4.2": Trouble.DELIVERY, "4.4": Trouble.DOMAIN, "4.5": Trouble.DELIVERY, "4.6": Trouble.DELIVERY,
    "4.7": Trouble.DELIVERY,
}  # fmt: skip
BY_SUBJECT = {"6": Trouble.CONTENT, "7": Trouble.RULE}  # the whole subject speaks of it

# Words, tried in this order where no code decides. Those that speak of us or of a rule come first among the soft ones:
# "blocked: user unknown to our whitelist" is no unknown user.
NOBODY = re.compile(
    r"""(?ix)
      (?:user|recipient|ユーザー)\ (?:is\ |name\ is\ )?(?:unknown|not\ (?:found|recogni[sz]ed|exist)) | ディレクトリには見つかりません
    | unknown\ (?:local\ |virtual\ )?(?:user|mailbox|recipient|address|account) | mailbox\ (?:is\ )?(?:unavailable|not\ found)
    | no\ such\ (?:user|mailbox|recipient|address|person|account) | no\ valid\ recipient | invalid\ (?:final\ )?(?:delivery\ )?(?:mailbox|recipient|user|address)
    | (?:mailbox|user|recipient|address|account|e-?mail|inbox)\W.{0,60}?(?:(?:does\ not|doesn['’]t|not)\ (?:exist|found|known)|unknown|no\ longer\ (?:valid|exist|in\ use|available)|invalid|could\ not\ be\ found)
    | (?:does\ not|doesn['’]t)\ (?:have|exist) | not\ (?:a\ valid\ mailbox|our\ customer|listed\ in) | no\ mailbox\ (?:here|by\ that) | unable\ to\ find\ (?:user|recipient)
    | recipient\ address\ rejected(?::\ access\ denied|[\s.]*(?:\(in\ reply|$)) | this\ address\ no\ longer
    | usuario\ (?:desconocido|no\ existe) | (?:buz[óo]n|direcci[óo]n)\ (?:no\ existe|inexistente) | (?:benutzer|empf[äa]nger)\ (?:unbekannt|existiert\ nicht)
    | (?:utilisateur|destinataire|adresse)\ (?:inconnue?|n['’]existe\ pas|inexistante?) | utente\ sconosciuto | (?:casella|indirizzo)\ inesistente | usu[áa]rio\ (?:desconhecido|inexistente)"""
)
NOWHERE = re.compile(
    r"""(?ix) unrouteable | (?:host|domain)\ (?:is\ )?(?:unknown|not\ (?:found|exist|reachable)) | (?:domain|host)\W.{0,60}?not\ (?:found|exist)
    | name\ or\ service\ not\ known | nxdomain | no\ such\ (?:domain|host) | no\ mx\ record | null\ mx | does\ not\ accept\ mail | not\ accepting\ (?:any\ )?mail
    | network\ error\ on\ destination\ mxs\b.{0,20}no\ mx | dominio\ (?:no\ existe|inexistente)"""
)
MOVED = re.compile(r"(?i)(?:user|recipient|mailbox|address|account|it)\W{1,3}has (?:moved|left)\b|has moved to\b")
FULL = re.compile(
    r"""(?ix) quota | mailbox\ (?:is\ )?full | full\ mailbox | mailbox\W.{0,40}(?:full|exceed) | over\ ?limit | (?:insufficient|not\ enough|out\ of)\ (?:system\ )?(?:storage|disk|space)
    | buz[óo]n\ (?:est[áa]\ )?lleno | postfach\ (?:ist\ )?voll | bo[îi]te\ (?:aux\ lettres\ )?pleine | casella\ piena | caixa\ (?:de\ correio\ )?cheia | いっぱい|一杯"""
)
DISABLED = re.compile(
    r"(?i)suspend|(?:is|been|account|mailbox|user)[ :]{1,3}(?:temporarily )?(?:disabled|inactive|deactivated|locked)|discontinued|on hold"
)
RULES = re.compile(
    r"""(?ix) spam | block | blacklist | black\ list | reputation | policy | polic[íi]a | dmarc | dkim | \bspf\b | reverse | \bptr\b | rate\ ?limit | too\ many | greylist | grey-?list
    | relay | denied | not\ (?:allowed|permitted|authenticated) | too\ fast | throttl | try\ again | temporar | later"""
)
MATTER = re.compile(
    r"(?i)too (?:large|big|long)|size limit|exceeds?\W.{0,30}(?:size|limit|length)|virus|malware|content"
)
WAIT = re.compile(r"(?i)timed? ?out|expired|loop|too many hops|refused|unreachable|system (?:error|full|problem)")

# A server that took the recipient and refuses after DATA objects to the letter, whatever words it finds for it:
# Postfix, Exim, sendmail's transcript, and filters that name the command.
AFTER_DATA = re.compile(
    r"""(?imx) \(in\ reply\ to\ end\ of\ DATA | after\ (?:end\ of\ data|DATA) | ^>>>\ DATA[ \t]*\r?\n<<<\ [45]\d\d | ^-{3,}SMTP\ command\s{1,4}DATA\b"""
)
NEEDS_RECIPIENT = re.compile(
    r"(?i)need RCPT|no valid recipients|no recipients have been"
)  # pipelined: RCPT was refused
NO_ACCOUNT = re.compile(r"(?i)(?:does not|doesn['’]t) have an? \S{1,80} account")
OTHER_DOMAIN = re.compile(
    r"(?i)(?<![\w.@-])([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6}) (?:does not exist|not found|is unknown)"
)
AGAIN = re.compile(r"(?i)not found[,;.]? (?:please )?try again|try again later|temporar")
ADDRESS_WORDS = (
    (NOWHERE, Trouble.DOMAIN),
    (NOBODY, Trouble.ADDRESS),
    (MOVED, Trouble.MOVED),
)
OTHER_WORDS = (
    (FULL, Trouble.FULL),
    (DISABLED, Trouble.DISABLED),
    (RULES, Trouble.RULE),
    (MATTER, Trouble.CONTENT),
    (WAIT, Trouble.DELIVERY),
)


def trouble(status: str, words: str, *, domain: str = "", after_data: bool = False) -> Trouble:
    """Say where the trouble lies: by the code if it decides, then by the command refused, then by the words.

    A code for the address yields to words of a rule: many filters answer 5.1.1 to whom they do not like. After DATA
    the stock phrase "user unknown" is a filter's excuse; a sentence that there is no such account is still believed.
    """
    by_code = _by_code(status)
    other = next((kind for pattern, kind in OTHER_WORDS if pattern.search(words)), None)
    about_address = _about_address(words, domain)
    if by_code in HARD:
        return by_code if about_address or not other else other
    if by_code:
        return by_code
    if after_data and not NO_ACCOUNT.search(words):
        return other or Trouble.RULE
    if about_address and other is not Trouble.DISABLED and not AGAIN.search(words):
        return about_address
    return other or Trouble.UNSAID


def is_hard(status: str, words: str, *, domain: str = "", after_data: bool = False) -> bool:
    """Whether asking again will not help. Class 4 and replies 4yz are never hard (RFC 3463 section 3.1)."""
    reply = REPLY.search(words)
    if status.startswith("4") or (not status and reply is not None and reply[1].startswith("4")):
        return False
    return trouble(status, words, domain=domain, after_data=after_data) in HARD


def _about_address(words: str, domain: str) -> Trouble | None:
    other = OTHER_DOMAIN.search(words)
    if other and domain and other[1].lower() != domain:  # the name of a sender or of a host that they do not find
        return None
    return next((kind for pattern, kind in ADDRESS_WORDS if pattern.search(words)), None)


def refused_after_data(transcript: str) -> bool:
    """Whether the server had taken the recipient and refused the letter itself."""
    return bool(AFTER_DATA.search(transcript)) and not NEEDS_RECIPIENT.search(transcript)


def _by_code(status: str) -> Trouble | None:
    class_, _, rest = status.partition(".")
    subject, _, _ = rest.partition(".")
    return BY_CODE.get(rest) or (BY_SUBJECT.get(subject) if class_ else None)
