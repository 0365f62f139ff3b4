"""Reads all attributes of a product from its title, text and shelf, each reader seeing what the others left."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog.attributes.assortment import Assortment
from catalog.attributes.audiences import audience_of
from catalog.attributes.brands import brand_of, without_brand
from catalog.attributes.colors import color_alone, color_before, stated_colors, trailing_color
from catalog.attributes.compatibility import as_finding, fittings_in, stated_fitting
from catalog.attributes.diets import allergens, dietary_marks
from catalog.attributes.finding import LIKELY, USUAL, Finding
from catalog.attributes.goods import EDIBLE, HEADS, LIQUID, SCENTED, SCREENS, VESSEL, Goods, goods_of
from catalog.attributes.kinds import Named, named
from catalog.attributes.materials import material_alone, material_at, material_before, metal_alone, stated_materials
from catalog.attributes.quantities import SPEC, Measured, as_capacity, quantities_in, stated_quantities
from catalog.attributes.sizes import as_size, size_of, sizes_in, trailing_size
from catalog.attributes.tastes import tastes_in
from catalog.attributes.text import LONGEST_PROSE, Part, parts_of, plain, plain_title, without
from catalog.retrieval.analyser import singular
from catalog.understanding.colors import BASIC


@dataclass(frozen=True, slots=True)
class _Scene:
    """What is known of the thing once its name is read; readers of words ask what sort of goods it is."""

    parts: Sequence[Part]
    named: Named
    goods: Goods


def findings_in(
    title: str, prose: str, *, brand: str, category: Sequence[str], assortment: Assortment
) -> Iterator[Finding]:
    """`brand` is what the feed says, or nothing."""
    whole = plain_title(title)
    found_brand = None if brand else brand_of(whole, assortment.brands, assortment.guessed)
    if found_brand:
        yield found_brand
    text = plain(prose, longest=LONGEST_PROSE)
    unbranded = without_brand(whole, brand or (found_brand.value if found_brand else ""))
    fittings = fittings_in(unbranded)
    left = without(unbranded, [(fitting.start, fitting.end) for fitting in fittings])
    sizes, left = _taken(sizes_in(left), left)
    quantities, left = _taken(quantities_in(left), left)
    scene = _scene(left, category, assortment)
    if scene.goods is not Goods.MEDIA and (fitting := as_finding(fittings) or stated_fitting(text)):
        yield fitting
    if scene.named.confidence:
        yield scene.named.finding
    yield from _measures(sizes, quantities, scene, text)
    yield from _words(scene, category)
    yield from _prose(whole.lower(), text, scene)


def findings_in_choice(said: str, goods: Goods) -> Iterator[Finding]:
    """What a variant is called: "Navy / XL"."""
    for one in said.split(" / "):
        whole = plain_title(one)
        measured = [*sizes_in(whole), *quantities_in(whole)]
        yield from (each.finding for each in measured if each.end - each.start >= len(whole) - 1 and not _is_bare(each))
        for part in () if measured else parts_of(whole):
            if metals := metal_alone(part.words, goods):
                yield from metals
            elif color := color_alone(part.words, goods):
                yield color
            elif size := size_of(part, goods, ""):
                yield size
            elif material := material_alone(part.words, goods):
                yield material


def _taken(found: Iterable[Measured], title: str) -> tuple[list[Measured], str]:
    measured = [*found]
    return measured, without(title, {one.span for one in measured}) if measured else title


def _scene(title: str, category: Sequence[str], assortment: Assortment) -> _Scene:
    parts = parts_of(title)
    by_shelf = goods_of(category, "")
    name = named(parts, category, by_shelf, assortment.kinds)
    return _Scene(parts=parts, named=name, goods=by_shelf if by_shelf is not Goods.UNKNOWN else goods_of((), name.head))


def _measures(sizes: Sequence[Measured], quantities: Sequence[Measured], scene: _Scene, text: str) -> Iterator[Finding]:
    if scene.goods is Goods.MEDIA:
        return
    for one in sizes:
        if size := as_size(one.finding, scene.goods):
            yield size
    head = scene.named.head
    liquid = (head in VESSEL or head in LIQUID) and not (head in EDIBLE and scene.goods is Goods.PETS)
    for one in quantities:
        if not _is_bare(one) or (head in SCREENS and one.finding.name != SPEC):
            yield as_capacity(one.finding, one.measure, liquid=liquid)
    yield from stated_quantities(text)


def _words(scene: _Scene, category: Sequence[str]) -> Iterator[Finding]:
    parts, goods, name = scene.parts, scene.goods, scene.named
    if audience := audience_of(parts, category, goods):
        yield audience
    for part in parts:
        if part.place != name.part:
            yield from _of_part_alone(part, goods, name.head)
    yield from tastes_in(parts, goods, (name.part, name.place), name.head)
    if 0 <= name.part < len(parts):
        words = parts[name.part].words
        if material := material_before(words, name.place, goods):
            yield material
        if color := color_before(words, name.place, goods):
            yield color
        yield from _at_tail(words[name.place :], goods, name.head)


def _of_part_alone(part: Part, goods: Goods, head: str) -> Iterator[Finding]:
    if goods is Goods.TOOLS and (metal := material_alone(part.words, goods)):
        yield metal
        return
    if metals := metal_alone(part.words, goods):
        yield from metals
        return
    color = color_alone(part.words, goods)
    # Of what smells or tastes, vanilla is no colour.
    if color and (part.words[-1] in BASIC or not (head in SCENTED or head in EDIBLE)):
        yield color
        return
    if size := size_of(part, goods, head):
        yield size
        return
    yield from _color_and_material(part.words, goods)
    color, taken = trailing_color(part.words, goods)
    if color and taken < len(part.words) and singular(part.words[-taken - 1]) in HEADS:
        yield color
    if material := material_alone(part.words, goods):
        yield material


def _color_and_material(words: tuple[str, ...], goods: Goods) -> Iterator[Finding]:
    """ "Brown suede" and "emerald velvet" are both; in "walnut veneer" nothing is a colour."""
    material = material_at(words, len(words) - 1) if 1 < len(words) <= 5 else None
    before = words[: len(words) - len(material.split())] if material else ()
    if material and before and (color := color_alone(before, goods)):
        yield Finding("color", color.value, USUAL)
        yield Finding("material", material, USUAL)


def _at_tail(words: tuple[str, ...], goods: Goods, head: str) -> Iterator[Finding]:
    """Colour and size behind the name, in either order; `words` begin with its noun."""
    for _ in range(2):
        size, taken = trailing_size(words, goods, head)
        if size:
            yield size
            words = words[:-taken]
        color, taken = trailing_color(words, goods)
        if color:
            yield color
            words = words[:-taken]
    if len(words) > 1 and (material := material_alone(words[1:], goods)):
        yield Finding("material", material.value, LIKELY)


def _prose(title: str, text: str, scene: _Scene) -> Iterator[Finding]:
    lower, goods, head = text.lower(), scene.goods, scene.named.head
    if goods is Goods.MEDIA:
        return
    if marks := dietary_marks(title, lower, goods, head):
        yield marks
    if warned := allergens(lower, goods, head):
        yield warned
    if goods is not Goods.FOOD:
        yield from stated_colors(text)
        yield from stated_materials(lower)


def _is_bare(one: Measured) -> bool:
    """A length, or another measure of which is not said what it is of."""
    return one.finding.name in {"screen_size", SPEC}
