"""What holds for every test."""

from collections.abc import Iterator

import pytest
import structlog


@pytest.fixture(autouse=True)
def logs_go_where_they_went() -> Iterator[None]:
    """A command sets up logs for its own process; the next test must not write into that one's closed file."""
    yield
    structlog.reset_defaults()
