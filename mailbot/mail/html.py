"""HTML of a mail -> text to read: quotes get "> ", table cells " | ", list items "- "."""

import re
from collections.abc import Mapping
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
ACTING = BLOCKS | {"br", "td", "th", "img"}
SPACED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "pre", "table", "blockquote"})
HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|pt|em)?\s*(?:;|$|!)|mso-hide\s*:\s*all"
    r"|(?:^|[;\s])(?:max-)?height\s*:\s*0(?:px|pt)?\s*(?:;|$|!)(?=.{0,400}overflow\s*:\s*hidden)|overflow\s*:\s*hidden.{0,400}(?:max-)?height\s*:\s*0(?:px|pt)?\s*(?:;|$|!)"
    r"|(?:^|[;\s])opacity\s*:\s*0\s*(?:;|$|!)"
)
# What programs put round the mail that is answered, or round the line that introduces it. Names come back with "x_" before
# them from a program that shows other people's pages.
ANSWERED = re.compile(
    r"(?:^|[\s_]|ydp[0-9a-f]{1,12})(divRplyFwdMsg|yahoo_quoted|protonmail_quote|tutanota_quote|zmail_extra|OutlookMessageHeader|ms-outlook-mobile-reference-message|isReplyContent|isForwardContent|messageReplySection|missive_quote|front-blockquote|bloop_original|mail_android_quote|quoted-mail|gmail_attr|moz-cite-prefix|mail-quote-collapse|replyHeader|reply-header)(?:$|\s)"
)
ALL_BELOW = ("divRplyFwdMsg", "OutlookMessageHeader")  # what is answered follows as its neighbours, without a frame
ONLY_INTRODUCES = ("gmail_attr", "moz-cite-prefix", "replyHeader", "reply-header")
FORWARDS = re.compile(r"^[\s>]*(?:[-_=–—]{3,}|begin forwarded)", re.IGNORECASE)
LOOKED_AT = 300  # nodes of a row, or letters of an introduction
LONGEST_CELL = 400
MOST_BREAKS = 4  # of lines in a cell of data
STRUCTURES = frozenset({"table", "blockquote", "pre", "ul", "ol"})
MOST_DIGITS = 6
LONGEST_STYLE = 2000
Attributes = Mapping[str, str | None]
SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_SHALLOW = (  # elements that end by themselves
    "p li td th tr dt dd option br img hr input meta link col area base wbr source thead tbody tfoot colgroup o html body head"
)
SHALLOW = frozenset(_SHALLOW.split())
TAG = re.compile(r"<(/?)([a-zA-Z]+)")
ANY_TAG = re.compile(r"<[^<>]*>")
DEEPEST = 1000
DEEPEST_QUOTE = 20
MOST_LINES = 50_000  # more than are ever shown: what follows them need not be laid out
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
        self.marked = False  # whether the line begins with the mark of a list item
        self.said = False  # whether anything stands so far outside a quote
        self.numbers: list[int] = []  # of the ordered lists that we are in

    def written(self, root: LexborNode) -> str:
        """Walk the tree in reading order and return its text."""
        # The number says how many quotes end where a node is left, -1 that it is entered; a stack of our own stands any depth.
        stack: list[tuple[LexborNode, int]] = [(root, -1)]
        while stack and len(self.lines) <= MOST_LINES:
            node, ending = stack.pop()
            tag = node.tag or ""
            if ending >= 0:
                self._leave(tag, ending)
            elif tag == "-text":
                self._say(node.text_content or "")
            elif tag not in UNSHOWN and not tag.startswith(("-", "!")):
                self._open(node, tag, stack)
        self._break()
        return "\n".join(_without_doubles(self.lines))

    def _open(self, node: LexborNode, tag: str, stack: list[tuple[LexborNode, int]]) -> None:
        """Begin an element that may be shown, and put what is in it on the stack."""
        attributes = node.attributes
        if attributes and _hidden(attributes):
            return
        cells = _cells(node) if tag == "tr" else []
        if cells:
            self._row(cells)
            return
        ending = self._enter(node, tag, attributes) if attributes or tag in ACTING else 0
        if ending or tag in BLOCKS:
            stack.append((node, ending))
        child = node.last_child
        while child is not None:
            stack.append((child, -1))
            child = child.prev

    def _row(self, cells: list[str]) -> None:
        self._break()
        self._say(" | ".join(cells))
        self._break()

    def _enter(self, node: LexborNode, tag: str, attributes: Attributes) -> int:
        """Begin an element; returns how many quotes end with it."""
        if tag in BLOCKS and (not self.marked or tag == "li" or len(self.line) > 1):
            self._break()
            if tag in SPACED:
                self._blank()
        if tag == "pre":
            self.verbatim += 1
        if tag == "blockquote" and is_quote(attributes):
            self.quotes += 1
            return 1
        name = _answered(attributes) if attributes and self.said and not self.quotes else ""
        if name and _frames(name, _first_letters(node)):
            self._break()
            self.quotes += 1
            return 0 if name in ALL_BELOW else 1
        self._mark(node, tag, attributes)
        return 0

    def _mark(self, node: LexborNode, tag: str, attributes: Attributes) -> None:
        if tag == "br":
            self._break(keep=True)
        elif tag == "ol":
            start = attributes.get("start") or ""
            self.numbers.append(
                int(start) - 1 if start.isascii() and start.isdigit() and len(start) < MOST_DIGITS else 0
            )
        elif tag == "li":
            self.line.append(self._list_mark(node))
            self.marked = True
        elif tag in {"td", "th"} and "".join(self.line).strip(" |"):
            self.line.append(" | ")
        elif tag == "img" and attributes.get("alt"):
            self._say(f"[{attributes['alt']}]")

    def _list_mark(self, node: LexborNode) -> str:
        if not self.numbers or node.parent is None or node.parent.tag != "ol":
            return "- "
        self.numbers[-1] += 1
        return f"{self.numbers[-1]}. "

    def _leave(self, tag: str, ending: int) -> None:
        if ending or not self.marked or tag == "li" or len(self.line) > 1:
            self._break()
        self.quotes -= ending
        if tag == "pre":
            self.verbatim -= 1
        elif tag == "ol" and self.numbers:
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
        self.said = self.said or (not self.quotes and bool(text.strip()))
        if text.strip() or keep:
            self.lines.append(f"{self._marks}{text}" if text.strip() else self._marks.rstrip())
        self.line, self.marked = [], False

    def _blank(self) -> None:
        if self.lines and self.lines[-1].strip("> "):
            self.lines.append(self._marks.rstrip())

    @property
    def _marks(self) -> str:
        return "> " * min(self.quotes, DEEPEST_QUOTE)


def is_quote(attributes: Attributes) -> bool:
    """Whether a blockquote quotes somebody; Gmail's indent button makes one that does not."""
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


def _hidden(attributes: Attributes) -> bool:
    return "hidden" in attributes or bool(HIDDEN.search((attributes.get("style") or "")[:LONGEST_STYLE].lower()))


def _answered(attributes: Attributes) -> str:
    """Name the frame that a program puts round what is answered; "" if it is none."""
    for key in ("id", "class", "name"):
        hit = ANSWERED.search((attributes.get(key) or "")[:LOOKED_AT]) if key in attributes else None
        if hit:
            return hit[1]
    return ""


def _frames(name: str, letters: str) -> bool:
    """Whether nothing but what is answered is in the frame: people type into the line that introduces, too."""
    if name in ONLY_INTRODUCES:
        return "\n" not in letters.strip() and len(letters) < LOOKED_AT
    return not FORWARDS.match(letters)


def _first_letters(node: LexborNode) -> str:
    """Give some letters that an element begins with, looking at no more than so many nodes."""
    stack, found, looked = [node], "", 0
    while stack and len(found) < LOOKED_AT and looked < LOOKED_AT:
        here, looked = stack.pop(), looked + 1
        if here.tag == "-text":
            found += SPACES.sub(" ", here.text_content or "")[:LOOKED_AT]
        else:
            found += "\n" if here.tag == "br" or here.tag in BLOCKS else ""
            stack += reversed(_children(here)[:LOOKED_AT])
    return found


def _cells(row: LexborNode) -> list[str]:
    """Give the cells of a row that holds data, so that it stays one line; none of a row that only lays out a page."""
    texts: list[str] = []
    budget = LOOKED_AT
    for cell in _children(row):
        if cell.tag not in {"td", "th"}:
            continue
        text, budget = _cell(cell, budget)
        if text is None:
            return []
        texts.append(text)
    if sum(bool(text) for text in texts) < 2:  # noqa: PLR2004 - a lone cell is no table
        return []
    return [texts[0] or "-", *texts[1:]]  # a bar at the start of a line would look like a quote


def _cell(cell: LexborNode, budget: int) -> tuple[str | None, int]:
    """Read a short cell and say how many nodes may still be looked at; None for a long one or one with a structure."""
    stack, parts, breaks = [cell], [""], 0
    while stack:
        node, budget = stack.pop(), budget - 1
        tag = node.tag or ""
        if budget < 0 or tag in STRUCTURES or breaks > MOST_BREAKS:
            return None, budget
        if tag == "-text":
            parts.append(node.text_content or "")
        elif tag not in UNSHOWN and not tag.startswith(("-", "!")) and not _hidden(node.attributes):
            if tag in BLOCKS or tag == "br":
                parts.append(" ")
                breaks += 1
            parts.append(f"[{node.attributes['alt']}]" if tag == "img" and node.attributes.get("alt") else "")
            stack += reversed(_children(node)[:LOOKED_AT])
    text = SPACES.sub(" ", "".join(parts)).strip()
    return (text if len(text) <= LONGEST_CELL else None), budget


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
