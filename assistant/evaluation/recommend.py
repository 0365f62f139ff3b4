"""How well the next basket is foretold: each customer's last one, from nothing of it but whose it is and when."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
# Below this share of described items, words would tell of the described ones rather than of what is wanted.
LEAST_DESCRIBED = 0.5
PRODUCT = "reranker"
REFERENCES = ("popularity", "personal_top", "item_knn_plain")
RECENT = "popularity_14_days"

Embed = Callable[[Sequence[str]], Scores]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """`words` are the items' descriptions in the order of their numbers, empty where there is none."""

    purchases: Purchases
    words: tuple[str, ...]


def measure_recommendations(
    path: Path, *, embed: Embed, leniency: Leniency | None = None, tell: Tell = unheard
) -> dict[str, Any]:
    """`embed` gives each description a vector of length one; it is not asked where nothing is described."""
    leniency = leniency or Leniency()
    bought = gathered(purchase_lines(path, leniency=leniency, tell=tell))
    split = last_baskets_apart(bought.purchases, fewest=FEWEST_BASKETS)
    if not len(split.occasions):
        raise NothingToMeasure(reason=f"no customer has {FEWEST_BASKETS} baskets of things that others bought as well")
    vectors = description_vectors(bought.words, embed)
    recommender = Recommender(split.history, vectors=vectors, advance=counting("Learning", STEPS, tell))
    methods = measured(split, _layers(split.history, recommender), tell=tell)
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
        "lines_left_out": [str(each) for each in leniency.left_out],
    }


def gathered(lines: Iterable[PurchaseLine]) -> Bought:
    """A basket is a customer's; its time and its place among the customer's are those of its first line."""
    customers: dict[str, int] = {}
    items: dict[str, int] = {}
    words: dict[int, str] = {}
    baskets: dict[tuple[int, str], tuple[float, dict[int, None]]] = {}
    for line in lines:
        customer, item = _number(customers, line.customer), _number(items, line.item)
        day = _day(line)
        baskets.setdefault((customer, line.basket), (day, {}))[1][item] = None
        if any(letter.isalpha() for letter in line.description):
            words[item] = line.description.lower()
    # Sorting is stable: baskets of one moment stay as the file has them.
    ordered = sorted(baskets.items(), key=lambda each: (each[0][0], each[1][0]))
    sizes = [len(held) for _, (_, held) in ordered]
    purchases = Purchases(
        customers=len(customers),
        items=len(items),
        basket_customer=np.array([customer for (customer, _), _ in ordered], np.int64),
        basket_day=np.array([day for _, (day, _) in ordered], float),
        line_basket=np.repeat(np.arange(len(ordered)), sizes),
        line_item=np.array([item for _, (_, held) in ordered for item in held], np.int64),
    )
    return Bought(purchases=purchases, words=tuple(words.get(item, "") for item in range(len(items))))


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
            new = _held_against(np.where(own, -np.inf, scores), truth & ~own)
            told[name] = {"all": _held_against(scores, truth), "new": new}
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


def _held_against(scores: Scores, truth: Flags) -> Figures:
    first = first_places(scores)
    hits = np.take_along_axis(truth, first, axis=1) & np.isfinite(np.take_along_axis(scores, first, axis=1))
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


def _number(numbers: dict[str, int], name: str) -> int:
    return numbers.setdefault(name, len(numbers))


def _day(line: PurchaseLine) -> float:
    return line.at.timestamp() / 86_400
