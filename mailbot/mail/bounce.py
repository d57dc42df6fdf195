"""The post came back (RFC 3461-3464)."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from mailbot.mail.address import addresses
from mailbot.mail.refusal import STATUS, is_hard

BLANK = re.compile(r"\n[ \t]*\n")
FAILED = frozenset({"failed", "failure", "failed.", "delayed"})  # RFC 3464 section 2.3.3; the rest is no failure
VAGUE = re.compile(r"[245]\.\d\.0")


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
    found = (_recipient(values) for values in _groups(fields))
    return tuple(one for one in found if one is not None)


def judged(address: str, words: str, *, failed: bool = True, status: str = "", after_data: bool = False) -> Bounced:
    """Read what a server said about one recipient."""
    codes = STATUS.findall(words)
    clear = [code for code in codes if not VAGUE.fullmatch(code)]
    if not status or (VAGUE.fullmatch(status) and clear and clear[0][0] == status[0]):
        status = next(iter([*clear, *codes]), status)
    reason = " ".join(words.split())[:500]
    hard = failed and is_hard(status, reason, domain=address.rpartition("@")[2], after_data=after_data)
    return Bounced(address, status, hard=hard, reason=reason, delayed=not failed)


def notified(text: str) -> tuple[Bounced, ...]:
    """Read a bounce that a mail service tells in JSON (Amazon SES), bare or inside a notification."""
    try:
        told, _ = json.JSONDecoder(strict=False).raw_decode(text.lstrip())
        if isinstance(told, dict) and isinstance(told.get("Message"), str):
            told = json.loads(told["Message"], strict=False)
        recipients = told["bounce"]["bouncedRecipients"] if told.get("notificationType") == "Bounce" else ()
        return tuple(
            judged(
                str(one["emailAddress"]).lower(), str(one.get("diagnosticCode", "")), status=str(one.get("status", ""))
            )
            for one in recipients
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ()


def _groups(fields: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each recipient. Some systems leave out the blank line between two of them."""
    for group in BLANK.split(fields):
        last: dict[str, str] = {}
        for name, value in _fields(group):
            if name in last and name in {"original-recipient", "final-recipient"}:
                yield last
                last = {}
            last.setdefault(name, value)
        if "final-recipient" in last or "original-recipient" in last:
            yield last


def _recipient(values: dict[str, str]) -> Bounced | None:
    action = values.get("action", "failed").split("(")[0].strip().lower()
    if action not in FAILED:
        return None
    # The address as we wrote it, where the report kept it (RFC 3464 section 2.3.1).
    address = _typed(values.get("original-recipient", "")) or _typed(values.get("final-recipient", ""))
    status = next(iter(STATUS.findall(values.get("status", ""))), "")
    words = values.get("diagnostic-code", "").partition(";")[2].strip() or values.get("diagnostic-code", "")
    return judged(address, words or values.get("status", ""), failed=action != "delayed", status=status)


def _fields(group: str) -> Iterator[tuple[str, str]]:
    unfolded = re.sub(r"\n[ \t]+", " ", group)
    pairs = (line.partition(":") for line in unfolded.split("\n"))
    return ((name.strip().lower(), value.strip()) for name, colon, value in pairs if colon)


def _typed(value: str) -> str:
    kind, semicolon, address = value.partition(";")
    found = addresses(address if semicolon else kind)
    return found[0] if found else (address if semicolon else kind).strip().strip("<>").lower()
