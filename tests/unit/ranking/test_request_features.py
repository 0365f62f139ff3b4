"""What a model may know of a request itself."""

import math
from dataclasses import replace

from catalog.money import Money
from catalog.query import Query
from rerank.ranking.candidate import Candidate
from rerank.ranking.request_features import PRICE, PRICE_PLACE, PRICE_SHARE, request_features
from tests.unit.ranking.goods import card, moment


def priced(*prices: tuple[int, str]) -> list[Candidate]:
    return [
        Candidate(
            card=replace(card(f"thing{number}"), price=Money(amount_minor=minor, currency=currency)), relevance=0.5
        )
        for number, (minor, currency) in enumerate(prices)
    ]


def told(name: str, candidates: list[Candidate], query: Query | None = None) -> list[float | None]:
    table = request_features(moment(query=query), candidates)
    column = table.values[:, table.names.index(name)].tolist()
    return [None if math.isnan(value) else round(value, 4) for value in column]


def test_prices_are_told_beside_those_of_the_list_and_the_limit() -> None:
    goods = priced((1000, "USD"), (4000, "USD"), (2000, "USD"), (4000, "USD"))
    query = Query(text="tents", max_price_minor=4000)
    assert told(PRICE_PLACE.id, goods) == [0, 0.5, 0.25, 0.5]
    assert told(PRICE.id, goods) == [round(math.log1p(each), 4) for each in (1000, 4000, 2000, 4000)]
    assert told(PRICE_SHARE.id, goods, query) == [0.25, 1, 0.5, 1]


def test_amounts_of_another_currency_are_held_against_their_own_only() -> None:
    goods = priced((1000, "USD"), (150_000, "JPY"), (2000, "USD"), (90_000, "JPY"), (3000, "USD"))
    query = Query(text="tents", max_price_minor=300_000, currency="JPY")
    assert told(PRICE_PLACE.id, goods) == [0, 0.5, 0.3333, 0, 0.6667]
    assert [value is None for value in told(PRICE.id, goods)] == [False, True, False, True, False]
    assert told(PRICE_SHARE.id, goods, query) == [None, 0.5, None, 0.3, None]
