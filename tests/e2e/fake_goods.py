"""The goods of the fake shop: a dozen products, some of them hostile, and a simple picture for each."""

from collections.abc import Iterable
from typing import Any

Card = dict[str, Any]

DEPARTMENTS = ["Grocery", "Outdoor", "Clothing & Shoes", "Electronics", "Home"]

_JACKET = "M70 62l30-14h0l30 14 26 52-18 10-12-22v82H74v-82l-12 22-18-10z"
_SHOE = "M40 128l44-6 22-30 22 30c14 16 34 14 40 26v16H40z"
_BOTTLE = "M86 44h28v22l14 20v74H72V86l14-20z"
_LAMP = "M76 60h48l18 48H58zM94 108h12v44h-12zM70 152h60v10H70z"
_PACK = "M62 78c0-42 76-42 76 0v82H62zM78 112h44v32H78z"
_PLATE = "M40 104a60 60 0 1 0 120 0 60 60 0 1 0-120 0zm22 0a38 38 0 1 1 76 0 38 38 0 1 1-76 0z"

_ROWS = [
    ("tidemark", "Tidemark Rain Jacket", "Saltmarsh", "Outdoor", {"color": "navy", "size": "M"}, 6499, 4.6),
    ("drizzle", "Drizzle Shell", "Northlap", "Outdoor", {"color": "moss", "size": "M"}, 7900, 4.3),
    ("gale", "Galewater Packable Rain Jacket", "Saltmarsh", "Outdoor", {"color": "rust", "size": "M"}, 7250, 4.8),
    ("cloudburst", "Cloudburst Anorak", "Ferrow", "Outdoor", {"color": "slate", "size": "M"}, 5900, None),
    ("skerry", "Skerry Trail Runner", "Northlap", "Clothing & Shoes", {"color": "teal", "size": "9"}, 11000, 4.4),
    ("harl", "Harl Everyday Sneaker", "Ferrow", "Clothing & Shoes", {"color": "sand", "size": "9"}, 6800, 4.1),
    ("oat", "Oat Milk Barista", "Tithe Acre", "Grocery", {"size": "32 fl oz"}, 349, 4.7),
    ("lamp", "Pendle Reading Lamp", "Lumen & Ash", "Home", {"color": "brass"}, 8900, 4.5),
    ("pack", "Fellside Daypack 22 L", "Ferrow", "Outdoor", {"color": "forest"}, 8400, 4.6),
    ("plate", "Stoneware Dinner Plate", "Kilnbrook", "Home", {"color": "oatmeal"}, 1800, 4.9),
    ("speaker", "Pebble Bluetooth Speaker", "Ohmstead", "Electronics", {"color": "graphite"}, 4999, 4.2),
    ("thermos", "Longwatch Vacuum Flask", "Northlap", "Outdoor", {"color": "cream", "size": "24 fl oz"}, 3200, 4.7),
]  # fmt: skip

_DRAWINGS = {
    "p-tidemark": (_JACKET, "#39568c"),
    "p-drizzle": (_JACKET, "#5d7b46"),
    "p-gale": (_JACKET, "#b2603d"),
    "p-cloudburst": (_JACKET, "#5b6b78"),
    "p-skerry": (_SHOE, "#2f7f80"),
    "p-harl": (_SHOE, "#b08d5f"),
    "p-oat": (_BOTTLE, "#a98d63"),
    "p-lamp": (_LAMP, "#b58a32"),
    "p-pack": (_PACK, "#3d6a4b"),
    "p-plate": (_PLATE, "#9a8468"),
    "p-speaker": (_PLATE, "#4b5257"),
    "p-thermos": (_BOTTLE, "#8b7d68"),
}


def _card(row: tuple[Any, ...]) -> Card:
    key, title, brand, category, attributes, price_minor, rating = row
    return {
        "id": f"p-{key}",
        "variant_id": f"v-{key}",
        "title": title,
        "brand": brand,
        "category": category,
        "attributes": attributes,
        "price": {"amount_minor": price_minor, "currency": "USD"},
        "in_stock": key != "cloudburst",
        "rating": rating,
        "image_url": f"/pictures/p-{key}.svg",
        "url": f"/products/p-{key}",
        "why": "packs into its own pocket" if key == "gale" else None,
    }


GOODS: dict[str, Card] = {f"p-{row[0]}": _card(row) for row in _ROWS}

HOSTILE: list[Card] = [
    {
        **GOODS["p-oat"],
        "id": "p-hostile",
        "title": '<img src=x onerror="window.pwned=1">',
        "brand": "<script>window.pwned=1</script>",
        "why": "<b>bold</b>",
        "url": "javascript:window.pwned=1",
        "image_url": "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='window.pwned=1'/>",
    },
    {
        **GOODS["p-lamp"],
        "id": "p-sly",
        "title": "A sly link",
        "url": " java\nscript:window.pwned=1",
        "image_url": "//[bad",
    },
]

LONG: list[Card] = [
    {
        **GOODS["p-pack"],
        "title": "Wanderrucksackregenschutzhüllenaufbewahrungsbeutel" * 2,
        "brand": "Donaudampfschifffahrtsgesellschaft",
        "why": "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz",
    },
    {**GOODS["p-lamp"], "title": "מנורת קריאה מפליז", "brand": "אור", "why": "מתאים לשולחן קטן"},
]


_RAIN = {"p-tidemark", "p-drizzle", "p-gale", "p-cloudburst"}


def goods_like(words: str) -> list[Card]:
    return [
        card for card in GOODS.values() if words in card["title"].lower() or (words == "rain" and card["id"] in _RAIN)
    ]


def named_in(sentence: str, cards: Iterable[Card]) -> Card | None:
    return next((card for card in cards if card["title"].lower() in sentence.lower()), None)


def variants(card: Card) -> list[dict[str, Any]]:
    """Colours by sizes where the card has both: black is not made in S, and XL has sold out."""
    shown = {
        "id": card["variant_id"],
        "attributes": card["attributes"],
        "price": card["price"],
        "in_stock": card["in_stock"],
    }
    if not {"color", "size"} <= card["attributes"].keys() or card["attributes"]["size"] != "M":
        return [shown]
    colours = [card["attributes"]["color"], "black"]
    pairs = [(colour, size) for colour in colours for size in ("S", "M", "L", "XL") if (colour, size) != ("black", "S")]
    return [
        {
            "id": card["variant_id"]
            if (colour, size) == (colours[0], "M")
            else f"{card['variant_id']}-{colour}-{size}",
            "attributes": {"color": colour, "size": size},
            "price": {**card["price"], "amount_minor": card["price"]["amount_minor"] + 500 * (colour == "black")},
            "in_stock": size != "XL",
        }
        for colour, size in pairs
    ]


def picture(product_id: str) -> str:
    path, colour = _DRAWINGS[product_id]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 200">'
        f'<path d="M0 0h200v200H0z" fill="{colour}" fill-opacity=".16"/>'
        f'<ellipse cx="100" cy="172" rx="62" ry="8" fill="{colour}" fill-opacity=".2"/>'
        f'<path d="{path}" fill="{colour}" fill-rule="evenodd"/></svg>'
    )
