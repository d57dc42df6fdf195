"""The mails that robustness is measured on: every mail of every corpus, and honest ones with files of every kind."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from tests.corpora.shelf import ROOT
from tests.reading import robust_files as files

NO_MAILS = frozenset({".json", ".md", ".py"})
BODIES = frozenset({".txt", ""})  # bodies of replies, kept without a header block
ENVELOPE = b"From: Ana <ana@buyer.example>\r\nTo: desk@mailbot.example\r\nDate: Tue, 2 Jun 2026 09:00:00 -0700\r\n"
HEAD = ENVELOPE + b"Subject: Re: order PS-1001\r\nMessage-ID: <one@buyer.example>\r\nMIME-Version: 1.0\r\n"
_ARC_MAIL = re.compile(r"^ {4}message:\s*\|-?\n((?: {6}.*\n|\s*\n)+)", re.MULTILINE)


def corpus_mails() -> Iterator[tuple[str, bytes]]:
    """Yield every mail of every corpus that is there, with its path. A bare body gets a header block."""
    for path in sorted(ROOT.rglob("*")) if ROOT.is_dir() else ():
        if not path.is_file() or path.suffix in NO_MAILS or path.name.startswith("LICENSE"):
            continue
        name = str(path.relative_to(ROOT))
        if path.suffix == ".yml":
            for number, text in enumerate(_ARC_MAIL.findall(path.read_text())):
                yield f"{name} {number}", re.sub(r"(?m)^ {6}", "", text).encode()
        else:
            yield name, _with_header(path)


def _with_header(path: Path) -> bytes:
    content = path.read_bytes()
    if path.suffix == ".html":
        return HEAD + b"Content-Type: text/html\r\n\r\n" + content
    bare = path.suffix in BODIES and "replies" in path.parts
    return HEAD + b"Content-Type: text/plain; charset=utf-8\r\n\r\n" + content if bare else content


@lru_cache(maxsize=1)
def honest_mails() -> Mapping[str, bytes]:
    """Return ordinary mails of our own making, one with each kind of file."""
    with_files = {name: mail([(name, type_, content)]) for name, (type_, content) in files.honest_files().items()}
    return with_files | {
        "plain": HEAD + b"\r\nYes, we accept USD 250.00.\r\n\r\n" + b"> " + QUOTED.replace(b"\n", b"\r\n> "),
        "page": HEAD + b"Content-Type: text/html; charset=utf-8\r\n\r\n" + PAGE,
        "both": HEAD
        + b'Content-Type: multipart/alternative; boundary="alt"\r\n\r\n--alt\r\nContent-Type: text/plain; '
        + b"charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nS=C3=AD, aceptamos =E2=82=AC 250.\r\n"
        + b"--alt\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"
        + PAGE
        + b"\r\n--alt--\r\n",
        "mail in a mail": mail([("old.eml", "message/rfc822", HEAD + b"\r\nthe old words\r\n")], encode=False),
        "encoded names": HEAD.replace(b"Re: order", b"=?utf-8?B?UmU6IMOkw7bDvA==?= =?iso-8859-1?q?=F1?= order")
        + b"Content-Type: application/octet-stream; name*0*=utf-8'es'informe%20; name*1*=%C3%B1; name*2=.bin\r\n"
        + b"Content-Transfer-Encoding: base64\r\n\r\nAAECAwQ=\r\n",
        "vouched": b"Authentication-Results: mx.ours.test; dmarc=pass header.from=buyer.example\r\n"
        b"Received: from a by mx.ours.test with ESMTPS id 1; Tue, 2 Jun 2026 09:00:00 +0000\r\n"
        + HEAD
        + b"\r\nhello\r\n",
    }


QUOTED = (
    b"The seller offers USD 250.00 to settle the claim on order PS-1001 for three missing televisions.\n"
    b"Please answer with one line: ACCEPT or DECLINE, by Friday 5 June, 17:00 Pacific. Nothing else is needed.\n"
)
PAGE = (
    b"<html><head><style>p{color:red}</style></head><body><p>We <b>accept</b> &euro;&nbsp;250.</p>"
    b'<table><tr><td>SKU</td><td>3</td></tr></table><blockquote type="cite"><p>' + QUOTED + b"</p></blockquote></body>"
)


def mail(
    parts: list[tuple[str, str, bytes]], text: bytes = b"See the file.", *, encode: bool = True, edge: bytes = b"=_mix"
) -> bytes:
    """Write a mail with files: name, type, content."""
    pieces = [HEAD, b'Content-Type: multipart/mixed; boundary="%b"\r\n\r\n--%b\r\n\r\n' % (edge, edge), text]
    for name, type_, content in parts:
        pieces.append(
            b'\r\n--%b\r\nContent-Type: %b; name="%b"\r\nContent-Disposition: attachment; filename="%b"\r\n'
            % (edge, type_.encode(), name.encode(), name.encode())
        )
        pieces.append(
            b"Content-Transfer-Encoding: base64\r\n\r\n" + files.encoded(content) if encode else b"\r\n" + content
        )
    return b"".join([*pieces, b"\r\n--%b--\r\n" % edge])
