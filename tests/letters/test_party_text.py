"""Party text that would like to be more than text."""

from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.letters.filters import as_text, one_line
from mailbot.adapters.letters.markdown import written
from mailbot.adapters.letters.samples import samples
from mailbot.mediation.decision import Plain
from mailbot.mediation.letter import Letter

MARKERS = (
    "{{7*7}}",
    "{% for x in y %}{{ x }}{% endfor %}",
    "{{ ''.__class__.__mro__ }}",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "**bold** _it_ `code` ~~gone~~",
    "[click](https://evil.example/)",
    "![x](https://evil.example/pixel.png)",
    "a | b | c",
    "# heading",
    "1. one",
    "- item",
    "> quote",
    "&lt;b&gt; &amp; &#123;",
    "back\\slash \\* end",
    "---",
)


def _view(letter: Letter) -> dict[str, Plain]:
    return dict(cast("dict[str, Plain]", samples(letter)[0][1]))


@pytest.mark.parametrize("marker", MARKERS)
@pytest.mark.parametrize("language", ["en", "es"])
def test_party_text_comes_out_as_it_went_in(letters: TemplateLetters, marker: str, language: str) -> None:
    offer = {**cast("dict[str, Plain]", _view(Letter.OFFER_TO_BUYER)["offer"]), "reason": marker}
    rendered = letters.render(Letter.OFFER_TO_BUYER, language, {**_view(Letter.OFFER_TO_BUYER), "offer": offer}, "")
    assert " ".join(marker.split()) in " ".join(rendered.text.split())
    for tag in ("<script", "<img", "<strong>bold", "<em>", "<code", "<a ", "<h1", "<del"):
        assert tag not in rendered.html


@pytest.mark.parametrize("marker", MARKERS)
def test_a_quote_of_many_lines_stays_a_quote(letters: TemplateLetters, marker: str) -> None:
    quote = f"first\n\n{marker}\nlast"
    rendered = letters.render(Letter.PLEASE_CLARIFY, "en", {**_view(Letter.PLEASE_CLARIFY), "quote": quote}, "")
    inside = rendered.html.partition("<blockquote")[2].partition("</blockquote>")[0]
    assert "last" in inside
    assert "<script" not in inside
    assert "<ul" not in inside


@pytest.mark.parametrize("name", ["R\r\nBcc: all@example.com", "A\x00B", "x\u202egnp.exe", "Eve\n\nEvil"])
def test_a_subject_is_one_clean_line(letters: TemplateLetters, name: str) -> None:
    rendered = letters.render(Letter.CLAIM_RECEIVED, "en", {**_view(Letter.CLAIM_RECEIVED), "order": name}, "")
    assert rendered.subject.isprintable()


@given(st.text(max_size=200))
def test_any_text_survives_markdown(text: str) -> None:
    assert " ".join(written(f"x{as_text(text)}x", "en")[0].split()) == " ".join(f"x{one_line(text)}x".split())


@given(st.text(alphabet="<>&\"'`*_[]()!|\\#-=+.~{}%$:/ \nab1", max_size=80))
def test_no_text_makes_a_tag(text: str) -> None:
    html = written(f"| a |\n| --- |\n| {as_text(text) or '-'} |\n\n> {as_text(text)}\n\n{as_text(text)}", "en")[1]
    body = html.partition("<body")[2].partition(">")[2]
    tags = {piece.split(">")[0].split()[0].strip("/") for piece in body.split("<")[1:]}
    assert tags <= {"table", "thead", "tbody", "tr", "th", "td", "p", "blockquote", "body", "html"}
