"""The Postman port over SMTP: one envelope, one transaction, and only what the server truly said."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from ipaddress import ip_address
from time import monotonic
from typing import Literal

import aiosmtplib

from mailbot.errors import SettingsError, TemporaryFailure, WorldFailure
from mailbot.mail.envelope import Envelope, Outcome, Receipt

TokenSource = Callable[[], Awaitable[str]]
Mark = Callable[[], Awaitable[None]]

_WRONG = (aiosmtplib.SMTPException, OSError, TimeoutError, ValueError)


@dataclass(frozen=True, slots=True)
class SmtpAccount:
    """Where letters are handed in. Without ``user`` nobody signs in (only on the loopback)."""

    host: str
    port: int = 587
    security: Literal["tls", "starttls", "none"] = "starttls"  # "none" only on the loopback
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    token: TokenSource | None = field(default=None, repr=False)  # a fresh OAuth2 access token (XOAUTH2)
    hello: str = "localhost"  # the name we greet with
    timeout_seconds: float = 60.0
    final_timeout_seconds: float = 300.0  # for DATA and the answer to the final dot
    oldest_seconds: float = 300.0  # a connection older than this is not used again
    idle_seconds: float = 20.0  # a connection unused for longer is tried with NOOP first
    connections: int = 3  # at the same time; Microsoft 365 allows no more
    ca_file: str | None = None

    def __post_init__(self) -> None:
        if self.security == "none" and not _is_loopback(self.host):
            raise SettingsError(f"smtp: security 'none' is only for the loopback, not for {self.host}")
        if self.user is not None and (self.password is None) == (self.token is None):
            raise SettingsError("smtp: give either a password or an OAuth2 token source for the user")

    @property
    def place(self) -> str:
        """How messages name it."""
        return f"SMTP {self.host}:{self.port}"


class SmtpPostman:
    """Hands in letters over a few connections, each with one letter at a time."""

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._free: list[_Line] = []
        self._slots = asyncio.Semaphore(account.connections)

    async def post(self, envelope: Envelope, mark: Mark) -> Receipt:
        """Try once. ``mark`` is awaited right before DATA; if it raises, nothing was sent."""
        async with self._slots:
            line = self._free.pop() if self._free else _Line(self._account)
            try:
                return await line.post(envelope, mark)
            finally:
                self._free.append(line)

    async def greet(self) -> str:
        """Sign in without sending anything, and say what the server offers; TemporaryFailure if that fails."""
        line = _Line(self._account)
        try:
            return await line.greet()
        finally:
            await line.close()

    async def close(self) -> None:
        """Hang up everywhere."""
        while self._free:
            await self._free.pop().close()


class _Line:
    """One connection. After any doubt it is thrown away, and the next letter opens another."""

    def __init__(self, account: SmtpAccount) -> None:
        self._account = account
        self._client: aiosmtplib.SMTP | None = None
        self._opened_at = 0.0  # monotonic seconds
        self._used_at = 0.0

    async def post(self, envelope: Envelope, mark: Mark) -> Receipt:
        try:
            return await self._post(envelope, mark)
        except BaseException:
            self._drop()
            raise

    async def greet(self) -> str:
        try:
            client = await self._ready()
        except _WRONG as wrong:
            self._drop()
            raise TemporaryFailure(self._words(wrong)) from wrong
        return f"signed in, it offers {', '.join(sorted(client.esmtp_extensions)) or 'nothing'}"

    async def close(self) -> None:
        client, self._client = self._client, None
        if client is None:
            return
        try:
            async with asyncio.timeout(2):
                await client.quit()
        except _WRONG:
            client.close()

    async def _post(self, envelope: Envelope, mark: Mark) -> Receipt:
        try:
            client = await self._ready()
        except (*_WRONG, WorldFailure) as wrong:
            self._drop()
            return Receipt(Outcome.DEFERRED, self._words(wrong), reached=False)
        refused = await self._address(client, envelope)
        if refused is not None:
            return refused
        await mark()
        return await self._hand_over(client, envelope.content)

    async def _address(self, client: aiosmtplib.SMTP, envelope: Envelope) -> Receipt | None:
        """MAIL and RCPT; None if the server takes both."""
        wide = _needs_utf8(envelope)
        if wide and not client.supports_extension("smtputf8"):
            return Receipt(Outcome.REFUSED, f"{self._account.place} cannot write to {envelope.reader} (no SMTPUTF8)")
        options = ["SMTPUTF8"] if wide else []
        if not envelope.content.isascii() and client.supports_extension("8bitmime"):
            options.append("BODY=8BITMIME")
        encoding = "utf-8" if wide else "ascii"
        try:
            async with asyncio.timeout(2 * self._account.timeout_seconds):
                await client.mail(envelope.sender, options=options, encoding=encoding)
                await client.rcpt(envelope.reader, encoding=encoding)
        except aiosmtplib.SMTPRecipientRefused as refused:
            return await self._answered(client, refused.code, refused.message)
        except aiosmtplib.SMTPResponseException as refused:
            # a refused sender is our own account's trouble, not the letter's
            await self._answered(client, refused.code, refused.message)
            return Receipt(Outcome.DEFERRED, self._words(refused), reached=False)
        except _WRONG as wrong:
            self._drop()
            return Receipt(Outcome.DEFERRED, self._words(wrong), reached=False)
        return None

    async def _hand_over(self, client: aiosmtplib.SMTP, content: bytes) -> Receipt:
        """Send DATA, after the mark: a definite answer or UNKNOWN."""
        try:
            async with asyncio.timeout(self._account.final_timeout_seconds):
                response = await client.data(content, timeout=self._account.final_timeout_seconds)
        except aiosmtplib.SMTPDataError as answer:
            return await self._answered(client, answer.code, answer.message)
        except _WRONG as wrong:
            self._drop()
            return Receipt(Outcome.UNKNOWN, self._words(wrong))
        self._used_at = monotonic()
        return Receipt(Outcome.ACCEPTED, f"{response.code} {response.message}")

    async def _answered(self, client: aiosmtplib.SMTP, code: int, message: str) -> Receipt:
        """Judge a definite answer other than 250, and make the connection fit for the next letter."""
        outcome = {2: Outcome.ACCEPTED, 4: Outcome.DEFERRED, 5: Outcome.REFUSED}.get(code // 100, Outcome.UNKNOWN)
        try:
            async with asyncio.timeout(self._account.timeout_seconds):
                await client.rset()
            self._used_at = monotonic()
        except _WRONG:
            self._drop()
        return Receipt(outcome, f"{code} {message}")

    async def _ready(self) -> aiosmtplib.SMTP:
        now = monotonic()
        client = self._client
        if client is None or not client.is_connected or now - self._opened_at > self._account.oldest_seconds:
            await self.close()
            return await self._open()
        if now - self._used_at > self._account.idle_seconds:
            try:
                async with asyncio.timeout(self._account.timeout_seconds):
                    await client.noop()
            except _WRONG:
                self._drop()
                return await self._open()
        return client

    async def _open(self) -> aiosmtplib.SMTP:
        account = self._account
        client = aiosmtplib.SMTP(
            hostname=account.host,
            port=account.port,
            use_tls=account.security == "tls",
            start_tls=account.security == "starttls",  # demanded, never "if offered"
            tls_context=None if account.security == "none" else ssl.create_default_context(cafile=account.ca_file),
            local_hostname=account.hello,
            timeout=account.timeout_seconds,
        )
        try:
            async with asyncio.timeout(account.timeout_seconds):
                await client.connect()
                await client.ehlo()
                await self._sign_in(client)
        except BaseException:
            client.close()
            raise
        self._client, self._opened_at, self._used_at = client, monotonic(), monotonic()
        return client

    async def _sign_in(self, client: aiosmtplib.SMTP) -> None:
        account = self._account
        if account.user is None:
            return
        if account.token is not None:
            await client.auth_xoauth2(account.user, await account.token())
        else:
            await client.login(account.user, account.password or "")

    def _drop(self) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    def _words(self, wrong: BaseException) -> str:
        if isinstance(wrong, aiosmtplib.SMTPResponseException):
            return f"{self._account.place}: {wrong.code} {wrong.message}"
        return f"{self._account.place}: {str(wrong) or type(wrong).__name__}"


def _needs_utf8(envelope: Envelope) -> bool:
    return not (envelope.sender + envelope.reader).isascii()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
