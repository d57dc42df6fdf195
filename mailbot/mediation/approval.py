"""Drafts and verdicts: what a person must say before a letter leaves, and when that does not count."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256

from mailbot.mediation.deadline import Deadline
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Person, Role, Side
from mailbot.mediation.phase import Phase
from mailbot.policy.rules import Approval

BY_POLICY = "policy"  # who decided on a letter that goes by itself
_BY_ITSELF = "the policy lets this letter go by itself"


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


def let_go(draft: Draft, rules: Approval, now: datetime) -> Draft:
    """Return the draft as approved by the policy, if the policy lets its letter leave without a person; else as it is."""
    if draft.letter not in rules.automatic or draft.letter in rules.second_pair:
        return draft
    return replace(draft, state=DraftState.APPROVED, decided_by=BY_POLICY, decided_at=now, reason=_BY_ITSELF)


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


_ON_HOLD = frozenset({Letter.HOLD_NOTICE, Letter.PERSON_TAKES_OVER})
_ONCE_CLOSED = frozenset(
    {
        *(Letter.CLOSED_NO_ANSWER, Letter.CLOSED_NOT_PURSUED, Letter.CLOSING),
        *(Letter.NOT_ELIGIBLE, Letter.BELOW_TOLERANCE, Letter.PERSON_TAKES_OVER),
    }
)


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand now, when a verdict is given: what the draft was made from is compared with this."""

    person: Person | None  # who gives it; None: the policy
    mediator: str  # the id of who is in charge of the dispute
    rules: Approval
    newest_revision: int
    caucus_now: int  # statements of the reader on file
    address: str  # the reader's, as on file
    template_hash: str
    phase: Phase
    guard_hits: tuple[str, ...] = ()  # what the guard finds now
    approved_by: tuple[str, ...] = ()  # ids of who approved this very revision before
    amount: Decimal | None = None  # the largest sum the letter carries, in the policy's currency


def content_hash(draft: Draft) -> str:
    """Return the hash a verdict names: over all that the reader would get, and who the reader is."""
    parts = [draft.letter, draft.reader, draft.address, draft.language, draft.subject, draft.text, draft.html]
    files = [(file.name, file.type, sha256(file.content).hexdigest()) for file in draft.enclosures]
    return sha256(repr((tuple(map(str, parts)), files)).encode("utf-8", "backslashreplace")).hexdigest()


def judge(verdict: Verdict, draft: Draft, standing: Standing) -> str:
    """Return why a verdict does not count, in words for who gave it; "" if it counts."""
    return next(_reasons(verdict, draft, standing), "")


def counts_as_first(verdict: Verdict, draft: Draft, standing: Standing) -> bool:
    """Whether all that is missing to an approval is a second person's: it is to be remembered as the first."""
    reasons = tuple(_reasons(verdict, draft, standing))
    return (
        bool(reasons)
        and verdict.by not in standing.approved_by
        and set(reasons) == set(_pair(verdict, draft, standing))
    )


def token_fault(expires_at: datetime, burned_at: datetime | None, now: datetime) -> str:
    """Return why a one-time reply address does not count any more; "" if it does."""
    if burned_at is not None:
        return "this reply address has been used before; each works once"
    return "this reply address is out of date" if now >= expires_at else ""


def _reasons(verdict: Verdict, draft: Draft, standing: Standing) -> Iterator[str]:
    yield from _draft_reasons(verdict, draft, standing)
    yield from _person_reasons(verdict, draft, standing)
    if verdict.kind is VerdictKind.REJECT:
        return  # saying no needs no fresh state
    yield from _stale_reasons(verdict, draft, standing)
    if verdict.kind is VerdictKind.APPROVE:
        yield from _guard_reasons(draft, standing)
        yield from _pair(verdict, draft, standing)
    if verdict.via is Via.MAIL and verdict.kind is VerdictKind.APPROVE:
        yield from _mail_reasons(draft, standing)


def _draft_reasons(verdict: Verdict, draft: Draft, standing: Standing) -> Iterator[str]:
    if draft.state is not DraftState.PENDING:
        by = f" by {draft.decided_by}" if draft.decided_by else ""
        yield f"the draft is {draft.state} already{by}"
    if standing.newest_revision > draft.revision or (verdict.draft_id, verdict.revision) != (draft.id, draft.revision):
        yield f"there is a newer revision of this draft ({standing.newest_revision}); the verdict names {verdict.revision}"


def _person_reasons(verdict: Verdict, draft: Draft, standing: Standing) -> Iterator[str]:
    person = standing.person
    if person is None:
        if verdict.via is not Via.POLICY or verdict.kind is not VerdictKind.APPROVE:
            yield "nobody we know gave this verdict"
        elif str(draft.letter) not in standing.rules.automatic:
            yield f"the policy does not let {draft.letter} go by itself"
        return
    if person.id != verdict.by:
        yield f"the verdict names {verdict.by}, but {person.id} gave it"
    if not person.active:
        yield f"{person.name} is not active any more"
    elif not person.sees(draft.client_id):
        yield f"{person.name} does not work for {draft.client_id}"
    elif not _in_charge(person, draft, standing):
        yield f"{person.name} is not in charge of this dispute"


def _in_charge(person: Person, draft: Draft, standing: Standing) -> bool:
    second = Role.MEDIATOR in person.roles and str(draft.letter) in standing.rules.second_pair
    first = Role.MEDIATOR in person.roles and person.id == standing.mediator
    helps = Role.MEDIATOR in person.roles and bool(standing.approved_by)
    return Role.LEAD in person.roles or first or second or helps


def _stale_reasons(verdict: Verdict, draft: Draft, standing: Standing) -> Iterator[str]:
    if not draft.content_hash == verdict.content_hash == content_hash(draft):
        yield "the draft is not the text that was shown: its content hash differs"
    if standing.caucus_now > draft.caucus_at:
        yield f"the {draft.reader} wrote again since this was drafted"
    if standing.address != draft.address:
        yield f"the {draft.reader}'s address changed since this was drafted"
    if draft.template_hash and standing.template_hash != draft.template_hash:
        yield "the template changed since this was drafted"
    if standing.phase is Phase.HOLD and draft.letter not in _ON_HOLD:
        yield "the dispute is on hold"
    if standing.phase is Phase.CLOSED and draft.letter not in _ONCE_CLOSED:
        yield "the dispute is closed"


def _guard_reasons(draft: Draft, standing: Standing) -> Iterator[str]:
    let_pass = draft.guard_hits if draft.let_pass_by and draft.let_pass_reason else ()
    hits = [hit for hit in dict.fromkeys((*draft.guard_hits, *standing.guard_hits)) if hit not in let_pass]
    if hits:
        yield f"the guard stopped it: {'; '.join(hits)} (only a lead can let it pass)"


def _mail_reasons(draft: Draft, standing: Standing) -> Iterator[str]:
    rules = standing.rules
    if str(draft.letter) in rules.never_by_mail:
        yield f"{draft.letter} is never approved by mail: use the page or the command line"
    if rules.mail_limit is not None and standing.amount is not None and standing.amount > rules.mail_limit:
        yield f"sums above {rules.mail_limit} are never approved by mail: use the page or the command line"
    if draft.let_pass_by:
        yield "a letter that a lead let pass the guard is never approved by mail"


def _pair(verdict: Verdict, draft: Draft, standing: Standing) -> Iterator[str]:
    """Two people must agree where the policy says so, and always where one of them is a trainee."""
    person = standing.person
    others = [name for name in standing.approved_by if name != verdict.by]
    if verdict.kind is not VerdictKind.APPROVE or others:
        return
    if person is not None and person.trainee:
        yield f"{person.name} is a trainee: a second person must approve it too"
    elif str(draft.letter) in standing.rules.second_pair:
        yield f"{draft.letter} needs a second person's approval"
