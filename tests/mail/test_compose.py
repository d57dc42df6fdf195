from dataclasses import replace
from datetime import timedelta, timezone
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailbot.errors import UnsafeLetter
from mailbot.mail.check import check_bytes, check_envelope, sealed
from mailbot.mail.compose import Posted, compose
from mailbot.mail.header import decoded_words
from mailbot.mail.message_id import ids_in, own_message_id
from mailbot.mail.token import Keys, reply_token, tagged
from mailbot.mediation.approval import Enclosure
from tests import make

KEYS = Keys("k", {"k": b"s" * 32})
LONG_DOMAIN = "mediation.of-a-marketplace-with-a-long-name.example"


def letter(**changes):
    plain = Posted(
        sender="desk@mailbot.example",
        sender_name="Pallet Store mediation",
        reader=make.BUYER,
        subject="[D-7K2M9] What we need from you",
        text="Hello Ana,\n\nplease send photos.\n",
        message_id=own_message_id(KEYS, "1", "mailbot.example"),
        date=make.NOW,
        html="<p>Hello Ana,</p><p>please send photos.</p>",
        reply_to=tagged("desk@mailbot.example", reply_token(KEYS, "D-7K2M9", "buyer")),
    )
    return replace(plain, **changes)


def test_a_letter_has_these_headers_and_no_others():
    parsed = message_from_bytes(
        compose(letter(loop_mark="here", automatic=True, in_reply_to="a@b", references=("a@b",)))
    )
    assert list(parsed.keys()) == [
        *("Date", "From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Auto-Submitted"),
        *("X-Auto-Response-Suppress", "X-Mailbot", "MIME-Version", "Content-Language", "Content-Type"),
    ]
    assert parsed["To"] == make.BUYER
    assert parsed["Auto-Submitted"] == "auto-generated"


def test_a_mediators_letter_can_be_answered_and_carries_nothing_of_ours():
    parsed = message_from_bytes(compose(letter()))
    assert not {"Auto-Submitted", "X-Mailbot", "Cc", "Bcc", "Disposition-Notification-To", "User-Agent"} & set(parsed)


def test_the_same_letter_is_the_same_bytes():
    enclosed = letter(enclosures=(Enclosure("sheet.xlsx", "application/octet-stream", b"PK"),))
    assert compose(enclosed) == compose(enclosed)


@pytest.mark.parametrize("border", ["=_alternative", "=_mixed"])
def test_words_like_a_border_do_not_end_a_part(border):
    asked = letter(text=f"Hello\n--{border}\n--{border}--\nBye\n", enclosures=(Enclosure("a.txt", "text/plain", b"x"),))
    assert check_bytes(compose(asked), asked) == ()


def test_the_date_is_utc_wherever_the_clock_stands():
    there = make.NOW.astimezone(timezone(timedelta(hours=-7)))
    assert message_from_bytes(compose(letter(date=there)))["Date"] == "Fri, 29 May 2026 16:00:00 +0000"


def test_words_in_any_script_and_long_lines_arrive_whole():
    text = "¿Qué falta? 数量 \N{PACKAGE}\n" + "x" * 3000 + "\n.\nFrom here\n"
    content = compose(letter(text=text, html=f"<p>{text}</p>", subject="Número " * 30 + "数量"))
    assert check_bytes(content, letter(text=text, html=f"<p>{text}</p>", subject="Número " * 30 + "数量")) == ()
    assert max(map(len, content.split(b"\r\n"))) <= 998
    assert content.isascii()


def test_long_ids_are_never_encoded():
    ids = tuple(own_message_id(KEYS, str(number), LONG_DOMAIN) for number in range(40))
    parsed = message_from_bytes(compose(letter(message_id=ids[0], in_reply_to=ids[1], references=ids)))
    assert parsed["Message-ID"] == f"<{ids[0]}>"
    kept = ids_in(parsed["References"])
    assert (kept[0], kept[-1]) == (ids[0], ids[-1])
    assert len(parsed["References"]) < 1700


def test_a_strangers_id_that_cannot_be_written_is_left_out():
    parsed = message_from_bytes(compose(letter(references=("a@b", "é@c", "x y@d", "e@f"), in_reply_to="é@c")))
    assert ids_in(parsed["References"]) == ("a@b", "e@f")
    assert "In-Reply-To" not in parsed


def test_enclosures_keep_their_bytes_and_names():
    files = (
        Enclosure("recuento año.xlsx", "application/vnd.ms-excel", b"\0\r\n.\r\n"),
        Enclosure("a.ics", "text/calendar", b"BEGIN"),
    )
    parsed = message_from_bytes(sealed(letter(enclosures=files)).content)
    found = [part for part in parsed.walk() if part.get_content_disposition() == "attachment"]
    assert [part.get_payload(decode=True) for part in found] == [b"\0\r\n.\r\n", b"BEGIN"]
    assert found[0].get_filename() == "recuento año.xlsx"


def test_controls_in_the_words_are_taken_out():
    assert b"a b" in compose(letter(text="a\x0b\x00 b\x1b\u2028c", html=""))
    assert (
        check_bytes(compose(letter(text="a\x0b b\u2028c\rd", html="")), letter(text="a\x0b b\u2028c\rd", html="")) == ()
    )


def test_a_domain_of_another_script_goes_out_in_ascii():
    assert message_from_bytes(sealed(letter(reader="ana@büyer.example")).content)["To"] == "ana@xn--byer-0ra.example"


def test_a_whole_page_is_sent_as_it_is():
    page = "<!DOCTYPE html>\n<html><body><p>Hello</p></body></html>"
    assert sealed(letter(html=page)).content.count(b"<html") == 1


def test_what_cannot_be_decoded_stays_as_it_is():
    assert decoded_words("=?utf-8?b?a?=") == "=?utf-8?b?a?="
    assert decoded_words("=?no-charset?q?=E9?=") == "é"
    assert decoded_words("=?utf-8?q?=E9?=") == "\ufffd"


# --- what must never become a header

_BREAKS = [
    "\n",
    "\r",
    "\r\n",
    "\x00",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x1d",
    "\x1e",
    "\x85",
    "\u2028",
    "\u2029",
    "\u202e",
    "\udc0a",
]
_ENCODED = [
    "=?utf-8?q?a=0ABcc:_x=40evil.example?=",
    "=?utf-8?q?a=0D=0ABcc:_x=40evil.example?=",
    "=?utf-8?b?YQpCY2M6IHhAZXZpbC5leGFtcGxl?=",
    "=?UTF-8?Q?plain?=",
    "=?utf-8?q?=3D=3Futf-8=3Fq=3Fa=3D0ABcc=3A=3F=3D?=",
    "=?utf-16?b?AGEACgBCAGMAYw==?=",
    "=?nonsense?q?a=0Ab?=",
    "=?utf-8?q?=E2=80=A8Bcc:?=",
    "=??q?=0A?=",
    "=?utf-8?q?a?=0A?=",
    "=?utf-8?q?",
]
_INJECTIONS = [f"Re: a{mark}Bcc: x@evil.example" for mark in _BREAKS] + [f"Re: {word}" for word in _ENCODED]


@pytest.mark.parametrize("value", _INJECTIONS)
@pytest.mark.parametrize("name", ["subject", "sender_name", "language", "loop_mark"])
def test_no_value_becomes_a_second_header(name, value):
    with pytest.raises(UnsafeLetter):
        compose(letter(**{name: value}))


@pytest.mark.parametrize("name", ["reader", "sender", "reply_to"])
@pytest.mark.parametrize(
    "value",
    [
        "a@b.example, x@evil.example",
        "a@b.example\r\nBcc: x@evil.example",
        "Ana <a@b.example>",
        "<a@b.example>",
        "a@b.example;x@evil.example",
        '"a b"@b.example',
        "a b@b.example",
        "a@b.example\n",
        "a@@b.example",
        "@b.example",
        "a@",
        "añá@b.example",
        "a@b .example",
        "a@b.example(comment)",
        "group:a@b.example;",
        f"{'a' * 65}@b.example",
        f"a@{'b' * 260}",
        "a@\u2028b.example",
        "=?utf-8?q?a?=@b.example",
        "a@" + "ü" * 70 + ".example",
    ],
)
def test_only_one_plain_address_is_an_address(name, value):
    with pytest.raises(UnsafeLetter):
        compose(letter(**{name: value}))


@pytest.mark.parametrize("value", ["a.pdf\r\nX: y", "a\x00.pdf", "=?utf-8?q?=0A?=", "\u202egpj.exe"])
def test_no_file_name_becomes_a_header(value):
    with pytest.raises(UnsafeLetter):
        compose(letter(enclosures=(Enclosure(value, "image/jpeg", b"x"),)))


@pytest.mark.parametrize("mark", ["\r\nBcc: x@evil.example", "\n", "\x00"])
def test_no_id_of_a_stranger_becomes_a_header(mark):
    with pytest.raises(UnsafeLetter):
        compose(letter(references=(f"a@b{mark}",)))


# --- the second look


def test_a_sealed_letter_may_go():
    envelope = sealed(letter(), "bounces@mailbot.example")
    assert (envelope.sender, envelope.reader) == ("bounces@mailbot.example", make.BUYER)
    assert check_envelope(envelope) == ()


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (b"Subject: ", b"Bcc: x@evil.example\r\nSubject: ", "bcc may not stand"),
        (b"Subject: ", b"Disposition-Notification-To: x@evil.example\r\nSubject: ", "disposition"),
        (b"To: ana@", b"To: eve@evil.example, ana@", "To reads"),
        (b"To: ana@", b"To: ana@a.example\r\nTo: ana@", "to stands 2 times"),
        (b"Subject: [D", b"Subject: x[D", "Subject reads"),
        (b"photos.\r\n", b"photos!\r\n", "text is not"),
        (b"send photos.</p>", b"send <img src='//t.example/p.gif'></p>", "HTML would load"),
        (b"Hello Ana,</p>", b"Hello Eve,</p>", "HTML is not"),
        (b"\r\nHello", b"\nHello", "bare CR"),
        (b"Hello", b"Hello\0", "bare CR, LF or NUL"),
        (b"Hello", b"x" * 999, "more than 998"),
        (b"text/html", b"text/other", "parts are not"),
        (b"Reply-To: desk+", b"Reply-To: desk+a", "Reply-To reads"),
        (b"Date: Fri", b"Date: Sat", "Date reads"),
        (b"MIME-Version", b"X-Mailbot: a\r\nX-Mailbot: b\r\nMIME-Version", "x-mailbot stands twice"),
    ],
)
def test_bytes_that_differ_from_the_letter_are_found(old, new, fault):
    content = compose(letter())
    assert old in content
    assert fault in "; ".join(check_bytes(content.replace(old, new, 1), letter()))


def test_an_envelope_for_somebody_else_is_found():
    envelope = sealed(letter())
    assert "one reader" in check_envelope(replace(envelope, reader=make.SELLER))[0]
    assert "Message-ID" in check_envelope(replace(envelope, message_id="other@x"))[0]


def test_what_would_load_something_is_not_sealed():
    with pytest.raises(UnsafeLetter, match="load or run"):
        sealed(letter(html="<p>a</p><img src='https://t.example/p.gif'>"))


def test_changed_enclosures_are_found():
    with_file = letter(enclosures=(Enclosure("a.bin", "application/octet-stream", b"one"),))
    assert (
        "enclosures"
        in check_bytes(
            compose(with_file), letter(enclosures=(Enclosure("a.bin", "application/octet-stream", b"two"),))
        )[0]
    )


_LINES = st.text(st.characters(exclude_categories=("Cs",)), max_size=200)
_ONE_LINE = st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cf")), max_size=120)


@given(_LINES, _ONE_LINE, _ONE_LINE)
def test_composing_and_reading_again_gives_back_the_letter_or_a_refusal(text, subject, name):
    given_letter = letter(text=text, subject=subject, sender_name=name, html="")
    try:
        envelope = sealed(given_letter)
    except UnsafeLetter:
        return
    parsed = message_from_bytes(envelope.content)
    assert parsed.get_all("To") == [make.BUYER]
    assert check_envelope(envelope) == ()
