"""The last look before a letter may leave: nothing the other side told us may reach its reader."""

import re
from collections.abc import Collection, Iterator

from mailbot.claims.order import Order
from mailbot.mail.address import addresses
from mailbot.mail.message_id import Heard
from mailbot.mail.opened import Reading, opened, parsed_letter
from mailbot.mail.wording import RUN, Figure, figures, folded, phones, runs_of, squeezed, words
from mailbot.mediation.approval import Draft
from mailbot.mediation.confidence import Confidence, Value, confided, of_the_order
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.party import Side
from mailbot.policy.policy import Policy

_HITS = 20  # enough to see what is wrong
_BETWEEN_IDS = re.compile(r"[\s<>,;()\[\]\"']+")
_SMALL = 100  # a bare number below this counts units, days, lines
_COMPANY = re.compile(
    r"\b(?:ltd|llc|inc|gmbh|sl|sa|bv|co|corp|company|store|shop|desk|team|liquidat\w+|wholesale|outlet|trading|deals|supply|"
    r"group|depot|market)\b",
    re.IGNORECASE,
)
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Dr|Sr|Sra|Srta|Don|Doña)\.?"
_MONTHS = frozenset({"april", "may", "june", "august", "abril", "julio", "agosto"})  # names that are months too
_NAME_PARTS = (2, 3)


def guarded(
    content: bytes, draft: Draft, dispute: Dispute, order: Order, policy: Policy, ids: Heard
) -> tuple[str, ...]:
    """Return what in a draft's final bytes its reader must not learn, less what a lead let pass."""
    names = (policy.name, policy.contacts.seller_name)
    allowed = (*names, *of_the_order(order, dispute.claim))
    hits = (*guard(content, dispute, draft.reader, allowed=allowed), *_foreign_ids(content, ids, draft.reader))
    passed = draft.guard_hits if draft.let_pass_by else ()
    return tuple(hit for hit in hits if hit not in passed)


def guard(
    content: bytes, dispute: Dispute, reader: Side, also_known: Collection[str] = (), allowed: Collection[str] = ()
) -> tuple[str, ...]:
    """Return in words what in the final bytes the reader must not learn; empty if they may go.

    ``also_known``: further names, addresses, phone numbers and Message-IDs of the other side.
    ``allowed``: what the letter may say besides: the client's name, the order's title, sums and lines.
    """
    secrets = confided(dispute, reader, also_known, allowed)
    found: dict[str, str] = {}
    for reading in opened(content):
        for what in _found(reading, secrets, reader.other):
            found.setdefault(what, reading.where)
    return tuple(f"{what} (in {where})" for what, where in found.items())[:_HITS]


def _foreign_ids(content: bytes, ids: Heard, reader: Side) -> Iterator[str]:
    """Yield each id of a mail of the other side that stands in a letter.

    Who writes a mail chooses its id, so it is looked for as an id, whole: as letters inside words, or as an address that
    belongs there, one side's choice would hold up every letter to the other.
    """
    letter = parsed_letter(content)
    there = [each for name in ("From", "Reply-To", "To") for each in addresses(letter.get(name, ""))]
    known = {each.lower() for each in (*ids.own, *there)}
    secret = {each.lower() for each in ids.other if "@" in each} - known
    for reading in opened(content) if secret else ():
        text = reading.text.lower()
        near = [each for each in secret if each in text]
        if near:
            said = {word.strip(".:!?*_") for word in _BETWEEN_IDS.split(text)}
            yield from (
                f"the id {each} of a mail with the {reader.other} (in {reading.where})" for each in near if each in said
            )


def _found(reading: Reading, secrets: Confidence, side: Side) -> Iterator[str]:
    text = folded(reading.text)
    letters = squeezed(text)
    yield from (what for mark, what in secrets.marks.items() if mark in letters or mark[::-1] in letters)
    yield from (f"the {side}'s name {name!r}" for name in _named(reading.text, text, secrets.names))
    if secrets.phones:
        yield from (f"the {side}'s phone number ...{each}" for each in sorted(phones(text) & secrets.phones))
    yield from (f"the {side}'s words {phrase!r}" for phrase in _quoted(text, secrets.runs))
    if reading.prose and secrets.figures:
        yield from (f"the figure {each}, which the {side} told us" for each in _told(text, secrets))


def _quoted(text: str, secret: frozenset[str]) -> Iterator[str]:
    """Yield each stretch of the other's words, as long as it is."""
    if not secret:
        return
    listed = words(text)
    until = 0
    begun: int | None = None
    for start, run in enumerate(runs_of(listed)):
        if run in secret:
            begun = start if begun is None else begun
            until = start + RUN
        elif begun is not None and start >= until:
            yield " ".join(listed[begun:until])
            begun = None
    if begun is not None:
        yield " ".join(listed[begun:until])


def _told(text: str, secrets: Confidence) -> Iterator[str]:
    for figure in figures(text):
        for value in figure.values:
            key = (figure.share, value)
            if key in secrets.figures and _same_sense(figure, key, secrets):
                yield figure.written


def _same_sense(figure: Figure, key: Value, secrets: Confidence) -> bool:
    """Whether a number is that sum, and not a count that happens to be equal."""
    if figure.counted:
        return False
    return figure.share or figure.money or key[1] >= _SMALL or key in secrets.plain_figures


def _named(original: str, text: str, names: tuple[str, ...]) -> Iterator[str]:
    spaced = ""
    for name in names:
        listed = words(folded(name))
        spaced = spaced or f" {' '.join(words(text))} "
        if f" {' '.join(listed)} " in spaced or f" {' '.join(reversed(listed))} " in spaced:
            yield name
        elif len(listed) in _NAME_PARTS and not _COMPANY.search(name):
            yield from (part for part in (name.split()[0], name.split()[-1]) if _addressed(original, part))


def _addressed(text: str, part: str) -> bool:
    """Whether part of a person's name stands as a name: after a title, or with a capital inside a sentence."""
    if len(part) < len("Ann") or part.casefold() in _MONTHS or part not in text:
        return False
    spoken = rf"(?:{_TITLE}\s{re.escape(part)}|[a-zà-ÿ,;]\s{re.escape(part)})(?!\w)"
    return bool(re.search(spoken, text)) and not re.search(rf"(?<!\w){re.escape(part.lower())}(?!\w)", text)
