"""What is read of a mail: text, files, letters of all alphabets, and what could not be read."""

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailbot.mail.parsed import Parsed
from mailbot.steps.parse import parse
from tests.corpora.shelf import raw

HEAD = "From: Ana <ana@buyer.test>\r\nTo: desk@ours.test\r\nMIME-Version: 1.0\r\n"


def read(text: str) -> Parsed:
    return parse(raw(text.encode("utf-8", "surrogateescape")))


def with_body(body: bytes, type_: str = "text/plain", more: str = "") -> Parsed:
    return parse(raw(f"{HEAD}Content-Type: {type_}\r\n{more}\r\n".encode() + body))


def multipart(kind: str, *parts: str) -> str:
    return (
        f'Content-Type: multipart/{kind}; boundary="B"\r\n\r\n'
        + "".join(f"--B\r\n{part}\r\n" for part in parts)
        + "--B--\r\n"
    )


def test_headers() -> None:
    mail = read(
        f"{HEAD}Cc: x@y.test\r\nDelivered-To: Desk+Token@ours.test\r\nMessage-ID: <1@buyer.test>\r\nIn-Reply-To: <a@ours.test>\r\n"
        "References: <r1@ours.test>\r\n <r2@ours.test>\r\nSubject: =?utf-8?q?Palette_=C3=A9?=\r\n =?utf-8?b?8J+YgA==?=\r\n"
        "Date: Tue, 2 Jun 2026 11:00:00 +0200\r\n\r\nhi"
    )
    assert mail.recipients == ("desk@ours.test", "x@y.test", "desk+token@ours.test")
    assert mail.message_id == "1@buyer.test"
    assert mail.in_reply_to == ("a@ours.test",)
    assert mail.references == ("r1@ours.test", "r2@ours.test")
    assert mail.subject == "Palette é😀"
    assert mail.date is not None
    assert mail.date.isoformat() == "2026-06-02T09:00:00+00:00"
    assert mail.text == "hi"


def test_ids_are_read_as_programs_break_them() -> None:
    mail = read(
        "In-Reply-To: bare@b.test\r\nReferences: <first@b.test>\r\n <broken-by-\r\n a-fold@B.Test> <cut@of\r\n\r\nhi"
    )
    assert mail.in_reply_to == ("bare@b.test",)
    assert mail.references == ("first@b.test", "broken-by-a-fold@b.test")


def test_whom_it_was_sent_to_may_stand_in_the_envelope_only() -> None:
    received = (
        "Received: from a.test by mx.test with ESMTPS id 4bX\r\n\tfor <Desk+abc@mailbot.test>; Mon, 1 Jun 2026\r\n"
    )
    mail = read(f"{received}X-Delivered-To: desk+def@mailbot.test\r\nTo: undisclosed-recipients:;\r\n\r\nhi")
    assert set(mail.recipients) == {"desk+abc@mailbot.test", "desk+def@mailbot.test"}


def test_a_letter_cut_between_two_encoded_words_is_whole() -> None:
    assert read(f"{HEAD}Subject: =?utf-8?q?Gr=C3?= =?utf-8?q?=BC=C3=9Fe?=\r\n\r\n").subject == "Grüße"


def test_no_line_break_comes_out_of_a_subject() -> None:
    for word in (
        "=?utf-8?q?a=0ABcc=3Ax=40y.test?=",
        "=?utf-8?q?a=0D=0Ab?=",
        "=?utf-8?b?YQpi?=",
        "=?utf-8?q?a=E2=80=A8b?=",
        "=?utf-8?q?a=C2=85b?=",
    ):
        assert len(read(f"{HEAD}Subject: {word}\r\n\r\n").subject.splitlines()) == 1


CHARSETS = [
    ("charset=utf-8", "Grüße €".encode(), "Grüße €", False),
    ("charset=iso-8859-1", "Grüße".encode("latin-1"), "Grüße", False),
    ("charset=iso-8859-1", "50 €".encode("cp1252"), "50 €", False),
    ("charset=us-ascii", "Grüße".encode(), "Grüße", True),
    ("", "Grüße".encode(), "Grüße", False),
    ("charset=windows-1251", "Привет".encode("cp1251"), "Привет", False),
    ("charset=koi8-r", "Привет, как дела".encode("koi8-r"), "Привет, как дела", False),
    ("charset=gb2312", "退款镕".encode("gb18030"), "退款镕", False),
    ("charset=shift_jis", "返金①".encode("cp932"), "返金①", False),
    ("charset=iso-2022-jp", "返金してください".encode("iso-2022-jp"), "返金してください", False),
    ("", "返金してください".encode("iso-2022-jp"), "返金してください", False),
    ("charset=utf-16", "hello".encode("utf-16"), "hello", False),
    ("charset=utf-16", b"hello", "hello", True),
    ("charset=x-nonsense", "Grüße".encode(), "Grüße", False),
    ("charset=x-nonsense", "Grüße aus München".encode("latin-1"), "Grüße aus München", True),
    ("charset=utf-8", "Grüße aus München, schöne Grüße".encode("latin-1"), "Grüße aus München, schöne Grüße", True),
    ("charset=utf-8", "Señor, el año".encode() + b" caf\xe9", "Señor, el año café", True),
    ("charset=idna", b"hello", "hello", False),
    ('charset="\x00"', b"hello", "hello", False),
    ("charset=utf-8", b"\xef\xbb\xbfhello", "hello", False),
]


@pytest.mark.parametrize(("declared", "content", "text", "guessed"), CHARSETS)
def test_charsets(declared: str, content: bytes, text: str, *, guessed: bool) -> None:
    mail = with_body(content, f"text/plain; {declared}")
    if "\x00" not in declared:
        assert mail.text == text
    assert any("declared" in problem for problem in mail.problems) == guessed


def test_plain_text_goes_before_its_page() -> None:
    mail = read(
        HEAD
        + multipart(
            "alternative", "Content-Type: text/plain\r\n\r\nthe text", "Content-Type: text/html\r\n\r\n<p>the page</p>"
        )
    )
    assert mail.text == "the text"
    assert mail.html == "<p>the page</p>"


@pytest.mark.parametrize("stub", ["", "  \r\n", "This mail is in HTML, open it in your browser."])
def test_the_page_is_read_where_the_text_says_nothing(stub: str) -> None:
    page = "<p>All ten units are broken and I want my money back, this is how it is and how it was.</p>"
    mail = read(
        HEAD
        + multipart("alternative", f"Content-Type: text/plain\r\n\r\n{stub}", f"Content-Type: text/html\r\n\r\n{page}")
    )
    assert mail.text.startswith("All ten units")


def test_files() -> None:
    photo = base64.b64encode(b"\xff\xd8photo").decode()
    mail = read(
        HEAD
        + multipart(
            "mixed",
            "Content-Type: text/plain\r\n\r\nsee photo",
            f"Content-Type: image/jpeg\r\nContent-Disposition: attachment; filename*0*=utf-8''da%C3%B1o; filename*1=.jpg\r\nContent-Transfer-Encoding: base64\r\n\r\n{photo}",
            'Content-Type: text/csv; name="claim.csv"\r\nContent-Disposition: attachment\r\n\r\nsku,quantity',
        )
    )
    assert mail.text == "see photo"
    assert [(part.name, part.type) for part in mail.attachments] == [
        ("daño.jpg", "image/jpeg"),
        ("claim.csv", "text/csv"),
    ]
    assert mail.attachments[0].content == b"\xff\xd8photo"
    assert mail.attachments[1].text == "sku,quantity"


NAMES = [
    ("../../etc/passwd", "passwd"),
    ("C:\\temp\\a.txt", "a.txt"),
    (".htaccess", "htaccess"),
    ("\u200b.htaccess", "htaccess"),
    ("a\u202egpj.exe", "agpj.exe"),
    ("a\tb.txt", "a b.txt"),
    ("a<b>.txt", "a_b_.txt"),
    ("x" * 400, "x" * 200),
]


@pytest.mark.parametrize(("given_name", "name"), NAMES)
def test_names_of_files_are_only_names(given_name: str, name: str) -> None:
    quoted = given_name.replace("\\", "\\\\")
    mail = read(
        HEAD
        + multipart(
            "mixed", f'Content-Type: application/pdf\r\nContent-Disposition: attachment; filename="{quoted}"\r\n\r\nx'
        )
    )
    assert mail.attachments[0].name == name


def test_a_damaged_part_spares_the_others() -> None:
    mail = read(
        HEAD
        + multipart(
            "mixed",
            "Content-Type: text/plain\r\n\r\nhello",
            "Content-Type: image/png; name=a.png\r\nContent-Transfer-Encoding: base64\r\n\r\n!!! not base64 !",
        )
    )
    assert mail.text == "hello"
    assert [part.name for part in mail.attachments] == ["a.png"]


def test_a_multipart_without_boundary_is_still_shown() -> None:
    assert "hello" in read(f"{HEAD}Content-Type: multipart/mixed\r\n\r\nhello").text


def test_a_forwarded_mail_is_a_file_with_its_words_and_files() -> None:
    inner = "From: Zoe <zoe@x.test>\r\nSubject: Broken lot\r\n" + multipart(
        "mixed", "Content-Type: text/plain\r\n\r\nit broke", "Content-Type: image/png; name=p.png\r\n\r\nx"
    ).replace("B", "C").replace(
        "Content-Type: multipart/mixed; boundary", "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary"
    ).replace("Croken", "Broken")
    mail = read(
        HEAD
        + multipart(
            "mixed", "Content-Type: text/plain\r\n\r\nsee below", f"Content-Type: message/rfc822\r\n\r\n{inner}"
        )
    )
    assert mail.text == "see below"
    forwarded = next(part for part in mail.attachments if part.type == "message/rfc822")
    assert forwarded.name == "Broken lot.eml"
    assert "zoe@x.test" in forwarded.text
    assert "it broke" in forwarded.text
    assert any(part.name == "p.png" for part in mail.attachments)


@pytest.mark.parametrize(
    ("type_", "name", "word"),
    [("application/ms-tnef", "winmail.dat", "damaged"), ("application/pkcs7-mime", "smime.p7m", "encrypted")],
)
def test_what_we_cannot_open_is_named(type_: str, name: str, word: str) -> None:
    mail = read(f"{HEAD}Content-Type: {type_}; name={name}\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n")
    assert mail.attachments[0].name == name
    assert any(name in problem and word in problem for problem in mail.problems)


def test_an_encrypted_mail_says_so() -> None:
    mail = read(
        HEAD
        + multipart(
            "encrypted",
            "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1",
            "Content-Type: application/octet-stream\r\n\r\nx",
        )
    )
    assert any("encrypted" in problem for problem in mail.problems)


@pytest.mark.parametrize("smuggled", ["X: a\rFrom: b@c.test", "X: a\0b"])
def test_a_header_block_that_two_readers_split_differently_is_quarantined(smuggled: str) -> None:
    mail = read(f"{HEAD}{smuggled}\r\nSubject: x\r\n\r\nhello")
    assert mail.quarantine
    assert "hello" in mail.text


def test_line_ends_do_not_matter() -> None:
    text = HEAD + multipart(
        "alternative",
        "Content-Type: text/plain\r\n\r\nthe text\r\nof two lines",
        "Content-Type: text/html\r\n\r\n<p>x</p>",
    )
    assert read(text).text == read(text.replace("\r\n", "\n")).text == "the text\nof two lines"


@settings(max_examples=300)
@given(st.binary(max_size=1500))
def test_any_bytes_are_read(content: bytes) -> None:
    mail = parse(raw(content))
    assert isinstance(mail.text, str)
    assert parse(raw(content)) == mail


PIECES = [
    "From: a@b.test",
    "Content-Type: multipart/mixed; boundary=b",
    "Content-Type: text/html",
    "Content-Type: message/rfc822",
    "Content-Transfer-Encoding: base64",
    "Content-Transfer-Encoding: x-uuencode",
    'charset="\x01',
    "--b",
    "--b--",
    "",
    "<p>x",
    "=?utf-8?b?////?=",
    "Subject: =?x?q?=FF?=",
    " folded",
    "\x00",
    "é",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(PIECES), max_size=30), st.sampled_from(["\r\n", "\n", "\r"]))
def test_any_lines_are_read(pieces: list[str], end: str) -> None:
    assert isinstance(parse(raw(end.join(pieces).encode())).text, str)
