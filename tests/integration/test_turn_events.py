"""What turns tell of themselves: from what they changed in the database, once, and of nobody who said no."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from catalog.product import ProductCard
from catalog.query import Query
from rerank.events.of_turn import TurnTold
from rerank.events.stored_events import StoredEvents
from rerank.events.turn_telling import TurnTelling
from rerank.ranking.stored_lists import StoredLists
from shop import learning_refusals
from shop.corrections import correction_in
from shop.reply import Answer, Reply
from shop.shown import Placement, ShownList, Surface
from shop.turn import Channel, Turn
from shop.usual.habits import Reckoning
from shop.usual.usuals import StoredUsuals
from tests.conftest import OneConnection
from tests.contracts.commerce.buying import quoted_guest
from tests.contracts.commerce.test_any_returns import delivered, sent_back
from tests.contracts.commerce.worlds import InPostgres
from tests.unit.fakes import JACKET

NOW = datetime.now(UTC)
CARDS = {name: replace(JACKET, id=name, variant_id=f"{name}-1", title=name) for name in ("mug", "tea", "lamp", "sofa")}
COLUMNS = "kind, product_id, variant_id, quantity, value_minor, currency, position, list_id, model"


def told(
    turn_id: str,
    text: str = "",
    *,
    intent: str = "product_search",
    products: Sequence[ProductCard] | None = None,
    query: Query | None = None,
    shown: ShownList | None = None,
    shopper_id: str = "ann",
    at: datetime = NOW,
) -> TurnTold:
    answer = Answer(speech="", text="", products=None if products is None else tuple(products), query=query)
    turn = Turn(
        channel=Channel.ALEXA, shopper_id=shopper_id, conversation_id="talk", request_id=turn_id, text=text or turn_id
    )
    return TurnTold(
        turn=turn, reply=Reply.of(answer, turn_id=turn_id, intent=intent, confidence=1.0), shown=shown, at=at
    )


def a_list(list_id: str, *products: str) -> ShownList:
    placed = tuple(
        Placement(product_id=name, variant_id=f"{name}-1", position=place, relevance=1.0, score=1.0)
        for place, name in enumerate(products, start=1)
    )
    return ShownList(list_id=list_id, surface=Surface.SEARCH, model="ranking-7", placements=placed)


class Telling:
    def __init__(self, database: OneConnection) -> None:
        self.database = database
        self.telling = TurnTelling(
            connections=database, events=StoredEvents(database), lists=StoredLists(database), keeps_words=True
        )

    async def keep(self, *turns: TurnTold) -> list[tuple[Any, ...]]:
        """What is known of these turns afterwards."""
        await self.telling.keep(turns)
        ids = [turn.reply.turn_id for turn in turns]
        return await self.rows(
            f"select {COLUMNS} from events where turn_id = any(%s) and source = 'turn' order by event_id", ids
        )

    async def rows(self, query: str, *given: Any) -> list[tuple[Any, ...]]:
        async with self.database.connection() as connection:
            return await (await connection.execute(query, given)).fetchall()

    async def run(self, statement: str, *given: Any) -> None:
        async with self.database.connection() as connection:
            await connection.execute(statement, given)

    async def was_answered(
        self, turn_id: str, *shown: str, seconds_ago: int, conversation: str = "talk", intent: str = "product_search"
    ) -> None:
        await self.run(
            "insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state,"
            " started_at, shown_ids, intent) values (%s, %s, %s, 'alexa', 'ann', '', 'answered', %s, %s, %s)",
            *(turn_id, conversation, turn_id, NOW - timedelta(seconds=seconds_ago), list(shown), intent),
        )

    async def was_shown(self, list_id: str, *products: str, minutes_ago: float = 1) -> None:
        zeros, places = [0.0 for _ in products], list(range(1, len(products) + 1))
        await self.run(
            "insert into shown_lists (list_id, shown_at, shopper_id, channel, surface, model, product_ids,"
            " variant_ids, positions, relevances, scores, propensities, explored)"
            " values (%s, %s, 'ann', 'alexa', 'search', 'ranking-7', %s, %s, %s, %s, %s, %s, %s)",
            *(list_id, NOW - timedelta(minutes=minutes_ago), list(products), list(products), places),
            *(zeros, zeros, zeros, [False for _ in products]),
        )


@pytest.fixture
async def telling(database: OneConnection) -> Telling:
    async with database.connection() as connection:
        await connection.execute("insert into shoppers (shopper_id) values ('ann'), ('bob') on conflict do nothing")
    return Telling(database)


@pytest.fixture
async def world(database: OneConnection, telling: Telling) -> InPostgres:
    world = InPostgres(database)
    await world.open()
    return world


async def test_a_cart_tells_what_really_changed_whatever_was_said(telling: Telling, world: InPostgres) -> None:
    await world.carts.add("ann", "mug-1", quantity=3, turn_id="t1")
    await world.carts.set_quantity("ann", "mug-1", quantity=1, turn_id="t2")
    await world.carts.swap("ann", "mug-1", "tea-1", turn_id="t3")
    await world.carts.add("ann", "lamp-1", quantity=2, turn_id="t4")
    await world.carts.clear("ann", turn_id="t4")

    def cart(kind: str, name: str, quantity: int, value: int) -> tuple[Any, ...]:
        return (kind, name, f"{name}-1", quantity, value, "USD", None, None, None)

    assert await telling.keep(told("t1", "hello")) == [cart("add_to_cart", "mug", 3, 3600)]
    assert await telling.keep(told("t2")) == [cart("remove_from_cart", "mug", 2, 2400)]
    assert await telling.keep(told("t3")) == [
        cart("add_to_cart", "tea", 1, 499),
        cart("remove_from_cart", "mug", 1, 1200),
    ]
    assert await telling.keep(told("t4")) == [
        cart("add_to_cart", "lamp", 2, 6000),
        cart("remove_from_cart", "lamp", 2, 6000),
        cart("remove_from_cart", "tea", 1, 499),
    ]
    assert await telling.keep(told("t5", "add two lamps", intent="add_to_cart")) == []


async def test_an_order_and_what_comes_back_of_it(telling: Telling, world: InPostgres) -> None:
    quote = await quoted_guest(world, quantity=2)
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="buy")
    assert await telling.keep(told("buy")) == [("purchase", "mug", "mug-1", 2, 2400, "USD", None, None, None)]


async def test_what_comes_back_is_told_by_its_turn(telling: Telling, world: InPostgres) -> None:
    await sent_back(world, await delivered(world), turn_id="back")
    assert await telling.keep(told("back")) == [("return", "mug", "mug-1", 1, 1200, "USD", None, None, None)]


async def test_the_same_turn_again_tells_nothing_twice(telling: Telling, world: InPostgres) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    turn = told("t1", products=[CARDS["mug"], CARDS["tea"]], query=Query(text="mugs"))
    first = await telling.keep(turn)
    assert [row[0] for row in first] == ["add_to_cart", "impression", "impression", "search"]
    assert await telling.keep(turn) == first
    assert await telling.keep(replace(turn, at=NOW + timedelta(hours=3))) == first


async def test_no_page_can_tell_a_turn_s_events_before_it(telling: Telling) -> None:
    await telling.keep(told("t1", products=[CARDS["mug"]]))
    ((event_id,),) = await telling.rows("select event_id from events where turn_id = 't1'")
    assert "/" in event_id


async def test_what_is_taken_from_a_list_tells_where_it_stood(telling: Telling, world: InPostgres) -> None:
    await telling.was_shown("earlier", "mug", "lamp", minutes_ago=3)
    await telling.was_shown("list-1", "tea", "mug", minutes_ago=2)
    await telling.was_shown("yesterday", "lamp", "sofa", minutes_ago=60 * 24)
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.carts.add("ann", "sofa-1", quantity=1, turn_id="t1")
    mug, sofa = await telling.keep(told("t1"))
    assert mug[-3:] == (2, "list-1", "ranking-7")
    assert sofa[-3:] == (None, None, None)
    (looked,) = await telling.keep(told("t2", intent="product_details", products=[CARDS["lamp"]]))
    assert (looked[0], *looked[-3:]) == ("view", 2, "earlier", "ranking-7")


async def test_shown_goods_are_told_with_their_list_and_place(telling: Telling) -> None:
    turn = told(
        "t1", products=[CARDS["lamp"], CARDS["mug"], CARDS["tea"]], shown=a_list("list-1", "lamp", "mug"),
        query=Query(text="a lamp"),
    )  # fmt: skip
    rows = await telling.keep(turn)
    assert [(row[0], row[1], *row[-3:]) for row in rows] == [
        ("impression", "lamp", 1, "list-1", "ranking-7"),
        ("impression", "mug", 2, "list-1", "ranking-7"),
        ("impression", "tea", 3, None, None),
        ("search", None, None, "list-1", None),
    ]


async def test_a_correction_is_of_what_was_wrong(telling: Telling, world: InPostgres) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.carts.set_all("ann", {"mug-1": 0, "tea-1": 1}, turn_id="t2")
    usuals = StoredUsuals(telling.database, reckoning=Reckoning())
    await usuals.correct("ann", turn_id="t2", wrong_id="mug-1", right_id="tea-1")
    rows = await telling.keep(told("t2", "no, I meant the tea", intent="add_to_cart"))
    assert [row[:2] for row in rows] == [
        ("add_to_cart", "tea"),
        ("correction", "mug"),
        ("remove_from_cart", "mug"),
    ]


async def test_a_correction_that_is_no_habit_is_told_as_well(telling: Telling, world: InPostgres) -> None:
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await world.carts.set_all("ann", {"mug-1": 0, "tea-1": 1}, turn_id="t2")
    assert correction_in("not the mug, the tea") is not None
    said = await telling.keep(told("t2", "not the mug, the tea", intent="change_cart"))
    assert ("correction", "mug") in [row[:2] for row in said]


async def test_turning_down_is_of_what_the_turn_before_had_shown(telling: Telling) -> None:
    await telling.was_answered("t0", "sofa", seconds_ago=50)
    await telling.was_answered("t1", "mug", "lamp", seconds_ago=40)
    await telling.was_answered("t2", seconds_ago=30)
    await telling.was_answered("elsewhere", "sofa", seconds_ago=5, conversation="other")
    await telling.was_shown("list-1", "mug", "lamp")
    rows = await telling.keep(told("t2", "I don't like those", products=[CARDS["tea"]]))
    assert [(row[0], row[1], *row[-3:]) for row in rows] == [
        ("impression", "tea", 1, None, None),
        ("rejection", "mug", 1, "list-1", "ranking-7"),
        ("rejection", "lamp", 2, "list-1", "ranking-7"),
    ]
    await telling.was_answered("t3", seconds_ago=20)
    assert await telling.keep(told("t3", "no", intent="deny")) == []
    await telling.was_answered("t4", "mug", seconds_ago=10, intent="start_return")
    await telling.was_answered("t5", seconds_ago=5)
    assert await telling.keep(told("t5", "no", intent="deny")) == []


async def test_a_guest_without_a_name_is_told_of_and_a_deleted_one_is_not(telling: Telling) -> None:
    assert len(await telling.keep(told("t1", products=[CARDS["mug"]]))) == 1
    await telling.run("delete from shoppers where shopper_id = 'ann'")
    assert await telling.rows("select from events where shopper_id = 'ann'") == []
    assert await telling.keep(told("t2", products=[CARDS["mug"]])) == []


async def refuse(telling: Telling, shopper_id: str | None, device_id: str | None = None) -> learning_refusals.Gone:
    async with telling.database.connection() as connection:
        person = await learning_refusals.person_of(connection, shopper_id=shopper_id, device_id=device_id)
        await learning_refusals.refuse(connection, person, now=NOW)
        return await learning_refusals.forget(connection, person)


async def test_after_a_no_what_was_known_is_gone_and_nothing_comes_after(telling: Telling, world: InPostgres) -> None:
    await telling.was_shown("list-1", "mug")
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t1")
    await telling.keep(told("t1", products=[CARDS["mug"]]))
    gone = await refuse(telling, "ann")
    assert (gone.events, gone.lists) == (2, 1)
    assert ("ann",) not in await telling.rows("select shopper_id from events union all select shopper_id from signals")
    assert await telling.rows("select shopper_id, conversation_id from shown_lists") == [(None, None)]
    await world.carts.add("ann", "mug-1", quantity=1, turn_id="t2")
    assert await telling.keep(told("t2", products=[CARDS["mug"]])) == []
    assert len(await telling.keep(told("t3", products=[CARDS["mug"]], shopper_id="bob"))) == 1


async def test_after_a_no_an_order_is_an_order_and_no_signal(telling: Telling, world: InPostgres) -> None:
    await refuse(telling, "ann")
    quote = await quoted_guest(world)
    await world.checkouts.place("ann", quote_id=quote.id, turn_id="buy")
    assert await telling.rows("select from signals where shopper_id = 'ann'") == []


async def test_a_yes_afterwards_begins_anew(telling: Telling) -> None:
    await refuse(telling, "ann", "phone")
    async with telling.database.connection() as connection:
        person = await learning_refusals.person_of(connection, shopper_id="ann", device_id=None)
        await learning_refusals.agree(connection, person)
    assert await telling.rows("select from refusing_devices") == []
    assert len(await telling.keep(told("t1", products=[CARDS["mug"]]))) == 1


async def ann_is_bob(telling: Telling) -> None:
    async with telling.database.connection() as connection:
        await learning_refusals.merge(connection, from_id="ann", to_id="bob")
        await connection.execute("update shoppers set merged_into = 'bob' where shopper_id = 'ann'")


async def test_a_no_holds_for_whom_a_guest_turns_out_to_be(telling: Telling, world: InPostgres) -> None:
    await refuse(telling, "ann")
    await world.sign_in("bob")
    await ann_is_bob(telling)
    assert await telling.keep(told("t1", products=[CARDS["mug"]], shopper_id="bob")) == []
    assert await telling.keep(told("t2", products=[CARDS["mug"]])) == []


async def test_what_who_said_no_does_as_a_guest_is_forgotten_then(telling: Telling, world: InPostgres) -> None:
    await world.sign_in("bob")
    await refuse(telling, "bob")
    await telling.was_shown("list-1", "mug")
    assert len(await telling.keep(told("t1", products=[CARDS["mug"]]))) == 1
    await ann_is_bob(telling)
    assert await telling.rows("select from events where shopper_id = 'ann'") == []
    assert await telling.rows("select shopper_id from shown_lists") == [(None,)]
