"""The stage of the demonstration: a folder with settings, orders and people, a post office, and the whole program."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import copyfile
from tomllib import loads

from mailbot.adapters.clock import SystemClock
from mailbot.adapters.orders import read_orders
from mailbot.app import Program, World, imap_of, open_desk, reader_for, smtp_of
from mailbot.demo.hour import DemoClock
from mailbot.demo.post_office import PostOffice
from mailbot.demo.stories import DESK, actors
from mailbot.ports import SaveOrders
from mailbot.settings import Settings, read_settings

SAMPLE = Path(__file__).parent / "sample"
HOUSE = Path(__file__).parent.parent.parent
SERVER = "mx.mailbot.test"
WORD = "demonstration"  # everybody's password: the servers live on the loopback, as long as the demonstration

SETTINGS = """\
# Made by `mailbot demo`. The post office is gone, but every listing works: mailbot disputes --config {folder}/mailbot.toml

[mail]
address = "{desk}"
name = "Dispute desk"
trusted_server = "{server}"

[imap]
host = "127.0.0.1"
port = {imap_port}
security = "none"
user = "{desk}"
password = "{word}"

[smtp]
host = "127.0.0.1"
port = {smtp_port}
security = "none"
user = "{desk}"
password = "{word}"
per_minute = 600

[store]
url = "sqlite:///mailbot.db"
keys_file = "keys.toml"

[desk]
people = "people.toml"
policies = "{house}/config/policies"
templates = "{house}/templates"
reader_workers = 1

[log]
file = "mailbot.log"
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """All that a demonstration plays on."""

    folder: Path
    settings: Settings
    office: PostOffice
    clock: DemoClock
    program: Program

    @property
    def mails(self) -> Path:
        """Where every mail lies as a file."""
        return self.folder / "mails"


@asynccontextmanager
async def set_stage(folder: Path) -> AsyncIterator[Stage]:
    """Set everything up in an empty folder, and clear the servers away at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    clock = DemoClock(SystemClock())
    people = loads((SAMPLE / "people.toml").read_text(encoding="utf-8"))
    addresses = [DESK, *(actor.address for actor in actors()), *(person["address"] for person in people.values())]
    office = PostOffice(dict.fromkeys(addresses, WORD), folder / "mails", clock, SERVER)
    await office.start()
    try:
        settings = _settings(folder, office)
        async with open_desk(settings, clock, exclusive=True) as desk:
            orders = read_orders([SAMPLE / "orders.csv", SAMPLE / "manifests.csv"])
            await desk.store.commit(SaveOrders(orders))
            world = World(imap_of(settings), smtp_of(settings), reader_for(settings, desk.identity))
            try:
                yield Stage(folder, settings, office, clock, Program(desk, world, settings))
            finally:
                await world.reader.close()
                await world.mailbox.close()
                await world.postman.close()
    finally:
        await office.stop()


def _settings(folder: Path, office: PostOffice) -> Settings:
    copyfile(SAMPLE / "people.toml", folder / "people.toml")
    file = folder / "mailbot.toml"
    text = SETTINGS.format(
        folder=folder,
        desk=DESK,
        server=SERVER,
        imap_port=office.imap_port,
        smtp_port=office.smtp_port,
        word=WORD,
        house=HOUSE,
    )
    file.write_text(text, encoding="utf-8")
    return read_settings(file, {})
