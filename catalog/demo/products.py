"""Every product of the demo shop, the same on every machine."""

from collections.abc import Iterator

from catalog.demo.describing import attributes, description, title, words_of
from catalog.demo.designs import Design, designs
from catalog.demo.dice import Dice
from catalog.demo.errors import VocabularyBroken
from catalog.demo.variants import axes, variants
from catalog.demo.vocabulary import DEPARTMENTS, Kind, Vocabulary, vocabulary
from catalog.demo.wording import slug
from catalog.product import Product

_CHARTED = frozenset({"tops", "bottoms", "dresses", "suits", "bras", "shoes", "socks", "gloves"})
_UNRATED = 0.02


def demo_products() -> tuple[Product, ...]:
    words = vocabulary()
    return tuple(made for kind in words.kinds for made in _products_of(kind, words))


def size_chart_id(sizes: str, audience: str) -> str:
    return f"{audience}-{sizes}"


def _products_of(kind: Kind, words: Vocabulary) -> Iterator[Product]:
    number = 0
    for design in designs(kind, words.brands):
        for audience in _audiences(design):
            number += 1
            product_id = f"p-{kind.department}-{slug(kind.name)}-{number:04d}"
            yield _product(product_id, design, audience, words)


def _audiences(design: Design) -> list[str]:
    """Most designs are made for everybody the kind is for and the brand serves, some only for a few of them."""
    kind, brand = design.kind, design.brand
    if not kind.audience:
        return [""]
    served = {
        audience: share for audience, share in kind.audience.items() if audience in (brand.serves or kind.audience)
    }
    if not served:
        raise VocabularyBroken(where=kind.name, what=f"{brand.name} serves none of {', '.join(kind.audience)}")
    dice = Dice("audience", kind.name, brand.name, design.line)
    return [audience for audience, share in served.items() if dice.chance(share)] or list(served)[:1]


def _product(product_id: str, design: Design, audience: str, words: Vocabulary) -> Product:
    kind = design.kind
    found = axes(design, audience, words)
    said = words_of(design, audience, found)
    dice = Dice("fame", product_id)
    rating, rating_count = _rating(design, dice)
    return Product(
        id=product_id,
        title=title(design, said),
        brand=design.brand.name,
        category=(DEPARTMENTS[kind.department], *kind.shelf),
        description=description(design, said, product_id),
        attributes=attributes(design, audience),
        variants=variants(product_id, design, audience, found),
        rating=rating,
        rating_count=rating_count,
        popularity=_popularity(kind, rating, dice),
        delivery_days=dice.integer(*kind.delivery),
        image_url=f"/pictures/{product_id}.svg",
        url=f"/products/{product_id}",
        size_chart_id=size_chart_id(kind.sizes, audience) if kind.sizes in _CHARTED else None,
    )


def _rating(design: Design, dice: Dice) -> tuple[float | None, int]:
    """Most things please most people; brands differ a little and the dice a little more."""
    if dice.chance(_UNRATED):
        return None, 0
    middling = (dice.fraction() + dice.fraction() + dice.fraction()) / 3
    rating = 4.15 + design.brand.quality * 0.7 + (middling - 0.5) * 1.8
    count = int(4 * 10 ** dice.between(0.0, 2.6) * min(design.kind.demand, 3.0)) + 1
    return round(min(4.9, max(2.6, rating)), 1), count


def _popularity(kind: Kind, rating: float | None, dice: Dice) -> float:
    """Between 0 and 1: what is asked for often, liked, and a little lucky."""
    liked = ((rating or 3.8) / 5) ** 2
    return round(min(1.0, kind.demand / 3 * liked * (0.25 + 0.75 * dice.fraction() ** 2)), 4)
