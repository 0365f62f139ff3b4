"""Which dietary mark is meant by what shoppers say of themselves or of food: "celiac", "sugarless", "low in salt"."""

from collections.abc import Collection, Iterator

_ASKED_AS = {
    "gluten-free": "celiac|coeliac|celiac disease|celiac safe|coeliac disease|gluten intolerant|non gluten|glutenless|"
    "gluten intolerance|no gluten added",
    "lactose-free": "lactose intolerant|lactose intolerance|non lactose",
    "dairy-free": "non dairy|nondairy|lactose intolerant|lactose intolerance|dairyless",
    "nut-free": "nut safe|peanut free and tree nut free",
    "sugar-free": "sugarless|diabetic|diabetics|diabetic friendly|zero sugar|no sugar added|no added sugar|unsugared",
    "low-sodium": "low salt|low in salt|low in sodium|reduced sodium|reduced salt|less sodium|lower sodium",
    "low-sugar": "low in sugar|reduced sugar|less sugar",
    "low-fat": "low in fat|reduced fat|lowfat|light fat",
    "low-carb": "low in carbs|low carbs|reduced carb|low carbohydrate",
    "vegan": "plant based|vegans",
    "vegetarian": "veggie|vegetarians|meatless",
    "keto": "ketogenic|keto diet|keto approved",
    "caffeine-free": "decaf|decaffeinated",
    "halal": "halal certified",
    "kosher": "kosher certified",
    "organic": "organically grown|certified organic",
    "non-gmo": "gmo free|not genetically modified",
}


def dietary_phrases(marks: Collection[str]) -> Iterator[tuple[str, str]]:
    """What may be said, and the catalogue's mark for it."""
    for mark in sorted(marks):
        yield mark, mark
        yield f"{mark} friendly", mark
        for phrase in filter(None, _ASKED_AS.get(_spelled(mark), "").split("|")):
            if not (phrase.startswith("lactose") and mark == "dairy-free" and _has(marks, "lactose-free")):
                yield phrase, mark


def _spelled(mark: str) -> str:
    return "-".join(mark.casefold().split())


def _has(marks: Collection[str], spelled: str) -> bool:
    return any(_spelled(mark) == spelled for mark in marks)
