"""What a person answers to whoever wrote a mail that was set aside: nothing in it that is not the writer's."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.errors import NotFound, RefusedMove
from mailbot.flow.aside import Answer, answer, entry_named
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import Automatic, AutomaticKind
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind
from mailbot.mediation.party import Side
from tests.flow.office import LEE, MIA, Office, said, valued
from tests.flow.test_aside import set_aside
from tests.make import BUYER, SELLER, sender


async def test_an_answer_goes_to_the_writer_once_and_says_nothing_of_a_dispute() -> None:
    office = Office()
    entry = await set_aside(office)
    told = await answer(office.desk, office.reader, entry.id, "mia", Answer())
    assert told.startswith(f"{entry.id} is answered: a mail to cousin@seller.example")
    (row,) = [row for row in await office.memory.outbox() if row.envelope.reader == "cousin@seller.example"]
    assert row.kind is LetterKind.INTERNAL
    assert office.dispute.id.encode() not in row.envelope.content
    assert office.dispute.order_number.encode() not in row.envelope.content
    with pytest.raises(NotFound):
        await answer(office.desk, office.reader, entry.id, "mia", Answer())


async def test_a_persons_own_words_are_sent_as_they_are() -> None:
    office = Office()
    entry = await set_aside(office)
    await answer(
        office.desk,
        office.reader,
        entry.id,
        "mia",
        Answer("Please write from the address of your account.", "Your mail"),
    )
    (row,) = [row for row in await office.memory.outbox() if row.envelope.reader == "cousin@seller.example"]
    assert b"Please write from the address of your account." in row.envelope.content
    assert b"Subject: Your mail" in row.envelope.content


@pytest.mark.parametrize(
    "words",
    ["About {id}: who are you?", "The buyer is {buyer}.", "The seller is {seller}.", "We heard: {statement}"],
)
async def test_what_is_not_the_writers_is_not_sent(words: str) -> None:
    office = Office()
    told = "Between us the driver told me that the pallet had been opened in the yard."
    entry = await set_aside(office, events=(*valued(), said(2, words=told)))
    text = words.format(id=office.dispute.id, buyer=BUYER, seller=SELLER, statement=told)
    with pytest.raises(RefusedMove, match="not sent, it would tell"):
        await answer(office.desk, office.reader, entry.id, "mia", Answer(text))
    assert "cousin@seller.example" not in {row.envelope.reader for row in await office.memory.outbox()}
    assert await entry_named(office.desk, entry.id) == entry


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sender": sender(address=SELLER, trust=Trust.FORGED)}, "is forged"),
        ({"sender": sender(address="")}, "no single sender"),
        (
            {
                "sender": sender(address=SELLER),
                "quarantine": "looked odd",
                "automatic": Automatic(AutomaticKind.OUT_OF_OFFICE, None, "it says so"),
            },
            "machines are not answered",
        ),
    ],
)
async def test_who_never_wrote_and_what_is_no_person_is_not_answered(changes: dict[str, Any], why: str) -> None:
    office = Office()
    entry = await set_aside(office, **changes)
    before = await office.memory.outbox()
    with pytest.raises(RefusedMove, match=why):
        await answer(office.desk, office.reader, entry.id, "mia", Answer())
    assert await office.memory.outbox() == before


async def test_who_is_in_training_answers_nobody() -> None:
    office = Office()
    entry = await set_aside(office)
    office.desk = replace(office.desk, people=(replace(MIA, trainee=True), LEE))
    with pytest.raises(RefusedMove, match="in training"):
        await answer(office.desk, office.reader, entry.id, "mia", Answer())


async def test_what_may_be_said_to_a_party_does_not_hang_on_the_spelling_of_its_address() -> None:
    office = Office()
    entry = await set_aside(office, sender=sender(address=SELLER.upper()), quarantine="looked odd")
    told = await answer(
        office.desk, office.reader, entry.id, "mia", Answer(f"Your mail about {office.dispute.id} was cut short.")
    )
    assert told.startswith(f"{entry.id} is answered")
    (kept,) = await office.memory.quarantine(open_only=False)
    assert kept.resolution == "answered"


@pytest.mark.parametrize("words", ["About {id}: who are you?", "The buyer is {buyer}."])
async def test_a_dispute_that_is_only_hinted_at_is_kept_from_a_stranger_too(words: str) -> None:
    office = Office()
    await office.on_file(*valued())
    named = Clue(ClueKind.TAG, office.dispute.id)
    await office.came(
        "It is about this.\n", sender=sender(address="who@else.example"), clues=(named,), quarantine="odd"
    )
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    assert entry.suggested_dispute is None
    text = words.format(id=office.dispute.id, buyer=BUYER)
    with pytest.raises(RefusedMove, match="not sent, it would tell"):
        await answer(office.desk, office.reader, entry.id, "mia", Answer(text))


async def test_a_party_is_not_told_what_the_other_said_by_an_answer_to_a_mail_that_points_both_ways() -> None:
    office = Office()
    told = "Between us the driver told me that the pallet had been opened in the yard."
    await office.on_file(*valued(), said(2, words=told))
    words: dict[str, Any] = {"sender": sender(address=SELLER), "quarantine": "odd"}
    await office.answered(Side.BUYER, "Here I am.\n", **words)
    await office.walk.empty()
    (entry,) = await office.memory.quarantine()
    assert entry.suggested_dispute is None
    with pytest.raises(RefusedMove, match="not sent, it would tell"):
        await answer(office.desk, office.reader, entry.id, "mia", Answer(f"We heard: {told}"))
