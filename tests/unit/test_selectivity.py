import pytest

from catalog.query import Query
from catalog.retrieval.marks import Marked, mark_of
from catalog.retrieval.selectivity import Spread, Statistics, reach_of

COMMON, RARE = Marked.by("color", ["color=black"]), Marked.by("branded", ["brand=tiny"])
PRICES = Spread(bounds=tuple(float(price) for price in range(0, 10_001, 100)))
KNOWN = Statistics(
    products=500_000, shares={mark_of("color=black"): 0.3}, rarest=0.001, cheapest=PRICES, dearest=PRICES
)


def reach(*marked: Marked, known: Statistics = KNOWN, most: int = 500_000, **bounds: int):
    return reach_of(Query(**bounds), marked, known, most=most, wanted=100)


def test_few_are_all_looked_at() -> None:
    assert reach(RARE).all_that_fit
    assert reach(most=50).all_that_fit


def test_many_are_tried_in_order() -> None:
    assert not reach().all_that_fit
    assert not reach(COMMON).all_that_fit


def test_the_graph_is_followed_further_where_filters_leave_less() -> None:
    assert reach().tried < reach(COMMON).tried < reach(COMMON, max_price_minor=2000).tried


def test_bounds_on_prices_leave_their_share() -> None:
    assert reach(max_price_minor=2500).fitting == pytest.approx(125_000, rel=0.05)
    assert reach(min_price_minor=9000).fitting == pytest.approx(50_000, rel=0.1)


def test_words_of_one_value_count_once() -> None:
    both = Marked.by("material", ["color=black", "material=merino wool"], every=True)
    assert KNOWN.share_of(both) == KNOWN.rarest


def test_any_of_several_marks_adds_up() -> None:
    assert KNOWN.share_of(Marked.by("color", ["color=black", "color=ink"])) == pytest.approx(0.301)


def test_a_database_that_was_never_analysed_is_taken_to_hold_anything() -> None:
    """What is certain still counts; otherwise the graph is tried first, and all that fit after it."""
    nothing = Statistics(products=500_000)
    assert reach(RARE, known=nothing).fitting == 500_000
    assert reach(RARE, known=nothing, most=200).all_that_fit
