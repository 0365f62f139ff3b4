"""Which plain colours a colour goes by, and which ones answer to a colour that is asked for."""

import re
from collections.abc import Iterator, Mapping

SHADES: Mapping[str, str] = {
    "black": "jet onyx",
    "gray": "charcoal slate graphite anthracite ash",
    "silver": "chrome",
    "white": "ivory snow",
    "beige": "cream oatmeal khaki sand ecru taupe",
    "brown": "tan cognac walnut oak chestnut mocha camel",
    "blue": "navy indigo cobalt denim azure sapphire",
    "teal": "turquoise aqua cyan",
    "green": "olive sage mint lime emerald",
    "yellow": "mustard",
    "orange": "coral rust apricot terracotta",
    "red": "burgundy maroon crimson scarlet",
    "pink": "blush rose fuchsia magenta",
    "purple": "plum lavender violet lilac",
    "gold": "brass",
    "copper": "bronze",
    "clear": "transparent",
}
"""By family, the shades that are asked for by their own name."""
_ONLY_IN_NAMES: Mapping[str, str] = {
    "black": "ebony",
    "gray": "gunmetal pewter heather stone",
    "silver": "steel stainless",
    "white": "eggshell pearl chalk",
    "beige": "natural linen almond vanilla",
    "brown": "chocolate espresso caramel coffee acacia bamboo",
    "blue": "sky royal marine midnight",
    "teal": "lagoon",
    "green": "forest moss jade pine fern hunter",
    "yellow": "lemon sunflower saffron amber",
    "orange": "tangerine peach",
    "red": "wine cherry ruby brick",
    "pink": "salmon",
    "purple": "mauve aubergine eggplant",
}
"""A colour called by these is of that family, though the words alone are mostly something else."""
FAMILY_OF: Mapping[str, str] = {
    "grey": "gray",
    **{
        name: family
        for listed in (_ONLY_IN_NAMES, SHADES)
        for family, names in listed.items()
        for name in (family, *names.split())
    },
}
DEPTHS: Mapping[tuple[str, str], str] = {
    ("dark", "blue"): "navy indigo",
    ("light", "blue"): "azure",
    ("dark", "green"): "olive emerald",
    ("light", "green"): "mint sage lime",
    ("dark", "gray"): "charcoal graphite anthracite",
    ("light", "gray"): "ash",
    ("dark", "red"): "burgundy maroon",
    ("light", "pink"): "blush",
    ("dark", "pink"): "fuchsia magenta rose",
    ("light", "brown"): "tan camel oak",
    ("dark", "brown"): "walnut mocha chestnut",
    ("dark", "purple"): "plum",
    ("light", "purple"): "lavender lilac",
    ("dark", "yellow"): "mustard",
    ("dark", "orange"): "rust terracotta",
    ("light", "orange"): "apricot coral",
}
SAME_DEPTH = {"deep": "dark", "pale": "light", "pastel": "light", "bright": "bright", "dark": "dark", "light": "light"}
NAMED_SHADES: Mapping[str, str] = {
    "off white": "ivory cream ecru eggshell",
    "hot pink": "fuchsia magenta",
    "baby pink": "blush",
    "royal blue": "cobalt sapphire",
    "baby blue": "azure",
    "midnight blue": "navy",
    "army green": "olive",
    "wine red": "burgundy maroon",
    "blood red": "crimson burgundy",
    "jet black": "black",
    "pure white": "white",
    "snow white": "white",
    "nude": "beige blush",
    "golden": "gold",
}
_NEARLY = {"dark": ("forest", "deep", "midnight"), "light": ("sky", "pale", "baby", "washed", "pastel")}
_NAMED = frozenset(name for family, shades in SHADES.items() for name in (family, *shades.split()))
_SEVERAL = re.compile(r"[/&+,;|]|\b(?:and|with|or)\b")
_WORD = re.compile(r"[^\W_]+")
_JOINING = frozenset({"and", "with", "or"})


def plain_color(color: str) -> str:
    """As colours are compared: "Off-White" is "off white", and grey is gray."""
    return " ".join("gray" if word == "grey" else word for word in _WORD.findall(color.casefold()))


def color_names(color: str) -> set[str]:
    """Every name under which a colour is found: `light blue` is blue, `navy` is blue, `black/red` is both."""
    plain = plain_color(color)
    families = {family for part in _SEVERAL.split(color.casefold()) for family in _families(plain_color(part))}
    return ({plain, *plain.split()} - _JOINING | families) - {""}


def asked_colors(color: str) -> set[str]:
    """The names of which a colour must go by one to be what was asked for: navy answers to "dark blue"."""
    plain = plain_color(color)
    return {plain, *NAMED_SHADES.get(plain, "").split(), *_at_depth(plain), *_by_its_shade(plain)} - {""}


def answers(color: str, asked: str) -> bool:
    """Whether a thing of this colour is of the colour asked for."""
    return not color_names(color).isdisjoint(asked_colors(asked))


def _families(plain: str) -> Iterator[str]:
    """Slate blue is a blue and no gray, rose gold no pink; navy heather is both."""
    words = [word for word in plain.split() if word in FAMILY_OF]
    for place, word in enumerate(words):
        if place == len(words) - 1 or words[-1] not in _NAMED or word in SHADES:
            yield FAMILY_OF[word]


def _at_depth(plain: str) -> Iterator[str]:
    depth, _, family = plain.partition(" ")
    if depth not in SAME_DEPTH or family not in SHADES:
        return
    meant = SAME_DEPTH[depth]
    yield from DEPTHS.get((meant, family), "").split()
    for word in (meant, *_NEARLY.get(meant, ())):
        yield f"{word} {family}"


def _by_its_shade(plain: str) -> Iterator[str]:
    """Navy blue is just navy, and forest green is forest."""
    shade, _, family = plain.partition(" ")
    if shade != family and FAMILY_OF.get(shade) == family:
        yield shade
