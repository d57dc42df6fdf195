"""What mails are broken with: wild values of headers, charsets that are none, tags, bytes, lengths from the edges."""

MOST_PLACES = 200
FOLDS = (b"\r\n ", b"\r\n\t", b"\n ", b"\r\n \r\n ", b"\r\n", b"\r ", b" \r\n  \t ")
LINE_ENDS = (b"\n", b"\r\n", b"\r", b"\r\r\n", b"\n\r", b"\x0b", b"\x0c", b"\x85", b"\xe2\x80\xa8")
BYTES = (
    b"\0", b"\r", b"\x1b", b"\x1b$B", b"\x7f", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc0\x80", b"\xed\xa0\x80", b"\xf4\x90\x80\x80",
    "\u202e".encode(), "\u200b".encode(), "\U0001f600".encode(), b"\x1a", b"\xa0", b"\0" * 50, b"\x8e\xa2", b"=", b"=\r\n",
    b"=?", b"?=", b"\\", b'"', b"(", b"<", b"\r\n\r\n", b"\n\n", b"\x0c", b"\x1c\x1d\x1e",
)  # fmt: skip
CHARSETS = (
    b"utf-8", b"utf-7", b"utf-16", b"utf-16le", b"utf-32", b"us-ascii", b"iso-2022-jp", b"iso-2022-kr", b"hz-gb-2312", b"big5",
    b"shift_jis", b"euc-jp", b"gb18030", b"koi8-r", b"windows-1258", b"ibm037", b"cp65001", b"idna", b"punycode", b"hex",
    b"base64", b"rot13", b"zlib", b"bz2", b"unicode_escape", b"raw_unicode_escape", b"undefined", b"mbcs", b"utf_8_sig", b"",
    b"\0", b"../../etc", b"a" * 300, b"utf-8*es", b"'utf-8'", b"\xff", b"x-user-defined", b"utf-8; x", b"string-escape",
)  # fmt: skip
ENCODINGS = (
    b" base64", b" quoted-printable", b" 7bit", b" 8bit", b" binary", b" x-uuencode", b" uuencode", b" base-64", b" BASE64;x",
    b" quoted printable", b" gzip", b"", b" \0", b" x" * 100, b"q", b"b", b"x", b" base64\r\n quoted-printable", b" none",
)  # fmt: skip
TYPES = (
    b" text/plain", b" text/html", b" text/enriched", b" text", b" text/", b" /", b" ;", b"", b" multipart/mixed",
    b" multipart/alternative", b" multipart/report; report-type=delivery-status", b" multipart/digest", b" multipart/related",
    b" multipart/mixed; boundary=", b' multipart/mixed; boundary=""', b" multipart/mixed; boundary=a\r\n b",
    b' multipart/mixed; boundary="' + b"b" * 500 + b'"', b" message/rfc822", b" message/partial", b" message/delivery-status",
    b" message/external-body", b" message/global", b" application/ms-tnef", b" application/octet-stream",
    b" application/pkcs7-mime", b" text/calendar", b" application/pdf", b" image/png", b" multipart/encrypted",
    b" multipart/signed", b" multipart/\xff", b' text/plain; charset="', b" text/plain; charset*0*=utf-8''u; charset*1=tf",
)  # fmt: skip
PARAMETERS = (
    b"*=utf-8''%E2%82%AC", b"*0*=utf-8''a;x*1=b", b"*1*=b", b"*0=a; name*2=c", b"*=''", b"*='", b"*=utf-99''%ff%fe", b"*999=x",
    b"*-1=x", b"*00=x", b"*=utf-8''%", b"*=utf-8''%zz", b"=", b'="', b'="a\\"', b"*0*=idna'x'a", b"*\xff=x", b"=\0", b"*x=y",
    b'="../../../etc/passwd"', b'="con.\xe2\x80\xae3pm.exe"', b'="=?utf-8?b?4oKs?="', b"=" + b"n" * 3000, b"*0*=hex''41",
)  # fmt: skip
ADDRESSES = (
    b" <>", b" a@b", b" @", b" a@b@c", b' "a" <a@b.c', b" a@[127.0.0.1]", b" a@[IPv6:::1]", b" undisclosed-recipients:;",
    b" g: a@b.c, d@e.f;", b" (((((((", b" a@" + b"x." * 200 + b"com", b' "' + b"\\" * 50, b" \xc3\xa9@\xc3\xa9.test",
    b" a@xn--\xff.test", b" a@xn--a.test", b" =?utf-8?q?a=40b?= <c@d.e>", b" a@b.c\0@d.e", b" <a@b.c> <d@e.f>", b" ,,,,", b" :;",
    b' "a\r\n b" <a@b.c>', b" a(b(c)d@e)f@g.h", b" @a,@b:c@d.e", b" a@b.c, " * 30, b" a@\xe3\x80\x82.test", b" <<<a@b.c>>>",
    b" a@..", b" .@b", b" a@xn--.xn--", b" a@" + b"\xc3\xa9" * 70 + b".test",
)  # fmt: skip
_DATES = (
    b"Mon, 99 Foo 99999 99:99:99 +9999", b"31 Feb 2026 24:61:61 -0000", b"1 Jan 0001 00:00:00 +2359", b"31 Dec 9999 23:59:59 -2359",
    b"Tue, 2 Jun 2026 09:00:00 +99999999999999999999", b"2 Jun 26", b"now", b"", b"0", b"2026-06-02T09:00:00Z", b"\xd9\xa2 Jun 2026 9:0",
    b"1 Jan 1e9 0:0:0", b"Tue, 2 Jun -1 09:00:00 +0000", b"2 Jun 2026 09:00:00 (((PDT", b"1" * 5000, b"2 Jun 2026 09:00:00 +2400",
    b"1 Jan 10000 00:00:00 +0000", b"0 Jan 0000 00:00:00 +0000", b"2 Jun 2026 09:00:00.5 +0530",
)  # fmt: skip
_WORDS = (
    b"=?utf-8?b?!!!!?=", b"=?utf-8?q?=zz?=", b"=?utf-8?x?a?=", b"=??q?a?=", b"=?utf-8??a?=", b"=?utf-8?b?4oK?= =?utf-8?b?rA==?=",
    b"=?idna?q?a?=", b"=?utf-16?b?/v8=?=", b"=?hex?q?4?=", b"=?utf-8*en?q?a?=", b"=?utf-8?q?" + b"a" * 3000 + b"?=", b"=?=?=?=?=",
    b"=?utf-8?b?" + b"A" * 1001, b"=?utf-7?q?+AGE-?=", b"=?iso-2022-jp?b?GyRC?=", b"\xff\xfe raw", b"=?utf-8?q?=00=0D=0A?=",
    b"=?utf-8?b?AA0K?=", b"[D-7K2M9] Re: Re: AW: order PS-1001", b"a" * 5000, b"=?\0?q?a?=", b"=?utf-8?q?=F4=90=80=80?=",
)  # fmt: skip
_IDS = (
    b"<>",
    b"<@>",
    b"<[@]>",
    b"<a@b",
    b"a@b>",
    b"<a b@c>",
    b"<" + b"a" * 2000 + b"@b>",
    b"<a@b> " * 300,
    b"<\0@b>",
    b"<\xff@b>",
    b"<<a@b>>",
)
_SAYS = (
    b"mx.ours.test; dmarc=pass header.from=buyer.example", b"mx.ours.test; dmarc=pass", b"mx.ours.test", b"mx.ours.test; none",
    b"mx.ours.test (a (b); dmarc=pass header.from=x", b'"mx.ours.test"; dmarc=pass header.from=buyer.example', b"mx.ours.test/1; dmarc=",
    b"mx.ours.test; dmarc=pass header.from=" + b"x." * 300, b"MX.OURS.TEST.; dmarc=pass header.from=buyer.example", b";;;;", b"(((((" * 300,
    b"mx.ours.test; dmarc=fail header.from=buyer.example", b"mx.ours.test; " + b"spf=pass smtp.mailfrom=a; " * 100, b"other.test; dmarc=pass",
)  # fmt: skip
_SIGNED = (
    b"v=1; a=rsa-sha256; d=buyer.example; s=s; h=from; bh=AAAA; b=AAAA", b"v=1", b"", b"v=1; a=rsa-sha256; d=; s=; h=; bh=; b=",
    b"v=1; a=ed25519-sha256; d=\xff; s=\xff; h=from:from; l=99999999999999999999; t=x; x=-1; bh=!; b=!", b"v=1; v=1; d=a; d=b",
    b"v=1; a=rsa-sha256; c=x/y/z; d=buyer.example; s=" + b"a." * 200 + b"; h=from; bh=AAAA; b=AAAA; i=@x",
)  # fmt: skip
HEADERS = (
    (b"From", ADDRESSES), (b"To", ADDRESSES), (b"Reply-To", ADDRESSES), (b"Return-Path", ADDRESSES), (b"Delivered-To", ADDRESSES),
    (b"Date", _DATES), (b"Subject", _WORDS), (b"From", _WORDS), (b"Message-ID", _IDS), (b"In-Reply-To", _IDS), (b"References", _IDS),
    (b"Authentication-Results", _SAYS), (b"Content-Type", TYPES), (b"Content-Transfer-Encoding", ENCODINGS), (b"DKIM-Signature", _SIGNED),
    (b"Content-Disposition", (b"attachment", b"inline", b"", b"attachment; filename", b"x" * 200, b"attachment; filename*=utf-8''%ff")),
    (b"Auto-Submitted", (b"auto-replied", b"no", b"", b"auto-generated; x", b"\xff")), (b"Received", _DATES), (b"", (b"", b"x")),
    (b"X-Failed-Recipients", ADDRESSES), (b"List-Id", (b"<", b"<a>", b"\0")), (b"Precedence", (b"bulk", b"\xff")), (b"\xff", (b"x",)),
)  # fmt: skip
WRAPPINGS = (
    b"From: x@y.test\r\nContent-Type: message/rfc822\r\n\r\n{mail}",
    b"From: x@y.test\r\nContent-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{base64}",
    b"From: x@y.test\r\nContent-Type: multipart/mixed; boundary=w\r\n\r\n--w\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n--w--\r\n",
    (
        b"From: x@y.test\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=w\r\n\r\n--w\r\n\r\nfailed\r\n--w\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; a@b.c\r\nAction: failed\r\n"
        b"Status: 5.1.1\r\n\r\n--w\r\nContent-Type: message/rfc822\r\n\r\n{mail}\r\n--w--\r\n"
    ),
    (
        b"From: x@y.test\r\nContent-Type: multipart/alternative; boundary=w\r\n\r\n--w\r\n\r\n{other}\r\n--w\r\nContent-Type: text/html\r\n\r\n"
        b"<p>{mail}\r\n--w--\r\n"
    ),
    b"From: x@y.test\r\nContent-Type: multipart/digest; boundary=w\r\n\r\n--w\r\n\r\n{mail}\r\n--w\r\n\r\n{other}\r\n--w--\r\n",
)
BODIES = (
    b"> " * 50 + b"x\r\n", b"On Mon, 1 Jun 2026 at 9:00, Ana <a@b.test> wrote:\r\n> hello\r\n", b"-- \r\nAna\r\n", b"-----Original Message-----\r\n",
    b"From: a@b.test\r\nSent: now\r\nTo: c@d.test\r\nSubject: x\r\n\r\n", b"We accept USD 999,999,999,999,999,999.99\r\n", b"begin 644 a\r\n`\r\nend\r\n",
    b"12/31/0000 99:99 31.02.2026 1st of Foo\r\n", b"$1.2.3,4 EUR -5% 1/0 9e999 \xe2\x82\xac\xd9\xa1\xd9\xa2\r\n", "İıßſK \u0345 \u1e9e\r\n".encode(),
    b"ACCEPT\r\nDECLINE\r\n", b"<p>" * 30, b"\r\n" * 50, b"From \r\n>From x\r\n", b"SKU\taffected\r\nTV\t1\r\n", b"=E2=82\r\n=\r\n==3D\r\n", b"\xff" * 100,
    b"--\r\n", b"____\r\n", b"Enviado desde mi iPhone\r\n", b"order PS-1001 D-7K2M9 desk+x@mailbot.example\r\n", "\u202e\u2066\u200d".encode() * 20,
)  # fmt: skip
TAGS = (
    b"<", b">", b"<!--", b"-->", b"<![CDATA[", b"]]>", b"</", b"<p", b"<blockquote>", b"</blockquote>", b"<script>", b"<style>", b"<svg><p>",
    b"<table><tr><td>", b"</td></table>", b'<div style="display:none', b"<template>", b"<select>", b"<textarea>", b"<plaintext>", b"<pre>\n",
    b"<math><mtext>", b"&#0;", b"&#x110000;", b"&#xd800;", b"&nbsp", b"&" * 50, b"<a href=" + b"x" * 500, b"<img alt='", b"<base>", b"<frameset>",
    b"<o:p>", b"<?xml", b"<!DOCTYPE", b"\0", b"<\0p>", b"<br/" * 30, b"<li>", b"<body>", b"</body>", b"</html>", b"<font size=0>",
)  # fmt: skip
NUMBERS = (
    b"\xff\xff\xff\xff",
    b"\x7f\xff\xff\xff",
    b"\xff\xff\xff\x7f",
    b"\0\0\0\0",
    b"\0\0\0\x80",
    b"\xff\xff",
    b"\0\0",
    b"\1\0",
    b"\xff" * 8,
    b"\x80",
)
FIGURES = (
    b"0",
    b"-1",
    b"99999999999999999999",
    b"2147483648",
    b"",
    b"1e999",
    b"x",
    b"00000000001",
    b"65536",
    b"0.0000001",
)
