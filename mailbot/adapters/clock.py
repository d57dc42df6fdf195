"""The only reader of the time."""

from datetime import UTC, datetime


class SystemClock:
    """This machine's clock."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)
