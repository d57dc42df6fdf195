"""The table of reading, from the sets that lie in the project's checkout beside its tests."""

import importlib
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, cast

from mailbot.errors import NotFound

PROJECT = Path(__file__).parent.parent.parent
TABLE = "tests.reading.table"


class Figure(Protocol):
    """A line of the table."""

    what: str
    measure: str
    to_reach: str
    reached: str
    met: bool
    cases: tuple[str, ...]


class Table(Protocol):
    """What the sets' own module offers."""

    AREAS: Mapping[str, str]

    def measured(self, areas: Sequence[str], *, libraries: bool = False) -> Iterator[Figure]:
        """Measure areas one by one."""
        ...


def table(project: Path = PROJECT) -> Table:
    """Load the table from a checkout; NotFound where there is none, for an installed program has no labelled sets."""
    if not (project / "tests" / "reading" / "table.py").is_file():
        raise NotFound(f"the labelled sets are not in {project}; run this in a checkout of the project")
    if str(project) not in sys.path:
        sys.path.insert(0, str(project))
    return cast("Table", importlib.import_module(TABLE))
