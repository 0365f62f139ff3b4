"""What the demo shop says about a product: its title, its attributes and two to four sentences."""

import re
from collections.abc import Iterator, Mapping

from catalog.demo.designs import Design
from catalog.demo.dice import Dice
from catalog.demo.variants import Axis
from catalog.demo.wording import fill, sentence, tidy

_POSSESSIVE = {"women": "Women's", "men": "Men's", "kids": "Kids'", "baby": "Baby"}
_WEIGHT_SHARE = {"women": 0.92, "kids": 0.6, "baby": 0.3}
_INCHES = re.compile(r"(?<!x )\b(\d+(?:\.\d+)?) in\b")
_DIETARY_ORDER = ("organic", "vegan", "dairy-free", "gluten-free", "nut-free", "kosher", "halal")


def words_of(design: Design, audience: str, found: list[Axis]) -> dict[str, str]:
    """Every word a template may use."""
    packs = next((axis.choices for axis in found if axis.name == "pack"), ())
    return {
        **design.kind.words,
        **{name.lstrip("_"): value for name, value in design.build.words.items()},
        **{name.lstrip("_"): value for name, (value, _, _) in design.options.items()},
        "brand": design.brand.name,
        "line": design.line,
        "for": _POSSESSIVE.get(audience, ""),
        "organic": "Organic" if "organic" in design.brand.marks else "",
        "one_pack": packs[0][0] if len(packs) == 1 else "",
    }


def title(design: Design, words: Mapping[str, str]) -> str:
    """A single pack is part of the name, several are for the shopper to choose from."""
    name = _INCHES.sub(r"\1-Inch", fill(design.kind.title, words))
    return tidy(f"{name}, {words['one_pack']}") if words["one_pack"] else name


def attributes(design: Design, audience: str) -> dict[str, str]:
    """Names that open with an underscore are for wording alone."""
    found = {"kind": design.kind.name, **design.kind.words, **design.build.words}
    found |= {name: value for name, (value, _, _) in design.options.items()}
    found = {name: value for name, value in found.items() if value and not name.startswith("_")}
    if audience:
        found["audience"] = audience
    if design.build.ounces:
        found["weight"] = _weight(design, audience)
    dietary = _dietary(found.get("dietary", ""), found.pop("also", ""), design.brand.marks)
    if dietary:
        found["dietary"] = dietary
    return found


def _dietary(of_kind: str, of_build: str, marks: tuple[str, ...]) -> str:
    """Vegan food is dairy-free too, and nobody should have to say so twice."""
    found = {mark.strip() for mark in f"{of_kind}, {of_build}".split(",")} | set(marks)
    if "vegan" in found:
        found.add("dairy-free")
    return ", ".join(mark for mark in _DIETARY_ORDER if mark in found)


def _weight(design: Design, audience: str) -> str:
    drift = Dice("weight", design.kind.name, design.brand.name, design.line).between(0.96, 1.04)
    ounces = max(0.1, (design.build.ounces or 0) * drift * _WEIGHT_SHARE.get(audience, 1.0))
    if ounces < 16:
        return f"{ounces:.1f} oz"
    pounds, rest = divmod(round(ounces), 16)
    if pounds >= 10 or rest == 0:
        return f"{round(ounces / 16)} lb"
    return f"{pounds} lb {rest} oz"


def description(design: Design, words: Mapping[str, str], seed: str) -> str:
    return " ".join(sentence(template, words) for template in _templates(design, Dice("description", seed)) if template)


def _templates(design: Design, dice: Dice) -> Iterator[str]:
    """Three of them, or four: what it is, how it is made, and what the shelf or the brand has to add."""
    yield dice.pick(design.kind.opens)
    told = [dice.pick(design.build.says)] if design.build.says else []
    told += [said for _, _, said in design.options.values() if said][:1]
    told += dice.shuffled([dice.pick(design.kind.closes), dice.pick(design.brand.says)])
    yield from told[: 3 if dice.chance(0.3) else 2]
