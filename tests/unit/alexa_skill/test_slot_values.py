"""What Alexa writes into typed slots, in words that the assistant understands."""

from datetime import date

import pytest

from shop.checkout.hearing.times import wish_said
from webhooks.alexa.carriers import sentence_of
from webhooks.alexa.slot_values import DATE, NUMBER, ORDINAL, SEARCH_QUERY, TIME, words_of


@pytest.mark.parametrize(
    ("value", "slot_type", "words"),
    [
        ("7", NUMBER, "7"),
        ("?", NUMBER, ""),
        ("??", ORDINAL, ""),
        ("2", ORDINAL, "second"),
        ("2nd", ORDINAL, "second"),
        ("second", ORDINAL, "second"),
        ("14th", ORDINAL, "number 14"),
        ("2026-11-24", DATE, "november 24"),
        ("2026-W48-WE", DATE, "november 28"),
        ("2026-W48", DATE, "november 23"),
        ("2026-99-99", DATE, "2026-99-99"),
        ("2026-W99", DATE, "2026-W99"),
        ("17:30", TIME, "at 5:30 pm"),
        ("00:00", TIME, "at 12 am"),
        ("09:00", TIME, "at 9 am"),
        ("EV", TIME, "in the evening"),
        ("oat milk", SEARCH_QUERY, "oat milk"),
    ],
)
def test_values_become_words(value: str, slot_type: str, words: str) -> None:
    assert words_of(value, slot_type) == words


def test_a_day_and_an_hour_are_heard_by_the_checkout() -> None:
    wish = wish_said(
        f"{sentence_of('DayIntent', '2026-11-24')} {sentence_of('TimeIntent', '17:30')}", today=date(2026, 11, 22)
    )
    assert wish is not None
    assert wish.days == {date(2026, 11, 24)}
    assert wish.at is not None
    assert (wish.at.hour, wish.at.minute) == (17, 30)


def test_the_second_one_is_said_as_shoppers_say_it() -> None:
    assert sentence_of("OrdinalIntent", "2") == "the second one"
    assert sentence_of("OptionIntent", "3") == "number 3"
    assert sentence_of("NoSuchIntent", "3") is None
