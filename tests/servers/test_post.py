"""Mailbox and postman against real Dovecot and Postfix, which are stopped and started in the middle."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from mailbot.adapters.clock import SystemClock
from mailbot.adapters.imap import ImapAccount, ImapMailbox, SentFolder
from mailbot.adapters.smtp import SmtpAccount, SmtpPostman
from mailbot.errors import PermanentFailure, TemporaryFailure
from mailbot.flow.collect import Collector
from mailbot.flow.dispatch import Dispatcher
from mailbot.flow.pace import BackOff
from mailbot.mail.envelope import Envelope, OutboxRow, Outcome, SendState
from mailbot.ports import AddToOutbox, Write
from tests.fakes import MemoryStore
from tests.make import outbox_row
from tests.servers.conftest import BUYER, DESK, SELLER, USERS
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

pytestmark = pytest.mark.servers


def account(dovecot: Dovecot, address: str = DESK, **changes: object) -> ImapAccount:
    plain = ImapAccount(
        "desk", dovecot.host, address, dovecot.port, "none", password=USERS[address], timeout_seconds=10.0
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def new_mails(store: MemoryStore) -> Callable[[], Awaitable[list[bytes]]]:
    async def contents() -> list[bytes]:
        return [waiting.raw.content for waiting in await store.waiting_mails(10_000)]

    return contents


class NothingFollows:
    """A letter that left, and that is all."""

    async def on_left(self, row: OutboxRow) -> tuple[Write, ...]:
        return ()

    async def on_refused(self, row: OutboxRow, reply: str) -> tuple[Write, ...]:
        return ()


async def until(what: Callable[[], Awaitable[bool]], seconds: float = 30) -> None:
    async with asyncio.timeout(seconds):
        while not await what():
            await asyncio.sleep(0.05)


async def test_a_mail_by_smtp_is_taken_in_and_marked(dovecot: Dovecot, postfix: Postfix) -> None:
    store = MemoryStore()
    box = ImapMailbox(account(dovecot))
    collect = Collector(box, store, SystemClock())
    await collect.take()
    before = len(await new_mails(store)())
    postfix.send(f"Ann <{BUYER}>", "desk+abc@mailbot.test", "short (again", "3 are missing\n")
    await until(lambda: _taken(collect, store, before + 1))
    await box.close()
    mail = (await new_mails(store)())[-1]
    assert b"Authentication-Results: mx.mailbot.test; dmarc=pass header.from=buyer.test" in mail
    assert b"Delivered-To: desk+abc@mailbot.test" in mail
    assert any(b"3 are missing" in path.read_bytes() for path in (dovecot.mail / DESK / "cur").glob("*:2,*S*"))


async def _taken(collect: Collector, store: MemoryStore, count: int) -> bool:
    await collect.take()
    return len(await new_mails(store)()) >= count


@pytest.mark.parametrize("security", ["tls", "starttls"])
async def test_tls_is_verified(dovecot: Dovecot, security: str) -> None:
    port = dovecot.tls_port if security == "tls" else dovecot.port
    trusting = account(dovecot, port=port, security=security, ca_file=str(dovecot.certificate.file))
    box = ImapMailbox(trusting)
    assert await box.uidvalidity() > 0
    assert box._session is not None
    assert box._session.connection.transport.get_extra_info("cipher") is not None
    await box.close()
    with pytest.raises(PermanentFailure, match="certificate is not to be trusted"):
        await ImapMailbox(replace(trusting, ca_file=None)).uidvalidity()


async def test_a_wrong_password_is_a_matter_for_the_operator(dovecot: Dovecot) -> None:
    with pytest.raises(PermanentFailure, match="check user and password"):
        await ImapMailbox(account(dovecot, password="wrong")).uidvalidity()
    with pytest.raises((PermanentFailure, TemporaryFailure), match="Mailbox doesn't exist"):
        await ImapMailbox(account(dovecot, folder="Nowhere & ä")).uidvalidity()


async def test_a_large_mailbox_and_new_numbers(dovecot: Dovecot) -> None:
    for number in range(230):
        dovecot.put(SELLER, b"Subject: number %d\r\n\r\n%s\r\n" % (number, b"x" * number * 100))
    store, box = MemoryStore(), ImapMailbox(account(dovecot, SELLER))
    collect = Collector(box, store, SystemClock())
    assert await collect.take() == 230
    assert len(set(await new_mails(store)())) == 230
    await box.close()
    dovecot.stop()
    dovecot.renumber(SELLER)
    dovecot.start()
    dovecot.put(SELLER, b"Subject: new\r\n\r\n")
    assert await collect.take() == 1
    assert await collect.take() == 0
    await box.close()
    for path in (dovecot.mail / SELLER / "cur").glob("*"):
        path.unlink()


async def test_dovecot_goes_away_in_the_middle_and_nothing_is_lost(dovecot: Dovecot, postfix: Postfix) -> None:
    store, box = MemoryStore(), ImapMailbox(account(dovecot))
    collect = Collector(box, store, SystemClock(), BackOff(lambda: 0.0), sleep=lambda seconds: asyncio.sleep(0.1))
    woken = asyncio.Event()
    running = asyncio.ensure_future(collect.run(woken.set))
    contents = new_mails(store)

    async def has(words: bytes) -> bool:
        return any(words in mail for mail in await contents())

    postfix.send(BUYER, DESK, text="before the outage\n")
    await until(lambda: has(b"before the outage"))
    assert woken.is_set()
    await asyncio.to_thread(dovecot.stop)
    postfix.send(BUYER, DESK, text="during the outage\n")
    await until(lambda: _true(collect.trouble != ""))
    assert f"IMAP 127.0.0.1:{dovecot.port}" in collect.trouble
    await asyncio.to_thread(dovecot.start)
    await until(lambda: has(b"during the outage"))
    postfix.send(BUYER, DESK, text="after the outage\n")
    await until(lambda: has(b"after the outage"))
    await until(lambda: _true(collect.trouble == ""))
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    kept = await contents()
    assert len(kept) == len(set(kept)) == len(postfix.inbox(DESK))


async def _true(truth: bool) -> bool:  # noqa: FBT001 - a condition to wait for
    return truth


async def test_postfix_goes_away_in_the_middle_and_each_letter_arrives_once(postfix: Postfix) -> None:
    store = MemoryStore()
    postman = SmtpPostman(SmtpAccount(postfix.host, postfix.port, "none", timeout_seconds=5.0))
    back_off = BackOff(lambda: 0.0)
    dispatcher = Dispatcher(store, postman, SystemClock(), NothingFollows(), back_off=back_off)
    before = len(postfix.inbox(BUYER))

    async def queue(number: int) -> None:
        content = b"From: desk@mailbot.test\r\nMessage-ID: <p%d@mailbot.test>\r\n\r\nletter %d\r\n" % (number, number)
        sent = Envelope(DESK, BUYER, f"p{number}@mailbot.test", content)
        now = SystemClock().now()
        await store.commit(
            AddToOutbox(outbox_row(id=f"o-{number}", draft_id=f"L-{number}", envelope=sent, not_before=now))
        )

    await queue(1)
    assert await dispatcher.once() == 1
    await asyncio.to_thread(postfix.stop)
    await queue(2)
    await queue(3)
    assert await dispatcher.once() == 0
    assert f"SMTP 127.0.0.1:{postfix.port}" in dispatcher.trouble
    assert {row.state for row in await store.outbox()} == {SendState.ACCEPTED, SendState.QUEUED}
    await asyncio.to_thread(postfix.start)
    async with asyncio.timeout(20):
        while await dispatcher.once() == 0:
            await asyncio.sleep(0.2)
    assert {row.state for row in await store.outbox()} == {SendState.ACCEPTED}
    mails = await asyncio.to_thread(postfix.wait_for, BUYER, before + 3)
    await asyncio.sleep(0.3)
    found = [mail for mail in postfix.inbox(BUYER) if b"@mailbot.test>\r\n\r\nletter" in mail or b"\n\nletter" in mail]
    assert len(mails) == before + 3 == len(postfix.inbox(BUYER))
    assert len(found) == 3
    await postman.close()


async def test_postfix_over_starttls_and_its_refusals(dovecot: Dovecot, postfix: Postfix) -> None:
    async def mark() -> None:
        """Nothing to mark."""

    settings = SmtpAccount(
        postfix.host, postfix.port, "starttls", timeout_seconds=10.0, ca_file=str(dovecot.certificate.file)
    )
    postman = SmtpPostman(settings)
    letter = Envelope(DESK, BUYER, "tls@mailbot.test", b"From: desk@mailbot.test\r\n\r\nover TLS\r\n")
    assert (await postman.post(letter, mark)).outcome is Outcome.ACCEPTED
    nobody = await postman.post(replace(letter, reader="nobody@buyer.test"), mark)
    assert (nobody.outcome, nobody.reply[:3]) == (Outcome.REFUSED, "550")
    await postman.close()
    untrusted = await SmtpPostman(replace(settings, ca_file=None)).post(letter, mark)
    assert (untrusted.outcome, untrusted.reached) == (Outcome.DEFERRED, False)
    assert "certificate" in untrusted.reply


async def test_the_sent_folder_is_searched(dovecot: Dovecot) -> None:
    dovecot.put(BUYER, b"Message-ID: <proof@mailbot.test>\r\nSubject: sent\r\n\r\nx\r\n")
    sent = SentFolder(account(dovecot, BUYER), "INBOX")
    assert await sent.holds("proof@mailbot.test")
    assert not await sent.holds("other@mailbot.test")
    await sent.close()


async def test_idle_wakes_within_a_second_or_two(dovecot: Dovecot, postfix: Postfix) -> None:
    box = ImapMailbox(account(dovecot))
    await box.uidvalidity()
    await box.uids_after(0)
    waiting = asyncio.ensure_future(box.wait(30))
    await asyncio.sleep(0.3)
    loop = asyncio.get_running_loop()
    began = loop.time()
    postfix.send(BUYER, DESK)
    assert await waiting
    assert loop.time() - began < timedelta(seconds=10).total_seconds()
    await box.close()
