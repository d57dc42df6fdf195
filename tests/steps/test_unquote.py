"""New words told from old ones; no word is ever lost."""

import textwrap
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.message import Span, SpanKind
from mailbot.mail.recall import Sent
from mailbot.steps.unquote import MOST_SPANS, unquote

LETTER = """Hello Bob,

The seller offers USD 250.00 to settle the claim on order 4711. This is the whole amount they put forward, and it covers the damaged units.

1. Do you accept this amount?
2. How many of the units are damaged?

Please answer with one line:

ACCEPT
DECLINE
COUNTER 250.00

Please let us have your answer by Friday 5 June, 17:00 Pacific.

The mediation desk"""
SENT = (Sent("offer-1", LETTER),)
NL = "\n"
INTRO = "On Tue, 2 Jun 2026 at 10:00, Desk <desk@ours.test> wrote:"
OUTLOOK = "From: Desk <desk@ours.test>\nSent: Tuesday, June 2, 2026 10:00 AM\nTo: Bob <bob@buyer.test>\nSubject: Offer"


def new(text: str, sent: tuple[Sent, ...] = ()) -> str:
    return "".join(text[span.start : span.end] for span in unquote(text, sent) if span.kind is SpanKind.NEW).strip()


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


INTRODUCTIONS = [
    INTRO,
    "On Tue, Jun 2, 2026 at 10:00 AM Desk\n<desk@ours.test> wrote:",
    "El mar, 2 jun 2026 a las 10:00, Desk (<desk@ours.test>) escribió:",
    "Am Di., 2. Juni 2026 um 10:00 Uhr schrieb Desk <desk@ours.test>:",
    "Le mar. 2 juin 2026 à 10:00, Desk <desk@ours.test> a écrit :",
    "Il giorno mar 2 giu 2026 alle ore 10:00 Desk <desk@ours.test> ha scritto:",
    "Em ter., 2 de jun. de 2026 às 10:00, Desk <desk@ours.test> escreveu:",
    "Op di 2 jun. 2026 om 10:00 schreef Desk <desk@ours.test>:",
    "Den tis 2 juni 2026 kl 10:00 skrev Desk <desk@ours.test>:",
    "W dniu 2.06.2026 o 10:00, Desk pisze:",
    "wt., 2 cze 2026 o 10:00 Desk <desk@ours.test> napisał(a):",
    "вт, 2 июн. 2026 г. в 10:00, Desk <desk@ours.test> написал:",
    "2026年6月2日(火) 10:00 Desk <desk@ours.test>のメール:",
    "2026-06-02 10:00 GMT+02:00 Desk <desk@ours.test>:",
    "-----Original Message-----",
    "-----Mensaje original-----",
    OUTLOOK,
    OUTLOOK.replace("From", "De").replace("Sent", "Enviado el").replace("To:", "Para:").replace("Subject", "Asunto"),
    OUTLOOK.replace("From", "Von").replace("Sent", "Gesendet").replace("To:", "An:").replace("Subject", "Betreff"),
    "*From:* Desk <desk@ours.test>\n*Sent:* Tuesday\n*To:* Bob\n*Subject:* Offer",
    "________________________________\n" + OUTLOOK,
]


@pytest.mark.parametrize("intro", INTRODUCTIONS)
def test_an_answer_above(intro: str) -> None:
    prefixed = f"Acepto la oferta.\nGracias\n\n{intro}\n\n{quoted(LETTER)}\n"
    assert new(prefixed, SENT) == "Acepto la oferta.\nGracias"
    assert new(prefixed) == "Acepto la oferta.\nGracias"
    assert new(f"Acepto la oferta.\nGracias\n\n{intro}\n\n{LETTER}\n", SENT) == "Acepto la oferta.\nGracias"


def test_an_answer_below_the_quote() -> None:
    assert new(f"{INTRO}\n\n{quoted(LETTER)}\n\nacepto\n") == "acepto"
    assert new(f"{OUTLOOK}\n\n{LETTER}\n\nacepto\n", SENT) == "acepto"


def test_answers_between_the_quotes() -> None:
    text = f"{INTRO}\n> 1. Do you accept this amount?\n\nYes.\n\n> 2. How many of the units are damaged?\nTwelve.\n"
    assert new(text).split() == ["Yes.", "Twelve."]


def test_an_answer_typed_into_the_quote_itself() -> None:
    text = quoted(LETTER).replace(
        "> 2. How many of the units are damaged?",
        "> 2. How many of the units are damaged?\n> twelve of them, see photos",
    )
    assert new(f"{INTRO}\n{text}", SENT) == "twelve of them, see photos"
    assert new(f"See below\n\n{OUTLOOK}\n\n{LETTER.replace('damaged?', 'damaged? Twelve units')}", SENT).split() == [
        "See",
        "below",
        "Twelve",
        "units",
    ]


def test_our_words_are_known_however_they_are_wrapped() -> None:
    for width in (30, 50, 72):
        text = f"ok\n\n{INTRO}\n{quoted(textwrap.fill(LETTER, width))}"
        spans = unquote(text, SENT)
        assert new(text, SENT) == "ok"
        assert any(span.letter_id == "offer-1" for span in spans)
    assert new(f"ok\n\n{LETTER}", SENT) == "ok"


def test_words_of_ours_that_somebody_writes_himself_are_his() -> None:
    for words in ("ACCEPT", "COUNTER 250.00", "I accept: USD 250.00 to settle the claim on order 4711"):
        assert new(words, SENT) == words


def test_the_very_line_of_ours_typed_above_ours_is_an_answer() -> None:
    for line in ("ACCEPT", "DECLINE", "COUNTER 250.00"):
        shown = LETTER.replace("\nACCEPT\n", f"\n{line}\n\nACCEPT\n")
        assert new(f"{INTRO}\n\n{quoted(shown)}".replace(f"> {line}\n> \n", f"\n{line}\n\n"), SENT) == line
        assert new(f"{OUTLOOK}\n\n{shown}", SENT) == line


def test_an_answer_right_below_the_greeting() -> None:
    for intro in (
        OUTLOOK,
        "Desk <desk@ours.test> 2026/6/2 10:00 の言葉:",
        "---- Op di, 02 jun 2026 10:00 Desk <desk@ours.test> zei ----",
    ):
        assert new(f"{intro}\n\n{LETTER.replace('Hello Bob,', 'Hello Bob,' + NL + NL + 'hello!')}", SENT) == "hello!"


def test_words_typed_into_short_lines_of_ours() -> None:
    letter = "Thank you for all that you sent us about the order.\n\n1. Was it fair?\n2. Was it clear?\n3. Was it fast enough?"
    sent = (Sent("closing-1", letter),)
    typed = letter.replace("it fair", "it rather fair").replace("it clear", "it not clear")
    assert new(f"{INTRO}\n{quoted(typed)}", sent).split() == ["rather", "not"]


def test_links_that_a_gateway_rewrote_are_still_ours() -> None:
    letter = LETTER.replace(
        "The mediation desk", "The rules stand here: https://ours.test/rules?a=1\n\nThe mediation desk"
    )
    safe = "https://nam02.safelinks.protection.outlook.com/?url=https%3A%2F%2Fours.test%2Frules%3Fa%3D1&data=05%7C02&reserved=0"
    sent = (Sent("offer-1", letter),)
    for link in (safe, f"https://ours.test/rules?a=1<{safe}>"):
        assert new(f"Yes.\n\n{OUTLOOK}\n\n{letter.replace('https://ours.test/rules?a=1', link)}", sent) == "Yes."
    mine = letter.replace("The mediation desk", "see https://mine.test/photos\n\nThe mediation desk")
    assert new(f"{OUTLOOK}\n\n{mine}", sent) == "see https://mine.test/photos"


def test_a_quote_names_the_letter_it_is_of() -> None:
    other = LETTER.replace("offers USD 250.00", "offers USD 300.00").replace("Friday 5 June", "Monday 8 June")
    sent = (*SENT, Sent("offer-2", other))
    for letter, letter_id in ((LETTER, "offer-1"), (other, "offer-2")):
        text = f"ok\n\n{OUTLOOK}\n\n{letter.replace('1. Do you', 'well, yes' + NL + '1. Do you')}"
        assert {span.letter_id for span in unquote(text, sent) if span.letter_id} == {letter_id}


def test_what_a_gateway_appends_is_no_answer() -> None:
    notice = "This message is confidential and intended solely for\nits addressee. If you have received it in error, please delete it."
    assert new(f"Yes.\n\n{OUTLOOK}\n\n{LETTER}\n\n{notice}", SENT) == "Yes."


def test_the_letter_alone_is_no_answer() -> None:
    for text in (LETTER, quoted(LETTER), f"{INTRO}\n\n{quoted(LETTER)}", f"{OUTLOOK}\n\n{LETTER}"):
        assert new(text, SENT) == ""


def test_if_nothing_would_be_new_all_is() -> None:
    assert new("On 8 May 2026 17:34, Andy <a@b.test> wrote:\n\nNot broken, missing.\n") == "Not broken, missing."


KEPT = [
    "One thing: on Monday I wrote to you:\n\nnothing came.",
    "From: our warehouse, not from: yours.\nThank you",
    "-- first point\n-- second point",
    "Sent from our warehouse on 3 May, tracking 1Z999",
    "Sent by mistake, sorry",
    "Regards the timeline, we want it by Friday.\n\nAna",
    "On the other hand, ten units are short:\nsku 1\nsku 2",
    "| a | b |\n| 1 | 2 |",
    "Total: 12\nSubject: order 4711\nThanks",
    "\n\n  yes",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_no_rule_knows_is_new(text: str) -> None:
    assert new(text) == text.strip()


def kinds(text: str) -> list[tuple[SpanKind, str]]:
    return [(span.kind, text[span.start : span.end].strip()) for span in unquote(text)]


def test_signatures_and_disclaimers() -> None:
    text = "Yes, twelve.\n\nSent from my iPhone\n"
    assert kinds(text) == [(SpanKind.NEW, "Yes, twelve."), (SpanKind.SIGNATURE, "Sent from my iPhone")]
    text = "Yes.\n-- \nAna Gil\nACME\n\nThis e-mail is confidential and intended for the addressee only.\n"
    assert kinds(text)[:1] == [(SpanKind.NEW, "Yes.")]
    assert SpanKind.NEW not in {kind for kind, _ in kinds(text)[1:]}
    text = "Yes.\n\nCONFIDENTIALITY NOTICE: this message is\nfor its addressee.\n\nPS: and twelve more."
    assert [kind for kind, _ in kinds(text)] == [SpanKind.NEW, SpanKind.DISCLAIMER, SpanKind.NEW]


@pytest.mark.parametrize(
    ("added", "said"),
    [
        ("Please consider the environment before printing this email.", "We decline the offer."),
        ("CAUTION: This email originated from outside the organization.", "We accept."),
    ],
)
def test_words_right_below_a_notice_are_kept(added: str, said: str) -> None:
    assert new(f"Hello,\n\n{added}\n{said}\n").split("\n")[-1] == said


def test_what_introduces_inside_a_quote_hides_nothing_below_it() -> None:
    assert new("> Hello\n> -----Original Message-----\nTwelve are broken.\n") == "Twelve are broken."
    assert new(f"> Hello\n> {INTRO}\n\nTwelve are broken.\n") == "Twelve are broken."


def test_a_chain_below_a_first_header_is_quoted_though_the_first_text_is_not() -> None:
    assert new(f"{OUTLOOK}\n\nTwelve are broken.\n\n{INTRO}\n{quoted(LETTER)}\n") == "Twelve are broken."


def test_somebody_writes_on_below_a_line_of_dashes() -> None:
    story = "\n".join(f"Then thing {number} happened, and it was broken as well." for number in range(30))
    assert "thing 29" in new(f"Hello\n--\n{story}")


def test_forwarded() -> None:
    text = "see below\n\n---------- Forwarded message ---------\nFrom: Zoe <z@x.test>\nDate: Mon\nSubject: lot\nTo: Bob\n\nit broke"
    assert [kind for kind, _ in kinds(text)] == [SpanKind.NEW, SpanKind.QUOTED, SpanKind.FORWARDED]
    assert new(text) == "see below"


def cover(text: str, spans: tuple[Span, ...]) -> None:
    assert "".join(text[span.start : span.end] for span in spans) == text
    assert all(one.end == two.start for one, two in pairwise(spans))
    assert all(span.start < span.end for span in spans)


WORDS = [
    "acepto",
    "yes",
    INTRO,
    OUTLOOK,
    *LETTER.split("\n"),
    "> quoted",
    ">> more",
    "--",
    "Sent from my iPhone",
    "\n",
    " ",
    "a: b",
    "-----Original Message-----",
    "é\u2028x",
    "\x85",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_the_spans_cover_the_text(lines: list[str]) -> None:
    text = "\n".join(lines)
    cover(text, unquote(text, SENT))
    cover(text, unquote(text))


@given(st.text(max_size=400))
def test_any_text_is_covered(text: str) -> None:
    cover(text, unquote(text, SENT))


@settings(max_examples=200)
@given(st.lists(st.sampled_from(["zebra", "twelve", "acepto", "no"]), min_size=1, max_size=6), st.integers(0, 3))
def test_words_above_a_quote_are_never_lost(words: list[str], blanks: int) -> None:
    said = " ".join(words)
    assert new(f"{said}\n{chr(10) * blanks}{INTRO}\n{quoted(LETTER)}", SENT) == said


def test_a_text_of_very_many_turns_is_shown_from_some_turn_on() -> None:
    text = "".join(f"> question {n}\nanswer {n}\n" for n in range(3_000))
    spans = unquote(text)
    assert len(spans) == MOST_SPANS + 1
    assert (spans[-1].kind, spans[-1].end) == (SpanKind.NEW, len(text))
    assert all(f"answer {n}" in words(text, spans) for n in (0, 999, 1_000, 2_999))


def words(text: str, spans: tuple[Span, ...]) -> str:
    return "".join(text[span.start : span.end] for span in spans if span.kind is SpanKind.NEW)
