"""What a thing tastes or smells of: the same words, told apart by whether it is eaten."""

from collections.abc import Iterator, Sequence

from catalog.attributes.diets import is_edible
from catalog.attributes.finding import LIKELY, STATED, USUAL, Finding
from catalog.attributes.goods import SCENTED, Goods
from catalog.attributes.text import Part
from catalog.retrieval.analyser import singular
from catalog.understanding.colors import BASIC
from catalog.understanding.words import word_set

_TASTES = word_set(
    "almond apple apricot bacon banana barbecue bbq beef berry blackberry blueberry bourbon brownie bubblegum "
    "butter buttermilk butterscotch cappuccino caramel cardamom cheddar cheese cherry chicken chili chipotle "
    "chive chocolate cinnamon citrus coconut coffee cookie cookies cranberry cream cucumber dill elderberry "
    "espresso fudge garlic ginger grape grapefruit gravy guava habanero hazelnut herb hibiscus honey jalapeno "
    "jasmine ketchup kiwi lamb lavender lemon lemonade lime liver mango maple marshmallow matcha melon mint mocha "
    "mushroom oat onion orange papaya passionfruit peach peanut pear pecan pepper peppermint pineapple pistachio "
    "plain pomegranate pumpkin raisin ranch raspberry rhubarb rosemary salmon salted sesame smoky sour spearmint "
    "spicy strawberry sweet tangerine toffee tomato tropical truffle tuna turkey turmeric vanilla vinegar walnut "
    "watermelon wasabi wintergreen duck venison cola"
)
_SCENTS = word_set(
    "almond aloe amber apple argan bamboo basil bergamot berry birch cedar cedarwood chamomile cherry cinnamon "
    "citrus citronella clove coconut cotton cucumber eucalyptus fig floral frankincense freesia gardenia geranium "
    "ginger grapefruit hibiscus honey honeysuckle jasmine lavender lemon lemongrass lilac lily lime linen "
    "magnolia mandarin mango mint musk myrrh neroli oakmoss ocean orange orchid patchouli peach pear peony "
    "peppermint pine plumeria pomegranate pumpkin rain raspberry rose rosemary sage sandalwood santal sea "
    "spearmint spice strawberry tangerine teakwood vanilla verbena vetiver violet watermelon ylang oud tea tree "
    "salt"
)
_BETWEEN = word_set(
    "& and fresh sweet mixed wild dark milk white ripe tart spicy roasted toasted bubble gum in french golden spring "
    "sea clean summer tropical warm black red green honey flavor flavored real"
)
_FLAVORED_HEADS = word_set(
    "juice soda yogurt gum candy jam jelly syrup lemonade smoothie gummy gelatin marmalade cocktail drink "
    "kombucha seltzer popsicle sorbet cider beverage"
)
_FOODS_THEMSELVES = word_set(
    "bacon beef brownie butter buttermilk cheddar cheese chicken chocolate coffee cookie cookies cream duck fudge "
    "gravy honey ketchup lamb lemonade liver marshmallow mushroom oat peanut salmon sesame toffee tuna turkey "
    "venison vinegar cotton bamboo rain tea tree salt sweet"
)
_OF_PETS = frozenset({"recipe", "formula"})
_NAMED = {"flavor": "flavor", "flavored": "flavor", "flavour": "flavor", "flavoured": "flavor", "scent": "scent",
          "scented": "scent", "fragrance": "scent", "flavors": "flavor", "flavours": "flavor"}  # fmt: skip
_UNSCENTED = frozenset({"unscented", "fragrance-free", "scent-free"})
_UNFLAVORED = frozenset({"unflavored", "unflavoured"})
_UNSURE_SCENTS = word_set("cotton bamboo linen rain sea ocean salt tea tree honey aloe argan almond spice berry oat")
_SURE_SCENTS = _SCENTS - _UNSURE_SCENTS
_HEADS_OF_SMELL = SCENTED - {"set", "sheet", "spray", "oil", "serum"}
_UNTASTED = word_set(
    "no without with artificial natural naturally multiple original various assorted great and for of added delicious"
)
_LONGEST = 4


def tastes_in(parts: Sequence[Part], goods: Goods, head: tuple[int, int], noun: str) -> Iterator[Finding]:
    """`head` is where the noun stands: in which part and at which word; `noun` is its singular."""
    edible = is_edible(goods, noun)
    smells = not edible and (goods in {Goods.CARE, Goods.CLEANING} or noun in SCENTED)
    for part in parts:
        yield from _named(part.words, edible=edible, smells=smells)
        if (
            goods is Goods.PETS
            and edible
            and part.words[-1] in _OF_PETS
            and (taste := _alone(part.words[:-1], "flavor"))
        ):
            yield Finding("flavor", taste, USUAL)
        name = "flavor" if edible else "scent"
        if not (edible or smells):
            continue
        if part.place and part.place != head[0] and (taste := _alone(part.words, name)) and part.words[-1] not in BASIC:
            yield Finding(name, taste, STATED if edible or taste not in _UNSURE_SCENTS else LIKELY)
    if (edible or smells) and 0 <= head[0] < len(parts):
        yield from _around(parts[head[0]].words, head[1], edible=edible)


def _named(words: tuple[str, ...], *, edible: bool, smells: bool) -> Iterator[Finding]:
    for place, word in enumerate(words):
        if word in _UNSCENTED or (word == "fragrance" and words[place + 1 : place + 2] == ("free",)):
            yield Finding("scent", "unscented", STATED)
        elif word in _UNFLAVORED:
            yield Finding("flavor", "unflavored", STATED)
        elif name := _NAMED.get(word):
            applies = edible if name == "flavor" else smells
            if applies and (said := _before(words, place, edible=edible)):
                yield Finding(name, said, STATED)


def _before(words: tuple[str, ...], place: int, *, edible: bool) -> str:
    """The words before "flavor" that can be one, whatever they are if the part begins with them."""
    start = place
    while start and place - start < _LONGEST and _can_taste(words[start - 1]):
        start -= 1
    if edible and start == place and 1 <= place <= 3 and _UNTASTED.isdisjoint(words[:place]) and words[0].isalpha():
        start = 0
    return _joined(words[start:place])


def _alone(words: tuple[str, ...], name: str) -> str:
    known = _TASTES if name == "flavor" else _SCENTS
    if not words or not _NAMED.keys().isdisjoint(words):
        return ""
    if len(words) > _LONGEST or not all(word in known or word in _BETWEEN for word in words):
        return ""
    sure = sum(word in known for word in words)
    return _joined(words) if sure and sure * 2 >= len(words) else ""


def _around(words: tuple[str, ...], head: int, *, edible: bool) -> Iterator[Finding]:
    """ "Orange juice", "peppermint lip balm", "almond milk unsweetened vanilla", "dish soap lemon"."""
    known = _TASTES if edible else _SURE_SCENTS
    if "tree" in words and words[words.index("tree") - 1] == "tea" and not edible:
        known |= {"tea", "tree"}
    heads = _FLAVORED_HEADS if edible else _HEADS_OF_SMELL
    first = next((place for place, word in enumerate(words) if singular(word) in heads and word not in known), None)
    if first is not None and first <= head:
        end = first
        while end and words[end - 1] not in known and first - end < 2:
            end -= 1
        start = end
        while start and words[start - 1] in known:
            start -= 1
        if start < end:
            yield Finding("flavor" if edible else "scent", _joined(words[start:end]), USUAL)
    start = len(words)
    while start > head + 1 and words[start - 1] in known:
        start -= 1
    if head < start < len(words):
        yield Finding("flavor" if edible else "scent", _joined(words[start:]), LIKELY)


def _can_taste(word: str) -> bool:
    return word in _TASTES or word in _SCENTS or word in _BETWEEN or singular(word) in _TASTES


def _joined(words: Sequence[str]) -> str:
    said = [*words]
    while said and said[0] in {"&", "and", "in", "real"}:
        said = said[1:]
    return " ".join(dict.fromkeys(said))


def is_taste(word: str) -> bool:
    return word in _TASTES or word in _SCENTS or word in _NAMED


def is_only_taste(word: str) -> bool:
    """Behind the name of a thing it says how that tastes or smells, and makes no other thing of it as butter would."""
    return (word in _TASTES or word in _SCENTS) and word not in _FOODS_THEMSELVES
