"""The post came back (RFC 3461-3464)."""

import re
from dataclasses import dataclass

from mailbot.mail.address import addresses

STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
REPLY = re.compile(r"(?<![\d.-])([45][0-5]\d)(?=[ \-#])")
GONE = re.compile(
    r"""(?ix) (?:user|recipient|ユーザー)\ (?:is\ |name\ is\ )?(?:unknown|not\ (?:found|recognized)) | ディレクトリには見つかりません | mailbox\ unavailable | domain\ is\ not\ reachable | unknown\ (?:local\ |virtual\ )?(?:user|mailbox|recipient|address|account) | no\ such\ (?:user|mailbox|recipient|address|person|domain|account)
    | (?:mailbox|user|recipient|address|account|e-?mail|inbox)\W.{0,60}?(?:(?:does\ not|doesn['’]t|not)\ (?:exist|found|known)|unknown|no\ longer|is\ disabled|inactive|invalid|discontinued)
    | (?:does\ not|doesn['’]t)\ (?:have|exist) | invalid\ (?:mailbox|recipient|user|address) | not\ (?:a\ valid\ mailbox|our\ customer|listed\ in) | unrouteable | host\ (?:unknown|not\ found)
    | (?:domain|host)\W.{0,60}?not\ (?:found|exist) | name\ or\ service\ not\ known | nxdomain | no\ mailbox\ (?:here|by\ that) | unable\ to\ find\ (?:user|recipient)
    | this\ address\ no\ longer | has\ (?:moved|left)\b | null\ mx | does\ not\ accept\ mail | not\ accepting\ (?:any\ )?mail"""
)
UNKNOWN = re.compile(
    r"(?i)(?:user|recipient|mailbox)s? (?:is )?unknown|unknown (?:user|recipient|mailbox)|no such (?:user|recipient|mailbox)"
)
STAYS = re.compile(
    r"(?i)quota|mailbox (?:is )?full|full mailbox|over ?limit|insufficient (?:system )?storage|spam|block|blacklist|reputation|policy|dmarc|dkim|spf\b"
    r"|reverse|ptr|rate limit|too many|timed? ?out|too large|size limit|virus|suspend|temporar|greylist|relay"
)
ADDRESS_CODES = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4", "5.4.1", "5.1.351"})
OTHER_TROUBLE = re.compile(
    r"5\.1\.[789]|5\.2\.[23]|5\.7\.\d+"
)  # the sender's address, a full box, a rule: not the recipient's address
VAGUE = re.compile(r"[245]\.0\.0|[245]\.[0-9]\.0")


@dataclass(frozen=True, slots=True)
class Bounced:
    """One recipient a delivery report speaks of."""

    address: str
    status: str  # enhanced code such as 5.1.1, "" if none
    hard: bool  # trying again will not help
    reason: str
    delayed: bool = False  # still being tried: no failure
    message_id: str = ""  # of the mail that did not arrive, if the report names it


def reported(fields: str) -> tuple[Bounced, ...]:
    """Read the machine-readable part of a delivery report (RFC 3464), a group of fields a recipient."""
    found = []
    for group in re.split(r"\n[ \t]*\n", fields):
        values = _fields(group)
        if "final-recipient" in values or "original-recipient" in values:
            found.append(_recipient(values))
    return tuple(one for one in found if one is not None)


def judged(address: str, words: str, *, failed: bool = True, status: str = "") -> Bounced:
    """Read what a server said about one recipient."""
    codes = STATUS.findall(words)
    clear = [code for code in codes if not VAGUE.fullmatch(code)]
    if not status or (VAGUE.fullmatch(status) and clear and clear[0][0] == status[0]):
        status = next(iter([*clear, *codes]), status)
    reason = " ".join(words.split())[:500]
    return Bounced(address, status, hard=failed and _gone(status, words), reason=reason, delayed=not failed)


def _recipient(values: dict[str, str]) -> Bounced | None:
    action = values.get("action", "failed").split("(")[0].strip().lower()
    if action not in {"failed", "delayed", "failure", "failed."}:
        return None
    address = _typed(values.get("original-recipient", "")) or _typed(values.get("final-recipient", ""))
    status = next(iter(STATUS.findall(values.get("status", ""))), "")
    words = values.get("diagnostic-code", "").partition(";")[2].strip() or values.get("diagnostic-code", "")
    return judged(address, words or values.get("status", ""), failed=action != "delayed", status=status)


def _fields(group: str) -> dict[str, str]:
    unfolded = re.sub(r"\n[ \t]+", " ", group)
    pairs = (line.partition(":") for line in unfolded.split("\n"))
    return {name.strip().lower(): value.strip() for name, colon, value in pairs if colon}


def _typed(value: str) -> str:
    kind, semicolon, address = value.partition(";")
    found = addresses(address if semicolon else kind)
    return found[0] if found else (address if semicolon else kind).strip().strip("<>").lower()


def _gone(status: str, words: str) -> bool:
    """Whether the address itself is the trouble. A full box or a spam filter may think better of it."""
    if status.startswith("4"):
        return False
    if GONE.search(words):
        return not (OTHER_TROUBLE.fullmatch(status) and not UNKNOWN.search(words))
    return status in ADDRESS_CODES and not STAYS.search(words)
