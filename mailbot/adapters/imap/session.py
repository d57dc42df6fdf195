"""Signing in: from an account to a connection with its folder open."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aioimaplib.aioimaplib import AUTH, NONAUTH, AioImapException, Command, Response, quoted

from mailbot.adapters.imap.account import ImapAccount, TokenSource
from mailbot.adapters.imap.answers import Part, read_number, refusal, utf7
from mailbot.adapters.imap.connection import Connection
from mailbot.errors import PermanentFailure, TemporaryFailure

SPARE_BYTES = 1024 * 1024  # what an answer may hold besides the mail itself


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in connection with its folder open. It never heals: when it is lost, open another."""

    account: ImapAccount
    connection: Connection
    uidvalidity: int
    keywords: bool  # whether the folder keeps flags of our own

    @property
    def alive(self) -> bool:
        """Whether it is worth asking."""
        return not self.connection.lost

    async def ask(self, what: str, call: Callable[[], Awaitable[Response]], more_seconds: float = 0.0) -> list[Part]:
        """Give the answer's lines, or raise the error it amounts to. ``more_seconds``: on top of the usual time-out."""
        return await asked(self.account, what, call, self.account.timeout_seconds + more_seconds)


async def open_session(account: ImapAccount) -> Session:
    """Connect, secure, sign in, open the folder."""
    connection = await _connect(account)
    try:
        await _secure(account, connection)
        await _sign_in(account, connection)
        lines = await asked(account, f"open {account.folder}", lambda: connection.select(quoted(utf7(account.folder))))
        return Session(account, connection, _uidvalidity(account, lines), _keeps_keywords(lines))
    except BaseException:
        connection.end("could not be set up")
        raise


async def asked(
    account: ImapAccount,
    what: str,
    call: Callable[[], Awaitable[Response]],
    seconds: float | None = None,
) -> list[Part]:
    """Ask one thing under its own deadline; anything but OK is a typed error that names the server."""
    at = f"{account.place}, {what}"
    try:
        async with asyncio.timeout(account.timeout_seconds if seconds is None else seconds):
            response = await call()
    except TemporaryFailure as failure:
        raise TemporaryFailure(f"{at}: {failure}") from failure
    except TimeoutError as late:
        raise TemporaryFailure(f"{at}: no answer in time") from late
    except (AioImapException, OSError, ValueError) as wrong:
        raise TemporaryFailure(f"{at}: {wrong}") from wrong
    lines: list[Part] = response.lines
    if response.result != "OK":
        words = bytes(lines[-1]).decode("utf-8", "replace") if lines else ""
        raise refusal(at, response.result, words, signing_in=what == "sign in")
    return lines


async def _connect(account: ImapAccount) -> Connection:
    loop = asyncio.get_running_loop()
    tls = account.tls() if account.security == "tls" else None
    try:
        async with asyncio.timeout(account.timeout_seconds):
            _, connection = await loop.create_connection(
                lambda: Connection(account.largest_bytes + SPARE_BYTES), account.host, account.port, ssl=tls
            )
            await _welcome(account, connection)
            return connection
    except TimeoutError as late:
        raise TemporaryFailure(f"{account.place}: no connection within {account.timeout_seconds:g} s") from late
    except ssl.SSLCertVerificationError as untrusted:
        raise _untrusted(account, untrusted) from untrusted
    except OSError as wrong:
        raise TemporaryFailure(f"{account.place}: {wrong}") from wrong


async def _welcome(account: ImapAccount, connection: Connection) -> None:
    try:
        line = await connection.greeting
    except BaseException:
        connection.end("no greeting")
        raise
    if line.upper().startswith((b"* OK", b"* PREAUTH")):
        connection.state = AUTH if line.upper().startswith(b"* PREAUTH") else NONAUTH
        return
    connection.end("refused at the door")
    raise TemporaryFailure(f"{account.place}: the server says {line.decode('utf-8', 'replace')[2:]}")


async def _secure(account: ImapAccount, connection: Connection) -> None:
    """STARTTLS, and no going on without."""
    if account.security != "starttls":
        return
    if connection.state != NONAUTH:
        raise PermanentFailure(f"{account.place}: signed us in before TLS; that is no server to trust")
    start = Command("STARTTLS", connection.new_tag(), loop=connection.loop)
    await asked(account, "start TLS", lambda: connection.execute(start))
    try:
        async with asyncio.timeout(account.timeout_seconds):
            await connection.upgrade(account.tls(), account.host)
    except ssl.SSLCertVerificationError as untrusted:
        raise _untrusted(account, untrusted) from untrusted
    except (OSError, TimeoutError, TemporaryFailure) as wrong:
        raise TemporaryFailure(f"{account.place}: TLS could not be started: {wrong}") from wrong


async def _sign_in(account: ImapAccount, connection: Connection) -> None:
    if connection.state == AUTH:  # PREAUTH: the server knows us already
        pass
    elif account.token is not None:
        token = await _fresh(account, account.token)
        await asked(account, "sign in", lambda: connection.xoauth2(account.user, token))
    else:
        password = account.password or ""
        await asked(account, "sign in", lambda: connection.login(quoted(account.user), password))
    await asked(account, "ask what it can", connection.capability)


async def _fresh(account: ImapAccount, token: TokenSource) -> str:
    try:
        async with asyncio.timeout(account.timeout_seconds):
            return await token()
    except TimeoutError as late:
        raise TemporaryFailure(f"{account.place}: no OAuth2 token in time") from late


def _uidvalidity(account: ImapAccount, lines: list[Part]) -> int:
    uidvalidity = read_number(lines, b"UIDVALIDITY")
    if not uidvalidity:
        raise TemporaryFailure(f"{account.place}: folder {account.folder} has no UIDVALIDITY")
    return uidvalidity


def _keeps_keywords(lines: list[Part]) -> bool:
    return any(b"PERMANENTFLAGS" in line.upper() and b"\\*" in line for line in lines)


def _untrusted(account: ImapAccount, why: ssl.SSLCertVerificationError) -> PermanentFailure:
    return PermanentFailure(
        f"{account.place}: its certificate is not to be trusted: {why.verify_message} (name its authority in ca_file)"
    )
