"""Where a mail belongs: all clues are weighed together, and never a guess."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mailbot.claims.order import Order
from mailbot.mail.authentication import Trust
from mailbot.mail.automatic import AutomaticKind
from mailbot.mail.clues import ClueKind
from mailbot.mail.message import Message
from mailbot.mediation.party import Side
from mailbot.mediation.placement import Found, Place, Placement

_STRONG = frozenset({ClueKind.TOKEN, ClueKind.OWN_ID})
_BY_PARTY_ONLY = frozenset({ClueKind.TAG, ClueKind.ORDER})  # anybody may write these: clues only from a party
_NAMES = {
    ClueKind.TOKEN: "the reply address it was sent to",
    ClueKind.OWN_ID: "the letter of ours it answers",
    ClueKind.PARENT: "an earlier mail it answers",
    ClueKind.TAG: "the tag in its subject",
    ClueKind.ORDER: "the order number it names",
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
    if not counted:
        return _without_clue(message, named, buyer_known=buyer_known)
    conclusion = _conclude(counted)
    if message.automatic is not None:
        return _machine(message, counted, conclusion)
    if conclusion.disagreement:
        return Placement(Place.QUARANTINE, conclusion.disagreement)
    return _person(message, counted, conclusion)


def _counted(found: Iterable[Found]) -> tuple[Found, ...]:
    """Return what counts as a clue, in an order that does not depend on how it came."""
    counts = {clue for clue in found if clue.sender_is_party or clue.kind not in _BY_PARTY_ONLY}
    ranks = list(ClueKind)
    return tuple(
        sorted(counts, key=lambda clue: (ranks.index(clue.kind), clue.dispute_id, clue.side or "", repr(clue)))
    )


def _set_aside(message: Message, counted: Sequence[Found]) -> Placement | None:
    sender = message.sender
    if message.quarantine:
        return Placement(Place.QUARANTINE, message.quarantine)
    if message.ours or (message.automatic and message.automatic.kind is AutomaticKind.OWN):
        return _own_come_back(sender.address, counted)
    if sender.trust is Trust.FORGED:
        return Placement(
            Place.QUARANTINE, f"forged: it does not come from {sender.address or 'whom it names'} ({sender.reason})"
        )
    if not sender.address and message.automatic is None:
        return Placement(Place.QUARANTINE, f"no single sender: {sender.reason or 'From names none or several'}")
    return None


def _own_come_back(address: str, counted: Sequence[Found]) -> Placement:
    if any(clue.sender_is_party for clue in counted):
        # A party's words under the id of our letter ("edit as new"): odd, but never to be lost.
        return Placement(Place.QUARANTINE, f"it carries the Message-ID of a letter of ours but comes from {address}")
    return Placement(Place.NOTED, "our own letter come back")


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
    says = dict.fromkeys(f"{_NAMES[clue.kind]} says {_target(clue.dispute_id, clue.side)}" for clue in counted)
    return f"its clues point to two {what}: {'; '.join(says)}"


def _target(dispute_id: str, side: Side | None) -> str:
    return f"the {side} of {dispute_id}" if side else dispute_id


def _machine(message: Message, counted: Sequence[Found], conclusion: _Conclusion) -> Placement:
    """Place a machine's mail only by what we signed ourselves; from anybody a bounce may come, an answer may not."""
    assert message.automatic is not None
    kind = message.automatic.kind
    signed = [clue for clue in counted if clue.kind in _STRONG and clue.side is not None]
    believed = kind is AutomaticKind.BOUNCE or any(clue.sender_is_party for clue in signed)
    name = str(kind).replace("_", " ")
    if conclusion.disagreement or conclusion.side is None or not (signed and believed):
        return Placement(Place.NOTED, f"a machine wrote it ({name}), and nothing we signed says for which party")
    where = _target(conclusion.dispute_id, conclusion.side)
    return Placement(
        Place.PLACED,
        f"a machine wrote it ({name}); {_NAMES[signed[0].kind]} says {where}",
        conclusion.dispute_id,
        conclusion.side,
    )


def _person(message: Message, counted: Sequence[Found], conclusion: _Conclusion) -> Placement:
    strongest = counted[0]
    here = [clue for clue in counted if clue.dispute_id == conclusion.dispute_id]
    party = [clue for clue in here if clue.sender_is_party and clue.side is conclusion.side]
    where = _target(conclusion.dispute_id, conclusion.side)
    says = f"{_NAMES[strongest.kind]} says {where}"
    address = message.sender.address
    place, why = Place.PLACED, f"{says}, and {address} is that party's address"
    if strongest.kind in _STRONG and not party:
        place, why = Place.QUARANTINE, f"unknown sender: {says}, but {address} is not on file for that party"
    elif not party:
        place, why = Place.SUGGESTED, f"{says}, but {address} is not on file for it"
    elif conclusion.side is None:
        place, why = Place.SUGGESTED, f"{says}, but not for which party"
    elif strongest.kind not in _STRONG and message.sender.trust is not Trust.PROVEN:
        place, why = Place.SUGGESTED, f"{why}, but nothing proves that the mail is theirs ({message.sender.reason})"
    speaks = place is not Place.QUARANTINE and any(clue.speaks for clue in party)
    return Placement(place, why, conclusion.dispute_id, conclusion.side, speaks=speaks)


def _without_clue(message: Message, named: Sequence[Order], *, buyer_known: bool) -> Placement:
    address = message.sender.address
    if message.automatic is not None:
        return Placement(
            Place.NOTED, f"a machine wrote it ({message.automatic.kind}), and nothing says to whom it belongs"
        )
    numbers = sorted({order.number for order in named})
    if not buyer_known:
        return Placement(Place.WHICH_ORDER, f"{address} is no buyer on file, and nothing says which order it is about")
    if not numbers:
        return Placement(Place.WHICH_ORDER, f"{address} is a buyer on file, but names no order of theirs")
    if len({(order.client_id, order.number) for order in named}) > 1:
        return Placement(Place.QUARANTINE, f"{address} names several orders of theirs: {', '.join(numbers)}")
    return Placement(
        Place.NEW_DISPUTE,
        f"{address} is a buyer on file and names order {named[0].number}",
        order_number=named[0].number,
        side=Side.BUYER,
        speaks=address in named[0].buyer.addresses,
    )
