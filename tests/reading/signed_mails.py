"""Mails signed here (RFC 6376), whole and then changed, under a DNS that exists only in the test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import dkim

from tests.reading import rsa_key

BODIES = (
    b"I accept 250.00 USD.\r\n",
    b"12 of 40 units are broken.  \r\n\r\nSee the photos.\r\n\r\n\r\n",
    "Acepto. Faltan dos palés.\r\n".encode(),
    b"",
    b"x" * 30_000 + b"\r\n",
)
CANONICAL = ((b"relaxed", b"relaxed"), (b"simple", b"simple"), (b"relaxed", b"simple"), (b"simple", b"relaxed"))
FROM_LINES = (
    b"From: Maria <maria@client.test>",
    b'From: "Lopez, Maria" <maria@client.test>',
    b"From: maria@CLIENT.test (Maria)",
    b"From: =?utf-8?q?Mar=C3=ADa?=\r\n <maria@client.test>",
)
SIGNED = [b"from", b"to", b"subject", b"date"]

Change = Callable[[bytes], bytes]


@dataclass(frozen=True, slots=True)
class Case:
    """One mail; ``genuine`` if From's domain signed just this."""

    name: str
    content: bytes
    genuine: bool
    records: dict[str, bytes]

    def lookup(self, name: str) -> bytes | None:
        """Answer as the test's DNS."""
        return self.records.get(name.rstrip("."))


CHANGES: dict[str, Change] = {
    "another sum": lambda mail: mail.replace(b"250.00", b"25.00"),
    "words below": lambda mail: mail + b"And I waive all claims.\r\n",
    "words above": lambda mail: mail.replace(b"\r\n\r\n", b"\r\n\r\nNo: ", 1),
    "another From": lambda mail: mail.replace(b"maria@client.test", b"peter@client.test"),
    "a second From above": lambda mail: b"From: peter@client.test\r\n" + mail,
    "a second From below": lambda mail: mail.replace(b"\r\n\r\n", b"\r\nFrom: peter@client.test\r\n\r\n", 1),
    "another subject": lambda mail: mail.replace(b"Subject: Lot", b"Subject: Not"),
    "another selector": lambda mail: mail.replace(b"s=s1", b"s=s2"),
    "another domain": lambda mail: mail.replace(b"d=client.test", b"d=evil.test"),
    "no signature": lambda mail: mail[mail.index(b"From:") :],
    "a broken signature": lambda mail: mail.replace(b" b=", b" b=QUFB", 1),
    "no hash": lambda mail: mail.replace(b"bh=", b"xx=", 1),
    "not a word of it": lambda mail: b"DKIM-Signature: v=1; nonsense\r\n" + mail[mail.index(b"From:") :],
}


def cases() -> Iterator[Case]:
    """Yield all of them."""
    made = rsa_key.make(7)
    keys = made.pem
    records = {f"s1._domainkey.{domain}": made.record for domain in ("client.test", "evil.test", "sub.client.test")}
    for number, body in enumerate(BODIES):
        for header, text in CANONICAL:
            for line in FROM_LINES:
                mail = _mail(line, body)
                signed = _sign(mail, b"client.test", keys, canonicalize=(header, text))
                name = f"body {number}, {header.decode()}/{text.decode()}, {line.decode()}"
                yield Case(name, signed, genuine=True, records=records)
                if number == 0 and line is FROM_LINES[0]:
                    yield from _changed(name, signed, records)
    plain = _mail(FROM_LINES[0], BODIES[0])
    yield Case(
        "signed by two", _sign(_sign(plain, b"evil.test", keys), b"client.test", keys), genuine=True, records=records
    )
    yield Case(
        "a list's broken one above",
        b"DKIM-Signature: v=1; a=x\r\n" + _sign(plain, b"client.test", keys),
        genuine=True,
        records=records,
    )
    below = _mail(b"From: Maria <maria@sub.client.test>", BODIES[0])
    yield Case("signed by the domain above", _sign(below, b"client.test", keys), genuine=True, records=records)
    beside = _mail(b"From: Maria <maria@evilclient.test>", BODIES[0])
    yield Case("signed by a domain it ends with", _sign(beside, b"client.test", keys), genuine=False, records=records)
    yield Case("signed by another", _sign(plain, b"evil.test", keys), genuine=False, records=records)
    yield Case("signed by a domain below", _sign(plain, b"sub.client.test", keys), genuine=False, records=records)
    yield Case(
        "only the beginning is signed (l=)",
        _sign(plain, b"client.test", keys, length=True),
        genuine=False,
        records=records,
    )
    yield Case(
        "l=, then more",
        _sign(plain, b"client.test", keys, length=True) + b"I waive all claims.\r\n",
        genuine=False,
        records=records,
    )
    signed = _sign(plain, b"client.test", keys)
    yield Case("no key in the DNS", signed, genuine=False, records={})
    yield Case(
        "the key is withdrawn", signed, genuine=False, records={"s1._domainkey.client.test": b"v=DKIM1; k=rsa; p="}
    )
    yield Case(
        "the record is nonsense", signed, genuine=False, records={"s1._domainkey.client.test": b"\xff\xfe hello"}
    )
    six = signed
    for _ in range(5):
        six = b"DKIM-Signature: v=1; a=rsa-sha256; d=evil.test; s=s1; h=from; bh=AA==; b=AA==\r\n" + six
    yield Case("more signatures than are looked at", six, genuine=False, records=records)


def _changed(name: str, signed: bytes, records: dict[str, bytes]) -> Iterator[Case]:
    for change, function in CHANGES.items():
        mail = function(signed)
        assert mail != signed, change
        yield Case(f"{change}: {name}", mail, genuine=False, records=records)


def _mail(line: bytes, body: bytes) -> bytes:
    return line + b"\r\nTo: desk@ours.test\r\nSubject: Lot 4711\r\nDate: Tue, 2 Jun 2026 09:00:00 +0000\r\n\r\n" + body


def _sign(
    mail: bytes, domain: bytes, key: bytes, *, canonicalize: tuple[bytes, bytes] = CANONICAL[0], length: bool = False
) -> bytes:
    header = dkim.sign(mail, b"s1", domain, key, canonicalize=canonicalize, include_headers=SIGNED, length=length)
    return bytes(header) + mail
