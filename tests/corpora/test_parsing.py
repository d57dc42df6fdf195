"""Every mail that once broke another program is read, quickly."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailbot.adapters.reader import ReaderSettings, read_mail
from mailbot.mail.authentication import TrustSettings
from mailbot.steps.parse import parse
from tests.corpora.shelf import figure, raw, shelf

pytestmark = pytest.mark.corpora
SETTINGS = ReaderSettings(TrustSettings("mx.ours.test"))
NO_MAILS = {".json", ".md", ".yml", ".yaml", ".py", ".txt"}


def mails(name: str) -> Iterator[Path]:
    for path in sorted(shelf(name).rglob("*")):
        if path.is_file() and path.suffix not in NO_MAILS and "LICENSE" not in path.name:
            yield path


@pytest.mark.parametrize("name", ["parsing", "bounces", "authentication/providers", "replies/talon"])
def test_every_mail_is_read(name: str) -> None:
    count, slowest = 0, 0.0
    for path in mails(name):
        began = time.perf_counter()
        message, _ = read_mail(SETTINGS, raw(path.read_bytes()))
        slowest = max(slowest, time.perf_counter() - began)
        count += 1
        covered = "".join(message.text[span.start : span.end] for span in message.spans)
        assert covered == message.text, path
    figure(f"{name}: {count} mails, the slowest {slowest:.3f} s")
    assert count > 20
    assert slowest < 2


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
