"""The figures of charsets are reached."""

import pytest

from mailbot.mail.charset import decode
from mailbot.mail.charset_names import codec
from mailbot.mail.parameters import encoded_parameter
from tests.reading import charsets

pytestmark = pytest.mark.corpora


def test_charsets() -> None:
    short = [figure for figure in charsets.figures() if not figure.met]
    assert short == []


@pytest.mark.parametrize(
    "declared", ["", "\0", "x" * 300, "idna", "hex", "rot13", "unicode_escape", "../x", "=?utf-8?q?a?="]
)
def test_what_is_no_charset_stops_nothing(declared: str) -> None:
    assert codec(declared) in {"", "utf-8"}
    assert decode("Señor, 12,50 €".encode(), declared)[0] == "Señor, 12,50 €"


@pytest.mark.parametrize(
    "content",
    [b"\x1b$B", b"\x1b$)C\x0e!", b"~{", b"\xff\xfe\0", b"\0", b"\0\0", b"+AGE", b"\x80", b"a\0b", b"\xed\xa0\x80"],
)
@pytest.mark.parametrize(
    "declared", ["", "utf-8", "utf-16", "utf-7", "iso-2022-jp", "hz", "gb2312", "us-ascii", "utf-32"]
)
def test_broken_bytes_are_read_somehow_and_never_lost_silently(content: bytes, declared: str) -> None:
    text, guessed = decode(content, declared)
    assert guessed or "\ufffd" not in text


def test_a_page_may_say_its_charset_itself() -> None:
    page = b'<html><head><meta http-equiv="Content-Type" content="text/html; charset=koi8-r"></head>\xf0\xd2\xc9\xd7\xc5\xd4</html>'
    text, guessed = decode(page)
    assert "Привет" in text
    assert not guessed


def test_parameters_in_pieces() -> None:
    assert encoded_parameter("attachment; filename*1*=%A9.pdf; filename*0*=utf-8'es'caf%C3", "filename") == "café.pdf"
    assert encoded_parameter('attachment; filename*0="a b"; filename*1=c.pdf', "filename") == "a bc.pdf"
    assert encoded_parameter("attachment; filename=plain.pdf", "filename") == ""
    assert encoded_parameter("", "filename") == ""
