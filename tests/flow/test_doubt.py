"""Letters in doubt: evidence first, then at most one more copy, then a person."""

from collections.abc import Callable

import pytest

from mailbot.errors import NotFound, RefusedMove
from mailbot.flow.dispatch import Dispatcher
from mailbot.flow.doubt import Doubt, ask_always, named_in_mail
from mailbot.mail.envelope import OutboxRow, Outcome, Receipt, SendState
from mailbot.ports import AddToOutbox, Cursor, NoteSender, SaveMessage, TakeMails, Write
from tests.fakes import FakeClock, FakePostman, MemoryStore
from tests.make import NOW, message, outbox_row, raw_mail, record


class Told:
    """Notes what it was told."""

    def __init__(self) -> None:
        self.told: list[str] = []

    async def on_left(self, row: OutboxRow) -> tuple[Write, ...]:
        self.told.append("left")
        return (NoteSender("left@told.test", NOW),)

    async def on_refused(self, row: OutboxRow, reply: str) -> tuple[Write, ...]:
        self.told.append("refused")
        return ()

    async def on_unknown(self, row: OutboxRow) -> tuple[Write, ...]:
        self.told.append("asked")
        return (NoteSender("asked@told.test", NOW),)


def always(row: OutboxRow) -> bool:
    return True


class Case:
    """One letter whose outcome is unknown."""

    def __init__(self, may_resend: Callable[[OutboxRow], bool] = ask_always, *, proof: bool = False) -> None:
        self.store, self.clock, self.postman, self.told = MemoryStore(), FakeClock(), FakePostman(), Told()
        self.proof = proof
        self.doubt = Doubt(self.store, self.clock, self.told, (self.witness,), may_resend)
        self.dispatcher = Dispatcher(self.store, self.postman, self.clock, self.told)

    async def witness(self, message_id: str) -> bool:
        assert message_id == "own-1@mailbot.example"
        return self.proof

    async def lose(self) -> None:
        self.postman.receipts.append(Receipt(Outcome.UNKNOWN, "connection lost"))
        await self.dispatcher.once()

    async def begin(self) -> "Case":
        await self.store.commit(AddToOutbox(outbox_row()))
        await self.lose()
        return self

    async def state(self) -> SendState:
        (row,) = await self.store.outbox()
        return row.state


async def test_evidence_settles_it() -> None:
    case = await Case(always, proof=True).begin()
    assert await case.doubt.settle() == 1
    assert (await case.state(), case.told.told) == (SendState.ACCEPTED, ["left"])
    assert await case.store.asked_lately("left@told.test", NOW)
    assert len(case.postman.posted) == 1


async def test_evidence_may_come_late() -> None:
    case = await Case().begin()
    case.clock.forward(minutes=11)
    await case.doubt.settle()
    case.proof = True
    await case.doubt.settle()
    assert (await case.state(), case.told.told) == (SendState.ACCEPTED, ["asked", "left"])


async def test_an_answer_or_a_bounce_that_names_it_is_evidence() -> None:
    case = await Case().begin()
    witness = named_in_mail(case.store)
    sent = "own-1@mailbot.example"
    assert not await witness(sent)
    assert not await witness("unheard@of.test")
    await case.store.commit(TakeMails((raw_mail(),), Cursor("INBOX", 1, 1)))
    await case.store.commit(SaveMessage(record(message=message(references=("other@x.test", sent)))))
    assert await witness(sent)


async def test_nothing_happens_in_the_first_ten_minutes() -> None:
    case = await Case(always).begin()
    case.clock.forward(minutes=9)
    assert await case.doubt.settle() == 0
    assert (await case.state(), case.told.told) == (SendState.UNKNOWN, [])


async def test_the_policy_lets_it_go_once_more_byte_for_byte_and_then_a_person_is_asked() -> None:
    case = await Case(always).begin()
    case.clock.forward(minutes=11)
    assert await case.doubt.settle() == 1
    case.postman.receipts.append(Receipt(Outcome.DEFERRED, "451 greylisted"))
    await case.dispatcher.once()
    case.clock.forward(minutes=16)
    await case.lose()
    assert case.postman.posted[0] == case.postman.posted[1]
    case.clock.forward(minutes=11)
    for _ in range(3):
        assert await case.doubt.settle() == 0
        case.clock.forward(hours=1)
    assert (await case.state(), case.told.told) == (SendState.UNKNOWN, ["asked"])
    assert len(case.postman.posted) == 2, "never a third copy by itself"


async def test_a_letter_that_moves_meanwhile_is_left_for_the_next_round() -> None:
    case = await Case().begin()
    case.clock.forward(minutes=11)

    async def somebody_else(message_id: str) -> bool:
        case.doubt.witnesses = ()
        await case.doubt.resend("o-1")
        return True

    case.doubt.witnesses = (somebody_else,)
    assert await case.doubt.settle() == 0
    assert await case.state() is SendState.QUEUED


async def test_a_person_is_asked_once() -> None:
    case = await Case().begin()
    case.clock.forward(minutes=11)
    for _ in range(3):
        await case.doubt.settle()
    assert case.told.told == ["asked"]
    assert await case.store.asked_lately("asked@told.test", NOW)


async def test_a_person_may_send_it_again() -> None:
    case = await Case().begin()
    case.clock.forward(minutes=11)
    await case.doubt.settle()
    await case.doubt.resend("o-1")
    assert await case.dispatcher.once() == 1
    assert (await case.state(), len(case.postman.posted)) == (SendState.ACCEPTED, 2)
    with pytest.raises(RefusedMove, match="accepted"):
        await case.doubt.resend("o-1")
    with pytest.raises(NotFound):
        await case.doubt.resend("o-9")
