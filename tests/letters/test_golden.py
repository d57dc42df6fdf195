"""Every letter, word for word. RECORD=1 writes them anew; a person reads the difference."""

import os
from pathlib import Path
from typing import cast

import pytest

from mailbot.adapters.letters import TemplateLetters
from mailbot.adapters.letters.samples import samples
from mailbot.mediation.decision import Plain
from mailbot.mediation.letter import Letter

GOLDEN = Path(__file__).parent / "golden"


def _written(letters: TemplateLetters, letter: Letter, language: str) -> str:
    parts = []
    for name, view in samples(letter):
        rendered = letters.render(letter, language, cast("dict[str, Plain]", view), "")
        parts.append(f"=== {name}\nSubject: {rendered.subject}\n\n{rendered.text}")
    return "\n".join(parts)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("letter", list(Letter))
def test_letter_reads_as_recorded(letters: TemplateLetters, letter: Letter, language: str) -> None:
    golden = GOLDEN / language / f"{letter}.txt"
    written = _written(letters, letter, language)
    if os.environ.get("RECORD") == "1":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(written, "utf-8")
    assert golden.is_file(), "record it with RECORD=1"
    assert written == golden.read_text("utf-8")


def test_nothing_is_recorded_that_no_letter_says() -> None:
    recorded = {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")}
    assert recorded == {f"{language}/{letter}.txt" for language in ("en", "es") for letter in Letter}
