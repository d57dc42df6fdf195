"""The table of reading: every area's figures, measured on the corpora and the labelled sets.

An area is a module of this folder with ``figures()``, and ``opinions()`` where libraries are measured on the same set.
"""

import importlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.reading.figure import Figure

_IN_ORDER = {
    "robust": "that no mail stops us",
    "words": "new words told from quotes",
    "own_letters": "answers to our own letters",
    "bounces": "delivery reports",
    "automatic": "machines told from people",
    "senders": "who wrote, and who only says so",
    "placement": "where mails belong",
    "charsets": "letters of every charset",
    "language": "the language of a message",
    "attachments": "files",
    "intents": "what words want",
}
AREAS = {area: title for area, title in _IN_ORDER.items() if (Path(__file__).parent / f"{area}.py").exists()}


def measured(areas: Sequence[str], *, libraries: bool = False) -> Iterator[Figure]:
    """Measure areas, the figures as they come; with ``libraries``, what libraries reach on the same sets instead."""
    for area in areas:
        module = importlib.import_module(f"tests.reading.{area}")
        function = getattr(module, "opinions" if libraries else "figures", None)
        if function is not None:
            yield from _of(area, function())


def _of(area: str, figures: Iterator[Figure]) -> Iterator[Figure]:
    try:
        yield from figures
    except pytest.skip.Exception as missing:
        yield Figure(AREAS[area], str(missing), "", "not measured", met=False)
