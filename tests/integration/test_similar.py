"""What is like a product, on a real Postgres: of its kind, to be had, within the bounds, and no second of itself."""

from dataclasses import replace

import pytest

from catalog.product import ProductCard
from catalog.query import Query
from catalog.similar.similar import SimilarProducts
from catalog.writing import CatalogWriter
from tests.conftest import OneConnection
from tests.integration.small_shop import CONTENTS, PRODUCTS, RememberingEmbedder, open_small_shop, product, variant


@pytest.fixture
async def similar(database: OneConnection, documents: RememberingEmbedder) -> SimilarProducts:
    await open_small_shop(database, documents)
    return SimilarProducts(database)


def ids(cards: list[ProductCard]) -> list[str]:
    return [card.id for card in cards]


async def test_another_of_its_kind_comes_first_and_nothing_unlike_it_at_all(similar: SimilarProducts) -> None:
    like = ids(await similar.like("shell"))
    assert like[0] == "storm"
    assert not {"almond", "seed", "shell"} & {*like}


async def test_what_cannot_be_had_is_not_told(similar: SimilarProducts) -> None:
    assert "gone" not in ids(await similar.like("shell"))


async def test_what_is_sold_out_has_its_like(similar: SimilarProducts) -> None:
    assert set(ids(await similar.like("gone"))) >= {"shell", "storm"}


async def test_bounds_hold(similar: SimilarProducts) -> None:
    cheaper = await similar.like("suede", within=Query(max_price_minor=13000))
    assert ids(cheaper)[0] == "mesh"
    assert all(card.price.amount_minor <= 13000 for card in cheaper)
    assert "hide" not in ids(await similar.like("mesh", within=Query(exclude=("leather",))))
    navy = await similar.like("storm", within=Query(colors=("navy",)))
    assert ids(navy)[0] == "shell"
    assert navy[0].attributes["color"] == "navy"


async def test_each_family_is_told_once(similar: SimilarProducts, database: OneConnection) -> None:
    storm = next(each for each in PRODUCTS if each.id == "storm")
    again = [
        replace(storm, id=f"storm-{color}", title=f"{storm.title}, {color}", variants=(
            replace(storm.variants[0], id=f"storm-{color}-1", product_id=f"storm-{color}",
                    attributes={"color": color, "size": "M"}),
        ))
        for color in ("red", "green")
    ]  # fmt: skip
    await CatalogWriter(database).write(replace(CONTENTS, products=tuple(again)))
    like = ids(await similar.like("shell"))
    assert sum(id_.startswith("storm") for id_ in like) == 1
    assert not any(id_.startswith("storm") for id_ in ids(await similar.like("storm-red")))


async def test_before_there_are_vectors_kind_and_facts_tell(database: OneConnection) -> None:
    await CatalogWriter(database).write(CONTENTS)
    assert ids(await SimilarProducts(database).like("hide"))[:2] in (["suede", "mesh"], ["mesh", "suede"])


async def test_what_is_like_a_childs_jacket_is_for_children(similar: SimilarProducts, database: OneConnection) -> None:
    storm = next(each for each in PRODUCTS if each.id == "storm")
    small = [
        product(id_, title, attributes={**storm.attributes, "audience": audience}, variants=[
            variant(f"{id_}-1", 7900, color="navy", size="M")])
        for id_, title, audience in (
            ("puddle", "Kestrel Puddle Rain Jacket", "kids"), ("splash", "Larkmoor Splash Rain Jacket", "girls"))
    ]  # fmt: skip
    await CatalogWriter(database).write(replace(CONTENTS, products=tuple(small)))
    like = ids(await similar.like("puddle"))
    assert like[0] == "splash"
    assert not {"shell", "storm"} & {*like}
    assert "puddle" not in ids(await similar.like("shell"))
    assert "shell" in ids(await similar.like("puddle", within=Query(attributes={"audience": "women"})))


async def test_a_product_nobody_knows_is_like_nothing(similar: SimilarProducts) -> None:
    assert await similar.like("unheard-of") == []
