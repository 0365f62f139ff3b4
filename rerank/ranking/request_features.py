"""What a model may know of the request itself: reckoned when a list is ordered, and kept with it."""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from catalog.colors import answers
from catalog.product import ProductCard
from rerank.features.feature import Entity, Feature, FeatureTable, Values
from rerank.made_for import is_made_for
from rerank.ranking.candidate import Candidate
from rerank.ranking.moment import Moment
from shop.shown import Surface

UNKNOWN = math.nan
_Rows = slice | list[int]
VOICES = frozenset({"alexa", "google", "siri"})
SURFACES = tuple(Surface)

RELEVANCE = Feature(name="relevance", words="how well it answers what was asked", entity=Entity.PAIR)
RELEVANCE_SHARE = Feature(
    name="relevance_share", words="the same as a share of the best answer's in the list", entity=Entity.PAIR
)
PLACE = Feature(name="place_found", words="its place among what was found, by that alone", entity=Entity.PAIR)
RATING = Feature(name="stars", words="its stars, as its card shows them", entity=Entity.ITEM)
PRICE = Feature(name="price_shown", words="its price, as a logarithm", entity=Entity.ITEM)
PRICE_PLACE = Feature(
    name="price_place", words="the share of the list that costs less than it does", entity=Entity.PAIR
)
PRICE_SHARE = Feature(name="price_of_limit", words="its price as a share of the highest asked for", entity=Entity.PAIR)
SURFACE = Feature(
    name="surface", words="where it is shown: in a search, at home, beside a product", entity=Entity.MOMENT
)
VOICE = Feature(name="spoken", words="whether it will be heard rather than seen", entity=Entity.MOMENT)
BRAND_ASKED = Feature(name="brand_asked", words="whether it is of a brand that was asked for", entity=Entity.PAIR)
COLOR_ASKED = Feature(name="color_asked", words="whether it has a color that was asked for", entity=Entity.PAIR)
SIZE_ASKED = Feature(name="size_asked", words="whether its card has a size that was asked for", entity=Entity.PAIR)
AUDIENCE = Feature(
    name="audience_asked", words="whether it is made for whom it was asked for, such as kids", entity=Entity.PAIR
)
TASTE = Feature(name="told_taste", words="how well it suits what the shopper told of themselves", entity=Entity.PAIR)
OWN_STORE = Feature(name="own_store", words="whether the shopper's own store has it", entity=Entity.PAIR)
GOES_WITH = Feature(
    name="goes_with_bought",
    words="how often it is bought with what the shopper has bought or taken",
    entity=Entity.PAIR,
)
SESSION_FIT = Feature(
    name="session_fit",
    words="how well it fits what this session is after, as far as that was thought about",
    entity=Entity.PAIR,
)
# What an expectation rests on where candidates are drawn by one; the names and their order are its own.
OF_EXPECTATION = tuple(
    Feature(name=name, words=words, entity=entity)
    for name, words, entity in (
        ("expected", "what a look at it would bring of this shopper now, as a logarithm", Entity.PAIR),
        ("appeal", "what a look at it brings of anybody, as a logarithm", Entity.ITEM),
        ("came_of_it", "how much they did with this, lately counting more", Entity.PAIR),
        ("shown_of_it", "how much they saw of this in lists, lately counting more", Entity.PAIR),
        ("came_of_category", "how much they did with its category, lately counting more", Entity.PAIR),
        ("shown_of_category", "how much they saw of its category in lists, lately counting more", Entity.PAIR),
        ("category_passed", "how far they are through the usual time between purchases of its category", Entity.PAIR),
        ("category_period", "how many days usually lie between purchases of its category", Entity.ITEM),
        ("taken_last", "whether it is what they last bought of its category", Entity.PAIR),
    )
)

REQUEST_FEATURES = (
    *(RELEVANCE, RELEVANCE_SHARE, PLACE, RATING, PRICE, PRICE_PLACE, PRICE_SHARE, SURFACE, VOICE),
    *(BRAND_ASKED, COLOR_ASKED, SIZE_ASKED, AUDIENCE, TASTE, OWN_STORE, GOES_WITH, SESSION_FIT),
    *OF_EXPECTATION,
)
EXPECTATION_NAMES = tuple(feature.id for feature in OF_EXPECTATION)
HINTED_NAMES = (TASTE.id, OWN_STORE.id, GOES_WITH.id, SESSION_FIT.id, *EXPECTATION_NAMES)
NAMES = tuple(feature.id for feature in REQUEST_FEATURES)


def request_features(moment: Moment, candidates: Sequence[Candidate]) -> FeatureTable:
    """A row for each candidate, in their order."""
    values = np.full((len(candidates), len(NAMES)), UNKNOWN, dtype=np.float32)
    column = {name: values[:, place] for place, name in enumerate(NAMES)}
    if candidates:
        _put_relevance(column, candidates)
        _put_prices(column, moment, candidates)
        _put_moment(column, moment)
        _put_asked(column, moment, candidates)
        # What is hinted of nobody, as nothing is in most searches, is looked for in nobody's hints.
        hinted = {name for each in candidates if each.hints for name in each.hints}
        for name in hinted.intersection(HINTED_NAMES):
            column[name][:] = [each.hints.get(name, UNKNOWN) for each in candidates]
    return FeatureTable(names=NAMES, values=values)


def joined(tables: Sequence[FeatureTable]) -> FeatureTable:
    """Side by side; what several know is taken from the first."""
    names, places = _side_by_side(tuple(table.names for table in tables))
    values: Values = np.concatenate([table.values for table in tables], axis=1, dtype=np.float32)
    return FeatureTable(names=names, values=values[:, places])


def kept(table: FeatureTable, rows: Sequence[int]) -> list[tuple[float | None, ...]]:
    """As they go with a list: what is not known is None. All at once: rounded one by one, they took longer than
    the model.
    """
    values = table.values[rows].astype(np.float64).round(6)
    told = values.astype(np.object_)
    told[np.isnan(values)] = None
    return [tuple(row) for row in told.tolist()]


# The same few tables again and again.
@lru_cache(maxsize=100)
def _side_by_side(of_tables: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], list[int]]:
    names = [name for of_table in of_tables for name in of_table]
    first = {name: place for place, name in reversed(list(enumerate(names)))}
    places = sorted(first.values())
    return tuple(names[place] for place in places), places


def _put_relevance(column: Mapping[str, Values], candidates: Sequence[Candidate]) -> None:
    relevance = np.array([each.relevance for each in candidates], dtype=np.float64)
    best = float(relevance.max())
    column[RELEVANCE.id][:] = relevance
    column[RELEVANCE_SHARE.id][:] = relevance / best if best > 0 else UNKNOWN
    column[PLACE.id][np.argsort(-relevance, kind="stable")] = np.arange(1, len(candidates) + 1)
    column[RATING.id][:] = [UNKNOWN if each.card.rating is None else each.card.rating for each in candidates]


def _put_prices(column: Mapping[str, Values], moment: Moment, candidates: Sequence[Candidate]) -> None:
    prices = np.array([each.card.price.amount_minor for each in candidates], dtype=np.float64)
    currencies = [each.card.price.currency for each in candidates]
    most: _Rows = slice(None)
    alike: Mapping[str, _Rows] = {currencies[0]: most}
    if currencies.count(currencies[0]) < len(currencies):
        # Amounts of different currencies say nothing beside each other: those that most of the list has are told.
        alike = {name: [row for row, of in enumerate(currencies) if of == name] for name in dict.fromkeys(currencies)}
        most = alike[max(alike, key=currencies.count)]
    column[PRICE.id][most] = np.log1p(np.maximum(prices[most], 0))
    for rows in alike.values():
        own = prices[rows]
        column[PRICE_PLACE.id][rows] = np.searchsorted(np.sort(own), own) / len(own)
    query = moment.query
    if query and query.max_price_minor:
        asked = alike.get(query.currency, []) if query.currency else slice(None)
        column[PRICE_SHARE.id][asked] = prices[asked] / query.max_price_minor


def _put_moment(column: Mapping[str, Values], moment: Moment) -> None:
    column[SURFACE.id][:] = SURFACES.index(moment.surface)
    column[VOICE.id][:] = moment.channel in VOICES


def _put_asked(column: Mapping[str, Values], moment: Moment, candidates: Sequence[Candidate]) -> None:
    query = moment.query
    if query is None:
        return
    brands = {brand.casefold() for brand in query.brands}
    sizes = {size.casefold() for size in query.sizes}
    audience = query.attributes.get("audience", "")
    colors = {each.card.attributes.get("color", "") for each in candidates} if query.colors else set()
    of_color = {color for color in colors if _is_of(color, query.colors)}
    asked: tuple[tuple[str, object, Callable[[ProductCard], bool]], ...] = (
        (BRAND_ASKED.id, brands, lambda card: card.brand.casefold() in brands),
        (COLOR_ASKED.id, query.colors, lambda card: card.attributes.get("color", "") in of_color),
        (SIZE_ASKED.id, sizes, lambda card: card.attributes.get("size", "").casefold() in sizes),
        (AUDIENCE.id, audience, lambda card: is_made_for(card, audience)),
    )
    for name, wanted, holds in asked:
        if wanted:
            column[name][:] = [holds(each.card) for each in candidates]


# A shop has a few hundred colors, and reading one takes longer than all else here.
@lru_cache(maxsize=10_000)
def _is_of(color: str, asked: tuple[str, ...]) -> bool:
    return any(answers(color, each) for each in asked)
