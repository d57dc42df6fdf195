"""What a mail program holds of a letter when somebody answers it: blocks of words, each known by who wrote it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

_ITEM: Final = re.compile(r"(?:- |\d{1,2}\. )")


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one writer: "ours", "theirs" (new), "old" (theirs, of an earlier mail) or "program"."""

    text: str
    by: str = "ours"
    strong: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph ("p"), list item ("li"), table row ("row"), single line ("line") or lines of plain text ("pre")."""

    kind: str
    cells: tuple[tuple[Run, ...], ...]  # one, but in a row
    depth: int = 0  # how deep it is quoted
    number: int = 0  # of an item in a numbered list
    tight: bool = False  # no blank line above it

    @property
    def words(self) -> str:
        """All that stands in it, on one line."""
        return " ".join(" ".join(run.text for cell in self.cells for run in cell).split())


def said(text: str, by: str, kind: str = "p", depth: int = 0, *, tight: bool = False) -> Block:
    """Make a block of one writer."""
    return Block(kind, ((Run(text, by),),), depth, tight=tight)


def typed_into(block: Block, words: str, *, middle: bool) -> Block:
    """Let a reader type words into a block of ours: behind its last word, or between two."""
    *cells, cell = block.cells
    *before, last = cell
    cut = len(last.text) if not middle else last.text.rfind(" ", 0, len(last.text) * 2 // 3)
    cut = len(last.text) if cut < 0 else cut
    head, tail = last.text[:cut], last.text[cut:].lstrip(" ")
    typed = Run(f" {words} " if tail else f" {words}", "theirs")
    pieces = (replace(last, text=head), typed, *([replace(last, text=tail)] if tail else []))
    return replace(block, cells=(*cells, (*before, *pieces)))


@lru_cache(128)
def blocks_of_page(html: str) -> tuple[Block, ...]:
    """Read a page of ours, whose Markdown made nothing but paragraphs, lists, tables, quotes and strong words."""
    page = _Page()
    page.feed(html)
    page.close()
    return tuple(page.blocks)


@lru_cache(128)
def blocks_of_text(text: str) -> tuple[Block, ...]:
    """Cut a plain text of ours into paragraphs, items and table rows, its lines as they are."""
    blocks: list[Block] = []
    for paragraph in re.split(r"\n{2,}", text.strip("\n")):
        lines = paragraph.split("\n")
        table = any(set(line) <= {"-", " "} and line for line in lines)
        pieces: list[str] = []
        for line in lines:
            if pieces and not table and not _ITEM.match(line):
                pieces[-1] += f"\n{line}"
            else:
                pieces.append(line)
        blocks += [said(piece, "ours", "pre", tight=at > 0) for at, piece in enumerate(pieces)]
    return tuple(blocks)


def quoted(blocks: Iterable[Block], depth: int) -> Iterator[Block]:
    """Put blocks deeper into a quote."""
    return (replace(block, depth=block.depth + depth) for block in blocks)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self._cells: list[list[Run]] = [[]]
        self._numbers: list[int] = []  # of open lists; 0: dots
        self._depth = 0
        self._strong = False
        self._unread = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "head":
            self._unread = True
        elif tag == "blockquote":
            self._depth += 1
        elif tag in {"ol", "ul"}:
            self._numbers.append(int(dict(attrs).get("start") or 1) if tag == "ol" else 0)
        elif tag in {"td", "th"}:
            self._cells.append([])
        elif tag == "strong":
            self._strong = True
        elif tag == "br":
            self._cells[-1].append(Run("\n"))

    def handle_endtag(self, tag: str) -> None:
        if tag == "head":
            self._unread = False
        elif tag == "blockquote":
            self._depth -= 1
        elif tag in {"ol", "ul"}:
            self._numbers.pop()
        elif tag == "strong":
            self._strong = False
        elif tag in {"p", "h1", "h2", "h3"} and not self._numbers:
            self._close("p")
        elif tag == "li":
            self._close("li", self._numbers[-1])
            self._numbers[-1] += self._numbers[-1] > 0
        elif tag == "tr":
            self._close("row")

    def handle_data(self, data: str) -> None:
        # Line feeds between tags are nobody's words.
        if not self._unread and (data.strip() or (self._cells[-1] and data != "\n")):
            self._cells[-1].append(Run(re.sub(r"\s*\n\s*", " ", data), strong=self._strong))

    def _close(self, kind: str, number: int = 0) -> None:
        cells = tuple(tuple(cell) for cell in self._cells if cell or kind == "row")
        cells = cells[1:] if kind == "row" and cells and not cells[0] else cells
        if any(cells):
            tight = kind != "p" and bool(self.blocks) and self.blocks[-1].kind == kind
            self.blocks.append(Block(kind, cells, self._depth, number, tight))
        self._cells = [[]]
