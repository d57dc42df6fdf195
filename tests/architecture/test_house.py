"""The house stands as it is drawn."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from typer.main import get_command

from mailbot.__main__ import app
from mailbot.mediation.letter import Letter
from mailbot.settings import Settings, known_keys

ROOT = Path(__file__).parent.parent.parent
CODE = sorted((ROOT / "mailbot").rglob("*.py"))
BANNED = {"utils", "helpers", "common", "manager", "service", "handler", "data", "info"}
# Words of design section 2 that stand for something else here; as whole words in names of modules, classes, functions.
NOT_OURS = {"ticket", "tenant", "customer", "complaint", "admin", "followup"}


def test_the_layers_hold() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-3000:]


@pytest.mark.parametrize("path", CODE, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_over_300_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


def test_no_module_has_a_name_that_says_nothing() -> None:
    names = {part for path in CODE for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & (BANNED | NOT_OURS)


def test_classes_and_functions_speak_the_fields_words() -> None:
    defined = re.compile(r"^\s*(?:class|def|async def) (\w+)", re.MULTILINE)
    words = {
        word
        for path in CODE
        for name in defined.findall(path.read_text(encoding="utf-8"))
        for word in re.sub(r"([A-Z])", r"_\1", name).lower().split("_")
    }
    assert not words & (NOT_OURS | {"utils", "helpers", "manager"})


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_letter_has_its_templates(language: str) -> None:
    missing = [
        f"{letter}/{file}"
        for letter in Letter
        for file in ("subject.txt", "body.md")
        if not (ROOT / "templates" / language / letter / file).is_file()
    ]
    assert missing == []


def test_every_template_folder_is_a_letter() -> None:
    folders = {path.name for path in (ROOT / "templates").glob("*/*/") if not path.name.startswith("_")}
    assert folders == {str(letter) for letter in Letter}


def test_every_setting_is_documented_and_no_other() -> None:
    text = (ROOT / "config" / "mailbot.toml").read_text(encoding="utf-8")
    section, documented = "", set()
    for line in text.splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif key := re.match(r"(?:# )?(\w+) = ", line):
            documented.add(f"{section}.{key[1]}")
    assert documented == set(known_keys())


def test_defaults_shown_in_the_settings_file_are_the_defaults() -> None:
    shown = (ROOT / "config" / "mailbot.toml").read_text(encoding="utf-8")
    uncommented = re.sub(r"^# (\w+ = )", r"\1", shown, flags=re.MULTILINE)
    tables = tomllib.loads(uncommented)
    for name, field in Settings.model_fields.items():
        model = field.annotation
        if field.exclude or model is None or not hasattr(model, "model_fields"):
            continue
        for key, inner in model.model_fields.items():
            if not inner.is_required() and inner.default is not None and key not in ("user", "trusted_server"):
                assert str(tables[name][key]) == str(inner.default), f"{name}.{key}"


def test_readme_tree_is_the_tree() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"^├── (\w+)/|^└── (\w+)/|^mailbot/(\w+)/", text, flags=re.MULTILINE))
    rooms = {name for groups in drawn for name in groups if name}
    real = {path.name for path in (ROOT / "mailbot").iterdir() if path.is_dir() and path.name != "__pycache__"}
    assert rooms == real


def test_readme_is_under_250_lines() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) < 250


def test_every_command_has_an_example() -> None:
    group = get_command(app)
    pending = list(group.commands.items())  # type: ignore[attr-defined]
    without = []
    while pending:
        name, command = pending.pop()
        inner = getattr(command, "commands", {})
        pending += [(f"{name} {key}", value) for key, value in inner.items()]
        if not inner and "Example: mailbot" not in (command.help or ""):
            without.append(name)
    assert without == []


def test_the_lock_names_hashes_and_no_address() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert lock.count("==") >= 60
    assert lock.count("--hash=sha256:") >= lock.count("==")


def test_every_file_the_prose_names_is_there() -> None:
    prose = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md"))
    named = set(re.findall(r"`((?:flow|steps|adapters|mail|mediation|claims|policy|ports)/[\w/]+(?:\.py)?)`", prose))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (ROOT / "mailbot" / name).exists()] == []


def test_nothing_names_a_machine_or_a_registry() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    own = Path(__file__).relative_to(ROOT).as_posix()
    told = re.compile(r"(?<![\w.])/(?:home|root|work)/\w|pypi\.org|files\.pythonhosted|registry\.npmjs")
    found = [
        name
        for name in listed
        if name != own
        and (ROOT / name).is_file()
        and told.search((ROOT / name).read_text(encoding="utf-8", errors="replace"))
    ]
    assert found == []
