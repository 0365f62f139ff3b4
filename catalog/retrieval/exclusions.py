"""What a shopper who wants a thing without something wants it without: nuts are almonds too, leather is suede too."""

from collections.abc import Iterable
from dataclasses import dataclass

from catalog.colors import asked_colors, plain_color
from catalog.retrieval.analyser import compounds_of

_IMPLIED = {
    "nut": "peanut almond walnut hazelnut cashew pecan pistachio macadamia praline marzipan nutella",
    "peanut": "groundnut",
    "dairy": "milk cheese butter cream yogurt whey casein lactose ghee cheddar mozzarella parmesan",
    "lactose": "milk cheese butter cream yogurt whey",
    "gluten": "wheat barley rye spelt semolina",
    "shellfish": "shrimp prawn crab lobster",
    "seafood": "fish shrimp prawn crab lobster salmon tuna shellfish",
    "meat": "beef pork chicken turkey ham bacon sausage lamb steak prosciutto",
    "pork": "ham bacon prosciutto",
    "soy": "soya tofu",
    "leather": "suede nubuck",
    "wool": "lambswool merino cashmere alpaca mohair",
    "fragrance": "perfume perfumed scented lavender lemon citrus basil rose vanilla eucalyptus jasmine mint",
    "scent": "perfume perfumed scented lavender lemon citrus basil rose vanilla eucalyptus jasmine mint",
    "fur": "shearling",
    "animal": "leather suede wool down silk",
    "gray": "grey",
}
# "Butter" alone does not make a vegan butter dairy.
_PARDONED = {"dairy": ("dairyfree", "vegan"), "meat": ("vegan", "plantbased"), "gluten": ("glutenfree",)}


@dataclass(frozen=True, slots=True)
class Exclusion:
    """All of `words` together, or any of `implied`, rule a thing out; `pardons` clear it of what its name implies."""

    words: tuple[str, ...]
    implied: tuple[str, ...]
    pardons: tuple[str, ...]


def exclusions_of(phrases: Iterable[str]) -> list[Exclusion]:
    found = []
    for phrase in phrases:
        words = tuple(sorted(compounds_of(phrase)))
        if not words:
            continue
        implied = _IMPLIED.get(words[0], "").split() if len(words) == 1 else []
        shades = sorted(asked_colors(phrase) - {plain_color(phrase)})
        pardons = _PARDONED.get(words[0], ()) if len(words) == 1 else ()
        found.append(Exclusion(words=words, implied=(*implied, *shades), pardons=pardons))
    return found
