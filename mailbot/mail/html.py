"""HTML of a mail -> text to read: quotes get "> ", table cells " | ", list items "- "."""

import re
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

UNSHOWN = frozenset({"script", "style", "head", "title", "template", "noscript", "object", "svg", "math", "select"})
BLOCKS = frozenset(
    {
        "p", "div", "section", "article", "header", "footer", "aside", "main", "ul", "ol", "li", "table", "tr", "h1", "h2",
        "h3", "h4", "h5", "h6", "blockquote", "pre", "form", "fieldset", "address", "dl", "dt", "dd", "center", "hr", "body",
        "figure", "caption", "thead", "tbody", "tfoot",
    }
)  # fmt: skip
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table", "blockquote"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$)|mso-hide\s*:\s*all"
)
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
SHALLOW = frozenset(
    {
        "p",
        "li",
        "td",
        "th",
        "tr",
        "dt",
        "dd",
        "option",
        "br",
        "img",
        "hr",
        "input",
        "meta",
        "link",
        "col",
        "area",
        "base",
        "wbr",
        "source",
        "thead",
        "tbody",
        "tfoot",
        "colgroup",
        "o",
        "html",
        "body",
        "head",
    }
)  # fmt: skip  (elements that end by themselves)
TAG = re.compile(r"<(/?)([a-zA-Z]+)")
ANY_TAG = re.compile(r"<[^<>]*>")
DEEPEST = 1000
DEEPEST_QUOTE = 20
LONGEST_NUMBER = 6  # digits a list may start with
LONGEST_HTML = 4 * 1024 * 1024


def readable(html: str) -> str:
    """Return what a reader sees, as plain text. Linear, and never recursive."""
    html = html[:LONGEST_HTML]
    if _depth(html) > DEEPEST:
        # No person's program nests like that, and the parser's time grows with the square of it.
        return "\n".join(_without_doubles(unescape(ANY_TAG.sub("\n", html)).split("\n")))
    root = LexborHTMLParser(html).body
    return _Page().written(root) if root is not None else ""


class _Page:
    """Lines of text as they grow while the tree is walked."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.line: list[str] = []
        self.quotes = 0
        self.verbatim = 0
        self.numbers: list[int | None] = []  # of the next item of each open list; None: it has none

    def written(self, root: LexborNode) -> str:
        """Walk the tree in reading order and return its text."""
        # The flag says that a node is being left; a stack of our own stands any depth.
        stack: list[tuple[LexborNode, bool]] = [(root, False)]
        while stack:
            node, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                self._leave(node, tag)
            elif tag == "-text":
                self._say(node.text_content or "")
            elif tag not in UNSHOWN and not tag.startswith(("-", "!")) and not _hidden(node):
                self._enter(node, tag)
                stack.append((node, True))
                stack += reversed([(child, False) for child in _children(node)])
        self._break()
        return "\n".join(_without_doubles(self.lines))

    def _enter(self, node: LexborNode, tag: str) -> None:
        if tag in BLOCKS:
            self._break()
        if tag in SPACED:
            self._blank()
        if tag == "blockquote" and is_quote(node):
            self.quotes += 1
        elif tag == "pre":
            self.verbatim += 1
        elif tag in {"ol", "ul"}:
            self.numbers.append(_first_number(node) if tag == "ol" else None)
        else:
            self._mark(node, tag)

    def _mark(self, node: LexborNode, tag: str) -> None:
        if tag == "br":
            self._break(keep=True)
        elif tag == "li":
            self.line.append(self._item())
        elif tag in {"td", "th"} and "".join(self.line).strip(" |"):
            self.line.append(" | ")
        elif tag == "img" and node.attributes.get("alt"):
            self._say(f"[{node.attributes['alt']}]")

    def _item(self) -> str:
        """Return what stands before a list item: its number, which answers may name, or a dash."""
        number = self.numbers[-1] if self.numbers else None
        if number is None:
            return "- "
        self.numbers[-1] = number + 1
        return f"{number}. "

    def _leave(self, node: LexborNode, tag: str) -> None:
        if tag in BLOCKS:
            self._break()
        if tag == "blockquote" and is_quote(node):
            self.quotes -= 1
        elif tag == "pre":
            self.verbatim -= 1
        elif tag in {"ol", "ul"}:
            self.numbers.pop()
        if tag in SPACED:
            self._blank()

    def _say(self, text: str) -> None:
        if self.verbatim:
            for number, line in enumerate(text.split("\n")):
                if number:
                    self._break(keep=True)
                self.line.append(line)
            return
        text = SPACES.sub(" ", text)
        self.line.append(text.lstrip(" ") if not self.line or self.line[-1].endswith(" ") else text)

    def _break(self, *, keep: bool = False) -> None:
        text = "".join(self.line).rstrip(" |") if not self.verbatim else "".join(self.line)
        if text.strip() or keep:
            self.lines.append(f"{self._marks}{text}" if text.strip() else self._marks.rstrip())
        self.line = []

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._marks.rstrip())

    @property
    def _marks(self) -> str:
        return "> " * min(self.quotes, DEEPEST_QUOTE)


def _first_number(node: LexborNode) -> int:
    start = node.attributes.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) <= LONGEST_NUMBER else 1


def is_quote(node: LexborNode) -> bool:
    """Whether a blockquote quotes somebody; Gmail's indent button makes one that does not."""
    attributes = node.attributes
    style = (attributes.get("style") or "").replace(" ", "")
    if attributes.get("type") == "cite" or attributes.get("class") or attributes.get("cite") or "border-left" in style:
        return True
    return not style or "border:none" not in style


def _depth(html: str) -> int:
    """How deep its elements are nested, roughly and from above."""
    depth = deepest = 0
    for closing, tag in TAG.findall(html) if html.count("<") > DEEPEST else ():
        if tag.lower() not in SHALLOW:
            depth = max(depth - 1, 0) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(HIDDEN.search((attributes.get("style") or "").lower()))


def _children(node: LexborNode) -> list[LexborNode]:
    found = []
    child = node.first_child
    while child is not None:
        found.append(child)
        child = child.next
    return found


def _without_doubles(lines: list[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        if line.strip("> ") or (kept and kept[-1].strip("> ")):
            kept.append(line.rstrip())
    while kept and not kept[-1].strip("> "):
        kept.pop()
    return kept
