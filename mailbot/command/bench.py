"""The figures this program is measured by."""

import asyncio
from dataclasses import asdict
from typing import Annotated

import structlog
import typer

from mailbot.bench.ingest import Ingest, measure
from mailbot.bench.reading import Figure, table
from mailbot.command.opened import AsJson
from mailbot.command.output import complain, console, listing, say
from mailbot.errors import MailbotError

app = typer.Typer(no_args_is_help=True, help="Measure, beside a limit measured in the same run.")


@app.command()
def ingest(
    mails: Annotated[int, typer.Option(min=1, help="How many mails wait in the mailbox.")] = 2000,
    seed: Annotated[int, typer.Option(help="The same seed makes the same mails.")] = 1,
    workers: Annotated[int, typer.Option(min=0, max=16, help="Processes that read mail.")] = 1,
    seconds: Annotated[int, typer.Option(min=0, help="How long 20 mails a second come for the time to a draft.")] = 20,
    store: Annotated[str, typer.Option(help="A PostgreSQL URL instead of SQLite in a temporary folder.")] = "",
    as_json: AsJson = False,
) -> None:
    """Measure mailbox to committed draft against a real Dovecot.

    Example: mailbot bench ingest --mails 2000
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with console.status("Making mails, parsing them, walking them ..."):
        measured = asyncio.run(measure(mails, seed, workers, seconds, store))
    if as_json:
        listing([asdict(measured) | {"ratio": measured.ratio}], (), as_json=True, empty="")
        return
    for line in _told(measured):
        say(line)


@app.command()
def reading(
    areas: Annotated[list[str] | None, typer.Argument(help="Only these areas; all of them if none is named.")] = None,
    libraries: Annotated[bool, typer.Option(help="What libraries reach on the same sets.")] = False,
    show: Annotated[bool, typer.Option(help="Name each case that fell short or is in doubt.")] = False,
    as_json: AsJson = False,
) -> None:
    """Measure how well mail is read, on the corpora beside the project and the labelled sets in its tests.

    Example: mailbot bench reading words bounces --show
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    try:
        sets = table()
    except MailbotError as trouble:
        complain(str(trouble))
        raise typer.Exit(1) from trouble
    unknown = [area for area in areas or () if area not in sets.AREAS]
    if unknown:
        complain(f"no area {', '.join(unknown)}; there are {', '.join(sets.AREAS)}")
        raise typer.Exit(2)
    figures: list[Figure] = []
    with console.status("Reading ...") as status:
        for area in areas or sets.AREAS:
            status.update(f"Reading: {sets.AREAS[area]} ...")
            figures += sets.measured([area], libraries=libraries)
    rows = [_row(figure, show=show) for figure in figures]
    columns = FIGURE_COLUMNS[:-1] if libraries else FIGURE_COLUMNS
    listing(rows, columns, as_json=as_json, empty="No library is measured in these areas.")
    if show and not as_json:
        for figure in figures:
            for case in figure.cases:
                say(f"{figure.what}, {figure.measure}: {case}")


FIGURE_COLUMNS = ("what", "measure", "to_reach", "reached", "met")


def _row(figure: Figure, *, show: bool) -> dict[str, object]:
    row: dict[str, object] = {column: getattr(figure, column) for column in FIGURE_COLUMNS}
    row["met"] = "yes" if figure.met else "NO"
    return row | ({"cases": figure.cases} if show else {})


def _told(it: Ingest) -> list[str]:
    return [
        f"{it.mails:,} mails of {it.average_bytes / 1024:.0f} KB on average",
        f"limit: parsed only, standard library      {it.limit_a_second:8.0f} mails/s",
        f"stored, placed, decided, drafted, committed {it.walked_a_second:6.0f} mails/s = {it.ratio:.2f} of the limit",
        f"{it.disputes:,} disputes, {it.drafts:,} drafts; main process at most {it.peak_main_mb:.0f} MB",
        f"arrival to committed at 20/s: p50 {it.latency_p50_seconds:.2f} s, p99 {it.latency_p99_seconds:.2f} s",
    ]
