"""How preferences act on what was found: what is kept back, what comes first, and why; no I/O."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog.attributes.goods import Goods, goods_named
from catalog.colors import answers
from catalog.product import ProductCard
from catalog.query import Query
from catalog.retrieval.analyser import compounds_of
from catalog.retrieval.document import wanted_facets
from catalog.retrieval.exclusions import Exclusion, exclusions_of
from catalog.retrieval.traits import Traits
from shop.preferences.diets import is_eaten, marks_for, refused_by
from shop.preferences.naming import worn_named
from shop.preferences.preference import LOW_PRICES, Kind, Preference, Preferences, Stance

LIKED, SUITING, NEAR, LOW, OWN, TOO_DEAR = 0.05, 0.05, 0.04, 0.08, 0.15, -0.5
WOULD_BE_SHOWN = 10
# Where nothing tells what sort a thing is, keeping it back does less harm than showing it.
_EATEN = frozenset({Goods.FOOD, Goods.CARE, Goods.UNKNOWN})
_FOR_SMALL_ONES = frozenset({"kids", "baby", "boys", "girls", "toddler", "children"})
_SMALL_ONES = frozenset(facet for one in _FOR_SMALL_ONES for facet in wanted_facets("audience", one))
# "Almond butter" and "oat milk" are named after what they stand in for.
_OF_PLANTS = frozenset(
    [
        "almond",
        "oat",
        "soy",
        "coconut",
        "rice",
        "cashew",
        "peanut",
        "hazelnut",
        "cocoa",
        "shea",
        "nut",
        "pea",
        "hemp",
        "vegan",
        "plant",
    ]
)
_STANDS_IN = frozenset(["milk", "butter", "cream", "cheese", "yogurt"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One preference that keeps things back; a thing with one of `marks` is pardoned, whatever its name says."""

    preference: Preference
    exclusions: tuple[Exclusion, ...] = ()
    marks: frozenset[str] = frozenset()
    brand: str = ""
    eaten: bool = False

    def holds_for(self, card: ProductCard, traits: Traits) -> bool:
        if self.brand:
            return card.brand.casefold() == self.brand
        if self.eaten and not _may_be_eaten(card, traits):
            return False
        if self.marks & traits.facets:
            return False
        return any(_is_refused(exclusion, traits, diet=bool(self.marks)) for exclusion in self.exclusions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suited:
    """`left_out` are the preferences for whose sake something was kept back; `no_size` one that nothing comes in.

    `near` are the ids of what the shopper's own store has; None where there is no such store.
    """

    cards: tuple[ProductCard, ...]
    bonus: Mapping[str, float] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[Preference, ...] = ()
    no_size: Preference | None = None
    near: frozenset[str] | None = None


def refusals_of(preferences: Preferences, query: Query, *, anyway: bool = False) -> list[Refusal]:
    """What is asked for by name is shown: leather boots are leather. What harms is shown only "anyway"."""
    if anyway:
        return []
    return [
        refusal
        for one in preferences
        if (refusal := _refusal(one)) is not None and not (_may_be_lifted(one) and _asks_for(query, one))
    ]


def suited(
    cards: Sequence[ProductCard],
    traits: Mapping[str, Traits],
    preferences: Preferences,
    query: Query,
    *,
    refusals: Sequence[Refusal],
    store: str = "",
) -> Suited:
    """`store` is the name of the favourite one, as far as there is one. What nothing is known of stays."""
    kept, left_out = without_refused(cards, traits, refusals)
    kept, sized, no_size = _in_size(kept, traits, preferences, query)
    bonus, why = {}, {}
    for card in kept:
        reasons = list(_reasons(card, traits.get(card.id, Traits()), preferences, query, store=store))
        reasons.sort(key=lambda reason: -reason[0])
        bonus[card.id] = sum(amount for amount, _ in reasons)
        told = [*([f"in your size, {sized[card.id]}"] if card.id in sized else []), *(words for _, words in reasons)]
        if said := [words for words in told if words]:
            why[card.id] = ", ".join(said[:2])
    if preferences.value_of(Kind.BUDGET) == LOW_PRICES:
        for place, card in enumerate(sorted(kept, key=lambda card: card.price.amount_minor)):
            bonus[card.id] += LOW * (1 - place / max(len(kept), 1))
    near = None
    if preferences.value_of(Kind.STORE):
        near = frozenset(card.id for card in kept if traits.get(card.id, Traits()).in_store)
    return Suited(cards=tuple(kept), bonus=bonus, why=why, left_out=left_out, no_size=no_size, near=near)


def names_refused(refusals: Iterable[Refusal]) -> list[str]:
    """As words a search can leave out by itself."""
    return [words for one in refusals for exclusion in one.exclusions for words in exclusion.words[:1]]


def without_refused(
    cards: Sequence[ProductCard],
    traits: Mapping[str, Traits],
    refusals: Sequence[Refusal],
    *,
    seen: int = WOULD_BE_SHOWN,
) -> tuple[list[ProductCard], tuple[Preference, ...]]:
    """What is left, and for the sake of what the rest is not, as far as it would have been `seen`."""
    kept: list[ProductCard] = []
    left_out: dict[Preference, None] = {}
    for place, card in enumerate(cards):
        against = [one for one in refusals if card.id in traits and one.holds_for(card, traits[card.id])]
        # What nobody would have seen is not missed.
        left_out |= dict.fromkeys(one.preference for one in against if place < seen)
        kept.extend([] if against else [card])
    return kept, tuple(left_out)


def _refusal(one: Preference) -> Refusal | None:
    if one.kind is Kind.DIET and one.stance is Stance.IS and not one.about:
        refused = refused_by(one.value)
        marks = frozenset(facet for mark in marks_for(one.value) for facet in wanted_facets("dietary", mark))
        return (
            Refusal(preference=one, exclusions=tuple(exclusions_of(refused)), marks=marks, eaten=True)
            if refused
            else None
        )
    if one.stance is not Stance.AVOIDS:
        return None
    if one.kind is Kind.BRAND:
        return Refusal(preference=one, brand=one.value.casefold())
    return Refusal(
        preference=one,
        exclusions=tuple(exclusions_of([one.value])),
        eaten=one.kind is Kind.DIET or (one.kind is Kind.ALLERGY and is_eaten(one.value)),
    )


def _may_be_eaten(card: ProductCard, traits: Traits) -> bool:
    """Babies share a shelf with pets in many shops, and what they are fed is food all the same."""
    goods = goods_named((*traits.category, card.category), traits.kind)
    is_for_people = _is_for_small_ones(traits) or bool(_FOR_SMALL_ONES & set(traits.kind.lower().split()))
    return goods in _EATEN or (goods is Goods.PETS and is_for_people)


def _may_be_lifted(one: Preference) -> bool:
    return one.kind not in {Kind.DIET, Kind.ALLERGY}


def _asks_for(query: Query, one: Preference) -> bool:
    named = " ".join((query.text, *query.attributes.values(), *query.colors, *query.brands)).casefold()
    return one.value.casefold() in named or (
        bool(compounds_of(one.value)) and compounds_of(one.value) <= compounds_of(named)
    )


def _is_refused(exclusion: Exclusion, traits: Traits, *, diet: bool) -> bool:
    words, implied = frozenset(exclusion.words), frozenset(exclusion.implied)
    if words <= traits.holds or implied & traits.holds:
        return True
    stand_ins = _STANDS_IN if diet and _OF_PLANTS & traits.called else frozenset()
    return words <= traits.called or bool((implied - stand_ins) & traits.called and not _is_pardoned(exclusion, traits))


def _is_pardoned(exclusion: Exclusion, traits: Traits) -> bool:
    return any(f"dietary={mark}" in traits.facets for mark in exclusion.pardons)


def _in_size(
    cards: list[ProductCard], traits: Mapping[str, Traits], preferences: Preferences, query: Query
) -> tuple[list[ProductCard], dict[str, str], Preference | None]:
    """Only what is in stock in the shopper's size, unless a size or a child was named, or nothing would be left."""
    if query.sizes or _FOR_SMALL_ONES & set(query.attributes.get("audience", "").lower().split(", ")):
        return cards, {}, None
    sized: dict[str, str] = {}
    kept: list[ProductCard] = []
    missed: Preference | None = None
    for card in cards:
        mine = _size_for(card, traits.get(card.id), preferences)
        if mine is None or mine.fits:
            kept.append(card)
            sized |= {card.id: mine.size.value} if mine else {}
        else:
            missed = mine.size
    return (kept, sized, None) if kept else (cards, {}, missed)


@dataclass(frozen=True, slots=True)
class _Sized:
    size: Preference
    fits: bool


def _size_for(card: ProductCard, traits: Traits | None, preferences: Preferences) -> _Sized | None:
    """None for what comes in no sizes, or in sizes of another scale, as those of children do; a nine of women's shoes
    is no nine of men's.
    """
    if traits is None or not traits.made_in:
        return None
    about = _worn(card, traits)
    if _is_for_small_ones(traits) or _is_for_others(traits, preferences.audience_of(about)):
        return None
    wanted = {one.about: one for one in preferences.of_kind(Kind.SIZE)}
    size = wanted.get(about) if about else None
    size = size or (wanted.get("") if about else None)
    if size is None:
        return None
    facet = wanted_facets("size", size.value)[0]
    if not any(_scale(facet) == _scale(other) for other in traits.made_in):
        return None
    return _Sized(size, facet in traits.sizes)


def _worn(card: ProductCard, traits: Traits) -> str:
    return worn_named(f"{' '.join(traits.category)} {traits.kind} {card.title}".lower())


def _is_for_small_ones(traits: Traits) -> bool:
    """An M of children is nobody's own M."""
    meant = {facet for facet in traits.facets if facet.startswith("audience=")}
    return bool(meant) and meant <= _SMALL_ONES


def _is_for_others(traits: Traits, audience: str | None) -> bool:
    meant = {facet for facet in traits.facets if facet.startswith("audience=")}
    return bool(audience and meant) and not meant & set(wanted_facets("audience", audience or ""))


def _scale(facet: str) -> str:
    size = facet.removeprefix("size=")
    if size.replace(".", "").isdigit():
        return "number"
    return "letter" if size in {"xs", "s", "m", "l", "xl", "2xl", "3xl"} else size.lstrip("0123456789.") or size


def _reasons(
    card: ProductCard, traits: Traits, preferences: Preferences, query: Query, *, store: str
) -> Iterable[tuple[float, str]]:
    goods = "" if "audience" in query.attributes else _worn(card, traits)
    own = preferences.audience_of(goods) if goods else None
    if own and set(wanted_facets("audience", own)) & traits.facets:
        yield OWN, ""
    for one in preferences:
        if one.stance is Stance.LIKES and not one.about:
            yield from _liking(card, traits, one, query)
        elif one.kind is Kind.DIET and not one.about and set(wanted_facets("dietary", one.value)) <= traits.facets:
            yield SUITING, one.value
        elif one.kind is Kind.STORE and traits.in_store and query.store is None:
            yield NEAR, f"at {store}, your store" if store else "at your store"
        elif one.kind is Kind.BUDGET and one.value != LOW_PRICES and _is_over(card, one):
            yield TOO_DEAR, ""


def _liking(card: ProductCard, traits: Traits, one: Preference, query: Query) -> Iterable[tuple[float, str]]:
    if one.kind is Kind.BRAND and card.brand.casefold() == one.value.casefold() and not query.brands:
        yield LIKED, "a brand you like"
    elif one.kind is Kind.COLOR and not query.colors and answers(card.attributes.get("color", ""), one.value):
        yield LIKED, f"in {one.value}, your color"
    elif one.kind is Kind.MATERIAL and compounds_of(one.value) <= traits.holds:
        yield LIKED, f"{one.value}, as you like"
    elif one.kind in {Kind.GOODS, Kind.DIET} and set(wanted_facets("dietary", one.value)) <= traits.facets:
        yield LIKED, one.value


def _is_over(card: ProductCard, budget: Preference) -> bool:
    amount, _, currency = budget.value.partition(" ")
    if currency not in {"", card.price.currency} or not amount.isdigit():
        return False
    about = worn_named(f"{card.category} {card.title}".lower())
    return card.price.amount_minor > int(amount) and budget.about in {"", about}
