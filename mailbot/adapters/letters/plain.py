"""A letter as plain text: wrapped at 76, tables as columns, no marks of Markdown left."""

from collections.abc import Callable, Iterator, Sequence
from textwrap import wrap
from typing import Final

from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode

from mailbot.adapters.letters.columns import columns

WIDTH: Final = 76


def text(tokens: Sequence[Token]) -> str:
    """Return the plain text of a parsed letter."""
    return "\n".join(_blocks(SyntaxTreeNode(tokens).children, WIDTH)) + "\n"


def _blocks(nodes: Sequence[SyntaxTreeNode], width: int) -> Iterator[str]:
    for number, node in enumerate(nodes):
        if number and not _tight(node):
            yield ""
        yield from _BLOCKS[node.type](node, width)


def _tight(node: SyntaxTreeNode) -> bool:
    return node.type in {"paragraph", "list_item"} and _hidden(node)


def _hidden(node: SyntaxTreeNode) -> bool:
    if node.type == "list_item":
        return all(child.type != "paragraph" or child.hidden for child in node.children)
    return bool(node.hidden)


def _paragraph(node: SyntaxTreeNode, width: int) -> Iterator[str]:
    for line in _inline(node).split("\n"):
        yield from wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]


def _listing(node: SyntaxTreeNode, width: int) -> Iterator[str]:
    start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else 0
    for number, item in enumerate(node.children):
        if number and not _hidden(item):
            yield ""
        mark = f"{start + number}. " if start else "- "
        yield from _indented(_blocks(item.children, width - len(mark)), mark)


def _quote(node: SyntaxTreeNode, width: int) -> Iterator[str]:
    return _indented(_blocks(node.children, width - 4), "    ")


def _indented(lines: Iterator[str], mark: str) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield ((" " * len(mark) if number else mark) + line).rstrip()


def _table(node: SyntaxTreeNode, width: int) -> Iterator[str]:
    rows = [row for part in node.children for row in part.children]
    right = tuple("right" in str(cell.attrs.get("style", "")) for cell in rows[0].children)
    return columns([tuple(_inline(cell) for cell in row.children) for row in rows], right, width)


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_piece(piece) for child in node.children for piece in child.walk())


def _piece(node: SyntaxTreeNode) -> str:
    if node.type in {"softbreak", "hardbreak"}:
        return " " if node.type == "softbreak" else "\n"
    return node.content if node.type in {"text", "text_special"} else ""


_BLOCKS: Final[dict[str, Callable[[SyntaxTreeNode, int], Iterator[str]]]] = {
    "paragraph": _paragraph,
    "heading": _paragraph,
    "bullet_list": _listing,
    "ordered_list": _listing,
    "blockquote": _quote,
    "table": _table,
    "hr": lambda _node, _width: iter(("--",)),
}
