"""A whole post office in the process: IMAP (pymap) and SMTP (aiosmtpd) on the loopback, for the demo and fast tests.

It does what a border server does for its own people: it strips Authentication-Results that claim its name, writes its
own, delivers ``local+anything@domain`` to ``local@domain``, and keeps every mail as a file.
"""

import asyncio
import logging
import re
from argparse import Namespace
from collections.abc import Mapping
from email.utils import format_datetime, parseaddr
from pathlib import Path

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from proxyprotocol.reader import ProxyProtocolReader
from proxyprotocol.version import ProxyProtocolVersion
from pymap.backend.dict import Config, Identity, Login
from pymap.backend.dict.mailbox import MailboxData
from pymap.concurrent import Subsystem
from pymap.imap import IMAPServer
from pymap.parsing.message import AppendMessage
from pymap.parsing.specials.flag import Flag
from pymap.user import UserMetadata
from pysasl.hashing import Cleartext

from mailbot.ports import Clock

HOST = "127.0.0.1"
LARGEST_BYTES = 64 * 1024 * 1024
_RESULTS = re.compile(rb"^Authentication-Results:(?:[^\r\n]|\r\n[ \t])*\r\n", re.IGNORECASE | re.MULTILINE)
_FROM = re.compile(rb"^From:((?:[^\r\n]|\r\n[ \t])*)\r\n", re.IGNORECASE | re.MULTILINE)


class _Settings(Config):
    """pymap's settings without a look-up of this machine's name at each greeting."""

    @property
    def greeting(self) -> bytes:
        return b"mailbot post office"


class PostOffice:
    """Servers for some accounts (address -> password). A sender counts as proven if they signed in as their From."""

    def __init__(
        self, accounts: Mapping[str, str], folder: Path, clock: Clock, server_name: str = "mx.mailbot.test"
    ) -> None:
        self.host = HOST
        self.imap_port = 0
        self.smtp_port = 0
        self.server_name = server_name  # the authserv-id to trust
        self.delivered: dict[str, list[bytes]] = {address: [] for address in accounts}
        self._accounts = {address.lower(): password for address, password in accounts.items()}
        self._folder = folder
        self._clock = clock
        self._imap: asyncio.Server | None = None
        self._smtp: asyncio.Server | None = None
        self._visits: dict[asyncio.Future[None], asyncio.StreamWriter] = {}
        self._counters: list[SMTP] = []
        self._came = asyncio.Condition()
        self._login = Login(_imap_settings())
        self._count = 0

    async def start(self) -> None:
        """Open both servers; the ports are known (and stay the same over a stop and start) from here on."""
        self._folder.mkdir(parents=True, exist_ok=True)
        logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd warns of its own past at each sign-in
        for address, password in self._accounts.items():
            known = UserMetadata(self._login.config, address, password=password)
            self._login.users_dict.setdefault(address, known)
        await self.start_imap()
        await self.start_smtp()

    async def start_imap(self) -> None:
        """Open the mailboxes."""
        plain = ProxyProtocolReader(ProxyProtocolVersion.NOOP.value)
        serve = plain.get_callback(IMAPServer(self._login, self._login.config))

        async def visit(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._visits[asyncio.ensure_future(serve(reader, writer))] = writer

        self._imap = await asyncio.start_server(visit, HOST, self.imap_port)
        self.imap_port = self._imap.sockets[0].getsockname()[1]

    async def start_smtp(self) -> None:
        """Open the counter."""
        loop = asyncio.get_running_loop()
        self._smtp = await loop.create_server(self._counter, HOST, self.smtp_port)
        self.smtp_port = self._smtp.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close both servers; mails stay."""
        await self.stop_imap()
        await self.stop_smtp()

    async def stop_imap(self) -> None:
        """Close the mailboxes; whoever is in is put out."""
        await _stop(self._imap)
        for visit, writer in self._visits.items():
            visit.cancel()
            writer.close()
        await asyncio.gather(*self._visits, return_exceptions=True)
        self._visits.clear()

    async def stop_smtp(self) -> None:
        """Close the counter; whoever stands there is put out."""
        await _stop(self._smtp)
        for counter in self._counters:
            if isinstance(counter.transport, asyncio.Transport):
                counter.transport.abort()
        self._counters.clear()
        await asyncio.sleep(0)

    async def deliver(self, address: str, content: bytes) -> None:
        """Put a mail into an account's INBOX and keep it as a file."""
        address = self.account_of(address)
        if address not in self._accounts:
            raise KeyError(address)
        inbox = await self._inbox(address)
        await inbox.append(AppendMessage(content, self._clock.now(), frozenset[Flag]()), recent=True)
        self._count += 1
        (self._folder / f"{self._count:04d}-{address}.eml").write_bytes(content)
        async with self._came:
            self.delivered[address].append(content)
            self._came.notify_all()

    async def wait_for(self, address: str, count: int, seconds: float = 10.0) -> list[bytes]:
        """Wait until an account has received so many mails; give all of them."""
        async with asyncio.timeout(seconds), self._came:
            await self._came.wait_for(lambda: len(self.delivered[address]) >= count)
        return list(self.delivered[address])

    def account_of(self, address: str) -> str:
        """Find whose account an address belongs to: lower case, without ``+anything``."""
        local, _, domain = address.lower().rpartition("@")
        return f"{local.partition('+')[0]}@{domain}"

    # --- what aiosmtpd calls

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds its hooks by these names
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take mail for our own accounts only."""
        del server, session, options
        if self.account_of(address) not in self._accounts:
            return "550 5.1.1 no such account here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 Ok"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - see above
        """Deliver to each recipient on its own."""
        del server
        content = envelope.content if isinstance(envelope.content, bytes) else b""
        for address in envelope.rcpt_tos:
            head = self._border_head(content, session, envelope.mail_from or "", address)
            await self.deliver(address, head + self._without_our_results(content))
        return f"250 2.0.0 Ok: queued as {self._count}"

    def _counter(self) -> SMTP:
        counter = SMTP(
            self,
            hostname=self.server_name,
            enable_SMTPUTF8=True,
            data_size_limit=LARGEST_BYTES,
            auth_require_tls=False,
            authenticator=self._authenticate,
            loop=asyncio.get_running_loop(),
        )
        self._counters.append(counter)
        return counter

    def _authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, auth_data: object
    ) -> AuthResult:
        del server, session, envelope, mechanism
        if not isinstance(auth_data, LoginPassword):
            return AuthResult(success=False, handled=False)
        address, password = auth_data.login.decode(), auth_data.password.decode()
        if self._accounts.get(address.lower()) != password:
            return AuthResult(success=False, handled=False)
        return AuthResult(success=True, auth_data=address.lower())

    # --- what a border writes

    def _border_head(self, content: bytes, session: Session, mail_from: str, address: str) -> bytes:
        now = format_datetime(self._clock.now())
        lines = (
            f"Return-Path: <{mail_from}>",
            f"Delivered-To: {address}",
            f"Authentication-Results: {self.server_name}; {self._verdict(content, session)}",
            f"Received: from client.test by {self.server_name} with ESMTP id {self._count + 1};\r\n {now}",
        )
        return "".join(line + "\r\n" for line in lines).encode()

    def _verdict(self, content: bytes, session: Session) -> str:
        """Judge by who signed in; a real border judges by SPF and DKIM."""
        found = _FROM.search(content.partition(b"\r\n\r\n")[0] + b"\r\n")
        sender = parseaddr(found[1].decode("utf-8", "replace").strip())[1].lower() if found else ""
        domain = sender.rpartition("@")[2] or "unknown.test"
        if str(session.auth_data) == sender:
            return f"dmarc=pass header.from={domain}"
        ours = any(address.endswith("@" + domain) for address in self._accounts)
        return f"dmarc={'fail' if ours else 'none'} header.from={domain}"

    def _without_our_results(self, content: bytes) -> bytes:
        head, gap, body = content.partition(b"\r\n\r\n")
        name = self.server_name.encode()
        kept = _RESULTS.sub(lambda found: b"" if name in found[0].lower() else found[0], head + b"\r\n")
        return kept.removesuffix(b"\r\n") + gap + body

    async def _inbox(self, address: str) -> MailboxData:
        async with Identity(address, self._login, None, frozenset()).new_session() as session:
            return await session.mailbox_set.get_mailbox("INBOX")


def _imap_settings() -> _Settings:
    """Clear passwords, since these are play accounts and a hash costs a tenth of a second a login."""
    return _Settings(
        Namespace(passlib_cfg=None, proxy_protocol=None),
        host=HOST,
        port=0,
        tls_enabled=False,
        hash_context=Cleartext(),
        cpu_subsystem=Subsystem.for_asyncio(),
        invalid_user_sleep=0,
        reject_dnsbl=False,
        demo_data=False,
        demo_user="",
        demo_password="",
    )


async def _stop(server: asyncio.Server | None) -> None:
    if server is not None:
        server.close()
        await server.wait_closed()
