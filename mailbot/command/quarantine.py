"""Mails set aside for a person."""

from typing import Annotated

import typer

from mailbot.app import reader_for
from mailbot.command.opened import DEFAULT_CONFIG, AsJson, By, Config, at_the_desk, find_dispute
from mailbot.command.output import listing, say
from mailbot.flow.desk import Desk
from mailbot.flow.moves import discard as discard_entry
from mailbot.flow.moves import entry_named, place_by_hand
from mailbot.mediation.party import Role, Side
from mailbot.settings import Settings

COLUMNS = ("entry", "at", "sender", "subject", "reason", "suggested_dispute", "suggested_side")
app = typer.Typer(no_args_is_help=False, help="Mails set aside for a person: list, place, discard.")
Entry = Annotated[str, typer.Argument(metavar="ENTRY", help="As `mailbot quarantine` lists it.")]


@app.callback(invoke_without_command=True)
def quarantine(
    context: typer.Context,
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Also those that were dealt with.")] = False,
) -> None:
    """List the mails set aside, each with its reason.

    Example: mailbot quarantine
    """
    if context.invoked_subcommand is not None:
        return

    async def work(desk: Desk, _settings: Settings) -> list[dict[str, object]]:
        return [
            {
                "entry": entry.id,
                "at": entry.at,
                "sender": entry.sender,
                "subject": entry.subject,
                "reason": entry.reason,
                "suggested_dispute": entry.suggested_dispute,
                "suggested_side": entry.suggested_side,
                "resolution": entry.resolution or None,
                "resolved_by": entry.resolved_by or None,
            }
            for entry in await desk.store.quarantine(open_only=not every)
        ]

    empty = "Nothing is set aside: every mail found its place."
    listing(at_the_desk(config, work), COLUMNS, as_json=as_json, empty=empty)


@app.command()
def place(
    entry: Entry,
    dispute: Annotated[str, typer.Argument(help="The dispute it belongs to.")],
    side: Annotated[Side, typer.Argument(help="Who wrote it.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Place a mail by hand; then it is read and followed like any other.

    Example: mailbot quarantine place q17 D-7K3QF2WD buyer
    """

    async def work(desk: Desk, settings: Settings) -> str:
        dispute_id = await find_dispute(desk, dispute)
        person = by or (await desk.file(dispute_id)).dispute.mediator
        reader = reader_for(settings, desk.identity, workers=0)
        try:
            return await place_by_hand(desk, reader, entry, (dispute_id, side), person)
        finally:
            await reader.close()

    say(at_the_desk(config, work))


@app.command()
def discard(entry: Entry, by: By = "", config: Config = DEFAULT_CONFIG) -> None:
    """Close an entry: nothing follows from the mail, but it is kept.

    Example: mailbot quarantine discard q17 --by mora
    """

    async def work(desk: Desk, _settings: Settings) -> str:
        return await discard_entry(desk, entry, by or await _in_charge(desk, entry))

    say(at_the_desk(config, work))


async def _in_charge(desk: Desk, entry: str) -> str:
    """Return whose it is to deal with a mail: the dispute's mediator, or the first on the list."""
    suggested = (await entry_named(desk, entry)).suggested_dispute
    if suggested:
        return (await desk.file(suggested)).dispute.mediator
    return next((person.id for person in desk.people if person.active and Role.MEDIATOR in person.roles), "")
