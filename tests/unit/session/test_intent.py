"""What a session is after is said in words of the catalogue, alike for everybody, and never in the shopper's own."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from catalog.query import Query
from rerank.session.intent import Done, Intent, Sought, intent_of, sought
from rerank.session.segment import ANYONE, SEGMENTS, segment_of
from shop.preferences.preference import LOW_PRICES, Kind, Preference, Preferences, Source
from tests.unit.ranking.goods import card

BOOTS = [
    card("a", title="Rain boots", category="Rubber Boots", color="red"),
    card("b", title="Waterproof boot for kids", category="Rubber Boots", color="red"),
    card("c", title="Emma rain boots", category="Rubber Boots", color="blue"),
]


def words(text: str, **bounds: object) -> tuple[str, ...]:
    return sought(replace(Query(text=text), **bounds), BOOTS).words  # type: ignore[arg-type]


def test_the_same_said_otherwise_is_the_same_intent() -> None:
    assert words("boots for the rain") == words("rain boot") == ("boot", "rain")


def test_what_only_one_product_is_called_is_nobody_s_goods() -> None:
    assert words("rain boots for emma who lives at 12 elm street 90210") == ("boot", "rain")


def test_bounds_count_as_the_catalogue_spells_them_and_sizes_and_allergies_do_not() -> None:
    assert words("boots", colors=("red",), sizes=("38",), exclude=("nuts",), max_price_minor=4321) == ("boot", "red")


@given(st.text(max_size=300))
def test_nothing_leaves_but_words_that_several_products_carry(said: str) -> None:
    carried = {"rain", "boot", "rubber", "red", "maker"}
    assert set(words(said)) <= carried


def test_an_intent_is_the_latest_search_the_one_before_and_what_was_looked_at_most() -> None:
    done = Done(
        searches=(Sought(words=("tent",)), Sought(words=("bag", "sleeping")), Sought(words=("stove",))),
        categories=("Camping / Tents", "Camping / Lamps", "Camping / Tents", "Food / Bread", "Camping / Lamps"),
    )
    assert intent_of(done) == Intent(
        key="asked tent; before bag sleeping; looked at Camping / Lamps; looked at Camping / Tents",
        asked=("tent", "bag sleeping"),
        looked=("Camping / Lamps", "Camping / Tents"),
    )


def test_whoever_did_nothing_is_after_nothing() -> None:
    assert intent_of(Done()) is None
    assert intent_of(Done(searches=(Sought(words=()),))) is None


def test_segments_are_few_and_coarse_and_only_what_was_told() -> None:
    told = [
        Preference(kind=Kind.DIET, value="vegan"),
        Preference(kind=Kind.HOUSEHOLD, value="two kids", about="children"),
        Preference(kind=Kind.BUDGET, value=LOW_PRICES),
    ]
    private = [
        Preference(kind=Kind.NAME, value="Maya"),
        Preference(kind=Kind.ALLERGY, value="nuts"),
        Preference(kind=Kind.DIET, value="halal"),
        Preference(kind=Kind.SIZE, value="38", about="shoes"),
    ]
    assert segment_of(Preferences(told)) == "vegan; children at home; low prices first"
    assert segment_of(Preferences(private)) == ANYONE
    assert segment_of(Preferences([replace(one, source=Source.SHOP) for one in told])) == ANYONE
    assert segment_of(Preferences([*told, *private])) in SEGMENTS
