"""A PostgreSQL of our own: Debian's binaries, a temporary folder, the loopback, gone at the end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

import asyncpg
import pytest

_NUMBERS = count(1)
_LOCALE = {"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"}
_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "60"}


class Postgres:
    """A running server. ``stop`` and ``start`` may be called in the middle of a test."""

    def __init__(self, binaries: Path, folder: Path) -> None:
        self.folder, self._binaries = folder, binaries
        self.port = _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        # the server refuses to run as root
        self._as: Mapping[str, Any] = {"user": "postgres", "group": "postgres"} if os.geteuid() == 0 else {}
        if self._as:
            account = pwd.getpwnam("postgres")
            os.chown(folder, account.pw_uid, account.pw_gid)
        self._run("initdb", "--no-sync", "--auth=trust", "--username=mailbot", "--encoding=UTF8", "--pgdata", "pgdata")

    def url(self, database: str) -> str:
        return f"postgresql://mailbot@127.0.0.1:{self.port}/{database}"

    async def fresh(self, template: str = "template1") -> str:
        """Make a new database and return its URL."""
        name = f"test_{next(_NUMBERS)}"
        connection = await asyncpg.connect(self.url("postgres"))
        try:
            await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        finally:
            await connection.close()
        return self.url(name)

    def start(self) -> None:
        settings = _QUICK | {
            "port": str(self.port),
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
        }
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        log = (self.folder / "log").open("ab")
        self._process = subprocess.Popen(
            [self._binaries / "postgres", "-D", "pgdata", *words],
            cwd=self.folder,
            env=_LOCALE,
            stdout=log,
            stderr=log,
            **self._as,
        )
        log.close()
        self._wait_until_it_answers()

    def stop(self) -> None:
        """End it as a power cut would not: at once, but with its files in order."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(timeout=20)
            self._process = None

    def _run(self, *command: str) -> None:
        name, *words = command
        done = subprocess.run(
            [self._binaries / name, *words], cwd=self.folder, env=_LOCALE, capture_output=True, check=False, **self._as
        )
        assert done.returncode == 0, done.stderr.decode()

    def _wait_until_it_answers(self) -> None:
        ends_at = time.monotonic() + 30
        while time.monotonic() < ends_at:
            assert self._process is not None
            assert self._process.poll() is None, (self.folder / "log").read_text(errors="replace")
            ready = [self._binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
            if subprocess.run(ready, env=_LOCALE, check=False).returncode == 0:
                return
            time.sleep(0.05)
        raise AssertionError((self.folder / "log").read_text(errors="replace"))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return found[-1].parent if found else None


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    binaries = _binaries()
    if binaries is None:
        if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
            pytest.fail("PostgreSQL is not installed: apt-get install postgresql")
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="mailbot-postgres-"))
    server = Postgres(binaries, folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
