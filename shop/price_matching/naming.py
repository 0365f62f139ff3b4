"""Which product a claim of a lower price names, by the words of its title and brand."""

import re
from collections.abc import Sequence

from catalog.product import ProductCard
from catalog.understanding.words import word_set
from shop.price_matching.said import LINK, seller_said
from shop.references import CARDINALS

WORD = re.compile(r"[^\W\d_][\w-]+|\d+(?:\.\d+)?")
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred")
_WORDS = "|".join((*CARDINALS, *_TENS))
_NUMBER = rf"(?:\d+(?:[.,]\d+)?|(?:(?:{_WORDS})[\s-]*)+)"
PRICE = re.compile(
    rf"\$\s?\d+(?:[.,]\d+)?|\b{_NUMBER}\s*(?:dollars?|bucks|euros?|pounds?|cents?|usd)\b"
    rf"|\b(?:for|at|only|just|costs?|asks?)\s+{_NUMBER}(?=\W|$)",
    re.IGNORECASE,
)
# What is said of any claim, whatever it is of.
CLAIMING = word_set(
    "a an the this that these those it its i we you your my our they their he she saw seen see seeing found find got "
    "get buy has have had sells sell selling offers cheaper less lower better deal price prices priced match matching "
    "matched beat for at on in from of to by is are was were be and or but so with can could would will do does did "
    "please same exact one ones thing online elsewhere else somewhere another other shop store site website place "
    "only just there here now today hi hey um uh just dollars dollar bucks lot bit much them not no yes yeah"
)


def naming_words(text: str) -> list[str]:
    """What is left of a claim without the price, the other shop, its link, and the words of any claim."""
    said = PRICE.sub(" ", LINK.sub(" ", text))
    seller = seller_said(text)
    if seller is not None:
        said = re.sub(re.escape(seller), " ", said, flags=re.IGNORECASE)
    return [word for word in WORD.findall(said.lower()) if word not in CLAIMING]


def named_best(words: Sequence[str], cards: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    """Those of whose names most is said; none where no more is said than of which kind it is."""
    said = {_stem(word) for word in words}
    covered = [(card, said & _stems(f"{card.brand} {card.title}")) for card in cards]
    most = max((len(names) for _, names in covered), default=0)
    return tuple(card for card, names in covered if len(names) == most and names - _kind(card))


def _kind(card: ProductCard) -> set[str]:
    """What it is, which says nothing of which one: the last words of its name, and its category's."""
    name = re.split(r",| \(", card.title, maxsplit=1)[0].split()
    return _stems(f"{card.category} {' '.join(name[-2:])}")


def _stems(text: str) -> set[str]:
    return {_stem(word) for word in WORD.findall(text.lower())}


def _stem(word: str) -> str:
    return word.removesuffix("s") if len(word) > 3 else word
