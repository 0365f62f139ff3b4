"""Which of a product's attributes a question is about."""

import re

ALLERGIES = re.compile(
    r"\b(?:allerg\w*|(?:pea)?nuts?|contains?|ingredients?|gluten|dairy|soy|lactose|milk|wheat|fish|eggs?|sesame|shellfish)\b"
)
EATEN = frozenset({"allergens", "dietary"})
DIETS = re.compile(r"\b(vegan|vegetarian|gluten[- ]free|dairy[- ]free|nut[- ]free|organic|kosher|halal|keto)\b")
ASPECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"\b(battery|charge last|hours)\b", ("battery_life", "charging")),
    (r"\b(water ?proof|waterproofing|rain|wet)\b", ("weatherproofing", "waterproof_rating")),
    (r"\b(made (of|from|out of)|material|fabric|leather|cotton|wool)\b", ("material", "fill")),
    (r"\b(weigh\w*|heav\w*|light|lighter|lightest)\b", ("weight",)),
    (r"\b(allerg\w*|nuts?|peanuts?|contains?|ingredients?|soy|lactose|sesame|shellfish)\b", ("allergens", "dietary")),
    (
        r"\b(?:have|has|any|got|there) (?:any )?(?:milk|eggs?|wheat|fish|gluten|dairy)\b.* in (?:it|them|that|this)\b",
        ("allergens", "dietary"),
    ),
    (r"\b(vegan|gluten|dairy|organic|kosher|halal|diet\w*)\b", ("dietary", "allergens")),
    (
        r"\b(capacity|how (big|much does it hold)|litres?|liters?|volume)\b",
        ("capacity", "dimensions", "volume", "height", "width", "screen_size"),
    ),
    (
        r"\b(how (long|tall|high|wide|deep|thick)|dimensions?|measure\w*)\b",
        ("dimensions", "length", "height", "width", "diameter", "thickness"),
    ),
    (r"\bhow many\b.* (?:in|per|to) (?:a|the|one|each) (?:pack|box|bag|set|case)\b", ("count", "pack", "pieces")),
    (r"\b(ram|memory)\b", ("memory",)),
    (r"\b(screen|display)\b", ("screen_size", "resolution", "panel")),
    (r"\b(watts?|wattage|powerful|power)\b", ("wattage", "power")),
    (r"\b(compatible|work with|fits? (my|an?) )\b", ("compatibility",)),
    (r"\b(flavou?rs?|taste)\b", ("flavor", "flavour")),
    (r"\bfor (a )?(men|man|women|woman|kids?|child|children|boys?|girls?)\b|\bunisex\b", ("audience",)),
    (r"\b(wash|clean|care|dishwasher)\b", ("care",)),
)


def asks_for_a_fact(question: str) -> bool:
    """A word of the question may also be a thing that is sold: "how long does the battery last"."""
    return bool(aspects_asked_for(question))


def aspects_asked_for(question: str) -> tuple[str, ...]:
    return next((names for pattern, names in ASPECTS if re.search(pattern, question.lower())), ())
