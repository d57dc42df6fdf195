"""The figures: the mails they are measured with are the same for the same seed, and every one is walked."""

import json
import subprocess
import sys
from email import message_from_bytes

import pytest

from mailbot.bench.limit import PASSES, parse_only
from mailbot.bench.mails import PHOTO_SHARE, sample


def test_the_same_seed_makes_the_same_mails() -> None:
    assert sample(40, 7) == sample(40, 7)
    assert sample(40, 7).mails != sample(40, 8).mails


def test_mails_are_as_large_as_the_design_says_and_a_tenth_has_photos() -> None:
    mails = sample(1000, 1).mails
    assert 44_000 < sum(map(len, mails)) / len(mails) < 48_000
    with_photos = [mail for mail in mails if b"image/jpeg" in mail]
    assert len(with_photos) == len(mails) // PHOTO_SHARE


def test_every_second_mail_opens_a_dispute_and_the_next_follows_up() -> None:
    subjects = [str(message_from_bytes(mail)["Subject"]) for mail in sample(6, 1).mails]
    assert [subject.startswith("Re: ") for subject in subjects] == [False, True] * 3
    assert [subject.removeprefix("Re: ") for subject in subjects[::2]] == [
        subject.removeprefix("Re: ") for subject in subjects[1::2]
    ]


def test_the_limit_is_measured_several_times() -> None:
    passes = parse_only(sample(4, 1).mails)
    assert len(passes) == PASSES
    assert min(passes) > 0


@pytest.mark.servers
def test_the_bench_walks_every_mail() -> None:
    command = [sys.executable, "-m", "mailbot", "bench", "ingest", "--mails", "24", "--seconds", "1", "--json"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    measured = json.loads(ran.stdout)
    assert (measured["mails"], measured["disputes"], measured["drafts"], measured["latency_mails"]) == (24, 12, 36, 20)
    assert measured["latency_p50_seconds"] <= measured["latency_p99_seconds"] < 30
    assert measured["ratio"] == pytest.approx(measured["walked_a_second"] / measured["limit_a_second"])
