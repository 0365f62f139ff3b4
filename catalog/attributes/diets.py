"""Whom a food suits and what in it is dangerous to some: dietary marks and allergens."""

import re
from collections.abc import Iterator

from catalog.attributes.finding import STATED, USUAL, Finding
from catalog.attributes.goods import EDIBLE, Goods

_FREE = {
    "gluten": "gluten-free", "dairy": "dairy-free", "lactose": "lactose-free", "nut": "nut-free", "nuts": "nut-free",
    "peanut": "peanut-free", "soy": "soy-free", "egg": "egg-free", "sugar": "sugar-free", "fat": "fat-free",
    "grain": "grain-free", "caffeine": "caffeine-free", "wheat": "wheat-free",
}  # fmt: skip
_NOT = r"(?<!not )(?<!non-)(?<!non )(?<!isn't )"
_FREE_OF = re.compile(rf"{_NOT}\b(?P<what>{'|'.join(_FREE)})[- ]?free\b")
_FREE_FROM = re.compile(r"\b(?:free (?:of|from)|contains no|no|zero|without)\s+(?P<list>[a-z ,/&]{3,80})")
_NO_SUCH = frozenset({"gluten", "dairy", "lactose", "soy", "peanut", "peanuts"})
_MARKS = re.compile(
    rf"{_NOT}\b(?P<mark>vegan|vegetarian|kosher|halal|keto|paleo|whole30|non[- ]gmo|low[- ]carb|low[- ]sodium|"
    rf"low[- ]fat|plant[- ]based|(?:usda |certified )?organic)\b"
    rf"(?!\s?-?\s?(?:leather|suede|cotton|bamboo|linen|latex|wool|fabric|cookbook|recipes?))"
)
_SPELLED = {"non gmo": "non-gmo", "low carb": "low-carb", "low sodium": "low-sodium", "low fat": "low-fat",
            "plant based": "plant-based", "usda organic": "organic", "certified organic": "organic"}  # fmt: skip
# In a text organic may be one ingredient of many.
_ONLY_NAMED = frozenset({"organic"})
_LISTED = re.compile(
    r"\b(?:(?:contains?|allergens?|allergen information)\s*:|may contain(?: traces of)?:?|contains|ingredients?\s*:)\s*"
    r"(?P<list>[^.;\n]{2,400})"
)
_NAMES = {
    "milk": "milk whey casein lactose butter cream cheese yogurt dairy",
    "eggs": "egg eggs",
    "wheat": "wheat",
    "barley": "barley",
    "rye": "rye",
    "oats": "oats oat",
    "gluten": "gluten",
    "soy": "soy soya soybean soybeans",
    "peanuts": "peanut peanuts",
    "nuts": "nuts",
    "almonds": "almond almonds",
    "walnuts": "walnut walnuts",
    "cashews": "cashew cashews",
    "hazelnuts": "hazelnut hazelnuts",
    "pecans": "pecan pecans",
    "pistachios": "pistachio pistachios",
    "macadamia nuts": "macadamia",
    "coconut": "coconut",
    "sesame": "sesame",
    "fish": "fish",
    "shellfish": "shellfish shrimp crab lobster prawn",
    "mustard": "mustard",
    "celery": "celery",
}
_ALLERGENS = {word: allergen for allergen, words in _NAMES.items() for word in words.split()}
_PLANT = frozenset(
    {
        "cocoa",
        "coconut",
        "almond",
        "oat",
        "soy",
        "rice",
        "cashew",
        "shea",
        "peanut",
        "nut",
        "cacao",
        "vegan",
        "hazelnut",
        "tartar",
    }
)
_WORD = re.compile(r"[a-z]+(?:-free)?|,|\band\b")
INEDIBLE = frozenset(Goods) - {Goods.FOOD, Goods.CARE, Goods.CLEANING, Goods.PETS, Goods.UNKNOWN}
_NEVER_EDIBLE = INEDIBLE - {Goods.HOME}


def is_edible(goods: Goods, head: str) -> bool:
    return goods is Goods.FOOD or (goods not in _NEVER_EDIBLE and head in EDIBLE)


def dietary_marks(title: str, prose: str, goods: Goods, head: str) -> Finding | None:
    """Title and text in lower case; of what cannot be eaten only care has marks."""
    edible = is_edible(goods, head)
    if (goods in INEDIBLE and not edible) or (goods in {Goods.CLEANING, Goods.UNKNOWN} and not edible and head):
        return None
    in_title = [*_marks(title)]
    in_prose = [mark for mark in _marks(prose) if mark not in _ONLY_NAMED] if edible or goods is Goods.CARE else []
    if not edible:
        in_title, in_prose = (
            [mark for mark in marks if mark in {"vegan", "organic"}] for marks in (in_title, in_prose)
        )
    marks = dict.fromkeys([*in_title, *in_prose])
    return Finding("dietary", ", ".join(marks), STATED if in_title else USUAL) if marks else None


def allergens(prose: str, goods: Goods, head: str) -> Finding | None:
    """From what the text itself lists: its "contains", "may contain", allergens and ingredients."""
    if (
        not is_edible(goods, head)
        or goods is Goods.CARE
        or not ("contain" in prose or "ngredient" in prose or "llergen" in prose)
    ):
        return None
    found: dict[str, None] = {}
    for match in _LISTED.finditer(prose):
        found |= dict.fromkeys(_allergens_in(match["list"]))
    if "tree nuts" in prose:
        found = {("tree nuts" if name == "nuts" else name): None for name in found}
    return Finding("allergens", ", ".join(found), STATED) if found else None


def _marks(text: str) -> Iterator[str]:
    if "free" in text:
        for match in _FREE_OF.finditer(text):
            yield _FREE[match["what"]]
    for match in _FREE_FROM.finditer(text):
        named = re.split(r"\s*(?:,|/|&|\band\b|\bor\b)\s*", match["list"])
        for place, name in enumerate(named):
            word = name.strip().split(" ")[0]
            if word in _NO_SUCH and (place == 0 or match.group().startswith("free") or name.strip() == word):
                yield _FREE.get(word) or _FREE[word.removesuffix("s")]
    for match in _MARKS.finditer(text):
        mark = match["mark"]
        yield _SPELLED.get(mark, mark)


def _allergens_in(listed: str) -> Iterator[str]:
    before = ""
    for word in _WORD.findall(listed):
        if before == "no" or word == "no":
            before = "no" if word not in {",", "and"} else ""
            continue
        plant_milk = before in _PLANT and word in {"milk", "butter", "cream", "cheese", "yogurt"}
        if word in _ALLERGENS and not plant_milk:
            yield _ALLERGENS[word]
        before = word
