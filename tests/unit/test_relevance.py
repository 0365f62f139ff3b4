"""Which candidates are relevant, how they are sorted, and what is given up for a near miss."""

from catalog.query import Query, Sort
from catalog.retrieval.candidates import Candidate
from catalog.retrieval.exclusions import exclusions_of
from catalog.retrieval.meaning import Meaning, Sense
from catalog.retrieval.relevance import ordered, relevant
from catalog.search import loosenings


def candidate(  # a candidate has this many facts
    name: str,
    *,
    cosine: float | None = 0.5,
    coverage: float = 0.0,
    lexical: float = 0.0,
    price_minor: int = 100,
    rating: float | None = 4.0,
    rating_count: int = 100,
    popularity: float = 0.5,
) -> Candidate:
    return Candidate(
        product_id=name,
        variant_id=f"{name}-1",
        price_minor=price_minor,
        rating=rating,
        likeness=0.5 * lexical + 0.5 * (cosine or 0),
        lexical=lexical,
        coverage=coverage,
        cosine=cosine,
        popularity=popularity,
        rating_count=rating_count,
    )


def names(candidates: list[Candidate]) -> list[str]:
    return [candidate.product_id for candidate in candidates]


def kept(sense: Sense, *candidates: Candidate) -> list[str]:
    return names(relevant(candidates, Meaning(sense=sense)))


def test_what_is_named_needs_no_likeness() -> None:
    assert kept(Sense.NAMED, candidate("a", cosine=0.1)) == ["a"]


def test_an_unknown_thing_must_be_nearer_than_a_described_need() -> None:
    near = candidate("near", cosine=0.45)
    assert kept(Sense.OPEN, near) == ["near"]
    assert kept(Sense.UNKNOWN, near) == []


def test_beside_something_relevant_its_near_neighbours_are_told() -> None:
    some = (
        candidate("lantern", cosine=0.58, lexical=0.3),
        candidate("headlamp", cosine=0.45),
        candidate("lamp shade", cosine=0.3),
    )
    assert kept(Sense.UNKNOWN, *some) == ["lantern", "headlamp"]
    assert kept(Sense.UNKNOWN, *some[1:]) == []


def test_all_words_said_plainly_make_relevant_and_in_passing_do_not() -> None:
    plainly = candidate("plainly", cosine=0.3, coverage=1.0, lexical=0.7)
    in_passing = candidate("in passing", cosine=0.3, coverage=1.0, lexical=0.45)
    half = candidate("half", cosine=0.3, coverage=0.5, lexical=0.7)
    assert kept(Sense.UNKNOWN, plainly, in_passing, half) == ["plainly"]


def test_part_of_another_name_is_not_enough() -> None:
    lock = candidate("bike lock", cosine=0.5, coverage=1.0, lexical=0.8)
    assert kept(Sense.OTHER, lock) == []


def test_without_vectors_most_words_must_be_there() -> None:
    assert kept(Sense.UNKNOWN, candidate("a", cosine=None, coverage=0.7), candidate("b", cosine=None)) == ["a"]


def test_sorts() -> None:
    cheap = candidate("cheap", price_minor=100, rating=3.0, popularity=0.1)
    loved = candidate("loved", price_minor=300, rating=4.8, rating_count=200, popularity=0.2)
    lucky = candidate("lucky", price_minor=200, rating=5.0, rating_count=1, popularity=0.9)
    unrated = candidate("unrated", price_minor=400, rating=None, rating_count=0, popularity=0.0)
    some = [unrated, lucky, loved, cheap]
    assert names(ordered(some, None)) == names(some)
    assert names(ordered(some, Sort.CHEAPEST)) == ["cheap", "lucky", "loved", "unrated"]
    assert names(ordered(some, Sort.MOST_EXPENSIVE)) == ["unrated", "loved", "lucky", "cheap"]
    assert names(ordered(some, Sort.BEST_RATED))[:2] == ["loved", "lucky"]
    assert names(ordered(some, Sort.MOST_POPULAR)) == ["lucky", "loved", "cheap", "unrated"]


def test_a_sort_leaves_out_what_fits_the_words_worse() -> None:
    for_four = candidate("for four", lexical=0.9, price_minor=900)
    for_two = candidate("for two", lexical=0.3, price_minor=100)
    assert names(ordered([for_four, for_two], Sort.CHEAPEST)) == ["for four"]


def test_one_wish_after_the_other_is_given_up_and_then_all() -> None:
    query = Query(text="boots", max_price_minor=100, sizes=("9",), exclude=("leather",), not_brands=("B",))
    given_up = list(loosenings(query))
    assert [without for without, _ in given_up] == [
        ("max_price_minor",),
        ("sizes",),
        ("max_price_minor", "sizes"),
    ]
    assert given_up[0][1].sort is Sort.CHEAPEST
    assert all(loose.exclude == ("leather",) and loose.not_brands == ("B",) for _, loose in given_up)


def test_nothing_asked_leaves_nothing_to_give_up() -> None:
    assert list(loosenings(Query(text="boots"))) == []


def test_nuts_are_almonds_too_and_two_words_stay_together() -> None:
    (nuts,) = exclusions_of(["nuts"])
    assert nuts.words == ("nut",)
    assert "almond" in nuts.implied
    (butter,) = exclusions_of(["peanut butter"])
    assert (butter.words, butter.implied) == (("butter", "peanut"), ())
    assert exclusions_of(["", "the"]) == []
