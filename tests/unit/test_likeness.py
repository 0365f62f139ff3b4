"""Which products are one and the same, and how alike two others are."""

import pytest

from actions.products.tell_alike import asks_for_alike
from catalog.money import Money
from catalog.product import ProductCard
from catalog.similar.families import family_of, first_of_each
from catalog.similar.likeness import Traits, likeness


def card(id_: str, title: str, *, brand: str = "Fellmoor", **attributes: str) -> ProductCard:
    return ProductCard(
        id=id_,
        variant_id=f"{id_}-1",
        title=title,
        brand=brand,
        category="Things",
        attributes=attributes,
        price=Money(amount_minor=1000, currency="USD"),
        in_stock=True,
        rating=None,
        image_url="/p.svg",
        url="/p",
    )


def traits(*, names: str, facets: str = "", shelves: str = "", price: int = 1000) -> Traits:
    return Traits(
        names=frozenset(names.split(",")),
        shelves=frozenset(shelves.split(",")) - {""},
        facets=frozenset(facets.split()),
        price_minor=price,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (card("a", "Rain Jacket, Navy", color="navy"), card("b", "Rain Jacket - Red", color="red")),
        (card("a", "Oat Drink 1 L", size="1 L"), card("b", "Oat Drink 500 ml", size="500 ml")),
        (card("a", "Fellmoor Rain Jacket"), card("b", "Rain Jacket")),
        (card("a", "AA Batteries 4-pack", pack="4-pack"), card("b", "AA Batteries, 12-Pack", pack="12-pack")),
        (card("a", "Phone Navy 128 GB", color="navy", storage="128 GB"), card("b", "Phone 256 GB", storage="256 GB")),
    ],
)
def test_a_thing_in_another_colour_size_or_pack_is_of_the_family(one: ProductCard, other: ProductCard) -> None:
    assert family_of(one) == family_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (card("a", "Orange Juice", flavor="orange"), card("b", "Lime Juice", flavor="lime")),
        (card("a", "Rain Jacket"), card("b", "Rain Jacket", brand="Stonecairn")),
        (card("a", "Rain Jacket"), card("b", "Rain Pants")),
        (card("a", "Navy", color="navy"), card("b", "Red", color="red")),
    ],
)
def test_what_differs_in_more_is_another_family(one: ProductCard, other: ProductCard) -> None:
    assert family_of(one) != family_of(other)


def test_the_first_of_a_family_stands_for_it() -> None:
    cards = [card("a", "Mug Red", color="red"), card("b", "Bowl"), card("c", "Mug Blue", color="blue")]
    assert [each.id for each in first_of_each(cards)] == ["a", "b"]


def test_the_kind_the_facts_and_the_price_each_make_it_more_alike() -> None:
    boots = traits(names="hiking boot,boot", facets="material=leather color=brown", shelves="footwear")
    likenesses = [
        likeness(boots, traits(names="hiking boot,boot", facets="material=leather color=brown"), cosine=0.6),
        likeness(boots, traits(names="hiking boot,boot", facets="material=leather"), cosine=0.6),
        likeness(boots, traits(names="rain boot,boot", facets="material=leather"), cosine=0.6),
        likeness(boots, traits(names="rain boot,boot", facets="material=leather", price=4000), cosine=0.6),
        likeness(boots, traits(names="sandal", shelves="footwear", price=4000), cosine=0.6),
        likeness(boots, traits(names="tent", price=4000), cosine=0.6),
    ]
    assert likenesses == sorted(likenesses, reverse=True)
    assert len(set(likenesses)) == len(likenesses)


def test_without_a_vector_the_rest_tells() -> None:
    boots = traits(names="boot", facets="color=brown")
    assert likeness(boots, boots, cosine=None) == pytest.approx(1.0)
    assert likeness(boots, boots, cosine=1.0) == pytest.approx(1.0)


@pytest.mark.parametrize(
    "said",
    [
        "show me something similar",
        "similar to the second one but cheaper",
        "like the third one but in green",
        "more like this",
        "anything else like that",
        "do you have one like the blue one",
    ],
)
def test_a_wish_for_something_alike_is_heard(said: str) -> None:
    assert asks_for_alike(said)


@pytest.mark.parametrize(
    "said", ["i'd like that", "i would like the first one", "i like this one", "what would you like", "a tent", ""]
)
def test_a_wish_for_the_thing_itself_is_not_one_for_another(said: str) -> None:
    assert not asks_for_alike(said)
