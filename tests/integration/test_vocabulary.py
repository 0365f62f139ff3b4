"""What the catalogue calls things is read with how widely it uses the words: junk of a feed binds no request."""

from dataclasses import replace

import pytest

from catalog.contents import Contents
from catalog.product import Product
from catalog.repository import CatalogRepository
from catalog.understanding.parser import Understanding
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import STORES, product, variant

PROSE = "Keeps salt and pepper dry. A blue light shows when Larkspur batteries run low."


def gadget(number: int, title: str, *, brand: str, **told: str) -> Product:
    return product(
        f"gadget{number}",
        title,
        brand=brand,
        category=("Home", "Kitchen", "Gadgets"),
        description=PROSE,
        attributes={"kind": "salt mill"},
        variants=[variant(f"gadget{number}-1", 1000 + number, **told)],
    )


GADGETS = (
    *(gadget(number, "Larkspur Salt Mill", brand="Larkspur", color="red") for number in range(6)),
    *(gadget(number, "Table Mill", brand="Wrenfield", color="design 1") for number in range(6, 12)),
    gadget(12, "Salt Gun", brand="Salt", color="Blue/White"),
    gadget(13, "Blue Mill", brand="Blue", color="magnetic 11-in-1"),
    gadget(14, "Pepper Dry Shaker", brand="Pepper Dry", color="small"),
    gadget(15, "Pepper Dry Refill", brand="Wrenfield"),
)


async def test_makers_and_colours_of_a_feed_are_believed_by_how_its_words_are_used(database: OneConnection) -> None:
    await CatalogWriter(database).write(Contents(stores=STORES, size_charts=(), policies=(), products=GADGETS))
    vocabulary = await CatalogRepository(database).vocabulary()
    assert vocabulary.doubtful_brands == {"Salt", "Blue", "Pepper Dry"}
    assert vocabulary.colors == {"red", "Blue/White"}
    assert set(vocabulary.attributes) == {"color"}
    reader = Understanding(vocabulary)
    assert reader.parse("larkspur salt mill").brands == ("Larkspur",)
    assert reader.parse("blue salt mill").brands == ()
    assert reader.parse("blue salt mill").colors == ("blue",)
    assert reader.parse("a mill by Salt").brands == ("Salt",)


async def test_an_empty_catalogue_has_an_empty_vocabulary(database: OneConnection) -> None:
    vocabulary = await CatalogRepository(database).vocabulary()
    assert (vocabulary.brands, vocabulary.doubtful_brands, dict(vocabulary.attributes)) == ((), frozenset(), {})


async def test_reading_a_large_catalogue_may_take_longer_than_a_turn(database: OneConnection) -> None:
    async with database.connection() as connection:
        await connection.execute("set local statement_timeout = '5s'")
        await CatalogRepository(database).vocabulary()
        allowed = await (await connection.execute("show statement_timeout")).fetchone()
    assert allowed == ("2min",)


def coffee(number: int, caffeine: str, *, read_from_text: bool) -> Product:
    """A bean of the feed's own word, or of one that was guessed."""
    made = product(
        f"coffee{number}",
        "Larkspur Ground Coffee",
        category=("Grocery", "Coffee"),
        attributes={"kind": "ground coffee", "caffeine": caffeine},
        variants=[variant(f"coffee{number}-1", 900)],
    )
    return replace(made, extracted={"caffeine": 0.9}) if read_from_text else made


@pytest.mark.parametrize(("guessed", "binds"), [(0, True), (1, True), (5, False)])
async def test_a_choice_binds_where_the_feed_itself_tells_it_of_nearly_all(
    database: OneConnection, guessed: int, binds: bool
) -> None:
    coffees = tuple(
        coffee(number, "decaf" if number % 2 else "regular", read_from_text=number < guessed) for number in range(10)
    )
    await CatalogWriter(database).write(Contents(stores=STORES, size_charts=(), policies=(), products=coffees))
    query = Understanding(await CatalogRepository(database).vocabulary()).parse("decaf ground coffee")
    assert query.attributes == ({"caffeine": "decaf"} if binds else {})
    assert query.text == ("ground coffee" if binds else "decaf ground coffee")
