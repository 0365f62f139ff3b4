"""What comes before all that is expected of a shopper: what they came for, and what a thing just bought calls for.

An expectation is learned from everybody and every day; these few places are for what is special about this moment.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice

from rerank.candidates.book import Book
from rerank.candidates.drawing import OF_A_CATEGORY, Drawn, Occasion
from rerank.candidates.returning import SELDOM_DAYS
from rerank.candidates.trace import DAY_S, LOOKED_OR_TAKEN, Trace

# So many may stand in front; one or the other is sold out or refused.
MOST = 4
JUST_BOUGHT_DAYS = 1.0
# What goes along with a thing is small beside it; another of its price is a purchase of its own.
SMALL_SHARE = 1 / 3
# Who looked at more than this is known by what they do.
FIRST_LOOKS = 3
BEHIND = 0.9


def just_bought(book: Book, trace: Trace, now: datetime) -> str | None:
    """The latest purchase of a day, where it is of a category that is bought seldom: what is bought again within weeks
    calls for nothing."""
    given_up = trace.given_up(now)
    for step in trace.steps:
        if (now - step.at).total_seconds() > JUST_BOUGHT_DAYS * DAY_S:
            return None
        if step.kind == "purchase" and step.product_id not in given_up:
            place = book.places.get(step.product_id)
            is_seldom = place is not None and book.returning.period_days[book.of_category[place]] >= SELDOM_DAYS
            return step.product_id if is_seldom else None
    return None


def leading(book: Book, trace: Trace, occasion: Occasion, *, along: Sequence[str]) -> list[str]:
    """`along` is what the catalogue says goes with what was just bought; what was bought with it comes before."""
    unwanted = trace.given_up(occasion.at) | trace.bought.keys() | {step.product_id for step in trace.steps}
    named = chain(_called_for(book, trace, occasion.at, along), _came_for(book, trace, occasion))
    return [*islice((each for each in dict.fromkeys(named) if each not in unwanted), MOST)]


def with_leading(drawn: Sequence[Drawn], names: Sequence[str]) -> list[Drawn]:
    """All that leads is among the candidates, whatever is expected of it."""
    known = {each.product_id for each in drawn}
    least = BEHIND * min((each.relevance for each in drawn), default=1.0)
    return [*drawn, *(Drawn(product_id=name, relevance=least) for name in names if name not in known)]


def _called_for(book: Book, trace: Trace, now: datetime, along: Sequence[str]) -> Iterator[str]:
    bought = just_bought(book, trace, now)
    if bought is None:
        return
    place = book.places[bought]
    bought_with = (book.ids[other] for other, _, seen in book.goes.of(place) if seen)
    for name in chain(bought_with, along):
        other = book.places.get(name)
        if other is not None and _is_small_beside(book, other, place):
            yield name


def _is_small_beside(book: Book, other: int, place: int) -> bool:
    return bool(
        book.of_category[other] != book.of_category[place]
        and book.of_currency[other] == book.of_currency[place]
        and book.price_minor[other] <= SMALL_SHARE * book.price_minor[place]
    )


def _came_for(book: Book, trace: Trace, occasion: Occasion) -> Iterator[str]:
    """What they searched for elsewhere, what the address they came from speaks of, or where their first looks lead."""
    yield from occasion.searched
    if occasion.meant:
        yield from (book.ids[place] for place in _foremost(book, sorted(occasion.meant, key=_by_closeness)))
        return
    first = _first_looks(book, trace)
    whom = {int(book.of_audience[place]) for place in first}
    audience = whom.pop() if len(whom) == 1 else None
    near = (other for place in first for other, _, seen in book.near.of(place) if seen)
    categories = dict.fromkeys(book.categories[book.of_category[place]] for place in first)
    places = chain(near, _foremost(book, categories, audience=audience))
    yield from (book.ids[place] for place in _made_for(book, audience, places))


def _foremost(book: Book, categories: Iterable[str], *, audience: int | None = None) -> Iterator[int]:
    """The first of each category, the second of each, and so on."""
    shelves = [_made_for(book, audience, book.in_category.get(category, ()))[:OF_A_CATEGORY] for category in categories]
    for nth in range(OF_A_CATEGORY):
        yield from (shelf[nth] for shelf in shelves if nth < len(shelf))


def _made_for(book: Book, audience: int | None, places: Iterable[int]) -> list[int]:
    """Who looks at nothing but kids' things is shown others of those first."""
    return list(places) if audience is None else sorted(places, key=lambda place: book.of_audience[place] != audience)


def _by_closeness(path: str) -> tuple[int, str]:
    """Whoever speaks of hiking boots means them before all boots."""
    return -len(path.rsplit(" / ", maxsplit=1)[-1].split()), path


def _first_looks(book: Book, trace: Trace) -> list[int]:
    """Places in the book, the latest first; nothing of what was taken, which is not looked for any more."""
    looked = dict.fromkeys(step.product_id for step in trace.steps if step.kind in LOOKED_OR_TAKEN)
    if trace.bought or trace.kindred or len(looked) > FIRST_LOOKS:
        return []
    taken = {step.product_id for step in trace.steps if step.kind == "add_to_cart"}
    places = {name: place for name in looked if (place := book.places.get(name)) is not None}
    had = {book.of_category[place] for name, place in places.items() if name in taken}
    return [place for place in places.values() if book.of_category[place] not in had]
