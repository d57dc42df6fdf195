"""What mailbot understands of a mail, without storing anything."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mailbot.adapters.reader import InlineReader, ReaderSettings
from mailbot.command.opened import AsJson
from mailbot.command.output import complain, listing, say
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.message import Attachment, RawMail, SpanKind
from mailbot.mediation.context import Context
from mailbot.mediation.party import Side
from mailbot.ports import Understood

MARKS = {
    SpanKind.NEW: " ",
    SpanKind.QUOTED: ">",
    SpanKind.SIGNATURE: "s",
    SpanKind.DISCLAIMER: "d",
    SpanKind.FORWARDED: "f",
}


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.eml...", help="Mails as files.")],
    trusted_server: Annotated[str, typer.Option(help="The server whose Authentication-Results counts.")] = "",
    side: Annotated[Side, typer.Option(help="Whose mail it is taken for.")] = Side.BUYER,
    as_json: AsJson = False,
) -> None:
    """Print what is understood of mails: sender, what is new and what is quoted, what they want.

    Example: mailbot read --json claim.eml
    """
    missing = [file for file in files if not file.is_file()]
    for file in missing:
        complain(f"{file}: there is no such file")
    rows = asyncio.run(_read(files, trusted_server, side))
    if as_json:
        listing([row_of(file, understood) for file, understood in rows], (), as_json=True, empty="")
    else:
        for file, understood in rows:
            say(_told(file, understood))
    if missing:
        raise typer.Exit(1)


async def _read(files: list[Path], trusted_server: str, side: Side) -> list[tuple[Path, Understood]]:
    reader = InlineReader(ReaderSettings(TrustSettings(trusted_server)))
    rows = []
    for file in (file for file in files if file.is_file()):
        received_at = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        message, _ = await reader.read(RawMail(str(file), 1, 1, received_at, file.read_bytes()))
        rows.append((file, await reader.understand(message, Context(side, received_at=received_at))))
    return rows


def row_of(file: Path, understood: Understood) -> dict[str, object]:
    """Return what is understood of one mail, as design section 18 names it."""
    message = understood.message
    automatic = message.automatic
    return {
        "file": str(file),
        "sender": {"address": message.sender.address, "trust": message.sender.trust, "reason": message.sender.reason},
        "automatic": {"kind": automatic.kind, "until": automatic.until} if automatic else None,
        "bounce": [
            {"address": item.address, "status": item.status, "hard": item.hard, "reason": item.reason}
            for item in message.bounces
        ]
        or None,
        "language": message.language,
        "heat": message.heat,
        "new_text": message.new_text,
        "quoted_text": message.words(SpanKind.QUOTED).strip(),
        "intents": [
            {
                "kind": intent.kind,
                "words": intent.words,
                "certainty": intent.certainty,
                "amount": None if intent.amount is None else str(intent.amount),
                "currency": intent.currency,
                "question": intent.question,
                "until": intent.until,
                "claim": intent.claim,
            }
            for intent in understood.intents
        ],
        "attachments": [_file_row(part) for part in message.attachments],
        "problems": _problems(understood),
    }


def _file_row(part: Attachment) -> dict[str, object]:
    picture = part.picture
    return {
        "name": part.name,
        "type": part.type,
        "bytes": part.size_bytes,
        "kind": part.kind,
        "inside": part.inside or None,
        "picture": {
            "format": picture.format,
            "width": picture.width,
            "height": picture.height,
            "taken": picture.taken or None,
            "fingerprint": picture.fingerprint or None,
        }
        if picture
        else None,
        "pages": part.pages or None,
        "letters": len(part.text),
        "problem": part.problem or None,
    }


def _file_told(part: Attachment) -> Iterator[str]:
    yield f"{part.kind}, {part.type}" if part.type else f"{part.kind}"
    yield f"{part.size_bytes:,} bytes"
    if part.inside:
        yield f"inside {part.inside}"
    if part.picture:
        yield f"{part.picture.width} x {part.picture.height} {part.picture.format}"
        if part.picture.taken:
            yield f"taken {part.picture.taken}"
        if part.picture.fingerprint:
            yield f"looks like {part.picture.fingerprint}"
    if part.pages:
        yield f"{part.pages} pages"
    if part.text:
        yield f"{len(part.text):,} letters of text"
    if part.problem:
        yield f"not read: {part.problem}"


def _problems(understood: Understood) -> list[str]:
    message = understood.message
    aside = [message.quarantine] if message.quarantine else []
    return [*message.problems, *(str(fault) for fault in understood.sheet_faults), *aside]


def _told(file: Path, understood: Understood) -> str:
    message = understood.message
    lines = [
        f"{file}",
        f"  from      {message.sender.address or '?'} ({message.sender.trust}: {message.sender.reason})",
        f"  subject   {message.subject}",
        f"  language  {message.language or 'not known'}, heat {message.heat}",
        *(f"  wants     {intent.kind} ({intent.certainty}): {intent.words!r}" for intent in understood.intents),
        *(f"  attached  {part.name} ({', '.join(_file_told(part))})" for part in message.attachments),
        *(f"  problem   {problem}" for problem in _problems(understood)),
        "  text      (> quoted, s signature, d disclaimer, f forwarded)",
    ]
    for span in message.spans:
        lines += [
            f"    {MARKS[span.kind]} {line}" for line in message.text[span.start : span.end].rstrip("\n").splitlines()
        ]
    return "\n".join(lines)
