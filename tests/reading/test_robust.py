"""No mail stops us: a sample of what the table measures, small enough for every run."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.steps.parse import TOO_LONG, parse
from tests.corpora.shelf import raw, shelf
from tests.reading import robust
from tests.reading.robust_bombs import BOMBS
from tests.reading.robust_check import whole, why_wrong
from tests.reading.robust_honest import HONEST
from tests.reading.robust_loop import watched
from tests.reading.robust_mails import HEAD, honest_mails, mail
from tests.reading.robust_mutate import mutated, mutations
from tests.reading.robust_texts import TEXTS, filled

MAILS = list(honest_mails().values())


@pytest.mark.corpora
def test_every_mail_of_the_corpora_is_read() -> None:
    shelf("parsing")
    figure = robust.corpora()
    assert figure.met, figure


def test_a_sample_of_broken_mails_is_read() -> None:
    figure = robust.broken(250, seed=7)
    assert figure.met, figure


def test_limits_of_structure_are_named() -> None:
    figure = robust.grid()
    assert figure.met, figure


def test_the_same_seed_breaks_the_same() -> None:
    assert list(mutations(3, 50, MAILS)) == list(mutations(3, 50, MAILS))
    assert list(mutations(3, 50, MAILS)) != list(mutations(4, 50, MAILS))


@settings(max_examples=50, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(MAILS), st.sampled_from(MAILS))
def test_no_broken_mail_breaks_a_promise(choose: Random, one: bytes, other: bytes) -> None:
    assert why_wrong(mutated(choose, one, other)) == ""


HARD = ("25 MB of lines of >", "quotes and answers in turn")
DENSE = (
    "zip: ratio of a thousand",
    "pdf: pages in a circle",
    "docx: a thousand million laughs",
    "xlsx: a million rows",
)
LARGE = ("8 photos, 23 MB", "a page with pictures in it, 22 MB")


def test_the_loop_runs_on_and_no_worker_is_lost() -> None:
    mails = {name: TEXTS[name]() for name in HARD} | {name: HONEST[name]() for name in LARGE}
    seen = watched(mails | {name: robust.with_bomb(BOMBS[name]) for name in DENSE})
    assert not seen.faults
    assert len(seen.messages) == len(mails) + len(DENSE) + 1
    assert not [name for name, message in seen.messages.items() if "took more than it may" in message.quarantine]
    assert not [name for name in LARGE if seen.messages[name].quarantine]
    assert 0 < seen.peak_mb <= robust.WORKER_MB
    assert seen.held_seconds < 4 * robust.HOLD_SECONDS  # other tests run beside this one; the table measures it alone


# What the fuzzer and the mutations found, written small.
FOUND = {
    "a header in the header of a mail in the mail": HEAD
    + b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: x\r\n\r\nFrom: a@b.test\rTo: c@d.test\r\n\r\nhello",
    "a first line that continues nothing": b" \r\n" + HEAD + b"\r\nhello",
    "a soft hyphen in a file's name": mail([("ed\xadnoc.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0")]),
    "signatures upon signatures": filled(HEAD + b"\r\n", b"-- \r\nAna\r\n", 400_000),
    "a piece of a name twice": HEAD
    + b"Content-Type: a/b; n*0*=utf-8''a; n*0=c; name*0*=utf-8''x; name*0=y; name*0=z\r\n\r\nx",
    "our words, ten thousand times": TEXTS["our words again and again"](),
}


@pytest.mark.parametrize("name", FOUND)
def test_what_once_failed(name: str) -> None:
    assert why_wrong(FOUND[name]) == ""


def test_a_bare_return_in_a_mail_in_the_mail_keeps_its_words() -> None:
    message = whole(FOUND["a header in the header of a mail in the mail"]).message
    assert "hello" in message.attachments[0].text


@pytest.mark.parametrize("body", [b"a" * 3_000_000, b"x\r\n" * 30_000, b"x\n" * 3_000_000, b"\xe9" * 5_000_000])
def test_a_text_too_long_is_cut_and_said_to_be(body: bytes) -> None:
    read = parse(raw(HEAD + b"\r\n" + body))
    assert read.quarantine == TOO_LONG
    assert TOO_LONG in read.problems
    assert 0 < len(read.text) <= 1_000_000
    assert read.text.count("\n") < 20_000
    assert read.content.endswith(body)


@pytest.mark.parametrize("body", [b"a b\r\n" * 19_000, b"a" * 900_000])
def test_a_long_text_within_the_limits_is_whole(body: bytes) -> None:
    read = parse(raw(HEAD + b"\r\n" + body))
    assert (read.quarantine, read.problems) == ("", ())
    assert len(read.text) >= len(body) * 0.7


def test_pictures_written_into_a_page_do_not_cut_its_words() -> None:
    read = parse(raw(HONEST["a page with pictures in it, 22 MB"]()))
    assert (read.quarantine, read.problems) == ("", ())
    assert read.text.count("We accept.") == 4


def test_a_text_file_too_long_is_kept_whole() -> None:
    log = b"a line of a log\r\n" * 400_000
    read = parse(raw(mail([("log.txt", "text/plain", log)])))
    assert read.text.strip() == "See the file."
    assert read.attachments[0].content == log
    assert any("beginning of log.txt" in problem for problem in read.problems)
    assert read.attachments[0].problem == ""  # nothing to be sent again: the file is whole
    assert read.quarantine == ""
