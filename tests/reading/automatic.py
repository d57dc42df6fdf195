"""Machines told from people, on a labelled set of mails; a third of the first mails was set aside."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from mailbot.adapters.reader import ReaderSettings, read_mail
from mailbot.mail.authentication import TrustSettings
from mailbot.mail.automatic import Automatic
from tests.corpora.shelf import raw
from tests.reading.figure import Figure, at_least, share, third_aside

FOLDER = Path(__file__).parent / "automatic"
FIRST = ("away", "machines", "persons")
TUNED_LATER = "more"
SECOND_HAND = ("blind", "blind_machines")
SECOND_HAND_LATER = ("third", "fourth")
SETTINGS = ReaderSettings(TrustSettings(""))
SEED = 20260602
WHAT = "automatic"
USUAL = {
    "from": "From: Ana Ruiz <ana@seller.test>",
    "to": "To: desk@desk.test",
    "date": "Date: Tue, 2 Jun 2026 09:00:00 +0200",
    "mime-version": "MIME-Version: 1.0",
    "content-type": "Content-Type: text/plain; charset=utf-8",
}


@dataclass(frozen=True)
class Labelled:
    """A mail and what it is."""

    name: str  # group and number in it
    group: str
    person: bool
    kind: str  # of a machine
    until: str  # ISO day, "" if none is to be found
    content: bytes


def figures() -> Iterator[Figure]:
    """Measure what was tuned to, the third of the first mails that was set aside, and what a second hand wrote.

    Of the second hand, what was first measured stands at the head of each of its files; all were tuned to afterwards.
    """
    first = labelled(*FIRST)
    aside = third_aside([mail.name for mail in first], SEED)
    yield from _figures("tuned", [mail for mail in first if mail.name not in aside] + [*labelled(TUNED_LATER)])
    yield from _figures("set aside", [mail for mail in first if mail.name in aside])
    yield from _figures("second hand", labelled(*SECOND_HAND))
    yield from _figures("second hand, later", _in_files(SECOND_HAND_LATER))


def labelled(*files: str) -> tuple[Labelled, ...]:
    """Read the labelled mails of some files."""
    return tuple(mail for file in files for mail in _mails((FOLDER / f"{file}.txt").read_text(encoding="utf-8")))


def _in_files(files: Sequence[str]) -> list[Labelled]:
    """Read files whose groups have the same names, and name each mail by its file as well."""
    return [replace(mail, name=f"{file}/{mail.name}") for file in files for mail in labelled(file)]


def _figures(part: str, mails: Sequence[Labelled]) -> Iterator[Figure]:
    people = [mail for mail in mails if mail.person]
    machines = [mail for mail in mails if not mail.person]
    lost = [mail for mail in people if _read(mail.content) is not None]
    yield Figure(
        WHAT, f"{part}: person called a machine", "0", f"{len(lost)} of {len(people)}", bool(people) and not lost,
        _cases(lost, people, lambda mail: str(_read(mail.content))),
    )  # fmt: skip
    taken = [mail for mail in machines if _read(mail.content) is None]
    yield Figure(
        WHAT, f"{part}: machine called a person", "<= 2 %", share(len(taken), len(machines)),
        bool(machines) and len(taken) <= 0.02 * len(machines), _cases(taken, machines, lambda mail: mail.kind),
    )  # fmt: skip
    known = [mail for mail in machines if mail not in taken]
    wrong = [mail for mail in known if str(getattr(_read(mail.content), "kind", "")) != mail.kind]
    yield Figure(
        WHAT, f"{part}: kind of machine", ">= 95 %", share(len(known) - len(wrong), len(known)),
        at_least(len(known) - len(wrong), len(known), 0.95), _cases(wrong, known, lambda mail: f"{mail.kind}: {_read(mail.content)}"),
    )  # fmt: skip
    away = [mail for mail in known if mail.kind == "out_of_office"]
    late = [mail for mail in away if _until(mail) != mail.until]
    yield Figure(
        WHAT, f"{part}: day of return", ">= 95 %", share(len(away) - len(late), len(away)),
        at_least(len(away) - len(late), len(away), 0.95), _cases(late, away, lambda mail: f"{_until(mail) or 'none'}, not {mail.until or 'none'}"),
    )  # fmt: skip


def _cases(wrong: Sequence[Labelled], whole: Sequence[Labelled], says: Callable[[Labelled], str]) -> tuple[str, ...]:
    """Name the failures, then how each group that has one did."""
    groups = dict.fromkeys(mail.group for mail in wrong)
    counts = [
        f"{group}: {sum(m.group == group for m in wrong)} wrong of {sum(m.group == group for m in whole)}"
        for group in groups
    ]
    return (*(f"{mail.name}: {says(mail)}" for mail in wrong), *counts)


def _until(mail: Labelled) -> str:
    automatic = _read(mail.content)
    return automatic.until.isoformat() if automatic and automatic.until else ""


@cache
def _read(content: bytes) -> Automatic | None:
    return read_mail(SETTINGS, raw(content))[0].automatic


def _mails(text: str) -> Iterator[Labelled]:
    counts: dict[str, int] = {}
    for piece in re.split(r"(?m)^=== ", text)[1:]:
        head, _, mail = piece.partition("\n")
        label, _, group = (part.strip() for part in head.partition("|"))
        kind, _, until = label.partition(" ")
        counts[group] = counts.get(group, 0) + 1
        name = f"{'person' if kind == 'person' else 'machine'}/{group}/{counts[group]}"
        yield Labelled(name, group, kind == "person", kind, until.strip("- "), _content(mail))


def _content(mail: str) -> bytes:
    """Put in the headers of a style and those that every mail has."""
    head, _, body = mail.partition("\n\n")
    lines = [line for given in head.split("\n") for line in _styles().get(given, [given]) if line]
    given = {line.partition(":")[0].lower() for line in lines}
    lines += [line for name, line in USUAL.items() if name not in given]
    comment = re.sub(r"(?m)^# .*\n?", "", body)
    return "\r\n".join([*lines, "", *comment.split("\n")]).encode()


@cache
def _styles() -> dict[str, list[str]]:
    pieces = re.split(r"(?m)^== ", (FOLDER / "styles.txt").read_text(encoding="utf-8"))[1:]
    return {f"@{piece.partition(chr(10))[0].strip()}": piece.split("\n")[1:] for piece in pieces}
