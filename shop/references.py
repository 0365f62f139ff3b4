"""Which of the shown products a shopper means by "the second one", "the blue one" or "the cheaper of the two"."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from catalog.colors import SHADES, answers, color_names
from catalog.product import Product, ProductCard
from catalog.query import Query
from catalog.understanding.words import unaccented
from shop.recollection import stems

ORDINALS = {
    word: position
    for position, words in enumerate(
        (
            ("first", "1st"),
            ("second", "2nd"),
            ("third", "3rd"),
            ("fourth", "4th"),
            ("fifth", "5th"),
            ("sixth", "6th"),
            ("seventh", "7th"),
            ("eighth", "8th"),
            ("ninth", "9th"),
            ("tenth", "10th"),
        )
    )
    for word in words
}
OF_PURPOSE = re.compile(
    r"(?<=\w) (?:for|to go (?:with|in)) (?:the|my|our|his|her|their|that|this) [\w' -]+\W*$", re.IGNORECASE
)
CARDINALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
SUPERLATIVES: tuple[tuple[str, Callable[[ProductCard], float]], ...] = (
    (r"\b(cheap(er|est)|least expensive|lowest price)\b", lambda card: card.price.amount_minor),
    (r"\b(most expensive|priciest|more expensive|dearer)\b", lambda card: -card.price.amount_minor),
    (r"\b(best|better|highest|top)[ -](?:rated|ratings?|reviews?|reviewed)\b", lambda card: -(card.rating or 0)),
)
POINTING = re.compile(r"\b(it|its|it's|that|this|them|those|these)\b")
NUMBERED = re.compile(rf"\b(?:number|option|item|product) (\d+|{'|'.join(CARDINALS)})\b")
SEVERAL_FIRST = re.compile(rf"\bfirst (two|three|four|five|[2-5])\b(?! (?:{'|'.join(CARDINALS)})\b)")
OF_SEVERAL = re.compile(r"\bof (?:the )?(?:first|both|all|them)\b")
ALL = re.compile(r"\b(both|all (of them|two|three)|them all)\b")
TITLE_WORD = re.compile(r"[^\W_]+")
NO_NAMES = {
    *CARDINALS,
    "the",
    "and",
    "for",
    "with",
    "add",
    "one",
    "ones",
    "all",
    "size",
    "out",
    "get",
    "put",
    "how",
    "are",
}
NAME_WORD = re.compile(r"[^\W\d_]{3,}", re.UNICODE)


def titled(text: str, cards: Iterable[ProductCard]) -> ProductCard | None:
    """The one called by its whole title, as the buttons of a screen do; of titles within titles, the longest."""
    said = _plain(text)
    called = [card for card in cards if _plain(card.title) in said]
    return max(called, key=lambda card: len(card.title), default=None)


def referred(
    text: str, shown: Sequence[ProductCard], *, in_focus: ProductCard | None = None, explicitly: bool = False
) -> tuple[ProductCard, ...]:
    """The products meant, most explicit reading first; none if the words point at nothing that was shown.

    `explicitly` leaves out "it" and "that", which may mean anything.
    """
    if called := titled(text, shown):
        return (called,)
    said = text.lower()
    for reading in (_by_superlative_of_several, _several, _by_position, _by_superlative, _by_color, _by_name):
        if found := reading(said, shown):
            return found
    if not explicitly and POINTING.search(said):
        return _pointed_at(shown, in_focus)
    return ()


def without_purpose(text: str, *, names_goods: Callable[[str], bool]) -> str:
    """ "Some oat milk for the coffee" points at no coffee; "one for the kids" and "the case for the phone" stay."""
    rest = OF_PURPOSE.sub("", text)
    return rest if rest != text and names_goods(rest) else text


def by_place(text: str, shown: Sequence[ProductCard]) -> ProductCard | None:
    """ "The second one"; None if no place, or more than one, is named."""
    found = _by_position(text.lower(), shown)
    return found[0] if len(found) == 1 else None


def place_alone(text: str, number: int) -> int | None:
    """Which of so many "the second one" is, where nothing else is said."""
    found = re.fullmatch(r"\W*(?:the )?(\w+)(?: one)?(?: please)?\W*", text.lower())
    place = ORDINALS.get(found[1], number - 1 if found[1] == "last" else number) if found else number
    return place if place < number else None


def by_superlative(text: str) -> bool:
    """Whether the words pick one by comparing, rather than by its place or name."""
    return any(re.search(pattern, text.lower()) for pattern, _ in SUPERLATIVES)


def are_called_so(cards: Iterable[ProductCard], goods: str) -> bool:
    """ "Two toasters" are not the kettle that is called "Two"."""
    named = stems(goods)
    return not named or any(named & stems(f"{card.title} {card.category}") for card in cards)


def described(query: Query, cards: Sequence[ProductCard], products: Mapping[str, Product]) -> tuple[ProductCard, ...]:
    """Those that are as the words say: "the leather one", whether or not its title says so."""
    return tuple(card for card in cards if _is_so(query, card, products.get(card.id)))


def says_how_it_is(query: Query) -> bool:
    """Whether anything is said by which one of several could be known."""
    return bool(query.colors or query.attributes or query.sizes or query.brands or query.text)


def _is_so(query: Query, card: ProductCard, product: Product | None) -> bool:
    facts = {**(product.attributes if product else {}), **card.attributes}
    color = facts.get("color", "")
    if query.colors and not any(answers(color, wish) for wish in query.colors):
        return False
    if query.brands and card.brand.lower() not in {brand.lower() for brand in query.brands}:
        return False
    said = f"{card.title} {card.category} {' '.join(facts.values())}"
    if query.sizes and not any(_says(said.lower(), size) or _comes_in(product, size) for size in query.sizes):
        return False
    wanted = stems(query.text) | {stem for listed in query.attributes.values() for stem in stems(listed)}
    return wanted - NO_NAMES <= stems(said)


def _comes_in(product: Product | None, size: str) -> bool:
    variants = product.variants if product else ()
    return any(variant.attributes.get("size", "").lower() == size.lower() for variant in variants)


def _several(said: str, shown: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    if match := SEVERAL_FIRST.search(said):
        return tuple(shown[: _number(match[1])])
    if ALL.search(said) and len(shown) > 1:
        return tuple(shown[:2]) if "both" in said or "two" in said else tuple(shown)
    return ()


def _by_position(said: str, shown: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    positions = [
        (said.index(word), ORDINALS[word]) for word in re.findall(r"[a-z]+|\d+[a-z]{2}", said) if word in ORDINALS
    ]
    positions += [(match.start(), _number(match[1]) - 1) for match in NUMBERED.finditer(said)]
    if re.search(r"\b(the )?last( one)?\b(?! (time|week|month|year|order))", said):
        positions.append((len(said), len(shown) - 1))
    in_order = dict.fromkeys(position for _, position in sorted(positions))
    return tuple(shown[position] for position in in_order if 0 <= position < len(shown))


def _by_superlative_of_several(said: str, shown: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    """ "The cheaper of the first two" is one of them."""
    return _by_superlative(said, _several(said, shown)) if OF_SEVERAL.search(said) else ()


def _by_superlative(said: str, shown: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    among = shown[:2] if "of the two" in said else shown
    for pattern, measure in SUPERLATIVES:
        if among and re.search(pattern, said):
            return (min(among, key=measure),)
    return ()


def _by_color(said: str, shown: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    """ "The blue one" is the navy one if nothing else is blue; "it in blue" asks for a colour and points at none."""
    if POINTING.search(said) and re.search(r"\bin (an? |the )?[a-z]+( [a-z]+)?\W*$", said):
        return ()
    matching = tuple(card for card in shown if _says(said, card.attributes.get("color", "")))
    matching = matching or tuple(card for card in shown if _is_shade_said(said, card.attributes.get("color", "")))
    return matching if len(matching) == 1 else ()


def _is_shade_said(said: str, color: str) -> bool:
    return any(_says(said, family) for family in color_names(color) if family in SHADES)


def _by_name(said: str, shown: Sequence[ProductCard]) -> tuple[ProductCard, ...]:
    """The one product whose title shares more words with the sentence than any other's."""
    words = set(NAME_WORD.findall(unaccented(said))) - NO_NAMES
    shared = [len(words & set(NAME_WORD.findall(unaccented(f"{card.brand} {card.title}".lower())))) for card in shown]
    best = max(shared, default=0)
    if best == 0 or shared.count(best) > 1:
        return ()
    return (shown[shared.index(best)],)


def _pointed_at(shown: Sequence[ProductCard], in_focus: ProductCard | None) -> tuple[ProductCard, ...]:
    if in_focus is not None:
        return (in_focus,)
    return tuple(shown[:1])


def _says(said: str, value: str) -> bool:
    return bool(value) and re.search(rf"\b{re.escape(value.lower())}\b", said) is not None


def _plain(words: str) -> str:
    """Letters and figures only: a voice says no commas, and apostrophes come in many forms."""
    return f" {' '.join(TITLE_WORD.findall(unaccented(words.casefold())))} "


def _number(word: str) -> int:
    return int(word) if word.isdigit() else CARDINALS.index(word) + 1
