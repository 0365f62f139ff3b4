"""Foreign records as products: all in stock, prices only where there are some, and nothing lost for want of a title."""

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from assistant.evaluation.corpus import Corpus, read_corpus
from assistant.evaluation.progress import unheard
from catalog.query import Query, Sort


def _read(folder: Path, *records: Mapping[str, object]) -> Corpus:
    path = folder / "corpus.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return read_corpus(path, tell=unheard)


def test_records_of_any_shape_become_products_under_their_own_ids(tmp_path: Path) -> None:
    corpus = _read(
        tmp_path,
        {"_id": "1", "title": "Wireless mouse", "text": "Small."},
        {"product_id": 2, "product_name": "Walnut desk", "product_description": "Wide.", "product_class": "Desks"},
        {"id": "B03", "title": "Tea", "bullet_points": ["strong", "black"], "brand": "Kestrel", "color": "red"},
        {"_id": "4", "title": "", "text": "A passage without a title."},
    )
    assert [product.id for product in corpus.products] == ["1", "2", "B03", "4"]
    assert [product.title for product in corpus.products][1:] == ["Walnut desk", "Tea", "A passage without a title."]
    tea = corpus.products[2]
    assert tea.brand == "Kestrel"
    assert "strong" in tea.description
    assert corpus.left_out == ()


def test_whatever_a_record_says_of_stock_it_can_be_found(tmp_path: Path) -> None:
    corpus = _read(tmp_path, {"id": 1, "title": "Tea", "availability": "out of stock"}, {"id": 2, "title": "Jam"})
    assert all(sum(variant.stock.values()) > 0 for product in corpus.products for variant in product.variants)


def test_the_last_record_of_an_id_counts_and_what_is_no_product_is_told(tmp_path: Path) -> None:
    corpus = _read(tmp_path, {"id": 1, "title": "Tea"}, {"title": "nameless"}, {"id": 1, "title": "Green tea"})
    assert [product.title for product in corpus.products] == ["Green tea"]
    assert corpus.repeated == 1
    assert len(corpus.left_out) == 1
    assert "line 2" in corpus.left_out[0]


def test_texts_that_a_database_cannot_keep_are_mended(tmp_path: Path) -> None:
    corpus = _read(tmp_path, {"id": 1, "title": "Nul \u0000 and \ud800 half", "text": "fine"})
    assert "\x00" not in corpus.products[0].title
    corpus.products[0].title.encode()


BOUNDED = Query(text="tea", max_price_minor=500, min_price_minor=100, sort=Sort.CHEAPEST, colors=("red",))


@pytest.mark.parametrize(
    ("prices", "held"), [((9.99, 5, "$7"), True), ((9.99, None, 5), True), ((9.99, None, None), False)]
)
def test_prices_are_bounds_only_where_most_products_have_one(
    tmp_path: Path, prices: tuple[object, ...], held: bool
) -> None:
    corpus = _read(tmp_path, *({"id": place, "title": "Tea", "price": price} for place, price in enumerate(prices)))
    assert corpus.holds_prices is held
    asked = corpus.askable(BOUNDED)
    assert (asked == BOUNDED) is held
    assert asked.colors == ("red",)
    assert (asked.max_price_minor is None and asked.sort is None) is not held


def test_a_wish_for_the_best_rated_is_kept_without_prices(tmp_path: Path) -> None:
    corpus = _read(tmp_path, {"id": 1, "title": "Tea"})
    assert corpus.askable(Query(text="tea", sort=Sort.BEST_RATED)).sort is Sort.BEST_RATED
