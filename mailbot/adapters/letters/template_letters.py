"""The port ``Letters``, filled by a folder of templates."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from traceback import walk_tb
from typing import Final

from jinja2 import Template, TemplateError

from mailbot.adapters.letters.check import check
from mailbot.adapters.letters.faults import HoleError
from mailbot.adapters.letters.filters import one_line
from mailbot.adapters.letters.markdown import written
from mailbot.adapters.letters.shelf import Shelf
from mailbot.errors import HoleInLetter, SettingsError
from mailbot.mediation.decision import Plain
from mailbot.mediation.letter import CONTENTS, Letter
from mailbot.ports import Rendered

OUTPUT_LIMIT: Final = 200_000
FALLBACK: Final = "en"
_CLIENTS: Final = "clients"
_CLIENT: Final = re.compile(r"[a-z0-9][a-z0-9_-]*")
_BROKEN: Final = (HoleError, TemplateError, ArithmeticError, LookupError, TypeError, ValueError)
_EMPTY: Final = (None, "", ())


class TemplateLetters:
    """Renders letters from templates/<language>/<letter>/, a client's own first. Sources are read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._languages = tuple(sorted(path.parent.name for path in folder.glob("*/words.toml")))
        if FALLBACK not in self._languages:
            raise SettingsError(f"{folder}: no {FALLBACK}/words.toml")
        self._shelves: dict[tuple[str, str], Shelf] = {}

    def languages(self) -> tuple[str, ...]:
        """Return the languages letters are written in."""
        return self._languages

    def render(self, letter: Letter, language: str, view: Mapping[str, Plain], client_id: str) -> Rendered:
        """Return a letter's words; HoleInLetter names letter, language and what is missing."""
        shelf = self.shelf(language, client_id)
        contents = CONTENTS[letter]
        known = {key: view.get(key) for key in contents.allowed}
        for key in sorted(contents.shows):
            if known[key] in _EMPTY:
                raise HoleInLetter(f"{letter} ({shelf.language}): {key} is empty")
        subject, body, made_of = shelf.letter(letter)
        text, html = written(_filled(body, known, letter, shelf.language), shelf.language)
        return Rendered(
            subject=one_line(_filled(subject, known, letter, shelf.language)),
            text=text,
            html=html,
            template_hash=made_of,
        )

    def prepare(self) -> None:
        """Compile every template, so that no reader waits for it later; what is wrong with one is said when it is used."""
        for language in self._languages:
            for letter in Letter:
                with suppress(SettingsError):
                    self.shelf(language).letter(letter)

    def check(self) -> tuple[str, ...]:
        """Render every letter in every language on samples; return faults with file and line."""
        return check(self, self._folder)

    def shelf(self, language: str, client_id: str = "") -> Shelf:
        """Return the templates for a language (or the nearest we have) and a client."""
        nearest = next((known for known in (language, language[:2]) if known in self._languages), FALLBACK)
        own = self._folder / _CLIENTS / client_id / nearest
        client = client_id if _CLIENT.fullmatch(client_id) and own.is_dir() else ""
        if (nearest, client) not in self._shelves:
            folders = (self._folder / nearest, *((own,) if client else ()))
            self._shelves[nearest, client] = Shelf(nearest, folders, self._folder)
        return self._shelves[nearest, client]


def _filled(template: Template, known: Mapping[str, Plain], letter: Letter, language: str) -> str:
    pieces, size = [], 0
    try:
        for piece in template.generate(known):
            size += len(piece)
            if size > OUTPUT_LIMIT:
                raise HoleInLetter(f"{letter} ({language}): longer than {OUTPUT_LIMIT} characters")
            pieces.append(piece)
    except _BROKEN as error:
        raise HoleInLetter(f"{letter} ({language}): {_where(error)}{error}") from error
    return "".join(pieces)


def _where(error: BaseException) -> str:
    """Return the place in the template: jinja2 rewrites its frames to the file and line of the source."""
    places = [
        (frame.f_code.co_filename, line)
        for frame, line in walk_tb(error.__traceback__)
        if frame.f_code.co_filename.endswith((".md", ".txt"))
    ]
    return "{}, line {}: ".format(*places[-1]) if places else ""
