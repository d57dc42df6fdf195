"""Blocks as the plain text mail programs make of them: wrapped, marked and prefixed in their several ways."""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from tests.reading.client_page import Block, Run

_UNBROKEN: Final = 10**6


@dataclass(frozen=True, slots=True)
class Plain:
    """How one program writes plain text."""

    prefix: str = "> "  # "" for none, as Outlook does
    close: bool = False  # deeper marks without blanks between: ">> "
    width: int = 0  # 0: lines are never broken
    comb: int = 0  # lines with their marks are broken once more here, and what spills over gets no mark
    flowed: bool = False  # RFC 3676
    bold: str = ""
    dot: str = "- "
    count: str = "{}. "
    cells: str = "\t"  # between the cells of a row
    links: str = "{text}"  # how a link is shown: "{text}<{link}>"
    first: str = ""  # an invisible mark at the beginning of the quote, as iPhones set
    lead: str = ""  # put before each line of a quote without prefix


def plain(blocks: Sequence[Block], how: Plain) -> str:
    """Write blocks as a program would."""
    lines: list[str] = []
    for block in blocks:
        marks = _marks(how, block.depth)
        if lines and _apart(block, how, lines):
            lines.append(marks.rstrip() if how.prefix else "")
        lines += _broken(_lines(block, how), marks, how, verbatim=block.kind == "pre")
    return "\n".join(lines) + "\n"


def _apart(block: Block, how: Plain, lines: Sequence[str]) -> bool:
    last = lines[-1].strip(f" {how.prefix.strip()}") if how.prefix else lines[-1].strip()
    return not block.tight and bool(last)


def _marks(how: Plain, depth: int) -> str:
    if not how.prefix:
        return how.lead if depth else ""
    return f"{how.prefix.rstrip() * depth}{' ' if depth else ''}" if how.close else how.prefix * depth


def _lines(block: Block, how: Plain) -> tuple[str, list[str]]:
    """Return what hangs before the first line, and the lines."""
    cells = ["".join(_shown(run, how) for run in cell).strip(" ") for cell in block.cells]
    hang = ""
    if block.kind == "li":
        hang = how.count.format(block.number) if block.number else how.dot
    return hang, how.cells.join(cells).split("\n")


def _shown(run: Run, how: Plain) -> str:
    text = how.links.format(text=run.text, link=run.link) if run.link else run.text
    return f"{how.bold}{text}{how.bold}" if run.strong and text.strip() else text


def _broken(block: tuple[str, list[str]], marks: str, how: Plain, *, verbatim: bool) -> Iterator[str]:
    hang, lines = block
    for number, line in enumerate(lines):
        start = hang if number == 0 else " " * len(hang)
        width = how.width - len(marks) if how.width and not (verbatim and marks) else _UNBROKEN
        pieces = textwrap.wrap(
            line, width, initial_indent=start, subsequent_indent=" " * len(hang),
            break_long_words=False, break_on_hyphens=False, drop_whitespace=True, replace_whitespace=False,
        ) if width < _UNBROKEN else [start + line]  # fmt: skip
        for at, piece in enumerate(pieces or [""]):
            soft = how.flowed and at + 1 < len(pieces)
            yield from _combed(f"{marks}{piece}".rstrip() + (" " if soft else ""), how.comb if marks else 0)


def _combed(line: str, width: int) -> Iterator[str]:
    if not width or len(line) <= width:
        yield line
        return
    cut = line.rfind(" ", 0, width + 1)
    yield line[:cut] if cut > 2 else line
    if cut > 2:
        yield line[cut + 1 :]
