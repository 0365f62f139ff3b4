"""Which of the offered things words fit that point at none: "whole", "the two percent", "the gallon", "any of them"."""

import re
from collections.abc import Iterable, Sequence

from catalog.product import ProductCard
from shop.choosing import SHORT_UNITS
from shop.references import CARDINALS

LEFT_TO_US = re.compile(
    r"^\W*(?:um |uh |oh |just |i'll take |i'll have |add |get |give me |take |pick )*"
    r"(?:any(?: one)?(?: of (?:them|those|these))?|anything|either(?: one)?|whichever(?: \w+)?|whatever(?: \w+)?"
    r"|you (?:choose|decide|pick)|your (?:choice|pick)|surprise me|no preference|all the same"
    r"|(?:i )?(?:don't|dont|do not) (?:care|mind)(?: which(?: one)?)?|(?:it )?(?:doesn't|doesnt|does not) matter)"
    r"(?: is fine| will do| works| is good| you (?:like|want|have)| please| then)*\W*$"
)
# "4 person", after tents, asks for no person, and "twelve pack" for no bag.
_LEADS_UP = r"^\W*(?:(?:no|sorry|actually|wait|i mean(?:t)?|make (?:it|that))\W+)*(?:in )?(?:an? |the )?"
A_MEASURE = re.compile(
    rf"{_LEADS_UP}(?:\d+|{'|'.join((*CARDINALS, 'twelve', 'twenty-four'))})[ -]"
    r"(?:packs?|counts?|pieces?|person|people|man|inch|inches|gigs?|gb|tb|liters?|quarts?|cups?)"
    r"(?: ones?)?(?: please)?\W*$"
)
USUAL = re.compile(r"\b(?:the|my|our) usual(?: (?:one|ones|kind|stuff))?\W*$|\bsame as (?:always|usual)\b")
PERCENT = re.compile(r"\b(\d+) ?(?:percent|per cent)\b")
TOKEN = re.compile(r"\d+%|[^\W_]+")
FILLERS = {"a", "an", "the", "one", "ones", "kind", "just", "please", "with", "and", "of"}
PACKS = {f"{unit}{plural}": f"1 {short}" for unit, short in SHORT_UNITS.items() for plural in ("", "s")}


def is_a_measure(words: str) -> bool:
    return A_MEASURE.match(words.lower()) is not None


def pack_named(words: str) -> str | None:
    """ "The gallon" is the pack of one gallon."""
    named = [word for word in TOKEN.findall(words.lower()) if word not in FILLERS]
    return PACKS.get(named[0]) if len(named) == 1 else None


def fitting(cards: Iterable[ProductCard], words: str, *, goods: str) -> list[ProductCard]:
    """Those that are called by all of the words, besides the name of the goods."""
    wanted = _tokens(words) - _tokens(goods) - FILLERS
    return [card for card in cards if wanted <= _called(card)] if wanted else []


def plainest(cards: Sequence[ProductCard], words: str) -> list[ProductCard]:
    """ "Whole milk" is rather the Whole Milk than the Cream-Top Whole Milk; none where each is something more."""
    said = _tokens(words) | FILLERS
    return [card for card in cards if _tokens(_plain_title(card)) <= said]


def by_plainness(cards: Iterable[ProductCard], words: str) -> list[ProductCard]:
    """Those first whose names say the least beyond the words; of equals, the better ones stay ahead."""
    said = _tokens(words) | FILLERS
    return sorted(cards, key=lambda card: len(_tokens(_plain_title(card)) - said))


def _plain_title(card: ProductCard) -> str:
    """Without its maker, and without its pack."""
    title = re.split(r",| \(", card.title, maxsplit=1)[0]
    return title.removeprefix(card.brand)


def _called(card: ProductCard) -> set[str]:
    return _tokens(f"{card.title} {card.category} {' '.join(card.attributes.values())}")


def _tokens(words: str) -> set[str]:
    """As they are compared: "two percent", read as "2 percent", is "2%"."""
    plain = PERCENT.sub(r"\1%", words.lower())
    return {token if len(token) < 4 else token.removesuffix("s") for token in TOKEN.findall(plain)}
