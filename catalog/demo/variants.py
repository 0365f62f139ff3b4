"""The variants of a demo product: its colours, sizes and packs, each priced and counted."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product as combinations
from urllib.parse import quote

from catalog.demo.designs import Design
from catalog.demo.dice import Dice
from catalog.demo.errors import VocabularyBroken
from catalog.demo.prices import CURRENCY, retail, unit_price
from catalog.demo.stock import sold_out_everywhere, stock
from catalog.demo.vocabulary import Choices, Vocabulary
from catalog.demo.wording import slug
from catalog.money import Money
from catalog.product import Variant

_AUDIENCE_PRICE = {"kids": 0.62, "baby": 0.55}
_PACK_OF = re.compile(r"(\d+) x (.+)")


@dataclass(frozen=True, slots=True)
class Axis:
    """One way variants differ, and the share of the price each choice costs."""

    name: str
    choices: Choices


def axes(design: Design, audience: str, words: Vocabulary) -> list[Axis]:
    """Colours, then sizes, then packs and the like; most goods have one or two of these."""
    kind, dice = design.kind, design.dice
    found = []
    if kind.palette and "color" not in design.build.choices:
        palette = words.palettes[kind.palette]
        count = min(len(palette), max(1, kind.colors + dice.integer(-1, 1)))
        found.append(Axis("color", tuple((color, 1.0) for color in dice.some(palette, count))))
    if kind.sizes:
        try:
            sizes = words.sizes[kind.sizes][audience]
        except KeyError as exc:
            raise VocabularyBroken(where=kind.name, what=f"no {kind.sizes} sizes for {audience!r}") from exc
        found.append(Axis("size", tuple((size, 1.0) for size in sizes)))
    for name, choices in {**kind.choices, **design.build.choices}.items():
        found.append(Axis(name, _offered(choices, dice) if name == "pack" else choices))
    return found


def _offered(packs: Choices, dice: Dice) -> Choices:
    """Most makers offer every pack, some only one."""
    return packs if len(packs) == 1 or dice.chance(0.65) else (dice.pick(packs),)


def base_price(design: Design, audience: str) -> float:
    """One haggle per brand, kind and line, so that a bigger build of the same thing never costs less."""
    brand = design.brand
    haggle = Dice("price", design.kind.name, brand.name, design.line).between(0.95, 1.06)
    chosen = 1.0
    for _, factor, _ in design.options.values():
        chosen *= factor
    return design.build.price_minor * brand.level * haggle * chosen * _AUDIENCE_PRICE.get(audience, 1.0)


def variants(product_id: str, design: Design, audience: str, found: list[Axis]) -> tuple[Variant, ...]:
    sold_out = sold_out_everywhere(product_id)
    price = base_price(design, audience)
    only_one = all(len(axis.choices) == 1 for axis in found)
    made = []
    for chosen in combinations(*(axis.choices for axis in found)):
        factor = 1.0
        for _, share in chosen:
            factor *= share
        values = {axis.name: value for axis, (value, _) in zip(found, chosen, strict=True)}
        price_minor = retail(price * factor, ending=design.brand.ending)
        variant_id = "-".join([f"v{product_id[1:]}", *(slug(value.replace(" x ", "x")) for value in values.values())])
        made.append(
            Variant(
                id=variant_id,
                product_id=product_id,
                attributes=dict(_spelled(values)),
                price=Money(amount_minor=price_minor, currency=CURRENCY),
                unit_price=unit_price(price_minor, values["pack"]) if "pack" in values else None,
                stock=stock(variant_id, department=design.kind.department, sold_out=sold_out, only_one=only_one),
                image_url=_picture(product_id, values["color"]) if "color" in values else None,
            )
        )
    return tuple(made)


def _picture(product_id: str, color: str) -> str:
    return f"/pictures/{product_id}.svg?color={quote(color)}"


def _spelled(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """A pack is a size on the shelf: `6 x 12 fl oz` is six of size `12 fl oz`."""
    for name, value in values.items():
        several = _PACK_OF.match(value) if name == "pack" else None
        if several:
            yield "size", several.group(2)
            yield "pack", f"{several.group(1)}-pack"
        else:
            yield ("size" if name == "pack" else name), value
