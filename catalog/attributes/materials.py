"""What a thing is made of: named before the noun, alone, or in the text's composition; "faux leather" is no leather."""

import re
from collections.abc import Iterator

from catalog.attributes.finding import LIKELY, STATED, USUAL, Finding
from catalog.attributes.goods import Goods
from catalog.understanding.words import word_set

_SINGLE = word_set(
    "acacia acrylic alpaca aluminum aluminium angora ash bamboo beech birch brass bronze burlap canvas cardboard "
    "cashmere cedar ceramic chenille chiffon copper corduroy cork cotton crystal denim elastane faux-leather felt "
    "fiberglass flannel fleece gauze glass granite hemp jersey jute kraft lace latex leather linen lucite lycra "
    "mahogany marble melamine merino mesh metal microfiber microfibre microsuede modal mohair muslin neoprene "
    "nickel nitrile nubuck nylon oak organza paper percale pine pewter plastic plush plywood polycarbonate "
    "polyester polypropylene polyurethane porcelain pvc rattan rayon resin rubber sateen satin seagrass sheepskin "
    "sherpa silicone silk sisal slate spandex steel stoneware straw suede teak terracotta terry titanium tpe tpu "
    "tulle tweed twill velour velvet vinyl viscose walnut wicker wood wooden wool zinc pu pla abs silver gold"
)
_COMPOUND = frozenset(
    {
        "anodized aluminum", "beeswax", "bonded leather", "bone china", "borosilicate glass", "carbon fiber",
        "carbon steel", "cast iron", "cast-iron", "chrome vanadium steel", "combed cotton", "egyptian cotton",
        "engineered wood", "eva foam", "full grain leather", "full-grain leather", "galvanized steel",
        "gel memory foam", "genuine leather", "high carbon steel", "lambs wool", "memory foam", "merino wool",
        "natural latex", "organic cotton", "patent leather", "pima cotton", "real leather", "recycled paper",
        "recycled plastic", "recycled polyester", "ripstop nylon", "solid wood", "soy wax", "stainless steel",
        "sterling silver", "tempered glass", "top grain leather", "turkish cotton", "wrought iron",
    }
)  # fmt: skip
_IMITATION = word_set("faux vegan pu imitation artificial synthetic fake pleather")
_IMITATED = word_set("leather suede fur wool silk marble wood shearling")
# Words after a material's name that take it back.
_ONLY_LIKE = word_set(
    "look effect style finish finished grain print printed oil cleaner conditioner polish care paint plated tone "
    "toned scent scented free color colored switch ink pen seed seeds nut nuts burning working pattern "
    "screen-protector stain glue cutter surface surfaces floor floors recycling plant legs base accents handle "
    "trim"
)
_NOT_BEFORE = word_set("no not non without like than resembling mock wash")
_OPENING = 600
_SAME = {
    "wooden": "wood",
    "cast-iron": "cast iron",
    "aluminium": "aluminum",
    "microfibre": "microfiber",
    "faux-leather": "faux leather",
}
_PREFIXES = ("genuine ", "real ", "full grain ", "full-grain ", "top grain ")
# Gold and silver are mostly colours, iron and down mostly something else.
_ONLY_IN_COMPOUNDS = word_set("silver gold")
_BY_ITSELF = _SINGLE - _ONLY_IN_COMPOUNDS
_COLORED_METALS = frozenset({"brass", "bronze", "copper"})
_METALS = _COLORED_METALS | {"steel", "aluminum", "titanium", "iron", "pewter", "zinc", "nickel"}
_PRAISE = word_set(
    "water resistant waterproof premium soft durable solid genuine non slip non-slip high quality heavy duty "
    "natural breathable real pure thick strong sturdy fine food grade polished brushed hand woven 100 stretch "
    "lightweight woven knit blend"
)
_WARM = word_set("jacket comforter pillow vest duvet parka coat")
IMMATERIAL = frozenset({Goods.FOOD, Goods.MEDIA})

_NAMES = "|".join(re.escape(name) for name in sorted(_BY_ITSELF | _COMPOUND, key=len, reverse=True))
_SHARE = re.compile(rf"\b\d{{1,3}}(?:\.\d)?\s?%\s+(?:\w+\s+)??(?P<material>{_NAMES})\b(?!\s+free)")
_KNOWN = rf"(?P<material>(?:(?:faux|vegan|pu) )?(?:{_NAMES}))\b"
_MADE = re.compile(
    r"\b(?:made (?:of|from|with|out of)|crafted (?:of|from)|constructed (?:of|from))\s+"
    r"(?:(?:the|a|an|high|quality|durable|solid|soft|premium|pure|heavy|duty|thick|sturdy|real|natural|food|grade|best|"
    rf"high-quality)\s+)*{_KNOWN}"
)
_STATED = re.compile(rf"\b(?:material|fabric|fabric type|composition)\s*:\s*(?:\w+\s+){{0,2}}?{_KNOWN}")
_FIRST = re.compile(
    rf"(?:^|[.\n]\s*)(?:(?:soft|thick|solid|hypoallergenic,|925|full-grain|borosilicate|breathable|woven|durable)\s+){{0,2}}"
    rf"(?P<material>{_NAMES})(?=\s(?:upper|shell|outer|fabric|twill|rope|mesh|with)\b|[,.](?!\s(?:oil|and sesame))|$)"
)


def material_before(words: tuple[str, ...], head: int, goods: Goods) -> Finding | None:
    """Among the words that end in the noun, itself included: "merino wool socks", "bamboo cutting board"."""
    if goods in IMMATERIAL:
        return None
    for place in range(head, -1, -1):
        if place == head and words[head] != "plush":
            continue
        if found := material_at(words, place):
            return Finding("material", found, USUAL)
    return None


def material_alone(words: tuple[str, ...], goods: Goods) -> Finding | None:
    """A part of a title that is a material, perhaps with words that praise it: "Premium Stainless Steel"."""
    if goods in IMMATERIAL or len(words) > 5:
        return None
    found = next((name for place in range(len(words) - 1, -1, -1) if (name := material_at(words, place))), None)
    if not found:
        return None
    others = [word for word in words if word not in _PRAISE and word not in found]
    return None if others else Finding("material", found, USUAL if len(words) == len(found.split()) else LIKELY)


def metal_alone(words: tuple[str, ...], goods: Goods) -> tuple[Finding, ...]:
    """A part of a title that is a metal: its material, and where metals are colours as well, its colour."""
    found = material_alone(words, goods)
    if not found or found.value.split()[-1] not in _METALS:
        return ()
    material = Finding("material", found.value, STATED)
    return (material, Finding("color", found.value, LIKELY)) if found.value in _COLORED_METALS else (material,)


def material_at(words: tuple[str, ...], end: int) -> str | None:
    """The longest material that ends with this word, unless the words around it take it back."""
    after = words[end + 1] if end + 1 < len(words) else ""
    if after in _ONLY_LIKE or (words[end], after) == ("silk", "screen"):
        return None
    for length in (3, 2, 1):
        start = end - length + 1
        if start < 0:
            continue
        name = " ".join(words[start : end + 1])
        before = words[start - 1] if start else ""
        if length > 1 and name in _COMPOUND:
            return _named(name) if before not in _NOT_BEFORE else None
        if length == 1 and (name in _BY_ITSELF or (name == "down" and after in _WARM)):
            return _single(name, before)
    if words[end] == "fur" and end and words[end - 1] in _IMITATION:
        return f"{words[end - 1]} fur"
    return None


def is_material(word: str) -> bool:
    return word in _SINGLE or word in {"stainless", "tempered", "galvanized", "wooden"}


def stated_materials(prose: str) -> Iterator[Finding]:
    """From the text, in lower case: the shares of a composition, "made of", "material:"."""
    if "%" in prose and (shares := list(dict.fromkeys(_named(match["material"]) for match in _SHARE.finditer(prose)))):
        yield Finding("material", ", ".join(shares[:4]), STATED)
    if ("aterial" in prose or "abric" in prose or "composition" in prose) and (match := _STATED.search(prose)):
        yield Finding("material", _named(match["material"]), USUAL)
    if (" of " in prose or " from " in prose or "made with" in prose) and (match := _MADE.search(prose)):
        yield Finding("material", _named(match["material"]), USUAL)
    if match := _FIRST.search(prose[:_OPENING]):
        yield Finding("material", _named(match["material"]), LIKELY)


def _single(name: str, before: str) -> str | None:
    if before in _NOT_BEFORE:
        return None
    if before in _IMITATION and name in _IMITATED:
        return f"{before} {name}"
    return _SAME.get(name, name)


def _named(name: str) -> str:
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return _SAME.get(name, name)
