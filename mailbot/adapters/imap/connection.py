"""aioimaplib's protocol, made safe: framing without recursion, one command at a time, and no silent death.

aioimaplib recurses once a line, mixes up concurrent commands, and tells nobody when the connection is lost. Here every
response is framed in a loop, commands wait for each other, and whatever goes wrong ends the connection and everyone
who waits on it. Its commands, states and logins are used as they are.
"""

import asyncio
import re
import ssl

from aioimaplib import aioimaplib
from aioimaplib.aioimaplib import Command, IMAP4ClientProtocol, Response

from mailbot.adapters.imap.answers import Part
from mailbot.errors import TemporaryFailure

LONGEST_LINE = 16 * 1024 * 1024  # a SEARCH answer over two million mails
_LITERAL = re.compile(rb"\{(\d+)\+?\}$")
_TAGGED = re.compile(rb"([A-Z]+[0-9]+) (OK|NO|BAD)\b ?(.*)", re.DOTALL)
_NEWS = re.compile(rb"\d+ EXISTS$", re.IGNORECASE)


class Connection(IMAP4ClientProtocol):  # type: ignore[misc]  # the library carries no types
    """One connection. After any time-out, cancellation or nonsense it is closed and ``lost`` says why."""

    def __init__(self, largest_literal: int) -> None:
        super().__init__(asyncio.get_running_loop())
        self.transport: asyncio.Transport | None = None
        self.lost = ""
        self.greeting: asyncio.Future[bytes] = self.loop.create_future()
        self._largest_literal = largest_literal
        self._turn = asyncio.Lock()
        self._waiting: Command | None = None
        self._answer: asyncio.Future[Response] | None = None
        self._lines: list[Part] = []  # of the answer so far
        self._buffer = bytearray()
        self._parts: list[Part] = []  # of the response so far
        self._literal_left: int | None = None
        self._go_ahead = asyncio.Event()  # the server's "+" to IDLE
        self._stir = asyncio.Event()  # ends an IDLE: news, or somebody else's turn
        self._has_news = False

    # --- what comes in

    def data_received(self, data: bytes) -> None:
        """Frame and hand on."""
        self._buffer += data
        try:
            while not self.lost and self._frame():
                pass
        except (ValueError, TemporaryFailure) as nonsense:
            self.end(f"the server's answer makes no sense: {nonsense}")

    def connection_lost(self, exc: Exception | None) -> None:
        """Wake whoever waits."""
        self._fail(str(exc) if exc else "the server closed the connection")

    def _frame(self) -> bool:
        """Take one line or literal off the buffer; False if more must come first."""
        if self._literal_left is not None:
            if len(self._buffer) < self._literal_left:
                return False
            self._parts.append(self._buffer[: self._literal_left])
            del self._buffer[: self._literal_left]
            self._literal_left = None
            return True
        end = self._buffer.find(b"\r\n")
        if end < 0:
            if len(self._buffer) > LONGEST_LINE:
                raise TemporaryFailure("a line without end")
            return False
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 2]
        self._take_line(line)
        return True

    def _take_line(self, line: bytes) -> None:
        self._parts.append(line)
        if literal := _LITERAL.search(line):
            size = int(literal[1])
            if size > self._largest_literal:
                raise TemporaryFailure(f"a literal of {size} bytes, more than {self._largest_literal}")
            self._literal_left = size
            return
        parts, self._parts = self._parts, []
        self._take_response(parts)

    def _take_response(self, parts: list[Part]) -> None:
        first = bytes(parts[0])
        if not self.greeting.done():
            self.greeting.set_result(first)
        elif first.startswith(b"+"):
            self._continue()
        elif first.startswith(b"* "):
            self._take_untagged(first[2:], parts[1:])
        elif tagged := _TAGGED.match(first):
            self._finish(tagged[1].decode(), tagged[2].decode(), tagged[3])
        elif first:
            raise TemporaryFailure(f"unknown line {first[:60]!r}")

    def _take_untagged(self, first: bytes, rest: list[Part]) -> None:
        if first[:3].upper() == b"BYE" and getattr(self._waiting, "name", "") != "LOGOUT":
            self.end(f"the server says {first.decode('utf-8', 'replace')}")
            return
        if _NEWS.match(first):
            self._has_news = True
            self._stir.set()
        if self._waiting is not None:
            self._lines += [first, *rest]

    def _continue(self) -> None:
        if getattr(self._waiting, "name", "") == "IDLE":
            self._go_ahead.set()
        elif getattr(self._waiting, "name", "") == "AUTHENTICATE":
            self.send("")  # a failed XOAUTH2: the reason came as a challenge, NO follows

    def _finish(self, tag: str, result: str, text: bytes) -> None:
        if self._waiting is None or self._waiting.tag != tag or self._answer is None or self._answer.done():
            raise TemporaryFailure(f"an answer to nothing we asked ({tag})")
        self._answer.set_result(Response(result, [*self._lines, text]))

    # --- what goes out

    def send(self, line: str) -> None:
        """Write a line; never logged, it may hold a password."""
        if self.transport is None:
            raise TemporaryFailure("not connected")
        self.transport.write(line.encode() + b"\r\n")

    async def execute(self, command: Command, scrub: str | None = None) -> Response:
        """Run one command and wait for its end. The caller's time-out or cancellation ends the connection."""
        del scrub  # for the library's log, which we do not write
        if getattr(self._waiting, "name", "") == "IDLE":
            self._stir.set()
        async with self._turn:
            answer = self._begin(command)
            try:
                return await answer
            except BaseException:
                self.end(self.lost or f"{command.name} was given up")
                raise
            finally:
                self._waiting = self._answer = None
                self._lines = []

    def _begin(self, command: Command) -> "asyncio.Future[Response]":
        if self.lost:
            raise TemporaryFailure(self.lost)
        if self.state not in aioimaplib.Commands[command.name].valid_states:
            raise TemporaryFailure(f"{command.name} is not possible in state {self.state}")
        self._waiting, self._lines = command, []
        self._answer = self.loop.create_future()
        self.send(str(command))
        return self._answer

    async def capability(self) -> Response:
        """Ask what the server can do."""
        response = await self.execute(Command("CAPABILITY", self.new_tag(), loop=self.loop))
        words = [bytes(line).decode("ascii", "replace").split() for line in response.lines]
        self.capabilities = {word.upper() for line in words if line[:1] == ["CAPABILITY"] for word in line[1:]}
        return response

    async def idle_for(self, seconds: float, patience: float) -> Response:
        """IDLE until news, another command or the end of the time. ``patience``: seconds the server may take to answer."""
        self._go_ahead.clear()
        self._stir.clear()
        idle = asyncio.ensure_future(self.execute(Command("IDLE", self.new_tag(), loop=self.loop)))
        try:
            await self._first(idle, self._go_ahead, patience)
            if self._go_ahead.is_set():
                await self._first(idle, self._stir, seconds)
            if not idle.done():
                self.send("DONE")
            async with asyncio.timeout(patience):
                return await idle
        finally:
            idle.cancel()

    @property
    def has_news(self) -> bool:
        """Whether a mail came since ``forget_news``."""
        return self._has_news

    def forget_news(self) -> None:
        """From now on, news is what comes after this."""
        self._has_news = False

    async def _first(self, idle: "asyncio.Future[Response]", event: asyncio.Event, seconds: float) -> None:
        waiter = asyncio.ensure_future(event.wait())
        try:
            await asyncio.wait({idle, waiter}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waiter.cancel()

    async def upgrade(self, tls: ssl.SSLContext, host: str) -> None:
        """Put TLS under the connection. What came before it counts for nothing (STARTTLS injection)."""
        if self._buffer or self._parts or self.transport is None:
            raise TemporaryFailure("the server spoke between STARTTLS and TLS")
        self.transport = await self.loop.start_tls(self.transport, self, tls, server_hostname=host)

    # --- the end

    def end(self, reason: str) -> None:
        """Close at once and fail whoever waits."""
        self._fail(reason)
        if self.transport is not None:
            self.transport.abort()

    def _fail(self, reason: str) -> None:
        self.lost = self.lost or reason
        for waiter in (self.greeting, self._answer):
            if waiter is not None and not waiter.done():
                waiter.set_exception(TemporaryFailure(self.lost))
                waiter.exception()  # marked as seen: nobody may be waiting
