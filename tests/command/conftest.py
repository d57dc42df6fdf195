"""A desk in a folder, on which a buyer has claimed and a stranger has written; every test works on a copy of its own."""

import asyncio
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from json import loads
from pathlib import Path
from typing import Any

import pytest

from mailbot.__main__ import main
from mailbot.adapters.orders import read_orders
from mailbot.app import Program, World, open_desk, reader_for
from mailbot.ports import SaveOrders
from mailbot.settings import read_settings
from tests.fakes import FakeClock, FakeMailbox, FakePostman
from tests.walks.stage import DESK, ROOT, SAMPLE, SERVER, STARTS_AT

BUYER = "joan@kestrel-resale.example"
SETTINGS = f"""\
[mail]
address = "{DESK}"
trusted_server = "{SERVER}"

[imap]
host = "127.0.0.1"
port = 9
security = "none"
user = "{DESK}"
password = "a secret word"
timeout_seconds = 2

[smtp]
host = "127.0.0.1"
port = 9
security = "none"
timeout_seconds = 2

[store]
url = "sqlite:///mailbot.db"
keys_file = "keys.toml"

[desk]
people = "people.toml"
policies = "{ROOT}/config/policies"
templates = "{ROOT}/templates"
reader_workers = 0
letter_workers = 0
"""


@dataclass(frozen=True)
class Said:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Shell:
    """Types commands at one desk."""

    folder: Path
    typed: Callable[[list[str]], Said]

    @property
    def config(self) -> Path:
        return self.folder / "mailbot.toml"

    def __call__(self, *words: str) -> Said:
        """A command with this desk's settings."""
        return self.typed([*words, "--config", str(self.config)])

    def rows(self, *words: str) -> list[dict[str, Any]]:
        said = self(*words, "--json")
        assert said.code == 0, said.err
        return said.rows


def mail(sender: str, subject: str, text: str) -> bytes:
    written = EmailMessage()
    written["From"], written["To"], written["Subject"] = sender, DESK, subject
    written["Message-ID"] = f"<{len(text)}.{sender}>"
    written.set_content(text)
    domain = sender.rpartition("@")[2]
    head = (
        f"Authentication-Results: {SERVER}; dmarc=pass header.from={domain}\r\n"
        f"Received: from client.example by {SERVER}; Tue, 2 Jun 2026 08:30:00 -0700\r\n"
    )
    return head.encode() + written.as_bytes(policy=SMTP)


def lay_out(folder: Path) -> None:
    (folder / "mailbot.toml").write_text(SETTINGS, encoding="utf-8")
    shutil.copyfile(SAMPLE / "people.toml", folder / "people.toml")


async def played(folder: Path) -> None:
    settings = read_settings(folder / "mailbot.toml", {})
    clock = FakeClock(STARTS_AT)
    mailbox = FakeMailbox("INBOX", clock=clock)
    mailbox.receive(mail(BUYER, "Order RD-20418", "Order RD-20418: 3 of the robot vacuums RV-300 are missing.\n"))
    mailbox.receive(mail("who@else.example", "Hello", "Where is my money?\n"))
    async with open_desk(settings, clock, exclusive=True) as desk:
        await desk.store.commit(SaveOrders(read_orders([SAMPLE / "orders.csv", SAMPLE / "manifests.csv"])))
        world = World(mailbox, FakePostman(), reader_for(settings, desk.identity))
        await Program(desk, world, settings).once()


@pytest.fixture(scope="session")
def first_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("desk")
    lay_out(folder)
    asyncio.run(played(folder))
    return folder


@pytest.fixture(scope="session")
def empty_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    lay_out(folder)
    return folder


@pytest.fixture
def typed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[[list[str]], Said]:
    for name in ("MAILBOT_CONFIG", "MAILBOT_PERSON"):
        monkeypatch.delenv(name, raising=False)

    def type_(words: list[str]) -> Said:
        capsys.readouterr()
        monkeypatch.setattr(sys, "argv", ["mailbot", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        code = ended.value.code
        return Said(code if isinstance(code, int) else 0, printed.out, printed.err)

    return type_


@pytest.fixture
def shell(first_desk: Path, tmp_path: Path, typed: Callable[[list[str]], Said]) -> Shell:
    folder = tmp_path / "desk"
    shutil.copytree(first_desk, folder)
    return Shell(folder, typed)


@pytest.fixture
def empty(empty_desk: Path, typed: Callable[[list[str]], Said]) -> Shell:
    return Shell(empty_desk, typed)
