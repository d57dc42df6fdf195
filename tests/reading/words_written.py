"""Sets of our own under ``tests/reading/words``: how programs introduce quotes, what parties write, what stands below."""

from collections.abc import Callable, Iterator
from pathlib import Path

from mailbot.mail import html
from mailbot.mail.message import SpanKind
from mailbot.steps.unquote import unquote
from tests.reading.figure import Figure, share_of

HERE = Path(__file__).parent / "words"
SAID = "Thank you for the offer.\n\nWe want 250 for it, twelve units are broken."
LETTER = "Hello Bob,\n\nThe seller offers an amount.\n\nDo you accept it?\n\nThe desk"
WHAT = "new words"


def lines(name: str) -> list[str]:
    """Read the entries of a file, line breaks put in."""
    text = (HERE / name).read_text(encoding="utf-8")
    return [line.replace("\\n", "\n").replace("\\t", "\t") for line in text.splitlines() if line and line[0] != "#"]


def ours(text: str) -> str:
    """What is marked new, joined."""
    return "".join(text[span.start : span.end] for span in unquote(text) if span.kind is SpanKind.NEW)


def own_sets(replied: Callable[[str], str] = ours) -> Iterator[Figure]:
    """Measure them."""
    yield _introductions(replied, prefixed=True)
    yield _introductions(replied, prefixed=False)
    yield _kept(replied)
    yield _footers(replied)
    if replied is ours:
        yield pages_by(html.readable)


def _introductions(replied: Callable[[str], str], *, prefixed: bool) -> Figure:
    body = "\n".join(f"> {line}".rstrip() for line in LETTER.split("\n")) if prefixed else LETTER
    # Where even the introduction has prefixes, the quote never comes without.
    wrong, entries = [], [entry for entry in lines("introductions.txt") if prefixed or "| >" not in entry]
    for entry in entries:
        language, program, text = entry.split(" | ", 2)
        found = _words(replied(f"{SAID}\n\n{text}\n\n{body}\n"))
        wrong += [] if found == _words(SAID) else [f"{language} {program}: {' '.join(found)[:60]!r}"]
    right = len(entries) - len(wrong)
    how = "with prefixes" if prefixed else "bare"
    return share_of(WHAT, f"own: introductions by programs, the quote {how}", (right, len(entries)), 0.99, wrong)


def _kept(replied: Callable[[str], str]) -> Figure:
    losing = []
    entries = lines("kept.txt")
    for entry in entries:
        for before in ("", "Hello,\n\n"):
            missing = [word for word in _words(entry) if word not in _words(replied(f"{before}{entry}\n"))]
            losing += [f"{entry[:50]!r} loses {' '.join(missing)[:50]}"] if missing else []
    return Figure(
        WHAT,
        "own: words that look like a mark, mails losing one",
        "0",
        f"{len(losing)} of {2 * len(entries)}",
        not losing,
        tuple(losing),
    )


def _footers(replied: Callable[[str], str]) -> Figure:
    wrong, entries = [], lines("footers.txt")
    for entry in entries:
        _, text = entry.split(" | ", 1)
        # A warning from the reader's own server stands above.
        mail = f"{text}\n\n{SAID}\n" if text.startswith("CAUTION") else f"{SAID}\n\n{text}\n"
        found = _words(replied(mail))
        wrong += [] if found == _words(SAID) else [f"{text[:60]!r}"]
    right = len(entries) - len(wrong)
    return share_of(WHAT, "own: what devices, programs and lawyers add", (right, len(entries)), 0.95, wrong)


def pages() -> Iterator[tuple[str, str, str]]:
    """Give each page of a program: its name, the HTML, and the new text in it as it should read."""
    for entry in (HERE / "pages.txt").read_text(encoding="utf-8").split("\n=== ")[1:]:
        name, _, rest = entry.partition("\n")
        page, _, wanted = rest.partition("\n--- new\n")
        yield name, page, wanted.strip("\n")


def pages_by(readable: Callable[[str], str]) -> Figure:
    """Measure the pages, turned to text by us or by a library."""
    wrong, whole = [], 0
    for name, page, wanted in pages():
        whole += 1
        found = "\n".join(line.rstrip() for line in ours(readable(page)).split("\n")).strip("\n")
        wrong += [] if found == wanted else [f"{name}: {found[:80]!r}"]
    right = whole - len(wrong)
    return share_of(WHAT, "own: pages of programs, text itself", (right, whole), 0.95, wrong)


def _words(text: str) -> list[str]:
    return text.split()
