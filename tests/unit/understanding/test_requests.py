"""What shoppers say and the query it becomes, sentence by sentence."""

from concurrent.futures import ThreadPoolExecutor
from statistics import median
from time import perf_counter

import pytest

from catalog.query import Query
from catalog.understanding.parser import Understanding
from catalog.understanding.vocabulary import Vocabulary
from tests.unit.understanding.tables import rows

REQUESTS = list(rows("requests.txt"))
# Far from the usual .5 ms, so that only another order of work is noticed on a busy machine.
SLOWEST_MEDIAN_MS = 10.0


@pytest.mark.parametrize(("said", "meant"), REQUESTS, ids=[said for said, _ in REQUESTS])
def test_a_request_becomes_the_query_that_was_meant(said, meant, understanding):
    assert understanding.parse(said) == meant


def test_the_table_is_large_enough_to_be_worth_its_name():
    assert len(REQUESTS) >= 250


def test_capitals_and_typographic_apostrophes_change_nothing(understanding):
    plain = understanding.parse("women's navy rain jacket under $80")
    assert understanding.parse("WOMEN\u2019S Navy Rain Jacket UNDER $80") == plain


def test_what_is_searched_for_needs_no_second_reading(understanding):
    for said, _ in REQUESTS:
        text = understanding.parse(said).text
        again = understanding.parse(text).text
        assert again == text or again == understanding.parse(f"{said} {text}").text, said


def test_threads_share_one_understanding(understanding):
    said, meant = zip(*REQUESTS, strict=True)
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(understanding.parse, said))
    assert together == list(meant)


def test_a_request_is_read_in_two_milliseconds(understanding):
    def took_ms(said: str) -> float:
        started = perf_counter()
        understanding.parse(said)
        return (perf_counter() - started) * 1000

    assert median(took_ms(said) for said, _ in REQUESTS) < SLOWEST_MEDIAN_MS


def test_an_empty_catalogue_leaves_every_word_to_the_search():
    nothing = Understanding(Vocabulary.of(brands=(), categories=(), facts=()))
    assert nothing.parse("vegan leather boots under fifty") == Query(text="vegan leather boots", max_price_minor=5000)


def test_a_currency_without_minor_units_is_not_multiplied():
    yen = Understanding(Vocabulary.of(brands=(), categories=(), facts=()), minor_per_major=1)
    assert yen.parse("tea under 1500").max_price_minor == 1500


def test_a_brand_that_is_also_a_fruit_is_the_brand_only_after_by():
    shop = Understanding(
        Vocabulary.of(
            brands=("Apple",), categories=(), facts=[("apples", "dietary", "organic"), ("laptop", "color", "gray")]
        )
    )
    assert shop.parse("organic apples").brands == ()
    assert shop.parse("a laptop by apple").brands == ("Apple",)


def test_unknown_words_do_not_accumulate_in_memory(understanding):
    strings = understanding._lexicon._vocab.strings
    understanding.parse("warm up")
    before = len(strings)
    for number in range(200):
        understanding.parse(f"qzx{chr(97 + number % 26)}w{number} jackets {number + 1000}")
    assert len(strings) == before


@pytest.mark.parametrize(
    ("own", "said", "limit_minor", "currency"),
    [
        ("GBP", "apples under twenty pounds", 2000, None),
        ("GBP", "two pounds of apples", None, None),
        ("GBP", "apples under 20 euros", 2000, "EUR"),
        ("GBP", "apples under 20 bucks", 2000, "USD"),
        ("CAD", "apples under 20 bucks", 2000, None),
        ("USD", "apples under twenty quid", 2000, "GBP"),
        ("USD", "apples under 1500 yen", 1500, "JPY"),
        ("JPY", "apples under 1500 yen", 1500, None),
        ("EUR", "apples under 20", 2000, None),
    ],
)
def test_another_currency_than_the_shops_is_never_taken_for_it(own, said, limit_minor, currency):
    shop = Understanding(
        Vocabulary.of(brands=(), categories=(), facts=[("apples", "dietary", "organic")], currency=own)
    )
    query = shop.parse(said)
    assert (query.text, query.max_price_minor, query.currency) == ("apples", limit_minor, currency)
