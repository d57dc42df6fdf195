"""Real servers, started once for all tests here and ended after them."""

import shutil
from collections.abc import Iterator

import pytest

from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix

DESK, BUYER, SELLER, MEDIATOR, LEAD, STRANGER = (
    "desk@mailbot.test", "ann@buyer.test", "returns@seller.test", "mia@mailbot.test", "lea@mailbot.test", "sly@stranger.test",
)  # fmt: skip
USERS = {address: f"pass word of {address}" for address in (DESK, BUYER, SELLER, MEDIATOR, LEAD, STRANGER)}


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    server = Dovecot(USERS)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postfix(dovecot: Dovecot) -> Iterator[Postfix]:
    server = Postfix(dovecot, proven=[address for address in USERS if address != STRANGER])
    server.start()
    yield server
    server.stop()
    shutil.rmtree(server.folder, ignore_errors=True)
