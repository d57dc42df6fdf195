"""Values as JSON and back, exact: decimals and moments keep every digit."""

import json
from collections.abc import Mapping
from typing import Any, TypeVar, cast, get_args

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from mailbot.adapters.store.columns import storable
from mailbot.mediation import events
from mailbot.mediation.events import Event

T = TypeVar("T")

KINDS: Mapping[str, type[Event]] = {kind.__name__: kind for kind in get_args(events.Event)}


_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}


def _adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Build each adapter once, when it is first needed: all of them together would slow every start."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def to_json(value: object) -> str:
    """Write a frozen value as JSON. Text that UTF-8 cannot hold loses only those characters."""
    adapter = _adapter(type(value))
    try:
        return adapter.dump_json(value).decode()
    except PydanticSerializationError:
        return json.dumps(_cleaned(adapter.dump_python(value, mode="json")), ensure_ascii=False)


def from_json(kind: type[T], body: str) -> T:
    """Read a value of this kind."""
    return cast("T", _adapter(kind).validate_json(body))


def event_from(kind: str, body: str) -> Event:
    """Read an event by the name of its class."""
    return from_json(KINDS[kind], body)


def plain(value: object) -> Any:
    """Give back plain values as they were: JSON knows no tuples."""
    if isinstance(value, list | tuple):
        return tuple(map(plain, value))
    if isinstance(value, Mapping):
        return {name: plain(each) for name, each in value.items()}
    return value


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    if isinstance(value, dict):
        return {_cleaned(name): _cleaned(each) for name, each in value.items()}
    return value
