"""The policy commands, as a person calls them."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from mailbot.__main__ import app, main
from mailbot.adapters.orders import read_orders
from mailbot.app import open_desk
from mailbot.demo.stage import SAMPLE
from mailbot.errors import NotFound, SettingsError
from mailbot.ports import SaveOrders
from mailbot.settings import read_settings
from tests.claims.lots import POLICIES
from tests.command.conftest import Shell

PALLETS = POLICIES / "pallet-store" / "2024-01-01.toml"
FROM = "2026-05-29T16:40"
SETTINGS = """\
[mail]
address = "disputes@house.example"
[imap]
host = "127.0.0.1"
user = "disputes"
password = "unused"
[smtp]
host = "127.0.0.1"
user = "disputes"
password = "unused"
[store]
url = "sqlite:///mailbot.db"
keys_file = "keys.toml"
[desk]
people = "people.toml"
policies = "policies"
templates = "{templates}"
"""


def run(*words: object) -> Result:
    return CliRunner().invoke(app, ["policy", *map(str, words)])


def said(*words: object) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.stdout


def refused(*words: object) -> str:
    result = run(*words)
    assert isinstance(result.exception, SettingsError | NotFound)
    return str(result.exception)


def deadline(*words: object) -> dict[str, object]:
    found: dict[str, object] = json.loads(said("deadline", *words, "--json"))
    return found


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Two policies of one client, one of another, the sample orders, and one number that both have."""
    file = tmp_path / "mailbot.toml"
    file.write_text(SETTINGS.format(templates=POLICIES.parents[1] / "templates"))
    (tmp_path / "people.toml").write_text((SAMPLE / "people.toml").read_text())
    for client, day in (
        ("pallet-store", "2024-01-01"),
        ("pallet-store", "2026-05-20"),
        ("returns-depot", "2024-01-01"),
    ):
        folder = tmp_path / "policies" / client
        folder.mkdir(parents=True, exist_ok=True)
        text = (POLICIES / client / "2024-01-01.toml").read_text()
        (folder / f"{day}.toml").write_text(text.replace("effective = 2024-01-01", f"effective = {day}"))
    orders = read_orders([SAMPLE / "orders.csv", SAMPLE / "manifests.csv"])
    twin = replace(next(order for order in orders if order.number == "RD-20418"), client_id="pallet-store")
    asyncio.run(_saved(file, (*orders, twin)))
    return file


async def _saved(config: Path, orders: tuple[object, ...]) -> None:
    async with open_desk(read_settings(config)) as desk:
        await desk.store.commit(SaveOrders(orders))  # type: ignore[arg-type]


def test_the_schema_is_one_and_takes_the_shipped_policies() -> None:
    schema = json.loads(said("schema"))
    assert schema["additionalProperties"] is False
    assert {"filing", "tolerance", "steps", "contacts"} <= set(schema["required"])


def test_good_files(tmp_path: Path) -> None:
    lies = tmp_path / "anywhere.toml"
    lies.write_text(PALLETS.read_text())
    assert said("check", PALLETS, lies).splitlines() == [
        f"{PALLETS}: good, pallet-store/2024-01-01",
        f"{lies}: good, pallet-store/2024-01-01",
    ]


def test_every_fault_of_every_file_and_exit_2(tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text(PALLETS.read_text().replace("cutoff", "cut_off").replace('rate = "0.05"', "rate = 0.05"))
    result = run("check", tmp_path / "none.toml", PALLETS, bad)
    assert result.exit_code == 2
    assert "none.toml: No such file or directory" in result.stderr
    assert "calendar.cut_off is no key of a policy; the nearest is 'cutoff'" in result.stderr
    assert 'tolerance.0.rate must stand in quotes, so that it stays exact: "0.05"' in result.stderr
    assert "good, pallet-store/2024-01-01" in result.stdout


def test_the_version_in_force_by_the_payment_date(config: Path) -> None:
    before = said("explain", "PS-10442", "--config", config)  # paid the day before the newer one begins
    assert "Order PS-10442 is judged by pallet-store/2024-01-01" in before
    assert (
        "it was paid on 2026-05-19, and this one is in force for orders paid from 2024-01-01 on; the next begins 2026-05-20."
        in before
    )
    rows = [
        json.loads(line)
        for line in said("explain", "RD-20418", "--client", "returns-depot", "--config", config, "--json").splitlines()
    ]
    assert {row["policy"] for row in rows} == {"returns-depot/2024-01-01"}
    assert rows[0]["clause"] == "effective"
    assert rows[0]["why"].endswith("there is no later one")
    window = next(row for row in rows if row["clause"] == "filing.windows.0")
    assert window["source"] == "https://bstock.com/amazon/receiving-procedures"
    assert window["why"].endswith("ends Wednesday 3 June 2026, 17:00 Eastern Time")


def test_an_order_that_is_not_there_or_of_two_clients(config: Path) -> None:
    assert "no order X-1 is on file" in refused("explain", "X-1", "--config", config)
    assert "no order X-1 of pallet-store" in refused("explain", "X-1", "--client", "pallet-store", "--config", config)
    assert "say which with --client" in refused("explain", "RD-20418", "--config", config)


def test_the_example_of_the_rules_with_its_working() -> None:
    row = deadline(PALLETS, "buyer_substantiate", "--from", FROM)
    assert row["due_at"] == "2026-06-06T00:00:00+00:00"
    assert row["due_local"] == "2026-06-05T17:00:00-07:00"
    assert (row["day0"], row["skipped"]) == ("2026-05-29", ["2026-05-30", "2026-05-31"])
    assert row["grace_until"] == "2026-06-06T12:00:00+00:00"
    assert row["reminders_at"] == ["2026-06-02T11:50:00+00:00", "2026-06-05T15:00:00+00:00"]
    told = said("deadline", PALLETS, "buyer_substantiate", "--from", FROM)
    assert "Day 0 is Friday 29 May 2026; Monday 1 June is day 1 and Friday 5 June day 5" in told
    assert "then: close_no_response" in told


@pytest.mark.parametrize(
    "moment", ["2026-05-29T16:40-07:00", "2026-05-29T23:40Z", "2026-05-30T01:40+02:00", "2026-05-29 16:40"]
)
def test_moments_with_and_without_a_zone(moment: str) -> None:
    assert deadline(PALLETS, "buyer_substantiate", "--from", moment)["due_at"] == "2026-06-06T00:00:00+00:00"


def test_days_on_which_the_clock_stood() -> None:
    pauses = ("--paused", "2026-06-02T10:00/2026-06-02T11:00", "--paused", "2026-06-02T10:30/2026-06-03T00:01")
    row = deadline(PALLETS, "buyer_substantiate", "--from", FROM, *pauses)
    assert row["paused"] == ["2026-06-02", "2026-06-03"]
    assert row["due_local"] == "2026-06-09T17:00:00-07:00"


def test_a_clause_and_another_language() -> None:
    row = deadline(PALLETS, "filing.windows.0", "--from", FROM, "--language", "es")
    assert (row["days"], row["unit"], row["on_timeout"], row["reminders_at"]) == (10, "calendar", None, [])
    assert str(row["working"]).startswith("El día 0 es el viernes 29 de mayo de 2026")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("buyer_substantate", "--from", FROM), "the nearest is 'buyer_substantiate'"),
        (("max_rounds", "--from", FROM), "'max_rounds' is no step"),
        (("perform", "--from", "29 May"), "--from: '29 May' is no moment; expected 2026-05-29T16:40"),
        (("perform", "--from", FROM, "--paused", "2026-06-01"), "--paused: '2026-06-01' is no pause"),
        (("perform", "--from", FROM, "--paused", "2026-06-02/2026-06-01"), "ends before it begins"),
        (("perform", "--from", "9999-12-31T12:00"), "steps.perform from 9999-12-31T12:00: "),
    ],
)
def test_wrong_use_names_what_was_wrong(words: tuple[str, ...], says: str) -> None:
    assert says in refused("deadline", PALLETS, *words)


def test_wrong_use_is_exit_2(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["mailbot", "policy", "deadline", str(PALLETS), "seller", "--from", FROM])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    assert "'seller' is no step" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["schema", "check", "explain", "deadline"])
def test_each_command_has_its_example(command: str) -> None:
    assert f"Example: mailbot policy {command}" in said(command, "--help")


def test_a_dispute_keeps_the_rules_it_was_opened_under(shell: Shell) -> None:
    told = shell("policy", "explain", "RD-20418").out
    assert "Order RD-20418 is judged by returns-depot/2024-01-01" in told
    assert "was opened under it, and a dispute keeps its rules to the end." in told
