"""New words told from quotes, signatures, notices and forwarded mails, in bodies of many programs and languages.

Losing a word of the writer is worse than showing too many; both are counted. A word is lost if it is his and no stretch
marked new holds it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from mailbot.mail import html
from mailbot.mail.message import SpanKind
from mailbot.mail.quoting import PREFIX, RULE, TIMED, Line, attribution, header_block, lines_of, separator
from mailbot.steps.parse import parse
from mailbot.steps.unquote import unquote
from tests.corpora.shelf import raw, shelf
from tests.reading.figure import Figure, share_of
from tests.reading.words_written import own_sets, pages_by

HERE = Path(__file__).parent / "words"
HTML_TRUTH = "Hi. I am fine.\n\nThanks,\nAlex"
KEPT_IN_TALON = {SpanKind.NEW, SpanKind.SIGNATURE}  # its truth keeps "Sent from my iPhone"
JUDGED = ("crisp", "github", "mail-parser-reply")
WHAT = "new words"


def figures() -> Iterator[Figure]:
    """Measure."""
    yield from _trimmer(new_text)
    yield from _talon(new_and_signed, html.readable)
    yield from _signatures(new_text)
    for name in JUDGED:
        yield from _judged(name)
    yield from own_sets()


def opinions() -> Iterator[Figure]:
    """Measure libraries on the same sets, each with its best settings."""
    from tests.reading.words_libraries import LIBRARIES, by_inscriptis  # noqa: PLC0415 - heavy, and only wanted here

    for name, replied in LIBRARIES.items():
        for figure in (*_trimmer(replied), *_talon(replied, html.readable), *_signatures(replied)):
            yield _by(name, figure)
        for corpus in JUDGED:
            yield _by(name, _judged_by(corpus, replied))
        for figure in own_sets(replied):
            yield _by(name, figure)
    for figure in (*_talon(new_and_signed, by_inscriptis), pages_by(by_inscriptis)):
        yield _by("inscriptis, then ours", figure)


def new_text(text: str) -> str:
    """What is marked new, joined."""
    return marked(text, {SpanKind.NEW})


def new_and_signed(text: str) -> str:
    """What is marked new or a signature, joined."""
    return marked(text, KEPT_IN_TALON)


def marked(text: str, kinds: set[SpanKind]) -> str:
    """What is marked as one of these kinds, joined."""
    return "".join(text[span.start : span.end] for span in unquote(text) if span.kind in kinds)


def words(text: str) -> list[str]:
    """Words in order."""
    return re.findall(r"\w+", text)


def lost(wanted: str, found: str) -> list[str]:
    """Words of the writer that are missing; by the convention of RFC 3676 a prefixed line is not his."""
    his = "\n".join(line for line in wanted.split("\n") if not PREFIX.match(line))
    return sorted((Counter(words(his)) - Counter(words(found))).elements())


def text_of(path: Path) -> str:
    """Read a file, whatever is in it."""
    return path.read_text(encoding="utf-8", errors="replace")


def _by(name: str, figure: Figure) -> Figure:
    return Figure(name, figure.measure, figure.to_reach, figure.reached, figure.met, figure.cases)


def _trimmer(replied: Callable[[str], str]) -> Iterator[Figure]:
    folder = shelf("replies/trimmer")
    exact, losing, cases = 0, [], []
    paths = sorted((folder / "emails").glob("*.txt"))
    for path in paths:
        wanted, found = text_of(folder / "trimmed" / path.name), replied(text_of(path))
        same = _bare(wanted) == _bare(found)
        exact += same
        cases += [] if same else [f"{path.name}: not exact"]
        missing = lost(wanted, found)
        losing += [f"{path.name}: loses {' '.join(missing[:8])}"] if missing else []
    yield share_of(WHAT, "trimmer, text itself", (exact, len(paths)), 0.9, cases)
    yield _losing("trimmer", losing, len(paths))


def _talon(replied: Callable[[str], str], readable: Callable[[str], str]) -> Iterator[Figure]:
    folder = shelf("replies/talon")
    items = []
    for path in sorted((folder / "standard_replies").glob("*.eml")):
        truth = path.with_name(f"{path.stem}_reply_text")
        wanted = text_of(truth) if truth.exists() else "Hello"
        items.append((f"standard {path.stem}", wanted, parse(raw(path.read_bytes())).text))
    pages = sorted((folder / "html_replies").glob("*.html"))
    items += [(f"html {path.stem}", HTML_TRUTH, readable(text_of(path))) for path in pages]
    found = [(name, wanted, replied(text)) for name, wanted, text in items]
    wrong = [f"{name}: not exact" for name, wanted, got in found if words(wanted) != words(got)]
    exact = len(found) - len(wrong)
    yield share_of(WHAT, "talon replies, words", (exact, len(found)), 0.95, wrong)
    yield _losing("talon replies", [name for name, wanted, got in found if lost(wanted, got)], len(found))


def _signatures(replied: Callable[[str], str]) -> Iterator[Figure]:
    folder = shelf("replies/talon") / "signature" / "emails" / "stripped"
    losing, paths = [], sorted(folder.glob("*_body"))
    for path in paths:
        signature = path.with_name(path.name.replace("_body", "_signature"))
        text = text_of(path)
        # What the truth says is the signature may be cut or shown; all the rest may not be lost.
        his = text.replace(text_of(signature).strip(), "") if signature.exists() else text
        found = replied(text)
        losing += [path.name] if lost(his, found) else []
    yield _losing("talon signatures", losing, len(paths))


def _losing(name: str, losing: list[str], whole: int) -> Figure:
    reached = f"{len(losing)} of {whole:,} mails"
    return Figure(WHAT, f"{name}, mails losing a word", "0", reached, whole > 0 and not losing, tuple(losing))


def _bare(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n")).strip("\n")


def _judged(name: str) -> Iterator[Figure]:
    losing, many, doubts, whole = [], [], [], 0
    for path, his, either in judged(name):
        whole += 1
        text = text_of(path)
        shown = _lines_shown(text)
        said = [line.strip() != "" for line in text.split("\n")]
        gone = sorted(at for at in his if said[at - 1] and at not in shown)
        extra = sorted(at for at in shown if at not in his and at not in either)
        losing += [f"{path.name}: loses lines {_ranges(gone)}"] if gone else []
        many += [f"{path.name}: shows lines {_ranges(extra)} of others"] if extra else []
        doubts += [f"{path.name}: {doubt}" for doubt in doubtful(text)]
    yield _losing(f"{name} (judged by reading)", losing, whole)
    exact = whole - len(many)
    yield share_of(WHAT, f"{name}, mails that show nobody else's words", (exact, whole), 0.95, many)
    yield Figure(
        WHAT, f"{name}, cuts without a clear mark", "shown all", f"{len(doubts)} cuts", not doubts, tuple(doubts)
    )


def _judged_by(name: str, replied: Callable[[str], str]) -> Figure:
    losing, whole = [], 0
    for path, his, _ in judged(name):
        whole += 1
        text = text_of(path)
        lines = text.split("\n")
        if lost("\n".join(lines[at - 1] for at in sorted(his) if words(lines[at - 1])), replied(text)):
            losing.append(path.name)
    return _losing(f"{name} (judged by reading)", losing, whole)


def judged(name: str) -> Iterator[tuple[Path, frozenset[int], frozenset[int]]]:
    """Give each mail with the lines that its writer wrote, and those that may as well be shown (signatures, footers)."""
    for line in (HERE / "judged.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith(f"{name}/"):
            continue
        file, *parts = line.split()
        path = shelf("replies") / file
        his = [part for part in parts if not part.startswith("?")]
        yield path, _numbers(his), _numbers([part[1:] for part in parts if part.startswith("?")])


def _numbers(parts: list[str]) -> frozenset[int]:
    found: set[int] = set()
    for part in parts:
        first, _, last = part.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return frozenset(found)


def _ranges(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers))


def _lines_shown(text: str) -> set[int]:
    """Numbers of the lines with a word of which all is marked new."""
    new = [range(span.start, span.end) for span in unquote(text) if span.kind is SpanKind.NEW]
    shown, start = set(), 0
    for number, line in enumerate(text.split("\n"), 1):
        if any(start in part and start + len(line) - 1 in part for part in new) and line.strip():
            shown.add(number)
        start += len(line) + 1
    return shown


def doubtful(text: str) -> list[str]:
    """List the cuts of lines without a prefix that no separator, header block, address or minute introduces."""
    found = []
    for span in unquote(text):
        lines = [line for line in lines_of(text[span.start : span.end]) if not line.blank and not RULE.match(line.text)]
        bare = [line for line in lines if not line.prefixed]
        if span.kind in {SpanKind.QUOTED, SpanKind.FORWARDED} and bare and not _clear(lines):
            found.append(f"{len(bare)} lines cut from {bare[0].text[:40]!r}")
    return found


def _clear(lines: list[Line]) -> bool:
    if separator(lines[0].text) or header_block(lines, 0):
        return True
    introduced = " ".join(line.text for line in lines[: attribution(lines, 0)])
    return "@" in introduced or bool(TIMED.search(introduced))
