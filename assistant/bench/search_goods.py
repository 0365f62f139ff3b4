"""Any number of made-up products whose words, kinds, brands, prices and stock are spread as a shop's are."""

import random
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from catalog.money import Money
from catalog.product import Product, Variant

STORE = "bench"
# Shares of the products that carry a mark which has nothing to do with what they are: the hardest filters there are.
COLLECTIONS = {"c0200": 0.002, "c2000": 0.02, "c20000": 0.2}
_SYLLABLE_LIST = "ba co di fen gar hol il jun kel lor mar nev ost pel quin ros sol tar ul ven wex yar zin dra"
_SYLLABLES = _SYLLABLE_LIST.split()
_BRANDS, _WORDS, _MOST_VARIANTS = 400, 30_000, 8
_SOLD_OUT, _OWN_BRAND, _PRICE_SPREAD = 0.15, 0.3, 0.35
# The base is in the order of kinds: so many products before and after one are mostly like it.
_LIKE, _NOISE = 20, 0.15


class Goods:
    """Product `number` is always the same one, so that many processes can make them; the first are the base's own."""

    def __init__(self, base: Sequence[Product]) -> None:
        self._base = base

    def base_of(self, number: int) -> int:
        return number % len(self._base)

    def product(self, number: int) -> Product:
        dice = random.Random(number)  # noqa: S311 - made-up goods, not secrets
        source = self._base[self.base_of(number)]
        product_id = f"b-{number:07d}"
        collection = _collection(dice.random())
        again = number >= len(self._base)
        brand = self._brand(dice, source.brand) if again else source.brand
        title = f"{brand} {self._word(dice).title()} {source.title.removeprefix(source.brand).strip()}"
        said = f"{source.description} Made for {self._word(dice)} and {self._word(dice)}."
        level = dice.lognormvariate(0, _PRICE_SPREAD) if again else 1.0
        return replace(
            source,
            id=product_id,
            brand=brand,
            title=title if again else source.title,
            description=said if again else source.description,
            attributes=dict(source.attributes) | ({"collection": collection} if collection else {}),
            variants=tuple(
                _variant(each, product_id, place, level=level, sold_out=dice.random() < _SOLD_OUT)
                for place, each in enumerate(source.variants[:_MOST_VARIANTS])
            ),
            popularity=round(dice.betavariate(1, 4), 4),
            size_chart_id=None,
            url=f"/products/{product_id}",
        )

    def vectors(self, numbers: Sequence[int], of_base: NDArray[np.float32]) -> NDArray[np.float32]:
        """Those of the base products, moved towards another of the like and a third of any kind.

        Mixed and not scattered: real texts leave most directions empty, and a search that had to tell chance apart in
        all of them would look far worse than it is.
        """
        places = np.array([self.base_of(number) for number in numbers])
        again = np.asarray(numbers) >= len(self._base)
        dice = np.random.default_rng(numbers[0])
        like = (places + dice.integers(-_LIKE, _LIKE + 1, len(places))) % len(self._base)
        other = dice.integers(0, len(self._base), len(places))
        shares = dice.uniform(0, 1, (2, len(places), 1)) * again[:, None] * np.array([1.2, 0.8])[:, None, None]
        noise = dice.normal(0, _NOISE / np.sqrt(of_base.shape[1]), (len(places), of_base.shape[1])) * again[:, None]
        moved = of_base[places] + shares[0] * of_base[like] + shares[1] * of_base[other] + noise
        scaled: NDArray[np.float32] = (moved / np.linalg.norm(moved, axis=1, keepdims=True)).astype(np.float32)
        return scaled

    def _brand(self, dice: random.Random, own: str) -> str:
        if dice.random() < _OWN_BRAND:
            return own
        return dice.choices(self._brands, cum_weights=self._brand_weights)[0]

    def _word(self, dice: random.Random) -> str:
        return dice.choices(self._words, cum_weights=self._word_weights)[0]

    @cached_property
    def _brands(self) -> list[str]:
        return [name.title() for name in _names(_BRANDS, seed=1)]

    @cached_property
    def _words(self) -> list[str]:
        return _names(_WORDS, seed=2)

    @cached_property
    def _brand_weights(self) -> list[float]:
        return _zipf(_BRANDS)

    @cached_property
    def _word_weights(self) -> list[float]:
        return _zipf(_WORDS)


def _collection(roll: float) -> str | None:
    for name, share in COLLECTIONS.items():
        if roll < share:
            return name
        roll -= share
    return None


def _variant(source: Variant, product_id: str, place: int, *, level: float, sold_out: bool) -> Variant:
    price = Money(amount_minor=max(50, round(source.price.amount_minor * level)), currency=source.price.currency)
    return replace(
        source,
        id=f"{product_id}-{place}",
        product_id=product_id,
        price=price,
        unit_price=None,
        stock={STORE: 0 if sold_out else 5},
    )


def _names(count: int, *, seed: int) -> list[str]:
    dice = random.Random(seed)  # noqa: S311 - as above
    found: dict[str, None] = {}
    while len(found) < count:
        found["".join(dice.choices(_SYLLABLES, k=dice.choice((3, 3, 4))))] = None
    return list(found)


def _zipf(count: int) -> list[float]:
    return list(accumulate(1 / (rank + 2) for rank in range(count)))
