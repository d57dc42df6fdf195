"""Drafts and verdicts: what a person must say before a letter leaves, and when that does not count."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from mailbot.mediation.deadline import Deadline
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side


class DraftState(StrEnum):
    """Where a draft stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUPERSEDED = "superseded"  # by a newer revision or by what came since
    SENT = "sent"


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes with a letter."""

    name: str
    type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Draft:
    """One immutable revision of a letter not yet sent. ``id`` names the chain, ``revision`` the link."""

    id: str
    revision: int
    dispute_id: str
    client_id: str
    letter: Letter
    reader: Side
    address: str  # the reader's, as on file when drafted
    language: str
    subject: str
    text: str
    html: str = field(repr=False)
    why: tuple[str, ...]
    based_on: int  # the dispute's version when drafted
    caucus_at: int  # how many statements of the reader were on file: a newer one makes the draft stale
    created_at: datetime
    deadline: Deadline | None = None
    step: str | None = None
    details: dict[str, object] = field(default_factory=dict)  # the order's, to draft it afresh
    carried: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    template_hash: str = ""
    guard_hits: tuple[str, ...] = ()  # words the guard found; blocks until a lead lets it pass
    let_pass_by: str = ""  # the lead who did, and
    let_pass_reason: str = ""
    state: DraftState = DraftState.PENDING
    decided_by: str = ""
    decided_at: datetime | None = None
    reason: str = ""
    content_hash: str = ""  # over letter, reader, address, subject, text, html, enclosures; see content_hash()


class Via(StrEnum):
    """How a verdict reached us."""

    MAIL = "mail"
    PAGE = "page"
    COMMAND = "command"
    POLICY = "policy"  # the policy lets this letter go by itself
    DEMO = "demo"


class VerdictKind(StrEnum):
    """What a person says to a draft."""

    APPROVE = "approve"
    CHANGE = "change"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A person's word on one revision of a draft."""

    kind: VerdictKind
    draft_id: str
    revision: int
    content_hash: str
    by: str  # a person's id
    via: Via
    text: str = ""  # change: the new text
    reason: str = ""  # reject: why
