"""Shared turns of SQL: rows that may be there already, rows gathered under what they belong to."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Insert, Row, Table
from sqlalchemy.dialects import postgresql, sqlite

AnyRow = Row[*tuple[Any, ...]]
Columns = Mapping[str, object]


@cache
def keep_first(dialect: str, table: Table, *keys: str) -> Insert:
    """Insert; a row that is there already stays as it is."""
    if dialect == "postgresql":
        return postgresql.insert(table).on_conflict_do_nothing(index_elements=keys)
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=keys)


@cache
def keep_last(dialect: str, table: Table, *keys: str) -> Insert:
    """Insert; a row that is there already is replaced."""
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    new = {column.name: insert.excluded[column.name] for column in table.columns if column.name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=new)


def insert_all(connection: Connection, insert: Insert, rows: Sequence[Columns]) -> None:
    """Insert many rows, or none."""
    if rows:
        connection.execute(insert, rows)


def gathered(rows: Sequence[AnyRow], *names: str) -> Mapping[Any, list[AnyRow]]:
    """Gather rows under what they belong to: one name's value, or a tuple of several."""
    under: dict[Any, list[AnyRow]] = {}
    for row in rows:
        values = tuple(getattr(row, name) for name in names)
        under.setdefault(values if len(names) > 1 else values[0], []).append(row)
    return under
