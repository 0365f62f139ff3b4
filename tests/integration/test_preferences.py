import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from assistant.turn_records import REPLY
from catalog.contents import Contents
from catalog.writing import CatalogWriter
from shop.alerts.stock_alerts import StoredStockAlerts
from shop.handoffs.handoffs import StoredHandoffs
from shop.preferences import rows
from shop.preferences.of_turn import OfTurn, answering, of_turn
from shop.preferences.preference import Aim, Kind, Preference, Preferences, Source, Stance
from shop.preferences.stored_preferences import StoredPreferences
from tests.conftest import OneConnection
from tests.integration.conftest import new_id
from tests.integration.small_shop import STORES, product, variant

VEGAN = Preference(kind=Kind.DIET, value="vegan")
NINE = Preference(kind=Kind.SIZE, value="9", about="shoes")
TEN = Preference(kind=Kind.SIZE, value="10", about="shoes")
NO_LEATHER = Preference(kind=Kind.MATERIAL, value="leather", stance=Stance.AVOIDS)


def now() -> datetime:
    return datetime.now(UTC)


def plain(known: Preferences) -> set[tuple[str, str, str, str]]:
    return {(one.kind.value, one.about, one.value, one.stance.value) for one in known}


@pytest.fixture
async def kept(database: OneConnection) -> StoredPreferences:
    await database.held.execute("insert into shoppers (shopper_id) values ('ann'), ('bea')")
    return StoredPreferences(database, now=now)


async def customer(database: OneConnection, shopper_id: str, noted: dict[str, Any]) -> None:
    await database.held.execute(
        "insert into customers (customer_id, name, email, address, preferences) values (%s, 'A', %s, '{}', %s)",
        [f"c-{shopper_id}", f"{shopper_id}@example.com", Jsonb(noted)],
    )
    await database.held.execute(
        "update shoppers set customer_id = %s where shopper_id = %s", [f"c-{shopper_id}", shopper_id]
    )


async def count(database: OneConnection, statement: str) -> int:
    row = await (await database.held.execute(statement)).fetchone()
    assert row is not None
    return int(row[0])


async def test_what_was_told_is_known_and_a_newer_word_replaces_it(kept: StoredPreferences) -> None:
    await kept.change("ann", turn_id="t1", told=[VEGAN, NINE])
    change = await kept.change("ann", turn_id="t2", told=[TEN])
    assert plain(await kept.of("ann")) == {("diet", "", "vegan", "is"), ("size", "shoes", "10", "is")}
    assert [one.value for one in change.replaced] == ["9"]


async def test_two_shoppers_never_see_each_others(kept: StoredPreferences) -> None:
    await kept.change("ann", turn_id="t1", told=[VEGAN])
    await kept.change("bea", turn_id="t2", told=[NO_LEATHER])
    assert plain(await kept.of("ann")) == {("diet", "", "vegan", "is")}
    assert plain(await kept.of("bea")) == {("material", "", "leather", "avoids")}

    async def seen(shopper_id: str) -> set[tuple[str, str, str, str]]:
        with answering(OfTurn(kept, shopper_id)):
            turn = of_turn()
            assert turn is not None
            return plain(await turn.known())

    assert await asyncio.create_task(seen("ann")) == {("diet", "", "vegan", "is")}
    assert await asyncio.create_task(seen("bea")) == {("material", "", "leather", "avoids")}
    assert of_turn() is None


async def test_a_repeated_turn_changes_and_notes_once(kept: StoredPreferences, database: OneConnection) -> None:
    for _ in range(2):
        await kept.change("ann", turn_id="t1", told=[VEGAN, NINE])
    assert await count(database, "select count(*) from audit where shopper_id = 'ann'") == 2
    await kept.change("ann", turn_id="t2", forgotten=[Aim(kind=Kind.DIET)])
    again = await kept.change("ann", turn_id="t2", forgotten=[Aim(kind=Kind.DIET)])
    assert [one.kind for one in again.gone] == [Kind.DIET]
    told = await database.held.execute("select what, subject, details::text from audit where shopper_id = 'ann'")
    assert "vegan" not in str(await told.fetchall())


async def test_what_the_retailer_knew_comes_through_the_same_door(
    kept: StoredPreferences, database: OneConnection
) -> None:
    noted = {"shoe_size": "8.5", "diet": ["vegetarian"], "avoid": ["tree nuts"], "favorite_store": "riverside"}
    await customer(database, "ann", {**noted, "favorite_milk": "Oat Milk"})
    known = await kept.of("ann")
    assert plain(known) == {
        ("size", "shoes", "8.5", "is"),
        ("diet", "", "vegetarian", "is"),
        ("allergy", "", "nut", "avoids"),
        ("store", "", "riverside", "is"),
    }
    assert {one.source for one in known} == {Source.SHOP}
    await kept.change("ann", turn_id="t1", told=[NINE, VEGAN])
    assert ("size", "shoes", "8.5", "is") not in plain(await kept.of("ann"))
    await kept.change("ann", turn_id="t2", forgotten=[Aim(kind=Kind.SIZE, about="shoes"), Aim(kind=Kind.DIET)])
    assert plain(await kept.of("ann")) == {("allergy", "", "nut", "avoids"), ("store", "", "riverside", "is")}


async def test_signing_in_brings_along_what_was_told_before(kept: StoredPreferences, database: OneConnection) -> None:
    await kept.change("bea", turn_id="t1", told=[NINE, NO_LEATHER])
    await kept.change("ann", turn_id="t2", told=[TEN, VEGAN])
    await rows.merge(database.held, from_id="ann", to_id="bea")
    assert plain(await kept.of("bea")) == {
        ("size", "shoes", "10", "is"),
        ("material", "", "leather", "avoids"),
        ("diet", "", "vegan", "is"),
    }
    assert not await kept.of("ann")


async def test_what_was_bought_and_kept_tells_for_whom_shoes_are(
    kept: StoredPreferences, database: OneConnection
) -> None:
    await customer(database, "ann", {"shoe_size": "8.5"})
    boots = ("Outdoor", "Footwear", "Hiking Boots")
    goods = tuple(
        product(
            f"boots-{who}",
            f"{who} boots",
            category=boots,
            attributes={"audience": who},
            variants=[variant(f"boots-{who}-9", 9900)],
        )
        for who in ("women", "men")
    )
    await CatalogWriter(database).write(Contents(stores=STORES, size_charts=(), policies=(), products=goods))
    for order, who, returned in (("o1", "women", 0), ("o2", "men", 1)):
        await database.held.execute(
            "insert into orders (order_id, number, customer_id, state, placed_at, address, currency, items_minor,"
            " shipping_minor, tax_minor, total_minor)"
            " values (%s, %s, 'c-ann', 'delivered', now(), '{}', 'USD', 1, 0, 0, 1)",
            [order, order],
        )
        await database.held.execute(
            "insert into order_lines (order_id, position, product_id, variant_id, title, quantity, returned_quantity,"
            " unit_price_minor) values (%s, 0, %s, %s, 'Boots', 1, %s, 9900)",
            [order, f"boots-{who}", f"boots-{who}-9", returned],
        )
    assert (await kept.of("ann")).audience_of("shoes") == "women"
    assert (await kept.of("bea")).audience_of("shoes") is None


async def test_everything_goes_but_the_orders(kept: StoredPreferences, database: OneConnection) -> None:
    await customer(database, "ann", {"shoe_size": "8.5"})
    await kept.change("ann", turn_id="t1", told=[VEGAN])
    await StoredHandoffs(database, now=now).open("ann", turn_id="t2", reason="asked_for_a_person", summary="Boots.")
    await database.held.execute(
        "insert into orders (order_id, number, customer_id, state, placed_at, address, currency, items_minor,"
        " shipping_minor, tax_minor, total_minor) values ('o', '1', 'c-ann', 'placed', now(), '{}', 'USD', 1, 0, 0, 1)"
    )
    await database.held.execute(
        "insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state, started_at,"
        " intent, confidence, words, reply) values ('t1', 'c', 'r', 'web', 'ann', '', 'answered', now(), 'preference',"
        " 1, 'I am vegan', '{}')"
    )
    for _ in range(2):
        await kept.forget_everything("ann", turn_id="t3")
    assert not await kept.of("ann")
    assert await count(database, "select count(*) from handoffs") == 0
    assert await count(database, "select count(*) from orders where customer_id = 'c-ann'") == 1
    assert await count(database, "select count(*) from turns where words is not null") == 0
    found = await database.held.execute("select what from audit where shopper_id = 'ann'")
    assert await found.fetchall() == [("shopper.forgotten",)]


async def test_a_no_to_being_learned_from_is_kept_once_until_a_yes(
    kept: StoredPreferences, database: OneConnection
) -> None:
    await kept.change("ann", turn_id="t1", told=[VEGAN])
    await kept.learn("ann", turn_id="t2", may=False)
    assert await count(database, "select count(*) from refusing_shoppers where shopper_id = 'ann'") == 1
    await kept.learn("ann", turn_id="t3", may=True)
    await kept.learn("ann", turn_id="t2", may=False)
    assert await count(database, "select count(*) from refusing_shoppers") == 0
    assert await kept.of("ann")


async def test_a_forgotten_turn_can_still_be_told_again(kept: StoredPreferences, database: OneConnection) -> None:
    await database.held.execute(
        "insert into turns (turn_id, conversation_id, request_id, channel, shopper_id, body_sha256, state, started_at,"
        " reply) values ('t1', 'c', 'r', 'web', 'ann', '', 'answered', now(), '{}')"
    )
    await kept.forget_everything("ann", turn_id="t3")
    row = await (await database.held.execute("select reply from turns where turn_id = 't1'")).fetchone()
    assert row is not None
    assert "forgotten" in REPLY.validate_python(row[0]).speech


async def test_a_case_is_opened_once_a_turn(kept: StoredPreferences, database: OneConnection) -> None:
    desk = StoredHandoffs(database, now=now)
    first = await desk.open("ann", turn_id="t1", reason="asked_for_a_person", summary="Looked for: boots.")
    assert await desk.open("ann", turn_id="t1", reason="asked_for_a_person", summary="Other.") == first
    assert await count(database, "select count(*) from handoffs where state = 'open'") == 1


BOOTS = product("p", "Rain Boots", attributes={"kind": "boots"}, variants=[variant("p-1", 900, size="9", quantity=0)])


@pytest.fixture
async def alerts(kept: StoredPreferences, database: OneConnection) -> StoredStockAlerts:
    await CatalogWriter(database).write(Contents(stores=STORES, size_charts=(), policies=(), products=(BOOTS,)))
    return StoredStockAlerts(database, new_id=new_id, now=now)


async def restock(database: OneConnection, quantity: int) -> None:
    again = replace(BOOTS, variants=(variant("p-1", 900, size="9", quantity=quantity),))
    await CatalogWriter(database).write(Contents(stores=STORES, size_charts=(), policies=(), products=(again,)))


async def test_a_shopper_is_told_once_when_it_is_back(alerts: StoredStockAlerts, database: OneConnection) -> None:
    await alerts.wait_for("ann", "p-1", turn_id="t1")
    await alerts.wait_for("ann", "p-1", turn_id="t2")
    assert await alerts.mark_due() == 0
    assert await alerts.tell("ann") == ()
    await restock(database, 3)
    assert await alerts.mark_due() == 1
    assert [back.title for back in await alerts.tell("ann")] == ["Rain Boots"]
    assert await alerts.tell("ann") == ()
    assert await alerts.tell("bea") == ()


async def test_what_sold_out_again_is_waited_for_again(alerts: StoredStockAlerts, database: OneConnection) -> None:
    await alerts.wait_for("ann", "p-1", turn_id="t1")
    await restock(database, 3)
    await alerts.mark_due()
    await restock(database, 0)
    assert await alerts.tell("ann") == ()
    await restock(database, 1)
    assert await alerts.mark_due() == 1


async def test_a_mailer_sees_who_gave_an_address_and_who_is_a_customer(
    alerts: StoredStockAlerts, database: OneConnection
) -> None:
    await database.held.execute("insert into shoppers (shopper_id) values ('cas')")
    await customer(database, "bea", {})
    await alerts.wait_for("ann", "p-1", turn_id="t1", contact="ann@home.example")
    await alerts.wait_for("bea", "p-1", turn_id="t2")
    await alerts.wait_for("cas", "p-1", turn_id="t3")
    await restock(database, 1)
    await alerts.mark_due()
    found = await database.held.execute("select email, title from stock_alerts_to_mail order by email")
    assert await found.fetchall() == [("ann@home.example", "Rain Boots"), ("bea@example.com", "Rain Boots")]


async def test_cancelled_alerts_are_told_to_nobody(alerts: StoredStockAlerts, database: OneConnection) -> None:
    await alerts.wait_for("ann", "p-1", turn_id="t1")
    assert await alerts.cancel("ann", turn_id="t2", variant_ids=["other"]) == 0
    assert await alerts.cancel("ann", turn_id="t2") == 1
    await restock(database, 1)
    assert await alerts.mark_due() == 0
