from decimal import Decimal

from mailbot.claims.manifest import Manifest
from mailbot.claims.order import Contact, Order
from mailbot.mail.clues import Clue, ClueKind
from mailbot.ports import SaveOrders, Store
from tests import make
from tests.adapters.contract.keeping import keep_dispute


async def test_an_order_comes_back_with_its_manifest(store: Store) -> None:
    lines = [make.line(row=row, unit_retail=Decimal("0.10") * row, pallet=None) for row in range(1, 400)]
    order = make.order(manifest=make.manifest(*lines), seller=None, delivered_at=None, winning_bid=make.usd("1000.000"))
    await store.commit(SaveOrders((order,)))
    kept = await store.order(make.CLIENT, make.ORDER)
    assert kept == order
    assert kept is not None
    assert str(kept.winning_bid.amount) == "1000.000"
    assert await store.order(make.CLIENT, "PS-9") is None
    assert await store.order("other", make.ORDER) is None


async def test_lists_of_orders_carry_no_manifests(store: Store) -> None:
    await store.commit(SaveOrders((make.order(number="PS-2"), make.order(number="PS-1"))))
    assert await store.orders() == tuple(make.order(number=n, manifest=Manifest()) for n in ("PS-1", "PS-2"))


async def test_an_order_is_replaced_until_it_is_disputed(store: Store) -> None:
    await store.commit(SaveOrders((make.order(),)))
    better = make.order(title="Better", manifest=make.manifest(make.line(quantity=11)))
    await store.commit(SaveOrders((better,)))
    assert await store.order(make.CLIENT, make.ORDER) == better
    await keep_dispute(store)
    await store.commit(SaveOrders((make.order(title="Too late"),)))
    kept = await store.order(make.CLIENT, make.ORDER)
    assert kept is not None
    assert kept.title != "Too late"


async def test_a_number_is_found_with_any_client_and_in_any_case(store: Store) -> None:
    await store.commit(SaveOrders((make.order(), make.order(client_id="returns-depot"))))
    assert [each.client_id for each in await store.find_order("ps-1001")] == [make.CLIENT, "returns-depot"]
    assert await store.find_order("PS-1002") == ()


async def _named(store: Store, sender: str, *numbers: str) -> tuple[Order, ...]:
    return (await store.look_up([Clue(ClueKind.ORDER, number) for number in numbers], sender)).named


async def test_whose_orders_a_mail_names(store: Store) -> None:
    eve = Contact("Eve", ("eve@else.example",))
    mine = make.order(buyer=Contact("Ana", (make.BUYER, "ana@home.example"), informed=("boss@buyer.example",)))
    await store.commit(SaveOrders((mine, make.order(number="PS-1002", buyer=eve))))
    assert await _named(store, make.BUYER, "PS-1001", "PS-1002") == (mine,)
    assert await _named(store, "Ana@HOME.example", "ps-1001") == (mine,)
    assert await _named(store, "boss@buyer.example", "PS-1001") == (mine,)
    assert await _named(store, make.BUYER) == ()
    assert await _named(store, make.SELLER, "PS-1001") == ()


async def test_whether_an_address_bought_anything(store: Store) -> None:
    await store.commit(SaveOrders((make.order(),)))
    assert (await store.look_up([], "ANA@buyer.example")).buyer_known
    assert not (await store.look_up([], make.SELLER)).buyer_known
    assert not (await store.look_up([], "")).buyer_known
