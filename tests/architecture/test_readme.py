"""What the README tells people to type works."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from mailbot.__main__ import app

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def mailbot(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mailbot", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The demonstration, played to its end once for all tests here."""
    folder = tmp_path_factory.mktemp("demo")
    run = mailbot("demo", "--auto", "--folder", str(folder))
    assert run.returncode == 0, run.stderr[-2000:]
    return folder / "1", run.stdout


def test_the_demonstration_plays_a_dispute_to_settlement_in_under_a_minute(played: tuple[Path, str]) -> None:
    folder, told = played
    seconds = re.search(r"All disputes are closed after (\d+) s", told)
    assert seconds is not None, told[-1500:]
    assert int(seconds[1]) < 60
    assert re.search(r"RD-20418  closed: settled, USD 310.00 agreed", told)
    assert re.search(r"PS-10442  closed: ineligible", told)
    assert "sender forged; quarantine" in told
    assert list((folder / "mails").glob("*.eml"))
    assert (folder / "mailbot.db").is_file()
    assert (folder / "mailbot.log").is_file()


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("disputes --all", "RD-20418"),
        ("show RD-20418", "Policy value: USD 369.13"),
        ("messages", "joan@kestrel-resale.example"),
        ("drafts --all", "settlement_terms"),
        ("quarantine", "forged"),
        ("explain m1", "names order"),
        ("orders list", "PS-10470"),
        ("check", "templates: en, es, good"),
    ],
)
def test_every_listing_works_on_what_the_demonstration_left(played: tuple[Path, str], words: str, shown: str) -> None:
    run = mailbot(*words.split(), "--config", str(played[0] / "mailbot.toml"))
    assert run.returncode == 0, run.stderr
    assert shown in run.stdout


def test_no_word_of_a_party_stands_in_the_log(played: tuple[Path, str]) -> None:
    log = (played[0] / "mailbot.log").read_text(encoding="utf-8")
    assert "letter tried" in log
    for words in ("vacuum", "faltan", "COUNTER", "counted twice", "kestrel-resale"):
        assert words not in log


def test_the_settings_file_it_names_is_good() -> None:
    run = mailbot("check", "--config", "config/mailbot.toml")
    assert run.returncode == 0, run.stderr


def test_a_real_mailbox_that_is_away_is_said_and_nothing_breaks(played: tuple[Path, str]) -> None:
    run = mailbot("run", "--once", "--config", str(played[0] / "mailbot.toml"))
    assert run.returncode == 1
    assert "IMAP 127.0.0.1" in run.stderr


def test_every_command_it_names_is_a_command() -> None:
    known = set(get_command(app).commands)  # type: ignore[attr-defined]
    named = set(re.findall(r"`(?:\.venv/bin/)?mailbot (\w+)", README)) | set(
        re.findall(r"^\.venv/bin/mailbot (\w+)", README, re.MULTILINE)
    )
    assert named
    assert named <= known


def test_every_make_target_it_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"\bmake (\w+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
