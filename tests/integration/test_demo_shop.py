"""The demo shop in a real database: loaded once, renewed when it changes, never beside somebody's own products."""

from dataclasses import replace

from assistant.demo_shop import PART, load_demo_if_wanted
from assistant.installed import InstalledParts
from assistant.shop_file.applying import apply_shop_file
from assistant.shop_file.reading import read_shop
from catalog.demo.contents import demo_contents
from catalog.repository import CatalogRepository
from catalog.retrieval.indexing import Progress
from catalog.writing import CatalogWriter
from shop.setup.setup import ShopSetup
from tests.conftest import OneConnection


def _unheard(_progress: Progress) -> None:
    return


async def test_an_empty_database_gets_the_demo_shop_once(database: OneConnection) -> None:
    reached: list[Progress] = []
    assert await load_demo_if_wanted(database, progress=reached.append)
    products = await CatalogRepository(database).product_count()
    assert products >= 3000
    assert reached[-1] == Progress(done=products, total=products)
    async with database.connection() as connection:
        customers = await (await connection.execute("select count(*) from customers")).fetchone()
    assert customers == (10,)
    assert not await load_demo_if_wanted(database, progress=_unheard)


async def test_products_that_left_the_demo_shop_go_and_a_retailers_own_stay(demo_database: OneConnection) -> None:
    async with demo_database.connection() as connection:
        for product_id, picture in (("p-gone", "/pictures/p-gone.svg"), ("mine", "https://shop.example/mine.jpg")):
            await connection.execute(
                "insert into products (product_id, title, brand, department, category, description, delivery_days,"
                " image_url, url) values (%s, 'Kettle', 'B', 'Home', '{Home}', 'd', 1, %s, '/u')",
                [product_id, picture],
            )
    await InstalledParts(connections=demo_database).note(PART, "an older one")

    assert await load_demo_if_wanted(demo_database, progress=_unheard)

    found = await CatalogRepository(demo_database).products(["p-gone", "mine"])
    assert [product.id for product in found] == ["mine"]


async def test_a_retailers_catalogue_is_left_alone(database: OneConnection) -> None:
    few = replace(demo_contents(), products=demo_contents().products[:3])
    await CatalogWriter(database).write(few)
    assert not await load_demo_if_wanted(database, progress=_unheard)
    assert await CatalogRepository(database).product_count() == 3


async def test_what_a_retailer_has_set_up_outlives_a_new_demo_shop(demo_database: OneConnection) -> None:
    own = (
        'help_desk.spoken = "From nine to five."\n'
        '[shop]\nname = "Mine"\ncountry = "US"\ncurrency = "USD"\ntime_zone = "America/Boise"\n'
        '[policies.returns]\ntitle = "Returns"\nspoken = "Ten days."\nfacts = { days = 10 }\n'
        '[shipping.counter]\nhow = "pickup"\nname = "Counter"\nprice = 0\n'
    )
    applied = await apply_shop_file(demo_database, read_shop(own), only_try=False)
    assert "Still in force is what the demo shop had under: taxes, promotions, windows." in applied.notes[0]
    before = await ShopSetup(demo_database).in_force()
    await InstalledParts(connections=demo_database).note(PART, "an older one")

    assert await load_demo_if_wanted(demo_database, progress=_unheard)

    assert await ShopSetup(demo_database).in_force() == before
