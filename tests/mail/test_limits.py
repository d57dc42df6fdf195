"""Mails that ask too much: named, kept, and never slow."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.limits import LIMITS, exceeded
from mailbot.steps.parse import parse
from mailbot.steps.unquote import unquote
from tests.corpora.shelf import raw
from tests.reading.robust_grid import FINE, OVER, QUIET


@pytest.mark.parametrize("name", OVER)
def test_a_bomb_is_named_and_kept(name: str) -> None:
    began = time.perf_counter()
    mail = parse(raw(OVER[name]))
    assert time.perf_counter() - began < 2
    assert mail.quarantine
    assert mail.quarantine in mail.problems
    assert mail.text == ""


@pytest.mark.parametrize("name", FINE)
def test_a_large_but_honest_mail_is_read(name: str) -> None:
    began = time.perf_counter()
    mail = parse(raw(FINE[name]))
    assert time.perf_counter() - began < 2
    assert mail.quarantine == ""
    assert mail.text


@pytest.mark.parametrize("name", QUIET)
def test_a_strange_mail_is_read_quickly(name: str) -> None:
    began = time.perf_counter()
    mail = parse(raw(QUIET[name]))
    spans = unquote(mail.text)
    assert time.perf_counter() - began < 2
    assert sum(span.end - span.start for span in spans) == len(mail.text)


@given(st.binary(max_size=2000))
def test_counting_never_fails(content: bytes) -> None:
    assert isinstance(exceeded(content, LIMITS), str)


@given(
    st.lists(
        st.sampled_from(
            [
                b"--b",
                b"--b--",
                b"\r\n",
                b"\n",
                b"Content-Type: multipart/mixed; boundary=b",
                b"Content-Type: message/rfc822",
                b"x",
                b"--",
            ]
        ),
        max_size=60,
    )
)
def test_counting_structure_never_fails(pieces: list[bytes]) -> None:
    assert isinstance(exceeded(b"".join(pieces), LIMITS), str)
