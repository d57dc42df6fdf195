"""Texts and pages that ask too much: what a careless pattern, parser or loop needs minutes for."""

from collections.abc import Callable, Mapping

from tests.reading.robust_mails import HEAD, QUOTED

MEGABYTE = 1024 * 1024
TEXT = HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n"
PAGE = HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n"
FULL = 25 * MEGABYTE - 1000
LARGE = 2 * MEGABYTE


def filled(head: bytes, piece: bytes, size: int) -> bytes:
    """Repeat a piece until the mail is about that large."""
    return head + piece * ((size - len(head)) // len(piece))


def _answered(line: bytes, size: int) -> bytes:
    """Our letter quoted, and then very many lines below and between it."""
    quoted = b"".join(b"> " + words + b"\r\n" for words in QUOTED.split(b"\n"))
    return filled(TEXT + b"Yes.\r\n\r\nOn Mon, 1 Jun 2026, Desk wrote:\r\n" + quoted, line, size)


TEXTS: Mapping[str, Callable[[], bytes]] = {
    "25 MB without a break": lambda: filled(TEXT, b"a", FULL),
    "25 MB of >": lambda: filled(TEXT, b">", FULL),
    "25 MB of lines of >": lambda: filled(TEXT, b"> \r\n", FULL),
    "25 MB of line ends": lambda: filled(TEXT, b"\n", FULL),
    "25 MB of blanks": lambda: filled(TEXT, b" ", FULL),
    "25 MB of On ... wrote:": lambda: filled(TEXT, b"On Mon, 1 Jun 2026 at 9:00, Ana <a@b.test> wrote:\r\n", FULL),
    "25 MB of On without wrote": lambda: filled(TEXT, b"On Mon, 1 Jun 2026 ", FULL),
    "25 MB of From:": lambda: filled(TEXT, b"From: a\r\nSent: b\r\n", FULL),
    "25 MB of words": lambda: filled(TEXT, b"we accept the offer of 250 dollars but not the date. ", FULL),
    "25 MB of signatures": lambda: filled(TEXT, b"-- \r\nAna\r\n", FULL),
    "25 MB of letters beyond ASCII": lambda: filled(TEXT, "é".encode(), FULL),
    "25 MB of no UTF-8": lambda: filled(TEXT, b"\xe9\xff x\r\n", FULL),
    "25 MB undeclared": lambda: filled(HEAD + b"\r\n", b"\x93\xfa\x96{\r\n", FULL),
    "25 MB quoted-printable": lambda: filled(HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n", b"=3D=\r\n", FULL),
    "25 MB of one header": lambda: filled(b"Subject: ", b"a", FULL),
    "25 MB of a header block without end": lambda: filled(HEAD, b"X: y\n", FULL),
    "25 MB of bare CR": lambda: filled(TEXT, b"a\r", FULL),
    "25 MB of NUL": lambda: filled(TEXT, b"\0", FULL),
    "25 MB of boundary lines that are none": lambda: filled(
        HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n", b"--c\r\n", FULL
    ),
    "25 MB of a mail in a mail": lambda: filled(HEAD + b"Content-Type: message/rfc822\r\n\r\nSubject: x\r\n\r\n", b"a\r\n", FULL),
    "25 MB of base64 of another kind": lambda: filled(HEAD + b"Content-Transfer-Encoding: x-uuencode\r\n\r\n", b"M\r\n", FULL),
    "100,000 tokens": lambda: filled(TEXT, b"desk+abcdefghijklmnopqrstuvwxyz234567@mailbot.example ", 100_000 * 54),
    "100,000 tags": lambda: filled(TEXT, b"[D-7K2M9] ", 100_000 * 10),
    "100,000 order numbers": lambda: filled(TEXT, b"PS-1001 order #4711, ", 100_000 * 21),
    "100,000 sums": lambda: filled(TEXT, b"USD 1,250.00 or 5% of $300? ", LARGE),
    "100,000 dates": lambda: filled(TEXT, b"on 5 June 2026 or 06/05/26, Friday at 17:00; ", LARGE),
    "100,000 refusals": lambda: filled(TEXT, b"no, not, never, unless, but if not, we do not accept ", LARGE),
    "100,000 questions": lambda: filled(TEXT, b"may we have more time? when? who? ", LARGE),
    "100,000 sentences": lambda: filled(TEXT, b"No. Yes. ", LARGE),
    "300,000 lines of one letter": lambda: filled(TEXT, b"a\r\n", LARGE // 2),
    "our letter, then lines of quotes": lambda: _answered(b"> x\r\n", LARGE),
    "our letter, then answers between": lambda: _answered(b"> x\r\nno\r\n", LARGE),
    "our letter again and again": lambda: filled(TEXT, b"> " + QUOTED.replace(b"\n", b"\r\n> ") + b"\r\nno\r\n", LARGE),
    "our words again and again": lambda: filled(TEXT, b"> settle the claim on order\r\n", LARGE),
    "quotes and answers in turn": lambda: filled(TEXT, b"> a\r\nb\r\n", LARGE),
    "quotes 50,000 deep": lambda: filled(TEXT, b">", 50_000) + b" x\r\n" * 1000,
    "quotes ever deeper": lambda: TEXT + b"".join(b">" * depth + b" x\r\n" for depth in range(1500)),
    "page: 100,000 tags deep": lambda: filled(PAGE, b"<div>", 100_000 * 5),
    "page: 100,000 quotes deep": lambda: filled(PAGE, b"<blockquote>x", 100_000 * 13),
    "page: 100,000 tables deep": lambda: filled(PAGE, b"<table><tr><td>x", LARGE),
    "page: formatting left open": lambda: filled(PAGE, b"<p><b><i><u><a href=x><font>", LARGE),
    "page: formatting ended astray": lambda: filled(PAGE, b"<b><p></b>", LARGE),
    "page: tables that push text out": lambda: filled(PAGE, b"<table>x", LARGE),
    "page: paragraphs in formatting": lambda: filled(PAGE + b"<b>" * 30, b"<p>x", LARGE),
    "page: 25 MB of <": lambda: filled(PAGE, b"<", FULL),
    "page: 25 MB of text": lambda: filled(PAGE, b"hello ", FULL),
    "page: 25 MB of style": lambda: filled(PAGE + b"<style>", b"a{b:c}", FULL),
    "page: 25 MB of rows": lambda: filled(PAGE + b"<table>", b"<tr><td>a<td>b", FULL),
    "page: a comment without end": lambda: filled(PAGE + b"<!--", b"--", FULL),
    "page: 500,000 attributes": lambda: filled(PAGE + b"<p ", b"a%d=b ", LARGE) + b">x",
    "page: one attribute of 20 MB": lambda: filled(PAGE + b'<p style="', b"display : ", 20 * MEGABYTE) + b'">x',
    "page: 300,000 entities": lambda: filled(PAGE, b"&nbsp;&#8364;&euro", LARGE),
    "page: 100,000 pictures": lambda: filled(PAGE, b"<img alt='a b'>", LARGE),
    "page: list in list": lambda: filled(PAGE, b"<ul><li>x", LARGE),
    "page: select and options": lambda: filled(PAGE, b"<select><option>x", LARGE),
    "page: svg in svg": lambda: filled(PAGE, b"<svg><foreignObject><p>", LARGE),
}  # fmt: skip
