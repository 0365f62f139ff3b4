"""Choices of size and colour: narrowed by what was said, asked for when open, never assumed."""

from dataclasses import replace

from catalog.money import Money
from catalog.product import Product, Variant
from catalog.query import Query
from shop.choosing import choose, wanted
from tests.unit.fakes import JACKET


def boot(size: str, color: str, *, stock: int = 3) -> Variant:
    return Variant(
        id=f"boot-{size}-{color}",
        product_id="boot",
        attributes={"color": color, "size": size},
        price=Money(amount_minor=8900, currency="USD"),
        stock={"harbor": stock},
    )


def product(*variants: Variant) -> Product:
    return Product(
        id="boot",
        title="Tamarack Ridge Hiking Boots",
        brand="Tamarack",
        category=("Clothing", "Shoes", "Hiking Boots"),
        description="Boots.",
        attributes={},
        variants=variants,
        rating=4.2,
        rating_count=10,
        popularity=0.5,
        delivery_days=2,
        image_url="/p.svg",
        url="/p",
    )


BOOTS = product(boot("8", "brown"), boot("9", "brown"), boot("9", "black"), boot("9.5", "black"))


def test_size_is_asked_for_before_color() -> None:
    choice = choose(BOOTS, Query(), "add the boots", known={})
    assert choice.open == ("size", ["8", "9", "9.5"])


def test_parsed_size_narrows_and_the_color_left_open_is_asked_for() -> None:
    choice = choose(BOOTS, Query(sizes=("9",)), "the second one in a nine", known={})
    assert choice.open == ("color", ["brown", "black"])
    assert choice.known == {"size": "9"}


def test_bare_word_answers_with_what_was_known_before() -> None:
    choice = choose(BOOTS, Query(), "black", known={"size": "9"})
    assert (choice.open, [variant.id for variant in choice.variants]) == (None, ["boot-9-black"])


def test_half_size_is_not_mistaken_for_the_whole_one() -> None:
    choice = choose(BOOTS, Query(), "9.5 please", known={})
    assert [variant.id for variant in choice.variants] == ["boot-9.5-black"]


def test_variant_out_of_stock_is_not_offered() -> None:
    boots = product(boot("8", "brown", stock=0), boot("9", "brown"))
    assert choose(boots, Query(), "add it", known={}).open is None


def test_combination_that_does_not_exist_keeps_what_was_known() -> None:
    choice = choose(BOOTS, Query(sizes=("8",)), "an eight", known={"color": "black"})
    assert choice.known == {"color": "black"}
    assert choice.open == ("size", ["9", "9.5"])


def test_card_names_no_size_while_it_is_open() -> None:
    assert choose(BOOTS, Query(), "add the boots", known={}).card(BOOTS).attributes == {"color": "brown"}
    assert choose(BOOTS, Query(), "an eight", known={"size": "8"}).card(BOOTS).attributes == {
        "color": "brown",
        "size": "8",
    }


def test_color_that_is_not_made_is_lacking_and_never_another() -> None:
    choice = choose(BOOTS, Query(colors=("pink",)), "in pink", known={"size": "9.5"})
    assert choice.lacking == {"color": "pink"}
    assert not choice.is_made


def test_blue_leaves_the_choice_among_several_blues() -> None:
    boots = product(boot("8", "navy"), boot("8", "slate blue"), boot("8", "red"))
    choice = choose(boots, Query(colors=("blue",)), "in blue", known={})
    assert choice.open == ("color", ["navy", "slate blue"])


def test_size_that_is_sold_out_is_lacking() -> None:
    boots = product(boot("8", "brown", stock=0), boot("9", "brown"))
    assert choose(boots, Query(sizes=("8",)), "an eight", known={}).lacking == {"size": "8"}


def test_two_gallons_are_not_two_half_gallons() -> None:
    milk = product(pack("half gal"), pack("1 qt"))
    assert choose(milk, Query(quantity=2, unit="gallon"), "two gallons", known={}).lacking == {"size": "1 gal"}


def test_pack_shown_with_its_price_is_meant_but_a_size_to_wear_is_not() -> None:
    milk, tee = product(pack("half gal"), pack("1 qt")), product(pack("S"), pack("M"))
    assert wanted(Query(), replace(JACKET, attributes={"size": "half gal"}), milk) == {"size": "half gal"}
    assert wanted(Query(), replace(JACKET, attributes={"size": "S"}), tee) == {}


def test_memory_is_chosen_by_its_number() -> None:
    laptop = product(storage("256 GB"), storage("512 GB"))
    assert choose(laptop, Query(), "the one with 512", known={}).known == {"storage": "512 GB"}


def test_word_of_the_title_is_no_choice() -> None:
    boots = replace(product(boot("8", "brown"), boot("8", "red")), title="Red River Boots")
    assert choose(boots, Query(), "add the Red River Boots", known={}).open == ("color", ["brown", "red"])


def pack(size: str) -> Variant:
    return replace(boot(size, "white"), id=size, attributes={"size": size})


def storage(size: str) -> Variant:
    return replace(boot(size, "white"), id=size, attributes={"storage": size})


def test_a_dozen_is_a_pack_of_twelve_where_there_is_one() -> None:
    eggs = product(boot("6 ct", "brown"), boot("12 ct", "brown"), boot("18 ct", "brown"))
    asked = Query(text="eggs", quantity=1, unit="dozen")
    assert choose(eggs, asked, "a dozen eggs", known={}).known == {"size": "12 ct"}
    assert choose(eggs, replace(asked, unit="half dozen"), "half a dozen eggs", known={}).known == {"size": "6 ct"}


def test_what_is_sold_by_the_bunch_is_not_lacking_by_the_dozen() -> None:
    bananas = product(boot("bunch", "yellow"))
    assert choose(bananas, Query(text="bananas", quantity=1, unit="dozen"), "a dozen bananas", known={}).is_made
