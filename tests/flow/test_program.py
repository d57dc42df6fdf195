"""The loops of the program on fakes of the world: mail in, drafts, letters out, and the world away for a while."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from mailbot.app import Program, World
from mailbot.errors import TemporaryFailure
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mediation.approval import DraftState
from mailbot.ports import Understood
from mailbot.settings import DeskSection, ImapSection, MailSection, Settings, SmtpSection
from tests.fakes import FakeMailbox
from tests.flow.office import DESK, THREE_MISSING, Office
from tests.make import BUYER, ORDER, message

TEXT = "Order PS-1001: 3 TV-43 are missing.\n"
SETTINGS = Settings(
    mail=MailSection(address=DESK),
    imap=ImapSection(host="localhost", user=DESK, poll_seconds=0.05),
    smtp=SmtpSection(host="localhost"),
    desk=DeskSection(sweep_seconds=0.1),
)


class QuietMailbox(FakeMailbox):
    """A mailbox that takes its time to say that nothing came."""

    async def wait(self, seconds: float) -> bool:
        await asyncio.sleep(0.01)
        return await super().wait(seconds)


class Away:
    """A store that can be away."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.away = False
        self.refused = 0

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._store, name)

        async def maybe(*words: Any, **more: Any) -> Any:
            if self.away:
                self.refused += 1
                raise TemporaryFailure("the database is away")
            return await real(*words, **more)

        return maybe


def program_of(office: Office) -> Program:
    office.mailbox = QuietMailbox(clock=office.clock)
    return Program(office.desk, World(office.mailbox, office.postman, office.reader), SETTINGS)


def a_claim_lies_in_the_mailbox(office: Office) -> None:
    content = f"mail: {TEXT}".encode()
    read = message(TEXT)
    office.reader.mails[content] = (read, (Clue(ClueKind.ORDER, ORDER),))
    office.reader.meanings[read.new_text] = Understood(read, (THREE_MISSING,))
    office.mailbox.receive(content)


async def until(met: Callable[[], bool]) -> None:
    async with asyncio.timeout(8):
        while not met():
            await asyncio.sleep(0.01)


async def test_once_takes_in_walks_and_sends_and_says_so() -> None:
    office = Office()
    await office.orders()
    program = program_of(office)
    a_claim_lies_in_the_mailbox(office)
    assert await program.once() == "1 mails taken in, 1 walked, 0 disputes chased, 2 letters sent"
    assert await program.once() == "0 mails taken in, 0 walked, 0 disputes chased, 0 letters sent"
    assert [sent.reader for sent in office.postman.posted] == [BUYER, "mia@mailbot.example"]


async def test_running_a_mail_becomes_a_draft_and_the_receipt_leaves_and_cancelling_ends_it() -> None:
    office = Office()
    await office.orders()
    running = asyncio.ensure_future(program_of(office).run())
    a_claim_lies_in_the_mailbox(office)
    await until(lambda: len(office.postman.posted) == 2)
    assert len(await office.memory.drafts(DraftState.PENDING)) == 1
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert office.mailbox.closed
    assert {task for task in asyncio.all_tasks() if task is not asyncio.current_task()} == set()


async def test_the_world_may_be_away_and_the_program_waits_for_it() -> None:
    office = Office()
    await office.orders()
    store = Away(office.memory)
    office.on(store)
    running = asyncio.ensure_future(program_of(office).run())
    store.away = True
    await until(lambda: store.refused >= 2)
    a_claim_lies_in_the_mailbox(office)
    assert not running.done()
    store.away = False
    await until(lambda: len(office.postman.posted) == 2)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_what_is_due_is_chased_while_it_runs() -> None:
    office = Office()
    draft = await office.drafted()
    await office.give(draft)
    await office.send(seconds=91)
    office.clock.forward(days=4)
    running = asyncio.ensure_future(program_of(office).run())
    await until(lambda: any(one.letter == "reminder" for one in office.memory.kept.drafts.values()))
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
