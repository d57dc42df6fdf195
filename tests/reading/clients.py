"""How mail programs rewrite: a letter of ours and a reader's words become the mail that comes back, and its truth.

Pure and deterministic. A ``Reply`` holds the bytes of a real mail, and which of its words were new.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from tests.reading import client_letters as ours
from tests.reading.client_letters import Letter
from tests.reading.client_mail import headers, mail
from tests.reading.client_page import Block, Run, blocks_of_page, blocks_of_text, quoted, said, typed_into
from tests.reading.client_styles import LAYOUTS, Style

LANGUAGES: Final[dict[str, dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("client_languages.toml").read_text("utf-8")
)
_URL: Final = re.compile(r"https?://[^\s<>]+")
_START: Final = 3  # blocks of a quote that is cut short
_SAFELINKS: Final = (
    "https://nam02.safelinks.protection.outlook.com/?url={}&data=05%7C02%7Cmaria%7C8d1&sdata=Xy1%3D&reserved=0"
)


@dataclass(frozen=True, slots=True)
class Words:
    """What the reader wrote, and where."""

    paragraphs: tuple[str, ...] = ()  # above or below the quote
    under: tuple[tuple[str, str], ...] = ()  # (the words of a block of ours, the answer below it)
    into: tuple[tuple[str, str], ...] = ()  # (the words of a block of ours, what was typed into it)
    middle: bool = False  # typed between two words of ours, not behind the last
    earlier: tuple[str, ...] = ()  # the reader's own words of an earlier mail, quoted between this one and our letter


@dataclass(frozen=True, slots=True)
class Manner:
    """What else differs from mail to mail."""

    place: str = ""  # "top", "bottom"; "": as the program does
    keep: str = "all"  # what is left of the quote: "all", "start", "asked" (what was answered), "none"
    inside: bool = False  # answers between stay in the quote, with its marks
    banner: bool = False  # the reader's gateway had put a warning on top of our letter
    safelinks: bool = False  # and rewritten its links
    disclaimer: bool = False  # and appends a notice to what goes out
    external: bool = False  # our own gateway puts a warning on top of the reply
    signed: bool = False  # a signature block below "-- "


@dataclass(frozen=True, slots=True)
class Reply:
    """A mail as it comes back, and the truth about it."""

    raw: bytes = field(repr=False)
    new: str  # exactly the new words, in their order
    letter_ids: tuple[str, ...]  # of which letters of ours words are quoted
    message_id: str
    subject: str
    at: datetime


def askings(letter: Letter) -> tuple[str, ...]:
    """Return what of a letter can be answered line by line: its numbered questions, else its items, else paragraphs."""
    blocks = blocks_of_page(letter.html)
    for kind in (
        [block for block in blocks if block.number],
        [block for block in blocks if block.kind == "li"],
        [block for block in blocks if block.kind == "p"][1:-2],
    ):
        if kind:
            return tuple(block.words for block in kind)
    return ()


def reply(
    style: Style,
    language: str,
    letters: Sequence[Letter],
    words: Words,
    manner: Manner = Manner(),
    *,
    at: datetime | None = None,
) -> Reply:
    """Answer ``letters[0]`` as a program in a language does; further letters are quoted below it."""
    speech = LANGUAGES[language]
    words = _corrected(words) if style.smart else words
    at = at or letters[0].at + timedelta(hours=19, minutes=11)
    document = tuple(_document(style, speech, letters, words, manner, at))
    subject = _subject(letters[0].subject, speech["re"] if style.local_re else "Re: ", external=manner.external)
    made = sha256(
        "\0".join((style.name, language, subject, repr(words), repr(manner), at.isoformat())).encode()
    ).hexdigest()
    message_id = f"{made[:24]}@{'mail.gmail.com' if 'Gmail' in style.name else 'buyer.example'}"
    head = tuple(headers(style, letters[0], subject, message_id, at))
    new = "\n".join(run.text for block in document for cell in block.cells for run in cell if run.by == "theirs")
    shown = {letter.letter_id for letter in letters} if manner.keep != "none" else set()
    return Reply(mail(style, document, head), new, tuple(sorted(shown)), message_id, subject, at)


def _document(
    style: Style, speech: dict[str, Any], letters: Sequence[Letter], words: Words, manner: Manner, at: datetime
) -> Iterator[Block]:
    if manner.external:
        yield said(speech["banner"], "program")
    body = [said(paragraph, "theirs") for paragraph in words.paragraphs]
    signature = tuple(_signature(style, speech, manner))
    below = (manner.place or style.place) == "bottom"
    history = tuple(_history(style, speech, letters, words, manner, at)) if manner.keep != "none" else ()
    first = () if below else (*body, *signature)
    yield from (*first, *history, *((*body, *signature) if below else ()))
    if manner.disclaimer:
        yield said(speech["disclaimer"], "program")


def _history(
    style: Style, speech: dict[str, Any], letters: Sequence[Letter], words: Words, manner: Manner, at: datetime
) -> Iterator[Block]:
    depth = 0
    if words.earlier:
        sent = letters[0].at + timedelta(hours=5)
        yield from _introduction(style, speech, letters[0], sent, depth, own=True)
        depth += 1
        yield from (said(paragraph, "old", depth=depth) for paragraph in words.earlier)
    for number, letter in enumerate(letters):
        yield from _introduction(style, speech, letter, letter.at, depth)
        depth += 1
        yield from _quote(style, speech, letter, words if number == 0 else Words(), manner, depth)


def _quote(
    style: Style, speech: dict[str, Any], letter: Letter, words: Words, manner: Manner, depth: int
) -> Iterator[Block]:
    if manner.banner:
        yield said(speech["banner"], "program", depth=depth)
    blocks = blocks_of_page(letter.html) if style.reads == "html" else blocks_of_text(letter.text)
    under, into = (_found(blocks, pairs) for pairs in (words.under, words.into))
    asked = {*under, *into}
    begun = False
    for number, block in enumerate(quoted(_linked(blocks, safe=manner.safelinks), depth)):
        if number not in asked and (manner.keep == "asked" or (manner.keep == "start" and number > _START)):
            continue
        shown = block if begun else replace(block, tight=False)
        begun = True
        yield typed_into(shown, into[number], middle=words.middle) if number in into else shown
        if number in under:
            inside = depth if manner.inside or style.inside else 0
            yield said(under[number], "theirs", depth=inside, tight=style.inside)


def _found(blocks: Sequence[Block], pairs: Sequence[tuple[str, str]]) -> dict[int, str]:
    """Find which blocks are meant, whether the program reads our page or our text."""
    found: dict[int, str] = {}
    for start, answer in pairs:
        key = re.sub(r"\W+", "", start)[:24]
        for number, block in enumerate(blocks):
            plainly = re.sub(r"^(?:- |\d+\. )", "", block.words) if block.kind == "pre" else block.words
            if re.sub(r"\W+", "", plainly).startswith(key):
                found.setdefault(number, answer)
                break
    return found


def _linked(blocks: Sequence[Block], *, safe: bool) -> Iterator[Block]:
    for block in blocks:
        yield replace(block, cells=tuple(tuple(_links(cell, safe=safe)) for cell in block.cells))


def _links(runs: Sequence[Run], *, safe: bool) -> Iterator[Run]:
    for run in runs:
        at = 0
        for hit in _URL.finditer(run.text):
            yield replace(run, text=run.text[at : hit.start()])
            link = _SAFELINKS.format(quote(hit[0], safe="")) if safe else hit[0]
            yield replace(run, text=hit[0], link=link)
            at = hit.end()
        if at < len(run.text):
            yield replace(run, text=run.text[at:])


def _introduction(
    style: Style, speech: dict[str, Any], letter: Letter, at: datetime, depth: int, *, own: bool = False
) -> Iterator[Block]:
    layout = LAYOUTS.get(style.intro) or speech[style.intro]
    parties = ((ours.DESK_NAME, ours.DESK), (ours.READER_NAME, ours.READER))
    (name, address), (reader_name, reader) = reversed(parties) if own else parties
    colon = "" if style.intro in {"em_client", "netease"} else speech["colon"]
    labels = {key: f"{label}{colon}" for key, label in speech["labels"].items()}
    times = _times(at, speech)
    if style.intro not in {"gmail", "apple"}:  # whose dates have a narrow blank that does not break
        times["t12"] = times["t12"].replace("\u202f", " ")
    long = speech["long_date"].format(**times)
    filled = layout.format(
        **labels, **times, name=name, address=address, reader=reader, reader_name=reader_name, long=long,
        title=letter.subject, original=speech["original"],
    )  # fmt: skip
    depth += style.intro_quoted
    for number, line in enumerate(filled.split("\n")):
        yield said(line, "program", "line", depth, tight=number > 0)


def _times(at: datetime, speech: dict[str, Any]) -> dict[str, Any]:
    names = {
        "month": speech["months"].split()[at.month - 1],
        "mon": speech["mons"].split()[at.month - 1],
        "weekday": speech["weekdays"].split()[at.weekday()],
        "wd": speech["wds"].split()[at.weekday()],
        "mon_en": LANGUAGES["en"]["mons"].split()[at.month - 1],
        "wd_en": LANGUAGES["en"]["wds"].split()[at.weekday()],
    }
    hour = f"{(at.hour - 1) % 12 + 1}:{at:%M}"
    return names | {
        "d": at.day, "dd": f"{at.day:02}", "m": at.month, "mm": f"{at.month:02}", "yyyy": at.year, "yy": f"{at.year % 100:02}",
        "t": f"{at:%H:%M}", "ts": f"{hour}:08", "t12": f"{hour}\u202f{'PM' if at.hour > 11 else 'AM'}",
    }  # fmt: skip


def _signature(style: Style, speech: dict[str, Any], manner: Manner) -> Iterator[Block]:
    if style.dashed or manner.signed:
        yield said("-- ", "program", "line")
    if manner.signed:
        yield from (
            said(line, "program", "line", tight=True) for line in (ours.READER_NAME, "Lopez Trading LLC", "+1 555 0100")
        )
    if style.signature:
        run = Run(speech[style.signature], "program", link=style.signature_link)
        yield Block("line", ((run,),), tight=style.dashed)


def _corrected(words: Words) -> Words:
    """Set the letters as a phone does while somebody types."""

    def curled(text: str) -> str:
        text = re.sub(r"(?<=\w)'(?=\w)", "\u2019", text)
        return text[:1].upper() + text[1:]

    return replace(
        words,
        paragraphs=tuple(map(curled, words.paragraphs)),
        under=tuple((line, curled(answer)) for line, answer in words.under),
    )


def _subject(subject: str, re_: str, *, external: bool) -> str:
    return f"{'[EXTERNAL] ' if external else ''}{re_}{subject}"
