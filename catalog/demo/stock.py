"""How many of a variant each of the demo shop's stores holds."""

from collections.abc import Mapping

from catalog.demo.dice import Dice

# Store id to its share of the range: the small stores leave out more.
STORES: Mapping[str, float] = {"riverside": 0.95, "old-mill": 0.85, "northgate": 0.75, "harbor-point": 0.65}
SOLD_OUT_PRODUCTS = 0.06
_MISSING_VARIANTS = 0.04
_DEPTH = {"grocery": 48, "outdoor": 9, "clothing": 8, "electronics": 14, "home": 12}


def sold_out_everywhere(product_id: str) -> bool:
    return Dice("sold out", product_id).chance(SOLD_OUT_PRODUCTS)


def stock(variant_id: str, *, department: str, sold_out: bool, only_one: bool) -> Mapping[str, int]:
    """A count for every store, zeros included, so that a shopper can be told where it is not.

    The only variant of a product is not missing by itself: that would sell the product out a second way.
    """
    dice = Dice("stock", variant_id)
    if sold_out or (dice.chance(_MISSING_VARIANTS) and not only_one):
        return dict.fromkeys(STORES, 0)
    depth = _DEPTH[department]
    return {store: dice.integer(1, depth) if dice.chance(share) else 0 for store, share in STORES.items()}
