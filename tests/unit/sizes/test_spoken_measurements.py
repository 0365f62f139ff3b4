"""Measurements as people say them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.sizes.measurements import PLAUSIBLE
from shop.sizes.spoken import CM_PER_INCH, KG_PER_POUND, read_measurements


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("five foot six and 130 pounds", {"height_cm": 167.6, "weight_kg": 59.0}),
        ("1.68 m", {"height_cm": 168.0}),
        ("one meter sixty eight", {"height_cm": 168.0}),
        ("sixty two kilos", {"weight_kg": 62.0}),
        ("I'm 5'6", {"height_cm": 167.6}),
        ("5\u20196\u201d, 130lbs", {"height_cm": 167.6, "weight_kg": 59.0}),
        ("168 cm 62 kg", {"height_cm": 168.0, "weight_kg": 62.0}),
        ("i'm five six and a hundred and thirty pounds", {"height_cm": 167.6, "weight_kg": 59.0}),
        ("i'm 5'9 and 160", {"height_cm": 175.3, "weight_kg": 72.6}),
        ("i'm six one and 190", {"height_cm": 185.4, "weight_kg": 86.2}),
        ("i'm 180 cm tall and weigh 75", {"height_cm": 180.0, "weight_kg": 75.0}),
        ("i'm 168 and 62 kilos", {"height_cm": 168.0, "weight_kg": 62.0}),
        ("nine stone four", {"weight_kg": 59.0}),
        ("i weigh one thirty", {"weight_kg": 59.0}),
        ("my waist is thirty four and my inseam is thirty", {"waist_cm": 86.4, "inseam_cm": 76.2}),
        ("what size is best for a 40 inch chest", {"chest_cm": 101.6}),
        ("my hips are 102 centimetres", {"hips_cm": 102.0}),
        ("my foot is 26 centimeters long", {"foot_cm": 26.0}),
        ("a head of 58 cm", {"head_cm": 58.0}),
        ("i am 62 years old 5 7 and around 175 pounds", {"age": 62.0, "height_cm": 170.2, "weight_kg": 79.4}),
        ("what size for my son he's eight", {"age": 8.0}),
        ("a baby of six months", {"age": 0.5}),
    ],
)
def test_several_measures_in_one_sentence_are_each_told(said: str, told: dict[str, float]) -> None:
    assert read_measurements(said).values == told


@pytest.mark.parametrize(
    "said",
    [
        "size 9 or 10",
        "i'm usually a medium",
        "i'm between a nine and a ten",
        "i'm a 9 in swiftlet",
        "add two milks",
        "do you have it in blue",
        "the second one",
    ],
)
def test_other_numbers_are_no_measures(said: str) -> None:
    assert read_measurements(said).values == {}


@pytest.mark.parametrize(
    ("asked", "said", "value"),
    [
        ("height_cm", "five six", 167.6),
        ("height_cm", "168", 168.0),
        ("height_cm", "one sixty eight", 168.0),
        ("height_cm", "six foot", 182.9),
        ("weight_kg", "130", 59.0),
        ("weight_kg", "one thirty", 59.0),
        ("age", "thirty four", 34.0),
        ("chest_cm", "36", 91.4),
        ("foot_cm", "27", 27.0),
    ],
)
def test_a_bare_number_answers_what_was_asked(asked: str, said: str, value: float) -> None:
    assert read_measurements(said, asked=asked).values == {asked: value}


def test_a_bare_weight_is_in_kilos_where_people_weigh_in_kilos() -> None:
    assert read_measurements("62", pounds=False, asked="weight_kg").values == {"weight_kg": 62.0}


def test_what_nobody_measures_is_told_as_odd_and_not_believed() -> None:
    read = read_measurements("i'm 12 feet tall and weigh 900 pounds")
    assert read.values == {}
    assert set(read.odd) == {"height_cm", "weight_kg"}


@given(st.text(max_size=80))
def test_whatever_is_said_only_plausible_measures_are_believed(said: str) -> None:
    for name, value in read_measurements(said).values.items():
        low, high = PLAUSIBLE[name]
        assert low <= value <= high


@given(feet=st.integers(4, 6), inches=st.integers(0, 11), pounds=st.integers(80, 320), form=st.integers(0, 3))
def test_feet_inches_and_pounds_are_read_in_every_form(feet: int, inches: int, pounds: int, form: int) -> None:
    said = (
        f"{feet} foot {inches} and {pounds} pounds",
        f"i'm {feet}'{inches}\" and {pounds} lbs",
        f"{pounds} lb, {feet} ft {inches} in",
        f"{feet} feet {inches} inches, i weigh {pounds} pounds",
    )[form]
    values = read_measurements(said).values
    assert values["height_cm"] == pytest.approx((feet * 12 + inches) * CM_PER_INCH, abs=0.06)
    assert values["weight_kg"] == pytest.approx(pounds * KG_PER_POUND, abs=0.06)


@given(centimeters=st.integers(120, 210), kilos=st.integers(35, 160))
def test_centimeters_and_kilos_are_read_in_either_order(centimeters: int, kilos: int) -> None:
    one = read_measurements(f"{centimeters} cm and {kilos} kilos").values
    other = read_measurements(f"i weigh {kilos} kg and i'm {centimeters} centimeters tall").values
    assert one == other == {"height_cm": centimeters, "weight_kg": kilos}
