"""That no mail stops us: every mail of the corpora, ten thousand broken ones, limits, bombs, and the event loop."""

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from mailbot.mail.message import Message
from tests.reading.figure import Figure
from tests.reading.robust_bombs import BOMBS, Bomb
from tests.reading.robust_check import Tally, whole
from tests.reading.robust_files import honest_files
from tests.reading.robust_grid import OVER
from tests.reading.robust_honest import HONEST
from tests.reading.robust_loop import Watched, watched
from tests.reading.robust_mails import corpus_mails, honest_mails, mail
from tests.reading.robust_mutate import mutations
from tests.reading.robust_patterns import patterns, slow
from tests.reading.robust_texts import TEXTS

BROKEN = 10_000
SEED = 1
READ_TWICE = 10  # each so many'th broken mail
HONEST_SHARE = 15  # how often each honest mail stands among those that are broken: they hold the files
GRID_SECONDS = 2.0
HOLD_SECONDS = 0.25
WORKER_MB = 512
AREA = "robust"


def figures() -> Iterator[Figure]:
    """Measure."""
    yield corpora()
    yield broken(BROKEN)
    yield grid()
    yield hostile_patterns()
    seen = [_of_texts(), _of_bombs(), _of_honest(), _of_all_at_once()]
    yield texts(seen[0])
    yield bombs(seen[1])
    yield honest(seen[2])
    yield hold(seen)
    yield memory(seen)


def corpora() -> Figure:
    """Read every mail of every corpus."""
    tally = Tally()
    for name, content in [*corpus_mails(), *honest_mails().items()]:
        tally.take(name, content)
    return _told("every mail of the corpora", tally)


def broken(count: int, seed: int = SEED) -> Figure:
    """Read broken mails; some of them twice, which must come to the same."""
    mails = [content for _, content in corpus_mails()] + list(honest_mails().values()) * HONEST_SHARE
    tally = Tally()
    for number, content in enumerate(mutations(seed, count, mails)):
        tally.take(f"seed {seed}, mail {number}", content, twice=number % READ_TWICE == 0)
    return _told("mails broken on purpose", tally)


def _told(what: str, tally: Tally) -> Figure:
    return Figure(
        AREA,
        what,
        "0 faults, <= 5 s each",
        f"{tally.mails:,} read, {len(tally.faults)} faults; the slowest {tally.slowest_seconds:.2f} s ({tally.slowest})",
        tally.mails > len(honest_mails()) and not tally.faults and tally.quick,
        tuple(tally.faults),
    )


def grid() -> Figure:
    """Mails over each limit of structure: refused in words, kept, quickly."""
    tally, missed = Tally(), []
    for name, content in OVER.items():
        tally.take(name, content)
        message = whole(content).message
        if not message.quarantine or message.quarantine not in message.problems or message.text:
            missed.append(f"{name}: is not refused in words")
    faults = [*tally.faults, *missed]
    return Figure(
        AREA,
        "limits of structure",
        f"all named and kept, <= {GRID_SECONDS:.0f} s each",
        f"{len(OVER) - len(faults)} of {len(OVER)}; the slowest {tally.slowest_seconds:.2f} s ({tally.slowest})",
        not faults and tally.slowest_seconds <= GRID_SECONDS,
        tuple(faults),
    )


def hostile_patterns() -> Figure:
    """Every pattern of the program against texts made of its own repetitions."""
    all_of_them = patterns()
    found = slow(all_of_them)
    return Figure(
        AREA,
        "patterns against their own repetitions",
        "all linear",
        f"{len(all_of_them) - len(found)} of {len(all_of_them)}",
        len(all_of_them) > 0 and not found,
        tuple(found),
    )


@lru_cache(maxsize=1)
def _of_texts() -> Watched:
    return watched({name: build() for name, build in TEXTS.items()})


@lru_cache(maxsize=1)
def _of_bombs() -> Watched:
    return watched({name: with_bomb(bomb) for name, bomb in BOMBS.items()})


@lru_cache(maxsize=1)
def _of_honest() -> Watched:
    return watched({name: build() for name, build in HONEST.items()})


@lru_cache(maxsize=1)
def _of_all_at_once() -> Watched:
    return watched({}, corpus_mails())


def with_bomb(bomb: Bomb) -> bytes:
    """Write a mail with a bomb in it."""
    return mail([(bomb.name, bomb.type, bomb.build())])


def texts(seen: Watched) -> Figure:
    """Texts and pages that ask too much: read or refused, but no worker lost."""
    return _survived("texts and pages up to 25 MB that ask too much", seen, list(TEXTS), {})


def bombs(seen: Watched) -> Figure:
    """Bombs in files: kept, and refused in words wherever such files are opened at all."""
    opened = opened_kinds()
    faults = {}
    for name, bomb in BOMBS.items():
        message = seen.messages.get(name)
        if message is None:
            continue
        if not _kept(message, bomb):
            faults[name] = "its file is not kept"
        elif bomb.refused and _kind(bomb.name) in opened and not _refused(message):
            faults[name] = "is opened, and no word says that it was refused"
    return _survived(f"bombs in files (opened: {', '.join(sorted(opened))})", seen, list(BOMBS), faults)


def _survived(what: str, seen: Watched, names: list[str], faults: Mapping[str, str]) -> Figure:
    killed = {name: message.quarantine for name, message in seen.messages.items() if _cost_a_worker(message)}
    wrong = [f"{name}: {fault}" for name, fault in {**killed, **faults}.items()] + seen.faults
    named = sum(_refused(message) for name, message in seen.messages.items() if name in names)
    return Figure(
        AREA,
        what,
        "all kept, none over 5 s or 512 MB",
        f"{len(names) - len(wrong)} of {len(names)}; {named} refused in words",
        not wrong and len(seen.messages) > len(names) - 1,
        tuple(wrong),
    )


def honest(seen: Watched) -> Figure:
    """Honest mails up to 25 MB: all of them read."""
    wrong = [f"{name}: {message.quarantine}" for name, message in seen.messages.items() if message.quarantine]
    wrong += seen.faults
    return Figure(
        AREA,
        "honest mails up to 25 MB",
        "all read",
        f"{len(HONEST) - len(wrong)} of {len(HONEST)}; a worker's peak {seen.peak_mb:.0f} MB",
        not wrong,
        tuple(wrong),
    )


def hold(seen: list[Watched]) -> Figure:
    """How long the event loop was held at most while all that was read in workers."""
    worst = max(seen, key=lambda one: one.held_seconds)
    return Figure(
        AREA,
        "the longest hold of the event loop",
        f"<= {HOLD_SECONDS * 1000:.0f} ms",
        f"{worst.held_seconds * 1000:.0f} ms ({worst.held_by})",
        worst.held_seconds <= HOLD_SECONDS,
    )


def memory(seen: list[Watched]) -> Figure:
    """How much a worker took at most."""
    peak = max(one.peak_mb for one in seen)
    return Figure(AREA, "a worker's memory at most", f"<= {WORKER_MB} MB", f"{peak:.0f} MB", 0 < peak <= WORKER_MB)


def opened_kinds() -> frozenset[str]:
    """Kinds of files whose honest example is opened: there is text of it, a claim in it, or a word on it."""
    found = set()
    for name, (type_, content) in honest_files().items():
        understood = whole(mail([(name, type_, content)]))
        files = understood.message.attachments
        told = understood.claim or understood.sheet_faults
        if told or any(file.text or file.picture or file.problem or file.name != name for file in files):
            found.add(_kind(name))
    return frozenset(found)


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _kept(message: Message, bomb: Bomb) -> bool:
    """Whether a message is of these very bytes, and the bomb is among its files or it is in quarantine as a whole."""
    same = message.content_hash == hashlib.sha256(with_bomb(bomb)).hexdigest()
    file = bomb.build()
    return same and bool(message.quarantine or any(part.content == file for part in message.attachments))


def _refused(message: Message) -> bool:
    return bool(message.problems or message.quarantine or any(part.problem for part in message.attachments))


def _cost_a_worker(message: Message) -> bool:
    return "took more than it may" in message.quarantine
