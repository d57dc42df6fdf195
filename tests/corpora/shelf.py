"""Where the corpora are, and what to do when they are not."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailbot.mail.message import RawMail

ROOT = Path(__file__).parents[2].parent / "shared" / "corpora"
RECEIVED = datetime(2026, 6, 2, 9, 0, tzinfo=UTC)


def shelf(name: str) -> Path:
    """Return a corpus; skip where it is missing, fail where it must not be."""
    folder = ROOT / name
    if not folder.is_dir():
        reason = f"the corpus {name} is not beside the project"
        if os.environ.get("MAILBOT_REQUIRE_CORPORA") == "1":
            pytest.fail(reason)
        pytest.skip(reason)
    return folder


def raw(content: bytes) -> RawMail:
    """Put bytes in a mailbox."""
    return RawMail("corpus", 1, 1, RECEIVED, content)


def figure(text: str) -> None:
    """Print a figure for whoever runs with -s."""
    sys.stdout.write(f"{text}\n")
