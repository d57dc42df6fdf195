"""How fast to go: waiting longer after each failure, and never sending more than the account allows."""

import random
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

SHORTEST_SECONDS = 5.0
LONGEST_SECONDS = 900.0


@dataclass(slots=True)
class BackOff:
    """5 s, 10 s, 20 s ... 15 min, each with up to a quarter more by chance. Reset only when something truly worked."""

    chance: Callable[[], float] = random.random
    failures: int = 0

    def next_seconds(self) -> float:
        """Count a failure and say how long to wait."""
        seconds = min(SHORTEST_SECONDS * 2.0**self.failures, LONGEST_SECONDS)
        self.failures = min(self.failures + 1, 20)
        return seconds * (1 + self.chance() / 4)

    def reset(self) -> None:
        """Note that it worked."""
        self.failures = 0


@dataclass(slots=True)
class Allowance:
    """How many letters may leave in a minute and in a day. Counts since the start of this process."""

    per_minute: int = 30
    per_day: int = 10_000
    _left_at: deque[datetime] = field(default_factory=deque)

    def left(self, now: datetime) -> int:
        """How many more may leave now."""
        while self._left_at and now - self._left_at[0] >= timedelta(days=1):
            self._left_at.popleft()
        lately = 0
        for moment in reversed(self._left_at):
            if now - moment >= timedelta(minutes=1):
                break
            lately += 1
        return max(0, min(self.per_minute - lately, self.per_day - len(self._left_at)))

    def spend(self, now: datetime) -> None:
        """Count one letter."""
        self._left_at.append(now)
