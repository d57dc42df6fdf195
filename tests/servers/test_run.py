"""The program as an operator starts it: `mailbot run` on real servers, the command line beside it, killed in the middle."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from mailbot.adapters.clock import SystemClock
from tests.servers.conftest import BUYER, MEDIATOR
from tests.servers.dovecot import Dovecot
from tests.servers.postfix import Postfix
from tests.servers.test_settled import settings_for

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parent.parent.parent
ORDERS = """\
order,client,title,condition,buyer_name,buyer_email,purchased,paid,delivered,currency,winning_bid,shipping,shipping_by,country
{number},returns-depot,Kitchen lot,customer_returns,Ann Buyer,{buyer},{paid},{paid},{delivered},USD,3150.00,412.00,marketplace,US
"""
MANIFEST = """\
order,sku,description,quantity,unit_retail
{number},VACUUM,Robot vacuum,12,249.00
{number},TOASTER,Toaster,16,34.95
"""


class Desk:
    """mailbot in a folder, by its command line only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.config = ["--config", str(folder / "mailbot.toml")]
        self.running: subprocess.Popen[bytes] | None = None

    def do(self, *words: str) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "mailbot", *words, *self.config],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr
        return run.stdout

    def rows(self, *words: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.do(*words, "--json").splitlines()]

    def start(self) -> None:
        with (self.folder / "run.log").open("ab") as out:
            command = [sys.executable, "-m", "mailbot", "run", *self.config]
            self.running = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out)

    def kill(self) -> None:
        assert self.running is not None
        self.running.send_signal(signal.SIGKILL)
        self.running.wait(10)

    def stop(self) -> None:
        if self.running is not None and self.running.poll() is None:
            self.running.send_signal(signal.SIGTERM)
            assert self.running.wait(40) == 0


@pytest.fixture
def desk(tmp_path: Path, dovecot: Dovecot, postfix: Postfix) -> Iterator[Desk]:
    settings_for(tmp_path, dovecot, postfix, f"sqlite:///{tmp_path}/mailbot.db")
    made = Desk(tmp_path)
    yield made
    if made.running is not None and made.running.poll() is None:
        made.kill()


def until(met: Callable[[], object], seconds: float = 40.0) -> None:
    ends_at = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < ends_at, "it did not come to that in time"
        time.sleep(0.3)


def import_an_order(desk: Desk) -> str:
    number = f"RD-{os.getpid() % 9000 + 20_000}"
    paid, delivered = (SystemClock().now() - timedelta(days=days) for days in (9, 1))
    orders, manifest = desk.folder / "orders.csv", desk.folder / "manifest.csv"
    orders.write_text(
        ORDERS.format(number=number, buyer=BUYER, paid=f"{paid:%Y-%m-%d}", delivered=f"{delivered:%Y-%m-%d %H:%M}")
    )
    manifest.write_text(MANIFEST.format(number=number))
    assert "1 orders with 2 manifest lines" in desk.do("orders", "import", str(orders), str(manifest))
    return number


def test_a_claim_is_drafted_approved_sent_and_survives_a_kill(desk: Desk, postfix: Postfix) -> None:
    number = import_an_order(desk)
    before = len(postfix.inbox(BUYER))
    desk.start()
    postfix.send(
        f"Ann Buyer <{BUYER}>",
        "desk@mailbot.test",
        f"Short, order {number}",
        f"3 VACUUM are missing from order {number}.\n",
    )
    until(lambda: [row for row in desk.rows("disputes") if row["order"] == number])
    dispute = next(row["dispute"] for row in desk.rows("disputes") if row["order"] == number)
    drafts = [row for row in desk.rows("drafts") if row["dispute"] == dispute]
    assert [row["letter"] for row in drafts] == ["evidence_request"]
    desk.kill()
    assert "Approved" in desk.do("approve", drafts[0]["draft"][:6])
    desk.start()
    until(lambda: mails_about(postfix, number, before), seconds=20)
    assert "will not leave" in desk.do("undo", drafts[0]["draft"])
    assert "Approved" in desk.do("approve", drafts[0]["draft"])
    desk.stop()
    assert [row["state"] for row in desk.rows("drafts", "--all") if row["draft"] == drafts[0]["draft"]].count(
        "approved"
    ) == 1
    received = mails_about(postfix, number, before)
    assert len([mail for mail in received if b"claim" in mail.lower()]) == len(received) == 1
    approvals = [mail for mail in postfix.inbox(MEDIATOR) if dispute.encode() in mail and b"Approve?" in mail]
    assert len(approvals) == 2, "one for the first revision, one for that after the undo; none twice"


def mails_about(postfix: Postfix, number: str, before: int) -> list[bytes]:
    return [mail for mail in postfix.inbox(BUYER)[before:] if number.encode() in mail]


def test_a_second_run_on_one_store_is_refused(desk: Desk) -> None:
    desk.start()
    until(lambda: b"Ctrl-C" in (desk.folder / "run.log").read_bytes())
    second = subprocess.run(
        [sys.executable, "-m", "mailbot", "run", *desk.config],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    assert second.returncode == 2
    assert "mailbot.db" in second.stderr
    desk.stop()
