"""Policies by client and date."""

from datetime import date
from pathlib import Path

import pytest

from mailbot.adapters.policies import Policies, read_policy
from mailbot.errors import NotFound, SettingsError
from tests.claims.lots import POLICIES

TEXT = (POLICIES / "pallet-store" / "2024-01-01.toml").read_text("utf-8")


def put(folder: Path, client: str, day: str, text: str) -> None:
    (folder / client).mkdir(exist_ok=True)
    (folder / client / f"{day}.toml").write_text(text, "utf-8")


def test_the_shipped_policies_are_whole_and_each_rule_has_its_source() -> None:
    policies = Policies.load(POLICIES)
    assert {"pallet-store", "returns-depot"} <= policies.client_ids()
    for policy in policies.all():
        clauses = ["filing.hard_stop", "eligibility.shipping", "steps", "remedies"]
        clauses += [f"filing.windows.{n}" for n in range(len(policy.filing.windows))]
        clauses += [f"tolerance.{n}" for n in range(len(policy.tolerance))]
        clauses += [f"evidence.{claim}" for claim in policy.evidence]
        assert all(policy.source_of(clause).startswith("https://") for clause in clauses)
        assert policy.contacts.seller_primary.endswith(".example")


def test_in_force_by_the_payment_date(tmp_path: Path) -> None:
    for day in ("2024-01-01", "2025-07-01"):
        put(tmp_path, "pallet-store", day, TEXT.replace("2024-01-01", day))
    policies = Policies.load(tmp_path)
    assert policies.in_force("pallet-store", date(2024, 1, 1)).version == "pallet-store/2024-01-01"
    assert policies.in_force("pallet-store", date(2025, 6, 30)).version == "pallet-store/2024-01-01"
    assert policies.in_force("pallet-store", date(2025, 7, 1)).version == "pallet-store/2025-07-01"
    assert policies.by_version("pallet-store/2024-01-01").effective == date(2024, 1, 1)


def test_none_in_force_and_a_client_that_is_not_there() -> None:
    policies = Policies.load(POLICIES)
    with pytest.raises(SettingsError, match="the first begins 2024-01-01"):
        policies.in_force("pallet-store", date(2023, 12, 31))
    with pytest.raises(SettingsError, match="'pallet-store'"):
        policies.in_force("palet-store", date(2025, 1, 1))
    with pytest.raises(NotFound, match=r"1999-01-01\.toml"):
        policies.by_version("pallet-store/1999-01-01")


def test_all_that_is_wrong_in_all_files_is_named(tmp_path: Path) -> None:
    put(tmp_path, "pallet-store", "2025-01-01", TEXT)
    put(tmp_path, "pallet-shop", "2024-01-01", TEXT)
    put(tmp_path, "a", "2024-01-01", "[calendar")
    put(tmp_path, "b", "2024-01-01", TEXT.replace("cutoff", "cut_off"))
    with pytest.raises(SettingsError) as refused:
        Policies.load(tmp_path)
    said = str(refused.value)
    assert "effective is 2024-01-01, but the file is named '2025-01-01'" in said
    assert "client_id is 'pallet-store', but the folder is 'pallet-shop'" in said
    assert "not a TOML file" in said
    assert "calendar.cut_off is no key of a policy; the nearest is 'cutoff'" in said


def test_no_folder_and_no_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="no such folder"):
        Policies.load(tmp_path / "none")
    with pytest.raises(SettingsError, match="No such file"):
        read_policy(tmp_path / "none.toml")
    assert Policies.load(tmp_path).all() == ()
