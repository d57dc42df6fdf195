"""Mails at and over each limit of structure, and strange ones within them; small to write, made here."""

import base64

HEAD = b"From: a@b.test\r\nTo: c@d.test\r\nSubject: x\r\n"


def nested(depth: int) -> bytes:
    opening = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(depth)
    )
    return HEAD + opening + b"\r\nhello\r\n" + b"".join(b"--b%d--\r\n" % level for level in reversed(range(depth)))


def parts(count: int) -> bytes:
    return HEAD + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * count + b"--b--\r\n"


def forwarded(depth: int) -> bytes:
    return HEAD + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"From: x@y.test\r\n\r\nhello"


def boxed(depth: int) -> bytes:
    mail = b"Subject: core\r\n\r\nhello"
    for _ in range(depth):
        mail = b"Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(mail)
    return HEAD + mail


OVER = {
    "headers": b"To: a@b.test\r\n" * 100_000 + b"\r\nx",
    "other headers": b"X-Y: z\r\n" * 501 + b"\r\nx",
    "addresses": b"To: " + b"a@b.test, " * 20_000 + b"\r\n\r\nx",
    "addresses, folded": HEAD + b"Cc: " + b"a@b.test,\r\n " * 1000 + b"\r\n\r\nx",
    "addresses, short": HEAD + b"Cc: " + b"a@b, " * 101 + b"\r\n\r\nx",
    "commas": HEAD + b"Cc: " + b"," * 10_000 + b"\r\n\r\nx",
    "encoded words": HEAD + b"X: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nx",
    "encoded words, short": HEAD + b"X: " + b"=?a?q?a?=" * 450 + b"\r\n\r\nx",
    "long subject": b"Subject: " + b"a" * 1_000_000 + b"\r\n\r\nx",
    "long header": b"X: " + b"a" * 17_000 + b"\r\n\r\nx",
    "header block": b"".join(b"X-%d: %s\r\n" % (n, b"a" * 1000) for n in range(200)) + b"\r\nx",
    "segments": HEAD + b"Content-Type: text/plain;" + b"".join(b" n*%d=a;" % n for n in range(1000)) + b"\r\n\r\nx",
    "segments of a part": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: a/b;"
    + b"".join(b"\r\n n*%d=a;" % n for n in range(10_000))
    + b"\r\n\r\nx\r\n--b--\r\n",
    "nesting": nested(21),
    "deep nesting": nested(1500),
    "parts": parts(201),
    "many parts": parts(50_000),
    "nested mails": forwarded(25),
    "size": HEAD + b"\r\n" + b"a" * (25 * 1024 * 1024),
}

FINE = {
    "nesting": nested(15),
    "parts": parts(199),
    "dashes": HEAD + b"\r\n" + b"-- a line\r\n" * 5000,
    "many segments in many parts": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n"
    + b"--b\r\nContent-Type: text/plain; n*0=a; n*1=b\r\n\r\nx\r\n" * 60
    + b"--b--\r\n",
    "60 readers with commas in their names": b"From: a@b.test\r\nTo: "
    + b'"Doe, John" <a@b.test>,\r\n ' * 60
    + b"c@d.test\r\n\r\nx",
    "a photo of 10 MB": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n--b\r\nContent-Type: image/jpeg\r\n"
    + b"Content-Transfer-Encoding: base64\r\n\r\n"
    + base64.encodebytes(b"\xff\xd8" + bytes(7_000_000))
    + b"--b--\r\n",
}

QUIET = {
    "boxes in boxes": boxed(19),
    "a thousand quotes": HEAD + b"\r\n" + b">" * 100_000 + b" x",
    "deep page": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<div><blockquote>" * 20_000 + b"x",
    "open tags": HEAD + b"Content-Type: text/html\r\n\r\n" + b"<" * 500_000,
    "entities": HEAD + b"Content-Type: text/html\r\n\r\n" + b"&nbsp;" * 200_000,
    "no boundary": HEAD + b"Content-Type: multipart/mixed\r\n\r\nhello",
    "own boundary": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nx",
    "bad charset": HEAD + b'Content-Type: text/plain; charset="\x01"\r\n\r\nhello',
    "codec that is none": HEAD + b"Content-Type: text/plain; charset=idna\r\n\r\nhello \xff",
    "hex": HEAD + b"Content-Type: text/plain; charset=hex\r\n\r\nhello \xff",
    "odd id": b"Message-ID: <[@]>\r\nFrom: (((((((\r\nDate: 99 Foo 99999 99:99:99 +9999\r\n\r\nhello",
    "only an end": b"\r\n",
    "nothing": b"",
    "one long line": HEAD + b"\r\n" + b"a " * 500_000,
    "words": HEAD + b"\r\n" + b"On Mon, 1 Jun 2026 a@b.test wrote\r\n" * 5000,
    "labels": HEAD + b"\r\n" + b"From: x\r\nSent: y\r\nTo: z\r\n" * 5000,
}
