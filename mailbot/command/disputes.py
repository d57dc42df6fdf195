"""Disputes: lists, one whole, its messages, and why things are as they are."""

from typing import Annotated

import typer

from mailbot.command.opened import DEFAULT_CONFIG, AsJson, By, Config, at_the_desk, find_dispute
from mailbot.command.output import listing, say
from mailbot.command.story import told
from mailbot.flow.desk import Desk, File
from mailbot.flow.moves import move_dispute
from mailbot.mediation.decision import MediatorMoved, MoveKind
from mailbot.mediation.party import AddressUse, Side
from mailbot.ports import EventRow, MessageRecord
from mailbot.settings import Settings

COLUMNS = ("dispute", "client", "order", "phase", "waiting_on", "next_due_at", "mediator", "opened_at")
MESSAGE_COLUMNS = ("message", "received_at", "sender", "trust", "dispute", "side", "subject", "why")
Name = Annotated[str, typer.Argument(metavar="DISPUTE", help="A dispute's id, its beginning, or its order's number.")]


def disputes(
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
    client: Annotated[str, typer.Option(help="Only this client's.")] = "",
    every: Annotated[bool, typer.Option("--all", help="Also those that are closed.")] = False,
) -> None:
    """List the disputes: whose turn it is, and until when.

    Example: mailbot disputes --client pallet-store
    """

    async def work(desk: Desk, _settings: Settings) -> list[dict[str, object]]:
        rows = await desk.store.disputes(client or None)
        return [
            {
                "dispute": row.id,
                "client": row.client_id,
                "order": row.order_number,
                "phase": row.phase,
                "outcome": row.outcome,
                "waiting_on": row.waiting_on,
                "next_due_at": row.next_due_at,
                "mediator": row.mediator,
                "opened_at": row.opened_at,
            }
            for row in rows
            if every or row.phase != "closed"
        ]

    empty = "No dispute is open. One opens when a buyer on file writes and names an order (mailbot orders import)."
    listing(at_the_desk(config, work), COLUMNS, as_json=as_json, empty=empty)


def show(name: Name, config: Config = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """Show a dispute whole: parties, claim, money, clocks, and all that happened, in order.

    Example: mailbot show D-7K3QF2WD
    """

    async def work(desk: Desk, _settings: Settings) -> tuple[File, tuple[EventRow, ...]]:
        dispute_id = await find_dispute(desk, name)
        return await desk.file(dispute_id), await desk.store.events(dispute_id)

    file, rows = at_the_desk(config, work)
    if as_json:
        listing([_event_row(row) for row in rows], (), as_json=True, empty="")
    else:
        say(told(file, rows))


def messages(
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
    dispute: Annotated[str, typer.Option(help="Only this dispute's.")] = "",
    limit: Annotated[int, typer.Option(help="How many, the newest first.")] = 50,
) -> None:
    """List the messages: who wrote, whether that is proven, where each was placed and why.

    Example: mailbot messages --dispute D-7K3QF2WD
    """

    async def work(desk: Desk, _settings: Settings) -> list[dict[str, object]]:
        dispute_id = await find_dispute(desk, dispute) if dispute else None
        return [_message_row(record) for record in await desk.store.messages(dispute_id, limit)]

    listing(at_the_desk(config, work), MESSAGE_COLUMNS, as_json=as_json, empty="No mail has been taken in yet.")


def explain(
    name: Annotated[str, typer.Argument(help="A message's id, or a dispute's.")], config: Config = DEFAULT_CONFIG
) -> None:
    """Say why a message was placed and read as it was, or how a dispute's deadlines were counted.

    Example: mailbot explain m17
    """

    async def work(desk: Desk, _settings: Settings) -> str:
        record = await desk.store.message(name)
        if record is not None:
            return _explained(record)
        file = await desk.file(await find_dispute(desk, name))
        clocks = [
            f"The {clock.side} owes {clock.step} by {clock.due_at:%Y-%m-%d %H:%M} UTC.\n  {clock.working}\n"
            f"  Consequences wait until {clock.grace_until:%Y-%m-%d %H:%M} UTC."
            + (f"\n  The clock stands: {clock.stopped_for}" if clock.stopped_at else "")
            for clock in file.dispute.deadlines
        ]
        return (
            "\n".join(clocks)
            or f"Nobody owes anything in {file.dispute.id}: it waits on {', '.join(file.dispute.waiting_on)}."
        )

    say(at_the_desk(config, work))


def move(
    name: Name,
    kind: Annotated[
        MoveKind,
        typer.Argument(metavar="MOVE", help="confirm, dismiss, extend, hold, resume, close, done, hand_over, address"),
    ],
    number: Annotated[
        int | None, typer.Option("--number", "-n", help="Which suggestion or task; days of an extension.")
    ] = None,
    side: Annotated[Side | None, typer.Option(help="Whose deadline (extend), whose address.")] = None,
    reason: Annotated[str, typer.Option(help="Why; kept in the file.")] = "",
    address: Annotated[str, typer.Option(help="A mail address of that side (address).")] = "",
    use: Annotated[
        AddressUse, typer.Option(help="letters: written to; speaks: may bind; informs: only read; none: not theirs.")
    ] = AddressUse.INFORMS,
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Make a move in a dispute: confirm what a party seems to say, hold, resume, close, extend ...

    Example: mailbot move D-7K3QF2WD confirm --number 1
    Example: mailbot move D-7K3QF2WD address --side buyer --address joan@work.example --use speaks
    """

    async def work(desk: Desk, _settings: Settings) -> str:
        dispute_id = await find_dispute(desk, name)
        person = by or (await desk.file(dispute_id)).dispute.mediator
        moved = MediatorMoved(person, kind, number, side, reason, address=address, use=use)
        return await move_dispute(desk, dispute_id, moved)

    say(at_the_desk(config, work))


def _event_row(row: EventRow) -> dict[str, object]:
    event = row.event
    return {
        "sequence": row.sequence,
        "at": event.at,
        "event": type(event).__name__,
        "what": str(event),
        "hash": row.hash,
    }


def _message_row(record: MessageRecord) -> dict[str, object]:
    message = record.message
    return {
        "message": record.id,
        "message_id": message.message_id,
        "received_at": record.received_at,
        "sender": message.sender.address,
        "trust": message.sender.trust,
        "dispute": record.dispute_id,
        "side": record.side,
        "subject": message.subject,
        "why": record.placement.why,
        "intents": [str(intent.kind) for intent in record.intents],
        "automatic": message.automatic.kind if message.automatic else None,
        "problems": message.problems,
    }


def _explained(record: MessageRecord) -> str:
    message = record.message
    lines = [
        f"{record.id}: from {message.sender.address or 'nobody readable'}, {message.sender.trust}: {message.sender.reason}",
        f"Placed: {record.placement.place}, {record.dispute_id or 'no dispute'} {record.side or ''}".rstrip(),
        f"  because {record.placement.why}",
        *(f"Read as {intent.kind} ({intent.certainty}): {intent.words!r}" for intent in record.intents),
        *(f"Problem: {problem}" for problem in message.problems),
    ]
    if message.automatic is not None:
        lines.append(f"A machine wrote it ({message.automatic.kind}): {message.automatic.reason}")
    return "\n".join(lines)
