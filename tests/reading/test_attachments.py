"""The figures of files are held."""

import pytest

from tests.reading import attachments
from tests.reading.figure import Figure

FIGURES = list(attachments.figures())


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: f"{figure.what}, {figure.measure}")
def test_the_figure_is_reached(figure: Figure) -> None:
    assert figure.met, "\n".join([figure.reached, *figure.cases])
