import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.preferences.preference import Aim, Kind, Preference, Stance
from shop.preferences.reading import Reading, read, wants_anyway, without_anyway
from tests.unit.preferences.shop_words import SHOP


def reading(text: str) -> Reading:
    return read(text, parse=SHOP.parse)


def told(text: str) -> list[tuple[Kind, str, str, Stance]]:
    return [(one.kind, one.about, one.value, one.stance) for one in reading(text).told]


@pytest.mark.parametrize(
    ("text", "kind", "about", "value", "stance"),
    [
        ("I'm vegan", Kind.DIET, "", "vegan", Stance.IS),
        ("um just so you know i\u2019m vegetarian", Kind.DIET, "", "vegetarian", Stance.IS),
        ("I eat meat again", Kind.DIET, "", "everything", Stance.IS),
        ("we only eat halal food at home", Kind.DIET, "", "halal", Stance.IS),
        ("my wife is vegan", Kind.DIET, "wife", "vegan", Stance.IS),
        ("I don't eat pork", Kind.DIET, "", "pork", Stance.AVOIDS),
        ("I'm allergic to nuts", Kind.ALLERGY, "", "nut", Stance.AVOIDS),
        ("I have a peanut allergy", Kind.ALLERGY, "", "peanut", Stance.AVOIDS),
        ("my son is allergic to eggs, keep that in mind", Kind.ALLERGY, "son", "egg", Stance.AVOIDS),
        ("my shoe size is nine", Kind.SIZE, "shoes", "9", Stance.IS),
        ("I wear a nine and a half in boots", Kind.SIZE, "shoes", "9.5", Stance.IS),
        ("actually my shoe size is ten not nine", Kind.SIZE, "shoes", "10", Stance.IS),
        ("I'm a medium", Kind.SIZE, "", "M", Stance.IS),
        ("my husband's shirt size is extra large", Kind.SIZE, "husband: tops", "XL", Stance.IS),
        ("I don't like leather", Kind.MATERIAL, "", "leather", Stance.AVOIDS),
        ("I love wool", Kind.MATERIAL, "", "wool", Stance.LIKES),
        ("never show me Kestrel Ridge", Kind.BRAND, "", "Kestrel Ridge", Stance.AVOIDS),
        ("I like fern hollow", Kind.BRAND, "", "Fernhollow", Stance.LIKES),
        ("my favourite colour is green", Kind.COLOR, "", "green", Stance.LIKES),
        ("I hate pink", Kind.COLOR, "", "pink", Stance.AVOIDS),
        ("I always shop at Riverside", Kind.STORE, "", "riverside", Stance.IS),
        ("make northgate my usual store", Kind.STORE, "", "northgate", Stance.IS),
        ("I prefer cheap stuff", Kind.BUDGET, "", "low", Stance.IS),
        ("keep it under fifty", Kind.BUDGET, "", "5000", Stance.IS),
        ("my budget for shoes is normally eighty", Kind.BUDGET, "shoes", "8000", Stance.IS),
        ("never show me anything over a hundred", Kind.BUDGET, "", "10000", Stance.IS),
        ("call me Sam", Kind.NAME, "", "Sam", Stance.IS),
        ("my name's mary ann", Kind.NAME, "", "Mary Ann", Stance.IS),
        ("speak slower", Kind.PACE, "", "slower", Stance.IS),
        ("I have two kids", Kind.HOUSEHOLD, "children", "two kids", Stance.IS),
        ("we're a family of five", Kind.HOUSEHOLD, "people", "five people", Stance.IS),
        ("from now on no leather", Kind.MATERIAL, "", "leather", Stance.AVOIDS),
    ],
)
def test_one_thing_told(text: str, kind: Kind, about: str, value: str, stance: Stance) -> None:
    assert told(text) == [(kind, about, value, stance)]


def test_several_things_in_one_sentence() -> None:
    text = "I'm vegan and allergic to nuts and soy, my shoe size is nine and I always shop at Riverside"
    assert told(text) == [
        (Kind.DIET, "", "vegan", Stance.IS),
        (Kind.ALLERGY, "", "nut", Stance.AVOIDS),
        (Kind.ALLERGY, "", "soy", Stance.AVOIDS),
        (Kind.SIZE, "shoes", "9", Stance.IS),
        (Kind.STORE, "", "riverside", Stance.IS),
    ]


def test_the_last_word_counts_within_a_sentence() -> None:
    assert told("my shoe size is nine, no, my shoe size is ten") == [(Kind.SIZE, "shoes", "10", Stance.IS)]


@pytest.mark.parametrize(
    ("text", "aim"),
    [
        ("forget my shoe size", Aim(kind=Kind.SIZE, about="shoes")),
        ("I'm not vegan any more", Aim(kind=Kind.DIET, value="vegan")),
        ("forget that i'm vegan", Aim(kind=Kind.DIET, value="vegan", about="")),
        ("I'm not allergic to nuts", Aim(kind=Kind.ALLERGY, value="nut")),
        ("remove nuts from my allergies", Aim(kind=Kind.ALLERGY, value="nut")),
        ("delete my name", Aim(kind=Kind.NAME)),
        ("leather is fine now", Aim(kind=Kind.MATERIAL, value="leather", stance=Stance.AVOIDS)),
    ],
)
def test_what_is_to_be_forgotten(text: str, aim: Aim) -> None:
    assert aim in reading(text).forgotten
    assert not reading(text).told


@pytest.mark.parametrize("text", ["forget everything about me", "delete all my data", "forget me", "wipe my data"])
def test_everything_is_forgotten_after_a_question_only(text: str) -> None:
    assert reading(text).everything
    assert reading(text).asks_first


def test_all_preferences_are_less_than_everything() -> None:
    assert reading("forget all my preferences").all_preferences
    assert not reading("forget all my preferences").everything


def test_what_is_asked_back() -> None:
    assert reading("what do you know about me?").asks
    assert reading("what's my shoe size").shown == (Aim(kind=Kind.SIZE, about="shoes"),)
    assert reading("do you know my name").shown == (Aim(kind=Kind.NAME),)


def test_what_else_is_asked_in_the_same_breath_is_left() -> None:
    found = reading("I'm allergic to nuts, find me some granola")
    assert [one.value for one in found.told] == ["nut"]
    assert found.rest == "find me some granola"


def test_sentences_typed_in_a_hurry() -> None:
    assert [one.value for one in reading("im veggie n allergic 2 nuts btw").told] == ["vegetarian", "nut"]


def test_that_brand_is_the_one_talked_about() -> None:
    assert reading("never show me that brand again").that_brand is Stance.AVOIDS


def test_anyway_is_no_preference_and_no_part_of_the_request() -> None:
    assert wants_anyway("show me leather anyway")
    assert without_anyway("show me leather boots anyway, please") == "show me leather boots , please"
    assert not told("show me leather anyway")


def test_a_newer_preference_replaces_what_cannot_hold_beside_it() -> None:
    vegan = Preference(kind=Kind.DIET, value="vegan")
    assert Preference(kind=Kind.DIET, value="vegetarian").replaces(vegan)
    assert not Preference(kind=Kind.DIET, value="gluten-free").replaces(vegan)
    avoids = Preference(kind=Kind.MATERIAL, value="leather", stance=Stance.AVOIDS)
    assert Preference(kind=Kind.MATERIAL, value="leather", stance=Stance.LIKES).replaces(avoids)
    shoes = Preference(kind=Kind.SIZE, value="9", about="shoes")
    assert Preference(kind=Kind.SIZE, value="10", about="shoes").replaces(shoes)
    assert not Preference(kind=Kind.SIZE, value="M", about="tops").replaces(shoes)


LEADS = ["", "find me ", "show me ", "i'm looking for ", "i need ", "i want ", "do you have ", "add ", "any "]
QUALITIES = ["", "vegan ", "nut free ", "gluten-free ", "leather ", "green ", "cheap ", "organic ", "size nine "]
GOODS = ["hiking boots", "granola", "sweaters", "snacks", "boots for my wife", "sweater"]
TAILS = ["", " in green", " under fifty", " without leather", " by Fernhollow", " in size ten", " for my son"]


@given(st.sampled_from(LEADS), st.sampled_from(QUALITIES), st.sampled_from(GOODS), st.sampled_from(TAILS))
def test_a_plain_search_tells_nothing_of_anybody(lead: str, quality: str, goods: str, tail: str) -> None:
    found = reading(f"{lead}{quality}{goods}{tail}")
    assert not found.told
    assert not found.forgotten
    assert not found.asks_first


@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for one in reading(text).told:
        assert one.value.strip()
        assert len(one.value) < 120


def test_all_that_was_said_of_somebody_is_forgotten_by_who_it_is() -> None:
    assert {(aim.kind, aim.about) for aim in reading("forget my wife").forgotten} == {
        (Kind.DIET, "wife"),
        (Kind.ALLERGY, "wife"),
    }
