"""What is special about a moment stands in front of what everybody takes, on a real database."""

from dataclasses import replace
from datetime import timedelta

from catalog.writing import CatalogWriter
from rerank.recommending import Visit
from shop.preferences.preference import Kind, Preference, Stance
from tests.conftest import OneConnection
from tests.integration.bought_together import bought, customer, did
from tests.integration.small_shop import CONTENTS, product, variant
from tests.integration.test_recommending import NOW, OpenShop

PEGS = product(
    "pegs", "Tent Pegs", category=("Outdoor", "Camping", "Pegs"), attributes={}, variants=[variant("pegs-1", 900)]
)


async def opened(database: OneConnection) -> OpenShop:
    """A shop in which everybody buys granola."""
    await CatalogWriter(database).write(replace(CONTENTS, products=(*CONTENTS.products, PEGS)))
    for number in range(12):
        await customer(database, f"regular{number}")
        await bought(database, f"regular{number}", ["seed"], at=NOW - timedelta(days=2, hours=number))
    shop = OpenShop(database)
    await shop.made()
    return shop


async def test_a_purchase_brings_what_goes_along_to_the_front_for_a_day(database: OneConnection) -> None:
    shop = await opened(database)
    shopper = await customer(database, "ann")
    assert (await shop.names(Visit(shopper_id=shopper)))[0] == "seed"
    await bought(database, "ann", ["bag"], at=NOW)
    shop.now = NOW + timedelta(seconds=1)
    assert (await shop.names(Visit(shopper_id=shopper)))[:2] == ["pegs", "seed"]
    shop.now = NOW + timedelta(days=2)
    assert (await shop.names(Visit(shopper_id=shopper)))[0] == "seed"


async def test_what_goes_along_is_not_shown_to_who_does_not_want_it(database: OneConnection) -> None:
    shop = await opened(database)
    shopper = await customer(database, "ann")
    await bought(database, "ann", ["bag"], at=NOW)
    no_pegs = Preference(kind=Kind.GOODS, value="pegs", stance=Stance.AVOIDS)
    await shop.preferences.change(shopper, turn_id="t1", told=[no_pegs])
    assert "pegs" not in await shop.names(Visit(shopper_id=shopper))


async def test_a_newcomer_s_first_look_brings_more_of_its_kind(database: OneConnection) -> None:
    shop = await opened(database)
    await did(database, "click", "hide", at=NOW - timedelta(minutes=1), device="d1")
    led = await shop.recommended(Visit(device_id="d1"), limit=5)
    assert {card.category for card in led.cards[:2]} == {"Hiking Boots"}
    assert led.is_personal
