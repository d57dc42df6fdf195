"""Values separated by commas, semicolons, tabs or bars -> rows."""

import csv
from collections import Counter
from collections.abc import Iterator
from io import StringIO

from mailbot.mail.charset import decode

_MARKS = ",;\t|"


def separated(content: bytes) -> Iterator[list[str]]:
    """Read the rows; what cannot be told apart ends them."""
    text, _ = decode(content)
    text = text.removeprefix("\ufeff").replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    mark, text = _mark(text)
    try:
        yield from csv.reader(StringIO(text, newline="\n"), delimiter=mark)
    except csv.Error:
        return


def _mark(text: str) -> tuple[str, str]:
    """Return what separates, and the text without the line that says so."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first) == len("sep=") + 1:
        return first[-1], rest
    lines = [line for line in text[:8000].split("\n")[:20] if line.strip()]
    # The mark that parts the most lines; then the one that stands most often: half the world writes semicolons, and
    # a comma may stand inside any cell.
    return max(_MARKS, key=lambda mark: _parted(lines, mark)), text


def _parted(lines: list[str], mark: str) -> tuple[int, int]:
    counts = Counter(line.count(mark) for line in lines if mark in line)
    alike = counts.most_common(1)[0][1] if counts else 0
    return alike, sum(line.count(mark) for line in lines)
