"""Delivery reports of sixty mail systems against their truth."""

import json
from collections.abc import Iterator

from mailbot.adapters.reader import ReaderSettings, read_mail
from mailbot.mail.authentication import TrustSettings
from tests.corpora.shelf import raw, shelf
from tests.reading.figure import Figure, at_least, share

NO_FAILURE = {"feedback", "vacation", "delivered"}
SETTINGS = ReaderSettings(TrustSettings(""))


def figures() -> Iterator[Figure]:
    """Measure."""
    folder = shelf("bounces")
    truth = json.loads((folder / "truth.json").read_text())
    real = [
        path
        for path in sorted((folder / "bsd").glob("*.eml"))
        if any(entry["reason"] not in NO_FAILURE for entry in truth.get(path.stem, []))
    ]
    missed = [path.stem for path in real if not read_mail(SETTINGS, raw(path.read_bytes()))[0].bounces]
    known = len(real) - len(missed)
    yield Figure(
        "bounces", "found", ">= 97 %", share(known, len(real)), at_least(known, len(real), 0.97), tuple(missed)
    )
