"""Every event, and whatever else is kept as JSON, comes back exact."""

import types
import zlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailbot.adapters.store.chain import FIRST, Link, broken_at, link_hash
from mailbot.adapters.store.codec import KINDS, event_from, from_json, plain, to_json
from mailbot.adapters.store.columns import pack, unpack
from mailbot.mediation.dispute import Dispute
from mailbot.mediation.events import Event
from tests import make

ZONES = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
DECADES = timedelta(days=20_000)
PLAIN: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=30),
    int: st.integers(-(2**53), 2**53),
    bool: st.booleans(),
    bytes: st.binary(max_size=30),
    datetime: st.builds(lambda span, zone: make.NOW.astimezone(zone) + span, st.timedeltas(-DECADES, DECADES), ZONES),
    date: st.dates(),
    Decimal: st.decimals(allow_nan=False, allow_infinity=False),
    type(None): st.none(),
}


@cache
def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Values of a type, by its hints, all the way down."""
    if kind in PLAIN:
        return PLAIN[kind]
    if is_dataclass(kind):
        return _dataclass(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return st.sampled_from(kind)
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return st.sampled_from(inside)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values_of, inside))
    of: Callable[..., st.SearchStrategy[Any]] = {
        tuple: _tuples,
        frozenset: lambda each: st.frozensets(values_of(each), max_size=2),
        dict: lambda key, value: st.dictionaries(values_of(key), values_of(value), max_size=2),
    }[origin]
    return of(*inside)


def _tuples(*inside: Any) -> st.SearchStrategy[Any]:
    if inside[-1] is Ellipsis:
        return st.lists(values_of(inside[0]), max_size=2).map(tuple)
    return st.tuples(*map(values_of, inside))


def _dataclass(kind: Any) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.builds(kind, **{each.name: st.deferred(lambda h=hints[each.name]: values_of(h)) for each in fields(kind)})


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_every_event_comes_back_as_it_was(kind: type[Event]) -> None:
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(values_of(kind))
    def comes_back(event: Event) -> None:
        back = event_from(type(event).__name__, to_json(event))
        assert back == event
        assert type(back) is type(event)
        assert to_json(back) == to_json(event)  # to the last digit, not only equal in worth

    comes_back()


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(values_of(Dispute))
def test_a_whole_dispute_comes_back_as_it_was(dispute: Dispute) -> None:
    assert from_json(Dispute, to_json(dispute)) == dispute


def test_every_class_of_the_union_has_its_own_name() -> None:
    assert set(KINDS.values()) == set(get_args(Event))
    assert len(KINDS) == len(get_args(Event))


@pytest.mark.parametrize("digits", ["0.10", "1E+3", "0.000000000000000000001", "12345678901234567890.05", "-0"])
def test_decimals_keep_every_digit(digits: str) -> None:
    order = make.order(tax=make.usd(digits))
    assert str(from_json(type(order), to_json(order)).tax.amount) == str(Decimal(digits))


def test_text_that_utf8_cannot_hold_loses_only_those_characters() -> None:
    said = make.statement(words="three \udcff are\x00 missing ü")
    assert event_from("StatementMade", to_json(said)) == make.statement(words="three ? are\ufffd missing ü")


def test_plain_values_come_back_as_tuples() -> None:
    assert plain({"a": [1, {"b": [None, [True]]}], "c": "x"}) == {"a": (1, {"b": (None, (True,))}), "c": "x"}


# --- the chain


LINKS = st.lists(st.tuples(st.sampled_from(["ClaimStated", "Marked"]), st.text(max_size=20)), min_size=1, max_size=6)


def _chain(bodies: list[tuple[str, str]]) -> list[tuple[Link, str]]:
    rows, head = [], FIRST
    for sequence, (kind, body) in enumerate(bodies, start=1):
        link = Link("D-1", sequence, kind, body)
        head = link_hash(head, link)
        rows.append((link, head))
    return rows


@given(LINKS, st.data())
def test_an_altered_removed_or_moved_row_is_found(bodies: list[tuple[str, str]], data: st.DataObject) -> None:
    rows = _chain(bodies)
    assert broken_at(rows) is None
    at = data.draw(st.integers(0, len(rows) - 1))
    link, kept = rows[at]
    altered = [*rows[:at], (link._replace(body=link.body + "!"), kept), *rows[at + 1 :]]
    assert broken_at(altered) == at + 1
    if at < len(rows) - 1:
        assert broken_at([*rows[:at], *rows[at + 1 :]]) == at + 1
        assert broken_at([*rows[:at], rows[at + 1], rows[at], *rows[at + 2 :]]) == at + 1


def test_parts_of_a_row_cannot_flow_into_each_other() -> None:
    assert link_hash("", Link("D-1", 1, "Marked", "x")) != link_hash("", Link("D-", 11, "Marked", "x"))
    assert link_hash("", Link("D-1", 1, "Marked", "x")) != link_hash("", Link("D-1", 1, "Marke", "dx"))


def test_what_is_packed_already_is_not_packed_twice() -> None:
    once = pack(b"a line\n" * 1000)
    assert len(once) < 200
    assert pack(once) is once
    photo = b"\xff\xd8\xff" + bytes(range(256)) * 10
    assert len(pack(photo)) < len(photo) + 30
    assert unpack(pack(photo)) == photo


def test_what_the_first_stores_packed_is_still_read() -> None:
    assert unpack(zlib.compress(b"a line\n", 1)) == unpack(zlib.compress(b"a line\n", 0)) == b"a line\n"
