"""A fuzzer guided by coverage over the whole reader: python -m tests.reading.fuzz --seconds 60.

It begins with the corpora and the honest mails, breaks them with the same mutations as the table or bit by bit, and
ends with a traceback and the mail in ``--found`` at the first promise broken.
"""

import argparse
import logging
import os
import sys
import tempfile
import time
from pathlib import Path
from random import Random

import atheris

with atheris.instrument_imports(include=["mailbot"], enable_loader_override=False):
    from tests.reading.robust_check import SLOW_SECONDS, why_wrong

from tests.reading.robust_mails import corpus_mails, honest_mails
from tests.reading.robust_mutate import LONGEST, mutated

STRUCTURAL_SHARE = 0.5
LARGEST_SEED = 20_000


def begin() -> None:
    """Fuzz until the time is up."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=int, default=60)
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "mailbot-fuzz")
    options = asked.parse_args()
    logging.disable()
    options.found.mkdir(parents=True, exist_ok=True)
    mails = [content for _, content in corpus_mails() if len(content) < LARGEST_SEED] + list(honest_mails().values())
    with tempfile.TemporaryDirectory() as folder:
        for number, content in enumerate(mails):
            (Path(folder) / str(number)).write_bytes(content)
        said = [
            f"-max_total_time={options.seconds}",
            f"-seed={options.seed}",
            f"-max_len={LONGEST}",
            f"-artifact_prefix={options.found}/",
            "-print_final_stats=1",
            "-rss_limit_mb=2000",
            folder,
        ]
        breaker = _breaker(mails)
        atheris.Setup([sys.argv[0], *said], _one, custom_mutator=breaker)
        atheris.Fuzz()  # leaves the process


def _one(content: bytes) -> None:
    began = time.process_time()
    fault = why_wrong(content)
    took = time.process_time() - began
    if fault or took > SLOW_SECONDS:
        raise AssertionError(fault or f"took {took:.1f} s")


def _breaker(mails: list[bytes]):
    def breaker(content: bytes, longest: int, seed: int) -> bytes:
        choose = Random(seed)
        if choose.random() < STRUCTURAL_SHARE:
            return mutated(choose, content, choose.choice(mails))[:longest]
        return atheris.Mutate(content, longest)

    return breaker


if __name__ == "__main__":
    sys.stderr.write(f"process {os.getpid()}\n")
    begin()
