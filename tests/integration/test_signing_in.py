"""Signing in and out through the public server: whose session, cart and history it then is."""

import asyncio
import inspect
import time
import uuid
from collections import Counter
from dataclasses import replace
from typing import Any

import httpx
import jwt
import pytest

from assistant.turn_records import Busy
from catalog.writing import CatalogWriter
from shop.demo.visits import COPIES, CUSTOMER
from shop.shoppers.merging import MERGES
from tests.integration.conftest import CUSTOMER_SECRET, Gateway
from tests.integration.rasa_stand_in import RasaStandIn
from tests.integration.small_shop import CONTENTS
from tests.unit.fakes import turn

Headers = dict[str, str]
VARIANTS = [
    variant.id for product in CONTENTS.products for variant in product.variants[:1] if sum(variant.stock.values()) >= 3
]


def assertion(customer: str = "cust-1", *, key: str = CUSTOMER_SECRET, **claims: Any) -> str:
    told = {
        "sub": customer,
        "aud": "aisle",
        "exp": int(time.time()) + 60,
        "jti": uuid.uuid4().hex,
        "name": f"Name of {customer}",
        "email": f"{customer}@example.com",
        **claims,
    }
    return jwt.encode({name: value for name, value in told.items() if value is not None}, key, algorithm="HS256")


def bearer(answered: httpx.Response) -> Headers:
    return {"Authorization": f"Bearer {answered.json()['token']}"}


async def sign_in(gateway: Gateway, session: Headers, said: str) -> httpx.Response:
    return await gateway.client.post("/chat/sign-in", json={"assertion": said}, headers=session)


async def signed_in(gateway: Gateway, customer: str = "cust-1", session: Headers | None = None) -> Headers:
    answered = await sign_in(gateway, session or await gateway.open_session(), assertion(customer))
    assert answered.status_code == 200, answered.text
    return bearer(answered)


async def put(gateway: Gateway, session: Headers, variant_id: str, quantity: int = 1) -> None:
    current = await gateway.client.get("/chat/sessions/current", headers=session)
    rows = gateway.sql(f"select shopper_id from chat_sessions where session_id = '{current.json()['session_id']}'")
    await gateway.carts.add(str(rows[0][0]), variant_id, quantity=quantity, turn_id=uuid.uuid4().hex)


async def cart(gateway: Gateway, session: Headers) -> dict[str, int]:
    lines = (await gateway.client.get("/chat/cart", headers=session)).json()["lines"]
    held: Counter[str] = Counter()
    for line in lines:
        held[line["product_id"]] += line["quantity"]
    return dict(held)


@pytest.fixture
async def shop(gateway: Gateway) -> Gateway:
    """With goods, so that carts can hold something; swept away with everything else."""
    await CatalogWriter(gateway.shop_pool).write(CONTENTS)
    return gateway


def product_of(variant_id: str) -> str:
    return next(p.id for p in CONTENTS.products for variant in p.variants if variant.id == variant_id)


def stock_of(variant_id: str) -> int:
    return next(sum(v.stock.values()) for p in CONTENTS.products for v in p.variants if v.id == variant_id)


async def test_w5_sign_in_gives_a_new_token_and_kills_the_old_one(shop: Gateway) -> None:
    session = await shop.open_session()
    await shop.say(session, text="a rain jacket")
    answered = await sign_in(shop, session, assertion())
    assert answered.status_code == 200
    assert answered.json()["customer"] == {"name": "Name of cust-1"}
    assert answered.headers["cache-control"] == "no-store"
    for path in ("/chat/cart", "/chat/history", "/chat/sessions/current"):
        assert (await shop.client.get(path, headers=session)).status_code == 401
    assert (await shop.say(session, request_id="r2")).status_code == 401
    current = (await shop.client.get("/chat/sessions/current", headers=bearer(answered))).json()
    assert current == {"session_id": answered.json()["session_id"], "customer": {"name": "Name of cust-1"}}


async def test_conversation_goes_on_after_signing_in(shop: Gateway, rasa: RasaStandIn) -> None:
    session = await shop.open_session()
    await shop.say(session, text="a rain jacket")
    session = await signed_in(shop, session=session)
    await shop.say(session, text="the second one", request_id="r2")
    assert rasa.calls[0]["sender"] == rasa.calls[1]["sender"]
    assert rasa.calls[0]["metadata"]["shopper_id"] != rasa.calls[1]["metadata"]["shopper_id"]
    messages = (await shop.client.get("/chat/history", headers=session)).json()["messages"]
    assert [said["text"] for said in messages if said["who"] == "shopper"] == ["a rain jacket", "the second one"]
    assert len({row[0] for row in shop.sql("select shopper_id from turns")}) == 1
    repeated = await shop.say(session, text="a rain jacket")
    assert repeated.json()["turn_id"] == messages[0]["turn_id"]


async def test_anonymous_cart_is_poured_into_the_customers(shop: Gateway) -> None:
    first, second = VARIANTS[:2]
    at_home, on_the_way = await signed_in(shop), await shop.open_session()
    await put(shop, at_home, first)
    await put(shop, on_the_way, first)
    await put(shop, on_the_way, second)
    on_the_way = await signed_in(shop, session=on_the_way)
    together = {product_of(first): 2, product_of(second): 1}
    assert await cart(shop, on_the_way) == await cart(shop, at_home) == together
    assert await cart(shop, await signed_in(shop, session=on_the_way)) == together


async def test_no_more_is_poured_together_than_there_is_and_the_shopper_is_told(shop: Gateway) -> None:
    variant_id = min(VARIANTS, key=stock_of)
    stock = stock_of(variant_id)
    at_home, on_the_way = await signed_in(shop), await shop.open_session()
    await put(shop, at_home, variant_id, stock)
    await put(shop, on_the_way, variant_id)
    answered = await sign_in(shop, on_the_way, assertion())
    assert await cart(shop, at_home) == {product_of(variant_id): stock}
    assert str(stock) in answered.json()["notice"]


async def test_two_doors_at_once_make_one_shopper(shop: Gateway) -> None:
    also = shop.also()
    sessions = [await shop.open_session() for _ in range(8)]
    for session in sessions:
        await put(shop, session, VARIANTS[0])
    doors = [shop, also]
    answered = await asyncio.gather(
        *(sign_in(doors[number % 2], session, assertion()) for number, session in enumerate(sessions))
    )
    assert {each.status_code for each in answered} == {200}
    assert shop.sql("select count(*) from shoppers where customer_id = 'cust-1'") == [(1,)]
    carts = [await cart(shop, bearer(each)) for each in answered]
    assert all(each == carts[0] for each in carts)
    assert shop.sql("select count(*) from carts where state = 'open'") == [(1,)]
    assert carts[0] == {product_of(VARIANTS[0]): min(8, stock_of(VARIANTS[0]))}


async def test_same_session_signed_in_twice_at_once_has_one_live_token(shop: Gateway) -> None:
    session = await shop.open_session()
    await put(shop, session, VARIANTS[0])
    answered = await asyncio.gather(*(sign_in(shop, session, assertion()) for _ in range(4)))
    assert min(each.status_code for each in answered) == 200
    alive = [bearer(each) for each in answered if each.status_code == 200]
    live = [token for token in alive if await cart_status(shop, token) == 200]
    assert len(live) == 1
    assert await cart(shop, live[0]) == {product_of(VARIANTS[0]): 1}


async def cart_status(gateway: Gateway, session: Headers) -> int:
    return (await gateway.client.get("/chat/cart", headers=session)).status_code


async def test_w5_sign_out_leaves_nothing_of_the_customer(shop: Gateway, rasa: RasaStandIn) -> None:
    session = await signed_in(shop)
    await put(shop, session, VARIANTS[0])
    await shop.say(session, text="canary words")
    answered = await shop.client.post("/chat/sign-out", headers=session)
    assert answered.status_code == 200
    assert await cart_status(shop, session) == 401
    stranger = bearer(answered)
    assert await cart(shop, stranger) == {}
    assert (await shop.client.get("/chat/history", headers=stranger)).json() == {"messages": []}
    assert (await shop.client.get("/chat/sessions/current", headers=stranger)).json()["customer"] is None
    await shop.say(stranger)
    assert rasa.calls[0]["sender"] != rasa.calls[1]["sender"]
    assert "canary" not in str(shop.sql("select chat_messages::text from chat_messages"))
    assert await cart(shop, await signed_in(shop)) == {product_of(VARIANTS[0]): 1}


async def test_another_customer_in_the_same_session_gets_nothing_of_the_first(shop: Gateway) -> None:
    session = await signed_in(shop, "cust-1")
    await put(shop, session, VARIANTS[0])
    await shop.say(session, text="canary words")
    other = await signed_in(shop, "cust-2", session)
    assert await cart(shop, other) == {}
    assert (await shop.client.get("/chat/history", headers=other)).json() == {"messages": []}
    assert await cart_status(shop, session) == 401
    assert await cart(shop, await signed_in(shop, "cust-1")) == {product_of(VARIANTS[0]): 1}


async def test_cart_and_history_are_told_to_their_owner_only(shop: Gateway) -> None:
    mine, yours = await signed_in(shop, "cust-1"), await signed_in(shop, "cust-2")
    await put(shop, mine, VARIANTS[0])
    await shop.say(mine, text="canary words")
    assert await cart(shop, yours) == {}
    assert (await shop.client.get("/chat/history", headers=yours)).json() == {"messages": []}
    elsewhere = await signed_in(shop, "cust-1")
    assert await cart(shop, elsewhere) == {product_of(VARIANTS[0]): 1}
    assert (await shop.client.get("/chat/history", headers=elsewhere)).json() == {"messages": []}


async def test_sign_ins_are_in_the_audit_trail(shop: Gateway) -> None:
    await shop.client.post("/chat/sign-out", headers=await signed_in(shop, "cust-1"))
    trail = shop.sql(
        "select what, subject = shoppers.shopper_id, details ? 'was' from audit join shoppers using (shopper_id)"
        " where customer_id = 'cust-1' order by audit_no"
    )
    assert trail == [("shopper.signed_in", True, True), ("shopper.signed_out", True, False)]


async def test_turn_of_who_was_nobody_a_moment_ago_is_not_begun(shop: Gateway, rasa: RasaStandIn) -> None:
    """Its token was good when it was read, and the session has changed hands before the turn could begin."""
    session = await shop.open_session()
    ((shopper_id, conversation_id),) = shop.sql("select shopper_id, conversation_id from chat_sessions")
    session = await signed_in(shop, session=session)
    late = replace(turn(), shopper_id=str(shopper_id), conversation_id=str(conversation_id))
    assert isinstance(await shop.records.claim(late), Busy)
    assert (await shop.say(session)).status_code == 200
    assert len(rasa.calls) == 1


async def test_everything_that_is_kept_of_a_shopper_is_merged(shop: Gateway) -> None:
    """A table that names shoppers and that nobody pours over would lose what a shopper did before signing in."""
    # Whoever tended the days before left a part of the events for each of them.
    named = shop.sql(
        "select table_name from information_schema.columns join pg_class on pg_class.oid = table_name::text::regclass"
        " where column_name = 'shopper_id' and not relispartition"
    )
    elsewhere = {
        *("shoppers", "carts", "chat_sessions", "turns"),  # the sign-in's own work
        "audit",  # says what happened to whom, and is never changed
        "continue_links",  # open nothing any more once their guest is a customer
        "callers",  # who calls without a token gets a new shopper instead of the customer's
        *("events", "known_events"),  # stay as they were written; the view tells whose they are by now
        "identity_nodes",  # a sign-in links the two, so that what each did is one person's
    }
    merging = "".join(inspect.getsource(inspect.getmodule(merge)) for merge in MERGES)  # type: ignore[arg-type]
    assert [name for (name,) in named if str(name) not in elsewhere and str(name) not in merging] == []


async def test_all_owners_merges_work_and_may_be_repeated(shop: Gateway) -> None:
    shop.sql("insert into shoppers (shopper_id) values ('from'), ('to')")
    async with shop.shop_pool.connection() as connection:
        for _ in range(2):
            for merge in MERGES:
                await merge(connection, from_id="from", to_id="to")


async def test_everything_of_a_demo_customer_is_copied_for_a_visitor(shop: Gateway) -> None:
    """What hangs on a customer or an order is copied, or is nothing that a demo customer comes with."""
    hanging = shop.sql(
        "select distinct conrelid::regclass::text from pg_constraint"
        " where contype = 'f' and confrelid::regclass::text in ('customers', 'orders', 'order_lines')"
    )
    made_here = {
        *("shoppers", "devices", "provider_grants", "window_bookings", "order_line_stock", "proven_orders"),
        *("returns", "return_lines", "price_matches", "identity_nodes", "kindred_candidates"),
    }
    copied = CUSTOMER + "".join(COPIES)
    assert [name for (name,) in hanging if str(name) not in made_here and str(name) not in copied] == []
