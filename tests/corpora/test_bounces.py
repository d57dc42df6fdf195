"""Delivery reports of sixty mail systems against their truth."""

import json
from pathlib import Path

import pytest

from mailbot.adapters.reader import ReaderSettings, read_mail
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.message import Message
from tests.corpora.shelf import figure, raw, shelf

pytestmark = pytest.mark.corpora
NO_FAILURE = {"feedback", "vacation", "delivered"}
SETTINGS = ReaderSettings(TrustSettings(""))


def read(path: Path) -> Message:
    return read_mail(SETTINGS, raw(path.read_bytes()))[0]


def test_bounces_are_known_and_judged() -> None:
    folder = shelf("bounces")
    truth = json.loads((folder / "truth.json").read_text())
    known = hard = real = coded = codes = 0
    for path in sorted((folder / "bsd").glob("*.eml")):
        entries = [entry for entry in truth.get(path.stem, []) if entry["reason"] not in NO_FAILURE]
        if not entries:
            continue
        bounces = read(path).bounces
        real += 1
        known += bool(bounces)
        hard += any(entry["hard"] for entry in entries) == any(bounced.hard for bounced in bounces)
        if _is_real_code(entries[0]["dsn"]):
            codes += 1
            coded += entries[0]["dsn"] in {bounced.status for bounced in bounces}
    figure(f"bounces: {known} of {real} known, hard or soft right {hard}, codes {coded} of {codes}")
    assert real > 200
    assert known / real >= 0.97
    assert hard / real >= 0.85
    assert coded / codes >= 0.92


def test_what_is_no_failure_is_no_bounce() -> None:
    folder = shelf("bounces")
    truth = json.loads((folder / "truth.json").read_text())
    wrong = [
        stem
        for stem, entries in truth.items()
        if all(entry["reason"] in NO_FAILURE for entry in entries) and read(folder / "bsd" / f"{stem}.eml").bounces
    ]
    assert wrong == []


def test_line_ends_do_not_matter() -> None:
    folder = shelf("bounces")
    for path in sorted((folder / "dos").glob("*.eml")):
        twin = folder / "bsd" / path.name
        if twin.exists():
            assert bool(read(path).bounces) == bool(read(twin).bounces), path


def _is_real_code(code: str) -> bool:
    # Codes such as 5.0.910 are made up by the program that wrote the truth.
    return bool(code) and not code.endswith(".0.0") and not code.startswith(("5.0.9", "4.0.9"))
