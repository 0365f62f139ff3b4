"""How well the next basket is foretold: each customer's last one, from nothing of it but whose it is and when."""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any, TypeVar

import numpy as np

from assistant.evaluation.errors import NothingToMeasure
from assistant.evaluation.figures import bounds, rounded
from assistant.evaluation.implicit_als import implicit_als
from assistant.evaluation.intervals import mean_interval
from assistant.evaluation.progress import Tell, counting, unheard
from assistant.evaluation.purchase_file import Leniency, PurchaseLine, purchase_lines
from rerank.candidates.als import CustomerFactors
from rerank.candidates.fusion import fused
from rerank.candidates.item_knn import PlainItemNeighbours
from rerank.candidates.lessons import parts
from rerank.candidates.method import Method
from rerank.candidates.methods import COLLABORATIVE, WORDS
from rerank.candidates.past import past_of
from rerank.candidates.personal import PersonalTop
from rerank.candidates.popularity import Popularity
from rerank.candidates.purchases import Flags, Occasions, Purchases, Real, Scores, Split, Whole, last_baskets_apart
from rerank.candidates.recommender import STEPS, Recommender
from rerank.candidates.threads import THREADS
from rerank.candidates.worth import CUTOFF, first_places, ndcgs, recalls

FEWEST_BASKETS = 3
# With more last baskets to foretell the figures would hardly change.
MOST_CUSTOMERS = 5_000
# Below this share of described items, words would tell of the described ones rather than of what is wanted.
LEAST_DESCRIBED = 0.5
PRODUCT = "reranker"
REFERENCES = ("popularity", "personal_top", "item_knn_plain")
RECENT = "popularity_14_days"

Key = TypeVar("Key")
Embed = Callable[[Sequence[str]], Scores]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """`words` are the items' descriptions in the order of their numbers, empty where there is none."""

    purchases: Purchases
    words: tuple[str, ...]


def measure_recommendations(
    path: Path,
    *,
    embed: Embed,
    most_customers: int = MOST_CUSTOMERS,
    leniency: Leniency | None = None,
    tell: Tell = unheard,
) -> dict[str, Any]:
    """`embed` gives each description a vector of length one; it is not asked where nothing is described."""
    leniency, clock = leniency or Leniency(), _Clock()
    bought = gathered(purchase_lines(path, leniency=leniency, tell=tell))
    split = _last_baskets(bought.purchases)
    clock.stop("reading")
    vectors = description_vectors(bought.words, embed)
    clock.stop("describing")
    recommender = Recommender(split.history, vectors=vectors, advance=counting("Learning", STEPS, tell))
    clock.stop("learning")
    drawn = _drawn(split, most_customers)
    methods = measured(drawn, _layers(split.history, recommender), tell=tell)
    clock.stop("foretelling")
    return {
        "all": methods[PRODUCT]["all"],
        "new": methods[PRODUCT]["new"],
        "methods": methods,
        "learned": recommender.learned,
        "chosen": _chosen(recommender),
        "described": vectors is not None,
        "customers": bought.purchases.customers,
        "items": bought.purchases.items,
        "baskets": len(bought.purchases.basket_day),
        "split": {"fewest_baskets": FEWEST_BASKETS, "able": len(split.occasions), "foretold": len(drawn.occasions)},
        "seconds": clock.seconds,
        "lines_left_out": [str(each) for each in leniency.left_out],
    }


class _Clock:
    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}
        self._since = monotonic()

    def stop(self, what: str) -> None:
        now = monotonic()
        self.seconds[what], self._since = round(now - self._since, 1), now


def _last_baskets(purchases: Purchases) -> Split:
    if not purchases.customers:
        raise NothingToMeasure(reason="the file has no line of a customer who bought something")
    split = last_baskets_apart(purchases, fewest=FEWEST_BASKETS)
    if not len(split.occasions):
        raise NothingToMeasure(
            reason=f"no customer has {FEWEST_BASKETS} baskets, the last with a thing that another basket holds as well "
            f"({purchases.customers} customers, {len(purchases.basket_day)} baskets)"
        )
    return split


def _drawn(split: Split, most: int) -> Split:
    """The same ones each time."""
    if len(split.occasions) <= most:
        return split
    rows = np.sort(np.random.default_rng(1).choice(len(split.occasions), most, replace=False))
    return Split(history=split.history, occasions=split.occasions.part(rows), bought=split.bought[rows])


def gathered(lines: Iterable[PurchaseLine]) -> Bought:
    """A basket is a customer's; its time and its place among the customer's are those of its first line."""
    customers: dict[str, int] = {}
    items: dict[str, int] = {}
    baskets: dict[tuple[int, str], int] = {}
    words: dict[int, str] = {}
    owner, day, in_basket, held = array("q"), array("d"), array("q"), array("q")
    for line in lines:
        customer, item = _number(customers, line.customer), _number(items, line.item)
        basket = _number(baskets, (customer, line.basket))
        if basket == len(owner):
            owner.append(customer)
            day.append(_day(line))
        in_basket.append(basket)
        held.append(item)
        if any(letter.isalpha() for letter in line.description):
            words[item] = line.description.lower()
    # Sorting is stable: baskets of one moment stay as the file has them.
    order = np.lexsort((np.array(day), np.array(owner, np.int64)))
    placed = np.empty_like(order)
    placed[order] = np.arange(len(order))
    line_basket, line_item = _once(placed[np.array(in_basket, np.int64)], np.array(held, np.int64), len(items))
    purchases = Purchases(
        customers=len(customers),
        items=len(items),
        basket_customer=np.array(owner, np.int64)[order],
        basket_day=np.array(day, float)[order],
        line_basket=line_basket,
        line_item=line_item,
    )
    return Bought(purchases=purchases, words=tuple(words.get(item, "") for item in range(len(items))))


def _once(baskets: Whole, held: Whole, items: int) -> tuple[Whole, Whole]:
    """By basket; what is in one twice counts where it came first."""
    _, first = np.unique(baskets * items + held, return_index=True)
    first.sort()
    by_basket = first[np.argsort(baskets[first], kind="stable")]
    return baskets[by_basket], held[by_basket]


def description_vectors(words: Sequence[str], embed: Embed) -> Scores | None:
    """Nothing for an item without words; None where too few have any."""
    described = [place for place, text in enumerate(words) if text]
    if len(described) < LEAST_DESCRIBED * len(words):
        return None
    found = np.asarray(embed([words[place] for place in described]), np.float32)
    vectors = np.zeros((len(words), found.shape[1]), np.float32)
    vectors[described] = found
    return vectors


# Orders of the same occasions, by what made them.
Orders = Callable[[Occasions], Mapping[str, Scores]]


def references(history: Purchases) -> Orders:
    """What a recommendation has to be better than."""
    methods: dict[str, Method] = {
        "popularity": Popularity(history),
        "personal_top": PersonalTop(history),
        "item_knn_plain": PlainItemNeighbours(history),
    }
    return lambda asked: {name: method.scores(asked) for name, method in methods.items()}


def _layers(history: Purchases, recommender: Recommender) -> Orders:
    """The references, each method by itself, and the layers one upon another."""
    als = implicit_als()
    implicit = CustomerFactors(history, factorizer=als) if als else None

    def orders(asked: Occasions) -> Mapping[str, Scores]:
        told = recommender.told(asked)
        found = {name: told[name] for name in REFERENCES}
        if implicit:
            found["als_of_implicit"] = implicit.scores(asked)
        found |= {name: told[name] for name in (RECENT, *COLLABORATIVE)}
        words = [told[name] for name in WORDS if name in told]
        found |= {name: told[name] for name in WORDS if name in told}
        collaborative = [told[name] for name in COLLABORATIVE]
        found["collaborative"] = fused(collaborative)
        if words:
            found["collaborative+embeddings"] = fused([*collaborative, *words])
        found[PRODUCT] = recommender.ordered(asked, told)
        return found

    return orders


def measured(split: Split, orders: Orders, *, tell: Tell = unheard) -> dict[str, Any]:
    asked = split.occasions
    advance = counting("Foretelling last baskets", len(asked), tell)
    found: dict[str, dict[str, list[Figures]]] = {}

    def held(part: slice | Whole) -> dict[str, dict[str, Figures]]:
        now, truth = asked.part(part), split.bought[part].toarray() > 0
        own = past_of(split.history, now).counted() > 0
        told = {}
        for name, scores in orders(now).items():
            # As far down as the new things of a list whose first ones are all known.
            first = first_places(scores, CUTOFF + int(own.sum(axis=1).max()))
            new_first = np.argsort(np.take_along_axis(own, first, axis=1), axis=1, kind="stable")
            new = np.take_along_axis(first, new_first, axis=1)
            told[name] = {"all": _held_against(first, truth), "new": _held_against(new, truth & ~own)}
        return told

    with ThreadPoolExecutor(THREADS) as threads:
        every = list(parts(asked, split.history.items))
        for part, told in zip(every, threads.map(held, every), strict=True):
            advance(len(asked.part(part)))
            for name, sides in told.items():
                for side, figures in sides.items():
                    found.setdefault(name, {}).setdefault(side, []).append(figures)
    return {name: {side: _figures(each) for side, each in sides.items()} for name, sides in found.items()}


# nDCG and recall of each occasion; not a number where there was nothing to foretell.
Figures = Real


def _held_against(ranked: Whole, truth: Flags) -> Figures:
    hits = np.take_along_axis(truth, ranked[:, :CUTOFF], axis=1)
    wanted = truth.sum(axis=1)
    return np.column_stack([ndcgs(hits, wanted), recalls(hits, wanted)])


def _figures(each: Sequence[Figures]) -> dict[str, Any]:
    names = (f"ndcg@{CUTOFF}", f"recall@{CUTOFF}")
    known = np.concatenate(each)
    known = known[np.isfinite(known[:, 0])]
    intervals = {name: mean_interval(known[:, place].tolist()) for place, name in enumerate(names)}
    return {
        **{name: rounded(interval.mean) if interval else None for name, interval in intervals.items()},
        "intervals_95": {name: bounds(interval) for name, interval in intervals.items()},
        "customers": len(known),
    }


def _chosen(recommender: Recommender) -> dict[str, Any]:
    """By what the product orders here, and what each way was worth on earlier last baskets; nothing of the test's."""
    choice = recommender.choice
    return {
        "all": str(choice.every),
        "new": str(choice.new),
        "earlier_baskets": recommender.occasions,
        f"ndcg@{CUTOFF}": {
            side: {way: rounded(worth) for way, worth in ways.items()} for side, ways in choice.worth.items()
        },
    }


def _number(numbers: dict[Key, int], name: Key) -> int:
    return numbers.setdefault(name, len(numbers))


def _day(line: PurchaseLine) -> float:
    return line.at.timestamp() / 86_400
