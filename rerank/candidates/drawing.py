"""Draws candidates for a moment from the book and from what is known of the shopper; pure, and quick."""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np

from catalog.buyable import Anchor
from rerank.candidates import whys
from rerank.candidates.book import Book
from rerank.candidates.expectation import Expectation, expectation, just_had
from rerank.candidates.neighbourhood import Neighbourhood
from rerank.candidates.tastes import taste_for
from rerank.candidates.trace import DAY_S, Repeat, Step, Trace

# How much more a source makes of its best than is expected of it: before all of what the shopper asked for elsewhere or
# is due for, and little where the source only names what is often met.
MEANT, DUE, LIKED, COMPANY, NEAR = 60.0, 3.0, 10.0, 2.0, 1.0
FOLLOWS, KINDRED, TASTE, ALIKE, POPULAR = 0.2, 0.2, 0.2, 0.2, 0.1
# Beside a product or a cart there is nothing that is expected of anybody.
DUE_BESIDE, COMPANY_BESIDE, BESIDE = 1.0, 0.6, 0.35
# Of relevance so much is left to the second of a category beside the first.
AGAIN = 0.8
# So many sightings are no chance any more, and may be told.
ENOUGH_SEEN, ENOUGH_SOLD, SURELY_A_HABIT = 3, 5, 10
FOLLOWED = 60
RECENT_STEPS, JUST_BOUGHT_DAYS = 8, 30.0
HALF_LIFE_DAYS = 7.0
FROM_POPULAR, FROM_EXPECTED = 60, 200
WEIGHT_OF = {"purchase": 1.0, "add_to_cart": 1.0, "click": 0.7, "view": 0.6, "dwell": 0.8}


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """`why` is true of it, or empty; `sources` are the methods that named it, `facts` what its expectation rests on."""

    product_id: str
    relevance: float
    why: str = ""
    sources: frozenset[str] = frozenset()
    facts: Sequence[float] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """When it is, and what was asked of others: what was searched for elsewhere, categories that led here, what reads
    like the latest things looked at, and what the shopper told they like.
    """

    at: datetime
    searched: Sequence[str] = ()
    meant: frozenset[str] = frozenset()
    alike: Sequence[str] = ()
    liked: Sequence[str] = ()


@dataclass(slots=True)
class Ballot:
    """Each source gives what it thinks of a product; the one that thinks most of it says why."""

    worth: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    most: dict[str, float] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    sources: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def count(self, source: str, weight: float, named: Iterable[tuple[str, float, str]]) -> None:
        """`named` has a product, a number that means something within this source only, and why."""
        every = [each for each in named if each[1] > 0]
        best = max((worth for _, worth, _ in every), default=1.0)
        for product_id, worth, why in every:
            amount = weight * worth / best
            self.worth[product_id] += amount
            self.sources[product_id].add(source)
            if why and amount > self.most.get(product_id, 0.0):
                self.most[product_id], self.why[product_id] = amount, why

    def times(self, usual: Mapping[str, float], *, otherwise: float) -> None:
        """What sources think of a product is by how much more than is usual of it; of the unknown, than `otherwise`."""
        for product_id in self.worth.keys() | usual.keys():
            self.worth[product_id] = (1.0 + self.worth[product_id]) * usual.get(product_id, otherwise)

    def drawn(self, *, but: frozenset[str], most: int) -> list[Drawn]:
        """Best first; relevance is from 0 to 1, by the root: one that all sources name must not make the rest alike."""
        kept = sorted((each for each in self.worth.items() if each[0] not in but), key=lambda each: (-each[1], each[0]))
        best = kept[0][1] if kept else 1.0
        return [
            Drawn(
                product_id=product_id,
                relevance=math.sqrt(worth / best),
                why=self.why.get(product_id, ""),
                sources=frozenset(self.sources[product_id]),
            )
            for product_id, worth in kept[:most]
        ]


def to_begin_with(book: Book, trace: Trace, occasion: Occasion, *, most: int, also: Iterable[str] = ()) -> list[Drawn]:
    """For a shopper who asked for nothing: what is due, what goes on from what they do, and what everybody takes.

    `also` is drawn however little there is to say for it, if nothing speaks against it.
    """
    ballot = Ballot()
    repeats = trace.repeats(occasion.at)
    bought, now = trace.bought, occasion.at
    ballot.count("due", DUE, _due(repeats))
    ballot.count("follows", FOLLOWS, _following(book, bought))
    ballot.count("near", NEAR, _near_recent(book, trace.steps, now))
    ballot.count("company", COMPANY, _with_just_bought(book, trace, now))
    ballot.count("taste", TASTE, ((name, worth, "") for name, worth in taste_for(book, _interests(trace, now))))
    ballot.count("kindred", KINDRED, ((name, worth, whys.LIKE_YOU) for name, worth in trace.kindred.items()))
    ballot.count("popular", POPULAR, popular(book, now))
    ballot.count("searched", MEANT, _by_place(occasion.searched))
    ballot.count("meant", MEANT, _of_categories(book, occasion.meant))
    ballot.count("alike", ALIKE, _by_place(occasion.alike))
    ballot.count("liked", LIKED, _by_place(occasion.liked))
    named = frozenset(also)
    for name in named:
        ballot.worth[name] += 0.0
    found = expectation(book, trace, now)
    ballot.times(_expected(book, found, ballot.worth), otherwise=float(np.median(found.worth)) if len(book) else 1.0)
    fresh = just_had(book, trace, now) - {each.product_id for each in repeats}
    drawn = ballot.drawn(but=fresh | trace.given_up(now), most=len(book))
    return _with_facts(book, found, varied(book, drawn, most=most, also=named))


def beside(book: Book, anchors: Mapping[str, Anchor], trace: Trace, occasion: Occasion, *, most: int) -> list[Drawn]:
    """What goes with some products: of other kinds, bought together; and what the shopper is due to buy again."""
    ballot = Ballot()
    kinds = {anchor.category for anchor in anchors.values()}
    repeats = trace.repeats(occasion.at)
    ballot.count("due", DUE_BESIDE, _due(repeats))
    ballot.count(
        "company", COMPANY_BESIDE, _company(book, {name: anchor.title for name, anchor in anchors.items()}, kinds)
    )
    ballot.count("beside", BESIDE, _of_companions(book, kinds))
    return ballot.drawn(but=frozenset(anchors) | trace.given_up(occasion.at), most=most)


def varied(book: Book, drawn: Sequence[Drawn], *, most: int, also: frozenset[str] = frozenset()) -> list[Drawn]:
    """The second of a category is worth less beside the first, and the third less again; the best of them then."""
    met: dict[int, int] = defaultdict(int)
    worth: list[float] = []
    for each in drawn:
        place = book.places.get(each.product_id)
        # What no book knows is of no category either.
        category = -1 if place is None else int(book.of_category[place])
        worth.append(each.relevance * AGAIN ** met[category])
        met[category] += place is not None
    order = sorted(range(len(drawn)), key=lambda at: -worth[at])
    kept = order[:most] + [at for at in order[most:] if drawn[at].product_id in also]
    return [replace(drawn[at], relevance=worth[at]) for at in kept]


def last_of_all(book: Book, drawn: Sequence[Drawn], *, at_most_minor: Mapping[str, float]) -> list[Drawn]:
    """Of what goes with a cart the small things that are seldom bought alone, by the currencies that the cart is in."""
    found = []
    for each in drawn:
        place = book.places.get(each.product_id)
        if place is None or book.price_minor[place] > at_most_minor.get(book.currencies[book.of_currency[place]], -1.0):
            continue
        share = each.relevance * (0.5 + float(book.along[place]))
        found.append(Drawn(product_id=each.product_id, relevance=share, why=each.why, sources=each.sources))
    return sorted(found, key=lambda each: -each.relevance)


def popular(book: Book, now: datetime) -> Iterator[tuple[str, float, str]]:
    """What is done most these days, where the hour has its say; what the catalogue puts first, where nobody did any."""
    lift = book.lift[now.hour][book.of_category] if len(book) else book.lately
    worth = (book.lately + 0.3 * book.rising) * lift + 0.2 * book.standing
    most = min(FROM_POPULAR, len(worth))
    for place in np.argpartition(-worth, most - 1)[:most].tolist() if most else ():
        is_told = book.sold[place] >= ENOUGH_SOLD and book.lately[place] >= 0.5
        yield book.ids[place], float(worth[place]), whys.POPULAR if is_told else ""


def _expected(book: Book, found: Expectation, named: Iterable[str]) -> dict[str, float]:
    """Of what most is expected of, and of whatever is named."""
    most = min(FROM_EXPECTED, len(book))
    best = np.argpartition(-found.worth, most - 1)[:most].tolist() if most else ()
    places = {*best, *(book.places[name] for name in named if name in book.places)}
    return {book.ids[place]: float(found.worth[place]) for place in places}


def _with_facts(book: Book, found: Expectation, drawn: Sequence[Drawn]) -> list[Drawn]:
    known = [place for each in drawn if (place := book.places.get(each.product_id)) is not None]
    facts = iter(found.facts(book, np.array(known, np.int64)).tolist())
    return [replace(each, facts=next(facts)) if each.product_id in book.places else each for each in drawn]


def _due(repeats: Iterable[Repeat]) -> Iterator[tuple[str, float, str]]:
    """What is due is due, whether it was bought ten times or fifty."""
    for each in repeats:
        yield each.product_id, min(each.times, SURELY_A_HABIT), whys.bought_every(each.cycle_days)


def _following(book: Book, bought: Mapping[str, Sequence[datetime]]) -> Iterator[tuple[str, float, str]]:
    if book.follows.weight.size:
        summed: dict[int, float] = defaultdict(float)
        for name in sorted(bought, key=lambda each: bought[each][-1], reverse=True)[:FOLLOWED]:
            for other, weight, _ in _neighbours(book, book.follows, name):
                summed[other] += weight
        for other, weight in summed.items():
            yield book.ids[other], weight, ""


def _near_recent(book: Book, steps: Sequence[Step], now: datetime) -> Iterator[tuple[str, float, str]]:
    for step, share in _latest(steps, now):
        for other, weight, seen in _neighbours(book, book.near, step.product_id):
            why = whys.like_looked_at(step.title) if seen >= ENOUGH_SEEN and step.kind != "purchase" else ""
            yield book.ids[other], weight * share, why


def _with_just_bought(book: Book, trace: Trace, now: datetime) -> Iterator[tuple[str, float, str]]:
    """Bought a phone: its case and its charger first."""
    fresh = {name: at[-1] for name, at in trace.bought.items() if _age_days(at[-1], now) <= JUST_BOUGHT_DAYS}
    titles = trace.titles
    for name in fresh:
        place = book.places.get(name)
        if place is not None:
            kinds = {book.categories[book.of_category[place]]}
            for other, weight, why in _company(book, {name: titles[name]}, kinds):
                yield other, weight, whys.goes_with_bought(titles[name]) if why else ""


def _company(book: Book, titles: Mapping[str, str], kinds: set[str]) -> Iterator[tuple[str, float, str]]:
    """Another of the same kind is a choice, and no company."""
    for name, title in titles.items():
        for other, weight, seen in _neighbours(book, book.goes, name):
            if book.categories[book.of_category[other]] not in kinds:
                yield book.ids[other], weight, whys.bought_with(title) if seen >= ENOUGH_SEEN else ""


def _of_companions(book: Book, kinds: set[str]) -> Iterator[tuple[str, float, str]]:
    for kind in kinds:
        for place, category in enumerate(book.beside.get(kind, ())):
            for second, other in enumerate(book.in_category.get(category, ())[:OF_A_CATEGORY]):
                yield book.ids[other], 1.0 / (1 + place) / (1 + second), ""


OF_A_CATEGORY = 10


def _of_categories(book: Book, categories: Iterable[str]) -> Iterator[tuple[str, float, str]]:
    for category in categories:
        for place, item in enumerate(book.in_category.get(category, ())[:OF_A_CATEGORY]):
            yield book.ids[item], 1 - place / OF_A_CATEGORY, ""


def _by_place(product_ids: Sequence[str]) -> Iterator[tuple[str, float, str]]:
    for place, product_id in enumerate(product_ids):
        yield product_id, 1 - place / len(product_ids), ""


def _interests(trace: Trace, now: datetime) -> dict[str, float]:
    found: dict[str, float] = defaultdict(float)
    for step in trace.steps:
        found[step.product_id] = max(found[step.product_id], WEIGHT_OF.get(step.kind, 0.0))
    unwanted = trace.given_up(now)
    return {name: worth for name, worth in found.items() if worth and name not in unwanted}


def _latest(steps: Sequence[Step], now: datetime) -> Iterator[tuple[Step, float]]:
    """The latest products anything was done with, each once, and how much of that is left."""
    met: set[str] = set()
    for step in steps:
        if step.product_id in met or step.kind not in WEIGHT_OF:
            continue
        met.add(step.product_id)
        yield step, WEIGHT_OF[step.kind] * 0.5 ** (_age_days(step.at, now) / HALF_LIFE_DAYS)
        if len(met) == RECENT_STEPS:
            return


def _neighbours(book: Book, near: Neighbourhood, name: str) -> Iterator[tuple[int, float, int]]:
    place = book.places.get(name)
    return near.of(place) if place is not None else iter(())


def _age_days(at: datetime, now: datetime) -> float:
    return max((now - at).total_seconds(), 0.0) / DAY_S
