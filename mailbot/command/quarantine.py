"""Mails set aside for a person."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.app import reader_for
from mailbot.command.opened import DEFAULT_CONFIG, AsJson, By, Config, at_the_desk, find_dispute
from mailbot.command.output import complain, listing, say
from mailbot.command.reading import row_of, told
from mailbot.flow.aside import Answer, entry_named, open_by_hand, place_by_hand
from mailbot.flow.aside import answer as answer_entry
from mailbot.flow.aside import discard as discard_entry
from mailbot.flow.desk import Desk
from mailbot.flow.placing import message_name
from mailbot.mediation.party import Role, Side
from mailbot.ports import MessageRecord, QuarantineEntry, Understood
from mailbot.settings import Settings

COLUMNS = ("entry", "at", "sender", "subject", "reason", "suggested_dispute", "suggested_side")
app = typer.Typer(no_args_is_help=False, help="Mails set aside for a person: list, show, place, answer, discard.")
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
def show(entry: Entry, config: Config = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """Show a mail that was set aside: why, who wrote it, its words and files, and what can be done with it.

    Example: mailbot quarantine show q17
    """

    async def work(desk: Desk, _settings: Settings) -> tuple[QuarantineEntry, MessageRecord | None]:
        found = await entry_named(desk, entry)
        return found, await desk.store.message(message_name(found.raw_id))

    found, record = at_the_desk(config, work)
    understood = Understood(record.message, record.intents) if record else None
    if as_json:
        read = row_of(Path(found.id), understood) if understood else {}
        listing([{**read, "entry": found.id, "reason": found.reason}], (), as_json=True, empty="")
        return
    say(f"{found.id}, {found.at:%Y-%m-%d %H:%M} UTC, set aside: {found.reason}")
    say(told(Path(found.id), understood) if understood else "  It could not be read; its bytes are kept.")
    for move in _moves(found):
        say(move)


def _moves(entry: QuarantineEntry) -> list[str]:
    where = "" if entry.suggested_dispute and entry.suggested_side else " DISPUTE SIDE"
    suggested = "" if where else f"   ({entry.suggested_side} of {entry.suggested_dispute})"
    return [
        f"Place it:   mailbot quarantine place {entry.id}{where}{suggested}",
        f"Open with:  mailbot quarantine place {entry.id} --order NUMBER",
        f"Answer it:  mailbot quarantine answer {entry.id} [--text FILE]",
        f"Discard it: mailbot quarantine discard {entry.id}",
    ]


@app.command()
def place(
    entry: Entry,
    dispute: Annotated[str, typer.Argument(help="The dispute it belongs to; none: the suggested one.")] = "",
    side: Annotated[Side | None, typer.Argument(help="Who wrote it.")] = None,
    order: Annotated[str, typer.Option(help="Open a new dispute about this order with it.")] = "",
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Place a mail by hand; then it is read and followed like any other.

    Example: mailbot quarantine place q17 D-7K3QF2WD buyer
    """
    if bool(dispute) != (side is not None) or (dispute and order):
        complain(
            "name a dispute and a side (buyer or seller), or --order, or neither to place it where it is suggested"
        )
        raise typer.Exit(2)

    async def work(desk: Desk, settings: Settings) -> str:
        person = by or await _in_charge(desk, entry)
        reader = reader_for(settings, desk.identity, workers=0)
        try:
            if order:
                return await open_by_hand(desk, reader, entry, person, order)
            where = (await find_dispute(desk, dispute), side) if side is not None else None
            if where is not None and not by:
                person = (await desk.file(where[0])).dispute.mediator
            return await place_by_hand(desk, reader, entry, person, where)
        finally:
            await reader.close()

    say(at_the_desk(config, work))


@app.command()
def answer(
    entry: Entry,
    text: Annotated[Path | None, typer.Option(help="A file with your words; without: which order is it about?")] = None,
    subject: Annotated[str, typer.Option(help="Another subject.")] = "",
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Answer whoever wrote the mail and close the entry. Nothing of any dispute may stand in the answer.

    Example: mailbot quarantine answer q17 --text answer.txt
    """
    words = text.read_text(encoding="utf-8").strip() if text is not None else ""
    if text is not None and not words:
        complain(f"{text}: no words stand in it")
        raise typer.Exit(2)

    async def work(desk: Desk, settings: Settings) -> str:
        reader = reader_for(settings, desk.identity, workers=0)
        try:
            person = by or await _in_charge(desk, entry)
            return await answer_entry(desk, reader, entry, person, Answer(words, subject))
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
