"""What another reader found in hard mails is in what we read; that each is read at all, the reading table measures."""

import json
from pathlib import Path

import pytest

from mailbot.steps.parse import parse
from tests.corpora.shelf import figure, raw, shelf

pytestmark = pytest.mark.corpora


def test_text_agrees_with_a_second_opinion() -> None:
    """The words of the first text body that another reader found are in ours, for nearly all mails."""
    same = total = 0
    for path in sorted(shelf("parsing/stalwart").rglob("*.eml")):
        words = _their_words(path.with_suffix(".json"))
        if not words:
            continue
        total += 1
        mail = parse(raw(path.read_bytes()))
        ours = mail.text + "".join(part.text for part in mail.attachments)
        same += _squeezed(words)[:200] in _squeezed(ours)
    figure(f"stalwart: {same} of {total} bodies the same")
    assert total > 30
    assert same / total >= 0.75


def _their_words(path: Path) -> str:
    if not path.is_file():
        return ""
    read = json.loads(path.read_text())
    for place in read.get("text_body", []):
        body = read["parts"][place]["body"] if place < len(read["parts"]) else {}
        if isinstance(body, dict) and isinstance(body.get("Text"), str):
            return str(body["Text"])
    return ""


def _squeezed(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum())
