import timeit
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.mail.bounce import Bounced
from mailbot.mail.clues import LIMIT, Clue, ClueKind, clues, order_numbers
from mailbot.mail.message import Span, SpanKind
from mailbot.mail.message_id import own_message_id
from mailbot.mail.token import Keys, reply_token, tagged
from tests import make

KEYS = Keys("k", {"k": b"s" * 32})
DESK = "desk@mailbot.example"
TOKEN = reply_token(KEYS, make.DISPUTE, "buyer")
OWN = own_message_id(KEYS, "1", "mailbot.example")


def found(**changes):
    plain = replace(make.message("hello\n"), subject="hello")
    return clues(replace(plain, **changes), KEYS, [DESK])


def test_a_mail_without_a_hint_has_no_clue():
    assert found() == ()


def test_all_kinds_are_gathered_the_strongest_first():
    text = "about order PS-1001\n"
    gathered = found(
        recipients=(tagged(DESK, TOKEN).upper(), "else@else.example"),
        in_reply_to=(OWN,),
        references=("first@buyer.example", OWN),
        subject="Re: [D-7k2m9] short",
        text=text,
        spans=(Span(SpanKind.NEW, 0, len(text)),),
    )
    assert gathered[:4] == (
        Clue(ClueKind.TOKEN, TOKEN),
        Clue(ClueKind.OWN_ID, OWN),
        Clue(ClueKind.PARENT, "first@buyer.example"),
        Clue(ClueKind.TAG, "D-7K2M9"),
    )
    assert Clue(ClueKind.ORDER, "PS-1001") in gathered


def test_two_tokens_are_two_clues():
    second = reply_token(KEYS, "D-OTHER", "buyer")
    gathered = found(recipients=(tagged(DESK, TOKEN), tagged(DESK, second)))
    assert [clue.value for clue in gathered] == [TOKEN, second]


def test_a_mail_that_names_itself_is_no_clue():
    assert found(message_id="me@x", references=("me@x",), in_reply_to=("me@x",)) == ()


def test_an_own_id_that_was_forged_is_only_a_parent():
    forged = OWN.replace(OWN[:4], "aaaa", 1)
    assert [clue.kind for clue in found(references=(forged,))] == [ClueKind.PARENT]


def test_our_id_in_another_case_is_looked_up_as_we_wrote_it():
    assert found(in_reply_to=(OWN.upper(),)) == (Clue(ClueKind.OWN_ID, OWN),)


def test_a_bounce_leads_to_the_letter_that_came_back():
    returned = Bounced(make.BUYER, "5.1.1", hard=True, reason="no such user", message_id=OWN)
    assert found(bounces=(returned,)) == (Clue(ClueKind.OWN_ID, OWN),)


def test_order_numbers_in_quotes_do_not_count():
    text = "ok\n> order PS-9999\n"
    spans = (Span(SpanKind.NEW, 0, 3), Span(SpanKind.QUOTED, 3, len(text)))
    assert found(text=text, spans=spans) == ()


@pytest.mark.parametrize(
    ("subject", "text"),
    [("about D-7K2M9QXY", "hello\n"), ("hello", "my case d-7k2m9qxy\n"), ("[D\u20117K2M9QXY]", "hello\n")],
)
def test_our_name_for_a_dispute_is_a_tag_wherever_the_writer_puts_it(subject, text):
    gathered = found(subject=subject, text=text, spans=(Span(SpanKind.NEW, 0, len(text)),))
    assert [clue for clue in gathered if clue.kind is ClueKind.TAG] == [Clue(ClueKind.TAG, "D-7K2M9QXY")]


def test_a_dispute_that_is_only_quoted_is_only_quoted():
    text = "ok\n> Our number for this dispute is D-7K2M9QXY.\n"
    spans = (Span(SpanKind.NEW, 0, 3), Span(SpanKind.QUOTED, 3, len(text)))
    assert found(text=text, spans=spans) == (Clue(ClueKind.QUOTED, "D-7K2M9QXY"),)


def test_a_hundred_references_leave_room_for_the_tag():
    gathered = found(references=tuple(f"{number}@x" for number in range(100)), subject="[D-7K2M9]")
    assert gathered[0] == Clue(ClueKind.PARENT, "99@x")
    assert gathered[-1] == Clue(ClueKind.TAG, "D-7K2M9")


def test_clues_are_capped():
    assert len(found(references=tuple(f"{number}@x" for number in range(100)))) == LIMIT


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("order 12345", "12345"),
        ("Order #12345.", "12345"),
        ("order number: 77", "77"),
        ("Order no. 4821-B", "4821-B"),
        ("our order is PS-1001, sent", "PS-1001"),
        ("(ps-1001)", "PS-1001"),
        ("ps-1001", "ps-1001"),
        ("pedido nº 1001", "1001"),
        ("el pedido número PS-1001", "PS-1001"),
        ("orden 1001", "1001"),
        ("PO-77812", "PO-77812"),
        ("PO 77812", "PO-77812"),
        ("po#77812", "PO77812"),
        ("lot L20260501", "L20260501"),
        ("#100234", "100234"),
        ("ref 2026/0042 order 2026/0042", "2026/0042"),
        ("Re: your order PS-1001", "PS-1001"),
        ("order PS_1001_A", "PS_1001_A"),
        ("Purchase order ABC123", "ABC123"),
        ("Bestellung Nr. 5512", "5512"),
    ],
)
def test_order_numbers_are_found_as_people_write_them(words, number):
    assert number in order_numbers(words)


@pytest.mark.parametrize(
    "words",
    [
        "$1200 back",
        "on 2026-05-29",
        "at 17:00",
        "in 2026",
        "3 of 10",
        "ana1234567@buyer.example",
        "€2500",
        "in order to",
    ],
)
def test_what_is_no_order_number_is_left_out(words):
    assert order_numbers(words) == ()


@pytest.mark.parametrize(
    "hostile", ["order " * 10_000, "order no " * 8_000, "1-" * 25_000, "a" * 50_000, "a1-" * 17_000, "no " * 17_000]
)
def test_hostile_words_cost_little(hostile):
    assert timeit.timeit(lambda: order_numbers(f"order {hostile}"), number=1) < 0.5


@given(st.text(max_size=400), st.text(max_size=80))
def test_any_words_can_be_searched(text, subject):
    gathered = found(text=text, spans=(Span(SpanKind.NEW, 0, len(text)),), subject=subject)
    assert len(gathered) == len(set(gathered)) <= LIMIT
