"""Where a mail belongs: all clues are weighed together, and never a guess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailbot.claims.order import Order
from mailbot.mail.address import canonical
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mail.clues import ClueKind
from mailbot.mail.message import Message
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Found, Place, Placement

_STRONG = frozenset({ClueKind.TOKEN, ClueKind.OWN_ID})
_BY_PARTY_ONLY = frozenset({ClueKind.TAG, ClueKind.ORDER, ClueKind.QUOTED})  # anybody may write these: of a party only
_SUBJECT_MATTER = frozenset({ClueKind.TAG, ClueKind.ORDER})  # what the writer says the mail is about
_SAYS = {
    ClueKind.TOKEN: "it came to the reply address of {party}",
    ClueKind.OWN_ID: "it answers our letter to {party}",
    ClueKind.PARENT: "it answers an earlier mail of {party}",
    ClueKind.TAG: "it names {dispute}",
    ClueKind.ORDER: "it names order {order}, which {dispute} is about",
    ClueKind.QUOTED: "it quotes a letter about {dispute}",
}
_Target = tuple[str, Side | None]


@dataclass(frozen=True, slots=True)
class _Conclusion:
    """What the clues say together: the one dispute and side, or the disagreement in words."""

    dispute_id: str = ""
    side: Side | None = None
    disagreement: str = ""


def thread(message: Message, found: Sequence[Found], named: Sequence[Order], buyer_known: bool) -> Placement:  # noqa: FBT001 - a fact of the sender, looked up like the others
    """Conclude where a mail belongs and say why. ``named``: orders of this sender that the mail names."""
    counted = _counted(found)
    aside = _set_aside(message, counted)
    if aside is not None:
        return aside
    by_machine = _by_machine(message, counted, named)
    if not counted:
        return _nothing_follows(message) if by_machine else _without_clue(message, named, buyer_known=buyer_known)
    conclusion = _conclude(counted)
    if by_machine:
        return _machine(message, counted, conclusion)
    odd = conclusion.disagreement or _stranger_to(found, conclusion) or _other_order(counted, conclusion, named)
    if odd:
        return Placement(Place.QUARANTINE, odd)
    return _person(message, counted, conclusion)


def _counted(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return what counts as a clue, in an order that does not depend on how it came."""
    counts = {clue for clue in found if clue.sender_is_party or clue.kind not in _BY_PARTY_ONLY}
    said = {clue for clue in counts if clue.kind is not ClueKind.QUOTED}
    ranks = list(ClueKind)
    return tuple(
        sorted(said or counts, key=lambda clue: (ranks.index(clue.kind), clue.dispute_id, clue.side or "", repr(clue)))
    )


def _set_aside(message: Message, counted: Sequence[Found]) -> Placement | None:
    sender = message.sender
    from_us = message.automatic is not None and message.automatic.kind is AutomaticKind.OWN
    if message.quarantine:
        return Placement(Place.QUARANTINE, message.quarantine)
    if message.ours:
        return _own_come_back(sender.address, from_us=from_us and not any(clue.sender_is_party for clue in counted))
    if sender.trust is Trust.FORGED:
        return Placement(
            Place.QUARANTINE, f"forged: it does not come from {sender.address or 'whom it names'} ({sender.reason})"
        )
    if from_us:
        return Placement(Place.NOTED, "it comes from our own address")
    if not sender.address and message.automatic is None:
        return Placement(Place.QUARANTINE, f"no single sender: {sender.reason or 'From names none or several'}")
    return None


def _own_come_back(address: str, *, from_us: bool) -> Placement:
    if from_us:
        return Placement(Place.NOTED, "our own letter come back")
    # Somebody's words under the id of our letter ("edit as new", or worse): odd, but never to be lost.
    return Placement(Place.QUARANTINE, f"it carries the Message-ID of a letter of ours but comes from {address}")


def _by_machine(message: Message, counted: Sequence[Found], named: Sequence[Order]) -> bool:
    """Whether nobody wrote it to us. A party may write through a mailing group, and what is sent to us is no bulk mail."""
    if message.automatic is None or message.automatic.kind is not AutomaticKind.LIST:
        return message.automatic is not None
    to_us = any(clue.sender_is_party or clue.kind in _STRONG for clue in counted)
    return not (to_us or named)


def _conclude(counted: Sequence[Found]) -> _Conclusion:
    """Return the one dispute and side on which all clues agree. A clue that fits several decides nothing by itself."""
    clues: dict[tuple[ClueKind, str], set[_Target]] = {}
    for clue in counted:
        clues.setdefault((clue.kind, clue.value), set()).add((clue.dispute_id, clue.side))
    disputes = set.intersection(*({dispute for dispute, _ in targets} for targets in clues.values()))
    if len(disputes) != 1:
        return _Conclusion(disagreement=_disagreement(counted, "disputes"))
    (dispute_id,) = disputes
    sides = [{side for dispute, side in targets if dispute == dispute_id} - {None} for targets in clues.values()]
    agreed = {side for each in sides for side in each}
    if len(agreed) > 1:
        return _Conclusion(disagreement=_disagreement(counted, "parties"))
    return _Conclusion(dispute_id, next(iter(agreed), None))


def _disagreement(counted: Sequence[Found], what: str) -> str:
    roles = what == "parties"
    says = dict.fromkeys(
        f"{_says(clue)} (its sender is the {clue.side})"
        if roles and clue.side and clue.kind in _BY_PARTY_ONLY
        else _says(clue)
        for clue in counted
    )
    return f"it points to two {what}: {'; '.join(says)}"


def _says(clue: Found, side: Side | None = None) -> str:
    side = clue.side or side
    party = f"the {side} of {clue.dispute_id}" if side else clue.dispute_id
    return _SAYS[clue.kind].format(party=party, dispute=clue.dispute_id, order=clue.order_number or clue.value)


def _stranger_to(found: Sequence[Found], conclusion: _Conclusion) -> str:
    """Say so if a mail names a second dispute, one its sender has no part in: such names are not guessed."""
    names = {clue.dispute_id for clue in found if clue.kind is ClueKind.TAG and not clue.sender_is_party}
    others = sorted(names - {conclusion.dispute_id})
    if not others:
        return ""
    return f"it points to two disputes: it belongs to {conclusion.dispute_id}, but names {others[0]}, which its sender has no part in"


def _other_order(counted: Sequence[Found], conclusion: _Conclusion, named: Sequence[Order]) -> str:
    """Say so if a mail is about another order of its sender, one over which there is no dispute yet.

    Who answers an old letter to tell of a new order keeps the old address and thread. As long as the mail names the
    dispute or its order as well, a further order is only mentioned.
    """
    here = {clue.order_number.lower() for clue in counted if clue.dispute_id == conclusion.dispute_id}
    others = sorted({order.number for order in named if order.number.lower() not in here})
    spoken = {clue.kind for clue in counted} & _SUBJECT_MATTER
    if not others or (spoken and counted[0].kind is not ClueKind.ORDER):
        return ""
    return f"two matters: {_says(counted[0])}, but it is about order {', '.join(others)}"


def _machine(message: Message, counted: Sequence[Found], conclusion: _Conclusion) -> Placement:
    """Place a machine's mail only by what we signed ourselves; from anybody a bounce may come, an answer may not."""
    assert message.automatic is not None
    kind = message.automatic.kind
    signed = [clue for clue in counted if clue.kind in _STRONG and clue.side is not None]
    believed = kind is AutomaticKind.BOUNCE or any(clue.sender_is_party for clue in signed)
    if conclusion.disagreement or conclusion.side is None or not (signed and believed):
        return Placement(
            Place.NOTED, f"a machine wrote it ({_named(kind)}), and nothing we signed says for which party"
        )
    return Placement(
        Place.PLACED,
        f"a machine wrote it ({_named(kind)}); {_says(signed[0])}",
        conclusion.dispute_id,
        conclusion.side,
    )


def _named(kind: AutomaticKind) -> str:
    return str(kind).replace("_", " ")


def _person(message: Message, counted: Sequence[Found], conclusion: _Conclusion) -> Placement:
    strongest = counted[0]
    here = [clue for clue in counted if clue.dispute_id == conclusion.dispute_id]
    party = [clue for clue in here if clue.sender_is_party and clue.side is conclusion.side]
    says = _says(next((clue for clue in here if clue.kind is strongest.kind), strongest), conclusion.side)
    address, them = message.sender.address, f"the {conclusion.side}" if conclusion.side else "a party of it"
    place, why = Place.PLACED, f"{says}, and {address} is on file for {them}"
    if strongest.kind in _STRONG and not party:
        place, why = Place.QUARANTINE, f"unknown sender: {says}, but {address} is not on file for {them}"
    elif not party:
        place, why = Place.SUGGESTED, f"{says}, but {address} is not on file for {them}"
    elif conclusion.side is None:
        place, why = Place.SUGGESTED, f"{says}, but {address} is on file for both parties"
    elif strongest.kind not in _STRONG and message.sender.trust is not Trust.PROVEN:
        place, why = Place.SUGGESTED, f"{why}, but nothing proves that they wrote it ({message.sender.reason})"
    speaks = place is not Place.QUARANTINE and any(clue.speaks for clue in party)
    return Placement(place, why, conclusion.dispute_id, conclusion.side, speaks=speaks)


def _nothing_follows(message: Message) -> Placement:
    assert message.automatic is not None
    kind = _named(message.automatic.kind)
    return Placement(Place.NOTED, f"a machine wrote it ({kind}), and nothing says to whom it belongs")


def _without_clue(message: Message, named: Sequence[Order], *, buyer_known: bool) -> Placement:
    address = message.sender.address
    numbers = sorted({order.number for order in named})
    if not buyer_known:
        why = f"nothing in it says which dispute it is about, and {address} is no buyer on file"
        return Placement(Place.WHICH_ORDER, why)
    if not numbers:
        return Placement(Place.WHICH_ORDER, f"{address} is a buyer on file, but names no order of theirs")
    if len({(order.client_id, order.number) for order in named}) > 1:
        return Placement(Place.QUARANTINE, f"{address} names several orders of theirs: {', '.join(numbers)}")
    return Placement(
        Place.NEW_DISPUTE,
        f"{address} is a buyer on file and names order {named[0].number}",
        order_number=named[0].number,
        side=Side.BUYER,
        speaks=canonical(address) in map(canonical, named[0].buyer.addresses),
    )
