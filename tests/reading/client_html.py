"""Blocks as the HTML mail programs make of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from itertools import groupby

from tests.reading.client_page import Block, Run

_DOUBLE = re.compile(r"  +")


@dataclass(frozen=True, slots=True)
class Rich:
    """How one program writes HTML; {} is where the words stand."""

    theirs: str = "<div>{}</div>"  # a line of the writer's
    blank: str = "<div><br></div>"  # between paragraphs of the writer's
    ours: str = "<p>{}</p>"
    header: str = "{}<br>"  # around the lines of the introduction
    open: str = "<blockquote>"
    close: str = "</blockquote>"
    around: str = "<html><head><meta charset={charset}></head><body>{}</body></html>"
    row: str = "<tr>{}</tr>"
    cell: str = '<td style="padding:4px 12px 4px 0">{}</td>'


def rich(blocks: Sequence[Block], how: Rich, charset: str) -> str:
    """Write blocks as a program would."""
    pieces: list[str] = []
    depth = 0
    for key, group in groupby(blocks, lambda block: (block.depth, block.kind, block.number > 0, _by(block))):
        pieces += [how.open] * (key[0] - depth) + [how.close] * (depth - key[0])
        depth = key[0]
        pieces += _written(list(group), key[1], how, theirs=key[3] == "theirs")
    pieces += [how.close] * depth
    return how.around.replace("{charset}", charset).replace("{}", "\n".join(pieces)) + "\n"


def _by(block: Block) -> str:
    return block.cells[0][0].by if block.cells and block.cells[0] else "ours"


def _written(blocks: list[Block], kind: str, how: Rich, *, theirs: bool) -> Iterator[str]:
    if kind == "li":
        tag = "ol" if blocks[0].number else "ul"
        start = f' start="{blocks[0].number}"' if blocks[0].number > 1 else ""
        yield f"<{tag}{start}>" + "".join(f"<li>{_words(block.cells[0])}</li>" for block in blocks) + f"</{tag}>"
    elif kind == "row":
        rows = (how.row.format("".join(how.cell.format(_words(cell)) for cell in block.cells)) for block in blocks)
        yield "<table><tbody>" + "\n".join(rows) + "</tbody></table>"
    elif kind == "line":
        groups: list[list[str]] = []
        for block in blocks:
            groups += [] if block.tight and groups else [[]]
            groups[-1].append(_words(block.cells[0]))
        yield from (how.header.format("<br>\n".join(group)) for group in groups)
    else:
        for block in blocks:
            yield from _paragraph(block, how, theirs=theirs)


def _paragraph(block: Block, how: Rich, *, theirs: bool) -> Iterator[str]:
    words = _words(block.cells[0])
    if theirs or _by(block) == "old":
        if not block.tight:
            yield how.blank
        yield from (how.theirs.format(line or "<br>") for line in words.split("\n"))
    else:
        yield how.ours.format(words.replace("\n", "<br>\n"))


def _words(runs: Sequence[Run]) -> str:
    return "".join(map(_shown, runs))


def _shown(run: Run) -> str:
    text = _DOUBLE.sub(lambda hit: "&nbsp;" * (len(hit[0]) - 1) + " ", escape(run.text, quote=False))
    if run.by == "theirs" and run.text.startswith(" "):
        text = f'<span style="color:#c00">{text}</span>'
    if run.link:
        text = f'<a href="{escape(run.link)}">{text}</a>'
    return f"<b>{text}</b>" if run.strong else text
