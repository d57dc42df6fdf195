"""Intake: the first mail of a buyer about an order."""

from datetime import datetime

from mailbot.claims.order import Contact, Order
from mailbot.mediation.decision import LetterOrder, PartyWrote, Plain
from mailbot.mediation.events import DisputeOpened
from mailbot.mediation.letter import Letter
from mailbot.mediation.party import Party, Side
from mailbot.policy.policy import Policy
from mailbot.steps.decide import screening
from mailbot.steps.decide.answer import Answer
from mailbot.steps.decide.claiming import take_claim
from mailbot.steps.decide.turn import Turn


def opening(order: Order, policy: Policy, wrote: PartyWrote, name: tuple[str, str], now: datetime) -> DisputeOpened:
    """Make the first event of a dispute; ``name``: the dispute's id and its mediator's."""
    first = policy.languages[0]
    spoken = wrote.language if wrote.language in policy.languages else first
    seller = order.seller or _desk(policy)
    return DisputeOpened(
        at=now,
        dispute_id=name[0],
        client_id=order.client_id,
        order_number=order.number,
        policy_version=policy.version,
        buyer=_party(Side.BUYER, order.buyer, spoken or first),
        seller=_party(Side.SELLER, seller, first),
        mediator=name[1],
    )


def answered(turn: Turn, answer: Answer) -> None:
    """Screen the claim, or ask for it if the mail has none."""
    if answer.side is not Side.BUYER:
        return
    take_claim(turn, answer)
    if turn.dispute.claim is not None:
        turn.met(Side.BUYER)
        screening.begin(turn, tuple(item.file_name for item in answer.evidence))
    else:
        ask_for_claim(turn, answer.words)


def ask_for_claim(turn: Turn, words: str) -> None:
    """Ask what is wrong; nothing is assumed."""
    if any(letter.letter is Letter.PLEASE_CLARIFY for letter in turn.dispute.letters):
        turn.raise_task(
            "no_claim", "asked once what is wrong, and still no claim can be read: read the mail", Side.BUYER
        )
        return
    why = ("No claim could be read in it: we ask what is wrong, with which lines and how many units",)
    details: dict[str, Plain] = {"quote": words[:500], "questions": ("claim_type", "claim_lines"), "reason": "no_claim"}
    turn.write(LetterOrder(Letter.PLEASE_CLARIFY, Side.BUYER, why, step="buyer_substantiate", details=details))


def _desk(policy: Policy) -> Contact:
    """Return the client's desk: its second contact may write and cannot bind."""
    contacts = policy.contacts
    backup = () if contacts.seller_backup is None else (contacts.seller_backup,)
    return Contact(contacts.seller_name, (contacts.seller_primary,), informed=backup)


def _party(side: Side, contact: Contact, language: str) -> Party:
    return Party(
        side,
        contact.name,
        contact.addresses,
        contact.informed,
        contact.language or language,
        language_chosen=contact.language is not None,
    )
