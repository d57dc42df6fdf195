"""Clues looked up: which dispute and party each names, and whether the sender is that party. All in one reading."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, null, select

from mailbot.adapters.store import orders
from mailbot.adapters.store.codec import from_json
from mailbot.adapters.store.tables import disputes, drafts, messages, outbox, reply_tokens
from mailbot.mail.clues import Clue, ClueKind
from mailbot.mail.envelope import LetterKind
from mailbot.mediation.party import Party, Side
from mailbot.mediation.phase import Phase
from mailbot.mediation.placement import Found
from mailbot.ports import Looked


class _Named(NamedTuple):
    """What a clue names, with the parties on file."""

    dispute_id: str
    order_number: str
    side: Side | None
    parties: tuple[Party, Party]


_PARTIES = (disputes.c.id, disputes.c.order_number, disputes.c.phase, disputes.c.buyer, disputes.c.seller)
_NOBODY = null().label("side")
_READER = select(drafts.c.reader).where(drafts.c.id == outbox.c.draft_id).limit(1).scalar_subquery().label("side")
_BY_NAME = select(*_PARTIES, _NOBODY).where(disputes.c.id_key == bindparam("value"))
_QUERIES = {
    ClueKind.TOKEN: select(*_PARTIES, reply_tokens.c.side)
    .join(reply_tokens, reply_tokens.c.dispute_id == disputes.c.id)
    .where(reply_tokens.c.token == bindparam("value")),
    ClueKind.OWN_ID: select(*_PARTIES, _READER)
    .join(outbox, outbox.c.dispute_id == disputes.c.id)
    .where(outbox.c.message_id == bindparam("value"), outbox.c.kind == str(LetterKind.PARTY)),
    ClueKind.PARENT: select(*_PARTIES, messages.c.side)
    .join(messages, messages.c.dispute_id == disputes.c.id)
    .where(messages.c.message_id == bindparam("value"), messages.c.side.is_not(None))
    .order_by(messages.c.received_at),
    ClueKind.TAG: _BY_NAME,
    ClueKind.ORDER: select(*_PARTIES, _NOBODY).where(disputes.c.order_key == bindparam("value")),
    ClueKind.QUOTED: _BY_NAME,
}


def look_up(connection: Connection, clues: Sequence[Clue], sender: str) -> Looked:
    """Return what the clues name, in their order; what names nothing we know is left out."""
    found: dict[Found, None] = {}
    for clue in clues:
        known = {each.dispute_id for each in found}
        found.update(dict.fromkeys(_found(connection, clue, sender, known)))
    if not sender:
        return Looked(tuple(found))
    numbers = [clue.value for clue in clues if clue.kind is ClueKind.ORDER]
    named = orders.bought(connection, sender, numbers) if numbers else ()
    party = any(each.sender_is_party for each in found)
    return Looked(tuple(found), named, not party and (bool(named) or orders.buyer_known(connection, sender)))


def _found(connection: Connection, clue: Clue, sender: str, known: Collection[str]) -> Iterable[Found]:
    for row in connection.execute(_QUERIES[clue.kind], {"value": clue.value}).all():
        if clue.kind is ClueKind.ORDER and row.phase == Phase.CLOSED and row.id not in known:
            continue  # its number opens a new dispute, unless the mail names the old one as well
        side = Side(row.side) if row.side else None
        yield from _judged(clue, _Named(row.id, row.order_number, side, _parties(row.buyer, row.seller)), sender)


def _judged(clue: Clue, named: _Named, sender: str) -> Iterable[Found]:
    """Say whether the sender is the party named; where none is, which party the sender is."""
    speaks = {party.side: party.may_bind(sender) for party in named.parties if party.knows(sender)}
    if named.side is None and not speaks and clue.kind is ClueKind.ORDER:
        return
    side = named.side or (next(iter(speaks)) if len(speaks) == 1 else None)
    is_party = bool(speaks) if named.side is None else side in speaks
    may_bind = any(speaks.values()) if named.side is None else speaks.get(named.side, False)
    yield Found(clue.kind, clue.value, named.dispute_id, side, is_party, may_bind, named.order_number)


def _parties(buyer: str, seller: str) -> tuple[Party, Party]:
    return from_json(Party, buyer), from_json(Party, seller)
