"""What a script speaks of that is not written in it."""

from datetime import date

import pytest

from assistant.evaluation.dialogue.memory import Memory


@pytest.mark.parametrize(("days", "name"), [(0, "Sunday"), (1, "Monday"), (3, "Wednesday"), (8, "Monday")])
def test_a_weekday_is_counted_from_today(days: int, name: str) -> None:
    memory = Memory(today=date(2026, 3, 1))
    assert memory.filled({"says": [f"on {{weekday.{days}}}", "Northgate"]}) == {"says": [f"on {name}", "Northgate"]}


def test_an_answer_is_spoken_of_by_its_name() -> None:
    memory = Memory({"jackets": {"products": [{"title": "Serac"}, {"title": "Thicket"}]}})
    assert memory.filled("the {jackets.2.title}") == "the Thicket"
