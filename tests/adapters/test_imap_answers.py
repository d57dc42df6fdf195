"""The grammar of IMAP answers: whatever a server says, it is read or passed over, never a crash."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.adapters.imap.answers import Fetched, Part, read_fetch, read_number, read_search, utf7

BODIES = st.binary(max_size=80)
NOISE = st.sampled_from(
    [
        [b"3 EXISTS"],
        [b"5 FETCH (FLAGS (\\Seen $Mediated))"],
        [b"OK [HIGHESTMODSEQ 9] go on"],
        [b"7 FETCH (BODY[] {2}", bytearray(b"no"), b")"],
        [b""],
    ]
)


def answer(uid: int, body: bytes, extra: bytes) -> list[Part]:
    return [b"%d FETCH (%sUID %d BODY[] {%d}" % (uid, extra, uid, len(body)), bytearray(body), b" RFC822.SIZE 9)"]


@given(
    st.lists(BODIES, max_size=5), st.lists(NOISE, max_size=5), st.sampled_from([b"", b"FLAGS (\\Seen (a)) ", b'X "(" '])
)
def test_every_body_comes_out_as_it_went_in(bodies: list[bytes], noise: list[list[Part]], extra: bytes) -> None:
    lines: list[Part] = [part for response in noise for part in response]
    for uid, body in enumerate(bodies, 1):
        lines += answer(uid, body, extra)
    assert [(one.uid, one.content, one.size_bytes) for one in read_fetch(lines)] == [
        (uid, body, 9) for uid, body in enumerate(bodies, 1)
    ]


@given(st.lists(st.one_of(st.binary(max_size=60), st.binary(max_size=60).map(bytearray)), max_size=8))
def test_nonsense_is_passed_over(lines: list[Part]) -> None:
    read_fetch(lines)
    read_search(lines)
    read_number(lines, b"UIDVALIDITY")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b'1 FETCH (UID 4 BODY[] "a \\"b\\" ) c")', Fetched(4, content=b'a "b" ) c')),
        (b"1 FETCH (UID 4 BODY[] NIL)", Fetched(4)),
        (b'1 fetch (uid 4 body[] "")', Fetched(4, content=b"")),
        (b'1 FETCH (INTERNALDATE " 1-Feb-2026 00:30:00 +0100" UID 4)', Fetched(4, None, datetime(2026, 1, 31, 23, 30, tzinfo=UTC))),
        (b'1 FETCH (INTERNALDATE "31-Feb-2026 00:30:00 +0100" UID 4)', Fetched(4)),
        (b'1 FETCH (UID 4 BODYSTRUCTURE (("a" ("b")) "c") RFC822.SIZE 7)', Fetched(4, 7)),
    ],
)  # fmt: skip
def test_shapes_of_an_answer(line: bytes, expected: Fetched) -> None:
    assert read_fetch([line]) == (expected,)


def test_search_answers_over_several_lines() -> None:
    assert read_search([b"SEARCH 4 2", b"3 EXISTS", b"search 9", b"SEARCH"]) == (2, 4, 9)


@pytest.mark.parametrize(
    ("folder", "spelt"),
    [("INBOX", "INBOX"), ("Entwürfe", "Entw&APw-rfe"), ("A & B", "A &- B"), ("送信済み", "&kAFP4W4IMH8-"), ("", "")],
)
def test_folder_names_as_imap_spells_them(folder: str, spelt: str) -> None:
    assert utf7(folder) == spelt
