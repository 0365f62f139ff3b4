"""The next bigger or smaller pack of the same thing: "the bigger bag", "the small one"."""

import re
from collections.abc import Mapping

from catalog.product import Product, Variant
from shop.choosing import SHORT_UNITS

BIGGER = re.compile(r"\b(?:bigger|larger|biggest|largest|big|large|jumbo|family[- ]size|bulk)\b")
SMALLER = re.compile(r"\b(?:smaller|smallest|small|little|tiny|mini)\b")
MOST = re.compile(r"\b(?:biggest|largest|smallest)\b")
_CONTAINERS = re.compile(
    r"\b(?:bag|pack|package|packet|bottle|box|carton|jug|can|jar|tub|container|size|tin|pot|pouch|bunch)s?\b"
)
# In one unit of weight, of volume and of number, so that a quart is less than a gallon and 12 oz less than 2 lb.
_IN_OUNCES: Mapping[str, float] = {"oz": 1, "lb": 16, "g": 0.035274, "kg": 35.274, "ct": 1, "count": 1, "pack": 1}
_IN_FLUID_OUNCES: Mapping[str, float] = {
    "fl oz": 1, "pt": 16, "qt": 32, "gal": 128, "ml": 0.033814, "l": 33.814, "liter": 33.814, "litre": 33.814,
}  # fmt: skip
_SIZES = {**_IN_OUNCES, **_IN_FLUID_OUNCES}
_AMOUNT = re.compile(
    r"(?:(?P<packs>\d+)\s*x\s*)?(?P<number>half|\d+(?:\.\d+)?)\s*"
    rf"(?P<unit>{'|'.join(sorted(_SIZES, key=len, reverse=True))})\b"
)
_SPOKEN = re.compile(rf"\b(?P<number>half|\d+(?:\.\d+)?)[ -]?(?P<unit>{'|'.join(SHORT_UNITS)}|liter|litre)s?\b")


def asks_for_other_pack(said: str) -> bool:
    return BIGGER.search(said) is not None or SMALLER.search(said) is not None


def without_container(said: str) -> str:
    """ "The bigger bag" of what is talked of is no bag."""
    return _CONTAINERS.sub(" ", said) if asks_for_other_pack(said) else said


def other_pack(product: Product, variant_id: str, said: str) -> Variant | None:
    """The next one in stock in that direction, or the last; None where packs cannot be held against each other."""
    sized = sorted(
        (size, variant.id, variant)
        for variant in product.variants
        if (size := amount_of(variant.attributes.get("size", ""))) is not None and any(variant.stock.values())
    )
    now = next((amount_of(each.attributes.get("size", "")) for each in product.variants if each.id == variant_id), None)
    if now is None:
        return _other_size(product, variant_id, said)
    bigger = [variant for size, _, variant in sized if size > now]
    smaller = [variant for size, _, variant in reversed(sized) if size < now]
    ahead = bigger if BIGGER.search(said) else smaller if SMALLER.search(said) else []
    return (ahead[-1] if MOST.search(said) else ahead[0]) if ahead else None


def _other_size(product: Product, variant_id: str, said: str) -> Variant | None:
    """The next size of what is worn, in the order in which the shop lists them, in the same colour."""
    held = next((each.attributes for each in product.variants if each.id == variant_id), {})
    sizes = list(dict.fromkeys(each.attributes["size"] for each in product.variants if "size" in each.attributes))
    if held.get("size") not in sizes or len(sizes) < 2:
        return None
    place = sizes.index(held["size"]) + (1 if BIGGER.search(said) else -1)
    if not 0 <= place < len(sizes):
        return None
    wanted = {**held, "size": sizes[place]}
    return next((each for each in product.variants if each.attributes == wanted and any(each.stock.values())), None)


def pack_called(product: Product, said: str) -> Variant | None:
    """ "The two-litre", of a thing that comes in half gallons and in two litres."""
    found = _SPOKEN.search(said.lower())
    if found is None:
        return None
    number = 0.5 if found["number"] == "half" else float(found["number"])
    unit = SHORT_UNITS.get(found["unit"], found["unit"])
    wanted = number * _SIZES[unit]
    same = [
        variant
        for variant in product.variants
        if (size := amount_of(variant.attributes.get("size", ""))) is not None and abs(size - wanted) < NEAR * wanted
    ]
    return same[0] if len(same) == 1 else None


NEAR = 0.01


def amount_of(size: str) -> float | None:
    """How much "12 oz" or "8x6.75 fl oz" is; None for the size of what is worn."""
    found = _AMOUNT.fullmatch(size.lower().strip()) or _AMOUNT.match(size.lower().strip())
    if found is None:
        return None
    number = 0.5 if found["number"] == "half" else float(found["number"])
    return number * int(found["packs"] or 1) * _SIZES[found["unit"]]
