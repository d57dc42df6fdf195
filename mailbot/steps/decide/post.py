"""Our letters, from approval to the reader: sent, rejected, come back, or met by a machine."""

from dataclasses import replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from mailbot.mail.address import canonical
from mailbot.mail.automatic import AutomaticKind
from mailbot.mediation.deadline import Deadline, deadline_for, with_reminders_from
from mailbot.mediation.decision import (
    DraftRejected,
    LetterLeft,
    LetterOrder,
    MachineWrote,
    NoticeKind,
    PostCameBack,
    StrangerWrote,
)
from mailbot.mediation.events import (
    DeadlineMoved,
    DeliveryFailed,
    LetterDropped,
    LetterSent,
    MachineAnswered,
    StrangerHeard,
    TaskDone,
)
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Party, Side
from mailbot.mediation.phase import Phase
from mailbot.steps.decide.chase import OVERDUE
from mailbot.steps.decide.turn import Turn

MOST_STRANGERS = 5  # a reply address that strangers share is a task for a person, not for letters


def left(turn: Turn, letter: LetterLeft) -> None:
    """Let a letter's deadline live from here, once."""
    if any(sent.message_id == letter.message_id for sent in turn.dispute.letters):
        return
    deadline = _deadline(turn, letter)
    turn.record(
        LetterSent(
            turn.now,
            letter.letter,
            letter.reader,
            letter.message_id,
            letter.draft_id,
            letter.text,
            deadline,
            letter.carried,
        )
    )
    if deadline is not None:
        _our_delay(turn, deadline)
    _no_longer_overdue(turn)


def rejected(turn: Turn, draft: DraftRejected) -> None:
    """Give a letter up that a mediator does not want; what then is theirs to say."""
    if not any(one.letter is draft.letter and one.reader is draft.reader for one in turn.dispute.open_letters):
        return
    turn.record(LetterDropped(turn.now, draft.letter, draft.reader, f"rejected by {draft.by}: {draft.reason}"))
    turn.raise_task("rejected", f"{draft.letter} to the {draft.reader} was rejected ({draft.reason}): what then?")
    _no_longer_overdue(turn)


def came_back(turn: Turn, failed: PostCameBack) -> None:
    """Give a lost letter to a person; their clock stands until that is done."""
    if any(bounce.side is failed.side and bounce.address == failed.address for bounce in turn.dispute.bounces):
        return
    turn.record(DeliveryFailed(turn.now, failed.side, failed.address, failed.hard, failed.reason))
    backup = turn.policy.contacts.seller_backup
    other = f"; try {backup}" if failed.side is Side.SELLER and backup else ""
    reason = f"a letter to the {failed.side} at {failed.address} came back: {failed.reason}{other}"
    turn.raise_task("bounce", reason, failed.side)


def machine(turn: Turn, wrote: MachineWrote) -> None:
    """Record a machine's mail: it is no answer and no silence; an absence may move a reminder, visibly."""
    turn.record(MachineAnswered(turn.now, wrote.side, wrote.message_id, wrote.kind, wrote.until))
    deadline = turn.dispute.deadline(wrote.side)
    if wrote.kind is not AutomaticKind.OUT_OF_OFFICE or wrote.until is None or deadline is None:
        return
    back = datetime.combine(wrote.until, time(8), ZoneInfo(deadline.zone)).astimezone(turn.now.tzinfo)
    said = f"the {wrote.side} is away until {wrote.until} ({wrote.message_id})"
    if _may_wait(deadline, turn.now, back):
        reason = f"{said}: the reminder waits until then"
        turn.record(DeadlineMoved(turn.now, with_reminders_from(deadline, back), reason))
        turn.tell("mediator", NoticeKind.TASK, reason)
    elif back >= deadline.due_at:
        backup = turn.policy.contacts.seller_backup if wrote.side is Side.SELLER else None
        other = f"; {backup} is their second contact" if backup else ""
        turn.tell("mediator", NoticeKind.TASK, f"{said}, past the deadline: `extend` gives more time{other}")


def stranger(turn: Turn, wrote: StrangerWrote) -> None:
    """Ask a party whether an address that wrote in its place is theirs: once an address, and not in the way of a letter.

    Never where the address is known on the other side, or is of its house: that would tell one side that the other wrote.
    """
    dispute, address = turn.dispute, canonical(wrote.address)
    party, other = dispute.party(wrote.side), dispute.party(wrote.side.other)
    known = party.knows(address) or other.knows(address) or _of_the_house(address, other, party)
    asked = (wrote.side, address) in dispute.strangers
    if asked or known or len(dispute.strangers) >= MOST_STRANGERS or dispute.phase is Phase.CLOSED:
        return
    turn.record(StrangerHeard(turn.now, wrote.side, wrote.message_id, address))
    if not any(one.reader is wrote.side for one in dispute.open_letters):
        why = f"{address} wrote with the {wrote.side}'s reply address ({wrote.message_id}); it is not on file"
        turn.write(LetterOrder(Letter.WHO_WROTE, wrote.side, (why,), details={"address": address}))


def _of_the_house(address: str, other: Party, party: Party) -> bool:
    """Whether an address shares its domain with one side alone; at a mail provider where both are it tells nothing."""
    houses, own = ({_domain(one) for one in (*each.speaks, *each.informs)} for each in (other, party))
    return _domain(address) in houses - own


def _domain(address: str) -> str:
    return canonical(address).rpartition("@")[2]


def _deadline(turn: Turn, letter: LetterLeft) -> Deadline | None:
    """Return the deadline that lives now: none if the letter was given up meanwhile or announced the running one."""
    announced, running = letter.deadline, turn.dispute.deadline(letter.reader)
    still_open = any(one.letter is letter.letter and one.reader is letter.reader for one in turn.dispute.open_letters)
    if announced is None or announced.side is not letter.reader or not still_open:
        return None
    if running is None or (running.step, running.started_at) != (announced.step, announced.started_at):
        return announced
    if letter.letter is not Letter.EXTENSION:
        return None
    return replace(
        announced,
        reminded=running.reminded,
        pauses=running.pauses,
        stopped_at=running.stopped_at,
        stopped_for=running.stopped_for,
    )


def _our_delay(turn: Turn, announced: Deadline) -> None:
    """Give the time that passed between draft and departure: our own delay costs no party anything."""
    if announced.extended or announced.reminded or announced.pauses:
        return
    fresh = deadline_for(turn.policy, announced.step, announced.side, turn.now)
    if fresh.due_at > announced.due_at and fresh.days == announced.days:
        turn.record(DeadlineMoved(turn.now, fresh, "the letter left later than it was drafted"))


def _no_longer_overdue(turn: Turn) -> None:
    late = [one for one in turn.dispute.open_letters if one.follow_up_at is not None and one.follow_up_at <= turn.now]
    for task in turn.dispute.open_tasks:
        if task.kind == OVERDUE and not late:
            turn.record(TaskDone(turn.now, task.number, "mailbot"))


def _may_wait(deadline: Deadline, now: datetime, back: datetime) -> bool:
    """Whether a reminder still to come falls into the absence, and the return before the end."""
    coming = deadline.reminders_at[deadline.reminded :]
    return bool(coming) and now < back < deadline.due_at and coming[0] < back
