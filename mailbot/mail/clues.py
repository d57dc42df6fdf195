"""What may tell where a mail belongs."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from mailbot.mail.message import Message
from mailbot.mail.message_id import is_own
from mailbot.mail.token import Keys, tokens_in


class ClueKind(StrEnum):
    """Kinds of clue, the strongest first."""

    TOKEN = "token"  # noqa: S105 - a kind of clue, no password: a reply token in one of our addresses it was sent to
    OWN_ID = "own_id"  # our own signed Message-ID in In-Reply-To or References
    PARENT = "parent"  # a message we know in In-Reply-To or References
    TAG = "tag"  # our name for the dispute, D-..., in subject or new words
    ORDER = "order"  # an order number in subject or new words
    QUOTED = "quoted"  # our name for a dispute in what the mail quotes or forwards; counts where nothing else does


@dataclass(frozen=True, slots=True)
class Clue:
    """One hint: its kind and the value to look up (token, Message-ID, dispute, order number)."""

    kind: ClueKind
    value: str


LIMIT = 30  # clues of one kind, so that a hundred of one never crowd out the others
ORDER_LIMIT = 25
_TAG = re.compile(r"\[\s*(D-[\w-]{2,40})\s*\]", re.IGNORECASE)
_DISPUTE = re.compile(r"(?<![\w-])D[-\u2010-\u2013][A-Z0-9]{8}(?![\w-])", re.IGNORECASE)  # as new disputes are named
_LABELLED = re.compile(
    r"\b(?:orders?|pedidos?|[oó]rden(?:es)?|p\.?o\.?|purchase order|lots?|lotes?|invoice|factura|commande|bestellung)"
    r"(?:\s{0,2}(?:numbers?|n[uú]meros?|no\.?|nr\.?|n[º°]\.?|num\.?|id|ref\.?|is|es|[#:№])){0,3}\s{0,2}[#:]?\s{0,2}"
    r"((?=[\w./-]*\d)[A-Za-z0-9][\w./-]{1,39})",
    re.IGNORECASE,
)
_SPELLED = re.compile(r"(?<![\w$€£.,/-])(?:([A-Z]{1,4})\s?|([A-Za-z]{1,4})\s?[#:]\s?)(\d{3,12})(?![\w@-])")
_LOOSE = re.compile(r"(?<![\w$€£.,/:@+-])#?((?=[\w-]*\d[\w-]*\d[\w-]*\d)\w[\w-]{3,39})(?![\w@-])")
_YEAR_OR_SMALL = re.compile(r"\d{1,4}")
_ISO_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_READ_CHARACTERS = 40_000  # of a text, when names of disputes and orders are looked for


def clues(message: Message, keys: Keys, our_addresses: Collection[str]) -> tuple[Clue, ...]:
    """Gather all that may tell where a mail belongs, the strongest first, each once. Concludes nothing."""
    named = (*message.in_reply_to, *reversed(message.references), *_came_back(message))
    own = [name for name in named if is_own(keys, name)]
    tags = (*_TAG.findall(message.subject), *_disputes(message.subject), *_disputes(message.new_text))
    found = (
        _of(ClueKind.TOKEN, (token for ours in our_addresses for token in tokens_in(message.recipients, ours))),
        _of(ClueKind.OWN_ID, (name.lower() for name in own)),
        _of(ClueKind.PARENT, (name for name in named if name not in own and name != message.message_id)),
        _of(ClueKind.TAG, (tag.upper() for tag in tags)),
        _of(ClueKind.ORDER, order_numbers(message.subject, message.new_text)),
        _of(ClueKind.QUOTED, _disputes(message.text)),
    )
    return tuple(clue for kind in found for clue in islice(dict.fromkeys(kind), LIMIT))


def order_numbers(*texts: str) -> tuple[str, ...]:
    """Return all that looks like an order number; generous, for only those on file count. Labelled ones come first."""
    text = _DISPUTE.sub(" ", _TAG.sub(" ", "\n".join(text[:_READ_CHARACTERS] for text in texts)))
    labelled = [_trim(value) for value in _LABELLED.findall(text)]
    spelled = [
        written
        for upper, any_case, digits in _SPELLED.findall(text)
        for written in _spellings(upper or any_case, digits)
    ]
    loose = [value for value in map(_trim, _LOOSE.findall(text)) if not _no_order(value)]
    written = [value for value in (*labelled, *loose, *spelled) if len(value) > 1 and not _ISO_DATE.fullmatch(value)]
    both_cases = (each for value in written for each in (value, value.upper()))
    return tuple(dict.fromkeys(both_cases))[:ORDER_LIMIT]


def _of(kind: ClueKind, values: Iterable[str]) -> Iterator[Clue]:
    return (Clue(kind, value) for value in values)


def _disputes(text: str) -> tuple[str, ...]:
    """Return what is written like our name for a dispute, whatever dash a program made of its hyphen."""
    return tuple(f"D-{hit[2:].upper()}" for hit in _DISPUTE.findall(text[:_READ_CHARACTERS]))


def _came_back(message: Message) -> tuple[str, ...]:
    return tuple(bounce.message_id for bounce in message.bounces if bounce.message_id)


def _trim(value: str) -> str:
    return value.strip("._/-")


def _spellings(letters: str, digits: str) -> tuple[str, str]:
    return f"{letters.upper()}-{digits}", f"{letters.upper()}{digits}"  # "PO 1001" may be on file as PO-1001


def _no_order(value: str) -> bool:
    return bool(_YEAR_OR_SMALL.fullmatch(value) or _ISO_DATE.fullmatch(value))
