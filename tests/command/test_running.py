"""Whether the desk can run: settings, people, policies, templates, and the world that is not there."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.command.conftest import ROOT, Shell


@pytest.mark.parametrize("words", [["disputes"], ["check"], ["run", "--once"], ["doctor"], ["orders", "list"]])
def test_wrong_settings_end_with_two_and_one_line_that_names_file_key_and_nearest(
    shell: Shell, words: list[str]
) -> None:
    text = shell.config.read_text(encoding="utf-8")
    shell.config.write_text(text.replace("timeout_seconds = 2", "timeout_secnds = 2", 1), encoding="utf-8")
    said = shell(*words)
    assert (said.code, said.out) == (2, "")
    told = f"{shell.config}: unknown key 'imap.timeout_secnds'; did you mean 'imap.timeout_seconds'?\n"
    assert said.err == told


def test_a_missing_settings_file(shell: Shell) -> None:
    shell.config.unlink()
    said = shell("disputes")
    assert (said.code, said.err) == (2, f"{shell.config}: there is no such file\n")


def test_check_names_every_fault_of_every_file(shell: Shell, tmp_path: Path) -> None:
    (shell.folder / "people.toml").write_text(
        '[mora]\nname = "Mora"\nadress = "m@desk.example"\nroles = ["mediator"]\n'
    )
    policies = tmp_path / "policies" / "returns-depot"
    policies.mkdir(parents=True)
    good = (ROOT / "config" / "policies" / "returns-depot" / "2024-01-01.toml").read_text(encoding="utf-8")
    (policies / "2024-01-01.toml").write_text(good.replace("late_rule", "late_rul", 1), encoding="utf-8")
    text = shell.config.read_text(encoding="utf-8").replace(f"{ROOT}/config/policies", str(tmp_path / "policies"))
    shell.config.write_text(text, encoding="utf-8")
    said = shell("check")
    assert (said.code, said.out) == (2, "")
    assert "people.toml: unknown key 'mora.adress'; did you mean 'address'?" in said.err
    assert "late_rul" in said.err
    assert "2024-01-01.toml" in said.err


def test_check_wants_a_mediator(shell: Shell) -> None:
    (shell.folder / "people.toml").write_text('[lee]\nname = "Lee"\naddress = "l@d.example"\nroles = ["lead"]\n')
    said = shell("check")
    assert said.code == 2
    assert "nobody has the role mediator" in said.err


def test_check_counts_what_is_good(shell: Shell) -> None:
    said = shell("check")
    assert said.out.splitlines() == [
        "settings: good",
        "people: 3, good",
        "policies: 2 of 2 clients, good",
        "templates: en, es, good",
    ]


def test_check_finds_a_broken_template(shell: Shell, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    broken = tmp_path / "templates" / "en" / "evidence_request" / "body.md"
    broken.write_text(broken.read_text(encoding="utf-8") + "\n{{ secret_of_the_seller }}\n", encoding="utf-8")
    text = shell.config.read_text(encoding="utf-8").replace(f"{ROOT}/templates", str(tmp_path / "templates"))
    shell.config.write_text(text, encoding="utf-8")
    said = shell("check")
    assert said.code == 2
    assert "evidence_request" in said.err
    assert "secret_of_the_seller" in said.err


def test_run_once_without_a_mail_server_ends_with_one_and_says_which(shell: Shell) -> None:
    said = shell("run", "--once")
    assert said.code == 1
    assert "127.0.0.1:9" in said.err.splitlines()[-1]
    assert "a secret word" not in said.err + said.out
    assert "Traceback" not in said.err


def test_doctor_looks_at_everything_and_says_what_is_wrong(shell: Shell) -> None:
    said = shell("doctor", "--json")
    assert said.code == 1
    found = {row["what"]: row["well"] for row in said.rows}
    assert found["store"] is True
    assert found["mailbox (IMAP)"] is False
    assert found["post (SMTP)"] is False
    assert found["sender's proof"] is True
    assert {tuple(row) for row in said.rows} == {("what", "well", "found", "cure")}
    assert "a secret word" not in said.out


def test_doctor_warns_where_nobody_is_ever_proven(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_MAIL__TRUSTED_SERVER", "")
    rows = {row["what"]: row for row in shell("doctor", "--json").rows}
    assert rows["sender's proof"]["well"] is False
    assert "trusted_server" in rows["sender's proof"]["cure"]
    monkeypatch.setenv("MAILBOT_MAIL__TRUST", "unproven_is_enough")
    rows = {row["what"]: row for row in shell("doctor", "--json").rows}
    assert "DANGER" in rows["sender's proof"]["found"]


def test_it_runs_as_a_module(shell: Shell) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mailbot", "approve", "nope", "--config", str(shell.config)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=ROOT,
    )
    assert (run.returncode, run.stdout, run.stderr) == (1, "", "no draft nope\n")
