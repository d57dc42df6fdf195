"""Carrying an offer, or a refusal, from one party to the other: amount and stated reason, nothing else."""

from mailbot.mediation.decision import LetterOrder
from mailbot.mediation.disclosure import REFUSAL, offer_name
from mailbot.mediation.dispute import Dispute, SentLetter
from mailbot.mediation.events import FactReleased, FactStated, Rung
from mailbot.mediation.letter import Letter
from mailbot.mediation.offer import Offer
from mailbot.mediation.party import Side
from mailbot.steps.decide.turn import Turn

_CARRIES = {Side.BUYER: Letter.OFFER_TO_BUYER, Side.SELLER: Letter.COUNTER_TO_SELLER}
_STEPS = {Side.BUYER: "buyer_answer", Side.SELLER: "seller_answer"}
_ASKING = frozenset({Letter.CLAIM_NOTICE, *_CARRIES.values()})


def last_asked(dispute: Dispute) -> SentLetter | None:
    """Return the last letter that put something to a party; its reader has the turn."""
    return next((letter for letter in reversed(dispute.letters) if letter.letter in _ASKING), None)


def carry_offer(turn: Turn, offer: Offer) -> None:
    """Write an offer to the other side."""
    reader = offer.by.other
    released = _release(turn, offer.by, offer.reason, offer.message_id)
    why = f"Carry across: {offer.amount} ({offer.remedy}), reason stated: {offer.reason or 'none'}"
    _put(turn, reader, why, (offer_name(offer), *released))


def carry_refusal(turn: Turn, by: Side, reason: str, message_id: str) -> None:
    """Write to the other side that this one said no, with the reason stated, and ask for a proposal."""
    before = last_asked(turn.dispute)
    if before is not None and REFUSAL in before.carried:
        stuck(turn, f"both sides said no and neither proposes anything (last the {by}, {message_id})")
        return
    released = _release(turn, by, reason, message_id)
    why = f"Carry across: declined, reason stated: {reason or 'none'}; ask for a proposal"
    _put(turn, by.other, why, (REFUSAL, *released))


def carry_again(turn: Turn, asked: SentLetter) -> None:
    """Write a letter that carried something once more, word for word what it carried; no new round."""
    why = ("Put once more, with the time that is left",)
    turn.write(LetterOrder(asked.letter, asked.reader, why, step=_STEPS[asked.reader], carried=asked.carried))


def stuck(turn: Turn, reason: str) -> None:
    """Give it to people: the lead is told, the mediator chooses how to go on."""
    turn.raise_task("impasse", f"impasse: {reason}")
    turn.escalate(Rung.LEAD, f"impasse in {turn.dispute.id}: {reason}")


def _put(turn: Turn, reader: Side, why: str, carried: tuple[str, ...]) -> None:
    letter = _CARRIES[reader]
    put = [sent.carried for sent in turn.dispute.letters if sent.letter is letter]
    rounds = sum(1 for at, carried in enumerate(put) if at == 0 or carried != put[at - 1])  # put again is no new round
    if rounds >= turn.policy.steps.max_rounds:
        stuck(turn, f"{rounds} rounds are used up (steps.max_rounds)")
        return
    turn.write(LetterOrder(letter, reader, (why,), step=_STEPS[reader], carried=carried))


def _release(turn: Turn, side: Side, words: str, message_id: str) -> tuple[str, ...]:
    """Release a stated reason: it answers a letter which says that it is carried."""
    if not words:
        return ()
    number = len(turn.dispute.facts) + 1
    basis = "answered a letter that says it is carried"
    turn.record(
        FactStated(turn.now, number, side, words, message_id),
        FactReleased(turn.now, number, side, words, message_id, basis),
    )
    return (f"fact {number}",)
