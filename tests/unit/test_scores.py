"""The figures of intent recognition."""

import pytest

from actions.conversation import second_look
from dialogue import scores
from dialogue.scores import Heard, percentile, score, unsure


def test_every_kind_of_refusal_counts_as_out_of_scope() -> None:
    result = score([("out_of_scope", "nlu_fallback"), ("out_of_scope", "out_of_scope"), ("out_of_scope", "")])
    assert result["accuracy"] == 1.0
    assert result["out_of_scope_recall"] == 1.0


def test_kinds_of_talk_are_one_intent() -> None:
    assert score([("talk/greet", "talk"), ("talk", "talk/thanks")])["accuracy"] == 1.0


def test_figures_of_a_small_sample() -> None:
    result = score([("a", "a"), ("a", "a"), ("a", "b"), ("b", "b"), ("out_of_scope", "a")])
    assert result["accuracy"] == 0.6
    assert result["intents"]["a"] == {"precision": 0.6667, "recall": 0.6667, "f1": 0.6667, "support": 3}
    assert result["intents"]["b"] == {"precision": 0.5, "recall": 1.0, "f1": 0.6667, "support": 1}
    assert result["out_of_scope_recall"] == 0.0
    assert result["macro_f1"] == pytest.approx(0.4445, abs=1e-3)
    assert {"meant": "a", "heard": "b", "count": 1} in result["confusions"]


def test_without_a_refusal_meant_there_is_nothing_to_recall() -> None:
    assert score([("a", "a")])["out_of_scope_recall"] is None


@pytest.mark.parametrize(("share", "expected"), [(0.5, 2.0), (0.99, 4.0), (0.25, 1.0)])
def test_percentiles_are_values_that_occurred(share: float, expected: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], share) == expected


def test_what_a_second_reader_could_put_right_is_what_was_refused_or_guessed_wrongly() -> None:
    result = unsure(
        [
            Heard("a", "talk/greet", "talk", 0.9),
            Heard("b", "product_search", "nlu_fallback", 0.8),
            Heard("c", "out_of_scope", "nlu_fallback", 0.4),
            Heard("d", "recommend", "product_search", 0.3),
            Heard("e", "recommend", "product_search", 0.9),
        ]
    )
    assert (result["refused"], result["refused_wrongly"]) == (2, 1)
    assert (result["guessed"], result["guessed_wrongly"]) == (1, 1)
    assert (result["ceiling"], result["ceiling_with_guesses"]) == (0.6, 0.8)
    assert [each["text"] for each in result["unsure"]] == ["b", "c", "d"]
    assert result["unsure"][0]["heard"] == "out_of_scope"


def test_what_counts_as_a_guess_is_what_the_actions_doubt() -> None:
    """Rasa's environment imports nothing of ours, so the number stands twice."""
    assert scores.DOUBTFUL == second_look.DOUBTFUL
