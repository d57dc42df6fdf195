"""The IMAP mailbox against a server that misbehaves."""

import asyncio
from collections.abc import Awaitable
from datetime import UTC, datetime

import pytest

from mailbot.adapters.imap import ImapAccount, ImapMailbox, SentFolder
from mailbot.adapters.imap.account import MEGABYTE
from mailbot.adapters.imap.mailbox import in_batches, received
from mailbot.errors import PermanentFailure, SettingsError, TemporaryFailure
from tests.adapters.fake_imap import FakeImap, Fault, refuse_token, say, send, silence

MAIL = b'From: ann@buyer.test\r\nSubject: a (b "c\r\n\r\n* 3 EXISTS\r\nA1 OK no\r\n)\r\n'


def account(server: FakeImap, **changes: object) -> ImapAccount:
    words: dict[str, object] = {
        "name": "desk", "host": "127.0.0.1", "port": server.port, "user": "ann b", "password": 'p "w\\',
        "security": "none", "timeout_seconds": 0.5,
    }  # fmt: skip
    return ImapAccount(**{**words, **changes})  # type: ignore[arg-type]


async def quickly(what: Awaitable[object]) -> object:
    """Whatever a server does, no call may hang."""
    async with asyncio.timeout(5):
        return await what


async def test_a_mail_comes_whole_with_its_uid_and_moment() -> None:
    async with FakeImap({3: MAIL, 5: b""}) as server:
        mailbox = ImapMailbox(account(server))
        assert await mailbox.uidvalidity() == 7
        assert await mailbox.uids_after(2) == (3, 5)
        first, empty = await mailbox.fetch((3, 5))
        await mailbox.close()
    assert (first.mailbox, first.uidvalidity, first.uid, first.content) == ("desk", 7, 3, MAIL)
    assert first.received_at == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert empty.content == b""


async def test_user_and_password_are_quoted() -> None:
    async with FakeImap() as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        await mailbox.close()
        login = next(line for line in server.lines if "LOGIN" in line)
    assert login.endswith(r'LOGIN "ann b" "p \"w\\"')


async def test_the_last_mail_is_no_news() -> None:
    """``n:*`` always names the last mail, however high n is."""
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        assert await mailbox.uids_after(3) == ()
        await mailbox.close()


async def test_a_hundred_thousand_mails_are_listed_and_fetched_in_batches() -> None:
    async with FakeImap(dict.fromkeys(range(1, 100_001), b"x")) as server:
        mailbox = ImapMailbox(account(server, timeout_seconds=20))
        await mailbox.uidvalidity()
        uids = await mailbox.uids_after(0)
        assert uids == tuple(range(1, 100_001))
        assert len(await mailbox.fetch(uids[-50:])) == 50
        with pytest.raises(ValueError, match="50"):
            await mailbox.fetch(uids[:51])
        assert await mailbox.fetch(()) == ()
        await mailbox.close()


async def test_a_mail_that_went_away_is_passed_over() -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        assert [mail.uid for mail in await mailbox.fetch((2, 3, 4))] == [3]
        await mailbox.close()


@pytest.mark.parametrize(
    ("permanent", "flags"), [(r"\Seen \*", r"(\Seen $Mediated)"), (r"\Seen", r"(\Seen)")], ids=["keywords", "none"]
)
async def test_marking_keeps_to_the_flags_the_folder_keeps(permanent: str, flags: str) -> None:
    async with FakeImap({3: MAIL}) as server:
        server.permanent_flags = permanent
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        await mailbox.mark((3, 4))
        await mailbox.close()
    assert any(line.endswith(f"UID STORE 3,4 +FLAGS.SILENT {flags}") for line in server.lines)


async def test_three_thousand_short_lines_and_other_noise() -> None:
    noise = b"".join(b"* %d FETCH (FLAGS (\\Seen))\r\n" % number for number in range(3000))
    body = b'* 1 FETCH (FLAGS () UID 3 INTERNALDATE "bad" BODY[] {5}\r\nhello X-OTHER (a (b) "c)"))\r\n* 9 EXPUNGE\r\n'
    async with FakeImap({3: b"hello"}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        server.fail(
            "FETCH", send(noise + b"* 1 FETCH (UID 3 RFC822.SIZE 5)\r\nTAG OK\r\n"), send(noise + body + b"TAG OK\r\n")
        )
        (mail,) = await mailbox.fetch((3,))
        await mailbox.close()
    assert (mail.content, mail.received_at) == (b"hello", datetime(1970, 1, 1, tzinfo=UTC))


NEVER_WHOLE: dict[str, Fault] = {
    "drop mid-literal": send(b"* 1 FETCH (UID 3 BODY[] {500}\r\nFrom: ann", close=True),
    "drop before anything": send(b"", close=True),
    "silence": silence,
    "silence mid-literal": send(b"* 1 FETCH (UID 3 BODY[] {500}\r\nFrom: ann"),
    "bye": send(b"* BYE shutting down\r\n", close=True),
    "garbage": send(b"\x00\xffgarbage\r\n"),
    "wrong tag": send(b"ZZZZ9 OK done\r\n"),
    "a literal beyond all measure": send(b"* 1 FETCH (UID 3 BODY[] {99999999999}\r\n"),
    "no": say("NO [SERVERBUG] internal error"),
    "bad": say("BAD User is authenticated but not connected."),
}


@pytest.mark.parametrize("fault", NEVER_WHOLE.values(), ids=NEVER_WHOLE.keys())
async def test_a_broken_fetch_is_a_temporary_failure_and_never_half_a_mail(fault: Fault) -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        server.fail("FETCH", send(b"* 1 FETCH (UID 3 RFC822.SIZE %d)\r\nTAG OK done\r\n" % len(MAIL)), fault)
        with pytest.raises(TemporaryFailure, match=f"127.0.0.1:{server.port}"):
            await quickly(mailbox.fetch((3,)))
        assert await quickly(mailbox.uidvalidity()) == 7, "a new connection must work"
        assert [mail.content for mail in await mailbox.fetch((3,))] == [MAIL]
        await mailbox.close()


async def test_a_lost_connection_is_not_opened_again_behind_the_callers_back() -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        server.fail("NOOP", send(b"", close=True))
        with pytest.raises(TemporaryFailure):
            await mailbox.uids_after(0)
        server.uidvalidity = 8
        with pytest.raises(TemporaryFailure):
            await mailbox.fetch((3,))
        assert await mailbox.uidvalidity() == 8
        await mailbox.close()


async def test_a_body_shorter_than_announced_is_asked_for_again() -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        server.fail("FETCH", say("OK"), send(b"* 1 FETCH (UID 3 BODY[] {4}\r\nFrom)\r\nTAG OK done\r\n"))
        server.faults["FETCH"][0] = send(b"* 1 FETCH (UID 3 RFC822.SIZE 900)\r\nTAG OK done\r\n")
        with pytest.raises(TemporaryFailure, match="incomplete"):
            await mailbox.fetch((3,))
        server.sizes[3] = 10 * len(MAIL)  # a server that only guesses sizes: the same bytes twice are the mail
        assert [mail.content for mail in await mailbox.fetch((3,))] == [MAIL]
        await mailbox.close()


async def test_a_mail_too_large_leaves_a_note() -> None:
    async with FakeImap({3: MAIL, 4: b"small"}) as server:
        server.sizes[3] = 2 * MEGABYTE
        mailbox = ImapMailbox(account(server, largest_bytes=MEGABYTE))
        await mailbox.uidvalidity()
        note, small = await mailbox.fetch((3, 4))
        await mailbox.close()
    assert b"2097152 bytes" in note.content
    assert b"number 3" in note.content
    assert small.content == b"small"


REFUSALS = {
    "NO [AUTHENTICATIONFAILED] Invalid credentials": (PermanentFailure, "check user and password"),
    "NO LOGIN failed.": (PermanentFailure, "check user and password"),
    "NO [UNAVAILABLE] Temporary authentication failure": (TemporaryFailure, "UNAVAILABLE"),
    "NO [THROTTLED] slow down": (TemporaryFailure, "THROTTLED"),
    "NO [OVERQUOTA] full": (TemporaryFailure, "OVERQUOTA"),
    "NO [INUSE] locked": (TemporaryFailure, "INUSE"),
    "BAD User is authenticated but not connected.": (TemporaryFailure, "not connected"),
    "NO [PRIVACYREQUIRED] TLS first": (PermanentFailure, "starttls"),
}


@pytest.mark.parametrize(("words", "expected"), REFUSALS.items(), ids=REFUSALS.keys())
async def test_a_refused_sign_in_says_who_has_to_act(words: str, expected: tuple[type[Exception], str]) -> None:
    async with FakeImap() as server:
        server.fail("LOGIN", say(words))
        with pytest.raises(expected[0], match=expected[1]) as caught:
            await quickly(ImapMailbox(account(server)).uidvalidity())
    assert f"IMAP 127.0.0.1:{server.port}, sign in" in str(caught.value)


@pytest.mark.parametrize("greeting", [b"* BYE too many connections\r\n", b"\r\n", b"HTTP/1.1 400\r\n", b""])
async def test_a_door_that_stays_shut(greeting: bytes) -> None:
    async with FakeImap() as server:
        server.greeting = greeting
        with pytest.raises(TemporaryFailure, match="IMAP 127"):
            await quickly(ImapMailbox(account(server)).uidvalidity())


async def test_a_server_that_knows_us_already() -> None:
    async with FakeImap({3: MAIL}) as server:
        server.greeting = b"* PREAUTH hello\r\n"
        mailbox = ImapMailbox(account(server))
        assert await mailbox.uidvalidity() == 7
        await mailbox.close()
        assert not any("LOGIN" in line for line in server.lines)
        with pytest.raises(PermanentFailure, match="before TLS"):
            await ImapMailbox(account(server, security="starttls")).uidvalidity()


@pytest.mark.parametrize(
    "fault",
    [say("BAD what"), send(b"TAG OK go\r\n* CAPAB"), send(b"TAG OK go\r\n", close=True)],
    ids=["refused", "spoke before TLS", "hung up"],
)
async def test_without_tls_no_password_is_said(fault: Fault) -> None:
    async with FakeImap() as server:
        server.fail("STARTTLS", fault)
        with pytest.raises(TemporaryFailure, match="TLS"):
            await quickly(ImapMailbox(account(server, security="starttls")).uidvalidity())
        assert not any("LOGIN" in line for line in server.lines)


async def test_a_folder_without_uidvalidity_is_not_trusted() -> None:
    async with FakeImap() as server:
        server.fail("SELECT", send(b"* 3 EXISTS\r\nTAG OK done\r\n"))
        with pytest.raises(TemporaryFailure, match="no UIDVALIDITY"):
            await ImapMailbox(account(server)).uidvalidity()


async def test_a_line_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailbot.adapters.imap.connection.LONGEST_LINE", 1000)
    async with FakeImap() as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        server.fail("NOOP", send(b"* " + b"x" * 2000))
        with pytest.raises(TemporaryFailure, match="without end"):
            await quickly(mailbox.uids_after(0))


async def test_a_token_that_does_not_come_in_time() -> None:
    async def token() -> str:
        await asyncio.sleep(60)
        return ""

    async with FakeImap() as server:
        with pytest.raises(TemporaryFailure, match="no OAuth2 token"):
            await quickly(ImapMailbox(account(server, password=None, token=token)).uidvalidity())


async def test_no_server_there() -> None:
    async with FakeImap() as server:
        gone = account(server)
    with pytest.raises(TemporaryFailure, match=str(server.port)):
        await quickly(ImapMailbox(gone).uidvalidity())


async def test_a_token_that_is_refused_is_told_apart_from_a_time_out() -> None:
    async def token() -> str:
        return "stale"

    async with FakeImap() as server:
        server.fail("AUTHENTICATE", refuse_token('{"status":"400"}'))
        with pytest.raises(PermanentFailure, match="Invalid credentials"):
            await quickly(ImapMailbox(account(server, password=None, token=token)).uidvalidity())


async def test_a_token_opens_the_door() -> None:
    async def token() -> str:
        return "fresh"

    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server, password=None, token=token))
        assert await mailbox.uidvalidity() == 7
        await mailbox.close()
    assert any("AUTHENTICATE XOAUTH2" in line for line in server.lines)


async def test_idle_wakes_on_a_new_mail() -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        await mailbox.uids_after(0)
        waiting = asyncio.ensure_future(mailbox.wait(30))
        while not server.idling:
            await asyncio.sleep(0.01)
        server.mails[4] = MAIL
        server.idling[0].write(b"* 2 EXISTS\r\n")
        assert await quickly(waiting) is True
        assert await mailbox.uids_after(3) == (4,)
        assert await mailbox.wait(0.05) is False
        await mailbox.close()


async def test_another_command_ends_the_idle() -> None:
    """Before a reminder leaves, the mailbox is looked at once more, though the loop is idling on it."""
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        await mailbox.uids_after(0)
        waiting = asyncio.ensure_future(mailbox.wait(30))
        while not server.idling:
            await asyncio.sleep(0.01)
        server.mails[4] = MAIL
        assert await quickly(mailbox.uids_after(3)) == (4,)
        assert await quickly(waiting) is False
        await mailbox.close()


IDLE_FAULTS: dict[str, Fault] = {
    "closes before the go-ahead": send(b"", close=True),
    "closes while idling": send(b"+ idling\r\n", close=True),
    "bye while idling": send(b"+ idling\r\n* BYE idle too long\r\n"),
    "never answers": silence,
    "refuses": say("NO [LIMIT] no"),
    "never ends": send(b"+ idling\r\n"),
}


@pytest.mark.parametrize("fault", IDLE_FAULTS.values(), ids=IDLE_FAULTS.keys())
async def test_a_broken_idle_ends_in_time(fault: Fault) -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        await mailbox.uids_after(0)
        server.fail("IDLE", fault)
        server.fail("DONE", silence)
        with pytest.raises(TemporaryFailure):
            await quickly(mailbox.wait(0.3))


async def test_without_idle_it_sleeps_and_then_looks() -> None:
    async with FakeImap({3: MAIL}) as server:
        server.capabilities = "IMAP4rev1"
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        await mailbox.uids_after(0)
        assert await quickly(mailbox.wait(0.01)) is True
        await mailbox.close()


async def test_a_cancelled_command_ends_the_connection() -> None:
    async with FakeImap({3: MAIL}) as server:
        mailbox = ImapMailbox(account(server, timeout_seconds=5))
        await mailbox.uidvalidity()
        server.fail("NOOP", silence)
        searching = asyncio.ensure_future(mailbox.uids_after(0))
        await asyncio.sleep(0.05)
        searching.cancel()
        await asyncio.gather(searching, return_exceptions=True)
        with pytest.raises(TemporaryFailure):
            await quickly(mailbox.fetch((3,)))


async def test_commands_wait_for_each_other() -> None:
    async with FakeImap({uid: b"mail %d" % uid for uid in range(1, 31)}) as server:
        mailbox = ImapMailbox(account(server))
        await mailbox.uidvalidity()
        found = await asyncio.gather(*(mailbox.fetch((uid,)) for uid in range(1, 31)))
        await mailbox.close()
    assert [mails[0].content for mails in found] == [b"mail %d" % uid for uid in range(1, 31)]


async def test_the_sent_folder_knows_a_letter() -> None:
    async with FakeImap({3: b"Message-ID: <one@mailbot.test>\r\n\r\n"}) as server:
        sent = SentFolder(account(server), "[Gmail]/Gesendet&ä")
        assert await sent.holds("one@mailbot.test")
        assert not await sent.holds("two@mailbot.test")
        await sent.close()
    assert any('SELECT "[Gmail]/Gesendet&-&AOQ-"' in line for line in server.lines)


def test_an_account_without_tls_is_only_for_the_loopback() -> None:
    with pytest.raises(SettingsError, match="loopback"):
        ImapAccount("desk", "mail.example", "ann", security="none", password="x")
    with pytest.raises(SettingsError, match="either"):
        ImapAccount("desk", "mail.example", "ann")
    assert "secret" not in repr(ImapAccount("desk", "mail.example", "ann", password="secret"))


def test_batches_are_bounded_by_bytes() -> None:
    sizes = {1: 5 * MEGABYTE, 2: 3 * MEGABYTE, 3: 1, 4: 20 * MEGABYTE, 5: 1}
    assert list(in_batches([1, 2, 3, 4, 5], sizes)) == [[1, 2], [3], [4], [5]]


def test_the_moment_of_the_topmost_received_header() -> None:
    content = b"Received: from a by b\r\n\twith ESMTP; Tue, 24 Nov 2026 11:00:00 +0100\r\nReceived: x; y\r\n\r\n"
    assert received(content) == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert received(b"Received: x; never\r\n\r\n").year == 1970
