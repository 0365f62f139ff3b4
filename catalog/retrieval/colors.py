"""Which plain colour a shopper may ask for to be shown a finer one."""

from collections.abc import Mapping

_FAMILIES = {
    "black": "jet onyx ebony",
    "gray": "grey charcoal graphite slate ash gunmetal pewter anthracite heather stone",
    "white": "ivory eggshell pearl snow chalk",
    "beige": "cream oatmeal sand khaki ecru natural linen taupe almond vanilla",
    "brown": "tan cognac walnut oak chocolate mocha espresso chestnut caramel camel coffee acacia bamboo",
    "blue": "navy indigo denim cobalt azure sky royal sapphire marine midnight",
    "teal": "turquoise aqua cyan lagoon",
    "green": "olive sage mint lime forest emerald moss jade pine fern hunter",
    "yellow": "mustard lemon gold sunflower saffron amber",
    "orange": "coral rust apricot tangerine terracotta peach copper",
    "red": "burgundy crimson scarlet maroon wine cherry ruby brick",
    "pink": "rose blush fuchsia magenta salmon",
    "purple": "lavender plum violet lilac mauve aubergine eggplant",
    "silver": "chrome steel stainless",
    "gold": "brass",
}
FAMILY_OF: Mapping[str, str] = {
    name: family for family, names in _FAMILIES.items() for name in (family, *names.split())
}


def color_names(color: str) -> set[str]:
    """Every name under which a colour is found: `light blue` is blue, `navy` is blue, `black/red` is both."""
    words = color.lower().replace("/", " ").replace("-", " ").split()
    return {" ".join(words), *words, *(FAMILY_OF[word] for word in words if word in FAMILY_OF)}
