"""What mailbot understands of a mail, without storing anything."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from mailbot.adapters.reader import InlineReader, ReaderSettings
from mailbot.app import reader_for
from mailbot.command.opened import AsJson, at_the_desk
from mailbot.command.output import complain, listing, say
from mailbot.flow.desk import Desk
from mailbot.flow.placing import sent_texts
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.message import Attachment, Message, RawMail, Span, SpanKind
from mailbot.mail.recall import Sent
from mailbot.mediation.context import Context
from mailbot.mediation.party import Side
from mailbot.ports import Understood
from mailbot.settings import Settings
from mailbot.steps.unquote import unquote

MARKS = {
    SpanKind.NEW: " ",
    SpanKind.QUOTED: ">",
    SpanKind.SIGNATURE: "s",
    SpanKind.DISCLAIMER: "d",
    SpanKind.FORWARDED: "f",
}
LEGEND = "no mark: new, > quoted, s signature, d disclaimer, f forwarded"


def read(
    files: Annotated[list[Path], typer.Argument(metavar="FILE.eml...", help="Mails as files.")],
    trusted_server: Annotated[str, typer.Option(help="The server whose Authentication-Results counts.")] = "",
    side: Annotated[Side, typer.Option(help="Whose mail it is taken for.")] = Side.BUYER,
    sent: Annotated[
        list[Path] | None,
        typer.Option("--sent", metavar="LETTER.eml", help="A letter of ours that it may quote; may be said again."),
    ] = None,
    config: Annotated[
        Path | None,
        typer.Option("--config", "-c", help="Settings of a desk: our letters are looked up in its store instead."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Print what is understood of mails: sender, what is new and what is quoted (of which letter), what they want.

    Example: mailbot read --json --sent offer.eml answer.eml
    """
    if sent and config:
        message = "say either --sent or --config"
        raise typer.BadParameter(message)
    missing = [file for file in [*files, *(sent or [])] if not file.is_file()]
    for file in missing:
        complain(f"{file}: there is no such file")
    there = [file for file in files if file.is_file()]
    if config is not None:
        rows = at_the_desk(config, lambda desk, settings: _read_at(desk, settings, there, side))
    else:
        rows = asyncio.run(_read(there, [file for file in sent or [] if file.is_file()], trusted_server, side))
    if as_json:
        listing([row_of(file, understood) for file, understood in rows], (), as_json=True, empty="")
    else:
        for file, understood in rows:
            say(told(file, understood))
    if missing:
        raise typer.Exit(1)


async def _read(
    files: list[Path], letters: list[Path], trusted_server: str, side: Side
) -> list[tuple[Path, Understood]]:
    reader = InlineReader(ReaderSettings(TrustSettings(trusted_server)))
    sent = [Sent(str(file), (await reader.read(_raw(file)))[0].text) for file in letters]
    rows = []
    for file in files:
        raw = _raw(file)
        message, _ = await reader.read(raw)
        message = replace(message, spans=unquote(message.text, sent)) if sent else message
        rows.append((file, await reader.understand(message, Context(side, received_at=raw.received_at))))
    return rows


async def _read_at(desk: Desk, settings: Settings, files: list[Path], side: Side) -> list[tuple[Path, Understood]]:
    """Read mails as the walk would, with what was sent to whom they are from; nothing is stored."""
    reader = reader_for(settings, desk.identity, 0)
    rows = []
    for file in files:
        raw = _raw(file)
        message, clues = await reader.read(raw)
        looked = await desk.store.look_up(clues, message.sender.address)
        named = {(found.dispute_id, found.side) for found in looked.found if found.side is not None}
        context = Context(side, received_at=raw.received_at)
        if len(named) == 1:
            ((dispute_id, named_side),) = named
            file_of = await desk.file(dispute_id)
            context = replace(
                context,
                side=named_side,
                sent=sent_texts(file_of.dispute, named_side),
                currency=file_of.order.currency,
                languages=file_of.policy.languages,
                order=file_of.order if named_side is Side.BUYER else None,
            )
        rows.append((file, await reader.understand(message, context)))
    return rows


def _raw(file: Path) -> RawMail:
    return RawMail(str(file), 1, 1, datetime.fromtimestamp(file.stat().st_mtime, UTC), file.read_bytes())


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
        "spans": [
            {
                "kind": span.kind,
                "start": span.start,
                "end": span.end,
                "text": message.text[span.start : span.end],
                "letter": span.letter_id,
            }
            for span in message.spans
        ],
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


def told(file: Path, understood: Understood) -> str:
    """Say in lines what is understood of one mail."""
    message = understood.message
    quoted = dict.fromkeys(span.letter_id for span in message.spans if span.letter_id)
    letters = {letter: number for number, letter in enumerate(quoted, 1)}
    lines = [
        f"{file}",
        f"  from      {message.sender.address or '?'} ({message.sender.trust}: {message.sender.reason})",
        f"  subject   {message.subject}",
        f"  language  {message.language or 'not known'}, heat {message.heat}",
        *(f"  wants     {intent.kind} ({intent.certainty}): {intent.words!r}" for intent in understood.intents),
        *(f"  attached  {part.name} ({', '.join(_file_told(part))})" for part in message.attachments),
        *(f"  problem   {problem}" for problem in _problems(understood)),
        *(f"  letter    {number}: {letter}" for letter, number in letters.items()),
        f"  text      ({LEGEND}{', a number: quoted from that letter of ours' if letters else ''})",
    ]
    for span, words in _in_lines(message):
        lines.append(f"    {letters[span.letter_id] if span.letter_id else MARKS[span.kind]} {words}")
    return "\n".join(lines).rstrip()


def _in_lines(message: Message) -> Iterator[tuple[Span, str]]:
    """Yield the text line by line with what it is; a line that two spans share is parted, but for mere quote marks."""
    spans = list(message.spans)
    start = 0
    for line in message.text.splitlines(keepends=True):
        end = start + len(line)
        waiting = ""  # a wordless beginning goes with what follows on its line
        while spans and spans[0].start < end:
            span = spans[0]
            piece = message.text[max(start, span.start) : min(end, span.end)].rstrip("\n")
            ends_here = span.end <= end
            more = ends_here and span.end < end
            if more and not any(map(str.isalnum, piece)):
                waiting += piece
            else:
                yield span, waiting + piece
                waiting = ""
            if not ends_here:
                break
            spans.pop(0)
        start = end
