"""A language's vocabulary: what codes are called, how dates are written, what may never be said."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from babel import Locale

from mailbot.adapters.letters.faults import HoleError
from mailbot.errors import SettingsError

OPEN: Final = frozenset({"evidence", "questions"})
"""Sections whose codes come from policies and people: an unknown one is shown as it is."""


@dataclass(frozen=True, slots=True)
class Words:
    """One language's words.toml."""

    language: str
    file: str
    locale: Locale
    source: str
    sections: Mapping[str, Mapping[str, Any]]

    def called(self, code: str, section: str) -> str:
        """Return what a code is called; in an open section an unknown code speaks for itself."""
        found = self.sections.get(section, {}).get(code)
        if found is not None:
            return str(found)
        if section in OPEN:
            return code if " " in code else code.replace("_", " ")
        raise HoleError(f"[{section}] {code} in {self.file}")

    def hint(self, code: str, section: str) -> str:
        """Return what else is said of a code, or nothing."""
        return str(self.sections.get(section, {}).get(code, ""))

    def rule(self, clause: Mapping[str, str]) -> str:
        """Return what a clause of the policy is about, the clause itself, and where it was published."""
        name, source = clause["clause"], clause["source"]
        about = self.hint(name.partition(".")[0], "rules")
        cited = f"{about} ({name})" if about else name
        return f"{cited}: {source}" if source else cited

    def counted(self, number: int, unit: str) -> str:
        """Return a number with its noun in the right form: "1 working day", "5 working days"."""
        forms = self.sections.get("counted", {}).get(unit)
        if forms is None:
            raise HoleError(f"[counted] {unit} in {self.file}")
        form = forms.get(self.locale.plural_form(number)) or forms["other"]
        return f"{number} {form}"

    def listed(self, section: str) -> Mapping[str, tuple[str, ...]]:
        """Return a section of lists: banned words, marks."""
        return {key: tuple(values) for key, values in self.sections.get(section, {}).items()}


@cache
def _locale(name: str) -> Locale:
    return Locale.parse(name)


def read_words(language: str, paths: tuple[Path, ...], root: Path) -> Words:
    """Read words.toml; a later file (a client's own) adds to and replaces the entries of the first."""
    sections: dict[str, dict[str, Any]] = {}
    sources = []
    for path in paths:
        source = path.read_text("utf-8")
        sources.append(source)
        try:
            read = tomllib.loads(source)
        except tomllib.TOMLDecodeError as error:
            raise SettingsError(f"{path.relative_to(root)}: {error}") from error
        for section, entries in read.items():
            sections.setdefault(section, {}).update(entries)
    file = paths[0].relative_to(root).as_posix()
    if "locale" not in sections.get("formats", {}):
        raise SettingsError(f"{file}: [formats] locale is missing")
    return Words(language, file, _locale(sections["formats"]["locale"]), "\n".join(sources), sections)
