"""Every letter in every language, looked at as its readers will: what a mediator would send back."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final, Protocol, cast

from mailbot.adapters.letters.faults import TemplateFault
from mailbot.adapters.letters.filters import filters
from mailbot.adapters.letters.samples import samples
from mailbot.adapters.letters.shelf import PIECES, Shelf
from mailbot.errors import HoleInLetter, SettingsError
from mailbot.mediation.decision import Plain
from mailbot.mediation.disclosure import DeadlineView, View
from mailbot.mediation.letter import CONTENTS, Letter
from mailbot.ports import Letters, Rendered

_PLACED: Final = re.compile(r"^(?P<file>\S+\.(?:md|txt|toml)), line (?P<line>\d+): (?P<what>.*)$", re.DOTALL)

Needed = tuple[str, tuple[str, ...]]  # what, and the words of which one must stand there


class Shelved(Letters, Protocol):
    """Letters whose templates can be looked at."""

    def shelf(self, language: str, client_id: str = "") -> Shelf: ...  # noqa: D102 - the name says it


def check(letters: Shelved, folder: Path) -> tuple[str, ...]:
    """Return all faults, each with file and line, of all languages and all clients' own templates."""
    faults: dict[TemplateFault, None] = {}
    for language in letters.languages():
        for client in ("", *_clients(folder, language)):
            try:
                shelf = letters.shelf(language, client)
            except SettingsError as error:
                faults[TemplateFault(str(error), 0, "cannot be read")] = None
                continue
            for letter in Letter:
                faults.update(dict.fromkeys(_faults(letters, shelf, letter, client)))
    return tuple(map(str, faults))


def _clients(folder: Path, language: str) -> tuple[str, ...]:
    return tuple(path.parent.name for path in sorted(folder.glob(f"clients/*/{language}")))


def _faults(letters: Shelved, shelf: Shelf, letter: Letter, client: str) -> Iterator[TemplateFault]:
    plain = tuple(shelf.faults(letter))
    if plain:
        yield from plain
        return
    for _name, view in samples(letter):
        try:
            rendered = letters.render(letter, shelf.language, cast("Mapping[str, Plain]", view), client)
        except HoleInLetter as error:
            yield _hole(str(error), shelf, letter)
            continue
        yield from _missing(rendered, shelf, letter, view)
        yield from _banned(rendered, shelf, letter)


def _hole(text: str, shelf: Shelf, letter: Letter) -> TemplateFault:
    placed = _PLACED.match(text.partition("): ")[2])
    if placed is None:
        return TemplateFault(shelf.file(f"{letter}/{PIECES[1]}"), 0, text)
    return TemplateFault(placed["file"], int(placed["line"]), placed["what"])


def _missing(rendered: Rendered, shelf: Shelf, letter: Letter, view: View) -> Iterator[TemplateFault]:
    words = _flat(rendered.text)
    file = shelf.file(f"{letter}/{PIECES[1]}")
    needed = [*shelf.words.listed("marks").items(), *_facts(letter, view)]
    deadline = view["deadline"]
    if deadline and "deadline" in CONTENTS[letter].shows:
        needed += [*shelf.words.listed("marks_deadline").items(), *_dates(deadline, shelf)]
    for name, choices in needed:
        if not any(_flat(choice) in words for choice in choices):
            yield TemplateFault(file, 0, f"the letter must say {name}: {' or '.join(map(repr, choices))}")
    for number, question in enumerate(view["questions"] if "questions" in CONTENTS[letter].allowed else (), 1):
        asked = f"{number}. {shelf.words.called(question, 'questions')}"
        if _flat(asked) not in words:
            yield TemplateFault(file, 0, f"the letter must ask {asked!r}")


def _facts(letter: Letter, view: View) -> list[Needed]:
    shown = CONTENTS[letter].shows & {"dispute", "order", "client", "mediator"}
    plain = cast("Mapping[str, str]", view)
    facts: list[Needed] = [(key, (plain[key],)) for key in sorted(shown)]
    clauses = view["clauses"] if "clauses" in CONTENTS[letter].allowed else ()
    return facts + [("the rule it rests on", (str(clause["clause"]),)) for clause in clauses]


def _dates(deadline: DeadlineView, shelf: Shelf) -> list[Needed]:
    moment = filters(shelf.words)["moment"](deadline["due_at"], deadline["zone"])
    then = shelf.words.called(deadline["on_timeout"], "then")
    return [("by when", (moment,)), ("what happens then", (then,))]


def _banned(rendered: Rendered, shelf: Shelf, letter: Letter) -> Iterator[TemplateFault]:
    kinds = {phrase: kind for kind, phrases in shelf.words.listed("banned").items() for phrase in phrases}
    for found in _any_of(tuple(kinds)).finditer(_flat(f"{rendered.subject} {rendered.text}").lower()):
        file, line = shelf.place(letter, found[0])
        yield TemplateFault(file, line, f"{found[0]!r} may not be said ({kinds[found[0]]})")


@cache
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, phrases)) or '(?!)'})\b")


def _flat(text: str) -> str:
    return " ".join(text.split())
