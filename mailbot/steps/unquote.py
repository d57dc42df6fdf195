"""Text of a mail -> what is new in it and what is quoted, signed, disclaimed or forwarded.

Losing a party's words is worse than showing too many: what no rule knows is new.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from mailbot.mail import footers
from mailbot.mail.introduced import depth_of, introducing, original, without_marks
from mailbot.mail.message import Span, SpanKind
from mailbot.mail.quoting import (
    MOST_ATTRIBUTION_LINES,
    RULE,
    Line,
    attribution,
    header_block,
    lines_of,
    may_end,
    prefixed_soon,
    separator,
)
from mailbot.mail.recall import SEED_WORDS, SHORTEST_RUN, WORD, Repeat, Sent, repeats

SURE_RUN = 25  # our words in a row that nobody types by himself
LONGEST_MARK = 200  # letters of a line that are looked at for what introduces
LONGEST_PARAGRAPH = 60  # lines
MOST_DOUBTS = 3
MOST_SIGNATURES = 1000  # lines of dashes
MOST_SPANS = 2_000
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
        if at < len(lines) and not prefixed_soon(lines, at):
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
    quoted = [stretch.kind in {SpanKind.QUOTED, SpanKind.FORWARDED} for stretch in stretches]
    starts = [line.start for line in lines]
    bare = [without_marks(line) for line in lines]

    def in_quote(repeat: Repeat) -> bool:
        at = bisect_right(starts, repeat.start) - 1
        return quoted[at] or bool(_opens_line(text, repeat.start) and introducing(bare, {}, at))

    ours = _sure(text, found, in_quote)
    held = _held(lines, ours)
    introduced = _introductions(bare, held)
    answers = _answers(lines, quoted, held, introduced)
    for at, (line, stretch) in enumerate(zip(bare, stretches, strict=True)):
        if at in introduced and (quoted[at] or introduced[at]):
            yield Span(SpanKind.QUOTED, stretch.start, stretch.end)
        elif held[at]:
            yield Span(SpanKind.QUOTED, stretch.start, line.start)
            yield from _split(text, line, held[at])
        elif at in answers:
            yield Span(SpanKind.QUOTED, stretch.start, line.start)
            yield Span(answers[at], line.start, stretch.end)
        else:
            yield stretch


def _sure(text: str, found: Sequence[Repeat], in_quote: Callable[[Repeat], bool]) -> list[Repeat]:
    """Keep what is ours for certain: long, in a quote, or going on from a stretch that is."""
    opens = [_opens_line(text, repeat.start) for repeat in found]
    quoted = [in_quote(repeat) for repeat in found]
    sure = [
        repeat.words >= SURE_RUN or (repeat.words >= SEED_WORDS and opening and marked)
        for repeat, opening, marked in zip(found, opens, quoted, strict=True)
    ]
    for at in range(1, len(found)):
        on = sure[at - 1] and found[at].goes_on(found[at - 1])
        sure[at] = sure[at] or (on and (found[at].words < SHORTEST_RUN or opens[at] or quoted[at]))
    for at in range(len(found) - 2, -1, -1):
        this, after = found[at], found[at + 1]
        near = this.words >= SHORTEST_RUN or this.place + this.words == after.place
        sure[at] = sure[at] or (opens[at] and near and sure[at + 1] and after.goes_on(this))
    return [repeat for repeat, is_sure in zip(found, sure, strict=True) if is_sure]


def _opens_line(text: str, at: int) -> bool:
    return WORD.search(text, text.rfind("\n", 0, at) + 1, at) is None


def _held(lines: Sequence[Line], ours: Sequence[Repeat]) -> list[list[Repeat]]:
    """Say of each line which repeats stand on it."""
    held: list[list[Repeat]] = []
    first = 0
    for line in lines:
        while first < len(ours) and ours[first].end <= line.start:
            first += 1
        here = first
        while here < len(ours) and ours[here].start < line.end:
            here += 1
        held.append(list(ours[first:here]))
    return held


def _introductions(bare: Sequence[Line], held: Sequence[Sequence[Repeat]]) -> dict[int, bool]:
    """Find the lines that introduce quotes, at any depth; True: of our letter, in whatever words."""
    found: dict[int, bool] = {}
    at = 0
    while at < len(bare):
        count, _ = _introduction(bare, at)
        # Its colon may have been wrapped onto a line for itself.
        count += bool(count and at + count < len(bare) and bare[at + count].text.strip() in {":", "："})
        found |= dict.fromkeys(range(at, at + count), False) | (
            {at + count - 1: True} if count and bare[at + count - 1].text.strip() in {":", "："} else {}
        )
        above = next((i for i in range(at - 1, -1, -1) if not bare[i].blank), None) if count else None
        if above is not None and above not in found and original(bare[above].text):
            found[above] = True
        at += count or 1
    found = {
        at: ours
        for at, ours in found.items()
        if not held[at] or WORD.search(bare[at].text[: held[at][0].start - bare[at].start])
    }
    last: Repeat | None = None
    for at, here in enumerate(held):
        if here and at not in found and here[0].start >= bare[at].start:
            if last is None or not here[0].goes_on(last):
                begins = not WORD.search(bare[at].text[: here[0].start - bare[at].start])
                found |= dict.fromkeys(introducing(bare, found, at if begins else at + 1), True)
            last = here[-1]
    return found


def _answers(
    lines: Sequence[Line], quoted: Sequence[bool], held: Sequence[Sequence[Repeat]], introduced: Mapping[int, bool]
) -> dict[int, SpanKind]:
    """Find the lines in the quote of our letter that were written into it, and those that a gateway put below it."""
    found: dict[int, SpanKind] = {}
    depth: int | None = None  # of our letter; None before it begins
    for at, line in enumerate(lines):
        if at in introduced:
            depth = None
        elif held[at]:
            depth = depth_of(line)
        elif (
            quoted[at]
            and depth is not None
            and (depth_of(line) >= depth or not depth_of(line))
            and WORD.search(line.text)
        ):
            noticed = found.get(at - 1) is SpanKind.DISCLAIMER  # its other lines
            found[at] = SpanKind.DISCLAIMER if noticed else _written(lines, at)
    return found


def _written(lines: Sequence[Line], at: int) -> SpanKind:
    paragraph = [without_marks(line).text for line in takewhile(lambda line: not line.blank, lines[at : at + 8])]
    if footers.notice(paragraph):
        return SpanKind.DISCLAIMER
    return SpanKind.SIGNATURE if footers.sent_from(paragraph[0]) else SpanKind.NEW


def _split(text: str, line: Line, here: Sequence[Repeat]) -> Iterator[Span]:
    """Cut a line that holds our words from what else is on it."""
    at = line.start
    for repeat in here:
        start, end = max(repeat.start, line.start), min(repeat.end, line.end)
        if WORD.search(text, at, start):
            yield Span(SpanKind.NEW, at, start)
            at = start
        rest = WORD.search(text, end, line.end)
        end = rest.start() if rest else line.end
        yield Span(SpanKind.QUOTED, at, end, repeat.letter_id)
        at = end
    if at < line.end:
        yield Span(SpanKind.NEW, at, line.end)


def _merged(text: str, stretches: Sequence[Span]) -> tuple[Span, ...]:
    """Join neighbours of one kind; blank lines belong to what stands before them."""
    merged: list[Span] = []
    for span in (span for span in stretches if span.start < span.end):
        last = merged[-1] if merged else None
        if last and (
            (last.kind, last.letter_id) == (span.kind, span.letter_id) or not text[span.start : span.end].strip()
        ):
            merged[-1] = Span(last.kind, last.start, span.end, last.letter_id)
        else:
            merged.append(span)
    if len(merged) > MOST_SPANS:  # no person answers so: all the rest is shown
        merged[MOST_SPANS:] = [Span(SpanKind.NEW, merged[MOST_SPANS].start, len(text))]
    assert all(one.end == two.start for one, two in pairwise(merged))
    return tuple(merged) or ((Span(SpanKind.NEW, 0, len(text)),) if text else ())
