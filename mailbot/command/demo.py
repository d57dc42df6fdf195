"""The demonstration at the terminal."""

import asyncio
import sys
from pathlib import Path
from time import monotonic
from typing import Annotated

import typer

from mailbot.command.drafts import letter_in_full
from mailbot.command.logs import set_up_logs
from mailbot.command.output import console, say
from mailbot.demo.play import Answer, Play
from mailbot.demo.stage import Stage, set_stage
from mailbot.errors import SettingsError
from mailbot.mediation.approval import Draft, VerdictKind
from mailbot.ports import MessageRecord

END = "END"


def demo(
    auto: Annotated[bool, typer.Option("--auto", help="Approve by itself; ends in under a minute.")] = False,
    folder: Annotated[Path, typer.Option(help="Where mails, database and log are kept.")] = Path("demo-out"),
) -> None:
    """Play a few disputes with an embedded post office: you are the mediator.

    Example: mailbot demo --auto
    """
    if not auto and not sys.stdin.isatty():
        say("Nobody is at the terminal: the demonstration approves by itself (as with --auto).")
        auto = True
    asyncio.run(_demo(_empty(folder.resolve()), auto=auto))


def _empty(folder: Path) -> Path:
    """Return a folder to play in: a new one beside those of earlier demonstrations."""
    number = 1
    while (place := folder / str(number)).exists():
        number += 1
    try:
        place.mkdir(parents=True)
    except OSError as trouble:
        raise SettingsError(f"{place}: cannot be made: {trouble.strerror}; choose another with --folder") from None
    return place


async def _demo(folder: Path, *, auto: bool) -> None:
    began = monotonic()
    async with set_stage(folder) as stage:
        set_up_logs(stage.settings)
        say(f"The post office is open: IMAP on port {stage.office.imap_port}, SMTP on port {stage.office.smtp_port}.")
        say("Ten orders of two clients are on file. The parties write; time is compressed.\n")
        settled = await Play(stage, Terminal(stage, auto=auto)).play()
        await _report(stage)
    seconds = monotonic() - began
    say(f"\n{'All disputes are closed' if settled else 'Stopped'} after {seconds:.0f} s.")
    say(
        f"  mails (.eml)  {stage.mails}\n  database      {folder / 'mailbot.db'}\n  log           {folder / 'mailbot.log'}"
    )
    say(f"  look at it    mailbot disputes --all --config {folder / 'mailbot.toml'}")


async def _report(stage: Stage) -> None:
    desk = stage.program.desk
    say("")
    for row in await desk.store.disputes():
        dispute = (await desk.file(row.id)).dispute
        ended = f": {dispute.outcome}" if dispute.outcome else ""
        agreed = f", {dispute.terms.total} agreed" if dispute.terms else ""
        say(f"{row.id}  order {row.order_number}  {row.phase}{ended}{agreed}, {row.version} events")
    for entry in await desk.store.quarantine():
        say(f"{entry.id}  set aside: {entry.sender}, {entry.subject!r}: {entry.reason}")


class Terminal:
    """Shows what happens, and asks the person at the terminal."""

    def __init__(self, stage: Stage, *, auto: bool) -> None:
        self._stage = stage
        self._auto = auto

    def mail_came(self, record: MessageRecord) -> None:
        """Show a mail: who, where it belongs and why, what it was read as."""
        message = record.message
        console.rule(f"in  {message.sender.address}", align="left", style="cyan")
        say(f"  {message.subject}")
        say(f"  sender {message.sender.trust}; {record.placement.place}: {record.placement.why}")
        for intent in record.intents:
            amount = f" {intent.currency or ''} {intent.amount}".rstrip() if intent.amount is not None else ""
            say(f"  read as {intent.kind}{amount} ({intent.certainty}): {' '.join(intent.words.split())[:90]!r}")
        for part in message.attachments:
            say(f"  attached {part.name}")

    def letter_left(self, draft: Draft) -> None:
        """Show that a letter was sent."""
        console.rule(f"out {draft.letter} to the {draft.reader} <{draft.address}>", align="left", style="green")
        say(f"  {draft.subject}")

    def clock_leapt(self, now: str) -> None:
        """Show the time."""
        console.rule(now, style="dim")

    def told(self, text: str) -> None:
        """Show a line."""
        say(f"  {text}")

    async def decide(self, draft: Draft) -> Answer:
        """Show a draft with why; ask, or approve by itself."""
        if self._auto:
            console.rule(f"draft {draft.letter} to the {draft.reader}", align="left", style="yellow")
            for reason in draft.why:
                say(f"  why: {reason}")
            say("  " + "\n  ".join(draft.text.strip().splitlines()[:12]) + "\n  [...]")
            return Answer(VerdictKind.APPROVE)
        say(letter_in_full(draft))
        return await asyncio.to_thread(_ask)


def _ask() -> Answer:
    while True:
        said = _line("[a]pprove, [c]hange, [r]eject, [l]ater, [q]uit? ")
        match said[:1].lower():
            case "a":
                return Answer(VerdictKind.APPROVE)
            case "c":
                say(f"The whole new text, then a line that reads {END}:")
                return Answer(VerdictKind.CHANGE, _text())
            case "r":
                return Answer(VerdictKind.REJECT, _line("Why? "))
            case "l":
                return Answer(None)
            case "q":
                return Answer(None, stop=True)
            case _:
                say("Please answer a, c, r, l or q.")


def _line(prompt: str) -> str:
    try:
        return input(prompt).strip()
    except EOFError:
        return "quit"


def _text() -> str:
    lines: list[str] = []
    while (line := _line("")) not in (END, "quit"):
        lines.append(line)
    return "\n".join(lines)
