"""An SMTP server that answers as told, and counts what it truly took."""

import asyncio
from collections import deque
from typing import Self

HANG_UP = "hang up"
SILENCE = "silence"


class SmtpSink:
    """``say[verb]`` holds what to answer instead of yes, once each; DOT is the answer to the final dot."""

    def __init__(self) -> None:
        self.say: dict[str, deque[str]] = {}
        self.taken: list[bytes] = []  # every mail whose final dot came in, whatever was answered
        self.verbs: list[str] = []
        self.lines: list[str] = []
        self.connections = 0
        self.extensions = ["8BITMIME", "SMTPUTF8", "AUTH PLAIN LOGIN XOAUTH2"]
        self.port = 0
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._visit, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        await self._server.wait_closed()

    def answer(self, verb: str, *words: str) -> None:
        self.say.setdefault(verb, deque()).extend(words)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._visits.add(task)
        self.connections += 1
        try:
            if self._reply("HELLO", "220 sink", writer):
                await self._talk(reader, writer)
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while line := (await reader.readline()).decode():
            verb = line.split()[0].upper()
            self.verbs.append(verb)
            self.lines.append(line.strip())
            yes = {"EHLO": self._ehlo(), "DATA": "354 go", "AUTH": "235 ok", "QUIT": "221 bye"}.get(verb, "250 ok")
            if not self._reply(verb, yes, writer):
                return
            if verb == "QUIT":
                return
            if verb == "DATA" and self._said.startswith("354"):
                self.taken.append(await reader.readuntil(b"\r\n.\r\n"))
                if not self._reply("DOT", "250 2.0.0 queued", writer):
                    return
            await writer.drain()

    def _reply(self, verb: str, yes: str, writer: asyncio.StreamWriter) -> bool:
        """Answer; False if the connection is over."""
        queue = self.say.get(verb)
        self._said = queue.popleft() if queue else yes
        if self._said == HANG_UP:
            return False
        if self._said != SILENCE:
            writer.write(self._said.encode() + b"\r\n")
        return True

    def _ehlo(self) -> str:
        names = ["sink", *self.extensions]
        return "\r\n".join(f"250{' ' if name is names[-1] else '-'}{name}" for name in names)
