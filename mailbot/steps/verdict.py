"""A mediator's verdict by mail: one small grammar, and anything else sends nothing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailbot.mail.authentication import Trust
from mailbot.mail.message import Message, SpanKind
from mailbot.mediation.approval import VerdictKind
from mailbot.mediation.party import Person

MARKERS = {"en": "=====[ write above this line ]=====", "es": "=====[ escriba encima de esta línea ]====="}
VERBS = {
    VerdictKind.APPROVE: ("APPROVE", "APRUEBO", "APROBAR"),
    VerdictKind.REJECT: ("REJECT", "RECHAZO", "RECHAZAR"),
    VerdictKind.CHANGE: ("CHANGE", "CAMBIO", "CAMBIAR"),
}
HOW = "The first line must be APPROVE, or REJECT and why, or CHANGE alone with the whole new text below it."

_STRICT = re.ASCII | re.IGNORECASE  # no letter of another script passes for one of ours
_APPROVE = re.compile(rf"(?:{'|'.join(VERBS[VerdictKind.APPROVE])})[.!]?", _STRICT)
_REJECT = re.compile(rf"(?:{'|'.join(VERBS[VerdictKind.REJECT])})(?:[\s:,.;–—-]+(.*))?", _STRICT)
_CHANGE = re.compile(rf"(?:{'|'.join(VERBS[VerdictKind.CHANGE])})[:.]?", _STRICT)
_MARKER = re.compile("|".join(re.escape(marker.strip("=[] ")) for marker in MARKERS.values()), re.IGNORECASE)
_CLOSER = re.compile(
    r"(?:--|—|__|(?:many )?thanks|thank you|(?:kind |best |warm )?regards|best|cheers|sincerely|sent from|get outlook|"
    r"gracias|saludos|un saludo|atentamente|cordialmente|enviado desde)\b.{0,60}|--|—+|_{2,}",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\b(?:but|not|don'?t|wait|no|please|change|instead|except|only if|unless|if|after|before|hold|stop|reject|pero|"
    r"cambi\w*|espera\w*|salvo|excepto|si|por favor|antes|despu[eé]s|rechaz\w*)\b|\?",
    re.IGNORECASE,
)
_QUOTE_HEAD = re.compile(
    r"^(?:>|-{2,} ?(?:original|mensaje)|_{10,}$|(?:from|de|von): |(?:on|el) .{6,200}(?:\n.{0,80})?(?:wrote|escribi[oó]):)",
    re.IGNORECASE | re.MULTILINE,
)
_SIGNATURE_LINES = 10
_SIGNATURE_LINE = 80
_BEYOND = 12  # letters after the own words that must still agree between text and HTML
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:font-size|opacity|max-height|max-width)\s*:\s*0(?![.\d]*[1-9])|"
    r"mso-hide\s*:\s*all|text-indent\s*:\s*-\d{3}",
    re.IGNORECASE,
)
_NO_WORDS = frozenset({"script", "style", "head", "title", "template", "noscript", "-comment", "-doctype"})


@dataclass(frozen=True, slots=True)
class VerdictRead:
    """What a mail says of a draft; with a fault it says nothing."""

    kind: VerdictKind | None = None
    text: str = ""  # change: the new text
    reason: str = ""  # reject: why
    fault: str = ""


def sender_fault(message: Message, person: Person) -> str:
    """Return why a mail is not this person's own word, in words; "" if it is. The secret address alone is not enough."""
    return next(_sender_faults(message, person), "")


def _sender_faults(message: Message, person: Person) -> Iterator[str]:
    sender = message.sender
    if message.quarantine:
        yield f"the mail must be looked at first: {message.quarantine}"
    if sender.trust is not Trust.PROVEN:
        yield f"nothing proves that the mail comes from {sender.address or 'one sender'} ({sender.reason})"
    if sender.address.lower() != person.address.lower():
        yield f"it does not come from {person.name}'s registered address"
    if message.automatic is not None or message.bounces or message.ours:
        yield "a machine wrote it"
    if not person.active:
        yield f"{person.name} is not active any more"


def read_verdict(message: Message) -> VerdictRead:
    """Read the first line of the sender's own words. Only a full match counts; text and HTML must say the same."""
    own, end = _own_words(message)
    lines = own.strip().split("\n")
    read = _read(lines[0].strip(), lines[1:], message)
    if not read.fault and message.html and not _html_agrees(message, end):
        return VerdictRead(fault="the text and the HTML of the mail do not say the same; write it as plain text")
    return read


def _read(first: str, rest: list[str], message: Message) -> VerdictRead:
    if _APPROVE.fullmatch(first):
        return _approval(rest, message)
    rejected = _REJECT.fullmatch(first)
    if rejected:
        reason = " ".join(" ".join([rejected[1] or "", *rest]).split())
        return (
            VerdictRead(VerdictKind.REJECT, reason=reason)
            if reason
            else VerdictRead(fault=f"REJECT needs a reason. {HOW}")
        )
    if _CHANGE.fullmatch(first):
        text = _new_letter(message, first)
        return (
            VerdictRead(VerdictKind.CHANGE, text=text)
            if text
            else VerdictRead(fault=f"no new text stands below CHANGE. {HOW}")
        )
    return VerdictRead(
        fault=f"its first line is {first[:60]!r}. {HOW}"
        if first
        else f"no words of its own stand above the line. {HOW}"
    )


def _approval(rest: list[str], message: Message) -> VerdictRead:
    """Let a signature stand below APPROVE, but no words that might be meant for us."""
    lines = [line.strip() for line in rest if line.strip()]
    if not lines or _is_signature(lines, message.sender.name):
        return VerdictRead(VerdictKind.APPROVE)
    return VerdictRead(
        fault=f"other words stand below APPROVE: {lines[0][:60]!r}. To change the letter, use CHANGE. {HOW}"
    )


def _is_signature(lines: list[str], name: str) -> bool:
    given = name.split(maxsplit=1)[0].casefold() if name.split() else ""
    first = lines[0].casefold()
    begins = _CLOSER.match(lines[0]) or (given and (first == given or first == name.casefold()))
    short = len(lines) <= _SIGNATURE_LINES and all(len(line) <= _SIGNATURE_LINE for line in lines)
    return bool(begins) and short and not any(_DOUBT.search(line) for line in lines)


def _own_words(message: Message) -> tuple[str, int]:
    """Return the sender's new words above the marker line, and where they end in the text."""
    marker = _MARKER.search(message.text)
    limit = message.text.rfind("\n", 0, marker.start()) + 1 if marker else len(message.text)
    spans = [span for span in message.spans if span.kind is SpanKind.NEW and span.start < limit]
    words = "".join(message.text[span.start : min(span.end, limit)] for span in spans)
    head = _QUOTE_HEAD.search(words) if marker else None  # our draft is quoted, and its heading passed for new words
    cut = len(words) - head.start() if head else 0
    return words[: len(words) - cut], max((min(span.end, limit) for span in spans), default=cut) - cut


def _new_letter(message: Message, verb: str) -> str:
    """Return the words below CHANGE down to the marker, a quote or the mail's own signature mark.

    What unquote takes for a closing ("Kind regards ...") belongs to the new letter, so signatures are kept.
    """
    marker = _MARKER.search(message.text)
    quotes = [span.start for span in message.spans if span.kind in (SpanKind.QUOTED, SpanKind.FORWARDED)]
    new = min((span.start for span in message.spans if span.kind is SpanKind.NEW), default=0)
    start = message.text.find(verb, new) + len(verb)
    ends = [end for end in (*quotes, marker.start() if marker else len(message.text)) if end >= start]
    text = message.text[start : min(ends, default=len(message.text))]
    if marker and not min(quotes, default=marker.start()) < marker.start():
        text = text[: text.rfind("\n") + 1]  # the marker's own line, with whatever quotes it
    return re.split(r"^-- ?$", text, maxsplit=1, flags=re.MULTILINE)[0].strip()


def _html_agrees(message: Message, end: int) -> bool:
    """Whether the HTML, with and without its hidden words, begins with the same letters as the text."""
    said = len(_letters(message.text[:end])) + _BEYOND
    told = _letters(message.text)[:said]
    readings = (_letters(_html_text(message.html, hidden=hidden)) for hidden in (True, False))
    return all(reading[:said] == told for reading in readings)


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _html_text(html: str, *, hidden: bool) -> str:
    tree = LexborHTMLParser(html)
    return "".join(_texts(tree.body, hidden=hidden)) if tree.body is not None else ""


def _texts(node: LexborNode, *, hidden: bool) -> Iterator[str]:
    waiting = [node]
    while waiting:
        current = waiting.pop()
        if current.tag == "-text":
            yield current.text_content or ""
        elif current.tag not in _NO_WORDS and (hidden or not _is_hidden(current)):
            waiting.extend(reversed(list(current.iter(include_text=True))))


def _is_hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))
