"""What happens to a dispute, and what follows from it. All values; nothing here acts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from mailbot.claims.claim import Claim
from mailbot.errors import RowFault
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.deadline import Deadline
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from mailbot.mediation.intent import Intent
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import AddressUse, Side
from mailbot.mediation.phase import Outcome

Plain = str | int | bool | None | tuple["Plain", ...] | Mapping[str, "Plain"]


# --- happenings


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """A file that came with a mail, and what it was taken for."""

    item: str  # a key of policy.evidence[...].required, or "other"
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PartyWrote:
    """A party's mail, placed and read."""

    side: Side
    message_id: str  # the store's id
    words: str
    trust: Trust
    speaks: bool  # whether the address may bind
    intents: tuple[Intent, ...]
    claim: Claim | None = None  # from a claim sheet or the words
    evidence: tuple[EvidenceItem, ...] = ()
    language: str | None = None
    heat: int = 0
    problems: tuple[str, ...] = ()
    sheet_faults: tuple[RowFault, ...] = ()  # of a claim sheet that came with it
    received_at: datetime | None = None  # by our server; None: just now


@dataclass(frozen=True, slots=True)
class MachineWrote:
    """A party's machine answered: out of office, receipt, list."""

    side: Side
    message_id: str
    kind: AutomaticKind
    until: date | None


@dataclass(frozen=True, slots=True)
class StrangerWrote:
    """A mail came with this side's own reply address or answers our letter to them, from an address nobody knows."""

    side: Side
    message_id: str
    address: str


@dataclass(frozen=True, slots=True)
class PostCameBack:
    """A letter to this side was not delivered."""

    side: Side
    address: str
    hard: bool
    reason: str


@dataclass(frozen=True, slots=True)
class LetterLeft:
    """The post took a letter."""

    letter: Letter
    reader: Side
    message_id: str
    draft_id: str
    text: str
    deadline: Deadline | None
    carried: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftRejected:
    """A mediator does not want this letter."""

    letter: Letter
    reader: Side
    by: str
    reason: str


class MoveKind(StrEnum):
    """What a mediator may do besides a verdict on a draft."""

    CONFIRM = "confirm"  # a suggestion; number says which
    DISMISS = "dismiss"
    EXTEND = "extend"  # words: side; number: working days
    HOLD = "hold"
    RESUME = "resume"
    CLOSE = "close"
    DONE = "done"  # a task; number says which
    HAND_OVER = "hand_over"
    ADDRESS = "address"  # side, address and its use: on file from now on, or no longer


@dataclass(frozen=True, slots=True)
class MediatorMoved:
    """A mediator's own move."""

    by: str
    kind: MoveKind
    number: int | None = None
    side: Side | None = None
    reason: str = ""
    outcome: Outcome | None = None  # close: how it ended
    address: str = ""
    use: AddressUse = AddressUse.INFORMS  # address: what it is good for


@dataclass(frozen=True, slots=True)
class TimePassed:
    """The clock was looked at. ``unread``: sides of whom mail waits unread or in quarantine."""

    unread: frozenset[Side] = frozenset()


Happening = (
    PartyWrote | MachineWrote | StrangerWrote | PostCameBack | LetterLeft | DraftRejected | MediatorMoved | TimePassed
)


# --- what follows


@dataclass(frozen=True, slots=True)
class LetterOrder:
    """A letter to be drafted: which, to whom, why, and what it needs beyond the reader's view."""

    letter: Letter
    reader: Side
    why: tuple[str, ...]  # what came in, what it was read as, which rule: shown to the mediator
    step: str | None = None  # the policy's step whose deadline the letter announces
    keep: Deadline | None = None  # announce this running deadline again, do not count anew
    details: Mapping[str, Plain] = field(default_factory=dict)  # plain values the view passes through
    attach: tuple[str, ...] = ()  # "claim_sheet", "valuation_sheet"
    carried: tuple[str, ...] = ()  # "offer 2", "fact 1": what crosses with it


class NoticeKind(StrEnum):
    """Why a person on our side gets a mail."""

    TASK = "task"
    ESCALATION = "escalation"
    HOLD = "hold"
    SUGGESTION = "suggestion"


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for a person on our side: who by role, what about."""

    role: str  # mediator, lead, account_manager
    kind: NoticeKind
    text: str


@dataclass(frozen=True, slots=True)
class Decision:
    """What follows from a happening."""

    dispute: Dispute  # as it is after the events
    events: tuple[Event, ...] = ()
    letters: tuple[LetterOrder, ...] = ()
    notices: tuple[Notice, ...] = ()
