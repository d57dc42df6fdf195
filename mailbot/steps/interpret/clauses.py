"""Sentences that name goods, cut into clauses: each clause with its goods and its kinds of claim."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from mailbot.policy.claim_type import ClaimType
from mailbot.steps.interpret.counts import TOKEN_OR_SIGN, is_filler
from mailbot.steps.interpret.goods import Mention
from mailbot.steps.interpret.kinds import DENIED, KINDS, WHOLE_PALLET
from mailbot.steps.interpret.words import any_of

_CUT = re.compile(
    r"(?<!\d),|,(?!\d)|,(?=\d{1,2},)|;|(?<!treinta)(?<!cuarenta)(?<!cincuenta)(?<!sesenta)(?<!setenta)(?<!ochenta)(?<!noventa) (?:and|y|e|but|pero|plus|while|mientras|&|\+) "
)
_FINE = any_of(
    "fine", "ok(?:ay)?", "good", "great", "all there", "intact", "correct", "perfect", "no (?:issues?|problems?)",
    "(?:llego|llegaron|estan?|todo) bien", "complet[oa]s?", "en buen estado", "perfect[oa]s?", "sin problemas?", "correct[oa]s?",
)  # fmt: skip
_SAME_GOODS = re.compile(
    r" ?(?:and |y |but |pero |also |tambien |they |them |these |those |it |which |of them |of these |all |all of them |some |some of them |ones? |others? |otr[oa]s |the (?:other|others|rest) |ell[oa]s |de ell[oa]s |\d{1,6} |(?:one|two|three|four|five|six|seven|eight|nine|ten|un|una|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez) |are |is |were |was |have |has |had |came |come |arrived |just |simply |never |no |not |estan |esta |son |llegaron |llego |vienen |venian |se |que |don't |do |in |with |con |en |a |more |mas |y |are all )*$"
)
_PALLETS_GONE: Final = frozenset({ClaimType.MISSING_PALLET, ClaimType.NOT_DELIVERED})


@dataclass(frozen=True, slots=True)
class Kind:
    """Words that say what is wrong, and where in the sentence."""

    type: ClaimType
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of a sentence between commas and conjunctions."""

    start: int
    end: int
    goods: tuple[Mention, ...]
    kinds: tuple[Kind, ...]
    bare: bool  # goods and numbers, nothing else
    fine: bool  # says that all is well
    same: bool  # speaks of the goods named before

    @property
    def kind_first(self) -> bool:
        """Whether the fault is named before the goods: "missing 3 vacuums"."""
        return bool(self.kinds and self.goods) and self.kinds[0].start < self.goods[0].start


def clauses_of(plain: str, goods: tuple[Mention, ...]) -> tuple[Clause, ...]:
    """Cut a folded sentence into clauses; never through the name of goods."""
    cuts = [0]
    for found in _CUT.finditer(plain):
        if not any(each.start < found.end() and found.start() < each.end for each in goods):
            cuts += [found.start()]
    cuts.append(len(plain))
    return tuple(_clause(plain, start, end, goods) for start, end in pairwise(cuts) if plain[start:end].strip())


def _clause(plain: str, start: int, end: int, goods: tuple[Mention, ...]) -> Clause:
    here = tuple(each for each in goods if start <= each.start < end)
    words = plain[start:end]
    kinds = () if DENIED.search(words) else tuple(_kinds(words, start, here))
    same = bool(kinds) and not here and _SAME_GOODS.match(words[: kinds[0].start - start].lstrip(" ,;")) is not None
    return Clause(start, end, here, kinds, _bare(plain, start, end, here), _FINE.search(words) is not None, same)


def _kinds(words: str, offset: int, goods: tuple[Mention, ...]) -> Iterator[Kind]:
    """Yield the kinds in a clause, the first of each; goods that never came are missing, whatever the pallet did."""
    named: dict[ClaimType, Kind] = {}
    for kind, pattern in KINDS:
        if found := pattern.search(words):
            spot = (offset + found.start(), offset + found.end())
            swallowed = any(spot[0] <= each.start and each.end <= spot[1] for each in goods)
            of_units = swallowed or not WHOLE_PALLET.search(words)
            lacks = kind is ClaimType.NOT_DELIVERED or (kind is ClaimType.MISSING_PALLET and of_units)
            real = ClaimType.MISSING_UNITS if goods and lacks else kind
            named.setdefault(real, Kind(real, *spot))
    if named.keys() & _PALLETS_GONE:
        named.pop(ClaimType.MISSING_UNITS, None)
    if ClaimType.MISSING_PALLET in named:
        named.pop(ClaimType.NOT_DELIVERED, None)
    if ClaimType.WRONG_ITEM in named:
        named.pop(ClaimType.MISSING_UNITS, None)
    yield from sorted(named.values(), key=lambda kind: kind.start)


def _bare(plain: str, start: int, end: int, goods: tuple[Mention, ...]) -> bool:
    within = [(each.start, each.end) for each in goods]
    words = (token for token in TOKEN_OR_SIGN.finditer(plain, start, end))
    return all(
        is_filler(token.group()) or any(left <= token.start() < right for left, right in within) for token in words
    )


def faults(clauses: tuple[Clause, ...]) -> Iterator[tuple[Mention, Kind]]:
    """Pair every goods named with what is wrong with them."""
    for at, clause in enumerate(clauses):
        if clause.kinds:
            yield from _own(clause)
        elif clause.bare and not clause.fine:
            kind = _borrowed(clauses, at)
            yield from ((each, kind) for each in clause.goods if kind is not None)
        elif not clause.fine:
            following = clauses[at + 1] if at + 1 < len(clauses) else None
            if following is not None and following.same and following.kinds:
                yield from ((each, following.kinds[0]) for each in clause.goods)


def _own(clause: Clause) -> Iterator[tuple[Mention, Kind]]:
    wrong = next((kind for kind in clause.kinds if kind.type is ClaimType.WRONG_ITEM), None)
    for each in clause.goods:
        nearest = min(clause.kinds, key=lambda kind: max(kind.start - each.end, each.start - kind.end, 0))
        if wrong is None or len(clause.goods) == 1 or each is clause.goods[-1]:
            yield each, wrong or nearest


def _borrowed(clauses: tuple[Clause, ...], at: int) -> Kind | None:
    """Return the fault of bare goods in a list: of what came before if that names it first, else of what follows."""
    before = next((each for each in reversed(clauses[:at]) if each.kinds), None)
    after = next((each for each in clauses[at + 1 :] if each.kinds), None)
    if before is not None and (before.kind_first or not before.goods):
        return before.kinds[-1]
    source = after or before
    return source.kinds[0] if source is not None else None
