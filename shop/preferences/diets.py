"""Ways to eat and what cannot be stood: what they are called, and what a thing must not hold for them."""

import re
from collections.abc import Mapping

_CALLED: Mapping[str, str] = {
    "vegan": "vegan|vegen|vegans|plant based|plant-based|fully vegan",
    "vegetarian": "vegetarian|vegetarians|veggie|pure veg|meat free|meat-free|meatless",
    "pescatarian": "pescatarian|pescetarian",
    "halal": "halal",
    "kosher": "kosher",
    "jain": "jain",
    "gluten-free": "gluten free|gluten-free|celiac|coeliac|gluten intolerant|celiac disease|coeliac disease"
    "|gluten intolerance|gluten sensitive",
    "lactose-free": "lactose intolerant|lactose free|lactose-free|lactose intolerance",
    "dairy-free": "dairy free|dairy-free",
    "nut-free": "nut free|nut-free",
    "sugar-free": "sugar free|sugar-free|diabetic|diabetes|a diabetic",
    "low-sugar": "low sugar",
    "low-carb": "low carb|low-carb",
    "low-sodium": "low sodium|low salt",
    "keto": "keto|ketogenic",
    "paleo": "paleo",
    "everything": "meat eater|omnivore",
}
_NAMED = {name: diet for diet, names in _CALLED.items() for name in names.split("|")}
DIET = "|".join(sorted((re.escape(name) for name in _NAMED), key=len, reverse=True))

_REFUSED: Mapping[str, tuple[str, ...]] = {
    "vegan": ("meat", "dairy", "egg", "seafood", "honey", "gelatin"),
    "vegetarian": ("meat", "seafood", "gelatin"),
    "pescatarian": ("meat",),
    "halal": ("pork", "alcohol", "wine", "beer"),
    "kosher": ("pork", "shellfish"),
    "jain": ("meat", "seafood", "egg", "onion", "garlic"),
    "gluten-free": ("gluten",),
    "lactose-free": ("lactose",),
    "dairy-free": ("dairy",),
    "nut-free": ("nut",),
}
# A food marked so holds nothing of the other, whatever its name sounds like.
_MARKS_THAT_DO: Mapping[str, tuple[str, ...]] = {
    "vegetarian": ("vegan",),
    "pescatarian": ("vegan", "vegetarian"),
    "jain": ("vegan",),
    "lactose-free": ("dairy-free", "vegan"),
    "dairy-free": ("vegan",),
}
_FOODS_TO_BE_ALLERGIC_TO = frozenset(
    [
        "nut",
        "peanut",
        "almond",
        "walnut",
        "hazelnut",
        "cashew",
        "pecan",
        "pistachio",
        "dairy",
        "milk",
        "lactose",
        "cheese",
        "butter",
        "egg",
        "gluten",
        "wheat",
        "barley",
        "rye",
        "oat",
        "soy",
        "soya",
        "fish",
        "shellfish",
        "seafood",
        "shrimp",
        "prawn",
        "crab",
        "lobster",
        "sesame",
        "mustard",
        "celery",
        "coconut",
        "strawberry",
        "banana",
        "kiwi",
        "tomato",
        "corn",
        "garlic",
        "onion",
        "mushroom",
        "chocolate",
        "caffeine",
        "alcohol",
        "sulphite",
        "sulfite",
        "honey",
        "pork",
        "beef",
        "meat",
        "chicken",
        "avocado",
        "peach",
        "apple",
        "mango",
        "citrus",
        "lemon",
        "orange",
        "lupin",
        "sugar",
        "gelatin",
    ]
)
_SPELLED = {"tree nut": "nut", "treenut": "nut", "nuts of any kind": "nut", "milk": "dairy", "yoghurt": "yogurt"}


def diet_named(words: str) -> str | None:
    return _NAMED.get(words.strip())


def refused_by(diet: str) -> tuple[str, ...]:
    """The plain names of what does not go with it; none for a diet that only has things it would rather have."""
    return _REFUSED.get(diet, ())


def marks_for(diet: str) -> tuple[str, ...]:
    return (diet, *_MARKS_THAT_DO.get(diet, ()))


def substance(words: str) -> str:
    """ "Tree nuts" and "nut" are one thing to be allergic to; singular and plain."""
    plain = words.strip().removesuffix(" products")
    for end, instead in (("oes", "o"), ("ies", "y"), ("ches", "ch"), ("ss", "ss"), ("us", "us"), ("s", "")):
        if plain.endswith(end) and len(plain) > len(end) + 1:
            plain = plain.removesuffix(end) + instead
            break
    return _SPELLED.get(plain, plain)


def is_eaten(named: str) -> bool:
    """Whether it matters in food only: nobody who is allergic to walnuts fears a walnut desk."""
    return named.rsplit(maxsplit=1)[-1] in _FOODS_TO_BE_ALLERGIC_TO if named else False
