"""Orders with their manifests, and who bought what."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, delete, insert, select

from mailbot.adapters.store.codec import from_json, to_json
from mailbot.adapters.store.statements import insert_all
from mailbot.adapters.store.tables import disputes, order_buyers, orders
from mailbot.claims.manifest import Manifest
from mailbot.claims.order import Order
from mailbot.mail.address import canonical, spellings
from mailbot.ports import SaveOrders

_ADD, _ADD_BUYERS = insert(orders), insert(order_buyers)
_REMOVE = delete(orders).where(
    orders.c.client_id == bindparam("client_id"), orders.c.number == bindparam("number")
)  # its buyers go with it
_DISPUTED = select(disputes.c.id).where(
    disputes.c.client_id == bindparam("client_id"),
    disputes.c.order_key == bindparam("folded"),  # the indexed one
    disputes.c.order_number == bindparam("number"),
)
_BARE = select(orders.c.body).order_by(orders.c.client_id, orders.c.number)
_WHOLE = _BARE.add_columns(orders.c.manifest)
_ONE = _WHOLE.where(orders.c.client_id == bindparam("client_id"), orders.c.number == bindparam("number"))
_NUMBERED = _WHOLE.where(orders.c.number_key == bindparam("number"))
_BY = order_buyers.c.address.in_(bindparam("addresses", expanding=True))
_BOUGHT = _WHOLE.join(
    order_buyers, and_(order_buyers.c.client_id == orders.c.client_id, order_buyers.c.number == orders.c.number)
).where(_BY, orders.c.number_key.in_(bindparam("numbers", expanding=True)))
_KNOWN = select(order_buyers.c.number).where(_BY).limit(1)


def save(connection: Connection, write: SaveOrders) -> None:
    """Keep orders; one that is in dispute stays as the dispute knows it."""
    for order in write.orders:
        key = {"client_id": order.client_id, "number": order.number}
        if connection.execute(_DISPUTED, {**key, "folded": order.number}).first() is None:
            connection.execute(_REMOVE, key)
            connection.execute(_ADD, {**key, "number_key": order.number, **_json(order)})
            insert_all(connection, _ADD_BUYERS, [key | {"address": each} for each in _buyers(order)])


def one(connection: Connection, client_id: str, number: str) -> Order | None:
    """One order with its manifest."""
    return next(iter(_whole(connection, _ONE, {"client_id": client_id, "number": number})), None)


def numbered(connection: Connection, number: str) -> tuple[Order, ...]:
    """Orders of this number, of any client."""
    return _whole(connection, _NUMBERED, {"number": number})


def bought(connection: Connection, address: str, numbers: Sequence[str]) -> tuple[Order, ...]:
    """Which of these orders this buyer bought."""
    return _whole(connection, _BOUGHT, {"addresses": spellings(address), "numbers": list(numbers)})


def buyer_known(connection: Connection, address: str) -> bool:
    """Whether this address bought anything."""
    return connection.execute(_KNOWN, {"addresses": spellings(address)}).first() is not None


def all_orders(connection: Connection) -> tuple[Order, ...]:
    """Every order, without manifests."""
    return tuple(from_json(Order, row.body) for row in connection.execute(_BARE))


def _whole(connection: Connection, query: Select[Any], words: Mapping[str, Any]) -> tuple[Order, ...]:
    rows = connection.execute(query, words)
    return tuple(replace(from_json(Order, row.body), manifest=from_json(Manifest, row.manifest)) for row in rows)


def _json(order: Order) -> dict[str, str]:
    return {"body": to_json(replace(order, manifest=Manifest())), "manifest": to_json(order.manifest)}


def _buyers(order: Order) -> list[str]:
    return list(dict.fromkeys(map(canonical, (*order.buyer.addresses, *order.buyer.informed))))
