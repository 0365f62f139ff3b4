"""For whom a thing is made: women, men, kids, babies or everybody."""

from collections.abc import Iterable, Sequence

from catalog.attributes.finding import LIKELY, STATED, USUAL, Finding
from catalog.attributes.goods import Goods
from catalog.attributes.text import Part
from catalog.understanding.audiences import NAMED_WORDS
from catalog.understanding.words import word_set

# One woman or boy is in a picture or a title; womens and boys are whom it is for.
_ONE = word_set("woman man lady girl boy child guys female male gents teen womans mans")
_CLAIMED = frozenset(NAMED_WORDS) - _ONE
_POSSESSIVE = word_set(
    "womens mens ladies ladys boys girls kids childrens toddlers toddler infant infants newborn newborns unisex"
)
_DOLLS = word_set("doll dolls barbie figure toy toys bear")
_TINY_FOODS = word_set("carrots spinach potatoes corn back wipes kale shark yoda blue pink bella")
_GROWN = word_set("adult adults grownups everyone families")
_SILENT = frozenset({Goods.MEDIA, Goods.FOOD, Goods.PETS, Goods.AUTO})
_SHELVES = {word: NAMED_WORDS[word] for word in _POSSESSIVE | {"women", "men", "baby"}}


def audience_of(parts: Sequence[Part], category: Iterable[str], goods: Goods) -> Finding | None:
    """From the title; of clothes else from the shelf."""
    if goods is Goods.MEDIA:
        return None
    said = ((audience, part) for part in parts for audience in _named(part.words, goods))
    named = {audience for audience, part in said if audience != "baby" or _of_babies(part, goods)}
    if "kids" in named and any(not _GROWN.isdisjoint(part.words) for part in parts):
        return None
    if audience := _one_of(named):
        return Finding("audience", audience, STATED)
    return _of_shelf(category) if goods is Goods.WORN and not named else None


def _named(words: tuple[str, ...], goods: Goods) -> Iterable[str]:
    for place, word in enumerate(words):
        after = words[place + 1] if place + 1 < len(words) else ""
        for said in word.split("/"):
            if said not in _CLAIMED or after in _DOLLS or _is_tiny_food(said, after):
                continue
            if goods not in _SILENT or (said in _POSSESSIVE and goods is Goods.FOOD):
                yield NAMED_WORDS[said]
    if {"baby", "little", "toddler"} & {*words} and {"girl", "boy"} & {*words} and goods not in _SILENT | {Goods.TOYS}:
        yield "baby" if "baby" in words else "kids"


def _of_babies(part: Part, goods: Goods) -> bool:
    """Further on in a title babies are one of many uses: "ideal for jam, baby food, wedding favors"."""
    return part.place == 0 or goods in {Goods.WORN, Goods.TOYS, Goods.CARE}


def _is_tiny_food(said: str, after: str) -> bool:
    return said == "baby" and (after in _TINY_FOODS or not after)


def _one_of(named: set[str]) -> str | None:
    if "baby" in named and named <= {"baby", "kids", "unisex"}:
        return "baby"
    if "unisex" in named or {"women", "men"} <= named:
        return "unisex"
    return named.pop() if len(named) == 1 else None


def _of_shelf(category: Iterable[str]) -> Finding | None:
    words = {word for level in category for word in level.lower().replace("'s", "s").replace(",", " ").split()}
    named = {_SHELVES[word] for word in words & _SHELVES.keys()}
    audience = _one_of(named)
    return Finding("audience", audience, USUAL if len(named) == 1 else LIKELY) if audience else None


def is_audience(word: str) -> bool:
    return word in _CLAIMED
