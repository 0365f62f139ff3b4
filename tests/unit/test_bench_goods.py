from collections import Counter

import numpy as np
import pytest

from assistant.bench.search_goods import COLLECTIONS, STORE, Goods
from assistant.bench.search_shapes import shapes
from catalog.demo.products import demo_products
from catalog.product import Product

MANY = 4000


@pytest.fixture(scope="module")
def base() -> tuple[Product, ...]:
    return demo_products()


@pytest.fixture(scope="module")
def goods(base: tuple[Product, ...]) -> Goods:
    return Goods(base)


def test_a_number_is_always_the_same_product(goods: Goods, base: tuple[Product, ...]) -> None:
    assert goods.product(123_456) == Goods(base).product(123_456)


def test_the_first_are_the_demo_shops_own_with_other_stock(goods: Goods, base: tuple[Product, ...]) -> None:
    own = base[7]
    assert (goods.product(7).title, goods.product(7).brand) == (own.title, own.brand)
    assert all(set(variant.stock) == {STORE} for variant in goods.product(7).variants)


def test_brands_and_stock_are_spread_as_in_a_shop(goods: Goods) -> None:
    made = [goods.product(10_000 + number) for number in range(MANY)]
    brands = Counter(product.brand for product in made)
    (_, most), *_ = brands.most_common(1)
    assert len(brands) > 200
    assert most > 10 * np.median(list(brands.values()))
    gone = [variant.stock[STORE] == 0 for product in made for variant in product.variants]
    assert 0.1 < sum(gone) / len(gone) < 0.2


def test_the_filters_leave_what_they_are_called_by(goods: Goods) -> None:
    told = Counter(goods.product(number).attributes.get("collection") for number in range(MANY))
    for name, share in COLLECTIONS.items():
        assert told[name] / MANY == pytest.approx(share, rel=0.5)


def test_vectors_keep_near_their_kind_and_apart_from_each_other(goods: Goods, base: tuple[Product, ...]) -> None:
    pointing = np.eye(len(base), 384, dtype=np.float32) + 0.01
    pointing /= np.linalg.norm(pointing, axis=1, keepdims=True)
    first, second = (goods.vectors([len(base) * times], pointing)[0] for times in (1, 2))
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
    assert 0.3 < float(first @ second) < 0.999


def test_requests_of_every_shape_ask_for_something() -> None:
    for shape, queries in shapes().items():
        assert queries, shape
        assert all(query.text or query.max_price_minor or query.colors or query.brands for query in queries)
