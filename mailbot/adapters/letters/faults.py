"""What is wrong with a template, and where."""

from dataclasses import dataclass
from difflib import get_close_matches


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """One fault in one file; line 0 is the file as a whole."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.what}"


class HoleError(Exception):
    """A template printed something that is not there."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is empty")
        self.key = key


def nearest(name: str, known: list[str]) -> str:
    """Return " (did you mean ...?)" if a known name is close, else nothing."""
    close = get_close_matches(name, known, 1)
    return f" (did you mean {close[0]!r}?)" if close else ""
