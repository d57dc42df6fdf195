"""Verdicts and moves from the command line."""

from pathlib import Path

import pytest

from tests.command.conftest import Shell


def draft_of(shell: Shell) -> str:
    (row,) = shell.rows("drafts")
    return str(row["draft"])


def state_of(shell: Shell, name: str) -> list[tuple[int, str]]:
    return sorted((row["revision"], row["state"]) for row in shell.rows("drafts", "--all") if row["draft"] == name)


@pytest.mark.parametrize("by", [(), ("--by", "lee")])
def test_approve_by_the_beginning_of_its_name(shell: Shell, by: tuple[str, ...]) -> None:
    # Its date moved since: the desk was laid out in June 2026, and the command runs on today's clock.
    name = draft_of(shell)
    first = shell("approve", name[:6], *by)
    if first.code:
        assert "revision 2 with the new date is drafted" in first.err
        first = shell("approve", name[:6], *by)
    assert first.code == 0, first.err
    assert f"mailbot undo {name}" in first.out
    assert state_of(shell, name)[-1][1] == "approved"
    again = shell("approve", name)
    assert (again.code, again.out) == (1, "")
    assert "approved already by" in again.err


def test_undo_brings_it_back(shell: Shell) -> None:
    name = draft_of(shell)
    shell("approve", name)
    shell("approve", name)
    assert "approved" in {state for _, state in state_of(shell, name)}
    said = shell("undo", name)
    assert said.code == 0, said.err
    assert "waits for approval again" in said.out
    assert state_of(shell, name)[-1][1] == "pending"
    assert "too late to undo, or never approved" in shell("undo", name).err


def test_reject_says_why(shell: Shell) -> None:
    name = draft_of(shell)
    said = shell("reject", name, "they settled by phone")
    assert said.code == 0, said.err
    assert state_of(shell, name) == [(1, "rejected")]
    assert "they settled by phone" in shell("show", "RD-20418").out
    assert shell("reject", name, "again").code == 1


def test_change_takes_the_new_text_from_a_file(shell: Shell, tmp_path: Path) -> None:
    name = draft_of(shell)
    text = tmp_path / "new.txt"
    text.write_text("Dear Joan,\n\nplease send photos.\n", encoding="utf-8")
    said = shell("change", name, str(text))
    assert said.code == 0, said.err
    assert state_of(shell, name) == [(1, "superseded"), (2, "pending")]
    (row,) = shell.rows("drafts", "--full")
    assert row["text"].startswith("Dear Joan,")
    assert shell("change", name, str(tmp_path / "missing.txt")).code == 2


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["approve", "--by", "eve"], "nobody we know"),
        (["approve", "--by", "ana"], "not in charge"),
        (["reject", " ", "--by", "mora"], "needs a reason"),
        (["let-pass", "a reason", "--by", "mora"], "only a lead"),
        (["undo", "--by", "mora"], "too late to undo, or never approved"),
    ],
)
def test_a_verdict_that_does_not_count_ends_with_one(shell: Shell, words: list[str], told: str) -> None:
    name = draft_of(shell)
    verb, *rest = words
    said = shell(verb, name, *rest)
    assert said.code == 1
    assert told in said.err
    assert state_of(shell, name) == [(1, "pending")]


def test_a_lead_lets_pass(shell: Shell) -> None:
    said = shell("let-pass", draft_of(shell), "the name is the carrier's", "--by", "lee")
    assert said.code == 0, said.err
    assert "still needs approval" in said.out


def test_the_person_may_stand_in_the_environment(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAILBOT_PERSON", "eve")
    assert shell("approve", draft_of(shell)).code == 1


def test_hold_and_resume(shell: Shell) -> None:
    said = shell("move", "RD-20418", "hold", "--reason", "a call came in")
    assert said.code == 0, said.err
    assert shell.rows("disputes")[0]["phase"] == "hold"
    assert shell("move", "RD-20418", "hold").code == 1
    assert shell("move", "RD-20418", "resume").code == 0
    assert shell.rows("disputes")[0]["phase"] == "evidence"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["confirm", "--number", "3"], "3"),
        (["extend", "--side", "buyer", "--number", "2"], "no deadline"),
        (["resume"], "neither on hold nor closed"),
        (["hold", "--by", "eve"], "does not work for"),
    ],
)
def test_a_move_that_is_not_open_says_why(shell: Shell, words: list[str], told: str) -> None:
    said = shell("move", "RD-20418", *words)
    assert said.code == 1
    assert told in said.err


def test_a_quarantined_mail_is_placed_by_hand(shell: Shell) -> None:
    (entry,) = shell.rows("quarantine")
    said = shell("quarantine", "place", entry["entry"], "RD-20418", "buyer", "--by", "mora")
    assert said.code == 0, said.err
    assert shell.rows("quarantine") == []
    (kept,) = shell.rows("quarantine", "--all")
    assert (kept["resolution"], kept["resolved_by"]) == ("placed", "mora")
    assert len(shell.rows("messages", "--dispute", "RD-20418")) == 2


def test_a_quarantined_mail_is_discarded(shell: Shell) -> None:
    (entry,) = shell.rows("quarantine")
    said = shell("quarantine", "discard", entry["entry"])
    assert said.code == 0, said.err
    (kept,) = shell.rows("quarantine", "--all")
    assert (kept["resolution"], kept["resolved_by"]) == ("discarded", "mora")
    assert shell("quarantine", "discard", entry["entry"]).code == 1


def test_a_quarantined_mail_is_shown_with_its_reason_its_words_and_what_can_be_done(shell: Shell) -> None:
    (entry,) = shell.rows("quarantine")
    said = shell("quarantine", "show", entry["entry"])
    assert said.code == 0, said.err
    assert f"set aside: {entry['reason']}" in said.out
    assert "who@else.example" in said.out
    assert [line.split(":")[0] for line in said.out.splitlines()[-4:]] == [
        "Place it", "Open with", "Answer it", "Discard it",
    ]  # fmt: skip
    (row,) = shell.rows("quarantine", "show", entry["entry"])
    assert (row["entry"], row["reason"]) == (entry["entry"], entry["reason"])
    assert row["sender"]["address"] == "who@else.example"


def test_a_quarantined_mail_is_answered_with_own_words(shell: Shell, tmp_path: Path) -> None:
    (entry,) = shell.rows("quarantine")
    words = tmp_path / "answer.txt"
    words.write_text("\n", encoding="utf-8")
    empty = shell("quarantine", "answer", entry["entry"], "--text", str(words))
    assert (empty.code, "no words stand in it" in empty.err) == (2, True)
    words.write_text("Which storefront did you buy from?\n", encoding="utf-8")
    said = shell("quarantine", "answer", entry["entry"], "--text", str(words))
    assert said.code == 0, said.err
    assert "a mail to who@else.example is on its way" in said.out
    (kept,) = shell.rows("quarantine", "--all")
    assert (kept["resolution"], kept["resolved_by"]) == ("answered", "mora")


def test_a_place_that_is_half_named_is_refused_and_nothing_happens(shell: Shell) -> None:
    (entry,) = shell.rows("quarantine")
    said = shell("quarantine", "place", entry["entry"], "RD-20418")
    assert (said.code, "name a dispute and a side" in said.err) == (2, True)
    nowhere = shell("quarantine", "place", entry["entry"])
    assert (nowhere.code, "name the dispute and the side" in nowhere.err) == (1, True)
    taken = shell("quarantine", "place", entry["entry"], "--order", "RD-20418")
    assert (taken.code, "has a dispute already" in taken.err) == (1, True)
    assert len(shell.rows("quarantine")) == 1
