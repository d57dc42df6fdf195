"""Policy files: each thing that is wrong has its line, its key and its cure."""

import json
import tomllib
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import SettingsError
from mailbot.policy.reading import line_of, policy_from, schema
from tests.claims.lots import POLICIES

TEXT = (POLICIES / "pallet-store" / "2024-01-01.toml").read_text("utf-8")


def faults(text: str) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        policy_from(tomllib.loads(text), "p.toml", text)
    return str(refused.value).splitlines()


def changed(old: str, new: str) -> str:
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def line_with(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), 1) if words in line)


@pytest.mark.parametrize(
    ("old", "new", "key", "says"),
    [
        ("cutoff", "cutof", "calendar.cutof", "is no key of a policy; the nearest is 'cutoff'"),
        ('zone = "America/Los_Angeles"', 'zone = "America/LosAngeles"', "calendar.zone", "the nearest is 'America/Los_Angeles'"),
        ('country = "US"', 'country = "USX"', "calendar.country", "a country code"),
        ('currency = "USD"', 'currency = "US$"', "currency", "a currency code of three letters"),
        ('cutoff = "17:00"', 'cutoff = "5 pm"', "calendar.cutoff", "a time of day"),
        ("extra = []", 'extra = ["24.12.2026"]', "calendar.extra.0", "'24.12.2026'"),
        ('mode = "gate"', 'mode = "gait"', "tolerance.0.mode", "expected 'gate', 'deductible' or 'none'; the nearest is 'gate'"),
        ('rate = "0.05"', "rate = 0.05", "tolerance.0.rate", 'must stand in quotes, so that it stays exact: "0.05"'),
        ('rate = "0.05"', 'rate = "5"', "tolerance.0.rate", "less than or equal to 1"),
        ('rate = "0.05"', 'rate = "five"', "tolerance.0.rate", "'five'"),
        ("days = 10\n", "days = 0\n", "filing.windows.0.days", "greater than 0"),
        ("[evidence.missing_pallet]", "[evidence.mising_pallet]", "evidence.mising_pallet", "the nearest is 'missing_pallet'"),
        ('claim = ["not_delivered"]', 'claim = ["undelivered"]', "filing.windows.1.claim.0", "the nearest is 'not_delivered'"),
        ("grace_hours = 12", "hold_seconds = 9", "steps.hold_seconds", "did you mean 'approval.hold_seconds'?"),
        ("[privacy]", "[colour]\nred = 1\n[privacy]", "colour", "is no key of a policy"),
    ],
)  # fmt: skip
def test_a_wrong_key_or_value(old: str, new: str, key: str, says: str) -> None:
    text = changed(old, new)
    (said,) = [fault for fault in faults(text) if f": {key} " in fault]
    assert said.startswith(f"p.toml, line {line_with(text, new.splitlines()[0])}: {key} ")
    assert says in said


@pytest.mark.parametrize(
    ("old", "key"),
    [
        ('late_rule = "deny"', "filing.late_rule"),
        ('buyer_premium = "exclude"', "valuation.buyer_premium"),
        ('seller_primary = "desk@pallet-store.example"', "contacts.seller_primary"),
        ('buyer_propose = { days = 2, unit = "business", on_timeout = "close_no_response" }', "steps.buyer_propose"),
        ("effective = 2024-01-01", "effective"),
    ],
)
def test_a_missing_rule_is_not_guessed(old: str, key: str) -> None:
    (said,) = faults(changed(old, ""))
    assert f"{key} is missing; every rule must be stated" in said


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ([('basis = "units"', "")], 'tolerance.0.basis is missing, and mode = "gate" needs it'),
        ([('rate = "0.05"', "")], 'tolerance.0.rate is missing, and mode = "gate" needs it'),
        (
            [('buyer_premium = "exclude"', 'buyer_premium = "include"'), ('["winning_bid"]', '["winning_bid", "buyer_premium"]')],
            'valuation.buyer_premium is "include" while price_base names buyer_premium too',
        ),
        ([('["winning_bid"]', '["winning_bid", "tax"]')], 'valuation.tax is "include" while price_base names tax too'),
        ([('claim = ["not_delivered"]', 'claim = ["not_delivered", "wrong_item"]')], "wrong_item already stands in filing.windows.0"),
        ([("[evidence.wrong_pallet]", "[evidence.dead]")], "evidence.wrong_pallet is missing, and filing.windows takes such claims"),
        ([('"wrong_pallet", "wrong_item", "not_as_described"]\nmode', '"wrong_pallet"]\nmode')], "tolerance has no rule for wrong_item"),
        ([('preferred_order = ["partial_refund"', 'preferred_order = ["offset"')], "preferred_order.0 offset is not in remedies.allowed"),
        ([('auto_accept_up_to = "250.00"', 'auto_accept_up_to = "9000"')], "auto_accept_up_to is 9000, above needs_approver_over 2500.00"),
        ([('workdays = ["mon", "tue", "wed", "thu", "fri"]', "workdays = []")], "calendar.workdays names no day, so no count would ever end"),
        ([('country = "US"', 'country = "US"\nsubdivision = "CAL"')], "calendar.subdivision 'CAL': expected a part of US that has holidays of its own; the nearest is 'CA'"),
        ([("[privacy]", '[valuation.loss.damage]\nmin = "0.9"\nmax = "0.1"\n[privacy]')], "valuation.loss.damage.min is 0.9, above max 0.1"),
    ],
)  # fmt: skip
def test_what_cannot_be_true_together(changes: Sequence[tuple[str, str]], says: str) -> None:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    assert any(says in fault for fault in faults(text))


def tiers(*rules: str) -> str:
    return TEXT + "".join(f'\n[[tiers]]\ndo = "ask_buyer_consent"\n{rule}\n' for rule in rules)


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        (('at_least = "0.1"',), "tiers.0.at_least leaves a hole from 0 to 0.1"),
        (('below = "0.15"', 'at_least = "0.2"'), "tiers.1.at_least is 0.2, but the tier before ends at 0.15"),
        (('below = "0.15"', 'at_least = "0.1"'), "tiers.1.at_least is 0.1, but the tier before ends at 0.15"),
        (('up_to = "0.9"',), "tiers.0 leaves a hole from 0.9 to 1"),
        (('below = "1"',), "tiers.0 leaves a hole from 1 to 1"),
        (('below = "0.5"\nup_to = "0.5"', 'at_least = "0.5"'), "states below and up_to"),
    ],
)
def test_tiers_with_holes(rules: Sequence[str], says: str) -> None:
    assert any(says in fault for fault in faults(tiers(*rules)))


def test_tiers_that_cover_everything() -> None:
    text = tiers('below = "0.15"', 'at_least = "0.15"\nup_to = "0.80"', 'at_least = "0.80"')
    assert len(policy_from(tomllib.loads(text), "p.toml").tiers) == 3


def test_several_faults_are_all_told_each_once() -> None:
    text = changed("cutoff", "cutof").replace('rate = "0.05"', "rate = 0.05").replace('late_rule = "deny"', "")
    said = faults(text)
    assert len(said) == 3
    assert len(set(said)) == 3


def test_the_source_of_a_clause_is_its_own_or_the_nearest_around_it() -> None:
    policy = policy_from(tomllib.loads(TEXT), "p.toml")
    assert policy.source_of("filing.windows.1").endswith("id=360001277592")
    assert policy.source_of("filing.windows.0") == policy.source == policy.source_of("no.such.clause")
    assert policy.source_of("eligibility.shipping.buyer_arranged") == "https://bstock.com/buyer-protection/"
    listed = policy.model_copy(update={"sources": {"tolerance": "https://example.com/rules"}})
    assert listed.source_of("tolerance.0") == "https://example.com/rules"


def test_the_schema_names_keys_as_files_do() -> None:
    keys = json.dumps(schema())
    assert '"from"' in keys
    assert '"except"' in keys
    assert '"except_"' not in keys


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["filing", "windows", "claim", "tolerance", "evidence", "damage", "x"]), inner, max_size=4), max_leaves=12))  # fmt: skip
def test_any_table_is_a_policy_or_has_its_faults(tables: Any) -> None:
    tables = tables if isinstance(tables, dict) else {"x": tables}
    with pytest.raises(SettingsError, match="client_id is missing"):
        policy_from(tables, "p.toml", str(tables))


@given(st.text(), st.lists(st.text(max_size=4) | st.integers(0, 9), max_size=4))
def test_a_line_is_found_or_not(text: str, path: list[str | int]) -> None:
    found = line_of(text, tuple(path))
    assert found is None or 1 <= found <= len(text.splitlines())
