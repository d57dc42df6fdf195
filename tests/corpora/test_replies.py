"""New words told from quotes, in mails of many programs and languages."""

import re
from collections import Counter
from pathlib import Path

import pytest

from mailbot.mail import html
from mailbot.mail.message import SpanKind
from mailbot.steps.parse import parse
from mailbot.steps.unquote import unquote
from tests.corpora.shelf import figure, raw, shelf

pytestmark = pytest.mark.corpora
HTML_TRUTH = "Hi. I am fine.\n\nThanks,\nAlex"


def new_words(text: str) -> list[str]:
    return words("".join(text[span.start : span.end] for span in unquote(text) if span.kind is SpanKind.NEW))


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_trimmer() -> None:
    folder = shelf("replies/trimmer")
    exact = total = 0
    losing = []
    for path in sorted((folder / "emails").glob("*.txt")):
        wanted = words(text_of(folder / "trimmed" / path.name))
        found = new_words(text_of(path))
        total += 1
        exact += found == wanted
        if Counter(wanted) - Counter(found):
            losing.append(path.stem)
    figure(f"trimmer: {exact} of {total} exact, losing words: {losing}")
    assert exact / total >= 0.85
    # That one keeps a quote at the top as the writer's own; it is marked as a quote here, and kept.
    assert losing in ([], ["quote_and_text"])


def test_talon() -> None:
    folder = shelf("replies/talon")
    found = []
    for path in sorted((folder / "standard_replies").glob("*.eml")):
        truth = path.with_name(f"{path.stem}_reply_text")
        wanted = text_of(truth) if truth.exists() else "Hello"
        found.append((path.stem, words(wanted), new_words(parse(raw(path.read_bytes())).text)))
    pages = sorted((folder / "html_replies").glob("*.html"))
    found += [(path.stem, words(HTML_TRUTH), new_words(html.readable(text_of(path)))) for path in pages]
    exact = [name for name, wanted, got in found if wanted == got]
    figure(f"talon: {len(exact)} of {len(found)} exact, not {sorted({name for name, _, _ in found} - set(exact))}")
    assert len(exact) / len(found) >= 0.8


@pytest.mark.parametrize("name", ["crisp", "github", "mail-parser-reply"])
def test_no_mail_is_left_without_a_new_word(name: str) -> None:
    paths = [path for path in sorted(shelf(f"replies/{name}").rglob("*.txt")) if "LICENSE" not in path.name]
    assert paths
    empty = [path.name for path in paths if not new_words(text_of(path)) and words(text_of(path))]
    assert [name for name in empty if "emoji" not in name and "email_1_7" not in name] == []
