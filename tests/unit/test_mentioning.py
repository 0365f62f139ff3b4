"""Words that were added to a request are said of what is shown, or nothing is."""

from dataclasses import dataclass, replace
from typing import Any, cast

from actions.products.mentioning import saying, words_added, words_kept
from catalog.money import Money
from catalog.product import ProductCard
from catalog.query import Query
from catalog.search import Found
from catalog.stages import Stopwatch
from shop.narrowing import is_a_measure
from shop.pointing import asks_what_came_first, heard_right
from shop.recollection import Recollection, Results, stems
from shop.references import referred
from tests.unit.fake_services import fake_services


def card(title: str) -> ProductCard:
    return ProductCard(
        id=title,
        variant_id=f"{title}-1",
        title=title,
        brand="Oatfellow",
        category="Breakfast",
        attributes={},
        price=Money(amount_minor=500, currency="USD"),
        in_stock=True,
        rating=4.0,
        image_url="",
        url="",
    )


GRANOLA = (card("Pumpkin Seed Granola"), card("Coconut Cashew Granola"), card("Café Granola"))


@dataclass
class Shelf:
    async def find(self, query: Query, **_: Any) -> Found:
        return Found(cards=GRANOLA, scores=(1.0, 1.0, 1.0), total=3)


async def told(words: str) -> list[str]:
    services = replace(fake_services(), finding=cast("Any", Shelf()))
    return [one.title for one in (await saying(services, Query(text="granola"), words, Stopwatch())).cards]


async def test_only_goods_that_say_the_words_are_left() -> None:
    assert await told("coconut") == ["Coconut Cashew Granola"]
    assert await told("cafe") == ["Café Granola"]
    assert await told("truffles") == []


def test_added_words_are_those_that_were_not_said_before_of_the_same_goods() -> None:
    granola = Query(text="granola")
    assert words_added(granola, Query(text="granola with coconut")) == "coconut"
    assert words_added(granola, Query(text="sony granola")) == "sony"
    assert words_added(granola, granola) == ""
    assert words_added(granola, Query(text="oat milk")) == ""
    assert words_kept("mesh office chair with arm rests", "office chair") == "mesh arm rests"


def test_a_pack_or_a_measure_alone_is_no_thing_of_its_own() -> None:
    assert all(is_a_measure(said) for said in ("twelve pack", "no i meant twelve inch", "a 24 count", "4 person"))
    assert not any(is_a_measure(said) for said in ("pack", "a back pack", "two bananas"))


def test_names_are_meant_with_and_without_their_accents() -> None:
    shown = (card("Corner Café Coffee"), card("Highland Coffee"))
    assert referred("the corner cafe one", shown, explicitly=True) == shown[:1]
    assert referred("Corner Cafe Coffee", shown) == shown[:1]
    assert stems("café") == stems("cafe")


def test_what_came_first_and_a_misheard_one_are_heard() -> None:
    assert asks_what_came_first("what did you show me first")
    assert not asks_what_came_first("show me the first")
    assert heard_right("the second won") == "the second one"
    assert heard_right("i won") == "i won"


def test_earlier_results_are_also_called_by_how_they_were_wished_for() -> None:
    cotton = Results(query=Query(text="sheets", attributes={"material": "cotton"}), pairs=(("a", "a-1"),))
    kept = Recollection().showing(cotton).showing(Results(query=Query(text="blankets"), pairs=(("b", "b-1"),)))
    assert kept.described("go back to the cotton ones") == (cotton,)
