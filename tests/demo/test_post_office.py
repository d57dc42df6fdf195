"""The post office in the process: what goes in by SMTP comes out by IMAP, with a border's headers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mailbot.adapters.clock import SystemClock
from mailbot.adapters.imap import ImapAccount, ImapMailbox
from mailbot.adapters.smtp import SmtpAccount, SmtpPostman
from mailbot.demo.post_office import PostOffice
from mailbot.errors import TemporaryFailure
from mailbot.flow.collect import Collector
from mailbot.mail.envelope import Envelope, Outcome, Receipt
from tests.fakes import MemoryStore

DESK, ANN = "desk@mailbot.test", "ann@buyer.test"


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[PostOffice]:
    office = PostOffice({DESK: "desk pw", ANN: "ann pw"}, tmp_path / "mails", SystemClock())
    await office.start()
    yield office
    await office.stop()


async def no_mark() -> None:
    """Nothing to mark."""


async def send(office: PostOffice, to: str, content: bytes, user: str | None = ANN) -> Receipt:
    account = SmtpAccount(office.host, office.smtp_port, "none", user=user, password=user and "ann pw")
    postman = SmtpPostman(account)
    receipt = await postman.post(Envelope(ANN, to, "one@buyer.test", content), no_mark)
    await postman.close()
    return receipt


def mailbox(office: PostOffice) -> ImapMailbox:
    return ImapMailbox(ImapAccount("desk", office.host, DESK, office.imap_port, "none", password="desk pw"))


async def test_a_mail_goes_round_with_a_plus_address(office: PostOffice, tmp_path: Path) -> None:
    forged = b"Authentication-Results: mx.mailbot.test; dmarc=pass\r\n"
    kept = b"Authentication-Results: other.test; dmarc=pass\r\n"
    receipt = await send(
        office, "desk+T0K3N@mailbot.test", forged + kept + b"From: Ann <ann@buyer.test>\r\n\r\nhello\r\n"
    )
    assert receipt.outcome is Outcome.ACCEPTED
    box = mailbox(office)
    await box.uidvalidity()
    (mail,) = await box.fetch(await box.uids_after(0))
    await box.close()
    head, _, body = mail.content.partition(b"\r\n\r\n")
    assert head.count(b"mx.mailbot.test; dmarc=pass header.from=buyer.test") == 1
    assert forged.strip() not in head.split(b"\r\n")
    assert kept.strip() in head.split(b"\r\n")
    assert b"Delivered-To: desk+T0K3N@mailbot.test" in head
    assert body == b"hello\r\n"
    assert [path.read_bytes() for path in (tmp_path / "mails").iterdir()] == [mail.content]


@pytest.mark.parametrize(
    ("sender", "user", "verdict"),
    [
        (b"ann@buyer.test", ANN, b"dmarc=pass header.from=buyer.test"),
        (b"ann@buyer.test", None, b"dmarc=fail header.from=buyer.test"),
        (b"desk@mailbot.test", ANN, b"dmarc=fail header.from=mailbot.test"),
        (b"sly@stranger.test", None, b"dmarc=none header.from=stranger.test"),
    ],
)
async def test_only_who_signs_in_as_their_from_is_proven(
    office: PostOffice, sender: bytes, user: str | None, verdict: bytes
) -> None:
    await send(office, DESK, b"From: X <" + sender + b">\r\n\r\nhello\r\n", user)
    (mail,) = await office.wait_for(DESK, 1)
    assert verdict in mail


async def test_strangers_and_wrong_passwords_are_turned_away(office: PostOffice) -> None:
    assert (await send(office, "nobody@mailbot.test", b"x")).outcome is Outcome.REFUSED
    assert not (await send(office, DESK, b"x", DESK)).reached
    with pytest.raises(Exception, match="check user and password"):
        await ImapMailbox(ImapAccount("d", office.host, DESK, office.imap_port, "none", password="no")).uidvalidity()


async def test_servers_that_stop_and_start_lose_nothing(office: PostOffice) -> None:
    store, box = MemoryStore(), mailbox(office)
    collect = Collector(box, store, SystemClock())
    await send(office, DESK, b"From: ann@buyer.test\r\n\r\none\r\n")
    assert await collect.take() == 1
    await office.stop()
    assert not (await send(office, DESK, b"x")).reached
    with pytest.raises(TemporaryFailure):
        await collect.take()
    await office.start()
    await send(office, DESK, b"From: ann@buyer.test\r\n\r\ntwo\r\n")
    assert await collect.take() == 1
    await box.close()
    assert [waiting.raw.content[-5:] for waiting in await store.waiting_mails(9)] == [b"one\r\n", b"two\r\n"]


async def test_idle_pushes_at_once(office: PostOffice) -> None:
    box = mailbox(office)
    await box.uidvalidity()
    await box.uids_after(0)
    waiting = asyncio.ensure_future(box.wait(20))
    await asyncio.sleep(0.1)
    await send(office, DESK, b"From: ann@buyer.test\r\n\r\nhello\r\n")
    async with asyncio.timeout(5):
        assert await waiting
    await box.close()
