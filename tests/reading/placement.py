"""Where mails of whole threads go: a generated corpus walked by the real program (see ``tests.reading.threads``)."""

import asyncio
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.memory_store import MemoryStore
from tests.reading.figure import Figure, at_least, share
from tests.reading.threads import live
from tests.reading.threads.case import Kind
from tests.reading.threads.corpus import Corpus, corpus
from tests.reading.threads.play import Went, play

SEED = 1
LEAST_MAILS, LEAST_DISPUTES = 5_000, 500
NOTED = {Kind.STRANGER, Kind.MACHINE}


def figures() -> Iterator[Figure]:
    """Measure."""
    made = corpus(SEED)
    yield from measured(made, asyncio.run(play(made, MemoryStore())))
    yield answered(asyncio.run(live.play()))


def measured(made: Corpus, went: Sequence[Went]) -> Iterator[Figure]:
    """Count where the mails of a corpus went."""
    yield _size(made, went)
    yield _none("mails in a dispute or on a side that is not theirs", went, [each for each in went if each.wrong])
    yield _without_help([each for each in went if each.case.kind is Kind.GENUINE])
    yield _set_aside("attacks in quarantine", [each for each in went if each.case.kind is Kind.ATTACK])
    yield _set_aside(
        "honest mails nobody can place, set aside", [each for each in went if each.case.kind is Kind.PERSON]
    )
    moved = [each for each in went if each.case.kind in NOTED and each.placed]
    yield _none("mails of strangers and machines that count as a party's", _of(went, *NOTED), moved)
    unproven = [each for each in went if each.placed and not each.proven]
    yield _none("mails of unproven senders, thieves among them, that bind", unproven, [e for e in unproven if e.bound])


def _of(went: Sequence[Went], *kinds: Kind) -> list[Went]:
    return [each for each in went if each.case.kind in kinds]


def answered(answers: Sequence[live.Answered]) -> Figure:
    """Count the answers of every mail program in every language to letters that the program sent."""
    right = [each for each in answers if each.rightly]
    reached, met = share(len(right), len(answers)), at_least(len(right), len(answers), 0.97)
    missed = tuple(each.line() for each in answers if not each.rightly)
    measure = "answers of 38 programs in ten languages, a third with the quote only"
    return Figure("placement", measure, ">= 97 %", reached, met, missed)


def _size(made: Corpus, went: Sequence[Went]) -> Figure:
    disputes = {(each.case.truth.client_id, each.case.truth.order) for each in went if each.case.truth.order}
    disputes |= {(m.order.client_id, m.order.number) for m in made.world.matters if m.dispute_id}
    kinds = Counter(str(each.case.kind) for each in went)
    classes = len({each.case.what for each in went})
    enough = len(went) >= LEAST_MAILS and len(disputes) >= LEAST_DISPUTES
    reached = f"{len(went):,} mails of {classes} classes, {len(disputes)} disputes"
    cases = tuple(f"{kind}: {count:,}" for kind, count in sorted(kinds.items()))
    return Figure("placement", "the corpus", ">= 5,000 mails, >= 500 disputes", reached, enough, cases)


def _none(what: str, whole: Sequence[Went], wrong: Sequence[Went]) -> Figure:
    reached = f"{len(wrong)} of {len(whole):,}"
    return Figure("placement", what, "0", reached, bool(whole) and not wrong, tuple(each.line() for each in wrong))


def _without_help(genuine: Sequence[Went]) -> Figure:
    right = [each for each in genuine if each.placed and each.rightly]
    reached, met = share(len(right), len(genuine)), at_least(len(right), len(genuine), 0.97)
    missed = tuple(each.line() for each in genuine if not (each.placed and each.rightly))
    return Figure("placement", "genuine mails placed without help", ">= 97 %", reached, met, missed)


def _set_aside(what: str, cases: Sequence[Went]) -> Figure:
    """All of them; as cases, first those that are elsewhere, then where each class went."""
    elsewhere = [each.line() for each in cases if not each.aside]
    classes = Counter((each.case.what, str(each.place)) for each in cases)
    table = [f"{count:4d} {name}: {place}" for (name, place), count in sorted(classes.items())]
    reached = share(len(cases) - len(elsewhere), len(cases))
    return Figure("placement", what, "all", reached, bool(cases) and not elsewhere, (*elsewhere, *table))
