"""Starting and stopping a real server for tests: in the foreground, on the loopback, ended by its own process id."""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

IS_ROOT = os.geteuid() == 0
PATH = os.environ.get("PATH", "") + ":/usr/sbin:/usr/lib/postfix/sbin"


def require(program: str) -> str:
    """The program's path; without it the test is skipped, or fails where servers are required."""
    found = shutil.which(program, path=PATH)
    if found is not None:
        return found
    if os.environ.get("MAILBOT_REQUIRE_SERVERS") == "1":
        pytest.fail(f"{program} is not installed, and MAILBOT_REQUIRE_SERVERS=1")
    pytest.skip(f"{program} is not installed")


def as_root(*command: str) -> list[str]:
    return [*command] if IS_ROOT else ["sudo", "-n", *command]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def open_folder(prefix: str) -> Path:
    """A folder that servers under other user ids may enter (pytest's own are private)."""
    folder = Path(tempfile.mkdtemp(prefix=f"mailbot-{prefix}-"))
    folder.chmod(0o755)
    return folder


class Server:
    """One program in the foreground that answers on a port."""

    def __init__(self, name: str, command: list[str], port: int, folder: Path) -> None:
        self.name, self.command, self.port, self.folder = name, command, port, folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with (self.folder / f"{self.name}.out").open("ab") as out:
            self.process = subprocess.Popen(self.command, stdout=out, stderr=out, start_new_session=True)
        self.wait_until_open()

    def wait_until_open(self, seconds: float = 20.0) -> None:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            assert self.process is None or self.process.poll() is None, self.words()
            time.sleep(0.05)
        pytest.fail(f"{self.name} does not answer on port {self.port}: {self.words()}")

    def stop(self) -> None:
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        if IS_ROOT:
            process.send_signal(signal.SIGTERM)
        else:
            subprocess.run(as_root("kill", str(process.pid)), check=False)
        process.wait(20)

    def words(self) -> str:
        """What it has said so far, for a failing test."""
        return "\n".join(path.read_text(errors="replace")[-2000:] for path in self.folder.glob("*.out"))
