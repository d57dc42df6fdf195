"""Reading in workers: the same as reading here, and a mail that kills its worker is a value."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import dkim
import pytest

from mailbot.adapters import reader as reading
from mailbot.adapters.reader import InlineReader, ReaderSettings, WorkerReader, begin_reading
from mailbot.adapters.workers import Workers
from mailbot.mail.authentication import Trust, TrustSettings
from mailbot.mail.clues import ClueKind
from mailbot.mail.message import Message, RawMail, SpanKind
from mailbot.mail.signatures import signers
from mailbot.mail.token import Keys, reply_token
from mailbot.mediation.context import Context, SentText
from mailbot.mediation.letter import Letter

KEYS = Keys("k1", {"k1": b"0123456789abcdef0123456789abcdef"})
SETTINGS = ReaderSettings(TrustSettings("mx.ours.test"), ("desk@ours.test",), KEYS)
LETTER = "The seller offers USD 250.00 to settle the claim on order 4711.\n\nPlease answer with one line: ACCEPT or DECLINE, by Friday 5 June, 17:00 Pacific."


def mail(body: str = "Hello", more: str = "") -> RawMail:
    token = reply_token(KEYS, "D-1", "buyer")
    content = (
        "Authentication-Results: mx.ours.test; dmarc=pass header.from=buyer.test\r\n"
        "Received: from out.buyer.test by mx.ours.test with ESMTPS id 1; Tue, 2 Jun 2026 09:00:00 +0000\r\n"
        f"From: Ana <ana@buyer.test>\r\nTo: desk+{token}@ours.test\r\nSubject: Re: order 4711\r\n{more}\r\n{body}"
    )
    return RawMail("box", 1, 1, datetime(2026, 6, 2, 9, 0, tzinfo=UTC), content.encode())


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerReader]:
    reader = WorkerReader(Workers(1, reading.LIMITS, partial(begin_reading, SETTINGS)))
    yield reader
    asyncio.run(reader.close())


async def test_a_worker_reads_what_is_read_here(workers: WorkerReader) -> None:
    here = await InlineReader(SETTINGS).read(mail())
    there = await workers.read(mail())
    assert there == here
    message, clues = there
    assert message.sender.trust is Trust.PROVEN
    assert {clue.kind for clue in clues} >= {ClueKind.TOKEN, ClueKind.ORDER}
    assert not message.ours


async def test_understanding_knows_what_we_sent(workers: WorkerReader) -> None:
    quoted = "\r\n".join(f"> {line}" for line in LETTER.split("\n"))
    message, _ = await workers.read(
        mail(f"ACCEPT\r\n\r\nOn Tue, 2 Jun 2026, Desk <desk@ours.test> wrote:\r\n{quoted}\r\n")
    )
    context = Context(sent=(SentText("offer-1", Letter.OFFER_TO_BUYER, LETTER),))
    understood = await workers.understand(replace(message, html="<p>kept</p>"), context)
    assert understood.message.new_text == "ACCEPT"
    assert any(span.kind is SpanKind.QUOTED and span.letter_id == "offer-1" for span in understood.message.spans)
    assert understood.message.html == "<p>kept</p>"
    assert understood.intents


async def test_many_mails_at_once(workers: WorkerReader) -> None:
    read = await asyncio.gather(*(workers.read(mail(f"number {number}")) for number in range(60)))
    assert [message.text for message, _ in read] == [f"number {number}" for number in range(60)]


@pytest.fixture
async def short_lived(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[WorkerReader]:
    reader = WorkerReader(Workers(1, reading.LIMITS, partial(begin_reading, SETTINGS)))
    yield reader
    await reader.close()


def spin(settings: ReaderSettings, raw: RawMail) -> tuple[Message, tuple[()]]:
    while b"spin" in raw.content:
        pass
    return reading.read_mail(settings, replace(raw))[0], ()


def swell(settings: ReaderSettings, raw: RawMail) -> tuple[Message, tuple[()]]:
    heap = [bytes(10_000_000) for _ in range(100 if b"spin" in raw.content else 0)]
    return reading.read_mail(settings, raw)[0], tuple(heap[:0])


async def test_a_mail_that_burns_time_costs_only_its_worker(
    short_lived: WorkerReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "read_mail", spin)
    began = time.monotonic()
    message, clues = await short_lived.read(mail("spin"))
    assert time.monotonic() - began < 20
    assert "5 s" in message.quarantine
    assert message.problems == (message.quarantine,)
    assert (message.subject, clues) == ("Re: order 4711", ())
    assert message.content_hash
    following, _ = await short_lived.read(mail("next"))
    assert following.text == "next"


async def test_a_mail_that_eats_memory_is_a_value(short_lived: WorkerReader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "read_mail", swell)
    message, _ = await short_lived.read(mail("spin"))
    assert "512 MB" in message.quarantine
    following, _ = await short_lived.read(mail("next"))
    assert following.text == "next"


async def test_a_mail_of_25_mb_does_not_stall_the_loop(workers: WorkerReader) -> None:
    photo = "A" * 76 + "\r\n"
    part = f"Content-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\n{photo * 300_000}"
    big = mail(
        f"--b\r\n\r\nhello\r\n--b\r\n{part}--b--\r\n",
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n",
    )
    assert len(big.content) > 23_000_000
    await workers.read(mail())
    reading_it = asyncio.ensure_future(workers.read(big))
    worst = 0.0
    while not reading_it.done():
        began = time.monotonic()
        await asyncio.sleep(0.005)
        worst = max(worst, time.monotonic() - began)
    message, _ = await reading_it
    assert message.text == "hello"
    assert message.attachments[0].size_bytes > 16_000_000
    assert worst < 1.0  # 0.04 s on a quiet machine; design says 0.25


# A key pair made for this test and used nowhere else.
PRIVATE = (
    "MIICXQIBAAKBgQDVxg815Mjh8L5iziR3gRO4BrWLQ/pfKmznnTOOvuVlCAA2cttnyjbAaZzqNCMp4dbrKpO4L/il8vt/S/3OXXsf"
    "mkoUGHByhzNvTAk5XqQG9rADcrHMJIg0tuTD8Rr6yR5hx4jP1ut3jyEGSOD6R1ez1TYGR6hU38tzekydAUrw1wIDAQABAoGANKc5"
    "695UFEKFwjRgCwdB4hvU715o9rOua0XvAwPF4KKd2stjeyb1YWMiARWia5hypS2xgLZgGg/FHk+LTh78ShLmqdlJdMvXqtmRYp3G"
    "oBrq6rLyz4AeV07Tm+MraBBM2mopjDKCNNt+k7c4l9+4Pwo2hqrbs2H79xgBz2DRa0ECQQD6ax+CSLNuIds0LpHMdh2grckyEtw+"
    "NqGJIPvKPcWDAAutyNRADnO0WQy+T6P5lSa7CwBRXUn/Wdmd3/1WvHTnAkEA2onXwVXM6BaD/ggSkiDAC7UwfDpJhXwOGeT601xI"
    "2U88I4UTaLTelxI1ZbS3tM+76VQVtEf2Q8PEPMVRgHw2kQJABdqTNfx1FVH9Sc784YaxUpw9Y8pFE787L3Vx7VxcTZ+mpj1XmNe9"
    "pK2gOqKp9p+h9CVhsIU5wZpcF/Cwf2KQaQJBAMbRVxeOHpAbQ9QNtg95eh5spgKu6IpnVVDbkBJQR/pj6puKCyFcQ5F/QFMaOXNm"
    "9lcNZ32PZo06AkMjZMWWu/ECQQDkToOUI4C3OZFfvaZLggnBM2rPt8p6IYSWFfM0yjpQp6O2HLm3EqMfoSV/idev5sgR4+Yl1A6c"
    "y+YuTgWd8EfW"
)
PUBLIC = (
    "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDVxg815Mjh8L5iziR3gRO4BrWLQ/pfKmznnTOOvuVlCAA2cttnyjbAaZzqNCMp"
    "4dbrKpO4L/il8vt/S/3OXXsfmkoUGHByhzNvTAk5XqQG9rADcrHMJIg0tuTD8Rr6yR5hx4jP1ut3jyEGSOD6R1ez1TYGR6hU38tz"
    "ekydAUrw1wIDAQAB"
)


def _signed(content: bytes) -> tuple[bytes, bytes]:
    pem = f"-----BEGIN RSA PRIVATE KEY-----\n{PRIVATE}\n-----END RSA PRIVATE KEY-----\n".encode()
    return dkim.sign(content, b"s", b"buyer.test", pem) + content, f"v=DKIM1; k=rsa; p={PUBLIC}".encode()


def test_a_signature_counts_only_if_it_is_of_today_and_covers_what_is_read() -> None:
    mail = b"From: ana@buyer.test\r\nSubject: x\r\nTo: desk@ours.test\r\n\r\nhello\r\n"
    pem = f"-----BEGIN RSA PRIVATE KEY-----\n{PRIVATE}\n-----END RSA PRIVATE KEY-----\n".encode()
    record = f"v=DKIM1; k=rsa; p={PUBLIC}".encode()

    def signed(**changes: Any) -> bytes:
        return dkim.sign(mail, b"s", b"buyer.test", pem, **changes) + mail

    assert signers(signed(include_headers=[b"from", b"subject"]), lambda name: record) == ("buyer.test",)
    assert signers(signed(include_headers=[b"from", b"to"]), lambda name: record) == ()  # any subject could be put in
    assert signers(signed(signature_algorithm=b"rsa-sha1"), lambda name: record) == ()  # RFC 8301
    assert signers(signed(), lambda name: record + b"; t=s") == ("buyer.test",)
    assert signers(signed(), lambda name: record + b"; t=s:y") == ()  # only testing: as if it were not signed
    assert signers(signed(), lambda name: record + b" ; T = y ;") == ("buyer.test",)  # names of tags know capitals
    no_subject = mail.replace(b"Subject: x\r\n", b"")
    bare = dkim.sign(no_subject, b"s", b"buyer.test", pem, include_headers=[b"from"]) + no_subject
    assert signers(bare, lambda name: record) == ("buyer.test",)
    assert signers(b"Subject: [D-ABCDEFGH]\r\n" + bare, lambda name: record) == ()


def test_own_check_of_signatures() -> None:
    content, record = _signed(b"From: ana@buyer.test\r\nSubject: x\r\n\r\nhello\r\n")
    assert signers(content, lambda name: record) == ("buyer.test",)
    assert signers(content.replace(b"hello", b"hallo"), lambda name: record) == ()
    assert signers(content, lambda name: None) == ()
    assert signers(b"From: ana@buyer.test\r\n\r\nhello", lambda name: record) == ()
    assert signers(b"\xff\x00", lambda name: record) == ()
    assert signers(b" a first line that continues nothing\r\nDKIM-Signature: v=1\r\n\r\nx", lambda name: record) == ()
