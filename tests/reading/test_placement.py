"""A sample of the corpus of threads, with another seed than the table's, walked over the store in memory and over SQLite."""

from pathlib import Path

from mailbot.adapters.store import open_store
from tests.memory_store import MemoryStore
from tests.reading.figure import at_least
from tests.reading.placement import SEED, measured
from tests.reading.threads import live
from tests.reading.threads.case import Kind
from tests.reading.threads.corpus import SMALL, Size, corpus, digest, publish
from tests.reading.threads.play import play

# What the published corpus of seed 1 is known by; changes with the generator, and only with it.
SHA256 = "d8338d899e431156c77a0bf7cd4f9c0530e285990f23841b76d2daa64361dfd7"
TINY = Size(disputes=50, claims=10, quiet=12, genuine=90, attacks=1, others=1)


def test_the_corpus_of_a_seed_is_the_same_everywhere() -> None:
    assert digest(corpus(SEED)) == SHA256


def test_another_seed_is_another_corpus() -> None:
    assert digest(corpus(3, TINY)) != digest(corpus(4, TINY))


def test_what_is_published_is_what_is_walked(tmp_path: Path) -> None:
    made = corpus(3, TINY)
    publish(made, tmp_path)
    mails = sorted(tmp_path.glob("*.eml"))
    assert [path.read_bytes() for path in mails] == [case.content for case in made.cases]
    assert (tmp_path / "truth.json").exists()
    assert made.world.open[0].dispute_id in (tmp_path / "world.json").read_text()


async def test_a_sample_of_the_corpus_goes_where_it_belongs() -> None:
    made = corpus(2, SMALL)
    went = await play(made, MemoryStore())
    assert len(went) == len(made.cases) > 600
    assert {each.case.kind for each in went} == set(Kind)
    # The size is that of the whole corpus; so is the share, which in a sample hangs on how many parties prove nothing.
    _, *figures = (figure for figure in measured(made, went) if not figure.measure.startswith("genuine"))
    assert [(figure.measure, figure.reached, figure.cases[:3]) for figure in figures if not figure.met] == []
    genuine = [each for each in went if each.case.kind is Kind.GENUINE]
    assert at_least(sum(each.placed and each.rightly for each in genuine), len(genuine), 0.95)


async def test_the_same_on_sqlite(tmp_path: Path) -> None:
    made = corpus(5, TINY)
    store = await open_store(f"sqlite:///{tmp_path / 'mailbot.db'}")
    on_disk = await play(made, store)
    await store.close()
    in_memory = await play(made, MemoryStore())
    assert [(each.number, each.place, each.where.order, each.where.side) for each in on_disk] == [
        (each.number, each.place, each.where.order, each.where.side) for each in in_memory
    ]
    assert [each.line() for each in on_disk if each.wrong] == []


async def test_answers_to_letters_the_program_sent_go_where_they_belong() -> None:
    answers = await live.play(every=9)
    assert len({each.language for each in answers}) > 5
    assert len(answers) > 40
    assert [each.line() for each in answers if not each.rightly] == []
