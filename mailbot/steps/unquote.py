"""Text of a mail -> what is new in it and what is quoted, signed, disclaimed or forwarded.

Losing a party's words is worse than showing too many: what no rule knows is new.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mailbot.mail import footers
from mailbot.mail.message import Span, SpanKind
from mailbot.mail.quoting import (
    MOST_ATTRIBUTION_LINES,
    PREFIX,
    RULE,
    Line,
    attribution,
    header_block,
    lines_of,
    may_end,
    separator,
)
from mailbot.mail.recall import WORD, Repeat, Sent, repeats

SURE_RUN = 25  # our words in a row that nobody types by himself
KNOWN_SHARE = 0.5  # of a quote's words: then it is our letter, and what is not ours in it is an answer
LONGEST_MARK = 200  # letters of a line that are looked at for what introduces
LONGEST_PARAGRAPH = 60  # lines
MOST_DOUBTS = 3
MOST_SIGNATURES = 1000  # lines of dashes
LONGEST_TEXT = 400_000


def unquote(text: str, sent: Sequence[Sent] = ()) -> tuple[Span, ...]:
    """Cover the text with spans, without gap or overlap."""
    lines = lines_of(text[:LONGEST_TEXT])
    kinds, doubtful = _by_marks(lines)
    found = repeats(text[:LONGEST_TEXT], sent) if sent else ()
    if doubtful is not None and not any(repeat.start >= lines[doubtful].start for repeat in found):
        _without_doubt(lines, kinds, doubtful)
    _signatures(lines, kinds)
    stretches = [Span(kind, line.start, line.end) for line, kind in zip(lines, kinds, strict=True)]
    if found:
        stretches = list(_recalled(text, lines, stretches, found))
    if len(text) > LONGEST_TEXT:
        stretches.append(Span(SpanKind.NEW, LONGEST_TEXT, len(text)))
    return _merged(text, stretches)


def _by_marks(lines: Sequence[Line]) -> tuple[list[SpanKind], int | None]:
    """Say what each line is by prefixes and introductions, and from where on that would leave nothing new at all."""
    kinds: list[SpanKind] = []
    at = ending = 0
    while at < len(lines):
        line = lines[at]
        if line.blank or line.prefixed:
            # What introduces something inside a quote says nothing of what stands below the quote.
            kinds.append(SpanKind.NEW if line.blank else SpanKind.QUOTED)
            at += 1
            continue
        while ending < len(lines) and (ending < at or not may_end(lines[ending].text)):
            ending += 1
        count, tail = _introduction(lines, at, attributed=ending - at < MOST_ATTRIBUTION_LINES)
        if not count:
            kinds.append(SpanKind.NEW)
            at += 1
            continue
        _rule_above(lines, kinds)
        kinds += [SpanKind.QUOTED] * count
        at += count
        if at < len(lines) and not _prefixed_soon(lines, at):
            doubtful = at if tail is SpanKind.QUOTED and not _said(lines, kinds) else None
            return [*kinds, *[tail] * (len(lines) - at)], doubtful
    return kinds, None


def _without_doubt(lines: Sequence[Line], kinds: list[SpanKind], doubtful: int) -> None:
    """Take what stands below a first introduction as new after all, up to the next one."""
    for _ in range(MOST_DOUBTS):
        kinds[doubtful:], again = _by_marks(lines[doubtful:])
        if again is None:
            return
        doubtful += again
    _mark(kinds, doubtful, len(kinds), SpanKind.NEW)


def _said(lines: Sequence[Line], kinds: Sequence[SpanKind]) -> bool:
    """Whether anything new stands so far that a person wrote."""
    new = [line.text for kind, line in zip(kinds, lines, strict=False) if kind is SpanKind.NEW and not line.blank]
    return any(not footers.sent_from(text) and not footers.WARNING.match(text[:LONGEST_MARK]) for text in new)


def _rule_above(lines: Sequence[Line], kinds: list[SpanKind]) -> None:
    above = next((i for i in range(len(kinds) - 1, -1, -1) if not lines[i].blank), None)
    if above is not None and RULE.match(lines[above].text[:LONGEST_MARK]):
        kinds[above] = SpanKind.QUOTED


def _introduction(lines: Sequence[Line], at: int, *, attributed: bool = True) -> tuple[int, SpanKind]:
    """How many lines here introduce something old, and what follows them then."""
    kind = separator(lines[at].text)
    if kind:
        return 1, SpanKind.FORWARDED if kind == "forward" else SpanKind.QUOTED
    count = header_block(lines, at)
    if count:
        return count, SpanKind.QUOTED
    return attribution(lines, at) if attributed else 0, SpanKind.QUOTED


def _prefixed_soon(lines: Sequence[Line], at: int) -> bool:
    said = [line for line in lines[at : at + 12] if not line.blank][:2]
    return any(line.prefixed for line in said)


def _signatures(lines: Sequence[Line], kinds: list[SpanKind]) -> None:
    """Mark signatures and notices among the new lines."""
    looked = 0  # up to where it was looked for a notice
    end = tried = 0  # of the stretch of new lines that we are in; how many signatures might have begun
    for at, line in enumerate(lines):
        if kinds[at] is not SpanKind.NEW or line.blank:
            continue
        if at >= end:
            end = next((i for i in range(at, len(lines)) if kinds[i] is not SpanKind.NEW), len(lines))
        dashed = line.text[0] in footers.DASHES and tried < MOST_SIGNATURES
        tried += dashed
        below = footers.signature_end(lines, at, end) if dashed else at
        if below > at:
            _mark(kinds, at, below, SpanKind.SIGNATURE)
        elif footers.sent_from(line.text):
            kinds[at] = SpanKind.SIGNATURE
        elif at >= looked and footers.opens_notice(line.text) and _paragraph_starts(lines, at):
            looked = _paragraph_end(lines, kinds, at)
            paragraph = [line.text for line in lines[at:looked]]
            _mark(kinds, at, at + footers.notice(paragraph), SpanKind.DISCLAIMER)


def _mark(kinds: list[SpanKind], start: int, end: int, kind: SpanKind) -> None:
    kinds[start:end] = [kind] * (end - start)


def _paragraph_starts(lines: Sequence[Line], at: int) -> bool:
    return at == 0 or lines[at - 1].blank or not WORD.search(lines[at - 1].text)


def _paragraph_end(lines: Sequence[Line], kinds: Sequence[SpanKind], at: int) -> int:
    most = min(at + LONGEST_PARAGRAPH, len(lines))
    return next((i for i in range(at, most) if lines[i].blank or kinds[i] is not SpanKind.NEW), most)


def _recalled(text: str, lines: Sequence[Line], stretches: Sequence[Span], found: Sequence[Repeat]) -> Iterator[Span]:
    """Let our own words, where they stand in a row, overrule the marks."""
    ours = [repeat for repeat in found if repeat.words >= SURE_RUN or _in_quote(repeat, stretches)]
    starts, ends = [repeat.start for repeat in ours], [repeat.end for repeat in ours]  # both grow: they do not overlap
    known = _share_known(text, stretches, ours) >= KNOWN_SHARE
    for at, (line, stretch) in enumerate(zip(lines, stretches, strict=True)):
        here = ours[bisect_right(ends, line.start) : bisect_left(starts, line.end)]
        if here:
            yield from _split(text, stretch, here)
        elif known and stretch.kind is SpanKind.QUOTED and _answers(lines, at, ours):
            mark = PREFIX.match(line.text)
            words = line.start + (mark.end() if mark else 0)
            yield Span(SpanKind.QUOTED, stretch.start, words)
            yield Span(SpanKind.NEW, words, stretch.end)
        else:
            yield stretch


def _in_quote(repeat: Repeat, stretches: Sequence[Span]) -> bool:
    at = bisect_right(stretches, repeat.start, key=lambda stretch: stretch.start) - 1
    return at >= 0 and stretches[at].kind in {SpanKind.QUOTED, SpanKind.FORWARDED}


def _share_known(text: str, stretches: Sequence[Span], ours: Sequence[Repeat]) -> float:
    quoted = sum(len(WORD.findall(text[s.start : s.end])) for s in stretches if s.kind is SpanKind.QUOTED)
    return sum(repeat.words for repeat in ours) / quoted if quoted else 0.0


def _answers(lines: Sequence[Line], at: int, ours: Sequence[Repeat]) -> bool:
    """Whether a line in the quote of our letter was written into it: it has words, and no program put it there."""
    line = lines[at]
    introduces = any(_introduction(lines, start)[0] > at - start for start in range(max(0, at - 12), at + 1))
    return bool(WORD.search(line.text)) and not introduces and line.start > ours[0].start


def _split(text: str, stretch: Span, here: Sequence[Repeat]) -> Iterator[Span]:
    """Cut a line that holds our words from what else is on it."""
    at = stretch.start
    for repeat in here:
        start, end = max(repeat.start, stretch.start), min(repeat.end, stretch.end)
        if WORD.search(text, at, start):
            yield Span(SpanKind.NEW, at, start)
            at = start
        rest = WORD.search(text, end, stretch.end)
        end = rest.start() if rest else stretch.end
        yield Span(SpanKind.QUOTED, at, end, repeat.letter_id)
        at = end
    if at < stretch.end:
        yield Span(SpanKind.NEW, at, stretch.end)


def _merged(text: str, stretches: Sequence[Span]) -> tuple[Span, ...]:
    """Join neighbours of one kind; blank lines belong to what stands before them."""
    merged: list[Span] = []
    for span in (span for span in stretches if span.start < span.end):
        last = merged[-1] if merged else None
        same = last is not None and (last.kind, last.letter_id) == (span.kind, span.letter_id)
        if last is not None and (same or not text[span.start : span.end].strip()):
            merged[-1] = Span(last.kind, last.start, span.end, last.letter_id)
        else:
            merged.append(span)
    assert all(one.end == two.start for one, two in pairwise(merged))
    return tuple(merged) or ((Span(SpanKind.NEW, 0, len(text)),) if text else ())
