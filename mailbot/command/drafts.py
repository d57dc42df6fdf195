"""Drafts that wait, and verdicts on them."""

from pathlib import Path
from typing import Annotated

import typer

from mailbot.app import html_of
from mailbot.command.opened import DEFAULT_CONFIG, AsJson, By, Config, at_the_desk, find_draft
from mailbot.command.output import listing, say
from mailbot.flow.approval import Approval
from mailbot.flow.departures import Departures
from mailbot.flow.desk import Desk
from mailbot.flow.doubt import Doubt
from mailbot.mediation.approval import Draft, DraftState, Verdict, VerdictKind, Via
from mailbot.settings import Settings

COLUMNS = ("draft", "revision", "letter", "reader", "dispute", "state", "created_at", "why")
Name = Annotated[str, typer.Argument(metavar="DRAFT", help="A draft's id, or the beginning of it.")]


def drafts(
    config: Config = DEFAULT_CONFIG,
    as_json: AsJson = False,
    every: Annotated[bool, typer.Option("--all", help="Also those that were decided.")] = False,
    full: Annotated[bool, typer.Option("--full", help="Print the letters whole.")] = False,
) -> None:
    """List the drafts that wait for approval.

    Example: mailbot drafts --full
    """

    async def work(desk: Desk, _settings: Settings) -> list[Draft]:
        return list(await desk.store.drafts(None if every else DraftState.PENDING))

    found = at_the_desk(config, work)
    if full and not as_json:
        for draft in found:
            say(letter_in_full(draft))
        return
    empty = "No draft waits. New ones appear when mail comes in or something falls due (mailbot run)."
    listing([_row(draft, full=full) for draft in found], COLUMNS, as_json=as_json, empty=empty)


def approve(name: Name, by: By = "", config: Config = DEFAULT_CONFIG) -> None:
    """Approve a draft: it leaves after the hold.

    Example: mailbot approve k3q9 --by mora
    """
    _give(config, name, by, VerdictKind.APPROVE)


def reject(
    name: Name,
    reason: Annotated[str, typer.Argument(help="Why it is not to be sent.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Reject a draft with a reason: it will not be sent.

    Example: mailbot reject k3q9 "they settled it by phone"
    """
    _give(config, name, by, VerdictKind.REJECT, reason=reason)


def change(
    name: Name,
    file: Annotated[typer.FileText, typer.Argument(help="The whole new text; - reads standard input.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Put a new text in a draft's place; it comes back once to be approved.

    Example: mailbot change k3q9 new-text.txt
    """
    _give(config, name, by, VerdictKind.CHANGE, text=file.read())


def undo(name: Name, by: By = "", config: Config = DEFAULT_CONFIG) -> None:
    """Take an approved letter back while its hold lasts.

    Example: mailbot undo k3q9
    """

    async def work(desk: Desk, _settings: Settings) -> str:
        draft = await find_draft(desk, name)
        return await Approval(desk, html_of).undo(draft.id, by or await _in_charge(desk, draft))

    say(at_the_desk(config, work))


def resend(
    row: Annotated[str, typer.Argument(metavar="LETTER", help="As the notice about its unknown fate names it.")],
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Send a letter of unknown fate once more, byte for byte.

    Example: mailbot resend 7mzk2q5d4t6wa
    """

    async def work(desk: Desk, _settings: Settings) -> str:
        await Doubt(desk.store, desk.clock, Departures(desk)).resend(row)
        return f"Letter {row} is queued once more; it leaves when `mailbot run` looks next."

    say(at_the_desk(config, work))


def let_pass(
    name: Name,
    reason: Annotated[str, typer.Argument(help="Why the guard's finding is no leak.")],
    by: By = "",
    config: Config = DEFAULT_CONFIG,
) -> None:
    """Let a draft pass the guard (leads only, with a reason); it still needs approval.

    Example: mailbot let-pass k3q9 "the name is the carrier's, not the seller's" --by lee
    """

    async def work(desk: Desk, _settings: Settings) -> str:
        draft = await find_draft(desk, name)
        return await Approval(desk, html_of).let_pass(draft.id, by, reason)

    say(at_the_desk(config, work))


def letter_in_full(draft: Draft) -> str:
    """Write a draft as a mediator wants to read it: why, then the letter."""
    why = "\n".join(f"  - {reason}" for reason in draft.why)
    hits = "".join(f"\n  ! the guard: {hit}" for hit in draft.guard_hits)
    rule = "-" * 72
    head = f"{rule}\nDraft {draft.id} (revision {draft.revision}, {draft.state}): {draft.letter} to the {draft.reader}"
    return f"{head} <{draft.address}>, {draft.dispute_id}\nWhy:\n{why}{hits}\n{rule}\nSubject: {draft.subject}\n\n{draft.text}\n"


def _give(config: Path, name: str, by: str, kind: VerdictKind, *, text: str = "", reason: str = "") -> None:
    async def work(desk: Desk, _settings: Settings) -> str:
        draft = await find_draft(desk, name)
        person = by or await _in_charge(desk, draft)
        verdict = Verdict(kind, draft.id, draft.revision, draft.content_hash, person, Via.COMMAND, text, reason)
        return await Approval(desk, html_of).give(verdict)

    say(at_the_desk(config, work))


async def _in_charge(desk: Desk, draft: Draft) -> str:
    return (await desk.file(draft.dispute_id)).dispute.mediator


def _row(draft: Draft, *, full: bool) -> dict[str, object]:
    row: dict[str, object] = {
        "draft": draft.id,
        "revision": draft.revision,
        "letter": draft.letter,
        "reader": draft.reader,
        "dispute": draft.dispute_id,
        "state": draft.state,
        "created_at": draft.created_at,
        "why": "; ".join(draft.why),
        "address": draft.address,
        "language": draft.language,
        "subject": draft.subject,
        "guard_hits": draft.guard_hits,
        "due_at": draft.deadline.due_at if draft.deadline else None,
    }
    return row | ({"text": draft.text} if full else {})
