"""What each answer of an SMTP server comes to."""

import asyncio

import pytest

from mailbot.adapters.smtp import SmtpAccount, SmtpPostman
from mailbot.errors import SettingsError, StaleDispute
from mailbot.mail.envelope import Outcome, Receipt
from tests.adapters.smtp_sink import HANG_UP, SILENCE, SmtpSink
from tests.make import envelope


class Marks:
    """Counts the marks, and what the sink had heard when each was set."""

    def __init__(self, sink: SmtpSink) -> None:
        self.sink = sink
        self.heard: list[list[str]] = []

    async def __call__(self) -> None:
        self.heard.append(list(self.sink.verbs))


def postman(sink: SmtpSink, **changes: object) -> SmtpPostman:
    words: dict[str, object] = {
        "host": "127.0.0.1", "port": sink.port, "security": "none", "timeout_seconds": 0.4, "final_timeout_seconds": 0.4,
    }  # fmt: skip
    return SmtpPostman(SmtpAccount(**{**words, **changes}))  # type: ignore[arg-type]


async def post(sink: SmtpSink) -> tuple[Receipt, Marks]:
    marks = Marks(sink)
    sender = postman(sink)
    async with asyncio.timeout(5):
        receipt = await sender.post(envelope(), marks)
        await sender.close()
    return receipt, marks


async def test_the_mark_is_set_after_the_reader_is_taken_and_before_data() -> None:
    async with SmtpSink() as sink:
        receipt, marks = await post(sink)
    assert receipt == Receipt(Outcome.ACCEPTED, "250 2.0.0 queued")
    assert marks.heard == [["EHLO", "MAIL", "RCPT"]]
    assert len(sink.taken) == 1


BEFORE = {
    ("HELLO", HANG_UP): (Outcome.DEFERRED, False),
    ("HELLO", "554 go away"): (Outcome.DEFERRED, False),
    ("HELLO", SILENCE): (Outcome.DEFERRED, False),
    ("EHLO", HANG_UP): (Outcome.DEFERRED, False),
    ("MAIL", "451 4.3.0 later"): (Outcome.DEFERRED, False),
    ("MAIL", "550 5.7.1 you may not send"): (Outcome.DEFERRED, False),
    ("MAIL", HANG_UP): (Outcome.DEFERRED, False),
    ("RCPT", "451 4.7.1 greylisted"): (Outcome.DEFERRED, True),
    ("RCPT", "550 5.1.1 no such person"): (Outcome.REFUSED, True),
    ("RCPT", SILENCE): (Outcome.DEFERRED, False),
    ("RCPT", HANG_UP): (Outcome.DEFERRED, False),
    ("RCPT", "nonsense"): (Outcome.DEFERRED, False),
}


@pytest.mark.parametrize(("fault", "expected"), BEFORE.items(), ids=map(" ".join, BEFORE))
async def test_before_the_mark_nothing_is_in_doubt(fault: tuple[str, str], expected: tuple[Outcome, bool]) -> None:
    async with SmtpSink() as sink:
        sink.answer(*fault)
        receipt, marks = await post(sink)
    assert (receipt.outcome, receipt.reached) == expected
    assert marks.heard == []
    assert sink.taken == []


AFTER = {
    ("DATA", "451 4.3.0 later"): Outcome.DEFERRED,
    ("DATA", "554 5.7.1 no"): Outcome.REFUSED,
    ("DATA", HANG_UP): Outcome.UNKNOWN,
    ("DATA", SILENCE): Outcome.UNKNOWN,
    ("DOT", "250 2.0.0 thanks"): Outcome.ACCEPTED,
    ("DOT", "251 forwarded"): Outcome.ACCEPTED,
    ("DOT", "421 4.3.2 shutting down"): Outcome.DEFERRED,
    ("DOT", "452 4.2.2 mailbox full"): Outcome.DEFERRED,
    ("DOT", "552 5.3.4 too big"): Outcome.REFUSED,
    ("DOT", "354 go on"): Outcome.UNKNOWN,
    ("DOT", "nonsense"): Outcome.UNKNOWN,
    ("DOT", HANG_UP): Outcome.UNKNOWN,
    ("DOT", SILENCE): Outcome.UNKNOWN,
}


@pytest.mark.parametrize(("fault", "expected"), AFTER.items(), ids=map(" ".join, AFTER))
async def test_after_the_mark_only_a_definite_answer_is_definite(fault: tuple[str, str], expected: Outcome) -> None:
    async with SmtpSink() as sink:
        sink.answer(*fault)
        receipt, marks = await post(sink)
        assert (receipt.outcome, receipt.reached) == (expected, True)
        assert len(marks.heard) == 1
        again, _ = await post(sink)
        assert again.outcome is Outcome.ACCEPTED


async def test_no_server_at_all() -> None:
    async with SmtpSink() as sink:
        sender = postman(sink)
    marks = Marks(sink)
    receipt = await sender.post(envelope(), marks)
    assert (receipt.outcome, receipt.reached, marks.heard) == (Outcome.DEFERRED, False, [])
    assert f"SMTP 127.0.0.1:{sink.port}" in receipt.reply


async def test_a_connection_is_used_again_and_tried_before_that_when_it_was_idle() -> None:
    async with SmtpSink() as sink:
        sender = postman(sink, idle_seconds=0.0)
        for _ in range(3):
            await sender.post(envelope(), Marks(sink))
        assert (sink.connections, sink.verbs.count("NOOP"), len(sink.taken)) == (1, 2, 3)
        sink.answer("NOOP", HANG_UP)
        assert (await sender.post(envelope(), Marks(sink))).outcome is Outcome.ACCEPTED
        assert sink.connections == 2
        await sender.close()


async def test_an_old_connection_is_not_used_again() -> None:
    async with SmtpSink() as sink:
        sender = postman(sink, oldest_seconds=0.0)
        for _ in range(2):
            await sender.post(envelope(), Marks(sink))
        await sender.close()
    assert sink.connections == 2


async def test_after_a_refused_reader_the_connection_is_clean_for_the_next() -> None:
    async with SmtpSink() as sink:
        sender = postman(sink)
        sink.answer("RCPT", "550 5.1.1 no such person")
        assert (await sender.post(envelope(), Marks(sink))).outcome is Outcome.REFUSED
        assert (await sender.post(envelope(), Marks(sink))).outcome is Outcome.ACCEPTED
        await sender.close()
    assert (sink.connections, sink.verbs.count("RSET")) == (1, 1)


async def test_a_mark_that_cannot_be_set_stops_the_letter() -> None:
    async def taken_over() -> None:
        raise StaleDispute("somebody else has it")

    async with SmtpSink() as sink:
        sender = postman(sink)
        with pytest.raises(StaleDispute):
            await sender.post(envelope(), taken_over)
        assert (await sender.post(envelope(), Marks(sink))).outcome is Outcome.ACCEPTED
        await sender.close()
    assert len(sink.taken) == 1


@pytest.mark.parametrize("connections", [1, 3])
async def test_letters_at_the_same_time_wait_for_each_other(connections: int) -> None:
    async with SmtpSink() as sink:
        sender = postman(sink, connections=connections)
        receipts = await asyncio.gather(*(sender.post(envelope(), Marks(sink)) for _ in range(8)))
        await sender.close()
    assert {receipt.outcome for receipt in receipts} == {Outcome.ACCEPTED}
    assert (sink.connections, len(sink.taken)) == (connections, 8)


async def test_lines_with_dots_arrive_as_they_were() -> None:
    content = b"Subject: dots\r\n\r\n.\r\n..x\r\n.MAIL FROM:<sly@stranger.test>\r\nend\r\n"
    async with SmtpSink() as sink:
        sender = postman(sink)
        await sender.post(envelope(content=content), Marks(sink))
        await sender.close()
    assert sink.verbs.count("MAIL") == 1
    assert sink.taken[0].replace(b"\r\n..", b"\r\n.") == content + b".\r\n"


async def test_an_address_beyond_ascii_needs_a_server_that_can() -> None:
    jorg = envelope(reader="jörg@bücher.example", content="Subject: ü\r\n\r\nü\r\n".encode())
    async with SmtpSink() as sink:
        sender = postman(sink)
        assert (await sender.post(jorg, Marks(sink))).outcome is Outcome.ACCEPTED
        assert "MAIL FROM:<desk@mailbot.example> SMTPUTF8 BODY=8BITMIME" in sink.lines
        await sender.close()
        sink.extensions = ["8BITMIME"]
        refused = await sender.post(jorg, Marks(sink))
        await sender.close()
    assert (refused.outcome, "SMTPUTF8" in refused.reply) == (Outcome.REFUSED, True)


async def test_signing_in_by_password_or_token() -> None:
    async def token() -> str:
        return "fresh"

    async with SmtpSink() as sink:
        for way in ({"password": "pw"}, {"token": token}):
            sender = postman(sink, user="desk@mailbot.example", **way)
            assert (await sender.post(envelope(), Marks(sink))).outcome is Outcome.ACCEPTED
            await sender.close()
        sink.answer("AUTH", "535 5.7.8 wrong", "535 5.7.8 wrong")
        refused = await postman(sink, user="desk", password="pw").post(envelope(), Marks(sink))
    assert [line.split()[1] for line in sink.lines if line.startswith("AUTH")][:2] == ["PLAIN", "XOAUTH2"]
    assert (refused.outcome, refused.reached) == (Outcome.DEFERRED, False)


async def test_tls_is_demanded_never_only_if_offered() -> None:
    async with SmtpSink() as sink:
        receipt = await postman(sink, security="starttls").post(envelope(), Marks(sink))
    assert (receipt.outcome, receipt.reached, sink.taken) == (Outcome.DEFERRED, False, [])


def test_an_account_that_cannot_be_meant() -> None:
    with pytest.raises(SettingsError, match="loopback"):
        SmtpAccount("mail.example", security="none")
    with pytest.raises(SettingsError, match="either"):
        SmtpAccount("mail.example", user="desk")
