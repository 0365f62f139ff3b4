"""A shop's goods as simulated shoppers see them: whatever catalogue it is, read from what is sold and in stock."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from catalog.product import Product, Variant
from rerank.simulation.errors import NothingToSell
from rerank.simulation.traits import (
    audience_of,
    diets_of,
    latent_places,
    periods_days,
    season_of,
)

Real = NDArray[np.float64]
Whole = NDArray[np.int64]
Truth = NDArray[np.bool_]
Named = TypeVar("Named", str, tuple[str, ...])

# In a category in which so many say whom they suit, the others are taken not to.
DIETS_ARE_TOLD = 0.2
BESIDE_POPULARITY = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A product in the variant that it is shown in."""

    product_id: str
    variant_id: str
    title: str
    price_minor: int
    currency: str
    sizes: frozenset[str]
    audience: str
    diets: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Categories:
    """`period_days` is how long a purchase lasts; `peak` and `swing` are its season."""

    names: tuple[tuple[str, ...], ...]
    department: Whole
    period_days: Real
    peak: Real
    swing: Real
    sizes: tuple[tuple[str, ...], ...]
    tells_diets: Truth

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assortment:
    """Rows stand by good, those of `usual_minor` by category. `dearness` is the price beside that, in powers of e."""

    goods: tuple[Good, ...]
    category: Whole
    brand: Whole
    brands: int
    prices_minor: Real
    usual_minor: Real
    dearness: Real
    repute: Real
    latent: Real
    categories: Categories

    def __len__(self) -> int:
        return len(self.goods)

    @classmethod
    def of(cls, products: Sequence[Product]) -> Self:
        """Raises NothingToSell."""
        sold = [(product, shown) for product in products if (shown := _shown(product)) is not None]
        if not sold:
            raise NothingToSell
        goods = tuple(_good(product, shown) for product, shown in sold)
        kept = [product for product, _ in sold]
        names, category = _numbered([product.category for product in kept])
        brands, brand = _numbered([product.brand for product in kept])
        prices = np.array([good.price_minor for good in goods], float)
        usual = np.array([float(np.median(prices[category == number])) for number in range(len(names))])
        return cls(
            goods=goods,
            category=category,
            brand=brand,
            brands=len(brands),
            prices_minor=prices,
            usual_minor=usual,
            dearness=np.log(np.maximum(prices, 1) / np.maximum(usual[category], 1)),
            repute=_repute(kept),
            latent=latent_places(kept),
            categories=_categories(kept, goods, names, category, usual),
        )

    @property
    def places(self) -> Mapping[str, int]:
        """Where each product stands."""
        return {good.product_id: place for place, good in enumerate(self.goods)}


def _shown(product: Product) -> Variant | None:
    """The cheapest that can be bought."""
    held = [variant for variant in product.variants if any(variant.stock.values())]
    return min(held, key=lambda variant: variant.price.amount_minor, default=None)


def _good(product: Product, shown: Variant) -> Good:
    held = (variant for variant in product.variants if any(variant.stock.values()))
    return Good(
        product_id=product.id,
        variant_id=shown.id,
        title=product.title,
        price_minor=shown.price.amount_minor,
        currency=shown.price.currency,
        sizes=frozenset(size for variant in held if (size := variant.attributes.get("size"))),
        audience=audience_of(product.attributes),
        diets=diets_of(product.attributes),
    )


def _categories(
    products: Sequence[Product],
    goods: Sequence[Good],
    names: tuple[tuple[str, ...], ...],
    category: Whole,
    usual: Real,
) -> Categories:
    members = [np.flatnonzero(category == number).tolist() for number in range(len(names))]
    seasons = [
        season_of((value for place in own for value in products[place].attributes.values()), name)
        for name, own in zip(names, members, strict=True)
    ]
    told = [float(np.mean([bool(goods[place].diets) for place in own])) for own in members]
    _, department = _numbered([name[:1] for name in names])
    return Categories(
        names=names,
        department=department,
        period_days=periods_days(usual.tolist()),
        peak=np.array([peak for peak, _ in seasons]),
        swing=np.array([swing for _, swing in seasons]),
        sizes=tuple(tuple(sorted({size for place in own for size in goods[place].sizes})) for own in members),
        tells_diets=np.array(told) >= DIETS_ARE_TOLD,
    )


def _repute(products: Sequence[Product]) -> Real:
    """What everybody thinks of it, about 0 with a spread of 1."""
    popularity = np.array([product.popularity for product in products], float)
    ranks = np.argsort(np.argsort(popularity, kind="stable"), kind="stable") / max(len(products) - 1, 1)
    rating = np.array([4.0 if product.rating is None else product.rating for product in products])
    mixed: Real = (ranks - 0.5) * np.sqrt(12) + BESIDE_POPULARITY * (rating - rating.mean())
    return mixed


def _numbered(each: Sequence[Named]) -> tuple[tuple[Named, ...], Whole]:
    """The different ones in order, and the number of each."""
    different = tuple(sorted(set(each)))
    number = {one: place for place, one in enumerate(different)}
    return different, np.array([number[one] for one in each], np.int64)
