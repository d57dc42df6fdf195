"""A decision to the writes that carry it out: events, drafts, letters that go by themselves, mails to our people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from typing import cast

from mailbot.flow.desk import Desk, File
from mailbot.flow.notes import approval_mail, in_charge, notice_mail
from mailbot.flow.outgoing import heard, internal_row, queued, to_people
from mailbot.mail.token import approval_token, reply_token, tagged, token_hash
from mailbot.mediation.approval import Draft, DraftState
from mailbot.mediation.decision import Decision, LetterOrder, Notice, NoticeKind, Plain
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.escalation import task_follow_up
from mailbot.mediation.events import Event, LetterDropped, StatementMade, TaskRaised
from mailbot.mediation.evolve import evolve
from mailbot.mediation.party import Person, Role, Side
from mailbot.ports import (
    AddDraft,
    AddReplyToken,
    AddToken,
    AddToOutbox,
    AppendEvents,
    ApprovalToken,
    Asked,
    SetDraft,
    Write,
    Written,
)


async def carry_out(desk: Desk, decision: Decision, file: File) -> tuple[Write, ...]:
    """Return the writes of a decision. ``file`` is the dispute's before it.

    A pending draft to a reader is overtaken by a new letter to them and by their newer mail; in the second case the
    same letter is drafted afresh, so that the mediator approves it in the light of that mail.
    """
    now = desk.clock.now()
    after = decision.dispute
    version = after.version - len(decision.events)  # of the dispute before; 0 if it is opened now
    plan = _plan(file.pending, decision)
    written = await _written(desk, replace(file, dispute=after), plan.orders)
    holes = _holes(replace(file, dispute=after), plan.orders, written, now)
    events = (*decision.events, *holes)
    final = reduce(evolve, holes, after)
    writes: list[Write] = [AppendEvents(final, version, events)] if events else []
    if version == 0:
        writes += _reply_tokens(desk, final, now)
    writes += [
        SetDraft(item.id, item.revision, DraftState.PENDING, DraftState.SUPERSEDED, "mailbot", now, reason)
        for item, reason in plan.overtaken
    ]
    after_file = replace(file, dispute=final)
    for one in written:
        writes += keep(desk, one, after_file)
    for notice in (*decision.notices, *_told(holes)):
        people = in_charge(desk, after_file, notice.role)
        writes += to_people(desk, people, notice_mail(notice, after_file, final.id), now)
    return tuple(writes)


async def put_forward(desk: Desk, item: Draft, file: File) -> tuple[Write, ...]:
    """Keep a draft that a person changed or took back, or whose date moved: it waits for a person, whatever the policy."""
    ids = heard(file, item.reader)
    return keep(desk, await desk.scribe.put_forward(desk.papers(file), item, ids), file)


def keep(desk: Desk, written: Written, file: File) -> tuple[Write, ...]:
    """Keep a draft and ask for its approval; or let it go, where the policy says so and the guard found nothing."""
    now = desk.clock.now()
    if written.draft is None:
        return ()
    if written.envelope is None:
        return AddDraft(written.draft), *ask_approval(desk, written.draft, file, now)
    return AddDraft(written.draft), *queued(desk, written.draft, written.envelope, now)


def ask_approval(desk: Desk, item: Draft, file: File, now: datetime) -> tuple[Write, ...]:
    """Send the draft to whoever may approve it, each with a one-time reply address where the server takes such."""
    writes: list[Write] = []
    for person in approvers(desk, file, item):
        reply_to = ""
        if desk.identity.plus_addresses:
            secret, token = _one_time(desk, item, person, now)
            reply_to = tagged(desk.identity.address, secret)
            writes.append(AddToken(token))
        mail = approval_mail(person, item, file, reply_to, desk.approval_hours)
        writes.append(AddToOutbox(internal_row(desk, mail, now)))
    return tuple(writes)


def _one_time(desk: Desk, item: Draft, person: Person, now: datetime) -> tuple[str, ApprovalToken]:
    nonce = f"{desk.new_id()}{desk.new_id()}".encode()
    bound_to = (item.id, str(item.revision), item.content_hash, person.id)
    secret = approval_token(desk.identity.keys, nonce, *bound_to)
    expires_at = now + timedelta(hours=desk.approval_hours)
    return secret, ApprovalToken(token_hash(secret), item.id, item.revision, item.content_hash, person.id, expires_at)


def approvers(desk: Desk, file: File, item: Draft) -> tuple[Person, ...]:
    """Return who is asked: the mediator in charge, and a lead where two must agree or the guard holds it."""
    people = list(in_charge(desk, file))
    second = item.letter in file.policy.approval.second_pair or any(person.trainee for person in people)
    if second or item.guard_hits:
        people += [lead for lead in desk.in_role(Role.LEAD, file.dispute.client_id) if lead not in people]
    return tuple(people)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which pending drafts are overtaken, and which letters are to be drafted."""

    orders: tuple[tuple[LetterOrder, Draft | None], ...]  # with the draft it is a new revision of
    overtaken: tuple[tuple[Draft, str], ...]


def _plan(pending: Sequence[Draft], decision: Decision) -> _Plan:
    """Compare what waits with what was decided; the decision itself says which letters became pointless."""
    wrote = {event.side for event in decision.events if isinstance(event, StatementMade)}
    ordered = {(order.letter, order.reader) for order in decision.letters}
    gone = {(event.letter, event.reader) for event in decision.events if isinstance(event, LetterDropped)}
    orders: list[tuple[LetterOrder, Draft | None]] = []
    overtaken: list[tuple[Draft, str]] = []
    for item in pending:
        if (item.letter, item.reader) in ordered:
            overtaken.append((item, "drafted afresh"))
        elif (item.letter, item.reader) in gone:
            overtaken.append((item, "what happened since made it pointless"))
        elif item.reader in wrote:
            overtaken.append((item, f"a newer mail of the {item.reader} came"))
            orders.append((order_of(item), item))
    chains = {(item.letter, item.reader): item for item in pending}
    orders += [(order, chains.get((order.letter, order.reader))) for order in decision.letters]
    return _Plan(tuple(orders), tuple(overtaken))


def order_of(item: Draft) -> LetterOrder:
    """Return the order a draft was made from, to draft it afresh."""
    keep = item.deadline if item.step is None else None
    return LetterOrder(
        item.letter,
        item.reader,
        item.why,
        step=item.step,
        keep=keep,
        details=cast("Mapping[str, Plain]", item.details),
        attach=tuple(enclosure.name for enclosure in item.enclosures),
        carried=item.carried,
    )


async def _written(desk: Desk, file: File, orders: Sequence[tuple[LetterOrder, Draft | None]]) -> tuple[Written, ...]:
    if not orders:
        return ()
    asked = [Asked(order, former.id if former else desk.new_id(), former) for order, former in orders]
    return await desk.scribe.write(desk.papers(file), asked, {side: heard(file, side) for side in Side})


def _holes(
    file: File, orders: Sequence[tuple[LetterOrder, Draft | None]], written: Sequence[Written], now: datetime
) -> list[Event]:
    """Return what follows for the dispute from letters that were not drafted: each is given up, and a task."""
    holes: list[Event] = []
    for (order, _), one in zip(orders, written, strict=True):
        if one.draft is None:
            reason = f"{order.letter} to the {order.reader} was not drafted: {one.hole}"
            holes.append(LetterDropped(now, order.letter, order.reader, reason))
            if all(task.reason != reason for task in file.dispute.open_tasks):
                number = len(file.dispute.tasks) + len(_raised(holes)) + 1
                follow_up_at = task_follow_up(file.policy, now)
                holes.append(TaskRaised(now, number, "hole_in_letter", reason, order.reader, follow_up_at))
    return holes


def _raised(events: Sequence[Event]) -> list[TaskRaised]:
    return [event for event in events if isinstance(event, TaskRaised)]


def _told(holes: Sequence[Event]) -> list[Notice]:
    """Tell the mediator of the tasks that holes in letters are."""
    return [Notice("mediator", NoticeKind.TASK, f"Task {task.number}: {task.reason}") for task in _raised(holes)]


def _reply_tokens(desk: Desk, dispute: Dispute, now: datetime) -> list[Write]:
    keys = desk.identity.keys
    return [AddReplyToken(reply_token(keys, dispute.id, side), dispute.id, side, now) for side in Side]
