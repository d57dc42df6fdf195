"""A small IMAP server that misbehaves on demand."""

import asyncio
import re
import shlex
from base64 import b64encode
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Self

Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Fault = Callable[["FakeImap", str, asyncio.StreamWriter], Awaitable[None]]


class FakeImap:
    """Serves ``mails`` (UID -> bytes). ``faults[command]`` holds what to do instead, once each."""

    def __init__(self, mails: dict[int, bytes] | None = None, uidvalidity: int = 7) -> None:
        self.mails = mails or {}
        self.uidvalidity = uidvalidity
        self.sizes: dict[int, int] = {}  # sizes to announce instead of the true ones
        self.faults: dict[str, deque[Fault]] = {}
        self.lines: list[str] = []  # what clients said
        self.greeting = b"* OK ready\r\n"
        self.capabilities = "IMAP4rev1 IDLE AUTH=XOAUTH2"
        self.permanent_flags = r"\Seen \*"
        self.logins = 0
        self.port = 0
        self._server: asyncio.Server | None = None
        self._visits: set[asyncio.Task[None]] = set()
        self.idling: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._visit, "127.0.0.1", 0, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)
        await self._server.wait_closed()

    def fail(self, command: str, *faults: Fault) -> None:
        self.faults.setdefault(command, deque()).extend(faults)

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._visits.add(task)
        try:
            writer.write(self.greeting)
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.readline():
            line = data.decode().strip()
            self.lines.append(line)
            tag, _, rest = line.partition(" ")
            words = rest.split(" ")
            name = words[1] if words[0].upper() == "UID" else words[0]
            queue = self.faults.get(name.upper())
            if queue:
                await queue.popleft()(self, tag, writer)
                if writer.is_closing():
                    return
            elif await self._answer(name.upper(), tag, rest, (reader, writer)):
                return
            await writer.drain()

    async def _answer(self, name: str, tag: str, rest: str, stream: Stream) -> bool:
        writer = stream[1]
        match name:
            case "CAPABILITY":
                writer.write(f"* CAPABILITY {self.capabilities}\r\n".encode())
            case "LOGIN" | "AUTHENTICATE":
                self.logins += 1
            case "SELECT":
                writer.write(f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.uidvalidity}] ok\r\n".encode())
                writer.write(f"* OK [PERMANENTFLAGS ({self.permanent_flags})] ok\r\n".encode())
            case "SEARCH":
                writer.write(f"* SEARCH {' '.join(map(str, self._search(rest)))}\r\n".encode())
            case "FETCH":
                self._fetch(rest, writer)
            case "IDLE":
                await self._idle(*stream)
            case "LOGOUT":
                writer.write(f"* BYE bye\r\n{tag} OK bye\r\n".encode())
                return True
            case _:
                pass
        writer.write(f"{tag} OK done\r\n".encode())
        return False

    def _search(self, rest: str) -> list[int]:
        if match := re.search(r"UID (\d+):\*", rest):
            return sorted(uid for uid in self.mails if uid >= int(match[1])) or [max(self.mails, default=0)]
        wanted = shlex.split(rest)[-1].encode()
        return sorted(uid for uid, content in self.mails.items() if wanted in content)

    def _fetch(self, rest: str, writer: asyncio.StreamWriter) -> None:
        numbers, _, items = rest.removeprefix("UID FETCH ").partition(" ")
        for number, uid in enumerate(map(int, numbers.split(",")), 1):
            if uid not in self.mails:
                continue
            content = self.mails[uid]
            size = self.sizes.get(uid, len(content))
            if "BODY" in items:
                date = '"24-Nov-2026 11:00:00 +0100"'
                writer.write(f"* {number} FETCH (UID {uid} INTERNALDATE {date} BODY[] {{{len(content)}}}\r\n".encode())
                writer.write(content + b")\r\n")
            else:
                writer.write(f"* {number} FETCH (UID {uid} RFC822.SIZE {size})\r\n".encode())

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"+ idling\r\n")
        self.idling.append(writer)
        assert (await reader.readline()).strip() == b"DONE"
        self.idling.remove(writer)


def say(words: str) -> Fault:
    """Answer with these words after the tag: ``NO [UNAVAILABLE] later``."""

    async def fault(server: FakeImap, tag: str, writer: asyncio.StreamWriter) -> None:
        writer.write(f"{tag} {words}\r\n".encode())

    return fault


def send(data: bytes, *, close: bool = False) -> Fault:
    """Send these bytes (``TAG`` stands for the tag), then perhaps hang up."""

    async def fault(server: FakeImap, tag: str, writer: asyncio.StreamWriter) -> None:
        writer.write(data.replace(b"TAG", tag.encode()))
        await writer.drain()
        if close:
            writer.close()

    return fault


def refuse_token(reason: str) -> Fault:
    """A failed XOAUTH2: the reason as a challenge, and NO once the client has answered it."""

    async def fault(server: FakeImap, tag: str, writer: asyncio.StreamWriter) -> None:
        writer.write(b"+ " + b64encode(reason.encode()) + b"\r\n")
        server.faults.setdefault("", deque()).append(say_no(tag))

    return fault


def say_no(tag: str) -> Fault:
    async def fault(server: FakeImap, _: str, writer: asyncio.StreamWriter) -> None:
        writer.write(f"{tag} NO [AUTHENTICATIONFAILED] Invalid credentials\r\n".encode())

    return fault


async def silence(server: FakeImap, tag: str, writer: asyncio.StreamWriter) -> None:
    """Say nothing."""
