"""Running the desk, and seeing whether it can run."""

import asyncio
import signal
from contextlib import suppress
from typing import Annotated

import typer

from mailbot.app import open_program
from mailbot.command.checks import checked, examined
from mailbot.command.logs import set_up_logs
from mailbot.command.opened import DEFAULT_CONFIG, AsJson, Config
from mailbot.command.output import complain, listing, say
from mailbot.settings import Settings, read_settings


def run(
    config: Config = DEFAULT_CONFIG,
    once: Annotated[bool, typer.Option("--once", help="Take in what waits, walk it, send what is due, end.")] = False,
) -> None:
    """Run the desk: watch the mailbox, draft, send what was approved, chase what is due.

    Example: mailbot run --config config/mailbot.toml
    """
    settings = read_settings(config)
    set_up_logs(settings)
    asyncio.run(_once(settings) if once else _run(settings))


def check(config: Config = DEFAULT_CONFIG) -> None:
    """Check settings, people, policies and templates; print every fault with its file.

    Example: mailbot check --config config/mailbot.toml
    """
    faults, counted = checked(config)
    for fault in faults:
        complain(fault)
    if faults:
        raise typer.Exit(2)
    say(counted)


def doctor(config: Config = DEFAULT_CONFIG, as_json: AsJson = False) -> None:
    """Log in to both servers and look: certificates, capabilities, Authentication-Results, clock, disk, what waits.

    Example: mailbot doctor
    """
    findings = asyncio.run(examined(read_settings(config)))
    rows: list[dict[str, object]] = [
        {"what": finding.what, "well": finding.well, "found": finding.found, "cure": finding.cure}
        for finding in findings
    ]
    listing(rows, ("what", "well", "found", "cure"), as_json=as_json, empty="")
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


async def _once(settings: Settings) -> None:
    async with open_program(settings) as program:
        say(await program.once())


async def _run(settings: Settings) -> None:
    async with open_program(settings) as program:
        running = asyncio.ensure_future(program.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, running.cancel)
        say(f"mailbot reads {settings.imap.user} at {settings.imap.host}; Ctrl-C ends it, nothing is lost.")
        with suppress(asyncio.CancelledError):
            await running
