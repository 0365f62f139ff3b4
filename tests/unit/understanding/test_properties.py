"""What holds for every string, said or not."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from num2words import num2words

from catalog.query import Query
from catalog.understanding.money import with_amounts
from catalog.understanding.numbers import with_numbers
from catalog.understanding.words import words_of
from tests.unit.understanding.shop import BRANDS, KINDS

MANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SAYINGS = [
    "under",
    "over",
    "between",
    "and",
    "or",
    "not",
    "without",
    "nothing",
    "with",
    "except",
    "for",
    "in",
    "size",
    "a",
    "the",
    "than",
    "more",
    "less",
    "least",
    "no",
    "anything",
    "but",
    "from",
    "by",
    "dollars",
    "bucks",
    "stars",
    "half",
    "dozen",
    "two",
    "nine",
    "fifty",
    "hundred",
    "thousand",
    "ninety",
    ",",
    ".",
    "-",
    "$",
    "%",
    "&",
    "32",
    "x",
    "34",
    "9.5",
    "to",
    "too",
    "expensive",
    "cheap",
    "best",
    "navy",
    "blue",
    "olive",
    "orange",
    "leather",
    "wool",
    "vegan",
    "nut",
    "free",
    "women's",
    "kids",
    "medium",
    "xl",
    "rain",
    "jacket",
    "boots",
    "orange",
    "juice",
    "milk",
    "fernhollow",
    "kestrel",
    "ridge",
    "don't",
    "want",
    "i",
    "please",
    "one",
    "ones",
    "2t",
    "iphone",
    "15",
    "pro",
    "max",
    "around",
    "up",
    "max",
    "min",
    "my",
    "son",
    "year",
    "old",
    "k",
    "cents",
    "of",
    "pair",
    "pack",
]
SPOKEN = st.lists(st.sampled_from(SAYINGS), max_size=14).map(" ".join)
ANYTHING = st.one_of(st.text(max_size=200), SPOKEN)
PLAIN_THINGS = ("wheels", "laces", "zipper", "sugar", "hood", "leather", "wool", "plastic", "glitter")
REFUSALS = (
    "{0} without {1}",
    "{0} but not {1}",
    "{0} with no {1}",
    "{0} except {1}",
    "i don't want {1} {0}",
    "{0} not {1}",
)


@MANY
@given(said=ANYTHING)
def test_any_words_become_a_sound_query(said, understanding):
    _is_sound(understanding.parse(said))


@MANY
@given(before=SPOKEN, change=ANYTHING, prices=st.lists(st.integers(1, 10**6), max_size=5))
def test_any_change_leaves_a_sound_query(before, change, prices, understanding):
    _is_sound(understanding.refine(understanding.parse(before), change, shown_prices_minor=prices))


@MANY
@given(said=ANYTHING)
def test_the_same_words_always_mean_the_same(said, understanding):
    assert understanding.parse(said) == understanding.parse(said)


@MANY
@given(said=ANYTHING)
def test_a_query_survives_being_stored(said, understanding):
    query = understanding.parse(said)
    assert Query.from_dict(query.as_dict()) == query


@MANY
@given(value=st.integers(0, 999_999))
def test_a_spoken_number_is_the_number(value):
    (word,) = with_numbers(words_of(num2words(value)))
    assert word.number == value


@MANY
@given(dollars=st.integers(1, 5000), cents=st.integers(1, 99))
def test_spoken_dollars_and_cents_are_the_amount(dollars, cents):
    (word,) = with_amounts(with_numbers(words_of(f"{num2words(dollars)} dollars and {num2words(cents)} cents")))
    assert word.number == Decimal(dollars) + Decimal(cents) / 100
    assert word.money


@MANY
@given(dollars=st.integers(10, 999), cents=st.sampled_from([49, 79, 89, 95, 97, 98, 99]))
def test_a_spoken_price_tag_is_the_price(dollars, cents, understanding):
    said = (
        f"a tent under {num2words(dollars)} {num2words(cents)}" if dollars % 100 else f"a tent under ${dollars}.{cents}"
    )
    assert understanding.parse(said) == Query(text="tent", max_price_minor=dollars * 100 + cents)


@MANY
@given(first=st.integers(1, 5000), second=st.integers(1, 5000))
def test_between_two_prices_either_way_round(first, second, understanding):
    query = understanding.parse(f"tents between ${first} and ${second}")
    assert (query.min_price_minor, query.max_price_minor) == (min(first, second) * 100, max(first, second) * 100)


@pytest.mark.parametrize("refusal", REFUSALS)
@pytest.mark.parametrize("refused", PLAIN_THINGS)
def test_what_is_refused_is_excluded_and_not_searched_for(refusal, refused, understanding):
    query = understanding.parse(refusal.format("hiking boots", refused))
    assert query.exclude == (refused,)
    assert refused not in query.text.split()
    assert refused not in query.attributes.values()


@pytest.mark.parametrize("brand", BRANDS)
def test_a_refused_brand_is_not_asked_for(brand, understanding):
    query = understanding.parse(f"socks from anyone but {brand}")
    assert (query.brands, query.not_brands, query.text) == ((), (brand,), "socks")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_thing_called_by_its_name_is_searched_for_by_its_name(kind, understanding):
    query = understanding.parse(f"i'm looking for {kind}, please")
    assert query.text == kind.replace("kids'", "kids")
    assert (query.colors, query.sizes, query.exclude) == ((), (), ())


def _is_sound(query: Query) -> None:
    low, high = query.min_price_minor, query.max_price_minor
    assert low is None or low >= 0
    assert high is None or high >= 0
    assert low is None or high is None or low <= high
    assert query.min_rating is None or 0 < query.min_rating <= 5
    assert query.quantity is None or query.quantity >= 1
    assert not set(query.brands) & set(query.not_brands)
    assert not {color.casefold() for color in query.colors} & set(query.exclude)
    assert query.text == " ".join(query.text.split())
