"""The parser on the vocabulary of the whole demo shop, where every word may mean something."""

import pytest

from catalog.contents import Contents
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary


@pytest.fixture(scope="module")
def vocabulary(contents: Contents) -> Vocabulary:
    products = contents.products
    facts = {
        (product.attributes["kind"], name, value)
        for product in products
        for attributes in (product.attributes, *(variant.attributes for variant in product.variants))
        for name, value in attributes.items()
    }
    return Vocabulary.of(
        brands={product.brand for product in products},
        categories={category for product in products for category in product.category},
        facts=facts,
    )


@pytest.fixture(scope="module")
def demo(vocabulary) -> Understanding:
    return Understanding(vocabulary)


def test_every_thing_can_be_asked_for_by_its_name(demo, vocabulary):
    assert vocabulary.kinds
    for kind in vocabulary.kinds:
        query = demo.parse(f"i'm looking for {kind}, please")
        assert query.text == kind.replace("kids'", "kids")
        assert (query.colors, query.sizes, query.brands, query.exclude, query.quantity) == ((), (), (), (), None), kind


def test_every_brand_can_be_asked_for_and_refused(demo, vocabulary):
    for brand in vocabulary.brands:
        assert demo.parse(f"socks from {brand.lower()}").brands == (brand,)
        assert demo.parse(f"socks but nothing from {brand.lower()}").not_brands == (brand,)


def test_a_whole_sentence_finds_all_its_bounds(demo):
    query = demo.parse("uh can you show me women's waterproof rain jackets in navy, size medium, under eighty dollars")
    assert (query.text, query.colors, query.sizes) == ("waterproof rain jackets", ("navy",), ("M",))
    assert (query.max_price_minor, query.attributes) == (8000, {"audience": "women"})
