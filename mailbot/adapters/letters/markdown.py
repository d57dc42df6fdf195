"""Markdown as letters use it: paragraphs, lists, tables, quotes, strong words. No links, images, code or raw HTML.

A blank line always ends a block. So each block can be read by itself, and the many that stand in every letter only once.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mailbot.adapters.letters.plain import text

_REFUSED: Final = (
    "code", "fence", "backticks", "html_block", "html_inline", "link", "image", "autolink", "reference", "entity", "lheading",
)  # fmt: skip
_STYLES: Final = {
    "table": "border-collapse:collapse;margin:1em 0",
    "th": "text-align:left;padding:4px 12px 4px 0;border-bottom:1px solid #999;vertical-align:bottom",
    "td": "padding:4px 12px 4px 0;border-bottom:1px solid #ddd;vertical-align:top",
    "blockquote": "margin:1em 0;padding-left:1em;border-left:3px solid #ccc",
}
_BLANK: Final = re.compile(r"\n\s*\n")
_PAGE: Final = (
    '<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head>'
    '<body style="font:16px/1.5 sans-serif;color:#222;max-width:40em">\n{body}</body></html>\n'
)

_MARKDOWN: Final = MarkdownIt("commonmark", {"html": False}).enable("table").disable(list(_REFUSED))


def _styled(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:  # the library's hook
    token = tokens[index]
    aligned = str(token.attrs.pop("style", ""))
    token.attrSet("style", ";".join(filter(None, (_STYLES[token.tag], aligned))))
    return str(self.renderToken(tokens, index, options, env))


for _tag in _STYLES:
    _MARKDOWN.add_render_rule(f"{_tag}_open", _styled)


def written(source: str, language: str) -> tuple[str, str]:
    """Return Markdown as plain text and as a plain HTML page, in which nothing is fetched from anywhere."""
    blocks = [_block(block) for block in _BLANK.split(source.strip())]
    body = "".join(html for _, html in blocks)
    return "\n".join(plain for plain, _ in blocks), _PAGE.format(language=language, body=body)


@lru_cache(2048)
def _block(source: str) -> tuple[str, str]:
    tokens = _MARKDOWN.parse(source)
    return text(tokens), str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))
