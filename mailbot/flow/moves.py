"""A mediator's own move in a dispute, and a quarantined mail placed or discarded by hand."""

from mailbot.errors import NotFound, RefusedMove
from mailbot.flow.carry import carry_out
from mailbot.flow.desk import Desk
from mailbot.flow.placing import file_only, happening_of, sent_texts
from mailbot.mediation.context import Context
from mailbot.mediation.decision import MediatorMoved
from mailbot.mediation.party import Role, Side
from mailbot.mediation.placement import Place, Placement
from mailbot.ports import QuarantineEntry, Reader, ResolveQuarantine, WaitingMail
from mailbot.steps.decide import decide


async def move_dispute(desk: Desk, dispute_id: str, moved: MediatorMoved) -> str:
    """Carry out a mediator's move; RefusedMove if this person may not, or the dispute does not allow it."""
    file = await desk.file(dispute_id)
    person = desk.person(moved.by)
    if person is None or not person.sees(file.dispute.client_id):
        raise RefusedMove(f"'{moved.by}' does not work for client {file.dispute.client_id}")
    if moved.by != file.dispute.mediator and Role.LEAD not in person.roles:
        raise RefusedMove(f"{file.dispute.mediator} is in charge of {dispute_id}; a lead may move it too")
    decision = decide(file.dispute, moved, file.policy, file.order, desk.clock.now())
    if not decision.events:
        raise RefusedMove(f"{moved.kind} changes nothing in {dispute_id} now (phase {file.dispute.phase})")
    await desk.store.commit(*await carry_out(desk, decision, file))
    letters = ", ".join(f"{order.letter} to the {order.reader}" for order in decision.letters)
    return f"Done: {moved.kind} in {dispute_id}." + (f" Drafted: {letters}." if letters else "")


async def place_by_hand(desk: Desk, reader: Reader, entry_id: str, where: tuple[str, Side], by: str) -> str:
    """Place a quarantined mail; it is then read and followed like any other of that party.

    Who placed it vouches for where it belongs, not for who wrote it: an unproven sender still binds nobody.
    """
    entry = await entry_named(desk, entry_id)
    dispute_id, side = where
    file = await desk.file(dispute_id)
    _must_sort(desk, by, file.dispute.client_id)
    raw = await desk.store.raw_mail(entry.raw_id)
    message, _ = await reader.read(raw)
    context = Context(
        side,
        sent_texts(file.dispute, side),
        file.order.currency,
        file.policy.languages,
        received_at=raw.received_at,
        order=file.order if side is Side.BUYER else None,
    )
    understood = await reader.understand(message, context)
    mail = WaitingMail(raw, 0)
    speaks = message.sender.address in file.dispute.party(side).speaks
    happening = happening_of(mail, understood, side, speaks=speaks, trust=desk.believed(message.sender))
    decision = decide(file.dispute, happening, file.policy, file.order, desk.clock.now())
    placement = Placement(Place.PLACED, f"placed by {by}", dispute_id, side)
    await desk.store.commit(
        file_only(mail, understood.message, placement, understood.intents, file, side),
        *await carry_out(desk, decision, file),
        ResolveQuarantine(entry.id, by, desk.clock.now(), "placed"),
    )
    return f"{entry.id} is placed: {dispute_id}, {side}."


async def discard(desk: Desk, entry_id: str, by: str) -> str:
    """Close a quarantine entry without anything following; the mail itself is kept."""
    entry = await entry_named(desk, entry_id)
    dispute = await desk.store.dispute(entry.suggested_dispute) if entry.suggested_dispute else None
    _must_sort(desk, by, dispute.client_id if dispute else None)
    await desk.store.commit(ResolveQuarantine(entry.id, by, desk.clock.now(), "discarded"))
    return f"{entry.id} is closed; the mail is kept."


def _must_sort(desk: Desk, by: str, client_id: str | None) -> None:
    """RefusedMove unless this person may deal with mail of that client; None: nobody knows whose it is."""
    person = desk.person(by)
    if person is None or not person.active or not {Role.MEDIATOR, Role.LEAD} & set(person.roles):
        raise RefusedMove(f"'{by}' is no mediator or lead who works here")
    if client_id is not None and not person.sees(client_id):
        raise RefusedMove(f"'{by}' does not work for client {client_id}")


async def entry_named(desk: Desk, entry_id: str) -> QuarantineEntry:
    """Return an open quarantine entry."""
    for entry in await desk.store.quarantine():
        if entry.id == entry_id:
            return entry
    raise NotFound(f"there is no open quarantine entry {entry_id} (mailbot quarantine lists them)")
