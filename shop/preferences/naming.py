"""What the things are that somebody likes or avoids: a brand, a material, a colour, a food or goods of a kind."""

import re
from collections.abc import Callable

from catalog.colors import SHADES
from catalog.query import Query, Sort
from shop.preferences.diets import diet_named, is_eaten, substance
from shop.preferences.preference import LOW_PRICES, Kind, Preference, Stance

Parse = Callable[[str], Query]

WORN: tuple[tuple[str, str], ...] = (
    ("shoes", r"shoes?|boots?|sneakers?|trainers?|sandals?|footwear|feet|foot|heels|loafers?|slippers?"),
    ("dresses", r"dress(?:es)?|gowns?"),
    ("bottoms", r"pants?|trousers?|jeans?|shorts|skirts?|leggings?|waist|bottoms?|chinos"),
    (
        "tops",
        (
            r"tops?|shirts?|t-?shirts?|tees?|jackets?|coats?|sweaters?|hoodies?|blouses?|jumpers?|fleeces?|vests?"
            r"|cardigans?|clothes|clothing"
        ),
    ),
    ("hats", r"hats?|caps?|beanies?|helmets?"),
    ("gloves", r"gloves?|mittens?"),
    ("rings", r"rings?"),
    ("bras", r"bras?"),
    ("socks", r"socks?"),
)
GOODS_WORN = "|".join(pattern for _, pattern in WORN)
_MATERIALS = re.compile(
    r"\b(leather|suede|nubuck|wool|merino|cashmere|cotton|linen|silk|polyester|nylon|fur|down|latex|rubber|plastic"
    r"|acrylic|viscose|denim|velvet|satin|bamboo|synthetics?|metal|wood|nickel)\b"
)
_COLORS = frozenset(SHADES)
_FILLS = re.compile(
    r"\s+(?:stuff|things?|products?|items?|goods|clothes|clothing|fabrics?|materials?|brands?|colou?rs?|ones?|food"
    r"|options?|gear|feel|first)$"
)
_LONGEST = 40
_POINTS = re.compile(
    r"\b(?:first|second|third|last|other|next|this|that|these|those) ones?$|^(?:the \w+ one|it .*|to \w+.*)$"
)
_CHEAP = re.compile(
    r"^(?:the )?(?:cheap(?:er|est)?|budget|low[- ]?cost|inexpensive|affordable|low prices?|bargains?|value for money"
    r"|good deals|least expensive)\b"
)
_UNTOLD = frozenset(
    [
        "it",
        "this",
        "that",
        "them",
        "those",
        "these",
        "one",
        "ones",
        "brand",
        "thing",
        "things",
        "stuff",
        "everything",
        "anything",
        "nothing",
        "you",
        "me",
        "him",
        "her",
        "us",
        "that",
        "brand",
        "this",
        "brand",
        "that",
        "one",
        "this",
        "one",
        "that",
        "stuff",
        "to",
    ]
)


def worn_named(words: str) -> str:
    """For which kind of goods a size or a budget is: "shoes" of "hiking boots"; empty if none is named."""
    found = [(match.start(), name) for name, pattern in WORN for match in re.finditer(rf"\b(?:{pattern})\b", words)]
    return max(found)[1] if found else ""


def named(words: str, *, stance: Stance, parse: Parse, eaten: bool = False) -> Preference | None:
    """None if the words name nothing that could be known again."""
    plain = words.strip(" .!?")
    if not plain or plain in _UNTOLD or len(plain) > _LONGEST or _POINTS.search(plain):
        return None
    if stance is Stance.LIKES and _CHEAP.match(plain):
        return Preference(kind=Kind.BUDGET, value=LOW_PRICES)
    if diet := diet_named(_FILLS.sub("", plain)):
        return Preference(kind=Kind.DIET, value=diet) if stance is Stance.LIKES else None
    read = parse(f"something by {plain}")
    if brand := next(iter(read.brands), None) or next(iter(parse(plain).brands), None):
        return Preference(kind=Kind.BRAND, value=brand, stance=stance)
    return _quality(plain, stance=stance, parse=parse, eaten=eaten)


def _quality(plain: str, *, stance: Stance, parse: Parse, eaten: bool) -> Preference | None:
    bare = _FILLS.sub("", plain)
    if eaten or is_eaten(substance(bare)):
        return Preference(kind=Kind.DIET, value=substance(bare), stance=stance)
    if color := next(iter(parse(f"something in {bare}").colors), bare if bare in _COLORS else None):
        return Preference(kind=Kind.COLOR, value=color, stance=stance)
    if material := _material(bare, parse):
        return Preference(kind=Kind.MATERIAL, value=material, stance=stance)
    read = parse(bare)
    if read.sort is Sort.CHEAPEST and stance is Stance.LIKES:
        return Preference(kind=Kind.BUDGET, value=LOW_PRICES)
    return Preference(kind=Kind.GOODS, value=bare, stance=stance)


def _material(bare: str, parse: Parse) -> str | None:
    known = parse(f"made of {bare}").attributes.get("material")
    if known:
        return known.split(", ")[0].casefold()
    found = _MATERIALS.search(bare)
    return found[1] if found and len(bare.split()) <= 2 else None
