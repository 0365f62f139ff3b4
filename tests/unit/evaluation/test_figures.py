"""Figures of a whole set, the run file and the fitting, against sets small enough to see through."""

from pathlib import Path

import numpy as np
import pytest

from assistant.evaluation.asking import Answer
from assistant.evaluation.dataset import Judgments
from assistant.evaluation.figures import figures_of, spoken_summary, summary, worst
from assistant.evaluation.run_file import write_run

JUDGMENTS = Judgments(
    gains={
        "right": {"a": 1.0, "b": 0.1, "c": 0.0},
        "wrong": {"a": 1.0},
        "half": {"d": 0.1},
        "hopeless": {"a": 0.0},
    },
    highest=1.0,
    repeated=0,
)
QUERIES = {name: f"the {name} one" for name in JUDGMENTS.gains}


def _answer(query_id: str, *ranked: str, near_miss: bool = False, ms: float = 5.0) -> Answer:
    return Answer(query_id=query_id, ranked=ranked, signals=((0.0,),) * len(ranked), near_miss=near_miss, ms=ms)


ANSWERS = [
    _answer("right", "a", "b", "unknown"),
    _answer("wrong", near_miss=True, ms=9.0),
    _answer("half", "d"),
    _answer("hopeless", "a", "unknown"),
]


def test_each_measure_is_the_mean_over_the_queries_it_says_something_of() -> None:
    told = summary(ANSWERS, figures_of(ANSWERS, JUDGMENTS))
    assert told["ndcg@10"] == pytest.approx((1 + 0 + 1) / 3, abs=1e-4)
    assert told["queries"] == 3
    assert told["queries_without_relevant"] == 1
    # Only the highest gain is what recall looks for.
    assert told["recall@50"] == 0.5
    assert told["queries_for_recall"] == 2
    assert told["judged@10"] == pytest.approx((2 / 3 + 1 + 0.5) / 3, abs=1e-4)
    assert told["answered_with_nothing"] == 0.25
    assert (told["p50_ms"], told["p99_ms"]) == (5.0, 9.0)


def test_what_is_spoken_tells_how_often_something_near_is_offered() -> None:
    told = spoken_summary(ANSWERS, figures_of(ANSWERS, JUDGMENTS))
    assert told["answered_with_nothing"] == 0.25
    assert told["of_which_offered_near_miss"] == 0.25


def test_a_set_in_which_no_answer_was_judged_has_no_such_figure() -> None:
    answers = [_answer("wrong")]
    told = summary(answers, figures_of(answers, JUDGMENTS))
    assert told["judged@10"] is None
    assert told["intervals_95"]["judged@10"] is None
    assert told["ndcg@10"] == 0.0


def test_the_worst_come_first_and_only_those_that_are_measured() -> None:
    told = worst(figures_of(ANSWERS, JUDGMENTS), ANSWERS, QUERIES, most=2)
    assert [each["query_id"] for each in told] == ["wrong", "right"]
    assert told[0]["text"] == "the wrong one"
    assert told[0]["told"] == 0


def test_a_run_file_is_read_in_the_same_order_by_those_who_sort_by_score(tmp_path: Path) -> None:
    write_run(tmp_path / "run", ANSWERS)
    rows = [line.split() for line in (tmp_path / "run").read_text().splitlines()]
    assert rows[0] == ["right", "Q0", "a", "1", "3", "aisle"]
    of_right = [row for row in rows if row[0] == "right"]
    assert sorted(of_right, key=lambda row: -float(row[4])) == of_right
    assert np.all([len(row) == 6 for row in rows])
