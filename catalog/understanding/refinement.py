"""What becomes of a query when the shopper changes it: narrowed, widened, or a bound replaced by a new one."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median_high, median_low

from catalog.colors import color_names
from catalog.query import Query, Sort
from catalog.understanding import changes
from catalog.understanding.lexicon import AUDIENCE, DIETARY, MATERIAL, Lexicon
from catalog.understanding.numbers import key_of
from catalog.understanding.size_steps import stepped

_CHEAPER_BY = 0.8
_CLEARED: Mapping[str, Callable[[Query], Query]] = {
    changes.ANY_PRICE: lambda query: replace(query, max_price_minor=None, min_price_minor=None, currency=None),
    changes.ANY_COLOR: lambda query: replace(query, colors=()),
    changes.ANY_SIZE: lambda query: replace(query, sizes=()),
    changes.ANY_BRAND: lambda query: replace(query, brands=(), not_brands=()),
    changes.ANY_RATING: lambda query: replace(query, min_rating=None),
    changes.ANY_MATERIAL: lambda query: _without_attribute(query, MATERIAL),
    changes.ANY_STORE: lambda query: replace(query, store=None),
    changes.ANY_AUDIENCE: lambda query: _without_attribute(query, AUDIENCE),
}
OF_THE_PERSON = (AUDIENCE, DIETARY)
"""Attributes that tell of who the goods are for rather than of the goods."""
_MATCHING = frozenset({"matching"})
_TELLS_MORE = re.compile(r"\b(?:with|without|for|from|of|that|in)\b")
ANYTHING_GOES = frozenset(_CLEARED)
"""Changes that widen; "any color but black" widens and refuses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What was said: the named changes, the rest read as a request of its own, and the kinds of goods it names.

    `adds` is true for "or in red too", where new values join the old instead of taking their place, and `brings` for
    "with a hood", which is no other thing.
    """

    named: frozenset[str]
    said: Query
    kinds: tuple[str, ...]
    adds: bool
    by_half: bool
    brings: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    prices_minor: Sequence[int] = ()
    brands: Sequence[str] = ()


def refined(current: Query, change: Change, *, shown: Shown, lexicon: Lexicon, kinds: Sequence[str]) -> Query:
    """`kinds` are those the current query asks for. Another thing is a request of its own."""
    if _is_another_thing(current, change, kinds):
        return _afresh(current, change, lexicon)
    if changes.START_OVER in change.named:
        current = Query(text=current.text)
    if changes.ALLOWED in change.named and change.named.isdisjoint(_CLEARED):
        return _allowed(current, change.said)
    if (released := _not_required(current, change)) is not None:
        return released
    query = current
    for name in sorted(change.named & _CLEARED.keys()):
        query = _CLEARED[name](query)
    query = _with_steps(query, change, shown=shown, lexicon=lexicon, kinds=kinds)
    if changes.CHEAPER in change.named:
        query = _cheaper(query, shown.prices_minor)
    if changes.DEARER in change.named:
        query = _dearer(query, shown.prices_minor)
    query = _with_prices(query, change.said)
    query = _with_values(query, change)
    query = _for_whom(query, current, lexicon.facts(kinds))
    query = _with_refusals(query, change.said)
    return _with_text(query, change, lexicon)


def _allowed(current: Query, said: Query) -> Query:
    """ "Leather is fine" takes a refusal back and requires nothing."""
    welcome = {value.casefold() for value in (*said.colors, *said.attributes.values(), *said.exclude, said.text)}
    return replace(
        current,
        exclude=tuple(word for word in current.exclude if word not in welcome),
        not_brands=tuple(brand for brand in current.not_brands if brand not in said.brands),
    )


def _not_required(current: Query, change: Change) -> Query | None:
    """ "Forget the pink" of who never asked for pink changes nothing; "without the leather" refuses it."""
    if changes.NOT_REQUIRED not in change.named or change.kinds:
        return None
    released = _released(current, change.said)
    is_refusal = released == current and bool(change.said.exclude)
    return None if is_refusal else _with_prices(released, change.said)


def _released(current: Query, said: Query) -> Query:
    """ "It doesn't have to be leather" asks for leather no longer, and refuses nothing."""
    free = {value for listed in said.attributes.values() for value in listed.split(", ")} | set(said.exclude)
    attributes = {
        name: ", ".join(value for value in listed.split(", ") if value not in free)
        for name, listed in current.attributes.items()
    }
    return replace(
        current,
        attributes={name: listed for name, listed in attributes.items() if listed},
        colors=tuple(color for color in current.colors if color not in said.colors),
        brands=tuple(brand for brand in current.brands if brand not in said.brands),
        sizes=tuple(size for size in current.sizes if size not in said.sizes),
        text=_without(current.text, {said.text, *said.exclude} - {""}),
    )


def _without_attribute(query: Query, name: str) -> Query:
    return replace(query, attributes={held: value for held, value in query.attributes.items() if held != name})


def _with_steps(query: Query, change: Change, *, shown: Shown, lexicon: Lexicon, kinds: Sequence[str]) -> Query:
    if changes.OTHER_BRANDS in change.named:
        seen = query.brands or tuple(shown.brands)
        query = replace(query, brands=(), not_brands=_union(query.not_brands, seen))
    if changes.OTHER_COLORS in change.named:
        query = replace(query, colors=(), exclude=_union(query.exclude, query.colors))
    for name, up in ((changes.BIGGER, True), (changes.SMALLER, False)):
        if name in change.named and query.sizes:
            made_in = {size for facts in lexicon.facts(kinds) for size in facts.get("size", ())}
            made_in = made_in or set(lexicon.vocabulary.sizes)
            query = replace(query, sizes=stepped(query.sizes, sorted(made_in), up=up, by_half=change.by_half))
    return query


def _cheaper(query: Query, prices_minor: Sequence[int]) -> Query:
    """Below the middle of what was shown: the offers get cheaper as a whole, and seldom run out at once."""
    if prices_minor:
        limit = max(0, median_low(prices_minor) - 1)
    elif query.max_price_minor is not None:
        limit = int(query.max_price_minor * _CHEAPER_BY)
    else:
        return replace(query, sort=Sort.CHEAPEST)
    limit = min(limit, query.max_price_minor) if query.max_price_minor is not None else limit
    low = query.min_price_minor
    low = None if low is not None and low >= limit else low
    return replace(query, max_price_minor=limit, min_price_minor=low, currency=None if prices_minor else query.currency)


def _dearer(query: Query, prices_minor: Sequence[int]) -> Query:
    if not prices_minor:
        return replace(query, max_price_minor=None)
    floor = median_high(prices_minor) + 1
    high = query.max_price_minor
    high = None if high is not None and high <= floor else high
    return replace(query, min_price_minor=floor, max_price_minor=high, currency=None)


def _with_prices(query: Query, said: Query) -> Query:
    """A new bound takes the place of its like, and of its opposite if both cannot hold."""
    low, high = said.min_price_minor, said.max_price_minor
    if low is None and high is None:
        return query
    if low is None:
        low = query.min_price_minor
        low = None if low is not None and high is not None and low >= high else low
    elif high is None:
        high = query.max_price_minor
        high = None if high is not None and high <= low else high
    return replace(query, min_price_minor=low, max_price_minor=high, currency=said.currency)


def _with_values(query: Query, change: Change) -> Query:
    said = change.said
    attributes = dict(query.attributes)
    for name, value in said.attributes.items():
        held = attributes.get(name, "").split(", ") if name == DIETARY and name in attributes else []
        attributes[name] = ", ".join(_union(held, value.split(", "))) if name != AUDIENCE else value
    asked = {value.casefold() for value in (*said.colors, *said.attributes.values())}
    asked |= {said.text} if change.brings else set()
    return replace(
        query,
        colors=_newer(query.colors, said.colors, adds=change.adds),
        sizes=_newer(query.sizes, said.sizes, adds=change.adds),
        brands=_newer(query.brands, said.brands, adds=change.adds),
        not_brands=tuple(brand for brand in query.not_brands if brand not in said.brands),
        attributes=attributes,
        exclude=tuple(word for word in query.exclude if word not in asked),
        quantity=said.quantity or query.quantity,
        unit=said.unit if said.quantity else query.unit,
        min_rating=said.min_rating or query.min_rating,
        sort=said.sort or query.sort,
        store=said.store or query.store,
    )


def _for_whom(query: Query, current: Query, facts: Sequence[Mapping[str, Collection[str]]]) -> Query:
    """ "For my mom" asks nothing of shampoo, of which the shop tells no such thing."""
    told = any(AUDIENCE in of_kind for of_kind in facts)
    return query if told or not facts or AUDIENCE in current.attributes else _without_attribute(query, AUDIENCE)


def _with_refusals(query: Query, said: Query) -> Query:
    refused = set(said.exclude)
    return replace(
        query,
        exclude=_union(query.exclude, said.exclude),
        not_brands=_union(query.not_brands, said.not_brands),
        brands=tuple(brand for brand in query.brands if brand not in said.not_brands),
        colors=tuple(color for color in query.colors if color_names(color).isdisjoint(refused)),
        attributes={name: value for name, value in query.attributes.items() if value.casefold() not in refused},
        text=_without(query.text, refused),
    )


def _is_another_thing(current: Query, change: Change, kinds: Sequence[str]) -> bool:
    """ "Tents" after jackets; fleece jackets are jackets of another sort, to which the bounds of jackets apply."""
    said = change.said.text
    if not said or not change.kinds or not current.text or change.brings or said in current.text:
        return False
    return _head(said) != _head(current.text) and set(kinds).isdisjoint(change.kinds)


def _afresh(current: Query, change: Change, lexicon: Lexicon) -> Query:
    """What is of the thing goes with it; for whom it is, and what they cannot eat, stays where it can hold."""
    said = change.said
    fits = {name for of_kind in lexicon.facts(change.kinds) for name in of_kind}
    stays = {name: value for name, value in current.attributes.items() if name in OF_THE_PERSON and name in fits}
    diet = stays.get(DIETARY, "").split(", ")
    unsafe = [word for word in current.exclude if f"{word.removesuffix('s')}-free" in diet]
    return replace(
        said,
        text=" ".join(word for word in said.text.split() if word not in _MATCHING) or said.text,
        attributes={**stays, **said.attributes},
        exclude=_union(unsafe, said.exclude),
        sort=Sort.CHEAPEST if changes.CHEAPER in change.named else said.sort,
    )


def _head(text: str) -> tuple[str, ...]:
    """ "Jacket" of "rain jackets with a hood"."""
    words = [word for word in _TELLS_MORE.split(text, maxsplit=1)[0].split() if word]
    return key_of(words[-1]) if words else ()


def _with_text(query: Query, change: Change, lexicon: Lexicon) -> Query:
    """Another sort of the thing asked for keeps the bounds that can hold for it."""
    said = change.said.text
    if not said or said in query.text:
        return query
    if change.brings and query.text:
        return replace(query, text=f"{query.text} with {said}")
    if not change.kinds or not query.text:
        return replace(query, text=f"{said} {query.text}".strip())
    facts = lexicon.facts(change.kinds)
    fits = {name for of_kind in facts for name in of_kind}
    made_in = {size for of_kind in facts for size in of_kind.get("size", ())}
    return replace(
        query,
        text=said,
        colors=query.colors if "color" in fits else change.said.colors,
        sizes=tuple(size for size in query.sizes if size in made_in or size in change.said.sizes),
        attributes={
            name: value for name, value in query.attributes.items() if name in fits or name in change.said.attributes
        },
    )


def _newer(held: Sequence[str], said: Sequence[str], *, adds: bool) -> tuple[str, ...]:
    if not said:
        return tuple(held)
    return _union(held, said) if adds else tuple(said)


def _union(held: Sequence[str], added: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*held, *added]))


def _without(text: str, refused: set[str]) -> str:
    for phrase in refused:
        text = f" {text} ".replace(f" {phrase} ", " ").strip()
    return text.removesuffix(" with")
