"""Text of a mail -> what is new in it and what is quoted, signed, disclaimed or forwarded.

Losing a party's words is worse than showing too many: what no rule knows is new.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from mailbot.mail.message import Span, SpanKind
from mailbot.mail.quoting import (
    DISCLAIMER,
    FORWARD,
    ORIGINAL,
    PREFIX,
    REPLY_LINE,
    RULE,
    SENT_FROM,
    SENT_FROM_LENGTH,
    SIGNATURE,
    Line,
    attribution,
    header_block,
    lines_of,
)
from mailbot.mail.recall import WORD, Repeat, Sent, repeats

SURE_RUN = 25  # our words in a row that nobody types by himself
KNOWN_SHARE = 0.5  # of a quote's words: then it is our letter, and what is not ours in it is an answer
SIGNATURE_LINES = 12
SIGNATURE_LETTERS = 900
LONGEST_TEXT = 400_000


def unquote(text: str, sent: Sequence[Sent] = ()) -> tuple[Span, ...]:
    """Cover the text with spans, without gap or overlap."""
    lines = lines_of(text[:LONGEST_TEXT])
    kinds, doubtful = _by_marks(lines)
    found = repeats(text[:LONGEST_TEXT], sent) if sent else ()
    if doubtful is not None and not any(repeat.start >= lines[doubtful].start for repeat in found):
        _mark(kinds, doubtful, len(kinds), SpanKind.NEW)
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
    at = 0
    while at < len(lines):
        count, tail = _introduction(lines, at)
        if not count:
            kinds.append(SpanKind.QUOTED if lines[at].prefixed else SpanKind.NEW)
            at += 1
            continue
        _rule_above(lines, kinds)
        said = any(kind is SpanKind.NEW and not line.blank for kind, line in zip(kinds, lines, strict=False))
        kinds += [SpanKind.QUOTED] * count
        at += count
        if at < len(lines) and not _prefixed_soon(lines, at):
            doubtful = at if not said and tail is SpanKind.QUOTED else None
            return [*kinds, *[tail] * (len(lines) - at)], doubtful
    return kinds, None


def _rule_above(lines: Sequence[Line], kinds: list[SpanKind]) -> None:
    above = next((i for i in range(len(kinds) - 1, -1, -1) if not lines[i].blank), None)
    if above is not None and RULE.match(lines[above].text):
        kinds[above] = SpanKind.QUOTED


def _introduction(lines: Sequence[Line], at: int) -> tuple[int, SpanKind]:
    """How many lines here introduce something old, and what follows them then."""
    text = lines[at].text[:SENT_FROM_LENGTH]
    if FORWARD.match(text):
        return 1, SpanKind.FORWARDED
    if ORIGINAL.match(text) or REPLY_LINE.match(text):
        return 1, SpanKind.QUOTED
    count = header_block(lines, at)
    if count:
        return count, SpanKind.QUOTED
    return attribution(lines, at), SpanKind.QUOTED


def _prefixed_soon(lines: Sequence[Line], at: int) -> bool:
    said = [line for line in lines[at : at + 12] if not line.blank][:2]
    return any(line.prefixed for line in said)


def _signatures(lines: Sequence[Line], kinds: list[SpanKind]) -> None:
    """Mark signatures and disclaimers among the new lines."""
    for at, line in enumerate(lines):
        if kinds[at] is not SpanKind.NEW or line.blank:
            continue
        if SIGNATURE.match(line.text):
            _mark(kinds, at, _signature_end(lines, kinds, at), SpanKind.SIGNATURE)
        elif len(line.text) < SENT_FROM_LENGTH and SENT_FROM.match(line.text):
            kinds[at] = SpanKind.SIGNATURE
        elif DISCLAIMER.match(line.text[:300]) and _paragraph_starts(lines, at):
            _mark(kinds, at, _paragraph_end(lines, kinds, at), SpanKind.DISCLAIMER)


def _mark(kinds: list[SpanKind], start: int, end: int, kind: SpanKind) -> None:
    kinds[start:end] = [kind] * (end - start)


def _signature_end(lines: Sequence[Line], kinds: Sequence[SpanKind], at: int) -> int:
    said = letters = 0
    for i in range(at + 1, len(lines)):
        if kinds[i] is not SpanKind.NEW:
            return i
        said += not lines[i].blank
        letters += len(lines[i].text)
        # Too long for a signature: somebody wrote on below the line.
        if said > SIGNATURE_LINES or letters > SIGNATURE_LETTERS:
            return at
    return len(lines)


def _paragraph_starts(lines: Sequence[Line], at: int) -> bool:
    return at == 0 or lines[at - 1].blank or not WORD.search(lines[at - 1].text)


def _paragraph_end(lines: Sequence[Line], kinds: Sequence[SpanKind], at: int) -> int:
    return next((i for i in range(at, len(lines)) if lines[i].blank or kinds[i] is not SpanKind.NEW), len(lines))


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
