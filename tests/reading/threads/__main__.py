"""Write the corpus out: ``python -m tests.reading.threads --seed 1 --out FOLDER``; print what it is known by."""

import argparse
from pathlib import Path

from tests.reading.threads.corpus import SMALL, Size, corpus, digest, publish


def main() -> None:
    """Make a corpus, write it to a folder if one is given, and print its sha256."""
    words = argparse.ArgumentParser(prog="python -m tests.reading.threads", description=__doc__)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--small", action="store_true", help="the sample that the tests walk")
    words.add_argument("--out", type=Path, help="a folder for NNNNN.eml, truth.json and world.json")
    given = words.parse_args()
    made = corpus(given.seed, SMALL if given.small else Size())
    if given.out is not None:
        publish(made, given.out)
    print(f"seed {given.seed}: {len(made.cases):,} mails, sha256 {digest(made)}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
