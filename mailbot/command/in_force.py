"""Which policy an order on file is judged by, and why."""

from dataclasses import dataclass
from pathlib import Path

from mailbot.adapters.policies import Policies
from mailbot.claims.order import Order
from mailbot.errors import NotFound
from mailbot.flow.desk import Desk
from mailbot.policy.policy import Policy


@dataclass(frozen=True, slots=True)
class InForce:
    """A policy, its file, and why it and no other."""

    order: Order
    policy: Policy
    file: Path
    why: str


async def find_in_force(desk: Desk, folder: Path, number: str, client: str = "") -> InForce:
    """Return the policy of the dispute over the order, else the one in force on the day it was paid."""
    order = await _order(desk, number, client)
    paid_on = order.paid_at.date()
    rows = [row for row in await desk.store.disputes(order.client_id) if row.order_number == order.number]
    newest = max(rows, key=lambda row: row.opened_at, default=None)
    dispute = await desk.store.dispute(newest.id) if newest is not None else None
    if dispute is None:
        policy = desk.policies.in_force(order.client_id, paid_on)
        why = f"it was paid on {paid_on}, and {_among(Policies.load(folder), policy)}"
    else:
        policy = desk.policies.by_version(dispute.policy_version)
        why = f"dispute {dispute.id} was opened under it, and a dispute keeps its rules to the end"
    return InForce(order, policy, folder / policy.client_id / f"{policy.effective}.toml", why)


async def _order(desk: Desk, number: str, client: str) -> Order:
    found = [order for order in await desk.store.find_order(number) if client in ("", order.client_id)]
    if not found:
        of_client = f" of {client}" if client else ""
        raise NotFound(f"no order {number}{of_client} is on file (mailbot orders list)")
    if len(found) > 1:
        clients = ", ".join(order.client_id for order in found)
        raise NotFound(f"order {number} is an order of {clients}; say which with --client")
    return found[0]


def _among(policies: Policies, policy: Policy) -> str:
    dates = sorted(other.effective for other in policies.all() if other.client_id == policy.client_id)
    later = next((date for date in dates if date > policy.effective), None)
    rest = f"the next begins {later}" if later is not None else "there is no later one"
    return f"this one is in force for orders paid from {policy.effective} on; {rest}"
