"""What the Alexa skill hands on of sentences nobody trained on, and whether it still means the same to the model."""

from pathlib import Path
from typing import Any

import pytest

from assistant.skill_hearing import measure, read_sentences
from assistant.supervisor.settings import SupervisorSettings
from tests.nlu.test_held_out import FRESH, HELD_OUT

LEAST_HANDED_ON = 0.8
LEAST_KEPT = 0.97
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(scope="module")
def figures(trained: Path) -> Any:
    sentences = [pair for file in (HELD_OUT, FRESH) for pair in read_sentences(file.read_text().splitlines())]
    return measure(sentences, SupervisorSettings(state_dir=trained))


def test_most_sentences_can_open_the_skill(figures: Any) -> None:
    assert figures["handed_on"] >= LEAST_HANDED_ON, figures["lost"]


def test_what_is_handed_on_keeps_its_intent(figures: Any) -> None:
    assert figures["kept"] >= LEAST_KEPT, figures["changed"]
