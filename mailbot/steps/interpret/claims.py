"""What the buyer says is wrong: kinds of claim, with units and the line of the order where they are named."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from mailbot.mediation.intent import Certainty, Intent, IntentKind
from mailbot.mediation.party import Side
from mailbot.policy.claim_type import ClaimType
from mailbot.steps.interpret.clauses import Clause, Kind, clauses_of, faults
from mailbot.steps.interpret.counts import counts_in, rest_of, says_what_came, units_after, units_before, units_near
from mailbot.steps.interpret.goods import Mention
from mailbot.steps.interpret.kinds import ASKED_ABOUT, DENIED, KINDS
from mailbot.steps.interpret.reading import Reading
from mailbot.steps.interpret.words import Sentence, any_of

_GUESSED = any_of("maybe", "think", "might", "seems?", "looks like", "creo", "parece", "quizas?", "tal vez")
_SUPPOSED = any_of("if", "si", "in case", "en caso")
_HEADING_WORDS: Final = 7
_NARROWEST: Final = 25  # letters; shorter lines are lines of their own
_LONGEST: Final = 800
_ROW: Final = 2  # columns of numbers that say what was sold and what came
_SOLD_AND_CAME = re.compile(
    r"(?:order|sold|manifest|expected|qty|pedid|manifiest|factura)[^\n]{0,30}?(?:receiv|got|counted|arrived|recibid|llego|contad)"
)
_SOLD_AND_GOT = re.compile(
    r"(?<![\w])(?:manifest|listed|ordered|order|bought|paid for|sold|pedimos|pedi|compramos|compre|manifiesto|lista|deb[a-z]{2,5}|supposed|should)(?![\w])[^\d\n]{0,30}(?<![\w.,$])(\d{1,5})(?![\w.])[^\d\n]{0,30}"
    r"(?:count(?:ed)?|got|received|recibi|recibimos|conte|contamos|llegaron|only|arrived|came|hay|found)[^\d\n]{0,15}(?<![\w.,$])(\d{1,5})(?![\w]|[.,]\d)"
)


@dataclass(slots=True)
class _Heading:
    """What the last heading says of the rows below it, and the goods a sentence named last."""

    kind: Kind | None = None
    sold_and_came: bool = False
    goods: Mention | None = None


def claims(reading: Reading) -> Iterator[Intent]:
    """Yield each kind of claim of each goods named, or of each sentence; sellers state none, they answer them."""
    if reading.side is Side.SELLER:
        return
    heading = _Heading()
    found: list[Intent] = []
    for sentence in _unwrapped(reading.sentences):
        found += _in_sentence(reading, sentence, heading)
    yield from _told_once(found)


def _unwrapped(sentences: tuple[Sentence, ...]) -> Iterator[Sentence]:
    """Yield the sentences, each whole again where its writer's program broke the line."""
    held: Sentence | None = None
    for each in sentences:
        if held is not None and _broken(held, each):
            held = replace(held, said=f"{held.said}\n{each.said}", plain=f"{held.plain} {each.plain}")
            continue
        if held is not None:
            yield held
        held = each
    if held is not None:
        yield held


def _broken(before: Sentence, after: Sentence) -> bool:
    width = len(before.said) - before.said.rfind("\n")
    ended = before.plain.endswith((".", "!", "?", ":", ";", "|"))
    long = len(before.said) < _LONGEST and width > _NARROWEST
    return long and not ended and not before.from_subject and after.said[:1].islower()


def _in_sentence(reading: Reading, sentence: Sentence, heading: _Heading) -> list[Intent]:
    plain = sentence.plain
    goods = reading.goods.mentions(plain)
    if ASKED_ABOUT.search(plain) or (sentence.asks and _SUPPOSED.search(plain)):
        return []
    if goods:
        clauses = clauses_of(plain, goods)
        found = list(_of_goods(sentence, clauses, heading))
        heading.goods = goods[-1] if len({each.sku for each in goods}) == 1 else None
        return found
    if DENIED.search(plain):
        return []
    kinds = _kinds(plain)
    found = [_claim(sentence, kind, units_near(plain, kind.start, kind.end)) for kind in kinds]
    clause = next(iter(clauses_of(plain, ())), None)
    if heading.goods and clause is not None and clause.same and counts_in(plain[: clause.end]):
        found = [_more_of(sentence, clause, heading.goods)]
    heading.goods = None
    _head(sentence, kinds, heading)
    return found


def _head(sentence: Sentence, kinds: list[Kind], heading: _Heading) -> None:
    """Take a sentence for the heading of rows that follow: "Missing:", "SKU | Qty missing"; anything else ends a list."""
    plain = sentence.plain
    heading.sold_and_came = bool(_SOLD_AND_CAME.search(plain)) and len(plain.split()) <= 2 * _HEADING_WORDS
    short = plain.endswith(":") or sentence.from_subject or len(plain.split()) <= _HEADING_WORDS
    if kinds and short:
        heading.kind = kinds[0]
    elif len(plain.split()) > _HEADING_WORDS:
        heading.kind = None


def _of_goods(sentence: Sentence, clauses: tuple[Clause, ...], heading: _Heading) -> Iterator[Intent]:
    plain = sentence.plain
    goods = [each for clause in clauses for each in clause.goods]
    kinds = [kind for clause in clauses for kind in clause.kinds]
    told = _SOLD_AND_GOT.search(plain)
    if told and len(goods) == 1 and int(told[1]) > int(told[2]):
        yield _claim(sentence, Kind(ClaimType.MISSING_UNITS, *told.span()), int(told[1]) - int(told[2]), goods[0])
        return
    if not kinds and all(clause.bare for clause in clauses):
        yield from _row(sentence, goods, heading)
        return
    starts = frozenset(kind.start for kind in kinds)
    for mention, kind in faults(clauses):
        units = _units(plain, goods, mention, kind, starts)
        if units != 0:
            yield _claim(sentence, kind, units, mention)
    last: Mention | None = None
    for before, clause in zip((None, *clauses), clauses, strict=False):
        if clause.kinds and not clause.goods:
            yield from _without_goods(sentence, clause, last, before)
        last = clause.goods[-1] if clause.goods else last


def _without_goods(sentence: Sentence, clause: Clause, last: Mention | None, before: Clause | None) -> Iterator[Intent]:
    """Yield what a clause says of goods named before it, or of none in particular."""
    counted = counts_in(sentence.plain[clause.start : clause.end])
    if last is not None and clause.same:
        if counted:
            yield _more_of(sentence, clause, last)
    elif not (before is not None and before.goods and before.bare):  # else it is the rest of a row
        kind = clause.kinds[0]
        yield _claim(sentence, kind, units_near(sentence.plain[: clause.end], kind.start, kind.end))


def _more_of(sentence: Sentence, clause: Clause, goods: Mention) -> Intent:
    kind = clause.kinds[0]
    words = sentence.plain[clause.start : clause.end]
    units = units_near(words, kind.start - clause.start, kind.end - clause.start)
    if says_what_came(sentence.plain[kind.start : kind.end]):
        units = _lacking(words, goods)
    lacks = kind.type in (ClaimType.NOT_DELIVERED, ClaimType.MISSING_PALLET)
    real = Kind(ClaimType.MISSING_UNITS, kind.start, kind.end) if lacks else kind
    return _claim(sentence, real, units, goods)


def _lacking(words: str, goods: Mention) -> int | None:
    """Return what lacks where words say what came, by the words or by the manifest."""
    counts = counts_in(words)
    rest = rest_of(words, counts)
    if rest is None and len(counts) == 1 and goods.quantity and counts[0].number < goods.quantity:
        return goods.quantity - counts[0].number
    return rest


def _row(sentence: Sentence, goods: list[Mention], heading: _Heading) -> Iterator[Intent]:
    """Yield the claim of a row below a heading: "RV-300 x 3"."""
    plain = sentence.plain
    for at, mention in enumerate(goods):
        since, until = _between(plain, goods, at)
        counts = [each.number for each in counts_in(plain[mention.end : until])]
        if heading.sold_and_came:
            if len(counts) >= _ROW and counts[0] > counts[1]:
                yield _claim(sentence, Kind(ClaimType.MISSING_UNITS, 0, 0), counts[0] - counts[1], mention)
        elif heading.kind is not None:
            units = units_before(plain, since, mention)
            units = units if units is not None else units_after(plain, mention, until, frozenset())
            if units:
                yield _claim(sentence, heading.kind, units, mention)


def _units(plain: str, goods: list[Mention], mention: Mention, kind: Kind, starts: frozenset[int]) -> int | None:
    at = goods.index(mention)
    since, until = _between(plain, goods, at)
    if kind.type is ClaimType.WRONG_ITEM and kind.start < mention.start:
        return next((each.number for each in counts_in(plain[: mention.end])), None)  # "3 toasters instead of vacuums"
    if says_what_came(plain[kind.start : kind.end]) and kind.type is ClaimType.MISSING_UNITS:
        return _lacking(plain[since:until], mention)
    before = units_before(plain, since, mention)
    after = units_after(plain, mention, until, starts)
    behind = at > 0 and units_before(plain, 0, goods[0]) is None and after is not None
    return after if before is None or behind else before


def _between(plain: str, goods: list[Mention], at: int) -> tuple[int, int]:
    return (goods[at - 1].end if at else 0), (goods[at + 1].start if at + 1 < len(goods) else len(plain))


def _kinds(plain: str) -> list[Kind]:
    """Return the kinds of claim in a sentence that names no goods."""
    hits = [Kind(kind, found.start(), found.end()) for kind, pattern in KINDS if (found := pattern.search(plain))]
    kinds = {kind.type for kind in hits}
    hidden = set()
    if kinds & {ClaimType.MISSING_PALLET, ClaimType.NOT_DELIVERED, ClaimType.WRONG_PALLET}:
        hidden.add(ClaimType.MISSING_UNITS)
    if ClaimType.MISSING_PALLET in kinds:
        hidden.add(ClaimType.NOT_DELIVERED)
    return [kind for kind in hits if kind.type not in hidden]


def _claim(sentence: Sentence, kind: Kind, units: int | None, goods: Mention | None = None) -> Intent:
    guessed = sentence.asks or _GUESSED.search(sentence.plain)
    return Intent(
        IntentKind.STATES_CLAIM,
        sentence.said,
        Certainty.LIKELY if guessed else Certainty.PLAIN,
        claim=kind.type,
        units=units,
        sku=goods.sku if goods else "",
    )


def _told_once(found: list[Intent]) -> Iterator[Intent]:
    """Yield each claim once: not what only heads, repeats or sums up lines named elsewhere in the mail."""
    seen: set[tuple[ClaimType | None, int | None, str]] = set()
    for intent in found:
        key = (intent.claim, intent.units, intent.sku)
        if key not in seen and not _said_better(intent, found):
            seen.add(key)
            yield intent


def _said_better(intent: Intent, found: list[Intent]) -> bool:
    alike = [each for each in found if each.claim is intent.claim and each is not intent]
    if intent.sku:
        return intent.units is None and any(each.sku == intent.sku and each.units for each in alike)
    if intent.units is None:
        return any(each.sku or each.units for each in alike)
    lines = {(each.sku, each.units) for each in alike if each.sku and each.units}
    return bool(lines) and intent.units == sum(units or 0 for _, units in lines)
