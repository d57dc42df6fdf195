"""The listings: for people, for machines, and when there is nothing."""

from typing import Any

import pytest

from tests.command.conftest import BUYER, Shell


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        (["disputes"], "RD-20418"),
        (["show", "RD-20418"], "Kitchen returns"),
        (["messages"], BUYER),
        (["drafts"], "evidence_request"),
        (["quarantine"], "who@else.example"),
        (["orders", "list"], "Luggage overstock"),
        (["explain", "m1"], "names order"),
        (["explain", "RD-20418"], "Nobody owes anything"),
        (["check"], "settings: good"),
    ],
)
def test_a_listing_shows_what_is_there(shell: Shell, words: list[str], shown: str) -> None:
    said = shell(*words)
    assert (said.code, said.err) == (0, "")
    assert shown in said.out


KEYS = {
    "disputes": "dispute client order phase outcome waiting_on next_due_at mediator opened_at",
    "messages": ("message message_id received_at sender trust dispute side subject why intents automatic problems"),
    "drafts": ("draft revision letter reader dispute state created_at why address language subject guard_hits due_at"),
    "quarantine": ("entry at sender subject reason suggested_dispute suggested_side resolution resolved_by"),
    "orders list": "order client title buyer paid delivered winning_bid condition pallets",
    "show RD-20418": "sequence at event what hash",
}


@pytest.mark.parametrize("words", KEYS)
def test_json_is_one_object_a_line_with_the_documented_keys(shell: Shell, words: str) -> None:
    rows = shell.rows(*words.split())
    assert rows
    assert {tuple(row) for row in rows} == {tuple(KEYS[words].split())}


def test_the_rows_say_what_a_machine_needs(shell: Shell) -> None:
    (dispute,) = shell.rows("disputes")
    assert (dispute["order"], dispute["phase"], dispute["mediator"]) == ("RD-20418", "evidence", "mora")
    stranger, claim = sorted(shell.rows("messages"), key=lambda row: row["sender"], reverse=True)
    assert (claim["dispute"], claim["side"], claim["trust"]) == (dispute["dispute"], "buyer", "proven")
    assert "states_claim" in claim["intents"]
    assert stranger["dispute"] is None
    (draft,) = shell.rows("drafts")
    assert (draft["letter"], draft["reader"], draft["address"]) == ("evidence_request", "buyer", BUYER)
    assert draft["guard_hits"] == []
    events = shell.rows("show", dispute["dispute"])
    assert [row["sequence"] for row in events] == list(range(1, len(events) + 1))
    assert events[0]["event"] == "DisputeOpened"


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["disputes"], "No dispute is open"),
        (["messages"], "No mail has been taken in yet"),
        (["drafts"], "No draft waits"),
        (["quarantine"], "Nothing is set aside"),
        (["orders", "list"], "No orders are on file"),
    ],
)
def test_nothing_there_is_said_in_words_and_is_no_error(empty: Shell, words: list[str], told: str) -> None:
    said = empty(*words)
    assert (said.code, said.err) == (0, "")
    assert told in said.out
    assert empty(*words, "--json").out == ""


@pytest.mark.parametrize("given", ["{id}", "{lower}", "{start}", "RD-20418", "rd-20418"])
def test_a_dispute_answers_to_its_id_its_beginning_and_its_order(shell: Shell, given: str) -> None:
    id_: str = shell.rows("disputes")[0]["dispute"]
    said = shell("show", given.format(id=id_, lower=id_.lower(), start=id_[:6]))
    assert said.code == 0
    assert f"Dispute {id_}" in said.out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["show", "nope"], "no dispute nope"),
        (["explain", "nope"], "no dispute nope"),
        (["messages", "--dispute", "nope"], "no dispute nope"),
        (["approve", "nope"], "no draft nope"),
        (["undo", "nope"], "no draft nope"),
        (["let-pass", "nope", "a reason"], "no draft nope"),
        (["reject", "nope", "a reason"], "no draft nope"),
        (["resend", "nope"], "nope"),
        (["move", "nope", "hold"], "no dispute nope"),
        (["quarantine", "place", "nope", "RD-20418", "buyer"], "no open quarantine entry nope"),
        (["quarantine", "discard", "nope"], "no open quarantine entry nope"),
    ],
)
def test_what_is_not_there_ends_with_one_and_says_so_in_a_line(shell: Shell, words: list[str], told: str) -> None:
    said = shell(*words)
    assert said.code == 1
    assert told in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


@pytest.mark.parametrize("words", [["move", "RD-20418", "dance"], ["nonsense"], ["approve"], ["disputes", "--jsn"]])
def test_wrong_use_ends_with_two(shell: Shell, words: list[str]) -> None:
    assert shell(*words).code == 2


def test_only_one_clients_disputes(shell: Shell) -> None:
    assert shell.rows("disputes", "--client", "pallet-store") == []
    assert len(shell.rows("disputes", "--client", "returns-depot")) == 1


def test_a_closed_dispute_is_listed_on_demand(shell: Shell) -> None:
    shell("move", "RD-20418", "close", "--reason", "settled by phone")
    assert shell.rows("disputes") == []
    (row,) = shell.rows("disputes", "--all")
    assert row["phase"] == "closed"


def test_messages_of_one_dispute(shell: Shell) -> None:
    assert [row["sender"] for row in shell.rows("messages", "--dispute", "RD-20418")] == [BUYER]
    assert len(shell.rows("messages", "--limit", "1")) == 1


def test_drafts_in_full(shell: Shell) -> None:
    said = shell("drafts", "--full")
    assert "Why:" in said.out
    assert f"<{BUYER}>" in said.out
    (row,) = shell.rows("drafts", "--full")
    assert row["text"] in said.out
    assert {row["letter"] for row in shell.rows("drafts", "--all")} == {"claim_received", "evidence_request"}


def test_help_names_every_command_with_an_example(typed: Any) -> None:
    said = typed(["--help"])
    assert said.code == 0
    for name in ("run", "check", "doctor", "disputes", "approve", "quarantine", "orders", "value", "read", "demo"):
        assert name in said.out
        assert "Example: mailbot" in typed([name, "--help"]).out or name in ("orders", "quarantine")
