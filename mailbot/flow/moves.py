"""A mediator's own move in a dispute."""

from mailbot.errors import RefusedMove
from mailbot.flow.carry import carry_out
from mailbot.flow.desk import Desk
from mailbot.mediation.decision import MediatorMoved
from mailbot.mediation.party import Role
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
