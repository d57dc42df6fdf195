"""A person's own moves: in a dispute, and with what was set aside."""

from dataclasses import replace
from typing import Any

import pytest

from mailbot.errors import NotFound, RefusedMove
from mailbot.flow.moves import move_dispute
from mailbot.mail.authentication import Trust
from mailbot.mediation.decision import MediatorMoved, MoveKind
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Side
from mailbot.mediation.phase import Phase
from tests.flow.office import LEE, MIA, Office, offers, valued
from tests.make import SELLER, sender


async def suggested(office: Office) -> None:
    """The seller seems to offer something, but nothing proves that it was the seller."""
    await office.on_file(*valued())
    unproven = sender(address=SELLER, trust=Trust.UNPROVEN, reason="no DMARC")
    await office.answered(Side.SELLER, "We pay 150.\n", intents=(offers("150"),), sender=unproven)
    await office.walk.empty()
    assert office.dispute.offers == ()
    assert len(office.dispute.suggestions) == 1


async def move(office: Office, kind: MoveKind, by: str = "mia", **changes: Any) -> str:
    return await move_dispute(office.desk, office.dispute.id, replace(MediatorMoved(by, kind), **changes))


# --- moves


async def test_a_confirmed_suggestion_counts_as_said() -> None:
    office = Office()
    await suggested(office)
    told = await move(office, MoveKind.CONFIRM, number=1)
    assert told == f"Done: confirm in {office.dispute.id}. Drafted: offer_to_buyer to the buyer."
    assert [str(offer.amount.amount) for offer in office.dispute.offers] == ["150.00"]
    assert office.dispute.suggestions == ()
    assert (await office.pending()).letter is Letter.OFFER_TO_BUYER


async def test_a_dismissed_suggestion_counts_for_nothing() -> None:
    office = Office()
    await suggested(office)
    assert await move(office, MoveKind.DISMISS, number=1) == f"Done: dismiss in {office.dispute.id}."
    assert office.dispute.offers == ()
    assert office.dispute.suggestions == ()


async def test_confirming_twice_counts_once() -> None:
    office = Office()
    await suggested(office)
    await move(office, MoveKind.CONFIRM, number=1)
    with pytest.raises(RefusedMove):
        await move(office, MoveKind.CONFIRM, number=1)
    assert len(office.dispute.offers) == 1


@pytest.mark.parametrize(
    ("by", "why"),
    [
        ("eve", "'eve' does not work for client"),
        ("tim", "mia is in charge of"),
        ("acc", "mia is in charge of"),
    ],
)
async def test_only_who_is_in_charge_or_a_lead_moves(by: str, why: str) -> None:
    office = Office()
    await suggested(office)
    before = office.dispute
    with pytest.raises(RefusedMove, match=why):
        await move(office, MoveKind.CONFIRM, by, number=1)
    assert office.dispute == before
    await move(office, MoveKind.CONFIRM, "lee", number=1)


async def test_who_left_moves_nothing() -> None:
    office = Office()
    await suggested(office)
    office.desk = replace(office.desk, people=(replace(MIA, active=False), LEE))
    with pytest.raises(RefusedMove):
        await move(office, MoveKind.CONFIRM, number=1)


async def test_a_move_that_is_not_open_says_why() -> None:
    office = Office()
    await suggested(office)
    with pytest.raises(RefusedMove, match=r"no suggestion 7|suggestion 7"):
        await move(office, MoveKind.CONFIRM, number=7)
    with pytest.raises(RefusedMove, match="no deadline"):
        await move(office, MoveKind.EXTEND, side=Side.BUYER, number=2)
    with pytest.raises(NotFound):
        await move_dispute(office.desk, "D-NOPE", MediatorMoved("mia", MoveKind.HOLD))


async def test_hold_stops_what_waits_and_resume_goes_on() -> None:
    office = Office()
    await office.drafted()
    await move(office, MoveKind.HOLD, reason="a call came in")
    assert office.dispute.phase is Phase.HOLD
    waiting = {draft.letter for draft in await office.memory.drafts() if draft.state == "pending"}
    assert Letter.EVIDENCE_REQUEST not in waiting
    await move(office, MoveKind.RESUME)
    assert office.dispute.phase is not Phase.HOLD


async def test_an_extension_is_a_letter_first() -> None:
    office = Office()
    await office.on_file(*valued())
    before = office.dispute.deadline(Side.SELLER)
    told = await move(office, MoveKind.EXTEND, side=Side.SELLER, number=2)
    assert "Drafted: extension to the seller." in told
    assert office.dispute.deadline(Side.SELLER) == before
