"""The corpus: a world and the mails that come into it, the same for the same seed, byte for byte."""

import hashlib
import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.reading.threads import genuine
from tests.reading.threads.attacks import ATTACKS
from tests.reading.threads.case import Case, Hand
from tests.reading.threads.genuine import GENUINE
from tests.reading.threads.others import OTHERS
from tests.reading.threads.world import World, world


@dataclass(frozen=True, slots=True)
class Size:
    """How large a corpus is to be."""

    disputes: int = 430  # on file when it begins
    claims: int = 170  # orders whose first claim comes in it
    quiet: int = 60  # orders nobody complains of
    genuine: int = 3600  # mails of parties besides first claims
    attacks: int = 24  # rounds of every attack
    others: int = 30  # rounds of strangers, machines and what is for a person


SMALL = Size(disputes=70, claims=24, quiet=14, genuine=420, attacks=3, others=4)


@dataclass(frozen=True, slots=True)
class Corpus:
    """The files of the desk before, and the mails in the order they come."""

    world: World
    cases: tuple[Case, ...]


def corpus(seed: int, size: Size = Size()) -> Corpus:
    """Make a corpus."""
    chance = random.Random(seed)
    files = world(chance, size.disputes, size.claims + size.quiet)
    hand = Hand(files, chance)
    mails = list(_mails(hand, size, files))
    chance.shuffle(mails)
    return Corpus(files, tuple(sorted(mails, key=lambda case: case.turn)))


def _mails(hand: Hand, size: Size, files: World) -> Iterator[Case]:
    claimed = files.quiet[: size.claims]
    hand.world = World((*(m for m in files.matters if m.dispute_id), *files.quiet[size.claims :]))
    weights = [weight for weight, _ in GENUINE]
    for _, write in hand.chance.choices(GENUINE, weights, k=size.genuine):
        yield from write(hand)
    for matter in claimed:
        yield from genuine.claim(hand, matter)
    for makers, rounds in ((ATTACKS, size.attacks), (OTHERS, size.others)):
        for _ in range(rounds):
            for make in makers:
                yield from make(hand)


def digest(made: Corpus) -> str:
    """Return one sha256 over every mail and its truth, in order."""
    hashed = hashlib.sha256()
    for number, case in enumerate(made.cases, start=1):
        hashed.update(case.content)
        hashed.update(json.dumps(_truth(number, case), sort_keys=True).encode())
    return hashed.hexdigest()


def publish(made: Corpus, folder: Path) -> None:
    """Write the corpus out: NNNNN.eml as the server has them, truth.json, and world.json with what is on file before."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, case in enumerate(made.cases, start=1):
        (folder / f"{number:05d}.eml").write_bytes(case.content)
    truth = [_truth(number, case) for number, case in enumerate(made.cases, start=1)]
    (folder / "truth.json").write_text(json.dumps(truth, indent=1, ensure_ascii=False) + "\n")
    on_file = [asdict(matter) for matter in made.world.matters]
    (folder / "world.json").write_text(json.dumps(on_file, indent=1, ensure_ascii=False, default=str) + "\n")


def _truth(number: int, case: Case) -> dict[str, Any]:
    return {
        "mail": f"{number:05d}.eml",
        "kind": str(case.kind),
        "class": case.what,
        "made_by": case.how,
        "turn": case.turn,
        **asdict(case.truth),
    }
